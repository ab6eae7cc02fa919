"""What a person gets who opens the sites in a browser: with a phone, a keyboard, a dark room, or without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

pytestmark = pytest.mark.browser

DESK, PHONE, SMALL_PHONE = (1280, 900), (390, 844), (320, 640)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"type": "tag", "values": WCAG}
COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

# One page of each type; where there are many, the first that the site has.
ONE_OF_EACH = (
    "index.html",
    "404.html",
    "about/index.html",
    "editing/index.html",
    "privacy/index.html",
    "help/index.html",
    "help/keys/index.html",
    "help/E013/index.html",
    "groups/index.html",
    "groups/kinds/affinity/index.html",
    "groups/[a-j]*/index.html",
    "events/index.html",
    "events/past/index.html",
    "events/kinds/observance/index.html",
    "events/months/2027-01/index.html",
    "events/[eiu]*/index.html",
    "partners/index.html",
    "partners/[l-z]*/index.html",
    "facilitators/index.html",
    "calendars/index.html",
    "calendars/choose/index.html",
    "updates/index.html",
    "updates/*/index.html",
    "progress/index.html",
    "start-a-group/index.html",
    "orientation/index.html",
    "embed/index.html",
    "embed/light/next/index.html",
    "embed/dark/next/index.html",
    "embed/light/groups/index.html",
    "embed/dark/groups/*/index.html",
)


def one_of_each(site: Path) -> list[str]:
    """The addresses of one page of each type."""
    found = (next(iter(sorted(site.glob(pattern))), None) for pattern in ONE_OF_EACH)
    return [path.relative_to(site).as_posix().removesuffix("index.html") for path in found if path]


Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address in a window of its own: open_page(address, size, theme, scripts)."""
    contexts: list[BrowserContext] = []

    def visit(address: str, size: tuple[int, int] = DESK, theme: Any = "light", *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="en-US",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


# --- Every type of page ----------------------------------------------------------------------------------------------


@dataclass
class Faults:
    """What goes wrong on a page while it is open."""

    host: str
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        source = str(message.location.get("url"))
        # The browser asks for an icon by itself where a page names none; inside a frame it does not.
        if message.type == "error" and not source.endswith("/favicon.ico"):
            self.console.append(f"{message.text} {source}")

    def see(self, request: Request) -> None:
        if not request.url.startswith((self.host, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def take(self) -> dict[str, list[str]]:
        found = {"console": [*self.console], "elsewhere": [*self.elsewhere]}
        self.console.clear()
        self.elsewhere.clear()
        return {kind: rows for kind, rows in found.items() if rows}


def violations(page: Page, run_only: dict[str, Any]) -> list[str]:
    """What axe finds wrong: the rule and the first element that breaks it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": run_only, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['html'][:160]}" for rule in found]


def violations_in_the_dark(page: Page) -> list[str]:
    """The same for the dark colors. Nothing but colors differs, so their rules are enough."""
    page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = violations(page, COLORS)
    page.emulate_media(color_scheme="light")
    return found


def sideways(page: Page) -> list[str]:
    """The width of the page where it is wider than its window, and the widest thing on it."""
    script = """() => {
        const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1);
        return [document.documentElement.scrollWidth + ': ' + wide.map(e => e.outerHTML.slice(0, 80))[0]];
    }"""
    rows: list[str] = page.evaluate(script)
    return rows


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL_PHONE], ids=["1280", "390", "320"])
def test_each_type_of_page_is_sound(
    size: tuple[int, int], site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    address, faults = serve(site), {}
    page, heard = open_page("about:blank", size), Faults(address)
    heard.listen(page)
    for name in one_of_each(site):
        page.goto(address + name)
        rows = {"axe": violations(page, ALL_RULES), "sideways": sideways(page)}
        if size != SMALL_PHONE:  # colors are those of the larger phone
            rows["axe in the dark"] = violations_in_the_dark(page)
        rows |= heard.take()
        if any(rows.values()):
            faults[name] = {kind: found for kind, found in rows.items() if found}
    assert faults == {}


def test_a_fault_of_a_page_would_be_noticed(open_page: Open) -> None:
    page = open_page("about:blank", PHONE)
    page.set_content(
        '<html lang="en"><title>A</title><p style="color: #ccc; background: #fff; width: 2000px">Faint</p>'
    )
    assert "color-contrast" in violations(page, ALL_RULES)[0]
    assert len(sideways(page)) == 1


# --- Filters ---------------------------------------------------------------------------------------------------------


def shown(page: Page) -> list[dict[str, str]]:
    """The data of the rows that can be seen."""
    script = "rows => rows.filter(row => row.checkVisibility()).map(row => ({...row.dataset}))"
    rows: list[dict[str, str]] = page.locator("li[data-kind]").evaluate_all(script)
    return rows


@pytest.mark.parametrize(
    "address, key, value",
    [
        ("groups/", "kind", "mentoring"),
        ("groups/", "status", "forming"),
        ("events/", "kind", "training"),
        ("events/", "status", "tentative"),
        ("events/", "group", "raices"),
        ("events/", "month", "2027-01"),
    ],
)
def test_a_filter_shows_what_was_chosen_and_says_how_many(
    address: str, key: str, value: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + address)
    everything = len(shown(page))
    page.select_option(f"select[name={key}]", value)
    rows = shown(page)
    assert 0 < len(rows) < everything
    assert all(value in row[key].split() for row in rows)
    assert page.get_by_role("status").filter(has_text="shown").inner_text() == f"{len(rows)} of {everything} shown"
    assert page.url.endswith(f"?{key}={value}")
    assert page.locator(".hub-month:visible").count() == page.locator(".hub-month:visible:has(li:visible)").count()


@pytest.mark.parametrize(
    "query, key, value", [("kind=training", "kind", "training"), ("month=2027-01", "month", "2027-01")]
)
def test_a_filter_is_restored_from_the_address(
    query: str, key: str, value: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + f"events/?{query}")
    assert page.input_value(f"select[name={key}]") == value
    assert {value in row[key].split() for row in shown(page)} == {True}


def test_two_filters_narrow_together_and_open_again(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "events/?kind=gathering&group=raices")
    assert {(row["kind"], "raices" in row["group"].split()) for row in shown(page)} == {("gathering", True)}
    before = len(shown(page))
    page.select_option("select[name=kind]", "")
    page.select_option("select[name=group]", "")
    assert len(shown(page)) > before
    assert "?" not in page.url


def test_a_nonsense_filter_in_the_address_is_ignored(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/?kind=nonsense&other=x")
    assert len(shown(page)) == page.locator("li[data-kind]").count() > 0


@pytest.mark.parametrize("address", ["groups/", "events/"])
def test_without_scripts_the_whole_list_is_there(
    address: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + address, scripts=False)
    assert page.locator("li[data-kind]:visible").count() == page.locator("li[data-kind]").count() > 0
    assert page.locator(".hub-filter:visible").count() == 0
    assert page.locator("button.hub-copy:visible").count() == 0
    assert page.get_by_role("navigation").locator("a[href*='kinds/']").count() > 0


def test_without_scripts_no_text_of_a_page_is_lost(site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
    address = serve(site)
    with_scripts, without = open_page("about:blank"), open_page("about:blank", scripts=False)
    lost = {}
    for name in ("", "groups/", "events/", "calendars/", "facilitators/", "progress/", "orientation/", "help/keys/"):
        with_scripts.goto(address + name)
        without.goto(address + name)
        full, plain = (set(page.locator("article").inner_text().split()) for page in (with_scripts, without))
        # What needs scripts is there only with them: buttons that copy, and filters.
        tools = " ".join(with_scripts.locator("article button, article form").all_inner_texts()).split()
        if missing := full - plain - set(tools):
            lost[name] = missing
    assert lost == {}


# --- Calendars -------------------------------------------------------------------------------------------------------


def test_the_calendars_that_are_ticked_are_collected(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "calendars/choose/", PHONE)
    assert page.locator(".hub-choice__address:visible").count() == 0
    assert page.get_by_role("button", name="Copy all").is_disabled()
    page.get_by_role("group", name="With the titles").get_by_label("Black Educators Circle").check()
    page.get_by_role("group", name="With neutral titles").get_by_label("Raíces").check()
    page.get_by_label("Trainings").check()
    page.get_by_label("Trainings").uncheck()
    root = "https://hub.cedarhollow.example/calendars/groups/"
    chosen = [f"{root}black-educators-circle.ics", f"{root}raices.discreet.ics"]
    assert page.locator(".hub-choice__address:visible").all_inner_texts() == chosen
    assert page.get_by_label("Addresses of the calendars you ticked").input_value().split() == chosen
    assert page.get_by_role("status").filter(has_text="ticked").inner_text() == "2 calendars are ticked."
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy all").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert str(page.evaluate("navigator.clipboard.readText()")).split() == chosen


def test_calendars_are_chosen_with_the_keyboard(demo_site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
    page = open_page(serve(demo_site) + "calendars/choose/")
    page.locator(".hub-choice input").last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value").endswith("/calendars/kinds/observance.ics")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("Copy all")


def test_without_scripts_every_address_is_there_and_nothing_to_tick(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "calendars/choose/", PHONE, scripts=False)
    assert page.locator(".hub-choice__address:visible").count() == page.locator(".hub-choice").count() > 20
    assert page.locator("article input:visible, article textarea:visible, article button:visible").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_every_way_to_subscribe_to_a_discreet_calendar_is_behind_one_line(
    scripts: bool, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/raices/", PHONE, scripts=scripts)
    ways = page.get_by_role("link", name="the discreet calendar")
    assert ways.count() == 0
    page.get_by_text("Subscribe to the discreet calendar").first.focus()
    page.keyboard.press("Enter")
    assert ways.count() == 4
    field = page.locator("input[value$='raices.discreet.ics']").bounding_box()
    room = page.locator("details:has(input[value$='raices.discreet.ics'])").bounding_box()
    assert field
    assert room
    assert field["x"] + field["width"] <= room["x"] + room["width"]


# --- Search ----------------------------------------------------------------------------------------------------------


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


# --- The keyboard ----------------------------------------------------------------------------------------------------

FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    // A link that is broken over two lines has two boxes.
    const box = element.getClientRects()[0] || element.getBoundingClientRect(), style = getComputedStyle(element);
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    element.dataset.visits = Number(element.dataset.visits || 0) + 1;
    return {
        html: element.outerHTML.slice(0, 120),
        visits: Number(element.dataset.visits),
        inside: box.width > 0 && box.height > 0
            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        covered: !(top && (element.contains(top) || top.contains(element) || element.labels?.length)),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    };
}"""


def tab_stops(page: Page, most: int = 150) -> Iterator[dict[str, Any]]:
    """What the Tab key leads to, until it comes round."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop["visits"] > 1:
            return
        yield stop


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
def test_the_first_tab_stop_skips_to_the_content(
    size: tuple[int, int], demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/", size)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("Skip to")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize(
    "address", ["", "groups/", "groups/raices/", "events/", "calendars/", "calendars/choose/", "embed/light/next/"]
)
def test_every_tab_stop_can_be_seen(
    address: str, size: tuple[int, int], demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    stops = list(tab_stops(open_page(serve(demo_site) + address, size)))
    assert len(stops) >= 5
    assert [stop["html"] for stop in stops if not stop["inside"]] == [], "outside the window"
    assert [stop["html"] for stop in stops if stop["covered"]] == [], "covered by something else"
    assert [stop["html"] for stop in stops if not stop["outlined"]] == [], "without an outline"
