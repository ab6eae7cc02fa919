"""The content that screen readers get: cancelled dates, announcements, and tables that scroll with keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from affinity_hub.rendering.jinja import scrollable

from tests.browser import findings
from tests.browser.conftest import Window
from tests.browser.pages import DESK, ZOOMED

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser


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
