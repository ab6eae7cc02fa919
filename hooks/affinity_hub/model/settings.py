"""The settings of one hub: `hub.yml`. Whose it is, where it is published, and what travels with every page."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from affinity_hub.values import Contact, Date, Number, Short, Text, Title, Url, YesNo, ZoneName

from .record import Part, Placed


class Organization(Part):
    """Whose hub it is."""

    name: Title = Field(description="The district, company or community.")
    short_name: Short = Field(None, description="A short form.")
    url: Url | None = Field(None, description="Its web site.")


class Nondiscrimination(Part):
    """The statement that travels with pages, embeds, prints and feeds. Its words are the district's to approve."""

    statement: Text = Field(None, description="The approved words, or `unknown`.")
    approved_by: Short = Field(None, description="The role that approved them.")
    review_by: Date | None = Field(None, description="When to look at them again.")


class Settings(Placed):
    """What is the same for the whole site."""

    name: Title = Field(description="The name of the site.")
    summary: Text = Field(None, description="What the site is, in a sentence or two.")
    organization: Organization = Field(description="Whose hub it is.")
    url: Url = Field(description="The address the site is published at.")
    repository: Url | None = Field(None, description="The repository of the data, for the edit links.")
    branch: Short = Field("main", description="The branch that edit links open.")
    folder: Short = Field(
        None, description="The folder of the repository that the data files are in, when it is not the top."
    )
    uid_domain: Short = Field(
        None, description="The domain in calendar ids; permanent. The host of `url` when left out."
    )
    time_zone: ZoneName = Field("America/Los_Angeles", description="The zone of all times that name none.")
    contact: Contact = Field(None, description="A role mailbox or link for questions about the hub.")
    nondiscrimination: Nondiscrimination = Field(Nondiscrimination(), description="The statement that travels along.")
    stale_after_days: Number = Field(365, description="After how many days without confirmation a page says so.")
    cancelled_shown_days: Number = Field(
        30, description="How many days after its date a cancelled meeting stays in calendars, marked as cancelled."
    )
    cancelled_style: Literal["cancelled", "keep"] = Field(
        "cancelled",
        description="`keep` marks cancelled meetings in their title only, and Google, which hides them, shows them.",
    )
    feed_past_days: Number = Field(
        400,
        description="How many days after its last date an event leaves the calendars of all events, of its groups and "
        "of its kind. Its own calendar stays.",
    )
    example: YesNo = Field(False, description="`yes` marks every page as an example.")

    @property
    def uid_host(self) -> str:
        """The part of a UID after the @; constant even when the site moves."""
        return self.uid_domain or urlsplit(self.url).hostname or "localhost"
