"""What helps: partners, the library, and the ways to all of it."""

from __future__ import annotations

from collections.abc import Iterator

from affinity_hub import linked, where
from affinity_hub.views import Site

from .sheet import Sheet, in_parts

TRAININGS = 5


def partners(site: Site) -> Iterator[Sheet]:
    """The list of partners and a page for each."""
    about = "The organizations the district works with, and what they offer."
    yield from in_parts(Sheet("partners/", "partners.html", "Partners", about, edit="partners.yml"), site.partners)
    for partner in site.partner_pages:
        views = {"partner": partner, "linked": linked.partner(partner)}
        yield Sheet(partner.url, "partner.html", partner.name, partner.summary or about, views, partner)


def supports(site: Site) -> Iterator[Sheet]:
    """What helps those who lead, take part or ask: the ways to it, the library, a page for each difficult question."""
    about = "Guides, answers to difficult questions, evidence, reading, words, and what partners and trainings offer."
    trainings = site.coming_of("training")[:TRAININGS]
    views = {"trainings": trainings, "waiting": site.waiting("training")}
    yield Sheet("supports/", "supports/index.html", "Supports", about, views, edit="library.yml")
    about = "Questions that come up when people talk about groups and belonging, and answers to lean on."
    yield Sheet(where.QUESTIONS, "supports/questions.html", "Difficult questions", about, edit="library.yml")
    for question in site.question_pages:
        told = question.short_answer or about
        yield Sheet(question.url, "supports/question.html", question.title, told, {"question": question}, question)
    about = "What is said about the effects of affinity groups, with its source and how far that carries."
    yield Sheet(where.EVIDENCE, "supports/evidence.html", "Evidence", about, edit="library.yml")
    about = "Books, articles and studies, and why each is on the list."
    yield Sheet(where.READING, "supports/reading.html", "Reading", about, edit="progress.yml")
    about = "Acronyms and words of this site, and what they mean here."
    terms = sorted(site.library.glossary, key=lambda term: (term.term.casefold(), term.id))
    yield Sheet(where.GLOSSARY, "supports/glossary.html", "Glossary", about, {"terms": terms}, edit="library.yml")
