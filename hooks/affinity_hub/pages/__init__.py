"""Which pages there are and what each of them shows: a module a part of the site, in the order a visitor meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from affinity_hub.core.artifact import Artifact, PageMeta
from affinity_hub.record_views import addresses
from affinity_hub.record_views.base import RecordView
from affinity_hub.record_views.groups_and_events import OwnerView
from affinity_hub.rendering.jinja import root
from affinity_hub.views.site import Site
from affinity_hub.views.templates import body

from .events import event_pages, events
from .glossary_links import Acronyms
from .groups import groups
from .help import help_pages
from .home import home
from .opportunities import opportunities
from .orientation import orientation
from .page_spec import PageSpec
from .progress import progress, updates
from .single import single
from .supports import partners, supports


def pages(site: Site) -> Iterator[Artifact]:
    """Every page of a site, and the ones that lead on from an earlier address."""
    acronyms = Acronyms(site.library.glossary)
    redirects = _Redirects(site)
    for sheet in _sheets(site):
        redirects.add(sheet)
        made = _Made(site, sheet, acronyms)
        yield Artifact(sheet.address + "index.html", made.body, made.head)
    yield from redirects.outputs()


def _sheets(site: Site) -> Iterator[PageSpec]:
    yield home(site)
    parts = (groups, event_pages, events, opportunities, partners, supports, orientation, updates, progress, single)
    for part in parts:
        yield from part(site)
    yield from help_pages()


class _Made:
    """What is in a page and what is told of it, both made when asked for."""

    __slots__ = ("acronyms", "sheet", "site")

    def __init__(self, site: Site, sheet: PageSpec, acronyms: Acronyms) -> None:
        self.site, self.sheet, self.acronyms = site, sheet, acronyms

    def head(self) -> PageMeta:
        sheet = replace(self.sheet, **self.sheet.late(self.site, self.sheet))
        view, listed = sheet.view, sheet.listed and not (sheet.view and sheet.view.hidden)
        names = _names(view) if view else ()
        return PageMeta(sheet.title, sheet.about, _file(sheet), names, listed, sheet.searched and listed)

    def body(self) -> bytes:
        site, sheet = self.site, self.sheet
        path, file = sheet.address + "index.html", _file(sheet)
        views = {**sheet.views, **sheet.more(site, sheet)}
        html = body(sheet.template, path, site=site, title=sheet.title, file=file, view=sheet.view, **views)
        if file is not None and not sheet.address.startswith(addresses.GLOSSARY):
            html = self.acronyms.linked(html, root(path))
        return html.encode()


def _file(sheet: PageSpec) -> str | None:
    """The data file behind a page."""
    return sheet.view.file if sheet.view else sheet.edit


def _names(view: RecordView) -> tuple[str, ...]:
    """The short name and the other names of a group or partner."""
    return tuple(filter(None, (view.short_name, *view.aliases))) if isinstance(view, OwnerView) else ()


class _Redirects:
    """Redirect pages at the earlier addresses of renamed records.

    Every page below a record's address moves with the record, such as a group's flyer or the rest of a long list.
    """

    def __init__(self, site: Site) -> None:
        progress, library = site.progress, site.question_pages
        views: Iterable[RecordView] = chain(
            site.group_pages, site.event_pages, site.opportunity_pages, site.partner_pages, progress.updates, library
        )
        self._site, self._renamed = site, {view.url: view for view in views if view.was}
        self._moved: list[tuple[str, PageSpec]] = []

    def add(self, sheet: PageSpec) -> None:
        """Collects the redirects to a page of the site."""
        parts = sheet.address.split("/")
        for number in range(2, len(parts)) if self._renamed else ():
            if view := self._renamed.get(url := "/".join(parts[:number]) + "/"):
                above = url.removesuffix(f"{view.id}/")
                self._moved += [(f"{above}{name}/{sheet.address.removeprefix(url)}", sheet) for name in view.was]

    def outputs(self) -> Iterator[Artifact]:
        """The redirects to all added pages."""
        for address, sheet in self._moved:
            path = f"{address}index.html"
            yield Artifact(path, partial(_moved, self._site, path, sheet))


def _moved(site: Site, path: str, sheet: PageSpec) -> bytes:
    return body("moved.html", path, site=site, page=sheet).encode()
