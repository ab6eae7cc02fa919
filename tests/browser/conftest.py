"""Fixtures that the browser tests share: windows and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub import load

from tests.browser.pages import DESK, one_of_each, without_twins

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

    from tests.contexts import Contexts

ROOT = Path(__file__).resolve().parents[2]

# 4:30 PM on the day for which the sites are built: a meeting is taking place, and its page says so.
MOMENT = "2026-11-24T00:30:00Z"

UNREADY = "[data-hub=propose]:not([data-ready])"

Open = Callable[..., "Page"]


@pytest.fixture
def open_page(contexts: Contexts) -> Open:
    """Opens an address in its own window: open_page(address, size, theme, scripts, at, own)."""

    def visit(
        address: str,
        size: tuple[int, int] = DESK,
        theme: Any = "light",
        *,
        scripts: bool = True,
        at: str = MOMENT,
        own: bool = False,
    ) -> Page:
        options = {"java_script_enabled": scripts, "reduced_motion": "reduce", "locale": "en-US"}
        page = contexts.page(size, at, own=own, color_scheme=theme, **options)
        page.goto(address)
        return page

    return visit


class Window:
    """One window for many pages. It can open pages as if scripts were off, and the tests can still run their own
    scripts there."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.devtools: CDPSession = page.context.new_cdp_session(page)

    def show(self, address: str, *, scripts: bool = True) -> None:
        """Opens a page. Without scripts, the page's own scripts do not run, but the tests can run theirs afterward."""
        if not scripts:
            self.devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        self.page.goto(self.root + address)
        if not scripts:
            self.devtools.send("Emulation.setScriptExecutionDisabled", {"value": False})
        elif address.startswith("propose/"):  # its script asks for the choices after the page has loaded
            self.page.locator(UNREADY).wait_for(state="detached")

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def scheme(self, scheme: Any) -> None:
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def unfold(self) -> None:
        """Opens every folded part of the page."""
        self.page.evaluate("document.querySelectorAll('article details').forEach(one => { one.open = true; })")

    def style(self, text: str) -> None:
        """Adds a style sheet, whatever the policy of the page."""
        script = """text => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(text);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }"""
        self.page.evaluate(script, text)


@pytest.fixture
def window(open_page: Open, demo_site: Path, serve: Callable[[Path], str]) -> Iterator[Window]:
    """A window with the sample district."""
    window = Window(open_page("about:blank"), serve(demo_site))
    yield window
    window.devtools.detach()


@pytest.fixture
def types(demo_site: Path, now: dt.datetime) -> dict[str, str]:
    """The fullest page of each type in the sample district, by the form of its address."""
    hub, _ = load(ROOT / "examples" / "sample-district", now)
    return one_of_each(demo_site, hub)


@pytest.fixture
def main_types(types: dict[str, str]) -> dict[str, str]:
    """The fullest page of each template."""
    return without_twins(types)


@pytest.fixture
def plain_types(real_site: Path, now: dt.datetime) -> dict[str, str]:
    """The barest page of each type in the real site."""
    hub, _ = load(ROOT, now)
    return one_of_each(real_site, hub, rich=False)
