"""Advice as data: each `fix` in the answer of `check --format json` is applied by a program, and corrects the data."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load
from affinity_hub.core.problems import DataError
from affinity_hub.core.vocabulary import vocabulary
from affinity_hub.messages.report import Report
from affinity_hub.reference.keys import FILES
from affinity_hub.schema.explain.entry_keys import holds_list
from affinity_hub.schema.explain.typed_keys import as_value
from affinity_hub.schema.record import choices, model_in
from affinity_hub.source.text_problems import ONE_LINE_KEYS
from affinity_hub.values.text import MarkdownText
from pydantic import BaseModel

from tests.conftest import NOW, ROOT
from tests.fuzz import PIECES
from tests.schema.test_shapes import SERIES

SAMPLE = ROOT / "examples" / "sample-district"
ROUNDS = 3


def problems(folder: Path) -> list[dict[str, Any]]:
    try:
        found = load(folder, NOW)[1]
    except DataError as error:
        found = error.problems
    rows: list[dict[str, Any]] = json.loads(Report(folder, found).json())["problems"]
    return rows


def apply(folder: Path, fixes: Iterable[dict[str, Any]]) -> None:
    """Applies fixes, from the end of each file to its beginning."""
    for fix in sorted(fixes, key=lambda problem: (problem["file"], problem["line"], problem["column"]), reverse=True):
        path = folder / fix["file"]
        lines = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        line = lines[fix["line"] - 1]
        lines[fix["line"] - 1] = line[: fix["column"] - 1] + fix["text"] + line[fix["end"] - 1 :]
        path.write_bytes("\n".join(lines).encode())


def mutated(text: str, chance: random.Random) -> str:
    """The text with a slip that loses nothing: inserted characters, or a part that is typed twice."""
    place = chance.randrange(len(text) + 1)
    twice = text[place : place + chance.randrange(1, 40)]
    piece = chance.choice([piece.decode() for piece in PIECES if piece not in (b"\xff", b"\xef\xbb\xbf")])
    return text[:place] + chance.choice((piece, twice)) + text[place:]


def key(problem: dict[str, Any]) -> tuple[str, str, str, int]:
    return problem["file"], problem["code"], problem["message"], problem["line"]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


def outcome(folder: Path, name: str, text: str, before: set[tuple[str, str, str, int]]) -> str:
    """The result for a file with a slip if a program applies all fixes, in at most three rounds."""
    (folder / name).write_text(text, "utf-8")
    seen: list[tuple[str, str, str, int]] = []
    first: str = ""
    for _ in range(ROUNDS + 1):
        found = [problem for problem in problems(folder) if key(problem) not in before]
        first = first or ("fine" if not found else "fix" if any(problem["fix"] for problem in found) else "no fix")
        fixes = {json.dumps(problem["fix"], sort_keys=True): problem["fix"] for problem in found if problem["fix"]}
        if not fixes:
            return first
        again = [key(problem) for problem in found if problem["fix"] and key(problem) in seen]
        assert not again, f"a problem returned after its fix: {again}"
        seen += [key(problem) for problem in found if problem["fix"]]
        apply(folder, fixes.values())
    return "unsettled"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(n, marks=pytest.mark.long) for n in range(2, 14))])
def test_fixes_repair_a_slip(seed: int, sample: Path) -> None:
    """Each problem that has a fix is gone after at most three rounds, and most slips have a fix."""
    chance = random.Random(seed)
    names = sorted(path.relative_to(sample).as_posix() for path in sample.rglob("*.yml"))
    before = {key(problem) for problem in problems(sample)}
    told: list[str] = []
    for _ in range(12 if seed < 2 else 50):
        name = chance.choice(names)
        kept = (sample / name).read_text("utf-8")
        told.append(outcome(sample, name, mutated(kept, chance), before))
        (sample / name).write_text(kept, "utf-8")
    assert told.count("unsettled") <= 1
    slips = len(told) - told.count("fine")
    assert slips < 15 or told.count("fix") >= 0.55 * slips


EVENT = """\
events:
  - id: tea
    title: Tea
    kind: gathering
    groups: []
"""
PARTNERS = """\
partners:
  - {id: library, name: Public Library, kind: community}
  - {id: museum, name: City Museum, kind: community}
"""


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("starts: 1/14/2027 4:00 PM\nends: 5:30 PM", "starts: 2027-01-14 16:00\nends: 5:30 PM"),
        ("starts: 2027-01-14 16:00\nends: 4.30pm", "starts: 2027-01-14 16:00\nends: 16:30"),
        ("starts: 2027-01-21\u00a016:00 Uhr", "starts: 2027-01-21 16:00"),
        ("starts: 2027-01-21\nzone: Europe/Berln", "starts: 2027-01-21\nzone: Europe/Berlin"),
        ("starts: 2027-01-21\nstatus: canceled", "starts: 2027-01-21\nstatus: cancelled"),
        ("starts: 2027-01-21\npartners: [Library, museum]", "starts: 2027-01-21\npartners: [library, museum]"),
        ("starts: 2027-01-21\npartners: (library, museum)", "starts: 2027-01-21\npartners: [library, museum]"),
        ('starts: 2027-01-21\npartners: "library", "museum"', "starts: 2027-01-21\npartners: [library, museum]"),
        (
            "starts: 2027-01-21\nplace: name: Hall, address: Town",
            "starts: 2027-01-21\nplace: {name: Hall, address: Town}",
        ),
        (
            "starts: 2027-01-21\nskip:\n  - date: 2027-01-28, reason: closed: snow",
            'starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: "closed: snow"}',
        ),
        ("starts: 2027-01-21\nstatus: 50% cancelled", None),
        ("starts: 2027-01-21\nends: 23", None),
        ("starts: 2027-01-21\nurl: https://x.example/new teachers", None),
        ("starts: 2027-01-21\ndetails: Agenda\n- welcome", None),
        ("starts: 2027-01-21\npartners: none yet", None),
        ("starts: 2027-01-21\ndetails: Agenda\n  - tea\n  - check-in: one word each", None),
        ("starts: to b]e announced", "starts: to be announced"),
        ("starts: 2027-01-21\nsumm summary: Tea", "starts: 2027-01-21\nsummary: Tea"),
        ("starts: 2027-01-21\nonline: y", "starts: 2027-01-21\nonline: yes"),
        ("starts: 2027-01-21\nno_school: don't skip", None),
        ("starts: 2027-01-21 16:00\nends: midnight", None),
        ("starts: 2027-13-04 16:00\nends: 17:00", "starts: 2027-04-13 16:00\nends: 17:00"),
        ("starts: 2027-01-21\npartners: [tea-circle second-circle]", None),
        ("starts: 2027-01-21\nplace: {name:Hall}", "starts: 2027-01-21\nplace: {name: Hall}"),
        ("starts: 2027-01-21\ncost = free", "starts: 2027-01-21\ncost: free"),
        ("starts: 2027-01-21\nwebsite: https://x.example/a", "starts: 2027-01-21\nurl: https://x.example/a"),
        (
            "starts: 2027-01-21\nurl: [Sign up](https://x.example/a)",
            "starts: 2027-01-21\nurl: https://x.example/a",
        ),
        ("starts: 2027-01-21\npartners:\n-library", "starts: 2027-01-21\npartners:\n- library"),
        ("starts: 2027-01-21\nplace:\n\tname: Hall", "starts: 2027-01-21\nplace:\n  name: Hall"),
        ("starts: 2027-01-21\nlocation: Room 5", "starts: 2027-01-21\nplace: Room 5"),
        ("starts: 2027-01-21\npartners: library", "starts: 2027-01-21\npartners: [library]"),
        (
            "starts: 2027-01-21\nurl: www.library.example/tea",
            "starts: 2027-01-21\nurl: https://www.library.example/tea",
        ),
        ("starts: 2027-01-21\nsummary - Come for tea", "starts: 2027-01-21\nsummary: Come for tea"),
        ("starts: 2027-01-21\nsummary => Come", "starts: 2027-01-21\nsummary: Come"),
        ("starts: 2027-01-21\n// ask the host", "starts: 2027-01-21\n# ask the host"),
        ("starts: 2027-01-21\n<!-- ask -->", "starts: 2027-01-21\n# ask"),
        ("starts: 2027-01-21\nopen_to: All\n<<<<<<< HEAD", None),
        ("starts: 2027-01-21\nopen_to: All\nTODO ask Jane", None),
        ("starts: 2027-01-21\nsummary:\n  text: Come", None),
        ("starts: 2027-01-21\ndetails:\n  Agenda: one", None),
        ("starts: 2027-01-21 13:00\nends: 1.5 hours", None),
        ("starts: 2027-01-21 13:00\nends: 1h30", None),
        ("starts: 2027-01-21 13:00\nends: 90 min", None),
        (
            "starts: 2027-01-21\nskip: [{date: 2027-02-18, reason: snow]",
            "starts: 2027-01-21\nskip: [{date: 2027-02-18, reason: snow}]",
        ),
        ("starts: 2027-01-21\nskip: [{date: 2027-02-18, {date: 2027-02-25}]", None),
        (
            "starts: 2027-01-21\nskip: [date: 2027-02-18, reason: snow}]",
            "starts: 2027-01-21\nskip: [{date: 2027-02-18, reason: snow}]",
        ),
        ("starts: 2027-01-21 -", "starts: 2027-01-21"),
        ("starts: --- 2027-01-21", "starts: 2027-01-21"),
        ("starts: 2027-01-21?", None),
        ("starts: ~2027-01-21", None),
        ("starts: 2027-01-21\nuntil: <2027-02-01", None),
        (
            "starts: 2027-01-21\ntimes: 3\nrrule: FREQ=DAILY';INTERVAL=7",
            "starts: 2027-01-21\ntimes: 3\nrrule: FREQ=DAILY;INTERVAL=7",
        ),
        ("starts: 2027-01-21\nsummary: **Come** to tea!", 'starts: 2027-01-21\nsummary: "**Come** to tea!"'),
        ("starts: 2027-01-21\nsummary: [New] Tea", 'starts: 2027-01-21\nsummary: "[New] Tea"'),
        ("starts: 2027-01-21\nsummary: & friends", 'starts: 2027-01-21\nsummary: "& friends"'),
        ("starts: 2027-01-21\nsummary: ? Tea", 'starts: 2027-01-21\nsummary: "? Tea"'),
        ("starts: 2027-01-21\nsummary: - Come", 'starts: 2027-01-21\nsummary: "- Come"'),
        ('starts: 2027-01-21\nsummary: "Tea\ncost: free', 'starts: 2027-01-21\nsummary: "Tea"\ncost: free'),
        ("starts: 2027-01-21\nsummary: Tea: free", 'starts: 2027-01-21\nsummary: "Tea: free"'),
        ("starts: 2027-01-21\n\u00a0\u00a0summary: Tea", "starts: 2027-01-21\nsummary: Tea"),
        ("starts: 2027-01-21\nsummary:Tea", "starts: 2027-01-21\nsummary: Tea"),
        (
            "starts: 2027-01-21\nskip:\n  - {date: 2027-02-18, reason: closed: snow}",
            'starts: 2027-01-21\nskip:\n  - {date: 2027-02-18, reason: "closed: snow"}',
        ),
        (
            "starts: 2027-01-21\nchanges:\n  - {date: 2027-02-18 cancelled: yes, reason: snow}",
            "starts: 2027-01-21\nchanges:\n  - {date: 2027-02-18, cancelled: yes, reason: snow}",
        ),
        # Two digits may be a year, a month, or a day. If only one reading is near the current date, the fix uses it.
        ("starts: 27-03-09 16:00", "starts: 2027-03-09 16:00"),
        ("starts: 27/11/05", "starts: 2027-11-05"),
        ("starts: 1/14/27", "starts: 2027-01-14"),
        ("starts: 03-09-09", None),
        ("starts: 1/14/99", None),
        ("starts: 03/09/27", None),
        ("starts: March 2st 2027", None),
        # A fix keeps each typed quote, unless a pair of quotes is around the whole text.
        ("starts: 2027-01-21\nsummary: “Black Excellence” film night”", None),
        ("starts: 2027-01-21\nsummary: “Tea” and “cake”", None),
        ("starts: 2027-01-21\nsummary: “Film night”", 'starts: 2027-01-21\nsummary: "Film night"'),
        (
            'starts: 2027-01-21\nsummary: "Tea": the film and "cake"',
            'starts: 2027-01-21\nsummary: \'"Tea": the film and "cake"\'',
        ),
        (
            "starts: 2027-01-21\nsummary: “Tea”: the film “cake”",
            'starts: 2027-01-21\nsummary: "“Tea”: the film “cake”"',
        ),
        # Parentheses around keys mean braces.
        (
            "starts: 2027-01-21\nplace: (name: Commons, address: Pine St)",
            "starts: 2027-01-21\nplace: {name: Commons, address: Pine St}",
        ),
        (
            "starts: 2027-01-21\nregister: (url: https://x.example/a, by: 2027-01-14)",
            'starts: 2027-01-21\nregister: {url: "https://x.example/a", by: 2027-01-14}',
        ),
        (
            "starts: 2027-01-21\nskip:\n  - (date: 2027-01-28, reason: snow)",
            "starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: snow}",
        ),
        # A text with several known ids is a list of ids, whatever separates them.
        ("starts: 2027-01-21\npartners: [library; museum]", "starts: 2027-01-21\npartners: [library, museum]"),
        ("starts: 2027-01-21\npartners: Library / Museum", "starts: 2027-01-21\npartners: [library, museum]"),
        ("starts: 2027-01-21\npartners: library museum", "starts: 2027-01-21\npartners: [library, museum]"),
        ("starts: 2027-01-21\npartners: [library and museum]", "starts: 2027-01-21\npartners: [library, museum]"),
        (
            "starts: 2027-01-21\npartners:\n  - library; museum",
            "starts: 2027-01-21\npartners:\n  - library\n  - museum",
        ),
        ("starts: 2027-01-21\npartners: [library; town hall]", None),
        ("starts: 2027-01-21\npartners: [library or museum]", None),
        # Several keys in one line become several lines.
        ("starts: 2027-01-21\nsummary: Picnic, cost: free, travel: bus", None),
        ("starts: 2027-01-21\nsummary: Picnic; cost: free", None),
        ("starts: 2027-01-21\nsummary: Picnic cost: free travel: bus", None),
        # A text that continues on the next line does not end on its first line.
        ("starts: 2027-01-21\nsummary: One question: what keeps us\nhere, and what would not?", None),
        ("starts: 2027-01-21\nsummary: One question: what keeps us\n  here, and what would not?", None),
        ("starts: 2027-01-21\nsummary: Tea with\nus and cake", "starts: 2027-01-21\nsummary: Tea with\n  us and cake"),
        # Punctuation at the end of an address belongs to the sentence around it.
        ("starts: 2027-01-21\nurl: www.x.example/tea.", "starts: 2027-01-21\nurl: https://www.x.example/tea"),
        ("starts: 2027-01-21\nurl: (www.x.example/tea).", "starts: 2027-01-21\nurl: https://www.x.example/tea"),
        (
            "starts: 2027-01-21\nurl: www.x.example/tea_(hot)",
            "starts: 2027-01-21\nurl: https://www.x.example/tea_(hot)",
        ),
        # Words and numbers with two meanings.
        ("starts: 2027-01-21\nrepeats: weekly\nno_school: yes", None),
        ("starts: 2027-01-21\nrepeats: weekly\nno_school: off", None),
        ("starts: 2027-01-21\nrepeats: weekly\nno_school: ignore", None),
        ("starts: 2027-01-21\nrepeats: montly on the 2st Tuesday", None),
        ("starts: 2027-01-21\nrepeats: 3nd Thursday of the month", None),
        ("starts: 2027-01-21\nrepeats: no", None),
        # Lists of dates.
        (
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip: {date: 2027-01-28}, {date: 2027-02-04}",
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip: [{date: 2027-01-28}, {date: 2027-02-04}]",
        ),
        (
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip:\n  - {date: 2027-01-28}, {date: 2027-02-04}",
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip:\n  - {date: 2027-01-28}\n  - {date: 2027-02-04}",
        ),
        (
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip: 2027-01-28, 2027-02-04",
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip: [{date: 2027-01-28}, {date: 2027-02-04}]",
        ),
        (
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip: {date: 2027-01-28}",
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip: [{date: 2027-01-28}]",
        ),
        ("starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nskip:\n  date: 2027-01-28", None),
        # Signs of another keyboard, or of a text program.
        *(
            (
                f"starts: 2027-01-21\nskip:\n  - {{date: 2027-01-28{sign}reason: snow}}",
                "starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: snow}",
            )
            for sign in ("; ", "\uff0c", "\u3001 ")
        ),
        ("starts: 2027-01-21\nplace: {name\uff1a Hall}", "starts: 2027-01-21\nplace: {name: Hall}"),
        ("starts: 2027-01-21\nplace: {name=Hall}", "starts: 2027-01-21\nplace: {name: Hall}"),
        (
            "starts: 2027-01-21\nskip:\n  \u2022 {date: 2027-01-28, reason: snow}",
            "starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: snow}",
        ),
        ('starts: 2027-01-21\nsummary: "Tea”', 'starts: 2027-01-21\nsummary: "Tea"'),
        ('starts: 2027-01-21\nsummary: “Tea"', 'starts: 2027-01-21\nsummary: "Tea"'),
        ('starts: 2027-01-21\nsummary: "New ""tea"""', "starts: 2027-01-21\nsummary: 'New \"tea\"'"),
        ("starts: 2027-01-21\nsummary: | Tea and cake", "starts: 2027-01-21\nsummary: Tea and cake"),
        ("starts: 2027-01-21\nsummary: >- Tea and cake", "starts: 2027-01-21\nsummary: Tea and cake"),
        ("starts: 2027-01-21\ndetails: |\n\tTea", "starts: 2027-01-21\ndetails: |\n  Tea"),
        ("starts: 2027-01-21\ndetails: |\n  Tea\n\n - cake", "starts: 2027-01-21\ndetails: |\n  Tea\n\n  - cake"),
        # A bracket or a quote that is closed in the wrong way, or in the wrong place.
        ("starts: 2027-01-21\npartners: [library, museum}", "starts: 2027-01-21\npartners: [library, museum]"),
        ("starts: 2027-01-21\npartners: [library, museum)", "starts: 2027-01-21\npartners: [library, museum]"),
        (
            "starts: 2027-01-21\nskip:\n  - date: 2027-01-28, reason: snow}",
            "starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: snow}",
        ),
        (
            'starts: 2027-01-21\nplace: {name: Hall, address: "1 Elm, Town}',
            'starts: 2027-01-21\nplace: {name: Hall, address: "1 Elm, Town"}',
        ),
        (
            "starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: snow [heavy]}",
            'starts: 2027-01-21\nskip:\n  - {date: 2027-01-28, reason: "snow [heavy]"}',
        ),
        (
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nchanges: {date: 2027-01-28, place: {name: Hall}}",
            "starts: 2027-01-21\nrepeats: weekly\ntimes: 3\nchanges: [{date: 2027-01-28, place: {name: Hall}}]",
        ),
    ],
)
def test_a_fix_makes_the_intended_text(typed: str, meant: str | None, district: Callable[..., Path]) -> None:
    folder = district(events=EVENT + indented(typed), partners=PARTNERS)
    for _ in range(ROUNDS):
        apply(folder, [problem["fix"] for problem in problems(folder) if problem["fix"]][:1])
    expected = EVENT + indented(typed if meant is None else meant)
    assert (folder / "events.yml").read_text("utf-8") == expected


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n"))


@pytest.mark.parametrize(
    "file, typed, offered",
    [
        ("groups", "status: inactive", ["resting", "closed"]),
        ("groups", "status: on hold", ["resting"]),
        ("groups", "status: disbanded", ["closed"]),
        ("groups", "status: purple", ["exploring", "forming", "active", "resting", "closed"]),
        ("groups", "status: Activ", ["active"]),
        ("groups", "status: \u0430ctive", ["active"]),
        ("events", "kind: meeting", ["gathering"]),
        ("events", "kind: celebration", ["gathering", "observance"]),
        ("events", "no_school: yes", ["skip", "keep"]),
        ("events", "no_school: off", ["skip", "keep"]),
        ("events", "kind: conference", ["convening"]),
        ("events", "kind: workshop", ["training"]),
        ("events", "kind: trianing", ["training"]),
        ("events", "kind: yoga", ["gathering", "networking", "mentoring", "training", "convening"]),
    ],
)
def test_a_word_is_guessed_by_its_meaning(
    file: str, typed: str, offered: list[str], district: Callable[..., Path]
) -> None:
    entry = "  - id: tea\n    name: Tea\n    kind: networking\n    summary: Tea.\n    open_to: All.\n"
    texts = {
        "groups": f"groups:\n{entry}    {typed}\n",
        "events": f"events:\n  - id: cake\n    title: Cake\n    {typed}\n    starts: 2027-01-21\n"
        + "    kind: gathering\n" * ("kind" not in typed),
    }
    folder = district(**{file: texts[file]})
    (problem,) = (problem for problem in problems(folder) if problem["code"] == "E203")
    assert [word for word in offered if re.search(rf"\b{word}\b", problem["hint"])] == offered
    assert bool(problem["fix"]) == (len(offered) == 1)
    if len(offered) > 1:
        assert all(f"{word}: " in problem["hint"] for word in offered)
    else:
        assert problem["fix"]["text"] == offered[0]


@pytest.mark.parametrize(
    "typed, said",
    [
        ("duration: 90 minutes", "ends: HH:MM"),
        ("time: 4 pm", "starts: 2027-01-21 16:00"),
        ("notes: Bring tea.", "details: …"),
        ("host: the library", "facilitators: ["),
        ("description: Tea for all.", "summary: …"),
        ("speaker: the library", "facilitators: ["),
        ("cancelled: yes", "status: cancelled"),
        ("holidays: skip", "no_school: skip"),
        ("except: 2027-02-18", "skip: [{date: "),
        ("location: Room 5", "place"),
        ("audience: All staff", "open_to"),
        ("link: https://library.example/tea", "url"),
        ("kinds: gathering", "Keep only one of the two lines"),
    ],
)
def test_a_key_is_guessed_by_its_meaning(typed: str, said: str, district: Callable[..., Path]) -> None:
    folder = district(events=EVENT + indented(f"starts: 2027-01-21\nrepeats: weekly\n{typed}"))
    (problem,) = problems(folder)
    assert said in problem["hint"]


@pytest.mark.parametrize(
    "typed, hint",
    [
        ("skip: no_school", "no_school: skip"),
        ("skip: soon", "  - date: …"),
        ("skip:\n  date: 2027-01-28\n  reason: Snow", "  - date: 2027-01-28\n    reason: Snow"),
        ("changes:\n  date: 2027-01-28\n  place: {name: Hall}", "  - date: 2027-01-28\n    place: {name: Hall}"),
        ("changes:\n  date: 2027-01-28\n  partners: [a, b]", "  - date: 2027-01-28\n    partners: [a, b]"),
        ("place: [Hall, Commons]", "place: {name: …}"),
    ],
)
def test_a_wrong_shape_is_answered_with_the_right_shape(typed: str, hint: str, district: Callable[..., Path]) -> None:
    folder = district(events=EVENT + indented(f"starts: 2027-01-21\nrepeats: weekly\ntimes: 3\n{typed}"))
    (problem,) = problems(folder)
    assert hint in problem["hint"]


def test_every_word_of_every_list_has_a_meaning() -> None:
    """The tables also have no word or name that no record can have."""
    lists: dict[str, set[str]] = {}
    keys = set[str]()
    for model in models():
        for name, info in model.model_fields.items():
            keys.add(info.alias or name)
            if words := choices(info.annotation):
                lists.setdefault(words[0], set()).update(words)
    tables = vocabulary()
    assert {first: {word.word for word in table} for first, table in tables.words.items()} == lists
    assert {key.key for key in tables.keys} <= keys


def test_no_one_line_key_takes_long_text() -> None:
    taken = [(info.alias or name, info) for model in models() for name, info in model.model_fields.items()]
    assert {key for key, _ in taken} >= ONE_LINE_KEYS
    texts = set[str]()
    for key, info in taken:
        for mark in info.metadata:
            most = 20_000 if isinstance(mark, MarkdownText) else getattr(mark, "json_schema", {}).get("maxLength", 0)
            texts |= {key} if most >= 160 else set()
    assert ONE_LINE_KEYS & texts == set()


def test_every_key_that_takes_no_words_is_a_one_line_key() -> None:
    takes_words: dict[str, bool] = {}
    for model in models():
        for name, info in model.model_fields.items():
            key, holds_more = info.alias or name, holds_list(info) or model_in(info.annotation) is not None
            takes = info.exclude or holds_more or as_value(info, "words that say more")[0] != "…"
            takes_words[key] = bool(takes) or takes_words.get(key, False)
    assert {key for key, takes in takes_words.items() if not takes} <= ONE_LINE_KEYS


@pytest.mark.parametrize(
    "lines",
    [
        ["skip:", "  - date: 2026-12-24", "      # holiday"],
        ["changes:", "  - date: 2026-12-10", "    cancelled: yes", "      # snow"],
        ["register:", "  url: https://z.example/", "  by: 2026-12-01", "    # a Tuesday"],
    ],
)
def test_a_note_under_a_key_for_one_line_is_no_text(lines: list[str], district: Callable[..., Path]) -> None:
    notes = load(district(events=SERIES + "".join(f"    {line}\n" for line in lines)), NOW)[1]
    assert "W009" not in {problem.code for problem in notes}


def models() -> Iterable[type[BaseModel]]:
    """Every model of a record, and of the parts in it."""
    waiting: list[type[BaseModel]] = [model for _, _, model in FILES]
    seen = set[type[BaseModel]]()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        yield model
        waiting += [inner for info in model.model_fields.values() if (inner := model_in(info.annotation))]


def test_a_fix_shows_nothing_that_must_not_be_published(district: Callable[..., Path]) -> None:
    """A fix repeats the rest of its line, so a problem in a line with a mailbox has no fix."""
    folder = district(events=EVENT + indented("starts: 2027-01-21\nsummary: Write: ada.lovelace@gmail.com"))
    text = json.dumps(problems(folder))
    assert "ada" not in text


def test_a_note_in_another_syntax_gets_the_sign_for_notes(district: Callable[..., Path]) -> None:
    folder = district(events=EVENT + indented("starts: 2027-01-21\n// note: ask the host"))
    assert [(row["line"], row["hint"]) for row in problems(folder) if row["code"] == "E202"] == [
        (7, "Write  #  in place of  //  at the start of this line.")
    ]
