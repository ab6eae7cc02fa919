"""What is wrong with the data, as a person should hear it: where, what, and what to type instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a data file. Lines and columns count from 1, as editors show them."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: its place, a stable code, what is wrong, and the remedy with an example to type."""

    position: Position
    severity: Severity
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.position}: {self.severity}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that is right and worth knowing. `kind` is `note`, or `series` for how a series is understood."""

    position: Position
    kind: Literal["note", "series"]
    message: str

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}: {self.message}"


class DataError(Exception):
    """The data cannot be turned into a site. `problems` holds every reason, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(text(self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that forbid building."""
    return [problem for problem in problems if problem.severity == "error"]


def text(problems: Sequence[Problem], notes: Sequence[Note] = ()) -> str:
    """One line a problem for a terminal, the remedy indented under it, the notes, and a count at the end."""
    lines: list[str] = []
    for problem in problems:
        lines.append(str(problem))
        lines.extend(f"    {line}" for line in problem.hint.splitlines())
    return "\n".join([*lines, *map(str, notes), summary(problems)])


def github(problems: Sequence[Problem], notes: Sequence[Note] = ()) -> str:
    """Workflow commands that GitHub shows as annotations on the lines of a pull request.

    The notes are for the log only: most of them have nothing to do with the lines that were changed.
    """
    lines = []
    for problem in problems:
        where = problem.position
        message = "\n".join(part for part in (problem.message, problem.hint) if part)
        place = f"file={_property(where.file)},line={where.line},col={where.column},title={problem.code}"
        lines.append(f"::{problem.severity} {place}::{_data(message)}")
    return "\n".join([*lines, *map(str, notes), summary(problems)])


def as_json(problems: Sequence[Problem], notes: Sequence[Note] = ()) -> str:
    """A JSON object: `version` 1, and `problems` with file, line, column, severity, code, message and hint each.

    `notes` have file, line, column, kind and message.
    """
    rows = {"problems": [_row(problem) for problem in problems], "notes": [_row(note) for note in notes]}
    return json.dumps({"version": 1} | rows, ensure_ascii=False, indent=2)


def _row(found: Problem | Note) -> dict[str, Any]:
    row = asdict(found)
    position: dict[str, Any] = row.pop("position")
    return position | row


def summary(problems: Sequence[Problem]) -> str:
    """The closing line: how many errors and warnings there are."""
    wrong = len(errors(problems))
    return f"{_count(wrong, 'error')}, {_count(len(problems) - wrong, 'warning')}."


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
