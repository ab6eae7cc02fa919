"""Days, weekdays, months, and school years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

Moment: TypeAlias = dt.date | dt.datetime

# Written out, because `calendar.day_name` follows the locale of the process.
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def typed_day(day: dt.date) -> str:
    """Thursday 2026-09-10: a date in the form in which it is typed, with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day}"


def typed_span(start: Moment, end: Moment) -> str:
    """Thursday 2026-09-10, 16:00–17:30: a start and an end in the form in which they are typed, with weekdays."""
    first, last = typed_day(day_of(start)), typed_day(day_of(end))
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        if first == last:
            return f"{first}, {start:%H:%M}–{end:%H:%M}"
        return f"{first}, {start:%H:%M} to {last}, {end:%H:%M}"
    return first if first == last else f"{first} through {last}"


def day_of(moment: Moment) -> dt.date:
    """The local date of a moment."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def last_day(start: Moment, end: Moment) -> dt.date:
    """The last day of an event with this start and end. An end with a time is exclusive (RFC 5545 3.6.1), and an end
    without a time is inclusive."""
    if isinstance(end, dt.datetime) and end.time() == dt.time() and day_of(start) < day_of(end):
        return day_of(end) - dt.timedelta(days=1)
    return day_of(end)


def exclusive_end(end: Moment) -> Moment:
    """The end as calendars have it: for an end without a time, the day after it (RFC 5545 3.8.2.2)."""
    return end if isinstance(end, dt.datetime) else end + dt.timedelta(days=1)


def starts_on(dates: Sequence[dt.date], time: dt.time | None) -> tuple[Moment, ...]:
    """The moment at `time` (aware) on each date; the dates themselves if `time` is None."""
    if time is None:
        return tuple(dates)
    combine = dt.datetime.combine
    return tuple([combine(date, time) for date in dates])


def sort_key(moment: Moment) -> tuple[dt.date, int, dt.datetime]:
    """Orders dates and times together: an all-day entry comes before the times of its day."""
    if isinstance(moment, dt.datetime):
        return moment.date(), 1, moment.replace(tzinfo=None)
    return moment, 0, dt.datetime.combine(moment, dt.time())


def add(moment: Moment, length: dt.timedelta) -> Moment:
    """The moment that is `length` later by local time."""
    return moment + length


def iso_basic(moment: Moment) -> str:
    """20261112T160000, or 20261112 for a date: the basic form of ISO 8601, without the zone. This takes half as long as
    `strftime`."""
    return moment.isoformat()[:19].replace("-", "").replace(":", "")


def in_zone(moment: Moment, zone: ZoneInfo) -> Moment:
    """A local time with its zone; a date stays a date."""
    return moment.replace(tzinfo=zone) if isinstance(moment, dt.datetime) else moment


def end_of(ends: Moment | dt.time, start: Moment, zone: ZoneInfo) -> Moment:
    """The end as a moment, even if only a time was typed."""
    if isinstance(ends, dt.time):
        return dt.datetime.combine(day_of(start), ends, zone)
    return in_zone(ends, zone)


def school_year_end(year: str) -> dt.date:
    """The last day of a school year such as 2026-27: August 31."""
    return dt.date(int(year[:4]) + 1, 8, 31)


def school_ends(day: dt.date) -> dt.date:
    """A date near the end of the school year that contains a day."""
    return dt.date(day.year + (day.month > 5), 6, 10)


def consent_end(given_on: dt.date, expires_on: dt.date | None) -> dt.date:
    """The last day of a consent: `expires_on`, or the same day of the next year."""
    same = given_on.replace(day=28) if (given_on.month, given_on.day) == (2, 29) else given_on
    return expires_on or same.replace(year=given_on.year + 1)
