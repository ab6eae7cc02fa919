"""Choosing calendars and subscribing to them, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import PHONE

pytestmark = pytest.mark.browser


def test_the_checked_calendars_are_collected(demo_site: Path, open_page: Open, serve: Callable[[Path], str]) -> None:
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
    assert page.get_by_label("Addresses of the calendars you checked").input_value().split() == chosen
    assert page.get_by_role("status").filter(has_text="checked").inner_text() == "Calendars checked: 2."
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


def test_without_scripts_the_page_lists_every_address_and_has_no_check_boxes(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "calendars/choose/", PHONE, scripts=False)
    assert page.locator(".hub-choice__address:visible").count() == page.locator(".hub-choice").count() > 20
    assert page.locator("article input:visible, article textarea:visible, article button:visible").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_every_way_to_subscribe_to_a_discreet_calendar_is_folded_under_one_line(
    scripts: bool, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "groups/raices/", PHONE, scripts=scripts)
    ways = page.get_by_role("link", name="the discreet calendar")
    assert ways.count() == 0
    page.get_by_text("Subscribe without showing the group's name").first.focus()
    page.keyboard.press("Enter")
    assert ways.count() == 4
    field = page.locator("input[value$='raices.discreet.ics']").bounding_box()
    room = page.locator("details:has(input[value$='raices.discreet.ics'])").bounding_box()
    assert field
    assert room
    assert field["x"] + field["width"] <= room["x"] + room["width"]
