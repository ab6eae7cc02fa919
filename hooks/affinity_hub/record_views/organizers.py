"""Groups and partners as organizers of events, and facilitators: what the views of events know about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from affinity_hub.schema import Vacancy

from .base import RecordView

ViewOf = TypeVar("ViewOf", bound=RecordView)


@dataclass(frozen=True, slots=True)
class OwnCalendarView:
    """The group's own calendar, from which dates come.

    `read_on` is the day of the last reading, if it was so long ago that pages must say so. `changed_on` is the day on
    which the dates last changed, if the day of the last reading is unknown.
    """

    read_on: dt.date | None
    changed_on: dt.date | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OrganizerView(RecordView):
    """The names of a group or a partner. `own_calendar` is where its dates come from, if set."""

    own_calendar: OwnCalendarView | None
    name: str
    short_name: str | None
    aliases: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name."""
        return self.name

    @property
    def brief_name(self) -> str:
        """The short name, or the name."""
        return self.short_name or self.name

    @property
    def contact(self) -> str | None:
        """Where people can ask questions about its events. Partners have no contact."""
        return None

    @property
    def has_ended(self) -> bool:
        """Whether it is a closed group."""
        return False

    @property
    def is_over(self) -> bool:
        """Whether it is a closed group without more dates."""
        return False


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FacilitatorView(RecordView):
    """A role. `name` is the name of the person in this role, if the person consents to that."""

    role: str
    summary: str | None
    contact: str | None
    vacancy: Vacancy | None
    open_until: str
    """The moment when the role stops being open (RFC 3339). An older page hides the invitation then. Empty if the
    vacancy has no last day."""
    interest_ended_on: dt.date | str | None
    """The last day to show interest, if it has passed. The data does not say whether the role is filled."""
    name: str | None
    leads_only_ended_groups: bool
    """Whether the role leads only groups that have ended, and only events of such groups."""
    _groups: Mapping[RecordView, Sequence[OrganizerView]]
    """The groups of each facilitator and partner."""

    @property
    def title(self) -> str:
        """The name, or the role."""
        return self.name or self.role

    @property
    def groups(self) -> Sequence[OrganizerView]:
        """The groups that this person facilitates, without closed groups that have no more dates, unless all are
        closed."""
        found = self._groups.get(self, ())
        return found if self.leads_only_ended_groups else [group for group in found if not group.is_over]


def with_ids(views: Mapping[str, ViewOf], ids: Iterable[str], *, hidden: bool) -> tuple[ViewOf, ...]:
    """The views with these ids. Hidden views are left out unless the record that asks is `hidden` itself."""
    return tuple(views[name] for name in ids if name in views and (hidden or not views[name].hidden))
