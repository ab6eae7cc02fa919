"""The home page."""

from __future__ import annotations

from typing import Any

from affinity_hub.views.openings import ahead
from affinity_hub.views.site import Site
from affinity_hub.wording.labels import GROUP_KINDS, GROUP_STATUSES

from .empty import has_handouts
from .page_spec import PageSpec

# The number of dates on the home page. Visitors see the first three that have not passed when they read the page.
HOME_DATES = 10
# The number of entries that the home page shows of each other list with its own page.
HOME_GROUPS, HOME_DAYS, HOME_ROWS = 6, 2, 2


def home(site: Site) -> PageSpec:
    """The home page: links to the parts of the site, and the first entries that are new or coming soon."""
    name = site.settings.name
    return PageSpec(
        "", "home.html", name, site.settings.summary or name, edit="hub.yml", more_views=_more_views, feed="events/"
    )


def _more_views(site: Site, _: PageSpec) -> dict[str, Any]:
    return {
        "groups": [group for group in site.groups if group.status != "closed"],
        "kinds": GROUP_KINDS,
        "used": {group.kind for group in site.groups},
        "rows": site.attendable[:HOME_DATES],
        "days": site.coming_of("observance")[:HOME_DAYS],
        "to_be_announced": site.waiting(),
        "deadlines": ahead(site)[:HOME_ROWS],
        "updates": site.updates[:HOME_ROWS],
        "vacancies": [person for person in site.facilitators if person.vacancy],
        "statuses": GROUP_STATUSES,
        "has_handouts": has_handouts(site),
        "most_groups": HOME_GROUPS,
    }
