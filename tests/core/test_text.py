"""Text in a CSV file never runs as a formula."""

from __future__ import annotations

import pytest
from affinity_hub.core.text import csv_cell


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_character_that_begins_a_formula_is_quoted(sign: str) -> None:
    for text in (sign, f"{sign}1", f" {sign}1"):
        assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Staff", "1 + 1", "a=b", "2026-27", "'quoted'"])
def test_other_text_does_not_change(text: str) -> None:
    assert csv_cell(text) == text
    assert csv_cell(None) == ""
