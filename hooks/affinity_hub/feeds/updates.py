"""The progress updates as feeds to follow.

The id of an entry is the first address of its update. The date of an entry is the day it was published; without that
day, the first day of its season, so that the order is right and the bytes do not depend on when the site was built.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.addresses import ADDRESS_KINDS, feed_id_path
from affinity_hub.record_views.progress_and_library import UpdateView
from affinity_hub.schema.progress import Update
from affinity_hub.views.site import Site

from .syndication import Feed, FeedEntry

ATOM: Final = "updates/feed.xml"
JSON: Final = "updates/feed.json"
# The season's first month, and how many calendar years after the school year began.
SEASONS: Final = {"fall": (9, 0), "winter": (12, 0), "spring": (3, 1), "summer": (6, 1)}
# Feed readers keep what they have read, so a feed does not need all old entries.
MAX_UPDATES: Final = 50


def feeds(site: Site) -> Iterator[Artifact]:
    """The two feeds. They exist before there is any update, so that people can follow them from the start."""
    title, organization = gettext("%(name)s: updates", name=site.settings.name), site.settings.organization.name
    entries = [_entry(site, update) for update in site.updates[:MAX_UPDATES]]
    yield from Feed(title, site.address("updates/"), organization, site.address(""), ATOM, JSON, entries).artifacts()


def _entry(site: Site, update: UpdateView) -> FeedEntry:
    entry_id = site.address(feed_id_path(ADDRESS_KINDS[Update], update.first_id))
    moment = _moment(site, update)
    return FeedEntry(entry_id, site.address(update.url), update.title, moment, update.summary, str(update.body or ""))


def _moment(site: Site, update: UpdateView) -> dt.datetime:
    """The moment when an update appeared (aware, in the site's zone, at the start of the day)."""
    month, years = SEASONS[update.season]
    day = update.published or dt.date(int(update.school_year[:4]) + years, month, 1)
    return dt.datetime.combine(day, dt.time(), site.zone)
