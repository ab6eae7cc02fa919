"""The views of groups, events, partners, opportunities, and facilitators, which refer to one another."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext
from affinity_hub.core.markdown import to_text
from affinity_hub.recurrence import describe
from affinity_hub.schema import (
    Change,
    Event,
    EventKind,
    GroupKind,
    GroupStatus,
    Inquiry,
    LastContact,
    Offer,
    OpportunityKind,
    Place,
    Register,
    Skip,
    Vacancy,
)
from affinity_hub.schema.event import EventOccurrence, EventSchedule
from affinity_hub.schema.group import Confidentiality, Join
from affinity_hub.schema.partner import PartnerKind
from affinity_hub.wording import dates, labels

from affinity_hub.record_views.base import RecordLink, RecordView, html
from affinity_hub.record_views.charts import Ring, motif
from .occurrence import OccurrenceView, end_of_day, here
from affinity_hub.record_views.progress_and_library import MilestoneView

# The number of next dates on a page. If the page is not rebuilt, the later dates replace the past dates.
WAITING: Final = 3
ViewOf = TypeVar("ViewOf", bound=RecordView)


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture on pages: the address of its small copy, its description, and its size in pixels."""

    url: str
    alt: str
    width: int
    height: int


class Relations:
    """The groups, events, and opportunities that lead to a record. `Site` fills them before anyone reads them."""

    def __init__(self) -> None:
        self.groups: dict[RecordView, list[GroupView]] = defaultdict(list)
        self.events: dict[OwnerView, list[EventView]] = defaultdict(list)
        self.opportunities: dict[OwnerView, list[OpportunityView]] = defaultdict(list)


class EventDate(OccurrenceView):
    """A date with the view of its event. If the date has its own values, the view has these values."""

    event: EventView

    __slots__ = ("event",)

    def __init__(self, event: EventView, occurrence: EventOccurrence, zone: ZoneInfo, today: dt.date) -> None:
        super().__init__(occurrence, zone, today)
        self.event = event

    @property
    def order(self) -> tuple[dt.date, float, str]:
        """The sort key of dates: the day, all-day entries first, then the moment and the id."""
        return self.first_day, self.start.timestamp() if isinstance(self.start, dt.datetime) else 0, self.event.id


def in_order(found: Iterable[EventDate]) -> list[EventDate]:
    """Dates by day, all-day entries first, then by time and id."""
    return sorted(found, key=attrgetter("order"))


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FacilitatorView(RecordView):
    """A role. `name` is the name of the person in this role, if the person consents to that."""

    role: str
    summary: str | None
    contact: str | None
    vacancy: Vacancy | None
    name: str | None
    _relations: Relations

    @property
    def title(self) -> str:
        """The name, or the role."""
        return self.name or self.role

    @property
    def groups(self) -> Sequence[GroupView]:
        """The groups that this person facilitates."""
        return self._relations.groups.get(self, ())


class DatedView(RecordView, ABC):
    """A record that has dates: a group, a partner, or an event."""

    @property
    @abstractmethod
    def coming(self) -> Sequence[EventDate]:
        """The dates that are not over, the soonest first."""

    @cached_property
    def soonest(self) -> Sequence[EventDate]:
        """The next dates that take place."""
        return self._soonest(WAITING)

    @property
    def next(self) -> EventDate | None:
        """The next date that takes place."""
        return next(iter(self.soonest), None)

    @property
    def has_later(self) -> bool:
        """Whether more dates follow the dates in `soonest`."""
        return len(self._soonest(WAITING + 1)) > WAITING

    def _soonest(self, most: int) -> Sequence[EventDate]:
        return tuple(islice((date for date in self.coming if not date.is_off), most))


@dataclass(frozen=True, slots=True)
class OwnCalendarView:
    """The group's own calendar, from which dates come.

    `read_on` is the day of the last reading, if it was so long ago that pages must say so. `changed_on` is the day on
    which the dates last changed, if the day of the last reading is unknown.
    """

    read_on: dt.date | None
    changed_on: dt.date | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OwnerView(DatedView):
    """A group or a partner: both have events and opportunities. `own_calendar` is where its dates come from, if set."""

    own_calendar: OwnCalendarView | None
    name: str
    short_name: str | None
    aliases: tuple[str, ...]
    _relations: Relations

    @property
    def title(self) -> str:
        """The name."""
        return self.name

    @property
    def events(self) -> Sequence[EventView]:
        """Its events, including hidden events."""
        return self._relations.events.get(self, ())

    @property
    def opportunities(self) -> Sequence[OpportunityView]:
        """The opportunities that its page may show."""
        return self._relations.opportunities.get(self, ())

    @property
    def shown_events(self) -> Sequence[EventView]:
        """The events that its page may show."""
        return [event for event in self.events if not event.hidden or self.hidden]

    @cached_property
    def coming(self) -> Sequence[EventDate]:
        """The dates of its events that are not over, the soonest first."""
        return in_order(date for event in self.shown_events for date in event.coming)

    @cached_property
    def to_be_announced(self) -> Sequence[EventView]:
        """Its events whose date is to be announced."""
        return [event for event in self.shown_events if event.is_waiting]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class PartnerView(OwnerView):
    """An organization that the district works with. `website` is the partner's own site."""

    kind: PartnerKind
    summary: str | None
    relationship: str | None
    in_place: str | None
    offers: tuple[Offer, ...]
    last_contact: LastContact | None
    website: str | None

    @property
    def groups(self) -> Sequence[GroupView]:
        """The groups that work with it."""
        return self._relations.groups.get(self, ())


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of a group to a question. `state` is `answered`, `declined`, or `unknown`."""

    state: str
    answer: str | None
    asked_on: str | None
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class QuestionView(AnswerView):
    """One of the five questions for a group, with its answer and the earlier answers."""

    key: str
    question: str
    earlier: tuple[AnswerView, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupView(OwnerView):
    """A group of people who meet."""

    image: ImageView | None
    kind: GroupKind
    status: GroupStatus | None
    gloss: str | None
    successor: RecordLink | None
    summary: str | None
    purpose_markdown: str | None
    subjects: tuple[str, ...]
    open_to: str | None
    meets: str | None
    confidentiality: Confidentiality
    join: Join
    calendar_title: str | None
    inquiry: Inquiry
    facilitators: tuple[FacilitatorView, ...]
    partners: tuple[PartnerView, ...]
    milestones: tuple[MilestoneView, ...]
    answers: tuple[QuestionView, ...]

    @cached_property
    def purpose_text(self) -> str:
        """What the group is for, as plain text."""
        return to_text(self.purpose_markdown or "")

    @property
    def motif(self) -> Sequence[Ring]:
        """The rings that represent a group without an image."""
        return motif(self.first_id)

    @property
    def card(self) -> str:
        """The address of the picture that chats show for a link to its page."""
        return f"cards/groups/{self.first_id}.png"

    @property
    def calendar(self) -> str:
        """The address of its calendar."""
        return f"calendars/groups/{self.id}.ics"

    @property
    def discreet_calendar(self) -> str:
        """The address of its discreet calendar, whose entries do not name it."""
        return f"calendars/groups/{self.id}.discreet.ics"

    @property
    def discreet_title(self) -> str:
        """The title of all entries in that calendar."""
        return self.calendar_title or labels.discreet_title()

    @property
    def ahead(self) -> str:
        """The words in place of a next date."""
        return gettext("To be announced") if self.to_be_announced else self._nothing_ahead[0]

    @property
    def no_dates(self) -> str:
        """The sentence in place of a list of dates."""
        return self._nothing_ahead[1]

    @property
    def is_next_known(self) -> bool:
        """Whether the data says something about the next date: that there is a date or a plan, that there is none, or
        that the group has ended."""
        return bool(self.has_had_dates or self.to_be_announced or self.status == "closed")

    @cached_property
    def has_had_dates(self) -> bool:
        """Whether any date of the group, past or future, is known."""
        return any(event.starts is not None for event in self.shown_events)

    @cached_property
    def _nothing_ahead(self) -> tuple[str, str]:
        return labels.nothing_ahead(self.status, is_known=self.has_had_dates)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OfferedView(RecordView):
    """An offer of groups and partners: an event or an opportunity. `website` is the organizer's own page."""

    title: str
    summary: str | None
    groups: tuple[GroupView, ...]
    partners: tuple[PartnerView, ...]
    facilitators: tuple[FacilitatorView, ...]
    open_to: str | None
    reason: str | None
    prerequisites: str | None
    cost: str | None
    travel: str | None
    website: str | None
    details_markdown: str | None

    @cached_property
    def organizers(self) -> Sequence[GroupView | PartnerView]:
        """The groups, and then the partners."""
        return (*self.groups, *self.partners)

    def organizers_except(self, record_id: str) -> Sequence[GroupView | PartnerView]:
        """The groups and partners, except the group or partner whose page it is."""
        return [owner for owner in self.organizers if owner.id != record_id]

    @cached_property
    def is_named_after_organizer(self) -> bool:
        """Whether its title is also the name of a group or partner, so that links must say which of the two they
        mean."""
        return any(self.title in (owner.name, owner.short_name) for owner in self.organizers)

    @cached_property
    def details(self) -> Markup | None:
        """The details, as HTML."""
        return html(self.details_markdown)

    @cached_property
    def details_text(self) -> str:
        """The details, as plain text."""
        return to_text(self.details_markdown or "")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OpportunityView(OfferedView):
    """Something to apply for. `is_ahead` is True if people can still apply; `when_text` has its dates in words."""

    kind: OpportunityKind
    status: str
    commitment: str | None
    matching: str | None
    apply_by: dt.date | None
    starts: dt.date | None
    ends: dt.date | None
    when: str | None
    hours: str | None
    stipend: str | None
    contact: str | None
    when_text: str
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class SkippedDate:
    """A date on which a series does not meet."""

    date: dt.date
    reason: str | None
    _context: EventContext

    @property
    def day(self) -> str:
        """The date in words, without the current year."""
        return dates.listed_day(self.date, self._context.today)

    @property
    def over(self) -> str:
        """The moment after which the date is past."""
        return end_of_day(self.date, self._context.zone)


@dataclass(frozen=True, slots=True)
class EventContext:
    """The values that all events of a site share."""

    zone: ZoneInfo
    today: dt.date
    facilitators: Mapping[str, FacilitatorView]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class EventView(OfferedView, DatedView):
    """Something with a date, once or repeated. Its dates are expanded on first use."""

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
    status: str
    registration: Register | None
    next_edition: RecordLink | None
    clock_hours: str | None
    all_day: bool
    place_text: str
    _schedule: EventSchedule
    _context: EventContext
    _series: EventView | None = None
    """The view of the series, if this view is for one date with its own title, place, or other values."""

    @property
    def calendar(self) -> str:
        """The address of its calendar."""
        return f"calendars/events/{self.id}.ics"

    @cached_property
    def series(self) -> str:
        """The rule by which it repeats, in words."""
        return describe.series(self._schedule)

    @cached_property
    def skipped(self) -> Sequence[SkippedDate]:
        """The dates on which the series does not meet, past and upcoming."""
        schedule, zone = self._schedule, self._context.zone
        # A date of an event in another zone can be on another day here.
        away = schedule.zone != zone
        days = (day_of(here(schedule.usual_on(skip.date), zone)) if away else skip.date for skip in schedule.skipped)
        return [SkippedDate(day, skip.reason, self._context) for day, skip in zip(days, schedule.skipped, strict=True)]

    @cached_property
    def occurrences(self) -> Sequence[EventDate]:
        """All its dates, past and upcoming."""
        if self._series:
            return self._series.occurrences
        context = self._context
        return [
            EventDate(
                self._on(one.event_as_changed) if one.change and one.change.words else self,
                one,
                context.zone,
                context.today,
            )
            for one in self._schedule.occurrences
        ]

    @cached_property
    def coming(self) -> Sequence[EventDate]:
        """The dates that are not over, the soonest first."""
        return [date for date in self.occurrences if date.is_coming]

    @cached_property
    def past(self) -> Sequence[EventDate]:
        """The dates that are over."""
        return [date for date in self.occurrences if not date.is_coming]

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
            [group.join.contact for group in self.groups],
            [_OF_PERSON(person) for person in self.facilitators],
            [
                (*_OF_DATE(date), date.is_today, date.previous, date.differs and _own_words(date))
                for date in self.occurrences
            ],
            [(skip.date, skip.reason, skip.date >= today) for skip in self.skipped],
            schedule.changes and self.series,
            sign_up and sign_up.by and sign_up.by >= today,
        )

    @property
    def is_waiting(self) -> bool:
        """Whether its date is to be announced: it has no date, or its postponed date is over."""
        return self.starts is None or (self.status == "postponed" and not self.coming)

    def _on(self, record: Event) -> EventView:
        """The view of the event on one date, whose record has the title, the place, and other words of that date."""
        return replace(
            self,
            title=record.title,
            place=record.place,
            place_text=place_text(record),
            online=record.online,
            facilitators=some(self._context.facilitators, record.facilitators, hidden=self.hidden),
            details_markdown=record.details,
            _series=self,
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
_OF_OWNER: Final = attrgetter("id", "url", "name", "short_name", "hidden", "own_calendar")
_OF_PERSON: Final = attrgetter("url", "title", "role")
_OF_DATE: Final = attrgetter("series_date", "start", "end", "last_day", "status", "note", "reason", "away", "is_coming")


def _own_words(date: EventDate) -> object:
    """The values that a date has in place of the values of its series."""
    event = date.event
    own = event.title, event.place, event.place_text, event.online, event.details_markdown
    return date.differs, own, [_OF_PERSON(person) for person in event.facilitators]


def some(views: Mapping[str, ViewOf], ids: Iterable[str], *, hidden: bool) -> tuple[ViewOf, ...]:
    """The views with these ids. Hidden views are left out unless the record that asks is `hidden` itself."""
    return tuple(views[name] for name in ids if name in views and (hidden or not views[name].hidden))


def place_text(event: Event) -> str:
    """Where an event takes place, in words."""
    place, where = event.place, ""
    if place and place.private:
        where = gettext("Place shared after you write to us")
    elif place:
        where = ", ".join(part for part in (place.name, place.address) if part)
    if event.online:
        return gettext("%(place)s and online", place=where) if where else gettext("Online")
    return where
