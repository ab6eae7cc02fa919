"""The references between records. A reference to an earlier id of a record leads to that record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, NamedTuple

from affinity_hub.schema import MIXED, Part, Record

from .hub import Hub, Outdated

Path = tuple[str | int, ...]
# The keys that hold ids, with the records that each of them may name.
TARGETS: Final[Mapping[str, Callable[[Hub], tuple[Record, ...]]]] = {
    "groups": lambda hub: hub.groups,
    "partners": lambda hub: hub.partners,
    "facilitators": lambda hub: hub.facilitators,
    "findings": lambda hub: hub.progress.findings,
    "heard_from": lambda hub: hub.progress.stakeholders,
    "about": lambda hub: (*hub.groups, *hub.partners),
    "measures": lambda hub: hub.progress.measures,
    "out_of": lambda hub: hub.progress.measures,
    "part_of": lambda hub: hub.progress.measures,
    "sources": lambda hub: (*hub.library.claims, *hub.progress.reading),
}


class Reference(NamedTuple):
    """An id in a record: the key that it stands under, the path to it, and the id."""

    key: str
    path: Path
    name: str


def references(part: Part, path: Path = ()) -> Iterator[Reference]:
    """Every id of another record that a record gives, those in its lists of entries too."""
    keys, lists = _keys(type(part))
    for key in keys:
        value = getattr(part, key) or ()
        for index, name in enumerate((value,) if isinstance(value, str) else value):
            yield Reference(key, (*path, key, index), name)
    for key in lists:
        for index, entry in enumerate(getattr(part, key)):
            if isinstance(entry, Part):
                yield from references(entry, (*path, key, index))


@cache
def _keys(model: type[Part]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a model that hold ids, and those that may hold entries with such fields."""
    fields = model.model_fields
    keys = tuple(key for key in TARGETS if key in fields)
    return keys, tuple(name for name, info in fields.items() if name not in keys and info.default == ())


def resolved(hub: Hub) -> Hub:
    """The hub with present ids in place of earlier ids, so that later stages see only present ids.

    `outdated` of the hub lists the places. If a record has the earlier id of another record, the id means that record.
    """
    present = {key: _renamed(find(hub)) for key, find in TARGETS.items()}
    if not any(present.values()):
        return hub
    found: list[Outdated] = []

    def current(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([_current(record, present, found) for record in records])

    names = ("groups", "facilitators", "events", "partners", "opportunities")
    lists: dict[str, Any] = {name: current(getattr(hub, name)) for name in names}
    for name, model in MIXED.items():
        file = getattr(hub, name)
        lists[name] = model.of({key: current(getattr(file, key)) for key in model.kinds()})
    return replace(hub, **lists, outdated=tuple(found)) if found else hub


def _renamed(records: tuple[Record, ...]) -> dict[str, Record]:
    """The records that were renamed, by each of their earlier ids."""
    taken = {record.id for record in records}
    return {name: record for record in records for name in record.was if name not in taken}


def _current(record: Any, present: Mapping[str, Mapping[str, Record]], found: list[Outdated]) -> Any:
    """The record with present ids only. Adds each replaced id to `found`."""
    old = [one for one in references(record) if one.name in present[one.key]]
    found += [Outdated(record, one.path, one.name, present[one.key][one.name]) for one in old]
    for one in old:
        record = _put(record, one.path, present[one.key][one.name].id)
    return record


def _put(value: Any, path: Path, name: str) -> Any:
    """A record, a list or an id, with another id in the place that the path leads to."""
    if not path or isinstance(value, str):
        return name
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], _put(value[step], tuple(rest), name), *value[step + 1 :])
    return value.model_copy(update={step: _put(getattr(value, step), tuple(rest), name)})
