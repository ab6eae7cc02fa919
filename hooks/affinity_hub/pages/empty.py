"""The pages without content on a site. The navigation leaves out their links, but their addresses stay."""

from __future__ import annotations

from functools import lru_cache

from affinity_hub.record_views import addresses
from affinity_hub.record_views.groups import GroupView
from affinity_hub.views.embed_catalog import widgets
from affinity_hub.views.openings import ahead, openings
from affinity_hub.views.site import Site


@lru_cache(maxsize=1)  # the navigation and four pages ask, and a large site has many openings to look for
def empty_pages(site: Site) -> frozenset[str]:
    """The addresses of pages for which the data has no content. Most of these pages are in the navigation."""
    progress, library = site.progress, site.library
    milestones = progress.milestones or any(group.milestones for group in site.groups)
    account = {
        addresses.YOU_SAID: progress.findings or progress.stakeholders or milestones,
        addresses.INQUIRY: progress.inquiry,
        addresses.MEASURES: progress.measures,
        addresses.DATA_PAGE: progress.data_collection or progress.feedback,
        addresses.UPDATES: site.updates,
    }
    facts: dict[str, object] = account | {
        # A hub with groups but no dates, or the other way around, says so on these two pages.
        "groups/": site.groups or site.events,
        "events/": site.groups or site.events,
        "groups/questions/": site.groups,
        "opportunities/": site.opportunities or openings(site),
        "partners/": site.partners,
        "orientation/": has_handouts(site),
        "facilitators/": site.facilitators or any(event.kind == "training" for event in site.events),
        addresses.QUESTION_PAGES: library.difficult_questions,
        addresses.EVIDENCE: library.claims,
        addresses.READING: progress.reading,
        addresses.OVERVIEW: progress.resources or any(account.values()),
        "calendars/": not all(group.is_over for group in site.groups)
        or site.events
        or site.opportunities
        or ahead(site),
        "embed/": any(not (widget.hidden or widget.is_empty) for widget in widgets(site)),
    }
    return frozenset(address for address, fact in facts.items() if not fact)


def is_ready_for_paper(group: GroupView) -> bool:
    """Whether a flyer of a group has the facts that readers need: who can come, and who to write to."""
    return bool(group.status != "closed" and group.open_to and group.contact)


def has_handouts(site: Site) -> bool:
    """Whether a sheet for new colleagues says more than names."""
    return any(map(is_ready_for_paper, site.groups))
