"""Lists in texts whose lines begin with a bullet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

TEA: dict[str, Any] = {
    "id": "tea",
    "title": "Tea",
    "kind": "gathering",
    "groups": ["tea-circle"],
    "starts": "2026-12-03 16:00",
    "ends": "17:30",
    "repeats": "weekly",
    "until": "2026-12-17",
}
CIRCLE = {
    "id": "tea-circle",
    "name": "Tea Circle",
    "kind": "networking",
    "summary": "Tea and talk.",
    "open_to": "All staff.",
}
Warns = Callable[..., bool]


@pytest.fixture
def warns(district: Callable[..., Path], run: Callable[..., Run]) -> Warns:
    """Whether the check warns about a list in the given records."""

    def answer(**records: list[dict[str, Any]]) -> bool:
        files = {name: json.dumps({name: entries}) for name, entries in records.items()}
        return "[W416]" in run("check", district(**files)).out

    return answer


@pytest.mark.parametrize(
    "text, is_warned",
    [
        ("Bring:\n• tea\n• cups", True),
        ("✓ tea\n\n✓ cups", False),
        ("✓ tea\n\n✓ cups\n✓ cake", True),
        ("•tea\n•cups", True),
        ("• tea", False),
        ("Tea • cake\n• cups", False),
        ("- tea\n- cups", False),
        ("— Ada\n— Ben", False),
        ("```\n• tea\n• cups\n```", False),
        ("~~~\n• tea\n• cups\n~~~", False),
        ("    • tea\n    • cups", False),
        ("Bring:\n    • tea\n    • cups", True),
        ("```\ncode\n```\n• tea\n• cups", True),
        ("- Bring:\n  • tea\n  • cups", True),
        ("• tea\n\nand later\n\n• cups", False),
        ("• tea\n  with milk\n• cups", True),
        ("· tea\n• cake\n• cups", True),
        ("• tea  \n• cups", False),
        ("• tea  \n• cups\n• cake", True),
        ("• tea\\\n• cups", False),
    ],
)
def test_two_lines_with_bullets_are_a_list_that_needs_dashes(text: str, is_warned: bool, warns: Warns) -> None:
    assert warns(groups=[CIRCLE | {"purpose": text}]) == is_warned
    assert warns(events=[TEA | {"changes": [{"date": "2026-12-10", "details": text}]}]) == is_warned
