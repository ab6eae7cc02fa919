"""How the pages look and age in a real browser: dates that pass, months, paper, and extreme districts."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub import load

from tests.browser.pages import one_of_each, without_twins
from tests.conftest import HOSTILE
from tests.contexts import empty_cache

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.contexts import Contexts

pytestmark = pytest.mark.browser

Visit = Callable[..., "Page"]
WIDTHS = (320, 390, 1280)


@pytest.fixture
def visit(contexts: Contexts) -> Visit:
    """Opens an address at a width and, optionally, at a moment: visit(address, 390, at="2026-11-24T00:00Z")."""

    def go(address: str, width: int = 1280, at: str | None = None, *, scripts: bool = True, own: bool = False) -> Page:
        options = {"java_script_enabled": scripts, "locale": "en-US", "timezone_id": "Asia/Tokyo"}
        page = contexts.page((width, 900), at, own=own, **options)
        page.goto(address)
        return page

    return go


# --- Dates that pass -------------------------------------------------------------------------------------------------

# The sites are built as of November 23, 2026, 4 am in Cedar Hollow.
AFTER_THE_FIRST = "2026-11-24T01:20:00Z"  # 5:20 PM there, and November 24 on the reader's clock
IN_JANUARY = "2027-01-05T20:00:00Z"
YEARS_LATER = "2031-01-01T00:00:00Z"


def titles(page: Page) -> list[str]:
    return page.locator("h2#next ~ ul:not(:has(.hub-row--waiting)) .hub-row__title:visible").all_inner_texts()


def test_a_passed_date_disappears(demo_site: Path, visit: Visit, serve: Callable[[Path], str]) -> None:
    address = serve(demo_site)
    before = titles(visit(address, at="2026-11-23T12:00:00Z"))
    after = titles(visit(address, at=AFTER_THE_FIRST))
    assert after[:2] == before[:1] + before[2:], "a later date takes the place of the passed date"
    assert len(after) == len(before)
    assert "Monday table" in before[1], "this date ends at 5:00 PM, and the date before it at 5:30"
    assert titles(visit(address, at=AFTER_THE_FIRST, scripts=False)) == before
    assert titles(visit(address, at=YEARS_LATER)) == []
    assert visit(address, at=YEARS_LATER).get_by_text("These dates have passed").first.is_visible()


@pytest.mark.parametrize(
    "path", ["events/", "events/kinds/gathering/", "groups/raices/", "partners/lantern-street-center/"]
)
def test_no_list_of_next_dates_shows_a_past_date(
    path: str, demo_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(serve(demo_site) + path, at=IN_JANUARY)
    shown = page.locator(".hub-rows time:visible").evaluate_all(
        "times => times.map(time => time.dateTime.slice(0, 10))"
    )
    assert all(date >= "2027-01-05" for date in shown)
    assert page.locator(".hub-month:visible:not(:has(li:visible))").count() == 0
    assert "As of Monday, November 23, 2026" in page.locator("article").inner_text()


def test_the_filters_do_not_bring_back_passed_dates(
    demo_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(serve(demo_site) + "events/?status=confirmed", at=IN_JANUARY)
    page.select_option("select[name=status]", "")
    assert page.locator(".hub-row[data-month='2026-12']").count() == 0


def test_a_card_moves_on_to_its_next_date(demo_site: Path, visit: Visit, serve: Callable[[Path], str]) -> None:
    def date(at: str) -> str:
        card = visit(serve(demo_site) + "groups/", at=at).locator(".hub-line", has_text="Black Educators Circle").first
        return card.locator(".hub-first:visible").inner_text()

    assert date("2026-11-23T12:00:00Z").startswith("Tue, Nov 24, 4:15–5:45 PM")
    assert date("2026-11-25T12:00:00Z").startswith("Fri, Dec 11")
    assert date(YEARS_LATER) == "See its page for later dates"


ROLES = """facilitators:
  - {id: host, role: Host, vacancy: {closes: 2026-12-03, contact: apply@small.example}}
"""
GROUP = """groups:
  - {id: tea-circle, name: Tea Circle, kind: networking, summary: Tea., open_to: All.,
     status: forming, facilitators: [host]}
"""


@pytest.mark.site
def test_no_older_page_says_that_a_role_is_open_after_its_last_day(
    district: Callable[..., Path],
    build_site: Callable[..., Path],
    tmp_path: Path,
    visit: Visit,
    serve: Callable[[Path], str],
) -> None:
    address = serve(build_site(district(facilitators=ROLES, groups=GROUP), tmp_path / "site"))
    paths = ("", "facilitators/", "start-a-group/", "groups/tea-circle/", "opportunities/kinds/leadership/")

    def lines(path: str, at: str) -> set[str]:
        asks = re.compile("Open role|No open role|Open until|Looking for|Interested|apply@")
        return {
            line for line in visit(address + path, at=at).locator("main").inner_text().splitlines() if asks.search(line)
        }

    assert all(lines(path, "2026-12-03T20:00:00Z") for path in paths)
    empty = {"start-a-group/": {"Open roles", "No open roles are listed right now."}}
    about = {"opportunities/kinds/leadership/": {"Open roles, and ways to prepare for one."}}
    for path in paths:
        assert lines(path, "2026-12-05T20:00:00Z") == (empty | about).get(path, set()), path
    moved = (
        visit(f"{address}facilitators/", at="2026-12-05T20:00:00Z")
        .locator("h2:text('no longer open') + ul")
        .inner_text()
    )
    assert "Host" in moved
    assert "December 3, 2026" in moved
    widget = visit(f"{address}embed/light/facilitators/").locator("main").inner_text()
    assert "This role is open until December 3, 2026\n\nUntil then, write to: apply@small.example" in widget
    assert "Interested?" not in widget


def test_today_is_the_day_at_the_place_of_the_site(demo_site: Path, visit: Visit, serve: Callable[[Path], str]) -> None:
    def marked(at: str, path: str, selector: str) -> list[str]:
        found: list[str] = (
            visit(serve(demo_site) + path, at=at)
            .locator(selector)
            .evaluate_all("all => all.map(one => one.dataset.day)")
        )
        return found

    month, cell = "events/months/2026-11/", "td[aria-current=date]"
    assert marked("2026-11-24T01:20:00Z", month, cell) == ["2026-11-23"]
    assert marked("2026-11-24T09:00:00Z", month, cell) == ["2026-11-24"]
    assert marked("2027-03-01T09:00:00Z", month, cell) == []
    assert marked("2026-11-24T09:00:00Z", "events/", ".hub-today:visible") == ["2026-11-01/2026-11-30", "2026-11-24"]


# Separators at the beginning of a line.
LEADING = """() => [...document.querySelectorAll('article p')].filter(e => e.checkVisibility()).flatMap(e => {
    const found = [], range = document.createRange(), texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const sign of text.data.matchAll(/·/g)) {
            range.setStart(text, sign.index);
            range.setEnd(text, sign.index + 1);
            if (range.getBoundingClientRect().left < e.getBoundingClientRect().left + 3) found.push(e.innerText);
        }
    }
    return found;
})"""


@pytest.mark.parametrize("path", ["", "events/", "events/months/2026-12/", "groups/raices/", "events/past/"])
def test_no_line_begins_with_a_separator(
    path: str, demo_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    for width in (320, 390):
        assert visit(serve(demo_site) + path, width).evaluate(LEADING) == []


# --- A month ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width, is_table", [(320, False), (390, False), (1280, True)])
def test_a_month_is_a_table_if_there_is_room_and_otherwise_a_list(
    width: int, is_table: bool, demo_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(serve(demo_site) + "events/months/2026-12/", width)
    assert page.get_by_role("table", name="Events in December 2026").is_visible() == is_table
    assert page.locator(".hub-list-of-days").is_visible() != is_table
    assert page.get_by_text("Cancelled").filter(visible=True).count() > 0
    off = page.locator(":is(.hub-days__event--cancelled, .hub-days__bar--cancelled) a:visible")
    lines = off.evaluate_all("all => all.map(one => getComputedStyle(one).textDecorationLine)")
    assert set(lines) == {"underline line-through"}
    page.get_by_role("navigation", name="Months").get_by_role("link", name="January 2027").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/2027-01/")


def test_the_columns_of_a_month_have_their_names(demo_site: Path, visit: Visit, serve: Callable[[Path], str]) -> None:
    page = visit(serve(demo_site) + "events/months/2026-12/")
    assert page.get_by_role("columnheader").count() == 7
    assert page.get_by_role("columnheader", name="Wednesday", exact=True).is_visible()
    assert page.get_by_role("row").count() == 6


# --- Paper -----------------------------------------------------------------------------------------------------------


@pytest.mark.any_font
@pytest.mark.parametrize(
    "folder, papers",
    [
        ("demo_site", ("Letter",)),
        pytest.param("demo_site", ("A4",), marks=pytest.mark.long),
        pytest.param("real_site", ("Letter", "A4"), marks=pytest.mark.long),
    ],
)
def test_the_page_of_a_group_is_one_sheet_with_a_code_and_an_address(
    folder: str, papers: tuple[str, ...], request: pytest.FixtureRequest, visit: Visit, serve: Callable[[Path], str]
) -> None:
    site: Path = request.getfixturevalue(folder)
    sheets, last = {}, ""
    page = visit("about:blank")
    for path in sorted(site.glob("groups/*/index.html")):
        if "hub-paper" not in path.read_text("utf-8"):  # the answers of all groups, or a redirect from an earlier id
            continue
        last = path.parent.name
        page.goto(f"{serve(site)}groups/{last}/")
        for paper in papers:
            sheets[last, paper] = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper)))
    assert len(sheets) >= 4 * len(papers)
    assert {name: count for name, count in sheets.items() if count != 1} == {}
    page.emulate_media(media="print")
    assert page.locator(".hub-paper svg").is_visible()
    assert page.locator(".hub-paper").inner_text().strip().endswith(f"/groups/{last}")


# --- Districts that strain every page --------------------------------------------------------------------------------

# Elements that are wider than the window or their own box, that cover other elements, or that are cut off.
STRAIN = """() => {
    const room = document.documentElement.clientWidth, found = [];
    const tell = (what, e) => found.push(`${what}: ${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
    const width = document.documentElement.scrollWidth;
    if (width > room) found.push('scrolls sideways: ' + width);
    const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const apart = '.hub-hidden, .hub-table, .hub-tool__word, svg, select, input, textarea, iframe, .hub-search';
    for (const e of document.body.querySelectorAll('*')) {
        if (!seen(e) || e.closest(apart)) continue;
        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
        if (box.width && (box.right > room + 1 || box.left < -1)) tell('wider than the window', e);
        if (e.scrollWidth <= e.clientWidth + 1 || !e.clientWidth || e.querySelector('.hub-hidden')) continue;
        if (style.overflowX === 'visible' && style.display !== 'inline') tell('wider than its box', e);
        if (style.overflowX === 'hidden' && !e.matches('.hub-hero')) tell('cut off', e);
    }
    const parts = [...document.querySelectorAll('.hub-card, .hub-row, .hub-section, .hub-facts > div, li, h1, h2')];
    for (const e of parts.filter(seen)) {
        const next = e.nextElementSibling;
        if (!next || !seen(next) || getComputedStyle(next).position === 'sticky') continue;
        const a = e.getBoundingClientRect(), b = next.getBoundingClientRect();
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && along > 1) tell('overlaps what follows', e);
    }
    return [...new Set(found)].slice(0, 5);
}"""


def strained(names: list[str], address: str, page: Page) -> dict[str, list[str]]:
    """The pages of a site whose layout breaks. Widgets have their own tests."""
    faults = {}
    for name in names:
        if name.startswith(("embed/light", "embed/dark", "help/", "about/", "privacy/", "editing/")):
            continue
        page.goto(address + name)
        if found := page.evaluate(STRAIN):
            faults[name] = found
    return faults


@pytest.mark.any_font
def test_no_template_breaks_in_a_hostile_district(
    hostile_site: Path, now: dt.datetime, visit: Visit, serve: Callable[[Path], str]
) -> None:
    hub, _ = load(HOSTILE, now)
    names = [*without_twins(one_of_each(hostile_site, hub)).values()]
    assert strained(names, serve(hostile_site), visit("about:blank", 320)) == {}


@pytest.mark.any_font
@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_breaks_in_a_hostile_district(
    width: int, hostile_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    pages = (path.relative_to(hostile_site).as_posix() for path in sorted(hostile_site.rglob("index.html")))
    names = [page.removesuffix("index.html") for page in pages]
    assert strained(names, serve(hostile_site), visit("about:blank", width)) == {}


@pytest.mark.any_font
@pytest.mark.parametrize("width", WIDTHS)
def test_no_list_breaks_with_many_groups(
    width: int, crowded_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit("about:blank", width)
    for name in ("", "groups/", "groups/kinds/affinity/", "events/", "events/months/2026-12/", "calendars/choose/"):
        page.goto(serve(crowded_site) + name)
        assert page.evaluate(STRAIN) == [], name
    page.goto(serve(crowded_site) + "groups/")
    assert page.locator(".hub-line:visible").count() == 100
    assert page.get_by_role("link", name="Page 3", exact=True).count() == 1, "the other groups are on further pages"


def test_a_broken_layout_would_be_noticed(visit: Visit) -> None:
    page = visit("about:blank", 320)
    page.set_content(
        "<h1 style='margin-bottom: -2rem'>Over</h1><p>each other</p><div style='width: 900px'>Wide</div>"
        "<p style='overflow: hidden; white-space: nowrap; width: 50px'>Cut off in the middle</p>"
    )
    found = [fault.split(":")[0] for fault in page.evaluate(STRAIN)]
    assert {"scrolls sideways", "wider than the window", "cut off", "overlaps what follows"} <= set(found)


# --- The header ------------------------------------------------------------------------------------------------------

# A larger site: adds one entry to the header. `PARTS` returns the positions of the parts of the header.
GROW = """() => {
    for (const list of document.querySelectorAll('.hub-tabs ul, .hub-menu nav > ul')) {
        for (const name of ['Contacts']) {
            const entry = list.children[1].cloneNode(true);
            entry.firstElementChild.textContent = name;
            list.children[1].after(entry);
        }
    }
}"""
PARTS = """() => ['.hub-brand', '.hub-tabs', '.hub-header__tools', '.hub-menu summary'].map(name => {
    const { top, bottom, left, right } = document.querySelector(name).getBoundingClientRect();
    return { name, top, bottom, left, right };
}).filter(box => box.right > box.left)"""


@pytest.mark.any_font
@pytest.mark.parametrize("width", [1280, 1090, 1000, 768, 390, 320])
def test_the_header_has_room_for_more_entries(
    width: int, demo_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(serve(demo_site) + "events/", width)
    page.evaluate(GROW)
    brand, *others = page.evaluate(PARTS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tools = [box for box in others if box["name"] != ".hub-tabs"]
    assert all(box["top"] < brand["bottom"] and box["left"] >= brand["right"] for box in tools), (
        "the tools are beside the name of the site"
    )
    rows = page.locator(".hub-tabs li").evaluate_all("all => [...new Set(all.map(e => e.offsetTop))].length")
    assert rows == 1
    if width < 1088:
        page.locator(".hub-menu summary").click()
        assert page.get_by_role("navigation", name="Menu").get_by_role("link", name="Contacts").first.is_visible()


# --- Nothing jumps ---------------------------------------------------------------------------------------------------

SHIFT = """new PerformanceObserver(list => {
    const name = ({ node, previousRect, currentRect }) => `${node?.nodeName} ${previousRect.y} to ${currentRect.y}`;
    for (const entry of list.getEntries()) (window.shifts ||= []).push(...entry.sources.map(name));
}).observe({type: 'layout-shift', buffered: true})"""


@pytest.mark.any_font
@pytest.mark.parametrize(
    "path", ["", "groups/", "groups/raices/", "events/", "events/months/2026-12/", "embed/", "404.html"]
)
def test_nothing_jumps_while_a_page_loads(
    path: str, demo_site: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit("about:blank", 390, at=AFTER_THE_FIRST, own=True)
    empty_cache(page)
    # A slow phone reads a page in parts, and shows the first part while it reads the next.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(SHIFT)
    page.goto(serve(demo_site) + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifts || []") == []


def test_the_footer_stays_in_place_while_a_page_arrives_slowly(demo_site: Path, visit: Visit) -> None:
    class Slow(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(demo_site))

        def log_message(self, *args: object) -> None:
            pass

        def copyfile(self, source: Any, outputfile: Any) -> None:
            parts = iter(lambda: source.read(300), b"") if self.path.endswith(".html") else [source.read()]
            for part in parts:
                outputfile.write(part)
                time.sleep(0.02)

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = visit("about:blank", 390, at=AFTER_THE_FIRST, own=True)
        page.set_viewport_size({"width": 390, "height": 1200})  # the whole footer is in the window
        page.add_init_script(SHIFT)
        page.goto(f"http://127.0.0.1:{server.server_port}/404.html")
        assert page.evaluate("window.shifts || []") == []
        server.shutdown()
