"""The pages that offer calendars: to subscribe to one or several, and to show dates on an intranet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from affinity_hub.core.i18n import gettext
from affinity_hub.views.embed_catalog import COUNTS, USUAL
from affinity_hub.views.embed_sizes import OF_ALL, snippets
from affinity_hub.views.openings import ahead
from affinity_hub.views.site import Site
from affinity_hub.wording import organization
from affinity_hub.wording.labels import EVENT_KINDS

from .empty import empty_pages
from .page_spec import PageSpec, choices_in_rows, paginated

# The number of groups on the page of calendars. The directory has all groups.
CALENDAR_GROUPS = 50
# A group has eight snippets.
SNIPPET_GROUPS = 30


def calendars(site: Site) -> Iterator[PageSpec]:
    """Subscribing to a calendar, and choosing several calendars."""
    description = gettext("Add a group's dates to your calendar: Outlook, Google, Apple, or Thunderbird.")
    groups = [group for group in site.groups if not group.is_over]
    template_values: dict[str, Any] = {"kinds": _used_kinds(site), "most": CALENDAR_GROUPS, "empty": empty_pages(site)}
    template_values["groups"] = groups
    template_values["has_deadlines"] = bool(
        ahead(site) or site.opportunities
    )  # each opportunity has a link to the section
    yield PageSpec(
        "calendars/", "calendars.html", gettext("Calendars"), description, template_values, edit="events.yml"
    )
    description = gettext("Choose groups and kinds of events, and copy the addresses of their calendars.")
    spec = PageSpec(
        "calendars/choose/", "choose.html", gettext("Choose calendars"), description, template_values, edit="groups.yml"
    )
    yield from paginated(spec, groups)


def _used_kinds(site: Site) -> dict[str, str]:
    """The names of the kinds that an event has."""
    return dict(choices_in_rows(EVENT_KINDS, (event.kind for event in site.events)))


def embed(site: Site) -> Iterator[PageSpec]:
    """The snippets of all widgets."""
    description = gettext(
        "Snippets that show upcoming dates and groups on %(intranet)s and stay up to date automatically.",
        intranet=organization.current().intranet,
    )
    sections = snippets(site)
    template_values = {
        "whole": [section for section in sections if section.id in OF_ALL],
        "counts": list(COUNTS),
        "usual": USUAL,
    }
    spec = PageSpec(
        "embed/",
        "embed.html",
        gettext("Embed"),
        description,
        template_values | {"kinds": _used_kinds(site)},
        edit="groups.yml",
        in_sitemap=False,
    )
    yield from paginated(spec, [section for section in sections if section.id not in OF_ALL], SNIPPET_GROUPS)
