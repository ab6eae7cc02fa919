"""The main types of pages in Firefox and in WebKitGTK, at phone and desktop width: sound, with and without scripts,
and with a search, filters, months, and a choice of calendars that work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.browser import findings, firefox, webkit
from tests.browser.firefox import Tab
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
MOMENT = int(NOW.timestamp() * 1000)
CLOCK = firefox.CLOCK.format(moment=MOMENT)
# WebDriver cannot set the clock, and it reports no errors. So the first script of each page does both.
PRELUDE = """globalThis.heard = [];
addEventListener("error", event => heard.push(event.message || `does not load ${event.target.src}`), true);
addEventListener("securitypolicyviolation", event => heard.push(`${event.violatedDirective} blocks ${event.blockedURI}`));
"""


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def start(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder = tmp_path_factory.mktemp("browser")
    if request.param == "webkit":
        found = webkit.programs()
        if not found:
            pytest.skip("no WebKitGTK: install webkit2gtk-driver and xvfb")
        return lambda scripts: webkit.started(found, folder / f"home-{scripts}", scripts=scripts)
    path = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not path:
        lacking("no Firefox: install firefox-esr, or name its program in FIREFOX")
    return lambda scripts: firefox.started(path, folder / f"profile-{scripts}", MOMENT, scripts=scripts)


@pytest.fixture(scope="module")
def site(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district, with a first script that sets the clock and collects errors."""
    copy = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(demo_site, copy)
    for path in copy.rglob("early.js"):
        path.write_text(f"({CLOCK})();\n{PRELUDE}{path.read_text('utf-8')}", "utf-8")
    return copy


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


def test_each_type_of_page_is_sound(any_tab: Tab, site: Path, serve: Callable[[Path], str]) -> None:
    root, faults = serve(site), {}
    for address, text in PAGES.items():
        any_tab.show(root + address)
        if found := faults_of(any_tab, text):
            faults[address] = found
    assert not faults, report(faults)


def test_links_work_with_and_without_scripts(any_tab: Tab, site: Path, serve: Callable[[Path], str]) -> None:
    any_tab.show(serve(site) + "groups/")
    any_tab.evaluate("() => document.querySelector('main a[href*=raices]').focus()")
    any_tab.press(ENTER)
    any_tab.until("location.pathname === '/groups/raices/' && document.readyState === 'complete'")
    assert any_tab.evaluate("document.querySelector('h1').innerText.trim()").startswith("Raíces")


def test_the_search_finds_a_group_by_keyboard(tab: Tab, site: Path, serve: Callable[[Path], str]) -> None:
    tab.resize(DESK)
    tab.show(serve(site) + "groups/")
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


def test_filters_show_the_rows_that_match(tab: Tab, site: Path, serve: Callable[[Path], str]) -> None:
    tab.show(serve(site) + "groups/")
    rows = "[...document.querySelectorAll('li[data-kind]')].filter(row => row.checkVisibility()).map(row => row.dataset.kind)"
    assert len(set(tab.evaluate(f"() => {rows}"))) > 1
    tab.evaluate(
        """() => {
            const select = document.querySelector('.hub-filter select[name=kind]');
            select.value = 'mentoring';
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }"""
    )
    assert set(tab.evaluate(f"() => {rows}")) == {"mentoring"}


def test_a_month_is_a_sheet_on_a_desk_and_an_agenda_on_a_phone(
    any_tab: Tab, site: Path, serve: Callable[[Path], str]
) -> None:
    any_tab.show(serve(site) + "events/months/2026-12/")
    parts = "() => ['.hub-days', '.hub-agenda'].map(part => document.querySelector(part).checkVisibility())"
    for size, expected in ((DESK, [True, False]), (PHONE, [False, True])):
        any_tab.resize(size)
        assert any_tab.evaluate(parts) == expected
    any_tab.resize(DESK)
    lefts = "() => [...document.querySelectorAll('.hub-days tbody tr:nth-child(2) td')].map(cell => cell.getBoundingClientRect().left)"
    found = any_tab.evaluate(lefts)
    assert len(found) == len(set(found)) == 7
    assert found == sorted(found)


def test_chosen_calendars_are_listed(tab: Tab, site: Path, serve: Callable[[Path], str]) -> None:
    tab.show(serve(site) + "calendars/choose/")
    tab.evaluate(
        "() => document.querySelectorAll('.hub-choice input').forEach(box => { if (box.checked) box.click(); })"
    )
    tab.evaluate("() => document.querySelector('.hub-choice input').click()")
    assert tab.evaluate("document.querySelector('.hub-choose textarea').value").endswith(".ics")


UNSOUND = """<!doctype html><html><head><title>Faults</title>
<meta http-equiv="Content-Security-Policy" content="img-src 'none'"><script src="prelude.js"></script></head><body style="background: #fff"><main>
<p style="color: #bbb">Too pale to read</p><div style="width: 1400px">Wide</div><img src="picture.png">
<script>nothing.of.the.kind()</script></main></body></html>"""


def test_every_kind_of_fault_would_be_noticed(any_tab: Tab, tmp_path: Path, serve: Callable[[Path], str]) -> None:
    """Without this test, the tests above could pass without finding anything."""
    (tmp_path / "index.html").write_text(UNSOUND, "utf-8")
    (tmp_path / "prelude.js").write_text(PRELUDE, "utf-8")
    any_tab.show(serve(tmp_path))
    found = faults_of(any_tab, "a text that is missing")
    kinds = ["sideways", "text", *(["structure", "colors"] if any_tab.scripts else [])]
    expected = {f"{kind} {size[0]}" for kind in kinds for size in (PHONE, DESK)}
    hears = any_tab.scripts or not isinstance(any_tab, webkit.WebKitTab)
    assert set(found) == expected | ({"console"} if hears else set())
    said = " ".join(found.get("console", []))
    assert ("img-src" in said) == hears
    assert ("nothing" in said) == any_tab.scripts
    if any_tab.scripts:
        assert any("image-alt" in row for row in found["structure 390"])
