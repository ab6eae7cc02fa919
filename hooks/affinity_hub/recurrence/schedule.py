"""The dates of an event: its series, and the dates that are skipped, moved, or cancelled.

Wall-clock time is what people agree on, so a series is expanded without a zone and each start gets the zone afterwards:
a meeting at four stays at four across a change of the clocks. `plan` makes these from an event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Final, Generic, Literal, NamedTuple, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from affinity_hub.core.calendar_days import Moment, add, day_of, end_of, in_zone, last_day, sort_key, starts_on
from affinity_hub.repeats.rule import Rule

Status = Literal["confirmed", "tentative", "postponed", "cancelled"]
# It does not take place on the day that it has: calendars get a cancellation.
OFF: Final = frozenset(("postponed", "cancelled"))


class DayOff(Protocol):
    """A date without a meeting, or a day without school."""

    @property
    def reason(self) -> str | None: ...

    @property
    def date(self) -> dt.date: ...


class Holiday(Protocol):
    """A day or a break without school."""

    @property
    def name(self) -> str: ...


class ChangedDate(Protocol):
    """A date of a series that is different, or the first one of all later dates that are."""

    @property
    def date(self) -> dt.date: ...
    @property
    def and_later(self) -> bool: ...
    @property
    def starts(self) -> Moment | str | None: ...
    @property
    def ends(self) -> Moment | dt.time | None: ...
    @property
    def begins(self) -> Moment | None: ...
    @property
    def postpones(self) -> bool: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def words(self) -> Mapping[str, Any]: ...


class EventTiming(Protocol):
    """An event, as far as its dates depend on it. Times are local; `zone` is empty for the zone of the site."""

    @property
    def starts(self) -> Moment | None: ...
    @property
    def ends(self) -> Moment | dt.time | None: ...
    @property
    def all_day(self) -> bool: ...
    @property
    def zone(self) -> str | None: ...
    @property
    def repeats(self) -> str | None: ...
    @property
    def rrule(self) -> str | None: ...
    @property
    def until(self) -> dt.date | None: ...
    @property
    def times(self) -> int | None: ...
    @property
    def no_school(self) -> str | None: ...
    @property
    def skip(self) -> Sequence[DayOff]: ...
    @property
    def changes(self) -> Sequence[ChangedDate]: ...
    @property
    def status(self) -> Status: ...
    @property
    def reason(self) -> str | None: ...

    def on(self, change: Any) -> Self:
        """The event as it is on a date with a change of its own, or as it is without one."""


EventT = TypeVar("EventT", bound=EventTiming, covariant=True)


@dataclass(frozen=True)
class Series:
    """Dates in a row that one rule gives: what calendars hold as one recurring entry.

    An event has one for each nth weekday its rule names, and new ones from each date on that a change moves or cancels
    with all later ones. `name` tells them apart for ever; it is empty for the one that an event without such changes
    has. All its dates begin at one `time`, in the event's zone; whole days have none. `last` says that no other takes
    its place later, `later` is the change that it began with.
    """

    name: str
    rule: Rule
    dates: tuple[dt.date, ...]
    time: dt.time | None
    length: dt.timedelta
    later: ChangedDate | None = None
    last: bool = True

    @cached_property
    def usual(self) -> tuple[Moment, ...]:
        """The starts on its dates."""
        return starts_on(self.dates, self.time)

    @property
    def cancelled(self) -> bool:
        """Whether the rest of the event was cancelled with its first date."""
        return self.later is not None and self.later.cancelled


class Occurrence(NamedTuple, Generic[EventT]):
    """One date of an event. Timed moments are aware, in the event's zone; all-day ones are dates.

    `usual` is the start the series gives, `start` and `end` are the true ones; the end of an all-day event is its last
    day. A tuple, because a hub has more of these than of anything else.
    """

    event: EventT
    usual: Moment
    start: Moment
    end: Moment
    status: Status
    change: ChangedDate | None = None
    series: Series | None = None

    @property
    def moved(self) -> bool:
        """Whether start or end differ from what the series says."""
        return self.change is not None and bool(self.change.begins or self.change.ends)

    @property
    def is_off(self) -> bool:
        """Whether it does not take place on its day."""
        return self.status in OFF

    @property
    def event_as_changed(self) -> EventT:
        """The event as this date has it, with the title, place and other words of its change."""
        return self.event.on(self.change)

    @property
    def reason(self) -> str | None:
        """Why it was moved, changed or cancelled, or why the event is."""
        if self.change and (self.change.reason or self.moved or self.status != self.event.status):
            return self.change.reason
        later = self.series.later if self.series and self.series.cancelled else None
        return later.reason if later and self.event.status != "cancelled" else self.event.reason

    @property
    def date(self) -> dt.date:
        """The date in the series, which names the occurrence even after a move."""
        return day_of(self.usual)

    @property
    def last_day(self) -> dt.date:
        """The last day it touches, in the event's zone; what ends at midnight does not touch the next day."""
        return last_day(self.start, self.end)


class Skipped(NamedTuple):
    """A date the series leaves out, and why; `no_school` where calendar.yml is the reason."""

    date: dt.date
    reason: str | None
    no_school: bool = False


@dataclass(frozen=True)
class Schedule(Generic[EventT]):
    """When an event takes place. `dates` are the days its series give before any single exception, in order.

    `parts` are its rules one after the other, as people see them; `series` are the same dates as calendars hold them.
    `rule`, `time` and `length` are those it begins with. An event that does not repeat has no rule, no parts and no
    series. Most of ten thousand events are asked for nothing but their dates, so moments are made for who wants them.
    """

    event: EventT
    zone: ZoneInfo
    rule: Rule | None = None
    dates: tuple[dt.date, ...] = ()
    time: dt.time | None = None
    length: dt.timedelta = dt.timedelta()
    skipped: tuple[Skipped, ...] = ()
    changes: dict[dt.date, ChangedDate] = field(default_factory=dict)
    parts: tuple[Series, ...] = ()
    series: tuple[Series, ...] = ()

    @cached_property
    def usual(self) -> tuple[Moment, ...]:
        """The starts on `dates`."""
        if len(self.parts) == 1:
            return self.parts[0].usual
        return tuple(chain.from_iterable(part.usual for part in self.parts)) or starts_on(self.dates, self.time)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The first and last local day of all dates, both before and after changes.

        Raises IndexError if there are no dates.
        """
        parts = self.parts or (self,)
        ends = [dt.datetime.combine(part.dates[-1], part.time or dt.time()) + part.length for part in parts]
        days = [self.dates[0], *(end.date() for end in ends)]
        days += [day_of(moment) for one in self.changed.values() for moment in (one.start, one.end)]
        return min(days), max(days)

    @cached_property
    def changed(self) -> dict[dt.date, Occurrence[EventT]]:
        """The dates that a change of their own moves or cancels, by the days they have in the series."""
        if not self.changes:
            return {}
        days = (self.changes.keys() & self.dates) - {skip.date for skip in self.skipped}
        return {day: self._changed(day, self.changes[day]) for day in sorted(days)}

    @cached_property
    def occurrences(self) -> tuple[Occurrence[EventT], ...]:
        """Every date that is not skipped, cancelled ones too, in the order they take place."""
        found = [one for series in self.series or (None,) for one in self._of_series(series)]
        if len(self.series) > 1 or self.changed:
            found.sort(key=lambda occurrence: sort_key(occurrence.start))
        return tuple(found)

    def _of_series(self, series: Series | None) -> list[Occurrence[EventT]]:
        event, changed, skipped = self.event, self.changed, {skip.date for skip in self.skipped}
        of = series or self
        status: Status = "cancelled" if series and series.cancelled else event.status
        length = of.length
        plain = [
            Occurrence(event, usual, usual, usual + length, status, None, series)
            for day, usual in zip(of.dates, of.usual, strict=True)
            if day not in skipped and day not in changed
        ]
        return [*plain, *(one for one in changed.values() if one.series is series)]

    def _changed(self, day: dt.date, change: ChangedDate) -> Occurrence[EventT]:
        series = next(one for one in self.series if day in one.dates)
        (usual,) = starts_on((day,), series.time)
        start, end = usual, add(usual, series.length)
        if change.begins is not None:
            start = in_zone(change.begins, self.zone)
            end = add(start, series.length)
        if change.ends is not None:
            end = end_of(change.ends, start, self.zone)
        status: Status = "cancelled" if change.cancelled or series.cancelled else self.event.status
        if change.postpones and status != "cancelled":
            status = "postponed"
        return Occurrence(self.event, usual, start, end, status, change, series)
