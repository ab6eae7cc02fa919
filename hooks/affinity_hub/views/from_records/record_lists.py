"""Makes the views of the records in progress.yml and library.yml, which lists show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from affinity_hub.hub.hub import Hub
from affinity_hub.record_views import addresses, list_places
from affinity_hub.record_views.base import RecordLink, fill
from affinity_hub.record_views.charts import bars
from affinity_hub.record_views.groups import GroupView, PartnerView
from affinity_hub.record_views.organizers import OrganizerView, with_ids
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
    ProgressLists,
    ProgressMilestoneView,
    ReadingView,
    ResourceView,
    StakeholderView,
    TermView,
    UpdateView,
)
from affinity_hub.schema import Library, Progress, Record
from affinity_hub.schema.library import DifficultQuestion
from affinity_hub.schema.progress import Measure
from affinity_hub.suppression.algorithm import rate

from .publication import Publication, not_hidden, published
from .record_pages import RecordPages

EntryType = TypeVar("EntryType", bound=EntryView)


class RecordLists:
    """The views of the records in lists. `question_pages` are the difficult questions with a page, including hidden
    questions."""

    def __init__(self, hub: Hub, publication: Publication, pages: RecordPages) -> None:
        self._publication, self._pages = publication, pages
        self._urls = self._list_urls(hub)
        self._sources = self._links([*hub.library.claims, *hub.progress.reading])
        self.progress = self._progress(hub.progress)
        self.library = self._library(hub.library)
        self.question_pages = [self._question(r) for r in published(hub.library.difficult_questions)]

    def _list_urls(self, hub: Hub) -> dict[tuple[type[Record], str], str]:
        """The addresses of the records whose lists go over several pages, by kind and id."""
        found: dict[tuple[type[Record], str], str] = {}
        of_groups = [
            milestone for group in self._pages.groups.values() if not group.hidden for milestone in group.milestones
        ]
        for lists in (hub.progress, hub.library):
            for name, kind in type(lists).kinds().items():
                records = [*not_hidden(getattr(lists, name)), *(of_groups if name == "milestones" else ())]
                found |= {(kind, own): url for own, url in list_places.urls(name, records).items()}
        return found

    def _entry(self, view: type[EntryType], record: Record, **values: object) -> EntryType:
        own = self._publication.shown(record, self._urls.get((type(record), record.id)))
        return fill(view, record, **own, label=addresses.label(record), **values)

    def _link(self, record: Record) -> RecordLink:
        url = self._urls.get((type(record), record.id)) or addresses.address(record)
        return RecordLink(record.id, addresses.label(record), url)

    def _links(self, records: Iterable[Record]) -> dict[str, RecordLink]:
        """Links to the listed records, by id."""
        return {record.id: self._link(record) for record in not_hidden(records)}

    def _progress(self, lists: Progress) -> ProgressLists:
        people = self._links(lists.stakeholders)
        measures = {record.id: record for record in not_hidden(lists.measures)}
        named: Mapping[str, GroupView | PartnerView] = {**self._pages.groups, **self._pages.partners}
        entry = self._entry
        return ProgressLists(
            milestones=tuple(
                entry(
                    ProgressMilestoneView,
                    record,
                    **self._publication.outcome(record),
                    groups=tuple(map(_owner_link, with_ids(self._pages.groups, record.groups, hidden=False))),
                )
                for record in not_hidden(lists.milestones)
            ),
            findings=tuple(
                entry(
                    FindingView,
                    record,
                    heard_from=tuple(people[name] for name in record.heard_from if name in people),
                )
                for record in not_hidden(lists.findings)
            ),
            stakeholders=tuple(
                entry(
                    StakeholderView,
                    record,
                    about=next(map(_owner_link, with_ids(named, [record.about or ""], hidden=False)), None),
                )
                for record in not_hidden(lists.stakeholders)
            ),
            inquiry=tuple(entry(InquiryEntryView, record) for record in not_hidden(lists.inquiry)),
            resources=tuple(
                entry(ResourceView, record, runs_out=record.runs_out(self._publication.today))
                for record in not_hidden(lists.resources)
            ),
            measures=tuple(self._measure(record, measures) for record in not_hidden(lists.measures)),
            updates=tuple(entry(UpdateView, record) for record in not_hidden(lists.updates)),
            start_a_group=tuple(entry(FoundingStepView, record) for record in not_hidden(lists.start_a_group)),
            reading=tuple(entry(ReadingView, record, website=record.url) for record in not_hidden(lists.reading)),
            data_collection=tuple(entry(DataItemView, record) for record in not_hidden(lists.data_collection)),
            feedback=tuple(entry(FeedbackWayView, record) for record in not_hidden(lists.feedback)),
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
            difficult_questions=tuple(self._question(record) for record in not_hidden(lists.difficult_questions)),
            claims=tuple(self._entry(ClaimView, record, website=record.url) for record in not_hidden(lists.claims)),
            glossary=tuple(self._entry(TermView, record) for record in not_hidden(lists.glossary)),
        )

    def _question(self, record: DifficultQuestion) -> DifficultQuestionView:
        sources = tuple(self._sources[name] for name in record.sources if name in self._sources)
        return self._entry(DifficultQuestionView, record, sources=sources)


def _owner_link(owner: OrganizerView) -> RecordLink:
    return RecordLink(owner.id, owner.brief_name, owner.url)
