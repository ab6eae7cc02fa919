"""`groups.yml`: groups of people who meet, and the five questions that each group is asked."""

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from affinity_hub.values.contacts import Contact, Handles
from affinity_hub.values.dates import Due
from affinity_hub.values.lists import Id, Ids, Texts
from affinity_hub.values.numbers import YesNoUnknown
from affinity_hub.values.text import UNKNOWN, Markdown, Sentence, Short, Text, Title

from .event import CalendarSource
from .image import HubImage
from .milestone import Milestone
from .record import DataModel, Private, Public, Record


class Confidentiality(DataModel):
    """Who will know that someone came."""

    statement: Public[Text] = Field(None, description="What stays in the room.")
    attendance_recorded: Public[YesNoUnknown] = Field(None, description="Whether the group takes attendance.")


class Join(DataModel):
    """How people can join the group."""

    contact: Public[Contact] = Field(None, description="A role mailbox or an https link. Never a personal address.")
    steps: Public[Text] = Field(None, description="What happens after someone writes, and who reads it.")
    reply_within: Public[Short] = Field(None, description="How soon an answer comes, such as `5 working days`.")


class EarlierAnswer(DataModel):
    """An earlier answer of a group."""

    answer: Public[Text] = Field(None, description="The answer in the group's own words, or `unknown`, or `declined`.")
    asked_on: Public[Due] = Field(None, description="When the group was asked: a date, or a school year.")
    answered_by: Public[Short] = Field(None, description="The role that answered, never a name.")

    @property
    def declined(self) -> bool:
        """Whether the group chose not to answer."""
        return (self.answer or "").lower() == "declined"


class Answer(EarlierAnswer):
    """An answer to one of the five questions."""

    earlier: Public[tuple[EarlierAnswer, ...]] = Field((), description="Earlier answers, newest first.")


def _answer(value: Any) -> Any:
    return {"answer": value} if isinstance(value, str) else value


Answered = Annotated[Answer, BeforeValidator(_answer, json_schema_input_type=Answer | str)]
_NOT_ASKED: Final = Answer()


class Inquiry(DataModel):
    """The five questions. Each is text, `unknown`, `declined`, or has `answer`, `asked_on`, and `answered_by`."""

    leadership: Public[Answered] = Field(_NOT_ASKED, description="What is the leadership structure?")
    membership: Public[Answered] = Field(_NOT_ASKED, description="How are members identified and recruited?")
    facilitator_training: Public[Answered] = Field(_NOT_ASKED, description="What training do facilitators receive?")
    meetings: Public[Answered] = Field(_NOT_ASKED, description="How often does the group meet?")
    district_support: Public[Answered] = Field(
        _NOT_ASKED, description="What might formal support from the organization look like?"
    )


GroupKind = Literal["affinity", "mentoring", "networking", "professional", "employee-resource", "volunteer"]
GroupStatus = Literal["exploring", "forming", "active", "resting", "closed", "unknown"]


class Group(Record):
    """A group of people who meet: `groups.yml`."""

    noun: ClassVar[str] = "group"

    name: Public[Title] = Field(description="The name the group uses for itself.")
    short_name: Public[Short] = Field(None, description="A short form, such as an acronym.")
    gloss: Public[Title | None] = Field(
        None, description="The name in English, if the name is in another language, such as `Vietnamese staff group`."
    )
    image: Public[HubImage | None] = Field(
        None, description="A picture for the group's page. Without a picture, the site draws a motif from the id."
    )
    aliases: Public[Texts] = Field((), description="Other spellings and earlier names that people search for.")
    kind: Public[GroupKind] = Field(description="What the group is mainly for.")
    status: Public[Annotated[GroupStatus | None, AfterValidator(lambda word: None if word == UNKNOWN else word)]] = (
        Field(None, description="The group's status; `unknown` until someone has reported it.")
    )
    successor: Public[Id | None] = Field(
        None, description="The id of the group that continues a closed group. The page of the closed group leads there."
    )
    summary: Public[Sentence] = Field(description="One sentence, at most 160 characters.")
    purpose: Public[Markdown] = Field(None, description="What the group is for, in its own words.")
    subjects: Public[Texts] = Field((), description="Words people search for, such as `problem solving`.")
    open_to: Public[Text] = Field(description="Who can come, in words; `unknown` until the group has said so.")
    meets: Public[Text] = Field(None, description="How often and in what form the group meets, in words.")
    confidentiality: Public[Confidentiality] = Field(Confidentiality(), description="Who will know.")
    join: Public[Join] = Field(Join(), description="How to join.")
    calendar_title: Public[Short] = Field(
        None,
        description="The title of each entry in the discreet calendar, in words that give nothing away; "
        "`Staff meeting` when left out.",
    )
    facilitators: Public[Ids] = Field((), description="Ids from facilitators.yml.")
    partners: Public[Ids] = Field((), description="Ids from partners.yml.")
    inquiry: Public[Inquiry] = Field(Inquiry(), description="The five questions.")
    milestones: Public[tuple[Milestone, ...]] = Field((), description="The group's own milestones.")
    calendar_source: Private[CalendarSource | None] = Field(
        None, description="The group's own calendar, from which `affinity-hub import` takes dates."
    )
    stewards: Private[Handles] = Field(
        (),
        description="Users or teams on GitHub who approve changes to the group's own files, such as "
        "`our-organization/tea-circle`. No page shows them, but everyone who opens the file sees them.",
    )
