"""A page that several tests use begins each of them like a new page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.pages import DESK, PHONE
from tests.contexts import Contexts

pytestmark = pytest.mark.browser

STATE = """() => [location.href, document.body.children.length, innerWidth,
    ...['print', '(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(forced-colors: active)'].map(one => matchMedia(one).matches)]"""


def test_nothing_of_a_test_is_left_in_a_page_for_the_next_test(
    shared_contexts: Contexts, demo_site: Path, serve: Callable[[Path], str]
) -> None:
    options: dict[str, Any] = {"reduced_motion": "reduce", "color_scheme": "dark", "locale": "en-US"}
    page = shared_contexts.page(DESK, **options)
    before = page.evaluate(STATE)
    page.goto(serve(demo_site))
    page.route("**/*", lambda route: route.abort())
    page.emulate_media(media="print", color_scheme="light", reduced_motion="no-preference", forced_colors="active")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.evaluate("localStorage.setItem('a', 'b')")
    assert page.evaluate(STATE) != before
    shared_contexts.tidy()
    again = shared_contexts.page(DESK, **options)
    assert again == page, "the page is used again"
    assert again.evaluate(STATE) == before
    again.goto(serve(demo_site) + "groups/")
    assert again.evaluate("localStorage.getItem('a')") is None
    shared_contexts.tidy()


def test_two_pages_of_a_test_are_different_and_a_page_of_its_own_is_used_once(shared_contexts: Contexts) -> None:
    own = shared_contexts.page(DESK, own=True)
    one, other = shared_contexts.page(DESK), shared_contexts.page(DESK)
    assert one != other
    shared_contexts.tidy()
    assert own.is_closed()
    assert {shared_contexts.page(DESK), shared_contexts.page(DESK)} == {one, other}
    shared_contexts.tidy()
