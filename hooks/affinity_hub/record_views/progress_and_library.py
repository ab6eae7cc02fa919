"""The views of the records in progress.yml and library.yml, and of the milestones of groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from markupsafe import Markup

from affinity_hub.schema.library import Basis, ClaimKind, Link, Strength
from affinity_hub.schema.milestone import MilestoneStatus, Strand
from affinity_hub.schema.progress import Step

from .base import RecordLink, RecordView, html
from .charts import Bar


@dataclass(frozen=True, eq=False, kw_only=True)
class MilestoneView:
    """A goal. `due_text` is `due` in words.

    Without a reported outcome, it is unknown whether a milestone was reached, so it is overdue after its due date. The
    milestones of groups have no id.
    """

    id: str = ""
    was: tuple[str, ...] = ()
    title: str
    strand: Strand | None
    due: dt.date | str | None
    status: MilestoneStatus
    owner: str | None
    evidence: str | None
    reflection: str | None
    integrated_into: str | None
    closed_on: dt.date | None
    due_text: str
    is_overdue: bool
    is_past: bool


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class EntryView(RecordView):
    """A record of a list in progress.yml or library.yml. `label` is its title or its first words."""

    label: str


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ProgressMilestoneView(MilestoneView, EntryView):
    """A milestone of the plan. `findings` and `measures` are ids."""

    groups: tuple[RecordLink, ...]
    findings: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FindingView(EntryView):
    """A finding: something that people said, and who said it."""

    need: str
    heard_from: tuple[RecordLink, ...]
    done_about_it: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class StakeholderView(EntryView):
    """A stakeholder: a group or organization that was asked."""

    name: str
    about: RecordLink | None
    asked: str | None
    heard: str | None
    changed: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class InquiryEntryView(EntryView):
    """A step in the cycle of inquiry."""

    step: Step
    date: dt.date | str | None
    question: str | None
    finding: str | None
    decision: str | None
    stopped: str | None
    learned: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ResourceView(EntryView):
    """A resource that keeps the work going. `runs_out` says whether it is confirmed for only a short time."""

    title: str
    kind: str
    source: str | None
    sustained_until: dt.date | None
    runs_out: bool


@dataclass(frozen=True, slots=True)
class FigureView:
    """The figure of a school year. `rate` is its percentage of the measure that it is part of; None means withheld."""

    year: str
    count: int | None
    rate: int | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class MeasureView(EntryView):
    """A measure that people monitor, with its figures, the oldest first, and the bars of their chart."""

    title: str
    definition: str | None
    unit: str | None
    population: str | None
    cohort: str | None
    snapshot: str | None
    source: str | None
    counted_by: str | None
    out_of: RecordLink | None
    part_of: tuple[str, ...]
    parts: str | None
    figures: tuple[FigureView, ...]
    adjustments: str | None
    bars: Sequence[Bar]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class UpdateView(EntryView):
    """A progress update."""

    title: str
    school_year: str
    season: str
    published: dt.date | None
    summary: str | None
    body_markdown: str | None

    @cached_property
    def body(self) -> Markup | None:
        """The update, as HTML."""
        return html(self.body_markdown)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FoundingStepView(EntryView):
    """A step in starting a group."""

    title: str
    details_markdown: str | None
    decided_by: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ReadingView(EntryView):
    """A book, an article, or a study."""

    title: str
    author: str | None
    published: str | None
    why: str | None
    website: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class DataItemView(EntryView):
    """Data that is collected for this work."""

    item: str
    why: str | None
    collected_how: str | None
    decided_with: str | None
    who_sees: str | None
    kept_how_long: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FeedbackWayView(EntryView):
    """A way to say what you think."""

    title: str
    details: str | None
    contact: str | None
    anonymous: bool | None
    read_by: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class DifficultQuestionView(EntryView):
    """A question that comes up when people talk about the work."""

    question: str
    short_answer: str | None
    answer_markdown: str | None
    basis: Basis
    sources: tuple[RecordLink, ...]
    links: tuple[Link, ...]
    reviewed_by: str | None
    reviewed_on: dt.date | None

    @property
    def title(self) -> str:
        """The question."""
        return self.question

    @cached_property
    def answer(self) -> Markup | None:
        """The longer answer, as HTML."""
        return html(self.answer_markdown)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ClaimView(EntryView):
    """A claim about the effects of the work, and its source."""

    claim: str
    citation: str | None
    kind: ClaimKind
    strength: Strength
    limits: str | None
    website: str | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class TermView(EntryView):
    """A word or an acronym, and what it means here."""

    term: str
    expansion: str | None
    meaning: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgressLists:
    """The records of progress.yml that lists may show."""

    milestones: tuple[ProgressMilestoneView, ...]
    findings: tuple[FindingView, ...]
    stakeholders: tuple[StakeholderView, ...]
    inquiry: tuple[InquiryEntryView, ...]
    resources: tuple[ResourceView, ...]
    measures: tuple[MeasureView, ...]
    updates: tuple[UpdateView, ...]
    start_a_group: tuple[FoundingStepView, ...]
    reading: tuple[ReadingView, ...]
    data_collection: tuple[DataItemView, ...]
    feedback: tuple[FeedbackWayView, ...]


@dataclass(frozen=True, slots=True)
class LibraryLists:
    """The records of library.yml that lists may show."""

    difficult_questions: tuple[DifficultQuestionView, ...]
    claims: tuple[ClaimView, ...]
    glossary: tuple[TermView, ...]


def entry_lists(progress: ProgressLists, library: LibraryLists) -> dict[str, Sequence[EntryView]]:
    """All of these lists, by their keys in the data files."""
    return {field.name: getattr(lists, field.name) for lists in (progress, library) for field in fields(lists)}
