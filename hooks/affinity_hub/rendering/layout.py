"""Puts the head, the header, and the footer of the site around the body of a page, generated or hand-written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from markupsafe import Markup

from affinity_hub.core import i18n
from affinity_hub.core.artifact import PageMeta
from affinity_hub.core.i18n import Language, gettext
from affinity_hub.schema.settings import Settings

from . import jinja, security_policy

NOT_FOUND: Final = "404.html"
FORMS_FOLDER: Final = "propose/"
"""The folder of the pages with forms for proposals."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the navigation. An entry with children has no address."""

    title: str
    url: str
    """The address under the site's root, such as `groups/`; empty for the home page. Links elsewhere have a scheme."""
    children: tuple[MenuEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of the navigation as one page shows it."""

    title: str
    url: str
    href: str
    """The address as links on this page write it."""
    current: str
    """The value of `aria-current`: `page`, `true` if the page is below this entry, or empty."""
    children: tuple[MenuLink, ...]


class PageFrame(NamedTuple):
    """The HTML before and after the content of a page."""

    header: Markup
    footer: Markup


@dataclass(frozen=True)
class Layout:
    """The frame of all pages of a site."""

    settings: Settings
    menu: tuple[MenuEntry, ...]
    """The navigation."""
    is_staff: bool = False
    approval: str = ""
    """Who approved the nondiscrimination statement, in words."""
    theme_styles: tuple[str, ...] = ()
    """The style sheets that the theme has for hand-written pages, as addresses under the site's root."""
    in_preview: bool = False
    """Whether a preview adds a script to each page. A security policy would block the script."""
    _frames: dict[tuple[str, ...], PageFrame] = field(default_factory=dict, init=False, repr=False)

    def policy(self, path: str) -> Markup:
        """The security policy of a page as HTML. Only pages with a form may connect to the endpoint for proposals."""
        ways = self.settings.proposals if path.startswith(FORMS_FOLDER) else None
        endpoint = ways.address("endpoint") if ways else None
        return Markup("" if self.in_preview else security_policy.page_meta(endpoint))  # noqa: S704 - a plain host

    @property
    def language(self) -> Language:
        """The language of the site."""
        return i18n.language(self.settings.locale)

    @cached_property
    def site_url(self) -> str:
        """The address of the site, which ends with a slash."""
        return self.settings.url.rstrip("/") + "/"

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """The addresses of the pages in the navigation."""
        return tuple(entry.url for entry in _leaves(self.menu))

    def page(self, path: str, meta: PageMeta, body: str, *, is_markdown: bool = False) -> bytes:
        """A whole page. `path` is its file under the site's root, and `body` is safe HTML.

        `is_markdown` says that the theme styles the body, as it does for hand-written pages.
        """
        url = path.removesuffix("index.html")
        # The page for unknown addresses appears at any depth, so its links begin at the root of the host.
        root = urlsplit(self.site_url).path if path == NOT_FOUND else jinja.root(path)
        return self._rendered(
            "page",
            layout=self,
            meta=meta,
            root=root,
            policy=self.policy(path),
            address="" if path == NOT_FOUND else self.site_url + quote(url),
            is_home=not url,
            is_markdown=is_markdown,
            frame=self._frame(url, root),
            body=Markup(body),  # noqa: S704 - made by templates that escape, or sanitized
        ).encode()

    def _rendered(self, name: str, **values: object) -> str:
        """The text of a template of the layout in the language of the site."""
        with self.settings.voice():
            return _templates(self.language).get_template(f"layout/{name}.html").render(values)

    def _frame(self, url: str, root: str) -> PageFrame:
        """The header and the footer for a page. Pages with the same root and the same menu entry share them."""
        nearest = max(filter(url.startswith, self.urls), key=len, default="")
        key = root, nearest, url if url in self.urls else ""
        if not (frame := self._frames.get(key)):
            links = tuple(_links(self.menu, root, url, nearest))
            header, footer = (
                Markup(self._rendered(name, layout=self, root=root, menu=links))  # noqa: S704 - escaped there
                for name in ("header", "footer")
            )
            frame = self._frames[key] = PageFrame(header, footer)
        return frame

    def not_found(self) -> bytes:
        """The page that a host shows for an unknown address."""
        root = urlsplit(self.site_url).path
        body = self._rendered("not-found", root=root, contact=self.settings.contact)
        title = gettext("Page not found")
        return self.page(
            NOT_FOUND, PageMeta(title, self.settings.summary or self.settings.name, in_sitemap=False), body
        )

    def whom_to_tell(self) -> str:
        """The end of a hand-written page with `contact: true`."""
        return self._rendered("whom-to-tell", settings=self.settings)


def _leaves(entries: Iterable[MenuEntry]) -> Iterator[MenuEntry]:
    """The pages and links in the navigation, at any depth."""
    for entry in entries:
        yield from _leaves(entry.children) if entry.children else (entry,)


def _links(entries: Iterable[MenuEntry], root: str, url: str, nearest: str) -> Iterator[MenuLink]:
    """The links of the navigation, with the current links marked.

    A page without an entry, such as the page of a group, belongs to the nearest entry above it. A section has the
    address of its first page, and all its pages as children.
    """
    for entry in entries:
        children = tuple(_links(_leaves(entry.children), root, url, nearest))
        if children:
            current = "true" if any(link.current for link in children) else ""
            yield MenuLink(entry.title, children[0].url, children[0].href, current, children)
        else:
            current = "page" if entry.url == url else "true" if entry.url and entry.url == nearest else ""
            yield MenuLink(entry.title, entry.url, _href(entry.url, root), current, ())


def _href(url: str, root: str) -> str:
    parts = urlsplit(url)
    return url if parts.scheme or parts.netloc else root + url


@cache
def _templates(language: Language) -> Environment:
    return jinja.environment(language, {}, {})
