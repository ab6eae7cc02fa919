"""The hours of the week in which events take place, which show quickly which events cannot clash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, TypeAlias

from affinity_hub.schema.event import EventSchedule

MINUTE: Final = dt.timedelta(minutes=1)
A_DAY: Final = 24 * 60  # minutes

Hours: TypeAlias = tuple[int, int, int]  # weekday, and the minutes of the day from which and to which


def touching(held: list[tuple[int, int, int]]) -> Iterator[int]:
    """The events that share a minute of a weekday with another event."""
    (_, until, last), *others = sorted(held)
    for start, end, number in others:
        if start < until:
            yield from (last, number)
        if end > until:
            until, last = end, number


def hours_of_week(schedule: EventSchedule, site_zone: str) -> Iterator[Hours]:
    """The weekdays of an event, with the minutes of the day at which it begins and ends. For an event that has another
    zone or runs past midnight, this is the whole week."""
    spans = {(day.weekday(), part.time, part.length) for part in schedule.parts or (schedule,) for day in part.dates}
    spans |= {
        (occurrence.start.weekday(), occurrence.start.timetz(), occurrence.end - occurrence.start)
        for occurrence in schedule.changed.values()
        if isinstance(occurrence.start, dt.datetime) and isinstance(occurrence.end, dt.datetime)
    }
    for weekday, time, length in spans:
        start = time.hour * 60 + time.minute if time else 0
        end = start + max(1, -(-length // MINUTE))
        if end > A_DAY or schedule.zone.key != site_zone:
            yield from ((other, 0, A_DAY) for other in range(7))
            return
        yield weekday, start, end
