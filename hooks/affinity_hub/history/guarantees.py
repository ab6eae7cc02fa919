"""Checks what must stay true when the calendars of this build replace the published calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from affinity_hub.core.problems import Position, Problem
from affinity_hub.hub.hub import Hub
from affinity_hub.ical.cancellations import Trace
from affinity_hub.ical.vcalendar import RenderedEntry
from affinity_hub.ical.vevent import DEADLINE
from affinity_hub.schema import Record

from .ledger import Ledger, Owner, PublishedVersion
from .significant_changes import by_uid, hashed, significant_digests

# The keys that replace `draft: yes`, so that calendars say that the event has ended.
_ENDED: Final = {
    "event": "status: cancelled",
    "opportunity": "status: closed",
    "facilitator": "vacancy: {closes: to be announced}",
}


def check(
    previous: Ledger,
    hub: Hub,
    entries: Iterable[RenderedEntry],
    owners: Mapping[str, Owner],
    groups: Mapping[str, Owner],
    today: dt.date,
) -> list[Problem]:
    """Every reason why calendars that follow the published calendars would become wrong. `today` is a date in the
    site's zone.

    `owners` and `groups` have every current and earlier id of the published events and groups.

    An event whose last day is today counts as a future event, because it may take place tonight.
    """
    live = [
        version
        for version in previous.entries.values()
        if version.state == "shown" and version.last and version.last >= today
    ]
    records: dict[str, Record] = {record.id: record for record in (*hub.events, *hub.opportunities, *hub.facilitators)}
    found = [*_domain(previous, hub, live), *_identities(previous, entries, owners, records, live)]
    found += _groups(previous, hub, groups)
    dated = {version.record for uid, version in previous.entries.items() if DEADLINE not in uid}
    # One problem for each event, even if it has several UIDs.
    for known in {
        version.record: version for version in sorted(live, key=lambda version: version.last or today)
    }.values():
        owner = owners.get(known.record)
        if owner is None:
            found.append(_vanished(known, records, only_due=known.record not in dated))
        elif known.first not in (owner.first, hashed(owner.first)):
            found.append(_order(known.first, records[owner.id]))
    return found + list(_too_soon(previous, hub, owners, records, today))


def _too_soon(
    previous: Ledger, hub: Hub, owners: Mapping[str, Owner], records: Mapping[str, Record], today: dt.date
) -> Iterator[Problem]:
    """An event whose future dates were cancelled or left out stays for `cancelled_shown_days`, so that calendars can
    read the change. It may be removed earlier if all dates that were planned are over.
    """
    wait = dt.timedelta(days=hub.settings.cancelled_shown_days)
    last: dict[str, dt.date] = {}
    dated = set[str]()
    for uid, known in previous.entries.items():
        if known.state == "shown" and known.record not in owners and (day := _shown_until(uid, known, previous)):
            read_by = min(dt.date.max - wait, known.last_modified.date()) + wait
            free = min(read_by, day + dt.timedelta(days=1)) if day < dt.date.max else read_by
            if free > today:
                last[known.record] = max(free, last.get(known.record, free))
                dated |= {known.record} if DEADLINE not in uid else set()
    for record, free in last.items():
        draft = _named(record, records.values())
        noun, file = ("event", "events.yml") if record in dated else ("opportunity", "opportunities.yml")
        noun = draft.noun if draft else noun
        name = f"A hidden {noun}" if ":" in record else f'The {noun} "{record}"'
        message = f"{name} is gone from the data, but some calendars may still show it as planned."
        hint = f"Put it back, and delete it on {free} or later."
        if draft:
            message = f"{name} is a draft now, but some calendars may still show it as planned."
            hint = f"Delete this line. You may make it a draft or delete it on {free} or later."
        position = draft.position("draft") if draft else Position(file)
        yield Problem(position, "E603", message, hint)


def _shown_until(uid: str, known: PublishedVersion, previous: Ledger) -> dt.date | None:
    """The last day on which an outdated calendar may still show the event, although nothing takes place then anymore.
    None if there is no such day, and `date.max` if the ledger does not reveal it."""
    if known.planned_until:
        return known.planned_until
    # Older ledgers have only a trace. Without a trace, calendars never showed the event as taking place. The ledger
    # does not reveal the dates of hidden events without their UID.
    if known.last or not known.trace:
        return None
    own = DEADLINE if DEADLINE in uid else ""
    trace = Trace.read(f"{known.first}{own}@{previous.uid_domain}", known.trace)
    return trace.last if trace else dt.date.max


def _domain(previous: Ledger, hub: Hub, live: list[PublishedVersion]) -> Iterator[Problem]:
    """Future events keep the domain in their UIDs."""
    old, new = previous.uid_domain, hub.settings.uid_host
    if live and old != new:
        message = f'Calendars know the events by the domain "{old}". With "{new}", each event would be new to them.'
        hint = f"Keep it in hub.yml, whatever the address of the site:  uid_domain: {old}"
        yield Problem(Position("hub.yml"), "E605", message, hint)


def _vanished(known: PublishedVersion, records: Mapping[str, Record], *, only_due: bool) -> Problem:
    """A future event or deadline stays, unless it was cancelled before. `only_due` means that calendars contain no
    date of the record except its deadline."""
    draft = _named(known.record, records.values())
    noun = draft.noun if draft else "opportunity" if only_due else "event"
    name = f"A hidden {noun}" if ":" in known.record else f'The {noun} "{known.record}"'
    if draft:
        message = f"{name} is in calendars until {known.last} and would disappear from them, "
        message += "because the event or its groups are drafts."
        hint = f"In place of  draft: yes  write:  {_ENDED[draft.noun]}"
        return Problem(draft.position("draft"), "E603", message, hint)
    message = f"{name} is gone from the data, but calendars have it until {known.last}."
    ends = "close it:  status: closed" if only_due else "cancel it:  status: cancelled"
    hint = f"Put it back and {ends}\nIf it has a new id now, write the old id there:  was: "
    hint += "[the-old-id]" if ":" in known.record else f"[{known.record}]"
    return Problem(Position("opportunities.yml" if only_due else "events.yml"), "E603", message, hint)


def _named(name: str, records: Iterable[Record]) -> Record | None:
    """The record that has or had an id. The id may be a hash."""
    return next((record for record in records for own in (record.id, *record.was) if name in (own, hashed(own))), None)


def _order(first: str, record: Record) -> Problem:
    """The first id of a future event, and of a group, always stays the first."""
    first = "the first id" if ":" in first else first
    message = f'Calendars know this {record.noun} as "{first}", so that id must come first under `was`.'
    others = [name for name in (*record.was, record.id) if name != first]
    was = [first, *(name for name in others if name != record.id)]
    hint = f"Write:  was: [{', '.join(was)}]"
    return Problem(record.position("was"), "E604", message, hint)


def _groups(previous: Ledger, hub: Hub, groups: Mapping[str, Owner]) -> Iterator[Problem]:
    """Addresses with the id of a group stay until the site has shown that the group is closed."""
    records = {group.id: group for group in hub.groups}
    for name, earlier in (previous.groups or {}).items():
        lost = next((record_id for record_id in (name, *earlier) if record_id not in groups), None)
        first = earlier[0] if earlier else name
        if lost:
            yield _lost(lost, hub)
        elif first not in ((owner := groups[name]).first, hashed(owner.first)):
            yield _order(first, records[owner.id])


def _lost(name: str, hub: Hub) -> Problem:
    what = "A hidden group" if ":" in name else f'The group "{name}"'
    rest = "people use its page, widgets, and calendars under that name."
    if draft := _named(name, hub.groups):
        hint = "Delete  draft: yes  and write its status:  status: resting  or  status: closed"
        message = f"{what} is published, but now it is a draft: {rest}"
        return Problem(draft.position("draft"), "E607", message, hint)
    hint = "Put it back and close it:  status: closed   After the site has shown that, you may delete it.\n"
    hint += "If it has a new id now, write the old id there:  was: "
    hint += "[the-old-id]" if ":" in name else f"[{name}]"
    return Problem(Position("groups.yml"), "E607", f"{what} is gone from the data, but {rest}", hint)


def _identities(
    previous: Ledger,
    entries: Iterable[RenderedEntry],
    owners: Mapping[str, Owner],
    records: Mapping[str, Record],
    live: list[PublishedVersion],
) -> Iterator[Problem]:
    """A UID is never given to another event, not even long after the first event is over. Another problem reports a
    future event that disappeared.
    """
    wrong: dict[str, PublishedVersion] = {}
    for uid, (entry, components) in by_uid(entries).items():
        known = previous.of(uid)
        owner = owners.get(known.record) if known else None
        if known is None or (owner is None and known in live):
            continue
        same = owner is not None and owner.id == entry.record
        if not same or (known.state == "deleted" and not known.stands_for(significant_digests(components))):
            wrong.setdefault(entry.record, known)
    for record, known in wrong.items():
        event = records[record]
        name = event.first_id
        message = f'The id "{name}" belonged to a deleted event: calendars would confuse this event with it.'
        hint = f"Choose an id that was never used:  id: {name}-2"
        if ":" not in known.record and known.record not in (event.id, *event.was):
            message = f'The id "{name}" was the first id of "{known.record}": calendars would confuse the two events.'
            hint += f"\nIf it is the same event, add that id too:  was: [{', '.join((*event.was, known.record))}]"
        yield Problem(event.position("id"), "E606", message, hint)
