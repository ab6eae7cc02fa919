"""Widgets for an intranet's iframe: whole pages without the theme, without scripts, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .output import Output
from .render import body
from .views import Site, View
from .wording import EVENT_KINDS, GROUP_KINDS, GROUP_STATUSES

THEMES = ("light", "dark")
ROWS = 5
GROUP_ROWS = 3


@dataclass(frozen=True, slots=True)
class Widget:
    """One widget: where it is under `embed/<theme>/`, what it is made from, and the height its snippet asks for."""

    path: str
    template: str
    title: str
    views: dict[str, Any]
    height: int
    hidden: bool = False


def embeds(site: Site) -> Iterator[Output]:
    """Every widget in every theme."""
    labels = {"kinds": EVENT_KINDS, "group_kinds": GROUP_KINDS, "statuses": GROUP_STATUSES}
    for widget in widgets(site):
        for theme in THEMES:
            path = f"embed/{theme}/{widget.path}index.html"
            html = body(
                f"embed/{widget.template}", path, site=site, title=widget.title, theme=theme, **labels, **widget.views
            )
            yield Output(path, html.encode())


def widgets(site: Site) -> Iterator[Widget]:
    """The next dates, the directory, and a card for each group: hidden ones too, for those who know the address."""
    rows = [row for row in site.coming() if row.event.kind != "observance"] or site.coming()
    views = _first(rows, ROWS) | {"more": "events/"}
    yield Widget("next/", "next.html", "Next dates", views, _height(site, "Next dates", views["rows"]))
    shown = [group for group in site.groups if group.status != "closed"]
    yield Widget("groups/", "groups.html", "Groups", {"groups": shown}, _height(site, "Groups", shown))
    for group in site.group_pages:
        views = _first(group.coming, GROUP_ROWS) | {"group": group, "more": group.url}
        height = _height(site, group.name, [group, *views["rows"]])
        yield Widget(f"groups/{group.id}/", "group.html", group.name, views, height, group.hidden)


def _first(rows: list[View], most: int) -> dict[str, Any]:
    """The first few of some dates, and how many others there are."""
    return {"rows": rows[:most], "others": max(0, len(rows) - most)}


def _height(site: Site, title: str, items: list[View]) -> int:
    """Enough CSS pixels at a width of 320 px: 32 letters a line, and the room around items, head and foot."""
    texts = [title, site.settings.nondiscrimination.statement, site.settings.example and "x" * 64]
    for item in items:
        event = getattr(item, "event", None)
        texts += [event.title, f"{item.when} PST", event.place_text, item.note] if event else []
        texts += [] if event else [item.name, item.summary or "-", f"Open to: {item.open_to or 'not yet answered'}"]
    lines = sum(-(-len(text) // 32) for text in texts if text)
    return -(-(180 + 23 * lines + 22 * len(items)) // 20) * 20
