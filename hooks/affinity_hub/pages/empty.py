"""The pages without content on a site. The navigation leaves out their links, but their addresses stay."""

from __future__ import annotations

from affinity_hub.record_views import addresses
from affinity_hub.record_views.groups_and_events import GroupView
from affinity_hub.views.openings import openings
from affinity_hub.views.site import Site


def empty_pages(site: Site) -> frozenset[str]:
    """The addresses of the pages in the navigation that the data has nothing for."""
    progress, library = site.progress, site.library
    facts: dict[str, object] = {
        "opportunities/": site.opportunities or openings(site),
        "partners/": site.partners,
        "orientation/": has_handouts(site),
        "facilitators/": site.facilitators,
        "supports/questions/": library.difficult_questions,
        "supports/evidence/": library.claims,
        "supports/reading/": progress.reading,
        addresses.YOU_SAID: progress.findings or progress.stakeholders or progress.milestones,
        addresses.INQUIRY: progress.inquiry,
        addresses.MEASURES: progress.measures,
        "updates/": site.updates,
    }
    return frozenset(address for address, fact in facts.items() if not fact)


def is_ready_for_paper(group: GroupView) -> bool:
    """Whether a flyer of a group has the facts that readers need: who can come, and who to write to."""
    return bool(group.status != "closed" and group.open_to and group.join.contact)


def has_handouts(site: Site) -> bool:
    """Whether a sheet for new colleagues says more than names."""
    return any(map(is_ready_for_paper, site.groups))
