"""Keys that belong to a line above them, but begin in its column: `register:`, and `url: …` under it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import dropwhile, pairwise, takewhile
from typing import Final, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.text import latin
from affinity_hub.core.vocabulary import keys_meant
from affinity_hub.schema.record import choices, model_in
from affinity_hub.source.tree import Node, YamlList, YamlMapping, in_one_line, line_column

from .entry_keys import CONFIRMATIONS, Reply, by_key, holds_list

_INDENT: Final = 2


class KeyAbove(NamedTuple):
    """A key whose value should have the keys below it, which begin in the same column. It has no value, or only the
    first keys of the value."""

    key: str
    spaces: int
    """The spaces before the keys of the value."""
    is_list: bool
    run: tuple[str, ...]
    """The keys directly under it that its value can have."""
    is_certain: bool
    """Whether one of these keys can belong to nothing else."""


def key_above(key: str, parent: YamlMapping, fields: Mapping[str, FieldInfo]) -> KeyAbove | None:
    """The nearest key above `key` that `key` may belong to: a key without a value, or a key whose value ends on the
    line above. None if there is no such key."""
    typed = list(parent.parser_marks)
    found = None
    known = {name: (info, 0) for name, info in fields.items()}
    for index, above in enumerate(_above(key, parent)):
        info, depth = known.get(above, (None, 0))
        model = model_in(info.annotation) if info and parent.get(above) is None else None
        if not info or not model or parent.file_of(above, "") != parent.file_of(key, ""):
            continue
        is_list = holds_list(info)
        inner = {
            name: field for name, field in by_key(model).items() if name not in fields or not fields[name].is_required()
        }
        if key in inner:
            run = tuple(takewhile(inner.__contains__, typed[index + 1 :]))
            column = parent.parser_marks[above][0].column
            spaces = column + _INDENT * (depth + 1 + is_list)
            found = KeyAbove(above, spaces, is_list, run, any(name not in fields for name in run))
        known = {name: (field, depth + 1 + is_list) for name, field in inner.items()} | known
    return found or _key_whose_value_ends_above(key, parent, fields)


def _key_whose_value_ends_above(
    key: str, parent: YamlMapping, fields: Mapping[str, FieldInfo], other_name: str = ""
) -> KeyAbove | None:
    """The key above `key` whose value has keys, ends on the line above, and can also have `key`, or `other_name` in its
    place; None if there is no such key."""
    name = other_name or key
    above = next((known for known in reversed(_above(key, parent)) if known in fields), "")
    run = tuple(dropwhile(lambda typed: typed != key, parent.parser_marks))
    around, known = parent, fields
    while isinstance(value := around.get(above), YamlMapping) and value:
        begin, info = next(iter(value.parser_marks.values()))[0], known.get(above)
        model = model_in(info.annotation) if info else None
        in_braces = begin.line == around.parser_marks[above][0].line
        if model is None or in_braces or around.file_of(above, "") != parent.file_of(key, ""):
            return None
        known = by_key(model)
        if name in known and name not in value:
            own = tuple(takewhile((known.keys() - value.keys() - fields.keys()).__contains__, run))
            return KeyAbove(above, begin.column, False, own, key not in fields)
        around, above = value, next(reversed(value))
    return None


def _above(key: str, parent: YamlMapping) -> list[str]:
    """The keys above `key` in its mapping."""
    return list(takewhile(lambda name: name != key, parent.parser_marks))


def under_its_key(key: str, above: KeyAbove, parent: YamlMapping, lines: list[str]) -> Reply:
    """The answer to a key that belongs to the value of the key `above`, and to the keys that follow it."""
    keys = above.run if key in above.run else (key,)
    what = "This line belongs" if len(keys) == 1 else "This line and the lines under it belong"
    message = f"{what} to the line `{above.key}:`, but {'does' if len(keys) == 1 else 'do'} not begin farther right."
    if above.is_list:
        entry = f"\n{' ' * 2 * _INDENT}".join(f"{name}: {in_one_line(parent[name])}".rstrip() for name in keys)
        return Reply("E202", message, f"Each entry starts with a dash:\n{above.key}:\n  - {entry}")
    first, last = parent.parser_marks[keys[0]][0], _last_line(parent, keys[-1], lines)
    if last == first.line:
        return Reply("E202", message, f"Begin this line with {above.spaces} spaces.")
    link = "and" if last == first.line + 1 else "to"
    hint = f"Indent lines {first.line + 1} {link} {last + 1} by {above.spaces - first.column} more spaces."
    return Reply("E202", message, hint)


def with_advice_for_another_name(key: str, reply: Reply, parent: YamlMapping, fields: Mapping[str, FieldInfo]) -> Reply:
    """The answer to an unknown key that is another name for a key of the value above: `closes`, for `by` of `register`.
    The reply does not change if there is no such value."""
    inner = {name for info in fields.values() if (model := model_in(info.annotation)) for name in by_key(model)}
    for name, _ in keys_meant(latin(key), sorted(inner - fields.keys())):
        if above := _key_whose_value_ends_above(key, parent, fields, name):
            hint = f"egin this line with {above.spaces} spaces, and write:  {name}: {in_one_line(parent[key])}"
            if {known for known, _ in keys_meant(latin(key), fields)} == {above.key}:
                return reply._replace(hint=f"This line belongs to the line `{above.key}:`. B{hint}", instead="")
            hint = f"If this line belongs to the line `{above.key}:`, b{hint}\nOtherwise: {reply.hint}"
            return reply._replace(hint=hint, instead="")
    return reply


def _last_line(parent: YamlMapping, key: str, lines: list[str]) -> int:
    """The index of the last line of the value of a key."""
    begin = parent.parser_marks[key][0]
    last: int = begin.line
    for index in range(begin.line + 1, len(lines)):
        spaces = len(lines[index]) - len(lines[index].lstrip())
        if lines[index].strip() and spaces <= begin.column and lines[index][spaces:][:2] != "- ":
            break
        last = index if lines[index].strip() else last
    return last


def beside_an_entry(
    key: str, reply: Reply, parent: YamlMapping, fields: Mapping[str, FieldInfo], *, is_known: bool
) -> Reply:
    """The answer to a key under a list whose last entry can have the key, or the reply if there is no such list.
    `is_known` says whether the mapping of the key can also have it."""
    typed = list(parent.parser_marks)
    below = typed[: typed.index(key)]
    above = next((name for name in reversed(below) if isinstance(parent.get(name), YamlList)), "")
    items, info = parent.get(above), fields.get(above)
    model = model_in(info.annotation) if info else None
    entry = items[-1] if isinstance(items, YamlList) and items else None
    if not isinstance(items, YamlList) or not isinstance(entry, YamlMapping) or not model or key in entry:
        return reply
    inner, between = by_key(model), below[below.index(above) + 1 :]
    is_block = items.parser_mark.line != _line(parent, above)
    if above == "skip" and is_block and not between and "date" in entry and "\nstatus: cancelled" in reply.hint:
        return reply._replace(hint=_of_skipped_date(str(entry["date"]), parent[key]), instead="")
    meant = [] if is_known else [name for name, _ in keys_meant(latin(key), inner)]
    if not (key in inner or meant) or not inner.keys() >= set(between) or not is_block:
        return reply
    begin = next(iter(entry.parser_marks.values()))[0]
    names = [key] if key in inner else meant
    if entry.parser_mark.column != begin.column:  # the entry is in brackets
        values = [f"{in_one_line(entry)[:-1]}, {name}: {in_one_line(parent[key])}}}" for name in names]
        move = f"write on line {begin.line + 1}, after the dash:  {'   or:  '.join(values)}"
    else:
        move = f"begin this line with {begin.column} spaces"
        values = [f"{name}: {in_one_line(parent[key])}" for name in names]
        move += "." if key in inner else f", and write:  {'   or:  '.join(values)}"
    belongs = f"his line belongs to the entry on line {begin.line + 1}"
    if items.parser_mark.column == parent.parser_marks[key][0].column and key in inner and not is_known:
        message = f"T{belongs}, but does not begin in the column of its keys."
        return Reply("E202", message, move[0].upper() + move[1:])
    return reply._replace(hint=f"If t{belongs}, {move}\nOtherwise: {reply.hint}", instead="")


def keys_under(parent: YamlMapping, above: str, known: Collection[str]) -> list[str]:
    """The keys directly under the entries of the list `above`, in its column, that its last entry can have too."""
    typed = list(parent.parser_marks)
    return list(takewhile(known.__contains__, typed[typed.index(above) + 1 :])) if above in typed else []


def _of_skipped_date(date: str, typed: Node) -> str:
    """The advice for `cancelled` under an entry of `skip`, which may be about that date or the whole series."""
    reason = "" if str(typed or "").lower() in CONFIRMATIONS else f", reason: {in_one_line(typed)}"
    changes = f"changes: [{{date: {date}, cancelled: yes{reason}}}]"
    return (
        f"If only {date} is cancelled, delete this line: the series already leaves out the date.\n"
        f"To show the date as cancelled, write in place of its entry:  {changes}\n"
        "To cancel the whole series, write `cancelled` after the key `status`."
    )


def _line(parent: YamlMapping, key: str) -> int:
    return line_column(parent.parser_marks[key][0])[0] - 1


def entry_in_the_wrong_list(items: YamlList, index: int, model: type[BaseModel], name: str) -> Problem | None:
    """The problem with an entry of the list `items` that belongs to the last key of the entry above it; None if the
    entry is in the right list."""
    item, fields = items[index], by_key(model)
    if "id" not in fields or not isinstance(item, YamlMapping) or _has_id(item):
        return None
    above = next((items[n] for n in range(index - 1, -1, -1) if _has_id(items[n])), None)
    if above is None:
        return None
    last = next(reversed(above.parser_marks))
    info = fields.get(last)
    inner = model_in(info.annotation) if info and holds_list(info) and above.get(last) is None else None
    if not inner or not item or not item.keys() <= by_key(inner).keys():
        return None
    spaces = above.parser_marks[last][0].column + 2 * _INDENT - item.parser_mark.column
    message = f"This entry belongs to the line `{last}:` above, but does not begin farther right."
    hint = f"Move all lines of the entry {spaces} spaces to the right."
    return Problem(Position(name, *line_column(items.parser_marks[index])), "E202", message, hint)


def entries_after_a_dash(items: YamlList, index: int, model: type[BaseModel], name: str) -> list[Problem]:
    """The problems with dashes that divide an entry of the list `items` into several entries: one for each entry after
    it that has no id. Empty if the entry is complete without these keys."""
    first, fields = items[index], by_key(model)
    if "id" not in fields or not isinstance(first, YamlMapping) or not _has_id(first):
        return []
    below = range(index + 1, len(items))
    rest = list(takewhile(lambda n: isinstance(items[n], YamlMapping) and not _has_id(items[n]), below))
    lacks = {key for key, info in fields.items() if rest and info.is_required()} - first.keys()
    keys = [key for n in rest for key in items[n]]
    if not lacks or not lacks <= set(keys) or len({*first, *keys}) < len(first) + len(keys):
        return []
    message = "The dash on this line begins a new entry, but the entry above is not complete without these keys."
    hint = "If they belong to the entry above, write a space in place of the dash."
    return [Problem(Position(name, *line_column(items.parser_marks[n])), "E202", message, hint) for n in rest]


def _has_id(node: Node) -> bool:
    return isinstance(node, YamlMapping) and "id" in node


def doubtful_keys(node: YamlMapping, model: type[BaseModel], name: str, lines: list[str]) -> Iterator[Problem]:
    """A warning for each empty key above a key that may belong to it, or to the entry: `register:` above `url:`."""
    typed, fields = list(node.parser_marks), by_key(model)
    for above, key in pairwise(typed):
        if node.get(above) is not None:
            continue
        above_it, row = key_above(key, node, fields), _line(node, above)
        if not above_it or above_it.key != above or above_it.is_list or _line(node, key) != row + 1:
            continue
        if lines[row : row + 1] and lines[row].strip() == f"{above}:":
            message = f"`{above}:` is empty, but the line under it begins with a key that `{above}` also has."
            hint = f"If line {row + 2} belongs to `{above}`, begin that line with {above_it.spaces} spaces."
            hint += f"\nOtherwise, delete the line  {above}:"
            yield Problem(Position(name, *line_column(node.parser_marks[above][0])), "W205", message, hint)


def doubtful_reason(node: YamlMapping, model: type[BaseModel], name: str) -> Iterator[Problem]:
    """A warning for the reason of an event that takes place, if it may be the reason of the date above it."""
    fields = by_key(model)
    if "reason" not in node or "status" in node or "status" not in fields:
        return
    words = "   or:  ".join(word for word in choices(fields["status"].annotation) if word != fields["status"].default)
    message = "`reason` says why something does not take place as planned, but `status` is missing."
    plain = Reply("W205", message, f"Add a line:  status: {words}")
    reply = beside_an_entry("reason", plain, node, fields, is_known=True)
    if reply != plain:
        yield Problem(Position(name, *line_column(node.parser_marks["reason"][0])), *reply[:3])
