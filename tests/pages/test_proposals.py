"""The forms below `/propose/`: their script and the program agree on dates, words, and blocks for all answers."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load
from affinity_hub.contribute.forms.incoming.received import received
from affinity_hub.core.calendar_days import day_of
from affinity_hub.recurrence.plan import plan
from affinity_hub.reference.proposal_forms import NAMES, fields, template
from affinity_hub.repeats.parse import parse
from affinity_hub.schema import Event, NoSchool
from affinity_hub.schema.calendar import by_day
from affinity_hub.site.assemble import outputs

from tests.conftest import DEMO, MINIMAL, NOW, lacking
from tests.made import lazy_texts

SCRIPT = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "proposal.js"
# Gives the module its cases, and prints its result for each case.
NODE = """
import { readFileSync } from "node:fs";
const [source, cases, proposals] = JSON.parse(readFileSync(0, "utf-8"));
const page = await import("data:text/javascript;base64," + Buffer.from(source).toString("base64"));
const dated = cases.map(({ first, rhythm, until, off, skip }) => {
  const dates = page.occurrences(rhythm, first, until);
  return [page.rhythms(first), page.wording(rhythm, first), page.meetings(dates, off, skip), page.hits(dates, off)];
});
process.stdout.write(JSON.stringify([dated, proposals.map(page.block)]));
"""
RHYTHMS = ("weekly", "fortnightly", "nth", "last")
WORDS = {"weekly": "weekly", "fortnightly": "every 2 weeks", "nth": "monthly on the", "last": "monthly on the last"}


def in_node(cases: list[dict[str, Any]], proposals: list[object]) -> Any:
    program = shutil.which("node") or shutil.which("nodejs")
    if not program:
        lacking("no Node.js")
    text = json.dumps([SCRIPT.read_text("utf-8"), cases, proposals])
    done = subprocess.run(
        [program, "--input-type=module", "-e", NODE], input=text, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def breaks(chance: random.Random) -> list[list[str]]:
    found = []
    for number in range(chance.randrange(8)):
        first = dt.date(2026, 9, 1) + dt.timedelta(days=chance.randrange(700))
        found.append([f"{first}", f"{first + dt.timedelta(days=chance.randrange(12))}", f"Break {number}"])
    return found


@pytest.mark.slow
def test_a_thousand_schedules_have_the_dates_that_the_program_gives_them() -> None:
    chance = random.Random(22)
    cases: list[dict[str, Any]] = []
    for _ in range(1000):
        first = dt.date(2026, 9, 1) + dt.timedelta(days=chance.randrange(700))
        until = first + dt.timedelta(days=chance.randrange(420))
        case: dict[str, Any] = {
            "first": f"{first}",
            "until": f"{until}",
            "rhythm": chance.choice(RHYTHMS),
            "off": breaks(chance),
        }
        cases.append({**case, "skip": chance.random() < 0.5})
    asked = 0
    for case, (possible, wording, meetings, hits) in zip(cases, in_node(cases, [])[0], strict=True):
        first = dt.date.fromisoformat(case["first"])
        if case["rhythm"] not in possible:
            assert case["rhythm"] in ("nth", "last")
            week = dt.timedelta(days=7)
            assert first.day > 28 if case["rhythm"] == "nth" else (first + week).month == first.month
            continue
        asked += 1
        event = Event.model_validate(
            {"id": "x", "title": "X", "kind": "gathering", "starts": case["first"], "repeats": wording}
            | {"until": case["until"], "no_school": "skip" if case["skip"] else "keep"}
        )
        assert wording.startswith(WORDS[case["rhythm"]])
        assert str(parse(wording)) == wording
        days_off = by_day([NoSchool.model_validate({"name": c, "starts": a, "ends": b}) for a, b, c in case["off"]])
        schedule = plan(event, days_off, "America/Los_Angeles")
        assert [f"{day_of(occurrence.start)}" for occurrence in schedule.occurrences] == meetings, case
        assert hits == [[day, days_off[dt.date.fromisoformat(day)].name] for day, _ in hits]
        if case["skip"]:
            assert [day for day, _ in hits] == [f"{skipped.date}" for skipped in schedule.skipped]
    assert asked > 500


@pytest.mark.slow
def test_the_receiver_reads_every_block_that_the_page_writes() -> None:
    chance = random.Random(23)
    signs = "aZ 9é“>|[]:=\n+/-_ñ漢😀\u200d\\\"'<b>&"
    texts = ["".join(chance.choice(signs) for _ in range(chance.randrange(1, 400))).strip() or "x" for _ in range(100)]
    texts.append("ä" * 15_000)
    sent: list[object] = [
        {"form": "fix-a-mistake", "version": 1, "answers": {"entry": "a", "part": "Place", "text": text}}
        for text in texts
    ]
    for text, block in zip(texts, in_node([], sent)[1], strict=True):
        found = received("auto", f"Hello\n\n> {block.replace(chr(10), chr(10) + '> ')}\n-- \nA name")
        lines = [line.rstrip() for line in text.split("\n")]
        assert " ".join(found.answers["text"].split()) == " ".join(" ".join(lines).split())
        assert found.complaints == []


# --- The content of the pages ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> Mapping[str, str]:
    return lazy_texts(outputs(load(DEMO, NOW)[0], NOW))


@pytest.mark.parametrize("form", NAMES)
def test_the_page_asks_only_for_fields_that_the_receiver_accepts(made: Mapping[str, str], form: str) -> None:
    page = made[f"propose/{form}/index.html"]
    for field in fields(form):
        assert f'name="{field.id}"' in page
        for option in field.options:
            assert f'value="{option}"' in page
    assert unescape(page.split("<code>")[-1].split("</code>")[0]) == template(form)
    known = json.loads(made["propose/forms.json"])["forms"][form]["fields"]
    assert [name["id"] for name in known] == [field.id for field in fields(form)]
    assert [tuple(name["options"]) for name in known] == [field.options for field in fields(form)]


@pytest.mark.parametrize("form", NAMES)
def test_an_answer_in_any_language_is_written_in_its_direction(made: Mapping[str, str], form: str) -> None:
    controls = re.findall(r'<(?:textarea|input type="text")[^>]*name="[^>]*>', made[f"propose/{form}/index.html"])
    texts = {field.id for field in fields(form) if field.keyboard == "text" and field.kind in ("input", "textarea")}
    found = {re.search(r'name="(\w+)"', control)[1] for control in controls if ' dir="auto"' in control}  # type: ignore[index]
    asked = {re.search(r'name="(\w+)"', control)[1] for control in controls}  # type: ignore[index]
    assert found == asked & texts


def test_the_lists_name_only_records_that_the_receiver_finds(made: Mapping[str, str]) -> None:
    known = json.loads(made["propose/forms.json"])
    hub = load(DEMO, NOW)[0]
    ids = {record.id for record in hub.records()}
    named = {entry for lists in known["records"].values() for _, entries in lists for entry, _ in entries}
    assert named <= ids
    assert {entry for _, entries in known["records"]["groups"] for entry, _ in entries} == {
        group.id for group in hub.groups if not group.draft and not group.hidden
    }
    for event, dates in known["dates"].items():
        assert {day for day, *_ in dates} <= {f"{occurrence.date}" for occurrence in hub.schedules[event].occurrences}


def test_the_limits_of_fields_match_the_limits_of_keys() -> None:
    """The program would refuse a longer text, and a shorter limit would refuse allowed text."""
    from affinity_hub.reference.keys import sections

    takes = {(part.file, row.key): row.takes for part in sections() for row in part.tables[0].rows}
    for form, file in (
        ("add-event", "events.yml"),
        ("new-group", "groups.yml"),
        ("add-opportunity", "opportunities.yml"),
    ):
        for field in fields(form):
            found = re.search(r"at most (\d+) characters", takes.get((file, field.id), ""))
            assert not found or field.most == int(found[1]), f"{form} {field.id}"


def test_links_lead_to_the_forms_of_the_site_with_the_known_values(made: Mapping[str, str]) -> None:
    group = unescape(made["groups/educators-of-color-network/index.html"])
    for form, query in (
        ("add-event", "owner=educators-of-color-network"),
        ("fix-a-mistake", "entry=educators-of-color-network"),
        ("confirm", "group=educators-of-color-network"),
    ):
        assert f'href="../../propose/{form}/?{query}"' in group
    event = unescape(made["events/eocn-monthly/index.html"])
    assert 'href="../../propose/cancel-or-move/?event=eocn-monthly&date=2026-12-10"' in event
    assert "github.com/example/cedar-hollow-hub/issues" not in group + event


def test_without_proposals_the_site_has_no_forms() -> None:
    paths = {artifact.path for artifact in outputs(load(MINIMAL, NOW)[0], NOW)}
    assert not [path for path in paths if path.startswith("propose/")]


@pytest.mark.parametrize("by", ["mail", "endpoint", "github"])
def test_a_page_offers_the_ways_that_the_hub_names(by: str, district: Callable[..., Path]) -> None:
    settings = (MINIMAL / "hub.yml").read_text("utf-8").replace("git.small.example/hub", "github.com/small/hub")
    addresses = "mail: changes@small.example, endpoint: https://proposals.small.example/hub"
    folder = district(hub=f"{settings}proposals: {{by: [{by}], {addresses}}}\n")
    page = lazy_texts(outputs(load(folder, NOW)[0], NOW))["propose/confirm/index.html"]
    assert re.findall(r'<button type="submit" class="hub-button" disabled value="(\w+)"', page) == [by]
    assert ("mailto:" in page) == (by == "mail")
    assert ("https://github.com/small/hub/issues/new?template=confirm.yml" in page) == (by == "github")


def test_only_pages_with_a_form_may_connect_to_the_endpoint(made: Mapping[str, str]) -> None:
    headers = made["_headers"]
    rules = dict(re.findall(r"^(/\S*)\n(?:  .*\n)*?  Content-Security-Policy: (.*)$", headers, re.MULTILINE))
    allowed = {
        path for path, rule in rules.items() if "connect-src 'self' https://proposals.cedarhollow.example;" in rule
    }
    assert allowed == {"/*", "/propose/*"}


def test_a_question_about_a_role_is_not_called_a_proposal() -> None:
    """The program answers it without a change (`offer_to_facilitate`), so the site never shows any part of it."""
    hub, _ = load(DEMO, NOW)
    pages = lazy_texts(artifact for artifact in outputs(hub, NOW) if artifact.path.startswith("propose/"))
    question = pages["propose/become-a-facilitator/index.html"]
    assert "become a proposal" not in question
    assert "it never shows them" in question
    assert "so no one can answer you" in question or "From this page" not in question
    assert "become a proposal" in pages["propose/add-event/index.html"]
    assert "it is a question, not a proposal" in pages["propose/index.html"]
