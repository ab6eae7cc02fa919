"""Warns about two events at the same time in one room, with one facilitator, or for one group.

The checks compare dates, not series: the 1st and the 2nd Thursday do not clash. The dates of events that
share a minute of the week and a room, a person, or a group are sorted by start, and each date is compared with the
dates that are still running.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, TypeAlias

from affinity_hub.core.calendar_days import day_of, typed_day
from affinity_hub.core.problems import Problem
from affinity_hub.core.text import in_one_case
from affinity_hub.core.timezones import zone
from affinity_hub.hub.hub import Hub
from affinity_hub.recurrence.schedule import Skipped
from affinity_hub.schema import Event
from affinity_hub.schema.event import EventSchedule

DATES_NAMED: Final = 3  # named in a message; the other dates are counted
MAX_CLASHES: Final = 50  # reported clashes of one room, person, or group
MINUTE: Final = dt.timedelta(minutes=1)
A_DAY: Final = 24 * 60  # minutes

EventSpan: TypeAlias = tuple[dt.datetime, dt.datetime, int]  # start, end, number of the event
Pair: TypeAlias = tuple[int, int]
Hours: TypeAlias = tuple[int, int, int]  # weekday, and the minutes of the day from which and to which


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of thing that two events cannot share: the code of its problem, its key, a function that returns its
    values in an event, and the words and the hint of the message."""

    code: str
    key: str
    values: Callable[[Event], Sequence[str]]
    words: str
    hint: str


def _rooms(event: Event) -> tuple[str, ...]:
    return (event.place.name,) if event.place and event.place.name else ()


ROOM: Final = Reason(
    "W430",
    "place",
    _rooms,
    "is in the same place ({})",
    "Move one of the events, or say which room:  place: {}, room 2",
)
LEADER: Final = Reason(
    "W431",
    "facilitators",
    lambda event: event.facilitators,
    "has the same facilitator ({})",
    "Move one of the events, or have someone else lead it.",
)
AUDIENCE: Final = Reason(
    "W432",
    "groups",
    lambda event: event.groups,
    "is for the same group ({})",
    "Move one of the events, so that no one has to choose.",
)


@dataclass(slots=True)
class Shared:
    """A room, person, or group that several events share, with the dates that are running at a given moment."""

    reason: Reason
    what: str
    events: list[int] = field(default_factory=list)
    running: list[EventSpan] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    def meet(self, hub: Hub, date: EventSpan) -> None:
        """Pairs the event of a date that starts with the event of each date that is still running, and keeps each new
        pair that clashes."""
        full = len(self.pairs) > MAX_CLASHES
        self.running = [] if full else [other for other in self.running if other[1] > date[0]]
        for _, _, other in self.running:
            pair = (min(other, date[2]), max(other, date[2]))
            first, second = (_series_and_date(hub.events[number])[0] for number in pair)
            is_apart = first == second or (self.reason is ROOM and _elsewhere(hub, pair))
            if not is_apart and pair not in self.pairs:
                self.pairs.append(pair)


def no_clashes(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No two future events share a time and a room, a facilitator, or a group."""
    hub = _with_separate_events(hub)
    midnight = dt.datetime.combine(today, dt.time(), zone(hub.settings.time_zone))
    timed = [number for number, event in enumerate(hub.events) if _takes_time(hub, event)]
    everything = _sharing_hours(
        hub, [shared for reason in (ROOM, LEADER, AUDIENCE) for shared in _shared(hub, timed, reason)]
    )
    numbers = sorted({number for shared in everything for number in shared.events})
    dates = {number: _live_dates(hub, number, midnight) for number in numbers}
    _sweep(hub, dates, everything)
    found: dict[tuple[str, Pair], tuple[Reason, list[str]]] = {}
    for shared in everything:
        for pair in shared.pairs[:MAX_CLASHES]:
            found.setdefault((shared.reason.code, pair), (shared.reason, []))[1].append(shared.what)
        if len(shared.pairs) > MAX_CLASHES:
            yield _many(hub.events[shared.pairs[MAX_CLASHES][1]], shared)
    for (_, (number, other)), (reason, names) in found.items():
        yield _problem(hub.events[number], hub.events[other], reason, names, _common(dates[number], dates[other]))


_SHARED_KEYS: Final = {reason.key for reason in (ROOM, LEADER, AUDIENCE)}


def _with_separate_events(hub: Hub) -> Hub:
    """The hub with a separate event for each date that has its own place or facilitators. The id of such an
    event is the id of the series, a space, and the date."""
    events, schedules = list(hub.events), dict(hub.schedules)
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        own = (
            [date for date in schedule.changed.values() if date.change and date.change.own_values.keys() & _SHARED_KEYS]
            if schedule
            else []
        )
        if schedule is None or not own:
            continue
        rest = tuple(Skipped(occurrence.date, None) for occurrence in own)
        schedules[event.id] = replace(schedule, skipped=(*schedule.skipped, *rest))
        for occurrence in own:
            alone = occurrence.event_as_changed.model_copy(
                update={"id": f"{event.id} {occurrence.date}", "status": occurrence.status}
            )
            time = occurrence.start.timetz() if isinstance(occurrence.start, dt.datetime) else None
            day, length = (day_of(occurrence.start),), occurrence.end - occurrence.start
            schedules[alone.id] = EventSchedule(alone, schedule.zone, None, day, time, length)
            events.append(alone)
    return replace(hub, events=tuple(events), schedules=schedules) if len(events) > len(hub.events) else hub


def _series_and_date(event: Event) -> tuple[str, str]:
    """The id of an event, and the date if it is a separate event for one date of a series."""
    series, _, date = event.id.partition(" ")
    return series, date


def _sweep(hub: Hub, dates: dict[int, list[EventSpan]], everything: list[Shared]) -> None:
    """Goes through the dates of each shared thing by start, and finds the pairs that overlap."""
    for shared in everything:
        for date in sorted(chain.from_iterable(dates[number] for number in shared.events)):
            shared.meet(hub, date)
            shared.running.append(date)


def _sharing_hours(hub: Hub, everything: list[Shared]) -> list[Shared]:
    """The shared things with only those of their events that share a minute of the week with another event, so that few
    dates are left to compare. Changes `Shared.events`."""
    hours: dict[int, list[Hours]] = {}
    for shared in everything:
        held: dict[int, list[tuple[int, int, int]]] = {}
        for number in shared.events:
            if number not in hours:
                hours[number] = list(_hours(hub, number))
            for weekday, start, end in hours[number]:
                held.setdefault(weekday, []).append((start, end, number))
        near = {number for same_day in held.values() for number in _touching(same_day)}
        shared.events = [number for number in shared.events if number in near]
    return [shared for shared in everything if shared.events]


def _touching(held: list[tuple[int, int, int]]) -> Iterator[int]:
    """The events that share a minute of a weekday with another event."""
    (_, until, last), *others = sorted(held)
    for start, end, number in others:
        if start < until:
            yield from (last, number)
        if end > until:
            until, last = end, number


def _hours(hub: Hub, number: int) -> Iterator[Hours]:
    """The weekdays of an event, with the minutes of the day at which it begins and ends. For an event that has another
    zone or runs past midnight, this is the whole week.
    """
    event = hub.events[number]
    schedule = hub.schedules[event.id]
    spans = {(day.weekday(), part.time, part.length) for part in schedule.parts or (schedule,) for day in part.dates}
    spans |= {
        (occurrence.start.weekday(), occurrence.start.timetz(), occurrence.end - occurrence.start)
        for occurrence in schedule.changed.values()
        if isinstance(occurrence.start, dt.datetime) and isinstance(occurrence.end, dt.datetime)
    }
    for weekday, time, length in spans:
        start = time.hour * 60 + time.minute if time else 0
        end = start + max(1, -(-length // MINUTE))
        if end > A_DAY or schedule.zone.key != hub.settings.time_zone:
            yield from ((other, 0, A_DAY) for other in range(7))
            return
        yield weekday, start, end


def _live_dates(hub: Hub, number: int, midnight: dt.datetime) -> list[EventSpan]:
    """The future dates of an event that take place at a certain time."""
    return [
        (occurrence.start, occurrence.end, number)
        for occurrence in hub.schedules[hub.events[number].id].occurrences
        if not occurrence.is_off
        and isinstance(occurrence.start, dt.datetime)
        and isinstance(occurrence.end, dt.datetime)
        and occurrence.end > midnight
    ]


def _takes_time(hub: Hub, event: Event) -> bool:
    """Whether an event can clash: it is published, it has times, and it is no observance."""
    timed = event.id in hub.schedules and not event.all_day and event.kind != "observance"
    return timed and hub.is_published(event)


def _shared(hub: Hub, numbers: Sequence[int], reason: Reason) -> list[Shared]:
    """A `Shared` for each value of `reason` in the events, such as each room, as it was first typed."""
    found: dict[str, Shared] = {}
    for number in numbers:
        for value in dict.fromkeys(reason.values(hub.events[number])):
            key = in_one_case(value)
            if key not in found:
                found[key] = Shared(reason, value)
            found[key].events.append(number)
    return list(found.values())


def _elsewhere(hub: Hub, pair: Pair) -> bool:
    """Whether two rooms with one name are in different buildings."""
    places = [hub.events[number].place for number in pair]
    return len({place.address.casefold() for place in places if place and place.address}) > 1


def _common(spans: list[EventSpan], other_spans: list[EventSpan]) -> list[dt.date]:
    """The days on which dates of two events overlap. The dates of each event are in order."""
    found: dict[dt.date, None] = {}
    left, right = spans[::-1], other_spans[::-1]
    while left and right:
        (start, end, _), (its_start, its_end, _) = left[-1], right[-1]
        if start < its_end and its_start < end:
            found[max(start, its_start).date()] = None
        (left if end <= its_end else right).pop()
    return list(found)


def _problem(first: Event, event: Event, reason: Reason, shared: list[str], days: list[dt.date]) -> Problem:
    """The warning, at the second of two events. If a changed date clashes, and replaces the shared key, the warning is
    at the change."""
    typed, path = [*reason.values(event)], tuple[str | int, ...]((reason.key,))
    if date := _series_and_date(event)[1]:
        changes = [f"{change.date}" for change in event.changes]
        changed = changes.index(date)
        path = ("changes", changed, reason.key) if reason.key in event.changes[changed].own_values else path
    path = path if reason is ROOM else (*path, typed.index(shared[0]))
    place = first.position("id")
    dates_named = ", ".join(map(typed_day, days[:DATES_NAMED]))
    more = f", and {len(days) - DATES_NAMED} more" if len(days) > DATES_NAMED else ""
    what = " and ".join(typed if reason is ROOM else shared)
    words = reason.words.format(what)
    message = f'"{first.title}" ({place.file}, line {place.line}) {words} at the same time: {dates_named}{more}.'
    return Problem(event.position(*path), reason.code, message, reason.hint.format(what))


def _many(event: Event, shared: Shared) -> Problem:
    """The warning that the list of clashes is cut off."""
    words = shared.reason.words.format(shared.what)
    message = f"More than {MAX_CLASHES} pairs of events clash. In each pair, one event {words}. "
    message += f"Only {MAX_CLASHES} pairs are listed."
    return Problem(
        event.position(shared.reason.key), shared.reason.code, message, "Begin with the clashes in this list."
    )
