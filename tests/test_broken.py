"""Every mistake that a volunteer can make, and the exact answer to it.

A folder in broken/ is named after the code it provokes. It holds the files that differ from sites/minimal, and the
expected output of `affinity-hub check`. After a change of a message, `make bless` writes the new output; read the diff.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from tests.conftest import Run

TESTS = Path(__file__).parent
LIBRARY = TESTS.parent / "hooks" / "affinity_hub"
CASES = sorted(path for path in (TESTS / "broken").iterdir() if path.is_dir())
CODE = re.compile(r'"([EW]\d{3})"')

# What git cannot hold, or nobody wants to read: made when the test runs.
MADE: dict[str, Callable[[Path], object]] = {
    "E001-missing-file": lambda folder: (folder / "partners.yml").unlink(),
    "E001-folder-in-place-of-a-file": lambda folder: (folder / "calendar.yml").mkdir(),
    "E003-ten-megabytes": lambda folder: (folder / "events.yml").write_bytes(b"# a comment\n" * 873_814),
}

# What a file can hold that stops everything; for each of them, whole builds are tried too.
BAD_INPUT = (
    "E001-missing-file",
    "E002-not-utf-8",
    "E003-ten-megabytes",
    "E007-alias",
    "E007-anchor",
    "E012-tab",
    "E020-empty-file",
    "E020-list-without-its-line",
    "E312-end-before-start",
    "E401-id-given-twice",
    "E403-group-that-does-not-exist",
)

# Codes that two modules raise, because both can meet the same mistake.
ONE_MEANING = {
    "E001": "there is no readable file: load misses it, source cannot open it",
    "E120": "a list belongs here: values for texts, explain for entries with keys",
    "E202": "a key is not known: load for the lists of a file, explain for the keys of an entry",
}


# Whether the published site can be read at all is no matter of the data: each of its failures is in test_ledger.py.
# Nor is a table of raw counts: its mistakes are in test_suppression.py.
IN_OTHER_TESTS = {"E601", "E602", "E450", "E451", "E452", "E453"}


def broken_district(case: Path, folder: Path) -> Path:
    shutil.copytree(TESTS / "sites" / "minimal", folder)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    if make := MADE.get(case.name):
        make(folder)
    return folder


def codes_by_module() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for module in sorted(LIBRARY.rglob("*.py")):
        for code in CODE.findall(module.read_text("utf-8")):
            found.setdefault(code, set()).add(module.stem)
    return found


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_check_answers_a_mistake_as_expected(case: Path, tmp_path: Path, run: Callable[..., Run], bless: bool) -> None:
    folder = broken_district(case, tmp_path / "district")
    # What was published before, where the mistake is one against that.
    before = ("--published", folder / "published") if (folder / "published").is_dir() else ()
    status, out, err = run("check", folder, *before)
    expected = case / "expected.txt"
    if bless:
        expected.write_bytes(out.encode())
    assert out == expected.read_bytes().decode()
    assert err == ""
    assert status == (1 if case.name.startswith("E") else 0)


def test_a_mistake_is_answered_once_and_with_a_remedy(case: Path) -> None:
    text = (case / "expected.txt").read_text("utf-8")
    answers = [line for line in text.splitlines()[:-1] if not line.startswith(" ") and ": note: " not in line]
    assert {line[-5:-1] for line in answers} == {case.name[:4]}, "one mistake, one kind of answer"
    assert all(re.match(r"[a-z_/]+\.yml:\d+:\d+: (error|warning): \S.*[.?!] \[[EW]\d{3}\]$", line) for line in answers)
    assert "\n    " in text, "the answer says what to type instead"
    assert "Traceback" not in text


def test_every_code_has_a_broken_case() -> None:
    assert sorted(codes_by_module()) == sorted({case.name[:4] for case in CASES} | IN_OTHER_TESTS)


def test_no_code_has_two_meanings() -> None:
    shared = {code for code, modules in codes_by_module().items() if len(modules) > 1}
    assert shared == set(ONE_MEANING)


@pytest.fixture(params=BAD_INPUT)
def bad_input(request: pytest.FixtureRequest) -> Path:
    return TESTS / "broken" / str(request.param)


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    """A site of yesterday, which a failing build must leave alone."""
    site = tmp_path / "site"
    (site / "groups").mkdir(parents=True)
    (site / "index.html").write_text("yesterday", "utf-8")
    (site / "groups" / "index.html").write_text("yesterday's groups", "utf-8")
    return site


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_build_of_bad_input_leaves_the_old_site_alone(
    bad_input: Path, tmp_path: Path, old_site: Path, run: Callable[..., Run]
) -> None:
    before = snapshot(old_site)
    done = run("build", broken_district(bad_input, tmp_path / "district"), "--out", old_site)
    assert (done.status, done.out) == (1, "")
    assert done.err == (bad_input / "expected.txt").read_bytes().decode()
    assert snapshot(old_site) == before


@pytest.mark.parametrize("command", ["build", "feeds"])
def test_bad_input_makes_no_output(bad_input: Path, tmp_path: Path, command: str, run: Callable[..., Run]) -> None:
    done = run(command, broken_district(bad_input, tmp_path / "district"), "--out", tmp_path / "new")
    assert done.status == 1
    assert not (tmp_path / "new").exists()


def test_mkdocs_says_the_same_of_bad_input_and_leaves_the_old_site_alone(
    bad_input: Path,
    tmp_path: Path,
    old_site: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AFFINITY_HUB_DATA", str(broken_district(bad_input, tmp_path / "district")))
    before = snapshot(old_site)
    with pytest.raises(Abort) as stopped:
        build_with_mkdocs(load_config(str(TESTS.parent / "mkdocs.yml"), site_dir=str(old_site)))
    assert stopped.value.code == 1
    assert (bad_input / "expected.txt").read_bytes().decode().strip() == stopped.value.format_message()
    assert snapshot(old_site) == before


def test_the_mkdocs_command_answers_bad_input_without_a_traceback(
    tmp_path: Path, old_site: Path, program: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    case = TESTS / "broken" / "E312-end-before-start"
    before = snapshot(old_site)
    data = broken_district(case, tmp_path / "district")
    options = ("--config-file", TESTS.parent / "mkdocs.yml", "--site-dir", old_site)
    done = program("-m", "mkdocs", "build", *options, AFFINITY_HUB_DATA=str(data))
    assert done.returncode == 1
    assert (case / "expected.txt").read_text("utf-8").strip() in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert snapshot(old_site) == before


def test_all_mistakes_are_told_at_once_in_the_order_of_the_files(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    cases = {"events": "E312-end-before-start", "groups": "E202-unknown-key", "partners": "E116-http"}
    folder = district(**{name: (TESTS / "broken" / case / f"{name}.yml").read_bytes() for name, case in cases.items()})
    done = run("check", folder)
    assert re.findall(r"^(\w+)\.yml:.*\[(\w+)\]$", done.out, re.MULTILINE) == [
        ("events", "E312"),
        ("groups", "E202"),
        ("partners", "E116"),
    ]
    assert done.out.endswith("3 errors, no warnings.\n")
