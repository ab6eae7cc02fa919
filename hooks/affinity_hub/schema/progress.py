"""The records of `progress.yml`: how the work goes, for those who answer for it and those it is for."""

import datetime as dt
from typing import ClassVar, Final, Literal, get_args

from pydantic import Field

from .group import Milestone
from .record import Lists, Part, Record
from .values import (
    Contact,
    Count,
    Date,
    Due,
    Id,
    Ids,
    Markdown,
    SchoolYear,
    Sentence,
    Short,
    Text,
    Title,
    Url,
    YesNoUnknown,
)

Step = Literal[
    "research", "understanding", "goals", "questions", "learning-from-others", "gathering", "reflecting", "acting"
]
CLOSED: Final = ("done", "stopped")  # the statuses of a milestone that nobody works on any more
# Long enough to ask the source, and to look for another one.
RUNS_OUT_DAYS: Final = 120
# In the order in which one goes around.
STEPS: Final[tuple[str, ...]] = get_args(Step)


class ProgressMilestone(Milestone, Record):
    """A milestone of the plan."""

    noun: ClassVar[str] = "milestone"

    groups: Ids = Field((), description="Ids of the groups it is for.")
    findings: Ids = Field((), description="Ids of the findings it answers.")
    measures: Ids = Field((), description="Ids of the measures it is meant to move, such as how many stay.")


class Finding(Record):
    """Something that was heard and what was done about it."""

    noun: ClassVar[str] = "finding"

    need: Text = Field(description="What is needed, in a sentence.")
    heard_from: Ids = Field((), description="Ids of the stakeholders who said it.")
    done_about_it: Text = Field(None, description="What was done about it so far.")


class Stakeholder(Record):
    """Somebody who was asked."""

    noun: ClassVar[str] = "stakeholder"

    name: Title = Field(description="The organization or group.")
    about: Id | None = Field(None, description="The id of its group or partner entry.")
    asked: Text = Field(None, description="When they were asked.")
    heard: Text = Field(None, description="What was heard.")
    changed: Text = Field(None, description="What changed because of it.")


class InquiryEntry(Record):
    """A step in the cycle of inquiry."""

    noun: ClassVar[str] = "inquiry entry"

    step: Step = Field(description="The step of the cycle.")
    date: Due = Field(None, description="When: a date or a school year.")
    question: Text = Field(None, description="What was asked.")
    finding: Text = Field(None, description="What was found.")
    decision: Text = Field(None, description="What was decided.")
    stopped: Text = Field(None, description="What was stopped.")
    learned: Text = Field(None, description="What was learned.")


class Resource(Record):
    """Money, time or staff that keeps the work going."""

    noun: ClassVar[str] = "resource"

    title: Title = Field(description="What it is.")
    kind: Literal["funding", "staff-time", "stipend", "space", "other"] = Field("other", description="What sort it is.")
    source: Short = Field(None, description="Where it comes from.")
    sustained_until: Date | None = Field(None, description="The last day it is certain.")

    def runs_out(self, today: dt.date) -> bool:
        """Whether the resource is certain for at most `RUNS_OUT_DAYS` more days, or no longer certain."""
        return self.sustained_until is not None and (self.sustained_until - today).days <= RUNS_OUT_DAYS


class Figure(Part):
    """The figure of a measure for one school year."""

    year: SchoolYear = Field(description="The school year it stands for, such as `2026-27`.")
    count: Count = Field(
        description="People, as `affinity-hub suppress` gives them: a number that is large enough, or `withheld`."
    )


class Measure(Record):
    """A figure that is watched. Small numbers of people are never in this file: `affinity-hub suppress` comes first."""

    noun: ClassVar[str] = "measure"

    title: Title = Field(description="What is counted.")
    definition: Text = Field(None, description="Exactly who or what is counted, and on which day.")
    unit: Short = Field(None, description="Such as `people`, not positions or hours.")
    population: Text = Field(None, description="Who could be counted at all: which jobs, and who is left out.")
    cohort: Text = Field(None, description="For those who stayed: out of whom, and from which day to which.")
    snapshot: Short = Field(None, description="The day of the year that the count is taken on.")
    source: Short = Field(None, description="Where the figure comes from.")
    counted_by: Short = Field(None, description="The role that counted.")
    out_of: Id | None = Field(None, description="The id of the measure it is a share of: those there at the start.")
    part_of: Ids = Field((), description="Ids of the other measures that count these people too.")
    parts: Literal["disjoint", "overlapping"] | None = Field(
        None, description="Whether a person can be counted in several of the measures that are part of this measure."
    )
    figures: tuple[Figure, ...] = Field((), description="A figure a year; without any it is `not yet published`.")
    adjustments: Text = Field(None, description="What was changed because of it.")


class Update(Record):
    """A progress update."""

    noun: ClassVar[str] = "update"

    title: Title = Field(description="The headline.")
    school_year: SchoolYear = Field(description="Such as `2026-27`.")
    season: Literal["fall", "winter", "spring", "summer"] = Field(description="The season of the school year.")
    published: Date | None = Field(None, description="The day it was published, if known.")
    summary: Sentence = Field(None, description="One sentence, at most 160 characters.")
    body: Markdown = Field(None, description="The update.")


class FoundingStep(Record):
    """A step on the way to a new group."""

    noun: ClassVar[str] = "step"

    title: Title = Field(description="What to do.")
    details: Markdown = Field(None, description="How.")
    decided_by: Short = Field(None, description="The role that decides.")


class Reading(Record):
    """A book, article or study: the citation and why it is listed, never its text."""

    noun: ClassVar[str] = "reading"

    title: Title = Field(description="The title.")
    author: Short = Field(None, description="Who wrote it.")
    published: Short = Field(None, description="Publisher and year.")
    why: Text = Field(None, description="Why it is on the list.")
    url: Url | None = Field(None, description="Where to find or borrow it.")


class DataItem(Record):
    """Something that is collected for this work, or is to be: an entry of the register."""

    noun: ClassVar[str] = "data item"

    item: Title = Field(description="What is collected.")
    why: Text = Field(None, description="What it is needed for.")
    collected_how: Text = Field(None, description="From whom, how and how often.")
    decided_with: Text = Field(None, description="With whom it was settled, by group or role.")
    who_sees: Text = Field(None, description="Who sees it, by role, and in which form.")
    kept_how_long: Short = Field(None, description="How long it is kept, such as `until the end of the school year`.")


class FeedbackWay(Record):
    """A way to say what one thinks. Nobody has to use it."""

    noun: ClassVar[str] = "feedback entry"

    title: Title = Field(description="What it is called.")
    details: Text = Field(None, description="What it is about, and what happens with the answers.")
    contact: Contact = Field(None, description="Its web address, or a role mailbox; `unknown` while there is none.")
    anonymous: YesNoUnknown = Field(None, description="Whether nobody can tell who wrote.")
    read_by: Short = Field(None, description="The role that reads it.")


class Progress(Lists):
    """The lists of `progress.yml`, each of which may be left out."""

    milestones: tuple[ProgressMilestone, ...] = Field((), description="What the plan will produce.")
    findings: tuple[Finding, ...] = Field((), description="What was heard.")
    stakeholders: tuple[Stakeholder, ...] = Field((), description="Who was asked.")
    inquiry: tuple[InquiryEntry, ...] = Field((), description="The log of the cycle of inquiry.")
    resources: tuple[Resource, ...] = Field((), description="What keeps the work going.")
    measures: tuple[Measure, ...] = Field((), description="What is watched.")
    updates: tuple[Update, ...] = Field((), description="Progress updates, newest first.")
    start_a_group: tuple[FoundingStep, ...] = Field((), description="The steps to a new group.")
    reading: tuple[Reading, ...] = Field((), description="The reading list.")
    data_collection: tuple[DataItem, ...] = Field((), description="The register of what is collected, and why.")
    feedback: tuple[FeedbackWay, ...] = Field((), description="The ways to say what one thinks.")
