"""The calendar files of a site and their ledger, with versions that continue the published calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.digests import digest
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.history import guarantees, ledger, next_ledger
from affinity_hub.hub.hub import Hub
from affinity_hub.ical.component import Revision, Stamps
from affinity_hub.ical.discreet import DiscreetEntry
from affinity_hub.ical.vcalendar import CalendarFile, RenderedEntry, vcalendar
from affinity_hub.ical.vevent import CalendarEntry
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.schema.event import EventSchedule
from affinity_hub.schema.settings import Settings
from affinity_hub.views.add_links import one_date_path
from affinity_hub.views.site import Site

from . import catalog

# Google documents this limit for imported files, and calendar apps on phones read larger files slowly.
MAX_CALENDAR_BYTES: Final = 1_000_000
# Approximate bytes that every VEVENT has: the property names and the time zone. The second number is the bytes of one
# EXDATE.
_FRAME: Final = 340
_EXDATE: Final = 50


def calendar_files(hub: Hub, site: Site, published: ledger.Ledger | None = None) -> list[Artifact]:
    """Only the calendars (.ics), with the ledger about them. Raises `DataError` as `outputs` does."""
    return SiteCalendars(hub, site, published).files()


def checked_calendars(hub: Hub, site: Site, published: ledger.Ledger | None) -> tuple[list[Artifact], list[Problem]]:
    """The files of `calendar_files`, with the warnings about them."""
    calendars = SiteCalendars(hub, site, published)
    return calendars.files(), calendars.warnings


class SiteCalendars:
    """The calendars of a site. They continue the `published` calendars, if there are any."""

    def __init__(self, hub: Hub, site: Site, published: ledger.Ledger | None) -> None:
        self._hub, self._site, self.published = hub, site, published
        self._calendars = list(catalog.calendars(site, hub.schedules, published))

    @property
    def warnings(self) -> list[Problem]:
        """The warnings about these calendars."""
        return list(_too_large(self._calendars, self._hub.settings))

    def files(self) -> list[Artifact]:
        """The files, with versions that continue the published calendars. Raises `DataError` as `outputs` does."""
        hub, site, calendars, published = self._hub, self._site, self._calendars, self.published
        entries = [entry for file in calendars for entry in file.entries]
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

        # No one subscribes to a single date, so the ledger has no versions of it.
        alone = list(self._next_dates())
        if published:  # each file then depends on the versions in the ledger, which is made from all entries
            made = [Artifact(file.path, partial(_text, file, stamps)) for file in calendars]
            return [*made, *alone, Artifact(ledger.path(hub.audience), lambda: book()[0])]
        made = [
            Artifact(file.path, partial(_text, file, stamps), inputs_digest=partial(_inputs_digest, file))
            for file in calendars
        ]
        whole = partial(_digest_of_all, calendars, names)
        return [*made, *alone, Artifact(ledger.path(hub.audience), lambda: book()[0], inputs_digest=whole)]

    def _next_dates(self) -> Iterator[Artifact]:
        """A calendar for each event with only its next date, made when it is needed."""
        for event in self._site.event_pages:
            if date := event.next:
                schedule = self._hub.schedules[event.id]
                for name in (event.id, *event.was):
                    made = partial(_one_date, self._site, name, date, schedule)
                    yield Artifact(one_date_path(name, date), made, inputs_digest=partial(_event_digest, event))


def _one_date(site: Site, name: str, date: EventDate, schedule: EventSchedule) -> bytes:
    return vcalendar(catalog.one_date_calendar(site, name, date, schedule))


def _event_digest(event: EventView) -> bytes:
    return event.digest


def _text(file: CalendarFile, stamps: Callable[[], Stamps]) -> bytes:
    return vcalendar(file, stamps())


def _inputs_digest(file: CalendarFile) -> bytes:
    """A digest of everything in a calendar of a site that is not published yet."""
    entries = [_entry_digest(entry) for entry in file.entries]
    return digest(file.name, file.description, file.url, file.page, file.zone, file.discreet_form, entries)


def _digest_of_all(calendars: Iterable[CalendarFile], names: Mapping[str, tuple[str, ...]]) -> bytes:
    """A digest of everything in the ledger of a site that is not published yet."""
    return digest([_inputs_digest(file) for file in calendars], sorted(names.items()))


def _entry_digest(entry: RenderedEntry) -> bytes:
    plain = entry.entry if isinstance(entry, DiscreetEntry) else entry
    assert isinstance(plain, CalendarEntry)
    assert plain.inputs_digest
    return plain.inputs_digest()


def _too_large(calendars: Iterable[CalendarFile], settings: Settings) -> Iterator[Problem]:
    """A warning for each calendar that is too large for some calendar apps. Each calendar gets one warning, even if the
    site publishes it at several addresses.

    The size is an estimate from the lengths of the texts. Generating every calendar would take as long as a build.
    """
    sizes: dict[str, int] = {}  # several calendars have the same entry
    for file in {file.page + file.name: file for file in calendars if file.discreet_form is None}.values():
        entries = [entry for entry in file.entries if isinstance(entry, CalendarEntry)]
        sizes |= {entry.uid: _bytes(entry) for entry in entries if entry.uid not in sizes}
        size = sum(sizes[entry.uid] for entry in entries)
        if size <= MAX_CALENDAR_BYTES:
            continue
        days = max(settings.feed_past_days // 2, 1)
        message = f"The calendar {file.path} is about {size / 1e6:.1f} MB. Some calendar apps read no more than 1 MB."
        hint = f"Remove past events from the calendars sooner:  feed_past_days: {days}"
        if file.path.startswith("calendars/groups/"):
            hint += "\nOr split the group in two, or shorten `details`: every changed date repeats them."
        elif file.path.startswith("calendars/events/"):
            hint = (
                "Shorten `details`, or end the series and start a new one: every changed date repeats the whole text."
            )
        else:
            hint += "\nYou can also send people to the calendars of their groups, which are smaller."
        yield Problem(settings.position("feed_past_days"), "W340", message, hint)


def _bytes(entry: CalendarEntry) -> int:
    """The approximate size of an entry's VEVENTs in bytes."""
    schedule = entry.schedule
    if not schedule.dates:
        return 0
    texts = (entry.title, entry.description, entry.location, entry.uid, entry.url, *entry.categories)
    size = _FRAME + sum(len(part.encode()) for part in texts)
    return size * (max(len(schedule.series), 1) + len(schedule.changes)) + _EXDATE * len(schedule.skipped)
