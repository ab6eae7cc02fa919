"""The typed keys around a value, the keys that it could have, entries as YAML, and the answer to a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from affinity_hub.core.yaml_text import scalar
from affinity_hub.schema.record import model_in
from affinity_hub.source.tree import Node, YamlList, YamlMapping

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


# The keys of a changed date that take yes or no.
_YES_NO_KEYS: Final = ("and_later", "cancelled", "online")


class Reply(NamedTuple):
    """The mistake, and what to type instead. `instead` (YAML) replaces the scalar that the problem is about."""

    code: str
    message: str
    hint: str
    instead: str = ""


def fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> tuple[str, dict[str, Any]]:
    """The allowed keys at the end of `path`, and the name of the key around them."""
    parent_key, fields = "", by_key(model)
    for step in path[:-1]:
        if isinstance(step, int):
            continue
        parent_key = step
        inner = model_in(fields[step].annotation) if step in fields else None
        fields = by_key(inner) if inner else {}
    return parent_key, fields


def fields_inside(model: type[BaseModel], path: tuple[int | str, ...]) -> dict[str, Any]:
    """The allowed keys of the value that `path` leads to."""
    return fields_at(model, (*path, ""))[1]


def by_key(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model by the key that people type."""
    return {info.alias or name: info for name, info in model.model_fields.items() if not info.exclude}


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


def entry_on(day: str, given: Any, keys: Sequence[str]) -> str:
    """An entry (YAML) with one of these keys for a day, from the value that was typed after the day."""
    if isinstance(given, YamlMapping):
        rest = "".join(f", {key}: {in_one_line(value)}" for key, value in given.items())
    elif given in keys:
        rest = f", {given}: {'yes' if given in _YES_NO_KEYS else '…'}"
    else:
        # The text has only one possible key, such as the reason of a skipped date. Otherwise, it may mean any of them.
        others = [key for key in keys if key != "date"]
        rest = f", {others[0] if len(others) == 1 else '…'}: {in_one_line(given)}" if given else ""
    return f"{{date: {day}{rest}}}"


def in_one_line(value: Any) -> str:
    """A typed value as YAML in one line."""
    if isinstance(value, YamlMapping):
        return f"{{{', '.join(f'{key}: {in_one_line(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, YamlList):
        return f"[{', '.join(map(in_one_line, value))}]"
    return scalar(value) if isinstance(value, str) else ""
