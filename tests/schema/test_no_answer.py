"""Words such as `none` or `TBD` in place of a value: the advice leaves the key out, and never makes up a value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.schema import Event, Facilitator, Group, Partner
from pydantic import BaseModel

from tests.conftest import MINIMAL, NOW

District = Callable[..., Path]

RECORDS: dict[str, type[BaseModel]] = {
    "groups": Group,
    "events": Event,
    "facilitators": Facilitator,
    "partners": Partner,
}
# The keys that the minimal district has already, and keys that take any word.
GIVEN = {"id", "name", "title", "kind", "summary", "open_to", "groups", "starts", "ends", "role", "was"}
KEYS = [
    (file, info.alias or name)
    for file, model in RECORDS.items()
    for name, info in model.model_fields.items()
    if not info.exclude and (info.alias or name) not in GIVEN
]


def problems_of(folder: Path) -> list[Problem]:
    try:
        return load(folder, NOW)[1]
    except DataError as refused:
        return list(refused.problems)


@pytest.mark.parametrize("file, key", KEYS)
@pytest.mark.parametrize("word", ["none", "N/A", "TBD", "not yet known"])
def test_the_advice_is_to_leave_the_key_out(file: str, key: str, word: str, district: District) -> None:
    text = (MINIMAL / f"{file}.yml").read_text("utf-8")
    found = [
        problem
        for problem in problems_of(district(**{file: f"{text}    {key}: {word}\n"}))
        if problem.position.line == text.count("\n") + 1
    ]
    for problem in found:
        advice = problem.hint
        offers_word = problem.code == "E203" or advice.startswith("Write:  yes   or:  no")
        assert f"delete  {key}: {word}" in advice or "elete this line" in advice or offers_word, (problem, advice)
        assert problem.code == "E203" or not problem.fix, problem


def test_an_entry_without_an_answer_is_deleted_from_its_list(district: District) -> None:
    text = (MINIMAL / "groups.yml").read_text("utf-8")
    (wrong,) = problems_of(district(groups=f"{text}    partners: [library, none]\n"))
    assert (wrong.code, wrong.hint) == ("E403", "If there is none, or nobody knows it yet, delete the entry  none.")
    (wrong,) = problems_of(district(groups=f"{text}    partners: [library, N/A]\n"))
    assert (wrong.code, wrong.hint) == ("E105", "If there is none, or nobody knows it yet, delete the entry  N/A.")


def test_a_word_in_place_of_an_answer_is_a_warning_in_inner_keys_too(district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    found = problems_of(district(events=f"{text}    place: {{name: Public Library, address: TBA}}\n    cost: none\n"))
    assert [(problem.code, problem.position.line) for problem in found] == [("W415", 8)]
