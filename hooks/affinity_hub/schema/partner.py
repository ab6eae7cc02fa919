"""`partners.yml`: the organizations the district works with."""

from typing import ClassVar, Literal

from pydantic import Field

from .record import Part, Record
from .values import Date, Sentence, Short, Text, Texts, Title, Url, YesNoUnknown

PartnerKind = Literal["district", "service-district", "university", "state", "community", "union", "other"]
OfferKind = Literal["case-study", "guide", "training", "mentoring", "contact", "other"]


class Offer(Part):
    """Something a partner offers."""

    title: Title = Field(description="What it is.")
    kind: OfferKind = Field("other", description="What sort of offer it is.")
    url: Url | None = Field(None, description="Where to find it.")
    format: Short = Field(None, description="Such as `web page`, `PDF`, `video` or `in person`.")
    size: Short = Field(None, description="Such as `12 pages`, `2 MB` or `90 minutes`.")
    accessible: YesNoUnknown = Field(
        None, description="Whether people with disabilities can use it; `yes` only if somebody has checked."
    )
    language: Short = Field(None, description="Its language or languages, such as `English and Spanish`.")


class LastContact(Part):
    """When somebody of the district was last in touch."""

    date: Date = Field(description="The day.")
    by: Short = Field(None, description="The role that was in touch, never a name.")


class Partner(Record):
    """An organization the district works with: `partners.yml`."""

    noun: ClassVar[str] = "partner"

    name: Title = Field(description="The organization's own name.")
    short_name: Short = Field(None, description="A short form, such as an acronym.")
    aliases: Texts = Field((), description="Other spellings that people search for.")
    kind: PartnerKind = Field(description="What sort of organization it is.")
    summary: Sentence = Field(None, description="One sentence, at most 160 characters.")
    relationship: Text = Field(None, description="What connects it with the district.")
    in_place: Text = Field(None, description="What it already has that one can learn from.")
    offers: tuple[Offer, ...] = Field((), description="What it offers.")
    last_contact: LastContact | None = Field(None, description="When the district was last in touch with it.")
    url: Url | None = Field(None, description="Its web site.")
