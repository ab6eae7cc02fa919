"""The dates on which an entry takes place: its rule, its exceptions, and the entries that replace single dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from affinity_hub.core.calendar_days import day_of
from affinity_hub.intake.ics.entry import ForeignEntry, Time, UnclearEntryError
from affinity_hub.intake.ics.rules import ForeignRule, UnknownRuleError
from affinity_hub.intake.ics.zones import UTC

HORIZON: Final = dt.timedelta(days=800)
"""How far ahead dates are compared with the dates of rules in `repeats`."""
_NO_DATE: Final = "the calendar changes a date that the series does not have, and programs read that differently"
_LAST: Final = dt.date(2199, 12, 31)


class Meeting(NamedTuple):
    """One date. `usual` is the start that the rule gives, which RECURRENCE-ID names. `by` is the entry of the date."""

    usual: Time
    start: Time
    end: Time
    by: ForeignEntry

    @property
    def status(self) -> str:
        """The status of the date, which says whether it takes place."""
        return self.by.status

    @property
    def is_changed(self) -> bool:
        """Whether a separate entry replaces the date."""
        return self.by.replaces is not None


@dataclass(frozen=True)
class Dates:
    """The days that a rule gives, before any exception. `until` is the last day of the rule, if it has an end."""

    days: tuple[dt.date, ...]
    until: dt.date | None


def dates(entry: ForeignEntry, today: dt.date) -> Dates:
    """The days of an entry's rule, up to the horizon. Raises `UnclearEntryError` if programs disagree on them."""
    first = day_of(entry.start.moment)
    if entry.rule is None:
        return Dates((first,), first)
    horizon = max(first, today) + HORIZON
    try:
        ends = {_until(entry, entry.rule, way) for way in range(2)} if entry.rule.until else {None}
        last = _LAST if entry.rule.count else horizon
        found = {entry.rule.dates(first, min(end or _LAST, last)) for end in ends}
    except UnknownRuleError as error:
        raise UnclearEntryError(str(error)) from None
    if len(found) > 1:
        raise UnclearEntryError("calendar programs disagree on its last date")
    (days,) = found
    if days[:1] != (first,):
        raise UnclearEntryError("its first date is not a date of its rule, and calendar programs read that differently")
    end = min(filter(None, ends), default=None)
    if entry.rule.count or (end and end <= horizon):
        return Dates(days, days[-1])
    return Dates(days, end)


def _until(entry: ForeignEntry, rule: ForeignRule, way: int) -> dt.date:
    """The last day of a rule. If UNTIL is not in the form of the start, `way` chooses one of two readings."""
    text = rule.until
    try:
        limit = dt.datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007
    except ValueError:
        raise UnclearEntryError("the end of its rule cannot be read") from None
    limit = min(limit, dt.datetime.combine(_LAST, dt.time()))
    if entry.is_day:
        return limit.date()
    if "T" not in text:
        limit += dt.timedelta(hours=23, minutes=59) * way
        last = Time(limit, entry.start.place)
    else:
        last = Time(limit, UTC if text.endswith("Z") or way else entry.start.place)
    day = day_of(last.at(entry.start.place))
    return day if entry.start.on(day).instant <= last.instant else day - dt.timedelta(days=1)


def meetings(entry: ForeignEntry, replaced: Sequence[ForeignEntry], days: Sequence[dt.date]) -> list[Meeting]:
    """The dates of an entry in order, with the replacements of single dates. Cancelled dates are included."""
    excluded = _excluded(entry, days)
    usual = [entry.start.on(day) for day in days if day not in excluded]
    usual += [time for time in dict.fromkeys(entry.added) if _same(time, usual) is None]
    by_start: dict[Time, ForeignEntry] = {}
    for other in replaced:
        assert other.replaces
        start = _same(other.replaces, usual)
        if start is None:
            is_left_out = _same(other.replaces, [entry.start.on(day) for day in days])
            why = "one of its dates is both left out and changed" if is_left_out else _NO_DATE
            raise UnclearEntryError(why)
        by_start[start] = other
    return sorted(_each(entry, usual, by_start), key=lambda meeting: (meeting.start.instant, meeting.usual.instant))


def _each(entry: ForeignEntry, usual: Sequence[Time], by_start: Mapping[Time, ForeignEntry]) -> Iterator[Meeting]:
    """The dates of a series in the order of the rule. A change of all later dates moves them by the same time."""
    later: ForeignEntry | None = None
    for start in sorted(usual, key=lambda time: time.instant):
        if own := by_start.get(start):
            later = own if own.and_later else later
            yield _replaced(start, own)
        elif later and later.replaces:
            yield _moved(start, later)
        else:
            yield Meeting(start, start, _ends(start, entry.length), entry)


def _replaced(usual: Time, by: ForeignEntry) -> Meeting:
    return Meeting(usual, by.start, by.end, by)


def _moved(usual: Time, by: ForeignEntry) -> Meeting:
    assert by.replaces
    new, old = by.start.at(usual.place), by.replaces.at(usual.place)
    if isinstance(new, dt.datetime) != isinstance(old, dt.datetime):
        raise UnclearEntryError("in a change to all later dates, only one of the two starts has a time")
    start = Time(usual.moment + (new - old), usual.place, usual.name)
    return Meeting(usual, start, _ends(start, by.length), by)


def _ends(start: Time, length: dt.timedelta) -> Time:
    return Time(start.moment + length, start.place, start.name)


def _excluded(entry: ForeignEntry, days: Sequence[dt.date]) -> set[dt.date]:
    found = set[dt.date]()
    for time in entry.excluded:
        if time.is_day or entry.is_day:
            if isinstance(time.moment, dt.datetime) and time.moment.time() != dt.time():
                raise UnclearEntryError("one of its exceptions has a time")
            found.add(day_of(time.moment))
        else:
            day = day_of(time.at(entry.start.place))
            if entry.start.on(day).instant == time.instant:
                found.add(day)
    return found & set(days)


def _same(time: Time, starts: Sequence[Time]) -> Time | None:
    """The start that a RECURRENCE-ID names. A date without a time names the only start on that day."""
    if time.is_day and starts and not starts[0].is_day:
        on_day = [start for start in starts if day_of(start.moment) == time.moment]
        return on_day[0] if len(on_day) == 1 else None
    if starts and starts[0].is_day and not time.is_day:
        return next((start for start in starts if start.moment == day_of(time.moment)), None)
    return next((start for start in starts if start.instant == time.instant and start.is_day == time.is_day), None)
