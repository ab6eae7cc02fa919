"""The days that a rule gives, counted on the calendar: no clock, no zone, no text.

Only what `schedule.Rule` can say is counted here, a period at a time: the day, week, month or year in which the first
date is, then every `interval`-th one after it. A library for all of RFC 5545 takes many times as long, and the tests
hold this against one.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rule import Rule


@lru_cache(maxsize=10_000)  # what meets alike in a school year meets on the same days
def days(rule: Rule, first: dt.date, until: dt.date, count: int | None = None) -> tuple[dt.date, ...]:
    """The days from `first` to `until`, both included where the rule gives them, in order; at most `count`."""
    following = _weekly if rule.frequency in ("DAILY", "WEEKLY") else _monthly
    return tuple(following(rule, first, until, count)[:count])


def _weekly(rule: Rule, first: dt.date, until: dt.date, count: int | None) -> list[dt.date]:
    """Days by the day or by the week; weeks begin on Monday (RFC 5545 3.3.10, WKST)."""
    start, last, step = first.toordinal(), until.toordinal(), rule.interval
    offsets: tuple[int, ...] = (0,)
    if rule.frequency == "WEEKLY":
        step, weekday = 7 * rule.interval, first.weekday()
        offsets = tuple(other - weekday for other in rule.weekdays or (weekday,))
    # Each period has a day or more, only the first one may have fewer.
    periods = range(start, last + 7, step)[: count + 1 if count else None]
    numbers = (period + offset for period in periods for offset in offsets)
    return [dt.date.fromordinal(number) for number in numbers if start <= number <= last]


def _monthly(rule: Rule, first: dt.date, until: dt.date, count: int | None) -> list[dt.date]:
    """Days by the month or by the year. What the rule leaves open is as on the first date."""
    step, month = rule.interval, first.month
    if rule.frequency == "YEARLY":
        step, month = 12 * rule.interval, rule.month or first.month
    what = (rule.weekdays, rule.nths) if rule.weekdays else rule.month_day or first.day
    found: list[dt.date] = []
    for number in range(12 * first.year + month - 1, 12 * until.year + until.month, step):
        found += [day for day in _in_month(what, number) if first <= day <= until]
        if count and len(found) >= count:
            break
    return found


@lru_cache(maxsize=10_000)  # most series of a hub name the same days of the same school year
def _in_month(what: int | tuple[tuple[int, ...], tuple[int, ...]], number: int) -> tuple[dt.date, ...]:
    """A day of a month that has it, or its nth weekdays; every one where no nth is named. Months count from year 0."""
    year, month = number // 12, number % 12 + 1
    weekday, length = calendar.monthrange(year, month)
    if isinstance(what, int):
        day = what if what > 0 else length + 1 + what
        return (dt.date(year, month, day),) if day <= length else ()
    found = set[int]()
    for wanted in what[0]:
        of_month = range(1 + (wanted - weekday) % 7, length + 1, 7)
        found.update(of_month[nth - 1 if nth > 0 else nth] for nth in what[1] or range(1, len(of_month) + 1))
    return tuple(dt.date(year, month, day) for day in sorted(found))
