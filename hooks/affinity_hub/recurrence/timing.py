"""What a schedule needs to know about an event. The records of `events.yml` have these attributes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, Self, TypeVar

from affinity_hub.core.calendar_days import Moment

Status = Literal["confirmed", "tentative", "postponed", "cancelled"]


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
