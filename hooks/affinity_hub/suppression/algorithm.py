"""Turns raw counts of people into a table that may be published: `affinity-hub suppress`, run where the raw counts are.

The rules are so simple that knowing them reveals nothing:

1. No number below the threshold is shown, not even zero, because "nobody left" means that everyone stayed.
2. The parts of a total are shown all together or not at all. If only the small parts and the next larger part were
   hidden, readers who know the rule could calculate them: of 60, 60, and 9 with one visible 60, the hidden parts can
   only be 60 and 9.
3. If the sizes of the populations are withheld, so is everything that adds up to them. Only the total is left.
4. Withheld numbers look the same for every reason.

Between years: the people who stayed are among the people counted a year later, and the other people are new. So a year
is compared with the year before it. Nothing about a year is shown if its total would reveal that the number of new
people is below the threshold. Its sizes are withheld if they would reveal this for one population. If the number of
people who stayed is withheld, its sizes are also withheld if a population has become smaller, because the people who
stayed must fit in it. Numbers that were already shown are not withheld later, because that would be too late.

The rules follow the small-number guideline of the Washington State Department of Health (primary and secondary
suppression), with whole breakdowns as the secondary step. `tests/suppression/test_suppression.py` tries every table up
to a certain size. At the real threshold, a solver plays a reader who knows these rules and everything that is
published, and looks for other possible tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

THRESHOLD: Final = 10
STAYED: Final = "retained"

PublishedCount: TypeAlias = "int | None"


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts of people who are each in exactly one cell: populations down, outcomes or kinds across."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    year: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The values of `Counts` that may be shown; None is withheld."""

    counts: Counts
    total: PublishedCount
    by_row: tuple[PublishedCount, ...]
    by_column: tuple[PublishedCount, ...]
    cells: tuple[tuple[PublishedCount, ...], ...]


def suppress(years: Sequence[Counts], threshold: int = THRESHOLD) -> list[Table]:
    """The publishable tables for the given tables, one for each year, in the order of the years. Later years do not
    change the results of earlier years."""
    tables: list[Table] = []
    for counts in years:
        tables.append(_table(counts, tables[-1] if tables else None, threshold))
    return tables


def _table(counts: Counts, before: Table | None, threshold: int) -> Table:
    by_row = tuple(map(sum, counts.cells))
    by_column = tuple(map(sum, zip(*counts.cells, strict=True)))
    flat = tuple(cell for row in counts.cells for cell in row)
    came, everyone_fits = _revealed_by(before, counts.rows, by_row)
    shows_parts = min((*by_row, *came)) >= threshold and everyone_fits
    # The size of a single population is the total.
    total = sum(by_row) if sum(by_row) >= threshold and min(came[:1], default=threshold) >= threshold else None
    total = total if shows_parts or len(by_row) > 1 else None

    def parts(numbers: tuple[int, ...]) -> tuple[PublishedCount, ...]:
        if len(numbers) == 1:
            return (total,)
        return numbers if total and shows_parts and min(numbers) >= threshold else (None,) * len(numbers)

    shown, width = parts(flat), len(counts.columns)
    cells = tuple(shown[start : start + width] for start in range(0, len(flat), width))
    return Table(counts, total, parts(by_row), parts(by_column), cells)


def _revealed_by(before: Table | None, rows: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[list[int], bool]:
    """The numbers that sizes would reveal together with the table of the year before: the number of new people in total
    and in each population, if it can be calculated, and whether all people of the year before would still fit."""
    if before is None or STAYED not in before.counts.columns:
        return [], True
    at = before.counts.columns.index(STAYED)
    stayed = before.by_column[at]
    came = [] if stayed is None else [sum(sizes) - stayed]
    now = dict(zip(rows, sizes, strict=True))
    everyone_fits = True
    for name, cells, size in zip(before.counts.rows, before.cells, before.by_row, strict=True):
        stayed_here = cells[at]
        if name in now and stayed_here is not None:
            came.append(now[name] - stayed_here)
        elif name in now and (size, stayed) != (None, None):
            everyone_fits = everyone_fits and size is not None and now[name] >= size
    return came, everyone_fits


def rate(part: PublishedCount, whole: PublishedCount, threshold: int = THRESHOLD) -> PublishedCount:
    """The part in whole percent, if the part, the rest, and the whole may all be shown; otherwise None."""
    if part is None or whole is None or min(part, whole - part, whole) < threshold:
        return None
    return round(100 * part / whole)
