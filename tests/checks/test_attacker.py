"""Tables of hundreds of people, with the real threshold: a solver acts as a reader who wants to learn withheld numbers.

The reader knows everything that is published and how it is made, and looks for worlds that would lead to exactly the
same publication. A world counts only if the program itself publishes it the same way, so nothing depends on how this
module turns the rules into inequalities: a mistake there can only make a test fail.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations, count, pairwise
from typing import TYPE_CHECKING, Any

import pulp
import pytest
from affinity_hub.suppression.algorithm import STAYED, THRESHOLD, Counts, Table, suppress
from affinity_hub.suppression.raw_counts import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

# The solver that comes with the library. The library's next version will require a separate installation.
pytestmark = pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated")
MOST = 5_000
K = THRESHOLD


class Reader:
    """A system of inequalities: everything that a reader of published tables knows about the counts behind them."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables, self.numbers = tables, count()
        self.problem = pulp.LpProblem("reader", pulp.LpMinimize)
        self.cells = [[[self.number() for _ in row] for row in table.cells] for table in tables]
        for at in range(len(tables)):
            self.learn(at)

    def number(self, most: int = MOST) -> Any:
        return self.problem.add_variable(f"x{next(self.numbers)}", 0, most, cat="Integer")

    def learn(self, at: int) -> None:
        """The facts that one year adds, given the year before."""
        table, (rows, columns, flat) = self.tables[at], self.sums(at)
        before = self.tables[at - 1] if at else None
        stayed = [row[0] for row in self.cells[at - 1]] if at else []
        for part, size in zip(stayed, rows, strict=False):
            self.problem += part <= size
        for shown, exact in zip(self.shown(at), [sum(flat), *rows, *columns, *flat], strict=True):
            if shown is not None:
                self.problem += exact == shown
        if table.total is None:
            known = before.by_column[0] if before else None
            self.problem += sum(flat) <= K - 1 + (known or 0)
        elif table.by_row[0] is None:
            reasons = [size - (K - 1) for size in rows]
            if before and before.cells[0][0] is not None:
                reasons += [size - row[0] - (K - 1) for size, row in zip(rows, before.cells, strict=True)]
            elif before and before.by_row[0] is not None:
                reasons += [size - was + 1 for size, was in zip(rows, before.by_row, strict=True) if was]
            self.one_of(reasons)
        else:
            if table.by_column[0] is None:
                self.one_of([column - (K - 1) for column in columns])
            if table.cells[0][0] is None:
                self.one_of([cell - (K - 1) for cell in flat])

    def one_of(self, reasons: list[Any]) -> None:
        """At least one of several numbers is not above zero."""
        holds = [self.number(1) for _ in reasons]
        for reason, switch in zip(reasons, holds, strict=True):
            self.problem += reason <= 10 * MOST * (1 - switch)
        self.problem += sum(holds) >= 1

    def sums(self, at: int) -> tuple[list[Any], ...]:
        cells = self.cells[at]
        return (
            [sum(row) for row in cells],
            [sum(c) for c in zip(*cells, strict=True)],
            [c for row in cells for c in row],
        )

    def shown(self, at: int) -> list[int | None]:
        table = self.tables[at]
        return [table.total, *table.by_row, *table.by_column, *(cell for row in table.cells for cell in row)]

    def secrets(self) -> Iterator[Any]:
        """A variable for each withheld number."""
        for at in range(len(self.tables)):
            rows, columns, flat = self.sums(at)
            for number, shown in zip([sum(flat), *rows, *columns, *flat], self.shown(at), strict=True):
                if shown is None:
                    yield self.named(number)

    def named(self, number: Any) -> Any:
        """A variable that equals the sum of other variables."""
        name = self.number(100 * MOST)
        self.problem += name == number
        return name

    def world(self, secret: Any, sign: int = 1, value: int | None = None) -> bool:
        """Whether there is a world with a given value of a secret. Without a value, the solver looks for the smallest
        value, or for -1, the largest."""
        self.problem.setObjective(sign * secret)
        secret.bounds(*((0, 100 * MOST) if value is None else (value, value)))
        status = self.problem.solve(pulp.PULP_CBC_CMD(msg=False))
        secret.bounds(0, 100 * MOST)
        return bool(status == pulp.LpStatusOptimal)

    def found(self) -> list[Counts]:
        """The world that the solver found last."""
        return [
            Counts(
                table.counts.rows,
                table.counts.columns,
                tuple(tuple(round(pulp.value(cell)) for cell in row) for row in cells),
                table.counts.year,
            )
            for table, cells in zip(self.tables, self.cells, strict=True)
        ]


def least_known(years: list[Counts]) -> int:
    """The smallest number of possible values that any withheld number has for a reader, counted up to the threshold."""
    tables = suppress(years)
    published = write("staff", tables, K)
    reader = Reader(tables)
    secrets = list(reader.secrets())
    seen: list[set[int]] = [set() for _ in secrets]

    def look(secret: Any, sign: int = 1, value: int | None = None) -> int:
        if reader.world(secret, sign, value):
            same = write("staff", suppress(reader.found()), K) == published
            assert same, "the solver uses different rules from the program"
            for values, variable in zip(seen, secrets, strict=True):
                values.add(round(pulp.value(variable)))
        return round(float(pulp.value(secret)))

    for secret, values in zip(secrets, seen, strict=True):
        if len(values) < K:
            low, high = look(secret), look(secret, -1)
            for step in range((high - low) // 2 + 1):
                for value in (low + step, high - step):
                    if len(values) < K and value not in values:
                        look(secret, value=value)
    return min(map(len, seen), default=K)


def district(seed: int) -> list[Counts]:
    """Made-up counts for one to three years, in which retained people appear again in the next year and small numbers
    are common."""
    dice = random.Random(seed)
    populations, outcomes = dice.choice([2, 2, 3]), dice.choice([2, 2, 3])
    sizes = [dice.choice([12, 25, 60, 150, 400]) for _ in range(populations)]
    years = []
    for year in range(dice.choice([1, 2, 2, 3])):
        cells = []
        for size in sizes:
            gone = [min(size, dice.choice([0, 3, 9, 11, 25, size // 2])) for _ in range(outcomes - 1)]
            cells.append((max(0, size - sum(gone)), *gone))
        years.append(
            Counts(
                tuple(f"population {n}" for n in range(populations)),
                (STAYED, "left", "retired")[:outcomes],
                tuple(cells),
                f"{2020 + year}-{21 + year}",
            )
        )
        sizes = [row[0] + dice.choice([0, 2, 10, 14, 40, 90]) for row in cells]
    return years


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_solver_cannot_pin_down_withheld_numbers(seed: int) -> None:
    assert least_known(district(seed)) >= K


def test_a_shrinking_population_reveals_nothing() -> None:
    # With the sizes of the second year, a reader learns that 5 to 9 of the 50 people in B left.
    first = Counts(("A", "B"), (STAYED, "left"), ((100, 100), (45, 5)), "2024-25")
    second = Counts(("A", "B"), (STAYED, "left"), ((60, 55), (30, 15)), "2025-26")
    first_table, second_table = suppress([first, second])
    assert (first_table.by_row, first_table.by_column, first_table.cells[0]) == ((200, 50), (145, 105), (None, None))
    assert (second_table.total, second_table.by_row) == (160, (None, None))
    assert least_known([first, second]) >= K


def test_the_solver_would_find_numbers_that_can_be_pinned_down() -> None:
    first = Counts(("A", "B"), (STAYED, "left"), ((100, 100), (45, 5)), "2024-25")
    reader = Reader(suppress([first]))
    # Suppose that the next year published 115 people in A and 45 in B.
    for row, size in zip(reader.cells[0], (115, 45), strict=True):
        reader.problem += row[0] <= size
    left = reader.named(reader.cells[0][1][1])
    ends = [reader.world(left, sign) and pulp.value(left) for sign in (1, -1)]
    assert ends == [5, 9]


@pytest.mark.parametrize("seed", range(40))
def test_a_later_year_does_not_undo_earlier_withholding(seed: int) -> None:
    years = district(seed)
    tables = suppress(years)
    for upto in range(1, len(years)):
        assert suppress(years[:upto]) == tables[:upto]
    # Nobody can calculate that only a few people are new.
    for table, two in pairwise(tables):
        stayed = [table.by_column[0], *(row[0] for row in table.cells)]
        there = [two.total, *two.by_row]
        assert not any(s is not None and n is not None and n - s < K for s, n in zip(stayed, there, strict=True))


# --- Measures that are parts of each other ---------------------------------------------------------------------------


def progress(seed: int, parts: str | None) -> tuple[str, dict[str, tuple[int, set[str]]]]:
    """A made-up `progress.yml` for one year: a whole with parts, some with a further part.

    Returns the text and, by id, the published count and what each measure is a part of.
    """
    dice = random.Random(seed)
    total = dice.choice([60, 100, 150])
    figures: dict[str, tuple[int, set[str]]] = {"whole": (total, set())}
    left, names = total, [f"part-{number}" for number in range(dice.choice([2, 2, 3, 4]))]
    for name in names:
        # Disjoint parts fit into the whole. Parts without a statement may share people.
        most = left if parts == "disjoint" or dice.random() < 0.8 else total
        size = dice.choice([10, 15, 30, total // len(names), most - dice.choice([0, 3, 9, 10, 25])])
        figures[name] = min(max(size, 0), most), {"whole"}
        left = max(0, left - figures[name][0])
        if figures[name][0] > 24 and dice.random() < 0.4:
            figures[f"{name}-own"] = figures[name][0] - dice.choice([10, 12]), {name}
    lines = ["measures:"]
    for name, (size, above) in figures.items():
        head = f"id: {name}, title: {name}, definition: All, snapshot: October 1, source: HR, counted_by: HR"
        hidden = size < K or (name != "whole" and dice.random() < 0.2)
        figures[name] = (-1 if hidden else size), above
        own = f", parts: {parts}" if name == "whole" and parts else f", part_of: [{', '.join(sorted(above))}]"
        own = "" if name == "whole" and not parts else own
        shown = "withheld" if hidden else size
        lines.append(f"  - {{{head}{own}, figures: [{{year: 2025-26, count: {shown}}}]}}")
    return "\n".join(lines) + "\n", figures


def most_in_no_part(figures: dict[str, tuple[int, set[str]]], supposed: Sequence[str]) -> int | None:
    """How many people of the whole can be outside all parts in `supposed`, if no one is in two of these parts.

    There is one unknown for each combination of measures that can count the same person, as in a Venn diagram. The
    result is None if no counts fit the published numbers.
    """
    problem, regions = pulp.LpProblem("parts", pulp.LpMaximize), {}
    names = [name for name in figures if name != "whole"]
    for code in range(2 ** len(names)):
        inside = {name for at, name in enumerate(names) if code >> at & 1}
        fits = all(figures[name][1] <= inside | {"whole"} for name in inside)
        if fits and len(inside.intersection(supposed)) < 2:
            regions[frozenset(inside)] = problem.add_variable(f"x{code}", 0, MOST, cat="Integer")
    for name, (number, _) in figures.items():
        if number >= 0:
            problem += sum(size for inside, size in regions.items() if name == "whole" or name in inside) == number
    problem.setObjective(sum(size for inside, size in regions.items() if not inside.intersection(supposed)))
    status = problem.solve(pulp.PULP_CBC_CMD(msg=False))
    return round(float(pulp.value(problem.objective))) if status == pulp.LpStatusOptimal else None


@pytest.mark.slow
@pytest.mark.parametrize("parts,code", [(None, "W446"), ("disjoint", "E441")])
def test_a_reader_who_adds_up_parts_learns_no_small_number(
    parts: str | None, code: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    reported = 0
    for seed in range(50):
        text, figures = progress(seed, parts)
        codes = set(re.findall(r"\[([EW]\d+)\]$", run("check", district(progress=text)).out, re.MULTILINE))
        published = [name for name, (size, above) in figures.items() if size >= 0 and above]
        # Every set of parts that can be disjoint. A part and its own part share people.
        several = chain.from_iterable(combinations(published, size) for size in range(2, len(published) + 1))
        sets = [chosen for chosen in several if not any(f"{name}-own" in chosen for name in chosen)]
        most = [most_in_no_part(figures, chosen) for chosen in sets]
        if any(number is not None and number < K for number in most):
            assert code in codes, text
            reported += 1
    assert reported > 5, "these districts have enough withheld numbers to prove something"


def test_parts_that_share_people_are_not_subtracted(district: Callable[..., Path], run: Callable[..., Run]) -> None:
    for seed in range(25):
        assert "W446" not in run("check", district(progress=progress(seed, "overlapping")[0])).out


def test_the_reader_of_parts_would_find_a_small_number() -> None:
    figures = {"whole": (100, set[str]()), "one": (45, {"whole"}), "two": (50, {"whole"})}
    assert most_in_no_part(figures, ("one", "two")) == 5
    assert most_in_no_part(figures, ()) == 100
