"""JSON Schemas for editors, one for each data file, made from the records (draft-07, which editors know).

Editors read YAML 1.2 or 1.1 and turn `yes`, `010`, or `16:30` into values that are not text, but the check reads the
typed text. So these schemas allow every reading of an accepted file, and the check decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from affinity_hub.schema import Lists

from .keys import FILES, about

Schema = dict[str, Any]
DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_REFERENCES: Final = "#/definitions/{model}"
_SCALAR: Final = ["string", "number", "boolean"]


def schemas() -> Iterator[tuple[str, bytes]]:
    """The name of each schema's file and its text."""
    for file, key, model in FILES:
        whole = model.model_json_schema(ref_template=_REFERENCES)
        parts = {name: _part(part) for name, part in whole.pop("$defs", {}).items()}
        # A list must have its type once it has a value. Any other key may be empty.
        own = _part(whole, empty=not issubclass(model, Lists))
        if key:
            parts[model.__name__] = own
            items = {"type": "array", "items": {"$ref": _REFERENCES.format(model=model.__name__)}}
            own = {"type": "object", "properties": {key: items}, "required": [key], "additionalProperties": False}
        head = {"$schema": DIALECT, "title": file, "description": about(model)}
        schema = head | {key: value for key, value in own.items() if key not in head} | {"definitions": parts}
        yield f"{file.removesuffix('.yml')}.schema.json", _dump(schema)


def _dump(schema: Schema) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _part(schema: Schema, *, empty: bool = True) -> Schema:
    """The keys of a part. Optional keys may be empty."""
    required = schema.get("required", [])
    keys = {
        key: _value(value, empty=empty and key not in required) for key, value in schema.get("properties", {}).items()
    }
    return {key: value for key, value in schema.items() if key != "title"} | {"properties": keys}


def _value(schema: Schema, *, empty: bool = False) -> Schema:
    """The schema for the value of a key."""
    kept = {key: schema[key] for key in ("description", "default") if schema.get(key) not in (None, [])}
    options = [option for option in _options(schema) if option != {"type": "null"}]
    options += [{"type": "null"}] if empty else []
    if len(options) == 1 and "$ref" not in options[0]:
        return kept | options[0]
    # Draft-07 ignores keywords beside a reference.
    return kept | {"anyOf": options}


def _options(schema: Schema) -> Iterator[Schema]:
    """Every allowed form of a value."""
    if "$ref" in schema:
        yield {"$ref": schema["$ref"]}
    elif "anyOf" in schema:
        for option in schema["anyOf"]:
            yield from _options(option)
    elif schema.get("type") == "boolean":
        yield {"type": "boolean"}
        yield {"type": "string", "pattern": "^([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"}
    elif schema.get("type") == "integer":
        yield {"type": "integer", "minimum": schema["minimum"]}
        yield {"type": "string", "pattern": "^[1-9][0-9]{0,5}$"}
    elif schema.get("type") == "array":
        yield {"type": "array", "items": _value(schema["items"])}
    elif schema.get("type") == "string" and not {"enum", "const", "pattern"} & schema.keys():
        limits = {key: schema[key] for key in ("minLength", "maxLength") if key in schema}
        yield {"type": _SCALAR} | limits
    else:
        yield {key: value for key, value in schema.items() if key not in ("title", "description", "default", "takes")}
