"""The statement of the district: on every page and printed sheet, in every widget, and in every calendar except the
discreet calendars."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import icalendar
import pytest
from affinity_hub import load, outputs
from affinity_hub.schema.settings import Nondiscrimination
from affinity_hub.wording.labels import approval

from tests.conftest import DEMO, NOW
from tests.made import lazy_bytes


@pytest.fixture(scope="module")
def statement() -> str:
    told = load(DEMO, NOW)[0].settings.nondiscrimination.statement
    assert told
    return told


def text(path: Path, tag: str) -> str:
    """The text of the last element with this tag. No element with the same tag is inside."""
    *_, inside = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", path.read_text("utf-8"), re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]*>", " ", inside)).split())


def is_moved(path: Path) -> bool:
    return 'http-equiv="refresh"' in path.read_text("utf-8")


def test_every_page_and_every_widget_has_the_statement(demo_site: Path, statement: str) -> None:
    pages = [path for path in demo_site.rglob("*.html") if not is_moved(path)]
    kinds = {path.relative_to(demo_site).parts[0] for path in pages}
    assert {"groups", "events", "opportunities", "partners", "embed", "orientation", "404.html"} <= kinds
    lacking = []
    for path in pages:
        name = path.relative_to(demo_site).as_posix()
        place = "main" if re.match("embed/(light|dark|auto)/", name) else "footer"
        if statement not in text(path, place):
            lacking.append(name)
    assert lacking == []


def test_pages_say_who_approved_the_statement_and_when_its_review_is_due(demo_site: Path) -> None:
    for name in ("", "groups/raices/", "events/tet-lunch/", "opportunities/become-a-mentor/", "orientation/"):
        said = text(demo_site / name / "index.html", "footer")
        assert "Approved by Director of Human Resources (example). Review due by June 30, 2027." in said, name


@pytest.mark.parametrize(
    "told, said",
    [
        ({"statement": "All.", "approved_by": "Board"}, "Approved by Board."),
        ({"statement": "All.", "review_by": "2027-06-30"}, "Review due by June 30, 2027."),
        ({"statement": "All."}, ""),
        ({"approved_by": "Board"}, ""),
    ],
)
def test_the_known_facts_about_the_approval_are_shown(told: dict[str, str], said: str) -> None:
    words = Nondiscrimination.model_validate(told)
    assert approval(words.statement, words.approved_by, words.review_by) == said


def test_every_calendar_except_the_discreet_calendars_has_the_statement(statement: str) -> None:
    seen = {"discreet": 0, "plain": 0}
    for output in outputs(load(DEMO, NOW)[0], NOW):
        if not output.path.endswith(".ics"):
            continue
        calendar: Any = icalendar.Calendar.from_ical(output.content)
        if output.path.endswith(".discreet.ics"):
            seen["discreet"] += 1
            assert statement[:40] not in output.content.decode().replace("\r\n ", ""), output.path
            continue
        seen["plain"] += 1
        assert statement in calendar["DESCRIPTION"], output.path
        assert all(statement in event["DESCRIPTION"] for event in calendar.walk("VEVENT")), output.path
    assert min(seen.values()) > 10


def test_other_programs_get_the_statement(statement: str) -> None:
    files = lazy_bytes(outputs(load(DEMO, NOW)[0], NOW))
    assert json.loads(files["api/hub.json"])["site"]["nondiscrimination"] == statement
