"""The check reports problems as handbook/messages.md describes: a line with its caret, annotations, JSON, and hidden
words."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.core.problems import Note, Position, Problem
from affinity_hub.hub.files import published_url
from affinity_hub.messages.codes import code, codes
from affinity_hub.messages.excerpt import mask, pointed
from affinity_hub.messages.report import FORMATS, Report
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "tests" / "broken"
District = Callable[..., Path]
Command = Callable[..., "Run"]

PARTNERS = """\
partners:
  - id: library
    name: Public Library
    kind: comunity
  - id: museum
    name: Museum
    kind: comunity
"""


@pytest.mark.parametrize(
    "line, column, text, caret",
    [
        ("kind: x", 7, "kind: x", "      ^"),
        ("\tkind: x", 2, "→   kind: x", "    ^"),
        ("name: 東京 tea", 10, "name: 東京 tea", "           ^"),
        ("name: Jose\u0301 tea", 13, "name: Jose\u0301 tea", "           ^"),
        ("name: a\u202eb", 9, "name: a<U+202E>b", "               ^"),
        ("name: a\x1b[2Jb", 8, "name: a<U+001B>[2Jb", "       ^"),
        ("name: \u200btea", 7, "name: <U+200B>tea", "      ^"),
        ("name:", 6, "name:", "     ^"),
    ],
    ids=["plain", "tab", "wide", "combining", "direction", "escape", "no width", "behind the end"],
)
def test_the_caret_is_under_the_place(line: str, column: int, text: str, caret: str) -> None:
    assert pointed(line, column) == (text, caret)


def test_a_long_line_is_cut_on_both_sides_of_the_caret() -> None:
    text, caret = pointed("a" * 500 + "X" + "b" * 500, 501)
    assert text.startswith("…a")
    assert text.endswith("b…")
    assert len(text) <= 103
    assert text[caret.index("^")] == "X"


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=250), st.integers(1, 300))
def test_every_line_is_shown_as_one_short_line_of_visible_characters(line: str, column: int) -> None:
    text, caret = pointed(line, column)
    assert not any(unicodedata.category(char)[0] == "C" or unicodedata.category(char) in ("Zl", "Zp") for char in text)
    assert re.fullmatch(" *\\^", caret)
    assert len(caret) <= 85


def test_the_first_line_of_each_answer_has_the_form_that_editors_and_tools_expect(
    district: District, run: Command
) -> None:
    out = run("check", district(partners=PARTNERS)).out
    assert re.findall(r"^\S+:\d+:\d+: (?:error|warning): .+$", out, re.MULTILINE) == [
        f'partners.yml:{line}:11: error: "comunity" is not one of the words for `kind`. [E203]' for line in (4, 7)
    ]


# --- Where to read more ----------------------------------------------------------------------------------------------


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AFFINITY_HUB_URL", "https://hub.district.org/groups")
    return "https://hub.district.org/groups/"


def test_text_links_to_the_help_once_for_each_code(district: District, run: Command, site: str) -> None:
    out = run("check", district(partners=PARTNERS)).out
    assert out.count(f"    More: {site}help/E203/\n") == 1
    assert out.index("More: ") < out.index("partners.yml:7")


def test_annotations_and_json_link_to_the_help(district: District, run: Command, site: str) -> None:
    folder = district(partners=PARTNERS)
    assert run("check", folder, "--format", "github").out.count(f"%0AMore: {site}help/E203/\n") == 2
    rows = json.loads(run("check", folder, "--format", "json").out)["problems"]
    assert {row["help"] for row in rows} == {f"{site}help/E203/"}


@pytest.mark.parametrize(
    "url",
    ["", "http://hub.district.org/", "https://hub.example/", "https://hub.example.org/", "https://[", "https://a b/"],
)
def test_a_placeholder_address_gets_no_link_to_the_help(url: str, tmp_path: Path) -> None:
    (tmp_path / "hub.yml").write_text(f"url: '{url}'", "utf-8")
    assert published_url(tmp_path) == published_url(tmp_path, url) == ""


def test_the_address_of_the_site_is_read_from_its_settings(tmp_path: Path) -> None:
    (tmp_path / "hub.yml").write_text("url: https://hub.district.org", "utf-8")
    assert published_url(tmp_path) == "https://hub.district.org/"


def test_a_wrong_environment_variable_is_named_in_place_of_a_file(
    district: District, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFFINITY_HUB_URL", "http://hub.district.org/")
    done = run("check", district())
    assert done.out == (
        "AFFINITY_HUB_URL:1:1: error: The environment variable AFFINITY_HUB_URL has an impossible value. "
        '"http://hub.district.org/" is not a web address that starts with https://. [E116]\n'
        "    Set it to:  AFFINITY_HUB_URL=https://hub.district.org/\n"
        "1 error, no warnings.\n"
    )
    assert run("check", district(), "--format", "github").out.startswith("::error title=E116%3A ")


# --- Private details in logs -----------------------------------------------------------------------------------------

MASKED = {each.name for each in codes() if each.line == "masked"}
PRIVATE = sorted(path for path in BROKEN.iterdir() if path.name[:4] in MASKED)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", PRIVATE, ids=lambda case: str(case.name))
def test_private_details_are_in_no_log(case: Path, form: str, district: District, run: Command) -> None:
    folder = district()
    shutil.copytree(case, folder, dirs_exist_ok=True)
    places = json.loads(run("check", folder, "--format", "json").out)["problems"]
    assert places
    out = run("check", folder, "--format", form).out
    for place in places:
        lines = (folder / place["file"]).read_text("utf-8").splitlines()[place["line"] - 1 :]
        value = lines[0][place["column"] - 1 :]
        for private in map(str.strip, lines[1:] if value == "|" else [value]):
            assert private not in out


@pytest.mark.parametrize("form", FORMATS)
def test_a_private_text_with_another_mistake_is_in_no_log_either(form: str, district: District, run: Command) -> None:
    events = (ROOT / "tests/sites/minimal/events.yml").read_text("utf-8")
    out = run("check", district(events=events + "    online: call 253-555-0142\n"), "--format", form).out
    assert "E106" in out
    assert "555" not in out


@pytest.mark.parametrize(
    "text, shown",
    [
        ("call 253-555-0142 or (253) 555 0142", "call ••• or •••"),
        ("+1 253.555.0142, 12535550142", "•••, •••"),
        ("ada.lovelace@gmail.com and ada@k12.wa.us", "••• and •••"),
        ("https://us02web.zoom.us/j/123?pwd=x now", "••• now"),
        ("2026-12-03 16:00-17:30 and 2026-27", "2026-12-03 16:00-17:30 and 2026-27"),
        ("affinity@example.org, a@hub.small.example", "affinity@example.org, a@hub.small.example"),
        ("https://www.library.example/2026/12/555", "https://www.library.example/2026/12/555"),
        ("at most 1,048,576 of 10,485,768 bytes", "at most 1,048,576 of 10,485,768 bytes"),
    ],
)
def test_only_contact_details_and_meeting_details_are_masked(text: str, shown: str) -> None:
    assert mask(text) == shown


# --- Annotations -----------------------------------------------------------------------------------------------------


def test_nothing_in_an_annotation_can_start_a_command_of_its_own() -> None:
    problem = Problem(Position("a,b:c%.yml", 3, 4), "E203", "50%\r\n::stop-commands::x", "##[add-mask]x")
    out = Report(Path(), [problem], [Note(Position("events.yml"), "note", "##[error]x")]).github()
    first, note, last = out.split("\n")
    assert first == (
        "::error file=a%2Cb%3Ac%25.yml,line=3,col=4,title=E203%3A A word that is not in the list::"
        "50%25%0D%0A::stop-commands::x%0A## [add-mask]x"
    )
    assert note == "events.yml:1:1: note: ## [error]x"
    assert last == "1 error, no warnings."


def test_an_annotation_names_the_file_as_seen_from_the_top_of_the_repository(
    district: District, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = district(partners=PARTNERS)
    monkeypatch.chdir(folder.parent)
    assert "::error file=district/partners.yml,line=4," in run("check", "district", "--format", "github").out
    monkeypatch.chdir(folder)
    assert "::error file=partners.yml,line=4," in run("check", "--format", "github").out


# --- The document ----------------------------------------------------------------------------------------------------


def test_the_keys_of_the_json_are_the_described_keys(district: District, run: Command) -> None:
    text = (ROOT / "handbook" / "messages.md").read_text("utf-8")
    described = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    events = "  - {id: soup, title: Soup, kind: gathering, groups: [tea-circle], starts: 2026-12-22}\n"
    breaks = "no_school:\n  - {name: Winter break, starts: 2026-12-21}\n"
    base = (ROOT / "tests/sites/minimal/events.yml").read_text("utf-8")
    skipping = base + "    repeats: every day\n    until: 2026-12-22\n    no_school: skip\n"
    folder = district(
        events=skipping + events, calendar=breaks, facilitators="facilitators:\n  - {id: a, role: A, name: B}\n"
    )
    answer = json.loads(run("check", folder, "--format", "json").out)
    (problem, *_), (note, *_) = answer["problems"], answer["notes"]
    assert described == [*answer, *problem, *note]
    assert f'"version": {answer["version"]}' in text


def test_a_line_with_several_private_details_is_hidden_from_the_first_detail_on(
    district: District, run: Command
) -> None:
    note = "# Frau Lovelace is ill, call 253-555-0142 or write to ada.lovelace@gmail.com\n"
    out = run("check", district(partners=f"partners: []\n{note}")).out
    assert out.count(" | ") >= 3
    assert not [word for word in ("Lovelace", "555", "gmail") if word in out]


def test_a_code_without_a_help_file_is_still_reported(
    district: District, run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """People who add a code see its problem before they have written its help."""
    monkeypatch.setattr("affinity_hub.messages.codes.HELP_TEXTS", tmp_path)
    code.cache_clear()
    try:
        folder = district(partners="partners:\n  - {id: a, name: A, kind: nonsense}\n")
        for form in ("text", "github", "json"):
            status, out, err = run("check", folder, "--format", form)
            assert status == 1
            assert "E203" in out
            assert "/help/" not in out
            assert not err
    finally:
        code.cache_clear()
