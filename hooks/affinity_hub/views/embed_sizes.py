"""The height of each widget's frame, and the snippets that editors copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from affinity_hub.core.i18n import gettext, noop
from affinity_hub.core.textfit import (
    EDGES,
    HEIGHTS,
    NARROW,
    SLACK,
    SMALL,
    SMALL_STRONG,
    TITLE,
    WIDTH,
    Line,
    fitting,
    height_class,
)
from affinity_hub.hub.embed_contract import ENDED

from . import embed_catalog
from .embed_catalog import EmbedContent, Source, Widget
from .site import Site

OF_ALL: Final = ("next", "kinds", "whole")
"""The parts of the editors' page that are about no single group."""
STAFF: Final = noop("Staff edition: please do not share it.")

# Room between things, as in the style sheet; the room for things whose length only the data knows.
AS_OF, REST, FOOT_GAP, LEAD_GAP, LIST_GAP = 18 + 6, 1 + 21 + 8, 12, 4, 8
MOST_TITLE, MOST_FOOT, ONE_ITEM = 2 * TITLE.line, 6 * SMALL.line, 120
TAB: Final = noop("Links open in a new tab.")
LOWEST = next(iter(HEIGHTS))


@dataclass(frozen=True, slots=True)
class Snippet:
    """What the page for editors hands out about a widget."""

    path: str
    title: str
    label: str
    source: Source
    height: int


@dataclass(frozen=True, slots=True)
class SnippetSection:
    """A part of the page for editors. `id` is that of the group it is about, or `next`, `kinds` or `whole`."""

    id: str
    heading: str
    snippets: list[Snippet]


def listing(site: Site) -> dict[str, str]:
    """The height class of every address under `embed/<scheme>/` that the data has a widget for."""
    return {
        path: height_of(site, widget) for widget in embed_catalog.widgets(site) for path in (widget.path, *widget.also)
    }


def snippets(site: Site) -> list[SnippetSection]:
    """What may be handed out, in the order of the page for editors: hidden and closed groups are not."""
    sections: dict[str, SnippetSection] = {}
    for widget in embed_catalog.widgets(site):
        if not widget.hidden:
            source = widget.source
            section = sections.setdefault(source.section, SnippetSection(source.section, source.heading, []))
            height = HEIGHTS[height_of(site, widget)]
            section.snippets.append(Snippet(widget.path, widget.title, widget.label, source, height))
    return list(sections.values())


def height_of(site: Site, widget: Widget) -> str:
    """The height class of a widget.

    Dates come and go, so theirs goes by how many may be shown; that of other lists goes by how much there is, with room
    for one more. What the contract says goes before: a snippet that was pasted stays right. Only words that stand in
    every widget, such as the statement, can need more than that.
    """
    least = EDGES + MOST_TITLE + AS_OF + widget.lead + ONE_ITEM + REST + MOST_FOOT + _words(site) + SLACK
    known = (site.contract.addresses.get(path, ENDED) for path in (widget.path, *widget.also))
    if handed_out := next((size for size in known if HEIGHTS.get(size, 0) >= least), None):
        return handed_out
    if widget.size:
        return height_class(least, widget.size)
    content = widget.content()
    # One that is cut anyway needs no room for another entry.
    more = ONE_ITEM if len(content.items) == content.total else REST
    natural = max(_around(site, widget, content, width) + sum(items) for width, items in _columns(content))
    return height_class(max(least, natural + more), LOWEST)


def shown(site: Site, widget: Widget, content: EmbedContent, height: int) -> int:
    """How many of the entries of a widget fit into a frame of `height` px, in every column."""
    is_cut = len(content.items) < content.total
    return min(
        fitting(items, height - _around(site, widget, content, width) - (REST if is_cut else 0), 0 if is_cut else REST)
        for width, items in _columns(content)
    )


def _columns(content: EmbedContent) -> tuple[tuple[int, list[int]], tuple[int, list[int]]]:
    """The two columns for which heights are counted: the width of each, and the heights of the entries in it."""
    return (
        (WIDTH, [item.height for item in content.items]),
        (NARROW, [item.narrow_height for item in content.items]),
    )


def _around(site: Site, widget: Widget, content: EmbedContent, width: int) -> int:
    """The px of all that stands around the list of a widget in a column of this width."""
    address = site.address(widget.source.address).removeprefix("https://")
    lead = sum(line.height(WIDTH, width) + LEAD_GAP for line in content.lead)
    above = Line(widget.title, TITLE).height(WIDTH, width) + AS_OF + lead + LIST_GAP
    below = FOOT_GAP + Line(f"{widget.source.label}: {address} {gettext(TAB)}", SMALL, most=99).height(width)
    return EDGES + above + below + _words(site, width) + SLACK


def _words(site: Site, width: int = WIDTH) -> int:
    """The px of what stands in every widget of a site."""
    statement, height = site.settings.nondiscrimination.statement, 0
    if statement:
        height += Line(statement, SMALL, most=99).height(width) + LEAD_GAP
    if site.settings.example:
        name = site.settings.organization.name
        example = gettext("Example data: %(name)s is fictional.", name=name)
        height += Line(example, SMALL_STRONG, most=9).height(width) + LEAD_GAP
    if site.is_staff:
        height += Line(gettext(STAFF), SMALL_STRONG).height(WIDTH, width) + LEAD_GAP
    return height
