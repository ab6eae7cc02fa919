"""The embeds: pages for an intranet's iframe, at permanent addresses.

    /embed/<scheme>/next/                     the next 5 dates, without observances <scheme> is light or dark
    /embed/<scheme>/next/<n>/                 the next 3, 5, or 10
    /embed/<scheme>/next/kinds/<kind>/<n>/    … of one kind of event
    /embed/<scheme>/next/groups/<id>/<n>/     … of one group
    /embed/<scheme>/month/                    the rest of this month
    /embed/<scheme>/groups/                   all groups
    /embed/<scheme>/groups/<id>/              the card of a group
    /embed/<scheme>/facilitators/  trainings/  progress/
    /embed/auto/?<scheme>/<address>           any of these, in a page that tells its height to the surrounding page

Each address is a whole page in one request, without a script, without storage, and without a font, image, or style from
a file. People can read it in `sandbox=""`. Links cannot open there, so the address of the full page is also shown as
text. Without a script, nothing can hide a date that has passed since the last build, so the day of the build is shown
under the title. Only `embed/auto/` has a script.

The only inline element is a `<style>` that is the same in all pages of a scheme: `style(scheme)` is its exact text, so
that a Content-Security-Policy can name its hash. An address that was once in `embed-contract.json` stays valid forever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from markupsafe import Markup

from affinity_hub.core import i18n
from affinity_hub.core.artifact import Artifact
from affinity_hub.core.i18n import Language, gettext
from affinity_hub.core.textfit import HEIGHTS, TITLE, WIDGET_WIDTH, Item, Line
from affinity_hub.hub.embed_contract import COLOR_SCHEMES
from affinity_hub.rendering import security_policy
from affinity_hub.views import embed_catalog
from affinity_hub.views.embed_catalog import Source, Widget
from affinity_hub.views.embed_sizes import LOWEST, NEW_TAB, height_of, shown
from affinity_hub.views.site import Site
from affinity_hub.views.templates import body, environment


@dataclass(frozen=True, slots=True)
class Frame:
    """A widget in its final form: with the height of its class, and as many entries as fit."""

    title: str
    lead: tuple[Line, ...]
    items: tuple[Item, ...]
    others: int
    empty: str
    zone: str
    is_endless: bool


@cache
def style(scheme: str) -> str:
    """The text between `<style>` and `</style>` of every embed of a color scheme."""
    return environment().get_template("embed/style.css.html").render(theme=scheme).strip()


def embeds(site: Site) -> Iterator[Artifact]:
    """Every widget in both schemes, a notice at each other address of the contract, and `embed/auto/`."""
    listed: set[str] = set()
    for widget in embed_catalog.widgets(site):
        paths = (widget.path, *widget.also)
        yield from _pages(site, widget, paths, height_of(site, widget))
        listed.update(paths)
    for path in site.contract.addresses:
        if path not in listed:
            yield from _pages(site, _ended(site, path), (path,), LOWEST)
    auto = "embed/auto/index.html"
    yield Artifact(auto, lambda: body("embed/auto.html", auto, site=site).encode())


def _pages(site: Site, widget: Widget, paths: Iterable[str], size: str) -> Iterator[Artifact]:
    """A widget at its addresses. All its addresses have the same depth, so the pages have the same bytes."""
    inputs_digest = partial(site.group_digest, widget.group) if widget.group else None
    for scheme in COLOR_SCHEMES:
        for path in paths:
            page = partial(_page, site, widget, size, scheme)
            yield Artifact(f"embed/{scheme}/{path}index.html", page, inputs_digest=inputs_digest)


def _page(site: Site, widget: Widget, size: str, scheme: str) -> bytes:
    return (_start(i18n.current(), scheme) + _rest(site, widget, size)).encode()


@cache
def _start(_language: Language, scheme: str) -> str:
    """The beginning of each page of a color scheme."""
    own = style(scheme)
    safe = {"policy": Markup(security_policy.widget_meta(own)), "style": Markup(own)}  # noqa: S704 - our own text
    return environment().get_template("embed/start.html").render(scheme=scheme, **safe)


@lru_cache(maxsize=1)  # all addresses of a widget come one after the other and show the same content
def _rest(site: Site, widget: Widget, size: str) -> str:
    frame = _frame(site, widget, HEIGHTS[size])
    template_values = {"site": site, "widget": widget, "frame": frame, "tab": gettext(NEW_TAB), "width": WIDGET_WIDTH}
    return body("embed/widget.html", f"embed/light/{widget.path}index.html", **template_values)


def _ended(site: Site, path: str) -> Widget:
    """The widget at an address whose group or list was removed. Nothing else is known about it."""
    name = site.settings.name
    if re.search(r"(?:^|/)groups/", path):
        title, first = (
            gettext("This group is no longer here"),
            gettext("This group is no longer on %(name)s.", name=name),
        )
    else:
        title, first = gettext("This list is no longer here"), gettext("This list is no longer on %(name)s.", name=name)
    content = embed_catalog.ended(site, first)
    source = Source("groups/", gettext("All groups"), "", "")
    return Widget(path, title, LOWEST, source, "", lambda: content)


def _frame(site: Site, widget: Widget, height: int) -> Frame:
    """A widget with as many entries as fit into a frame of `height` px."""
    content = widget.content()
    count = shown(site, widget, content, height)
    empty = Line(content.empty, most=5).clamped()
    return Frame(
        Line(widget.title, TITLE).clamped(),
        content.lead,
        content.items[:count],
        content.total - count,
        empty,
        content.zone,
        content.is_endless,
    )
