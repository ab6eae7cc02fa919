"""The length of an event, from its start and its end."""

from __future__ import annotations

import datetime as dt
from typing import cast

from affinity_hub.core import suggest
from affinity_hub.core.calendar_days import Moment, day_of
from affinity_hub.repeats.rule import ScheduleError

from .schedule import EventTiming


def length_of(event: EventTiming) -> dt.timedelta:
    """The length from start to end by the clock; for all-day events, from the first to the last day."""
    starts, ends = cast(Moment, event.starts), event.ends
    if ends is None:
        if event.all_day:
            return dt.timedelta()
        message = "The event has a time when it starts, but no time when it ends."
        raise ScheduleError("starts", "E310", message, "Add a line with the time when it ends:  ends: HH:MM")
    if event.all_day == (isinstance(ends, dt.time | dt.datetime)):
        what = "a date" if event.all_day else "a time"
        message = f"The event starts with a date {'alone' if event.all_day else 'and a time'}, so {what} belongs here."
        raise ScheduleError("ends", "E311", message, _same_kind(starts, ends))
    end = dt.datetime.combine(day_of(starts), ends) if isinstance(ends, dt.time) else ends
    length = end - starts
    if length < dt.timedelta() or (not length and not event.all_day):
        slip = suggest.afternoon(end, starts)
        hint = f"Write a later end:  {_example(starts)}"
        if slip:
            hint = f"If it ends in the afternoon or evening, write:  ends: {slip:%H:%M}"
        elif isinstance(starts, dt.datetime):
            hint = f"Hours count from 0 to 23 here. The event starts at {starts:%H:%M}, so write an end after that."
        if isinstance(end, dt.datetime) and length:
            after = day_of(starts) + dt.timedelta(days=1)
            hint += f"\nIf it ends after midnight, write the date too:  ends: {after} {end:%H:%M}"
        message = "The event ends before it starts." if length else "The event ends when it starts."
        raise ScheduleError("ends", "E312", message, hint)
    return length


def _same_kind(starts: Moment, ends: dt.date | dt.time) -> str:
    """The advice for a start with a time and an end without a time, or the other way around."""
    if isinstance(starts, dt.datetime):
        day = f"{ends} " if isinstance(ends, dt.date) and ends > starts.date() else ""
        hint = f"Write the time when it ends:  ends: {day}HH:MM"
        return f"{hint}\nIf it lasts whole days, delete the time of the start:  starts: {starts:%Y-%m-%d}"
    last = f"write:  ends: {ends:%Y-%m-%d}" if isinstance(ends, dt.datetime) else "delete the line with `ends`."
    return f"Add the time when it starts:  starts: {starts} HH:MM\nIf it lasts whole days, {last}"


def _example(starts: Moment) -> str:
    """An end that fits a start."""
    if not isinstance(starts, dt.datetime):
        return f"ends: {starts}"
    later = starts + dt.timedelta(hours=1, minutes=30)
    return f"ends: {later:%H:%M}" if later.date() == starts.date() else f"ends: {later:%Y-%m-%d %H:%M}"
