"""Dates of two events that overlap, and the changes without which they would not."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

UNCHANGED: Final = -1


class EventSpan(NamedTuple):
    """A date of an event. `change_number` is the number of the entry of `changes` that gave the date its time, or
    `UNCHANGED`. `usual_start` and `usual_end` are the times without that change."""

    start: dt.datetime
    end: dt.datetime
    event_number: int
    change_number: int = UNCHANGED
    usual_start: dt.datetime | None = None
    usual_end: dt.datetime | None = None

    def overlaps_with(self, other: EventSpan) -> bool:
        """Whether two dates have a moment in common."""
        return self.start < other.end and other.start < self.end

    def causing_change(self, other: EventSpan) -> int:
        """The number of the change without which the date would not overlap another date, or `UNCHANGED`."""
        usual = self.usual_start and self.usual_end and self._replace(start=self.usual_start, end=self.usual_end)
        return UNCHANGED if usual and usual.overlaps_with(other) else self.change_number


class Overlap(NamedTuple):
    """A day on which dates of two events overlap, and the numbers of the changes that gave the dates their times."""

    day: dt.date
    change_number: int
    other_change_number: int


def overlapping_days(spans: list[EventSpan], other_spans: list[EventSpan]) -> list[Overlap]:
    """The days on which dates of two events overlap. The dates of each event are in order."""
    found = []
    left, right = spans[::-1], other_spans[::-1]
    while left and right:
        span, other = left[-1], right[-1]
        if span.overlaps_with(other):
            found.append(
                Overlap(max(span.start, other.start).date(), span.causing_change(other), other.causing_change(span))
            )
        (left if span.end <= other.end else right).pop()
    return found
