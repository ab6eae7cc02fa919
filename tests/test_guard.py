"""The guard against what must never be published, held against sentences that people at a school district write.

tests/guard/ has the sentences: those that must pass and those that must be refused, dressed up ones among them. All of
them go through `affinity-hub check` as the details of an event each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

SENTENCES = Path(__file__).parent / "guard"
FLOOR = 0.97

HUB = """\
name: Cedar Hollow
organization: {name: Cedar Hollow School District, url: "https://www.cedarhollow.example/"}
url: https://hub.cedarhollow.example/
"""
PARTNERS = "partners: [{id: union, name: Union, kind: union, url: 'https://www.union.example/'}]\n"
PEOPLE = """\
facilitators:
  - {id: one, role: First host, name: Ada Lovelace, consent: {name: none, given_on: 2026-09-01}}
  - {id: two, role: Second host, name: José Núñez-Peña, consent: {name: public, given_on: 2025-09-01}}
  - {id: three, role: Third host, name: Grace}
  - {id: four, role: Fourth host, name: Ben Agreed, consent: {name: public, given_on: 2026-09-01}}
"""


class Sentence(NamedTuple):
    code: str
    text: str
    is_public: bool = False


def allowed() -> list[Sentence]:
    before, _, after = (SENTENCES / "allowed.txt").read_text("utf-8").partition("# Where the place is public\n")
    return [
        Sentence("", line, is_public)
        for part, is_public in ((before, False), (after, True))
        for line in part.splitlines()
        if line and not line.startswith("#")
    ]


def refused() -> list[Sentence]:
    lines = (SENTENCES / "refused.txt").read_text("utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    # The escapes only: what is typed as a letter stays one.
    return [Sentence(code, json.loads(f'"{_quoted(text)}"')) for code, text in pairs]


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


@pytest.fixture
def judge(district: Callable[..., Path], run: Callable[..., Run]) -> Callable[[list[Sentence]], list[set[str]]]:
    """The codes that `check` answers to each sentence."""

    def answers(sentences: list[Sentence]) -> list[set[str]]:
        lines = ["events:"]
        for number, one in enumerate(sentences):
            place = '{name: "Oak Hall"}' if one.is_public else "shared after you write to us"
            head = f"id: e{number}, title: Tea, kind: gathering, groups: [tea-circle], starts: to be announced"
            lines.append(f"  - {{{head}, place: {place}, details: {json.dumps(one.text)}}}")
        folder = district(events="\n".join(lines), hub=HUB, partners=PARTNERS, facilitators=PEOPLE)
        found: list[set[str]] = [set() for _ in sentences]
        for problem in json.loads(run("check", folder, "--format", "json").out)["problems"]:
            if problem["file"] == "events.yml":
                found[problem["line"] - 2].add(problem["code"])
        return found

    return answers


def test_precision_and_recall(
    judge: Callable[[list[Sentence]], list[set[str]]], record_property: Callable[[str, object], None]
) -> None:
    sentences = [*allowed(), *refused()]
    assert len(sentences) >= 300
    answers = judge(sentences)
    wrong = [
        (one.code or "none", sorted(got), one.text)
        for one, got in zip(sentences, answers, strict=True)
        if got != ({one.code} - {""})
    ]
    hits = sum(one.code in got for one, got in zip(sentences, answers, strict=True) if one.code)
    alarms = sum(bool(got) for got in answers)
    precision, recall = hits / alarms, hits / sum(bool(one.code) for one in sentences)
    record_property("precision", round(precision, 4))
    record_property("recall", round(recall, 4))
    listed = "\n".join(f"  wanted {code}, got {', '.join(got) or 'none'}: {text}" for code, got, text in wrong)
    report = f"precision {precision:.4f}, recall {recall:.4f}, {len(sentences)} sentences\n{listed}"
    assert min(precision, recall) >= FLOOR, report
