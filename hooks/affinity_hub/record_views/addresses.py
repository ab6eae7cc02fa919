"""The address of each kind of record on the site, and the name of a record in a link to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from affinity_hub.schema import Event, Facilitator, Group, Opportunity, Partner, Record
from affinity_hub.schema.library import Claim, DifficultQuestion, Term
from affinity_hub.schema.progress import (
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
MEASURES_CSV: Final = "progress/measures.csv"
DATA_PAGE: Final = "progress/data/"
UPDATES: Final = "updates/"
START: Final = "start-a-group/"
QUESTION_PAGES: Final = "supports/questions/"
EVIDENCE: Final = "supports/evidence/"
READING: Final = "supports/reading/"
GLOSSARY: Final = "supports/glossary/"


class AddressKind(NamedTuple):
    """The addresses of a kind of record: pages below `page`, or anchors on `page`."""

    page: str
    has_own_pages: bool = False
    in_feed: bool = False
    """Whether feed entries use the id of each record, so that it must stay the same when the record gets a new id."""


ADDRESS_KINDS: Final[Mapping[type[Record], AddressKind]] = {
    Group: AddressKind("groups/", has_own_pages=True),
    Event: AddressKind("events/", has_own_pages=True),
    Opportunity: AddressKind("opportunities/", has_own_pages=True),
    Partner: AddressKind("partners/", has_own_pages=True),
    Facilitator: AddressKind("facilitators/"),
    ProgressMilestone: AddressKind(YOU_SAID),
    Finding: AddressKind(YOU_SAID),
    Stakeholder: AddressKind(YOU_SAID),
    InquiryEntry: AddressKind(INQUIRY),
    Resource: AddressKind(OVERVIEW),
    Measure: AddressKind(MEASURES),
    Update: AddressKind(UPDATES, has_own_pages=True, in_feed=True),
    FoundingStep: AddressKind(START),
    Reading: AddressKind(READING),
    DataItem: AddressKind(DATA_PAGE),
    FeedbackWay: AddressKind(DATA_PAGE),
    DifficultQuestion: AddressKind(QUESTION_PAGES, has_own_pages=True),
    Claim: AddressKind(EVIDENCE),
    Term: AddressKind(GLOSSARY),
}
_NAMES: Final = ("title", "name", "need", "item", "question", "claim", "term", "step")


def address(record: Record) -> str:
    """The address of a record below the root of the site: its own page, or an anchor on a page."""
    return address_of(ADDRESS_KINDS[type(record)], record.id)


def address_of(kind: AddressKind, name: str) -> str:
    """The address of a record that has or had the id `name`."""
    return f"{kind.page}{name}/" if kind.has_own_pages else f"{kind.page}#{name}"


def feed_id_path(kind: AddressKind, first_id: str) -> str:
    """The path in the id of a feed entry: the first address of the record, since feed readers compare ids.

    Source: RFC 4287, section 4.2.6. The id never changes, even if the entry moves.
    """
    assert kind.in_feed
    return address_of(kind, first_id)


def label(record: Record) -> str:
    """The title or the name of a record, or its first words."""
    return next(filter(None, (getattr(record, key, None) for key in _NAMES)), record.id)


def kind_card(kind: str) -> str:
    """The address of the picture that chats show for a link to an event of a kind."""
    return f"cards/kinds/{kind}.png"


def contact_link(contact: str) -> str:
    """The address of a link to a contact: the address of a page, or `mailto:` and the mailbox."""
    return contact if contact.startswith("https://") else f"mailto:{contact}"
