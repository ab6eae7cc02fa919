"""`/api/hub.json` of a large hub: an index, and its lists in parts, so that no program has to take megabytes in one go.

That is version 2 of the shape. Hubs of up to a megabyte keep version 1, which holds everything in the one file:

    hub.json             $schema, version: 2, what version 1 says besides its lists, and `parts`: list, address, entries
    hub/events-1.json    $schema, version: 2, and one of the lists of version 1, here `events`, with some of its entries

A list within an object is called by its path: `progress.milestones`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from affinity_hub.core.artifact import Output

MOST: Final = 1_000_000
"""How many bytes a file may have. One entry alone may have more."""
VERSION: Final = 2
FOLDER: Final = "hub"


def files(
    whole: dict[str, Any], lists: Mapping[str, Sequence[str]], schema: dict[str, Any], folder: str
) -> Iterator[Output]:
    """The index, the parts and the schema of both, from version 1, the entries of its lists as JSON, and its schema.

    `folder` is where hub.json is.
    """
    entries = dict(_lists(whole))
    index = {key: value for key, value in whole.items() if key not in {path.partition(".")[0] for path in entries}}
    index |= {"version": VERSION, "parts": []}
    made = []
    for path, values in entries.items():
        every = lists.get(path) or (json.dumps(value, ensure_ascii=False) for value in values)
        for number, rows in enumerate(_runs(every), 1):
            address = f"{FOLDER}/{path.replace('.', '-')}-{number}.json"
            index["parts"].append({"list": path, "address": address, "entries": len(rows)})
            # They are known long before they are written: as they are, they would be twenty megabytes of a large site.
            packed = zlib.compress(_part(path, rows, f"../{whole['$schema']}"), 1)
            made.append(Output(f"{folder}/{address}", partial(zlib.decompress, packed)))
    yield Output(f"{folder}/hub.json", _json(index))
    yield from made
    yield Output(f"{folder}/{whole['$schema']}", _json(_schema(schema)))


def _lists(values: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Each list among the values of version 1 by its path."""
    for key, value in values.items():
        if isinstance(value, list):
            yield key, value
        elif isinstance(value, dict) and all(isinstance(one, list) for one in value.values()):
            yield from ((f"{key}.{name}", one) for name, one in value.items())


def _runs(entries: Iterable[str]) -> Iterator[list[str]]:
    """Entries, a line each, in runs that fit a part."""
    run: list[str] = []
    size = 0
    for row in entries:
        more = len(row.encode()) + len(",\n")
        if run and size + more > MOST - 200:  # what stands around them
            yield run
            run, size = [], 0
        run.append(row)
        size += more
    if run:
        yield run


def _part(key: str, rows: list[str], schema: str) -> bytes:
    lines = ",\n".join(rows)
    return f'{{"$schema": {json.dumps(schema)}, "version": {VERSION}, "{key}": [\n{lines}\n]}}\n'.encode()


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of the index and of a part, from that of version 1."""
    properties = schema["properties"] | {"version": {"const": VERSION, "type": "integer"}}
    lists = dict(_list_schemas(properties, schema["$defs"]))
    within = {path.partition(".")[0] for path in lists}
    where = {
        "list": {"enum": sorted(lists), "description": "The list it is a part of."},
        "address": {"type": "string", "description": "Its address, from that of hub.json on."},
        "entries": {"type": "integer", "description": "How many entries are in it."},
    }
    parts = {"type": "array", "description": "Where the lists are, in their order.", "items": _object(where)}
    index = {key: value for key, value in properties.items() if key not in within} | {"parts": parts}
    part = {key: properties[key] for key in ("$schema", "version")} | {key: lists[key] for key in sorted(lists)}
    return {
        **{key: schema[key] for key in ("$schema", "$defs")},
        "title": "ApiHub in parts",
        "description": schema["description"],
        "anyOf": [_object(index), _object(part, required=("version",)) | {"minProperties": 3, "maxProperties": 3}],
    }


def _list_schemas(properties: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The schemas of these lists, by the same paths. `known` are those of the shapes."""
    for key, value in properties.items():
        if value.get("type") == "array":
            yield key, value
        elif "$ref" in value:
            inner = known[value["$ref"].rpartition("/")[2]]["properties"]
            if all(one.get("type") == "array" for one in inner.values()):
                yield from ((f"{key}.{name}", one) for name, one in inner.items())


def _object(properties: dict[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    names = sorted(properties if required is None else required)
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": names}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
