"""The discreet calendar of a group: its times and nothing that says whose they are, for calendars that others can see.

It is made from the bytes of the group's own calendar, line by line. A line passes if its name is listed here; title and
UID are put in anew; all others are dropped, those that nobody has thought of yet among them. So it follows its plain
sister in times and cancellations, and a field added there can never leak here. Its entries have versions of their own:
that one is touched only by what is seen here tells nobody that its sister got another title.

What stays: the times are those on the group's page, and the address of the file holds the group's id, which Thunderbird
shows as the name of the calendar until it is given another. The pages say so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

from affinity_hub.schema.dated import EventSchedule
from affinity_hub.wording.labels import DISCREET_TITLE

from .cancellations import NOTHING_PUBLISHED, Published
from .component import Component
from .contentlines import line as finished
from .contentlines import text
from .vevent import OFF_TITLES, CalendarEntry

PRODUCT: Final = b"-//Calendar//Calendar 1//EN"
KEPT: Final = frozenset(
    b"BEGIN END VERSION CALSCALE X-WR-TIMEZONE REFRESH-INTERVAL X-PUBLISHED-TTL"
    b" TZID TZNAME TZOFFSETFROM TZOFFSETTO"
    b" DTSTAMP LAST-MODIFIED SEQUENCE DTSTART DTEND RRULE EXDATE RECURRENCE-ID STATUS TRANSP"
    b" X-MICROSOFT-CDO-BUSYSTATUS".split()
)
# A line with those that continue it: they begin with a space (RFC 5545 3.1).
_LINE: Final = re.compile(rb"([A-Z0-9-]+)[^\r\n]*\r\n(?: [^\r\n]*\r\n)*")


@dataclass(frozen=True, slots=True)
class DiscreetForm:
    """Makes calendars discreet. `title` is what each entry is called; `key` is the permanent id of the group."""

    title: str
    key: str

    def __call__(self, data: bytes) -> bytes:
        """The discreet form of a calendar or a part of one."""
        title = " ".join(self.title.split()) or DISCREET_TITLE
        own = {
            b"PRODID": b"PRODID:" + PRODUCT + b"\r\n",
            b"NAME": _text("NAME", title),
            b"X-WR-CALNAME": _text("X-WR-CALNAME", title),
            b"SUMMARY": _text("SUMMARY", title),
            b"CLASS": b"CLASS:PRIVATE\r\n",
        }
        off = {f"SUMMARY:{off}".encode(): _text("SUMMARY", f"{off}{title}") for off in OFF_TITLES.values()}
        lines = []
        for line in _LINE.finditer(data):
            name = line[1]
            if name in KEPT:
                lines.append(line[0])
            elif name == b"UID":
                lines.append(b"UID:" + self.uid(_name(line[0])).encode() + b"\r\n")
            elif name == b"SUMMARY" and (begin := next((one for one in off if line[0].startswith(one)), None)):
                lines.append(off[begin])
            elif name in own:
                lines.append(own[name])
        return b"".join(lines)

    def uid(self, plain: str) -> str:
        """A UID made from the permanent one: as stable as that, and nothing can be read off it.

        The group is part of it, for an event of two groups may have two titles, and a UID must mean one entry.
        """
        return hashlib.sha256(f"{self.key}\n{plain}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class DiscreetEntry:
    """What a discreet calendar shows of an entry."""

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

    @cached_property  # the reason for no slots: a renamed group has several such calendars
    def components(self) -> tuple[Component, ...]:
        """The VEVENTs of the entry in `origins` in discreet form, in the same order."""
        return tuple(self._in_form(one) for one in self.origins)

    @cached_property
    def origins(self) -> tuple[Component, ...]:
        """The VEVENTs of the entry without the overrides that differ only in texts that this calendar hides.

        An override would reveal that the date is special. A published override stays, because calendar apps keep it.
        The cancellation of a date that the schedule no longer has is only for calendars that have shown the date.
        """
        return tuple(one for one in self.entry.components if self._is_shown(one))

    def _is_shown(self, plain: Component) -> bool:
        uid = self.form.uid(plain.uid)
        if plain.is_usual:
            return self.published.has_override(uid, plain.override)
        return plain.gone is None or uid in self.published.uids

    def _in_form(self, plain: Component) -> Component:
        return replace(plain, uid=self.form.uid(plain.uid), content=self.form(plain.content), unseen="")


def _name(line: bytes) -> str:
    return line.replace(b"\r\n ", b"").strip().removeprefix(b"UID:").decode()


@cache  # the same few titles in each entry of a calendar
def _text(name: str, value: str) -> bytes:
    """One line with a text, escaped and folded."""
    return finished(name, text(value)).encode()
