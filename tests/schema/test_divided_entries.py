"""An entry that a dash divides in two is reported at the dash, and not as two incomplete entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.schema.test_no_answer import problems_of

District = Callable[..., Path]
WHOLE = "events:\n  - id: tea\n    title: Tea\n    kind: gathering\n    open_to: All.\n    starts: 2026-12-03\n"


@pytest.mark.parametrize(
    "text, lines",
    [
        (WHOLE.replace("    title", "  - title"), [3]),
        (WHOLE.replace("    ", "  - "), [3, 4, 5, 6]),
        (WHOLE.replace("    kind", "  - kind") + "  - id: cake\n  - title: Cake\n", [4]),
    ],
)
def test_a_dash_that_divides_an_entry_is_named(text: str, lines: list[int], district: District) -> None:
    found = [problem for problem in problems_of(district(events=text)) if "begins a new entry" in problem.message]
    assert [problem.position.line for problem in found] == lines
    assert {problem.hint for problem in found} == {
        "If they belong to the entry above, write a space in place of the dash."
    }


def test_an_entry_without_an_id_below_a_complete_entry_lacks_only_its_id(district: District) -> None:
    text = WHOLE + "  - title: Cake\n    kind: gathering\n    starts: 2026-12-03\n"
    (problem,) = problems_of(district(events=text))
    assert problem.message == "`id` is missing."
