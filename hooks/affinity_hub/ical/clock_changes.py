"""Clock changes: the offsets of dates from UTC, and dates that last longer or shorter than the clock says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from affinity_hub.core.calendar_days import Moment, exclusive_end
from affinity_hub.schema.event import EventOccurrence

NO_TIME: Final = dt.timedelta()


def offsets_of(moments: Iterable[Moment]) -> str:
    """The UTC offsets of local times, in seconds, each with the number of consecutive times that share it."""
    offsets = groupby(moment.utcoffset() for moment in moments if isinstance(moment, dt.datetime))
    return " ".join(
        f"{len(list(same))}x{offset.total_seconds():+.0f}" for offset, same in offsets if offset is not None
    )


def needs_own_end(first: EventOccurrence, zone: ZoneInfo) -> Callable[[EventOccurrence], bool]:
    """The dates of a series that need an override with their own end, because the clocks change during them.

    An event during a clock change lasts longer or shorter than the clock says. If that is the first date, calendar apps
    disagree about the length of the later dates, so each later date gets an override too. Whole days are right in all
    readers except node-ical, which gives every date of a series as many hours as the first.
    """
    if not first.event.all_day:
        always = _stretch(first, zone) != NO_TIME
        return lambda occurrence: always or _stretch(occurrence, zone) != NO_TIME
    usual = _stretch(first, zone)
    return lambda occurrence: _stretch(occurrence, zone) != usual


def _stretch(occurrence: EventOccurrence, zone: ZoneInfo) -> dt.timedelta:
    """The difference between the offsets from UTC at the end and at the start."""
    return _offset(exclusive_end(occurrence.end), zone) - _offset(occurrence.start, zone)


def _offset(moment: Moment, zone: ZoneInfo) -> dt.timedelta:
    """The offset from UTC of a time, or of the start of a day."""
    if isinstance(moment, dt.datetime):
        return moment.utcoffset() or NO_TIME
    return _offset_of(moment, zone)


@lru_cache(maxsize=10_000)  # many series share the same days
def _offset_of(day: dt.date, zone: ZoneInfo) -> dt.timedelta:
    return dt.datetime.combine(day, dt.time(), zone).utcoffset() or NO_TIME
