"""The warnings that a change causes: about records that it touches, and new warnings about other records."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
Command = Callable[..., "Run"]

ROTTEN = """\
facilitators:
  - id: tea-host
    role: Host of the Tea Circle
    name: Zebulon Quux
    consent: {name: public, given_on: 2020-09-01}
  - id: tea-helper
    role: Helper of the Tea Circle
"""


@pytest.fixture
def check(tmp_path: Path, run: Command) -> Callable[[str, str], Run]:
    """Checks facilitators, compared with an earlier version."""

    def command(old: str, new: str) -> Run:
        for side, text in (("old", old), ("new", new)):
            shutil.copytree(MINIMAL, tmp_path / side, dirs_exist_ok=True)
            (tmp_path / side / "facilitators.yml").write_text(text, "utf-8")
        return run("check", tmp_path / "new", "--changed-since", tmp_path / "old")

    return command


def test_an_earlier_warning_does_not_block_a_change(check: Callable[[str, str], Run]) -> None:
    done = check(ROTTEN, "# a line more\n" + ROTTEN.replace("Helper of", "Helper at"))
    assert (done.status, done.out) == (0, "no errors, no warnings.\n")
    assert done.err == "Left out, because this change does not touch them: no errors, 1 warning.\n"


@pytest.mark.parametrize(
    "old, new",
    [
        (ROTTEN, ROTTEN.replace("Host of", "Host at")),
        (ROTTEN.replace("2020-09", "2026-09"), ROTTEN),
        (ROTTEN.replace("tea-helper", "tea-host"), ROTTEN),
    ],
    ids=["the entry is touched", "the consent is edited", "the old data could not be read"],
)
def test_a_warning_that_the_change_causes_is_reported(old: str, new: str, check: Callable[[str, str], Run]) -> None:
    done = check(old, new)
    assert done.status == 0
    assert "no errors, 1 warning." in done.out
    assert done.err == ""


CLASH = """\
events:
  - {{id: first, title: First, kind: gathering, groups: [tea-circle], starts: 2026-12-03 {first}, ends: 18:00}}
  - {{id: second, title: Second, kind: gathering, groups: [tea-circle], starts: 2026-12-03 18:00, ends: 19:00}}
"""


def test_a_new_warning_about_an_unchanged_record_belongs_to_the_change_that_caused_it(
    tmp_path: Path, run: Command
) -> None:
    for side, first in (("old", "17:00"), ("new", "17:30"), ("worse", "17:00")):
        shutil.copytree(MINIMAL, tmp_path / side)
        text = CLASH.format(first=first).replace("ends: 18:00", f"ends: {'18:30' if side == 'worse' else '18:00'}")
        (tmp_path / side / "events.yml").write_text(text, "utf-8")
    assert "W432" not in run("check", tmp_path / "new", "--changed-since", tmp_path / "old").out
    done = run("check", tmp_path / "worse", "--changed-since", tmp_path / "old")
    # Only the first event was edited, but the warning is at the second event.
    assert "events.yml:3:" in done.out
    assert "[W432]" in done.out
    assert "[W432]" not in run("check", tmp_path / "worse", "--changed-since", tmp_path / "worse").out


def test_every_error_is_reported_even_if_another_change_caused_it(check: Callable[[str, str], Run]) -> None:
    wrong = ROTTEN.replace("role: Helper", "rolle: Helper")
    assert check(wrong, wrong).status == 1


def test_warnings_become_a_list_for_an_issue(run: Command, tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "data")
    (tmp_path / "data" / "facilitators.yml").write_text(ROTTEN, "utf-8")
    done = run("check", tmp_path / "data", "--format", "markdown")
    first, _, second, _, line = done.out.splitlines()
    assert (done.status, first, second) == (0, "no errors, 1 warning.", "**facilitators.yml**")
    assert line.startswith("- line 4, warning W502: This name has no consent that is valid today.")
    assert "Zebulon" not in done.out
