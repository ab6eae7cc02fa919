"""Which calendars there are and what each of them shows: the views that `feeds` turns into iCalendar text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .feeds import Entry, Feed
from .recurrence import Schedule
from .views import Site, View
from .wording import EVENT_KINDS


def feeds(site: Site, schedules: Mapping[str, Schedule]) -> Iterator[Feed]:
    """Every calendar of the site: all events, each group's, each kind's (empty ones too), each event's.

    Addresses stay: a renamed group or event is served under its earlier ids too.
    """
    entries = {event.id: entry(site, event, schedules[event.id]) for event in site.event_pages}
    listed = site.events
    yield _feed(site, "all", site.settings.name, "calendars/", [entries[event.id] for event in listed])
    for group in site.group_pages:
        own = [entries[event.id] for event in group.events if not event.hidden or group.hidden]
        for name in (group.id, *group.was):
            yield _feed(site, f"groups/{name}", group.short_name or group.name, group.url, own)
    for kind, title in EVENT_KINDS.items():
        own = [entries[event.id] for event in listed if event.kind == kind]
        yield _feed(site, f"kinds/{kind}", f"{title}, {site.settings.name}", "calendars/", own)
    for event in site.event_pages:
        for name in (event.id, *event.was):
            yield _feed(site, f"events/{name}", event.title, event.url, [entries[event.id]])


def _feed(site: Site, name: str, title: str, page: str, entries: list[Entry]) -> Feed:
    settings = site.settings
    path = f"calendars/{name}.ics"
    description = f"{title}. Published by {settings.organization.name}."
    # In the order of what never changes, so that edits give the same bytes in whichever order they were made.
    stable = tuple(sorted(entries, key=lambda entry: entry.uid))
    return Feed(path, title, description, site.address(path), site.address(page), settings.time_zone, stable)


def entry(site: Site, event: View, schedule: Schedule) -> Entry:
    """What a calendar shows of an event. Nothing here says more than its public page."""
    url = site.address(event.url)
    names = [owner.short_name or owner.name for owner in event.organizers]
    return Entry(
        uid=f"{event.first_id}@{site.settings.uid_host}",
        title=event.title,
        description=description(site, event, url),
        location=event.place_text,
        url=url,
        categories=(EVENT_KINDS[event.kind], *names),
        schedule=schedule,
        record=event.id,
        first=event.first_id,
        hidden=event.hidden,
    )


def description(site: Site, event: View, url: str) -> str:
    """The plain text of a calendar entry: what matters first, the page's address as the last line."""
    register = event.registration
    sign_up = (
        " ".join(part for part in (register.url, f"by {register.by:%Y-%m-%d}" if register.by else "") if part)
        if register
        else ""
    )
    lines = [
        event.summary,
        event.details_text,
        f"Open to: {event.open_to}" if event.open_to else None,
        f"Sign up: {sign_up}" if sign_up else None,
        f"Clock hours or stipend: {event.clock_hours}" if event.clock_hours else None,
        site.settings.nondiscrimination.statement,
        url,
    ]
    return "\n".join(part for part in lines if part)
