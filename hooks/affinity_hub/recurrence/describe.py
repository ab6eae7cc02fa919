"""A schedule in words: how an event repeats, and what is different about its dates."""

from __future__ import annotations

import datetime as dt
from typing import Final

from affinity_hub.core.calendar_days import day_of, last_day, sort_key
from affinity_hub.core.i18n import listed
from affinity_hub.core.text import plural
from affinity_hub.wording.dates import dates, day, hours, plain_day, span, time, times

from .schedule import ChangedDate, EventTiming, Occurrence, Schedule, Series, Skipped

# How many dates that differ the page of a series names.
MAX_SHOWN: Final = 40


def remark(occurrence: Occurrence[EventTiming]) -> str:
    """What is out of the ordinary about a date, and why: Cancelled: weather. Empty where nothing is."""
    differs = _differs(occurrence)
    if occurrence.is_off:
        what = "Cancelled" if occurrence.status == "cancelled" else "Postponed, new date to be announced"
    elif occurrence.start != occurrence.usual:
        usual, same_day = occurrence.usual, day_of(occurrence.start) == occurrence.date
        before = day(occurrence.date)
        if same_day and isinstance(usual, dt.datetime):
            before = time(usual) + _there(occurrence.event)
        what = f"Moved from {before}"
    elif occurrence.moved:
        what = "Changed"
    elif occurrence.status == "tentative":
        what = "Not yet certain"
    elif not differs:
        return ""
    else:
        what = ""
    if differs and not occurrence.is_off:
        said = f"{what}; {differs}" if what else f"{differs[0].upper()}{differs[1:]}"
        return said + _because(occurrence)
    return f"{what}: {occurrence.reason.rstrip('.')}" if occurrence.reason else what


def _differs(occurrence: Occurrence[EventTiming]) -> str:
    """What a date has of its own, by the names of the keys: different title and place, online."""
    different = occurrence.change.words if occurrence.change else {}
    names = listed([key for key in different if key != "online"])
    online = "" if "online" not in different else "online" if different["online"] else "not online"
    return ", ".join(filter(None, (f"different {names}" if names else "", online)))


def series(schedule: Schedule[EventTiming]) -> str:
    """How it repeats and until when: Monthly on the 2nd Thursday, 4:00–5:30 pm, until 10 June 2027.

    What changes from a date on follows, with its reason.
    """
    ends = schedule.event.until or schedule.event.times
    place = _there(schedule.event)
    said = "; ".join(_part(part, place, last=bool(ends) and part.last) for part in schedule.parts)
    return said[:1].upper() + said[1:]


def _there(event: EventTiming) -> str:
    """Whose time it is, behind one that is not turned into the site's: New York time. Empty where no zone is named."""
    return f" {event.zone.rpartition('/')[2].replace('_', ' ')} time" if event.zone else ""


def _part(part: Series, place: str, *, last: bool) -> str:
    first = part.usual[0]
    start = f"from {plain_day(day_of(first))} " if part.later else ""
    if part.cancelled:
        return f"{start}cancelled{_because(part.later)}"
    words = [f"{start}{part.rule}"]
    if isinstance(first, dt.datetime):
        end = first + part.length
        same_day = first.date() == last_day(first, end)
        words.append((hours(first, end) if same_day else f"{time(first)} to {time(end)}") + place)
    if last:
        words.append(f"until {plain_day(day_of(part.usual[-1]))}")
    return ", ".join(words) + _because(part.later)


def _because(entry: ChangedDate | Skipped | Occurrence[EventTiming] | None) -> str:
    return f" ({entry.reason.rstrip('.')})" if entry and entry.reason else ""


def exceptions(schedule: Schedule[EventTiming], since: dt.date, most: int | None = None) -> str:
    """What differs from `series` from a day on: not on 26 November 2026 (Thanksgiving break); cancelled on …

    Of more dates than `most`, how many more there are.
    """
    differing = [("not on", _because(skip), skip.date) for skip in schedule.skipped if skip.date >= since]
    differing += [
        (_changed(one), _because(one.change), one.date)
        for one in sorted(schedule.changed.values(), key=lambda one: sort_key(one.start))
        if max(one.date, day_of(one.start)) >= since
    ]
    found: dict[str, dict[str, list[dt.date]]] = {}
    for what, why, date in differing[:most]:
        found.setdefault(what, {}).setdefault(why, []).append(date)
    said = []
    for what, reasons in found.items():
        days = [dates(days) + why for why, days in reasons.items()]
        said.append(f"{what} {listed(days)}" if what.endswith(" on") else what + next(iter(reasons)))
    if more := len(differing[most:]) if most is not None else 0:
        said.append(f"{more} more {plural('date', more)} {'differ' if more > 1 else 'differs'}")
    return "; ".join(said)


def _changed(occurrence: Occurrence[EventTiming]) -> str:
    if occurrence.is_off:
        return f"{occurrence.status} on"
    differs = _differs(occurrence)
    also = f", {differs}" if differs else ""
    if not occurrence.moved:
        return f"{differs} on"
    same_day = occurrence.date == day_of(occurrence.start) == occurrence.last_day
    if same_day and isinstance(occurrence.start, dt.datetime) and isinstance(occurrence.end, dt.datetime):
        return f"{times(occurrence.start, occurrence.end)}{also} on"
    if occurrence.start == occurrence.usual:
        return f"another end{also} on"
    return f"moved from {plain_day(occurrence.date)} to {span(occurrence.start, occurrence.end)}{also}"


def echo(schedule: Schedule[EventTiming], since: dt.date, most: int | None = MAX_SHOWN) -> str:
    """A series as it was understood, in a sentence, with what differs from a day on; empty for a single event.

    A page names at most so many of the dates that differ; who checks a file gets to see all of them.
    """
    return "; ".join(filter(None, (series(schedule), exceptions(schedule, since, most) if schedule.rule else "")))
