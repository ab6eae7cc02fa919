"""Everything that is generated, in one stable order.

Three consumers, one iterator: the hook hands it to MkDocs, the command line writes it, the tests compare it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from . import (
    api,
    calendars,
    continuity,
    embeds,
    feeds,
    headers,
    ledger,
    measures,
    pages,
    privacy,
    updates,
    versions,
    wording,
)
from .hub import Hub
from .model.settings import Settings
from .output import Files, Output
from .problems import DataError, Problem
from .revisions import Revision, Stamps
from .views import Site


def outputs(hub: Hub, now: dt.datetime, published: ledger.Ledger | None = None) -> Iterator[Output]:
    """All generated files of a hub as of `now` (aware), after what is published now, where anything is.

    The same data, date and ledger give the same bytes. Raises `DataError` where calendars that people follow would go
    wrong.
    """
    site = Site(hub, now)
    return _outputs(site, _Dated(hub, site, published))


def _outputs(site: Site, dated: _Dated) -> Iterator[Output]:
    checked = dated.files() if dated.published else None
    return headers.with_headers(_files(site, dated, checked), site.settings)


def _files(site: Site, dated: _Dated, checked: list[Output] | None) -> Iterator[Output]:
    yield from pages.pages(site)
    yield from embeds.embeds(site)
    yield from checked or dated.files()
    yield from updates.feeds(site)
    yield measures.table(site)
    yield from api.files(site)
    yield from _robots(site)


def _robots(site: Site) -> Iterator[Output]:
    """The staff edition asks search engines to stay away."""
    if site.is_staff:
        yield Output("robots.txt", b"User-agent: *\nDisallow: /\n")


@dataclass(frozen=True, slots=True)
class Made:
    """All that the theme's side has to know: the settings, for whom it is, the warnings about the data, the files."""

    settings: Settings
    is_staff: bool
    approval: str
    """Who approved the statement, and when it is looked at again, in words."""
    warnings: tuple[Problem, ...]
    files: Files
    known: privacy.Known
    """The mailboxes and people that hand-written pages may name."""

    @property
    def around(self) -> tuple[object, ...]:
        """What of it is in the theme, and so on every page."""
        return self.settings, self.is_staff, self.approval


def everything(hub: Hub, warnings: Sequence[Problem], now: dt.datetime, published: ledger.Ledger | None = None) -> Made:
    """A whole site but for the theme. Raises `DataError` as `outputs` does."""
    site, settings = Site(hub, now), hub.settings
    dated = _Dated(hub, site, published)
    files = Files(_outputs(site, dated))
    approval, today = wording.approval(settings.nondiscrimination), hub.date_at(now)
    found = (*warnings, *dated.warnings)
    return Made(settings, hub.audience == "staff", approval, found, files, privacy.known(hub, today))


def calendar_files(hub: Hub, site: Site, published: ledger.Ledger | None = None) -> list[Output]:
    """Only the calendars (.ics), with the ledger about them. Raises `DataError` as `outputs` does."""
    return _Dated(hub, site, published).files()


def checked_calendars(hub: Hub, site: Site, published: ledger.Ledger | None) -> tuple[list[Output], list[Problem]]:
    """The same, with the warnings about them."""
    dated = _Dated(hub, site, published)
    return dated.files(), dated.warnings


class _Dated:
    """The calendars of a site. They continue the `published` calendars, if there are any."""

    def __init__(self, hub: Hub, site: Site, published: ledger.Ledger | None) -> None:
        self._hub, self._site, self.published = hub, site, published
        self._feeds = list(calendars.feeds(site, hub.schedules, published))

    @property
    def warnings(self) -> list[Problem]:
        """The warnings about these calendars."""
        return list(calendars.too_large(self._feeds, self._hub.settings))

    def files(self) -> list[Output]:
        """The files, with versions that continue the published calendars. Raises `DataError` as `outputs` does."""
        hub, site, feeds, published = self._hub, self._site, self._feeds, self.published
        entries = [entry for feed in feeds for entry in feed.entries]
        dated = [*site.event_pages, *site.opportunity_pages, *site.facilitator_entries]
        owners, groups = ledger.owners_of(dated), ledger.owners_of(site.group_pages)
        if published and (found := continuity.check(published, hub, entries, owners, groups, site.today)):
            raise DataError(found)
        names, host = ledger.names_of(site.group_pages), hub.settings.uid_host

        @cache
        def book() -> tuple[bytes, dict[str, Revision]]:
            # The file and the part that calendars use. The whole ledger would take several times as much memory.
            made = versions.update(published, entries, owners, names, host, site.now)
            return ledger.dump(made), made.revisions(entries)

        @cache
        def stamps() -> Stamps:
            # If nothing is published yet, every entry is new, so no process needs to make the ledger.
            return Stamps(book()[1] if published else {})

        made = [Output(feed.path, partial(_calendar, feed, stamps)) for feed in feeds]
        return [*made, Output(ledger.path(hub.audience), lambda: book()[0])]


def _calendar(feed: feeds.Feed, stamps: Callable[[], Stamps]) -> bytes:
    return feeds.calendar(feed, stamps())


def write(files: Iterable[Output], folder: Path) -> int:
    """Writes outputs under a folder, byte for byte; returns how many. Pages come without the theme around them."""
    count = 0
    for output in files:
        count += 1
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return count
