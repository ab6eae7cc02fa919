"""The pages of a site, in the order in which visitors find them. Each part of the site has a module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Final

from affinity_hub.core.artifact import Artifact, PageContent, PageMeta
from affinity_hub.record_views import addresses
from affinity_hub.record_views.base import RecordView
from affinity_hub.record_views.groups import OwnerView
from affinity_hub.views.site import Site
from affinity_hub.views.templates import body, pieces

from .calendars import calendars, embed
from .event import event_pages
from .events import events
from .glossary_links import Acronyms
from .groups import facilitators, groups, start_a_group
from .help import help_pages
from .home import home
from .opportunities import opportunities
from .orientation import orientation
from .page_body import PageBody
from .page_spec import PageSpec
from .progress import progress, updates
from .proposals import proposal_pages
from .search import search
from .supports import partners, supports

_NO_ACRONYMS: Final = Acronyms(())


def pages(site: Site) -> Iterator[Artifact]:
    """Every page of a site, and the redirects from earlier addresses."""
    acronyms = Acronyms(site.library.glossary)
    redirects = _Redirects(site)
    for spec in page_specs(site):
        redirects.add(spec)
        page = _LazyPage(site, spec, acronyms)
        inputs_digest = page.inputs_digest if spec.inputs_digest else None
        yield Artifact(spec.address + "index.html", page.body, page.meta, inputs_digest)
    yield from redirects.artifacts()


def page_specs(site: Site) -> Iterator[PageSpec]:
    """The spec of each page, in the order of the site."""
    yield home(site)
    families = (
        groups,
        event_pages,
        events,
        opportunities,
        partners,
        supports,
        orientation,
        updates,
        progress,
        facilitators,
        calendars,
        start_a_group,
        embed,
        proposal_pages,
        search,
    )
    for family in families:
        yield from family(site)
    yield from help_pages()


class _LazyPage:
    """The body of a page and the facts about it, each made when it is needed."""

    __slots__ = ("acronyms", "site", "spec")

    def __init__(self, site: Site, spec: PageSpec, acronyms: Acronyms) -> None:
        self.site, self.spec, self.acronyms = site, spec, acronyms

    def meta(self) -> PageMeta:
        spec, more = self.spec, self.spec.more_meta(self.site, self.spec)
        description, searched = more.get("description", spec.description), more.get("searched", spec.searched)
        view, shown = spec.view, not (spec.view and spec.view.hidden)
        names = _names(view) if view else ()
        return PageMeta(
            spec.title, description, names, spec.in_sitemap and shown, searched and shown, spec.feed, spec.card
        )

    def inputs_digest(self) -> bytes:
        assert self.spec.inputs_digest
        return self.spec.inputs_digest(self.site, self.spec)

    def body(self) -> PageContent:
        site, spec = self.site, self.spec
        path, file = spec.address + "index.html", _file(spec)
        is_linked = file is not None and not spec.address.startswith(addresses.GLOSSARY)
        page = PageBody(path, self.acronyms if is_linked else _NO_ACRONYMS)
        template_values = {**spec.template_values, **spec.more_template_values(site, spec)}
        names = {"site": site, "page": page, "title": spec.title, "file": file, "view": spec.view}
        return page.content(pieces(spec.template, path, **names, **template_values))


def _file(spec: PageSpec) -> str | None:
    """The data file behind a page."""
    return spec.view.file if spec.view else spec.edit


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

    def add(self, spec: PageSpec) -> None:
        """Collects the redirects to a page of the site."""
        parts = spec.address.split("/")
        for number in range(2, len(parts)) if self._renamed else ():
            if view := self._renamed.get(url := "/".join(parts[:number]) + "/"):
                above = url.removesuffix(f"{view.id}/")
                self._moved += [(f"{above}{name}/{spec.address.removeprefix(url)}", spec) for name in view.was]

    def artifacts(self) -> Iterator[Artifact]:
        """The redirects to all added pages."""
        for address, spec in self._moved:
            path = f"{address}index.html"
            yield Artifact(path, partial(_moved, self._site, path, spec))


def _moved(site: Site, path: str, spec: PageSpec) -> bytes:
    return body("moved.html", path, site=site, page=spec).encode()
