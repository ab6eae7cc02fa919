"""The agenda: upcoming, by month, by kind, past, and by name; and a page for each event."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.addresses import kind_card
from affinity_hub.record_views.events.event import EventDate, EventView, SkippedDate
from affinity_hub.views.add_links import AddLinks
from affinity_hub.views.site import Site
from affinity_hub.wording import dates
from affinity_hub.wording.labels import EVENT_KINDS, EVENT_STATUSES

from . import json_ld
from .month_grid import months
from .page_spec import Filter, PageSpec, choices_in_rows, paginated, useful_filters

# The first page of the agenda covers at most half a year, in at most this number of lines: five screens of a phone.
# Each month with an event, up to `MONTHS_AHEAD`, also has its own page.
AGENDA_DAYS = 190
LINES, WAITING_LINES = 16, 4
AGENDA_ROWS = 60
# An event that ended longer ago keeps its page but is not searched, because everyone who searches loads the whole
# index.
SEARCHED_DAYS = 365
# Later dates of a series that wait in a list in which the series is one line.
SPARE_DATES = 3
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


def _whole_months(rows: Sequence[EventDate]) -> Sequence[EventDate]:
    """The first rows, at most `AGENDA_ROWS`. A month that would be incomplete is left out, unless it is the only
    month."""
    shown = rows[:AGENDA_ROWS]
    if len(shown) == len(rows) or not shown:
        return shown
    left_out = rows[len(shown)].first_day.replace(day=1)
    return [row for row in shown if row.first_day.replace(day=1) != left_out] or shown


def events(site: Site) -> Iterator[PageSpec]:
    """The agenda: upcoming, by month, by kind, past, and by name."""
    description = gettext(
        "Upcoming meetings, trainings, convenings, and observances, with times, places, and calendars to subscribe to."
    )
    rows, coming = site.occurrences, site.coming
    month_grids = months(rows, site.today)
    waiting = site.waiting()
    usual = {"kinds": EVENT_KINDS, "months": month_grids}

    def agenda(address: str, title: str, description: str, own: Iterable[EventDate], **more: Any) -> PageSpec:
        views: dict[str, Any] = {"to_be_announced": [], "kind": None, "is_filtered": False, "is_past": False}
        views |= {"has_later": False, "spare": frozenset(), "filters": []}
        views |= usual | {"by_month": by_month(own), "most": AGENDA_ROWS} | more
        return PageSpec(address, "events.html", title, description, views, edit="events.yml")

    near, spare = one_line_a_series(row for row in coming if (row.first_day - site.today).days <= AGENDA_DAYS)
    later = bool(near) and coming[-1].first_day > near[-1].first_day
    more: dict[str, Any] = {
        "to_be_announced": waiting,
        "is_filtered": True,
        "has_later": later,
        "spare": spare,
        "most": WAITING_LINES,
        "filters": _filters(site, [row for row in near if row not in spare], waiting[:WAITING_LINES]),
    }
    yield replace(agenda("events/", gettext("Events"), description, near, **more), feed="events/")
    for before, month, after in zip([None, *month_grids], month_grids, [*month_grids[1:], None], strict=False):
        name, views = dates.month(month.first), usual | {"month": month, "before": before, "after": after}
        about_month = gettext("Events in %(name)s.", name=name)
        spec = PageSpec(
            month.url, "month.html", name, about_month, views, edit="events.yml", inputs_digest=_month_digest
        )
        yield from paginated(spec, month.rows)
    for kind, name in EVENT_KINDS.items():
        of_kind, waiting = site.coming_of(kind), site.waiting(kind)
        own = _whole_months(of_kind)
        more = {"to_be_announced": waiting, "kind": kind, "has_later": len(own) < len(of_kind)}
        is_used = any(event.kind == kind for event in site.events)
        yield replace(agenda(f"events/kinds/{kind}/", name, f"{name}: {description}", own, **more), listed=is_used)
    past = [row for row in rows if not row.is_coming][-AGENDA_ROWS:]
    description = gettext("Events that have taken place, most recent first.")
    yield agenda("events/past/", gettext("Past events"), description, reversed(past), is_past=True)
    by_name = sorted(site.events, key=lambda event: (event.title.casefold(), event.id))
    description = gettext("Every event that has a page, by name, including past events.")
    spec = PageSpec(
        "events/all/",
        "events-by-name.html",
        gettext("Events by name"),
        description,
        {"kinds": EVENT_KINDS},
        edit="events.yml",
    )
    yield from paginated(spec, by_name)


def one_line_a_series(rows: Iterable[EventDate]) -> tuple[list[EventDate], frozenset[EventDate]]:
    """The rows of a list in which each series is one line with its next date. Every cancelled or postponed date,
    and every later date that is moved or different, has its own line. The list ends after `LINES` lines.

    Returns the rows, and the spare rows among them: a few later dates of each series, for readers who come after its
    next date. A script shows a spare row when all rows before it have passed.
    """
    kept, spare = list[EventDate](), set[EventDate]()
    listed, spares = set[str](), Counter[str]()
    for row in rows:
        if len(kept) - len(spare) == LINES:
            break
        if row.event.series and not row.is_off:
            if row.event.id in listed and not row.note and not row.differs:
                if spares[row.event.id] == SPARE_DATES:
                    continue
                spares[row.event.id] += 1
                spare.add(row)
            listed.add(row.event.id)
        kept.append(row)
    return kept, frozenset(spare)


def _filters(site: Site, rows: Sequence[EventDate], waiting: Sequence[EventView]) -> list[Filter]:
    """The filters of a list of dates and of events without a date."""
    events = [*(row.event for row in rows), *waiting]
    owners = {group.id for event in events for group in event.groups}
    groups = [(group.id, group.short_name or group.name) for group in site.groups if group.id in owners]
    in_months = [(f"{month:%Y-%m}", dates.month(month)) for month, _ in by_month(rows)]
    states = [*(row.status for row in rows), *(event.status for event in waiting)]
    kinds = choices_in_rows(EVENT_KINDS, (event.kind for event in events))
    found = [
        Filter("kind", gettext("Kind"), gettext("All kinds"), kinds),
        Filter("group", gettext("Group"), gettext("All groups"), groups),
        Filter("month", gettext("Month"), gettext("All months"), in_months),
        Filter("status", gettext("Status"), gettext("Any status"), choices_in_rows(EVENT_STATUSES, states)),
    ]
    return useful_filters(found, len(events))


def event_pages(site: Site) -> Iterator[PageSpec]:
    """A page for each event. Most pages of a large site are event pages, so each spec holds as little as possible."""
    views = {"kinds": EVENT_KINDS}
    for event in site.event_pages:
        yield PageSpec(
            event.url,
            "event.html",
            event.title,
            "",
            views,
            event,
            more_views=_more_views,
            more_meta=_more_meta,
            inputs_digest=_inputs_digest,
            feed="events/",
            card=kind_card(event.kind),
        )


def _inputs_digest(site: Site, spec: PageSpec) -> bytes:
    event: Any = spec.view
    return digest(event.digest, _is_searched(site, event))


def _month_digest(site: Site, spec: PageSpec) -> bytes:
    month, list_page = spec.views["month"], spec.views["list_page"]
    # Only the sheet of days marks the current day, and only in its month.
    today = site.today if list_page.count == 1 and site.today.replace(day=1) == month.first else None
    months = [month and month.first for month in (spec.views["before"], spec.views["after"], *spec.views["months"])]
    rows = [(row.event.digest, row.series_date) for row in list_page.items]
    return digest(spec.address, list_page.number, list_page.count, len(month.rows), months, today, rows)


def _more_views(site: Site, spec: PageSpec) -> dict[str, Any]:
    event: Any = spec.view
    date = event.next if event.status != "cancelled" else None
    add = AddLinks(date, site.address(event.url)) if date else None
    listed = series_dates(event, site.today) if event.series and event.occurrences else None
    return {"event": event, "linked": json_ld.event(site, event), "add": add, "listed": listed}


def series_dates(event: EventView, today: dt.date) -> SeriesDates:
    """The lists of dates on the page of a series."""
    shown = event.next or next(iter(event.coming), None)
    if not shown and event.status != "postponed":
        shown = event.past[-1]
    # The page shows a date of `soonest` above the lists when the date before it is over.
    shown_after = {date: before.over for before, date in pairwise(event.soonest)}
    upcoming = [
        *((date.first_day, DateLine(date, None)) for date in event.coming if date is not shown),
        *((skip.date, DateLine(None, skip)) for skip in event.skipped if skip.date >= today),
    ]
    past = [
        *((date.first_day, DateLine(date, None)) for date in event.past[-DATES_PAST - 1 :] if date is not shown),
        *((skip.date, DateLine(None, skip)) for skip in event.skipped if skip.date < today),
    ]
    first, rest = (lines := _in_order(upcoming))[:DATES_AHEAD], lines[DATES_AHEAD:]
    different = [line for line in rest if line.skip or (line.date and (line.date.note or line.date.differs))]

    def with_end(line: DateLine) -> DateLine:
        over = line.skip.over if line.skip else shown_after.get(line.date) if line.date else None
        return line._replace(over=over or (line.date.over if line.date else ""))

    return SeriesDates(
        [with_end(line) for line in first],
        sum(line.skip is None for line in rest),
        [with_end(line) for line in different[:DATES_DIFFERENT]],
        len(different[DATES_DIFFERENT:]),
        _in_order(past)[: -DATES_PAST - 1 : -1],
    )


def _in_order(lines: Iterable[tuple[dt.date, DateLine]]) -> list[DateLine]:
    """The lines in the order of their days."""
    return [line for _, line in sorted(lines, key=itemgetter(0))]


def _more_meta(site: Site, spec: PageSpec) -> dict[str, Any]:
    event: Any = spec.view
    return {"description": _description(event), "searched": _is_searched(site, event)}


def _is_searched(site: Site, event: EventView) -> bool:
    """Whether the search finds an event. It leaves out events whose last date is long ago."""
    last = max((occurrence.last_day for occurrence in event.occurrences), default=site.today)
    return bool(last >= site.today - dt.timedelta(days=SEARCHED_DAYS))


def _description(event: EventView) -> str:
    when = (
        event.next.when
        if event.next
        else gettext("Date to be announced")
        if event.starts is None
        else gettext("Past event")
    )
    return " ".join(part for part in (event.summary, f"{when}.") if part)


def by_month(rows: Iterable[EventDate]) -> list[tuple[dt.date, list[EventDate]]]:
    """The rows grouped by month, in the order given."""
    return [(month, list(run)) for month, run in groupby(rows, key=lambda row: row.first_day.replace(day=1))]
