"""The records of `progress.yml`: the progress of the work."""

import datetime as dt
from typing import ClassVar, Final, Literal, get_args

from pydantic import Field

from affinity_hub.values.contacts import Contact, Url
from affinity_hub.values.dates import Date, Due, SchoolYear
from affinity_hub.values.lists import Id, Ids
from affinity_hub.values.numbers import Count, YesNoUnknown
from affinity_hub.values.text import Markdown, Sentence, Short, Text, Title

from .milestone import Milestone
from .record import DataModel, Lists, Public, Record

Step = Literal[
    "research", "understanding", "goals", "questions", "learning-from-others", "gathering", "reflecting", "acting"
]
# In the order of the school year.
Season = Literal["fall", "winter", "spring", "summer"]
# Long enough to ask the source, and to look for another source.
RUNS_OUT_DAYS: Final = 120
# In the order of the cycle.
STEPS: Final[tuple[str, ...]] = get_args(Step)


class ProgressMilestone(Milestone, Record):
    """A milestone of the plan."""

    noun: ClassVar[str] = "milestone"

    groups: Public[Ids] = Field((), description="Ids of the groups that the milestone is for.")
    findings: Public[Ids] = Field((), description="Ids of the findings that it answers.")
    measures: Public[Ids] = Field(
        (), description="Ids of the measures that it should change, such as how many people stay."
    )


class Finding(Record):
    """Something that people said, and what was done about it."""

    noun: ClassVar[str] = "finding"

    need: Public[Text] = Field(description="What is needed, in a sentence.")
    heard_from: Public[Ids] = Field((), description="Ids of the stakeholders who said it.")
    done_about_it: Public[Text] = Field(None, description="What was done about it so far.")


class Stakeholder(Record):
    """An organization or group that was asked."""

    noun: ClassVar[str] = "stakeholder"

    name: Public[Title] = Field(description="The organization or group.")
    about: Public[Id | None] = Field(None, description="The id of its group or partner entry.")
    asked: Public[Text] = Field(None, description="When they were asked.")
    heard: Public[Text] = Field(None, description="What was heard.")
    changed: Public[Text] = Field(None, description="What changed as a result.")


class InquiryEntry(Record):
    """A step in the cycle of inquiry."""

    noun: ClassVar[str] = "inquiry entry"

    step: Public[Step] = Field(description="The step of the cycle.")
    date: Public[Due] = Field(None, description="When: a date or a school year.")
    question: Public[Text] = Field(None, description="What was asked.")
    finding: Public[Text] = Field(None, description="What was found.")
    decision: Public[Text] = Field(None, description="What was decided.")
    stopped: Public[Text] = Field(None, description="What was stopped.")
    learned: Public[Text] = Field(None, description="What was learned.")


class Resource(Record):
    """Money, time, or staff that sustains the work."""

    noun: ClassVar[str] = "resource"

    title: Public[Title] = Field(description="The name of the resource.")
    kind: Public[Literal["funding", "staff-time", "stipend", "space", "other"]] = Field(
        "other", description="The kind of resource."
    )
    source: Public[Short] = Field(None, description="Where it comes from.")
    sustained_until: Public[Date | None] = Field(None, description="The last day for which the resource is confirmed.")

    def runs_out(self, today: dt.date) -> bool:
        """Whether the resource is confirmed for at most `RUNS_OUT_DAYS` more days, or no longer confirmed."""
        return self.sustained_until is not None and (self.sustained_until - today).days <= RUNS_OUT_DAYS


class Figure(DataModel):
    """The figure of a measure for one school year."""

    year: Public[SchoolYear] = Field(description="The school year, such as `2026-27`.")
    count: Public[Count] = Field(
        description="The number of people, from `affinity-hub suppress`: a number that is large enough, or `withheld`."
    )


class Measure(Record):
    """A figure that people monitor. This file never has small numbers of people: run `affinity-hub suppress`."""

    noun: ClassVar[str] = "measure"

    title: Public[Title] = Field(description="What is counted.")
    definition: Public[Text] = Field(None, description="Exactly who or what is counted, and on which day.")
    unit: Public[Short] = Field(None, description="The unit, such as `people`, not positions or hours.")
    population: Public[Text] = Field(None, description="Who can be counted: which jobs, and who is left out.")
    cohort: Public[Text] = Field(
        None, description="For a count of people who stayed: who was counted at the start, and what “stayed” means."
    )
    snapshot: Public[Short] = Field(None, description="The day of the year on which people are counted.")
    source: Public[Short] = Field(None, description="Where the figure comes from.")
    counted_by: Public[Short] = Field(None, description="The role that counted.")
    out_of: Public[Id | None] = Field(
        None, description="The id of the measure from which these people come, such as the people counted at the start."
    )
    part_of: Public[Ids] = Field((), description="Ids of the other measures that count these people too.")
    parts: Public[Literal["disjoint", "overlapping"] | None] = Field(
        None, description="Whether a person can be counted in several of the measures that are part of this measure."
    )
    figures: Public[tuple[Figure, ...]] = Field(
        (), description="One figure for each year. Without a figure, the measure is `not yet published`."
    )
    adjustments: Public[Text] = Field(None, description="What changed as a result.")


class Update(Record):
    """A progress update."""

    noun: ClassVar[str] = "update"

    title: Public[Title] = Field(description="The headline.")
    school_year: Public[SchoolYear] = Field(description="Such as `2026-27`.")
    season: Public[Season] = Field(description="The season of the school year.")
    published: Public[Date | None] = Field(None, description="The day when the update was published, if known.")
    summary: Public[Sentence] = Field(None, description="One sentence, at most 160 characters.")
    body: Public[Markdown] = Field(None, description="The update.")


class FoundingStep(Record):
    """A step in starting a group."""

    noun: ClassVar[str] = "step"

    title: Public[Title] = Field(description="What to do.")
    details: Public[Markdown] = Field(None, description="How.")
    decided_by: Public[Short] = Field(None, description="The role that decides.")


class Reading(Record):
    """A book, an article, or a study: the citation and why it is listed, never its text."""

    noun: ClassVar[str] = "reading"

    title: Public[Title] = Field(description="The title.")
    author: Public[Short] = Field(None, description="Who wrote it.")
    published: Public[Short] = Field(None, description="Publisher and year.")
    why: Public[Text] = Field(None, description="Why it is on the list.")
    url: Public[Url | None] = Field(None, description="Where to find or borrow it.")


class DataItem(Record):
    """Data that this work collects or will collect: an entry of the register."""

    noun: ClassVar[str] = "data item"

    item: Public[Title] = Field(description="What is collected.")
    why: Public[Text] = Field(None, description="Why the work needs it.")
    collected_how: Public[Text] = Field(None, description="From whom, how, and how often.")
    decided_with: Public[Text] = Field(None, description="The groups or roles that took part in the decision.")
    who_sees: Public[Text] = Field(None, description="Who sees it, by role, and in which form.")
    kept_how_long: Public[Short] = Field(
        None, description="How long it is kept, such as `until the end of the school year`."
    )


class FeedbackWay(Record):
    """A way to give feedback, which is always optional."""

    noun: ClassVar[str] = "feedback entry"

    title: Public[Title] = Field(description="What it is called.")
    details: Public[Text] = Field(None, description="What it is about, and what happens to the answers.")
    contact: Public[Contact] = Field(
        None, description="Its web address, or a role mailbox; `unknown` if there is neither."
    )
    anonymous: Public[YesNoUnknown] = Field(
        None, description="Whether the feedback is anonymous, so that no one can tell who wrote it."
    )
    read_by: Public[Short] = Field(None, description="The role that reads the feedback.")


class Progress(Lists):
    """The lists of `progress.yml`. You may leave out any of them."""

    milestones: Public[tuple[ProgressMilestone, ...]] = Field((), description="What the plan will produce.")
    findings: Public[tuple[Finding, ...]] = Field((), description="What was heard.")
    stakeholders: Public[tuple[Stakeholder, ...]] = Field((), description="Who was asked.")
    inquiry: Public[tuple[InquiryEntry, ...]] = Field((), description="The log of the cycle of inquiry.")
    resources: Public[tuple[Resource, ...]] = Field((), description="What sustains the work.")
    measures: Public[tuple[Measure, ...]] = Field((), description="What people monitor.")
    updates: Public[tuple[Update, ...]] = Field((), description="Progress updates, newest first.")
    start_a_group: Public[tuple[FoundingStep, ...]] = Field((), description="The steps in starting a group.")
    reading: Public[tuple[Reading, ...]] = Field((), description="The reading list.")
    data_collection: Public[tuple[DataItem, ...]] = Field((), description="The register of what is collected, and why.")
    feedback: Public[tuple[FeedbackWay, ...]] = Field((), description="The ways to give feedback.")
