"""Asks whether an imported event and another event of the hub are one meeting. Events are never merged silently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Event
from affinity_hub.schema.event import EventSchedule

from .events.blocks import Keys
from .events.read import KEY_LENGTH
from .imported_dates import schedule
from .imported_file import CalendarOwner

_DAYS: Final = 120


def same_meetings(hub: Hub, owner: CalendarOwner, events: Mapping[str, Keys], today: dt.date) -> Iterator[str]:
    """A question for each imported event that has the times of an event of the same group or with the same UID."""
    others = [event for event in hub.events if event.id not in events and event.id in hub.schedules]
    spans = {event.id: _spans(hub.schedules[event.id], today) for event in others}
    for name, keys in events.items():
        planned = schedule(keys, owner.site, today)
        own = _spans(planned, today) if planned else set()
        for event in others:
            if own & spans[event.id] and (_share_owner(event, owner) or _share_uid(event.id, name)):
                yield (
                    f"The event {name} and the event {event.id} in {event.file} have the same times. If they are one "
                    f"meeting, hide one of them, for example here:  corrections: [{{event: {name}, hidden: yes}}]"
                )


def _share_owner(event: Event, owner: CalendarOwner) -> bool:
    return owner.record.id in (*event.groups, *event.partners)


def _share_uid(record_id: str, other_id: str) -> bool:
    return len(record_id) > KEY_LENGTH and record_id[-KEY_LENGTH:] == other_id[-KEY_LENGTH:]


def _spans(planned: EventSchedule, today: dt.date) -> set[tuple[Any, Any]]:
    last = today + dt.timedelta(days=_DAYS)
    dates = (
        occurrence for occurrence in planned.occurrences if not occurrence.is_off and today <= occurrence.date <= last
    )
    return {(_instant(occurrence.start), _instant(occurrence.end)) for occurrence in dates}


def _instant(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment
