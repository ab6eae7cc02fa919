"""Where on the site an entry of `progress.yml` or `library.yml` is, and what it is called in a link to it."""

from __future__ import annotations

from typing import Final

from .model import Record
from .model.library import Claim, DifficultQuestion, Term
from .model.progress import (
    DataItem,
    FeedbackWay,
    Finding,
    FoundingStep,
    InquiryEntry,
    Measure,
    ProgressMilestone,
    Reading,
    Resource,
    Stakeholder,
    Update,
)

OVERVIEW: Final = "progress/"
YOU_SAID: Final = "progress/you-said/"
INQUIRY: Final = "progress/inquiry/"
MEASURES: Final = "progress/measures/"
DATA: Final = "progress/data/"
UPDATES: Final = "updates/"
START: Final = "start-a-group/"
QUESTIONS: Final = "supports/questions/"
EVIDENCE: Final = "supports/evidence/"
READING: Final = "supports/reading/"
GLOSSARY: Final = "supports/glossary/"

_PAGES: Final[dict[type[Record], str]] = {
    ProgressMilestone: YOU_SAID,
    Finding: YOU_SAID,
    Stakeholder: YOU_SAID,
    InquiryEntry: INQUIRY,
    Resource: OVERVIEW,
    Measure: MEASURES,
    Update: UPDATES,
    FoundingStep: START,
    Reading: READING,
    DataItem: DATA,
    FeedbackWay: DATA,
    DifficultQuestion: QUESTIONS,
    Claim: EVIDENCE,
    Term: GLOSSARY,
}
_NAMES: Final = ("title", "name", "need", "item", "question", "claim", "term", "step")
_WITH_PAGES: Final = (Update, DifficultQuestion)


def address(record: Record) -> str:
    """The address of an entry under the site's root: a page of its own, or a place on a page."""
    page = _PAGES[type(record)]
    return f"{page}{record.id}/" if isinstance(record, _WITH_PAGES) else f"{page}#{record.id}"


def label(record: Record) -> str:
    """What it is called, or its first words."""
    return next(filter(None, (getattr(record, key, None) for key in _NAMES)), record.id)
