"""Formats the results of the check: for people in a terminal, for GitHub beside the changed lines, and for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from affinity_hub.core.problems import Note, Problem, summary
from affinity_hub.core.text import code_point
from affinity_hub.core.yaml_text import resolved_fix

from . import github_markdown
from .codes import code_to_tell
from .excerpt import Lines, mask

REPORT_VERSION: Final = 1
_CONTROL: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Report:
    """Problems and notes about the data in a folder. `site` is the address of the site, if it is known."""

    folder: Path
    problems: Sequence[Problem]
    notes: Sequence[Note] = ()
    site: str = ""

    def text(self, *, in_color: bool = False) -> str:
        """A line for each problem, with the place in the file and the remedy indented under it, then the notes, and a
        count.

        The first problem of each code says where to read more, if the address of the site is known. `in_color` marks
        the severity and the place with colors of a terminal (ECMA-48, SGR).
        """
        lines: list[str] = []
        paint = _COLORS if in_color else _PLAIN
        source, explained = Lines(self.folder, self.problems), set[str]()
        for problem in map(_discreet, self.problems):
            # A message has only one line, because the older form of a GitHub command counts at the start of any line.
            line = str(problem._replace(message=" ".join(problem.message.splitlines())))
            start, end = paint[problem.severity]
            lines.append(line.replace(f" {problem.severity}: ", f" {start}{problem.severity}{end}: ", 1))
            more = [f"More: {address}"] if (address := self._help(problem)) and problem.code not in explained else []
            explained.add(problem.code)
            shown, *marked = source.excerpt(problem) or [""]
            marked = [line.replace("^", f"{start}^{end}") for line in marked]
            excerpt = [shown, *marked] if marked else []
            lines.extend(f"    {line}" for line in [*excerpt, *problem.hint.splitlines(), *more])
        return "\n".join([*lines, *map(str, self.notes), summary(self.problems)])

    def github(self) -> str:
        """Workflow commands that GitHub shows as annotations on the lines of a pull request.

        The notes are only for the log: most of them have nothing to do with the lines that were changed. No line of a
        file is repeated, because GitHub shows the line itself, and only to people who may see it.
        """
        lines = []
        for problem in map(_discreet, self.problems):
            more = f"More: {address}" if (address := self._help(problem)) else ""
            message = "\n".join(part for part in (problem.message, problem.hint, more) if part)
            title = f"title={_property(f'{problem.code}: {code_to_tell(problem.code).title}')}"
            lines.append(f"::{problem.severity} {self._place(problem)}{title}::{_data(message)}")
        # GitHub recognizes the older form of a command anywhere in a line.
        return "\n".join([*lines, *map(str, self.notes), summary(self.problems)]).replace("##[", "## [")

    def json(self) -> str:
        """A JSON object, described in handbook/messages.md. You can add keys. For any other change, raise `version`."""
        source = Lines(self.folder, self.problems)
        rows: dict[str, Any] = {
            "version": REPORT_VERSION,
            "problems": [
                _row(problem)
                | {
                    "title": code_to_tell(problem.code).title,
                    "help": self._help(problem) or None,
                    "fix": self._fix(problem, source),
                }
                for problem in map(_discreet, self.problems)
            ],
            "notes": [_row(note) for note in self.notes],
        }
        return json.dumps(rows, indent=2)

    def markdown(self) -> str:
        """Markdown for a comment or an issue, by file. Notes are left out, because they require no action."""
        return github_markdown.found([_discreet(problem) for problem in self.problems])

    def _fix(self, problem: Problem, source: Lines) -> dict[str, Any] | None:
        fix = resolved_fix(problem.fix, source.text(problem.position.file)) if problem.fix else None
        return fix._asdict() if fix else None

    def _help(self, problem: Problem) -> str:
        known = code_to_tell(problem.code)
        return urljoin(self.site, known.url) if self.site and known.why else ""

    def _place(self, problem: Problem) -> str:
        """Where an annotation belongs: the file, relative to the folder in which the program was started."""
        where = problem.position
        if where.file.isupper():  # an environment variable
            return ""
        known = not self.folder.is_absolute() and ".." not in self.folder.parts
        file = (self.folder / where.file).as_posix() if known else where.file
        return f"file={_property(file)},line={where.line},col={where.column},"


_PLAIN: Final = {"error": ("", ""), "warning": ("", "")}
_COLORS: Final = {"error": ("\x1b[1;31m", "\x1b[0m"), "warning": ("\x1b[1;33m", "\x1b[0m")}
FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "text": Report.text,
    "github": Report.github,
    "json": Report.json,
    "markdown": Report.markdown,
}


def _discreet(problem: Problem) -> Problem:
    """The problem without private details and without characters that control a terminal. Its words can repeat text
    that someone typed or that a server sent.
    """
    message, hint = _printable(problem.message), _printable(problem.hint)
    may_be_shown = (
        problem.fix and code_to_tell(problem.code).line != "masked" and mask(problem.fix.text) == problem.fix.text
    )
    return problem._replace(message=message, hint=hint, fix=problem.fix if may_be_shown else ())


def _printable(words: str) -> str:
    return mask(_CONTROL.sub(lambda found: code_point(found[0]), words))


def _row(found: Problem | Note) -> dict[str, Any]:
    row: dict[str, Any] = found._asdict()
    severity = {"severity": found.severity} if isinstance(found, Problem) else {}
    return {**row.pop("position")._asdict(), **severity, **row}


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
