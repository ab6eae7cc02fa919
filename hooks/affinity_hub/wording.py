"""Dates, times, kinds and lists as people read them. No machine's locale matters."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence

from .recurrence import Moment, Occurrence, Schedule, day_of

GROUP_KINDS = {
    "affinity": "Affinity groups",
    "mentoring": "Mentoring groups",
    "networking": "Networking groups",
    "professional": "Professional groups",
}
GROUP_STATUSES = {
    "exploring": "Being explored",
    "forming": "Forming",
    "active": "Active",
    "resting": "Resting",
    "closed": "Closed",
}
EVENT_KINDS = {
    "gathering": "Gatherings",
    "networking": "Networking events",
    "mentoring": "Mentoring events",
    "training": "Trainings",
    "convening": "Convenings",
    "orientation": "Orientations",
    "observance": "Observances",
}
MONTHS = tuple(calendar.month_name)
DAYS = tuple(calendar.day_name)


def day(date: dt.date) -> str:
    """Thursday 10 September 2026"""
    return f"{DAYS[date.weekday()]} {plain_day(date)}"


def plain_day(date: dt.date) -> str:
    """10 September 2026"""
    return f"{date.day} {MONTHS[date.month]} {date.year}"


def short_day(date: dt.date) -> str:
    """Thu 10 Sep"""
    return f"{DAYS[date.weekday()][:3]} {date.day} {MONTHS[date.month][:3]}"


def month(date: dt.date) -> str:
    """September 2026"""
    return f"{MONTHS[date.month]} {date.year}"


def days(first: dt.date, last: dt.date) -> str:
    """A range of days: Thursday 10 to Friday 11 September 2026; one day where both are the same."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{DAYS[first.weekday()]} {first.day} to {day(last)}"
    if first.year == last.year:
        return f"{DAYS[first.weekday()]} {first.day} {MONTHS[first.month]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def time(moment: dt.datetime | dt.time) -> str:
    """4:00 pm"""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def times(start: dt.datetime, end: dt.datetime) -> str:
    """4:00–5:30 pm; 11:00 am–1:00 pm; with the day where it ends on another one."""
    if start.date() != end.date():
        return f"{time(start)} to {time(end)} on {day(end.date())}"
    first, last = time(start), time(end)
    return f"{first[:-3] if first[-2:] == last[-2:] else first}–{last}"


def span(start: Moment, end: Moment) -> str:
    """The whole of it: Thursday 10 September 2026, 4:00–5:30 pm."""
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        return f"{day(start.date())}, {times(start, end)}"
    return days(day_of(start), day_of(end))


def zone_name(moment: Moment) -> str:
    """PST or PDT, or an offset such as UTC+03:00; empty for a date alone."""
    if not isinstance(moment, dt.datetime):
        return ""
    name = moment.tzname() or ""
    offset = moment.isoformat()[-6:]
    return name if name.isalpha() else f"UTC{offset}"


def remark(occurrence: Occurrence) -> str:
    """What is out of the ordinary about a date, and why: Cancelled: weather. Empty where nothing is."""
    if occurrence.status == "cancelled":
        what = "Cancelled"
    elif occurrence.start != occurrence.usual:
        usual, same_day = occurrence.usual, day_of(occurrence.start) == occurrence.date
        what = f"Moved from {time(usual) if same_day and isinstance(usual, dt.datetime) else day(occurrence.date)}"
    elif occurrence.moved:
        what = "Changed"
    elif occurrence.status == "tentative":
        what = "Not yet certain"
    else:
        return ""
    return f"{what}: {occurrence.reason.rstrip('.')}" if occurrence.reason else what


def series(schedule: Schedule) -> str:
    """How it repeats, until when, and when not: Monthly on the 2nd Thursday, 4:00–5:30 pm, until 10 June 2027."""
    if schedule.rule is None or not schedule.usual:
        return ""
    first = schedule.usual[0]
    rule = str(schedule.rule)
    parts = [rule[0].upper() + rule[1:]]
    if isinstance(first, dt.datetime):
        parts.append(times(first, first + schedule.length) if schedule.length < dt.timedelta(days=1) else time(first))
    if schedule.event.until or schedule.event.times:
        parts.append(f"until {plain_day(day_of(schedule.usual[-1]))}")
    return ", ".join(parts)


def listed(words: Sequence[str], last: str = "and") -> str:
    """one, two and three"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def school_year_end(year: str) -> dt.date:
    """The last day of a school year such as 2026-27: 31 August."""
    return dt.date(int(year[:4]) + 1, 8, 31)


def when(value: dt.date | str) -> str:
    """On 10 June 2027; in the school year 2026–27."""
    return f"on {plain_day(value)}" if isinstance(value, dt.date) else f"in the school year {value.replace('-', '–')}"


def due(value: dt.date | str | None) -> str:
    """A due date in words: 10 June 2027, the end of the 2026–27 school year, or to be announced."""
    if value is None:
        return "to be announced"
    return plain_day(value) if isinstance(value, dt.date) else f"the end of the {value.replace('-', '–')} school year"


def is_over(value: dt.date | str | None, today: dt.date) -> bool:
    """Whether a due date has passed."""
    if value is None:
        return False
    return (value if isinstance(value, dt.date) else school_year_end(value)) < today
