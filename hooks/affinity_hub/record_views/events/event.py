"""The views of events and their dates."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import islice, takewhile
from operator import attrgetter
from typing import Final
from zoneinfo import ZoneInfo

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.base import RecordLink, RecordView
from affinity_hub.record_views.organizers import with_ids
from affinity_hub.recurrence import describe
from affinity_hub.recurrence.schedule import Status
from affinity_hub.schema import Change, Event, EventKind, Place, Register, Skip
from affinity_hub.schema.event import EventOccurrence, EventSchedule

from .occurrence import OccurrenceView, end_of_day, in_site_zone
from .offered import OfferedView
from .skipped import EventContext, SkippedDate

# The number of next dates on a page. If the page is not rebuilt, the later dates replace the past dates.
DATES_SHOWN: Final = 3


class EventDate(OccurrenceView):
    """A date with the view of its event. If the date has its own values, the view has these values."""

    event: EventView
    is_listed: bool
    """Whether lists of upcoming dates show it. If a series is cancelled from a certain date on, they show only the
    first upcoming cancelled date."""

    __slots__ = ("event", "is_listed")

    def __init__(self, event: EventView, occurrence: EventOccurrence, zone: ZoneInfo, today: dt.date) -> None:
        super().__init__(occurrence, zone, today)
        self.event, self.is_listed = event, True

    @property
    def order(self) -> tuple[dt.date, float, str]:
        """The sort key of dates: the day, all-day entries first, then the moment and the id."""
        return self.first_day, self.start.timestamp() if isinstance(self.start, dt.datetime) else 0, self.event.id


def in_order(found: Iterable[EventDate]) -> list[EventDate]:
    """Dates by day, all-day entries first, then by time and id."""
    return sorted(found, key=attrgetter("order"))


class DatedView(RecordView, ABC):
    """A record that has dates: a group, a partner, or an event."""

    @property
    @abstractmethod
    def coming(self) -> Sequence[EventDate]:
        """The dates that end today or later, the soonest first."""

    @cached_property
    def soonest(self) -> Sequence[EventDate]:
        """The next dates that take place, at most `DATES_SHOWN`."""
        return self._soonest(DATES_SHOWN)

    @property
    def next(self) -> EventDate | None:
        """The next date that takes place."""
        return next(iter(self.soonest), None)

    @property
    def has_later(self) -> bool:
        """Whether more dates follow the dates in `soonest`."""
        return len(self._soonest(DATES_SHOWN + 1)) > DATES_SHOWN

    def _soonest(self, most: int) -> Sequence[EventDate]:
        return tuple(islice((date for date in self.coming if not date.is_off), most))


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class EventView(OfferedView, DatedView):
    """The view of an event with all its dates, which are made on first use."""

    kind: EventKind
    starts: dt.date | dt.datetime | None
    ends: dt.date | dt.datetime | dt.time | None
    zone: str | None
    repeats: str | None
    rrule: str | None
    until: dt.date | None
    times: int | None
    no_school: str | None
    skip: tuple[Skip, ...]
    changes: tuple[Change, ...]
    place: Place | None
    online: bool | None
    status: Status
    registration: Register | None
    next_edition: RecordLink | None
    clock_hours: str | None
    all_day: bool
    place_text: str
    _schedule: EventSchedule
    _context: EventContext
    _series_view: EventView | None = None
    """The view of the series, if this view is for one date with its own title, place, or other values."""

    @property
    def calendar(self) -> str:
        """The address of its calendar."""
        return f"calendars/events/{self.id}.ics"

    @cached_property
    def repeats_text(self) -> str:
        """The rule by which it repeats, in words."""
        return describe.series(self._schedule)

    @property
    def is_endless(self) -> bool:
        """Whether it repeats without a last date, so that the number of its dates means nothing."""
        return self._schedule.is_endless

    @cached_property
    def skipped(self) -> Sequence[SkippedDate]:
        """The dates on which the series does not meet, past and upcoming."""
        schedule, zone = self._schedule, self._context.zone
        # A date of an event in another zone can be on another day here.
        away = schedule.zone != zone
        days = (
            day_of(in_site_zone(schedule.usual_on(skip.date), zone)) if away else skip.date for skip in schedule.skipped
        )
        return [SkippedDate(day, skip.reason, self._context) for day, skip in zip(days, schedule.skipped, strict=True)]

    @cached_property
    def occurrences(self) -> Sequence[EventDate]:
        """All its dates, past and upcoming."""
        if self._series_view:
            return self._series_view.occurrences
        context, occurrences = self._context, self._schedule.occurrences
        found = [
            EventDate(
                self._on(occurrence.event_as_changed) if occurrence.change and occurrence.change.own_values else self,
                occurrence,
                context.zone,
                context.today,
            )
            for occurrence in occurrences
        ]
        ended = (date for date, of in zip(found, occurrences, strict=True) if of.series and of.series.cancelled)
        for date in [date for date in ended if date.is_coming][1:]:
            date.is_listed = False
        return found

    @cached_property
    def coming(self) -> Sequence[EventDate]:
        """The listed dates that end today or later, the soonest first."""
        return [date for date in self.occurrences if date.is_coming and date.is_listed]

    @cached_property
    def past(self) -> Sequence[EventDate]:
        """The dates that ended before today."""
        return [date for date in self.occurrences if not date.is_coming]

    @cached_property
    def current_status(self) -> Status:
        """The event's status if an upcoming date takes place. Otherwise `postponed` if a postponed date, even a past
        one, still waits for a new day, and `cancelled` if none does. Without upcoming dates, the last date counts as
        upcoming."""
        return self._status_and_reason_from(self._context.today)[0]

    @cached_property
    def sign_up_status(self) -> tuple[Status, str | None]:
        """The status of the dates for which people sign up, as in `current_status`, and the reason. Dates after the
        last day to sign up still count when they are over, so that the status does not change then."""
        by = self.registration.by if self.registration else None
        return self._status_and_reason_from(min(by or dt.date.max, self._context.today))

    def _status_and_reason_from(self, day: dt.date) -> tuple[Status, str | None]:
        """The status of its dates that end on `day` or later, or of its last date, and the reason."""
        last = [date for date in self.occurrences if date.last_day >= day] or self.occurrences[-1:]
        if self.status == "cancelled" or not last or not all(date.is_off for date in last):
            return self.status, self.reason
        first = self._postponed or last[0]
        return first.status, first.reason

    @cached_property
    def _postponed(self) -> EventDate | None:
        """The first date that still waits for a new day: a postponed date after the last date that takes place. If the
        whole event was postponed, its past dates wait only until other dates are announced or cancelled."""
        considered = self.occurrences if self.status != "postponed" else self.coming or self.occurrences
        off = [*takewhile(attrgetter("is_off"), reversed(considered))]
        return next((date for date in reversed(off) if date.status == "postponed"), None)

    @property
    def last_to_take_place(self) -> EventDate | None:
        """The last upcoming date that takes place."""
        return next((date for date in reversed(self.coming) if not date.is_off), None)

    @property
    def sign_up_over(self) -> str:
        """The moment after which nobody can sign up: the end of the last day to sign up, or of the last date that takes
        place if it is earlier; empty if neither is known."""
        by, last = self.registration.by if self.registration else None, self.last_to_take_place
        if by and not (last and last.last_day < by):
            return end_of_day(by, self._context.zone)
        return last.over if last else ""

    @cached_property
    def digest(self) -> bytes:
        """A digest of all content that pages and calendars show about it and its dates.

        Each date says whether it is upcoming or today, so that the digest changes on the day on which a page changes.
        """
        today, schedule, sign_up = self._context.today, self._schedule, self.registration
        return digest(
            today.year,  # lists leave out the current year
            _OWN(self),
            [_OF_OWNER(owner) for owner in self.organizers],
            [_OF_PERSON(person) for person in self.facilitators],
            [
                (*_OF_DATE(date), date.is_today, date.previous, date.differs and _own_values(date))
                for date in self.occurrences
            ],
            [(skip.date, skip.reason, skip.date >= today) for skip in self.skipped],
            schedule.changes and self.repeats_text,
            sign_up and sign_up.by and sign_up.by >= today,
        )

    @property
    def is_waiting(self) -> bool:
        """Whether its date is to be announced: it has no date and is not cancelled, or its postponed dates are over and
        no later date takes place."""
        if self.starts is None:
            return self.status != "cancelled"
        return self.current_status == "postponed" and all(date.status != "postponed" for date in self.coming)

    def _on(self, record: Event) -> EventView:
        """The view of the event on one date, whose record has the title, the place, and other words of that date."""
        return replace(
            self,
            title=record.title,
            place=record.place,
            place_text=place_text(record),
            online=record.online,
            facilitators=with_ids(self._context.facilitators, record.facilitators, hidden=self.hidden),
            details_markdown=record.details,
            _series_view=self,
        )


# The fields in the digest of an event: of the event, its groups and partners, the people who lead it, and its dates. A
# test compares these names with what pages and calendars read.
_OWN: Final = attrgetter(
    *(
        field.name
        for field in fields(EventView)
        if not field.name.startswith("_") and field.name not in ("groups", "partners", "facilitators")
    )
)
_OF_OWNER: Final = attrgetter("id", "url", "name", "short_name", "hidden", "own_calendar", "contact", "has_ended")
_OF_PERSON: Final = attrgetter("url", "title", "role")
_OF_DATE: Final = attrgetter(
    "series_date", "start", "end", "last_day", "status", "note", "reason", "local_time", "is_coming"
)


def _own_values(date: EventDate) -> object:
    """The values that a date has in place of the values of its series."""
    event = date.event
    own = event.title, event.place, event.place_text, event.online, event.details_markdown
    return date.differs, own, [_OF_PERSON(person) for person in event.facilitators]


def place_text(event: Event) -> str:
    """Where an event takes place, in words."""
    place, where = event.place, ""
    if place and place.private:
        where = gettext("Place shared after you write to us")
    elif place:
        where = ", ".join(part for part in (place.name, place.address) if part)
    if event.online:
        return gettext("%(place)s, and online", place=where) if where else gettext("Online")
    return where
