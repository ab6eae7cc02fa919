"""The search: its results, how it opens and closes, and its announcements."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub import load

from tests.browser.conftest import Open, Window
from tests.browser.pages import PHONE, ZOOMED
from tests.conftest import DEMO

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


# The typed text, and the page that must be the first result.
FIRST = {
    "problem solving": "groups/educators-of-color-network/",
    # Without accents, in capitals, in another form, in another order.
    "raices": "groups/raices/",
    "NHÓM VIỆT": "groups/nhom-nhan-vien-goc-viet/",
    "circles of black educators": "groups/black-educators-circle/",
    "gathering eocn": "events/eocn-monthly/",
    # A word that is only partly typed, and a word beside a punctuation mark.
    "cafec": "events/raices-cafecito/",
    "(EOCN)": "groups/educators-of-color-network/",
    "glossary": "supports/glossary/",
    # With and without an apostrophe, and with either kind of apostrophe.
    "look over your groups page": "events/page-day/",
    "look over your group’s page": "events/page-day/",
    # A word that is on no page must not hide the pages that have the other words.
    "what xyzzy is EOCN": "groups/educators-of-color-network/",
    # One or two letters that are wrong, missing, added, or swapped.
    "juneteeth": "events/juneteenth/",
    "edcuators of colour netwrok": "groups/educators-of-color-network/",
    "kwanzza": "events/kwanzaa/",
    # Letters that Unicode does not decompose.
    "Ra\u0131ces": "groups/raices/",
    "kwanz\u00f8a": "events/kwanzaa/",
}
# Typed texts, and pages of which at least one must be among the first three results.
AMONG_FIRST = {
    "latinx": ["groups/raices/", "events/hispanic-heritage-month/"],
    "african american": ["groups/black-educators-circle/", "events/black-history-month/"],
    "black teachers": ["groups/black-educators-circle/"],
    "mentorship": [
        "groups/first-three-years/",
        "opportunities/mentor-for-new-educators/",
        "opportunities/kinds/mentoring/",
    ],
    "new hire": ["orientation/", "events/midyear-welcome/", "events/new-staff-welcome-2027/"],
    "when is the next meeting?": ["events/"],
    "who can see that I joined": ["privacy/", "supports/questions/question-who-knows/"],
    "how do i start a group": ["start-a-group/"],
    "iframe": ["embed/"],
    "contact": ["about/", "facilitators/", "groups/"],
    "sub-scribe": ["calendars/"],
}


def test_a_page_with_the_answer_is_among_the_first_three_results(window: Window) -> None:
    window.show("")
    window.page.get_by_role("banner").get_by_role("button", name="Search").click()
    for typed, wanted in AMONG_FIRST.items():
        assert set(search(window.page, typed)[:3]) & set(wanted), typed


def test_eight_results_are_shown_until_a_visitor_asks_for_more(window: Window) -> None:
    window.show("search/?q=mentor")
    page, main = window.page, window.page.get_by_role("main")
    main.get_by_text("These are the first 8 results").wait_for()
    assert main.locator("ol > li").count() == 8
    main.get_by_role("button", name="Show more results").click()
    assert main.locator("ol > li").count() == 16
    assert "These are the first 16 results" in main.get_by_role("status").inner_text()
    assert main.locator("ol > li").nth(8).locator("a").first.evaluate("one => one === document.activeElement")
    starts = main.locator("ol > li > *, ol > li > ul > li:first-child")
    assert len(set(starts.evaluate_all("all => all.map(one => one.getBoundingClientRect().left)"))) == 1
    assert "Mentoring · Active · A mentor" in main.locator("ol > li").first.inner_text()
    page.get_by_role("main").get_by_role("searchbox").fill("cafecito")
    main.get_by_text("Pages found: 1.").wait_for()
    assert not main.get_by_role("button", name="Show more results").is_visible()


def test_help_for_editors_is_not_among_the_results(window: Window) -> None:
    window.show("")
    window.page.get_by_role("banner").get_by_role("button", name="Search").click()
    for typed in ("stale_after_days", "W470", "every key"):
        assert not [url for url in search(window.page, typed) if url.startswith(("help/", "editing/"))]


def test_a_search_has_an_address(window: Window) -> None:
    window.show("search/?q=cafecito")
    page = window.page
    results = page.get_by_role("main").locator("ol > li > a")
    results.first.wait_for()
    assert results.first.get_attribute("href", timeout=5000).endswith("/events/raices-cafecito/")  # type: ignore[union-attr]
    page.get_by_role("main").get_by_role("searchbox").fill("kwanzaa & more")
    page.wait_for_url("**/search/?q=kwanzaa+%26+more")
    page.get_by_role("main").get_by_role("searchbox").fill("")
    page.wait_for_url("**/search/")
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    search(page, "cafecito")
    page.get_by_role("dialog").get_by_role("link", name="Open the full search page").click()
    page.wait_for_url("**/search/?q=cafecito")


def test_a_search_without_results_offers_links(window: Window) -> None:
    window.show("groups/raices/")
    window.page.get_by_role("banner").get_by_role("button", name="Search").click()
    assert search(window.page, "xyzzyplugh") == []
    links = window.page.get_by_role("dialog").get_by_role("link").all_inner_texts()
    assert links == ["All groups", "Upcoming dates", "Start a group", "Open the full search page"]


def test_the_slash_key_opens_the_search_and_can_be_turned_off(window: Window) -> None:
    page, dialog = window.page, window.page.get_by_role("dialog")
    window.show("search/")
    page.locator("h1").click()
    page.keyboard.press("/")
    dialog.wait_for()
    page.keyboard.type("either/or")
    assert dialog.get_by_role("searchbox").input_value() == "either/or"
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.get_by_label("Open the search with the / key").uncheck()
    window.show("groups/")
    page.keyboard.press("/")
    assert not dialog.is_visible()


def search(page: Page, words: str) -> list[str]:
    """The addresses of the results, best first."""
    page.locator(".hub-search").get_by_role("searchbox").fill(words)
    page.wait_for_function("words => document.querySelector('.hub-search ol').dataset.words === words", arg=words)
    links = page.locator(".hub-search ol > li > a")
    found: list[str] = links.evaluate_all("all => all.map(link => link.pathname.slice(1))")
    return found


def test_the_best_page_is_the_first_result(window: Window, now: dt.datetime) -> None:
    hub, _ = load(DEMO, now)
    names = {
        name: f"groups/{group.id}/"
        for group in hub.groups
        if not (group.hidden or group.draft)
        for name in filter(None, (group.name, group.short_name, *group.aliases))
    }
    window.show("")
    window.page.get_by_role("banner").get_by_role("button", name="Search").click()
    first = {words: search(window.page, words)[0] for words in names | FIRST}
    assert first == names | FIRST


def test_found_words_are_marked_and_other_words_are_reported_as_missing(window: Window) -> None:
    window.show("")
    page = window.page
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    search(page, "raices cafe")
    assert set(page.locator(".hub-search li").first.locator("mark").all_inner_texts()) == {"Raíces", "Cafecito"}
    status = page.get_by_role("status").first
    search(page, "cafecito")
    assert status.inner_text() == "Pages found: 1."
    search(page, "cafecito xyzzy")
    assert status.inner_text() == "No page has all of these words. Pages with most of them: 1."
    assert search(page, "xyzzy") == []
    assert status.inner_text().startswith("No pages match.")


def test_a_date_that_has_not_passed_is_not_called_past(demo_site: Path) -> None:
    """The page contains hidden words for a passed date. In the search, they would be wrong until the date passes."""
    assert "(past)" in (demo_site / "events" / "regional-potluck" / "index.html").read_text("utf-8")
    index = json.loads((demo_site / "search" / "search_index.json").read_text("utf-8"))
    assert [doc["location"] for doc in index["docs"] if "(past)" in doc["text"] and "2027" in doc["text"]] == []


def test_the_page_says_that_it_is_searching_while_the_index_loads(window: Window) -> None:
    held: list[Route] = []
    window.page.route("**/search_index.json", lambda route: held.append(route))
    window.show("")
    # The page shows this message when it asks for the index, which can be before the browser sends the request.
    with window.page.expect_request("**/search_index.json"):
        window.page.get_by_role("banner").get_by_role("button", name="Search").click()
        window.page.keyboard.type("cafecito")
    status = window.page.get_by_role("status").first
    status.filter(has_text="Searching").wait_for()
    for _ in range(1000):
        if held:
            break
        window.page.wait_for_timeout(10)
    held[0].continue_()
    status.filter(has_text="Pages found: 1").wait_for()


def test_the_page_says_when_the_search_cannot_be_loaded(window: Window) -> None:
    window.page.route("**/search_index.json", lambda route: route.abort())
    window.show("")
    window.page.get_by_role("banner").get_by_role("button", name="Search").click()
    window.page.keyboard.type("cafecito")
    window.page.get_by_role("status").filter(has_text="did not load").wait_for()


def test_search_finds_an_event_by_its_title(demo_site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
    page = open_page(serve(demo_site), PHONE)
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.keyboard.type("Cafecito")
    page.get_by_role("dialog").locator("a[href*='events/raices-cafecito/']").first.wait_for()


def test_search_closes_with_escape_and_gives_the_focus_back(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/")
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Search"


def test_the_search_can_be_used_and_left_with_the_keyboard_alone(window: Window) -> None:
    window.show("groups/")
    page = window.page
    page.get_by_role("banner").get_by_role("button", name="Search").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.type("colleagues")
    dialog.locator("li a:visible").first.wait_for()
    for key in ("Tab", "Shift+Tab"):
        visited = set()
        for _ in range(40):
            page.keyboard.press(key)
            # After the last stop, the focus goes to the browser's own buttons.
            where = "document.activeElement === document.body || document.activeElement.closest('.hub-search') !== null"
            assert page.evaluate(where), "the focus left the search box"
            visited.add(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
        assert len(visited) > 3, key
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.hub") == "search"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.hub-search') === null"), (
        "keys cannot reach the search after it is closed"
    )


def test_no_file_of_the_search_is_fetched_before_someone_searches(window: Window) -> None:
    asked: list[str] = []
    page = window.page
    page.on("request", lambda request: asked.append(request.url))
    window.show("groups/raices/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url] == []
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.keyboard.type("cafecito")
    page.get_by_role("dialog").locator("li a:visible").first.wait_for()
    assert any("search_index.json" in url for url in asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/raices-cafecito/**")
    assert "query=" not in page.url, "Enter opens the first result and sends no form"


def test_a_folded_part_opens_when_its_address_is_visited(window: Window) -> None:
    window.show("embed/#snippets")
    assert window.page.locator("#snippets").evaluate("fold => fold.open")


def test_the_search_fits_the_narrowest_window(window: Window) -> None:
    window.resize(ZOOMED)
    window.show("")
    page = window.page
    page.get_by_role("banner").get_by_role("button", name="Search").click()
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
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.keyboard.type("cafecito", delay=20)
    page.get_by_role("status").filter(has_text=re.compile(r"Pages found: \d+")).wait_for()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("xyzzyplugh")
    page.get_by_role("status").filter(has_text="No pages match").wait_for()


def test_a_search_that_was_open_is_closed_after_a_reload(window: Window) -> None:
    window.show("groups/")
    page = window.page
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.reload()
    assert page.get_by_role("dialog").count() == 0


def test_arrow_keys_move_through_the_results(window: Window) -> None:
    window.show("")
    page = window.page
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    search(page, "mentor")
    links = page.locator(".hub-search ol a")
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert links.nth(place).evaluate("link => link === document.activeElement"), (key, place)
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
