"""Styles name the start and the end of a line, never left and right, so that a site can also run from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = [
    *sorted((ROOT / "overrides" / "assets").glob("*.css")),
    ROOT / "overrides" / "hub" / "embed" / "style.css.html",
]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
FOUR_SIDES = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*([^;{}]+)")
VALUE = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")


def physical(style: str) -> Iterator[str]:
    """The declarations of a style sheet that name left or right, or that differ between the two."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    yield from PHYSICAL.findall(style)
    for found in FOUR_SIDES.finditer(style):
        values = VALUE.findall(found[1].replace("!important", ""))
        if len(values) == 4 and values[1] != values[3]:
            yield found[0]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_have_no_left_and_no_right(path: Path) -> None:
    assert [*physical(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "declaration",
    ["margin-left: 1em", "right: 0", "text-align: left", "border-left: 1px solid", "padding: 0 1em 0 calc(1em + 2px)"],
)
def test_a_declaration_for_one_direction_is_found(declaration: str) -> None:
    assert [*physical(f"a {{ {declaration}; }}")]


@pytest.mark.parametrize("declaration", ["margin-inline-start: 1em", "text-align: end", "padding: 0 1em 0 1em"])
def test_a_declaration_for_both_directions_is_right(declaration: str) -> None:
    assert [*physical(f"a {{ {declaration}; }}")] == []
