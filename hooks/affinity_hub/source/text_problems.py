"""The problems of a data file, and the warnings about texts that YAML reads differently from how they look."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Any, Final

from affinity_hub.core.problems import Fix, Position, Problem, severity_of
from affinity_hub.core.yaml_text import KEY, quoted

from .decoding import SourceError
from .tree import LineColumn, line_column

# The most problems that are reported for one file, and for one list in it. After the first problems are corrected,
# there are fewer.
MAX_PROBLEMS: Final = 100
_CUT = re.compile(r"( +)#(.?)")
NUMBER_SIGN: Final = re.compile(r"(?<!\S)#")


class TextProblems:
    """Keeps the problems of the file `name`, and finds problems in its texts."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self.text = name, text
        self.problems: list[Problem] = []
        self.numbers: Counter[str] = Counter()
        rows = enumerate(text.split("\n")) if "#" in text else ()
        self.signs = {n: row for n, row in rows if NUMBER_SIGN.search(row)}
        self.cuts = {n: row for n, row in self.signs.items() if " #" in row}

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.text.split("\n")

    def add_problem(
        self,
        mark: Any,
        code: str,
        message: str,
        hint: str,
        shift: int = 0,
        fix: tuple[Any, str] | None = None,
    ) -> None:
        """Keeps a problem. Raises `SourceError` if there are too many errors."""
        severity = severity_of(code)
        self.numbers[severity] += 1
        if self.numbers[severity] > MAX_PROBLEMS:
            if severity == "error":
                raise SourceError(too_many(self.name, line_column(mark)))
            return
        position = Position(self.name, mark.line + 1, mark.column + 1 + shift)
        end, text = fix or (mark, "")
        change = Fix(*position, end.column + 1, text) if text and end.line == mark.line else ()
        self.problems.append(Problem(position, code, message, hint, change))

    def error_at(self, event: Any, code: str, message: str, hint: str, line: str = "") -> SourceError:
        """The error that ends the reading of the file. `line` is the line as it should be."""
        fix = self.line_instead(event.start_mark.line, line) if line else ()
        return SourceError(Problem(Position(self.name, *line_column(event.start_mark)), code, message, hint, fix))

    def line_instead(self, index: int, new: str) -> Fix:
        """The fix that puts text in place of a whole line."""
        return Fix(self.name, index + 1, 1, len(self.lines[index]) + 1, new)

    def warn_of_copied_text(self, event: Any, value: str) -> None:
        """Warns of a list or of curly quotes in a text without quotes, which is often text from another program."""
        if value[0] != "“" and event.end_mark.line > event.start_mark.line:
            self.refuse_joined_list(event)
        elif value[0] == "“":
            self.warn_of_curly_quotes(event, value)

    def refuse_joined_list(self, event: Any) -> None:
        """YAML joins the lines of a text without quotes or after `>`, so a list in it would silently become a
        sentence."""
        begin, end = event.start_mark, event.end_mark
        is_folded = event.style == ">"
        found = (n for n in range(begin.line + 1, end.line + (not is_folded)) if self.lines[n].lstrip()[:2] == "- ")
        if is_folded:  # a line that begins farther right than the line above is not joined
            found = (n for n in found if re.search(rf"\S {re.escape(self.lines[n].strip())}", event.value))
        index = next(found, 0)
        key = re.match(rf"\s*(?:- )?({KEY}):", self.lines[begin.line]) or re.match(
            rf"\s*(?:- )?({KEY}):", self.lines[max(0, begin.line - 1)]
        )
        if index and key:
            message = "This line looks like an entry of a list, but YAML joins it to the text above."
            hint = f"If the text has a list, write  {key[1]}: |  and begin the text on the next line."
            hint += "\nIf it is a sentence, move the dash to the end of the line above."
            place = Position(self.name, index + 1, len(self.lines[index]) - len(self.lines[index].lstrip()) + 1)
            self.problems.append(Problem(place, "E015", message, hint))

    def warn_of_curly_quotes(self, event: Any, value: str) -> None:
        """Curly quotes look like YAML's quotes, but are part of the text."""
        if value[-1] in '”"' and len(value) > 2 and not set('“”"') & set(value[1:-1]):
            message = "These curly quotes are part of the text, so the site shows them."
            hint = f"Write straight quotes:  {quoted(value[1:-1])}\nOr no quotes at all."
            self.add_problem(event.start_mark, "W016", message, hint, fix=(event.end_mark, quoted(value[1:-1])))

    def warn_of_cut_text(self, event: Any) -> None:
        """A ` #` starts a comment: `room: Room #12` would silently be `Room`."""
        end = event.end_mark
        line = self.cuts[end.line]
        found = _CUT.match(line, end.column)
        if not found:
            return
        spaces, after = found.groups()
        whole = line[event.start_mark.column if event.start_mark.line == end.line else 0 :].strip()
        if after.strip():
            hint = f"If it belongs to the text, put all of it in quotes:  {quoted(whole)}"
            hint += "\nIf it is a note, put a space after the #."
            self.add_problem(
                end, "E009", "YAML ignores everything from the # to the end of this line.", hint, len(spaces)
            )
        elif len(spaces) == 1 and event.value:
            hint = f"If it belongs to the text, put all of it in quotes:  {quoted(whole)}"
            hint += "\nIf it is a note, put two spaces before the #."
            self.add_problem(end, "W009", "YAML ignores everything from the # to the end of this line.", hint, 1)


def too_many(name: str, mark: LineColumn) -> Problem:
    """The problem that ends the check of a file with too many problems."""
    message = f"There are more than {MAX_PROBLEMS} mistakes. The check did not read the rest."
    hint = "Correct the first errors and check again: one error often causes many others."
    return Problem(Position(name, *mark), "E124", message, hint)
