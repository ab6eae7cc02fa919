"""Withheld numbers stay withheld: every table up to a certain size is tested against a reader who knows the rules.

A table that fits the published numbers is a possible world. The test tries all worlds: if a withheld number has fewer
values in them than the threshold, the reader knows too much.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from affinity_hub.suppression.algorithm import Counts, Table, rate, suppress
from affinity_hub.suppression.raw_counts import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def tables(rows: int, columns: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to put at most `most` people into the cells."""

    def fill(cells: int, left: int) -> Iterator[tuple[int, ...]]:
        if not cells:
            yield ()
            return
        for count in range(left + 1):
            for rest in fill(cells - 1, left - count):
                yield (count, *rest)

    yield from fill(rows * columns, most)


def counts(cells: tuple[int, ...], rows: int, columns: int) -> Counts:
    names = ("retained", "left", "moved", "retired")[:columns]
    lines = tuple(tuple(cells[at : at + columns]) for at in range(0, len(cells), columns))
    return Counts(tuple(f"population {n}" for n in range(rows)), names, lines)


def shown(table: Table) -> Hashable:
    return table.total, table.by_row, table.by_column, table.cells


def numbers(table: Table) -> tuple[tuple[int | None, int], ...]:
    """Each number that could be in a table, as (published text, true value)."""
    cells = table.counts.cells
    truth = [sum(map(sum, cells)), *map(sum, cells), *(sum(c) for c in zip(*cells, strict=True))]
    public = [table.total, *table.by_row, *table.by_column]
    flat = [(s, t) for row, true in zip(table.cells, cells, strict=True) for s, t in zip(row, true, strict=True)]
    return (*zip(public, truth, strict=True), *flat)


def came(years: list[Table]) -> list[int]:
    """The number of new people between two years, in total and in each population. No table shows these numbers, but
    readers may calculate them."""
    found = []
    for table, two in pairwise(years):
        stayed = [row[0] for row in table.counts.cells]
        there = [sum(row) for row in two.counts.cells]
        found += [n - s for s, n in [(sum(stayed), sum(there)), *zip(stayed, there, strict=True)]]
    return found


def least_choice(worlds: Iterator[list[Table]], threshold: int) -> int:
    """The smallest number of values that any withheld number has among the worlds with the same publication.

    A small number of new people is withheld as well. Another test proves that the file has no other numbers, and that
    its rates come from published numbers.
    """
    withheld: dict[Hashable, list[set[int]]] = defaultdict(list)
    others: dict[Hashable, list[set[int]]] = defaultdict(list)
    for world in worlds:
        file = tuple(map(shown, world))
        hidden = [true for table in world for public, true in numbers(table) if public is None]
        for seen, now in ((withheld[file], hidden), (others[file], came(world))):
            seen.extend(set[int]() for _ in range(len(now) - len(seen)))
            for known, value in zip(seen, now, strict=True):
                known.add(value)
    small = [known for seen in others.values() for known in seen if min(known) < threshold]
    return min(len(known) for known in [*small, *(known for seen in withheld.values() for known in seen)])


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows,columns,most,threshold",
    [(1, 2, 40, 10), (1, 3, 24, 10), (1, 4, 12, 4), (2, 2, 22, 10), (2, 2, 14, 3), (2, 3, 12, 3), (3, 3, 8, 2)],
)
def test_nothing_withheld_can_be_pinned_down(rows: int, columns: int, most: int, threshold: int) -> None:
    worlds = (suppress([counts(cells, rows, columns)], threshold) for cells in tables(rows, columns, most))
    assert least_choice(worlds, threshold) >= threshold


def stayed_fit(earlier: tuple[int, ...], later: tuple[int, ...], columns: int) -> bool:
    """The retained people of each population are in that population a year later."""
    return all(earlier[at] <= sum(later[at : at + columns]) for at in range(0, len(earlier), columns))


@pytest.mark.slow
@pytest.mark.parametrize(
    "years,rows,most,threshold",
    [(2, 1, 12, 3), pytest.param(2, 2, 8, 2, marks=pytest.mark.long), (3, 1, 6, 2)],
    ids=lambda number: f"{number}",
)
def test_nothing_withheld_can_be_pinned_down_by_other_years(years: int, rows: int, most: int, threshold: int) -> None:
    # The number of people may grow each year, so the test tries every world that looks like a world of the first year.
    made = [
        {cells: counts(cells, rows, 2) for cells in tables(rows, 2, most + year * (threshold - 1))}
        for year in range(years)
    ]
    worlds = (
        suppress([tables[cells] for tables, cells in zip(made, world, strict=True)], threshold)
        for world in product(*made)
        if all(stayed_fit(*pair, 2) for pair in pairwise(world))
    )
    assert least_choice(worlds, threshold) >= threshold


def test_tables_that_look_alike_are_published_alike() -> None:
    files: dict[Hashable, set[str]] = defaultdict(set)
    for cells in tables(2, 2, 14):
        table = suppress([counts(cells, 2, 2)], 3)
        files[shown(table[0])].add(write("staff", table, 3))
    assert {len(texts) for texts in files.values()} == {1}


def test_the_simulated_reader_finds_a_revealed_number() -> None:
    # Only one number is withheld: of 20 people in two cells, 16 are shown, so the other cell is 4.
    worlds = ([Table(counts((n, 20 - n), 1, 2), 20, (20,), (n, 20 - n), ((n, None),))] for n in (14, 16))
    assert least_choice(worlds, 4) == 1


@pytest.mark.parametrize("size, expected", [(12, None), (14, None), (15, 15), (20, 20)])
def test_a_shrinking_population_is_withheld_if_its_parts_were_withheld(size: int, expected: int | None) -> None:
    """Of 15 people, a few were retained. A year later, a number below 15 would reveal that some of the 15 left."""
    first, second = suppress([counts((3, 12), 1, 2), counts((size, 0), 1, 2)], 10)
    assert (first.total, first.by_column) == (15, (None, None))
    assert (second.total, second.by_row) == (expected, (expected,))


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    table = suppress([counts((120, 31, 640, 72), 2, 2)])[0]
    assert all(public == true for public, true in numbers(table))


@pytest.mark.parametrize(
    "part,whole,expected",
    [
        (120, 151, 79),
        (145, 151, None),
        (6, 151, None),
        (None, 151, None),
        (40, None, None),
        (10, 20, 50),
        (9, 20, None),
        (11, 20, None),
    ],
)
def test_a_share_is_shown_if_both_sides_are_large(part: int | None, whole: int | None, expected: int | None) -> None:
    assert rate(part, whole) == expected


TABLE = """\
year,staff,retained,left,total
2023-24,Staff of color,120,31,151
2023-24,Other staff,640,72,712
2024-25,Staff of color,131,8,139
2024-25,Other staff,655,60,715
"""


def test_the_command_writes_only_publishable_numbers(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text(TABLE)
    result = run("suppress", tmp_path / "raw.csv")
    assert result.status == 0
    assert (
        result.out
        == """\
year,staff,retained,left,total,retained in percent
2023-24,Staff of color,120,31,151,79
2023-24,Other staff,640,72,712,90
2023-24,total,760,103,863,88
2024-25,Staff of color,withheld,withheld,139,withheld
2024-25,Other staff,withheld,withheld,715,withheld
2024-25,total,786,68,854,92
"""
    )


def test_the_threshold_may_be_raised_and_never_lowered(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("staff,here\nA,15\nB,40\n")
    assert "15" in run("suppress", tmp_path / "raw.csv").out
    assert "15" not in run("suppress", tmp_path / "raw.csv", "--threshold", 20).out
    assert run("suppress", tmp_path / "raw.csv", "--threshold", 5).status == 2


@pytest.mark.parametrize(
    "text,code",
    [
        (b"\xff\xfe", "E450"),
        (b"", "E451"),
        (b"staff,here\n", "E451"),
        (b"staff,here,here\nA,12,13\n", "E451"),
        (b"staff,here\nA,12,13\n", "E451"),
        (b"staff,here\nA,12\nA,13\n", "E451"),
        (b"staff,here\ntotal,12\n", "E451"),
        (b"staff,here\nA,12 percent\n", "E452"),
        (b"staff,here\nA,-1\n", "E452"),
        (b'staff,here\nA,"1,2"\n', "E452"),
        (b'staff,here\nA,"0,120"\n', "E452"),
        (b'staff,here\nA,"012,000"\n', "E452"),
        (b'staff,here\nA,"12,50"\n', "E452"),
        (b'staff,here\nA,",120"\n', "E452"),
        (b"staff,here\nA,120.0\n", "E452"),
        (b"staff,here\nA,1e3\n", "E452"),
        (b"staff,here\nA,1_000\n", "E452"),
        (b"staff,here\nA,1000001\n", "E452"),
        ("staff,here\nA,\u0661\u0662\n".encode(), "E452"),
        (b"staff,here\nA," + b"1" * 200_000 + b"\n", "E450"),
        (b"staff,here\nA," + b"9" * 5000 + b"\n", "E452"),
        (b"Black administrators,3\nWhite administrators,50\nOther,30\n", "E451"),
        (b"A,20\nB,5\nC,30\n", "E451"),
        (b"2023-24,A,3,12\n2023-24,B,50,40\n", "E451"),
        (b'A,"1,003",12\nB,50,40\n', "E451"),
        (b"A,<5\nB,50\n", "E451"),
        (b"A,3 people\nB,50\n", "E451"),
        (b"A,n=3\nB,50\n", "E451"),
        (b"A,3*\nB,50\n", "E451"),
        (b"Staff in 2024,\nA,50\n", "E451"),
        (b"staff,here,left,total\nA,12,13,26\n", "E453"),
        (b"staff,here\nA,12\nB,13\nTotal,26\n", "E453"),
    ],
)
def test_a_file_that_is_not_a_table_gets_an_answer(
    run: Callable[..., Run], tmp_path: Path, text: bytes, code: str
) -> None:
    (tmp_path / "raw.csv").write_bytes(text)
    result = run("suppress", tmp_path / "raw.csv")
    assert (result.status, result.out) == (1, "")
    assert f"[{code}]" in result.err


PARTS = "staff,retained,left\nStaff of color,120,31\nOther staff,640,72\n"


@pytest.mark.parametrize(
    "text, name",
    [
        *((f"{PARTS}{name},760,103\n", name) for name in ("All staff", "All", "Sum", "Everyone", "Staff", "District")),
        *((f"{PARTS}{name},760,104\n", name) for name in ("All", "Grand total", "Staff total", "Everyone here")),
        ("staff,here\nA,20\nB,30\nSubtotal,50\nC,40\n", "Subtotal"),
        ("staff,here\nA,20\nB,30\nLicensed,50\nC,40\n", "Licensed"),
        ("staff,here\nC,40\nLicensed,50\nA,20\nB,30\n", "Licensed"),
        ("staff,retained,left,all\nA,20,30,50\nB,30,40,70\n", "all"),
        ("staff,here,retained,left\nA,50,20,30\nB,70,30,40\n", "here"),
        ("staff,retained,left\nA,20,30\nStaff,20,30\n", "A"),
        ("year,staff,here\n2024,A,20\n2024,B,30\n2025,A,20\n2025,B,30\n2025,Sum,50\n", "Sum"),
    ],
)
def test_a_total_under_another_name_is_refused(run: Callable[..., Run], tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "raw.csv").write_text(text)
    result = run("suppress", tmp_path / "raw.csv")
    assert (result.status, result.out) == (1, "")
    assert "[E454]" in result.err
    assert f'"{name}"' in result.err


@pytest.mark.parametrize(
    "text",
    [
        PARTS,
        f"{PARTS}All other staff,50,60\nEveryone else,80,90\n",
        f"{PARTS}TOTAL,760,103\n",
        "staff,here\nA,20\nB,30\nC,50\ntotal,100\n",
        "staff,a,b,c,total\nA,20,30,50,100\nB,30,40,70,140\n",
        "staff,here\nA,20\nB,20\n",
        "staff,here,left\nA,0,0\nB,0,0\nC,0,0\n",
        "staff,0-5 years,6 or more years\nA,20,31\nB,20,50\n",
    ],
)
def test_a_part_that_is_not_a_total_is_accepted(run: Callable[..., Run], tmp_path: Path, text: str) -> None:
    (tmp_path / "raw.csv").write_text(text)
    assert run("suppress", tmp_path / "raw.csv").status == 0


@pytest.mark.parametrize(
    "typed,count",
    [
        ("0000000120", 120),
        ("000000000000000000000000000120", 120),
        ("0120", 120),
        ('"1,200"', 1200),
        ('"1,000,000"', 1_000_000),
        (" 120 ", 120),
        ("1000000", 1_000_000),
    ],
)
def test_a_number_is_read_in_full(run: Callable[..., Run], tmp_path: Path, typed: str, count: int) -> None:
    (tmp_path / "raw.csv").write_text(f"staff,here,gone\nA,{typed},50\n")
    assert run("suppress", tmp_path / "raw.csv").out.splitlines()[1] == f"A,{count},50,{count + 50}"


@pytest.mark.parametrize("sign, name", [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical lines")])
def test_a_different_separator_is_named(run: Callable[..., Run], tmp_path: Path, sign: str, name: str) -> None:
    """In many countries, spreadsheets save CSV with semicolons."""
    (tmp_path / "raw.csv").write_text(f"staff{sign}here{sign}gone\nA{sign}120{sign}50\n")
    done = run("suppress", tmp_path / "raw.csv")
    assert (done.status, done.out) == (1, "")
    assert f"separated by {name}" in done.err


@pytest.mark.parametrize("label", ["=1+1", "+A1", "-A1", "@SUM(A1)", " =1+1", "\uff1d1+1", "\ufe621", "=HYPERLINK(A1)"])
def test_no_label_runs_as_a_formula(run: Callable[..., Run], tmp_path: Path, label: str) -> None:
    (tmp_path / "raw.csv").write_text(f"year,{label},{label} gone\n{label},{label},50\n", "utf-8")
    out = run("suppress", tmp_path / "raw.csv").out
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in "=+-@\uff1d\ufe62" and cell]
    assert f"'{label.strip()}" in cells


def test_a_missing_file_gets_an_answer(run: Callable[..., Run], tmp_path: Path) -> None:
    assert "[E450]" in run("suppress", tmp_path / "raw.csv").err
