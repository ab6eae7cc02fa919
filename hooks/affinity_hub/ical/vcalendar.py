"""VCALENDAR: a whole file with its time zones and entries (RFC 5545, section 3.4).

The same entries give the same bytes: no clock and no random value is used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from affinity_hub.schema.event import EventSchedule

from .component import Component, Property, Stamps, clean_line, clean_text, serialized, text, tzid
from .vtimezone import vtimezone

PRODUCT: Final = "-//Affinity Hub//Affinity Hub 1//EN"
REFRESH: Final = "PT12H"
# RFC 7986 5.9 allows only CSS names; Apple reads its own property.
COLOR, APPLE_COLOR = "mediumpurple", "#9370DB"


class RenderedEntry(Protocol):
    """An entry with its VEVENTs: a `CalendarEntry`, or the discreet form of an entry."""

    @property
    def uid(self) -> str:
        """The UID of its first VEVENT."""

    @property
    def schedule(self) -> EventSchedule:
        """Its dates, with their zone."""

    @property
    def components(self) -> tuple[Component, ...]:
        """Its VEVENTs."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """One file of `calendars/`. `url` and `page` are absolute addresses of the file and of the page about it.

    `discreet_form` turns its head into the form that hides whose calendar it is (`discreet`).
    """

    path: str
    name: str
    description: str
    url: str
    page: str
    zone: str
    entries: tuple[RenderedEntry, ...]
    discreet_form: Callable[[Iterable[Property]], Iterator[Property]] | None = None


def vcalendar(file: CalendarFile, stamps: Stamps | None = None) -> bytes:
    """The file: one VCALENDAR in UTF-8 with CRLF, its zones, then the events in the order given.

    Without `stamps`, all entries have the revision of an event that never changed. Events without a date are left out;
    a calendar without events is valid and keeps its address alive. Raises KeyError for a zone that does not exist.
    """
    zones: dict[str, list[dt.date]] = {file.zone: []}
    for name, days in _zones(file.entries):
        zones.setdefault(name, []).extend(days)
    timezones = b"".join(
        vtimezone(name, min(days, default=None), max(days, default=None)) for name, days in zones.items()
    )
    stamps = stamps or Stamps()
    events = b"".join(stamps.put(entry.uid, entry.components) for entry in file.entries)
    head = file.discreet_form(_head(file)) if file.discreet_form else _head(file)
    return serialized(head) + timezones + events + b"END:VCALENDAR\r\n"


def _zones(entries: Iterable[RenderedEntry]) -> Iterator[tuple[str, tuple[dt.date, dt.date]]]:
    """Each zone that times use, with the first and last day of those times. All-day events need no zone."""
    for entry in entries:
        days = [component.gone for component in entry.components if component.gone]
        if not entry.schedule.event.all_day and entry.components:
            days += entry.schedule.span if entry.schedule.dates else ()
        if days:
            yield tzid(entry.schedule.zone), (min(days), max(days))


def _head(file: CalendarFile) -> Iterator[Property]:
    name, description, zone = text(clean_line(file.name)), text(clean_text(file.description)), text(file.zone)
    # Google and Apple know the old names, and RFC 7986 defines the new names.
    described = (("DESCRIPTION", description), ("X-WR-CALDESC", description)) if file.description else ()
    properties = (
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        *described,
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("COLOR", COLOR),
        ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        ("SOURCE;VALUE=URI", file.url),
        ("URL", file.page),
        ("X-APPLE-CALENDAR-COLOR", APPLE_COLOR),
        ("X-PUBLISHED-TTL", REFRESH),
        ("X-WR-TIMEZONE", zone),
    )
    return (Property(*item) for item in properties)
