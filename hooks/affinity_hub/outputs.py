"""Everything that is generated, in one stable order.

Three consumers, one iterator: the hook hands it to MkDocs, the command line writes it, the tests compare it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import api, calendars, embeds, feeds, pages
from .hub import Hub
from .output import Output
from .views import Site


def outputs(hub: Hub, now: dt.datetime) -> Iterator[Output]:
    """All generated files of a hub as of `now` (aware). The same data and the same date give the same bytes."""
    site = Site(hub, now)
    yield from pages.pages(site)
    yield from embeds.embeds(site)
    yield from calendar_files(hub, site)
    yield from api.files(site)


def calendar_files(hub: Hub, site: Site) -> Iterator[Output]:
    """Only the calendars (.ics)."""
    for feed in calendars.feeds(site, hub.schedules):
        yield Output(feed.path, feeds.calendar(feed))


def write(files: Iterable[Output], folder: Path) -> int:
    """Writes outputs under a folder, byte for byte; returns how many. Pages come without the theme around them."""
    count = 0
    for output in files:
        count += 1
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return count
