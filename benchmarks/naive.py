"""The peer: the same calendars made with icalendar as its documentation shows, component by component.

It gets prepared values, and makes the components of time zones and of calendar heads only once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import icalendar
from affinity_hub.ical.vcalendar import CalendarFile, RenderedEntry
from affinity_hub.ical.vtimezone import vtimezone

Value: TypeAlias = tuple[str, Any, dict[str, str]]  # name, value, parameters
Values: TypeAlias = Mapping[str, list[list[Value]]]  # the values of each VEVENT of an entry, by the entry's UID


def values(entries: Iterable[RenderedEntry]) -> Values:
    """The content of every VEVENT, as Python values."""
    return {
        entry.uid: [list(_values(icalendar.Event.from_ical(component.content))) for component in entry.components]
        for entry in entries
    }


def _values(event: icalendar.cal.component.Component) -> Iterator[Value]:
    value: Any
    for name, value in event.property_items(recursive=False):
        if name in ("BEGIN", "END"):
            continue
        if name == "EXDATE":
            yield from (_moment(name, date.dt) for date in value.dts)
        elif hasattr(value, "dt"):
            yield _moment(name, value.dt)
        elif name == "CATEGORIES":
            yield name, [str(category) for category in value.cats], {}
        else:
            yield name, value, {}


def _moment(name: str, value: Any) -> Value:
    zone = getattr(getattr(value, "tzinfo", None), "key", None)
    return (name, value.replace(tzinfo=None), {"TZID": zone}) if zone and zone != "UTC" else (name, value, {})


def once(known: Values) -> None:
    """Builds and serializes each VEVENT once, and keeps nothing."""
    for events in known.values():
        for event in events:
            _event(event).to_ical()


def _event(event: list[Value]) -> icalendar.Event:
    made = icalendar.Event()
    for name, value, parameters in event:
        made.add(name, value, parameters)
    return made


def write(files: Iterable[CalendarFile], known: Values, folder: Path) -> None:
    """Writes each feed, and makes every event in it again."""
    for feed in files:
        path = folder / feed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(feed_bytes(feed, known))


def feed_bytes(feed: CalendarFile, known: Values) -> bytes:
    """One feed as bytes."""
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Affinity Hub//Affinity Hub 1//EN")
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, feed.name)
    calendar.add_component(_zone(feed.zone))
    for entry in feed.entries:
        for event in known[entry.uid]:
            calendar.add_component(_event(event))
    data: bytes = calendar.to_ical()
    return data


@cache
def _zone(name: str) -> icalendar.cal.component.Component:
    return icalendar.Timezone.from_ical(vtimezone(name))
