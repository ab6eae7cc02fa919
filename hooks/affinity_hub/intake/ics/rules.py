"""The dates of a rule that another program wrote (RFC 5545 3.3.10), and the same rule in the words of `repeats`, if
possible. `repeats` has only rules that all calendar clients follow alike, so it lacks most exotic rules. This module
counts the dates of such rules, one period at a time and never beyond a last day, so that no rule can keep an import
busy.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from affinity_hub.repeats.rrule import parse_rrule
from affinity_hub.repeats.rule import NTH, WEEKDAY_CODES, Frequency, Rule, ScheduleError

MAX_RULE_DATES: Final = 10_000
MAX_PERIODS: Final = 60_000
_PERIODS: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LISTS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYMONTH", "BYSETPOS")
_KNOWN: Final = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *_LISTS))
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class UnknownRuleError(ValueError):
    """The reason why a rule is not followed, as the end of a sentence."""


@dataclass(frozen=True)
class ForeignRule:
    """A rule as it was written. Weekdays count from Monday = 0, each with its number in the month or year, or 0."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: str = ""
    week_start: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @lru_cache(maxsize=2_000)  # noqa: B019 - the process is short, and rules are small
    def dates(self, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
        """The dates from `first` to `last`, at most `count` of them."""
        return tuple(self._dates(first, last))

    def _dates(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        number = 0
        for days in self._periods(first, last):
            for day in days:
                if day < first:
                    continue
                if day > last or number == self.count:
                    return
                number += 1
                yield day
                if number == MAX_RULE_DATES:
                    raise UnknownRuleError(f"it has more than {MAX_RULE_DATES:,} dates")

    def _periods(self, first: dt.date, last: dt.date) -> Iterator[list[dt.date]]:
        """The dates in each period, from the period with `first` to the period with `last`."""
        for number in range(MAX_PERIODS):
            period = _period(self.frequency, first, number * self.interval, self.week_start)
            if period is None or period[0] > last:
                return
            days = sorted(day for day in period if self._has(day, first))
            yield self._at_positions(days)
        raise UnknownRuleError("it goes on for too long")

    def _at_positions(self, days: list[dt.date]) -> list[dt.date]:
        if not self.positions:
            return days
        found = {position: position - 1 if position > 0 else len(days) + position for position in self.positions}
        return sorted({days[index] for index in found.values() if 0 <= index < len(days)})

    def _has(self, day: dt.date, first: dt.date) -> bool:
        """Whether a day of a matching period is a date. Parts that the rule does not give come from the first date."""
        is_open = not (self.weekdays or self.month_days or self.year_days)
        months, month_days, weekdays = self.months, self.month_days, self.weekdays
        if is_open and self.frequency == "YEARLY":
            months, month_days = months or (first.month,), (first.day,)
        elif is_open and self.frequency == "MONTHLY":
            month_days = (first.day,)
        elif is_open and self.frequency == "WEEKLY":
            weekdays = ((first.weekday(), 0),)
        length = calendar.monthrange(day.year, day.month)[1]
        year = 366 if calendar.isleap(day.year) else 365
        return (
            (not months or day.month in months)
            and (not month_days or bool({day.day, day.day - length - 1} & set(month_days)))
            and (
                not self.year_days
                or bool({day.timetuple().tm_yday, day.timetuple().tm_yday - year - 1} & set(self.year_days))
            )
            and (not weekdays or any(self._is_weekday(day, weekday, nth, length) for weekday, nth in weekdays))
        )

    def _is_weekday(self, day: dt.date, weekday: int, nth: int, length: int) -> bool:
        if day.weekday() != weekday:
            return False
        if not nth or self.frequency in ("DAILY", "WEEKLY"):
            return True
        at, size = day.day, length
        if self.frequency == "YEARLY" and not self.months:
            at, size = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
        return nth in ((at - 1) // 7 + 1, -((size - at) // 7 + 1))

    def in_own_language(self, first: dt.date) -> Iterator[Rule]:
        """The `repeats` rules that may have the same dates. The caller must compare the dates."""
        for rule in self._candidates(first):
            try:
                yield parse_rrule(rule.rrule())
            except ScheduleError:
                continue

    def _candidates(self, first: dt.date) -> Iterator[Rule]:
        every, month = self.interval, self.months[0] if len(self.months) == 1 else first.month
        of = month if self.frequency == "YEARLY" else 0
        weekdays = tuple(sorted({weekday for weekday, _ in self.weekdays})) or (first.weekday(),)
        nths = [nth for _, nth in self.weekdays] if all(nth for _, nth in self.weekdays) else list(self.positions)
        if self.frequency == "DAILY":
            yield Rule("DAILY", every)
        if self.frequency in ("DAILY", "WEEKLY"):
            yield Rule("WEEKLY", every, weekdays)
            return
        ordered = tuple(nth for nth in NTH if nth in nths)
        if ordered and len(weekdays) == 1:
            yield Rule(self.frequency, every, weekdays, ordered, month=of)
        for day in dict.fromkeys((*self.month_days, first.day, -1)):
            yield Rule(self.frequency, every, month_day=day, month=of)


def _period(frequency: Frequency, first: dt.date, number: int, week_start: int) -> list[dt.date] | None:
    """The days of a period. Periods are counted from the period with `first`. None if Python's calendar ends before
    then."""
    try:
        if frequency == "DAILY":
            return [first + dt.timedelta(days=number)]
        if frequency == "WEEKLY":
            monday = first - dt.timedelta(days=(first.weekday() - week_start) % 7) + dt.timedelta(weeks=number)
            return [monday + dt.timedelta(days=day) for day in range(7)]
        if frequency == "MONTHLY":
            month = first.year * 12 + first.month - 1 + number
            begin, size = dt.date(month // 12, month % 12 + 1, 1), calendar.monthrange(month // 12, month % 12 + 1)[1]
        else:
            begin = dt.date(first.year + number, 1, 1)
            size = 366 if calendar.isleap(begin.year) else 365
        return [begin + dt.timedelta(days=day) for day in range(size)]
    except (ValueError, OverflowError):
        return None


def read_rule(text: str) -> ForeignRule:
    """The rule in the value of an RRULE. Raises `UnknownRuleError` for a rule whose dates are not certain."""
    pairs = [part.partition("=")[::2] for part in text.strip().strip(";").upper().split(";")]
    parts = dict(pairs)
    if len(parts) != len(pairs) or "FREQ" not in parts:
        raise UnknownRuleError("its rule cannot be read")
    if parts["FREQ"] not in _PERIODS:
        raise UnknownRuleError(
            f"it repeats {parts['FREQ'].lower()}" if parts["FREQ"] in _TOO_OFTEN else "its rule cannot be read"
        )
    if unknown := sorted(parts.keys() - _KNOWN):
        raise UnknownRuleError(f"its rule has the part {unknown[0][:20]}, which calendar programs read differently")
    if "COUNT" in parts and "UNTIL" in parts:
        raise UnknownRuleError("its rule has two ends")
    try:
        return _rule(parts)
    except UnknownRuleError:
        raise
    except ValueError:
        raise UnknownRuleError("its rule cannot be read") from None


_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,6}")
_TOO_OFTEN: Final = ("HOURLY", "MINUTELY", "SECONDLY")


def _rule(parts: dict[str, str]) -> ForeignRule:
    days = [_DAY.fullmatch(day) for day in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    if not all(days):
        raise ValueError
    if len({bool(day[1]) for day in days if day}) > 1:
        raise UnknownRuleError(
            "its rule mixes weekdays with and without a number, which calendar programs read differently"
        )
    weekdays = tuple((WEEKDAY_CODES.index(day[2]), int(day[1] or 0)) for day in days if day)
    interval, count = _number(parts.get("INTERVAL", "1")), _number(parts["COUNT"]) if "COUNT" in parts else None
    numbers = {name: tuple(map(_number, parts[name].split(","))) for name in _LISTS[1:] if name in parts}
    if interval < 1 or (count is not None and count < 1) or any(0 in values for values in numbers.values()):
        raise ValueError
    return ForeignRule(
        cast(Frequency, parts["FREQ"]),
        interval,
        count,
        parts.get("UNTIL", ""),
        WEEKDAY_CODES.index(parts.get("WKST", "MO")),
        weekdays,
        numbers.get("BYMONTHDAY", ()),
        numbers.get("BYYEARDAY", ()),
        numbers.get("BYMONTH", ()),
        numbers.get("BYSETPOS", ()),
    )


def _number(text: str) -> int:
    """A number as in RFC 5545 3.3.10. Raises ValueError for other numbers that Python reads, such as `1_0`."""
    if not _NUMBER.fullmatch(text):
        raise ValueError
    return int(text)
