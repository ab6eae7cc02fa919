"""Groups' own calendars as of a build: when each was last read, and what happens to dates that are too old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from affinity_hub.core.timezones import zone
from affinity_hub.recurrence.schedule import Schedule
from affinity_hub.schema import Event

from .hub import Hub

_NO_DATES: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("starts", "ends", "repeats", "rrule", "until", "times", "no_school")),
    "skip": (),
    "changes": (),
}


def with_last_readings(hub: Hub, read_at: Mapping[str, dt.datetime], now: dt.datetime) -> Hub:
    """The hub with the times of the last readings, by group.

    If a calendar was not read for longer than `stale_after_days`, its dates become “to be announced,” because they may
    be wrong. Calendars get a cancellation.
    """
    oldest = now - dt.timedelta(days=hub.settings.stale_after_days)
    owners = hub.owners_by_file
    stale = {owner.id for owner in owners.values() if (read := read_at.get(owner.id)) and read < oldest}
    tz = zone(hub.settings.time_zone)
    days = {name: moment.astimezone(tz).date() for name, moment in read_at.items()}
    events, schedules = list(hub.events), dict(hub.schedules)
    for index, event in enumerate(events):
        owner = owners.get(event.file)
        if owner and owner.id in stale and event.starts is not None:
            events[index] = _without_dates(event)
            schedules[event.id] = Schedule(events[index], schedules[event.id].zone)
    return replace(hub, read_on=days, events=tuple(events), schedules=schedules)


def _without_dates(event: Event) -> Event:
    copy = event.model_copy(update=dict(_NO_DATES))
    copy.from_source(event.file, event.typed)
    return copy
