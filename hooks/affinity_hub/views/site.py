"""`Site`: the views of all records of a hub, for one audience. Pages, feeds, and the API receive this object, never a
record.

A view has the public fields of a record under their own names (`schema.record` lists them), and values computed from
them. Drafts have no views.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import TypeVar, get_args
from zoneinfo import ZoneInfo

from affinity_hub.core.digests import digest
from affinity_hub.core.pictures import SmallCopy
from affinity_hub.core.timezones import zone
from affinity_hub.hub.embed_contract import Contract
from affinity_hub.hub.hub import Hub
from affinity_hub.record_views import list_places
from affinity_hub.record_views.base import ImageView, RecordView
from affinity_hub.record_views.events.event import EventDate, EventView, in_order
from affinity_hub.record_views.events.offered import OpportunityView
from affinity_hub.record_views.groups import GroupView, PartnerView
from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.record_views.progress_and_library import (
    DifficultQuestionView,
    EntryView,
    LibraryLists,
    MilestoneView,
    ProgressLists,
    UpdateView,
    entry_lists,
)
from affinity_hub.schema import (
    NoSchool,
)
from affinity_hub.schema.progress import Season
from affinity_hub.schema.settings import Settings
from affinity_hub.wording import labels

from .from_records.publication import Publication
from .from_records.record_lists import RecordLists
from .from_records.record_pages import RecordPages, open_first

ListedView = TypeVar("ListedView", bound=RecordView)


class Site:
    """All content of a hub that its audience may see on a day. `today` is a date in the site's zone.

    `groups`, `events`, and `partners` have the records that lists may show; `group_pages` and so on have all records
    with a page, including hidden records. `roles` are the facilitators in the order of their page: the open roles
    first.
    """

    settings: Settings
    contract: Contract
    is_staff: bool
    zone: ZoneInfo
    now: dt.datetime
    today: dt.date
    groups: Sequence[GroupView]
    group_pages: Sequence[GroupView]
    events: Sequence[EventView]
    event_pages: Sequence[EventView]
    partners: Sequence[PartnerView]
    partner_pages: Sequence[PartnerView]
    opportunities: Sequence[OpportunityView]
    opportunity_pages: Sequence[OpportunityView]
    facilitators: Sequence[FacilitatorView]
    facilitator_entries: Sequence[FacilitatorView]
    roles: Sequence[FacilitatorView]
    progress: ProgressLists
    library: LibraryLists
    question_pages: Sequence[DifficultQuestionView]
    days_off: Sequence[NoSchool]
    image: ImageView | None
    pictures: dict[str, SmallCopy]
    """The small copies of pictures that pages show, by address."""

    def __init__(self, hub: Hub, now: dt.datetime) -> None:
        self.settings = hub.settings
        self.days_off = hub.no_school
        self.contract = hub.contract or Contract()
        self.is_staff = hub.audience == "staff"
        self.zone = zone(hub.settings.time_zone)
        self.now = now.astimezone(self.zone)
        self.today = self.now.date()
        publication = Publication.of(hub, self.today)
        pages = RecordPages(hub, publication, self.zone)
        self.image, self.pictures = pages.image, pages.pictures
        self.group_pages, self.groups = _all_and_listed(pages.groups)
        self.event_pages, self.events = _all_and_listed(pages.events)
        self.partner_pages, self.partners = _all_and_listed(pages.partners)
        self.opportunity_pages, self.opportunities = _all_and_listed(pages.opportunities)
        self.facilitator_entries, self.facilitators = _all_and_listed(pages.facilitators)
        self.roles = open_first(self.facilitators)
        lists = RecordLists(hub, publication, pages)
        self.progress, self.library, self.question_pages = lists.progress, lists.library, lists.question_pages
        self._digest_without_events = cache(partial(_digest_without_events, hub))

    @cached_property
    def entry_lists(self) -> Mapping[str, Sequence[EntryView]]:
        """The lists of progress.yml and library.yml by their key in the file."""
        return entry_lists(self.progress, self.library)

    def entries(self, name: str) -> Sequence[EntryView | MilestoneView]:
        """A list in the order in which pages show it. The milestones of groups are in the list of milestones."""
        of_groups = (milestone for group in self.groups for milestone in group.milestones)
        own = self.entry_lists[name]
        return list_places.in_order(name, [*own, *of_groups] if name == "milestones" else own)

    def is_long(self, name: str) -> bool:
        """Whether a list has its own pages besides the page with its beginning."""
        return list_places.is_long(name, len(self.entries(name)))

    @cached_property
    def occurrences(self) -> Sequence[EventDate]:
        """Every listed occurrence, past and upcoming, in order."""
        return tuple(in_order(occurrence for event in self.events for occurrence in event.occurrences))

    @cached_property
    def coming(self) -> Sequence[EventDate]:
        """The listed occurrences that are not over, soonest first."""
        return tuple(date for date in self.occurrences if date.is_coming and date.is_listed)

    @cached_property
    def attendable(self) -> Sequence[EventDate]:
        """The upcoming occurrences that people can attend, without cancelled and postponed occurrences and
        observances."""
        return [date for date in self.coming if not date.is_off and date.event.kind != "observance"]

    @cached_property
    def meetings(self) -> Sequence[EventDate]:
        """The upcoming occurrences that are not observances, or all upcoming occurrences if there are no others."""
        return [occurrence for occurrence in self.coming if occurrence.event.kind != "observance"] or self.coming

    def coming_of(self, kind: str) -> Sequence[EventDate]:
        """The upcoming occurrences of a kind of event."""
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[EventDate]]:
        found: dict[str, list[EventDate]] = defaultdict(list)
        for occurrence in self.coming:
            found[occurrence.event.kind].append(occurrence)
        return found

    @cached_property
    def updates(self) -> Sequence[UpdateView]:
        """The progress updates by school year and season, newest first."""
        order = get_args(Season)
        return sorted(
            self.progress.updates, key=lambda update: (update.school_year, order.index(update.season)), reverse=True
        )

    def waiting(self, kind: str = "") -> Sequence[EventView]:
        """The listed events whose date is to be announced, or only the events of one kind."""
        return [event for event in self.events if event.is_waiting and kind in ("", event.kind)]

    def group_digest(self, group: GroupView) -> bytes:
        """A digest of everything that pages and widgets may show about a group: its events, the date, and all data
        except events."""
        events = [event.digest for event in group.events]
        return digest(self.today, self._digest_without_events(), list(self.pictures), events)

    @property
    def no_groups(self) -> str:
        """The sentence in place of a list of the groups that people can join."""
        return labels.no_groups({group.status for group in self.groups})

    def address(self, path: str) -> str:
        """The absolute address of a path of the site."""
        return self.settings.url.rstrip("/") + "/" + path


def _digest_without_events(hub: Hub) -> bytes:
    """A digest of all data except events. The `repr` of a record leaves out its file, and the `repr` of a set has no
    order."""
    others = replace(hub, events=(), schedules={}, staff_files=frozenset(), unreadable=frozenset())
    files = [record.file for record in others.records()]
    return digest(others, files, sorted(hub.staff_files), sorted(hub.unreadable))


def _all_and_listed(views: Mapping[str, ListedView]) -> tuple[Sequence[ListedView], Sequence[ListedView]]:
    return list(views.values()), [view for view in views.values() if not view.hidden]
