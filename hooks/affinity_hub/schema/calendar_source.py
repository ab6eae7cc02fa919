"""The key `calendar_source` of groups and partners: their own calendar, whose dates `affinity-hub import` takes."""

from typing import Final, Literal

from pydantic import Field

from affinity_hub.values.contacts import CalendarUrl, SecretName
from affinity_hub.values.dates import Date, ZoneName
from affinity_hub.values.lists import Id
from affinity_hub.values.numbers import YesNo
from affinity_hub.values.text import Short, Text

from .event import EventKind, PlaceOrText
from .record import Part, Public

NEUTRAL: Final = "neutral"


class Correction(Part):
    """What the hub says about an imported event, in place of what the calendar says."""

    event: Public[Id] = Field(description="The id of the event in the group's file in imported/.")
    kind: Public[EventKind | None] = Field(None, description="Another kind than the kind of all imported events.")
    open_to: Public[Text] = Field(None, description="Who may come to this event, in words.")
    place: Public[PlaceOrText] = Field(None, description="Where it is, in the form of an event's place.")
    hidden: Public[YesNo | None] = Field(None, description="`yes` keeps the event out of lists, search and feeds.")
    cancelled: Public[Short] = Field(None, description="Cancels the event, for this reason.")


class CalendarSource(Part):
    """The group's own calendar, whose dates are imported."""

    url: Public[CalendarUrl | None] = Field(
        None, description="The public address of the calendar. An address with a token in it belongs under `secret`."
    )
    secret: Public[SecretName | None] = Field(
        None, description="The name of the environment variable that has the address, if the address is private."
    )
    titles: Public[Literal["take", "neutral"]] = Field(
        "neutral",
        description="`take` imports the titles of the entries. Without it, each event has the name of the group.",
    )
    kind: Public[EventKind] = Field("gathering", description="The kind of all imported events.")
    open_to: Public[Text] = Field(
        None,
        description="Who may come to all imported events. If you leave it out, the same people as for the group.",
    )
    places: Public[tuple[PlaceOrText, ...]] = Field(
        (), description="The places that may be shown. An entry with another place is imported without its place."
    )
    no_school: Public[Literal["skip", "keep"]] = Field(
        "keep", description="Whether a series takes place on the days in calendar.yml: `skip` or `keep`."
    )
    zone: Public[ZoneName | None] = Field(
        None, description="The time zone of times that the calendar gives without a zone."
    )
    review: Public[Literal["always", "new-only"]] = Field(
        "always",
        description="`new-only` merges up to three moves or cancellations of known events a day without a review.",
    )
    corrections: Public[tuple[Correction, ...]] = Field(
        (), description="What the hub says about single imported events, in place of what the calendar says."
    )


class ImportedFile(Part):
    """What a file in imported/ says in addition to its events. Only `affinity-hub import` writes these files."""

    changed_on: Public[Date | None] = Field(None, description="The day of the import that last changed the events.")
    expanded_until: Public[Date | None] = Field(
        None, description="The last day of the dates of series that were imported one by one."
    )
