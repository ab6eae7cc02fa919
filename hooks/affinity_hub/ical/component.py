"""Components, properties, and lines of iCalendar files: escaped values in, folded text out (RFC 5545 3.1, 3.3, 3.6).

A component has a revision: SEQUENCE, DTSTAMP, and LAST-MODIFIED.

This code replaces a library's object for each property, which took most of the time of writing calendars. The tests
compare its results with the results of the icalendar package.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from affinity_hub.core.calendar_days import iso_basic

_ANY_DAY: Final = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - a local time, for which zones give their names
# The name of UTC in calendars. No reader mistakes it for the zone of the calendar.
_UTC_IN_DISGUISE: Final = "Etc/GMT"
_CARET: Final = ord("^")  # escapes in parameters (RFC 6868)
_MAX_BYTES: Final = 74  # bytes in a line; RFC 5545 allows 75, and the space before a continued line takes one more


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
    lines = [f"{name}:{value}" for name, value in properties]
    return "".join(
        [f"{line}\r\n" if len(line) <= _MAX_BYTES and line.isascii() else folded(line) for line in lines]
    ).encode()


def text(value: str) -> str:
    """Text as a value (RFC 5545 3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A content line, folded if it is long, with CRLF at the end.

    No fold splits a character or an escape, because Google drops events with split escapes.
    """
    data, start, parts = line.encode(), 0, []
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
        return Property(f"{name};TZID={tzid(value.tzinfo)}", iso_basic(value))
    return Property(f"{name};VALUE=DATE", iso_basic(value))


def utc(value: dt.datetime) -> str:
    """A moment as a value in UTC (RFC 5545 3.3.5, form 2)."""
    return f"{iso_basic(value.astimezone(dt.UTC))}Z"


@cache
def tzid(zone: dt.tzinfo | None) -> str:
    """The name of a zone in calendars.

    UTC gets a different name, because readers move a series in UTC to the zone of the calendar, where it shifts by an
    hour when the clocks change.
    """
    assert isinstance(zone, ZoneInfo)
    assert zone.key
    return _UTC_IN_DISGUISE if zone.tzname(_ANY_DAY) == "UTC" else zone.key


def clean_text(value: str) -> str:
    """Text that a calendar may contain: composed (NFC), with LF at the end of lines, and without tabs and other control
    characters."""
    if value.isascii() and value.isprintable():
        return value.strip()
    rows = value.expandtabs(1).splitlines()
    kept = (row if row.isprintable() else _without_controls(row) for row in rows)
    return unicodedata.normalize("NFC", "\n".join(row.rstrip() for row in kept)).strip()


def _without_controls(value: str) -> str:
    return "".join(char for char in value if unicodedata.category(char) not in ("Cc", "Cs"))


def clean_line(value: str) -> str:
    """Text as `clean_text` returns it, in one line."""
    return " ".join(clean_text(value).split())


# "Last revised" (RFC 5545 3.8.7.2) of an entry that no ledger knows. It is a constant, because the data does not say
# when an event last changed, and with the time of the build, every event would look changed every day.
STAMP: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Revision:
    """SEQUENCE, and the UTC time for DTSTAMP and LAST-MODIFIED. SEQUENCE counts important changes (RFC 5545 3.8.7.4),
    and the time is the time of the last change (3.8.7.3). With no METHOD in the file, DTSTAMP says the same as
    LAST-MODIFIED (3.8.7.2)."""

    sequence: int = 0
    modified: dt.datetime = STAMP


NEVER_CHANGED: Final = Revision()
_BEGIN: Final = Property("BEGIN", "VEVENT")
_END: Final = Property("END", "VEVENT")


@dataclass(frozen=True, slots=True)
class Component:
    """One VEVENT with the revision `NEVER_CHANGED`. `last` is the last day on which it takes place: for a series, the
    last of its dates that are neither cancelled nor postponed. It is None if there is no such day.

    `offsets` lists the offsets from UTC of its local times, in order. The properties name only the zone, and the
    offsets of a zone can change by law. An all-day event has no offsets.

    An `override` of one date of a series has the start that the series gives it (`start_of`). `is_usual` means that it
    has the time and the status of the series, or that the series no longer has the date. `unseen` has its own texts
    that no other property shows. `span` is its start (`start_of`) and its length in minutes, as `Trace` has them.
    `gone` is the day of a date that calendars may still have although the schedule no longer has it.
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
            revised = (revise(component, self._revisions.get(component.uid, NEVER_CHANGED)) for component in components)
            self._texts[name] = b"".join(component.content for component in revised)
        return self._texts[name]


def revise(component: Component, revision: Revision) -> Component:
    """The component with a new revision."""
    if revision == NEVER_CHANGED:
        return component
    modified = utc(revision.modified)
    own = {"SEQUENCE": f"{revision.sequence}", "DTSTAMP": modified, "LAST-MODIFIED": modified}
    properties = (Property(item.name, own.get(item.name, item.value)) for item in component.properties)
    return replace(component, properties=tuple(properties))
