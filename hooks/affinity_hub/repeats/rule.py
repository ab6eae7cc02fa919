"""A rule without its end: its dates, its iCalendar form, its one canonical wording, and its other wordings.

A rule uses only constructs that calendar clients agree on (RFC 5545 3.3.10; Outlook's recurrence templates are the
narrowest): no positions, no fifth weekday, and only one day of the month. Several nth weekdays are several rules in
calendars.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

WEEKDAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTH: Final = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", -1: "last"}
UNITS: Final[dict[str, Frequency]] = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


class ScheduleError(ValueError):
    """A recurrence that cannot be followed. `path` leads to the value at fault, `code` and `hint` as in a problem.

    `instead` (YAML) is the new value of `key`, if exactly one new value is advised. The hint then begins with it.
    """

    def __init__(self, key: str, code: str, message: str, hint: str, *rest: str | int, instead: str = "") -> None:
        super().__init__(message)
        self.key, self.code, self.message, self.instead = key, code, message, instead
        self.hint = "\n".join(filter(None, (f"Write:  {key}: {instead}" if instead else "", hint)))
        self.path: tuple[str | int, ...] = (key, *rest)


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence without its end. If `nths` is empty, the rule includes every date on one of the `weekdays`, which
    count from Monday = 0. Several nths are in the order of the month, with one weekday.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    month_day: int = 0
    month: int = 0

    def rrule(self) -> str:
        """The value of an RRULE property, without UNTIL or COUNT. In a calendar, each rule of `split` has its own
        RRULE."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month:
            parts.append(f"BYMONTH={self.month}")
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.weekdays:
            days = [f"{nth or ''}{WEEKDAY_CODES[day]}" for day in self.weekdays for nth in self.nths or (0,)]
            parts.append("BYDAY=" + ",".join(days))
        return ";".join(parts)

    def split(self) -> tuple[Rule, ...]:
        """One rule for each nth weekday: Outlook leaves out a series that has two of them."""
        return tuple(replace(self, nths=(nth,)) for nth in self.nths) or (self,)

    def dates(self, first: dt.date, until: dt.date, count: int | None = None) -> tuple[dt.date, ...]:
        """The days from `first` to `until`, both included; at most `count`."""
        return days(self, first, until, count)

    def moved(self, old: dt.date, new: dt.date) -> Rule | None:
        """The same rule when the date on `old` moves to `new` permanently; None if the result is not certain."""
        month = new.month if self.month else 0
        if self.month_day:
            at_the_end = self.month_day < 0 and (new + dt.timedelta(days=1)).day == 1
            return replace(self, month_day=-1 if at_the_end else new.day, month=month)
        if not self.nths:
            # Several weekdays stay the same, because the new place of each weekday is unknown.
            days = (new.weekday(),) if len(self.weekdays) == 1 else self.weekdays
            return replace(self, weekdays=days) if len(days) < 2 or new.weekday() == old.weekday() else None
        same = [nth for nth in self.nths if nth in places(old) and nth in places(new)]
        if len(self.nths) > 1:
            return replace(self, weekdays=(new.weekday(),), month=month) if same else None
        nth = same[0] if same else places(new)[0]
        return replace(self, weekdays=(new.weekday(),), nths=(nth,), month=month)

    def fitting(self, first: dt.date) -> Rule | None:
        """The same rule with the weekday or day of the first date; None if the change to the rule is not clear."""
        found = replace(self, month=first.month if self.month else 0)
        if self.month_day:
            is_last = (first + dt.timedelta(days=1)).day == 1
            found = replace(found, month_day=-1 if is_last and first.day > 28 else first.day)
        elif self.nths:
            same = tuple(nth for nth in self.nths if nth in places(first))
            pairs: dict[tuple[int, ...], tuple[int, ...]] = {(1, 3): (2, 4), (2, 4): (1, 3)}
            shifted = pairs.get(self.nths, places(first)[:1])
            nths = self.nths if same else shifted if len(shifted) == len(self.nths) else ()
            found = replace(found, weekdays=(first.weekday(),), nths=nths)
        elif len(self.weekdays) == 1:
            found = replace(found, weekdays=(first.weekday(),))
        fits = bool(found.nths) == bool(self.nths) and found.dates(first, first) == (first,)
        return found if fits and (found.month_day <= 28 or found.month) else None

    def __str__(self) -> str:
        """The one canonical wording; `read_wording` reads it back to the same rule."""
        unit = {code: unit for unit, code in UNITS.items()}[self.frequency]
        every = f"every {self.interval} {unit}s" if self.interval > 1 else f"every {unit}"
        if not (self.weekdays or self.month_day):
            return every
        often = every if self.interval > 1 else {"day": "daily"}.get(unit, f"{unit}ly")
        of = f" of {MONTHS[self.month]}" if self.month else ""
        if self.month_day:
            day = f"day {self.month_day}" if self.month_day > 0 else "the last day"
            return f"{often} on {day}{of}"
        names = _list([WEEKDAYS[day] for day in self.weekdays])
        if not self.nths:
            return f"{often} on {names}"
        return f"{often} on the {_list([NTH[nth] for nth in self.nths])} {names}{of}"


@lru_cache(maxsize=4_000)  # asked for each date of a series with several nth weekdays; most hubs have the same days
def places(day: dt.date) -> tuple[int, ...]:
    """The positions of a day among the days of its month with this weekday: 1 to 4, and -1 for the last. A fifth such
    day has only -1."""
    place, last = (day.day - 1) // 7 + 1, (day + dt.timedelta(days=7)).month != day.month
    return ((place,) if place in NTH else ()) + ((-1,) if last else ())


def refuse_short_months(rule: Rule, first: dt.date, key: str, *rest: int) -> None:
    """Raises `ScheduleError` for a day that not every month or year has.

    RFC 5545 3.3.10 leaves such months out; some clients take their last day. `first` is the first date. `key` and
    `rest` are the path to the field at fault.
    """
    if rule.weekdays or rule.frequency not in ("MONTHLY", "YEARLY"):
        return
    day, month, monthly = rule.month_day or first.day, rule.month or first.month, rule.frequency == "MONTHLY"
    shortest = 28 if monthly else calendar.monthrange(2001, month)[1]
    if day <= shortest:
        return
    which = (
        f"Not every month has a day {day}" if monthly else f"{MONTHS[month]} does not have a day {day} in every year"
    )
    last, safe = (replace(rule, month_day=day, month=0 if monthly else month) for day in (-1, shortest))
    hint = f"Write:  repeats: {last}   or:  repeats: {safe}"
    hint = f"Choose a day from 1 to {shortest}." if rest else hint
    what = "Most calendars then leave the date out, and Outlook may show it on the last day."
    raise ScheduleError(key, "E308", f"{which}. {what}", hint, *rest)


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# --- The days that a rule gives --------------------------------------------------------------------------------------

# The days are counted on the calendar, one period at a time: the day, week, month, or year of the first date, then
# every `interval`-th period after it. A library for all of RFC 5545 takes many times as long. The tests compare this
# code with such a library.


@lru_cache(maxsize=10_000)  # equal rules in a school year have the same days
def days(rule: Rule, first: dt.date, until: dt.date, count: int | None = None) -> tuple[dt.date, ...]:
    """The days of a rule from `first` to `until`, both included, in order; at most `count`."""
    following = _weekly if rule.frequency in ("DAILY", "WEEKLY") else _monthly
    return tuple(following(rule, first, until, count)[:count])


def _weekly(rule: Rule, first: dt.date, until: dt.date, count: int | None) -> list[dt.date]:
    """The days of a daily or weekly rule. Weeks begin on Monday (RFC 5545 3.3.10, WKST)."""
    start, last, step = first.toordinal(), until.toordinal(), rule.interval
    offsets: tuple[int, ...] = (0,)
    if rule.frequency == "WEEKLY":
        step, weekday = 7 * rule.interval, first.weekday()
        offsets = tuple(other - weekday for other in rule.weekdays or (weekday,))
    # Each period has at least one day, except perhaps the first period.
    periods = range(start, last + 7, step)[: count + 1 if count else None]
    numbers = (period + offset for period in periods for offset in offsets)
    return [dt.date.fromordinal(number) for number in numbers if start <= number <= last]


def _monthly(rule: Rule, first: dt.date, until: dt.date, count: int | None) -> list[dt.date]:
    """The days of a monthly or yearly rule. Parts that the rule does not give come from the first date."""
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
    """A day of a month, if the month has it, or the month's nth weekdays; without an nth, every such weekday. Months
    are counted from year 0."""
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
