"""Facts about correct dates that are worth knowing. `affinity-hub check` lists them after the problems.

They show every meeting that a change of calendar.yml affects, and how the program understands each series.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.problems import Note, Position
from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.recurrence import describe
from affinity_hub.schema import Event
from affinity_hub.wording import dates as date_words


def no_school(hub: Hub, today: dt.date) -> Iterator[Note]:
    """For each event and each break: the dates from today on that are left out, and the dates on which it meets
    anyway."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule is None or not hub.is_published(event) or event.kind == "observance":
            continue
        found: dict[tuple[str, str], list[dt.date]] = {}
        for skip in schedule.skipped:
            if skip.no_school and skip.date >= today:
                found.setdefault((f"{skip.reason}", "no meeting on"), []).append(skip.date)
        met = (
            (hub.days_off.keys() & schedule.dates) - {skip.date for skip in schedule.skipped} - schedule.changed.keys()
        )
        moved = (day_of(occurrence.start) in hub.days_off for occurrence in schedule.changed.values())
        for occurrence in schedule.occurrences if met or any(moved) else ():
            day = day_of(occurrence.start)
            if day in hub.days_off and day >= today and not occurrence.is_off:
                found.setdefault((hub.days_off[day].name, "meets on"), []).append(day)
        if not found:
            continue
        position, words = _position(event), f'"{event.title}" ({event.id}): '
        for (name, what), days in found.items():
            dates = listed([day.isoformat() for day in days])
            yield Note(position, "note", f"{words}{what} {dates}: {name}.")


def series(hub: Hub, today: dt.date) -> Iterator[Note]:
    """For each event that repeats, what its keys mean, and the next three dates."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule and schedule.rule:
            coming = [
                occurrence
                for occurrence in schedule.occurrences
                if occurrence.last_day >= today and not occurrence.is_off
            ][:3]
            dates = date_words.dates([day_of(occurrence.start) for occurrence in coming])
            said = f"{describe.echo(schedule, today)}. {f'Next: {dates}.' if dates else 'No upcoming dates.'}"
            yield Note(_position(event), "series", f'"{event.title}" ({event.id}): {said}')


def _position(event: Event) -> Position:
    """The line with `no_school`; without that key, the line with the rule; for a single event, the line with the
    start."""
    keys = ("no_school", "repeats", "rrule")
    return event.position(next((key for key in keys if getattr(event, key)), "starts"))
