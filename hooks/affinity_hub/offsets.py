"""The offsets from UTC of the times that a calendar entry names, which are up to the law and not to the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from .recurrence import Moment, Occurrence

NO_TIME: Final = dt.timedelta()


def offsets_of(moments: Iterable[Moment]) -> str:
    """The offsets from UTC of some times, in seconds, each with the number of times in a row that have it."""
    offsets = groupby(moment.utcoffset() for moment in moments if isinstance(moment, dt.datetime))
    return " ".join(
        f"{len(list(same))}x{offset.total_seconds():+.0f}" for offset, same in offsets if offset is not None
    )


def says_its_end(first: Occurrence, place: ZoneInfo) -> Callable[[Occurrence], bool]:
    """Which dates of a series need an override that says when they end, for the clocks change while they last.

    Such a night takes longer or shorter than the clock says, and readers do not agree which of the two goes for the
    rest of the series. So every date after such a first one says it, too. Whole days are right in all readers but
    node-ical: there, each date of a series lasts as many hours as the first one.
    """
    if not first.event.all_day:
        always = _stretch(first, place) != NO_TIME
        return lambda occurrence: always or _stretch(occurrence, place) != NO_TIME
    usual = _stretch(first, place)
    return lambda occurrence: _stretch(occurrence, place) != usual


def _stretch(occurrence: Occurrence, place: ZoneInfo) -> dt.timedelta:
    """By how much the offset from UTC is another at the end than at the start."""
    end = occurrence.end if isinstance(occurrence.end, dt.datetime) else occurrence.end + dt.timedelta(days=1)
    return _offset(end, place) - _offset(occurrence.start, place)


def _offset(moment: Moment, place: ZoneInfo) -> dt.timedelta:
    """The offset from UTC of a time, or at the start of a day."""
    if isinstance(moment, dt.datetime):
        return moment.utcoffset() or NO_TIME
    return _offset_of(moment, place)


@lru_cache(maxsize=10_000)  # the days of many series are the same
def _offset_of(day: dt.date, place: ZoneInfo) -> dt.timedelta:
    return dt.datetime.combine(day, dt.time(), place).utcoffset() or NO_TIME
