"""What events and opportunities have in common, and the view of an opportunity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from affinity_hub.core.markdown import to_text
from affinity_hub.record_views.base import RecordView, html
from affinity_hub.record_views.organizers import FacilitatorView, OrganizerView
from affinity_hub.schema import OpportunityKind


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OfferedView(RecordView):
    """An offer of groups and partners: an event or an opportunity. `website` is the organizer's own page."""

    title: str
    summary: str | None
    groups: tuple[OrganizerView, ...]
    partners: tuple[OrganizerView, ...]
    facilitators: tuple[FacilitatorView, ...]
    open_to: str | None
    reason: str | None
    prerequisites: str | None
    cost: str | None
    travel: str | None
    website: str | None
    details_markdown: str | None

    @cached_property
    def organizers(self) -> Sequence[OrganizerView]:
        """The groups, and then the partners."""
        return (*self.groups, *self.partners)

    def organizers_except(self, record_id: str) -> Sequence[OrganizerView]:
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
    """Something to apply for. `is_deadline_upcoming` is True if the last day to apply is today or later;
    `when_text` has its dates in words."""

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
    is_deadline_upcoming: bool
