"""The day after a consent ends, the site is built without any edit, and without the name."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load, outputs
from affinity_hub.core.problems import DataError

from tests.conftest import MINIMAL, ROOT
from tests.made import lazy_bytes

PERSON = """\
facilitators:
  - id: tea-host
    role: Host of the circle of people who drink tea with each other in the afternoon
    name: Ana Beispiel
    consent: {name: public, given_on: 2026-09-01}
"""
FIRST, AFTER = "2026-11-23", "2027-09-02"
GROUPS = (MINIMAL / "groups.yml").read_text("utf-8")


def _group(more: str) -> dict[str, str]:
    return {"facilitators": PERSON, "groups": GROUPS + more}


PAGE = "# Tea\n\nAna\nBeispiel pours.\n\nAsk abeispiel@small.example or Ms. Beispiel.\n"

# Files of a district with a name, a mailbox, or an address that reveals its owner
TELLS = {
    "mailbox of the entry": {"facilitators": f"{PERSON}    contact: ana.beispiel@small.example\n"},
    "mailbox with an initial": {"facilitators": f"{PERSON}    contact: abeispiel@small.example\n"},
    "vacancy": {"facilitators": f"{PERSON}    vacancy: {{contact: beispiel.ana@small.example}}\n"},
    "mailbox of the group": _group("    join: {contact: ana.beispiel@small.example}\n"),
    "mailbox in a text": _group("    join: {steps: Write to ana.beispiel@small.example or abeispiel@small.example.}\n"),
    "mailbox in words": _group("    purpose: Write to ana dot beispiel at small dot example.\n"),
    "link to a mailbox": _group("    purpose: '[Write](mailto:ana.beispiel@small.example) to us.'\n"),
    "link to a page": _group("    purpose: '[Her page](https://www.small.example/ana-beispiel) and more.'\n"),
    "bare link": _group("    purpose: See https://www.small.example/ana-beispiel for more.\n"),
    "mailboxes in other forms": _group("    purpose: beispiela@small.example, a-beispiel2@small.example\n"),
    "title before other capitals": _group("    purpose: Ask Ms. Beispiel Monday, or Dr. A. Beispiel Tuesday.\n"),
    "title": _group("    purpose: Ask Ms. Beispiel, or Dr. Beispiel.\n"),
    "other spelling": {"facilitators": PERSON.replace("Beispiel", "Béispiel")}
    | {"groups": f"{GROUPS}    purpose: Ana Beispiel, ANA BÉISPIEL and Ana <b>Beispiel</b> pour.\n"},
    "page of a partner": {
        "facilitators": PERSON,
        "partners": "partners: [{id: a, name: A, kind: other, url: 'https://www.small.example/ana-beispiel'}]\n",
    },
    "link that an answer rests on": {
        "facilitators": PERSON,
        "library": "difficult_questions: [{id: tea, question: Why tea?, short_answer: Why not., links: "
        "[{title: Page, url: 'https://www.small.example/ana-beispiel'}, {title: B, url: 'https://b.example/'}]}]\n",
    },
    "too long for its key": _group(f"    aliases: ['{'Tea ' * 16}Ana Beispiel']\n"),
    "account on GitHub": _group("    stewards: [Small/ana-beispiel]\n"),
    "comment": _group("# Ana Beispiel (abeispiel@small.example, Ms. Beispiel) wrote this.\n"),
}


def _read(folder: Path, day: str) -> tuple[list[str], list[str]]:
    """The codes of the warnings on a day, and the published files that contain the name. Errors raise `DataError`."""
    now = dt.datetime.fromisoformat(f"{day}T20:00:00+00:00")
    hub, warnings = load(folder, now)
    made = lazy_bytes(outputs(hub, now))
    return [problem.code for problem in warnings], [name for name in made if b"beispiel" in made[name].lower()]


@pytest.mark.parametrize("case", TELLS)
def test_a_consent_that_ends_stops_no_build_and_removes_every_trace_of_the_name(
    case: str, district: Callable[..., Path]
) -> None:
    folder = district(**TELLS[case])
    warnings, telling = _read(folder, FIRST)
    assert "W504" not in warnings
    assert telling
    warnings, telling = _read(folder, AFTER)
    assert "W504" in warnings
    assert telling == []


@pytest.mark.parametrize(
    "typed, code",
    [
        ("Call Ana Beispiel at (253) 555-0187.", "E512"),
        ("Ana Beispiel sends https://us02web.zoom.us/j/81234567890", "E510"),
        ("Ana Beispiel reads tea.lover@gmail.com", "E511"),
        ("Ana Beispiel and Mrs. Lopez pour.", "E514"),
    ],
)
def test_a_replaced_name_hides_no_private_detail_in_its_text(
    typed: str, code: str, district: Callable[..., Path]
) -> None:
    with pytest.raises(DataError) as refused:
        _read(district(**_group(f"    purpose: {typed}\n")), AFTER)
    assert {problem.code for problem in refused.value.problems if problem.severity == "error"} == {code}


@pytest.mark.parametrize("typed", ["“Call (253) 555-0187”", "“Join at https://us02web.zoom.us/j/81234567890”"])
def test_a_warning_about_a_text_hides_no_private_detail_in_it(typed: str, district: Callable[..., Path]) -> None:
    with pytest.raises(DataError) as refused:
        _read(district(**_group(f"    meets: {typed}\n")), FIRST)
    assert [problem.code[0] for problem in refused.value.problems] == ["E", "W"]


def test_a_last_name_beside_the_replaced_name_is_a_warning(district: Callable[..., Path]) -> None:
    folder = district(**_group("    purpose: Ana Beispiel pours. Bring Beispiel's cup.\n"))
    assert "W518" in _read(folder, AFTER)[0]


@pytest.mark.parametrize("name", ["about.md", "notes.txt"])
def test_a_consent_that_ends_stops_no_hand_written_page(name: str, district: Callable[..., Path]) -> None:
    folder = district(facilitators=PERSON)
    (folder / "docs").mkdir()
    (folder / "docs" / name).write_text(PAGE, "utf-8")
    assert "W504" not in _read(folder, FIRST)[0]
    assert _read(folder, AFTER)[0].count("W504") == 2


def test_an_id_with_the_name_stops_no_build(district: Callable[..., Path]) -> None:
    """Nothing can replace an id that other records refer to, so the check warns."""
    folder = district(facilitators=PERSON.replace("tea-host", "ana-beispiel"))
    assert "W504" in _read(folder, AFTER)[0]


@pytest.mark.site
def test_a_hand_written_page_is_published_with_the_role(
    district: Callable[..., Path], tmp_path: Path, program: Callable[..., Any]
) -> None:
    pages, site, config = tmp_path / "pages", tmp_path / "site", tmp_path / "mkdocs.yml"
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("screenshots"))
    (pages / "tea.md").write_text(PAGE, "utf-8")
    (pages / "tea.txt").write_text(PAGE, "utf-8")
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("docs_dir: docs", f"docs_dir: {pages}")
    config.write_text(text.replace("  - hooks/", f"  - {ROOT}/hooks/").replace("overrides", f"{ROOT}/overrides"))
    after = int(dt.datetime.fromisoformat(f"{AFTER}T20:00:00+00:00").timestamp())
    command = ("-m", "mkdocs", "build", "--strict", "--config-file", config, "--site-dir", site)
    data = district(facilitators=PERSON)
    done = program(*command, AFFINITY_HUB_DATA=str(data), SOURCE_DATE_EPOCH=str(after))
    assert done.returncode == 0, done.stderr
    assert "pages/tea.md:3:1: warning: The consent to show a name here ended on 2027-09-01." in done.stderr
    for file in (path for path in site.rglob("*") if path.is_file()):
        assert b"beispiel" not in file.read_bytes().lower(), file
    assert "Host of the circle of people" in (site / "tea" / "index.html").read_text("utf-8")
    assert "Host of the circle of people" in (site / "tea.txt").read_text("utf-8")


def test_a_picture_named_after_a_person_is_left_out_when_the_consent_ends(district: Callable[..., Path]) -> None:
    consent = "consent: {shows: nobody, given_on: 2026-09-01, expires_on: 2027-12-31}"
    folder = district(**_group(f"    image: {{file: images/ana-beispiel.png, alt: A round table, {consent}}}\n"))
    (folder / "images").mkdir()
    table = ROOT / "examples" / "sample-district" / "images" / "round-table.png"
    shutil.copy(table, folder / "images" / "ana-beispiel.png")
    assert "W504" not in _read(folder, FIRST)[0]
    warnings, telling = _read(folder, AFTER)
    assert ("W504" in warnings, telling) == (True, [])
