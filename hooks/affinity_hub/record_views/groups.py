"""The views of groups and partners with their events and opportunities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from affinity_hub.core.i18n import gettext
from affinity_hub.core.markdown import to_text
from affinity_hub.schema import GroupKind, GroupStatus, Inquiry, LastContact, Offer
from affinity_hub.schema.group import Confidentiality, Join
from affinity_hub.schema.partner import PartnerKind
from affinity_hub.wording import labels

from .base import ImageView, RecordLink, RecordView
from .charts import Ring, motif
from .events.event import DatedView, EventDate, EventView, in_order
from .events.offered import OpportunityView
from .five_questions import QuestionView
from .organizers import FacilitatorView, OrganizerView
from .progress_and_library import MilestoneView


class Offers:
    """The events and opportunities of each group and partner. `Site` fills it before anyone reads it."""

    def __init__(self) -> None:
        self.events: dict[OrganizerView, list[EventView]] = defaultdict(list)
        self.opportunities: dict[OrganizerView, list[OpportunityView]] = defaultdict(list)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OwnerView(OrganizerView, DatedView):
    """A group or a partner: both have events and opportunities."""

    _offers: Offers

    @property
    def events(self) -> Sequence[EventView]:
        """Its events, including hidden events."""
        return self._offers.events.get(self, ())

    @property
    def opportunities(self) -> Sequence[OpportunityView]:
        """The opportunities that its page may show."""
        return self._offers.opportunities.get(self, ())

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
    """An organization that the hub's organization works with. `website` is the partner's own site."""

    kind: PartnerKind
    summary: str | None
    relationship: str | None
    in_place: str | None
    offers: tuple[Offer, ...]
    last_contact: LastContact | None
    website: str | None
    _groups: Mapping[RecordView, Sequence[OrganizerView]]

    @property
    def groups(self) -> Sequence[OrganizerView]:
        """The groups that work with it."""
        return self._groups.get(self, ())


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupView(OwnerView):
    """A group of people who meet."""

    image: ImageView | None
    kind: GroupKind
    status: GroupStatus | None
    gloss: str | None
    successor: RecordLink | None
    has_ended_successor: bool
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

    @property
    def contact(self) -> str | None:
        """Where people can ask questions about the group and its events."""
        return self.join.contact

    @property
    def has_ended(self) -> bool:
        """Whether it is closed. A closed group may still have dates."""
        return self.status == "closed"

    @cached_property
    def is_over(self) -> bool:
        """Whether it has ended, and none of its events is still to come."""
        has_more_dates = self.to_be_announced or any(date.status != "cancelled" for date in self.coming)
        return self.has_ended and not has_more_dates

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
        """The sentence in place of a list of dates. For a group that has ended, it says so."""
        if self.has_ended and not self.is_over:
            return gettext("The group has ended, but some of its events are still to come.")
        return self._nothing_ahead[1]

    @property
    def is_next_known(self) -> bool:
        """Whether the data says something about the next date: that there is a date or a plan, that there is none, or
        that the group has ended."""
        return bool(self.has_had_dates or self.to_be_announced or self.has_ended)

    @cached_property
    def has_had_dates(self) -> bool:
        """Whether any date of the group, past or future, is known."""
        return any(event.starts is not None for event in self.shown_events)

    @cached_property
    def _nothing_ahead(self) -> tuple[str, str]:
        return labels.nothing_ahead(self.status, is_known=self.has_had_dates)
