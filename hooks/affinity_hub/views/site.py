"""`Site`: the views of all records of a hub, for one audience. Pages, feeds, and the API receive this object, never a
record.

A view has the public fields of a record under their own names (`schema.record` lists them), and values computed from
them. Drafts have no views.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeVar, get_args
from zoneinfo import ZoneInfo

from affinity_hub.core.i18n import Labels, noop
from affinity_hub.core.pictures import PictureError, SmallCopy, small_copy
from affinity_hub.core.timezones import zone
from affinity_hub.hub.embed_contract import Contract
from affinity_hub.hub.hub import Hub
from affinity_hub.record_views import addresses, list_places, pagination
from affinity_hub.record_views.base import RecordLink, RecordView, fill
from affinity_hub.record_views.charts import bars
from affinity_hub.record_views.events.event import (
    AnswerView,
    EventContext,
    EventDate,
    EventView,
    FacilitatorView,
    GroupView,
    ImageView,
    OpportunityView,
    OwnCalendarView,
    PartnerView,
    QuestionView,
    Relations,
    in_order,
    place_text,
    some,
)
from affinity_hub.record_views.progress_and_library import (
    ClaimView,
    DataItemView,
    DifficultQuestionView,
    EntryView,
    FeedbackWayView,
    FigureView,
    FindingView,
    FoundingStepView,
    InquiryEntryView,
    LibraryLists,
    MeasureView,
    MilestoneView,
    ProgressLists,
    ProgressMilestoneView,
    ReadingView,
    ResourceView,
    StakeholderView,
    TermView,
    UpdateView,
    entry_lists,
)
from affinity_hub.schema import (
    Answer,
    Audience,
    EarlierAnswer,
    Event,
    Facilitator,
    Group,
    Inquiry,
    Library,
    Milestone,
    NoSchool,
    Opportunity,
    Partner,
    Progress,
    Record,
)
from affinity_hub.schema.event import EventSchedule
from affinity_hub.schema.image import HubImage
from affinity_hub.schema.library import DifficultQuestion
from affinity_hub.schema.milestone import CLOSED
from affinity_hub.schema.progress import Measure, Season
from affinity_hub.schema.settings import Settings
from affinity_hub.suppression.algorithm import rate
from affinity_hub.wording import dates, organization

__all__ = ["Site", "questions"]

RecordType = TypeVar("RecordType", bound=Record)
ListedView = TypeVar("ListedView", bound=RecordView)
EntryType = TypeVar("EntryType", bound=EntryView)

AS_OF_DAYS: Final = 2
"""A page shows the age of imported dates if they were not read for more than this number of days."""
QUESTIONS: Final = Labels(
    {
        "leadership": noop("What is the leadership structure?"),
        "membership": noop("How does the group find and invite members?"),
        "facilitator_training": noop("What training do facilitators get?"),
        "meetings": noop("How often does the group meet?"),
        "district_support": noop("What could formal support from the %(organization)s look like?"),
    }
)


def questions() -> dict[str, str]:
    """The five questions for every group, by key, in the current language."""
    noun = organization.current().organization
    return {key: text % {"organization": noun} for key, text in QUESTIONS.items()}


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
        self._audience: Audience = hub.audience
        self._staff_files = hub.staff_files
        self._has_form = hub.has_form
        self._imported, self._read_on = hub.imported, hub.read_on
        self.zone = zone(hub.settings.time_zone)
        self.now = now.astimezone(self.zone)
        self.today = self.now.date()
        self._relations = Relations()
        self._pictures, self.pictures = hub.pictures, dict[str, SmallCopy]()
        self.image = self._image(hub.settings.image)
        people = _published(hub.facilitators)
        role_urls = _role_urls(people)
        self._facilitators = {r.id: self._facilitator(r, role_urls) for r in people}
        self._partners = {r.id: self._partner(r) for r in _published(hub.partners)}
        self._next_groups, self._next_events = _page_links(hub.groups), _page_links(hub.events)
        self._groups = {r.id: self._group(r) for r in _published(hub.groups)}
        self._context = EventContext(self.zone, self.today, self._facilitators)
        self._events = {r.id: self._event(r, hub.schedules[r.id]) for r in hub.events if hub.is_published(r)}
        self._opportunities = {r.id: self._opportunity(r) for r in hub.opportunities if hub.is_published(r)}
        self._relate()
        self.group_pages, self.groups = _all_and_listed(self._groups)
        self.event_pages, self.events = _all_and_listed(self._events)
        self.partner_pages, self.partners = _all_and_listed(self._partners)
        self.opportunity_pages, self.opportunities = _all_and_listed(self._opportunities)
        self.facilitator_entries, self.facilitators = _all_and_listed(self._facilitators)
        self.roles = _open_first(self.facilitators)
        self._urls = self._list_urls(hub)
        self._sources = self._links([*hub.library.claims, *hub.progress.reading])
        self.progress = self._progress(hub.progress)
        self.library = self._library(hub.library)
        self.question_pages = [self._question(r) for r in _published(hub.library.difficult_questions)]

    def _image(self, image: HubImage | None) -> ImageView | None:
        """The view of a picture, if the people in it consent to it today. `pictures` gets its small copy."""
        if image is None or not image.consent.holds(self.today) or image.file not in self._pictures:
            return None
        try:
            copy = small_copy(self._pictures[image.file])
        except PictureError:
            return None
        url = f"images/{copy.name}"
        self.pictures[url] = copy
        return ImageView(url, image.alt, copy.width, copy.height)

    # Records with pages

    def _facilitator(self, record: Facilitator, urls: Mapping[str, str]) -> FacilitatorView:
        name = record.shown_name(self.today, self._audience)
        own = self._shown(record, urls.get(record.id))
        return fill(FacilitatorView, record, **own, name=name, _relations=self._relations)

    def _partner(self, record: Partner) -> PartnerView:
        own = self._own_calendar(record)
        return fill(
            PartnerView,
            record,
            **self._shown(record),
            own_calendar=own,
            website=record.url,
            _relations=self._relations,
        )

    def _group(self, record: Group) -> GroupView:
        people = some(self._facilitators, record.facilitators, hidden=False)
        partners = some(self._partners, record.partners, hidden=record.hidden)
        view = fill(
            GroupView,
            record,
            **self._shown(record),
            own_calendar=self._own_calendar(record),
            facilitators=people,
            partners=partners,
            milestones=tuple(fill(MilestoneView, item, **self._outcome(item)) for item in record.milestones),
            answers=tuple(_answers(record.inquiry)),
            image=self._image(record.image),
            successor=self._next_groups.get(record.successor or ""),
            _relations=self._relations,
        )
        for owner in (*people, *partners):
            if not record.hidden or owner.hidden:
                self._relations.groups[owner].append(view)
        return view

    def _own_calendar(self, record: Group | Partner) -> OwnCalendarView | None:
        """The calendar that dates are imported from, if there are any."""
        if record.calendar_source is None or record.id not in self._imported:
            return None
        read = self._read_on.get(record.id)
        if read is None:
            return OwnCalendarView(None, self._imported[record.id].changed_on)
        return OwnCalendarView(read if (self.today - read).days > AS_OF_DAYS else None, None)

    def _opportunity(self, record: Opportunity) -> OpportunityView:
        return fill(
            OpportunityView,
            record,
            **self._shown(record) | self._offered(record),
            when_text=dates.period(record.starts, record.ends, record.when),
            is_ahead=record.apply_by is not None and record.apply_by >= self.today,
        )

    def _event(self, record: Event, schedule: EventSchedule) -> EventView:
        offered = self._offered(record)
        inherited = (group.open_to for group in offered["groups"] if group.open_to)  # type: ignore[attr-defined]
        return fill(
            EventView,
            record,
            **self._shown(record) | offered,
            open_to=record.open_to or next(inherited, None),
            all_day=record.all_day,
            next_edition=self._next_events.get(record.next_edition or ""),
            place_text=place_text(record),
            _schedule=schedule,
            _context=self._context,
        )

    def _shown(self, record: Record, url: str | None = None) -> dict[str, object]:
        """The place of a record on the site, and whether it was confirmed recently."""
        return {
            "url": url or addresses.address(record),
            # Files of the staff overlay cannot be edited on GitHub.
            "file": "" if record.file in self._staff_files else record.file,
            "has_form": self._has_form(record),
            "first_id": record.first_id,
            "is_stale": record.is_stale(self.settings.stale_after_days, self.today),
        }

    def _offered(self, record: Event | Opportunity) -> dict[str, object]:
        """The groups and partners that offer it. It is hidden if all of them are hidden."""
        owners = [
            *some(self._groups, record.groups, hidden=True),
            *some(self._partners, record.partners, hidden=True),
        ]
        hidden = record.hidden or (bool(owners) and all(owner.hidden for owner in owners))
        return {
            "groups": some(self._groups, record.groups, hidden=hidden),
            "partners": some(self._partners, record.partners, hidden=hidden),
            "facilitators": some(self._facilitators, record.facilitators, hidden=hidden),
            "hidden": hidden,
            "website": record.url,
        }

    def _relate(self) -> None:
        """Gives groups and partners their events and opportunities."""
        for event in self._events.values():
            for owner in event.organizers:
                self._relations.events[owner].append(event)
        for opportunity in self._opportunities.values():
            for owner in opportunity.organizers:
                if not opportunity.hidden or owner.hidden:
                    self._relations.opportunities[owner].append(opportunity)

    # Records in lists

    def _list_urls(self, hub: Hub) -> dict[tuple[type[Record], str], str]:
        """The addresses of the records whose lists go over several pages, by kind and id."""
        found: dict[tuple[type[Record], str], str] = {}
        of_groups = [milestone for group in self.groups for milestone in group.milestones]
        for lists in (hub.progress, hub.library):
            for name, kind in type(lists).kinds().items():
                records = [*_listed(getattr(lists, name)), *(of_groups if name == "milestones" else ())]
                found |= {(kind, own): url for own, url in list_places.urls(name, records).items()}
        return found

    def _entry(self, view: type[EntryType], record: Record, **values: object) -> EntryType:
        own = self._shown(record, self._urls.get((type(record), record.id)))
        return fill(view, record, **own, label=addresses.label(record), **values)

    def _link(self, record: Record) -> RecordLink:
        url = self._urls.get((type(record), record.id)) or addresses.address(record)
        return RecordLink(record.id, addresses.label(record), url)

    def _links(self, records: Iterable[Record]) -> dict[str, RecordLink]:
        """Links to the listed records, by id."""
        return {record.id: self._link(record) for record in _listed(records)}

    def _outcome(self, record: Milestone) -> dict[str, object]:
        passed = dates.is_over(record.due, self.today)
        overdue = passed and record.status not in CLOSED
        return {"due_text": dates.due(record.due), "is_overdue": overdue, "is_past": passed}

    def _progress(self, lists: Progress) -> ProgressLists:
        people = self._links(lists.stakeholders)
        measures = {record.id: record for record in _listed(lists.measures)}
        named: Mapping[str, GroupView | PartnerView] = {**self._groups, **self._partners}
        entry = self._entry
        return ProgressLists(
            milestones=tuple(
                entry(
                    ProgressMilestoneView,
                    record,
                    **self._outcome(record),
                    groups=tuple(map(_owner_link, some(self._groups, record.groups, hidden=False))),
                )
                for record in _listed(lists.milestones)
            ),
            findings=tuple(
                entry(
                    FindingView,
                    record,
                    heard_from=tuple(people[name] for name in record.heard_from if name in people),
                )
                for record in _listed(lists.findings)
            ),
            stakeholders=tuple(
                entry(
                    StakeholderView,
                    record,
                    about=next(map(_owner_link, some(named, [record.about or ""], hidden=False)), None),
                )
                for record in _listed(lists.stakeholders)
            ),
            inquiry=tuple(entry(InquiryEntryView, record) for record in _listed(lists.inquiry)),
            resources=tuple(
                entry(ResourceView, record, runs_out=record.runs_out(self.today)) for record in _listed(lists.resources)
            ),
            measures=tuple(self._measure(record, measures) for record in _listed(lists.measures)),
            updates=tuple(entry(UpdateView, record) for record in _listed(lists.updates)),
            start_a_group=tuple(entry(FoundingStepView, record) for record in _listed(lists.start_a_group)),
            reading=tuple(entry(ReadingView, record, website=record.url) for record in _listed(lists.reading)),
            data_collection=tuple(entry(DataItemView, record) for record in _listed(lists.data_collection)),
            feedback=tuple(entry(FeedbackWayView, record) for record in _listed(lists.feedback)),
        )

    def _measure(self, record: Measure, measures: Mapping[str, Measure]) -> MeasureView:
        whole = measures.get(record.out_of or "")
        totals = {figure.year: figure.count for figure in whole.figures} if whole else {}
        figures = tuple(
            FigureView(figure.year, figure.count, rate(figure.count, totals.get(figure.year)))
            for figure in sorted(record.figures, key=lambda figure: figure.year)
        )
        return self._entry(
            MeasureView,
            record,
            figures=figures,
            out_of=self._link(whole) if whole else None,
            bars=bars([figure.count for figure in figures]),
        )

    def _library(self, lists: Library) -> LibraryLists:
        return LibraryLists(
            difficult_questions=tuple(self._question(record) for record in _listed(lists.difficult_questions)),
            claims=tuple(self._entry(ClaimView, record, website=record.url) for record in _listed(lists.claims)),
            glossary=tuple(self._entry(TermView, record) for record in _listed(lists.glossary)),
        )

    def _question(self, record: DifficultQuestion) -> DifficultQuestionView:
        sources = tuple(self._sources[name] for name in record.sources if name in self._sources)
        return self._entry(DifficultQuestionView, record, sources=sources)

    # Lists

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
        return tuple(occurrence for occurrence in self.occurrences if occurrence.is_coming)

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
        return sorted(self.progress.updates, key=lambda one: (one.school_year, order.index(one.season)), reverse=True)

    def waiting(self, kind: str = "") -> Sequence[EventView]:
        """The listed events whose date is to be announced, or only the events of one kind."""
        return [event for event in self.events if event.is_waiting and kind in ("", event.kind)]

    def address(self, path: str) -> str:
        """The absolute address of a path of the site."""
        return self.settings.url.rstrip("/") + "/" + path


def _owner_link(owner: GroupView | PartnerView) -> RecordLink:
    return RecordLink(owner.id, owner.short_name or owner.name, owner.url)


def _published(records: Iterable[RecordType]) -> list[RecordType]:
    return [record for record in records if not record.draft]


def _listed(records: Iterable[RecordType]) -> list[RecordType]:
    return [record for record in records if not record.draft and not record.hidden]


def _page_links(records: Iterable[Record]) -> dict[str, RecordLink]:
    """Links to the pages of the listed records, by id."""
    return {one.id: RecordLink(one.id, addresses.label(one), addresses.address(one)) for one in _listed(records)}


def _all_and_listed(views: Mapping[str, ListedView]) -> tuple[Sequence[ListedView], Sequence[ListedView]]:
    return list(views.values()), [view for view in views.values() if not view.hidden]


PersonType = TypeVar("PersonType", Facilitator, FacilitatorView)


def _open_first(people: Iterable[PersonType]) -> list[PersonType]:
    """Facilitators in the order of their page."""
    return sorted(people, key=lambda person: not person.vacancy)


def _role_urls(people: Iterable[Facilitator]) -> dict[str, str]:
    """The addresses of the listed facilitators, whose page may continue over several pages."""
    found = pagination.parts("facilitators/", _open_first(_listed(people)))
    return {person.id: f"{part.url}#{person.id}" for part in found for person in part.items}


def _answers(inquiry: Inquiry) -> Iterable[QuestionView]:
    for key, question in questions().items():
        given: Answer = getattr(inquiry, key)
        earlier = tuple(_answer(answer) for answer in given.earlier)
        now = _answer(given)
        yield QuestionView(now.state, now.answer, now.asked_on, now.answered_by, key, question, earlier)


def _answer(answer: EarlierAnswer) -> AnswerView:
    state = "declined" if answer.declined else "answered" if answer.answer else "unknown"
    asked = dates.when(answer.asked_on) if answer.asked_on else None
    return AnswerView(state, answer.answer, asked, answer.answered_by)
