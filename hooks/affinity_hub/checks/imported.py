"""Checks groups' own calendars as sources of dates, and names the calendar entry behind a problem with an event."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from affinity_hub.core.calendar_days import typed_day
from affinity_hub.core.file_names import IMPORTED
from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import nearest
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Group, Partner
from affinity_hub.source.tree import Node, YamlList, YamlMapping

Owner = Group | Partner


def sources_have_an_address(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A calendar source has one address: in the data, or in an environment variable."""
    for owner in _owners(hub.owners_by_file):
        source = owner.calendar_source
        assert source
        if bool(source.url) == bool(source.secret):
            message = "The calendar source has two addresses." if source.url else "The calendar source has no address."
            hint = "Write the address, if everyone may know it:  url: https://…"
            hint += f"\nOr write the name of the environment variable with the address:  secret: {_variable(owner.id)}"
            hint = f"Delete one of the lines `url` and `secret`.\n{hint}" if source.url else hint
            yield Problem(owner.position("calendar_source"), "E129", message, hint)


def corrections_find_their_events(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A correction names an event that was imported for its group or partner."""
    files = hub.owners_by_file
    for owner in _owners(files):
        source, file = owner.calendar_source, f"{IMPORTED}/{owner.id}.yml"
        own = [event for event in hub.events if files.get(event.file) is owner]
        ids = [name for event in own for name in (event.id, *event.was)]
        for index, correction in enumerate(source.corrections if source else ()):
            if correction.event not in ids and not hub.unreadable & {correction.event, "events"}:
                message = f'{file} has no event "{correction.event}", so this correction changes nothing.'
                hint = nearest(correction.event, ids, otherwise="Delete it, or write one of") if ids else "Delete it."
                position = owner.position("calendar_source", "corrections", index, "event")
                yield Problem(position, "W414", message, hint)


def _variable(name: str) -> str:
    word = name.replace("-", "_").upper()
    return f"{word if word[0].isalpha() else f'GROUP_{word}'}_CALENDAR"


def in_their_calendar(problems: Iterable[Problem], files: Mapping[str, Node], hub: Hub | None) -> Iterator[Problem]:
    """The problems. A problem with an imported event says which entry of the group's own calendar to change."""
    owners = hub.owners_by_file if hub else {}
    for problem in problems:
        owner = owners.get(problem.position.file)
        entry = _entry_at(files.get(problem.position.file), problem.position.line) if owner else None
        if not (owner and entry):
            yield problem
            continue
        hint = f"This comes from {entry} in the calendar of {owner.name}. Change the entry there, and import it again."
        hint += f"\nTo say something else in the hub, write it in {owner.file}, under `corrections`."
        yield problem._replace(hint=hint, fix=())


def _entry_at(node: Node, line: int) -> str | None:
    """The entry of an imported file that a line belongs to, as people know the entry in their own calendar."""
    entries = node.get("events") if isinstance(node, YamlMapping) else None
    if not isinstance(entries, YamlList):
        return None
    events = [entry for entry in entries if isinstance(entry, YamlMapping)]
    index = bisect_right([entry.start[0] for entry in events], line) - 1
    if index < 0:
        return None
    try:
        day = dt.date.fromisoformat(str(events[index].get("starts"))[:10])
    except ValueError:
        return "an entry"
    return f"the entry on {typed_day(day)}"


def _owners(owners: Mapping[str, Owner]) -> list[Owner]:
    """The groups and partners with a calendar of their own. Each appears once, even if an earlier id gives a group a
    second file."""
    return list({owner.id: owner for owner in owners.values()}.values())
