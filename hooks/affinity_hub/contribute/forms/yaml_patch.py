"""Changes in the text of a data file that touch nothing but the lines they are about.

The parser says where a record stands; the text before and after stays as it was typed, byte for byte: comments, order,
quotes, spaces, line ends. What a person typed goes in as a quoted text, or as an indented block, so that whatever it
holds, it can only ever be a text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml
from pydantic import TypeAdapter, ValidationError


class Plain(str):
    """A word, date or id that we made ourselves, and that needs no quotes."""

    __slots__ = ()


Value: TypeAlias = str | list[Plain]
Record: TypeAlias = Mapping[str, Value]
_BLOCK: Final = ("|", ">")


class ByHandError(Exception):
    """The place is written in a way that is left to a person."""


def append(text: str, key: str, record: Record) -> str:
    """The text with one more record at the end of the list under `key`."""
    items, end = _child(_root(text), key), _line_end(text)
    if isinstance(items, yaml.SequenceNode) and items.flow_style and not items.value:
        made = end + end.join(_record(record, 2))
        start = items.start_mark.index
        while text[start - 1] == " ":
            start -= 1
        return text[:start] + made + text[items.end_mark.index :]
    if not isinstance(items, yaml.SequenceNode) or items.flow_style:
        raise ByHandError
    lines = text.splitlines(keepends=True)
    last = _last_comment(lines, _last_line(items, lines), items.start_mark.column)
    first, more = items.value[0], items.value[1:]
    apart = not more or not lines[_last_line(first, lines) + 1].strip()
    return _insert(lines, last, [*[""] * apart, *_record(record, items.start_mark.column)], end)


def add_item(text: str, key: str, name: str, under: str, item: Record) -> str:
    """The text with one more entry in a list of the record with the id `name`, such as its `changes`."""
    record, end = _record_node(text, key, name), _line_end(text)
    lines, made, items = text.splitlines(keepends=True), _flow(item), _child(record, under)
    column = record.start_mark.column
    if items is None:
        return _insert(lines, _last_line(record, lines), [f"{' ' * column}{under}:", f"{' ' * column}  - {made}"], end)
    if not isinstance(items, yaml.SequenceNode):
        raise ByHandError
    if not items.flow_style:
        return _insert(lines, _last_line(items, lines), [f"{' ' * items.start_mark.column}- {made}"], end)
    if items.value:
        place = items.value[-1].end_mark.index
        return f"{text[:place]}, {made}{text[place:]}"
    return f"{text[: items.start_mark.index]}[{made}]{text[items.end_mark.index :]}"


def replace_item(text: str, key: str, name: str, under: str, index: int, item: Record) -> str:
    """The text with another entry in the place of one in a list of the record with the id `name`."""
    node = _child(_record_node(text, key, name), under).value[index]
    start, stop = node.start_mark.index, node.end_mark.index
    if not node.flow_style or "#" in text[start:stop]:
        raise ByHandError
    return text[:start] + _flow(item) + text[stop:]


def set_value(text: str, key: str, name: str, under: str, value: str) -> str:
    """The text with another value of one key of the record with the id `name`; the key is added where it is missing."""
    record, end = _record_node(text, key, name), _line_end(text)
    lines, node = text.splitlines(keepends=True), _child(record, under)
    if node is None:
        line = f"{' ' * record.start_mark.column}{under}: {scalar(value)}"
        return _insert(lines, _last_line(record, lines), [line], end)
    if not isinstance(node, yaml.ScalarNode):
        raise ByHandError
    start, stop = node.start_mark.index, node.end_mark.index
    if node.style in _BLOCK:
        stop = sum(map(len, lines[: _last_line(node, lines) + 1])) - len(_ending(lines[_last_line(node, lines)]))
    space = "" if text[start - 1].isspace() else " "
    return text[:start] + space + scalar(value) + text[stop:]


def scalar(value: str) -> str:
    """A text as YAML that can only be that text: in double quotes, unless it is a word of our own."""
    # JSON is YAML, but for signs that `issue_body.clean` has taken out.
    return str(value) if isinstance(value, Plain) else json.dumps(str(value), ensure_ascii=False)


def _record(record: Record, column: int) -> list[str]:
    lines = []
    for key, value in record.items():
        indent = " " * (column + 2)
        if isinstance(value, list):
            lines.append(f"{indent}{key}: {_inline(value)}")
        elif "\n" in value:
            lines.append(f"{indent}{key}: |")
            lines += [f"{indent}  {line}".rstrip() for line in value.split("\n")]
        else:
            lines.append(f"{indent}{key}: {scalar(value)}")
    lines[0] = f"{' ' * column}- {lines[0].lstrip()}"
    return lines


def _flow(item: Record) -> str:
    return "{" + ", ".join(f"{key}: {_inline(value)}" for key, value in item.items()) + "}"


def _inline(value: Value) -> str:
    return scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"


# --- Finding the place -----------------------------------------------------------------------------------------------


def _root(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _child(node: Any, key: str) -> Any:
    """The node of a value; None where the key is not there."""
    return next((value for name, value in node.value if name.value == key), None)


def _record_node(text: str, key: str, name: str) -> Any:
    for record in _child(_root(text), key).value:
        if getattr(_child(record, "id"), "value", None) == name:
            if record.flow_style:
                raise ByHandError
            return record
    raise ByHandError


def _last_line(node: Any, lines: list[str]) -> int:
    """The number of the last line, from 0, on which something of a node stands; comments after it are not of it."""
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK:
        line: int = min(node.end_mark.line - (not node.end_mark.column), len(lines) - 1)
        while not lines[line].strip():
            line -= 1
        return line
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return int(node.end_mark.line)
    if isinstance(node, yaml.MappingNode):
        return max(_last_line(part, lines) for pair in node.value for part in pair)
    return max(_last_line(item, lines) for item in node.value)


def _last_comment(lines: list[str], last: int, column: int) -> int:
    """The last of the comments after a line that stand further right than `column`: they belong to what is before."""
    for number, line in enumerate(lines[last + 1 :], last + 1):
        indent = len(line) - len(line.lstrip())
        if line.strip() and not (line.lstrip().startswith("#") and indent > column):
            break
        last = number if line.strip() else last
    return last


def _insert(lines: list[str], after: int, new: list[str], end: str) -> str:
    made = "".join(line + end for line in new)
    before = "".join(lines[: after + 1])
    return before + ("" if _ending(lines[after]) else end) + made + "".join(lines[after + 1 :])


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# --- A change of one record ------------------------------------------------------------------------------------------

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Draft:
    """A change of one record in one file. `asked` has the ids of the form's fields for each key that they fill in."""

    file: str
    noun: str
    record: str
    title: str
    edits: tuple[Edit, ...]
    asked: Mapping[str, tuple[str, ...]]


def setting(key: str, name: str, under: str, value: str) -> Edit:
    """The edit that gives a key of the record `name` another value. `key` is the key of its list in the file."""
    return lambda text: set_value(text, key, name, under, value)


def typed(kind: Any, text: str) -> Value:
    """A date or time as it is written here; what is none stays what was typed, for the check to answer."""
    try:
        value = TypeAdapter(kind).validate_python(text) if text else None
    except ValidationError:
        return text
    if isinstance(value, dt.datetime):
        return Plain(f"{value:%Y-%m-%d %H:%M}")
    return Plain(f"{value:%H:%M}") if isinstance(value, dt.time) else Plain(value) if value else text
