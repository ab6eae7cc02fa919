"""One generated file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading and the content up to the next heading. The lead section has no heading and no id."""

    id: str
    title: str
    html: str
    text: str
    """Its text for the search, in one line. The search skips a section without text."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """The body of a page: the lead section, which comes before the first heading, and the sections after it."""

    sections: tuple[Section, ...]

    @property
    def html(self) -> str:
        """The whole body."""
        return "".join(section.html for section in self.sections)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The facts about a page for the layout, the search, and the sitemap."""

    title: str
    description: str
    names: tuple[str, ...] = ()
    """Short and other names of what the page is about; search ranks them above the text of other pages."""
    in_sitemap: bool = True
    """Whether the sitemap lists it, and search engines may index it."""
    searched: bool = True
    """Whether the site's search covers it."""
    feed: str = ""
    """The folder of the feeds that follow the page, such as `events/`; empty without a feed."""
    card: str = ""
    """The picture that chats show for a link to the page; empty for the picture that all other pages share."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site: its path under the root, its bytes or the body of a page, and the facts about a page.

    `payload` and `meta` can be functions that return the value. `inputs_digest` returns a digest of all values that
    both depend on, except the values that all files of a site have in common. Without `inputs_digest`, each build makes
    the file.
    """

    path: str
    payload: bytes | PageContent | Callable[[], bytes | PageContent] = field(repr=False)
    meta: PageMeta | Callable[[], PageMeta] | None = field(default=None, repr=False)
    inputs_digest: Callable[[], bytes] | None = field(default=None, repr=False)

    @property
    def content(self) -> bytes:
        """The bytes of the file. Most bytes are made each time they are needed, because the bytes of all files together
        would need too much memory."""
        payload = self._payload
        return payload if isinstance(payload, bytes) else payload.html.encode()

    @property
    def body(self) -> PageContent:
        """The body of a page, made each time it is needed."""
        payload = self._payload
        assert isinstance(payload, PageContent), f"{self.path} is not a page"
        return payload

    @property
    def _payload(self) -> bytes | PageContent:
        return self.payload() if callable(self.payload) else self.payload

    @property
    def is_page(self) -> bool:
        """Whether the file is a page, which gets the layout around its body."""
        return self.meta is not None

    @property
    def page_meta(self) -> PageMeta | None:
        """The facts about a page; None for other files."""
        return self.meta() if callable(self.meta) else self.meta


class ArtifactIndex:
    """The files of a site in their order, each taken from the iterator when it is first needed."""

    def __init__(self, artifacts: Iterable[Artifact]) -> None:
        self._remaining = iter(artifacts)
        self._by_path: dict[str, Artifact] = {}

    def __iter__(self) -> Iterator[Artifact]:
        yield from self._by_path.values()
        while artifact := self._next():
            yield artifact

    def get(self, path: str) -> Artifact | None:
        """The file with a path, if there is one."""
        while path not in self._by_path and self._next():
            pass
        return self._by_path.get(path)

    def _next(self) -> Artifact | None:
        if artifact := next(self._remaining, None):
            self._by_path[artifact.path] = artifact
        return artifact
