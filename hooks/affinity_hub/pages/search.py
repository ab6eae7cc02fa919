"""The search page, with an address for each list of results: `search/?q=mentor`."""

from __future__ import annotations

from collections.abc import Iterator

from affinity_hub.core.i18n import gettext
from affinity_hub.views.site import Site

from .page_spec import PageSpec


def search(_: Site) -> Iterator[PageSpec]:
    """The search page. Search engines and the search itself leave it out."""
    description = gettext("Find a group, an event, or a word on this site.")
    yield PageSpec("search/", "search.html", gettext("Search"), description, in_sitemap=False, searched=False)
