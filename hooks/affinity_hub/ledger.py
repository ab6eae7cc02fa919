"""The ledger: what the published calendars say of every UID, so that the next build knows what has changed.

It is published beside the feeds as `calendars/ledger.json`, one line a UID. Nobody's calendar reads it, the next build
does. A UID is in it for ever, also when no feed has it any more. Hidden events are in it under a hash of their names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from .feeds import Entry
from .model import Audience
from .problems import DataError, Position, Problem
from .revisions import STAMP, Component, Revision
from .values import shorten

PATH: Final = "calendars/ledger.json"
# RFC 5545 3.3.8: a signed integer of 32 bits, with room for the next change.
MAX_SEQUENCE: Final = 2**31 - 2
# What matters to a calendar: a change of any of these raises SEQUENCE (RFC 5546 2.1.4 names the times and the status).
_MATTERS: Final = re.compile(
    rb"^(?:DTSTART|DTEND|RRULE|EXDATE|RECURRENCE-ID|SUMMARY|LOCATION|STATUS)[;:].*\n(?: .*\n)*", re.MULTILINE
)
_HASH: Final = "sha256:"


def path(audience: Audience) -> str:
    """Where an edition keeps its ledger. Apart, so that no public build can go on from what only staff know of."""
    return PATH if audience == "public" else "calendars/ledger.staff.json"


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.utcoffset() != dt.timedelta() or moment.microsecond:
        raise ValueError("a time in UTC, in whole seconds, belongs here")
    return moment.astimezone(dt.UTC)


Digest: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Name: TypeAlias = Annotated[str, Field(pattern=r"^(sha256:[0-9a-f]{64}|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=80)]
Uid: TypeAlias = Annotated[str, Field(pattern=r"^[!-~]{1,400}$")]


class Known(BaseModel):
    """What was published of one UID.

    `record` is the event's id then, `first` its first one. `digest` stands for what matters to a calendar, `content`
    for all of it. `last` is the last day it takes place; none where all of it is cancelled. A `withdrawn` UID is in no
    feed while its event still is there, such as a moved date that was moved back; of a `deleted` one the event is gone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    record: Name
    first: Name
    state: Literal["shown", "withdrawn", "deleted"]
    sequence: int = Field(ge=0, le=MAX_SEQUENCE)
    last_modified: Annotated[dt.datetime, AfterValidator(_utc)]
    last: dt.date | None
    digest: Digest
    content: Digest


class Ledger(BaseModel):
    """The file. `uid_domain` is the part of the UIDs after the @; the keys of `entries` are UIDs or their hashes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = 1
    uid_domain: str = Field(max_length=300)
    entries: dict[Uid, Known]

    def of(self, uid: str) -> Known | None:
        """What was published of a UID, be it under its hash."""
        return self.entries.get(uid) or self.entries.get(hashed(uid))

    def revisions(self, uids: Iterable[str]) -> dict[str, Revision]:
        """The revisions of some UIDs that are in the ledger."""
        return {uid: Revision(one.sequence, one.last_modified) for uid in uids if (one := self.of(uid))}


@dataclass(frozen=True, slots=True)
class Owner:
    """An event that is published now: its id, the first one it had, and whether lists may name it."""

    id: str
    first: str
    hidden: bool


def hashed(name: str) -> str:
    """What stands for the id or UID of a hidden event."""
    return _HASH + hashlib.sha256(name.encode()).hexdigest()


def parse(text: bytes, name: str) -> Ledger:
    """The ledger in a file of this name or address. Raises `DataError` where it is not one, word for word."""
    try:
        pairs = json.loads(text.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
        return Ledger.model_validate_json(json.dumps(pairs))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ", ".join(shorten(str(step)) for step in first["loc"]) or "the whole file"
        reason = f"{place}: {shorten(first['msg'])}"
    except RecursionError:
        reason = "brackets in brackets without end"
    except ValueError as error:  # no UTF-8 and no JSON are both among them
        reason = shorten(str(error), 100)
    hint = "It was damaged, or a newer version of this program wrote it. Publish again what was published last."
    reason = "".join(char if char.isprintable() else "?" for char in reason)
    message = f"This is not a ledger of calendars ({reason})."
    raise DataError([Problem(Position(name), "error", "E602", message, hint)])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def dump(ledger: Ledger) -> bytes:
    """The ledger as a file: JSON in ASCII, the UIDs in order, one a line so that people can compare two of them."""
    lines = [f"{json.dumps(uid)}: {known.model_dump_json()}" for uid, known in sorted(ledger.entries.items())]
    head = f'{{\n"version": {ledger.version},\n"uid_domain": {json.dumps(ledger.uid_domain)},\n"entries": {{\n'
    return (head + ",\n".join(lines) + "\n}\n}\n").encode()


def update(
    previous: Ledger | None, entries: Iterable[Entry], owners: Mapping[str, Owner], uid_domain: str, now: dt.datetime
) -> Ledger:
    """The ledger of what is published next. `now` is aware; `owners` has every present and earlier id of an event.

    What did not change keeps SEQUENCE and time. What matters to a calendar raises SEQUENCE by one, and so does a UID
    that comes back after it was gone: some calendars keep what they deleted. Any change sets the time, that of a
    description too, which does not raise SEQUENCE: there are clients that take nothing new without a new LAST-MODIFIED.
    Without a previous ledger all start at 0 with a constant time. With one, a new UID starts at 0 and now: that it is
    new is known then.
    """
    moment = now.astimezone(dt.UTC).replace(microsecond=0)
    found: dict[str, Known] = {}
    for uid, (entry, components) in by_uid(entries).items():
        old = previous.of(uid) if previous else None
        key, record, first = (hashed(name) if entry.hidden else name for name in (uid, entry.record, entry.first))
        content = b"".join(component.content for component in components)
        digest = digest_of(content)
        present = Known(
            record=record,
            first=first,
            state="shown",
            sequence=0,
            last_modified=STAMP if previous is None else moment,
            last=max((one.last for one in components if one.last), default=None),
            digest=digest,
            content=_digest(content),
        )
        found[key] = present.model_copy(update=_revision(old, present, moment)) if old else present
    if previous:
        shown = {name for uid in found for name in (uid, hashed(uid))}
        for uid, old in previous.entries.items():
            if uid not in shown and hashed(uid) not in found:
                key, gone = _gone(uid, old, owners)
                found[key] = gone
    return Ledger(uid_domain=uid_domain, entries=found)


def _revision(old: Known, present: Known, moment: dt.datetime) -> dict[str, Any]:
    matters = old.digest != present.digest or old.state != "shown"
    touched = matters or old.content != present.content
    # A clock that was set back is no reason to take a time back.
    modified = max(moment, old.last_modified) if touched else old.last_modified
    return {"sequence": old.sequence + matters, "last_modified": modified}


def _gone(uid: str, old: Known, owners: Mapping[str, Owner]) -> tuple[str, Known]:
    """A UID that no feed has: kept, so that it is not given to another event and does not start again at 0."""
    owner = owners.get(old.record)
    # Deleted once, deleted until the very same is back: or else a new event could take its place by and by.
    if owner is None or old.state == "deleted":
        return uid, old.model_copy(update={"state": "deleted"})
    if owner.hidden and not uid.startswith(_HASH):
        uid, names = hashed(uid), {"record": hashed(owner.id), "first": hashed(owner.first)}
    else:
        names = {"record": hashed(owner.id) if owner.hidden else owner.id}
    return uid, old.model_copy(update={"state": "withdrawn"} | names)


def by_uid(entries: Iterable[Entry]) -> dict[str, tuple[Entry, list[Component]]]:
    """The VEVENTs of each UID, with the entry they come from. An entry that is in several feeds counts once."""
    found: dict[str, tuple[Entry, list[Component]]] = {}
    for entry in {entry.uid: entry for entry in entries}.values():
        for component in entry.components:
            found.setdefault(component.uid, (entry, []))[1].append(component)
    return found


def digest_of(content: bytes) -> str:
    """What stands for times, place, status, rule, exceptions and title of some VEVENTs: what matters to a calendar."""
    return _digest(b"".join(_MATTERS.findall(content)))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def owners_of(events: Iterable[Any]) -> dict[str, Owner]:
    """Every id that the published events (views) have or had, and its hash, with the event it leads to."""
    found = {}
    for event in events:
        owner = Owner(event.id, event.first_id, event.hidden)
        for name in (event.id, *event.was):
            found[name] = found[hashed(name)] = owner
    return found
