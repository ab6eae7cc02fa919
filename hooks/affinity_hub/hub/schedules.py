"""Makes the schedules of all events of a hub."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from affinity_hub.core.problems import Fix, Problem
from affinity_hub.recurrence.plan import plan, timing_errors
from affinity_hub.repeats.rule import ScheduleError
from affinity_hub.schema import Event, NoSchool
from affinity_hub.schema.calendar import by_day
from affinity_hub.schema.event import EventSchedule

# Enough for any hub. Without a limit, a file of a megabyte could keep a check busy for minutes.
MAX_HUB_DATES = 300_000


def schedules_of(
    events: Iterable[Event], no_school: Sequence[NoSchool], time_zone: str, today: dt.date
) -> tuple[dict[str, EventSchedule], list[Problem]]:
    """The schedules of events by id, and the problems with them. If there are too many dates in all, no event
    has a schedule."""
    schedules, problems, closed, dates = dict[str, EventSchedule](), list[Problem](), by_day(no_school), 0
    for event in events:
        try:
            schedules[event.id] = schedule = plan(event, closed, time_zone, today=today)
            if (dates := dates + len(schedule.dates)) > MAX_HUB_DATES:
                message = f"With this event there are more than {MAX_HUB_DATES:,} dates in all files."
                hint = "End the series earlier:  until: 2027-06-10"
                problems.append(Problem(event.position("starts"), "E306", message, hint))
                return {}, problems
        except ScheduleError as error:
            problems.extend(_unplanned(event, fault) for fault in [*timing_errors(event)] or [error])
    return schedules, problems


def _unplanned(event: Event, error: ScheduleError) -> Problem:
    position = event.position(*error.path)
    fix = Fix(*position, 0, error.instead) if error.instead else ()
    return Problem(position, error.code, error.message, error.hint, fix)
