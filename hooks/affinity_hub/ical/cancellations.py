"""The dates of an event that calendar apps already have, and the cancellations of dates that the schedule no longer
has."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from affinity_hub.core.calendar_days import Moment, add, day_of, in_zone, iso_basic, starts_on
from affinity_hub.recurrence.schedule import Series
from affinity_hub.schema import Change
from affinity_hub.schema.event import EventOccurrence, EventSchedule

KEY_DIGITS: Final = 16  # hexadecimal digits in the key of an override
# The reason in a cancellation whose date still takes place, under another key.
REPLACED: Final = "another entry shows the new time"


def start_of(usual: dt.date) -> str:
    """The name of a date of a series: 20261112T160000, or 20261112 for a whole day (RFC 5545 3.8.4.4)."""
    return iso_basic(usual)


def override_key(uid: str, start: str) -> str:
    """The key of an override in the ledger: a hash of the UID of its series and of `start_of` its date."""
    return hashlib.sha256(f"{uid}\n{start}".encode()).hexdigest()[:KEY_DIGITS]


def sealed(secret: str, text: str) -> str:
    """Text that only a reader who knows `secret` can open, as hexadecimal digits: its key, then its masked bytes.

    The secret is a UID. The ledger names hidden events by a hash of their UID, so it must not show their dates either.
    """
    key = override_key(secret, text)
    return key + _masked(secret, key, text.encode()).hex()


def opened(secret: str, token: str) -> str | None:
    """The text in a value that `sealed` made. None for a wrong secret, or for a key alone, as in older ledgers."""
    key, masked = token[:KEY_DIGITS], bytes.fromhex(token[KEY_DIGITS:])
    text = _masked(secret, key, masked).decode("utf-8", "replace")
    return text if masked and override_key(secret, text) == key else None


def _masked(secret: str, key: str, data: bytes) -> bytes:
    mask = hashlib.shake_256(f"{secret}\n{key}".encode()).digest(len(data))
    return bytes(byte ^ other for byte, other in zip(data, mask, strict=True))


class Trace(NamedTuple):
    """The first date that calendars have under a UID, so that a later build can cancel it under that UID.

    `start` is a local time or a day, as in `start_of`; `minutes` is the length. `last` is the last day of all dates.
    """

    uid: str
    start: str
    minutes: int
    last: dt.date

    @classmethod
    def read(cls, first: str, token: str) -> Trace | None:
        """The trace that `seal_trace` made for an event whose first UID is `first`.

        None if the token cannot be read.
        """
        parts = (opened(first, token) or "").split(" ")
        if len(parts) != 4:
            return None
        more, start, minutes, last = parts
        name, at, host = first.partition("@")
        return cls(f"{name}{more}{at}{host}", start, int(minutes), dt.date.fromisoformat(last))


def seal_trace(first: str, uid: str, span: str, last: dt.date) -> str:
    """The trace of the dates under a UID. It has the part of the UID that is not in `first`, the UID of the event:
    `--from-2026-12-10`. `span` is the start of the first date and its length in minutes.
    """
    name, more = first.partition("@")[0], uid.rpartition("@")[0]
    return sealed(first, f"{more.removeprefix(name)} {span} {last}")


@dataclass(frozen=True, slots=True)
class Published:
    """The dates of an event that calendars have besides its series. Calendars may keep them, so they are never just
    left out.

    `overrides` has the keys of the overrides of each UID, and `starts` has the starts of these overrides, as far as
    the ledger knows them. `days` has the dates in the series that have their own UID. `rests` has the dates from which
    the rest of the series had its own UID. `traces` has all UIDs whose
    dates the ledger knows, and `uids` has the UIDs that a discreet calendar has ever shown.
    """

    overrides: Mapping[str, Collection[str]]
    days: frozenset[dt.date] = frozenset()
    rests: frozenset[dt.date] = frozenset()
    starts: Mapping[str, Collection[str]] = field(default_factory=dict)
    traces: tuple[Trace, ...] = ()
    uids: frozenset[str] = frozenset()

    def has_override(self, uid: str, start: str) -> bool:
        """Whether calendar apps have an override for the date of a series that begins at `start` (`start_of`)."""
        known = self.overrides.get(uid)
        return bool(known and override_key(uid, start) in known)


NOTHING_PUBLISHED: Final = Published({})


def extended_uid(uid: str, more: str) -> str:
    """A UID with `more` before the @."""
    name, at, host = uid.partition("@")
    return f"{name}--{more}{at}{host}"


def date_uids(
    uid: str, all_series: Iterable[Series], shown: Collection[dt.date], published: Published
) -> dict[dt.date, str]:
    """The UIDs of dates that calendars have as separate entries. `uid` is the UID of the event, and `shown` has the
    dates in the calendar now, in order.

    If the rest of the series had its own UID and takes place as usual again, its first date keeps that UID. A calendar
    that never deletes entries would otherwise keep the rest as it was.
    """
    found = {day: extended_uid(uid, f"{day}") for day in published.days}
    names = {series.name for series in all_series}
    traced = {trace.uid for trace in published.traces}  # `left_over` cancels these
    for day in sorted(day for day in published.rests if f"from-{day}" not in names):
        own, first = extended_uid(uid, f"from-{day}"), next((d for d in shown if d >= day and d not in found), None)
        if first:
            found[first] = own
        elif own not in traced:
            found.setdefault(day, own)
    return found


class LeftOver(NamedTuple):
    """A cancellation to publish. `override` is the start of a date of a series (`start_of`); empty for a whole UID."""

    uid: str
    override: str
    occurrence: EventOccurrence


def left_over(
    schedule: EventSchedule,
    published: Published,
    shown: Set[tuple[str, str]],
    usual: Mapping[str, Collection[str]],
    today: dt.date,
) -> Iterator[LeftOver]:
    """The published dates of an event that are not `shown` now and have no EXDATE.

    `shown` has the UID and the override of each VEVENT that is published now, `usual` the starts of each current series
    by its UID. Dates before `today` took place, so they are not cancelled.
    """
    uids, lengths = {uid for uid, _ in shown}, {}
    present = {occurrence.date for occurrence in schedule.occurrences if not occurrence.is_off}
    for trace in published.traces:
        lengths[trace.uid] = length = dt.timedelta(minutes=trace.minutes)
        if trace.uid not in uids and trace.last >= today:
            yield LeftOver(trace.uid, "", _cancelled(schedule, trace.start, length, present))
    for uid, starts in sorted(published.starts.items()):
        kept = usual.get(uid, ()) if uid in uids else ()
        for start in sorted(starts):
            if (uid, start) not in shown and start not in kept:
                gone = _cancelled(schedule, start, lengths.get(uid, schedule.length), present)
                if gone.last_day >= today:
                    yield LeftOver(uid, start, gone)


def _cancelled(schedule: EventSchedule, start: str, length: dt.timedelta, present: Set[dt.date]) -> EventOccurrence:
    """A date that does not take place: postponed if the event has no date now, otherwise cancelled."""
    begins, event = in_zone(_moment(start), schedule.zone), schedule.event
    if isinstance(begins, dt.datetime) and not length:  # the event lasts whole days now
        length = dt.timedelta(hours=1)
    ends = add(begins, length)
    if not schedule.dates and event.status != "cancelled":
        return EventOccurrence(event, begins, begins, ends, "postponed")
    day = day_of(begins)
    change = Change.model_construct(date=day, cancelled=True, reason=REPLACED if day in present else None)
    return EventOccurrence(event, begins, begins, ends, "cancelled", change if schedule.dates else None)


def _moment(start: str) -> Moment:
    """The moment in the text from `start_of`."""
    moment = dt.datetime.fromisoformat(start)
    return moment if "T" in start else moment.date()


def removed_date(
    schedule: EventSchedule, day: dt.date, time: dt.time | None, length: dt.timedelta, why: str | None = None
) -> EventOccurrence:
    """The cancellation of a date that the schedule no longer has."""
    (usual,) = starts_on((day,), time)
    change = Change.model_construct(date=day, cancelled=True, reason=why)
    return EventOccurrence(schedule.event, usual, usual, add(usual, length), "cancelled", change)


def replaced_override(occurrence: EventOccurrence, series: Series) -> EventOccurrence:
    """The cancellation of a published override whose date now has its own UID."""
    usual, why = occurrence.usual, occurrence.reason if occurrence.is_off else REPLACED
    change = Change.model_construct(date=occurrence.date, cancelled=True, reason=why)
    return EventOccurrence(occurrence.event, usual, usual, add(usual, series.length), "cancelled", change, series)
