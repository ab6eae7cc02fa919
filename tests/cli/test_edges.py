"""Errors on the command line that the data does not cause: clocks, terminals, pipes, Ctrl-C, bugs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import DEMO, ENVIRONMENT

if TYPE_CHECKING:
    from tests.conftest import Run

Program = Callable[..., "subprocess.CompletedProcess[str]"]
District = Callable[..., Path]

# --- Clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-30", "1969-12-31", "1970-01-01", "2100-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", ["build", "diff"])
def test_a_day_that_no_site_can_be_built_for_is_refused(
    day: str, command: str, district: District, tmp_path: Path, run: Callable[..., Run]
) -> None:
    more = ("--out", tmp_path / "out") if command == "build" else (district(),)
    done = run(command, district(), *more, "--today", day)
    assert (done.status, done.out) == (2, "")
    assert f"argument --today: '{day}' is not a day from 1970-01-02 to 2099-12-31; write 2026-09-10" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("day", ["20261128", "2026-W48-6", "2026-11-28T00:00", "11/28/2026", ""])
def test_a_day_in_a_different_form_is_refused(day: str, district: District, run: Callable[..., Run]) -> None:
    done = run("diff", district(), district(), "--today", day)
    assert (done.status, f"{day!r} is not a date; write 2026-09-10" in done.err) == (2, True)


@pytest.mark.site
@pytest.mark.parametrize(
    "zone, day",
    [
        ("Pacific/Kiritimati", "1970-01-02"),
        pytest.param("Pacific/Kiritimati", "2099-12-31", marks=pytest.mark.long),
        pytest.param("Pacific/Pago_Pago", "1970-01-02", marks=pytest.mark.long),
        ("Pacific/Pago_Pago", "2099-12-31"),
    ],
)
def test_the_first_and_the_last_day_work_in_every_zone(
    day: str, zone: str, district: District, program: Program
) -> None:
    folder = district()
    hub = (folder / "hub.yml").read_text("utf-8")
    (folder / "hub.yml").write_text(hub.replace("America/Los_Angeles", zone), "utf-8")
    site = folder.parent / "site"
    done = program("-m", "affinity_hub", "build", folder, "--out", site, "--today", day)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (site / "index.html").is_file()
    assert (site / "sitemap.xml.gz").is_file()


@pytest.mark.site
@pytest.mark.parametrize("epoch", ["0", pytest.param("1", marks=pytest.mark.long), "4102444799"])
def test_the_first_and_the_last_second_work(epoch: str, district: District, program: Program) -> None:
    site = district().parent / "site"
    done = program("-m", "affinity_hub", "build", district(), "--out", site, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("epoch", ["4102444800", "9999999999", "253402300799", "-1"])
@pytest.mark.parametrize("command", ["check", "build", "feeds", "stale"])
def test_a_second_outside_these_years_is_reported(
    epoch: str,
    command: str,
    district: District,
    run: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    more = ("--out", tmp_path / "out") if command in ("build", "feeds") else ()
    done = run(command, district(), *more)
    assert done.status == 1
    assert "SOURCE_DATE_EPOCH:1:1: error: " in done.out + done.err
    assert "Traceback" not in done.out + done.err


# --- Terminals and pipes ---------------------------------------------------------------------------------------------

VIETNAMESE = """\
groups:
  - {id: tea-circle, name: "Thứ năm ☕", kind: networkin, summary: Trà., open_to: All staff.}
"""


ENCODINGS, FORMS = ("ascii", "cp1252", "latin-1", "utf-8"), ("text", "json", "github", "markdown")


@pytest.mark.slow
@pytest.mark.parametrize(
    "encoding, form",
    [
        # ASCII has the fewest letters.
        pytest.param(encoding, form, marks=() if encoding == "ascii" or form == "text" else pytest.mark.long)
        for encoding in ENCODINGS
        for form in FORMS
    ],
)
def test_every_terminal_shows_every_name(encoding: str, form: str, district: District, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "affinity_hub", "check", str(district(groups=VIETNAMESE)), "--format", form]
    environment = os.environ | ENVIRONMENT | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    text = done.stdout.decode(encoding)
    assert "is not one of the words" in text
    if form == "json":
        assert json.loads(done.stdout)["problems"]


@pytest.mark.slow
def test_a_program_without_output_still_has_its_exit_status(district: District) -> None:
    command = f"exec {sys.executable} -m affinity_hub check {district(groups=VIETNAMESE)} >&- 2>&-"
    done = subprocess.run(["sh", "-c", command], env=os.environ | ENVIRONMENT, check=False)
    assert done.returncode == 1


@pytest.mark.slow
def test_a_closed_pipe_causes_no_traceback(district: District) -> None:
    rows = "".join(f"  - {{id: g{n}, name: G, kind: nothing, summary: S., open_to: All.}}\n" for n in range(3000))
    folder = district(groups=f"groups:\n{rows}")
    command = [sys.executable, "-m", "affinity_hub", "check", str(folder)]
    with subprocess.Popen(
        command, env=os.environ | ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode in (1, 2)
    assert "Traceback" not in said
    assert "Exception ignored" not in said


# --- Python's switches -----------------------------------------------------------------------------------------------


COMMAND_LINES = """\
--help
check DIR
check DIR --series
check --help
feeds DIR --out OUT
build DIR --out SITE
embeds DIR
show tea-circle DIR
stale DIR
diff DIR DIR
diff --help
codeowners DIR --repository OUT
"""
EACH_COMMAND = """\
import sys
from affinity_hub.cli.main import main
def status(words):
    try:
        return main(words)
    except SystemExit as leave:
        return leave.code or 0
failed = [line for line in sys.argv[1].splitlines() if status(line.split())]
sys.exit(f"failed: {failed}" if failed else 0)
"""


@pytest.mark.site
def test_every_command_works_without_docstrings_and_assertions(
    district: District, program: Program, tmp_path: Path
) -> None:
    words = COMMAND_LINES.replace("DIR", str(district()))
    words = words.replace("OUT", str(tmp_path / "out")).replace("SITE", str(tmp_path / "site"))
    done = program("-OO", "-c", EACH_COMMAND, words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (tmp_path / "site" / "index.html").is_file()


# --- Ctrl-C and faults -----------------------------------------------------------------------------------------------

STARTED = """\
import signal
# A shell lets programs in the background ignore Ctrl-C, and they pass that on.
signal.signal(signal.SIGINT, signal.default_int_handler)
import sys
import affinity_hub.__main__ as program
loaded = [name for name in sys.modules if name.startswith("affinity_hub.")]
status = program._status
def announced(interrupt):
    print(loaded, flush=True)
    return status(interrupt)
program._status = announced
program.run()
"""


def interrupted(wait: float) -> tuple[int, str]:
    """The exit status and standard error of a check that gets Ctrl-C after this number of seconds."""
    command = [sys.executable, "-c", STARTED, "check", str(DEMO)]
    with subprocess.Popen(
        command, env=os.environ | ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "['affinity_hub.__main__']\n", (
            "no other module is loaded before Ctrl-C is handled"
        )
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    # Python reports a signal that it swallows while it releases the lock of a module. The check then ends as usual.
    return process.returncode, "" if said.startswith("Exception ignored in: <function _get_module_lock") else said


@pytest.mark.slow
def test_ctrl_c_stops_without_a_traceback() -> None:
    # After a late signal, the check has already ended. Python itself may swallow a signal in the middle of an import.
    ends = [interrupted(wait) for wait in (0.0, 0.1, 0.2, 0.4, 0.7)]
    assert set(ends) <= {(130, "Stopped.\n"), (0, "")}
    assert (130, "Stopped.\n") in ends


WRAPPED = """\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
import affinity_hub.cli.main, affinity_hub.__main__
class Late:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGINT)
def late():
    type("Model", (), {"late": Late()})
def hidden():
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise ValueError from None
def unprepared():
    sys.stderr.detach()
    signal.raise_signal(signal.SIGINT)
affinity_hub.cli.main.main = globals()[sys.argv[1]]
affinity_hub.__main__.run()
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["late", "hidden", "unprepared"])
def test_ctrl_c_at_an_awkward_moment_stops_the_check_too(moment: str, program: Program) -> None:
    done = program("-c", WRAPPED, moment)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


FAULT = """\
import sys
import affinity_hub.cli.main, affinity_hub.__main__
def main():
    raise ValueError("Ada Lovelace")
affinity_hub.cli.main.main = main
affinity_hub.__main__.run()
"""


def test_a_bug_in_the_program_ends_with_a_sentence(program: Program) -> None:
    done = program("-c", FAULT)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith(
        "This is a bug in the program, not a mistake in your data (ValueError in <string>, line 4)."
    )
    assert "Ada" not in done.stderr
    assert "Traceback" not in done.stderr


def test_an_environment_variable_shows_the_traceback_of_a_bug(program: Program) -> None:
    done = program("-c", FAULT, AFFINITY_HUB_TRACEBACK="yes")
    assert done.returncode == 70
    assert done.stderr.startswith("Traceback")


# --- Files of other programs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["x" * 200_000, "\x00"])
def test_a_table_that_linkchecker_did_not_write_is_refused(cell: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    (tmp_path / "results.csv").write_text(f"urlname;valid;url\n{cell};True;x\n", "utf-8")
    done = run("dead-links", tmp_path / "results.csv", "--state", tmp_path / "state.json")
    assert done.status in (0, 2)
    assert done.status == 2 or cell == "\x00"
