"""Checks of the only font on a machine. `test_fonts.py` runs this file once for each font. Pytest does not collect
it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub.core.letter_widths import FACES, Face

from tests.browser import findings
from tests.browser.conftest import Open, Window
from tests.browser.pages import SIZES, report

pytestmark = [pytest.mark.browser, pytest.mark.any_font]

# The width of a letter in em, measured in a row of 20 letters. Kerning is off, because it changes the distance between
# letters.
MEASURE = """([selector, letters]) => {
    const row = document.createElement('span');
    row.style.cssText = 'position: absolute; font-size: 100px; white-space: pre; letter-spacing: 0; font-kerning: none';
    document.querySelector(selector).append(row);
    return letters.map(letter => {
        row.textContent = letter.repeat(20);
        return row.getBoundingClientRect().width / 2000;
    });
}"""


@pytest.mark.parametrize("address", ["embed/light/next/5/", "groups/", "orientation/"])
def test_the_browser_shows_text_in_the_only_font_of_the_machine(
    address: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + address)
    devtools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    paragraphs = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "main p"})["nodeIds"]
    asked = [devtools.send("CSS.getPlatformFontsForNode", {"nodeId": paragraph}) for paragraph in paragraphs]
    used = {font["familyName"] for answer in asked for font in answer["fonts"]}
    assert used == {os.environ["ONE_FONT"]}


@pytest.mark.parametrize(
    "address, selector, face",
    [
        ("embed/light/next/5/", "p.text", "text"),
        ("embed/light/next/5/", "h2.name", "bold"),
        ("embed/light/next/5/", "h1", "heading"),
        ("orientation/", "article p", "text"),
        ("orientation/", "article h1", "heading"),
        ("orientation/slide/", ".hub-slide__groups strong", "bold"),
    ],
)
def test_no_letter_is_wider_than_its_counted_width(
    address: str, selector: str, face: Face, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page, counted = open_page(serve(demo_site) + address), FACES[face]
    page.emulate_media(media="print")  # pages count the lines on paper
    letters = sorted(counted.measured)
    measured: list[float] = page.evaluate(MEASURE, [selector, letters])
    assert min(measured) > 0.1
    wider = {letter: width for letter, width in zip(letters, measured, strict=True) if width > counted[letter] + 0.002}
    assert wider == {}


def test_each_type_of_page_has_room_for_its_text(window: Window, types: dict[str, str]) -> None:
    """The part of `test_sound.py` that depends on the font: nothing is cut off, and everything to click is large enough."""
    faults, page = {}, window.page
    for address in types.values():
        window.show(address)
        window.unfold()
        found = {}
        for size in SIZES:
            window.resize(size)
            found[f"sideways {size[0]}"] = findings.sideways(page)
            found[f"clipped {size[0]}"] = findings.clipped(page)
            found[f"targets {size[0]}"] = findings.small_targets(page)
        if found := {kind: rows for kind, rows in found.items() if rows}:
            faults[address] = found
    assert not faults, report(faults)
