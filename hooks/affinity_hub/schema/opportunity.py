"""`opportunities.yml`: what one can apply for, with or without a date: mentoring, networking, training and the like."""

from typing import ClassVar, Literal

from pydantic import Field

from .record import Record
from .values import Contact, Date, Deadline, Ids, Markdown, Sentence, Short, Text, Title, Url

OpportunityKind = Literal["mentoring", "networking", "training", "convening", "leadership", "other"]


class Opportunity(Record):
    """Something people can apply for or take part in: `opportunities.yml`."""

    noun: ClassVar[str] = "opportunity"

    title: Title = Field(description="What it is called.")
    kind: OpportunityKind = Field(description="What it is mainly for.")
    open_to: Text = Field(description="To whom it is open, in words; `unknown` until that is settled.")
    summary: Sentence = Field(None, description="One sentence, at most 160 characters.")
    status: Literal["open", "closed"] = Field(
        "open", description="`closed` when nobody can apply any more: its deadline is then cancelled in calendars."
    )
    reason: Short = Field(None, description="Why it is closed, in a few words people will read.")
    groups: Ids = Field((), description="Ids from groups.yml.")
    partners: Ids = Field((), description="Ids from partners.yml.")
    facilitators: Ids = Field((), description="Ids from facilitators.yml, of those who answer for it.")
    commitment: Text = Field(None, description="How much time it takes, and for how long.")
    matching: Text = Field(None, description="How mentors and those they mentor find each other.")
    apply_by: Deadline = Field(None, description="The last day to apply; `unknown` until it is settled.")
    starts: Date | None = Field(None, description="The first day, if it has one.")
    ends: Date | None = Field(None, description="The last day.")
    when: Text = Field(None, description="When it is, in words.")
    prerequisites: Text = Field(None, description="What one must have or have done before, in words.")
    hours: Short = Field(None, description="Clock hours, in words.")
    stipend: Short = Field(None, description="What is paid, in words.")
    cost: Short = Field(None, description="What it costs, in words.")
    travel: Text = Field(None, description="How one gets there, and who pays for it.")
    contact: Contact = Field(None, description="Where to ask: a role mailbox or an https link.")
    url: Url | None = Field(None, description="Where to apply, or the page about it.")
    details: Markdown = Field(None, description="Everything else.")
