"""What is handed out to new colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from affinity_hub import handouts
from affinity_hub.subscribe import qr
from affinity_hub.views import Site

from .sheet import Sheet


def orientation(site: Site) -> Iterator[Sheet]:
    """What is handed out to new colleagues: a sheet, a slide, a text for newsletters, and a flyer of each group."""
    home = site.address("")
    usual: dict[str, Any] = {"home": home, "qr": qr(home, site.settings.name)}
    about = "One sheet for new colleagues: every group, to whom it is open and how to join."
    views = usual | {"fitting": handouts.sheet(site)}
    yield Sheet("orientation/", "orientation.html", "Welcome sheet", about, views, edit="groups.yml")
    about = "One slide for a welcome event: the groups, the next dates and the way to this site."
    views = usual | {"fitting": handouts.slide(site), "dates": handouts.dates(site)}
    yield Sheet("orientation/slide/", "slide.html", "Welcome slide", about, views, edit="groups.yml")
    about = "A short and a longer text about the groups, to paste into a newsletter or a message."
    views = {"texts": handouts.newsletter(site)}
    yield Sheet("orientation/newsletter/", "newsletter.html", "Text for a newsletter", about, views, edit="groups.yml")
    for group in site.group_pages:
        address, title = site.address(group.url), f"Flyer: {group.name}"
        views = {
            "group": group,
            "address": address,
            "qr": qr(address, group.name),
            "flyer": handouts.flyer(group, site),
        }
        about = f"One sheet about {group.name}, to print and to put up."
        yield Sheet(f"{group.url}flyer/", "flyer.html", title, about, views, group, listed=False)
