"""The errands of visitors: how many steps each takes, and how far visitors must scroll."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
SIZES = [PHONE, (1280, 800)]
GROUP = "groups/educators-of-color-network/"
EVENT = "events/eocn-monthly/"
MAILBOX = 'article a[href^="mailto:"]:visible'
# The most pixels from the top of the page to a contact.
CONTACT = 900


def top(found: Locator) -> float:
    """How far below the top of the page an element begins."""
    return float(found.evaluate("one => one.getBoundingClientRect().top + window.scrollY"))


def height(page: Page) -> int:
    """The height of the whole page."""
    return int(page.evaluate("document.documentElement.scrollHeight"))


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_a_group_and_its_next_date_are_found_in_one_step(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site), size)
    page.locator(f'article a[href$="{GROUP}"]:visible').first.click()
    assert page.url.endswith(GROUP)
    assert top(page.locator("#next time:visible").first) <= CONTACT
    assert top(page.locator(MAILBOX).first) <= CONTACT


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_home_answers_first(scripts: bool, demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site), PHONE, scripts=scripts)
    assert top(page.locator(".hub-next .hub-row__date:visible").first) <= 420
    assert top(page.locator(MAILBOX).first) <= CONTACT
    assert height(page) <= 3600


def test_the_agenda_is_five_screens_of_a_phone(demo_site: Path, serve: Serve, open_page: Open) -> None:
    assert height(open_page(serve(demo_site) + "events/", PHONE)) <= 5000


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_one_date_is_added_to_google_in_two_steps(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site) + GROUP, size)
    page.locator("#next a").click()
    link = page.locator('a[href^="https://calendar.google.com/calendar/render?"]:visible')
    assert link.count() == 1
    box = link.bounding_box()
    assert box
    assert 0 <= box["y"] <= size[1], "the link is in the window after the step"


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_a_group_is_followed_in_outlook_in_one_step(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site) + GROUP, size)
    link = page.locator(
        '#calendar a[href^="https://outlook.office.com/"]:visible, a[href^="https://outlook.office.com/"]'
    )
    assert link.first.is_visible()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_a_mentor_is_found_in_one_step(size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site) + "opportunities/", size)
    link = page.get_by_role("link", name="Find a mentor").first
    assert top(link) <= size[1]
    link.click()
    assert top(page.locator('.hub-card a[href*="opportunities/"]:visible').first) <= size[1]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_what_is_overdue_is_the_first_thing_on_the_page_of_progress(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site) + "progress/", size)
    first = page.locator("article h2:visible").first
    assert first.inner_text() == "Overdue"
    assert top(first) <= size[1] / 2


def test_a_snippet_is_copied_in_one_step(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site) + "embed/", (1280, 800))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".hub-copy:visible").first.click()
    assert "<iframe" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("address", ["", GROUP, EVENT, "events/"])
def test_without_a_script_no_date_is_called_next(address: str, demo_site: Path, serve: Serve, open_page: Open) -> None:
    """A build may be ten days old, and only a script knows the day on which someone reads it."""
    page = open_page(serve(demo_site) + address, PHONE, scripts=False)
    labels = page.locator("article :is(h2, h3, dt, th, strong):visible").all_inner_texts()
    assert not [label for label in labels if "next" in label.lower()]
    assert address == EVENT or page.locator("article :text-matches('as of', 'i'):visible").count() >= 1
