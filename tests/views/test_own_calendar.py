"""The page of a group with its own calendar, and dates that were not read for a long time."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import environment, outputs
from affinity_hub.contribute.forms.apply import apply
from affinity_hub.intake.state import SourceState, State, dump

from tests.conftest import MINIMAL, NOW

GROUPS = (MINIMAL / "groups.yml").read_text("utf-8")
SOURCE = f"{GROUPS}    calendar_source: {{secret: TEA_CALENDAR}}\n"
FILE = """\
changed_on: 2026-11-02
events:
  - id: tea-circle-bcdfghjkmnpq
    title: Tea Circle
    kind: gathering
    groups: [tea-circle]
    starts: 2026-12-10 16:00
    ends: 17:30
    repeats: weekly on Thursday
    until: 2028-06-01
"""


@pytest.fixture
def folder(district: Callable[..., Path]) -> Path:
    made = district(groups=SOURCE)
    (made / "imported").mkdir()
    (made / "imported" / "tea-circle.yml").write_text(FILE, "utf-8")
    return made


def files(folder: Path, now: dt.datetime = NOW) -> dict[str, str]:
    hub, _ = environment.load_hub(folder, now)
    return {
        artifact.path: artifact.content.decode()
        for artifact in outputs(hub, now)
        if artifact.path.endswith((".html", ".ics"))
    }


def known(folder: Path) -> str:
    """The facts about the site that the forms have."""
    hub, _ = environment.load_hub(folder, NOW)
    return next(artifact.content.decode() for artifact in outputs(hub, NOW) if artifact.path == "propose/forms.json")


def sentence(folder: Path) -> str:
    page = files(folder)["groups/tea-circle/index.html"]
    found = re.search(r"<p[^>]*>(These dates come from .*?)</p>", page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", found[1]).split()) if found else ""


def read_at(folder: Path, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    state = State({"tea-circle": SourceState().after_reading(NOW - dt.timedelta(days=days), "", "", "")})
    path = folder.parent / "imports.json"
    path.write_text(dump(state), "utf-8")
    monkeypatch.setenv("AFFINITY_HUB_IMPORT_STATE", str(path))


def test_without_a_state_file_the_page_says_when_the_dates_changed(folder: Path) -> None:
    assert sentence(folder) == (
        "These dates come from the calendar of Tea Circle and last changed on Monday, November 2, 2026. "
        "What this site imports from that calendar"
    )


@pytest.mark.parametrize("days, said", [(0, ""), (2, ""), (3, ", as of Friday, November 20, 2026")])
def test_after_two_days_the_page_says_how_old_the_dates_are(
    days: int, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_at(folder, monkeypatch, days)
    assert (
        sentence(folder)
        == f"These dates come from the calendar of Tea Circle{said}. What this site imports from that calendar"
    )


def test_a_group_without_a_source_has_no_notice_about_a_calendar(folder: Path) -> None:
    (folder / "groups.yml").write_text(GROUPS, "utf-8")
    assert sentence(folder) == ""


def test_the_page_of_an_imported_event_leads_to_its_calendar_and_to_no_form(folder: Path) -> None:
    settings = folder / "hub.yml"
    address = re.compile("repository: .*")
    settings.write_text(address.sub("repository: https://github.com/tea/hub", settings.read_text("utf-8")), "utf-8")
    page = "events/tea-circle-bcdfghjkmnpq/index.html"
    imported = files(folder)[page]
    assert "These dates come from the calendar of Tea Circle" in imported
    assert "github.com" not in imported
    (folder / "groups.yml").write_text(GROUPS, "utf-8")
    ordinary = files(folder)[page]
    assert "These dates come from" not in ordinary
    assert "https://github.com/tea/hub/edit/main/imported/tea-circle.yml" in ordinary


def test_forms_offer_an_imported_event_only_after_its_calendar_is_gone(folder: Path) -> None:
    settings, event = folder / "hub.yml", "tea-circle-bcdfghjkmnpq"
    settings.write_text(f"{settings.read_text('utf-8')}\nproposals: {{by: [mail], mail: hub@small.example}}\n", "utf-8")
    assert event not in known(folder)
    (folder / "groups.yml").write_text(GROUPS, "utf-8")
    assert event in known(folder)
    answers = {"entry": event, "part": "Place", "text": "Room 5"}
    proposal = json.dumps({"form": "fix-a-mistake", "version": 1, "answers": answers})
    assert apply("auto", proposal, folder, NOW)[0] == 0


def test_dates_that_were_not_read_for_a_year_are_withdrawn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_at(folder, monkeypatch, 364)
    assert "DTSTART;TZID=America/Los_Angeles:20261210T160000" in files(folder)["calendars/groups/tea-circle.ics"]
    read_at(folder, monkeypatch, 367)
    made = files(folder)
    assert "20261210T160000" not in made["calendars/groups/tea-circle.ics"]
    assert "to be announced" in made["groups/tea-circle/index.html"].lower()


def test_a_damaged_state_file_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.parent / "imports.json"
    for text in ("", "[]", '{"sources": {"tea-circle": {"read_at": 5}}}', '{"sources": []}'):
        path.write_text(text, "utf-8")
        monkeypatch.setenv("AFFINITY_HUB_IMPORT_STATE", str(path))
        assert "last changed on" in sentence(folder)
