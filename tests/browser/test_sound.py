"""Every type of page and widget, at every width, in light and dark colors, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import findings
from tests.browser.conftest import Open, Window
from tests.browser.pages import DESK, PARTS, PHONE, SIZES, ZOOMED, dealt, report

pytestmark = pytest.mark.browser

# The style sheet changes only sizes between 320 and 390 px, so axe checks only one of these widths. The layout is
# measured at both.
EXAMINED = (DESK, PHONE)


# The landmarks of a page. A widget is only a part of a page.
LANDMARKS = ("banner", "main", "contentinfo")


def faults_of(
    window: Window,
    examined: tuple[tuple[int, int], ...] = EXAMINED,
    wanted: tuple[str, ...] = LANDMARKS,
    *,
    always: bool = True,
    kinds: dict[str, list[int]] | None = None,
) -> dict[str, list[str]]:
    """All faults of the open page. axe examines the page at the widths in `examined`: at all of them with `always`, or
    otherwise only if the page shows other elements than at the previous width. The colors of elements whose kind is in
    `kinds` are known from earlier pages."""
    kinds = {} if kinds is None else kinds
    page, shown = window.page, ""
    findings.bring_axe(page)
    window.unfold()
    found = {}
    for size in SIZES:
        window.resize(size)
        where = str(size[0])
        found[f"sideways {where}"] = findings.sideways(page)
        found[f"clipped {where}"] = findings.clipped(page)
        found[f"targets {where}"] = findings.small_targets(page)
        if size != PHONE:  # at other widths, other parts are shown
            tree = findings.nodes(window.devtools)
            found[f"landmarks {where}"] = findings.landmarks(tree)
            found[f"spoken {where}"] = findings.spoken(page, tree, wanted)
        if size not in examined or (not always and shown == (shown := findings.shown(page))):
            continue
        found[f"structure {where}"] = findings.structure(page)
        kinds[where] = findings.mark_twins(page, kinds.get(where, []))
        for scheme in ("dark", "light"):
            window.scheme(scheme)
            found[f"colors {where} {scheme}"] = findings.colors(page)
    found["headings"], found["names"] = findings.headings(tree), findings.names(tree)
    return {kind: rows for kind, rows in found.items() if rows}


def faults_in(
    window: Window, addresses: list[str], *, scripts: bool = True, always: bool = True
) -> dict[str, dict[str, list[str]]]:
    """All faults of the pages at these addresses, and the errors that were logged while they loaded."""
    noise, faults, kinds = findings.Noise(window.page, window.root), {}, dict[str, list[int]]()
    # Scripts change some controls but no colors, so without scripts, one width represents all widths.
    examined = EXAMINED if scripts else (PHONE,)
    for address in addresses:
        window.show(address, scripts=scripts)
        is_widget = address.startswith("embed/") and address != "embed/"
        found = faults_of(window, examined, ("main",) if is_widget else LANDMARKS, always=always, kinds=kinds)
        if heard := noise.take():
            found["noise"] = heard
        if found:
            faults[address] = found
    return faults


@pytest.mark.parametrize("part", range(PARTS))
def test_each_template_is_sound(part: int, window: Window, main_types: dict[str, str]) -> None:
    faults = faults_in(window, dealt(main_types, part), always=False)
    assert not faults, report(faults)


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("part", range(PARTS))
def test_each_type_of_page_is_sound(part: int, scripts: bool, window: Window, types: dict[str, str]) -> None:
    faults = faults_in(window, dealt(types, part), scripts=scripts)
    assert not faults, report(faults)


@pytest.mark.long
def test_the_barest_page_of_each_type_is_sound_on_a_phone(
    open_page: Open, real_site: Path, serve: Callable[[Path], str], plain_types: dict[str, str]
) -> None:
    """If nothing is answered yet, lists are empty and sections are missing."""
    window, faults = Window(open_page("about:blank"), serve(real_site)), {}
    window.resize(PHONE)
    for address in plain_types.values():
        window.show(address)
        findings.bring_axe(window.page)
        tree = findings.nodes(window.devtools)
        found = [*findings.structure(window.page), *findings.colors(window.page), *findings.sideways(window.page)]
        if found := [*found, *findings.headings(tree), *findings.names(tree), *findings.landmarks(tree)]:
            faults[address] = {"bare": found}
    assert not faults, report(faults)


UNSOUND = """<!doctype html><html><head><title>Faults</title></head><body style="background: #fff">
<header><h1>One</h1></header><main><h3>Skipped</h3><img src="data:,"><p style="color: #bbb">Too pale to read</p>
<div style="width: 1400px">Wide</div><p style="width: 9rem; overflow: hidden; white-space: nowrap">Cut off before it comes to its end</p>
<p><button style="width: 12px; height: 12px; padding: 0; border: 0" aria-label="Small"></button></p>
<table><tr><td>Bare</td></tr></table><time datetime="soon">Soon</time><ul><li class="a--cancelled">Tea</li></ul>
<p>See <a href="#a">this</a> or <a href="#b">this</a>.</p><nav></nav></main></body></html>"""


def test_every_kind_of_fault_would_be_noticed(window: Window) -> None:
    """Without this test, the tests above could pass without finding anything."""
    window.page.goto("about:blank")
    window.page.set_content(UNSOUND)
    found = faults_of(window)
    every = [f"{kind} {size[0]}" for kind in ("sideways", "clipped", "targets") for size in SIZES]
    every += [f"structure {size[0]}" for size in EXAMINED]
    every += [f"colors {size[0]} {scheme}" for size in EXAMINED for scheme in ("dark", "light")]
    every += [f"{kind} {size[0]}" for kind in ("landmarks", "spoken") for size in (DESK, ZOOMED)]
    assert {*every, "headings", "names"} == set(found)
    spoken = {fault.split(":")[0] for fault in found["spoken 1280"]}
    assert spoken >= {"0 x contentinfo", "image without a name", "table without column headers", "time"}
    assert "cancelled, but not in words" in spoken
    rules = {fault.split(" ")[0] for fault in found["structure 1280"]}
    assert {"image-alt", "html-has-lang", "heading-order"} <= rules
    assert {fault.split(" ")[0] for fault in found["colors 390 dark"]} == {"color-contrast"}
    noise = findings.Noise(window.page, window.root)
    window.page.evaluate("console.error('A fault'); fetch('http://elsewhere.invalid/').catch(() => {})")
    window.page.wait_for_timeout(100)
    assert {"asks http://elsewhere.invalid/"} < set(noise.take())
