"""Decides which differences count as a change to a calendar entry, and hashes hidden names for the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from affinity_hub.ical.component import Component, serialized
from affinity_hub.ical.discreet import DiscreetEntry
from affinity_hub.ical.vcalendar import RenderedEntry
from affinity_hub.ical.vevent import CalendarEntry

# A change of any of these properties raises SEQUENCE (RFC 5546 2.1.4 names the times and the status).
_MATTERS: Final = frozenset(["DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID", "SUMMARY", "LOCATION", "STATUS"])
HASH: Final = "sha256:"


class SignificantDigests(NamedTuple):
    """The digests of the content of VEVENTs whose changes matter to subscribers.

    Older ledgers have only `local`, a digest of the times on the clock. If a law moves the clocks, those times stay the
    same although the meeting moves. So newer ledgers have `instants`, a digest that includes the offsets from UTC.
    """

    instants: str
    local: str


def hashed(name: str) -> str:
    """The hash that replaces the id or UID of a hidden record."""
    return HASH + hashlib.sha256(name.encode()).hexdigest()


def discreet_key(entry: DiscreetEntry, uid: str) -> str:
    """The key includes the group's id, so that no one who sees the UID in a calendar can look it up in a list."""
    return hashed(f"{entry.form.key}\n{uid}")


def by_uid(entries: Iterable[RenderedEntry]) -> dict[str, tuple[CalendarEntry, list[Component]]]:
    """The VEVENTs of each UID, with their entry. An entry in several calendars counts once. Discreet entries are left
    out.
    """
    found: dict[str, tuple[CalendarEntry, list[Component]]] = {}
    for entry in {entry.uid: entry for entry in entries if isinstance(entry, CalendarEntry)}.values():
        for component in entry.components:
            found.setdefault(component.uid, (entry, []))[1].append(component)
    return found


def significant_digests(components: Iterable[Component]) -> SignificantDigests:
    """The digest of the times, place, status, rule, exceptions, and title of VEVENTs."""
    components = list(components)
    local = serialized(item for component in components for item in component.properties if item.key in _MATTERS)
    offsets = "\n".join(component.offsets for component in components).strip()
    words = "\n".join(component.unseen for component in components).strip()
    return SignificantDigests(content_digest(local + offsets.encode() + words.encode()), content_digest(local))


def content_of(components: Iterable[Component]) -> bytes:
    """The text of VEVENTs."""
    return b"".join(component.content for component in components)


def content_digest(content: bytes) -> str:
    """The digest of everything in VEVENTs."""
    return hashlib.sha256(content).hexdigest()[:32]
