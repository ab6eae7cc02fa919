"""The pages for a list of a group or a partner that is too long for its own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from affinity_hub.core.i18n import gettext, noop
from affinity_hub.record_views.groups import OwnerView
from affinity_hub.views.milestones import OWN, OWN_PART

from .page_spec import PageSpec, paginated


class OwnedList(NamedTuple):
    """A list of a group or partner: its title, how many entries the owner's page shows (`few`), how many entries each
    page of the list shows (`most`), and whether the entries appear only in the list."""

    title: str
    few: int
    most: int = 100
    is_only_place: bool = False


OWNED_LISTS: Final = {
    "to_be_announced": OwnedList(noop("Dates to be announced"), 10),
    "opportunities": OwnedList(noop("Opportunities"), 20),
    "milestones": OwnedList(noop("Milestones"), OWN, OWN_PART, is_only_place=True),
    "offers": OwnedList(noop("Offers"), 30, is_only_place=True),
    "groups": OwnedList(noop("Groups that work with this partner"), 50),
}


def address(owner: OwnerView, name: str) -> str:
    """The address of the whole list."""
    return f"{owner.url}{name.replace('_', '-')}/"


def owned(owner: OwnerView) -> Iterator[PageSpec]:
    """The pages of an owner's long lists. The search covers a list only if its entries have no pages of their own."""
    for name, owned in OWNED_LISTS.items():
        items = getattr(owner, name, ())
        if len(items) <= owned.few:
            continue
        title = f"{owner.name}: {gettext(owned.title)}"
        template_values: dict[str, Any] = {"owner": owner, "what": name}
        spec = PageSpec(
            address(owner, name), "owned.html", title, title, template_values, owner, searched=owned.is_only_place
        )
        yield from paginated(spec, items, owned.most, is_only_place=owned.is_only_place)


def few(owner: OwnerView) -> dict[str, Any]:
    """The number of entries of each list on the owner's page, and the address of each whole list."""
    shown = {name: owned.few for name, owned in OWNED_LISTS.items()}
    return {"few": shown, "all": {name: address(owner, name) for name in OWNED_LISTS}}
