"""The command line: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from affinity_hub import load

from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "sample-district"
MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
Command = Callable[..., "Run"]
District = Callable[..., Path]
Program = Callable[..., subprocess.CompletedProcess[str]]

BROKEN = "partners:\n  - id: library\n    name: Public Library\n    kind: comunity\n"
SERIES = """\
events:
  - id: tea-afternoon
    was: [tea-time]
    title: Tea afternoon
    kind: gathering
    groups: [tea-circle]
    starts: 2026-11-05 16:00
    ends: 17:30
    repeats: weekly on Thursday
    until: 2027-01-28
    skip: [{date: 2026-12-24, reason: holidays}]
    changes:
      - {date: 2026-11-26, starts: 2026-11-27 15:00, reason: the kettle}
      - {date: 2026-12-03, cancelled: yes, reason: snow}
"""

SERIES_IN_WORDS = (
    "Weekly on Thursday, 4:00–5:30 PM, until January 28, 2027; not on December 24, 2026 (holidays); "
    "moved from November 26, 2026 to Friday, November 27, 2026, 3:00–4:30 PM (the kettle); "
    "cancelled on December 3, 2026 (snow)"
)
BREAKS = """\
no_school:
  - {name: Thanksgiving break, starts: 2026-11-25, ends: 2026-11-27}
  - {name: Winter break, starts: 2026-12-21, ends: 2027-01-01}
  - {name: A break long ago, starts: 2025-12-21, ends: 2026-11-20}
"""


def test_check_lists_the_missing_facts_in_the_data_at_the_root(run: Command) -> None:
    hub, _ = load(ROOT, NOW)
    done = run("check", ROOT)
    assert (done.status, done.err) == (0, "")
    assert "no errors, " in done.out
    assert ("[W460]" in done.out) == (hub.settings.nondiscrimination.statement is None)
    assert done.out.count("[W490]") == sum(claim.citation is None for claim in hub.library.claims)


def test_check_finds_no_error_in_the_sample_district(run: Command) -> None:
    done = run("check", DEMO)
    assert done.status == 0
    codes = Counter(re.findall(r"\[(W\d{3})\]$", done.out, re.MULTILINE))
    assert codes == {"W502": 2, "W462": 4, "W490": 1, "W480": 1}, "the sample has these warnings on purpose"


def test_stale_lists_entries_that_were_confirmed_too_long_ago_or_never(district: District, run: Command) -> None:
    groups = "groups:\n" + "".join(
        f"  - {{id: {name}, name: {name}, kind: networking, summary: Tea., open_to: All staff.{more}}}\n"
        for name, more in (
            ("new", ", last_confirmed: 2026-11-01"),
            ("old", ", last_confirmed: 2025-11-01, stewards: [ada, our-district/team]"),
            ("never", ""),
            ("draft", ", draft: yes"),
        )
    )
    others = {name: f"{name}: []\n" for name in ("facilitators", "partners")}
    others["events"] = (
        "events: [{id: over, title: Over, kind: gathering, starts: 2026-11-02 16:00, ends: 17:30, open_to: All.}]\n"
    )
    done = run("stale", district(groups=groups, **others))
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "ada:",
        "  groups.yml:3:96: group old: not confirmed since 2025-11-01",
        "our-district/team:",
        "  groups.yml:3:96: group old: not confirmed since 2025-11-01",
        "No steward:",
        "  groups.yml:4:5: group never: never confirmed",
        "2 due. To renew an entry that is still right, write:  last_confirmed: 2026-11-23",
    ]


def test_check_writes_text_with_the_place_and_the_remedy(district: District, run: Command) -> None:
    done = run("check", district(partners=BROKEN), "--format", "text")
    assert done.status == 1
    assert done.out == (
        'partners.yml:4:11: error: "comunity" is not one of the words for `kind`. [E203]\n'
        "    4 |     kind: comunity\n"
        "      |           ^\n"
        "    Did you mean  community  ?\n"
        "1 error, no warnings.\n"
    )


def test_check_writes_annotations_for_github(district: District, run: Command) -> None:
    done = run("check", district(partners=BROKEN), "--format", "github")
    assert done.status == 1
    first, last = done.out.splitlines()
    assert first == (
        "::error file=partners.yml,line=4,col=11,title=E203%3A A word that is not in the list::"
        '"comunity" is not one of the words for `kind`.%0ADid you mean  community  ?'
    )
    assert last == "1 error, no warnings."


def test_check_writes_json_for_programs(district: District, run: Command) -> None:
    done = run("check", district(partners=BROKEN), "--format", "json")
    assert done.status == 1
    assert json.loads(done.out) == {
        "version": 1,
        "problems": [
            {
                "file": "partners.yml",
                "line": 4,
                "column": 11,
                "severity": "error",
                "code": "E203",
                "message": '"comunity" is not one of the words for `kind`.',
                "hint": "Did you mean  community  ?",
                "fix": {"file": "partners.yml", "line": 4, "column": 11, "end": 19, "text": "community"},
                "title": "A word that is not in the list",
                "help": None,
            }
        ],
        "notes": [],
    }


@pytest.mark.slow
@pytest.mark.parametrize("environment, is_colored", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_check_colors_the_severity_on_a_terminal(
    environment: dict[str, str], is_colored: bool, district: District
) -> None:
    command = [sys.executable, "-m", "affinity_hub", "check", str(district(partners=BROKEN))]
    variables = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    terminal, side = pty.openpty()
    try:
        subprocess.run(command, stdout=side, env=variables | {"TERM": "xterm"} | environment, check=False)
        said = os.read(terminal, 65_536).decode()
    finally:
        os.close(terminal)
        os.close(side)
    assert ("\x1b[1;31merror\x1b[0m: " in said) == is_colored
    assert ("\x1b[1;31m^\x1b[0m" in said) == is_colored
    assert ("\x1b" in said) == is_colored


def test_check_writes_empty_json_if_nothing_is_wrong(district: District, run: Command) -> None:
    done = run("check", district(), "--format", "json")
    assert (done.status, json.loads(done.out)) == (0, {"version": 1, "problems": [], "notes": []})


def test_check_lists_the_meetings_on_days_without_school(district: District, run: Command) -> None:
    skipping = SERIES.replace("    skip:", "    no_school: skip\n    skip:")
    keeping = "  - {id: soup, title: Soup, kind: gathering, groups: [tea-circle], starts: 2026-12-22}\n"
    past = "  - {id: ice, title: Ice, kind: gathering, groups: [tea-circle], starts: 2026-07-22}\n"
    draft = "  - {id: jam, title: Jam, kind: gathering, groups: [jam-circle], starts: 2026-12-22}\n"
    groups = (MINIMAL / "groups.yml").read_text("utf-8")
    groups += (
        groups.partition("\n")[2].replace("id: tea-circle", "id: jam-circle\n    draft: yes").replace("Tea", "Jam")
    )
    folder = district(events=skipping + keeping + past + draft, calendar=BREAKS, groups=groups)
    expected = [
        'events.yml:11:16: note: "Tea afternoon" (tea-afternoon): meets on 2026-11-27: Thanksgiving break.',
        'events.yml:11:16: note: "Tea afternoon" (tea-afternoon): no meeting on 2026-12-31: Winter break.',
        'events.yml:16:76: note: "Soup" (soup): meets on 2026-12-22: Winter break.',
    ]
    done = run("check", folder)
    assert done.status == 0
    assert [line for line in done.out.splitlines() if ": note: " in line] == expected
    assert done.out.endswith("no errors, 1 warning.\n")
    assert [
        line for line in run("check", folder, "--format", "github").out.splitlines() if ": note:" in line
    ] == expected
    notes = json.loads(run("check", folder, "--format", "json").out)["notes"]
    assert notes[2] == {
        "file": "events.yml",
        "line": 16,
        "column": 76,
        "kind": "note",
        "message": '"Soup" (soup): meets on 2026-12-22: Winter break.',
    }


def test_a_time_in_another_zone_names_its_zone(district: District, run: Command) -> None:
    away = SERIES.replace("until: 2027-01-28", "until: 2027-01-28\n    zone: America/New_York")
    said = run("check", district(events=away.replace("2026-11-27 15:00", "2026-11-26 15:00")), "--series").out
    assert "Weekly on Thursday, 4:00–5:30 PM New York time, until January 28, 2027; " in said


def test_check_says_how_it_understands_each_series(district: District, run: Command) -> None:
    done = run("check", district(events=SERIES), "--series")
    next_dates = "Next: November 27, December 10, and December 17, 2026."
    start = 'events.yml:9:14: series: "Tea afternoon" (tea-afternoon)'
    assert done.out == f"{start}: {SERIES_IN_WORDS}. {next_dates}\nno errors, no warnings.\n"


def test_a_warning_does_not_change_the_exit_status(district: District, run: Command) -> None:
    done = run("check", district(facilitators="facilitators:\n  - {id: host, role: Host, name: Ada Example}\n"))
    assert done.status == 0
    assert done.out.endswith("no errors, 1 warning.\n")


def test_check_reads_the_current_folder(district: District, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(district(partners=BROKEN))
    assert run("check").out.startswith("partners.yml:4:11: ")


@pytest.mark.parametrize("command", ["check", "build", "feeds", "show"])
def test_a_folder_that_does_not_exist_is_named(command: str, tmp_path: Path, run: Command) -> None:
    missing = tmp_path / "nowhere"
    before = ("tea-circle",) if command == "show" else ()
    after = ("--out", tmp_path / "out") if command in ("build", "feeds") else ()
    done = run(command, *before, missing, *after)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"{missing}: there is no such folder.\n"


@pytest.mark.parametrize("command", ["check", "build", "feeds"])
def test_a_folder_without_data_gets_a_list_of_the_files_to_make(command: str, tmp_path: Path, run: Command) -> None:
    after = ("--out", tmp_path / "out") if command in ("build", "feeds") else ()
    (empty := tmp_path / "empty").mkdir()
    done = run(command, empty, *after)
    assert done.status == 1
    for name in ("groups", "facilitators", "events", "partners"):
        assert f"The file {name}.yml is missing." in done.out + done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["check", "--format", "xml"],
        ["build"],
        ["feeds"],
        ["show"],
        ["build", ".", "--out", "x", "--today", "2026-02-30"],
        ["build", ".", "--out", "x", "--today", "tomorrow"],
        ["check", "--colour"],
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_a_wrong_command_line_is_explained(arguments: list[str], run: Command) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "usage: affinity-hub" in done.err


def test_a_wrong_day_gets_an_example_of_a_right_day(run: Command) -> None:
    assert "write 2026-09-10" in run("build", ".", "--out", "x", "--today", "9/10/2026").err


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["build", "--help"], ["show", "--help"]])
def test_help_is_printed(arguments: list[str], run: Command) -> None:
    done = run(*arguments)
    assert done.status == 0
    assert done.out.startswith("usage: affinity-hub")


def test_show_prints_a_group_as_it_was_typed(district: District, run: Command) -> None:
    done = run("show", "tea-circle", district())
    assert done.status == 0
    assert done.out.splitlines()[0] == "group tea-circle  (groups.yml:2:5)"
    assert "  summary: Tea and talk after school." in done.out


def test_show_prints_the_next_dates_of_an_event(district: District, run: Command) -> None:
    lines = run("show", "tea-afternoon", district(events=SERIES)).out.splitlines()
    assert lines[-4:] == [
        f"  {SERIES_IN_WORDS}",
        "  next: Friday, November 27, 2026, 3:00–4:30 PM  (moved from 2026-11-26: the kettle)",
        "  next: Thursday, December 3, 2026, 4:00–5:30 PM  (cancelled: snow)",
        "  next: Thursday, December 10, 2026, 4:00–5:30 PM",
    ]


def test_show_prints_the_own_values_of_single_dates(district: District, run: Command) -> None:
    changes = """
      - {date: 2026-12-10, title: Tea with a guest, online: yes, facilitators: [tea-host], reason: a visit}
      - {date: 2026-12-17, starts: to be announced, reason: painting}
      - {date: 2027-01-14, place: {name: Lantern Hall}, details: Bring a cup.}
      - {date: 2027-01-21, place: shared after you write to us}
"""
    before, after = SERIES.split("    changes:\n")
    rest = after[after.index("reason: snow}") + len("reason: snow}\n") :]
    lines = run("show", "tea-afternoon", district(events=f"{before}    changes:{changes}{rest}")).out.splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("  next: "))
    assert lines[first:] == [
        "  next: Thursday, November 26, 2026, 4:00–5:30 PM",
        "  next: Thursday, December 3, 2026, 4:00–5:30 PM",
        "  next: Thursday, December 10, 2026, 4:00–5:30 PM  (different: a visit)",
        "    title: Tea with a guest",
        "    online: yes",
        '    facilitators: ["tea-host"]',
        "  later: Thursday, December 17, 2026, 4:00–5:30 PM  (postponed: painting)",
        "  later: Thursday, January 14, 2027, 4:00–5:30 PM  (different)",
        '    place: {"name": "Lantern Hall"}',
        "    details: Bring a cup.",
        "  later: Thursday, January 21, 2027, 4:00–5:30 PM  (different)",
        "    place: shared after you write to us",
    ]


@pytest.mark.parametrize(
    "starts, last_line",
    [
        ("starts: to be announced", "  date to be announced"),
        ("starts: 2026-11-05", "  no upcoming dates"),
        ("starts: 2026-12-24", "  next: Thursday, December 24, 2026"),
    ],
)
def test_show_says_when_there_is_no_date(starts: str, last_line: str, district: District, run: Command) -> None:
    event = f"events:\n  - id: tea\n    title: Tea\n    kind: gathering\n    groups: [tea-circle]\n    {starts}\n"
    assert run("show", "tea", district(events=event)).out.splitlines()[-1] == last_line


def test_show_prints_values_as_they_are_typed(district: District, run: Command) -> None:
    keys = "id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: to be announced, online: yes"
    event = f"events:\n  - {{{keys}}}\n"
    lines = run("show", "tea", district(events=event)).out.splitlines()
    assert {"  starts: to be announced", "  online: yes", '  groups: ["tea-circle"]'} <= set(lines)


def test_show_knows_a_record_by_its_earlier_id(district: District, run: Command) -> None:
    done = run("show", "tea-time", district(events=SERIES))
    assert done.out.startswith("event tea-afternoon  ")


@pytest.mark.parametrize("noun, name", [("partner", "library"), ("facilitator", "tea-host")])
def test_show_knows_every_kind_of_record(noun: str, name: str, district: District, run: Command) -> None:
    assert run("show", name, district()).out.startswith(f"{noun} {name}  ({noun}s.yml:2:5)\n")


def test_show_knows_the_records_of_progress(district: District, run: Command) -> None:
    progress = "findings:\n  - id: finding-one\n    need: A room of our own.\n"
    done = run("show", "finding-one", district(progress=progress))
    assert done.out == "finding finding-one  (progress.yml:2:5)\n  id: finding-one\n  need: A room of our own.\n"


def test_show_says_when_there_is_no_such_record(district: District, run: Command) -> None:
    done = run("show", "coffee-circle", district())
    assert (done.status, done.out, done.err) == (1, "", 'There is no record "coffee-circle".\n')


def test_feeds_writes_the_same_bytes_as_the_site_has(demo_site: Path, tmp_path: Path, run: Command) -> None:
    done = run("feeds", DEMO, "--out", tmp_path)
    paths = (path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".affinity-hub")
    written = {path.relative_to(tmp_path): path.read_bytes() for path in paths}
    feeds = [*demo_site.rglob("*.ics"), demo_site / "calendars" / "ledger.json"]
    built = {path.relative_to(demo_site): path.read_bytes() for path in feeds}
    assert written == built
    assert done.out == f"{len(built) - 1} calendars written to {tmp_path}.\n"


class Build:
    """A process of MkDocs that has ended."""

    environments: ClassVar[list[dict[str, str]]] = []

    def __init__(self, _: object, env: dict[str, str], **_options: object) -> None:
        self.environments.append(env)

    def wait(self) -> int:
        return 0


@pytest.fixture
def mkdocs_calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The environments of the processes that a build would start."""
    Build.environments.clear()
    monkeypatch.setattr("subprocess.Popen", Build)
    return Build.environments


@pytest.mark.parametrize("missing", [("mkdocs", "properdocs"), ("material",)], ids=" and ".join)
def test_a_build_says_what_to_install(
    missing: tuple[str, ...], district: District, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    folder, site = district(), tmp_path / "site"
    done = run("build", folder, "--out", site)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("To build a site, install MkDocs 1.6 or ProperDocs 1.6 and the theme mkdocs-material")
    assert not site.exists()
    assert run("check", folder).status == 0
    assert run("feeds", folder, "--out", tmp_path / "calendars", "--first").status == 0


def test_today_is_the_start_of_the_day_in_the_zone_of_the_site(
    district: District, run: Command, mkdocs_calls: list[dict[str, str]], tmp_path: Path
) -> None:
    run("build", district(), "--out", tmp_path / "site", "--today", "2026-07-04")
    assert mkdocs_calls[0]["SOURCE_DATE_EPOCH"] == "1783148400"  # 2026-07-04T07:00Z is midnight in Los Angeles


def test_the_clock_may_be_set_from_outside(
    district: District, run: Command, mkdocs_calls: list[dict[str, str]], tmp_path: Path
) -> None:
    run("build", district(), "--out", tmp_path / "site")
    assert mkdocs_calls[0]["SOURCE_DATE_EPOCH"] == "1795435200"


def test_codeowners_cannot_be_written_into_a_file(district: District, run: Command, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("", "utf-8")
    groups = "groups:\n  - {id: a, name: A, kind: networking, summary: Tea., open_to: All., stewards: [ada]}\n"
    folder = district(groups=groups, events="events: []\n")
    assert run("codeowners", folder, "--repository", tmp_path / "a-file").status == 2


def test_changes_are_compared_with_a_folder_that_exists(district: District, run: Command, tmp_path: Path) -> None:
    done = run("check", district(), "--changed-since", tmp_path / "nowhere")
    assert (done.status, done.err) == (2, f"{tmp_path / 'nowhere'}: there is no such folder.\n")


@pytest.mark.parametrize("command", ["check", "diff"])
@pytest.mark.parametrize("epoch", ["today", "1e9", "-5", "99999999999", "12.5"])
def test_an_impossible_clock_is_reported(
    district: District, run: Command, monkeypatch: pytest.MonkeyPatch, command: str, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    folder = district()
    more = [folder] if command == "diff" else []
    done = run(command, folder, *more)
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith("SOURCE_DATE_EPOCH:1:1: error: ")


def test_build_as_of_a_day_shows_that_day(district: District, program: Program, tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = program("-m", "affinity_hub", "build", district(), "--out", site, "--today", "2026-12-25")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    assert "As of" in (site / "embed/light/next/index.html").read_text("utf-8")
    assert '<time datetime="2026-12-25">' in (site / "embed/light/next/index.html").read_text("utf-8")
    assert "Tea afternoon" in (site / "events/past/index.html").read_text("utf-8")


def test_the_package_runs_as_a_program(district: District, program: Program) -> None:
    done = program("-m", "affinity_hub", "check", district(partners=BROKEN))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("partners.yml:4:11: error: ")


@pytest.mark.slow
def test_output_that_could_not_be_printed_is_a_failure(district: District) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that acts as a full disk")
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "affinity_hub", "check", str(district())]
        assert subprocess.run(command, stdout=full, check=False).returncode == 2


def test_the_address_and_the_repository_may_come_from_outside(district: District, program: Program) -> None:
    done = program("-m", "affinity_hub", "check", district(), AFFINITY_HUB_URL="no address")
    assert done.returncode == 1
    assert "[E116]" in done.stdout
