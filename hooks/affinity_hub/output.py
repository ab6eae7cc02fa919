"""One generated file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """The head of a page that the theme surrounds."""

    title: str
    description: str
    edit: str | None = None
    """The data file behind the page, for its "Edit this entry" link."""
    names: tuple[str, ...] = ()
    """Short and other names of what the page is about; search ranks them above the text of other pages."""
    listed: bool = True
    """Whether search, the sitemap and search engines may know it."""
    searched: bool = True
    """Whether the search of the site knows it."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site: its path under the root, and its bytes or how they are made.

    With a `page`, the bytes are that page's body.
    """

    path: str
    made: bytes | Callable[[], bytes]
    page: Page | None = None

    @property
    def content(self) -> bytes:
        """Its bytes. Most are made each time they are asked for: those of all files at once would fill the memory."""
        return self.made if isinstance(self.made, bytes) else self.made()
