"""The table in handbook/requirements.md: every requirement has a page, a key, and a test, and all of them exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from affinity_hub.reference import keys

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "handbook" / "requirements.md"


class Row(NamedTuple):
    """One line of the table. Pages, keys, and tests are in backticks."""

    number: str
    what: str
    pages: list[str]
    keys: list[str]
    tests: list[str]


def rows() -> list[Row]:
    lines = re.findall(r"^\| (S\d+) \|(.*)\|$", TABLE.read_text("utf-8"), re.MULTILINE)
    found = []
    for number, rest in lines:
        what, pages, keys, tests = rest.split(" | ")
        found.append(Row(number, what.strip(), *(re.findall(r"`([^`]+)`", cell) for cell in (pages, keys, tests))))
    return found


@cache
def known_keys() -> frozenset[str]:
    """Every key of every file, with its list: `events.repeats`; settings are in none: `time_zone`."""
    tables = [table for section in keys.sections() for table in section.tables]
    return frozenset(f"{table.name}.{row.key}".lstrip(".") for table in tables for row in table.rows)


@cache
def known_tests() -> frozenset[str]:
    found = set[str]()
    for path in (ROOT / "tests").rglob("test_*.py"):
        file = path.relative_to(ROOT / "tests").as_posix()
        functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        found |= {f"{file}::{function.name}" for function in functions if function.name.startswith("test_")}
    return frozenset(found)


def test_every_requirement_has_a_row() -> None:
    assert [row.number for row in rows()] == [f"S{number}" for number in range(1, 43)]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_a_row_names_only_things_that_exist(row: Row, demo_site: Path, real_site: Path) -> None:
    """The pages are from the sample district. Pages without an id in their address are on the real site too."""
    assert row.what
    assert row.pages
    assert row.keys
    assert row.tests
    files = {page: page.strip("/") + ("/index.html" if page.endswith("/") else "") for page in row.pages}
    assert [page for page, file in files.items() if not (demo_site / file.lstrip("/")).is_file()] == []
    assert any((real_site / file.lstrip("/")).is_file() for file in files.values())
    assert [key for key in row.keys if key not in known_keys()] == []
    assert [test for test in row.tests if test not in known_tests()] == []
