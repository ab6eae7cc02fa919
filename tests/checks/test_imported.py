"""Groups' own calendars as sources of dates, and how the check reads the files in imported/."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub import load
from affinity_hub.checks.freshness import due
from affinity_hub.core.problems import DataError

from tests.conftest import MINIMAL, NOW

if TYPE_CHECKING:
    from tests.conftest import Run

GROUPS = (MINIMAL / "groups.yml").read_text("utf-8")
SOURCE = f"{GROUPS}    calendar_source: {{url: 'https://calendar.example.org/tea.ics'}}\n"
FILE = """\
changed_on: 2026-11-20
events:
  - id: tea-circle-bcdfghjkmnpq
    title: Tea Circle
    kind: gathering
    groups: [tea-circle]
    starts: 2026-12-10 16:00
    ends: 17:30
"""


def with_import(folder: Path, text: str = FILE) -> Path:
    (folder / "imported").mkdir(exist_ok=True)
    (folder / "imported" / "tea-circle.yml").write_text(text, "utf-8")
    return folder


GOOGLE = "https://calendar.google.com/calendar"


@pytest.mark.parametrize("name", ["c_0123456789abcdef0123%40group.calendar.google.com", "tea-circle%40example.org"])
def test_the_public_address_of_a_calendar_at_google_can_be_used(name: str, district: Callable[..., Path]) -> None:
    address = f"{GOOGLE}/ical/{name}/public/basic.ics"
    _, found = load(district(groups=SOURCE.replace("https://calendar.example.org/tea.ics", address)), NOW)
    assert [problem.code for problem in found if problem.position.file == "groups.yml"] == []


def test_the_page_of_a_calendar_at_google_leads_to_the_address_of_the_calendar(district: Callable[..., Path]) -> None:
    page = f"{GOOGLE}/embed?ctz=America%2FLos_Angeles&src=c_0123456789abcdef0123%40group.calendar.google.com"
    with pytest.raises(DataError) as raised:
        load(district(groups=SOURCE.replace("https://calendar.example.org/tea.ics", page)), NOW)
    (problem,) = raised.value.problems
    address = f"{GOOGLE}/ical/c_0123456789abcdef0123%40group.calendar.google.com/public/basic.ics"
    assert (problem.code, problem.hint) == ("E116", f"Write:  {address}")


def test_the_public_calendar_of_a_person_is_refused(district: Callable[..., Path]) -> None:
    address = f"{GOOGLE}/ical/jane.doe%40gmail.com/public/basic.ics"
    with pytest.raises(DataError) as raised:
        load(district(groups=SOURCE.replace("https://calendar.example.org/tea.ics", address)), NOW)
    assert [problem.code for problem in raised.value.problems] == ["E511"]


def test_imported_events_are_events_like_others(district: Callable[..., Path]) -> None:
    hub, _ = load(with_import(district(groups=SOURCE)), NOW)
    assert [event.id for event in hub.events] == ["tea-afternoon", "tea-circle-bcdfghjkmnpq"]
    assert list(hub.schedules) == ["tea-afternoon", "tea-circle-bcdfghjkmnpq"]
    assert f"{hub.imported['tea-circle'].changed_on}" == "2026-11-20"


def test_imported_events_without_their_source_stay_ordinary_events(district: Callable[..., Path]) -> None:
    hub, _ = load(with_import(district()), NOW)
    assert [event.id for event in hub.events] == ["tea-afternoon", "tea-circle-bcdfghjkmnpq"]


def test_no_one_is_asked_to_confirm_dates_that_an_import_confirms(district: Callable[..., Path]) -> None:
    hub, _ = load(with_import(district(groups=SOURCE)), NOW)
    assert "tea-circle-bcdfghjkmnpq" not in [record.id for record in due(hub, NOW.date())]
    hub, _ = load(with_import(district()), NOW)
    assert "tea-circle-bcdfghjkmnpq" in [record.id for record in due(hub, NOW.date())]


@pytest.mark.parametrize("has_source", [True, False])
def test_a_problem_names_the_entry_in_the_group_s_calendar(
    has_source: bool, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = district(groups=SOURCE if has_source else GROUPS)
    done = run("check", with_import(folder, FILE.replace("title: Tea Circle", "title: Call 253-555-0142")))
    assert done.status == 1
    assert ("the entry on Thursday 2026-12-10 in the calendar of Tea Circle" in done.out) == has_source
    assert "555" not in done.out


def test_a_problem_with_an_imported_entry_has_no_automatic_fix(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = with_import(district(groups=SOURCE), FILE.replace("kind: gathering", "kind: gatherin"))
    (problem,) = json.loads(run("check", folder, "--format", "json").out)["problems"]
    assert problem["fix"] is None


def test_a_file_that_the_program_does_not_read_is_refused(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = with_import(district(groups=SOURCE))
    (folder / "imported" / "tea-circle.yml").rename(folder / "imported" / "tea-circle.yml.txt")
    done = run("check", folder)
    assert "Rename it to imported/tea-circle.yml" in done.out
    assert done.status == 1


@pytest.mark.parametrize("text", ["changed_on: soon\nevents: []\n", "changed_on: 2026-11-20\nevent: []\n", "- tea\n"])
def test_a_file_with_a_different_structure_is_refused(
    text: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    done = run("check", with_import(district(groups=SOURCE), text))
    assert done.status == 1
    assert re.search(r"imported/tea-circle\.yml:[12]:\d+: error", done.out)


@pytest.mark.parametrize("key", ["url", "secret"])
def test_no_message_repeats_an_address_with_a_token(
    key: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    address = "https://cloud.example.org/remote.php/dav/public-calendars/AbCdEfGhIj?export"
    folder = district(groups=f"{GROUPS}    calendar_source:\n      {key}: {address}\n")
    for kind in ("text", "json", "github", "markdown"):
        done = run("check", folder, "--format", kind)
        assert done.status == 1
        assert "AbCdEfGhIj" not in done.out + done.err


def test_an_address_for_a_program_is_offered_as_a_web_address(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = district(groups=SOURCE.replace("https://", "webcal://"))
    assert "Write:  https://calendar.example.org/tea.ics" in run("check", folder).out


def test_an_earlier_id_still_names_the_file_and_the_event(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    source = (
        "{url: 'https://calendar.example.org/tea.ics', corrections: [{event: tea-circle-bcdfghjkmnpq, hidden: yes}]}"
    )
    groups = GROUPS.replace("id: tea-circle", "id: tea\n    was: [tea-circle]")
    folder = with_import(
        district(groups=f"{groups}    calendar_source: {source}\n", events="events: []\n"),
        FILE.replace(
            "- id: tea-circle-bcdfghjkmnpq", "- id: tea-bcdfghjkmnpq\n    was: [tea-circle-bcdfghjkmnpq]"
        ).replace("[tea-circle]\n    starts", "[tea]\n    starts"),
    )
    done = run("check", folder)
    assert (done.status, "W414" in done.out) == (0, False), done.out
