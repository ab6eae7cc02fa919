"""The check reads or reports every file that looks like data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

EVENT = """\
events:
  - {id: cake, title: Cake, kind: gathering, groups: [tea-circle], starts: 2026-12-10 16:00, ends: 17:00}
"""
UNREAD = [
    "Copy of events.yml",
    "Copy (2) of events.yml",
    "copy_of_groups.yml",
    "Kopie von partners.yml",
    "copia de events.yaml",
    "Backup of events.yml",
    "Events/x.yml",
    "EVENTS/x.yml",
    "event/x.yml",
    "Event/2026/x.yml",
    "events/new.YML",
    "events/new.Yaml",
    "events/2026/x.yml",
    "events/2026/fall/x.yaml",
    "events/new.yml.txt",
    "events/new.yml~",
    "events/new.yml.bak",
    "events/new",
    "events/new.json",
    "events/README.md",
    "groups/Tea Circle.docx",
    "partners/x.csv",
    "hub/x.yml",
    "event.yml",
    "Event.YML",
    "Events.yml",
    "EVENTS.yml",
    "events.YML",
    "events.yaml",
    "events.yml.txt",
    "events.yml.bak",
    "events.yml.orig",
    "events.csv",
    "events",
    "events.md",
    "events (1).yml",
    "events - Copy.yml",
    "events-2026.yml",
    "events 2.yaml",
    "ｅvents.yml",
    "calender.yml",
    "eventss.yml",
    "facilitaters.yml",
    "progess.yaml",
    "ev\u200bents.yml",
    "\u00e9vents.yml",
    "group.yml",
    "facilitator.yml",
    "partner.yaml",
    "opportunity.yml",
    "calendars.yml",
    "calendar.ics",
    "libraries.yml",
    "Library.YAML",
    "Progress.yml",
    "hubs.yml",
    "Hub.yml",
]


@pytest.fixture
def answer(run: Callable[..., Run]) -> Callable[..., list[tuple[str, str]]]:
    """File and code of every problem that `check` reports."""

    def check(folder: Path, *more: object) -> list[tuple[str, str]]:
        found = json.loads(run("check", folder, "--format", "json", *more).out)["problems"]
        return [(problem["file"], problem["code"]) for problem in found]

    return check


def add(folder: Path, name: str, text: str = EVENT) -> Path:
    path = folder / name
    if path.parent.is_file():
        path.parent.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", UNREAD)
def test_a_file_that_the_program_would_not_read_is_reported(
    district: Callable[..., Path], answer: Callable[..., list[tuple[str, str]]], name: str
) -> None:
    folder = district()
    add(folder, name)
    assert answer(folder) == [(name, "E022")]


@pytest.mark.parametrize("name", UNREAD)
def test_the_staff_overlay_follows_the_same_rule(
    district: Callable[..., Path], tmp_path: Path, answer: Callable[..., list[tuple[str, str]]], name: str
) -> None:
    staff = tmp_path / "staff"
    add(staff, "groups.yml", "groups: []\n")
    add(staff, name)
    assert answer(district(), "--audience", "staff", "--staff", staff) == [(f"staff/{name}", "E022")]


@pytest.mark.parametrize(
    "name",
    [
        "events/cake.yml",
        "events/cake.yaml",
        "events/cake 2026.yml",
    ],
)
def test_a_file_of_a_data_folder_is_read(district: Callable[..., Path], run: Callable[..., Run], name: str) -> None:
    folder = district()
    add(folder, name)
    assert "Cake" in run("show", "cake", folder).out


@pytest.mark.parametrize(
    "name",
    [
        ".events.yml.swp",
        "events/.new.yml.swp",
        "events/.git/config",
        ".idea/events.yml",
        "README.md",
        "mkdocs.yml",
        "docs/events.yml",
        "eventsnotes.yml",
        "event-photos.zip",
        "group photo.jpg",
        "hubris.txt",
        "schema/events.schema.json",
    ],
)
def test_other_files_are_left_alone(
    district: Callable[..., Path], answer: Callable[..., list[tuple[str, str]]], name: str
) -> None:
    folder = district()
    add(folder, name)
    assert answer(folder) == []


@pytest.mark.parametrize("name", UNREAD)
def test_the_hint_leads_to_a_readable_name_in_two_rounds(
    district: Callable[..., Path], run: Callable[..., Run], name: str
) -> None:
    folder = district()
    path = add(folder, name)
    for _ in range(2):
        if not (answer := re.search(r"^(.+):1:1: .*\[E022\]$", out := run("check", folder).out, re.MULTILINE)):
            break
        path = folder / answer[1]
        if renamed := re.search(r"[Rr]ename it to (.+)", out):
            path.replace(folder / renamed[1])
        elif renamed := re.search(r"Rename the folder to (\w+)/", out):
            (folder / answer[1].partition("/")[0]).rename(folder / renamed[1])
        else:
            assert re.search(r"Move this file to another folder|delete this file", out)
            path.unlink()
    assert "[E022]" not in run("check", folder).out


def test_a_misspelled_file_is_not_also_missing(
    district: Callable[..., Path], answer: Callable[..., list[tuple[str, str]]]
) -> None:
    folder = district()
    (folder / "events.yml").rename(folder / "Event.yml")
    (folder / "partners.yml").unlink()
    assert answer(folder) == [("Event.yml", "E022"), ("partners.yml", "E001")]


# --- The settings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "build", "feeds", "show", "stale", "embeds", "codeowners"])
def test_a_folder_without_settings_is_never_another_hub(
    district: Callable[..., Path], run: Callable[..., Run], tmp_path: Path, command: str
) -> None:
    folder = district(hub=None)
    more = {"build": ("--out", tmp_path / "out"), "feeds": ("--out", tmp_path / "out")}.get(command, ())
    done = run(command, *(("tea-circle",) if command == "show" else ()), folder, *more)
    assert done.status == 1
    assert "hub.yml:1:1: error: The file hub.yml is missing. [E001]" in done.out + done.err
    assert "Kent" not in done.out + done.err
    assert not (tmp_path / "out").exists()
