"""The errands of visitors: how many steps each takes, and how far visitors must scroll."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.checks.references import RESERVED

from tests.browser.conftest import Open
from tests.browser.pages import PHONE
from tests.conftest import MINIMAL, build_once, crowd

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
SIZES = [PHONE, (1280, 800)]
GROUP = "groups/educators-of-color-network/"
EVENT = "events/eocn-monthly/"
MAILBOX = 'article a[href^="mailto:"]:visible'
# The largest number of pixels from the top of the page to a contact.
CONTACT = 900


def top(found: Locator) -> float:
    """How far below the top of the page an element begins."""
    return float(found.evaluate("one => one.getBoundingClientRect().top + window.scrollY"))


def follow(link: Locator) -> None:
    """Follows a link and waits until the page behind it has loaded. A click alone waits only for the answer of the
    server, and the page can still be empty then."""
    with link.page.expect_navigation():
        link.click()


def height(page: Page) -> int:
    """The height of the whole page."""
    return int(page.evaluate("document.documentElement.scrollHeight"))


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_a_group_and_its_next_date_are_found_in_one_step(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site), size)
    follow(page.locator(f'article a[href$="{GROUP}"]:visible').first)
    assert page.url.endswith(GROUP)
    assert top(page.locator("#next time:visible").first) <= CONTACT
    assert top(page.locator(MAILBOX).first) <= CONTACT


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_home_page_shows_a_date_and_a_contact_first(
    scripts: bool, demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site), PHONE, scripts=scripts)
    assert top(page.locator(".hub-next .hub-row__date:visible").first) <= 420
    assert top(page.locator(MAILBOX).first) <= CONTACT
    assert height(page) <= 3600


def test_the_agenda_fits_five_screens_of_a_phone(demo_site: Path, serve: Serve, open_page: Open) -> None:
    assert height(open_page(serve(demo_site) + "events/", PHONE)) <= 5000


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_one_date_is_added_to_google_in_two_steps(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site) + GROUP, size)
    follow(page.locator("#next a"))
    link = page.locator('a[href^="https://calendar.google.com/calendar/render?"]:visible')
    assert link.count() == 1
    box = link.bounding_box()
    assert box
    assert 0 <= box["y"] <= size[1], "the link must be in the window after the step"


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
    follow(link)
    assert top(page.locator('.hub-card a[href*="opportunities/"]:visible').first) <= size[1]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_overdue_milestones_are_first_on_the_page_of_progress(
    size: tuple[int, int], demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site) + "progress/", size)
    first = page.locator("article h2:visible").first
    assert first.inner_text() == "Overdue"
    assert top(first) <= size[1] / 2
    mark = page.locator(".hub-overdue:visible").first
    assert mark.inner_text().strip() == "Overdue"
    assert mark.locator("svg").is_visible()
    assert page.get_by_text("Set by the group F3Y.").is_visible()


def test_a_snippet_is_copied_in_one_step(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page(serve(demo_site) + "embed/", (1280, 800))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".hub-copy:visible").first.click()
    assert "<iframe" in page.evaluate("navigator.clipboard.readText()")


ONE_GROUP = """groups:
  - id: tea-circle
    name: Tea Circle
    kind: networking
    summary: Tea and talk after school.
    open_to: All staff.
    join: {contact: tea@small.example}
"""
CONTACT_OF_HUB = "contact: hub@small.example\n"


@pytest.fixture(params=["sample", "real", "single group", pytest.param("2,000 records", marks=pytest.mark.long)])
def old_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Path:
    """One of four sites that were built ten days before the reader's day."""
    if request.param in ("sample", "real"):
        path: Path = request.getfixturevalue({"sample": "demo_site", "real": "real_site"}[request.param])
        return path
    folder = tmp_path_factory.mktemp("data")
    if request.param == "single group":
        shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
        (folder / "groups.yml").write_text(ONE_GROUP, "utf-8")
    else:
        crowd(folder, 1000)  # a group and an event each
    with (folder / "hub.yml").open("a", encoding="utf-8") as file:
        file.write(CONTACT_OF_HUB)
    return build_once(folder, shared_folder / str(request.param).replace(" ", "-"))


def first_pages(site: Path) -> list[str]:
    """The home page, the lists, and the pages of a group and an event."""
    found = ["", "groups/", "events/"]
    reserved = {"kinds", *(name for names in RESERVED.values() for name in names)}
    for kind in ("groups", "events", "partners"):
        pages = (path.parent for path in sorted(site.glob(f"{kind}/*/index.html")) if path.parent.name not in reserved)
        found += [f"{page.relative_to(site).as_posix()}/" for page in pages][:1]
    return found


def test_a_ten_day_old_build_misleads_no_reader_without_scripts(old_site: Path, serve: Serve, open_page: Open) -> None:
    page = open_page("about:blank", PHONE, scripts=False, at="2026-12-03T12:00:00Z")
    for address in first_pages(old_site):
        page.goto(serve(old_site) + address)
        labels = page.locator("article :is(h1, h2, h3, dt, th, strong, b):visible").all_inner_texts()
        assert not [label for label in labels if re.search(r"\bnext\b", label, re.IGNORECASE)], address
        if address in ("", "groups/") or not address.startswith("groups/"):
            continue
        contacts = page.locator(MAILBOX)
        assert not contacts.count() or top(contacts.first) <= CONTACT, address
    page.goto(serve(old_site))
    contacts = page.locator('article :is(a[href^="mailto:"], a[href*="/issues/new"]):visible')
    if contacts.count():  # the real site names no contact yet
        assert top(contacts.first) <= CONTACT
    else:
        assert "real" in str(old_site)


@pytest.mark.parametrize("day", range(0, 11, 5))
def test_the_home_page_has_three_dates_for_ten_days(day: int, demo_site: Path, serve: Serve, open_page: Open) -> None:
    moment = (dt.datetime(2026, 11, 23, 23, 59, tzinfo=dt.UTC) + dt.timedelta(days=day)).isoformat()
    dates = open_page(serve(demo_site), PHONE, at=moment).locator(".hub-next > li:visible time")
    found = dates.evaluate_all("all => all.map(one => one.dateTime)")
    assert len(found) == 3
    assert found == sorted(found)


@pytest.mark.parametrize("year, is_shown", [(2026, False), (2040, True)])
def test_a_list_whose_dates_have_all_passed_says_so(
    year: int, is_shown: bool, demo_site: Path, serve: Serve, open_page: Open
) -> None:
    page = open_page(serve(demo_site) + "events/", PHONE, at=f"{year}-12-01T12:00:00Z")
    assert page.get_by_text("These dates have passed since this page was made.").is_visible() == is_shown


def test_the_home_page_is_small(demo_site: Path, serve: Serve, open_page: Open) -> None:
    page, sizes = open_page("about:blank", (1280, 800), own=True), dict[str, int]()
    page.on("response", lambda answer: sizes.update({answer.url: len(gzip.compress(answer.body()))}))
    page.goto(serve(demo_site))
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 10, [*sizes]
    fonts = {address: size for address, size in sizes.items() if address.endswith(".woff2")}
    assert len(fonts) == 1
    assert sum(sizes.values()) <= 100_000, sizes
    assert sum(sizes.values()) - sum(fonts.values()) <= 60_000, sizes


@pytest.mark.parametrize("address", ["", GROUP, EVENT, "events/"])
def test_without_scripts_no_date_is_called_next(address: str, demo_site: Path, serve: Serve, open_page: Open) -> None:
    """A build may be ten days old, and only a script knows the reader's day."""
    page = open_page(serve(demo_site) + address, PHONE, scripts=False)
    labels = page.locator("article :is(h2, h3, dt, th, strong):visible").all_inner_texts()
    assert not [label for label in labels if "next" in label.lower()]
    assert address == EVENT or page.locator("article :text-matches('as of', 'i'):visible").count() >= 1
