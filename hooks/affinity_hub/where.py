"""Where on the site an entry of `progress.yml` is, and what it is called in a link to it."""

from __future__ import annotations

from typing import Final

from .model import Record
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

_PAGES: Final[dict[type[Record], str]] = {
    ProgressMilestone: YOU_SAID,
    Finding: YOU_SAID,
    Stakeholder: YOU_SAID,
    InquiryEntry: INQUIRY,
    Resource: OVERVIEW,
    Measure: MEASURES,
    Update: UPDATES,
    FoundingStep: START,
    Reading: OVERVIEW,
    DataItem: DATA,
    FeedbackWay: DATA,
}


def address(record: Record) -> str:
    """The address of an entry under the site's root: a page for an update, a place on a page for all others."""
    page = _PAGES[type(record)]
    return f"{page}{record.id}/" if isinstance(record, Update) else f"{page}#{record.id}"


def label(record: Record) -> str:
    """What it is called, or its first words."""
    names = (getattr(record, key, None) for key in ("title", "name", "need", "item", "question", "step"))
    return next(filter(None, names), record.id)
