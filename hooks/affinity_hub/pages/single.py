"""Single pages: roles, calendars, starting a group, and snippets for intranets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.list_places import PLACES
from affinity_hub.views.embed_catalog import COUNTS, USUAL
from affinity_hub.views.embed_sizes import OF_ALL, snippets
from affinity_hub.views.site import Site
from affinity_hub.wording import organization
from affinity_hub.wording.labels import EVENT_KINDS, GROUP_STATUSES

from .page_spec import PageSpec, in_parts

# How many groups a page shows of a list that is complete elsewhere.
CALENDAR_GROUPS, FORMING_GROUPS = 50, 40
# A group has eight snippets.
SNIPPET_GROUPS = 30


def single(site: Site) -> Iterator[PageSpec]:
    """The pages that a site has only once."""
    about = gettext("Who leads the groups, by role, and the roles that are open.")
    spec = PageSpec("facilitators/", "facilitators.html", gettext("Facilitators"), about, edit="facilitators.yml")
    yield from in_parts(spec, site.roles, is_only_place=True)
    about = gettext("Add a group's dates to your calendar: Outlook, Google, Apple, or Thunderbird.")
    views: dict[str, Any] = {"kinds": EVENT_KINDS, "most": CALENDAR_GROUPS}
    yield PageSpec("calendars/", "calendars.html", gettext("Calendars"), about, views, edit="events.yml")
    about = gettext("Check groups and kinds of events, and copy the addresses of their calendars.")
    spec = PageSpec("calendars/choose/", "choose.html", gettext("Choose calendars"), about, views, edit="groups.yml")
    yield from in_parts(spec, site.groups)
    about = gettext("How a new group starts, and the status of each forming group.")
    forming = [group for group in site.groups if group.status in ("exploring", "forming")]
    open_roles = [person for person in site.facilitators if person.vacancy]
    views = {"forming": forming, "statuses": GROUP_STATUSES, "vacancies": open_roles, "most": FORMING_GROUPS}
    views |= {"steps": PLACES["start_a_group"]}
    yield PageSpec("start-a-group/", "start-a-group.html", gettext("Start a group"), about, views, edit="progress.yml")
    about = gettext(
        "Snippets for %(intranet)s: next dates and groups that stay up to date automatically.",
        intranet=organization.current().intranet,
    )
    sections = snippets(site)
    views = {"whole": [one for one in sections if one.id in OF_ALL], "counts": list(COUNTS), "usual": USUAL}
    spec = PageSpec(
        "embed/", "embed.html", gettext("Embed"), about, views | {"kinds": EVENT_KINDS}, edit="groups.yml", listed=False
    )
    yield from in_parts(spec, [one for one in sections if one.id not in OF_ALL], SNIPPET_GROUPS)
