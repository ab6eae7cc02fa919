"""Splits long lists over several pages, so that no page grows with the number of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

# The entries of a list take about a kilobyte each, and a page must stay below 200 kB.
PAGE_SIZE: Final = 100
# The largest number of pages that all link to one another, and the number of neighbors that a page of a longer list
# links to.
FEW, NEAR = 20, 2


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list: its entries, its number from 1, the number of pages, and the address of the first page.
    `before` is the number of entries on earlier pages.
    """

    items: Sequence[Any]
    number: int
    count: int
    first: str
    before: int = 0

    @property
    def url(self) -> str:
        """Its address, from the root of the site."""
        return address(self.first, self.number)

    def urls(self) -> Iterator[tuple[int, str]]:
        """The number and the address of the pages that this page links to.

        In a short list, these are all pages. In a long list, they are the first, the last, the nearest, and about ten
        other pages, because links to all pages would grow with the square of the list.
        """
        for number in range(1, self.count + 1):
            is_near, is_end = abs(number - self.number) <= NEAR, number in (1, self.count)
            if self.count <= FEW or is_near or is_end or number % (self.count // 10) == 0:
                yield number, address(self.first, number)

    def titled(self, title: str) -> str:
        """Its title, which is unique."""
        return title if self.number == 1 else f"{title}, page {self.number}"


def list_pages(first: str, items: Sequence[Any], most: int = PAGE_SIZE) -> Iterator[ListPage]:
    """A list on pages with at most `most` entries. An empty list has one page. `first` is the address of the list."""
    starts = range(0, len(items), most) or [0]
    for number, start in enumerate(starts, 1):
        yield ListPage(items[start : start + most], number, len(starts), first, start)


def address(first: str, number: int) -> str:
    """The address of a page of a list. The first page is at the address of the list. Addresses below embed/ are for
    frames."""
    if number == 1:
        return first
    return f"{'snippets/' if first == 'embed/' else first}pages/{number}/"
