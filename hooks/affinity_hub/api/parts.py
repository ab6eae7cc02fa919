"""`/api/hub.json` of a large hub: an index, and its lists in parts, so that no program has to take megabytes in one go.

That is version 2 of the shape. Hubs of up to a megabyte keep version 1, which holds everything in the one file:

    hub.json             $schema, version: 2, what version 1 says besides its lists, and `parts`: list, address, entries
    hub/events-1.json    $schema, version: 2, and one of the lists of version 1, here `events`, with some of its entries
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from affinity_hub.output import Output

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
    index = {key: value for key, value in whole.items() if not isinstance(value, list)}
    index |= {"version": VERSION, "parts": []}
    made = []
    for key, entries in whole.items():
        for number, rows in enumerate(_runs(lists[key]) if isinstance(entries, list) else (), 1):
            address = f"{FOLDER}/{key}-{number}.json"
            index["parts"].append({"list": key, "address": address, "entries": len(rows)})
            made.append(Output(f"{folder}/{address}", _part(key, rows, f"../{whole['$schema']}")))
    yield Output(f"{folder}/hub.json", _json(index))
    yield from made
    yield Output(f"{folder}/{whole['$schema']}", _json(_schema(schema)))


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
    lists = {key for key, value in properties.items() if value.get("type") == "array"}
    where = {
        "list": {"enum": sorted(lists), "description": "The list it is a part of."},
        "address": {"type": "string", "description": "Its address, from that of hub.json on."},
        "entries": {"type": "integer", "description": "How many entries are in it."},
    }
    parts = {"type": "array", "description": "Where the lists are, in their order.", "items": _object(where)}
    index = {key: value for key, value in properties.items() if key not in lists} | {"parts": parts}
    part = {key: properties[key] for key in ("$schema", "version", *sorted(lists))}
    return {
        **{key: schema[key] for key in ("$schema", "$defs")},
        "title": "ApiHub in parts",
        "description": schema["description"],
        "anyOf": [_object(index), _object(part, required=("version",)) | {"minProperties": 3, "maxProperties": 3}],
    }


def _object(properties: dict[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    names = sorted(properties if required is None else required)
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": names}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
