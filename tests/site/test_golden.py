"""The bytes of a small site: one expected file of each kind. golden/ has these files of the output for sites/full/, and
the paths of all files in addresses.txt. After an intended change, `make bless` writes golden/ again. Other tests assert
what must be true of every file.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load, outputs
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node, YamlList, YamlMapping

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden"
CASES = ("full", "minimal")  # sites/hostile is a test of the layout: browser tests look at it

ADDRESSES = "addresses.txt"
# A page is listed without `index.html`.
KINDS_OF_FILES = (
    "_headers",
    "api/hub.json",
    "api/hub.schema.json",
    "calendars/all.ics",
    "calendars/deadlines.ics",
    "calendars/kinds/observance.ics",
    "calendars/ledger.json",
    "calendars/events/night-walk.ics",
    "calendars/events/tea-afternoon.ics",
    "calendars/groups/tea-circle.discreet.ics",
    "calendars/groups/tea-circle.ics",
    "progress/measures.csv",
    "updates/feed.json",
    "updates/feed.xml",
    "/",
    "calendars/",
    "calendars/choose/",
    "embed/light/facilitators/",
    "embed/light/groups/",
    "embed/light/groups/tea-circle/",
    "embed/light/month/",
    "embed/light/next/3/",
    "embed/light/next/groups/tea-circle/3/",
    "embed/light/progress/",
    "embed/light/trainings/",
    "events/",
    "events/months/2026-12/",
    "events/tea-afternoon/",
    "events/tea-time/",
    "groups/",
    "groups/questions/",
    "groups/tea-circle/",
    "groups/tea-circle/flyer/",
    "opportunities/",
    "opportunities/find-a-mentor/",
    "orientation/",
    "orientation/slide/",
    "partners/library/",
    "progress/",
    "progress/inquiry/",
    "start-a-group/",
    "supports/",
    "updates/",
)

Made = Callable[[Path], dict[str, bytes]]


@pytest.fixture
def made(now: dt.datetime) -> Made:
    """Makes all files of a data folder."""
    return lambda folder: {
        output.path: output.content
        for output in outputs(load(folder, now)[0], now)
        # Help is the same on every site, and dark widgets differ from light widgets only in color: other tests cover
        # them.
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


def expected_of(made: dict[str, bytes]) -> dict[str, bytes]:
    """The files of golden/ as this program makes them, by their path there."""
    paths = [f"{kind}index.html".removeprefix("/") if kind.endswith("/") else kind for kind in KINDS_OF_FILES]
    return {ADDRESSES: "".join(f"{path}\n" for path in sorted(made)).encode()} | {path: made[path] for path in paths}


def difference(expected: dict[str, bytes], present: dict[str, bytes]) -> str:
    """The differences, as a unified diff."""
    lines: list[str] = []
    for path in sorted(expected.keys() | present.keys()):
        old, new = (files.get(path, b"").decode("utf-8", "backslashreplace") for files in (expected, present))
        lines += difflib.unified_diff(old.splitlines(), new.splitlines(), f"golden/{path}", f"made/{path}", lineterm="")
    return "\n".join(lines)


def test_every_kind_of_file_is_as_expected(made: Made, bless: bool) -> None:
    present = expected_of(made(TESTS / "sites" / "full"))
    if bless:
        write(present, GOLDEN)
    expected = files(GOLDEN)
    if present != expected:
        pytest.fail(f"{difference(expected, present)}\n\nTo accept all changes:  make bless", pytrace=False)


@pytest.mark.parametrize("case", CASES)
def test_the_same_data_gives_the_same_bytes_again(case: str, made: Made) -> None:
    assert made(TESTS / "sites" / case) == made(TESTS / "sites" / case)


@pytest.mark.parametrize("case", CASES)
def test_no_two_outputs_have_the_same_address(case: str, now: dt.datetime) -> None:
    paths = [output.path for output in outputs(load(TESTS / "sites" / case, now)[0], now)]
    assert len(paths) == len(set(paths))


def reversed_records(node: Node) -> Node:
    """The records in reverse order. The content of each record stays the same."""
    if isinstance(node, YamlMapping):
        return {key: value[::-1] if isinstance(value, YamlList) else value for key, value in node.items()}  # type: ignore[return-value]
    return node


@pytest.fixture(params=CASES)
def two_orders(request: pytest.FixtureRequest, tmp_path: Path, made: Made) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of a district, and its files with the records of every data file in reverse order."""
    folder = TESTS / "sites" / str(request.param)
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    for path in folder.rglob("*.yml"):
        copy = tmp_path / path.relative_to(folder)
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
    # The choice of groups above the whole agenda and the lists of calendars are in the order of groups.yml.
    names = [name for name in forwards if name.startswith(("calendars/", "events/", "embed/light/next/"))]
    names.remove("events/index.html")
    names.remove("calendars/index.html")
    names.remove("calendars/choose/index.html")
    assert [name for name in names if parts(name, forwards[name]) != parts(name, backwards[name])] == []


def parts(name: str, content: bytes) -> list[bytes]:
    """A page unchanged, or a calendar with its entries sorted, because their order has no meaning."""
    return (
        sorted(content.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT"))
        if name.endswith(".ics")
        else [content]
    )
