"""Checks the entries of `changes`, which are about single dates or about all later dates: their keys and their form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from affinity_hub.core.calendar_days import Moment, day_of, typed_day
from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import afternoon, moment
from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import DIFFERS, Change, Event
from affinity_hub.schema.event import EventOccurrence, EventSchedule
from affinity_hub.schema.explain.entry_keys import by_key
from affinity_hub.schema.explain.misplaced_keys import keys_under
from affinity_hub.source.tree import YamlList, YamlMapping
from affinity_hub.values.dates import TO_BE_ANNOUNCED

LATER: Final = "Or end this series before that date, and add an event with a new id for the later dates."


def changes_change_something(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A change moves, postpones, or cancels a date or gives it its own values, in the form of its event, and does not
    end before it starts."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        moved = schedule.changed if schedule else {}
        for index, change in enumerate(event.changes):
            wrong = list(_change(event, index, change, schedule))
            yield from wrong
            now = moved.get(change.date)
            if now and now.moved and not wrong and _backwards(now.start, now.end):
                message = f"The new date for {typed_day(change.date)} ends before it starts."
                yield Problem(event.position("changes", index), "E328", message, _both(change.date, now, schedule))


def _both(day: dt.date, now: EventOccurrence, schedule: EventSchedule | None) -> str:
    """A change with both its start and its end: in the afternoon if that fits, otherwise with the usual length."""
    start = now.start
    end = afternoon(now.end, start) or start + (schedule.length if schedule else dt.timedelta())
    timed = isinstance(end, dt.datetime) and end.date() == day_of(start)
    return f"Give both:  {{date: {day}, starts: {moment(start)}, ends: {f'{end:%H:%M}' if timed else moment(end)}}}"


def _change(event: Event, index: int, change: Change, schedule: EventSchedule | None) -> Iterator[Problem]:
    if wrong := _for_one_date(event, change, schedule) or _at_once(event, change):
        yield Problem(event.position("changes", index), "E326", *wrong)
    for key in ("starts", "ends"):
        value = getattr(change, key)
        if value is None or isinstance(value, str):
            continue
        if event.all_day == isinstance(value, dt.datetime | dt.time):
            what = "a date alone, as in the event" if event.all_day else "a date and a time, as in the event"
            typed = day_of(change.begins or change.date) if isinstance(value, dt.time) else day_of(value)
            usual = event.starts
            if key == "ends" and schedule and isinstance(usual, dt.datetime):
                usual += schedule.length
            time = "" if event.all_day or not isinstance(usual, dt.datetime) else f" {usual:%H:%M}"
            yield Problem(
                event.position("changes", index, key),
                "E327",
                f"`{key}` must be {what}.",
                f"Write:  {key}: {typed}{time}",
            )


def _at_once(event: Event, change: Change) -> tuple[str, str] | None:
    """The message and the hint for a change that says nothing, or two things that exclude each other."""
    keys = listed([f"`{key}`" for key in change.own_values])
    if change.cancelled and (change.starts or change.ends):
        hint = "Delete  cancelled: yes  if the event takes place, or the new date and time if it does not."
        return "The date is both moved and cancelled.", hint
    if change.cancelled and keys:
        hint = f"Delete  cancelled: yes  if the event takes place on this date, or {keys} if it does not."
        return f"The date is cancelled, but it has its own {keys}.", hint
    if change.postpones and change.ends:
        return "The new date is not known yet, but it has an end.", "Delete `ends` until the new date is known."
    if change.cancelled or change.starts or change.ends or event.on(change) != event:
        return None
    time = " HH:MM" if isinstance(event.starts, dt.datetime) else ""
    other = f"If the date is cancelled, add  cancelled: yes   If it moves, add  starts: YYYY-MM-DD{time}"
    if not keys:
        advice = _advice_about_keys_below(event, change)
        own = f"{advice}{'Otherwise, write' if advice else 'Write'} what is different on this date, "
        own += f"with one of these keys: {', '.join(DIFFERS)}."
        return "The entry under `changes` says which date changes, but not what changes.", f"{own}\n{other}"
    verb = "are" if len(change.own_values) > 1 else "is"
    hint = f"If nothing is different on this date, delete the entry. Otherwise, write what is different.\n{other}"
    return f"{keys} {verb} the same for this date as for the whole event.", hint


def _advice_about_keys_below(event: Event, change: Change) -> str:
    """The advice about keys of the event under its last change, which may belong to that change; empty if there are no
    such keys."""
    entries = event.typed.get("changes")
    last = entries[-1] if change is event.changes[-1] and isinstance(entries, YamlList) else None
    is_block = isinstance(last, YamlMapping) and last.parser_mark.column == last.parser_marks["date"][0].column
    keys = keys_under(event.typed, "changes", {*by_key(Change), "status"}) if is_block else []
    keys = [key for key in keys if event.typed.file_of(key, "") == event.typed.file_of("changes", "")]
    own = [key for key in keys if key != "status"]
    hint = ""
    if own and last:
        spaces = last.parser_mark.column - event.typed.parser_marks["changes"][0].column
        are, their = ("is", "its") if len(own) == 1 else ("are", "their")
        names = listed([f"`{key}`" for key in own])
        hint = f"If {names} below {are} only for this date, move all {their} lines {spaces} spaces to the right.\n"
    if "status" in keys and event.status in ("cancelled", "postponed"):
        state = "cancelled: yes" if event.status == "cancelled" else f"starts: {TO_BE_ANNOUNCED}"
        hint += f"If `status` below is only for this date, delete it, and write in this entry:  {state}\n"
    return hint


def _for_one_date(event: Event, change: Change, schedule: EventSchedule | None) -> tuple[str, str] | None:
    """The message and the hint for a change of all later dates with values that only one date, or an event, can
    have."""
    keys = listed([f"`{key}`" for key in change.own_values])
    if not change.and_later or change.cancelled or not (keys or change.postpones):
        return None
    what = keys or "`starts: to be announced`"
    message = f"{what} can only change one date, not all later dates too."
    kept = _dates_before(change, schedule) if schedule else None
    if schedule is None or kept is None:
        return message, f"Delete  and_later: yes  and add an entry for each date that changes. {LATER}"
    if not kept:
        return message, f"It is the first date. Delete this entry, and change {what} of the event itself."
    dates = schedule.dates
    begins = TO_BE_ANNOUNCED if change.postpones else moment(change.begins or schedule.usual[kept])
    ended = f"until: {dates[kept - 1]}" + (f"   in place of  times: {event.times}" if event.times else "")
    hint = f"Delete this entry, and make two events. End this event before the change:  {ended}"
    hint += f"\nAdd an event with a new id for the later dates:  starts: {begins}"
    moved = next((part.rule for part in schedule.parts if part.later is change), None)
    if moved and event.repeats:
        hint += f"   repeats: {moved}"
    if event.times and not change.postpones:
        hint += f"   times: {len(dates) - kept}"
    hint += f"\nGive it the new {keys} and the other keys of this event." if keys else ""
    days = [*(change.date for change in event.changes), *(skip.date for skip in event.skip)]
    if max(days) > change.date:
        hint += f"\nMove the entries of `changes` and `skip` for dates after {change.date} to the new event."
    return message, hint


def _dates_before(change: Change, schedule: EventSchedule) -> int | None:
    """The number of dates that a change of all later dates does not change; None if the series does not have its
    date."""
    count = 0
    for part in schedule.parts:
        if part.later is change:
            return count
        if change.date in part.dates:
            return count + part.dates.index(change.date)
        count += len(part.dates)
    return None


def _backwards(start: Moment, end: Moment) -> bool:
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        return False
    return end < start or (end == start and isinstance(start, dt.datetime))
