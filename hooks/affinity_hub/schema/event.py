"""`events.yml`: events, once or repeated, and the calendars of groups from which events are imported."""

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from affinity_hub.recurrence.schedule import Occurrence, Schedule
from affinity_hub.values.contacts import CalendarUrl, SecretName, Url
from affinity_hub.values.dates import Date, Ends, Moved, Starts, ZoneName
from affinity_hub.values.lists import Id, Ids
from affinity_hub.values.numbers import Number, YesNo
from affinity_hub.values.text import Markdown, Sentence, Short, Text, Title, value_error

from .record import DataModel, Public, Record


class Skip(DataModel):
    """A date on which a series does not meet."""

    date: Public[Date] = Field(description="The date on which the series would meet.")
    reason: Public[Short] = Field(None, description="The reason, in a few words that people will read.")


PRIVATE_PLACE: Final = "shared after you write to us"


class Place(DataModel):
    """The place of an event."""

    name: Public[Short] = Field(None, description="The building or room.")
    address: Public[Sentence] = Field(None, description="Street and town, for places open to the public.")
    private: Public[SkipJsonSchema[bool]] = Field(
        False, exclude=True, description="Set by `place: shared after you write to us`."
    )


_IN_SPANISH: Final = (
    r"(?:en\s)?(?:(?:una?|la|el|mi|nuestra)\s)?(?:(?:casa|direcci[oó]n|domicilio|lugar|ubicaci[oó]n)\s)?"
    r"(?:privad[oa]|confidencial|no p[uú]blic[oa])"
)
_IN_VIETNAMESE: Final = r"(?:(?:địa chỉ|địa điểm|nơi|nhà)\s)?(?:riêng tư|bí mật|không công khai)"
# Texts that people type if only some people may know the place: "private, ask us" or "available on request".
_NOT_A_PLACE: Final = re.compile(
    # "Hidden Place" is the name of a place.
    r"(?!(?-i:(?:A\s|The\s|Our\s)?(?:Hidden|Secret)\s(?:House|Place)\b))"
    r"(?:(?:(?:an?|the|my|our)\s)?(?:private|not public|secret|confidential|hidden|not shared|undisclosed)"
    r"(?: (?:home|house|apartment|address|location|place|residence)| yet)?"
    rf"|{_IN_SPANISH}|{_IN_VIETNAMESE})"
    r"(?:\s*[,;:(\u2013\u2014].*|\s-.*|-\s.*|\s(?:please\s)?(?:ask|e-?mail|write|contact|message|until|(?:up)?on\srequest)\b.*)?"
    r"|(?:please\s)?(?:ask|e-?mail|write(?:\sto)?|contact|message)\s(?:us|me|the\s(?:group|hosts?|facilitators?))\b.*"
    r"|(?:(?:address|location|place)\s)?(?:available\s)?(?:up)?on\srequest",
    re.IGNORECASE,
)


def _place(value: Any) -> Any:
    for typed in (value.get("name"), value.get("address")) if isinstance(value, dict) else (value,):
        if isinstance(typed, str) and _NOT_A_PLACE.fullmatch(typed.strip(" .!()\n")):
            message = "The page would show these words as the place."
            if isinstance(value, str):
                raise value_error("E130", message, instead=PRIVATE_PLACE)
            raise value_error("E130", message, f"Write:  place: {PRIVATE_PLACE}")
    if isinstance(value, str):
        return Place(private=True) if value.strip().lower() == PRIVATE_PLACE else {"name": value}
    if isinstance(value, dict) and "private" in value:
        raise value_error("E130", '"private" is not a key of a place.', f"Write:  place: {PRIVATE_PLACE}")
    return value


PlaceOrText = Annotated[Place | None, BeforeValidator(_place, json_schema_input_type=Place | str | None)]

# The keys of an event that a change of one date may replace.
DIFFERS: Final = ("title", "place", "online", "facilitators", "details")


class Change(DataModel):
    """A date that differs from its series, or the first of several such dates."""

    date: Public[Date] = Field(description="The date of the series that changes, as the site showed it before.")
    and_later: Public[YesNo] = Field(
        False, description="`yes` moves or cancels this date and all later dates. Moved dates repeat as before."
    )
    starts: Public[Moved | None] = Field(
        None,
        description="The new start, in the form of the event's start, or `to be announced`, which postpones the date.",
    )
    ends: Public[Ends | None] = Field(None, description="The new end. If you leave it out, the length stays the same.")
    cancelled: Public[YesNo] = Field(False, description="`yes` cancels the date. The site shows it as cancelled.")
    title: Public[Title | None] = Field(None, description="The title on this date only.")
    place: Public[PlaceOrText] = Field(
        None, description="The place on this date only, in the form of the event's place."
    )
    online: Public[YesNo | None] = Field(
        None, description="Whether people can take part online on this date: `yes` or `no`."
    )
    facilitators: Public[Ids | None] = Field(
        None, description="Ids from facilitators.yml, of the people who lead this date."
    )
    details: Public[Markdown] = Field(None, description="Details of this date, in place of the event's details.")
    reason: Public[Short] = Field(None, description="The reason, in a few words that people will read.")

    @property
    def begins(self) -> dt.date | dt.datetime | None:
        """The new start, if there is one and it is known."""
        return None if isinstance(self.starts, str) else self.starts

    @property
    def postpones(self) -> bool:
        """Whether the date is postponed and the new date is not known yet."""
        return isinstance(self.starts, str)

    @property
    def own_values(self) -> dict[str, Any]:
        """The values that replace the event's values, by the keys in `DIFFERS`."""
        return {key: value for key in DIFFERS if (value := getattr(self, key)) is not None}


class Register(DataModel):
    """How to sign up."""

    url: Public[Url | None] = Field(None, description="Where to sign up.")
    by: Public[Date | None] = Field(None, description="The last day to sign up.")


EventKind = Literal[
    "gathering",
    "networking",
    "mentoring",
    "training",
    "convening",
    "orientation",
    "observance",
    "talk",
    "volunteering",
]


class Event(Record):
    """Something with a date, once or repeated: `events.yml`."""

    noun: ClassVar[str] = "event"

    title: Public[Title] = Field(description="The title of the event.")
    kind: Public[EventKind] = Field(description="The kind of event.")
    summary: Public[Sentence] = Field(None, description="One sentence, at most 160 characters.")
    groups: Public[Ids] = Field((), description="Ids from groups.yml.")
    partners: Public[Ids] = Field((), description="Ids from partners.yml.")
    facilitators: Public[Ids] = Field((), description="Ids from facilitators.yml, of the people who lead it.")
    starts: Public[Starts] = Field(
        description="A local date and time, a date alone for an all-day event, or `to be announced`."
    )
    ends: Public[Ends | None] = Field(
        None, description="A time, a date and a time, or the last day of an all-day event."
    )
    zone: Public[ZoneName | None] = Field(
        None,
        description="The time zone of the times, if it is not the time zone of the site, such as `America/New_York`.",
    )
    repeats: Public[Sentence] = Field(None, description="How the event repeats, such as `monthly on the 2nd Thursday`.")
    rrule: Public[Sentence] = Field(
        None, description="An iCalendar rule (FREQ=…), for rules that `repeats` cannot express."
    )
    until: Public[Date | None] = Field(None, description="The last date of the series.")
    times: Public[Number | None] = Field(None, description="How many dates the series has, instead of `until`.")
    no_school: Public[Literal["skip", "keep"] | None] = Field(
        None, description="What happens on days listed in calendar.yml: `skip` or `keep`."
    )
    skip: Public[tuple[Skip, ...]] = Field((), description="Dates on which the series does not meet.")
    changes: Public[tuple[Change, ...]] = Field(
        (), description="Dates that are moved, postponed, or cancelled, or that have their own values."
    )
    place: Public[PlaceOrText] = Field(None, description="`{name: …, address: …}`, or `shared after you write to us`.")
    online: Public[YesNo | None] = Field(
        None,
        description="`yes` if people can take part online, `no` if they cannot. The link itself never belongs here.",
    )
    status: Public[Literal["confirmed", "tentative", "postponed", "cancelled"]] = Field(
        "confirmed",
        description="Whether the event will take place. `postponed` means that the new date is not known yet.",
    )
    reason: Public[Short] = Field(None, description="Why the event is cancelled, postponed, or tentative.")
    next_edition: Public[Id | None] = Field(
        None, description="The id of the event that follows this one, such as the convening of the next year."
    )
    open_to: Public[Text] = Field(
        None,
        description="Who can come. Without this key, the event is open to the same people as its groups, if they all "
        "give the same answer.",
    )
    # The key is `register`; that word is a method of every Python class with a metaclass.
    registration: Public[Register | None] = Field(None, alias="register", description="How to sign up, and until when.")
    prerequisites: Public[Text] = Field(None, description="What people must have or do before they come, in words.")
    clock_hours: Public[Short] = Field(
        None, description="What people earn, such as clock hours, credit, or a stipend, in words."
    )
    cost: Public[Short] = Field(None, description="What it costs, in words.")
    travel: Public[Text] = Field(None, description="How people get there, and who pays for the trip.")
    details: Public[Markdown] = Field(None, description="Everything else.")
    url: Public[Url | None] = Field(None, description="The organizer's own page.")

    @property
    def all_day(self) -> bool:
        """Whether it has dates but no times."""
        return isinstance(self.starts, dt.date) and not isinstance(self.starts, dt.datetime)

    def on(self, change: Change | None) -> "Event":
        """The event on a date with a change: the values of that date replace the event's values."""
        return self.model_copy(update=change.own_values) if change and change.own_values else self


EventOccurrence: TypeAlias = Occurrence[Event]
EventSchedule: TypeAlias = Schedule[Event]


# --- Imported events, and the key `calendar_source` of groups and partners --------------------------------------------


class Correction(DataModel):
    """The values of the hub for an imported event, which replace the values of the calendar."""

    event: Public[Id] = Field(description="The id of the event in the group's file in imported/.")
    kind: Public[EventKind | None] = Field(
        None, description="The kind of this event, if it differs from the kind of all imported events."
    )
    open_to: Public[Text] = Field(None, description="Who can come to this event, in words.")
    place: Public[PlaceOrText] = Field(None, description="The place of this event, in the form of an event's place.")
    hidden: Public[YesNo | None] = Field(None, description="`yes` keeps the event out of lists, search, and feeds.")
    cancelled: Public[Short] = Field(None, description="Cancels the event, for this reason.")


class CalendarSource(DataModel):
    """A group's or a partner's own calendar, from which dates are imported."""

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
        description="Who can come to all imported events. Without this key, they are open to the same people as the "
        "group.",
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
        (), description="Values for single imported events that replace the values in the calendar."
    )


class ImportedFile(DataModel):
    """The keys of a file in imported/ besides its events. Only `affinity-hub import` writes these files."""

    changed_on: Public[Date | None] = Field(None, description="The day of the import that last changed the events.")
    expanded_until: Public[Date | None] = Field(
        None, description="The last day of the dates of series that were imported one by one."
    )
