"""Refuses schedules that clients read differently: overlapping dates, and times that a clock change skips.

Every function here returns nothing, or raises `ScheduleError` with the name of the client and what to type instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import sub
from typing import Final

from affinity_hub.core import suggest
from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.timezones import days_of_change, doubtful
from affinity_hub.repeats.rule import ScheduleError

from .schedule import EventTiming, Schedule, Series

ONE_DAY: Final = dt.timedelta(days=1)
MIDNIGHT: Final = dt.time()


def refuse_overlap(event: EventTiming, parts: Sequence[Series]) -> None:
    """Each date must be over before the next date starts. Otherwise, Outlook refuses the series, or shows only parts of
    it. A single day may be followed by the next day, but a date of several days may not be followed directly by more
    days.
    """
    for part, following in pairwise((*parts, None)):
        assert part is not None
        if part.length < ONE_DAY and len(parts) == 1:
            return
        taken = part.length + ONE_DAY if event.all_day and part.length else part.length
        usual = part.usual + (following.usual[:1] if following else ())
        if len(usual) < 2 or taken < (gap := min(map(sub, usual[1:], usual))):
            continue
        after = next(after for before, after in pairwise(usual) if after - before == gap)
        message = (
            f"Each date lasts until the next date begins, on {day_of(after)}, or longer. Outlook refuses such a series."
        )
        hint = f"Write an earlier end, at the latest:  ends: {suggest.latest_end(part.usual[0], gap)}"
        if not (part.later or event.until or event.times):
            end = part.usual[0] + part.length
            typed = f"{end:%H:%M}" if isinstance(end, dt.datetime) else f"{part.dates[0]}"
            two = f"ends: {typed}\nuntil: {day_of(end)}"
            hint += f"\nIf {day_of(end)} is the last date of the series, write two lines:\n{two}"
        hint += "\nOr describe it as one event without `repeats`, from its first day to its last."
        key = "changes" if part.later or (following and after == following.usual[0]) else "ends"
        raise ScheduleError(key, "E309", message, hint)


def refuse_doubtful(planned: Schedule[EventTiming], today: dt.date) -> None:
    """Refuses times from today on that a clock change skips or repeats, because calendar apps disagree about them.

    Past times are allowed: they can no longer do harm, and a new law about clocks must not stop a build.
    """
    days = _days_of_starts_and_ends(planned)
    changes = days_of_change(planned.zone.key, days[0].year, days[-1].year)
    if changes.isdisjoint(days):
        return
    for moment, key in _begun_and_ended(planned):
        date = moment.date()
        if date < today or date not in changes:
            continue
        if doubt := doubtful(moment.replace(tzinfo=None), planned.zone):
            what = f"skip {moment:%H:%M}" if doubt == "missing" else f"show {moment:%H:%M} twice"
            safe = f"{moment.replace(tzinfo=None) + dt.timedelta(hours=1):%H:%M}"
            hint = f"Write a time at least an hour earlier or later:  {safe}\n" + (
                "Evolution and Nextcloud show this date and all later dates at another time."
                if doubt == "missing"
                else "Most calendars use the second time, and others use the first time."
            )
            raise ScheduleError(key, "E313", f"On {date} the clocks of {planned.zone.key} {what}.", hint)


def _days_of_starts_and_ends(planned: Schedule[EventTiming]) -> Sequence[dt.date]:
    """The days on which something begins or ends, in order, with a few extra days for speed. Few series run past
    midnight, so for most series, these are simply the dates."""
    more = set[dt.date]()
    for part in planned.parts or (planned,):
        first = part.dates[0]
        end = dt.datetime.combine(first, part.time or MIDNIGHT) + part.length
        if over := end.date() - first:
            more |= {date + over for date in part.dates}
    if planned.changes:
        more |= {
            day_of(moment) for occurrence in planned.changed.values() for moment in (occurrence.start, occurrence.end)
        }
    return sorted(more.union(planned.dates)) if more else planned.dates


def _begun_and_ended(planned: Schedule[EventTiming]) -> Iterator[tuple[dt.datetime, str]]:
    """Every time at which something begins or ends, with its key."""
    parts = [(part.usual, "changes" if part.later else "starts") for part in planned.parts]
    moments = [(moment, key) for usual, key in parts or [(planned.usual, "starts")] for moment in usual]
    for occurrence in planned.occurrences:
        changed = [(occurrence.start, "changes"), (occurrence.end, "changes")]
        later = occurrence.series is not None and occurrence.series.later is not None
        moments += changed if occurrence.moved else [(occurrence.end, "changes" if later else "ends")]
    for moment, key in moments:
        if isinstance(moment, dt.datetime):
            yield moment, key
