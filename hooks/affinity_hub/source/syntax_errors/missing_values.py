"""A sign in place of a value that nobody knows yet, such as `title: ?` or `groups: [?]`, which YAML reads as syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from affinity_hub.core.suggest import IF_NO_ANSWER
from affinity_hub.core.yaml_text import KEY

from .diagnosis import Correction, Diagnosis

# Keys that have a value that says that nobody knows the answer yet.
_IF_NOBODY_KNOWS: Final = {"starts": "to be announced", "open_to": "unknown"}
# Keys that hardly any record can leave out, and keys whose absence would change what a record says.
_NEVER_LEFT_OUT: Final = frozenset((
    "alt", "and_later", "basis", "cancelled", "cancelled_style", "claim", "count", "date", "draft", "event", "example",
    "file", "hidden", "id", "item", "need", "organization", "photo", "review", "role", "school_year", "season", "shows",
    "status", "step", "strength", "term", "titles", "words", "year",
))  # fmt: skip
# Keys that only some records can leave out.
_SOMETIMES_NEEDED: Final = frozenset((
    "by", "consent", "ends", "given_on", "kind", "name", "no_school", "question", "summary", "title", "url",
))  # fmt: skip
_MAX_LINE: Final = 1000  # longer lines are skipped, because a line is read again for each of its signs
_ALONE: Final = re.compile(rf"(\s*(?:- )?({KEY}):)\s+([-?])(\s*|\s+#.*)")
_ENTRY: Final = re.compile(r"(\s*- +\?)(\s*|\s+#.*)")
_IN_BRACKETS: Final = re.compile(
    rf"(?P<before>[\[{{,])(?P<lead>\s*(?:(?P<key>{KEY}):)?)\s*(?P<sign>\?+|-(?=\s))\s*(?P<after>[,\]}}]|$)"
)
_EMPTY: Final = rf"(?:{KEY}: *)?(?:\{{\s*\}}|\[\s*\])"
_EMPTY_IN_BRACKETS: Final = re.compile(rf"(?P<before>[\[{{,])\s*{_EMPTY}\s*(?P<after>[,\]}}])")


def missing_values(lines: list[str], indexes: Iterable[int]) -> Iterator[Correction]:
    """The signs in place of a value in the lines with these indexes, each with the line without the sign."""
    for index in (index for index in dict.fromkeys(indexes) if len(lines[index]) <= _MAX_LINE):
        if found := _ALONE.fullmatch(lines[index]):
            key, sign = found[2], found[3]
            known = f"{key}: {_IF_NOBODY_KNOWS.get(key, '')}"
            hint = f"{_replace(sign, key)}{_otherwise([key], known, 'delete this line.')}"
            yield Diagnosis(_message(sign), index, found.start(3), hint), f"{found[1]}{found[4]}".rstrip()
        elif found := _ENTRY.fullmatch(lines[index]):
            hint = f"{_replace('?')} {IF_NO_ANSWER}, delete this line."
            yield Diagnosis(_message("?"), index, found.end(1) - 1, hint), f"{found[1][:-1]}{found[2]}".rstrip()
        elif found := _IN_BRACKETS.search(lines[index]):
            hint = f"{_replace(found['sign'], found['key'])}{_in_brackets(lines[index])}"
            yield Diagnosis(_message(found["sign"]), index, found.start("sign"), hint), _with_empty_values(lines[index])


def _message(sign: str) -> str:
    return f"In YAML, {sign} alone is not a value."


def _replace(sign: str, key: str | None = None) -> str:
    name = "dash" if sign == "-" else "question mark" if len(sign) == 1 else "question marks"
    return f"Replace the {name} with the value{f' of `{key}`' if key else ''}."


def _in_brackets(line: str) -> str:
    """What to do if nobody knows the values in brackets of a line."""
    keys = [found["key"] or "" for found in _IN_BRACKETS.finditer(line)]
    known = line
    for key, word in _IF_NOBODY_KNOWS.items():
        known = re.sub(rf"(\b{key}:)\s*\?+\s*(?=[,}}])", rf"\1 {word}", known)
    new = re.sub(r"\s+#.*", "", _without_sign(known))
    if line.count("{") != line.count("}") or line.count("[") != line.count("]"):
        instead = f"leave out `{keys[0]}`." if keys[0] else "leave it out."
    else:
        is_empty = re.fullmatch(rf"\s*(?:- +)?(?:{KEY}:)?\s*", new)
        instead = "delete this line." if is_empty else f"write:  {new.strip()}"
    return _otherwise(keys, new.strip(), instead)


def _otherwise(keys: list[str], known: str, instead: str) -> str:
    """What to do if nobody knows the values of some keys (empty for an entry of a list). `known` has the words for an
    answer that nobody knows, and `instead` says how to leave out the keys."""
    if _NEVER_LEFT_OUT.intersection(keys):
        return ""
    if needed := [key for key in keys if key in _SOMETIMES_NEEDED]:
        return f" If nobody knows it yet, {instead}\nIf this entry needs `{needed[0]}`, the next check says so."
    if set(keys) <= set(_IF_NOBODY_KNOWS):
        return f" If nobody knows it yet, write:  {known}"
    return f" {IF_NO_ANSWER}, {instead}"


def _with_empty_values(line: str) -> str:
    """A line without the signs: the keys have no values, and a list has one entry fewer."""
    while found := _IN_BRACKETS.search(line):
        if found["key"]:
            line = f"{line[: found.start()]}{found['before']}{found['lead']} {found['after']}{line[found.end() :]}"
        else:
            line = _joined(line, found)
    return line.rstrip()


def _without_sign(line: str) -> str:
    """A line without the values for which a sign stands, and without the brackets that are then empty."""
    while found := _IN_BRACKETS.search(line) or _EMPTY_IN_BRACKETS.search(line):
        line = _joined(line, found)
    return re.sub(rf"(:|-)\s+{_EMPTY}(?=\s*$|\s+#)", r"\1", line)


def _joined(line: str, found: re.Match[str]) -> str:
    """The line without a value in brackets, with at most one comma between the values around it."""
    lead, rest = line[: found.start()], line[found.end() :]
    if found["before"] == ",":
        return f"{lead}{found['after']}{rest}"
    return f"{lead}{found['before']}{rest.lstrip() if found['after'] == ',' else found['after'] + rest}"
