"""The fast path to the search index: the entries that the theme's search plugin makes of a generated page.

The plugin runs Python's parser of HTML, event by event, over every page: a third of the time of a large site. Generated
pages are well-formed, so that cutting them at their tags is enough. What is kept of them is the plugin's choice, its
oddities too; tests/test_shell.py compares whole indexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any, Final

from .output import Page

# A tag: its slash, its name, its attributes. Comments, scripts and styles are never looked into.
_TAG: Final = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>"]*(?:"[^"]*"[^>"]*)*)>')
_PASSED: Final = {"<!--": "-->", "<scr": "</script>", "<sty": "</style>"}
_ID: Final = re.compile(r'\sid="([^"]*)"')
_KEPT: Final = frozenset(("p", "code", "pre", "li", "ol", "ul", "sub", "sup"))
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)


class _Section:
    """A heading and the text up to the next one, in pieces."""

    __slots__ = ("depth", "id", "is_left_out", "tag", "text", "title")

    def __init__(self, tag: str, depth: float, *, is_left_out: bool = False) -> None:
        self.tag, self.depth, self.is_left_out = tag, depth, is_left_out
        self.id = ""
        self.text: list[str] = []
        self.title: list[str] = []


class _Reader:
    """What has been read of a page: the sections so far, and the elements that are open."""

    def __init__(self) -> None:
        self.sections: list[_Section] = []
        self._open: list[str] = []
        # By name: while an element is left out, so is everything within another of that name.
        self._left_out: set[str] = set()

    def start(self, tag: str, attributes: str) -> None:
        """An element begins."""
        if tag in _VOID:
            return
        self._open.append(tag)
        is_left_out = "data-search-exclude" in attributes
        if tag in _HEADINGS and (found := _ID.search(attributes)):
            self._section(tag, unescape(found[1]), is_left_out=is_left_out)
        elif not self.sections:
            self.section = _Section("", 0)
            self.sections.append(self.section)
        if is_left_out:
            self._left_out.add(tag)
        elif tag in _KEPT and self._left_out.isdisjoint(self._open):
            self._pieces().append(f"<{tag}>")

    def _section(self, tag: str, id: str, *, is_left_out: bool) -> None:  # noqa: A002 - what it is
        depth = len(self._open)
        if tag != "h1" and not self.sections:
            self.sections.append(_Section("", depth))
        self.section = _Section(tag, depth, is_left_out=is_left_out)
        self.section.id = id if self.sections else ""
        self.sections.append(self.section)

    def end(self, tag: str) -> None:
        """An element ends. The one around a heading takes its section along: what comes then is an earlier one's."""
        if not self._open or self._open[-1] != tag:
            return
        depth = len(self._open)
        if self.section.depth > depth:
            for section in reversed(self.sections):
                if section.depth <= depth:
                    self.section.depth = float("inf")
                    self.section = section
                    break
        self._open.pop()
        if tag in self._left_out:
            self._left_out.remove(tag)
        elif tag in _KEPT and self._left_out.isdisjoint(self._open):
            _close(self._pieces(), tag)

    def text(self, text: str) -> None:
        """Text between two tags, as it stands in the page."""
        if not self._left_out.isdisjoint(self._open):
            return
        if "&" in text or ">" in text:
            text = escape(unescape(text), quote=False)
        if "pre" not in self._open:
            text = " " if text.isspace() else text.replace("\n", " ")
        if not self.sections:
            self.section = _Section("", 0)
            self.sections.append(self.section)
        pieces = self._pieces()
        is_more = not text.isspace() or pieces is self.section.title or "pre" in self._open
        if is_more or not pieces or not pieces[-1].isspace():
            pieces.append(text)

    def _pieces(self) -> list[str]:
        return self.section.title if self.section.tag in self._open else self.section.text


def _close(pieces: list[str], tag: str) -> None:
    """Ends an element, or takes it back if there is nothing in it."""
    start = pieces.index(f"<{tag}>")
    if all(piece.isspace() for piece in pieces[start + 1 :]):
        del pieces[start:]
    else:
        pieces.append(f"</{tag}>")


def entries(head: Page, body: str) -> Iterator[dict[str, Any]]:
    """What search is to know of a page: an entry for each of its sections. A section without a title has the page's.

    Their addresses begin at the page.
    """
    if not head.searched:
        return
    for section in _read(body):
        if not section.is_left_out:
            yield {
                "location": f"#{section.id}" if section.id else "",
                "title": "".join(section.title or [escape(head.title, quote=False)]).strip(),
                "text": "".join(section.text).strip(),
                "tags": list(head.names),
            }


def _read(html: str) -> list[_Section]:
    reader, place = _Reader(), 0
    while (start := html.find("<", place)) >= 0:
        if start > place:
            reader.text(html[place:start])
        if end := _PASSED.get(html[start : start + 4]):
            place = html.index(end, start) + len(end)
            if end != "-->":
                reader.start("script", "data-search-exclude")
                reader.end("script")
            continue
        found = _TAG.match(html, start)
        assert found, "every other sign < is escaped"
        place = found.end()
        slash, tag, attributes = found.groups()
        if slash:
            reader.end(tag)
        else:
            reader.start(tag, attributes)
            if attributes.endswith("/"):
                reader.end(tag)
            elif "data-search-exclude" in attributes:
                place = _end_of_left_out(html, tag, place)
    if place < len(html):
        reader.text(html[place:])
    return reader.sections


def _end_of_left_out(html: str, tag: str, place: int) -> int:
    """Where an element that is left out ends, so that long lists are not read. Not if there may be more in it."""
    end = html.find(f"</{tag}>", place)
    is_plain = end >= 0 and html.find(f"<{tag}", place, end) < 0 and html.find(' id="', place, end) < 0
    return end if is_plain else place
