"""All data, frozen: the records, and the references between them.

A reference to an earlier id of a record leads to that record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from affinity_hub.core.file_names import IMPORTED
from affinity_hub.core.problems import Position
from affinity_hub.core.timezones import zone
from affinity_hub.schema import (
    MIXED,
    Audience,
    DataModel,
    Event,
    Facilitator,
    Group,
    ImportedFile,
    Library,
    NoSchool,
    Opportunity,
    Partner,
    Progress,
    Record,
)
from affinity_hub.schema.calendar import by_day
from affinity_hub.schema.event import EventSchedule
from affinity_hub.schema.settings import Settings
from affinity_hub.source.tree import Node

from .embed_contract import Contract


class OutdatedReference(NamedTuple):
    """A reference that was typed with an earlier id of its record."""

    record: Record
    path: tuple[str | int, ...]
    name: str
    now: Record


@dataclass(frozen=True)
class Hub:
    """One site's records, in the order they were typed. It contains drafts and private fields, so no template may see
    it."""

    settings: Settings
    groups: tuple[Group, ...] = ()
    facilitators: tuple[Facilitator, ...] = ()
    events: tuple[Event, ...] = ()
    partners: tuple[Partner, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    no_school: tuple[NoSchool, ...] = ()
    progress: Progress = field(default_factory=Progress)
    library: Library = field(default_factory=Library)
    schedules: Mapping[str, EventSchedule] = field(default_factory=dict)
    contract: Contract | None = None
    """The published embeds, if the data folder has an embed contract."""
    has_calendar: bool = True
    audience: Audience = "public"
    """The audience. Additional staff data comes from the files of the overlay, `staff_files`."""
    staff_files: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()
    """Ids of records, and names of files' lists, that exist but could not be read: checks skip them."""

    imported: Mapping[str, ImportedFile] = field(default_factory=dict)
    """The facts in the files in `imported/` other than events, by the ids of groups and partners, which are the
    names of the files."""

    read_on: Mapping[str, dt.date] = field(default_factory=dict)
    """The day on which the own calendar of each group and partner was last read, by its id, if the day is known."""

    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The bytes of the pictures that records name, by the names of their files, as far as they can be read."""

    outdated: tuple[OutdatedReference, ...] = ()
    """The references with an earlier id. The records of this hub have the current id instead."""

    @cached_property
    def days_off(self) -> dict[dt.date, NoSchool]:
        """The entry for each day without school."""
        return by_day(self.no_school)

    def is_staff_only(self, position: Position) -> bool:
        """Whether a place is in the staff overlay."""
        return position.file in self.staff_files

    def date_at(self, now: dt.datetime) -> dt.date:
        """The date in the site's zone at a moment (aware)."""
        return now.astimezone(zone(self.settings.time_zone)).date()

    def is_published(self, record: Event | Opportunity) -> bool:
        """Whether a record is on the site: it is not a draft, and not all of its groups and partners are drafts."""
        owners = (*record.groups, *record.partners)
        return not record.draft and (not owners or not self._published_owners.isdisjoint(owners))

    @cached_property
    def _published_owners(self) -> frozenset[str]:
        return frozenset(record.id for record in (*self.groups, *self.partners) if not record.draft)

    def has_form(self, record: Record) -> bool:
        """Whether a form can change a record. Nobody can see the files of the staff overlay, and a group or partner
        keeps imported events in its own calendar.
        """
        return record.file not in self.staff_files and record.file not in self.owners_by_file

    @cached_property
    def owners_by_file(self) -> dict[str, Group | Partner]:
        """The groups and partners whose own calendars are imported, by the names of their files in `imported/`."""
        owners: tuple[Group | Partner, ...] = (*self.groups, *self.partners)
        with_source = [owner for owner in owners if owner.calendar_source]
        return {f"{IMPORTED}/{name}.yml": owner for owner in with_source for name in (*owner.was, owner.id)}

    def calendar_owners(self) -> dict[str, Group | Partner]:
        """The groups and partners whose own calendars are imported, by their ids."""
        return {owner.id: owner for owner in self.owners_by_file.values()}

    def records(self) -> Iterator[Record]:
        """Every record with an id."""
        yield from self.groups
        yield from self.facilitators
        yield from self.events
        yield from self.partners
        yield from self.opportunities
        for file, model in MIXED.items():
            for name in model.kinds():
                yield from getattr(getattr(self, file), name)


@dataclass(frozen=True)
class SourceFolder:
    """A folder of data as it was read, for checks of its texts. These checks also run if the folder has errors."""

    folder: Path
    files: Mapping[str, Node]
    """The trees of the data files by name."""
    staff_files: Mapping[str, Node]
    """The trees of the files of a staff overlay."""
    hub: Hub | None
    """The hub, as far as the files could be read. Without it, names, domains, and places are unknown."""
    replaced_names: frozenset[str]
    """The names of people that roles have replaced in texts: a problem says so already."""
    lines: Callable[[str], list[str]]
    """Returns the lines of a data file by its name."""


KeyPath = tuple[str | int, ...]
# The keys that hold ids, with the records that each of them may name.
RECORDS_BY_KEY: Final[Mapping[str, Callable[[Hub], tuple[Record, ...]]]] = {
    "groups": lambda hub: hub.groups,
    "partners": lambda hub: hub.partners,
    "facilitators": lambda hub: hub.facilitators,
    "findings": lambda hub: hub.progress.findings,
    "heard_from": lambda hub: hub.progress.stakeholders,
    "about": lambda hub: (*hub.groups, *hub.partners),
    "successor": lambda hub: hub.groups,
    "next_edition": lambda hub: hub.events,
    "measures": lambda hub: hub.progress.measures,
    "out_of": lambda hub: hub.progress.measures,
    "part_of": lambda hub: hub.progress.measures,
    "sources": lambda hub: (*hub.library.claims, *hub.progress.reading),
}


class Reference(NamedTuple):
    """An id in a record: its key, its path, and the id."""

    key: str
    path: KeyPath
    name: str


def references(model: DataModel, path: KeyPath = ()) -> Iterator[Reference]:
    """Every id of another record that a record contains, including the ids in its lists of entries."""
    keys, lists = _keys(type(model))
    for key in keys:
        value = getattr(model, key) or ()
        for index, name in enumerate((value,) if isinstance(value, str) else value):
            yield Reference(key, (*path, key, index), name)
    for key in lists:
        for index, entry in enumerate(getattr(model, key)):
            if isinstance(entry, DataModel):
                yield from references(entry, (*path, key, index))


@cache
def _keys(model: type[DataModel]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a model with ids, and the fields that may contain entries with such fields."""
    fields = model.model_fields
    keys = tuple(key for key in RECORDS_BY_KEY if key in fields)
    return keys, tuple(name for name, info in fields.items() if name not in keys and info.default == ())


def resolved(hub: Hub) -> Hub:
    """The hub with current ids in place of earlier ids, so that later stages see only current ids.

    `outdated` of the hub lists the places. If a record has the earlier id of another record, the id means that record.
    """
    present = {key: _renamed(find(hub)) for key, find in RECORDS_BY_KEY.items()}
    if not any(present.values()):
        return hub
    found: list[OutdatedReference] = []

    def current(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([_current(record, present, found) for record in records])

    names = ("groups", "facilitators", "events", "partners", "opportunities")
    lists: dict[str, Any] = {name: current(getattr(hub, name)) for name in names}
    for name, model in MIXED.items():
        file = getattr(hub, name)
        entries = {key: getattr(file, key) for key in model.lists()}
        lists[name] = model.of(entries | {key: current(entries[key]) for key in model.kinds()})
    return replace(hub, **lists, outdated=tuple(found)) if found else hub


def _renamed(records: tuple[Record, ...]) -> dict[str, Record]:
    """The records that were renamed, by each of their earlier ids."""
    taken = {record.id for record in records}
    return {name: record for record in records for name in record.was if name not in taken}


def _current(record: Any, present: Mapping[str, Mapping[str, Record]], found: list[OutdatedReference]) -> Any:
    """The record with current ids only. Adds each replaced id to `found`."""
    old = [reference for reference in references(record) if reference.name in present[reference.key]]
    found += [
        OutdatedReference(record, reference.path, reference.name, present[reference.key][reference.name])
        for reference in old
    ]
    for reference in old:
        record = _with_id(record, reference.path, present[reference.key][reference.name].id)
    return record


def _with_id(value: Any, path: KeyPath, name: str) -> Any:
    """A record, a list, or an id with a new id at the place that the path leads to."""
    if not path or isinstance(value, str):
        return name
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], _with_id(value[step], tuple(rest), name), *value[step + 1 :])
    return value.model_copy(update={step: _with_id(getattr(value, step), tuple(rest), name)})
