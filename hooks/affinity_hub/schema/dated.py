"""The dates of events: schedules and occurrences with the records that they are about."""

from typing import TypeAlias

from affinity_hub.recurrence.schedule import Occurrence, Schedule

from .event import Event

EventOccurrence: TypeAlias = Occurrence[Event]
EventSchedule: TypeAlias = Schedule[Event]
