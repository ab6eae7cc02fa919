"""Upcoming dates as feeds: all events, and each group. Connectors of Teams and Slack post new entries to a channel.

A date enters its feed `DAYS_AHEAD` days before it begins, and that moment is the date of its entry. A connector posts
each date once, in time, and the bytes depend only on the data and the day of the build. An entry for a date that is
cancelled, postponed, or moved has its own id, so that connectors post the change, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.i18n import gettext
from affinity_hub.ical.vevent import OFF_TITLES
from affinity_hub.record_views.events.event import EventDate
from affinity_hub.views.site import Site

from .syndication import Feed, FeedEntry

DAYS_AHEAD: Final = 21
MAX_UPCOMING: Final = 100


def feeds(site: Site) -> Iterator[Artifact]:
    """The feeds of all upcoming dates, and the feeds of each group under all its ids."""
    yield from _feed(site, site.settings.name, "events/", "events/", site.coming)
    for group in site.group_pages:
        coming = [date for date in group.coming if group.hidden or not date.event.hidden]
        for name in (group.id, *group.was):
            yield from _feed(site, group.name, group.url, f"groups/{name}/", coming)


def _feed(site: Site, title: str, page: str, folder: str, coming: Iterable[EventDate]) -> Iterator[Artifact]:
    last = site.today + dt.timedelta(days=DAYS_AHEAD)
    soon = [date for date in coming if site.today <= date.first_day <= last]
    title, author = gettext("%(title)s: upcoming dates", title=title), site.settings.organization.name
    entries = [_entry(site, date) for date in soon[:MAX_UPCOMING]]
    address = site.address("")
    feed = Feed(title, site.address(page), author, address, f"{folder}feed.atom", f"{folder}feed.json", entries)
    yield from feed.artifacts()


def _entry(site: Site, date: EventDate) -> FeedEntry:
    event = date.event
    day = dt.datetime.combine(date.first_day - dt.timedelta(days=DAYS_AHEAD), dt.time(), site.zone)
    state = f"-{date.status}" if date.is_off else f"-{date.start:%Y%m%dT%H%M}" if date.previous else ""
    entry_id = f"{site.address(f'events/{event.first_id}/')}#{date.series_date}{state}"
    title = OFF_TITLES[date.status] + event.title if date.is_off else event.title
    lines = [
        date.when,
        date.note,
        event.place_text,
        gettext("Open to: %(open_to)s", open_to=event.open_to) if event.open_to else None,
    ]
    html = Markup("<br>").join(filter(None, lines))
    return FeedEntry(entry_id, site.address(event.url), f"{title}, {date.brief}", day, event.summary, str(html))
