"""`facilitators.yml`: the roles people fill, their consent, and the roles that are vacant."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .record import Audience, Part, Record
from .values import Contact, Date, Due, Private, Sentence, Short, Text, Title

ConsentTo = Literal["public", "staff", "none"]


class Consent(Part):
    """What a person has agreed to. Nothing is shown without it, nor after it ends."""

    name: ConsentTo = Field(
        description="`public` allows the name on the site, `staff` in the staff edition only, `none` nowhere."
    )
    photo: ConsentTo = Field(
        "none", description="The same for a photo. The site shows no photos; this keeps what was said about them."
    )
    given_on: Date = Field(description="When the person agreed.")
    expires_on: Date | None = Field(None, description="The last day it holds; one year after `given_on` when left out.")

    @property
    def last_day(self) -> dt.date:
        """The last day it holds."""
        return self.expires_on or _year_after(self.given_on)


class Vacancy(Part):
    """A role that is looking for a person."""

    about: Text = Field(None, description="What the role is.")
    contact: Contact = Field(None, description="Where to express interest: a role mailbox or an https link.")
    closes: Due = Field(None, description="The last day to express interest, or `to be announced`.")


class Facilitator(Record):
    """A role somebody fills, or that is vacant: `facilitators.yml`."""

    noun: ClassVar[str] = "facilitator"

    role: Title = Field(description="What is shown without consent to a name.")
    name: Annotated[Short, Private()] = Field(
        None, description="Shown only while `consent.name` allows it. Better in the staff overlay, or not typed at all."
    )
    summary: Sentence = Field(None, description="One sentence about the role, at most 160 characters.")
    contact: Contact = Field(None, description="A role mailbox or an https link.")
    consent: Annotated[Consent | None, Private()] = Field(None, description="What the person has agreed to.")
    vacancy: Vacancy | None = Field(None, description="Given when nobody holds the role yet.")

    def shown_name(self, today: dt.date, audience: Audience = "public") -> str | None:
        """The name, if the person's recorded consent covers this audience on `today` (a date in the site's zone)."""
        consent = self.consent
        if consent is None or consent.name not in (("public",) if audience == "public" else ("public", "staff")):
            return None
        return self.name if consent.given_on <= today <= consent.last_day else None


def _year_after(day: dt.date) -> dt.date:
    return (day.replace(day=28) if (day.month, day.day) == (2, 29) else day).replace(year=day.year + 1)
