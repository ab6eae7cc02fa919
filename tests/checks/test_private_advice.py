"""The answer to a mistake in a line with a private detail: the report shows no word of that detail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import MINIMAL

if TYPE_CHECKING:
    from tests.conftest import Run


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown"])
@pytest.mark.parametrize(
    "file, typed, code",
    [
        ("facilitators", "vacancy: Ms. Lopez left", "E514"),
        ("facilitators", "vacancy: filled by Ms. Lopez", "E514"),
        ("facilitators", "vacancy: about Ms. Lopez", "E514"),
        ("facilitators", "vacancy: maria.lopez@small.example", "E511"),
        ("facilitators", "contact: Ms. Lopez", "E514"),
        ("facilitators", "contact: Ms. Lopez <maria.lopez@small.example>", "E511"),
        ("facilitators", "contacts: maria.lopez@small.example", "E511"),
        ("events", "register: maria.lopez@small.example", "E511"),
        ("events", "register: [maria.lopez@small.example]", "E511"),
        ("events", "rsvp: Ms. Lopez", "E514"),
        ("events", "cancelled: Ms. Lopez is ill", "E514"),
        ("events", "starts_at: 4 pm, ask Ms. Lopez", "E514"),
        ("events", "place: [Ms. Lopez, Hall]", "E514"),
    ],
)
def test_no_answer_repeats_a_private_detail(
    file: str, typed: str, code: str, form: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = district(**{file: (MINIMAL / f"{file}.yml").read_text("utf-8") + f"    {typed}\n"})
    said = run("check", folder, "--format", form)
    assert not re.search(r"lopez|maria\b", said.out + said.err, re.IGNORECASE)
    assert code in said.out


def test_words_without_a_private_detail_are_kept(district: Callable[..., Path], run: Callable[..., Run]) -> None:
    folder = district(facilitators=(MINIMAL / "facilitators.yml").read_text("utf-8") + "    vacancy: The coach left\n")
    (problem,) = json.loads(run("check", folder, "--format", "json").out)["problems"]
    assert "vacancy: {about: The coach left}" in problem["hint"]
