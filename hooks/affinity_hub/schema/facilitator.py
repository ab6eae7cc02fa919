"""`facilitators.yml`: the roles people fill, their consent, and the roles that are vacant."""

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from affinity_hub.core.calendar_days import consent_end
from affinity_hub.values.contacts import Contact
from affinity_hub.values.dates import Date, Due
from affinity_hub.values.text import Sentence, Short, Text, Title

from .record import Audience, DataModel, Private, Public, Record

ConsentTo = Literal["public", "staff", "none"]


class Consent(DataModel):
    """What a person has agreed to. The site shows no name without consent, or after the consent ends."""

    name: Private[ConsentTo] = Field(
        description="`public` allows the name on the site, `staff` allows it only in the staff edition, and `none` "
        "does not allow it anywhere.",
    )
    photo: Private[ConsentTo] = Field(
        "none",
        description="Like `name`, but for a photo. The site shows no photos of facilitators; this key only records the "
        "answer.",
    )
    given_on: Private[Date] = Field(description="When the person agreed.")
    expires_on: Private[Date | None] = Field(
        None,
        description="The last day on which the consent is valid. If you leave it out, "
        "the consent is valid for one year after `given_on`.",
    )

    @property
    def last_day(self) -> dt.date:
        """The last day on which it is valid."""
        return consent_end(self.given_on, self.expires_on)


class Vacancy(DataModel):
    """A role that is looking for a person."""

    about: Public[Text] = Field(None, description="What a person in this role does.")
    contact: Public[Contact] = Field(None, description="Where to show interest: a role mailbox or an https link.")
    closes: Public[Due] = Field(None, description="The last day to show interest, or `to be announced`.")


class Facilitator(Record):
    """A role, filled or vacant: `facilitators.yml`."""

    noun: ClassVar[str] = "facilitator"

    role: Public[Title] = Field(description="The role, which the site shows in place of a name without consent.")
    name: Private[Short] = Field(
        None,
        description="Shown only while `consent.name` allows it. It is better to type the name in the staff "
        "overlay, or to leave it out.",
    )
    summary: Public[Sentence] = Field(None, description="One sentence about the role, at most 160 characters.")
    contact: Public[Contact] = Field(None, description="A role mailbox or an https link.")
    consent: Private[Consent | None] = Field(None, description="What the person has agreed to.")
    vacancy: Public[Vacancy | None] = Field(
        None,
        description="For a role that is still open. If the person in this role leads only groups that have ended, "
        "and events of those groups, the site does not show the role as open.",
    )

    def shown_name(self, today: dt.date, audience: Audience = "public") -> str | None:
        """The name, if the person's recorded consent covers this audience on `today` (a date in the site's zone)."""
        consent = self.consent
        if consent is None or consent.name not in (("public",) if audience == "public" else ("public", "staff")):
            return None
        return self.name if consent.given_on <= today <= consent.last_day else None
