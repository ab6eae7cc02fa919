"""Reads a table of raw counts as a spreadsheet saves it, and writes the table that may be published, both as CSV.

    year,staff,retained,left
    2023-24,Staff of color,120,31
    2023-24,Other staff,640,72

Each population has one line, each count has one column, and everyone is in exactly one cell; the column `year` is
optional. Lines and columns called `total` are checked and calculated again. Other lines and columns that look like
totals are refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from affinity_hub.core.problems import DataError, Position, Problem
from affinity_hub.core.text import WITHHELD, csv_cell, shorten

from .algorithm import STAYED, Counts, PublishedCount, Table, rate

TOTAL: Final = "total"
_EXAMPLE: Final = "year,staff,retained,left\n2023-24,Staff of color,120,31\n2023-24,Other staff,640,72"
_MAX_COUNT: Final = 1_000_000
# Commas only between groups of three digits: `1,5` may mean one and a half, and `0,120` a part of one.
_COUNT: Final = re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical lines"}
# "All other staff" and "All-gender restrooms" are parts. "Everyone else" is a part, too.
_TOTAL: Final = re.compile(
    r"(?:sub|grand)?[ -]?totals?|sums?|overall|combined|altogether|all|all(?![ -](?:others?|genders?)\b) .*"
    r"|(?:everyone|everybody)(?! else)\b.*|(?:the )?(?:whole|entire) .*|.*\b(?:sub)?totals?"
    r"|(?:sub|grand)?[ -]?total\b.*"
)
# Letters that can be beside a raw count: "3 people", "n=3", "approx. 3"
_BESIDE_COUNT: Final = frozenset((
    "n", "x", "ca", "about", "approx", "approximately", "people", "person", "persons", "staff", "employees",
    "headcount",
))  # fmt: skip


def read(path: Path) -> tuple[str, list[Counts]]:
    """The name of the first column and one table per year, oldest first. Raises `DataError` with all problems."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        hint = "Save the table as CSV (UTF-8)."
        raise DataError([Problem(Position(path.name), "E450", "The table cannot be read.", hint)]) from None
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    except csv.Error:  # a cell of more than 131,072 characters, or a NUL
        hint = "An unmatched quotation mark can turn many lines into one cell. Save the table as CSV again."
        raise DataError([Problem(Position(path.name), "E450", "The table cannot be read.", hint)]) from None
    return _Reader(path.name, rows).all()


def write(name: str, tables: Sequence[Table], threshold: int) -> str:
    """The publishable tables as CSV, with totals, and with the percentage of people who stayed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = tables[0].counts.columns
    has_rate, has_year = STAYED in columns, bool(tables[0].counts.year)
    ends = [TOTAL, *([f"{STAYED} in percent"] if has_rate else [])]
    writer.writerow([*(["year"] if has_year else []), *map(csv_cell, (name, *columns)), *ends])
    for table in tables:
        lines = zip(
            (*table.counts.rows, TOTAL), (*table.cells, table.by_column), (*table.by_row, table.total), strict=True
        )
        for label, cells, total in lines:
            shown = [_shown(cell) for cell in (*cells, total)]
            if has_rate:
                shown.append(_shown(rate(cells[columns.index(STAYED)], total, threshold)))
            writer.writerow([*([csv_cell(table.counts.year)] if has_year else []), csv_cell(label), *shown])
    return out.getvalue()


def _count(cell: str) -> int | None:
    """The number of people in a cell; None if the whole cell is not a number up to a million."""
    if not _COUNT.fullmatch(cell):
        return None
    digits = cell.replace(",", "").lstrip("0") or "0"
    return int(digits) if len(digits) <= len(str(_MAX_COUNT)) and int(digits) <= _MAX_COUNT else None


def _shown(count: PublishedCount) -> str:
    return WITHHELD if count is None else str(count)


class _Reader:
    def __init__(self, file: str, rows: list[list[str]]) -> None:
        self.file, self.rows, self.problems = file, rows, list[Problem]()
        self.head = [cell.strip() for cell in rows[0]] if rows else []
        self.first = 1 if self.head and self.head[0].lower() == "year" else 0

    def all(self) -> tuple[str, list[Counts]]:
        if len(self.head) == 1 and (used := [name for sign, name in _SEPARATORS.items() if sign in self.rows[0][0]]):
            self.wrong(
                1, "E451", f"The cells of this table are separated by {used[0]}. Save it with commas between them."
            )
            raise DataError(self.problems)
        labels = [label.lower() if label.lower() in (STAYED, TOTAL) else label for label in self.head[self.first + 1 :]]
        is_bare = any(map(_is_count, labels))  # a line with counts, which would be published as names
        if is_bare or len(labels) < 1 or len(self.rows) < 2 or len(set(labels)) < len(labels):
            self.wrong(
                1,
                "E451",
                "The first line must have the names of the columns, and the lines under it must have the counts.",
            )
            raise DataError(self.problems)
        years: dict[str, dict[str, list[int]]] = {}
        for number, row in enumerate(self.rows[1:], 2):
            self.line(number, row, labels, years)
        made = [self.table(year, rows, labels) for year, rows in sorted(years.items())] if not self.problems else []
        if self.problems:
            raise DataError(self.problems)
        return self.head[self.first], made

    def line(self, number: int, row: list[str], labels: list[str], years: dict[str, dict[str, list[int]]]) -> None:
        cells = [cell.strip() for cell in row]
        if len(cells) != len(self.head):
            self.wrong(number, "E451", f"The line has {len(cells)} cells; the first line has {len(self.head)}.")
            return
        year, name = cells[0] if self.first else "", cells[self.first]
        name = TOTAL if name.lower() == TOTAL else name
        if name in (known := years.setdefault(year, {})):
            self.wrong(number, "E451", f'"{shorten(name)}" is given twice{f" for {year}" if year else ""}.')
        known[name] = list(self.counts(number, cells[self.first + 1 :], labels))

    def counts(self, number: int, cells: list[str], labels: list[str]) -> Iterator[int]:
        for cell, label in zip(cells, labels, strict=True):
            count = _count(cell)
            if count is None:
                self.wrong(number, "E452", f'"{shorten(cell)}" under {shorten(label)} is not a count.')
            yield count or 0

    def table(self, year: str, rows: dict[str, list[int]], labels: list[str]) -> Counts:
        """The cells without the totals. Given totals must be right."""
        if TOTAL in labels:
            at = labels.index(TOTAL)
            for name, counts in rows.items():
                if counts.pop(at) != sum(counts):
                    self.wrong(
                        0, "E453", f'The total of "{shorten(name)}"{f" in {year}" if year else ""} is not the sum.'
                    )
            labels = [label for label in labels if label != TOTAL]
        else:
            self.refuse_hidden_total("column", year, labels, list(zip(*rows.values(), strict=True)))
        given = rows.pop(TOTAL, None)
        if given and given != [sum(column) for column in zip(*rows.values(), strict=True)]:
            self.wrong(0, "E453", f"The line `total`{f' of {year}' if year else ''} is not the sum of the other lines.")
        if given is None:
            self.refuse_hidden_total("line", year, list(rows), list(rows.values()))
        if not rows or not labels:
            self.wrong(0, "E451", "There are only totals. The tool needs the counts that add up to them.")
        return Counts(tuple(rows), tuple(labels), tuple(map(tuple, rows.values())), year)

    def refuse_hidden_total(self, noun: str, year: str, labels: list[str], lines: list[Sequence[int]]) -> None:
        """A correct total proves that no other line or column is a total, so call this function only without a
        total."""
        if (label := _hidden_total(labels, lines)) is not None:
            where = f" in {year}" if year else ""
            message = f'The {noun} "{shorten(label)}"{where} looks like a total, so people would be counted twice.'
            self.wrong(0, "E454", message)

    def wrong(self, line: int, code: str, message: str) -> None:
        hint = f"A table looks like this:\n{_EXAMPLE}" if code == "E451" else _HINTS[code]
        self.problems.append(Problem(Position(self.file, line or 1), code, message, hint))


# --- Totals under other names, such as `All staff` -------------------------------------------------------------------
# The algorithm adds up everyone who is in the table, so each person must be in exactly one cell.


def _is_count(label: str) -> bool:
    """Whether the name of a column is a count or empty, which means that the line with the names is missing."""
    words = re.findall(r"[^\W\d_]+", label.lower())
    return not words or (any(map(str.isdigit, label)) and _BESIDE_COUNT.issuperset(words))


def _hidden_total(labels: Sequence[str], lines: Sequence[Sequence[int]]) -> str | None:
    """The name of the first line (or column) that looks like a total of other lines, if there is one.

    `lines` has the counts of each label. A line is a total by its name, or because it is the sum of all other lines or
    of at least two lines directly before or after it.
    """
    for at, (label, line) in enumerate(zip(labels, lines, strict=True)):
        others = [*lines[:at], *lines[at + 1 :]]
        if _TOTAL.fullmatch(" ".join(label.lower().split())) or (others and _is_sum(line, others, at)):
            return label
    return None


def _is_sum(line: Sequence[int], others: Sequence[Sequence[int]], at: int) -> bool:
    if not any(line):
        return False
    runs = [others] if len(others) > 1 or len(line) > 1 else []
    runs += [others[start:at] for start in range(at - 1)]
    runs += [others[at:end] for end in range(at + 2, len(others) + 1)]
    return any(list(line) == [sum(column) for column in zip(*run, strict=True)] for run in runs)


_HINTS: Final = {
    "E452": "Write whole numbers of people:  120   and 0 for no one. A share in percent is not a count.",
    "E453": "Correct the counts, or leave the totals out; the tool adds them again.",
    "E454": (
        "Delete it, or call it  total  if it is the total of everyone. If it is a population or an outcome of its own,"
        " add a line and a column named  total  with the sums."
    ),
}
