"""When an event takes place: its series, the dates they give, and what is skipped, moved or cancelled among them.

Wall-clock time is what people agree on, so a series is expanded without a zone and each start gets the zone afterwards:
a meeting at four stays at four across a change of the clocks. `planning` makes these from an event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias, cast
from zoneinfo import ZoneInfo

from .model import Change, Event
from .schedule import Rule

Moment: TypeAlias = dt.date | dt.datetime
Status = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True)
class Series:
    """Dates in a row that one rule gives: what calendars hold as one recurring entry.

    An event has one for each nth weekday its rule names, and new ones from each date on that a change moves or cancels
    with all later ones. `name` tells them apart for ever; it is empty for the one that an event without such changes
    has. `last` says that no other takes its place later, `later` is the change that it began with.
    """

    name: str
    rule: Rule
    usual: tuple[Moment, ...]
    length: dt.timedelta
    later: Change | None = None
    last: bool = True

    @property
    def cancelled(self) -> bool:
        """Whether the rest of the event was cancelled with its first date."""
        return self.later is not None and self.later.cancelled


class Occurrence(NamedTuple):
    """One date of an event. Timed moments are aware, in the event's zone; all-day ones are dates.

    `usual` is the start the series gives, `start` and `end` are the true ones; the end of an all-day event is its last
    day. A tuple, because a hub has more of these than of anything else.
    """

    event: Event
    usual: Moment
    start: Moment
    end: Moment
    status: Status
    change: Change | None = None
    series: Series | None = None

    @property
    def moved(self) -> bool:
        """Whether start or end differ from what the series says."""
        return self.change is not None and not self.change.cancelled

    @property
    def reason(self) -> str | None:
        """Why it was moved or cancelled, or why the event is."""
        if self.change:
            return self.change.reason
        later = self.series.later if self.series and self.series.cancelled else None
        return later.reason if later and self.event.status != "cancelled" else self.event.reason

    @property
    def date(self) -> dt.date:
        """The date in the series, which names the occurrence even after a move."""
        return day_of(self.usual)

    @property
    def last_day(self) -> dt.date:
        """The last day it touches, in the event's zone."""
        return day_of(self.end)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date the series leaves out, and why; `no_school` where calendar.yml is the reason."""

    usual: Moment
    reason: str | None
    no_school: bool = False

    @property
    def date(self) -> dt.date:
        """The date in the series."""
        return day_of(self.usual)


@dataclass(frozen=True)
class Schedule:
    """When an event takes place. `usual` are the starts its series give before any single exception, in order.

    `parts` are its rules one after the other, as people see them; `series` are the same dates as calendars hold them.
    `rule` and `length` are those it begins with. An event that does not repeat has no rule, no parts and no series.
    """

    event: Event
    zone: ZoneInfo
    rule: Rule | None = None
    usual: tuple[Moment, ...] = ()
    length: dt.timedelta = dt.timedelta()
    skipped: tuple[Skipped, ...] = ()
    changes: dict[dt.date, Change] = field(default_factory=dict)
    parts: tuple[Series, ...] = ()
    series: tuple[Series, ...] = ()

    @cached_property
    def days(self) -> dict[dt.date, Moment]:
        """The days of `usual`, which has one start on each."""
        return dict(zip(days_of(self.usual), self.usual, strict=True))

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every date that is not skipped, cancelled ones too, in the order they take place."""
        skipped = {skip.date for skip in self.skipped}
        only = self.series[0] if len(self.series) == 1 else None
        series = {day: one for one in self.series for day in days_of(one.usual)} if only is None else {}
        kept = ((day, usual) for day, usual in self.days.items() if day not in skipped)
        if not self.changes and not series:
            # Most events are like this: one series, nothing moved.
            status: Status = "cancelled" if only and only.cancelled else self.event.status
            event, length = self.event, only.length if only else self.length
            return tuple([Occurrence(event, usual, usual, usual + length, status, None, only) for _, usual in kept])
        found = [self._occurrence(day, usual, series.get(day, only)) for day, usual in kept]
        return tuple(sorted(found, key=lambda occurrence: sort_key(occurrence.start)))

    def _occurrence(self, day: dt.date, usual: Moment, series: Series | None) -> Occurrence:
        change, length = self.changes.get(day), series.length if series else self.length
        start, end = usual, add(usual, length)
        if change and change.starts is not None:
            start = in_zone(change.starts, self.zone)
            end = add(start, length)
        if change and change.ends is not None:
            end = end_of(change.ends, start, self.zone)
        cancelled = (change and change.cancelled) or (series and series.cancelled)
        status: Status = "cancelled" if cancelled else self.event.status
        return Occurrence(self.event, usual, start, end, status, change, series)


def day_of(moment: Moment) -> dt.date:
    """The local date of a moment."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def days_of(moments: Sequence[Moment]) -> Sequence[dt.date]:
    """The local dates of moments that are all of one kind, as those of a series are."""
    if moments and isinstance(moments[0], dt.datetime):
        return list(map(dt.datetime.date, cast(Sequence[dt.datetime], moments)))
    return moments


def sort_key(moment: Moment) -> tuple[dt.date, int, dt.datetime]:
    """Orders dates and times together: an all-day entry stands before the times of its day."""
    if isinstance(moment, dt.datetime):
        return moment.date(), 1, moment.replace(tzinfo=None)
    return moment, 0, dt.datetime.combine(moment, dt.time())


def add(moment: Moment, length: dt.timedelta) -> Moment:
    """The moment a wall-clock length later."""
    return moment + length


def in_zone(moment: Moment, place: ZoneInfo) -> Moment:
    """A local time in its zone; a date alone stays."""
    return moment.replace(tzinfo=place) if isinstance(moment, dt.datetime) else moment


def end_of(ends: Moment | dt.time, start: Moment, place: ZoneInfo) -> Moment:
    """The end as a moment, where only a time may have been typed."""
    if isinstance(ends, dt.time):
        return dt.datetime.combine(day_of(start), ends, place)
    return in_zone(ends, place)
