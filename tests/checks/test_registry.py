"""The list of checks: each check finds problems with all of its codes and no others."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub.checks.registry import CHECKS, FOLDER_CHECKS
from affinity_hub.hub.loader import HubLoader
from affinity_hub.source.reader import SYNTAX_ERROR_CODES

from tests.messages.test_broken import CASES, broken_district

Program = Callable[..., "subprocess.CompletedProcess[str]"]
NAMED = [(check.__name__, codes) for check, codes in (*CHECKS.items(), *FOLDER_CHECKS.items())]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The codes of the problems that each check finds in the broken districts."""
    codes: dict[str, set[str]] = {name: set() for name, _ in NAMED}
    today = dt.date(2026, 11, 24)
    for case in CASES:
        folder = broken_district(case, tmp_path_factory.mktemp("broken") / "district")
        reader = HubLoader(folder, now=dt.datetime.combine(today, dt.time(12), dt.UTC))
        hub = reader.read_hub({})
        for check in CHECKS if hub else ():
            codes[check.__name__] |= {problem.code for problem in check(hub, today)} if hub else set()
        for folder_check in FOLDER_CHECKS:
            codes[folder_check.__name__] |= {problem.code for problem in folder_check(reader.source_folder(hub), today)}
        shutil.rmtree(folder)
    return codes


@pytest.mark.parametrize("name, codes", NAMED, ids=[name for name, _ in NAMED])
def test_a_check_finds_problems_with_its_codes_and_no_others(name: str, codes: str, found: dict[str, set[str]]) -> None:
    """The reader of page settings has its own codes."""
    assert found[name] - SYNTAX_ERROR_CODES - set(codes.split()) == set()
    assert found[name] & set(codes.split()), "no broken district has a problem that this check finds"


def test_no_two_checks_have_the_same_name() -> None:
    assert len({name for name, _ in NAMED}) == len(NAMED)


IN_TWO = """\
import datetime as dt, os, sys
from pathlib import Path
from affinity_hub.checks import registry
from affinity_hub.checks.checked_hub import load
from affinity_hub.core import processes
from affinity_hub.core.problems import DataError
os.sched_getaffinity = lambda _: {0, 1}  # even on a machine with one processor
now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
def problems(folder, many_events):
    registry.MANY_EVENTS = many_events
    try:
        return load(folder, now)[1]
    except DataError as error:
        return error.problems
folders = list(map(Path, sys.argv[1:]))
assert processes._can_fork()
alone = [problems(folder, 1_000_000) for folder in folders]
assert all(alone)
assert [problems(folder, 0) for folder in folders] == alone
"""


def test_two_processes_find_the_same_problems_as_one_process(program: Program, tmp_path: Path) -> None:
    folders = [broken_district(case, tmp_path / str(number)) for number, case in enumerate(CASES[::20])]
    done = program("-c", IN_TWO, *map(str, folders))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
