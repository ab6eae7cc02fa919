"""The ledger: the published version of every UID, so that the next build knows what has changed.

It is published beside the calendars as `calendars/ledger.json`, one line per UID. Only the next build reads it
(`next_ledger`). A UID stays in it forever, even if no calendar has it anymore. Hidden events and groups are in it under
a hash of their names, and so is every entry of a discreet calendar: nothing in it leads to the event.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from affinity_hub.core.problems import DataError, Position, Problem
from affinity_hub.core.text import shorten
from affinity_hub.ical.cancellations import KEY_DIGITS, Published, Trace, extended_uid, opened
from affinity_hub.ical.component import NEVER_CHANGED, Revision
from affinity_hub.ical.discreet import DiscreetEntry
from affinity_hub.ical.vcalendar import RenderedEntry
from affinity_hub.ical.vevent import CalendarEntry
from affinity_hub.schema import Audience

from .significant_changes import SignificantDigests, discreet_key, hashed

LEDGER_PATH: Final = "calendars/ledger.json"
# RFC 5545 3.3.8: a signed integer of 32 bits, with room for the next change.
MAX_SEQUENCE: Final = 2**31 - 2
# The UID of a date that cannot be an override of its series, and of the rest of a series, as `ical.vevent` makes them.
_OWN_UID: Final = re.compile(r"(?P<name>[^@]+)--(?P<kind>(?:from-)?)(?P<day>\d{4}-\d\d-\d\d)(?P<at>@.*)")
# No computer that builds a site has a clock outside these years, and one more second is still a valid time.
FIRST_YEAR, LAST_YEAR = 1970, 9998
DayType = TypeVar("DayType", bound=dt.date)


def path(audience: Audience) -> str:
    """The path of an edition's ledger. Each edition has its own, so that no public build can continue from staff-only
    data."""
    return LEDGER_PATH if audience == "public" else "calendars/ledger.staff.json"


def _possible(day: DayType) -> DayType:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.utcoffset() != dt.timedelta() or moment.microsecond:
        raise ValueError("expected a time in UTC, in whole seconds")
    return moment.astimezone(dt.UTC)


Digest: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Sealed: TypeAlias = Annotated[str, Field(pattern=r"^([0-9a-f]{2}){8,400}$")]
Hash: TypeAlias = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Name: TypeAlias = Annotated[str, Field(pattern=r"^(sha256:[0-9a-f]{64}|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=80)]
Uid: TypeAlias = Annotated[str, Field(pattern=r"^[!-~]{1,400}$")]


class Version(BaseModel):
    """The published version of a UID. `digest` covers the properties that raise SEQUENCE, and `content` covers
    everything. A `withdrawn` UID is in no calendar now. The event of a `deleted` UID was deleted. `overrides` has a
    key for each date of a series that was ever a separate entry, with its start (`cancellations.sealed`). Older
    ledgers have keys without starts, or no keys.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    state: Literal["shown", "withdrawn", "deleted"]
    sequence: int = Field(ge=0, le=MAX_SEQUENCE)
    last_modified: Annotated[dt.datetime, AfterValidator(_possible), AfterValidator(_utc)]
    digest: Digest
    content: Digest
    overrides: tuple[Sealed, ...] = ()

    @property
    def revision(self) -> Revision:
        """The revision in the entry."""
        return Revision(self.sequence, self.last_modified)

    def stands_for(self, present: SignificantDigests) -> bool:
        """Whether calendars show nothing new since this version, as far as its digest can tell."""
        return self.digest in present


class PublishedVersion(Version):
    """A version of an entry that may be named: `record` is its event's id at that time, and `first` is the first id of
    the event. `last` is the last day on which the UID takes place; None if all of its dates are cancelled
    or postponed. `planned_until` is the last day that calendars have shown as planned, if that day is after `last` and
    has not passed; otherwise None. A withdrawn version
    is, for example, a moved date that was moved back: its event still exists. `trace` says which dates calendars last
    showed (`Trace`, sealed with the first UID of the event). Older ledgers have neither `planned_until` nor `trace`.
    """

    record: Name
    first: Name
    last: Annotated[dt.date, AfterValidator(_possible)] | None
    planned_until: Annotated[dt.date, AfterValidator(_possible)] | None = None
    trace: Sealed | None = None


class Ledger(BaseModel):
    """The file. `uid_domain` is the part of the UIDs after the @; the keys of `entries` are UIDs or their hashes.

    `discreet` has hashes only. `groups` are the ids of the groups with calendars and pages, each with its earlier ids
    in their order. The oldest ledgers have neither.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = 1
    uid_domain: str = Field(max_length=300, pattern=r"^[^\s\x00-\x1f\x7f-\x9f]+$")
    groups: dict[Name, tuple[Name, ...]] | None = None
    entries: dict[Uid, PublishedVersion]
    discreet: dict[Hash, Version] | None = None

    def of(self, uid: str) -> PublishedVersion | None:
        """The published version of a UID, which may be under its hash."""
        return self.entries.get(uid) or self.entries.get(hashed(uid))

    def revisions(self, entries: Iterable[RenderedEntry]) -> dict[str, Revision]:
        """The revisions of all changed UIDs of the given entries."""
        found: dict[str, Revision] = {}
        for entry in {entry.uid: entry for entry in entries}.values():
            for uid in {component.uid for component in entry.components}:
                known = self._discreet(entry, uid) if isinstance(entry, DiscreetEntry) else self.of(uid)
                if known and (revision := known.revision) != NEVER_CHANGED:
                    found[uid] = revision
        return found

    def published(self, entry: CalendarEntry) -> Published:
        """The overrides and UIDs that calendars have of an event besides its series."""
        traces = tuple(self._traces(entry))
        uids = {*map(entry.uid_of, entry.schedule.series), *(trace.uid for trace in traces)}
        known = {uid: version.overrides for uid in uids if (version := self.of(uid)) and version.overrides}
        overrides = {uid: {token[:KEY_DIGITS] for token in tokens} for uid, tokens in known.items()}
        starts = {uid: [start for token in tokens if (start := opened(uid, token))] for uid, tokens in known.items()}
        days, rests = (found.get(entry.uid, frozenset()) for found in (self.days, self.rests))
        if hashed(entry.uid) in self.entries:  # their hashes do not reveal the days
            dates = entry.schedule.dates
            days |= {day for day in dates if hashed(extended_uid(entry.uid, f"{day}")) in self.entries}
            rests |= {day for day in dates if hashed(extended_uid(entry.uid, f"from-{day}")) in self.entries}
        return Published(overrides, days, rests, starts, traces)

    def _traces(self, entry: CalendarEntry) -> Iterator[Trace]:
        """The UIDs of an event whose dates the ledger knows, in their order."""
        for first in (entry.first, hashed(entry.first)):
            for token in self._sealed_traces.get(first, ()):
                if trace := Trace.read(entry.uid, token):
                    yield trace

    @cached_property
    def _sealed_traces(self) -> dict[str, list[str]]:
        """The traces of each event, by its first id or the hash of this id, in the order of their UIDs."""
        found: dict[str, list[str]] = {}
        for _, known in sorted(self.entries.items()):
            if known.trace and known.state != "deleted":
                found.setdefault(known.first, []).append(known.trace)
        return found

    def published_discreetly(self, entry: DiscreetEntry) -> Published:
        """The overrides and UIDs that a discreet calendar has of an event besides its series."""
        plain = {
            *map(entry.entry.uid_of, entry.schedule.series),
            *(trace.uid for trace in entry.entry.published.traces),
        }
        known = {uid: self._discreet(entry, uid) for uid in map(entry.form.uid, plain)}
        overrides = {uid: version.overrides for uid, version in known.items() if version and version.overrides}
        return Published(overrides, uids=frozenset(uid for uid, version in known.items() if version))

    @cached_property
    def days(self) -> dict[str, frozenset[dt.date]]:
        """The dates with their own UIDs, by the UID of their event. The dates of hidden events are unknown."""
        return self._days_in_uids("")

    @cached_property
    def rests(self) -> dict[str, frozenset[dt.date]]:
        """The dates from which the rest of a series had its own UID, by the UID of their event. The dates of hidden
        events are unknown."""
        return self._days_in_uids("from-")

    def _days_in_uids(self, kind: str) -> dict[str, frozenset[dt.date]]:
        found: dict[str, set[dt.date]] = {}
        for uid, known in self.entries.items():
            parts = _OWN_UID.fullmatch(uid) if known.state != "deleted" else None
            if parts and parts["kind"] == kind and (day := _day(parts["day"])):
                found.setdefault(parts["name"] + parts["at"], set()).add(day)
        return {uid: frozenset(days) for uid, days in found.items()}

    def _discreet(self, entry: DiscreetEntry, uid: str) -> Version | None:
        return self.discreet.get(discreet_key(entry, uid)) if self.discreet else None


@dataclass(frozen=True, slots=True)
class Owner:
    """A published event or group: its id, its first id, and whether lists may name it."""

    id: str
    first: str
    hidden: bool


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def parse(text: bytes, name: str) -> Ledger:
    """The ledger in a file of this name or address. Raises `DataError` if the file is not a valid ledger."""
    try:
        pairs = json.loads(text.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
        return Ledger.model_validate_json(json.dumps(pairs))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ", ".join(shorten(str(step)) for step in first["loc"]) or "the whole file"
        reason = f"{where}: {shorten(first['msg'])}"
    except RecursionError:
        reason = "too many brackets inside brackets"
    except ValueError as error:  # this includes invalid UTF-8 and invalid JSON
        reason = shorten(str(error), 100)
    hint = "It was damaged, or a newer version of this program wrote it. Publish the last published site again."
    reason = "".join(char if char.isprintable() else "?" for char in reason)
    message = f"This is not a ledger of calendars ({reason})."
    raise DataError([Problem(Position(name), "E602", message, hint)])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def dump(ledger: Ledger) -> bytes:
    """The ledger as a file: JSON in ASCII. The UIDs are in order, each on its own line, so that people can compare two
    ledgers."""
    parts = [f'"version": {ledger.version}', f'"uid_domain": {json.dumps(ledger.uid_domain)}']
    for name in ("groups", "entries", "discreet"):
        rows: dict[str, Any] | None = getattr(ledger, name)
        if rows is not None:
            lines = [f"{json.dumps(key)}: {_row(row)}" for key, row in sorted(rows.items())]
            parts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _row(row: BaseModel | tuple[str, ...]) -> str:
    return row.model_dump_json(exclude_defaults=True) if isinstance(row, BaseModel) else json.dumps(row)


def owners_of(events: Iterable[Any]) -> dict[str, Owner]:
    """Every current or earlier id of the published events or groups (views), and its hash, with its owner."""
    found = {}
    for event in events:
        owner = Owner(event.id, event.first_id, event.hidden)
        for name in (event.id, *event.was):
            found[name] = found[hashed(name)] = owner
    return found


def names_of(groups: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """The ids of the published groups (views), with their earlier ids; hashes for hidden groups. Closed groups are left
    out, because a group may be removed after people have seen that it has ended.
    """
    found = {}
    for group in (group for group in groups if group.status != "closed"):
        name, *earlier = (hashed(record_id) if group.hidden else record_id for record_id in (group.id, *group.was))
        found[name] = tuple(earlier)
    return found
