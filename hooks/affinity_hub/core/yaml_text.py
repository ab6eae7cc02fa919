"""YAML as text: the parser, the size of a file, scalars that YAML reads back unchanged, and the fixes of problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

import yaml

from .problems import Fix, Problem

MAX_FILE_BYTES = 1024 * 1024
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A text that YAML reads back unchanged without quotes, both in block style and in brackets.
_PLAIN: Final = re.compile(r"[^\W_](?:[^\n\[\]{},#\"'\\:]|:(?=\S)|(?<=\S)#)*")
_NOTHING: Final = frozenset(("", "~", "null"))
# A key of a data file, as a pattern.
KEY: Final = r"[a-z_][a-z0-9_]*"


def quoted(text: str) -> str:
    """Text in quotes that YAML reads back unchanged: in double quotes, or in single quotes if it contains double
    quotes or backslashes."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def scalar(text: str) -> str:
    """Text as YAML: without quotes if it needs none, otherwise in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip() and not text.endswith(":") and text.lower() not in _NOTHING:
        return text
    return quoted(" ".join(text.split()) if "\n" in text else text)


# --- Fixes: changes to a data file that correct a problem -------------------------------------------------------------


def resolved_fix(fix: Fix | tuple[()], text: str) -> Fix | None:
    """The fix with its real `end`. `text` is the text of its file. `None` if the fix is not within one line."""
    if not fix:
        return None
    lines = text.split("\n")
    if not (1 <= fix.line <= len(lines) and 1 <= fix.column <= len(lines[fix.line - 1]) + 1):
        return None
    if fix.end:
        return fix
    end = _ends(text).get((fix.line, fix.column), 0)
    if not end:
        return None
    before = lines[fix.line - 1][: fix.column - 1]
    return fix._replace(end=end, text=f" {fix.text}" if before.endswith(":") else fix.text)


# The problems that a line causes if it was pasted twice: with the syntax, and with keys and values of the entry around
# it.
_FROM_PASTED_LINES: Final = frozenset(f"E{n:03}" for n in (10, 11, 13, 14, 15, 21, 105, 110, 201, 202, 203, 301, 403))


def with_pasted_lines(problems: Iterable[Problem], lines_of: Callable[[str], list[str]]) -> Iterator[Problem]:
    """The problems. A problem beside a line that was pasted twice gets the fix that empties this line.

    `lines_of` takes the name of a file.
    """
    files: dict[str, list[str]] = {}
    for problem in problems:
        position = problem.position
        if problem.fix or problem.code not in _FROM_PASTED_LINES:
            yield problem
            continue
        if position.file not in files:
            files[position.file] = lines_of(position.file)
        lines = files[position.file]
        index = next((n for n in range(position.line - 2, position.line + 3) if _is_pasted_twice(lines, n)), -1)
        if index < 0:
            yield problem
            continue
        hint = f"Delete line {index + 1}: it repeats the end of line {index} and the beginning of line {index + 2}."
        fix = Fix(position.file, index + 1, 1, len(lines[index]) + 1, "")
        yield problem._replace(hint=f"{hint}\n{problem.hint}".strip(), fix=fix)


def _is_pasted_twice(lines: list[str], index: int) -> bool:
    """Whether a line (`index` counts from 0) repeats the end of the line before and the beginning of the next line.

    Nothing is lost if such a line is deleted. It comes from text that was pasted twice.
    """
    if not 0 < index < len(lines) - 1:
        return False
    line, before, after = lines[index], lines[index - 1], lines[index + 1]
    return any(
        line[index:].strip() and before.endswith(line[index:]) and after.startswith(line[:index])
        for index in range(3, len(line) - 1)
    )


@lru_cache(maxsize=4)
def _ends(text: str) -> dict[tuple[int, int], int]:
    """For each scalar, list, and mapping that is written in one line: the position of its first character, and its end.

    An empty value begins and ends directly after the colon.
    """
    found: dict[tuple[int, int], int] = {}
    opened: list[Any] = []  # the marks of the collections around an event
    try:
        for event in yaml.parse(text, LOADER):
            start: Any = event.start_mark  # `Any`, because events that were read always have marks
            end: Any = event.end_mark
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(start)
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                start = opened.pop()
                if event.start_mark is not None and event.start_mark.index == end.index:
                    continue  # in block style
            elif not isinstance(event, yaml.ScalarEvent):
                continue
            if start.line == end.line:
                found[start.line + 1, start.column + 1] = end.column + 1
    except yaml.YAMLError:
        pass  # the rest cannot be read
    return found
