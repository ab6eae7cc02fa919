"""`affinity-hub show`: one record as the program understands it."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.recurrence.describe import echo
from affinity_hub.schema import PRIVATE_PLACE, DataModel
from affinity_hub.schema.event import EventOccurrence, EventSchedule
from affinity_hub.wording.dates import span

NEXT: Final = 3
"""How many future dates are always printed. Later dates are printed only if they have their own change."""


def run(options: argparse.Namespace) -> CommandResult:
    """Prints one record as the site understands it, with its next dates."""
    staff = arguments.staff_overlay(options)
    folder, moment = arguments.existing(options.folder), environment.now()
    hub, _ = environment.load_hub(folder, moment, staff)
    record = next((record for record in hub.records() if options.id in (record.id, *record.was)), None)
    if record is None:
        return CommandResult(1, err=lines(f'There is no record "{options.id}".'))
    rows = [f"{record.noun} {record.id}  ({record.position()})"]
    for key, value in record.model_dump(exclude_unset=True, by_alias=True).items():
        rows.append(f"  {key}: {_shown(value, record.typed.get(key))}")
    if schedule := hub.schedules.get(record.id):
        rows += _dates(schedule, hub.date_at(moment))
    return CommandResult(out=lines(*rows))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `show`."""
    command.add_argument("id", metavar="ID", help="the id of a record, or an earlier id")
    arguments.add_edition(command)


def _shown(value: object, typed: object) -> str:
    """A value as a volunteer would type it."""
    if value == {}:  # only a place that is not public is empty
        return PRIVATE_PLACE
    if value is None:
        return str(typed)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, tuple | list | dict) else str(value)


def _dates(schedule: EventSchedule, today: dt.date) -> Iterator[str]:
    """A line about the series, and lines about its upcoming dates."""
    if schedule.rule:
        yield f"  {echo(schedule, today)}"
    coming = [occurrence for occurrence in schedule.occurrences if occurrence.last_day >= today]
    for index, occurrence in enumerate(coming):
        if index < NEXT or occurrence.change:
            word = "next" if index < NEXT else "later"
            yield f"  {word}: {span(occurrence.start, occurrence.end)}{_remark(occurrence)}"
            for key, value in _own(occurrence):
                yield f"    {key}: {_shown(value, None)}"
    if not coming:
        yield "  no upcoming dates" if schedule.dates else "  date to be announced"


def _own(occurrence: EventOccurrence) -> Iterator[tuple[str, object]]:
    """The values of one date of a series that replace the event's values, by key."""
    for key, value in occurrence.change.own_values.items() if occurrence.change else ():
        yield key, value.model_dump(exclude_unset=True) if isinstance(value, DataModel) else value


def _remark(occurrence: EventOccurrence) -> str:
    differs = occurrence.change is not None and bool(occurrence.change.own_values)
    if occurrence.status == "confirmed" and not occurrence.moved and not differs:
        return ""
    state = f"moved from {occurrence.date}" if occurrence.moved else occurrence.status
    state = "different" if state == "confirmed" else state
    return f"  ({state}{': ' + occurrence.reason if occurrence.reason else ''})"


COMMAND: Final = Command("show", run, add_arguments)
