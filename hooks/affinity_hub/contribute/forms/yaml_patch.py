"""Changes the text of a data file, and only the lines that must change. The parser says where a record is. The text
before and after it stays byte for byte: comments, order, quotes, spaces, line ends. A person's text is inserted in
quotes or as an indented block, so that it can only be text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml
from pydantic import TypeAdapter, ValidationError


class Plain(str):
    """A word, date, or id that the program made and that needs no quotes."""

    __slots__ = ()


Value: TypeAlias = str | list[Plain]
Record: TypeAlias = Mapping[str, Value]
_BLOCK: Final = ("|", ">")


class ByHandError(Exception):
    """A person must change this place by hand, because the program cannot change text in this form."""


def append(text: str, key: str, record: Record) -> str:
    """The text with one more record at the end of the list under `key`."""
    items, end = _child(_root(text), key), _line_end(text)
    if isinstance(items, yaml.SequenceNode) and items.flow_style and not items.value:
        # A comment after the brackets stays on its line.
        behind, _, below = text[items.end_mark.index :].partition(end)
        above = text[: items.start_mark.index].rstrip(" ") + behind.rstrip(" ")
        return end.join([above, *_record(record, 2), below])
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
        index = items.value[-1].end_mark.index
        return f"{text[:index]}, {made}{text[index:]}"
    return f"{text[: items.start_mark.index]}[{made}]{text[items.end_mark.index :]}"


def replace_item(text: str, key: str, name: str, under: str, index: int, item: Record) -> str:
    """The text with a replaced entry in a list of the record with the id `name`."""
    node = _child(_record_node(text, key, name), under).value[index]
    start, stop = node.start_mark.index, node.end_mark.index
    if not node.flow_style or "#" in text[start:stop]:
        raise ByHandError
    return text[:start] + _flow(item) + text[stop:]


def set_value(text: str, key: str, name: str, under: str, value: str) -> str:
    """The text with a new value for a key of the record with the id `name`. A missing key is added."""
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
    comment = _comment_of_block(lines[node.start_mark.line]) if node.style in _BLOCK else ""
    return text[:start] + space + scalar(value) + comment + text[stop:]


def scalar(value: str) -> str:
    """Text as YAML that can only be that text: in double quotes, unless it is one of the program's own words."""
    # JSON is YAML, except for characters that `issue_body.clean` has removed.
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
    """The node of a value; None if the key is missing."""
    return next((value for name, value in node.value if name.value == key), None)


def _record_node(text: str, key: str, name: str) -> Any:
    for record in _child(_root(text), key).value:
        if getattr(_child(record, "id"), "value", None) == name:
            if record.flow_style:
                raise ByHandError
            return record
    raise ByHandError


def _last_line(node: Any, lines: list[str]) -> int:
    """The number of the last line of a node, from 0, without the comments after it."""
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
    """The last comment after a line that is further right than `column`: such comments belong to the lines before
    them."""
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
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"


def _comment_of_block(line: str) -> str:
    """The comment after the sign that begins a block of text, with the spaces before the comment."""
    found = re.search(r"[|>][-+0-9]* *?( *#.*)$", line.rstrip())
    return found[1] if found else ""


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
    """The edit that gives a key of the record `name` a new value. `key` names the list that has the record."""
    return lambda text: set_value(text, key, name, under, value)


def typed(kind: Any, text: str) -> Value:
    """A date or time in the form of the data files. Any other text stays as typed, and the check reports it."""
    try:
        value = TypeAdapter(kind).validate_python(text) if text else None
    except ValidationError:
        return text
    if isinstance(value, dt.datetime):
        return Plain(f"{value:%Y-%m-%d %H:%M}")
    return Plain(f"{value:%H:%M}") if isinstance(value, dt.time) else Plain(value) if value else text
