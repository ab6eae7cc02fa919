"""The events of `/api/hub.json`, with their upcoming dates."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from pydantic import Field

from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.recurrence.schedule import OFF
from affinity_hub.views.site import Site

from .model import ApiModel, fill, ids

COMING_DAYS: Final = 400


class ApiDifference(ApiModel):
    """The values in which one date differs from its event. Null: the event's value applies."""

    title: str | None
    place: str | None
    online: bool | None
    facilitators: list[str] | None = Field(description="Ids of facilitators.")
    details: str | None = Field(description="HTML.")


class ApiOccurrence(ApiModel):
    """One date of an event."""

    start: str = Field(description="A date for all-day events, else a date and time with offset (RFC 3339).")
    end: str = Field(description="In the same form as the start; for all-day events, the last day.")
    status: Literal["confirmed", "tentative", "postponed", "cancelled"]
    note: str | None = Field(description="A remark, such as the original date or the reason for a cancellation.")
    differs: ApiDifference | None = Field(
        description="The date's own values in place of the event's, or null if it has none."
    )


class ApiEvent(ApiModel):
    """An event with its upcoming dates."""

    id: str
    title: str
    kind: str
    status: str
    summary: str | None
    groups: list[str] = Field(description="Ids of groups.")
    partners: list[str] = Field(description="Ids of partners.")
    open_to: str | None
    place: str | None
    online: bool | None = Field(description="Whether people can take part online; null if no one has said so yet.")
    sign_up_by: dt.date | None = Field(
        description="The last day to sign up. Null if the event has no such day, if it is cancelled or postponed, or "
        "if all its remaining dates are cancelled or postponed."
    )
    prerequisites: str | None
    clock_hours: str | None = Field(
        description="What people earn, such as clock hours, credit, or a stipend, in words."
    )
    cost: str | None
    travel: str | None
    next_edition: str | None = Field(description="The id of the event that follows this one.")
    repeats: str | None = Field(description="How it repeats, in words.")
    details: str | None = Field(description="Everything else, as plain text.")
    to_be_announced: bool
    coming: list[ApiOccurrence] = Field(description=f"The dates of the next {COMING_DAYS} days.")
    url: str
    calendar: str


def event(site: Site, view: EventView) -> ApiEvent:
    """An event with its upcoming dates."""
    horizon = site.today + dt.timedelta(days=COMING_DAYS)
    return fill(
        ApiEvent,
        view,
        groups=ids(view.groups),
        partners=ids(view.partners),
        place=view.place_text or None,
        sign_up_by=view.registration.by if view.registration and view.sign_up_status[0] not in OFF else None,
        repeats=view.repeats_text or None,
        details=view.details_text or None,
        next_edition=view.next_edition.id if view.next_edition else None,
        to_be_announced=view.starts is None,
        coming=[_occurrence(occurrence) for occurrence in view.coming if occurrence.first_day <= horizon],
        url=site.address(view.url),
        calendar=site.address(view.calendar),
    )


def _occurrence(occurrence: EventDate) -> dict[str, object]:
    """The fields of an `ApiOccurrence`. Pydantic makes all dates of an event from such fields at
    once, which takes half as long as making each date."""
    return {
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "status": occurrence.status,
        "note": occurrence.note or None,
        "differs": _difference(occurrence),
    }


def _difference(occurrence: EventDate) -> ApiDifference | None:
    """The own values of a date, under the names that they have in its event."""
    view = occurrence.event
    if not occurrence.differs:
        return None
    own = {
        "place": view.place_text,
        "title": view.title,
        "online": view.online,
        "facilitators": ids(view.facilitators),
        "details": view.details and str(view.details),
    }
    return ApiDifference.model_validate({name: own[name] if name in occurrence.differs else None for name in own})
