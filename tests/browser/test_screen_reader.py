"""The browser's information for screen readers: landmarks, tables, times, cancelled dates, and events on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from affinity_hub.rendering.jinja import scrollable

from tests.browser import findings
from tests.browser.conftest import Window
from tests.browser.pages import DESK, ZOOMED, report

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser

# A table has a name and headers for its columns, a program can read each time, and a cancelled date says so in words.
WORDS = """() => {
    const faults = [], say = e => e.outerHTML.slice(0, 110);
    for (const table of document.querySelectorAll('table')) {
        const region = table.closest('[aria-label], [aria-labelledby]');
        if (!table.caption && !table.ariaLabel && !region) faults.push('table without a name: ' + say(table));
        if (!table.querySelector('thead th[scope=col]')) faults.push('table without column headers: ' + say(table));
    }
    for (const time of document.querySelectorAll('time')) {
        if (!/^(\\d{4}-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d([+-]\\d\\d:\\d\\d|Z)?)?)?)$/.test(time.dateTime)) faults.push('time: ' + say(time));
    }
    for (const row of document.querySelectorAll('[class*="--cancelled"], [data-status=cancelled]')) {
        if (!/cancelled/i.test(row.closest('li, p, dd, td, header').innerText)) faults.push('cancelled, but not in words: ' + say(row));
    }
    return faults;
}"""


def test_each_type_of_page_has_its_landmarks_and_says_in_words_what_it_shows(
    window: Window, types: dict[str, str]
) -> None:
    faults = {}
    for kind, address in types.items():
        window.show(address)
        window.unfold()
        tree = findings.nodes(window.devtools)
        roles = [node["role"] for node in tree]
        wanted = (
            {"main": 1}
            if kind.startswith("embed/") and kind != "embed/"
            else {"banner": 1, "main": 1, "contentinfo": 1}
        )
        found = [f"{roles.count(role)} x {role}" for role, count in wanted.items() if roles.count(role) != count]
        found += findings.landmarks(tree)
        found += [f"image without a name: {node}" for node in tree if node["role"] == "image" and not node["name"]]
        if rows := [*found, *window.page.evaluate(WORDS)]:
            faults[address] = {"read": rows}
    assert not faults, report(faults)


def test_a_cancelled_meeting_is_in_the_sample_and_read_as_cancelled(window: Window) -> None:
    window.show("events/kinds/gathering/")
    page = window.page
    rows = page.locator("li[data-status=cancelled]")
    assert rows.count() > 0
    for row in rows.all():
        assert "Cancelled" in row.aria_snapshot()


def test_copying_is_announced(window: Window) -> None:
    window.show("calendars/")
    page = window.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy the address of").first
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Copied").wait_for(state="attached")
    assert page.evaluate("document.activeElement.matches('.hub-copy')"), "the focus stays where it was"


LONG = (
    "<table><thead><tr><th scope=col>Who</th><th scope=col>When</th></tr></thead><tbody><tr>"
    f"<td>{'a long cell ' * 20}</td><td>{'another ' * 20}</td></tr></tbody></table>"
    f"<pre><code>{'a line of code that is long ' * 9}</code></pre>"
)


def test_a_wide_table_in_a_handwritten_page_scrolls_with_keys_and_code_not_at_all(window: Window) -> None:
    """The theme lets both scroll sideways but lets no key reach them, and volunteers will write such tables and
    code."""
    page = window.page

    def add(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, body=found.text().replace("</h1>", "</h1>" + scrollable(LONG), 1))

    page.route("**/about/", add)
    window.show("about/")
    page.locator("article table").wait_for()
    findings.bring_axe(page)
    for size in (DESK, ZOOMED):
        window.resize(size)
        assert findings.structure(page) == []
        assert findings.sideways(page) == []
        assert findings.clipped(page) == []
