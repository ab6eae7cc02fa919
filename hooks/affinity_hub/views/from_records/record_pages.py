"""Makes the views of the records with pages: groups, events, partners, and opportunities. Facilitators share a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from affinity_hub.core.pictures import PictureError, SmallCopy, small_copy
from affinity_hub.core.text import say_the_same
from affinity_hub.hub.hub import Hub
from affinity_hub.record_views import addresses, pagination
from affinity_hub.record_views.base import ImageView, RecordLink, RecordView, fill
from affinity_hub.record_views.events.event import EventView, place_text
from affinity_hub.record_views.events.occurrence import end_of_day
from affinity_hub.record_views.events.offered import OpportunityView
from affinity_hub.record_views.events.skipped import EventContext
from affinity_hub.record_views.five_questions import answers
from affinity_hub.record_views.groups import GroupView, Offers, PartnerView
from affinity_hub.record_views.organizers import FacilitatorView, OwnCalendarView, with_ids
from affinity_hub.record_views.progress_and_library import MilestoneView
from affinity_hub.schema import Event, Facilitator, Group, Opportunity, Partner, Record
from affinity_hub.schema.event import EventSchedule
from affinity_hub.schema.image import HubImage
from affinity_hub.wording import dates

from .publication import Publication, not_hidden, published

AS_OF_DAYS: Final = 2
"""A page shows the age of imported dates if they were not read for more than this number of days."""


class RecordPages:
    """The views of all records with pages, by id, including hidden records."""

    def __init__(self, hub: Hub, publication: Publication, zone: ZoneInfo) -> None:
        self.publication, self._zone = publication, zone
        self._imported, self._read_on = hub.imported, hub.read_on
        self._groups_of: dict[RecordView, list[GroupView]] = defaultdict(list)
        self._offers = Offers()
        self._pictures, self.pictures = hub.pictures, dict[str, SmallCopy]()
        self.image = self._image(hub.settings.image)
        ended = _roles_of_ended_groups(published(hub.groups), published(hub.events))
        people = [_without_vacancy(r) if r.id in ended else r for r in published(hub.facilitators)]
        self._interest_ended_on = {
            r.id: r.vacancy.closes for r in people if r.vacancy and dates.is_over(r.vacancy.closes, publication.today)
        }
        people = [_without_vacancy(r) if r.id in self._interest_ended_on else r for r in people]
        role_urls = _role_urls(people)
        self.facilitators = {
            r.id: self._facilitator(r, role_urls, leads_only_ended_groups=r.id in ended) for r in people
        }
        self.partners = {r.id: self._partner(r) for r in published(hub.partners)}
        self._listed_groups, self._next_events = {r.id: r for r in not_hidden(hub.groups)}, _page_links(hub.events)
        self.groups = {r.id: self._group(r) for r in published(hub.groups)}
        self._context = EventContext(zone, publication.today, self.facilitators)
        self.events = {r.id: self._event(r, hub.schedules[r.id]) for r in hub.events if hub.is_published(r)}
        self.opportunities = {r.id: self._opportunity(r) for r in hub.opportunities if hub.is_published(r)}
        self._relate()

    def _image(self, image: HubImage | None) -> ImageView | None:
        """The view of a picture, if the people in it consent to it today. `pictures` gets its small copy."""
        if image is None or not image.consent.holds(self.publication.today) or image.file not in self._pictures:
            return None
        try:
            copy = small_copy(self._pictures[image.file])
        except PictureError:
            return None
        url = f"images/{copy.name}"
        self.pictures[url] = copy
        return ImageView(url, image.alt, copy.width, copy.height)

    def _facilitator(
        self, record: Facilitator, urls: Mapping[str, str], *, leads_only_ended_groups: bool
    ) -> FacilitatorView:
        name = record.shown_name(self.publication.today, self.publication.audience)
        own = self.publication.shown(record, urls.get(record.id))
        closes = record.vacancy.closes if record.vacancy else None
        return fill(
            FacilitatorView,
            record,
            **own,
            name=name,
            leads_only_ended_groups=leads_only_ended_groups,
            open_until=end_of_day(dates.day_due(closes), self._zone) if closes else "",
            interest_ended_on=self._interest_ended_on.get(record.id),
            _groups=self._groups_of,
        )

    def _partner(self, record: Partner) -> PartnerView:
        own = self._own_calendar(record)
        return fill(
            PartnerView,
            record,
            **self.publication.shown(record),
            own_calendar=own,
            website=record.url,
            _groups=self._groups_of,
            _offers=self._offers,
        )

    def _group(self, record: Group) -> GroupView:
        people = with_ids(self.facilitators, record.facilitators, hidden=False)
        successor = _successor(record, self._listed_groups)
        partners = with_ids(self.partners, record.partners, hidden=record.hidden)
        view = fill(
            GroupView,
            record,
            **self.publication.shown(record),
            own_calendar=self._own_calendar(record),
            facilitators=people,
            partners=partners,
            milestones=tuple(fill(MilestoneView, item, **self.publication.outcome(item)) for item in record.milestones),
            answers=tuple(answers(record.inquiry)),
            image=self._image(record.image),
            successor=_page_link(successor) if successor else None,
            has_ended_successor=successor is not None and successor.status == "closed",
            _offers=self._offers,
        )
        for owner in (*people, *partners):
            if not record.hidden or owner.hidden:
                self._groups_of[owner].append(view)
        return view

    def _own_calendar(self, record: Group | Partner) -> OwnCalendarView | None:
        """The calendar that dates are imported from, if there are any."""
        if record.calendar_source is None or record.id not in self._imported:
            return None
        read = self._read_on.get(record.id)
        if read is None:
            return OwnCalendarView(None, self._imported[record.id].changed_on)
        return OwnCalendarView(read if (self.publication.today - read).days > AS_OF_DAYS else None, None)

    def _opportunity(self, record: Opportunity) -> OpportunityView:
        return fill(
            OpportunityView,
            record,
            **self.publication.shown(record) | self._offered(record),
            when_text=dates.period(record.starts, record.ends, record.when),
            is_deadline_upcoming=record.apply_by is not None and record.apply_by >= self.publication.today,
        )

    def _event(self, record: Event, schedule: EventSchedule) -> EventView:
        offered = self._offered(record)
        groups = with_ids(self.groups, record.groups, hidden=True)  # the answer of a hidden group counts too
        return fill(
            EventView,
            record,
            **self.publication.shown(record) | offered,
            open_to=_open_to(record, groups),
            all_day=record.all_day,
            next_edition=self._next_events.get(record.next_edition or ""),
            place_text=place_text(record),
            _schedule=schedule,
            _context=self._context,
        )

    def _offered(self, record: Event | Opportunity) -> dict[str, object]:
        """The groups and partners that offer it. It is hidden if all of them are hidden."""
        owners = [
            *with_ids(self.groups, record.groups, hidden=True),
            *with_ids(self.partners, record.partners, hidden=True),
        ]
        hidden = record.hidden or (bool(owners) and all(owner.hidden for owner in owners))
        return {
            "groups": with_ids(self.groups, record.groups, hidden=hidden),
            "partners": with_ids(self.partners, record.partners, hidden=hidden),
            "facilitators": with_ids(self.facilitators, record.facilitators, hidden=hidden),
            "hidden": hidden,
            "website": record.url,
        }

    def _relate(self) -> None:
        """Gives groups and partners their events and opportunities."""
        for event in self.events.values():
            for owner in event.organizers:
                self._offers.events[owner].append(event)
        for opportunity in self.opportunities.values():
            for owner in opportunity.organizers:
                if not opportunity.hidden or owner.hidden:
                    self._offers.opportunities[owner].append(opportunity)


def _open_to(record: Event, groups: Iterable[GroupView]) -> str | None:
    """Who can come: the answer of the event, or the answer that all its groups give. None if nobody has said."""
    if "open_to" in record.model_fields_set:
        return record.open_to
    answers = [group.open_to for group in groups]
    return answers[0] if answers and say_the_same(answers) else None


def _page_links(records: Iterable[Record]) -> dict[str, RecordLink]:
    """Links to the pages of the listed records, by id."""
    return {record.id: _page_link(record) for record in not_hidden(records)}


def _page_link(record: Record) -> RecordLink:
    return RecordLink(record.id, addresses.label(record), addresses.address(record))


def _successor(group: Group, listed: Mapping[str, Group]) -> Group | None:
    """The group that continues a group. If that group has ended too, this is the group that continues it, and so on. If
    all of them have ended, this is the last of them."""
    seen, found = {group.id}, None
    following = listed.get(group.successor or "")
    while following and following.id not in seen:
        seen.add(following.id)
        found = following
        following = listed.get(found.successor or "") if found.status == "closed" else None
    return found


def _roles_of_ended_groups(groups: Iterable[Group], events: Iterable[Event]) -> set[str]:
    """The ids of the roles that lead only groups that have ended, and only events of such groups."""
    roles = {is_closed: set[str]() for is_closed in (True, False)}
    closed = set[str]()
    for group in groups:
        roles[group.status == "closed"].update(group.facilitators)
        closed.update([group.id] if group.status == "closed" else [])
    for event in events:
        if not event.groups or not closed.issuperset(event.groups):
            roles[False].update(event.facilitators)
    return roles[True] - roles[False]


def _without_vacancy(person: Facilitator) -> Facilitator:
    return person.model_copy(update={"vacancy": None})


PersonType = TypeVar("PersonType", Facilitator, FacilitatorView)


def open_first(people: Iterable[PersonType]) -> list[PersonType]:
    """Facilitators in the order of their page."""
    return sorted(people, key=lambda person: not person.vacancy)


def _role_urls(people: Iterable[Facilitator]) -> dict[str, str]:
    """The addresses of the listed facilitators, whose page may continue over several pages."""
    pages = pagination.list_pages("facilitators/", open_first(not_hidden(people)))
    return {person.id: f"{page.url}#{person.id}" for page in pages for person in page.items}
