"""Handouts on paper: each sheet, slide, and flyer prints on exactly one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import CROWD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAPERS = ("Letter", "A4")
SIZES = {"Letter": (612, 792), "A4": (595.92, 842.88)}
SLIDE = (960, 540)  # points: 13.333 by 7.5 inches


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-US")
    yield context.new_page()
    context.close()


def printed(page: Page, paper: str) -> tuple[int, tuple[float, float], bool]:
    """The number of pages of a print, the size of the first page in points, and whether headings and lists are
    tagged."""
    pdf = page.pdf(format=paper, prefer_css_page_size=True, tagged=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    size = (round(float(boxes[0][0]), 2), round(float(boxes[0][1]), 2))
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)), size, b"/StructTreeRoot" in pdf


def prints(page: Page, root: str, addresses: list[str]) -> dict[str, tuple[int, tuple[float, float], bool]]:
    """The faulty prints of the pages at these addresses on each paper size: prints that are not a single tagged page of
    the right size."""
    wrong = {}
    for address in addresses:
        page.goto(root + address)
        for paper in PAPERS:
            found = printed(page, paper)
            if found != (1, SLIDE if "slide" in address else SIZES[paper], True):
                wrong[f"{address} on {paper}"] = found
    return wrong


def flyers(site: Path) -> list[str]:
    found = (path.parent for path in site.glob("groups/*/flyer/index.html"))
    return [
        f"{folder.relative_to(site)}/"
        for folder in sorted(found)
        if "hub-flyer" in (folder / "index.html").read_text("utf-8")
    ]


@pytest.mark.any_font
def test_the_page_of_progress_prints_on_two_pages(
    demo_site: Path, real_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    for site in (demo_site, real_site):
        page.goto(serve(site) + "progress/")
        count, size, _ = printed(page, "Letter")
        assert (count <= 2, size) == (True, SIZES["Letter"]), site
    page.goto(serve(demo_site) + "progress/")
    page.emulate_media(media="print")
    first, *_ = page.locator("article h2:visible").all_inner_texts()
    assert first == "Overdue"
    figures = page.locator("#measures ~ div li").all_inner_texts()
    assert figures
    assert [text for text in figures if "Source:" not in text] == []
    page.emulate_media(media="null")


@pytest.mark.any_font
@pytest.mark.parametrize("address", ["progress/you-said/", "progress/inquiry/", "progress/measures/"])
def test_words_in_charts_can_be_read_without_zoom(
    address: str, demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(serve(demo_site) + address)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        sizes = page.locator("article svg text:visible").evaluate_all(
            "all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
        )
        assert sizes, "the page must have a chart"
        assert min(sizes) >= 12, width


@pytest.mark.any_font
@pytest.mark.long
def test_each_handout_is_one_page(site: Path, page: Page, serve: Callable[[Path], str]) -> None:
    addresses = ["orientation/", "orientation/slide/", *flyers(site)]
    assert len(addresses) >= 6
    assert prints(page, serve(site), addresses) == {}


@pytest.mark.any_font
def test_each_handout_is_one_page_in_a_hostile_district(
    hostile_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    addresses = ["orientation/", "orientation/slide/", *flyers(hostile_site)]
    assert prints(page, serve(hostile_site), addresses) == {}


@pytest.mark.any_font
def test_with_many_groups_the_rest_is_counted(crowded_site: Path, page: Page, serve: Callable[[Path], str]) -> None:
    assert prints(page, serve(crowded_site), ["orientation/", "orientation/slide/", "groups/circle-7/flyer/"]) == {}
    for address, entries in (
        ("orientation/", ".hub-sheet__groups > li"),
        ("orientation/slide/", ".hub-slide__groups > li"),
    ):
        page.goto(serve(crowded_site) + address)
        shown = page.locator(entries).count()
        assert shown > 10
        assert page.get_by_text(f"and {CROWD - shown} more on the site").is_visible()


def test_a_second_page_would_be_noticed(page: Page) -> None:
    page.goto("about:blank")  # without the policy of the previous page
    page.set_content("<p style='height: 2000px'>Long</p>")
    assert printed(page, "A4")[0] == 2


@pytest.mark.parametrize("address", ["orientation/", "orientation/slide/", "groups/raices/flyer/"])
def test_a_handout_has_its_required_text_on_paper(
    address: str, demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(serve(demo_site) + address)
    page.emulate_media(media="print")
    assert page.locator("article svg.hub-qr").is_visible()
    assert page.get_by_text("hub.cedarhollow.example", exact=False).first.is_visible()
    assert page.get_by_text("Example of a statement").is_visible()
    assert page.locator(".hub-screen-only, .hub-foot, .hub-header__bar").filter(visible=True).count() == 0
    page.emulate_media(media="null")
    levels = [
        int(tag[1]) for tag in page.locator("article :is(h1, h2, h3)").evaluate_all("all => all.map(e => e.tagName)")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1


def test_a_text_for_a_newsletter_is_copied_with_one_click_and_readable_without_scripts(
    demo_site: Path, browser: Browser, serve: Callable[[Path], str]
) -> None:
    address = serve(demo_site) + "orientation/newsletter/"
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Copy the text with every group").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_role("textbox", name="Text with every group").input_value()
    for words in (
        "Educators of Color Network",
        "Open to: ",
        "https://hub.cedarhollow.example/",
        "Example of a statement",
    ):
        assert words in copied
    context.close()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(address)
    assert "Educators of Color Network" in page.get_by_role("textbox", name="Text with every group").input_value()
    assert page.get_by_role("button", name="Copy").count() == 0
    plain.close()
