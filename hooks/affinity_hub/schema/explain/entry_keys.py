"""The typed keys around a value, the keys that it could have, and the answer to a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from affinity_hub.schema.record import model_in
from affinity_hub.source.tree import Node, YamlList, YamlMapping
from affinity_hub.values.word_meanings import YES

# Values of a key such as `cancelled` that only confirm it.
CONFIRMATIONS: Final = YES | {"", "1", "cancelled", "canceled", "called off", "postponed", "it is"}


class Reply(NamedTuple):
    """The mistake, and what to type instead. `instead` (YAML) replaces the scalar that the problem is about."""

    code: str
    message: str
    hint: str
    instead: str = ""


def fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> tuple[str, Mapping[str, Any]]:
    """The allowed keys at the end of `path`, and the name of the key around them."""
    parent_key, fields = "", by_key(model)
    for step in path[:-1]:
        if isinstance(step, int):
            continue
        parent_key = step
        inner = model_in(fields[step].annotation) if step in fields else None
        fields = by_key(inner) if inner else {}
    return parent_key, fields


def fields_inside(model: type[BaseModel], path: tuple[int | str, ...]) -> Mapping[str, Any]:
    """The allowed keys of the value that `path` leads to."""
    return fields_at(model, (*path, ""))[1]


@cache  # a check asks for each entry
def by_key(model: type[BaseModel]) -> Mapping[str, Any]:
    """The fields of a model by the key that people type."""
    return {info.alias or name: info for name, info in model.model_fields.items() if not info.exclude}


def holds_list(info: FieldInfo) -> bool:
    """Whether the value of a key is a list."""
    return any(get_origin(part) is tuple for part in (info.annotation, *get_args(info.annotation)))


def mapping_with(node: Node, path: tuple[int | str, ...]) -> YamlMapping | None:
    """The mapping with the key that `path` leads to."""
    for step in path[:-1]:
        node = node[step] if isinstance(node, YamlMapping | YamlList) else None  # type: ignore[index]
    return node if isinstance(node, YamlMapping) else None


def sibling_keys(node: Node, path: tuple[int | str, ...]) -> Mapping[str | int, Any]:
    """All keys of the mapping with the key that `path` leads to, and their values."""
    parent = mapping_with(node, path)
    return {key: parent.get(key) for key in parent.parser_marks} if parent else {}


def kind_typed(value: object) -> str:
    """The wrong value in the file, as the end of a sentence."""
    if value is None or value == "":
        return "the file has nothing there"
    kinds = ((dict, "keys with values"), (YamlMapping, "keys with values"), (list, "a list"), (YamlList, "a list"))
    return f"the file has {next((words for kind, words in kinds if isinstance(value, kind)), 'text')} there"
