"""The command `affinity-hub import`: what it shows from a file, what it writes, and what it never reveals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.cli.commands import import_calendars

from tests.conftest import MINIMAL

if TYPE_CHECKING:
    from tests.conftest import Run

CASES = Path(__file__).parents[1] / "intake" / "cases"
GROUPS = (MINIMAL / "groups.yml").read_text("utf-8")
SECRET = f"{GROUPS}    calendar_source: {{secret: TEA_CALENDAR}}\n"


def test_a_dry_run_shows_the_data_and_writes_nothing(district: Callable[..., Path], run: Callable[..., Run]) -> None:
    folder = district()
    done = run("import", folder, "--dry-run", CASES / "windows-zone.ics")
    assert (done.status, done.err) == (0, "")
    assert "    title: T\n    kind: gathering\n    groups: [tea-circle]\n    starts: 2026-12-03 16:30\n" in done.out
    assert not (folder / "imported").exists()


def test_a_dry_run_says_what_is_left_out_and_why(district: Callable[..., Path], run: Callable[..., Run]) -> None:
    done = run("import", district(), "--dry-run", CASES / "custom-zone.ics")
    assert done.err == (
        "Question: The entry on Thursday 2026-12-03 is left out: its time zone “Customized Time Zone” is not known.\n"
    )
    done = run("import", district(), "--dry-run", CASES / "cut-off.ics")
    assert (done.status, done.out) == (1, "")
    assert "cut off before its end. Nothing would be imported." in done.err


def test_a_dry_run_takes_no_title_that_an_import_would_refuse(
    district: Callable[..., Path], run: Callable[..., Run], tmp_path: Path
) -> None:
    """If a person copied the shown entries into events.yml, the check would refuse the title there."""
    file = tmp_path / "tea.ics"
    file.write_bytes(
        (CASES / "windows-zone.ics").read_bytes().replace(b"SUMMARY:T", b"SUMMARY:Tea https://zoom.us/j/123456789")
    )
    done = run("import", district(), "--dry-run", file)
    assert "zoom.us" not in done.out + done.err
    assert "    starts: 2026-12-03 16:30\n" in done.out
    assert done.err.startswith("Question: The title of the entry on Thursday 2026-12-03 is not imported: ")


def test_a_dry_run_shows_the_dates_of_the_group_that_you_choose(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    """The group needs no calendar yet. If you name no group and there are several, a note says which group it is."""
    second = GROUPS + GROUPS.removeprefix("groups:\n").replace("tea-circle", "coffee-circle").replace("Tea", "Coffee")
    folder = district(groups=second)
    done = run("import", folder, "--dry-run", CASES / "windows-zone.ics")
    assert "groups: [tea-circle]" in done.out
    assert "imported as dates of tea-circle. For another group, add:  --only ID" in done.err
    done = run("import", folder, "--dry-run", CASES / "windows-zone.ics", "--only", "coffee-circle")
    assert "groups: [coffee-circle]" in done.out
    assert done.err == ""
    done = run("import", folder, "--dry-run", CASES / "windows-zone.ics", "--only", "chess")
    assert "chess: there is no group or partner with this id." in done.err


def test_an_import_without_sources_says_that_there_are_none(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    assert run("import", district()) == (0, "No group or partner has a `calendar_source`.\n", "")


def test_an_unknown_group_is_named(district: Callable[..., Path], run: Callable[..., Run]) -> None:
    done = run("import", district(groups=SECRET), "--only", "coffee")
    assert (done.status, done.err) == (
        2,
        "coffee: there is no group or partner with this id and a `calendar_source`.\n",
    )


@pytest.mark.parametrize("address", [None, "http://calendar.example/private-0a1b2c", "not an address at all 0a1b2c"])
def test_a_bad_secret_is_a_question_and_never_shown(
    address: str | None,
    district: Callable[..., Path],
    run: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if address:
        monkeypatch.setenv("TEA_CALENDAR", address)
    state, reports = tmp_path / "state.json", tmp_path / "reports"
    done = run("import", district(groups=SECRET), "--import-state", state, "--report", reports)
    assert (done.status, done.err) == (0, "")
    assert "Nothing was changed" in done.out
    written = state.read_text("utf-8") + (reports / "tea-circle.md").read_text("utf-8")
    assert "0a1b2c" not in done.out + written
    assert json.loads(state.read_text("utf-8"))["sources"]["tea-circle"]["failing_since"] == "2026-11-23T12:00Z"
    assert [path.name for path in reports.iterdir()] == ["tea-circle.md"]


def test_progress_is_shown_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    import_calendars._progress("tea-circle", "reading …")
    assert capsys.readouterr().err == "tea-circle: reading …\n"
