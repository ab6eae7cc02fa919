"""What the public may see. Templates, feeds and the API receive these views and never a record.

A view holds a record's public fields under their own names (those that `model.visibility` lists; Markdown is safe HTML,
drafts do not exist) and what is worked out from them. A field that is listed there is therefore here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from affinity_hub.core.markdown import to_html, to_text
from affinity_hub.core.timezones import zone
from affinity_hub.hub.embed_contract import Contract
from affinity_hub.hub.hub import Hub
from affinity_hub.recurrence import describe
from affinity_hub.schema import (
    DIFFERS,
    Audience,
    EarlierAnswer,
    Event,
    Facilitator,
    Group,
    Inquiry,
    Lists,
    Milestone,
    Opportunity,
    Partner,
    Record,
)
from affinity_hub.schema.dated import EventSchedule
from affinity_hub.schema.library import Claim, DifficultQuestion
from affinity_hub.schema.progress import CLOSED, Finding, Measure, ProgressMilestone, Reading, Resource
from affinity_hub.schema.settings import Settings
from affinity_hub.schema.values import MarkdownText
from affinity_hub.schema.visibility import public_fields
from affinity_hub.suppression.algorithm import rate
from affinity_hub.wording import dates, labels

from . import addresses, pagination
from .charts import bars
from .event_dates import EventDate, in_order
from .view import Later, View, nothing

__all__ = ["QUESTIONS", "Site", "View", "public"]

# A page that is not made anew shows one next date after the other, and so many of them.
WAITING = 3
QUESTIONS = {
    "leadership": "What is the leadership structure?",
    "membership": "How does the group find and invite members?",
    "facilitator_training": "What training do facilitators get?",
    "meetings": "How often does the group meet?",
    "district_support": "What could formal support from the district look like?",
}


@cache
def _markdown(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold Markdown."""
    fields = model.model_fields
    return frozenset(name for name in fields if any(isinstance(mark, MarkdownText) for mark in fields[name].metadata))


@cache
def _fields(model: type[BaseModel]) -> Later:
    """What a view says for the public fields of a model that are not in it: HTML for Markdown, and nothing for others.

    Most fields of most records are left out. With those, the view of an event would be twice as large.
    """
    in_markdown = _markdown(model)
    return {name: partial(_html, f"_{name}") if name in in_markdown else nothing for name in public_fields(model)}


def _html(name: str, view: View) -> Any:
    """HTML of what was typed, which a view holds under another name."""
    text = vars(view).get(name)
    return to_html(text) if text else text


def public(record: BaseModel) -> dict[str, Any]:
    """The public fields of a record by name."""
    fields = {name: getattr(record, name) for name in public_fields(type(record))}
    return fields | {name: to_html(fields[name]) for name in _markdown(type(record)) if fields.get(name)}


def _view(record: BaseModel, own: dict[str, Any], later: Later | None = None) -> View:
    """The view of a record: its public fields, what is worked out from them, and what will be when it is needed.

    `later` has what `_fields` gives, too.
    """
    model, known = type(record), {}
    in_markdown = _markdown(model)
    for name in public_fields(model):
        value = getattr(record, name)
        if value is not None:
            known[f"_{name}" if name in in_markdown else name] = value
    return View(later or _fields(model), **known | own)


class Site:
    """Everything the public may see of a hub on a day. `today` is a date in the site's zone.

    `groups`, `events`, `partners` hold what lists may show; `group_pages` and so on what has a page, hidden ones too.
    `roles` are the facilitators as their page has them: the open roles first.
    """

    def __init__(self, hub: Hub, now: dt.datetime) -> None:
        self.settings: Settings = hub.settings
        self.contract = hub.contract or Contract()
        self.is_staff = hub.audience == "staff"
        self._audience: Audience = hub.audience
        self._staff_files = hub.staff_files
        self.zone = zone(hub.settings.time_zone)
        self.now = now.astimezone(self.zone)
        self.today = self.now.date()
        self._facilitators = {r.id: self._facilitator(r) for r in _published(hub.facilitators)}
        self._partners = {r.id: self._partner(r) for r in _published(hub.partners)}
        self._groups = {r.id: self._group(r) for r in _published(hub.groups)}
        self._events = {r.id: self._event(r, hub.schedules[r.id]) for r in hub.events if hub.is_published(r)}
        self._opportunities = {r.id: self._opportunity(r) for r in hub.opportunities if hub.is_published(r)}
        self._join_up()
        self.group_pages, self.groups = _all_and_listed(self._groups)
        self.event_pages, self.events = _all_and_listed(self._events)
        self.partner_pages, self.partners = _all_and_listed(self._partners)
        self.opportunity_pages, self.opportunities = _all_and_listed(self._opportunities)
        self.facilitator_entries, self.facilitators = _all_and_listed(self._facilitators)
        self.roles = sorted(self.facilitators, key=lambda person: not person.vacancy)
        for part in pagination.parts("facilitators/", self.roles):
            for person in part.items:
                person.url = f"{part.url}#{person.id}"
        self._measures = {r.id: r for r in _published(hub.progress.measures) if not r.hidden}
        self._stakeholders = {
            r.id: View(**public(r), url=addresses.address(r)) for r in _published(hub.progress.stakeholders)
        }
        self.progress = _lists(hub.progress, self._progress_view)
        self._sources = {one.id: one for one in (*_sources(hub.library.claims), *_sources(hub.progress.reading))}
        self.library = _lists(hub.library, self._library_view)
        self.question_pages = [self._library_view(r) for r in _published(hub.library.difficult_questions)]

    def _facilitator(self, record: Facilitator) -> View:
        name = record.shown_name(self.today, self._audience)
        own: dict[str, Any] = {
            "name": name,
            "file": self._file(record),
            "url": addresses.address(record),
            "first_id": record.first_id,
            "groups": [],
            "title": name or record.role,
            "is_stale": record.is_stale(self.settings.stale_after_days, self.today),
        }
        return _view(record, own)

    def _partner(self, record: Partner) -> View:
        own: dict[str, Any] = {"website": record.url, "title": record.name, "groups": []}
        own |= {"events": [], "opportunities": []}
        return _view(record, self._page(record) | own, _owner(Partner))

    def _group(self, record: Group) -> View:
        people = [self._facilitators[i] for i in record.facilitators if i in self._facilitators]
        shown = [person for person in people if not person.hidden]
        own: dict[str, Any] = {
            "facilitators": shown,
            "partners": self._some(self._partners, record.partners, record.hidden),
            "milestones": [self._milestone(item) for item in record.milestones],
            "title": record.name,
            "purpose_text": to_text(record.purpose or ""),
            "events": [],
            "opportunities": [],
            "feed": f"calendars/groups/{record.id}.ics",
            "discreet_feed": f"calendars/groups/{record.id}.discreet.ics",
            "discreet_title": record.calendar_title or labels.DISCREET_TITLE,
            "answers": _answers(record.inquiry),
        }
        view = _view(record, self._page(record) | own, _owner(Group))
        for owner in [*shown, *view.partners]:
            if not record.hidden or owner.hidden:
                owner.groups.append(view)
        return view

    def _some(self, views: dict[str, View], ids: Sequence[str], hidden: bool) -> list[View]:
        """The views of some ids; hidden ones only where the asking record is hidden itself."""
        return [views[i] for i in ids if i in views and (hidden or not views[i].hidden)]

    def _milestone(self, record: Milestone) -> View:
        passed = dates.is_over(record.due, self.today)
        overdue = passed and record.status not in CLOSED  # without a reported outcome, nobody knows that it was met
        return View(**public(record), due_text=dates.due(record.due), is_overdue=overdue, is_past=passed)

    def _progress_view(self, record: Record) -> View:
        extra: dict[str, Any] = {"file": self._file(record), "label": addresses.label(record)}
        extra |= {"url": addresses.address(record), "website": getattr(record, "url", None)}
        if isinstance(record, ProgressMilestone):
            extra |= vars(self._milestone(record))
        if about := getattr(record, "about", None):
            extra["about"] = next(iter(self._some(self._groups | self._partners, [about], False)), None)
        if isinstance(record, Measure):
            extra |= self._figures(record)
        if isinstance(record, Finding):
            extra["heard_from"] = self._some(self._stakeholders, record.heard_from, False)
        if isinstance(record, Resource):
            extra["runs_out"] = record.runs_out(self.today)
        if hasattr(record, "groups"):
            extra["groups"] = self._some(self._groups, record.groups, False)
        return _view(record, extra)

    def _library_view(self, record: Record) -> View:
        own = self._page(record) | {"label": addresses.label(record)}
        if isinstance(record, DifficultQuestion):
            own["title"] = record.question
            own["sources"] = [self._sources[name] for name in record.sources if name in self._sources]
        return _view(record, {"website": getattr(record, "url", None)} | own)

    def _file(self, record: Record) -> str:
        """The data file of an entry, for the link that edits it; none for what is in no public file."""
        return "" if record.file in self._staff_files else record.file

    def _figures(self, record: Measure) -> dict[str, Any]:
        """The figures, oldest first, each with the share it is of the measure it is out of, in percent."""
        whole = self._measures.get(record.out_of or "")
        totals = {figure.year: figure.count for figure in whole.figures} if whole else {}
        figures = [
            View(year=figure.year, count=figure.count, rate=rate(figure.count, totals.get(figure.year)))
            for figure in sorted(record.figures, key=lambda figure: figure.year)
        ]
        return {"figures": figures, "out_of": whole, "bars": bars([figure.count for figure in figures])}

    def _page(self, record: Record) -> dict[str, Any]:
        is_stale = record.is_stale(self.settings.stale_after_days, self.today)
        return {
            "url": addresses.address(record),
            "file": self._file(record),
            "first_id": record.first_id,
            "is_stale": is_stale,
        }

    def _belongs(self, record: Event | Opportunity) -> dict[str, Any]:
        """Whose it is; it is hidden where all of those are."""
        owners = self._some(self._groups, record.groups, True) + self._some(self._partners, record.partners, True)
        hidden = record.hidden or (bool(owners) and all(owner.hidden for owner in owners))
        groups = self._some(self._groups, record.groups, hidden)
        partners = self._some(self._partners, record.partners, hidden)
        return {
            "groups": groups,
            "partners": partners,
            "organizers": [*groups, *partners],
            "facilitators": self._some(self._facilitators, record.facilitators, hidden),
            "hidden": hidden,
            "website": record.url,
        }

    def _opportunity(self, record: Opportunity) -> View:
        own = {
            "when_text": dates.period(record.starts, record.ends, record.when),
            "is_ahead": record.apply_by is not None and record.apply_by >= self.today,
        }
        return _view(record, self._page(record) | self._belongs(record) | own)

    def _event(self, record: Event, schedule: EventSchedule) -> View:
        belongs = self._belongs(record)
        own = {
            "open_to": record.open_to or next((group.open_to for group in belongs["groups"] if group.open_to), None),
            "feed": f"calendars/events/{record.id}.ics",
            "all_day": record.all_day,
            "place_text": _place_text(record),
            "_schedule": schedule,
        }
        return _view(record, self._page(record) | belongs | own, self._of_event)

    @cached_property
    def _of_event(self) -> Later:
        """What of an event is worked out when it is asked for."""
        zone, today = self.zone, self.today
        return {
            **_fields(Event),
            "series": lambda event: describe.series(event._schedule),
            "echo": lambda event: describe.echo(event._schedule, today),
            "details_text": lambda event: to_text(vars(event).get("_details") or ""),
            "skipped": lambda event: [
                View(date=s.date, day=dates.day(s.date), reason=s.reason)
                for s in event._schedule.skipped
                if s.date >= today
            ],
            "occurrences": lambda event: _instances(event, event._schedule, zone, today, self._on_a_date),
            "coming": lambda event: [occurrence for occurrence in event.occurrences if occurrence.is_coming],
            "past": lambda event: [occurrence for occurrence in event.occurrences if not occurrence.is_coming],
            **_SOONEST,
        }

    def _on_a_date(self, event: View, record: Event) -> View:
        """The view of an event on a date that has a title, a place or other words of its own."""
        made_from_others = ("_later", "details", "details_text")
        known = {name: value for name, value in vars(event).items() if name not in made_from_others}
        own = {name: getattr(record, name) for name in DIFFERS if getattr(record, name) is not None}
        own["facilitators"] = self._some(self._facilitators, record.facilitators, event.hidden)
        own |= {"place_text": _place_text(record), "_details": own.pop("details", None)}
        # The view of the event already has all dates. Without this line, each view of a date would make them again.
        later = {**self._of_event, "occurrences": lambda _: event.occurrences}
        return View(later, **known | own)

    def _join_up(self) -> None:
        """Gives groups and partners their events and opportunities."""
        for event in self._events.values():
            for owner in event.organizers:
                owner.events.append(event)
        for one in self._opportunities.values():
            for owner in one.organizers:
                if not one.hidden or owner.hidden:
                    owner.opportunities.append(one)
        for owner in [*self._groups.values(), *self._partners.values()]:
            owner.to_be_announced = [e for e in owner.events if _is_waiting(e) and (not e.hidden or owner.hidden)]

        for group in self._groups.values():
            dated = any(event.starts is not None and (not event.hidden or group.hidden) for event in group.events)
            group.ahead, group.no_dates = labels.nothing_ahead(group.status, is_known=dated)
            if group.to_be_announced:
                group.ahead = "to be announced"

    @cached_property
    def occurrences(self) -> Sequence[EventDate]:
        """Every listed occurrence, past and coming, in order."""
        return tuple(in_order(occurrence for event in self.events for occurrence in event.occurrences))

    @cached_property
    def coming(self) -> Sequence[EventDate]:
        """The listed occurrences that are not over, soonest first."""
        return tuple(occurrence for occurrence in self.occurrences if occurrence.is_coming)

    @cached_property
    def meetings(self) -> Sequence[EventDate]:
        """Those of them that are no observances; all of them where there is nothing else."""
        return [occurrence for occurrence in self.coming if occurrence.event.kind != "observance"] or self.coming

    def coming_of(self, kind: str) -> Sequence[EventDate]:
        """The coming ones that belong to events of a kind."""
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[EventDate]]:
        found: dict[str, list[EventDate]] = defaultdict(list)
        for occurrence in self.coming:
            found[occurrence.event.kind].append(occurrence)
        return found

    def waiting(self, kind: str = "") -> list[View]:
        """The listed events whose date is to be announced, or those of one kind."""
        return [event for event in self.events if _is_waiting(event) and kind in ("", event.kind)]

    def address(self, path: str) -> str:
        """The absolute address of a path of the site."""
        return self.settings.url.rstrip("/") + "/" + path


def _instances(
    event: View, schedule: EventSchedule, zone: ZoneInfo, today: dt.date, own: Callable[[View, Event], View]
) -> list[EventDate]:
    """The dates of an event. From here on, few ask for more than these.

    `own` makes the view of the event on a date that has words of its own.
    """
    made = [
        EventDate(own(event, one.event_as_changed) if one.change and one.change.words else event, one, zone, today)
        for one in schedule.occurrences
    ]
    schedule.forget_occurrences()
    return made


def _is_waiting(event: View) -> bool:
    """Whether the date of an event is to be announced: it has no date, or its postponed date is over."""
    return event.starts is None or (event.status == "postponed" and not event.coming)


def _coming(owner: View) -> list[EventDate]:
    """The coming dates of a group or partner."""
    own = [event for event in owner.events if not event.hidden or owner.hidden]
    return in_order(occurrence for event in own for occurrence in event.coming)


@cache
def _owner(model: type[Group | Partner]) -> Later:
    """What of a group or partner is worked out when it is asked for."""
    return {**_fields(model), "coming": _coming, **_SOONEST}


def _soonest(view: View, most: int = WAITING) -> list[EventDate]:
    """The next dates of an event, group or partner that take place: as many as wait on a page for their turn."""
    return list(islice((occurrence for occurrence in view.coming if not occurrence.is_off), most))


_SOONEST: Final[Later] = {
    "next": lambda view: next(iter(_soonest(view, 1)), None),
    "soonest": _soonest,
    "has_later": lambda view: len(_soonest(view, WAITING + 1)) > WAITING,
}


def _published(records: Sequence[Any]) -> list[Any]:
    return [record for record in records if not record.draft]


def _lists(file: Lists, view: Callable[[Record], View]) -> View:
    """What lists may show of a file that holds several."""
    return View(
        **{name: [view(r) for r in _published(getattr(file, name)) if not r.hidden] for name in type(file).kinds()}
    )


def _sources(records: Iterable[Claim | Reading]) -> Iterator[View]:
    """What an answer may rest on: its title, and where it stands."""
    for record in records:
        if not record.draft and not record.hidden:
            yield View(id=record.id, title=addresses.label(record), url=addresses.address(record))


def _all_and_listed(views: dict[str, View]) -> tuple[list[View], list[View]]:
    return list(views.values()), [view for view in views.values() if not view.hidden]


def _answers(inquiry: Inquiry) -> list[View]:
    answers = {key: getattr(inquiry, key) for key in QUESTIONS}
    return [
        View(
            question=question, key=key, earlier=list(map(_answer, answers[key].earlier)), **vars(_answer(answers[key]))
        )
        for key, question in QUESTIONS.items()
    ]


def _answer(answer: EarlierAnswer) -> View:
    state = "declined" if answer.declined else "answered" if answer.answer else "unknown"
    asked = dates.when(answer.asked_on) if answer.asked_on else None
    return View(state=state, answer=answer.answer, asked_on=asked, answered_by=answer.answered_by)


def _place_text(event: Event) -> str:
    place = event.place
    parts = []
    if place and place.private:
        parts.append("Place shared after you write to us")
    elif place:
        parts.append(", ".join(part for part in (place.name, place.address) if part))
    if event.online:
        parts.append("online" if parts else "Online")
    return " and ".join(part for part in parts if part)
