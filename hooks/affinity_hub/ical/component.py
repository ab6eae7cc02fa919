"""Components, properties, and lines of iCalendar files: escaped values in, folded text out (RFC 5545 3.1, 3.3, 3.6).

A component has a revision: SEQUENCE, DTSTAMP, and LAST-MODIFIED.

A few lines of code instead of a library's object for each property, which took most of the time of writing calendars.
The tests hold them against what the icalendar package makes of the same values.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

_ANY_DAY: Final = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - a local time, as a zone is asked for its name then
# In this zone UTC goes by a name that no reader takes for the zone of the calendar.
_UTC_IN_DISGUISE: Final = "Etc/GMT"
_CARET: Final = ord("^")  # escapes in parameters (RFC 6868)
_MAX_BYTES: Final = 74  # bytes in a line; RFC 5545 allows 75, and one more is the space before what continues a line


class Property(NamedTuple):
    """A property of a component (RFC 5545 3.5): its name with its parameters, and its escaped value."""

    name: str
    value: str

    @property
    def key(self) -> str:
        """The name without parameters."""
        return self.name.partition(";")[0]


def serialized(properties: Iterable[Property]) -> bytes:
    """The lines of properties in UTF-8."""
    return "".join([line(name, value) for name, value in properties]).encode()


def text(value: str) -> str:
    """A text as a value (RFC 5545 3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def line(name: str, value: str) -> str:
    """A content line with an escaped value, folded if it is long, with CRLF at the end. `name` may include parameters.

    No fold splits a character or an escape, because Google drops events with split escapes.
    """
    whole = f"{name}:{value}"
    if len(whole) <= _MAX_BYTES and whole.isascii():
        return f"{whole}\r\n"
    data, start, parts = whole.encode(), 0, []
    while len(data) - start > _MAX_BYTES:
        end = start + _MAX_BYTES
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        signs = end - len(data[start:end].rstrip(b"\\")) - start
        if signs % 2 or data[end - 1] == _CARET:  # before the escaped character; two backslashes are a complete escape
            end -= 1
        parts.append(data[start:end])
        start = end
    return b"\r\n ".join([*parts, data[start:]]).decode() + "\r\n"


def moment(name: str, value: dt.date | dt.datetime) -> Property:
    """A property with a local time and its zone, or with a date (RFC 5545 3.3.5, form 3)."""
    if isinstance(value, dt.datetime):
        return Property(f"{name};TZID={tzid(value.tzinfo)}", f"{value:%Y%m%dT%H%M%S}")
    return Property(f"{name};VALUE=DATE", f"{value:%Y%m%d}")


def utc(value: dt.datetime) -> str:
    """A moment as a value in UTC (RFC 5545 3.3.5, form 2)."""
    return f"{value.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


@cache
def tzid(place: dt.tzinfo | None) -> str:
    """The name of a zone in calendars.

    UTC itself goes by another one: readers take a series in UTC to the zone of the calendar, where it drifts by an hour
    when the clocks change.
    """
    assert isinstance(place, ZoneInfo)
    assert place.key
    return _UTC_IN_DISGUISE if place.tzname(_ANY_DAY) == "UTC" else place.key


def clean_text(value: str) -> str:
    """Text a calendar may hold: composed (NFC), lines ended with LF, no tabs nor any other control characters."""
    rows = value.expandtabs(1).splitlines()
    kept = (row if row.isprintable() else _without_controls(row) for row in rows)
    return unicodedata.normalize("NFC", "\n".join(row.rstrip() for row in kept)).strip()


def _without_controls(value: str) -> str:
    return "".join(char for char in value if unicodedata.category(char) not in ("Cc", "Cs"))


def clean_line(value: str) -> str:
    """The same as `clean_text`, in one line."""
    return " ".join(clean_text(value).split())


# "Last revised" (RFC 5545 3.8.7.2) of what no ledger knows. A constant, as nothing in the data says when an event was
# last touched, and the time of the build would make every event look changed on every day.
STAMP: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Revision:
    """SEQUENCE, and in UTC what becomes of DTSTAMP and LAST-MODIFIED.

    The first counts what matters to a calendar (RFC 5545 3.8.7.4), the second is when anything changed (3.8.7.3). With
    no METHOD in the file, DTSTAMP says the same as LAST-MODIFIED (3.8.7.2).
    """

    sequence: int = 0
    modified: dt.datetime = STAMP


NEVER_CHANGED: Final = Revision()
_BEGIN: Final = Property("BEGIN", "VEVENT")
_END: Final = Property("END", "VEVENT")


@dataclass(frozen=True, slots=True)
class Component:
    """One VEVENT with the revision `NEVER_CHANGED`. `last` is the last day it takes place, if it does.

    `offsets` lists the offsets from UTC of its local times, in order, because the properties name only the zone and the
    law decides its offsets. Empty for whole days.

    An `override` of one date of a series has the start that the series gives it (`start_of`). `is_usual`: it says no
    other time and no other status than the series, or the series no longer has the date. `unseen` has the texts of its
    own that no other property shows. `span` is its start (`start_of`) and its length in minutes, as `Trace` has them.
    `gone` is the day of a date that calendars may still hold although the schedule no longer has it.
    """

    uid: str
    properties: tuple[Property, ...]
    last: dt.date | None
    offsets: str = ""
    override: str = ""
    is_usual: bool = False
    unseen: str = ""
    span: str = ""
    gone: dt.date | None = None

    @property
    def content(self) -> bytes:
        """The component as text."""
        return serialized((_BEGIN, *self.properties, _END))


class Stamps:
    """The text of components with their revisions, by UID. A component without a revision was never changed."""

    def __init__(self, revisions: Mapping[str, Revision] | None = None) -> None:
        self._revisions = revisions or {}
        self._texts: dict[str, bytes] = {}

    def put(self, name: str, components: Iterable[Component]) -> bytes:
        """The components with their revisions, as one text, kept under `name`: an event is in up to four calendars."""
        if name not in self._texts:
            revised = (revise(one, self._revisions.get(one.uid, NEVER_CHANGED)) for one in components)
            self._texts[name] = b"".join(one.content for one in revised)
        return self._texts[name]


def revise(component: Component, revision: Revision) -> Component:
    """The component with another revision."""
    if revision == NEVER_CHANGED:
        return component
    modified = utc(revision.modified)
    own = {"SEQUENCE": f"{revision.sequence}", "DTSTAMP": modified, "LAST-MODIFIED": modified}
    properties = (Property(one.name, own.get(one.name, one.value)) for one in component.properties)
    return replace(component, properties=tuple(properties))
