"""The typed keys around a value, the keys that it could have, entries as YAML, and the answer to a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from affinity_hub.core.yaml_text import scalar
from affinity_hub.schema.record import model_in
from affinity_hub.source.tree import Node, YamlList, YamlMapping

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# A date and words that may be its reason. Numbers, and words such as these, may change which dates are meant.
DAY_AND_WORDS: Final = re.compile(
    rf"({DAY.pattern})[\s:,]*(?:\s[-\u2013\u2014]\s)?(?!(?:and|or|to|until|till|through|thru|if|only|except|not|but|maybe)\b)"
    r"([^\W\d_][^\d?]*|\([^\d?()]+\))",
    re.IGNORECASE,
)


YES: Final = frozenset(("", "yes", "true", "y", "x", "1", "cancelled", "canceled", "called off", "postponed", "it is"))
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


def typed_days(given: Any) -> list[tuple[str, str]]:
    """The days in a date, several dates, or entries with a date, each with its other keys (YAML), such as
    `, reason: Snow`; empty if anything else was typed."""
    if isinstance(given, YamlList):
        found = [typed_days(item) for item in given]
        return [day for days in found for day in days] if all(found) else []
    if isinstance(given, YamlMapping):
        rest = "".join(f", {key}: {in_one_line(value)}" for key, value in given.items() if key != "date")
        return [(given["date"], rest)] if DAY.fullmatch(str(given.get("date"))) else []
    if not isinstance(given, str):
        return []
    if found_words := DAY_AND_WORDS.fullmatch(given):
        return [(found_words[1], f", reason: {scalar(found_words[2].strip('() '))}")]
    days = re.split(r"\s*[,;]\s*|\s+and\s+", given.strip())
    return [(day, "") for day in days] if all(map(DAY.fullmatch, days)) else []


def in_one_line(value: Any) -> str:
    """A typed value as YAML in one line."""
    if isinstance(value, YamlMapping):
        return f"{{{', '.join(f'{key}: {in_one_line(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, YamlList):
        return f"[{', '.join(map(in_one_line, value))}]"
    return scalar(value) if isinstance(value, str) else ""
