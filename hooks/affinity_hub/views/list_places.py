"""Where the entries of progress.yml and library.yml are, whose lists may be too long for the page that shows them.

That page then has the beginning, and all of the list is on pages of its own; or the page itself goes on over several.
Whatever links to an entry uses the `url` of its view, which leads to the part that has it once `settle` was here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from . import addresses, inquiry_cycle, milestones
from .pagination import parts
from .site import Site, View


class ListPlace(NamedTuple):
    """The page that shows a list, or the beginning; where all of a long one is; how many are on either."""

    page: str
    whole: str
    few: int
    most: int


PLACES: Final = {
    "milestones": ListPlace(addresses.YOU_SAID, "progress/milestones/", 30, 50),
    "findings": ListPlace(addresses.YOU_SAID, "progress/findings/", 30, 50),
    "stakeholders": ListPlace(addresses.YOU_SAID, "progress/stakeholders/", 30, 50),
    "inquiry": ListPlace(addresses.INQUIRY, "progress/inquiry/entries/", 40, 40),
    "resources": ListPlace(addresses.OVERVIEW, "progress/resources/", 30, 100),
    "data_collection": ListPlace(addresses.DATA, "progress/data/register/", 30, 40),
    "feedback": ListPlace(addresses.DATA, "progress/data/feedback/", 30, 50),
    "start_a_group": ListPlace(addresses.START, "start-a-group/steps/", 20, 20),
    "measures": ListPlace(addresses.MEASURES, addresses.MEASURES, 25, 25),
    "claims": ListPlace(addresses.EVIDENCE, addresses.EVIDENCE, 50, 50),
    "reading": ListPlace(addresses.READING, addresses.READING, 100, 100),
    "glossary": ListPlace(addresses.GLOSSARY, addresses.GLOSSARY, 100, 100),
}


def entries(site: Site, name: str) -> list[View]:
    """The entries of a list in the order in which pages show them; with the milestones, those of the groups."""
    if name == "milestones":
        return [row.view for row in milestones.in_strands(milestones.rows(site))]
    if name == "inquiry":
        return [entry for step in inquiry_cycle.loop(site).steps for entry in step.entries]
    if name == "glossary":
        return sorted(site.library.glossary, key=lambda term: (term.term.casefold(), term.id))
    found: list[View] = getattr(site.progress if hasattr(site.progress, name) else site.library, name)
    return found


def is_long(site: Site, name: str) -> bool:
    """Whether a list has pages of its own, beside the one that has its beginning."""
    place = PLACES[name]
    return place.whole != place.page and len(entries(site, name)) > place.few


def settle(site: Site) -> None:
    """Gives the entries of lists that go on over pages their addresses. What was settled stays so."""
    urls: dict[str, dict[str, str]] = {}
    for name, place in PLACES.items():
        own = urls[name] = {}
        if place.whole == place.page or is_long(site, name):
            for part in parts(place.whole, entries(site, name), place.most):
                own |= {view.id: f"{part.url}#{view.id}" for view in part.items if hasattr(view, "id")}
        for view in getattr(site.progress if hasattr(site.progress, name) else site.library, name):
            view.url = own.get(view.id, view.url)
    # What other entries hold of them are views of their own.
    for finding in site.progress.findings:
        for who in finding.heard_from:
            who.url = urls["stakeholders"].get(who.id, who.url)
    for question in (*site.question_pages, *site.library.difficult_questions):
        for source in question.sources:
            source.url = (urls["claims"] | urls["reading"]).get(source.id, source.url)
