"""The edges of the rules about published figures: which numbers of people the check refuses, and which it accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.conftest import Run

YEAR, NEXT = "2025-26", "2026-27"
DEFINED = dict.fromkeys(("definition", "snapshot", "source", "counted_by"), "Known")

Codes = Callable[..., list[str]]


def measure(name: str, figures: int | dict[str, Any] | None, **keys: Any) -> dict[str, Any]:
    """A measure as people type it. A number alone is the figure for one year."""
    by_year = {YEAR: figures} if isinstance(figures, int) else figures or {}
    typed = [{"year": year, "count": f"{count}"} for year, count in by_year.items()]
    return {"id": name, "title": name.capitalize(), **DEFINED, "figures": typed} | keys


@pytest.fixture
def codes(district: Callable[..., Path], run: Callable[..., Run]) -> Codes:
    """The problems that the check finds in the given measures: the id of the measure and the code."""

    def found(*measures: dict[str, Any]) -> list[str]:
        text = yaml.safe_dump({"measures": list(measures)}, sort_keys=False)
        lines = text.splitlines()
        answer = run("check", district(progress=text)).out
        problems = re.findall(r"^progress\.yml:(\d+):\d+: .*\[([EW]44\d)\]$", answer, re.MULTILINE)
        names = [
            next(one for one in reversed(lines[: int(line)]) if one.startswith("- id: ")).split()[-1]
            for line, _ in problems
        ]
        return [f"{name} {code}" for name, (_, code) in zip(names, problems, strict=True)]

    return found


@pytest.mark.parametrize("count, expected", [(0, ["one E440"]), (9, ["one E440"]), (10, []), (11, [])])
def test_a_number_below_ten_is_refused(count: int, expected: list[str], codes: Codes) -> None:
    assert codes(measure("one", count)) == expected


@pytest.mark.parametrize("key", ["out_of", "part_of"])
@pytest.mark.parametrize(
    "count, expected",
    [(101, ["part E442"]), (100, ["part E441"]), (91, ["part E441"]), (90, []), (89, [])],
)
def test_a_part_leaves_at_least_ten_people(count: int, expected: list[str], key: str, codes: Codes) -> None:
    whole = measure("whole", 100)
    assert codes(whole, measure("part", count, **{key: "whole" if key == "out_of" else ["whole"]})) == expected


def test_every_year_of_a_part_is_checked(codes: Codes) -> None:
    whole = measure("whole", {"2023-24": 100, YEAR: 100})
    part = measure("part", {"2022-23": 95, "2023-24": 50, YEAR: 95}, part_of=["whole"])
    assert codes(whole, part) == ["part E441"]


@pytest.mark.parametrize("first, second", [(YEAR, NEXT), ("1998-99", "1999-00"), ("1999-00", "2000-01")])
@pytest.mark.parametrize(
    # If fewer people are counted a year later, the difference is negative, so it is not a number of people.
    "there, expected",
    [(100, ["stayed E441"]), (109, ["stayed E441"]), (110, []), (90, [])],
)
def test_at_least_ten_people_are_new(there: int, expected: list[str], first: str, second: str, codes: Codes) -> None:
    stayed = measure("stayed", {first: 100}, out_of="staff")
    assert codes(measure("staff", {first: 200, second: there}), stayed) == expected


def test_new_people_are_not_counted_for_a_measure_that_is_only_a_part(codes: Codes) -> None:
    assert codes(measure("staff", {YEAR: 200, NEXT: 105}), measure("teachers", 100, part_of=["staff"])) == []


@pytest.mark.parametrize(
    "parts, second, expected",
    [
        (None, 50, []),
        (None, 51, ["two W446"]),
        (None, 60, ["two W446"]),
        (None, 61, []),
        ("disjoint", 50, []),
        ("disjoint", 51, ["two E441"]),
        ("disjoint", 60, ["two E441"]),
        ("disjoint", 61, ["whole E442"]),
        ("disjoint", 71, ["whole E442"]),
        ("overlapping", 60, []),
        ("overlapping", 61, []),
    ],
)
def test_two_parts_leave_at_least_ten_people(parts: str | None, second: int, expected: list[str], codes: Codes) -> None:
    whole = measure("whole", 100, **({"parts": parts} if parts else {}))
    assert codes(whole, measure("one", 40, part_of=["whole"]), measure("two", second, part_of=["whole"])) == expected


@pytest.mark.parametrize("levels, expected", [(1, ["small-1 W446"]), (2, ["small-1 W446"]), (8, ["small-1 W446"])])
def test_a_part_of_a_part_counts_if_the_number_between_is_withheld(
    levels: int, expected: list[str], codes: Codes
) -> None:
    between = [measure(f"level-{n}", None, part_of=[f"level-{n - 1}" if n > 1 else "whole"]) for n in range(1, levels)]
    last = f"level-{levels - 1}" if levels > 1 else "whole"
    small = [measure(f"small-{n}", size, part_of=[last]) for n, size in ((0, 45), (1, 50))]
    assert codes(measure("whole", 100), *between, *small) == expected


def test_a_part_and_its_own_part_are_not_added_up(codes: Codes) -> None:
    one = measure("one", 60, part_of=["whole"])
    assert codes(measure("whole", 100), one, measure("own", 35, part_of=["one"])) == []


def test_disjoint_parts_of_parts_are_not_added_to_the_parts(codes: Codes) -> None:
    whole = measure("whole", 100, parts="disjoint")
    one, own = measure("one", 60, part_of=["whole"]), measure("own", 50, part_of=["one"])
    assert codes(whole, one, own) == []


@pytest.mark.parametrize("withheld", ["whole", "one", "two", "both"])
def test_withheld_numbers_reveal_nothing(withheld: str, codes: Codes) -> None:
    sizes = {name: "withheld" if name == withheld else size for name, size in (("one", 60), ("two", 60), ("both", 20))}
    above = {"one": ["whole"], "two": ["whole"], "both": ["one", "two"]}
    parts = [measure(name, {YEAR: size}, part_of=above[name]) for name, size in sizes.items()]
    assert (
        codes(measure("whole", {YEAR: "withheld" if withheld == "whole" else 100}, parts="overlapping"), *parts) == []
    )


def test_a_small_remainder_is_found_among_three_parts(codes: Codes) -> None:
    parts = [measure(f"part-{n}", size, part_of=["whole"]) for n, size in enumerate((30, 31, 32))]
    assert codes(measure("whole", 100), *parts) == ["part-2 W446"]


@pytest.mark.parametrize("missing", sorted(DEFINED))
def test_figures_must_say_what_they_mean(missing: str, codes: Codes) -> None:
    assert codes(measure("one", 50)) == []
    without = measure("one", 50)
    del without[missing]
    assert codes(without) == ["one W445"]
    assert codes(without | {"figures": []}) == []


def test_a_year_is_given_once(codes: Codes) -> None:
    twice = [{"year": YEAR, "count": "50"}, {"year": NEXT, "count": "50"}, {"year": YEAR, "count": "60"}]
    assert codes(measure("one", None) | {"figures": twice}) == ["one E444"]


@pytest.mark.parametrize("keys", [{"out_of": "one"}, {"part_of": ["one"]}])
def test_a_measure_is_not_a_part_of_itself(keys: dict[str, Any], codes: Codes) -> None:
    assert codes(measure("one", 50, **keys), measure("two", 45, part_of=["one"])) == ["one E443", "two E441"]
