"""One generated file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PageMeta:
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
class Artifact:
    """A file of the site: its path under the root, its bytes, and the head of a page; or how the two are made.

    With a head, the bytes are that page's body.
    """

    path: str
    made: bytes | Callable[[], bytes] = field(repr=False)
    head: PageMeta | Callable[[], PageMeta] | None = field(default=None, repr=False)

    @property
    def content(self) -> bytes:
        """Its bytes. Most are made each time they are asked for: those of all files at once would fill the memory."""
        return self.made if isinstance(self.made, bytes) else self.made()

    @property
    def is_page(self) -> bool:
        """Whether the theme surrounds it."""
        return self.head is not None

    @property
    def page(self) -> PageMeta | None:
        """What the theme is told of a page."""
        return self.head() if callable(self.head) else self.head


class ArtifactIndex:
    """The files of a site in their order, each found out about when it is asked for."""

    def __init__(self, outputs: Iterable[Artifact]) -> None:
        self._coming = iter(outputs)
        self._known: dict[str, Artifact] = {}

    def __iter__(self) -> Iterator[Artifact]:
        yield from self._known.values()
        while output := self._next():
            yield output

    def get(self, path: str) -> Artifact | None:
        """The file with a path, if there is one."""
        while path not in self._known and self._next():
            pass
        return self._known.get(path)

    def _next(self) -> Artifact | None:
        if output := next(self._coming, None):
            self._known[output.path] = output
        return output
