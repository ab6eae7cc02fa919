"""The pages for a list of a group or a partner that is too long for its own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from affinity_hub.record_views.groups_and_events import OwnerView
from affinity_hub.views.milestones import OWN, OWN_PART

from .page_spec import PageSpec, in_parts


class List(NamedTuple):
    """Its name, how many of it the page of its owner has, how many a page of its own, whether they are nowhere else."""

    title: str
    few: int
    most: int = 100
    is_only_place: bool = False


LISTS: Final = {
    "to_be_announced": List("dates to be announced", 10),
    "opportunities": List("opportunities", 20),
    "milestones": List("milestones", OWN, OWN_PART, is_only_place=True),
    "offers": List("what it offers", 30, is_only_place=True),
    "groups": List("groups it works with", 50),
}


def address(owner: OwnerView, name: str) -> str:
    """Where all of a list is."""
    return f"{owner.url}{name.replace('_', '-')}/"


def owned(owner: OwnerView) -> Iterator[PageSpec]:
    """The pages of its long lists. What has a page of its own is found by search there."""
    for name, one in LISTS.items():
        items = getattr(owner, name, ())
        if len(items) <= one.few:
            continue
        title = f"{owner.name}: {one.title}"
        views: dict[str, Any] = {"owner": owner, "what": name}
        spec = PageSpec(address(owner, name), "owned.html", title, title, views, owner, searched=one.is_only_place)
        yield from in_parts(spec, items, one.most, is_only_place=one.is_only_place)


def few(owner: OwnerView) -> dict[str, Any]:
    """How many of each list its page shows, and where all of them are."""
    shown = {name: one.few for name, one in LISTS.items()}
    return {"few": shown, "all": {name: address(owner, name) for name in LISTS}}
