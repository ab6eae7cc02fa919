"""The pages about support: partners, the library, and an overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from affinity_hub.core.i18n import gettext
from affinity_hub.record_views import addresses
from affinity_hub.record_views.list_places import PLACES
from affinity_hub.views.site import Site
from affinity_hub.wording import organization

from . import json_ld
from .empty import empty_pages
from .long_lists import few, owned
from .page_spec import PageSpec, paginated

# The number of entries that the overview shows of lists with their own pages, and of each partner's offers.
TRAININGS, PARTNERS, OFFERS = 5, 50, 5
QUESTIONS_A_PAGE = 100


def partners(site: Site) -> Iterator[PageSpec]:
    """The list of partners and a page for each."""
    description = gettext("Who works with the %(noun)s, and what they offer.", noun=organization.current().organization)
    yield from paginated(
        PageSpec("partners/", "partners.html", gettext("Partners"), description, edit="partners.yml"), site.partners
    )
    for partner in site.partner_pages:
        template_values = {"partner": partner, "json_ld": json_ld.partner(partner)} | few(partner)
        yield PageSpec(
            partner.url, "partner.html", partner.name, partner.summary or description, template_values, partner
        )
        yield from owned(partner)


def supports(site: Site) -> Iterator[PageSpec]:
    """The overview of support, the lists of the library, and a page for each difficult question."""
    description = gettext(
        "Guides, answers to difficult questions, evidence, reading, a glossary, and what partners and trainings offer."
    )
    offering = [partner for partner in site.partners if partner.offers]
    trainings, waiting = site.coming_of("training")[:TRAININGS], site.waiting("training")
    template_values: dict[str, Any] = {"trainings": trainings, "waiting": waiting, "most": TRAININGS}
    template_values |= {
        "offering": offering,
        "most_partners": PARTNERS,
        "most_offers": OFFERS,
        "empty": empty_pages(site),
    }
    yield PageSpec(
        "supports/", "supports/index.html", gettext("Supports"), description, template_values, edit="library.yml"
    )
    description = gettext(
        "Questions that come up when people talk about groups and belonging, and answers that you can use."
    )
    spec = PageSpec(
        addresses.QUESTION_PAGES,
        "supports/questions.html",
        gettext("Difficult questions"),
        description,
        edit="library.yml",
    )
    yield from paginated(spec, site.library.difficult_questions, QUESTIONS_A_PAGE)
    for question in site.question_pages:
        answer = question.short_answer or description
        yield PageSpec(question.url, "supports/question.html", question.title, answer, {"question": question}, question)
    description = gettext("Claims about the effects of affinity groups, with their sources and limits.")
    yield from _listed(
        site, "claims", PageSpec(addresses.EVIDENCE, "supports/evidence.html", gettext("Evidence"), description)
    )
    description = gettext("Books, articles, and studies, and why each is listed.")
    yield from _listed(
        site,
        "reading",
        PageSpec(addresses.READING, "supports/reading.html", gettext("Reading"), description),
        "progress.yml",
    )
    description = gettext("Acronyms and words on this site, and what they mean here.")
    yield from _listed(
        site, "glossary", PageSpec(addresses.GLOSSARY, "supports/glossary.html", gettext("Glossary"), description)
    )


def _listed(site: Site, name: str, spec: PageSpec, edit: str = "library.yml") -> Iterator[PageSpec]:
    """The pages of a list whose entries appear nowhere else."""
    yield from paginated(replace(spec, edit=edit), site.entries(name), PLACES[name].most, is_only_place=True)
