"""One VEVENT as a tuple of properties, and its revision: SEQUENCE, DTSTAMP, and LAST-MODIFIED."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from .contentlines import Property, serialized, utc

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
