"""The agenda: upcoming, by month, by kind, past, and by name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.views.site import Site
from affinity_hub.wording import dates
from affinity_hub.wording.labels import EVENT_KINDS, EVENT_STATUSES

from .month_grid import MonthPage, months
from .page_spec import Filter, PageSpec, choices_in_rows, paginated, useful_filters

# The first page of the agenda covers at most half a year, in at most this number of lines: five screens of a phone.
# Each month with an event, up to `MONTHS_AHEAD`, also has its own page.
AGENDA_DAYS = 190
LINES, WAITING_LINES = 16, 4
AGENDA_ROWS = 60
# Later dates of a series that wait in a list in which the series is one line.
SPARE_DATES = 3


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
    month_grids = months(site.occurrences, site.today)
    yield _upcoming(site, month_grids)
    yield from _months(month_grids)
    yield from _kinds(site, month_grids)
    past = [row for row in site.occurrences if not row.is_coming][-AGENDA_ROWS:]
    description = gettext("Events that have taken place, most recent first.")
    yield _agenda("events/past/", gettext("Past events"), description, month_grids, reversed(past), is_past=True)
    by_name = sorted(site.events, key=lambda event: (event.title.casefold(), event.id))
    title, description = (
        gettext("Events by name"),
        gettext("Every event that has a page, by name, including past events."),
    )
    spec = PageSpec("events/all/", "events-by-name.html", title, description, {"kinds": EVENT_KINDS}, edit="events.yml")
    yield from paginated(spec, by_name)


def _agenda(
    address: str, title: str, description: str, month_grids: Sequence[MonthPage], rows: Iterable[EventDate], **more: Any
) -> PageSpec:
    """A page with a list of dates by month. `more` replaces the usual values of its template."""
    template_values: dict[str, Any] = {"to_be_announced": [], "kind": None, "is_filtered": False, "is_past": False}
    template_values |= {"has_later": False, "spare": frozenset(), "filters": []}
    template_values |= {
        "kinds": EVENT_KINDS,
        "months": month_grids,
        "by_month": by_month(rows),
        "most": AGENDA_ROWS,
    } | more
    return PageSpec(address, "events.html", title, description, template_values, edit="events.yml")


def _upcoming(site: Site, month_grids: Sequence[MonthPage]) -> PageSpec:
    """The first page of the agenda, with filters."""
    coming, waiting = site.coming, site.waiting()
    about = gettext(
        "Upcoming meetings, trainings, convenings, and observances, with times, places, and calendars to subscribe to."
    )
    near, spare = one_line_a_series(row for row in coming if (row.first_day - site.today).days <= AGENDA_DAYS)
    spec = _agenda(
        "events/",
        gettext("Events"),
        about,
        month_grids,
        near,
        to_be_announced=waiting,
        is_filtered=True,
        has_later=bool(near) and coming[-1].first_day > near[-1].first_day,
        spare=spare,
        most=WAITING_LINES,
        filters=_filters(site, [row for row in near if row not in spare], waiting[:WAITING_LINES]),
    )
    return replace(spec, feed="events/")


def _months(month_grids: Sequence[MonthPage]) -> Iterator[PageSpec]:
    """A page for each month, which is paginated."""
    usual = {"kinds": EVENT_KINDS, "months": month_grids}
    for before, month, after in zip([None, *month_grids], month_grids, [*month_grids[1:], None], strict=False):
        name, template_values = dates.month(month.first), usual | {"month": month, "before": before, "after": after}
        about = gettext("Events in %(name)s.", name=name)
        spec = PageSpec(
            month.url, "month.html", name, about, template_values, edit="events.yml", inputs_digest=_month_digest
        )
        yield from paginated(spec, month.rows)


def _kinds(site: Site, month_grids: Sequence[MonthPage]) -> Iterator[PageSpec]:
    """A page for each kind of event. The sitemap leaves out kinds without events."""
    for kind, name in EVENT_KINDS.items():
        coming, waiting = site.coming_of(kind), site.waiting(kind)
        rows = _whole_months(coming)
        more = {"to_be_announced": waiting, "kind": kind, "has_later": len(rows) < len(coming)}
        about = gettext("%(kind)s: upcoming dates, with times, places, and a calendar to subscribe to.", kind=name)
        spec = _agenda(f"events/kinds/{kind}/", name, about, month_grids, rows, **more)
        yield replace(spec, in_sitemap=any(event.kind == kind for event in site.events))


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
        if row.event.repeats_text and not row.is_off:
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
    groups = [(group.id, group.brief_name) for group in site.groups if group.id in owners]
    in_months = [(f"{month:%Y-%m}", dates.month(month)) for month, _ in by_month(rows)]
    states = [*(row.status for row in rows), *(event.current_status for event in waiting)]
    kinds = choices_in_rows(EVENT_KINDS, (event.kind for event in events))
    found = [
        Filter("kind", gettext("Kind"), gettext("All kinds"), kinds),
        Filter("group", gettext("Group"), gettext("All groups"), groups),
        Filter("month", gettext("Month"), gettext("All months"), in_months),
        Filter("status", gettext("Status"), gettext("Any status"), choices_in_rows(EVENT_STATUSES, states)),
    ]
    return useful_filters(found, len(events))


def _month_digest(site: Site, spec: PageSpec) -> bytes:
    month, list_page = spec.template_values["month"], spec.template_values["list_page"]
    # Only the sheet of days marks the current day, and only in its month.
    today = site.today if list_page.count == 1 and site.today.replace(day=1) == month.first else None
    months = [
        month and month.first
        for month in (spec.template_values["before"], spec.template_values["after"], *spec.template_values["months"])
    ]
    rows = [(row.event.digest, row.series_date) for row in list_page.items]
    return digest(spec.address, list_page.number, list_page.count, len(month.rows), months, today, rows)


def by_month(rows: Iterable[EventDate]) -> list[tuple[dt.date, list[EventDate]]]:
    """The rows grouped by month, in the order given."""
    return [(month, list(run)) for month, run in groupby(rows, key=lambda row: row.first_day.replace(day=1))]
