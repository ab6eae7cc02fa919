"""Finds the pairs of events that share a time and a room, a facilitator, or a group, and says what to move.

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
from affinity_hub.schema.event import EventOccurrence, EventSchedule

from .hours_of_week import Hours, hours_of_week, touching
from .overlaps import UNCHANGED, EventSpan, Overlap, overlapping_days

DATES_NAMED: Final = 3  # named in a message; the other dates are counted
MAX_CLASHES: Final = 50  # reported clashes of one room, person, or group

Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    """An event whose dates are compared with the dates of other events. A date with its own place or facilitators is an
    event of its own: `event` has the values of that date, and `own_change_number` is the number of its change."""

    event: Event
    schedule: EventSchedule
    own_change_number: int = UNCHANGED


@dataclass(frozen=True, slots=True)
class ClashKind:
    """A kind of thing that two events cannot share: the code of its problem, its key, a function that returns its
    values in an event, the words of the message, and the hint with fields for what to move and for the values."""

    code: str
    key: str
    values: Callable[[Event], Sequence[str]]
    words: str
    hint: str


ROOM: Final = ClashKind(
    "W430",
    "place",
    lambda event: (event.place.name,) if event.place and event.place.name else (),
    "is in the same place ({})",
    "Move {moved}, or name the room{where}:  place: {values}, room 2",
)
FACILITATOR: Final = ClashKind(
    "W431",
    "facilitators",
    lambda event: event.facilitators,
    "has the same facilitator ({})",
    "Move {moved}, or ask someone else to lead.",
)
GROUP: Final = ClashKind(
    "W432",
    "groups",
    lambda event: event.groups,
    "is for the same group ({})",
    "Move {moved}, so that no one has to choose.",
)
CLASH_KINDS: Final = (ROOM, FACILITATOR, GROUP)
_SHARED_KEYS: Final = {kind.key for kind in CLASH_KINDS}


@dataclass(slots=True)
class SharedValue:
    """A room, person, or group that several events share, with the dates that are running at a given moment."""

    kind: ClashKind
    name: str
    events: list[int] = field(default_factory=list)
    running: list[EventSpan] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    def compare_with_running(self, events: Sequence[ComparedEvent], span: EventSpan) -> None:
        """Pairs the event of a date that starts with the event of each date that is still running, and keeps each new
        pair that clashes."""
        full = len(self.pairs) > MAX_CLASHES
        self.running = [] if full else [other for other in self.running if other.end > span.start]
        for other in self.running:
            pair = (min(other.event_number, span.event_number), max(other.event_number, span.event_number))
            first, second = (events[number].event for number in pair)
            is_apart = first.id == second.id or (self.kind is ROOM and _elsewhere(first, second))
            if not is_apart and pair not in self.pairs:
                self.pairs.append(pair)


def no_clashes(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No two future events share a time and a room, a facilitator, or a group."""
    events = list(_compared_events(hub))
    midnight = dt.datetime.combine(today, dt.time(), zone(hub.settings.time_zone))
    every_value = [value for kind in CLASH_KINDS for value in _shared_values(events, kind)]
    shared_values = _sharing_hours(hub, events, every_value)
    numbers = sorted({number for value in shared_values for number in value.events})
    spans = {number: _live_dates(events[number], number, midnight) for number in numbers}
    found: dict[tuple[str, Pair], tuple[ClashKind, list[str]]] = {}
    for value in shared_values:
        for span in sorted(chain.from_iterable(spans[number] for number in value.events)):
            value.compare_with_running(events, span)
            value.running.append(span)
        for pair in value.pairs[:MAX_CLASHES]:
            found.setdefault((value.kind.code, pair), (value.kind, []))[1].append(value.name)
        if len(value.pairs) > MAX_CLASHES:
            yield _many(events[value.pairs[MAX_CLASHES][1]].event, value)
    for (_, (first, second)), (kind, names) in found.items():
        yield _problem(events[first], events[second], kind, names, overlapping_days(spans[first], spans[second]))


def _compared_events(hub: Hub) -> Iterator[ComparedEvent]:
    """The published events that take place at certain times, and then each of their dates that has its own place or
    facilitators."""
    dates_as_events = []
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule is None or event.all_day or event.kind == "observance" or not hub.is_published(event):
            continue
        changed = schedule.changed.values()
        own = [date for date in changed if date.change and _has_own_shared_value(event, date.event_as_changed)]
        dates_as_events += [_date_as_event(date, schedule) for date in own]
        skipped = (*schedule.skipped, *(Skipped(date.date, None) for date in own))
        yield ComparedEvent(event, replace(schedule, skipped=skipped) if own else schedule)
    yield from dates_as_events


def _has_own_shared_value(event: Event, changed: Event) -> bool:
    """Whether an event has another place, or other facilitators, on a date."""
    return any(getattr(changed, key) != getattr(event, key) for key in _SHARED_KEYS)


def _date_as_event(date: EventOccurrence, schedule: EventSchedule) -> ComparedEvent:
    """A date of a series as a separate event."""
    event = date.event_as_changed.model_copy(update={"status": date.status})
    time = date.start.timetz() if isinstance(date.start, dt.datetime) else None
    single = EventSchedule(event, schedule.zone, None, (day_of(date.start),), time, date.end - date.start)
    return ComparedEvent(event, single, _change_number(date))


def _change_number(date: EventOccurrence) -> int:
    """The number of the entry of `changes` that changes this date or, with `and_later`, begins its part of the series;
    `UNCHANGED` if there is no such entry."""
    change = date.change or (date.series and date.series.later)
    if change is None:
        return UNCHANGED
    return next((number for number, entry in enumerate(date.event.changes) if entry is change), UNCHANGED)


def _sharing_hours(hub: Hub, events: Sequence[ComparedEvent], shared_values: list[SharedValue]) -> list[SharedValue]:
    """The shared values with only those of their events that share a minute of the week with another event, so that few
    dates are left to compare. Changes `SharedValue.events`."""
    hours: dict[int, list[Hours]] = {}
    shared_values = [value for value in shared_values if len(value.events) > 1]
    for value in shared_values:
        held: dict[int, list[tuple[int, int, int]]] = {}
        for number in value.events:
            if number not in hours:
                hours[number] = list(hours_of_week(events[number].schedule, hub.settings.time_zone))
            for weekday, start, end in hours[number]:
                held.setdefault(weekday, []).append((start, end, number))
        near = {number for same_day in held.values() for number in touching(same_day)}
        value.events = [number for number in value.events if number in near]
    return [value for value in shared_values if value.events]


def _live_dates(compared: ComparedEvent, number: int, midnight: dt.datetime) -> list[EventSpan]:
    """The future dates of an event that take place at a certain time."""
    return [
        EventSpan(date.start, date.end, number, _time_change_number(compared, date), *_usual_times(date))
        for date in compared.schedule.occurrences
        if not date.is_off
        and isinstance(date.start, dt.datetime)
        and isinstance(date.end, dt.datetime)
        and date.end > midnight
    ]


def _usual_times(date: EventOccurrence) -> tuple[dt.datetime, dt.datetime] | tuple[None, None]:
    """The start and the end that a moved date would have without its change; None for other dates."""
    length = date.series.length if date.moved and date.series else None
    if not isinstance(date.usual, dt.datetime) or length is None:
        return None, None
    return date.usual, date.usual + length


def _time_change_number(compared: ComparedEvent, date: EventOccurrence) -> int:
    """The number of the entry of `changes` that gave a date its time, or `UNCHANGED`."""
    number = max(compared.own_change_number, _change_number(date))
    entry = compared.event.changes[number] if number != UNCHANGED else None
    return number if entry and (entry.begins or entry.ends) else UNCHANGED


def _shared_values(events: Sequence[ComparedEvent], kind: ClashKind) -> list[SharedValue]:
    """A `SharedValue` for each value of a kind in the events, such as each room, as it was first typed."""
    found: dict[str, SharedValue] = {}
    for number, compared in enumerate(events):
        for name in dict.fromkeys(kind.values(compared.event)):
            found.setdefault(in_one_case(name), SharedValue(kind, name)).events.append(number)
    return list(found.values())


def _elsewhere(first: Event, second: Event) -> bool:
    """Whether two rooms with one name are in different buildings."""
    places = (first.place, second.place)
    return len({place.address.casefold() for place in places if place and place.address}) > 1


def _problem(
    first: ComparedEvent, second: ComparedEvent, kind: ClashKind, names: list[str], found: list[Overlap]
) -> Problem:
    """The warning, at the second of two events, or at the change without which they would not clash."""
    path = _path_to_cause(second, kind, [overlap.other_change_number for overlap in found])
    other_path = _path_to_cause(first, kind, [overlap.change_number for overlap in found])
    if len(path) < len(other_path):
        first, second, path = second, first, other_path
    typed = [*kind.values(second.event)]
    if path[-1] == kind.key and kind is not ROOM:
        path = (*path, typed.index(names[0]))
    days = list(dict.fromkeys(overlap.day for overlap in found))
    dates_named = ", ".join(map(typed_day, days[:DATES_NAMED]))
    more = f", and {len(days) - DATES_NAMED} more" if len(days) > DATES_NAMED else ""
    what = " and ".join(typed if kind is ROOM else names)
    position = first.event.position("id")
    message = f'"{first.event.title}" ({position.file}, line {position.line}) {kind.words.format(what)}'
    message += f" at the same time: {dates_named}{more}."
    moved, where = _to_move(second, path)
    hint = kind.hint.format(moved=moved, where=where, values=what)
    return Problem(second.event.position(*path), kind.code, message, hint)


def _to_move(compared: ComparedEvent, path: tuple[str | int, ...]) -> tuple[str, str]:
    """The words for what to move if the value at `path` makes an event clash, and for where to write another place."""
    if path[0] != "changes":
        return "one of the events", ""
    if compared.event.changes[int(path[1])].and_later:  # only the event can have a place for several dates
        return "this date and the later dates", " in the event, not in this entry"
    return "this date", ""


def _path_to_cause(compared: ComparedEvent, kind: ClashKind, change_numbers: list[int]) -> tuple[str | int, ...]:
    """The path to the value that makes an event clash: in the change without which it would not clash, or else in the
    event. `change_numbers` are the numbers of the changes that gave the dates that clash their times."""
    own = compared.own_change_number
    if own != UNCHANGED and kind.key in compared.event.changes[own].own_values:
        return "changes", own, kind.key
    if UNCHANGED in change_numbers:
        return (kind.key,)
    number = change_numbers[0]
    return "changes", number, "starts" if compared.event.changes[number].begins else "ends"


def _many(event: Event, shared: SharedValue) -> Problem:
    """The warning that the list of clashes is cut off."""
    words = shared.kind.words.format(shared.name)
    message = f"More than {MAX_CLASHES} pairs of events clash. In each pair, one event {words}. "
    message += f"Only {MAX_CLASHES} pairs are listed."
    return Problem(event.position(shared.kind.key), shared.kind.code, message, "Begin with the clashes in this list.")
