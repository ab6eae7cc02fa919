"""The home page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from affinity_hub.record_views.events.event import EventDate
from affinity_hub.views.openings import ahead
from affinity_hub.views.site import Site
from affinity_hub.wording.labels import GROUP_KINDS, GROUP_STATUSES

from .empty import empty_pages
from .page_spec import PageSpec

# Visitors see the first dates that have not passed when they read the page. The page has enough dates for a reader who
# comes this number of days after the build.
HOME_DATES, HOME_AGE = 3, 10
# The number of entries that the home page shows of each other list with its own page.
HOME_GROUPS, HOME_DAYS, HOME_OFF, HOME_ROWS = 6, 2, 2, 2


def home(site: Site) -> PageSpec:
    """The home page: links to the parts of the site, and the first entries that are new or coming soon."""
    name = site.settings.name
    return PageSpec(
        "",
        "home.html",
        name,
        site.settings.summary or name,
        edit="hub.yml",
        more_template_values=_more_template_values,
        feed="events/",
    )


def _more_template_values(site: Site, _: PageSpec) -> dict[str, Any]:
    rows = _dates(site)
    return {
        "is_new": not (site.groups or site.events),
        "groups": [group for group in site.groups if group.status != "closed"],
        "kinds": GROUP_KINDS,
        "used": {group.kind for group in site.groups},
        "rows": rows,
        "off": _off(site, rows)[:HOME_OFF],
        "days": site.coming_of("observance")[:HOME_DAYS],
        "to_be_announced": site.waiting(),
        "deadlines": ahead(site)[:HOME_ROWS],
        "updates": site.updates[:HOME_ROWS],
        "vacancies": [person for person in site.facilitators if person.vacancy],
        "statuses": GROUP_STATUSES,
        "empty": empty_pages(site),
        "most_groups": HOME_GROUPS,
    }


def _off(site: Site, rows: list[EventDate]) -> list[EventDate]:
    """The cancelled and postponed dates that a visitor could expect among `rows`: none after the last row."""
    off = (date for date in site.coming if date.is_off and date.event.kind != "observance")
    return [date for date in off if not rows or date.first_day <= rows[-1].first_day]


def _dates(site: Site) -> list[EventDate]:
    """The first dates of each day, until enough dates are left after `HOME_AGE` days."""
    found, on_day, left = list[EventDate](), Counter[dt.date](), 0
    for row in site.attendable:
        if left == HOME_DATES:
            break
        on_day[row.first_day] += 1
        if on_day[row.first_day] <= HOME_DATES:
            found.append(row)
            left += (row.last_day - site.today).days > HOME_AGE
    return found
