"""Makes the views of the records in progress.yml and library.yml, whose lists can go over several pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from affinity_hub.hub.hub import Hub
from affinity_hub.record_views import addresses, list_places
from affinity_hub.record_views.base import RecordLink, fill
from affinity_hub.record_views.charts import bars
from affinity_hub.record_views.groups_and_events import GroupView, PartnerView, some
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
)
from affinity_hub.schema import Milestone, Record
from affinity_hub.schema.library import DifficultQuestion
from affinity_hub.schema.milestone import CLOSED
from affinity_hub.schema.progress import Measure
from affinity_hub.suppression.algorithm import rate
from affinity_hub.wording import dates

RecordType = TypeVar("RecordType", bound=Record)
EntryType = TypeVar("EntryType", bound=EntryView)


class EntryViews:
    """The views of the entries on a day.

    `groups` and `partners` are the views by id, `of_groups` the milestones of the listed groups, and `shown` returns
    the place of a record on the site, whose address can be given. `today` is a date in the zone of the site.
    """

    def __init__(
        self,
        hub: Hub,
        groups: Mapping[str, GroupView],
        partners: Mapping[str, PartnerView],
        of_groups: Sequence[MilestoneView],
        shown: Callable[[Record, str | None], dict[str, object]],
        today: dt.date,
    ) -> None:
        self._hub, self._groups, self._partners = hub, groups, partners
        self._shown, self._today = shown, today
        self._urls = _list_urls(hub, of_groups)
        self._sources = self._links([*hub.library.claims, *hub.progress.reading])

    def _entry(self, view: type[EntryType], record: Record, **values: object) -> EntryType:
        own = self._shown(record, self._urls.get((type(record), record.id)))
        return fill(view, record, **own, label=addresses.label(record), **values)

    def _link(self, record: Record) -> RecordLink:
        url = self._urls.get((type(record), record.id)) or addresses.address(record)
        return RecordLink(record.id, addresses.label(record), url)

    def _links(self, records: Iterable[Record]) -> dict[str, RecordLink]:
        """Links to the listed records, by id."""
        return {record.id: self._link(record) for record in listed_only(records)}

    @cached_property
    def progress(self) -> ProgressLists:
        """The lists of progress.yml."""
        lists = self._hub.progress
        people = self._links(lists.stakeholders)
        measures = {record.id: record for record in listed_only(lists.measures)}
        named: Mapping[str, GroupView | PartnerView] = {**self._groups, **self._partners}
        entry = self._entry
        return ProgressLists(
            milestones=tuple(
                entry(
                    ProgressMilestoneView,
                    record,
                    **outcome(record, self._today),
                    groups=tuple(map(_owner_link, some(self._groups, record.groups, hidden=False))),
                )
                for record in listed_only(lists.milestones)
            ),
            findings=tuple(
                entry(
                    FindingView,
                    record,
                    heard_from=tuple(people[name] for name in record.heard_from if name in people),
                )
                for record in listed_only(lists.findings)
            ),
            stakeholders=tuple(
                entry(
                    StakeholderView,
                    record,
                    about=next(map(_owner_link, some(named, [record.about or ""], hidden=False)), None),
                )
                for record in listed_only(lists.stakeholders)
            ),
            inquiry=tuple(entry(InquiryEntryView, record) for record in listed_only(lists.inquiry)),
            resources=tuple(
                entry(ResourceView, record, runs_out=record.runs_out(self._today))
                for record in listed_only(lists.resources)
            ),
            measures=tuple(self._measure(record, measures) for record in listed_only(lists.measures)),
            updates=tuple(entry(UpdateView, record) for record in listed_only(lists.updates)),
            start_a_group=tuple(entry(FoundingStepView, record) for record in listed_only(lists.start_a_group)),
            reading=tuple(entry(ReadingView, record, website=record.url) for record in listed_only(lists.reading)),
            data_collection=tuple(entry(DataItemView, record) for record in listed_only(lists.data_collection)),
            feedback=tuple(entry(FeedbackWayView, record) for record in listed_only(lists.feedback)),
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

    @cached_property
    def library(self) -> LibraryLists:
        """The lists of library.yml."""
        lists = self._hub.library
        return LibraryLists(
            difficult_questions=tuple(self.question(record) for record in listed_only(lists.difficult_questions)),
            claims=tuple(self._entry(ClaimView, record, website=record.url) for record in listed_only(lists.claims)),
            glossary=tuple(self._entry(TermView, record) for record in listed_only(lists.glossary)),
        )

    def question(self, record: DifficultQuestion) -> DifficultQuestionView:
        """A difficult question with links to its sources."""
        sources = tuple(self._sources[name] for name in record.sources if name in self._sources)
        return self._entry(DifficultQuestionView, record, sources=sources)


def _list_urls(hub: Hub, of_groups: Sequence[MilestoneView]) -> dict[tuple[type[Record], str], str]:
    """The addresses of the records whose lists go over several pages, by kind and id."""
    found: dict[tuple[type[Record], str], str] = {}
    for lists in (hub.progress, hub.library):
        for name, kind in type(lists).kinds().items():
            records = [*listed_only(getattr(lists, name)), *(of_groups if name == "milestones" else ())]
            found |= {(kind, own): url for own, url in list_places.urls(name, records).items()}
    return found


def outcome(record: Milestone, today: dt.date) -> dict[str, object]:
    """The due date of a milestone in words, and whether it has passed or the milestone is overdue."""
    passed = dates.is_over(record.due, today)
    overdue = passed and record.status not in CLOSED
    return {"due_text": dates.due(record.due), "is_overdue": overdue, "is_past": passed}


def _owner_link(owner: GroupView | PartnerView) -> RecordLink:
    return RecordLink(owner.id, owner.short_name or owner.name, owner.url)


def published(records: Iterable[RecordType]) -> list[RecordType]:
    """The records that are not drafts."""
    return [record for record in records if not record.draft]


def listed_only(records: Iterable[RecordType]) -> list[RecordType]:
    """The records that lists may show."""
    return [record for record in records if not record.draft and not record.hidden]
