"""Makes the search index: the title, the other names, and the text of each section of a page, taken from its HTML.

Pages are made by our templates or from Markdown: their HTML is well-formed, and a sign < in a text is escaped. To cut
it at its tags is enough, and takes far less time than a parser. assets/search-worker.js reads the index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import Any, Final

from affinity_hub.core.artifact import Artifact

INDEX: Final = "search/search_index.json"
# Words end at punctuation, too: events name their group as "Educators (EOCN)", and who types EOCN looks for them.
SEPARATOR: Final = r'[\s\-,.:;!?()\[\]"“”–—/@]+'
_ATTRIBUTES: Final = r'(?:[^">]|"[^"]*")*'
# What is no text, the title, and what templates keep out: lists of what has pages of its own, dates that pass, buttons.
_LEFT_OUT: Final = re.compile(
    r"<!--.*?-->|<(script|style|h1)\b.*?</\1>"
    rf"|<(?P<name>[a-z][a-z0-9]*)\b(?P<attributes>{_ATTRIBUTES}\sdata-search-exclude\b{_ATTRIBUTES})>",
    re.DOTALL,
)
_HEADING: Final = re.compile(rf'<h([2-6])\b({_ATTRIBUTES}\sid="([^"]*)"{_ATTRIBUTES})>(.*?)</h\1>', re.DOTALL)
# Tags within a word or beside a comma. At any other tag, and where two tags meet, words are kept apart.
_INLINE: Final = re.compile(
    rf"(?<!>)</?(?:a|abbr|b|bdi|code|em|i|mark|small|span|strong|sub|sup|time|wbr)\b{_ATTRIBUTES}>(?!<)"
)
_TAG: Final = re.compile(rf"</?[a-z]{_ATTRIBUTES}>")
_GAP: Final = re.compile(r" (?=[,.;:!?)])")


def told(output: Artifact, content: bytes) -> str:
    """The entries of a generated page with this content, as they stand in the index. Nothing of a page not searched."""
    head = output.page
    if not head or not head.searched:
        return ""
    return written(entries(output.path.removesuffix("index.html"), head.title, content.decode(), head.names))


def written(found: Iterable[dict[str, Any]]) -> str:
    """Entries as they stand in the index."""
    return ",".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in found)


def index(found: Iterable[str]) -> bytes:
    """The index, from the written entries of each page. Its form is that of MkDocs' own search."""
    config = json.dumps({"separator": SEPARATOR}, ensure_ascii=False)
    return f'{{"config":{config},"docs":[{",".join(filter(None, found))}]}}'.encode()


def entries(url: str, title: str, html: str, names: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """An entry for the page, then one for each heading with an id, with the text up to the next one.

    A section whose heading is left out is left out whole.
    """
    before, *rest = _HEADING.split(_without_left_out(html))
    tags = {"tags": list(names)} if any(names) else {}
    yield {"location": url, "title": title, "text": _text(before)} | tags
    for attributes, id, words, text in zip(rest[1::5], rest[2::5], rest[3::5], rest[4::5], strict=True):  # noqa: A001
        if "data-search-exclude" not in attributes:
            yield {"location": f"{url}#{unescape(id)}", "title": _text(words), "text": _text(text)}


def _without_left_out(html: str) -> str:
    """What is left of a page. Headings with an id stay: they say where sections begin."""
    kept, place = list[str](), 0
    while found := _LEFT_OUT.search(html, place):
        kept.append(html[place : found.start()])
        place = found.end()
        if not (name := found["name"]):
            continue
        if name[0] == "h" and ' id="' in found["attributes"]:
            kept.append(found[0])
        else:
            place = _end(html, name, place)
    return "".join([*kept, html[place:]])


def _end(html: str, name: str, place: int) -> int:
    """Where an element ends whose first tag ends at a place."""
    depth = 1
    for tag in _tags(name).finditer(html, place):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return place


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b{_ATTRIBUTES}>")


def _text(html: str) -> str:
    """The text in HTML, in one line."""
    words = " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())
    return _GAP.sub("", words)
