"""The discreet calendar of a group: its times and nothing that says whose they are, for calendars that others can see.

It is made from the finished bytes of the group's own calendar, line by line. A line passes if its name is listed here;
title and UID are put in anew; all others are dropped, those that nobody has thought of yet among them. So it follows
its plain sister in times, SEQUENCE and cancellations, and a field added there can never leak here.

What stays: the times are those on the group's page, and the address of the file holds the group's id, which Thunderbird
shows as the name of the calendar until it is given another. The pages say so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from icalendar import Parameters, vText
from icalendar.parser import Contentline

TITLE: Final = "Staff meeting"  # of groups that chose none
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
class Veil:
    """Makes a calendar discreet. `title` is what each entry is called; `key` is the permanent id of the group."""

    title: str
    key: str

    def __call__(self, data: bytes) -> bytes:
        """The discreet form of a finished calendar."""
        title = " ".join(self.title.split()) or TITLE
        own = {
            b"PRODID": b"PRODID:" + PRODUCT + b"\r\n",
            b"NAME": _text("NAME", title),
            b"X-WR-CALNAME": _text("X-WR-CALNAME", title),
            b"SUMMARY": _text("SUMMARY", title),
            b"CLASS": b"CLASS:PRIVATE\r\n",
        }
        cancelled = _text("SUMMARY", f"CANCELLED: {title}")
        lines = []
        for line in _LINE.finditer(data):
            name = line[1]
            if name in KEPT:
                lines.append(line[0])
            elif name == b"UID":
                lines.append(b"UID:" + self.uid(line[0]) + b"\r\n")
            elif name == b"SUMMARY" and line[0].startswith(b"SUMMARY:CANCELLED: "):
                lines.append(cancelled)
            elif name in own:
                lines.append(own[name])
        return b"".join(lines)

    def uid(self, line: bytes) -> bytes:
        """A UID made from the permanent one: as stable as that, and nothing can be read off it.

        The group is part of it, for an event of two groups may have two titles, and a UID must mean one entry.
        """
        name = line.replace(b"\r\n ", b"").strip().removeprefix(b"UID:")
        return hashlib.sha256(self.key.encode() + b"\n" + name).hexdigest()[:32].encode()


def _text(name: str, value: str) -> bytes:
    """One line with a text, escaped and folded."""
    return bytes(Contentline.from_parts(name, Parameters(), vText(value)).to_ical()) + b"\r\n"
