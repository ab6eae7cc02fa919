"""The tools with which a template writes the body of a page: sections, and texts for the search or the glossary. For
each text from the data, the template says who uses it. `searchable` is only for the search, such as a name that is a
link. `linked` is only for glossary links, `prose` for both, and `markdown` is `prose` for a Markdown field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from affinity_hub.core.artifact import PageContent, Section
from affinity_hub.core.markdown import to_text
from affinity_hub.rendering.direct_templates import escaped
from affinity_hub.rendering.jinja import root

from .glossary_links import Acronyms, GlossaryLinks

_BACKTICKS = re.compile("`([^`]+)`")
_ENTRIES = re.compile(r"^\s*- ", re.MULTILINE)


@dataclass(slots=True)
class _Part:
    """A section in the making."""

    name: str
    title: str
    html: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def section(self) -> Section:
        return Section(self.name, self.title, "".join(self.html), _joined(self.texts))


def _joined(texts: Iterable[str]) -> str:
    """Joins texts for the search, whose results show excerpts. A centered dot follows each text that is not a sentence,
    such as a label."""
    found = ""
    for text in texts:
        for entry in _ENTRIES.split(text):
            words = " ".join(entry.split())
            if found and words:
                found += " " if found[-1] in ".!?:;,…”" else " · "
            found += words
    return found


class PageBody:
    """The body of a page while its template writes it. `root` leads from the page at `path` to the site's root."""

    __slots__ = ("_links", "_parts", "path", "root")

    def __init__(self, path: str, acronyms: Acronyms) -> None:
        self.path, self.root = path, root(path)
        self._links = GlossaryLinks(acronyms, self.root)
        self._parts = [_Part("", "")]

    def content(self, pieces: Iterable[str]) -> PageContent:
        """The body, from the pieces that the template generates. Each piece belongs to the last section that began."""
        for piece in pieces:
            self._parts[-1].html.append(piece)
        return PageContent(tuple(part.section() for part in self._parts))

    def top(self, title: str, lead: str | None = None) -> Markup:
        """The heading of the page, and a sentence about it."""
        about = f'<p class="hub-lead">{self.prose(lead)}</p>' if lead else ""
        return _html(f'<h1 dir="auto">{escaped(title)}</h1>\n{about}')

    def section(self, name: str, title: str, style: str = "", *, caller: Callable[[], Markup]) -> Markup:
        """A section with a heading: `{% call page.section("join", "How to join") %}…{% endcall %}`."""
        heading, inside = self.heading(name, title), caller()
        if self._parts[-1].name != name:
            raise ValueError(f"The section {name} contains another section.")
        names = escaped(f"hub-section {style}".rstrip())
        return _html(f'<section class="{names}">\n{heading}\n{inside}</section>\n')

    def heading(
        self, name: str, title: str, level: int = 2, link: str = "", style: str = "", direction: str = ""
    ) -> Markup:
        """A heading, and its address on the page. A section begins here and ends at the next heading."""
        self._parts.append(_Part(name, title))
        words = escaped(title)
        if link:
            words = f'<a href="{escaped(link)}"><bdi>{words}</bdi></a>'
        attributes = {"class": style, "id": name, "dir": direction}
        own = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items() if value)
        return _html(f"<h{level}{own}>{words}</h{level}>")

    def searchable(self, text: str | None) -> str:
        """A plain text. The search reads it, too."""
        if isinstance(text, Markup):
            raise TypeError("The search reads plain text.")
        if text:
            self._parts[-1].texts.append(text)
        return text or ""

    def linked(self, text: str | None) -> Markup:
        """Text with glossary links."""
        return self._links.linked(text) if text else Markup()

    def prose(self, text: str | None) -> Markup:
        """Text with glossary links. The search reads it, too."""
        return self.linked(self.searchable(text))

    def markdown(self, text: str | None) -> Markup:
        """Markdown text as HTML with glossary links. The search reads its words, too."""
        if not text:
            return Markup()
        self.searchable(to_text(text))
        return self._links.markdown(text)

    def code(self, text: str) -> Markup:
        """Text in which words in backticks are shown as code. The search reads it, too."""
        words = _BACKTICKS.split(text)
        self.searchable("".join(words))
        pieces = map(escaped, words)
        return _html("".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces)))


def _html(text: str) -> Markup:
    """HTML in which every field is escaped already."""
    return Markup(text)  # noqa: S704 - the callers escape
