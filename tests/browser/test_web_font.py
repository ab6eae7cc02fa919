"""The font of the site: its letters, its weight, and pages that do not move when it arrives late."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import DESK, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
FONT = "**/public-sans.woff2"
PAGES = ["", "groups/educators-of-color-network/", "events/", "accessibility/"]
# The font leaves out four letters of old spellings.
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x180)} - {0x132, 0x133, 0x149, 0x17F}
VIETNAMESE = {*map(ord, "ƠơƯư"), *range(0x1EA0, 0x1EFA)}
LETTERS = "".join(map(chr, sorted(LATIN | VIETNAMESE))) + "ȘșȚțʻʼƏə–—‘’‚“”„†•…€™"
SHIFTS = """new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift = (window.shift || 0) + entry.value;
}).observe({type: 'layout-shift', buffered: true})"""
STYLES = """selectors => selectors.map(selector => {
    const { fontFamily, fontSize, fontWeight, letterSpacing, color } = getComputedStyle(document.querySelector(selector));
    return [fontFamily, fontWeight, ((parseFloat(letterSpacing) || 0) / parseFloat(fontSize)).toFixed(3), color];
})"""


def fonts_of(page: Page, text: str, weight: int = 400) -> set[str]:
    """The fonts in which the browser shows a text."""
    page.evaluate(
        """async ([text, weight]) => {
            await document.fonts.ready;
            document.getElementById('shown')?.remove();
            const shown = Object.assign(document.createElement('p'), { id: 'shown', textContent: text });
            shown.style.fontWeight = weight;
            document.querySelector('main').append(shown);
            await document.fonts.ready;
        }""",
        [text, weight],
    )
    devtools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": "#shown"})["nodeId"]
    return {font["familyName"] for font in devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}


def test_the_font_is_small_and_its_license_is_beside_it(demo_site: Path) -> None:
    (font,) = demo_site.rglob("*.woff2")
    assert font.stat().st_size <= 35_000
    assert "SIL OPEN FONT LICENSE" in (font.parent / "public-sans-OFL.txt").read_text("utf-8")


def test_latin_letters_are_in_the_font(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site))
    for weight in (400, 650, 700):
        assert fonts_of(page, LETTERS, weight) == {"Public Sans"}, weight


def test_names_in_other_scripts_have_fonts_of_the_device(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site))
    for name in ("ਪੰਜਾਬੀ", "العربية", "Кофе", "한국어", "中文", "ትግርኛ"):
        assert "Public Sans" not in fonts_of(page, name), name


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_late_font_moves_nothing(size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open) -> None:
    def late(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    page = open_page("about:blank", size, own=True)
    page.route(FONT, late)
    page.add_init_script(SHIFTS)
    for address in PAGES:
        page.goto(serve(demo_site) + address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift || 0") == 0, address


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_font_of_the_device_takes_about_as_much_room(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    pages = [open_page("about:blank", size) for _ in range(2)]
    pages[1].route(FONT, lambda route: route.abort())
    for address in PAGES:
        heights = []
        for page in pages:
            page.goto(serve(demo_site) + address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
            heights.append(page.evaluate("document.documentElement.scrollHeight"))
        assert heights[1] == pytest.approx(heights[0], rel=0.03), address


def test_paper_has_the_fonts_for_which_sheets_are_counted(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site) + "orientation/")
    page.emulate_media(media="print")
    assert "Public Sans" not in fonts_of(page, "On paper")


def test_a_widget_asks_for_no_font(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page, asked = open_page("about:blank"), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve(demo_site) + "embed/light/next/5/")
    page.wait_for_load_state("networkidle")
    assert asked
    assert not [address for address in asked if "woff" in address]


def test_pages_that_people_write_look_like_generated_pages(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page, styles = open_page("about:blank"), []
    for address in ("accessibility/", "groups/educators-of-color-network/"):
        page.goto(serve(demo_site) + address)
        styles.append(page.evaluate(STYLES, ["h1", "h2", "main p:not([class])", "strong", ".hub-footer p"]))
    assert styles[0] == styles[1]
