"""The fast path: renders the theme once for all generated pages that share it, and fills in what differs.

Generated pages of one place in the site differ in a few words only. The theme is rendered for the first of them, with
marks in place of these words (`VARYING`); for each other page they are filled in. AFFINITY_HUB_SLOW=yes renders every
page through the theme instead, which gives the same bytes: tests/site/test_shell.py compares whole sites, and says
which words differ where the theme's templates, or ours, have come to use more of a page than is known here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from affinity_hub.core.artifact import Artifact, PageMeta
from affinity_hub.rendering.jinja import headings

from .ahead import Ahead

# Every word about a page that the frame (overrides/frame.html) or the theme's base.html writes.
VARYING: Final = ("title", "description", "address", "skip", "content")
_MARK: Final = "hub-mark-{}-hub"
_MARKS: Final = re.compile(r"hub-mark-([a-z]+)-hub")
# The theme writes this on two boxes of its own; overrides/main.html takes it out of the whole page.
_UNKNOWN: Final = ('" autocomplete="off">', '">')


class Entry(NamedTuple):
    """As much of an entry of a table of contents as the theme looks at."""

    url: str


class Kind(NamedTuple):
    """What pages must have in common to share a shell."""

    parent: str
    """The folder they are in: the links of the shell are relative to it."""
    near: tuple[str, ...]
    """The entries of the navigation that the page is below or above; they are marked as where one is."""
    is_listed: bool
    has_headings: bool
    """Whether there is something to skip to."""
    has_title: bool
    """Whether the content brings its own first heading."""


class Shells:
    """The shells that were needed so far in a build, and what is in its files: the pages to be filled, and all others.

    `found` is what the search is told of each page.
    """

    def __init__(self, filled: Sequence[Artifact], others: Iterable[Artifact]) -> None:
        self.contents = Ahead(filled, others)
        self._known: dict[Kind, list[str]] = {}
        self._others: list[str] = []
        self.found: list[str] = []

    @pass_context
    def fill(self, context: Context, output: Artifact) -> str:
        """The whole page of an output, for overrides/filled.html. On the way, the search is told what is in it.

        In `context` is what MkDocs knows of the page.
        """
        page, (made, found) = context["page"], self.contents.take(output)
        content = made.decode()
        skip = next((one.id for one in headings(content)), "")
        kind = self._kind(context, has_headings=bool(skip), has_title="<h1" in content)
        if (parts := self._known.get(kind)) is None:
            parts = self._known[kind] = _shell(context, kind)
        self.found.append(found)
        words = _words(page, content, skip)
        return "".join([words[part] if place % 2 else part for place, part in enumerate(parts)])

    def _kind(self, context: Context, *, has_headings: bool, has_title: bool) -> Kind:
        page, url = context["page"], context["page"].url
        if not self._known:
            self._others = [one.url for one in context["nav"].pages]
        near = tuple(one for one in self._others if url.startswith(one) or one.startswith(url))
        return Kind(url[: url[:-1].rfind("/") + 1], near, "hidden" not in page.meta, has_headings, has_title)


def sources(nav: Any) -> Iterator[str]:
    """The paths in the navigation of mkdocs.yml. Their pages have a title and a place of their own, and no shell."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping | list):
        for item in nav.values() if isinstance(nav, Mapping) else nav:
            yield from sources(item)


def _shell(context: Context, kind: Kind) -> list[str]:
    """The shell of a kind: texts, and between each two the name of the word that is to be filled in."""
    page, marks = context["page"], {name: _MARK.format(name) for name in VARYING}
    known = page.meta, page.canonical_url, page.content, page.toc
    page.meta = page.meta | {"title": marks["title"], "description": marks["description"]}
    page.canonical_url = marks["address"]
    page.content = content = marks["content"] + ("<h1" if kind.has_title else "")
    page.toc = [Entry("#" + marks["skip"])] if kind.has_headings else []
    try:
        whole = context.environment.get_template("main.html").render(context.parent)
    finally:
        page.meta, page.canonical_url, page.content, page.toc = known
    return _MARKS.split(whole.replace(content, marks["content"]))


def meta(head: PageMeta, *, is_home: bool, is_filled: bool) -> dict[str, Any]:
    """What MkDocs, the theme and our templates are told about a generated page."""
    # Quotes stay as they are: our templates escape them for attributes.
    found: dict[str, Any] = {
        "description": html.escape(head.description, quote=False),
        "hide": ["navigation", "toc"],
    }
    if not is_home:
        found["title"] = html.escape(head.title, quote=False)
    if not head.listed:
        found["hidden"] = True
    if is_filled:
        found["template"] = "filled.html"
    return found


def _words(page: Any, content: str, skip: str) -> dict[str, str]:
    """What is filled in, as the templates would write it."""
    return {
        "title": _plain(page.meta["title"]),
        "description": _plain(page.meta["description"]),
        "address": page.canonical_url,
        "skip": skip,
        "content": content.replace(*_UNKNOWN),
    }


def _plain(text: str) -> str:
    """The filters `striptags` and `e`, one after the other."""
    return str(escape(Markup(text).striptags()))  # noqa: S704 - escaped after that
