"""One VEVENT as bytes, and the version that it gets: SEQUENCE, DTSTAMP, and LAST-MODIFIED."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Component:
    """One VEVENT as bytes, with the revision `NEVER_CHANGED`. `last` is the last day it takes place, if it does.

    `offsets` lists the offsets from UTC of its local times, in order, because the bytes name only the zone and the law
    decides its offsets. Empty for whole days.

    An `override` of one date of a series has the start that the series gives it (`start_of`). `is_usual`: it says no
    other time and no other status than the series, or the series no longer has the date. `unseen` has the texts of its
    own that no other property shows. `span` is its start (`start_of`) and its length in minutes, as `Trace` has them.
    `gone` is the day of a date that calendars may still hold although the schedule no longer has it.
    """

    uid: str
    content: bytes
    last: dt.date | None
    offsets: str = ""
    override: str = ""
    is_usual: bool = False
    unseen: str = ""
    span: str = ""
    gone: dt.date | None = None


class Stamps:
    """Puts revisions, by UID, into rendered events, each of them once. What has none was never changed."""

    def __init__(self, revisions: Mapping[str, Revision] | None = None) -> None:
        self._revisions = revisions or {}
        self._stamped: dict[str, bytes] = {}

    def put(self, name: str, components: Iterable[Component]) -> bytes:
        """The components with their revisions, as one text, kept under `name`: an event is in up to four feeds."""
        if not self._revisions:  # nothing to exchange, and nothing worth keeping
            return b"".join(one.content for one in components)
        if name not in self._stamped:
            parts = (_stamped(one, self._revisions.get(one.uid, NEVER_CHANGED)) for one in components)
            self._stamped[name] = b"".join(parts)
        return self._stamped[name]


def _stamped(component: Component, revision: Revision) -> bytes:
    """Exchanges three lines. Rendering twice would cost twice; and no text can hold such a line, as it is folded."""
    content = component.content
    if revision == NEVER_CHANGED:
        return content
    content = content.replace(b"\r\nSEQUENCE:0\r\n", f"\r\nSEQUENCE:{revision.sequence}\r\n".encode())
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        old, new = (f"\r\n{name}:{moment:%Y%m%dT%H%M%SZ}\r\n".encode() for moment in (STAMP, revision.modified))
        content = content.replace(old, new)
    return content
