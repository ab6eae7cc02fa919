"""Dates and times as people read them. No machine's locale matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS, Moment, day_of, last_day, school_year_end
from affinity_hub.core.text import listed


def day(date: dt.date) -> str:
    """Thursday 10 September 2026"""
    return f"{WEEKDAYS[date.weekday()]} {plain_day(date)}"


def plain_day(date: dt.date) -> str:
    """10 September 2026"""
    return f"{date.day} {MONTHS[date.month]} {date.year}"


def short_day(date: dt.date) -> str:
    """Thu 10 Sep"""
    return f"{WEEKDAYS[date.weekday()][:3]} {date.day} {MONTHS[date.month][:3]}"


def brief(first: dt.date, last: dt.date, today: dt.date) -> str:
    """Thu 10 Sep, or Thu 10 to Fri 11 Sep; with the year where it is not the present one."""
    words = short_day(last) if last.year == today.year else f"{short_day(last)} {last.year}"
    if first == last:
        return words
    start = short_day(first)
    return f"{start.rsplit(' ', 1)[0] if first.month == last.month else start} to {words}"


def month(date: dt.date) -> str:
    """September 2026"""
    return f"{MONTHS[date.month]} {date.year}"


def days(first: dt.date, last: dt.date) -> str:
    """A range of days: Thursday 10 to Friday 11 September 2026; one day where both are the same."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{WEEKDAYS[first.weekday()]} {first.day} to {day(last)}"
    if first.year == last.year:
        return f"{WEEKDAYS[first.weekday()]} {first.day} {MONTHS[first.month]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def period(starts: dt.date | None, ends: dt.date | None, words: str | None) -> str:
    """When something without times is: its days and what is said of them, as far as either is known."""
    if starts and ends:
        known = days(starts, ends)
    else:
        known = f"From {plain_day(starts)}" if starts else f"Until {plain_day(ends)}" if ends else ""
    return f"{known}: {words}" if known and words else known or words or ""


def hours(start: dt.datetime, end: dt.datetime) -> str:
    """4:00–5:30 pm; 11:00 am–1:00 pm; 8:00 pm–midnight. The day it ends on is not said."""
    first, last = time(start), time(end)
    if end.time() == dt.time():
        return f"{first}–midnight"
    return f"{first[:-3] if first[-2:] == last[-2:] and start.time() < end.time() else first}–{last}"


def time(moment: dt.datetime | dt.time) -> str:
    """4:00 pm"""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def times(start: dt.datetime, end: dt.datetime) -> str:
    """4:00–5:30 pm; 11:00 am–1:00 pm; 8:00 pm–midnight; with the day where it ends on another one."""
    last = last_day(start, end)
    if start.date() == last:
        return hours(start, end)
    if last < end.date():
        return f"{time(start)} to midnight on {day(last)}"
    return f"{time(start)} to {time(end)} on {day(last)}"


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
    return name if name.isalpha() else f"UTC{moment.isoformat()[-6:]}"


def dates(days: Sequence[dt.date]) -> str:
    """24 and 31 December 2026: the month only where the next one has another, the year likewise."""
    words = []
    for date, following in zip(days, [*days[1:], None], strict=False):
        if following and (following.year, following.month) == (date.year, date.month):
            words.append(f"{date.day}")
        elif following and following.year == date.year:
            words.append(f"{date.day} {MONTHS[date.month]}")
        else:
            words.append(plain_day(date))
    return listed(words)


def when(value: dt.date | str) -> str:
    """On 10 June 2027; in the school year 2026–27."""
    return f"on {plain_day(value)}" if isinstance(value, dt.date) else f"in the school year {value.replace('-', '–')}"


def due(value: dt.date | str | None) -> str:
    """A due date in words: 10 June 2027, the end of the 2026–27 school year, or no due date listed.

    A missing date does not say that a date will be announced.
    """
    if value is None:
        return "no due date listed"
    return plain_day(value) if isinstance(value, dt.date) else f"the end of the {value.replace('-', '–')} school year"


def day_due(due: dt.date | str | None) -> dt.date:
    """The day to sort a due date by; the last of all where there is none."""
    return school_year_end(due) if isinstance(due, str) else due or dt.date.max


def is_over(value: dt.date | str | None, today: dt.date) -> bool:
    """Whether a due date has passed."""
    if value is None:
        return False
    return (value if isinstance(value, dt.date) else school_year_end(value)) < today
