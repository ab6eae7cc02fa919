"""Every mistake that a volunteer can make, and the exact answer to it.

A folder in broken/ is named after the code it provokes. It holds the files that differ from sites/minimal, and the
expected output of `affinity-hub check`. After a change of a message, `make bless` writes the new output; read the diff.
fix.txt has the steps of a person who follows the answer word for word. The steps must correct everything in one round.
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
from PIL import Image

if TYPE_CHECKING:
    from tests.conftest import Run

TESTS = Path(__file__).parents[1]
LIBRARY = TESTS.parent / "hooks" / "affinity_hub"
CASES = sorted(path for path in (TESTS / "broken").iterdir() if path.is_dir())
CODE = re.compile(r'"([EW]\d{3})"')

# Files that git cannot store, or that are too long to read. The test makes them when it runs.
MADE: dict[str, Callable[[Path], object]] = {
    "E001-missing-file": lambda folder: (folder / "partners.yml").unlink(),
    "E001-no-settings": lambda folder: (folder / "hub.yml").unlink(),
    "E001-folder-in-place-of-a-file": lambda folder: (folder / "calendar.yml").mkdir(),
    "E023-link-in-place-of-a-file": lambda folder: link(folder / "partners.yml"),
    "W505-picture-without-consent": lambda folder: picture(folder / "images" / "tea.png"),
    "E003-ten-megabytes": lambda folder: (folder / "events.yml").write_bytes(b"# a comment\n" * 873_814),
}

# File contents that stop everything. For each of them, the tests also try whole builds.
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

# Codes that two modules raise, because both can find the same mistake.
ONE_MEANING = {
    "E001": "there is no readable file: files misses it, source cannot open it",
    "E015": "it is not YAML: syntax where the parser says what it stumbled over, source where it does not",
    "E401": "an id given twice: loader in the overlay, whose entries continue others, references everywhere else",
    "E009": "a number sign: syntax in brackets, where it stops the parser, reader everywhere else",
    "E013": "a colon in a text: layout where the line has more keys or lines, syntax where quotes are all it needs",
    "E121": "a list is too long: lists for texts, entries for records",
    "E120": "a list belongs here: lists for texts, explain for entries with keys",
    "E135": "a picture that cannot be shown: image for its name, images for the file",
    "E515": "a place that is not public: forbidden_texts for homes, privacy for events and groups",
    "W504": "a consent that does not hold today: consent_substitution where a role is put, consent where none can be",
    "E004": "a control character: source for the file, privacy for an escape that becomes one",
    "E020": "a file without its list: files for what it is, record_maker for its keys and the files of the overlay",
    "E312": "an end before its start: length for the event, plan for the later dates of a series",
    "E021": "no entry where one belongs: entries for the list, explain for an item of it",
    "E520": "everyone could read it: consent for names, explain for keys that have no place in public files",
    "E134": "a way to propose that cannot be used: settings without an address, access without forms on GitHub",
    "E107": "no whole number: values for a key, environment for a variable",
    "E112": "a time that cannot be: dates for hours such as 24, date_advice for times in another form",
    "E306": "too many dates: planning for one series, loader for all of them",
    "E202": "a key is not known: entries for the lists of a file, explain for the keys of an entry",
}


# The published site, the staff overlay, and tables of raw counts are not part of the data: test_ledger.py,
# test_overlay.py, and test_suppression.py have their errors. Calendars that are too large are in test_calendars.py.
# Placeholders, which a build for publishing refuses, are in test_publishing.py.
IN_OTHER_TESTS = {"W340", "E132", "E601", "E602", "E521", "E450", "E451", "E452", "E453", "E454"}


# Cases in which no answer can say what to type, because a person must decide or know something.
NOT_LITERAL = {
    "E023-link-in-place-of-a-file": "which file belongs in the place of the link",
    "E003-ten-megabytes": "which entries move to another file, or were pasted by mistake",
    "E006-nested-too-deep": "what all the brackets were meant to be",
    "E007-billion-laughs": "what the shortcuts stand for must be written out",
    "E007-merge-key": "what the shortcuts stand for must be written out",
    "E010-key-in-brackets": "which key is meant",
    "E021-text-where-an-entry-belongs": "the rest of the entry is known to its writer only",
    "E021-text-where-an-entry-belongs-in-the-calendar": "what the day is called",
    "E104-markdown-too-long": "what to leave out",
    "E104-sentence-too-long": "what to leave out",
    "E110-date-in-words": "which year is meant",
    "E111-day-that-does-not-exist": "which day is meant",
    "E111-year-that-looks-wrong": "which year is meant",
    "E112-minute-60": "which time is meant",
    "E116-script": "the address of the page",
    "E119-not-a-handle": "what the person is called on GitHub",
    "E123-domain": "the domain of the district",
    "E201-value-left-empty": "what the group is called",
    "E204-list-where-keys-belong": "which of the keys is meant",
    "E510-link-in-an-imported-title": "what the entry is called in the group's own calendar",
    "E022-copy-of-a-file": "which entries to copy",
    "E310-no-end": "when the event ends",
    "E311-date-for-an-event-with-times": "when the event ends",
    "E311-time-for-an-all-day-event": "when the event starts",
    "E101-two-dates-for-one-event": "which of the dates the event has",
    "E120-names-in-place-of-ids": "which entries have these names",
    "E442-part-larger-than-the-whole": "which of the two figures is wrong",
    "E603-event-to-come-deleted": "the deleted entry is in the history of the file only",
    "E607-published-group-deleted": "the deleted entry is in the history of the file only",
    "W516-link-with-letters-of-two-alphabets": "where the link is meant to go",
    "W701-group-gone": "whether it ended, has a new id or must go",
    "W702-height": "why the frames are higher, and whom to tell",
    "W460-no-statement": "the words, which are the district's to approve",
    "W431-one-facilitator-at-two-events": "which event moves, and when to",
    "W432-two-events-for-one-group": "which event moves, and when to",
}


def link(path: Path) -> None:
    """Replaces a file with a symbolic link to it."""
    moved = path.with_name(f"moved-{path.name}")
    path.rename(moved)
    path.symlink_to(moved.name)


def picture(path: Path) -> None:
    """Writes a small picture into the data."""
    path.parent.mkdir()
    Image.new("RGB", (60, 40)).save(path)


def broken_district(case: Path, folder: Path) -> Path:
    shutil.copytree(TESTS / "sites" / "minimal", folder)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "fix.txt"))
    if make := MADE.get(case.name):
        make(folder)
    return folder


def answer_in(case: Path) -> str:
    """The expected answer of a case."""
    path = case / "expected.txt"
    assert path.exists(), f"broken/{case.name} has no expected.txt. `make bless` writes it. Read it, and write fix.txt."
    return path.read_bytes().decode()


def codes_by_module() -> dict[str, set[str]]:
    """The modules that make problems with each code. The list of checks repeats the codes but makes no problems."""
    found: dict[str, set[str]] = {}
    for module in sorted(set(LIBRARY.rglob("*.py")) - {LIBRARY / "checks" / "registry.py"}):
        for code in CODE.findall(module.read_text("utf-8")):
            found.setdefault(code, set()).add(module.stem)
    return found


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_check_answers_a_mistake_as_expected(case: Path, tmp_path: Path, run: Callable[..., Run], bless: bool) -> None:
    folder = broken_district(case, tmp_path / "district")
    # The files that were published before, for mistakes that contradict them.
    before = ("--published", folder / "published") if (folder / "published").is_dir() else ()
    status, out, err = run("check", folder, *before)
    if bless:
        (case / "expected.txt").write_bytes(out.encode())
    assert out == answer_in(case)
    assert err == ""
    assert status == (1 if case.name.startswith("E") else 0)


STEP = re.compile(r"(\S+?)(?::(\d+))?: (\w+) ?(.*)")


class Secretary:
    """Types only words that the answer says."""

    def __init__(self, folder: Path, answer: str) -> None:
        self.folder = folder
        self.said = "\n".join(line.strip() for line in answer.splitlines() if not re.match(r" +\d* \| ", line))

    def follow(self, step: str) -> None:
        file, number, verb, rest = STEP.fullmatch(step).groups()  # type: ignore[union-attr]
        path = self.folder / file
        if verb == "rename":
            assert re.search(rf"(?:to|called|:) +{re.escape(rest)}(/|$)", self.said, re.MULTILINE)
            path.rename(self.folder / rest)
            return
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        lines = text.splitlines()
        if verb == "write":
            self.heard(rest)
            lines = [rest]
        else:
            index = int(number) - 1
            getattr(self, verb)(lines, index, rest)
        path.write_text("\n".join(lines) + "\n", "utf-8")

    def heard(self, text: str) -> None:
        """Every typed part must be in the answer, one part at a time."""
        assert text in self.said, f"the answer does not say: {text}"

    def replace(self, lines: list[str], index: int, rest: str) -> None:
        old, new = rest.split(" => ")
        self.heard(new)
        assert lines[index].count(old) == 1
        lines[index] = lines[index].replace(old, new)

    def append(self, lines: list[str], index: int, rest: str) -> None:
        """Adds to a mapping in brackets, with a comma in front."""
        old, new = rest.split(" => ")
        self.heard(new.removeprefix(", "))
        lines[index] = lines[index].replace(old, old + new)

    def becomes(self, lines: list[str], index: int, rest: str) -> None:
        """Replaces a key and its value with another key and value."""
        self.heard(rest)
        lines[index] = " " * self.column(lines[index]) + rest

    def delete(self, lines: list[str], index: int, rest: str) -> None:
        """Deletes a line, or part of it."""
        assert "delete" in self.said.lower()
        if rest:
            old = rest.replace("\\x08", "\x08")
            assert old in lines[index]
            start = lines[index].rindex(old)
            lines[index] = lines[index][:start] + lines[index][start + len(old) :]
        else:
            del lines[index]

    def remove(self, lines: list[str], index: int, rest: str) -> None:
        """Deletes a line of a text that is replaced as a whole."""
        del lines[index]

    def add(self, lines: list[str], index: int, rest: str) -> None:
        """Adds a line under another line, in the column of its key."""
        self.heard(rest)
        lines.insert(index + 1, " " * (self.column(lines[index]) if index >= 0 and lines else 0) + rest)

    def nest(self, lines: list[str], index: int, rest: str) -> None:
        """Adds an entry to the list that a line begins."""
        self.heard(rest)
        lines.insert(index + 1, " " * (self.column(lines[index]) + 2) + rest)

    def begin(self, lines: list[str], index: int, rest: str) -> None:
        """Begins a line with this number of spaces."""
        assert re.search(rf"egin (?:(?:the|this|that) line|it) with {rest}[.,]", self.said)
        lines[index] = " " * int(rest.split()[0]) + lines[index].lstrip()

    def move(self, lines: list[str], index: int, rest: str) -> None:
        """Moves a line of an entry, or a key, by this number of spaces."""
        spaces, _, way = rest.partition(" ")
        what = "(?:all lines of the entry|all its lines|it|them)"
        assert re.search(rf"[Mm]ove {what} {spaces} spaces to the {way}\.", self.said)
        lines[index] = " " * int(spaces) + lines[index] if way == "right" else lines[index][int(spaces) :]

    def shift(self, lines: list[str], index: int, rest: str) -> None:
        """Moves a line to the right by this number of spaces, because the answer names it among several lines."""
        named = re.search(rf"Indent lines (\d+) (?:and|to) (\d+) by {rest} more spaces\.", self.said)
        assert named
        assert int(named[1]) <= index + 1 <= int(named[2])
        lines[index] = " " * int(rest) + lines[index]

    def quote(self, lines: list[str], index: int, rest: str) -> None:
        """Writes a quote before or after a word."""
        where, _, word = rest.partition(" ")
        self.heard("a quote before the text" if where == "before" else f"at the end of line {index + 1}")
        start, end = lines[index].partition(word)[::2]
        lines[index] = f'{start}"{word}{end}' if where == "before" else f'{start}{word}"{end}'

    @staticmethod
    def column(line: str) -> int:
        return len(line) - len(re.sub(r"^ *(- )?", "", line))


def test_following_the_answer_corrects_everything_in_one_round(
    case: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    steps = case / "fix.txt"
    if case.name in NOT_LITERAL:
        assert not steps.exists()
        return
    folder = broken_district(case, tmp_path / "district")
    secretary = Secretary(folder, answer_in(case))
    assert steps.exists(), f"broken/{case.name} has no fix.txt. tests/README.md explains its steps."
    for step in steps.read_text("utf-8").splitlines():
        secretary.follow(step)
    before = ("--published", folder / "published") if (folder / "published").is_dir() else ()
    done = run("check", folder, *before)
    assert (done.status, case.name[:4] in done.out) == (0, False), done.out


def test_only_a_few_answers_leave_something_to_decide() -> None:
    names = {case.name for case in CASES}
    assert set(NOT_LITERAL) <= names
    assert len(NOT_LITERAL) < len(names) / 8


def test_a_mistake_gets_one_answer_with_a_remedy(case: Path) -> None:
    text = answer_in(case)
    answers = [line for line in text.splitlines()[:-1] if not line.startswith(" ") and ": note: " not in line]
    # The error about too many mistakes needs other mistakes.
    cause = {"E011"} if case.name.startswith("E124") else set[str]()
    assert {line[-5:-1] for line in answers} == {case.name[:4]} | cause, "one mistake gets answers with one code"
    shape = r"[\w/-]+\.(ya?ml|json|yml\.txt|md|html|pdf):\d+:\d+: (error|warning): \S.*[.?!] \[[EW]\d{3}\]$"
    assert all(re.match(shape, line) for line in answers)
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
    (site / "calendars").mkdir()
    (site / "calendars" / "ledger.json").write_text(
        '{"version": 1, "uid_domain": "example.org", "entries": {}}', "utf-8"
    )
    return site


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_build_of_bad_input_leaves_the_old_site_alone(
    tmp_path: Path, old_site: Path, run: Callable[..., Run]
) -> None:
    case = TESTS / "broken" / "E312-end-before-start"
    before = snapshot(old_site)
    folder = broken_district(case, tmp_path / "district")
    done = run("build", folder, "--out", old_site)
    assert (done.status, done.out) == (1, "")
    assert done.err == (case / "expected.txt").read_text("utf-8")
    assert snapshot(old_site) == before
    assert run("build", folder, "--out", tmp_path / "new").status == 1
    assert not (tmp_path / "new").exists()


def test_bad_input_makes_no_calendars(bad_input: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    done = run("feeds", broken_district(bad_input, tmp_path / "district"), "--out", tmp_path / "new")
    assert done.status == 1
    assert not (tmp_path / "new").exists()


def test_mkdocs_gives_the_same_answer_to_bad_input_and_leaves_the_old_site_alone(
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
    assert (case / "expected.txt").read_text("utf-8").strip() in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert snapshot(old_site) == before


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_files(
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
