"""Makes the next ledger from the published ledger: the version of each calendar entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from affinity_hub.ical.cancellations import KEY_DIGITS, override_key, seal_trace, sealed
from affinity_hub.ical.component import STAMP, Component, Revision
from affinity_hub.ical.discreet import DiscreetEntry
from affinity_hub.ical.vcalendar import RenderedEntry
from affinity_hub.ical.vevent import CalendarEntry

from .ledger import Ledger, Owner, PublishedVersion, Version
from .significant_changes import (
    HASH,
    SignificantDigests,
    by_uid,
    content_digest,
    content_of,
    discreet_key,
    hashed,
    significant_digests,
)

_SECOND: Final = dt.timedelta(seconds=1)


def update(
    previous: Ledger | None,
    entries: Iterable[RenderedEntry],
    owners: Mapping[str, Owner],
    groups: Mapping[str, tuple[str, ...]],
    uid_domain: str,
    now: dt.datetime,
) -> Ledger:
    """The next ledger. `now` is aware; `owners` has every current and earlier id of an event. An unchanged entry keeps
    its SEQUENCE and time. An important change raises SEQUENCE by one, and so does the return of a deleted UID, because
    some calendars remember deletions. Every change sets a later time, even a change to the description, which does not
    raise SEQUENCE: some clients accept nothing new without a new LAST-MODIFIED. Without a previous ledger, all entries
    start at 0 with a constant time. With a ledger, a new UID starts at 0 with the current time, because it is certainly
    new.
    """
    moment = now.astimezone(dt.UTC).replace(microsecond=0)
    entries = list(entries)
    found = _entries(previous, entries, owners, moment)
    plain = Ledger(uid_domain=uid_domain, groups=dict(groups), entries=found)
    return plain.model_copy(update={"discreet": _discreet(previous, entries, plain, moment)})


def _entries(
    previous: Ledger | None, entries: Iterable[RenderedEntry], owners: Mapping[str, Owner], moment: dt.datetime
) -> dict[str, PublishedVersion]:
    found: dict[str, PublishedVersion] = {}
    for uid, (entry, components) in by_uid(entries).items():
        old = previous.of(uid) if previous else None
        key, record, first = (hashed(name) if entry.hidden else name for name in (uid, entry.record, entry.first))
        matter, last = significant_digests(components), _last(components)
        present = PublishedVersion(
            record=record,
            first=first,
            state="shown",
            sequence=0,
            last_modified=STAMP if previous is None else moment,
            last=last,
            planned_until=_planned_until(old, last, entry.today),
            digest=matter.instants,
            content=content_digest(content_of(components)),
            overrides=_overrides(
                old, {sealed(component.uid, component.override) for component in components if component.override}
            ),
            trace=_trace(old, entry, components),
        )
        found[key] = present.model_copy(update=_revision(old, present, matter, moment)) if old else present
    if previous:
        shown = {name for uid in found for name in (uid, hashed(uid))}
        for uid, old in previous.entries.items():
            if uid not in shown and hashed(uid) not in found:
                key, gone = _gone(uid, old, owners)
                found[key] = gone
    return found


def _discreet(
    previous: Ledger | None, entries: Iterable[RenderedEntry], plain: Ledger, moment: dt.datetime
) -> dict[str, Version]:
    """The versions of the entries of discreet calendars, which depend only on what these calendars show. If the
    previous ledger has no such versions, they start from the versions of the plain entries.
    """
    before = previous.discreet if previous else None
    found: dict[str, Version] = {}
    for entry in {entry.uid: entry for entry in entries if isinstance(entry, DiscreetEntry)}.values():
        contents: dict[str, tuple[str, list[Component]]] = {}
        for component, origin in zip(entry.components, entry.origins, strict=True):
            contents.setdefault(component.uid, (origin.uid, []))[1].append(component)
        for uid, (origin_uid, components) in contents.items():
            key = discreet_key(entry, uid)
            start = Revision(0, STAMP if previous is None else moment)
            if previous and before is None and (known := plain.of(origin_uid)):
                start = known.revision
            matter = significant_digests(components)
            present = Version(
                state="shown",
                sequence=start.sequence,
                last_modified=start.modified,
                digest=matter.instants,
                content=content_digest(content_of(components)),
            )
            old = before.get(key) if before else None
            overrides = _overrides(
                old, {override_key(component.uid, component.override) for component in components if component.override}
            )
            present = present.model_copy(update={"overrides": overrides})
            found[key] = present.model_copy(update=_revision(old, present, matter, moment)) if old else present
    gone = {key: old for key, old in (before or {}).items() if key not in found}
    return found | {key: old.model_copy(update={"state": "withdrawn"}) for key, old in gone.items()}


def _overrides(old: Version | None, present: set[str]) -> tuple[str, ...]:
    """All overrides ever published for a UID. Some calendar apps keep overrides that a calendar omits.

    A key without a start, from an older ledger, gives way to the same key with its start.
    """
    found = {start[:KEY_DIGITS]: start for start in old.overrides} if old else {}
    return tuple(sorted((found | {start[:KEY_DIGITS]: start for start in present}).values()))


def _last(components: list[Component]) -> dt.date | None:
    """The last day on which a UID takes place; None if all of its dates are cancelled or postponed."""
    return max((component.last for component in components if component.last), default=None)


def _planned_until(old: PublishedVersion | None, last: dt.date | None, today: dt.date) -> dt.date | None:
    """The last day that calendars have shown as planned, if that day is after `last` and has not passed."""
    known = [day for day in (old.last, old.planned_until) if day] if old else []
    day = max(known, default=None)
    return day if day and day >= today and (last is None or day > last) else None


def _trace(old: PublishedVersion | None, entry: CalendarEntry, components: list[Component]) -> str | None:
    """The dates that calendars get under a UID. A cancellation of all dates keeps the earlier trace."""
    last = _last(components)
    if last is None:
        return old.trace if old else None
    return seal_trace(entry.uid, components[0].uid, components[0].span, last)


def _revision(old: Version, present: Version, matter: SignificantDigests, moment: dt.datetime) -> dict[str, Any]:
    matters = not old.stands_for(matter) or old.state != "shown"
    touched = matters or old.content != present.content
    # Later than before, even if a clock was set back or two builds share a second: some calendar apps accept no change
    # without a later time.
    modified = max(moment, old.last_modified + _SECOND) if touched else old.last_modified
    return {"sequence": old.sequence + matters, "last_modified": modified}


def _gone(uid: str, old: PublishedVersion, owners: Mapping[str, Owner]) -> tuple[str, PublishedVersion]:
    """A UID that no calendar has. The ledger keeps it, so that no other event gets the UID and its versions never start
    at 0 again."""
    owner = owners.get(old.record)
    # A deleted UID stays deleted unless the identical event returns, so that a new event can never inherit it.
    if owner is None or old.state == "deleted":
        return uid, old.model_copy(update={"state": "deleted"})
    if owner.hidden and not uid.startswith(HASH):
        uid, names = hashed(uid), {"record": hashed(owner.id), "first": hashed(owner.first)}
    else:
        names = {"record": hashed(owner.id) if owner.hidden else owner.id}
    return uid, old.model_copy(update={"state": "withdrawn"} | names)
