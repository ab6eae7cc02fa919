"""The search: what it finds, how it opens and closes, and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Open, Window
from tests.browser.pages import PHONE, ZOOMED

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("words", ["Educators of Color Network", "EOCN", "Red de Educadores", "problem solving"])
def test_search_finds_a_group_by_any_of_its_names(
    words: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site))
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill(words)
    page.locator("li a[href*='groups/educators-of-color-network/']:visible").first.wait_for()


def test_search_finds_an_event_by_its_title(demo_site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
    page = open_page(serve(demo_site), PHONE)
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("Cafecito")
    page.get_by_role("dialog").locator("a[href*='events/raices-cafecito/']").first.wait_for()


def test_search_closes_with_escape_and_gives_the_focus_back(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Search"


def test_the_search_can_be_used_and_left_with_the_keyboard_alone(window: Window) -> None:
    window.show("groups/")
    page = window.page
    page.get_by_role("button", name="Search").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.type("colleagues")
    dialog.locator("li a:visible").first.wait_for()
    for key in ("Tab", "Shift+Tab"):
        visited = set()
        for _ in range(40):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.closest('.hub-search') !== null"), "it left the box"
            visited.add(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
        assert len(visited) > 3, key
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.hub") == "search"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.hub-search') === null"), "closed, it is not there for keys"


def test_no_script_of_the_theme_and_no_index_is_fetched_before_somebody_searches(window: Window) -> None:
    asked: list[str] = []
    page = window.page
    page.on("request", lambda request: asked.append(request.url))
    window.show("groups/raices/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "bundle" in url or "search" in url] == []
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("cafecito")
    page.get_by_role("dialog").locator("li a:visible").first.wait_for()
    assert any("search_index.json" in url for url in asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/raices-cafecito/**")
    assert "query=" not in page.url, "Enter goes to the first result, and sends no form"


def test_what_is_folded_away_opens_for_who_comes_by_its_address(window: Window) -> None:
    window.show("embed/#snippets")
    assert window.page.locator("#snippets").evaluate("fold => fold.open")


def test_the_search_fits_the_narrowest_window(window: Window) -> None:
    window.resize(ZOOMED)
    window.show("")
    page = window.page
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("colleagues")
    page.get_by_role("dialog").locator("li a:visible").first.wait_for()
    outside = page.locator(".hub-search *").evaluate_all(
        "all => all.filter(e => e.checkVisibility() && !e.closest('.hub-hidden')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert outside == []


def test_the_number_of_results_is_announced(window: Window) -> None:
    window.show("")
    page = window.page
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("cafecito", delay=20)
    page.get_by_role("status").filter(has_text=re.compile(r"\d+ matching|matching document")).wait_for()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("xyzzyplugh")
    page.get_by_role("status").filter(has_text="No matching").wait_for()


def test_a_search_that_was_open_is_closed_after_a_reload(window: Window) -> None:
    window.show("groups/")
    page = window.page
    page.get_by_role("button", name="Search").click()
    page.reload()
    assert page.get_by_role("dialog").count() == 0
