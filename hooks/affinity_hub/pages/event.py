"""The page of an event, with the lists of the dates of a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, cast

from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.addresses import kind_card
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.record_views.events.skipped import SkippedDate
from affinity_hub.views.add_links import AddLinks
from affinity_hub.views.site import Site
from affinity_hub.wording.labels import EVENT_KINDS

from . import json_ld
from .page_spec import PageSpec

# An event that ended longer ago keeps its page but is not searched, because everyone who searches loads the whole
# index.
SEARCHED_DAYS = 365
# The numbers of dates in the lists of an event's page: upcoming dates, past dates, and later dates that differ from the
# rule.
DATES_AHEAD, DATES_PAST, DATES_DIFFERENT = 12, 6, 40


class DateLine(NamedTuple):
    """A line in a list of the dates of a series: a date, or a day on which the series does not meet. A line about a
    future day disappears at the moment `over`."""

    date: EventDate | None
    skip: SkippedDate | None
    over: str = ""


class SeriesDates(NamedTuple):
    """The lists of dates on the page of a series. Each date appears only once, and the page names the next date, or the
    last date of a series that is over, above the lists. `upcoming` has the first dates, and `later` is the number of
    dates after them. `different` has the later days that differ from the rule, and `more_different` is the number of
    such days that the page leaves out."""

    upcoming: Sequence[DateLine]
    later: int
    different: Sequence[DateLine]
    more_different: int
    past: Sequence[DateLine]


def event_pages(site: Site) -> Iterator[PageSpec]:
    """A page for each event. Most pages of a large site are event pages, so each spec holds as little as possible."""
    template_values = {"kinds": EVENT_KINDS}
    for event in site.event_pages:
        yield PageSpec(
            event.url,
            "event.html",
            event.title,
            "",
            template_values,
            event,
            more_template_values=_more_template_values,
            more_meta=_more_meta,
            inputs_digest=_inputs_digest,
            feed="events/",
            card=kind_card(event.kind),
        )


def _inputs_digest(site: Site, spec: PageSpec) -> bytes:
    event = cast(EventView, spec.view)
    return digest(event.digest, _is_searched(site, event))


def _more_template_values(site: Site, spec: PageSpec) -> dict[str, Any]:
    event = cast(EventView, spec.view)
    date = event.next if event.status != "cancelled" else None
    add = AddLinks(date, site.address(event.url)) if date else None
    listed = series_dates(event, site.today) if event.repeats_text and event.occurrences else None
    return {"event": event, "json_ld": json_ld.event(site, event), "add": add, "listed": listed}


def series_dates(event: EventView, today: dt.date) -> SeriesDates:
    """The lists of dates on the page of a series."""
    shown = None if event.is_waiting else event.next or next(iter(event.coming), event.past[-1] if event.past else None)
    # The page shows a date of `soonest` above the lists when the date before it is over.
    shown_after = {date: before.over for before, date in pairwise(event.soonest)}
    lines = _in_order(
        (date for date in event.coming if date is not shown), (skip for skip in event.skipped if skip.date >= today)
    )
    first, rest = lines[:DATES_AHEAD], lines[DATES_AHEAD:]
    different = [date for date in rest if isinstance(date, SkippedDate) or date.note or date.differs]
    past = _in_order(
        (date for date in event.past[-DATES_PAST - 1 :] if date is not shown),
        (skip for skip in event.skipped if skip.date < today),
    )

    def upcoming_line(date: EventDate | SkippedDate) -> DateLine:
        if isinstance(date, SkippedDate):
            return DateLine(None, date, date.over)
        return DateLine(date, None, shown_after.get(date) or date.over)

    return SeriesDates(
        [upcoming_line(date) for date in first],
        sum(isinstance(date, EventDate) for date in rest),
        [upcoming_line(date) for date in different[:DATES_DIFFERENT]],
        len(different[DATES_DIFFERENT:]),
        [
            DateLine(None, date) if isinstance(date, SkippedDate) else DateLine(date, None)
            for date in past[: -DATES_PAST - 1 : -1]
        ],
    )


def _in_order(dates: Iterable[EventDate], skipped: Iterable[SkippedDate]) -> list[EventDate | SkippedDate]:
    """The dates and the skipped dates of a series by day, and dates first on the same day."""
    return sorted([*dates, *skipped], key=_first_day)


def _first_day(date: EventDate | SkippedDate) -> dt.date:
    return date.date if isinstance(date, SkippedDate) else date.first_day


def _more_meta(site: Site, spec: PageSpec) -> dict[str, Any]:
    event = cast(EventView, spec.view)
    return {"description": _description(event), "searched": _is_searched(site, event)}


def _is_searched(site: Site, event: EventView) -> bool:
    """Whether the search finds an event. It leaves out events whose last date is long ago."""
    last = max((occurrence.last_day for occurrence in event.occurrences), default=site.today)
    return bool(last >= site.today - dt.timedelta(days=SEARCHED_DAYS))


def _description(event: EventView) -> str:
    return " ".join(part for part in (event.summary, f"{_when(event)}.") if part)


def _when(event: EventView) -> str:
    """The next date in words. Without a next date: whether the event is cancelled, is postponed,
    has no date yet, or is over."""
    if event.next:
        return event.next.when
    if event.is_waiting:
        return gettext("Date to be announced")
    status = event.current_status if event.coming else event.status
    if status == "cancelled":
        return gettext("Cancelled")
    return gettext("Postponed") if status == "postponed" else gettext("Past event")
