"""Which version of a calendar entry this is, and how the version gets into a rendered one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

# "Last revised" (RFC 5545 3.8.7.2) of what no ledger knows. A constant, as nothing in the data says when an event was
# last touched, and the time of the build would make every event look changed on every day.
STAMP: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
KEY: Final = 16  # hexadecimal digits in the key of an override


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
    other time and no other status than the series, or the series no longer has the date. `words` has the texts of its
    own that no other property shows. `span` is its start (`start_of`) and its length in minutes, as `Trace` has them.
    `gone` is the day of a date that calendars may still hold although the schedule no longer has it.
    """

    uid: str
    content: bytes
    last: dt.date | None
    offsets: str = ""
    override: str = ""
    is_usual: bool = False
    words: str = ""
    span: str = ""
    gone: dt.date | None = None

    @property
    def key(self) -> str:
        """The override as the discreet part of the ledger has it: nobody can read the date off this key."""
        return override_key(self.uid, self.override)

    @property
    def sealed(self) -> str:
        """The same key, followed by the start, which only a program that knows the UID can read."""
        return sealed(self.uid, self.override)


def start_of(usual: dt.date) -> str:
    """The name of a date of a series: 20261112T160000, or 20261112 for a whole day (RFC 5545 3.8.4.4)."""
    return f"{usual:%Y%m%dT%H%M%S}" if isinstance(usual, dt.datetime) else f"{usual:%Y%m%d}"


def override_key(uid: str, start: str) -> str:
    """What stands in the ledger for an override: the UID of its series and `start_of` its date, as a hash."""
    return hashlib.sha256(f"{uid}\n{start}".encode()).hexdigest()[:KEY]


def sealed(secret: str, text: str) -> str:
    """A text that only a reader who knows `secret` can open, as hexadecimal digits: its key, then its masked bytes.

    The secret is a UID. The ledger names hidden events by a hash of their UID, so it must not show their dates either.
    """
    key = override_key(secret, text)
    return key + _masked(secret, key, text.encode()).hex()


def opened(secret: str, token: str) -> str | None:
    """The text in what `sealed` made. None for another secret, or for a key alone, as older ledgers have it."""
    key, masked = token[:KEY], bytes.fromhex(token[KEY:])
    text = _masked(secret, key, masked).decode("utf-8", "replace")
    return text if masked and override_key(secret, text) == key else None


def _masked(secret: str, key: str, data: bytes) -> bytes:
    mask = hashlib.shake_256(f"{secret}\n{key}".encode()).digest(len(data))
    return bytes(one ^ other for one, other in zip(data, mask, strict=True))


class Trace(NamedTuple):
    """The first date that calendars have under a UID, so that a later build can cancel it there.

    `start` is a local time or a day, as in `start_of`; `minutes` is the length. `last` is the last day of all dates.
    """

    uid: str
    start: str
    minutes: int
    last: dt.date

    @classmethod
    def read(cls, first: str, token: str) -> Trace | None:
        """The trace that `seal_trace` made for an event whose first UID is `first`; None if this is not possible."""
        parts = (opened(first, token) or "").split(" ")
        if len(parts) != 4:
            return None
        more, start, minutes, last = parts
        name, at, host = first.partition("@")
        return cls(f"{name}{more}{at}{host}", start, int(minutes), dt.date.fromisoformat(last))


def seal_trace(first: str, component: Component, last: dt.date) -> str:
    """The trace of a component. It says what the UID adds to `first`, the UID of the event: `--from-2026-12-10`."""
    name, more = first.partition("@")[0], component.uid.rpartition("@")[0]
    return sealed(first, f"{more.removeprefix(name)} {component.span} {last}")


@dataclass(frozen=True, slots=True)
class Published:
    """What calendars have of one event besides its series: they may keep it, so it is never just left out.

    `overrides` has the keys of the overrides of each UID, `starts` the starts of those overrides as far as the ledger
    knows them. `days` has the dates in the series that have a UID of their own. `traces` has all UIDs whose dates the
    ledger knows, `uids` the UIDs that a discreet calendar has ever shown.
    """

    overrides: Mapping[str, Collection[str]]
    days: frozenset[dt.date] = frozenset()
    starts: Mapping[str, Collection[str]] = field(default_factory=dict)
    traces: tuple[Trace, ...] = ()
    uids: frozenset[str] = frozenset()


NOTHING_PUBLISHED: Final = Published({})


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
