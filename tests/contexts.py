"""Browser contexts and pages that tests share, because a new one takes longer than the rest of most tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page


class Shared:
    """A context, and its pages that no test uses at the moment."""

    def __init__(self, context: BrowserContext, options: dict[str, Any]) -> None:
        self.context = context
        self.moment: str | None = None
        self.free: list[Page] = []
        self.used: list[Page] = []
        first = context.new_page()  # it stays open: without an open page, the next page opens another window
        self.devtools: CDPSession = context.new_cdp_session(first)
        self._first = first
        self._media = {
            "media": "null",
            "forced_colors": "none",
            "color_scheme": options.get("color_scheme", "light"),
            "reduced_motion": options.get("reduced_motion", "no-preference"),
        }

    def page(self, *, own: bool) -> Page:
        page = self.context.new_page() if own or not self.free else self.free.pop()
        if not own:
            self.used.append(page)
        return page

    def tidy(self) -> None:
        pages = [page for page in self.context.pages if page != self._first and page not in self.free]
        origins = {"/".join(page.url.split("/")[:3]) for page in pages if page.url.startswith("http")}
        for page in pages:
            if page in self.used:
                page.unroute_all()
                page.goto("about:blank")
                page.emulate_media(**self._media)
                self.free.append(page)
            else:
                page.close()
        self.used.clear()
        for origin in origins:
            self.devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
        if pages:
            self.context.clear_cookies()
            self.context.clear_permissions()


class Contexts:
    """The contexts of a browser, one for each set of options."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._known: dict[tuple[object, ...], Shared] = {}

    def page(self, size: tuple[int, int], at: str | None = None, *, own: bool = False, **options: Any) -> Page:
        """An empty page in a context with these options. If `at` is given, the clock of the context shows this moment
        from now on, also on pages that are already open. A test that changes the page for good needs a page of its own:
        by an init script, a slow network, or a listener that does more than write down what it hears."""
        key = (at is not None, *sorted(options.items()))
        if key not in self._known:
            context = self._browser.new_context(**options)
            context.set_default_timeout(10_000)
            self._known[key] = Shared(context, options)
        shared = self._known[key]
        if at and shared.moment != at:
            shared.context.clock.set_fixed_time(at)
            shared.moment = at
        page = shared.page(own=own)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        return page

    def tidy(self) -> None:
        """Takes back the pages of a test, and forgets what they stored and what they were allowed to do."""
        for shared in self._known.values():
            shared.tidy()


def empty_cache(page: Page) -> None:
    """Forgets the files that earlier pages fetched, so that a page is opened as on the first visit of a reader."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
