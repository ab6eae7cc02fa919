"""The height of each widget's frame, and the snippets that editors copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import ceil
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
    WIDGET_WIDTH,
    Line,
    fitting,
    height_class,
)
from affinity_hub.hub.embed_contract import ENDED
from affinity_hub.wording import zones
from affinity_hub.wording.dates import plain_day

from . import embed_catalog
from .embed_catalog import EmbedContent, Source, Widget
from .site import Site

OF_ALL: Final = ("next", "kinds", "whole")
"""The parts of the editors' page that do not belong to a single group."""
STAFF: Final = noop("Staff edition: please do not share it.")

# Gaps, as in the style sheet, and the height for parts whose length depends on the data.
AS_OF_GAP, REST, FOOT_GAP, LEAD_GAP, LIST_GAP = 6, 1 + 21 + 8, 12, 4, 8
MAX_TITLE, MAX_FOOT, ONE_ITEM = 2 * TITLE.line, 6 * SMALL.line, 120
NEW_TAB: Final = noop("Links open in a new tab.")
LOWEST = next(iter(HEIGHTS))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A widget on the page for editors."""

    path: str
    title: str
    label: str
    source: Source
    height: int


@dataclass(frozen=True, slots=True)
class SnippetSection:
    """A part of the page for editors. `id` is the id of a group, or `next`, `kinds`, or `whole`."""

    id: str
    heading: str
    snippets: list[Snippet]


def listing(site: Site) -> dict[str, str]:
    """The height class of every address under `embed/<scheme>/` that the data has a widget for."""
    return {
        path: height_of(site, widget) for widget in embed_catalog.widgets(site) for path in (widget.path, *widget.also)
    }


def snippets(site: Site) -> list[SnippetSection]:
    """The snippets in the order of the page for editors, without hidden widgets, closed groups, and empty widgets."""
    sections: dict[str, SnippetSection] = {}
    for widget in embed_catalog.widgets(site):
        if not (widget.hidden or widget.is_empty):
            source = widget.source
            section = sections.setdefault(source.section, SnippetSection(source.section, source.heading, []))
            height = HEIGHTS[height_of(site, widget)]
            section.snippets.append(Snippet(widget.path, widget.title, widget.label, source, height))
    return list(sections.values())


def height_of(site: Site, widget: Widget) -> str:
    """The height class of a widget.

    For dates, it depends on the maximum number of dates, because dates come and go. For other lists, it depends on the
    content, with space for one more entry. The class in the contract takes precedence, so that pasted snippets stay
    right. Only text that every widget has, such as the statement, can need a larger class.
    """
    least = max(_least(site, widget), _least_in_narrow_column(site, widget))
    known = (site.contract.addresses.get(path, ENDED) for path in (widget.path, *widget.also))
    if handed_out := next((size for size in known if HEIGHTS.get(size, 0) >= least), None):
        return handed_out
    if widget.size:
        return height_class(least, widget.size)
    content = widget.content()
    # A list that is cut off anyway needs no space for another entry.
    more = ONE_ITEM if len(content.items) == content.total else REST
    natural = max(_height_without_list(site, widget, content, width) + sum(items) for width, items in _columns(content))
    return height_class(max(least, natural + more), LOWEST)


def _least(site: Site, widget: Widget) -> int:
    """The px that a widget needs in the usual column, with one entry."""
    zone = zones.name_in_words(site.settings.time_zone)
    return EDGES + MAX_TITLE + _as_of(zone) + widget.lead + REST + MAX_FOOT + _words(site) + SLACK + ONE_ITEM


def _least_in_narrow_column(site: Site, widget: Widget) -> int:
    """The px that a widget needs in the narrowest column, where a line with the number of entries replaces the list."""
    zone = zones.name_in_words(site.settings.time_zone)
    above = Line(widget.title, TITLE).height(WIDGET_WIDTH, NARROW) + _as_of(zone, NARROW)
    lead = ceil(widget.lead * WIDGET_WIDTH / NARROW)
    return EDGES + above + lead + LIST_GAP + 2 * REST + _foot(site, widget, NARROW) + _words(site, NARROW) + SLACK


def shown(site: Site, widget: Widget, content: EmbedContent, height: int) -> int:
    """The number of entries of a widget that fit into a frame of `height` px in every column."""
    is_cut = len(content.items) < content.total
    return min(
        fitting(
            items,
            height - _height_without_list(site, widget, content, width) - (REST if is_cut else 0),
            0 if is_cut else REST,
        )
        for width, items in _columns(content)
    )


def _columns(content: EmbedContent) -> tuple[tuple[int, list[int]], tuple[int, list[int]]]:
    """The two columns for which heights are counted: the width of each, and the heights of the entries in it."""
    return (
        (WIDGET_WIDTH, [item.height for item in content.items]),
        (NARROW, [item.narrow_height for item in content.items]),
    )


def _height_without_list(site: Site, widget: Widget, content: EmbedContent, width: int) -> int:
    """The px of all parts around the list of a widget in a column of this width."""
    lead = sum(line.height(WIDGET_WIDTH, width) + LEAD_GAP for line in content.lead)
    above = Line(widget.title, TITLE).height(WIDGET_WIDTH, width) + _as_of(content.zone, width) + lead + LIST_GAP
    return EDGES + above + _foot(site, widget, width) + _words(site, width) + SLACK


def _foot(site: Site, widget: Widget, width: int) -> int:
    """The px of the line that leads to the full page."""
    address = site.address(widget.source.address).removeprefix("https://")
    return FOOT_GAP + Line(f"{widget.source.label}: {address} {gettext(NEW_TAB)}", SMALL, most=99).height(width)


def _as_of(zone: str, width: int = WIDGET_WIDTH) -> int:
    """The px of the line with the day of the build and the time zone, on a day with a long name."""
    day = plain_day(dt.date(2026, 9, 30))
    return Line(gettext("As of %(date)s (%(zone)s)", date=day, zone=zone), SMALL, most=9).height(width) + AS_OF_GAP


def _words(site: Site, width: int = WIDGET_WIDTH) -> int:
    """The px of the words in every widget of a site."""
    statement, height = site.settings.nondiscrimination.statement, 0
    if statement:
        height += Line(statement, SMALL, most=99).height(width) + LEAD_GAP
    if site.settings.example:
        name = site.settings.organization.name
        example = gettext("Example data: %(name)s is fictional.", name=name)
        height += Line(example, SMALL_STRONG, most=9).height(width) + LEAD_GAP
    if site.is_staff:
        height += Line(gettext(STAFF), SMALL_STRONG).height(WIDGET_WIDTH, width) + LEAD_GAP
    return height
