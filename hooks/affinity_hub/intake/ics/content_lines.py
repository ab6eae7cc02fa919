"""Finds the properties of a calendar that an import may look at, and drops all other properties unread (RFC 5545
3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from icalendar.parser import Contentline

MAX_COMPONENTS: Final = 2_000
MAX_FOREIGN_CALENDAR_BYTES: Final = 2_000_000
_TIMES: Final = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_ENTRY: Final = frozenset((*_TIMES, "UID", "STATUS", "SEQUENCE", "CLASS"))
_CLOCK_CHANGE: Final = frozenset(("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"))
_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "VCALENDAR": frozenset(("X-WR-TIMEZONE", "METHOD")),
    "VTIMEZONE": frozenset(("TZID",)),
    "STANDARD": _CLOCK_CHANGE,
    "DAYLIGHT": _CLOCK_CHANGE,
}
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_NAME: Final = re.compile(r"([A-Za-z0-9-]+)(?=[;:])")
CANCELLED_TITLE: Final = re.compile(r"\s*cancell?ed\s*(?::|[-\u2013\u2014]\s)\s*", re.IGNORECASE)
"""How the title of a cancelled meeting begins in Outlook, which keeps the status of the meeting as it was."""
_TITLE: Final = re.compile(r"SUMMARY(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?:", re.IGNORECASE)
_HTML: Final = re.compile(r"\s*(?:<!doctype html|<html|<\?xml|<head|<body)", re.IGNORECASE)


class BrokenCalendarError(Exception):
    """The reason why a file is not read, as a sentence without any word from the file."""


class ForeignProperty(NamedTuple):
    """A property of a component: its parameters with names in capitals, and its value as written."""

    parameters: Mapping[str, str]
    value: str

    @property
    def zone(self) -> str:
        """The name of the time zone that the value is in; empty if it has none."""
        return self.parameters.get("TZID", "")

    @property
    def is_date(self) -> bool:
        """Whether the value is marked as a date without a time."""
        return self.parameters.get("VALUE", "").upper() == "DATE"


@dataclass
class ForeignComponent:
    """A VEVENT or VTIMEZONE with the properties that an import may look at, and the components in a VTIMEZONE."""

    name: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    parts: list[ForeignComponent] = field(default_factory=list)

    def all(self, name: str) -> list[ForeignProperty]:
        """Every property of that name. Raises ValueError for an unreadable property."""
        return [_parsed(line) for key, line in self.lines if key == name]

    def one(self, name: str) -> ForeignProperty | None:
        """The only property of that name, or None. Raises ValueError if there are several that differ."""
        found = self.all(name)
        if any(other != found[0] for other in found[1:]):
            raise ValueError(f"it has more than one {name}")
        return found[0] if found else None


class Contents(NamedTuple):
    """The contents of a file: its entries, the zones it describes, and the zone it names for times without a zone."""

    entries: list[ForeignComponent]
    zones: list[ForeignComponent]
    default_zone: str
    cancels: bool
    """Whether the file is a message that cancels its entries (RFC 5546 3.2.5)."""
    is_utf8: bool
    """Whether all bytes are UTF-8 (RFC 5545 3.1.4). If not, U+FFFD is in place of the other bytes."""


def _parsed(line: str) -> ForeignProperty:
    try:
        _, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        texts = {key.upper(): value if isinstance(value, str) else ",".join(value) for key, value in parameters.items()}
    except (ValueError, TypeError):
        raise ValueError("one of its lines cannot be read") from None
    return ForeignProperty(texts, value)


def contents(data: bytes, *, titles: bool, places: bool) -> Contents:
    """The entries and zones of a file. Titles are dropped without `titles`, and places without `places`.

    Raises `BrokenCalendarError` for a file that is not a complete calendar, because the missing part of a cut-off file
    is unknown.
    """
    if len(data) > MAX_FOREIGN_CALENDAR_BYTES:
        raise BrokenCalendarError(f"The calendar has more than {MAX_FOREIGN_CALENDAR_BYTES:,} bytes.")
    try:
        text, is_utf8 = data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        text, is_utf8 = data.decode("utf-8-sig", "replace"), False
    if "\n" not in text:
        text = text.replace("\r", "\n")  # line ends of old programs
    if _HTML.match(text):
        raise BrokenCalendarError("The address leads to a web page, not to a calendar.")
    more = {"SUMMARY", "LOCATION"} if places else {"SUMMARY"}
    found = _Found({**_ALLOWED, "VEVENT": _ENTRY | more}, titles)
    for line in _lines(text):
        found.add(line)
    if found.stack or not found.calendars:
        raise BrokenCalendarError("The calendar is cut off before its end." if found.stack else "The file is empty.")
    return Contents(found.entries, found.zones, found.default_zone, found.cancels, is_utf8)


def _word_before_title(line: str) -> str:
    """The line of a title without the title itself; empty if the title does not begin with `Canceled:`."""
    begin = _TITLE.match(line)
    return "SUMMARY:Canceled:" if begin and CANCELLED_TITLE.match(line, begin.end()) else ""


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"\r?\n", _FOLD.sub("", text)):
        if line.strip():
            yield line.lstrip() if line[:1].isspace() else line


@dataclass
class _Found:
    """The results so far. `stack` has the components that have begun but not ended."""

    allowed: Mapping[str, frozenset[str]]
    titles: bool
    """Whether titles are kept. If not, only the word that says that a meeting is cancelled is kept."""
    entries: list[ForeignComponent] = field(default_factory=list)
    zones: list[ForeignComponent] = field(default_factory=list)
    default_zone: str = ""
    cancels: bool = False
    was_taken: bool = False
    """Whether the last line was used."""
    calendars: int = 0
    components: int = 0
    stack: list[ForeignComponent] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Processes one line."""
        found = _NAME.match(line)
        key = found[1].upper() if found else ""
        after_taken, self.was_taken = self.was_taken, False
        if key == "BEGIN":
            self._begin(line[6:].strip().upper())
        elif not self.stack:
            raise BrokenCalendarError("The file is not a calendar.")
        elif key == "END":
            if line[4:].strip().upper() != self.stack[-1].name:
                raise BrokenCalendarError("The calendar is damaged: its parts are not closed in order.")
            self._end(self.stack.pop())
        elif key in self.allowed.get(self.stack[-1].name, ()):
            if kept := line if key != "SUMMARY" or self.titles else _word_before_title(line):
                self.stack[-1].lines.append((key, kept))
                self.was_taken = True
        elif not key and after_taken:
            self._break_last_line()

    def _break_last_line(self) -> None:
        """Makes the last line unreadable, because its end is on a separate line: a list of times would be
        incomplete."""
        key, _ = self.stack[-1].lines[-1]
        if key not in ("SUMMARY", "LOCATION"):
            self.stack[-1].lines[-1] = key, ""

    def _begin(self, name: str) -> None:
        self.components += 1
        if self.components > MAX_COMPONENTS:
            raise BrokenCalendarError(f"The calendar has more than {MAX_COMPONENTS:,} entries and parts of entries.")
        if not self.stack and name != "VCALENDAR":
            raise BrokenCalendarError("The file is not a calendar.")
        self.stack.append(ForeignComponent(name))

    def _end(self, component: ForeignComponent) -> None:
        """Keeps a component that has ended, if it is in the right place."""
        where = self.stack[-1].name if self.stack else ""
        if component.name == "VCALENDAR" and not where:
            self.calendars += 1
            zone = next((line for key, line in component.lines if key == "X-WR-TIMEZONE"), "")
            self.default_zone = self.default_zone or zone.partition(":")[2].strip()
            methods = (line.partition(":")[2] for key, line in component.lines if key == "METHOD")
            self.cancels |= any(method.strip().upper() == "CANCEL" for method in methods)
        elif component.name == "VEVENT" and where == "VCALENDAR":
            self.entries.append(component)
        elif component.name == "VTIMEZONE" and where == "VCALENDAR":
            self.zones.append(component)
        elif component.name in ("STANDARD", "DAYLIGHT") and where == "VTIMEZONE":
            self.stack[-1].parts.append(component)
