"""The pages and addresses of the records in progress.yml and library.yml.

A list can be too long for the page that shows it. Then the page has the beginning of the list, and separate pages have
the whole list; or the list continues on further pages. The `url` of a view leads to the page that has the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from affinity_hub.schema.milestone import STRANDS
from affinity_hub.schema.progress import STEPS

from . import addresses
from .pagination import list_pages

ListItem = TypeVar("ListItem")


class HasId(Protocol):
    """A record or its view."""

    @property
    def id(self) -> str:
        """The id; empty for a milestone of a group."""


class ListPlace(NamedTuple):
    """The page that shows a list or its beginning, the page of the whole list, and how many records both show."""

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
    "data_collection": ListPlace(addresses.DATA_PAGE, "progress/data/register/", 30, 40),
    "feedback": ListPlace(addresses.DATA_PAGE, "progress/data/feedback/", 30, 50),
    "start_a_group": ListPlace(addresses.START, "start-a-group/steps/", 20, 20),
    "measures": ListPlace(addresses.MEASURES, addresses.MEASURES, 25, 25),
    "claims": ListPlace(addresses.EVIDENCE, addresses.EVIDENCE, 50, 50),
    "reading": ListPlace(addresses.READING, addresses.READING, 100, 100),
    "glossary": ListPlace(addresses.GLOSSARY, addresses.GLOSSARY, 100, 100),
}
# The order of the lists that pages do not show in the order of the file. Records and their views have the same fields.
_ORDERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "milestones": lambda milestone: (*STRANDS, None).index(milestone.strand),
    "inquiry": lambda entry: STEPS.index(entry.step),
    "glossary": lambda term: (term.term.casefold(), term.id),
}


def in_order(name: str, items: Iterable[ListItem]) -> Sequence[ListItem]:
    """The records of a list, or their views, in the order in which pages show them."""
    order = _ORDERS.get(name)
    return sorted(items, key=order) if order else list(items)


def is_long(name: str, count: int) -> bool:
    """Whether a list of `count` records has separate pages besides the page with its beginning."""
    place = PLACES[name]
    return place.whole != place.page and count > place.few


def urls(name: str, items: Iterable[HasId]) -> dict[str, str]:
    """The addresses of a list's records, by id, if they differ from the addresses in `addresses`."""
    place, ordered = PLACES.get(name), in_order(name, items)
    if place is None or not (place.whole == place.page or is_long(name, len(ordered))):
        return {}
    pages = list_pages(place.whole, ordered, place.most)
    return {item.id: f"{page.url}#{item.id}" for page in pages for item in page.items if item.id}
