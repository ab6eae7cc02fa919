"""The problems of a data file, and the warnings about texts that YAML reads differently from how they look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from affinity_hub.core.problems import Fix, Position, Problem, severity_of
from affinity_hub.core.yaml_text import KEY, quoted

from .decoding import SourceError
from .tree import LineColumn, line_column

# The most problems that are reported for one file, and for one list in it. After the first problems are corrected,
# there are fewer.
MAX_PROBLEMS: Final = 100
_CUT = re.compile(r"( +)#(.?)")
NUMBER_SIGN: Final = re.compile(r"(?<!\S)#")
LISTED: Final = re.compile(
    r"\s*(?:([-*+\u2010-\u2015\u2022\u2023\u25aa\u25cf\u25e6\u2610\u2713\u2714\u00b7])|\(?(\d{1,2}|[a-z])[.)]) +\S"
)
_IN_MARKDOWN: Final = re.compile(r"[-*+] |\d+[.)] ")


# Keys that take a word, a date, or an address. Their values end at the end of the line.
ONE_LINE_KEYS: Final = frozenset((
    "accessible", "added_on", "and_later", "anonymous", "apply_by", "asked_on", "attendance_recorded", "basis", "by",
    "cancelled", "cancelled_shown_days", "cancelled_style", "closed_on", "closes", "contact", "count", "date",
    "draft", "due", "endpoint", "ends", "example", "expires_on", "feed_past_days", "file", "given_on", "hidden", "id",
    "kind", "last_confirmed", "locale", "mail", "next_edition", "no_school", "online", "parts", "photo", "private",
    "published", "repository", "review", "review_by", "reviewed_on", "school_year", "season", "secret", "shows",
    "stale_after_days", "starts", "status", "step", "strand", "strength", "successor", "sustained_until", "time_zone",
    "times", "titles", "until", "url", "year", "zone",
))  # fmt: skip
_ENTRY_ID: Final = re.compile(r"[a-z0-9-]+")


class LineMark(NamedTuple):
    """A position in a file. Both numbers count from 0, as in the marks of the parser."""

    line: int
    column: int


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

    def refuse_joined_list(self, event: Any) -> None:
        """Refuses a list that YAML would join into a sentence, because the text is not a block after `|`."""
        begin, end = event.start_mark, event.end_mark
        is_folded = event.style == ">"
        rows = self.lines[begin.line : end.line + (not is_folded or end.line + 1 == len(self.lines))]
        rows[0] = "" if is_folded else rows[0][begin.column + bool(event.style) :]
        index = begin.line + _line_of_joined_entry(rows, event.style or "", event.value)
        key = re.match(rf"\s*(?:- )?({KEY}):", self.lines[begin.line]) or re.match(
            rf"\s*(?:- )?({KEY}):", self.lines[max(0, begin.line - 1)]
        )
        if index > begin.line and key:
            row = self.lines[index].lstrip()
            sign = "the dash" if row[0] == "-" else f"“{row.split()[0]}”"
            message = "This line looks like an entry of a list, but YAML joins it to the text above."
            hint = f"If the text has a list, {as_block(key[1], row, 'write')}"
            hint += f"\nIf `{key[1]}` takes only one line, join the entries with commas."
            hint += "\nLeave out the quotes around the text." if event.style in ("'", '"') else ""
            hint += f"\nIf it is a sentence, move {sign} to the end of the line above."
            position = Position(self.name, index + 1, len(self.lines[index]) - len(row) + 1)
            self.problems.append(Problem(position, "E015", message, hint))

    def warn_of_curly_quotes(self, event: Any, value: str) -> None:
        """Curly quotes look like YAML's quotes, but are part of the text."""
        if value[-1] in '”"' and len(value) > 2 and not set('“”"') & set(value[1:-1]):
            message = "These curly quotes are part of the text, so the site shows them."
            hint = f"Write straight quotes:  {quoted(value[1:-1])}\nOr no quotes at all."
            self.add_problem(event.start_mark, "W016", message, hint, fix=(event.end_mark, quoted(value[1:-1])))

    def warn_of_notes(self, event: Any) -> None:
        """Warns about a `#` that starts a comment: after a space in a text without quotes, or at the beginning of the
        line under it."""
        if event.end_mark.line in self.cuts:
            self._warn_of_cut_text(event)
        if not event.style and (line := self._line_of_note_under(event.end_mark.line)):
            self._warn_of_notes_under_text(event, line)

    def _line_of_note_under(self, line: int) -> int:
        """The index of the line with a `#` that follows a line, after any empty lines; 0 if no such line follows."""
        below = line + 1
        while below < len(self.lines) and not self.lines[below].strip():
            below += 1
        return below if below in self.signs else 0

    def _warn_of_cut_text(self, event: Any) -> None:
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

    def _warn_of_notes_under_text(self, event: Any, line: int) -> None:
        """A line that begins with `#` under a text, and farther right than its key or its dash, may belong to the
        text."""
        begin = self.lines[event.start_mark.line][: event.start_mark.column]
        row = self.signs[line]
        found, spaces = re.fullmatch(rf"(\s*(?:- )*?)(?:({KEY}):|-)\s*", begin), len(row) - len(row.lstrip())
        if not found or not row.lstrip().startswith("#") or spaces <= len(found[1]):
            return
        key = found[2]
        if key in ONE_LINE_KEYS or (not key and _ENTRY_ID.fullmatch(event.value)):
            return
        hint = "If it belongs to the text, put the whole text in quotes on one line."
        if key:
            hint = f"If it belongs to the text, {block_at(key, 'write')}"
            hint += f"\nIf `{key}` takes only one line, put the whole text in quotes on one line."
        column = f"begin the line with {len(found[1])} spaces" if found[1] else "begin it in the first column"
        hint += f"\nIf it is a note, {column}."
        self.add_problem(LineMark(line, spaces), "W009", "YAML ignores this line, because it begins with #.", hint)


def too_many(name: str, mark: LineColumn) -> Problem:
    """The problem that ends the check of a file with too many problems."""
    message = f"There are more than {MAX_PROBLEMS} mistakes. The check did not read the rest."
    hint = "Correct the first errors and check again: one error often causes many others."
    return Problem(Position(name, *mark), "E124", message, hint)


def block_at(key: str, write: str) -> str:
    """The advice to write the text of a key as a block. `write` is the verb, which may begin a sentence."""
    return f"{write}  {key}: |  and begin the text on the next line."


def as_block(key: str, entry: str, write: str = "Write") -> str:
    """The advice to write text with a list as a block. `entry` is a line of the list."""
    hint = block_at(key, write)
    if _IN_MARKDOWN.match(entry.lstrip()):
        return hint
    return f"{hint}\nBegin each entry of the list with a dash in place of “{entry.split()[0]}”."


def _line_of_joined_entry(rows: Sequence[str], style: str, value: str) -> int:
    """The index of the first line that begins like an entry of a list and is joined to the line above; 0 if there is no
    such line.

    A dash is enough in text without quotes. Other signs and numbers, and quoted text, need a second entry or a line
    above that ends with a colon, because a line of a sentence may begin with them.
    """
    found = {n: match for n, row in enumerate(rows) if (match := LISTED.match(row))}
    joined = [n for n in found if n and rows[n - 1].strip()]
    if style == ">":  # a line that begins farther right than the line above is not joined
        joined = [n for n in joined if re.search(rf"\S {re.escape(rows[n].strip())}", value)]
    for n in joined:
        is_dash = found[n][1] == "-" and style in ("", ">")
        others = (match for other, match in found.items() if other != n)
        if is_dash or rows[n - 1].rstrip().endswith(":") or any(_are_neighbors(found[n], other) for other in others):
            return n
    return 0


def _are_neighbors(entry: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two entries begin with the same sign, or with numbers or letters in a row."""
    if entry[1] or other[1]:
        return entry[1] == other[1]
    first, second = (int(match[2]) if match[2].isdigit() else ord(match[2]) for match in (entry, other))
    return entry[2].isdigit() == other[2].isdigit() and abs(first - second) == 1
