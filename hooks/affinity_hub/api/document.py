"""`/api/hub.json`: the public data in its own versioned shape, with its JSON Schema beside it.

These models are a contract with other programs. You can add a field. To rename or remove a field, raise `version`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import Field
from pydantic_core import to_json

from affinity_hub.core.artifact import Artifact
from affinity_hub.record_views.events.offered import OpportunityView
from affinity_hub.record_views.groups import GroupView
from affinity_hub.views.site import Site

from .events import ApiEvent, event
from .library import ApiClaim, ApiQuestion, ApiReading, ApiTerm, questions
from .model import ApiModel
from .model import fill as _fill
from .model import ids as _ids
from .progress import ApiProgress, progress

HUB_JSON = "api/hub.json"
SCHEMA_PATH = "api/hub.schema.json"
SCHEMA_FILE: Final = Path(__file__).with_name("hub.schema.json")


class ApiSite(ApiModel):
    """The site itself."""

    name: str
    url: str
    organization: str
    time_zone: str = Field(description="The IANA zone of the site.")
    locale: str = Field(description="The language and country of dates and texts (BCP 47).")
    nondiscrimination: str | None
    example: bool = Field(description="True for fictional sample data.")
    edition: Literal["public", "staff"] = Field(description="`staff` includes content that only staff may see.")


class ApiImage(ApiModel):
    """A picture."""

    url: str
    alt: str


class ApiGroup(ApiModel):
    """A group."""

    id: str
    name: str
    short_name: str | None
    gloss: str | None = Field(description="The name in English.")
    image: ApiImage | None = Field(description="The picture of the group, if it has one.")
    aliases: list[str]
    kind: str
    successor: str | None = Field(
        description="The id of the group that continues this group. If that group has also ended, the id of the group "
        "that continues it, and so on. If all of them have ended, the id of the last group."
    )
    status: str | None = Field(description="Null: no one has reported the group's status yet.")
    summary: str | None
    purpose: str | None = Field(description="What the group is for, as plain text.")
    subjects: list[str]
    open_to: str | None = Field(description="Null: the group has not said yet.")
    meets: str | None = Field(description="How often the group meets, in words. Null for a group that has ended.")
    contact: str | None
    facilitators: list[str] = Field(
        description="Ids of facilitators. Empty if the group has ended and has no more dates."
    )
    partners: list[str] = Field(description="Ids of partners.")
    last_confirmed: dt.date | None
    url: str = Field(description="The group's page.")
    calendar: str = Field(description="The group's iCalendar feed.")


class ApiOpportunity(ApiModel):
    """Something people can apply for or take part in."""

    id: str
    title: str
    kind: str
    status: Literal["open", "closed"]
    summary: str | None
    groups: list[str] = Field(description="Ids of groups.")
    partners: list[str] = Field(description="Ids of partners.")
    facilitators: list[str] = Field(description="Ids of facilitators.")
    open_to: str | None = Field(description="Null: not settled yet.")
    apply_by: dt.date | None = Field(description="The last day to apply.")
    starts: dt.date | None
    ends: dt.date | None
    when: str | None = Field(description="When it is, in words.")
    commitment: str | None
    matching: str | None = Field(description="How mentors and mentees find each other.")
    prerequisites: str | None
    hours: str | None = Field(description="Clock hours, in words.")
    stipend: str | None
    cost: str | None
    travel: str | None
    contact: str | None
    website: str | None
    last_confirmed: dt.date | None
    url: str = Field(description="The page about it.")


class ApiFacilitator(ApiModel):
    """A role. It has a name only with recorded consent."""

    id: str
    role: str
    name: str | None
    summary: str | None
    contact: str | None
    vacant: bool = Field(
        description="Whether the role is open. False if the person in this role leads only groups that have ended, and "
        "events of those groups, or if the last day to show interest has passed."
    )


class ApiPartner(ApiModel):
    """A partner organization."""

    id: str
    name: str
    short_name: str | None
    kind: str
    summary: str | None
    website: str | None
    url: str


class ApiHub(ApiModel):
    """The public data of a hub."""

    schema_: str = Field(alias="$schema", default="hub.schema.json")
    version: Literal[1]
    site: ApiSite
    groups: list[ApiGroup]
    events: Iterable[ApiEvent]
    """Each event is made while the document is written, because ten thousand events with their dates would fill the
    memory."""
    opportunities: list[ApiOpportunity]
    deadlines: str = Field(description="The iCalendar feed of the last days to apply, to sign up, or to show interest.")
    facilitators: list[ApiFacilitator]
    partners: list[ApiPartner]
    difficult_questions: list[ApiQuestion]
    claims: list[ApiClaim]
    reading: list[ApiReading]
    glossary: list[ApiTerm]
    progress: ApiProgress


def files(site: Site) -> Iterator[Artifact]:
    """`hub.json` and its JSON Schema."""
    yield Artifact(HUB_JSON, lambda: to_json(hub(site), by_alias=True, indent=1) + b"\n")
    yield Artifact(SCHEMA_PATH, SCHEMA_FILE.read_bytes)


def schema() -> bytes:
    """The JSON Schema of `hub.json`, which is the same for every site. `make docs` writes it to `SCHEMA_FILE`."""
    model = ApiHub.model_json_schema(mode="serialization")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def hub(site: Site) -> ApiHub:
    """The listed records of a site."""
    settings = site.settings
    return ApiHub(
        version=1,
        site=ApiSite(
            name=settings.name,
            url=settings.url,
            organization=settings.organization.name,
            time_zone=settings.time_zone,
            locale=settings.locale,
            nondiscrimination=settings.nondiscrimination.statement,
            example=settings.example,
            edition="staff" if site.is_staff else "public",
        ),
        groups=[_group(site, group) for group in site.groups],
        events=(event(site, view) for view in site.events),
        opportunities=[_opportunity(site, opportunity) for opportunity in site.opportunities],
        deadlines=site.address("calendars/deadlines.ics"),
        facilitators=[_fill(ApiFacilitator, person, vacant=person.vacancy is not None) for person in site.facilitators],
        partners=[_fill(ApiPartner, partner, url=site.address(partner.url)) for partner in site.partners],
        difficult_questions=list(questions(site)),
        claims=[_fill(ApiClaim, claim) for claim in site.library.claims],
        reading=[_fill(ApiReading, item) for item in site.progress.reading],
        glossary=[_fill(ApiTerm, term) for term in site.library.glossary],
        progress=progress(site),
    )


def _group(site: Site, group: GroupView) -> ApiGroup:
    return _fill(
        ApiGroup,
        group,
        purpose=group.purpose_text or None,
        contact=group.contact,
        meets=None if group.has_ended else group.meets,
        facilitators=[] if group.is_over else _ids(group.facilitators),
        partners=_ids(group.partners),
        image=ApiImage(url=site.address(group.image.url), alt=group.image.alt) if group.image else None,
        successor=group.successor.id if group.successor else None,
        url=site.address(group.url),
        calendar=site.address(group.calendar),
    )


def _opportunity(site: Site, opportunity: OpportunityView) -> ApiOpportunity:
    owners = {name: _ids(getattr(opportunity, name)) for name in ("groups", "partners", "facilitators")}
    return _fill(ApiOpportunity, opportunity, **owners, url=site.address(opportunity.url))
