"""Makes the search index: the title, the other names, and the text of each section of a page.

The sections of generated pages have the texts for the search. Hand-written pages are Markdown, and their sections are
read from the HTML that MkDocs made from it. assets/search-worker.js reads the index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any, Final

from affinity_hub.core.artifact import PageContent, PageMeta, Section
from affinity_hub.wording import search_words

INDEX: Final = "search/search_index.json"
# Words end at punctuation, too: events name their group as "Educators (EOCN)", and people who type EOCN look for them.
SEPARATOR: Final = r'[\s\-·,.:;!?()\[\]"“”–—/@]+'
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NO_TEXT: Final = frozenset(("script", "style", "h1"))
# Tags within a word or beside a comma. At any other tag, words are kept apart.
_INLINE: Final = frozenset(
    "a abbr b bdi code del em i kbd mark s small span strong sub sup time wbr".split()  # noqa: SIM905 - a list of words
)


def page_entries(path: str, meta: PageMeta, content: PageContent) -> str:
    """The entries of a generated page as JSON text; empty if the search leaves the page out."""
    if not meta.searched:
        return ""
    return as_json(entries(path.removesuffix("index.html"), meta.title, content.sections, meta.names))


def as_json(found: Iterable[dict[str, Any]]) -> str:
    """Entries as JSON text, as the index has them."""
    return ",".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in found)


def index(found: Iterable[str], synonyms: Iterable[Sequence[str]] = ()) -> bytes:
    """The index, from the written entries of each page. It has the same form as the index of MkDocs' own search.

    `synonyms` are lists of words that the search treats alike, in addition to the words that it knows on every site.
    """
    words = {
        "synonyms": [*search_words.SYNONYMS, *synonyms],
        "stop_words": search_words.STOP_WORDS,
        "letters": search_words.plain_letters(),
    }
    config = json.dumps({"separator": SEPARATOR} | words, ensure_ascii=False, separators=(",", ":"))
    return f'{{"config":{config},"docs":[{",".join(filter(None, found))}]}}'.encode()


def entries(url: str, title: str, sections: Iterable[Section], names: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """An entry for the page with the text of its lead section, then an entry for each other section with text."""
    lead, *others = sections
    tags = {"tags": list(names)} if any(names) else {}
    yield {"location": url, "title": title, "text": lead.text} | tags
    for section in others:
        if section.text:
            yield {"location": f"{url}#{section.id}", "title": section.title, "text": section.text}


def sections_of(html: str) -> list[Section]:
    """The sections of a hand-written page. A heading with no text below has its own words as text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    read = ((id, _line(title), _line(text)) for id, title, text in reader.parts)  # noqa: A001
    return [Section(id, title, "", text or title) for id, title, text in read]  # noqa: A001


def _line(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    """Collects the id, the title, and the text of each section."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        self._words = self.parts[0][2]
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_TEXT:
            self._hidden = tag
        elif tag in _HEADINGS and (id := dict(attrs).get("id")):  # noqa: A001
            self.parts.append((id, [], []))
            self._words = self.parts[-1][1]
        elif tag not in _INLINE:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        elif tag in _HEADINGS:
            self._words = self.parts[-1][2]
        if tag not in _INLINE:
            self._words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)
