"""The discreet calendar of a group: its times, without anything that names the group, for calendars that others can
see.

It is made from the properties of the group's own calendar. A property passes if its name is listed here; the title and
the UID are replaced; all other properties are left out. So the calendar follows the plain calendar in times and
cancellations, and a property that is added to the plain calendar can never leak into the discreet calendar. Its entries
have their own versions, which change only with visible changes, so that a version does not reveal that the plain entry
got a new title. Two facts remain: the times are the same as on the group's page, and the address of the file contains
the group's id, which Thunderbird shows as the name of the calendar until it is renamed. The pages say so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from affinity_hub.schema.event import EventSchedule
from affinity_hub.wording.labels import discreet_title

from .cancellations import NOTHING_PUBLISHED, Published
from .component import Component, Property, text
from .vevent import OFF_TITLES, CalendarEntry

PRODUCT: Final = "-//Calendar//Calendar 1//EN"
KEPT: Final = frozenset((
    "BEGIN", "VERSION", "CALSCALE", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "DTSTAMP",
    "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class DiscreetForm:
    """Makes calendars discreet. `title` is the title of each entry; `key` is the permanent id of the group."""

    title: str
    key: str

    def __call__(self, properties: Iterable[Property]) -> Iterator[Property]:
        """The discreet form of the properties of a calendar or of an entry."""
        title = text(" ".join(self.title.split()) or discreet_title())
        own = {"PRODID": PRODUCT, "NAME": title, "X-WR-CALNAME": title, "CLASS": "PRIVATE"}
        for item in properties:
            if item.key in KEPT:
                yield item
            elif item.name == "UID":
                yield Property("UID", self.uid(item.value))
            elif item.name == "SUMMARY":
                off = next((off for off in OFF_TITLES.values() if item.value.startswith(off)), "")
                yield Property("SUMMARY", off + title)
            elif item.name in own:
                yield Property(item.name, own[item.name])

    def uid(self, plain: str) -> str:
        """A UID made from the permanent UID: just as stable, but it reveals nothing. The group is part of it, because
        an event of two groups can have two titles, and a UID must mean one entry.
        """
        return hashlib.sha256(f"{self.key}\n{plain}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class DiscreetEntry:
    """An entry in a discreet calendar."""

    entry: CalendarEntry
    form: DiscreetForm
    published: Published = NOTHING_PUBLISHED

    @property
    def uid(self) -> str:
        """The UID of its first VEVENT."""
        return self.form.uid(self.entry.uid)

    @property
    def schedule(self) -> EventSchedule:
        """The dates, all of which are shown."""
        return self.entry.schedule

    @cached_property  # cached, because a renamed group has several such calendars (so the class has no slots)
    def components(self) -> tuple[Component, ...]:
        """The VEVENTs of the entry in `origins` in discreet form, in the same order."""
        return tuple(self._in_form(component) for component in self.origins)

    @cached_property
    def origins(self) -> tuple[Component, ...]:
        """The VEVENTs of the entry without the overrides that differ only in texts that this calendar hides.

        An override would reveal that the date is special. A published override stays, because calendar apps keep it.
        The cancellation of a date that the schedule no longer has is only for calendars that have shown the date.
        """
        return tuple(component for component in self.entry.components if self._is_shown(component))

    def _is_shown(self, plain: Component) -> bool:
        uid = self.form.uid(plain.uid)
        if plain.is_usual:
            return self.published.has_override(uid, plain.override)
        return plain.gone is None or uid in self.published.uids

    def _in_form(self, plain: Component) -> Component:
        return replace(plain, uid=self.form.uid(plain.uid), properties=tuple(self.form(plain.properties)), unseen="")
