"""`opportunities.yml`: offers to apply for, with or without a date, such as mentoring, networking, and training."""

from typing import ClassVar, Literal

from pydantic import Field

from affinity_hub.values.contacts import Contact, Url
from affinity_hub.values.dates import Date, Deadline
from affinity_hub.values.lists import Ids
from affinity_hub.values.text import Markdown, Sentence, Short, Text, Title

from .record import Public, Record

OpportunityKind = Literal["mentoring", "networking", "training", "convening", "leadership", "other"]


class Opportunity(Record):
    """Something people can apply for or take part in: `opportunities.yml`."""

    noun: ClassVar[str] = "opportunity"

    title: Public[Title] = Field(description="What it is called.")
    kind: Public[OpportunityKind] = Field(description="The main purpose of the opportunity.")
    open_to: Public[Text] = Field(description="Who can apply or take part, in words; `unknown` until that is decided.")
    summary: Public[Sentence] = Field(None, description="One sentence, at most 160 characters.")
    status: Public[Literal["open", "closed"]] = Field(
        "open", description="`closed` when people can no longer apply. Calendars then cancel its deadline."
    )
    reason: Public[Short] = Field(None, description="Why it is closed, in a few words that people will read.")
    groups: Public[Ids] = Field((), description="Ids from groups.yml.")
    partners: Public[Ids] = Field((), description="Ids from partners.yml.")
    facilitators: Public[Ids] = Field((), description="Ids from facilitators.yml, of the people who are responsible.")
    commitment: Public[Text] = Field(None, description="How much time it takes, and for how long.")
    matching: Public[Text] = Field(None, description="How mentors and mentees find each other.")
    apply_by: Public[Deadline] = Field(None, description="The last day to apply; `unknown` until it is decided.")
    starts: Public[Date | None] = Field(None, description="The first day, if there is one.")
    ends: Public[Date | None] = Field(None, description="The last day.")
    when: Public[Text] = Field(None, description="The time of the opportunity, in words.")
    prerequisites: Public[Text] = Field(None, description="What people must have or do before they apply, in words.")
    hours: Public[Short] = Field(None, description="The hours that people earn, such as clock hours, in words.")
    stipend: Public[Short] = Field(None, description="The payment, in words.")
    cost: Public[Short] = Field(None, description="What it costs, in words.")
    travel: Public[Text] = Field(None, description="How people get there, and who pays for the trip.")
    contact: Public[Contact] = Field(None, description="Where to ask: a role mailbox or an https link.")
    url: Public[Url | None] = Field(None, description="The address to apply at, or the page about the opportunity.")
    details: Public[Markdown] = Field(None, description="Everything else.")
