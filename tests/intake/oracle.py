"""The results of two independent readers for a foreign calendar, and the result of an import: moments in UTC."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from affinity_hub.intake.events.read import CalendarReading, Wanted, read_calendar
from affinity_hub.intake.imported_dates import schedule
from ical.calendar_stream import IcsCalendarStream

SITE = "America/Los_Angeles"
TODAY = dt.date(2026, 11, 29)
Span = tuple[dt.datetime, dt.datetime]


def wanted(today: dt.date = TODAY, **more: Any) -> Wanted:
    return Wanted(SITE, today, today + dt.timedelta(days=400), "hub.example", **more)


def calendar(*entries: str, head: str = "") -> bytes:
    """A file with these lines in its entries. An entry without a UID gets a unique UID."""
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tea//Tea//EN", *head.split("\n")]
    for number, entry in enumerate(entries):
        uid = [] if "UID:" in entry else [f"UID:entry-{number}@calendar.example"]
        parts += ["BEGIN:VEVENT", *uid, "DTSTAMP:20261101T000000Z", *entry.strip().split("\n"), "END:VEVENT"]
    return "\r\n".join([*filter(None, parts), "END:VCALENDAR", ""]).encode()


def imported(reading: CalendarReading, first: dt.date, last: dt.date) -> set[Span]:
    """The imported dates that take place from `first` to `last`."""
    found = set()
    for block in reading.blocks:
        planned = schedule(block.keys, SITE, first)
        for occurrence in planned.occurrences if planned else ():
            span = _instant(occurrence.start), _instant(occurrence.end, is_end=True)
            if not occurrence.is_off and first <= span[0].date() <= last:
                found.add(span)
    return found


def by_recurring_ical_events(data: bytes, first: dt.date, last: dt.date) -> set[Span]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        events = recurring_ical_events.of(icalendar.Calendar.from_ical(data), skip_bad_series=False).between(
            first - dt.timedelta(days=2), last + dt.timedelta(days=2)
        )
        return set(_spans(((event.start, event.end, str(event.get("STATUS", ""))) for event in events), first, last))


def by_ical(data: bytes, first: dt.date, last: dt.date) -> set[Span]:
    found = IcsCalendarStream.calendar_from_ics(data.decode("utf-8-sig"))
    zone = ZoneInfo(SITE)
    begin, end = (dt.datetime.combine(day, dt.time(), zone) for day in (first, last + dt.timedelta(days=2)))
    events = found.timeline_tz(zone).overlapping(begin - dt.timedelta(days=2), end)
    return set(_spans(((event.start, event.end, str(event.status or "")) for event in events), first, last))


def _spans(events: Iterable[tuple[Any, Any, str]], first: dt.date, last: dt.date) -> Iterator[Span]:
    for start, end, status in events:
        span = _instant(start), _instant(end)
        if not isinstance(start, dt.datetime) and span[0] == span[1]:  # both readers give such a day no length
            span = span[0], span[0] + dt.timedelta(days=1)
        if not status.upper().endswith("CANCELLED") and first <= span[0].date() <= last:
            yield span


def _instant(moment: dt.date | dt.datetime, *, is_end: bool = False) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(SITE))
        return zoned.astimezone(dt.UTC)
    return dt.datetime.combine(moment + dt.timedelta(days=int(is_end)), dt.time(), dt.UTC)


READERS = {"recurring-ical-events": by_recurring_ical_events, "ical": by_ical}


def read(data: bytes, **more: Any) -> CalendarReading:
    return read_calendar(data, wanted(**more))
