"""Any answers to any form: the changed data passes the check or is not written, and nothing else in a file changes."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import random
import shutil
from pathlib import Path

import pytest
from affinity_hub.checks.checked_hub import load
from affinity_hub.contribute.forms.apply import CHANGED, apply
from affinity_hub.reference import proposal_forms
from affinity_hub.reference.proposal_forms import NAMES

DATA = Path(__file__).parents[1] / "forms" / "data"
NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
RECORDS = ("tea-circle", "Knitters & Friends", "tea-monthly", "tea-evening", "stitch-week", "tea-host", "nobody")
DATES = ("2026-12-10", "2027-01-14", "2027-02-03", "2027-02-11", "2027-03-01", "2028-03-01", "2027-02-30", "soon")
TIMES = ("16:00", "5:30 pm", "4.30pm", "")
RHYTHMS = ("", "weekly on Thursday", "monthly on the 2nd Thursday", "every 2 weeks", "monthly", "whenever")
TEXTS = (
    "Tea: #1 & 'more' – \"quoted\"",
    "line\nline: two\n  # three\n\n- four",
    "{a: b} [c] *d &e !f %g @h `i`",
    "--- \n...\n",
    "yes",
    "null",
    "2027-01-01",
    "\u202eright to left \u200b \ufeff",
    "نص 文字 ð 🍵",
    "${{ secrets.X }} $(id)",
    "unknown",
    "https://www.example.org/page",
    "All staff.",
)
TIMED: dict[str, tuple[str, ...]] = {
    "date": DATES,
    "new_date": DATES,
    "apply_by": DATES,
    "starts": DATES,
    "ends": DATES,
    "until": DATES,
}
TIMED |= {"start": TIMES, "end": TIMES, "new_start": TIMES, "new_end": TIMES, "repeats": RHYTHMS}
NAMING = ("owner", "event", "entry", "group", "role", "new_facilitator")

# The comments in the files. One line of a text only looks like a comment.
COMMENTS = [
    f"# {line.partition('# ')[2].strip()}"
    for path in DATA.rglob("*.yml")
    for line in path.read_text("utf-8").splitlines()
    if "# " in line and "This is a heading" not in line
]


def answers(form: str, chance: random.Random) -> dict[str, str]:
    """Answers that a person or an attacker may give."""
    given = {}
    for field in proposal_forms.fields(form):
        if not field.required and chance.random() < 0.5:
            continue
        words = field.options or TIMED.get(field.id) or (RECORDS if field.id in NAMING else TEXTS)
        given[field.id] = "yes" if field.kind == "checkboxes" else chance.choice(words)
        if field.kind == "input":
            given[field.id] = given[field.id].replace("\n", " ")
    return given


def texts(folder: Path) -> dict[str, list[str]]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode().splitlines(keepends=True)
        for path in folder.rglob("*.yml")
    }


def edited(folder: Path, seed: int) -> bool:
    """Makes a random edit. Returns whether the edit was accepted, and fails if it changes anything that an edit must
    not change."""
    chance = random.Random(seed)
    form = chance.choice(NAMES)
    proposal = {"form": form, "version": 1, "answers": answers(form, chance)}
    before = texts(folder)
    status, said, _ = apply("auto", json.dumps(proposal), folder, NOW)
    after = texts(folder)
    assert said.strip()
    if status != CHANGED:
        assert before == after
        return False
    load(folder, NOW, None)  # this raises an error if the check finds a mistake
    changed = {name for name in after if before.get(name) != after[name]}
    assert len(changed) == 1
    (name,) = changed
    kept = "".join(line for lines in after.values() for line in lines)
    assert [comment for comment in COMMENTS if comment not in kept] == [], proposal
    differ = difflib.ndiff(before.get(name, []), after[name])
    # The value that an edit replaces is on one line, or in a short block of text.
    assert len([line for line in differ if line.startswith("- ")]) <= 4, proposal
    return True


def run(folder: Path, seeds: range) -> int:
    """Edits one folder again and again, so that edits meet what earlier edits wrote. Returns the number of accepted
    edits."""
    accepted = 0
    for seed in seeds:
        if seed % 20 == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(DATA, folder)
        accepted += edited(folder, seed)
    return accepted


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_random_edits_damage_nothing(tmp_path: Path, part: int) -> None:
    assert run(tmp_path / "data", range(part * 60, part * 60 + 60)) >= 5


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_random_edits_damage_nothing(tmp_path: Path, part: int) -> None:
    assert run(tmp_path / "data", range(10_000 + part * 1_000, 11_000 + part * 1_000)) >= 50
