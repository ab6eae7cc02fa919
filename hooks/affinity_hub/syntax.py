"""What the YAML parser stumbled over, in words that say what to type."""

from __future__ import annotations

import re
from typing import Final

import yaml

from .hints import quoted
from .problems import Position, Problem

_KEY: Final = r"[A-Za-z_]\w*"
_AROUND = re.compile(rf"\s*(?:- )?{_KEY}:\s+([\"']).*\1\s*[^\s#,\]}}].*")


def explain(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """The problem at which the parser gave up, at the place where it was made."""
    said = f"{error.context or ''} {error.problem or ''}"
    # What was left open is where it was opened, not where the file ends.
    opened = re.match("while (scanning a quoted|scanning a simple key|parsing a flow)", said)
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    lines = text.rstrip().split("\n")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    if any("\t" in row for row in lines[max(0, line - 2) : line]):
        line, column = next((n + 1, row.index("\t") + 1) for n, row in enumerate(lines) if "\t" in row)
        code, message, hint = _tab(lines, line - 1)
    else:
        code, message, hint = _judge(said, lines, line - 1, column - 1)
    return Problem(Position(name, line, column), "error", code, message, hint)


def _tab(lines: list[str], index: int) -> tuple[str, str, str]:
    leads = lines[index].lstrip(" ").startswith("\t")
    hint = f"Delete the tab and begin the line with {_spaces(lines, index)} spaces."
    hint = hint if leads else "Delete the tab and press the space bar once."
    return "E012", "There is a tab here; only spaces can stand there.", hint


def _judge(said: str, lines: list[str], index: int, column: int) -> tuple[str, str, str]:
    """The code, what is wrong, and what to type, from what the parser said of a line."""
    shown = lines[index]
    plain = shown.strip()
    if "mapping values are not allowed" in said and ": " in shown[:column]:
        message = "A colon followed by a space must be in quotes when it is part of a text."
        return "E013", message, f"Write:  {_with_quotes(shown)}"
    if "cannot start any token" in said:
        message = f"A text cannot start with {shown[column : column + 1]} unless it is in quotes."
        return "E014", message, f"Write:  {_with_quotes(shown)}"
    if found := _AROUND.fullmatch(shown):
        message = f"The text ends at the second {found[1]}, and something stands behind it."
        return "E015", message, f"Put quotes around all of it:  {_with_quotes(shown)}"
    if "escape" in said:
        message = "A backslash between double quotes begins a code for another character."
        return "E015", message, f"Write single quotes:  {_with_quotes(shown)}"
    if "quoted scalar" in said:
        return "E015", "The quote that opens here is never closed.", f"Write:  {plain}{shown[column : column + 1]}"
    if "flow" in said:
        closing = {"[": "]", "{": "}"}.get(shown[column : column + 1], "]")
        return "E015", "The bracket that opens here is never closed.", f"Write:  {plain}{closing}"
    if "could not find expected ':'" in said:
        return _without_colon(plain)
    spaces = _spaces(lines, index)
    if spaces != len(shown) - len(shown.lstrip()):
        message = "This line does not begin in the same column as the lines it belongs to."
        return "E015", message, f"Begin the line with {spaces} spaces."
    message = "This line does not fit the lines around it."
    return "E015", message, "Each line is a key, a colon, a space and a text:  meets: weekly"


def _without_colon(plain: str) -> tuple[str, str, str]:
    found = re.fullmatch(rf"(- )?({_KEY})(:?)\s*(.*)", plain)
    item, key, colon, rest = found.groups(default="") if found else ("", "", "", "")
    if colon and rest:
        return "E015", "There is no space behind the colon in this line.", f"Write:  {item}{key}: {rest}"
    message = "There is no colon behind the key in this line."
    if rest or not key:
        return "E015", message, f"Write:  {item}{key or 'meets'}: {rest or 'weekly'}"
    return (
        "E015",
        message,
        f"Write a colon, a space and the text:  {item}{key}: …\nUntil somebody knows:  {key}: unknown",
    )


def _spaces(lines: list[str], index: int) -> int:
    """With how many spaces the line before begins, up to its key."""
    before = next((row for row in reversed(lines[:index]) if row.strip() and not row.lstrip().startswith("#")), "")
    return len(before) - len(re.sub(r"^\s*(- )?", "", before))


def _with_quotes(shown: str) -> str:
    """A line with its text in quotes: what stands behind its key, or the whole item of a list."""
    item, text = re.fullmatch(r"\s*(- )?(.*)", shown).groups(default="")  # type: ignore[union-attr]
    key, colon, rest = text.partition(": ")
    rest = rest.strip()
    if len(rest) > 1 and rest[0] + rest[-1] in ("''", '""', "“”", "\u2018\u2019"):
        rest = rest[1:-1]
    is_key = colon and re.fullmatch("[a-z_]+", key)
    return f"{item}{key}: {quoted(rest)}" if is_key else f"{item}{quoted(text.strip())}"
