"""Every type of page and widget, in every width, by day and night, with scripts and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import findings
from tests.browser.conftest import Window
from tests.browser.pages import PARTS, SIZES, dealt, report

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.browser


def faults_of(window: Window, sizes: tuple[tuple[int, int], ...] = SIZES) -> dict[str, list[str]]:
    """All that is wrong with the page that is open."""
    page = window.page
    findings.bring_axe(page)
    window.unfold()
    found = {}
    for size in sizes:
        window.resize(size)
        where = str(size[0])
        found[f"structure {where}"] = findings.structure(page)
        found[f"sideways {where}"] = findings.sideways(page)
        found[f"clipped {where}"] = findings.clipped(page)
        found[f"targets {where}"] = findings.small_targets(page)
        for scheme in ("dark", "light"):
            window.scheme(scheme)
            found[f"colors {where} {scheme}"] = findings.colors(page)
    tree = findings.nodes(window.devtools)
    found["headings"], found["names"] = findings.headings(tree), findings.names(tree)
    found["landmarks"] = findings.landmarks(tree)
    return {kind: rows for kind, rows in found.items() if rows}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("part", range(PARTS))
def test_each_type_of_page_is_sound(part: int, scripts: bool, window: Window, types: dict[str, str]) -> None:
    noise, faults = findings.Noise(window.page, window.root), {}
    for address in dealt(types, part):
        window.show(address, scripts=scripts)
        found = faults_of(window)
        if heard := noise.take():
            found["noise"] = heard
        if found:
            faults[address] = found
    assert not faults, report(faults)
