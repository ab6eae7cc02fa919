"""Everything that is generated, in one stable order.

Three consumers, one iterator: the hook hands it to MkDocs, the command line writes it, the tests compare it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import api, calendars, continuity, embeds, feeds, ledger, pages, updates
from .hub import Hub
from .output import Output
from .problems import DataError
from .revisions import Stamps
from .views import Site


def outputs(hub: Hub, now: dt.datetime, published: ledger.Ledger | None = None) -> Iterator[Output]:
    """All generated files of a hub as of `now` (aware), after what is published now, where anything is.

    The same data, date and ledger give the same bytes. Raises `DataError` before the first one where calendars that
    people follow would go wrong.
    """
    site = Site(hub, now)
    made = calendar_files(hub, site, published)
    yield from pages.pages(site)
    yield from embeds.embeds(site)
    yield from made
    yield from updates.feeds(site)
    yield from api.files(site)


def calendar_files(hub: Hub, site: Site, published: ledger.Ledger | None = None) -> list[Output]:
    """Only the calendars (.ics), with the ledger about them. Raises `DataError` as `outputs` does."""
    files = list(calendars.feeds(site, hub.schedules))
    entries = [entry for feed in files for entry in feed.entries]
    owners = ledger.owners_of(site.event_pages)
    if published and (found := continuity.check(published, hub, entries, owners, site.today)):
        raise DataError(found)
    book = ledger.update(published, entries, owners, hub.settings.uid_host, site.now)
    stamps = Stamps(book.revisions(ledger.by_uid(entries)))
    made = [Output(feed.path, feeds.calendar(feed, stamps)) for feed in files]
    return [*made, Output(ledger.PATH, ledger.dump(book))]


def write(files: Iterable[Output], folder: Path) -> int:
    """Writes outputs under a folder, byte for byte; returns how many. Pages come without the theme around them."""
    count = 0
    for output in files:
        count += 1
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return count
