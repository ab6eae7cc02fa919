"""Dates that calendars may still have although the schedule no longer does: what must be cancelled there, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Set
from typing import Final, NamedTuple

from affinity_hub.core.calendar_days import Moment, add, day_of, in_zone
from affinity_hub.schema import Change
from affinity_hub.schema.dated import EventOccurrence, EventSchedule

from .stamp import Published

# The reason in a cancellation whose date still takes place, under another key.
REPLACED: Final = "another entry shows the present time"


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
    """What was published of an event, and neither is `shown` now nor has an EXDATE.

    `shown` has the UID and the override of each VEVENT that is published now, `usual` the starts of each present series
    by its UID. Dates before `today` took place, so they are not cancelled.
    """
    uids, lengths = {uid for uid, _ in shown}, {}
    present = {one.date for one in schedule.occurrences if not one.is_off}
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
    """A date off: postponed where the event has no date at present, or else cancelled."""
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
    """The moment in what `start_of` made."""
    moment = dt.datetime.fromisoformat(start)
    return moment if "T" in start else moment.date()
