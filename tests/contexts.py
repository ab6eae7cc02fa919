"""Browser contexts that tests share, because a new context takes longer than the rest of most tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page


class Contexts:
    """The contexts of a browser, one for each set of options. Each test opens pages of its own in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._known: dict[tuple[object, ...], tuple[BrowserContext, Page, CDPSession]] = {}
        self._moments: dict[BrowserContext, str] = {}

    def page(self, size: tuple[int, int], at: str | None = None, **options: Any) -> Page:
        """A new page in a context with these options. If `at` is given, the clock of the context shows this moment from
        now on, also on pages that are already open."""
        key = (at is not None, *sorted(options.items()))
        if key not in self._known:
            context = self._browser.new_context(**options)
            context.set_default_timeout(10_000)
            first = context.new_page()  # it stays open: without an open page, the next page opens another window
            self._known[key] = context, first, context.new_cdp_session(first)
        context, *_ = self._known[key]
        if at and self._moments.get(context) != at:
            context.clock.set_fixed_time(at)
            self._moments[context] = at
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        return page

    def tidy(self) -> None:
        """Closes the pages of a test, and forgets what they stored and what they were allowed to do."""
        for context, first, devtools in self._known.values():
            pages = [page for page in context.pages if page != first]
            origins = {"/".join(page.url.split("/")[:3]) for page in pages if page.url.startswith("http")}
            for page in pages:
                page.close()
            for origin in origins:
                devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
            if pages:
                context.clear_cookies()
                context.clear_permissions()


def empty_cache(page: Page) -> None:
    """Forgets the files that earlier pages fetched, so that a page is opened as on the first visit of a reader."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
