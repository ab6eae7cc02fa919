"""Checks what records claim about the work. A claim needs evidence, a citation, and a day that is not in the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Milestone, Record
from affinity_hub.schema.milestone import CLOSED


def milestones(hub: Hub) -> Iterator[tuple[Record, tuple[str | int, ...], Milestone]]:
    """Every milestone, with the record that contains it and the path to it."""
    for record in hub.progress.milestones:
        yield record, (), record
    for group in hub.groups:
        for index, milestone in enumerate(group.milestones):
            yield group, ("milestones", index), milestone


def past_days_are_past(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """Days of past events are not in the future, and only closed items have a closing day. A future day is a warning,
    because a site can be built as of a past day.
    """
    for record, path, milestone in milestones(hub):
        if milestone.closed_on and milestone.status not in CLOSED:
            message = f"The milestone has `closed_on`, but its status is `{milestone.status}`."
            hint = "Delete the line, or write:  status: done   or:  status: stopped"
            yield Problem(record.position(*path, "closed_on"), "E480", message, hint)
        yield from _in_future(record, (*path, "closed_on"), milestone.closed_on, today)
    for record in hub.records():
        yield from _in_future(record, ("added_on",), record.added_on, today)
    for update in hub.progress.updates:
        yield from _in_future(update, ("published",), update.published, today)


def _in_future(record: Record, path: tuple[str | int, ...], day: dt.date | None, today: dt.date) -> Iterator[Problem]:
    if day and day > today:
        message = f"`{path[-1]}` is in the future."
        hint = f"Write the actual date, such as  {path[-1]}: {today}   or delete the line."
        yield Problem(record.position(*path), "W481", message, hint)


def done_milestones_have_evidence(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A done milestone has evidence and a reflection."""
    for record, path, milestone in milestones(hub):
        for key in ("evidence", "reflection"):
            if milestone.status == "done" and not getattr(milestone, key):
                message = f"The milestone is done, but `{key}` is missing."
                hint = f"Add a line:  {key}: …\nUntil then, write:  status: under-way"
                yield Problem(record.position(*path, "status"), "E410", message, hint)


def answers_were_given(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No answer has a future date. This is a warning, because a site can be built as of a past day."""
    for group in hub.groups:
        for key in type(group.inquiry).model_fields:
            answer = getattr(group.inquiry, key)
            for path, given in [((), answer), *((("earlier", n), e) for n, e in enumerate(answer.earlier))]:
                begins = dt.date(int(given.asked_on[:4]), 7, 1) if isinstance(given.asked_on, str) else given.asked_on
                if begins and begins > today:
                    hint = f"Write the day the group was asked:  asked_on: {today}"
                    message = "The answer is dated in the future."
                    yield Problem(group.position("inquiry", key, *path, "asked_on"), "W412", message, hint)


def claims_can_be_looked_up(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A claim about effects has a citation."""
    for claim in hub.library.claims:
        if not claim.citation and not claim.draft:
            key, begins = ("citation", "Write") if "citation" in claim.model_fields_set else ("claim", "Add a line")
            hint = (
                f"{begins}:  citation: …  with author, title, and year.\n"
                "Until then, the page says that no source is named."
            )
            yield Problem(claim.position(key), "W490", "The claim has no citation, so readers cannot look it up.", hint)
