"""The spec of one page, and the division of a long list into several pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from affinity_hub.core.i18n import Labels
from affinity_hub.record_views.base import RecordView
from affinity_hub.record_views.pagination import PAGE_SIZE, list_pages
from affinity_hub.views.site import Site

# The smallest list with filters.
FILTERED_ROWS: Final = 8
_NOTHING: Final[Mapping[str, Any]] = {}


def _nothing(_: Site, __: PageSpec) -> Mapping[str, Any]:
    return _NOTHING


@dataclass(frozen=True, slots=True)
class PageSpec:
    """The values from which one page is made. `view` is the view of the record that the page is about, if there is one.
    Otherwise, `edit` is the data file.

    `more_template_values` is called when the body of the page is made, and returns values that take a while to make.
    `more_meta` returns fields of the spec that the facts about the page need, such as `description`. All pages of a
    kind share these two functions, because a large site has ten thousand pages. So each function gets the spec of its
    page.
    `inputs_digest` returns a digest of all values on the page (see `Artifact.inputs_digest`).
    """

    address: str
    template: str
    title: str
    description: str
    template_values: dict[str, Any] = field(default_factory=dict)
    view: RecordView | None = None
    edit: str | None = None
    in_sitemap: bool = True
    searched: bool = True
    feed: str = ""
    card: str = ""
    more_template_values: Callable[[Site, PageSpec], Mapping[str, Any]] = _nothing
    more_meta: Callable[[Site, PageSpec], Mapping[str, Any]] = _nothing
    inputs_digest: Callable[[Site, PageSpec], bytes] | None = None


def group_digest(site: Site, spec: PageSpec) -> bytes:
    """A digest of all values on a page about a group."""
    return site.group_digest(spec.template_values["group"])


def paginated(
    spec: PageSpec, items: Sequence[Any], most: int = PAGE_SIZE, *, is_only_place: bool = False
) -> Iterator[PageSpec]:
    """The pages of a list that may be long. Templates get the entries to show and the links to the other pages as
    `list_page`.

    The search covers only the first page, unless the entries are in no other place (`is_only_place`).
    """
    for page in list_pages(spec.address, items, most):
        template_values, title = spec.template_values | {"list_page": page}, page.titled(spec.title)
        searched = spec.searched and (is_only_place or page.number == 1)
        yield replace(spec, address=page.url, title=title, template_values=template_values, searched=searched)


class Filter(NamedTuple):
    """A field that filters a list: its name, its label, the text of the option that shows all
    rows, and each choice with its text."""

    name: str
    label: str
    show_all: str
    choices: list[tuple[str, str]]


def useful_filters(filters: list[Filter], rows: int) -> list[Filter]:
    """The filters with at least two choices; none if the list has fewer than `FILTERED_ROWS` rows."""
    return [field for field in filters if len(field.choices) > 1] if rows >= FILTERED_ROWS else []


def choices_in_rows(labels: Labels[str], found: Iterable[str | None]) -> list[tuple[str, str]]:
    """The choices that the rows of a list have, in the order of their labels."""
    present = set(found)
    return [(value, text) for value, text in labels.items() if value in present]
