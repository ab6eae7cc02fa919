"""Problems in the data: where, what is wrong, and what to type instead.

All types are tuples, because tuples sort in file order and are quick to make: large hubs have many notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Position(NamedTuple):
    """A place in a data file. Lines and columns count from 1, as editors show them."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Fix(NamedTuple):
    """A change to one line that corrects a problem.

    `text` (YAML, may contain line feeds) replaces the characters from `column` up to, but not including, `end`. Lines
    and columns count from 1. `end` 0 stands for the end of the YAML scalar that begins at `column`;
    `yaml_text.resolved_fix` finds that end.
    """

    file: str
    line: int
    column: int
    end: int
    text: str


class Problem(NamedTuple):
    """One mistake: its place, a stable code, what is wrong, and the remedy with an example to type.

    The letter of the code is the severity.

    `fix` is the remedy as a change to the file, if a program can make that change.
    """

    position: Position
    code: str
    message: str
    hint: str = ""
    fix: Fix | tuple[()] = ()  # an empty tuple, because Python cannot sort None beside a tuple

    @property
    def severity(self) -> Severity:
        """`error` if the problem stops the build, otherwise `warning`."""
        return severity_of(self.code)

    def __str__(self) -> str:
        return f"{self.position}: {self.severity}: {self.message} [{self.code}]"


def severity_of(code: str) -> Severity:
    """An error (`E403`) stops the build, and a warning (`W403`) does not."""
    return "warning" if code.startswith("W") else "error"


class Note(NamedTuple):
    """A fact about correct data. `kind` is `note`, or `series` for how a series is understood."""

    position: Position
    kind: Literal["note", "series"]
    message: str

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}: {self.message}"


class DataError(Exception):
    """The data cannot be turned into a site. `problems` holds every reason, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(f"{problem}\n{problem.hint}" for problem in self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop the build."""
    return [problem for problem in problems if problem.severity == "error"]


def summary(problems: Sequence[Problem]) -> str:
    """The closing line: how many errors and warnings there are."""
    wrong = len(errors(problems))
    return f"{_count(wrong, 'error')}, {_count(len(problems) - wrong, 'warning')}."


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
