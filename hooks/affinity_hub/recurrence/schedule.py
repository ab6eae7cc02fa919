"""The dates of an event: its series, and the dates that are skipped, moved, or cancelled.

People agree on wall-clock times, so a series is expanded without a zone and each start gets the zone later:
a meeting at four stays at four after a clock change. `plan` makes these objects from an event.
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
# The statuses of a date that does not take place on its day: calendars get a cancellation.
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
    """A date of a series that differs, or the first of all later dates that differ."""

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
    def own_values(self) -> Mapping[str, Any]: ...


class EventTiming(Protocol):
    """The parts of an event that its dates depend on. Times are local; `zone` is empty for the zone of the site."""

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
        """The event on a date with its own change, or the unchanged event."""


EventT = TypeVar("EventT", bound=EventTiming, covariant=True)


@dataclass(frozen=True)
class Series:
    """The dates of one rule, which calendars hold as one recurring entry. An event has a series for each nth weekday of
    its rule. A change that moves or cancels a date and all later dates begins new series on that date. `name`
    identifies a series permanently; it is empty for the series of an event without such changes. All its dates begin at
    one `time` in the event's zone; whole days have none. `last` says that no other series follows, and `later` is the
    change with which it begins.
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
        """The start of each date, before any change."""
        return starts_on(self.dates, self.time)

    @property
    def cancelled(self) -> bool:
        """Whether the change at its first date cancels the rest of the event."""
        return self.later is not None and self.later.cancelled


class Occurrence(NamedTuple, Generic[EventT]):
    """One date of an event. Moments with times are aware, in the event's zone; moments of all-day events are dates.
    `usual` is the start in the series, and `start` and `end` are the actual moments. The end of an all-day event is its
    last day. An occurrence is a tuple, because a hub has more occurrences than other objects."""

    event: EventT
    usual: Moment
    start: Moment
    end: Moment
    status: Status
    change: ChangedDate | None = None
    series: Series | None = None

    @property
    def moved(self) -> bool:
        """Whether the start or the end differs from the series."""
        return self.change is not None and bool(self.change.begins or self.change.ends)

    @property
    def is_off(self) -> bool:
        """Whether the occurrence does not take place on its day."""
        return self.status in OFF

    @property
    def event_as_changed(self) -> EventT:
        """The event on this date, with the title, place, and other values of its change."""
        return self.event.on(self.change)

    @property
    def reason(self) -> str | None:
        """The reason why the date or the event was moved, changed, or cancelled. If the event or the rest of its series
        is cancelled or postponed, the reason for a move is left out, because it does not explain that."""
        own = self.change
        is_about_status = own is not None and (not self.is_off or own.cancelled or own.postpones)
        if own and is_about_status and (own.reason or self.moved or self.status != self.event.status):
            return own.reason
        later = self.series.later if self.series and self.series.cancelled else None
        return later.reason if later and self.event.status != "cancelled" else self.event.reason

    @property
    def date(self) -> dt.date:
        """The date in the series, which names the occurrence even after a move."""
        return day_of(self.usual)

    @property
    def last_day(self) -> dt.date:
        """Its last day in the event's zone. A date that ends at midnight does not reach the next day."""
        return last_day(self.start, self.end)


class Skipped(NamedTuple):
    """A date that the series leaves out, and the reason; `no_school` if calendar.yml is the reason."""

    date: dt.date
    reason: str | None
    no_school: bool = False


@dataclass(frozen=True)
class Schedule(Generic[EventT]):
    """When an event takes place. `dates` are the days of its series before any exception, in order. `parts` are its
    rules one after the other, as people see them; `series` are the same dates as calendars hold them. `rule`, `time`,
    and `length` describe its first part. An event that does not repeat has no rule, parts, or series. Most events need
    only their dates, so moments are made on request."""

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

    @property
    def is_endless(self) -> bool:
        """Whether the series has no last date. If so, `dates` ends at the limit that `plan` sets."""
        return self._has_no_end and not self.parts[-1].cancelled

    @property
    def is_endless_but_cancelled(self) -> bool:
        """Whether a series without an end is cancelled from a certain date on."""
        return self._has_no_end and self.parts[-1].cancelled

    @property
    def _has_no_end(self) -> bool:
        return bool(self.parts) and not (self.event.until or self.event.times)

    @cached_property
    def usual(self) -> tuple[Moment, ...]:
        """The start on each of `dates`, before any change."""
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
        days += [
            day_of(moment) for occurrence in self.changed.values() for moment in (occurrence.start, occurrence.end)
        ]
        return min(days), max(days)

    @cached_property
    def changed(self) -> dict[dt.date, Occurrence[EventT]]:
        """The dates with their own change, by their days in the series."""
        if not self.changes:
            return {}
        days = (self.changes.keys() & self.dates) - {skip.date for skip in self.skipped}
        return {day: self._changed(day, self.changes[day]) for day in sorted(days)}

    @cached_property
    def occurrences(self) -> tuple[Occurrence[EventT], ...]:
        """Every date that is not skipped, including cancelled dates, in the order in which they take place."""
        found = [occurrence for series in self.series or (None,) for occurrence in self._of_series(series)]
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
        return [*plain, *(occurrence for occurrence in changed.values() if occurrence.series is series)]

    def usual_on(self, day: dt.date) -> Moment:
        """The start on a day of the series, before any exception."""
        return starts_on((day,), self._series_on(day).time)[0]

    def _series_on(self, day: dt.date) -> Series:
        return next(series for series in self.series if day in series.dates)

    def _changed(self, day: dt.date, change: ChangedDate) -> Occurrence[EventT]:
        series = self._series_on(day)
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
