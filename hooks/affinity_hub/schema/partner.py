"""`partners.yml`: the organizations that the hub's organization works with."""

from typing import ClassVar, Literal

from pydantic import Field

from affinity_hub.values.contacts import Url
from affinity_hub.values.dates import Date
from affinity_hub.values.lists import Texts
from affinity_hub.values.numbers import YesNoUnknown
from affinity_hub.values.text import Sentence, Short, Text, Title

from .event import CalendarSource
from .record import DataModel, Private, Public, Record

PartnerKind = Literal[
    "district",
    "service-district",
    "university",
    "state",
    "city",
    "company",
    "nonprofit",
    "community",
    "union",
    "other",
]
OfferKind = Literal["case-study", "guide", "training", "mentoring", "contact", "other"]


class Offer(DataModel):
    """Something a partner offers."""

    title: Public[Title] = Field(description="The name of the offer.")
    kind: Public[OfferKind] = Field("other", description="The kind of offer.")
    url: Public[Url | None] = Field(None, description="Where to find it.")
    format: Public[Short] = Field(None, description="Such as `web page`, `PDF`, `video`, or `in person`.")
    size: Public[Short] = Field(None, description="Such as `12 pages`, `2 MB`, or `90 minutes`.")
    accessible: Public[YesNoUnknown] = Field(
        None, description="Whether people with disabilities can use it; `yes` only if someone has checked."
    )
    language: Public[Short] = Field(None, description="The language or languages, such as `English and Spanish`.")


class LastContact(DataModel):
    """The last contact between the hub's organization and the partner."""

    date: Public[Date] = Field(description="The day.")
    by: Public[Short] = Field(None, description="The role that was in touch, never a name.")


class Partner(Record):
    """An organization that the hub's organization works with: `partners.yml`."""

    noun: ClassVar[str] = "partner"

    name: Public[Title] = Field(description="The organization's own name.")
    short_name: Public[Short] = Field(None, description="A short form, such as an acronym.")
    aliases: Public[Texts] = Field((), description="Other spellings that people search for.")
    kind: Public[PartnerKind] = Field(description="The kind of organization.")
    summary: Public[Sentence] = Field(None, description="One sentence, at most 160 characters.")
    relationship: Public[Text] = Field(
        None, description="The connection between the partner and the hub's organization."
    )
    in_place: Public[Text] = Field(None, description="What the partner already has that others can learn from.")
    offers: Public[tuple[Offer, ...]] = Field((), description="What it offers.")
    last_contact: Public[LastContact | None] = Field(None, description="The last contact with the partner.")
    url: Public[Url | None] = Field(None, description="Its website.")
    calendar_source: Private[CalendarSource | None] = Field(
        None, description="The organization's own calendar, from which `affinity-hub import` takes dates."
    )
