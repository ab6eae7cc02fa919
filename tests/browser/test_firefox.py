"""The main types of pages in Firefox, at phone and desktop width: sound, with and without scripts, and with a search
that the keyboard can use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.browser import findings
from tests.browser.firefox import Tab, started
from tests.browser.pages import DESK, PHONE, report
from tests.conftest import NOW, lacking

pytestmark = [pytest.mark.long, pytest.mark.browser]

Start = Callable[[bool], AbstractContextManager[Tab]]

PROGRAMS = ("firefox", "firefox-esr")
TAB, ENTER = "\ue004", "\ue006"
# An address of each type, and text that its page shows with and without scripts.
PAGES = {
    "": "Cedar Hollow",
    "groups/": "Raíces",
    "groups/raices/": "Raíces",
    "events/": "Cafecito",
    "events/raices-cafecito/": "Cafecito",
    "events/months/2026-12/": "December 2026",
    "embed/light/next/5/": "Cedar Hollow",
    "calendars/choose/": "Raíces",
    "help/": "Messages from the check",
}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    path = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not path:
        lacking("no Firefox: install firefox-esr, or name its program in FIREFOX")
    moment = int(NOW.timestamp() * 1000)
    return lambda scripts: started(path, tmp_path_factory.mktemp("firefox") / "profile", moment, scripts=scripts)


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "none"])
def any_tab(request: pytest.FixtureRequest, start: Start) -> Iterator[Tab]:
    """A tab in which the scripts of pages run, and a tab in which they don't."""
    with start(request.param) as tab:
        yield tab


@pytest.fixture(scope="module")
def tab(start: Start) -> Iterator[Tab]:
    with start(True) as tab:
        yield tab


def faults_of(tab: Tab, text: str) -> dict[str, list[str]]:
    """All faults of the open page."""
    found = {"console": tab.take_errors()}
    if tab.scripts:  # axe must not run twice at a time
        findings.bring_axe(tab)
    for size in (PHONE, DESK):
        tab.resize(size)
        where = str(size[0])
        found[f"sideways {where}"] = findings.sideways(tab)
        if tab.scripts:
            found[f"structure {where}"] = findings.structure(tab)
            found[f"colors {where}"] = findings.colors(tab)
        shown = tab.evaluate("document.body.innerText")
        found[f"text {where}"] = [] if text in shown else [f"does not show “{text}”, but “{shown[:200]}”"]
    return {kind: rows for kind, rows in found.items() if rows}


def test_each_type_of_page_is_sound(any_tab: Tab, demo_site: Path, serve: Callable[[Path], str]) -> None:
    root, faults = serve(demo_site), {}
    for address, text in PAGES.items():
        any_tab.show(root + address)
        if found := faults_of(any_tab, text):
            faults[address] = found
    assert not faults, report(faults)


def test_links_work_with_and_without_scripts(any_tab: Tab, demo_site: Path, serve: Callable[[Path], str]) -> None:
    any_tab.show(serve(demo_site) + "groups/")
    any_tab.evaluate("() => document.querySelector('main a[href*=raices]').focus()")
    any_tab.press(ENTER)
    any_tab.until("location.pathname === '/groups/raices/' && document.readyState === 'complete'")
    assert any_tab.evaluate("document.querySelector('h1').innerText.trim()").startswith("Raíces")


def test_the_search_finds_a_group_by_keyboard(tab: Tab, demo_site: Path, serve: Callable[[Path], str]) -> None:
    tab.resize(DESK)
    tab.show(serve(demo_site) + "groups/")
    for _ in range(20):
        tab.press(TAB)
        if tab.evaluate("document.activeElement.dataset.hub === 'search'"):
            break
    tab.press(ENTER)
    tab.until("document.activeElement.type === 'search'")
    tab.press(*"raices")
    tab.until("document.querySelector('.hub-search ol')?.dataset.words === 'raices'")
    tab.press(ENTER)
    tab.until("location.pathname === '/groups/raices/' && document.readyState === 'complete'")
    assert tab.take_errors() == []


UNSOUND = """<!doctype html><html><head><title>Faults</title>
<meta http-equiv="Content-Security-Policy" content="img-src 'none'"></head><body style="background: #fff"><main>
<p style="color: #bbb">Too pale to read</p><div style="width: 1400px">Wide</div><img src="picture.png">
<script>nothing.of.the.kind()</script></main></body></html>"""


def test_every_kind_of_fault_would_be_noticed(any_tab: Tab, tmp_path: Path, serve: Callable[[Path], str]) -> None:
    """Without this test, the tests above could pass without finding anything."""
    (tmp_path / "index.html").write_text(UNSOUND, "utf-8")
    any_tab.show(serve(tmp_path))
    found = faults_of(any_tab, "a text that is missing")
    kinds = ["sideways", "text", *(["structure", "colors"] if any_tab.scripts else [])]
    assert set(found) == {"console", *(f"{kind} {size[0]}" for kind in kinds for size in (PHONE, DESK))}
    said = " ".join(found["console"])
    assert "img-src" in said
    assert ("nothing is not defined" in said) == any_tab.scripts
    if any_tab.scripts:
        assert any("image-alt" in row for row in found["structure 390"])
