"""The first page."""

from __future__ import annotations

from typing import Any

from affinity_hub.views.openings import ahead
from affinity_hub.views.site import Site
from affinity_hub.wording.labels import GROUP_STATUSES

from .page_spec import PageSpec

# How many entries the home page shows of a list that has its own page.
HOME_ROWS = 5


def home(site: Site) -> PageSpec:
    """The home page: links to the parts of the site, and the first entries that are new or coming soon."""
    name = site.settings.name
    return PageSpec("", "home.html", name, site.settings.summary or name, edit="hub.yml", more_views=_more_views)


def _more_views(site: Site, _: PageSpec) -> dict[str, Any]:
    return {
        "groups": [group for group in site.groups if group.status != "closed"],
        "rows": site.meetings[:HOME_ROWS],
        "to_be_announced": site.waiting(),
        "deadlines": ahead(site)[:HOME_ROWS],
        "updates": site.updates[:3],
        "vacancies": [person for person in site.facilitators if person.vacancy],
        "statuses": GROUP_STATUSES,
        "most": HOME_ROWS,
    }
