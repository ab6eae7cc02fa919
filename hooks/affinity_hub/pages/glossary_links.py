"""Links acronyms in running text to the glossary, where an acronym first appears on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup, escape

from affinity_hub.core import markdown
from affinity_hub.core.i18n import gettext
from affinity_hub.core.markdown import Piece
from affinity_hub.record_views.progress_and_library import TermView

# An acronym inside a word, a mailbox address, or a web address is not linked.
_BEFORE, _AFTER = r"(?<![\w&#@/.])", r"(?!\w|[@/.]\w)"


def is_acronym(text: str) -> bool:
    """Whether a word is an acronym, such as KEoCN or BIPOC. Other words of the glossary are not linked, because people
    also use them in their everyday meaning."""
    return len(re.findall("[A-Z]", text)) > 1 and not re.search(r"\s", text)


class Acronyms:
    """The acronyms of a glossary; if two entries have the same spelling, the first entry counts."""

    def __init__(self, glossary: Iterable[TermView]) -> None:
        self.entries: dict[str, TermView] = {}
        for entry in glossary:
            for word in filter(is_acronym, (entry.term, *entry.aliases)):
                self.entries.setdefault(word, entry)
        longest_first = sorted(self.entries, key=lambda word: (-len(word), word))
        words = "|".join(map(re.escape, longest_first))
        self.pattern = re.compile(f"{_BEFORE}(?:{words}){_AFTER}") if words else None


class GlossaryLinks:
    """The glossary links of one page: each entry is linked once, where it first appears."""

    def __init__(self, acronyms: Acronyms, root: str) -> None:
        self._entries, self._pattern, self._root = acronyms.entries, acronyms.pattern, root
        self._linked: set[str] = set()

    def linked(self, text: str) -> Markup:
        """A plain text as HTML."""
        if not self._pattern or not self._pattern.search(text):
            return escape(text)
        return Markup().join(_html(*piece) for piece in self._pieces(text))

    def markdown(self, text: str) -> Markup:
        """A Markdown text as HTML. Headings, links, and code get no links."""
        if not self._pattern or not self._pattern.search(markdown.to_text(text)):
            return markdown.to_html(text)
        return markdown.to_linked_html(text, self._pieces)

    def _pieces(self, text: str) -> Iterator[Piece]:
        """Text in pieces. A piece that becomes a link has the attributes of the link."""
        assert self._pattern
        end = 0
        for found in self._pattern.finditer(text):
            entry = self._entries[found[0]]
            if entry.id in self._linked:
                continue
            self._linked.add(entry.id)
            yield Piece(text[end : found.start()])
            # The label distinguishes this link from a link with the same word to a group or partner.
            label = {"aria-label": gettext("%(found)s (glossary)", found=found[0])} | (
                {"title": entry.expansion} if entry.expansion else {}
            )
            yield Piece(found[0], {"class": "hub-term", "href": f"{self._root}{entry.url}"} | label)
            end = found.end()
        yield Piece(text[end:])


def _html(words: str, link: Mapping[str, str] | None) -> Markup:
    attributes = Markup().join(Markup(' {}="{}"').format(*pair) for pair in (link or {}).items())
    return Markup("<a{}>{}</a>").format(attributes, words) if link else escape(words)
