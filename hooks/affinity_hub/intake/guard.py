"""Runs all checks on imported events before they are written, so that no calendar can stop a build. A title that must
not be published is left out. An event that must not be published is left out or stays as it was.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from affinity_hub.checks.checked_hub import load
from affinity_hub.core.calendar_days import day_of, typed_day
from affinity_hub.core.problems import DataError, Problem, errors
from affinity_hub.hub.files import copy_data
from affinity_hub.privacy.titled_people import full_names

from .events.blocks import Keys
from .imported_file import CalendarOwner, ImportedEvents, WrittenEvents, moment

_ROUNDS = 4


def guarded(
    folder: Path,
    file: str,
    new: ImportedEvents,
    old: ImportedEvents,
    owner: CalendarOwner,
    now: dt.datetime,
    settings: dict[str, str],
    questions: list[str],
) -> dict[str, Keys]:
    """The events that pass all checks, with a question for each event that is changed or left out."""
    events = dict(new.events)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "data"
        copy_data(folder, copy, {}, follow_links=False)  # errors in other files do not count here
        for _ in range(_ROUNDS):
            written = WrittenEvents(replace(new, events=events))
            wrong = _problems(copy, file, written, now, settings)
            if not wrong:
                questions += _about_names(events, old, owner)
                return events
            for name, keys in wrong.items():
                events = _without(events, name, keys, old, owner, questions)
        questions.append("The check refuses the events of this calendar, so nothing was changed.")
        return dict(old.events)


def _about_names(events: dict[str, Keys], old: ImportedEvents, owner: CalendarOwner) -> Iterator[str]:
    """A question for each event with a new title that may name a person. The question does not repeat the name."""
    for name, event in events.items():
        new = _titles(event) - _titles(old.events.get(name, {})) - {owner.neutral_title}
        if any(next(full_names(title), "") for title in new):
            day = typed_day(day_of(moment(str(event["starts"]))))
            yield (
                f"A title of the entry on {day} may name a person. If it does, change the title in that calendar. To "
                f"import no titles from that calendar, write in the entry of {owner.record.id}:  "
                "calendar_source: {titles: neutral}"
            )


def _titles(event: Mapping[str, object]) -> set[str]:
    """The titles of an event and of its single dates."""
    changes = event.get("changes", ())
    assert isinstance(changes, list | tuple)
    return {str(entry["title"]) for entry in (event, *changes) if "title" in entry}


def _problems(
    copy: Path, file: str, written: WrittenEvents, now: dt.datetime, settings: dict[str, str]
) -> dict[str, dict[str, Problem]]:
    """The errors in the imported file, by event and key. Errors in other files do not count here."""
    path = copy / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(written.text.encode())
    try:
        load(copy, now, None, **settings)
    except DataError as error:
        found: dict[str, dict[str, Problem]] = {}
        for problem in errors(error.problems):
            if problem.position.file == file:
                name, key = written.lines.get(problem.position.line, ("", ""))
                found.setdefault(name, {})[key] = problem
        return found
    return {}


def _without(
    events: dict[str, Keys],
    name: str,
    wrong: dict[str, Problem],
    old: ImportedEvents,
    owner: CalendarOwner,
    questions: list[str],
) -> dict[str, Keys]:
    """The events without the wrong part of an event."""
    event = events.get(name)
    if event is None:
        return dict(old.events)
    day = moment(str(event["starts"]))
    entry = f"the entry on {typed_day(day_of(day))}"
    if set(wrong) == {"title"} and event["title"] != owner.neutral_title:
        questions.append(f"The title of {entry} is not imported: {wrong['title'].message}")
        return {**events, name: {**event, "title": owner.neutral_title}}
    reason = next(iter(wrong.values())).message
    known = old.events.get(name)
    if known is not None and known != event:
        questions.append(f"The event {name} stays as it was, because of {entry}: {reason}")
        return {**events, name: known}
    questions.append(f"{entry[0].upper()}{entry[1:]} is left out: {reason}")
    return {key: value for key, value in events.items() if key != name}
