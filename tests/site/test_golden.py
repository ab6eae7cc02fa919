"""Everything that small districts become, byte for byte.

golden/<case>/ holds what `outputs` makes of sites/<case>/, without the dark embeds: they are the light ones in other
colors. After a change that is meant, `make bless` writes it anew.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load, outputs
from affinity_hub.source.reader import Node, YamlList, YamlMapping, read

TESTS = Path(__file__).parents[1]
CASES = ("full", "minimal")  # sites/hostile is for eyes: tests in a browser look at it

Made = Callable[[Path], dict[str, bytes]]


@pytest.fixture
def made(now: dt.datetime) -> Made:
    """Makes everything that a folder of data becomes."""
    return lambda folder: {
        output.path: output.content
        for output in outputs(load(folder, now)[0], now)
        # Help is the same on every site, and dark widgets are the light ones in other colors: other tests look at them.
        if not output.path.startswith(("help/", "embed/dark/"))
    }


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def write(made: dict[str, bytes], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize("case", CASES)
def test_everything_is_as_expected(case: str, made: Made, bless: bool) -> None:
    present, folder = made(TESTS / "sites" / case), TESTS / "golden" / case
    if bless:
        write(present, folder)
    expected = files(folder)
    assert sorted(present) == sorted(expected)
    assert [name for name in expected if present[name] != expected[name]] == [], "if all of it is meant: make bless"


@pytest.mark.parametrize("case", CASES)
def test_the_same_data_gives_the_same_bytes_again(case: str, made: Made) -> None:
    assert made(TESTS / "sites" / case) == made(TESTS / "sites" / case)


@pytest.mark.parametrize("case", CASES)
def test_no_two_outputs_have_one_address(case: str, now: dt.datetime) -> None:
    paths = [output.path for output in outputs(load(TESTS / "sites" / case, now)[0], now)]
    assert len(paths) == len(set(paths))


def reversed_records(node: Node) -> Node:
    """The same records, the last first; what is inside a record stays as it is."""
    if isinstance(node, YamlMapping):
        return {key: value[::-1] if isinstance(value, YamlList) else value for key, value in node.items()}  # type: ignore[return-value]
    return node


@pytest.fixture(params=CASES)
def two_orders(request: pytest.FixtureRequest, tmp_path: Path, made: Made) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What a district becomes, and what it becomes with the records of every file in reverse."""
    folder = TESTS / "sites" / str(request.param)
    for path in folder.rglob("*.yml"):
        copy = tmp_path / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        node, _ = read(path, path.name)
        copy.write_text(json.dumps(reversed_records(node)), "utf-8")
    return made(folder), made(tmp_path)


def test_the_order_of_the_records_changes_no_address(
    two_orders: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    forwards, backwards = two_orders
    assert sorted(forwards) == sorted(backwards)


def test_the_order_of_the_records_changes_no_calendar_and_no_agenda(
    two_orders: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    forwards, backwards = two_orders
    # The choice of groups above the whole agenda is in the order of groups.yml, and so are the lists of calendars.
    names = [name for name in forwards if name.startswith(("calendars/", "events/", "embed/light/next/"))]
    names.remove("events/index.html")
    names.remove("calendars/index.html")
    names.remove("calendars/choose/index.html")
    assert [name for name in names if parts(name, forwards[name]) != parts(name, backwards[name])] == []


def parts(name: str, content: bytes) -> list[bytes]:
    """A page as it is; the entries of a calendar, whose order means nothing, in some order."""
    return (
        sorted(content.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT"))
        if name.endswith(".ics")
        else [content]
    )
