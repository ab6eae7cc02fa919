"""The key reference: every key of every file, its meaning, its type, and an example from the sample district."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from affinity_hub.core.file_names import PROJECT
from affinity_hub.core.text import shorten
from affinity_hub.schema import MIXED, DataModel, Event, Facilitator, Group, NoSchool, Opportunity, Partner
from affinity_hub.schema.record import choices, model_in
from affinity_hub.schema.settings import Settings
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node, YamlList, YamlMapping

# The class under each key of each file. Settings have no list around them.
FILES: tuple[tuple[str, str | None, type[DataModel]], ...] = (
    ("groups.yml", "groups", Group),
    ("facilitators.yml", "facilitators", Facilitator),
    ("events.yml", "events", Event),
    ("partners.yml", "partners", Partner),
    ("opportunities.yml", "opportunities", Opportunity),
    ("calendar.yml", "no_school", NoSchool),
    *((f"{name}.yml", None, model) for name, model in MIXED.items()),
    ("hub.yml", None, Settings),
)

DISTRICT: Final = PROJECT / "examples" / "sample-district"
_WIDTH: Final = 70


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key: its meaning, its allowed values, its default, and an example."""

    key: str
    about: str | None
    takes: str
    default: str
    example: str


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys of a record, or of a part of it. `name` is the path to the part."""

    name: str
    about: str
    rows: list[KeyRow]


@dataclass(frozen=True, slots=True)
class FileSection:
    """A data file. `key` is the name of its list, if it has only one."""

    file: str
    id: str
    key: str | None
    about: str
    tables: list[KeyTable]


def sections() -> Iterator[FileSection]:
    """A section for each file, with the tables of its record and of the parts inside it."""
    for file, key, model in FILES:
        yield FileSection(
            file=file,
            id=file.partition(".")[0],
            key=key,
            about=about(model),
            tables=list(_tables(model, file, key or "")),
        )


def _tables(model: type[BaseModel], file: str, name: str) -> Iterator[KeyTable]:
    fields = {info.alias or key: info for key, info in model.model_fields.items() if not info.exclude}
    yield KeyTable(name=name, about=about(model), rows=[_row(key, info, file, name) for key, info in fields.items()])
    for key, info in fields.items():
        inner = model_in(info.annotation)
        if inner and get_origin(info.annotation) is tuple:
            yield from _tables(inner, file, f"{name}.{key}".lstrip("."))
        elif inner:
            yield from (
                _tables(inner, file, f"{name}.{key}".lstrip("."))
                if inner.__name__ != "Answer" or key == "leadership"
                else ()
            )


def _row(key: str, info: FieldInfo, file: str, name: str) -> KeyRow:
    typed = example(file, tuple(filter(None, (*name.split("."), key))))
    return KeyRow(key=key, about=info.description, takes=_takes(info), default=_default(info), example=typed)


def _takes(info: FieldInfo) -> str:
    """The allowed values, in a few words."""
    options = choices(info.annotation)
    if options:
        return " | ".join(options)
    if model_in(info.annotation):
        return "a list of entries" if get_origin(info.annotation) is tuple else "keys of its own, below"
    schema = _schema([*info.metadata, info.annotation])
    if "takes" in schema:
        return str(schema["takes"])
    names = {"string": "text", "integer": "number", "boolean": "yes or no", "array": "list"}
    if "\\d{4}-\\d{2}-\\d{2}" in schema.get("pattern", ""):
        return "date"
    kind = names.get(schema.get("type", ""), "text")
    return f"text, at most {schema['maxLength']} characters" if "maxLength" in schema else kind


def _schema(marks: Sequence[Any]) -> dict[str, Any]:
    """The JSON Schema of a value type, even if the type is optional."""
    for mark in marks:
        if found := getattr(mark, "json_schema", None) or _schema(
            [*getattr(mark, "__metadata__", ()), *get_args(mark)]
        ):
            return dict(found)
    return {}


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    default = info.default
    if default in (None, (), PydanticUndefined) or isinstance(default, BaseModel):
        return ""
    return {True: "yes", False: "no"}.get(default, str(default)) if isinstance(default, bool) else str(default)


def about(model: type[BaseModel]) -> str:
    """A sentence about a model; empty if Python drops docstrings (`-OO`)."""
    return (model.__doc__ or "").strip().partition("\n")[0].replace("`", "")


def example(file: str, path: tuple[str, ...]) -> str:
    """The value in the sample district under a path of keys in a data file; empty if there is none, or if the sample
    district was deleted."""
    found = (value for tree in _trees(file) for value in _under(tree, path))
    return shorten(" ".join(next(map(_written, found), "").split()), _WIDTH)


@cache
def _trees(file: str) -> tuple[Node, ...]:
    more = DISTRICT / Path(file).stem
    files = [path for path in (DISTRICT / file, *sorted(more.glob("*.yml"))) if path.is_file()]
    return tuple(read(path, path.name)[0] for path in files)


def _under(node: Node, path: tuple[str, ...]) -> Iterator[Node]:
    """Every value that a path leads to, in the order of the file."""
    if isinstance(node, YamlList):
        for item in node if path else ():
            yield from _under(item, path)
        if not path:
            yield node
    elif not path:
        yield node
    elif isinstance(node, YamlMapping) and node.get(path[0]) is not None:
        yield from _under(node[path[0]], path[1:])


def _written(node: Node) -> str:
    """A value as it may be typed in one line."""
    if isinstance(node, YamlList):
        return f"[{', '.join(map(_written, node))}]"
    if isinstance(node, YamlMapping):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in node.items()) + "}"
    return node or ""
