"""From raw counts of people to a table that may be published: `affinity-hub suppress`, run where the raw counts are.

Three rules, simple enough that knowing them gives nothing away:

1. No number below the threshold is shown, zero included: that nobody left says of everybody that they stayed.
2. The parts of a total are shown all together or not at all. Hiding only the small ones and the next larger gives them
   away to whoever knows the rule: of 60, 60 and 9 with one 60 in sight, what is hidden can only be 60 and 9.
3. What is withheld looks the same whatever the reason.

Between years: those who stayed are among those counted a year later. Where that and the totals would leave fewer
possible values for something withheld than the threshold, the totals of the earlier year are withheld as well.

After the small-number guideline of the Washington State Department of Health (primary and secondary suppression), with
whole breakdowns as its secondary step; `tests/test_suppression.py` tries every table up to a size against a reader who
knows all that is published, and these rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

THRESHOLD: Final = 10
STAYED: Final = "retained"

Shown: TypeAlias = "int | None"


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts of people who are each in exactly one cell: populations down, outcomes or kinds across."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    year: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What may be shown of `Counts`; None is withheld."""

    counts: Counts
    total: Shown
    by_row: tuple[Shown, ...]
    by_column: tuple[Shown, ...]
    cells: tuple[tuple[Shown, ...], ...]


def suppress(years: Sequence[Counts], threshold: int = THRESHOLD) -> list[Table]:
    """What may be published of one table a year, given in the order of the years."""
    tables = [_alone(counts, threshold) for counts in years]
    for at in reversed(range(len(tables) - 1)):
        tables[at] = _beside(tables[at], tables[at + 1], threshold)
    return tables


def _alone(counts: Counts, threshold: int) -> Table:
    by_row = [sum(row) for row in counts.cells]
    by_column = [sum(column) for column in zip(*counts.cells, strict=True)]
    total = sum(by_row) if sum(by_row) >= threshold else None
    flat = _whole([cell for row in counts.cells for cell in row], threshold)
    width = len(counts.columns)
    cells = tuple(tuple(flat[start : start + width]) for start in range(0, len(flat), width))
    return Table(counts, total, _whole(by_row, threshold), _whole(by_column, threshold), cells)


def _whole(parts: Sequence[int], threshold: int) -> tuple[Shown, ...]:
    """The parts of a total, or as many times nothing."""
    return tuple(parts) if min(parts) >= threshold else (None,) * len(parts)


def _beside(table: Table, later: Table, threshold: int) -> Table:
    """A table next to that of the following year, in which those who stayed are counted again."""
    counts = table.counts
    if None not in table.cells[0] or STAYED not in counts.columns:
        return table
    stayed = table.by_column[counts.columns.index(STAYED)]
    if stayed is None:
        return table
    came = None if later.total is None else later.total - stayed
    if (came is None or came >= threshold) and _choices(table, later, stayed) >= threshold:
        return table
    return replace(table, by_row=(None,) * len(counts.rows), by_column=(None,) * len(counts.columns))


def _choices(table: Table, later: Table, stayed: int) -> int:
    """The fewest values that the number of those who stayed of one population can have, as far as totals tell."""
    after = dict(zip(later.counts.rows, later.by_row, strict=True))
    pairs = [(total, after.get(name, total)) for name, total in zip(table.counts.rows, table.by_row, strict=True)]
    if len({total is None for pair in pairs for total in pair}) == 2:
        # Which year has a small population is told then, and the sizes of the other year tell the rest.
        return 0
    most = [min(total, then) for total, then in pairs if total is not None and then is not None] or [stayed]
    return min(min(one, stayed) - max(0, stayed - (sum(most) - one)) + 1 for one in most)


def rate(part: Shown, whole: Shown, threshold: int = THRESHOLD) -> Shown:
    """The part in whole percent, where it, the rest and the whole may all be shown; otherwise None."""
    if part is None or whole is None or min(part, whole - part, whole) < threshold:
        return None
    return round(100 * part / whole)
