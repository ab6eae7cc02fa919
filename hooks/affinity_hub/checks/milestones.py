"""Rules about days that were noted: when an entry was added, an update published, a milestone closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Milestone, Record
from affinity_hub.schema.progress import CLOSED


def milestones(hub: Hub) -> Iterator[tuple[Record, tuple[str | int, ...], Milestone]]:
    """Every milestone, with the record it stands in and the path to it."""
    for record in hub.progress.milestones:
        yield record, (), record
    for group in hub.groups:
        for index, milestone in enumerate(group.milestones):
            yield group, ("milestones", index), milestone


def days_have_come(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """What is noted as past has come to pass, and only what is closed has a day on which it was.

    A day to come is a warning: a site may be built as of a day that is over.
    """
    for record, path, milestone in milestones(hub):
        if milestone.closed_on and milestone.status not in CLOSED:
            message = f"The milestone has a day on which it was closed, and its status is `{milestone.status}`."
            hint = "Delete the line, or write:  status: done   or:  status: stopped"
            yield Problem(record.position(*path, "closed_on"), "E480", message, hint)
        yield from _come(record, (*path, "closed_on"), milestone.closed_on, today)
    for record in hub.records():
        yield from _come(record, ("added_on",), record.added_on, today)
    for update in hub.progress.updates:
        yield from _come(update, ("published",), update.published, today)


def _come(record: Record, path: tuple[str | int, ...], day: dt.date | None, today: dt.date) -> Iterator[Problem]:
    if day and day > today:
        message = f"`{path[-1]}` is in the future."
        hint = f"Write the day it was, such as  {path[-1]}: {today}   or delete the line."
        yield Problem(record.position(*path), "W481", message, hint)
