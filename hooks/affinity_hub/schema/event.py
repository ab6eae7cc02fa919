"""`events.yml`: what has a date, once or repeated."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from .record import Part, Record
from .values import (
    Date,
    Ends,
    Ids,
    Markdown,
    Moved,
    Number,
    Sentence,
    Short,
    Starts,
    Text,
    Title,
    Url,
    YesNo,
    ZoneName,
    wrong,
)


class Skip(Part):
    """A date on which a series does not meet."""

    date: Date = Field(description="The date the series would meet on.")
    reason: Short = Field(None, description="The reason, in a few words that people will read.")


PRIVATE_PLACE: Final = "shared after you write to us"


class Place(Part):
    """Where it is."""

    name: Short = Field(None, description="The building or room.")
    address: Sentence = Field(None, description="Street and town, for places open to the public.")
    private: SkipJsonSchema[bool] = Field(
        False, exclude=True, description="Set by `place: shared after you write to us`."
    )


def _place(value: Any) -> Any:
    if isinstance(value, str):
        return Place(private=True) if value.strip().lower() == PRIVATE_PLACE else {"name": value}
    if isinstance(value, dict) and "private" in value:
        raise wrong("E130", '"private" is not a key of a place.', f"Write:  place: {PRIVATE_PLACE}")
    return value


PlaceOrText = Annotated[Place | None, BeforeValidator(_place, json_schema_input_type=Place | str | None)]

# The keys of an event that a change of one date may replace.
DIFFERS: Final = ("title", "place", "online", "facilitators", "details")


class Change(Part):
    """One date that differs from its series, or the first of all that do from then on."""

    date: Date = Field(description="The date of the series that changes, as the site showed it before.")
    and_later: YesNo = Field(
        False, description="`yes` moves or cancels this date and all later dates. Moved dates keep their rhythm."
    )
    starts: Moved | None = Field(
        None,
        description="The new start, in the form of the event's start, or `to be announced`, which postpones the date.",
    )
    ends: Ends | None = Field(None, description="The new end. If you leave it out, the length stays the same.")
    cancelled: YesNo = Field(False, description="`yes` cancels the date. The site shows it as cancelled.")
    title: Title | None = Field(None, description="The title on this date only.")
    place: PlaceOrText = Field(None, description="The place on this date only, in the form of the event's place.")
    online: YesNo | None = Field(None, description="Whether people can take part online on this date: `yes` or `no`.")
    facilitators: Ids | None = Field(None, description="Ids from facilitators.yml, of the people who lead this date.")
    details: Markdown = Field(None, description="Details of this date, in place of the event's details.")
    reason: Short = Field(None, description="The reason, in a few words that people will read.")

    @property
    def begins(self) -> dt.date | dt.datetime | None:
        """The new start, where there is one and it is known."""
        return None if isinstance(self.starts, str) else self.starts

    @property
    def postpones(self) -> bool:
        """Whether the date is put off to a date that is not known yet."""
        return isinstance(self.starts, str)

    @property
    def words(self) -> dict[str, Any]:
        """What it says in place of the event's own values, by the names of the keys in `DIFFERS`."""
        return {key: value for key in DIFFERS if (value := getattr(self, key)) is not None}


class Register(Part):
    """How to sign up."""

    url: Url | None = Field(None, description="Where to sign up.")
    by: Date | None = Field(None, description="The last day to sign up.")


EventKind = Literal["gathering", "networking", "mentoring", "training", "convening", "orientation", "observance"]


class Event(Record):
    """Something with a date, once or repeated: `events.yml`."""

    noun: ClassVar[str] = "event"

    title: Title = Field(description="What it is called.")
    kind: EventKind = Field(description="What it is.")
    summary: Sentence = Field(None, description="One sentence, at most 160 characters.")
    groups: Ids = Field((), description="Ids from groups.yml.")
    partners: Ids = Field((), description="Ids from partners.yml.")
    facilitators: Ids = Field((), description="Ids from facilitators.yml, of those who lead it.")
    starts: Starts = Field(description="Local date and time; a date alone is an all-day event; or `to be announced`.")
    ends: Ends | None = Field(None, description="A time, a date and time, or for all-day events the last day.")
    zone: ZoneName | None = Field(
        None, description="The time zone the times are in, when it is not the site's, such as `America/New_York`."
    )
    repeats: Sentence = Field(None, description="How it repeats, such as `monthly on the 2nd Thursday`.")
    rrule: Sentence = Field(None, description="An iCalendar rule (FREQ=…), for what `repeats` cannot say.")
    until: Date | None = Field(None, description="The last date of the series.")
    times: Number | None = Field(None, description="How many dates the series has, instead of `until`.")
    no_school: Literal["skip", "keep"] | None = Field(
        None, description="What happens on days listed in calendar.yml: `skip` or `keep`."
    )
    skip: tuple[Skip, ...] = Field((), description="Dates on which the series does not meet.")
    changes: tuple[Change, ...] = Field(
        (), description="Dates that are moved, postponed, or cancelled, or that have values of their own."
    )
    place: PlaceOrText = Field(None, description="`{name: …, address: …}`, or `shared after you write to us`.")
    online: YesNo | None = Field(
        None,
        description="`yes` if people can take part online, `no` if they cannot. The link itself never belongs here.",
    )
    status: Literal["confirmed", "tentative", "postponed", "cancelled"] = Field(
        "confirmed",
        description="Whether the event will take place. `postponed` means that the new date is not known yet.",
    )
    reason: Short = Field(None, description="Why the event is cancelled, postponed, or tentative.")
    open_to: Text = Field(None, description="To whom it is open; as the group's when left out.")
    # The key is `register`; that word is a method of every Python class with a metaclass.
    registration: Register | None = Field(None, alias="register", description="How to sign up, and until when.")
    prerequisites: Text = Field(None, description="What one must have or have done before, in words.")
    clock_hours: Short = Field(None, description="Clock hours or stipend, in words.")
    cost: Short = Field(None, description="What it costs, in words.")
    travel: Text = Field(None, description="How one gets there, and who pays for it.")
    details: Markdown = Field(None, description="Everything else.")
    url: Url | None = Field(None, description="The organizer's own page.")

    @property
    def all_day(self) -> bool:
        """Whether it has dates but no times."""
        return isinstance(self.starts, dt.date) and not isinstance(self.starts, dt.datetime)

    def on(self, change: Change | None) -> "Event":
        """The event as it is on a date that has a change: with the words of that date in place of its own."""
        return self.model_copy(update=change.words) if change and change.words else self
