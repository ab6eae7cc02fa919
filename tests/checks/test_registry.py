"""The list of checks: each check finds problems with all of its codes and no others."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from affinity_hub.checks.registry import CHECKS, FOLDER_CHECKS
from affinity_hub.hub.loader import HubLoader
from affinity_hub.source.reader import SYNTAX_ERROR_CODES

from tests.messages.test_broken import CASES, broken_district

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
