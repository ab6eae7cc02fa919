"""The filters of the lists, and the lists without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def shown(page: Page) -> list[dict[str, str]]:
    """The data of the visible rows."""
    script = "rows => rows.filter(row => row.checkVisibility()).map(row => ({...row.dataset}))"
    rows: list[dict[str, str]] = page.locator("li[data-kind]").evaluate_all(script)
    return rows


@pytest.mark.parametrize(
    "address, filters",
    [
        ("groups/", {"kind": "mentoring", "status": "forming"}),
        ("events/", {"kind": "training", "status": "tentative", "group": "raices", "month": "2026-12"}),
    ],
)
def test_a_filter_shows_the_chosen_rows_and_their_number(
    address: str, filters: dict[str, str], demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + address)
    everything = len(shown(page))
    for key, value in filters.items():
        page.select_option(f"select[name={key}]", value)
        rows = shown(page)
        assert 0 < len(rows) < everything, key
        assert all(value in row[key].split() for row in rows), key
        assert page.get_by_role("status").filter(has_text="shown").inner_text() == f"{len(rows)} of {everything} shown"
        assert page.url.endswith(f"?{key}={value}")
        assert page.locator(".hub-month:visible").count() == page.locator(".hub-month:visible:has(li:visible)").count()
        page.select_option(f"select[name={key}]", "")
        assert len(shown(page)) == everything, key


def test_a_filter_is_restored_from_the_address(demo_site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
    page = open_page("about:blank")
    for key, value in (("kind", "training"), ("month", "2026-12")):
        page.goto(serve(demo_site) + f"events/?{key}={value}")
        assert page.input_value(f"select[name={key}]") == value
        assert {value in row[key].split() for row in shown(page)} == {True}


def test_two_filters_narrow_the_list_together_and_can_be_cleared(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "events/?kind=gathering&group=raices")
    assert {(row["kind"], "raices" in row["group"].split()) for row in shown(page)} == {("gathering", True)}
    before = len(shown(page))
    page.select_option("select[name=kind]", "")
    page.select_option("select[name=group]", "")
    assert len(shown(page)) > before
    assert "?" not in page.url


@pytest.mark.parametrize("address", ["groups/", "events/"])
def test_a_filter_offers_only_choices_that_the_list_has(
    address: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + address)
    rows = shown(page)
    for select in page.locator(".hub-filter select").all():
        key = select.get_attribute("name") or ""
        offered = set(select.locator("option").evaluate_all("all => all.map(one => one.value)")) - {""}
        assert offered == {value for row in rows for value in row[key].split()}, key


def test_a_choice_without_a_match_leads_on(demo_site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
    page = open_page(serve(demo_site) + "events/")
    ways = page.locator(".hub-filter__on")
    assert not ways.is_visible()
    kinds, groups = ({value for row in shown(page) for value in row[key].split()} for key in ("kind", "group"))
    met = {(row["kind"], group) for row in shown(page) for group in row["group"].split()}
    kind, group = min({(kind, group) for kind in kinds for group in groups} - met)
    page.select_option("select[name=kind]", kind)
    page.select_option("select[name=group]", group)
    assert shown(page) == []
    assert page.get_by_role("status").filter(has_text="Nothing in this list matches").is_visible()
    assert ways.get_by_role("link").evaluate_all("all => all.map(one => one.getAttribute('href'))") == [
        "#months",
        "../groups/",
    ]
    ways.get_by_role("link", name="Choose a month").click()
    page.locator(".hub-months li:visible").first.wait_for()  # the list opens in an event that follows the click
    assert page.locator(".hub-months li:visible").count() > 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_series_whose_next_date_is_moved_is_one_line(
    scripts: bool, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "events/", scripts=scripts)
    lines = page.locator("li.hub-row:visible", has_text="Cafecito before school").all_inner_texts()
    assert len(lines) == 1
    assert "Moved from" in lines[0]
    assert "More dates" in lines[0]


def test_an_unknown_filter_in_the_address_is_ignored(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/?kind=nonsense&other=x")
    assert len(shown(page)) == page.locator("li[data-kind]").count() > 0


@pytest.mark.parametrize("address", ["groups/", "events/"])
def test_without_scripts_the_whole_list_is_visible(
    address: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + address, scripts=False)
    assert page.locator("li[data-kind]:visible").count() == page.locator("li[data-kind]:not([hidden])").count() > 0
    assert page.locator(".hub-filter:visible").count() == 0
    assert page.locator("button.hub-copy:visible").count() == 0
    assert page.get_by_role("navigation").locator("a[href*='kinds/']").count() > 0


SOME = ("", "groups/", "events/", "calendars/", "facilitators/", "progress/", "orientation/")


@pytest.mark.parametrize(
    "folder, names",
    [
        ("demo_site", SOME),
        pytest.param("demo_site", ("help/keys/",), marks=pytest.mark.long),
        pytest.param("real_site", (*SOME, "help/keys/"), marks=pytest.mark.long),
    ],
)
def test_without_scripts_a_page_loses_no_text(
    folder: str, names: tuple[str, ...], request: pytest.FixtureRequest, open_page: Open, serve: Callable[[Path], str]
) -> None:
    address = serve(request.getfixturevalue(folder))
    with_scripts, without = open_page("about:blank"), open_page("about:blank", scripts=False)
    lost = {}
    for name in names:
        with_scripts.goto(address + name)
        without.goto(address + name)
        full, plain = (set(page.locator("article").inner_text().split()) for page in (with_scripts, without))
        # Only with scripts: buttons that copy, filters, and words such as "Next date", which an old page must not say.
        of_scripts = "article button, article form, article .hub-needs-js"
        tools = " ".join(with_scripts.locator(of_scripts).all_inner_texts()).split()
        if missing := full - plain - set(tools):
            lost[name] = missing
    assert lost == {}
