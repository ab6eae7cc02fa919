"""Times and series that many people understand in another way than this site and RFC 5545 do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from affinity_hub.core.calendar_days import WEEKDAYS, Moment, day_of
from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import NOON, moment
from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.repeats.rule import Rule, places
from affinity_hub.schema import Event
from affinity_hub.schema.dated import EventSchedule

SUNDAY: Final = 6
# 1:00 to 5:59, typed without a leading zero and without am or pm.
_SMALL_HOUR: Final = re.compile(r"(?<![\d:])[1-5]:\d\d(?!.*[ap]\.?m)", re.IGNORECASE)
SHOWN: Final = 4  # dates that a message names


def series_are_meant(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A monthly series keeps its weekday, and a week from Monday to Sunday keeps days together that belong together.

    The rule ignores series that are over.
    """
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule and schedule.rule and event.status != "cancelled" and schedule.dates[-1] >= today:
            yield from _drifts(event, schedule, schedule.rule)
            yield from _splits_a_weekend(event, schedule, schedule.rule)


def _drifts(event: Event, schedule: EventSchedule, rule: Rule) -> Iterator[Problem]:
    """`monthly` alone keeps the day of the month, so its weekday is another one each time."""
    if rule.frequency != "MONTHLY" or rule.nths or rule.month_day:
        return
    first, *others = schedule.dates
    other = next((day for day in others if day.weekday() != first.weekday()), None)
    if other is None:
        return
    message = f"The series is always on day {first.day} of the month: {_day(first)}, then {_day(other)}."
    nth = replace(rule, nths=(places(first)[0],), weekdays=(first.weekday(),))
    hint = f"For the same weekday each time, write:  {_typed(event, nth)}"
    hint += f"\nFor the same day of the month, write:  {_typed(event, replace(rule, month_day=first.day))}"
    yield Problem(event.position(_key(event)), "W331", message, hint)


def _splits_a_weekend(event: Event, schedule: EventSchedule, rule: Rule) -> Iterator[Problem]:
    """A Sunday and the next Monday are in different weeks, and a series every second week skips one of them."""
    if rule.frequency != "WEEKLY" or rule.interval == 1 or SUNDAY not in rule.weekdays or len(rule.weekdays) == 1:
        return
    dates = listed([_day(day) for day in schedule.dates[:SHOWN]])
    message = f"Weeks begin on Monday here, so the dates are {dates}."
    others = [WEEKDAYS[day] for day in rule.weekdays if day != SUNDAY]
    every = f"repeats: every {rule.interval} weeks on"
    hint = "If the Sunday and the days after it belong together, make two events:"
    hint += f"  {every} Sunday   and:  {every} {listed(others)}"
    hint += "\nIf the dates are right, you do not have to change anything."
    yield Problem(event.position(_key(event)), "W332", message, hint)


def hours_are_meant(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A start such as `5:00` is 5 am here, and many people mean the afternoon. The rule ignores dates that are over."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule and schedule.dates and schedule.dates[-1] >= today:
            yield from _small_hour(event, ("starts",), event.starts)
        for index, change in enumerate(event.changes):
            if change.begins and day_of(change.begins) >= today:
                yield from _small_hour(event, ("changes", index, "starts"), change.begins)


def _small_hour(event: Event, path: tuple[str | int, ...], starts: Moment | None) -> Iterator[Problem]:
    typed: Any = event.typed
    for step in path:
        typed = typed[step]
    if isinstance(starts, dt.datetime) and _SMALL_HOUR.search(str(typed)):
        message = f"{starts.hour}:{starts:%M} without am or pm is early in the morning."
        hint = f"If the event starts in the afternoon, write:  starts: {moment(starts + dt.timedelta(hours=NOON))}"
        hint += f"\nIf the event does start in the morning, write:  starts: {moment(starts)}"
        yield Problem(event.position(*path), "W333", message, hint)


def _key(event: Event) -> str:
    return "repeats" if event.repeats else "rrule"


def _typed(event: Event, rule: Rule) -> str:
    """A rule under the key that the event has."""
    return f"repeats: {rule}" if event.repeats else f"rrule: {rule.rrule()}"


def _day(day: dt.date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day}"
