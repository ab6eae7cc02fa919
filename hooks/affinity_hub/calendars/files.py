"""The calendar files of a site and their ledger, with versions that continue the published calendars."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.history import guarantees, ledger, next_ledger
from affinity_hub.hub.hub import Hub
from affinity_hub.ical import vevent
from affinity_hub.ical.stamp import Revision, Stamps
from affinity_hub.views.site import Site

from . import catalog


def calendar_files(hub: Hub, site: Site, published: ledger.Ledger | None = None) -> list[Artifact]:
    """Only the calendars (.ics), with the ledger about them. Raises `DataError` as `outputs` does."""
    return SiteCalendars(hub, site, published).files()


def checked_calendars(hub: Hub, site: Site, published: ledger.Ledger | None) -> tuple[list[Artifact], list[Problem]]:
    """The same, with the warnings about them."""
    dated = SiteCalendars(hub, site, published)
    return dated.files(), dated.warnings


class SiteCalendars:
    """The calendars of a site. They continue the `published` calendars, if there are any."""

    def __init__(self, hub: Hub, site: Site, published: ledger.Ledger | None) -> None:
        self._hub, self._site, self.published = hub, site, published
        self._feeds = list(catalog.feeds(site, hub.schedules, published))

    @property
    def warnings(self) -> list[Problem]:
        """The warnings about these calendars."""
        return list(catalog.too_large(self._feeds, self._hub.settings))

    def files(self) -> list[Artifact]:
        """The files, with versions that continue the published calendars. Raises `DataError` as `outputs` does."""
        hub, site, feeds, published = self._hub, self._site, self._feeds, self.published
        entries = [entry for feed in feeds for entry in feed.entries]
        dated = [*site.event_pages, *site.opportunity_pages, *site.facilitator_entries]
        owners, groups = ledger.owners_of(dated), ledger.owners_of(site.group_pages)
        if published and (found := guarantees.check(published, hub, entries, owners, groups, site.today)):
            raise DataError(found)
        names, host = ledger.names_of(site.group_pages), hub.settings.uid_host

        @cache
        def book() -> tuple[bytes, dict[str, Revision]]:
            # The file and the part that calendars use. The whole ledger would take several times as much memory.
            made = next_ledger.update(published, entries, owners, names, host, site.now)
            return ledger.dump(made), made.revisions(entries)

        @cache
        def stamps() -> Stamps:
            # If nothing is published yet, every entry is new, so no process needs to make the ledger.
            return Stamps(book()[1] if published else {})

        made = [Artifact(feed.path, partial(_calendar, feed, stamps)) for feed in feeds]
        return [*made, Artifact(ledger.path(hub.audience), lambda: book()[0])]


def _calendar(feed: vevent.Feed, stamps: Callable[[], Stamps]) -> bytes:
    return vevent.calendar(feed, stamps())
