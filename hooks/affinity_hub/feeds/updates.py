"""The progress updates in their order, and as feeds to follow: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org).

The id of an entry is the first address of its update. The date of an entry is the day it was published; without that
day, the first day of its season, so that the order is right and the bytes do not depend on when the site was built.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from affinity_hub.core.artifact import Artifact
from affinity_hub.record_views.addresses import KINDS, feed_id_path
from affinity_hub.record_views.progress_and_library import UpdateView
from affinity_hub.schema.progress import Update
from affinity_hub.views.site import Site

ATOM: Final = "updates/feed.xml"
JSON: Final = "updates/feed.json"
# The season's first month, and how many calendar years after the school year began.
SEASONS: Final = {"fall": (9, 0), "winter": (12, 0), "spring": (3, 1), "summer": (6, 1)}
# Feed readers keep what they have read; so a feed need not hold all that ever was.
MOST: Final = 50
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def feeds(site: Site) -> Iterator[Artifact]:
    """The two feeds. They exist before there is any update, so that one can follow them from the start."""
    yield Artifact(ATOM, _atom(site))
    yield Artifact(JSON, _json(site))


def _moment(site: Site, update: UpdateView) -> dt.datetime:
    """When an update appeared (aware, in the site's zone, at the start of the day)."""
    month, years = SEASONS[update.season]
    day = update.published or dt.date(int(update.school_year[:4]) + years, month, 1)
    return dt.datetime.combine(day, dt.time(), site.zone)


def _entry_id(site: Site, update: UpdateView) -> str:
    return site.address(feed_id_path(KINDS[Update], update.first_id))


def _title(site: Site) -> str:
    return f"{site.settings.name}: updates"


def _atom(site: Site) -> bytes:
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    updates = site.updates[:MOST]
    _add(feed, "title", _title(site))
    _add(feed, "id", site.address("updates/"))
    _add(feed, "link", rel="self", type="application/atom+xml", href=site.address(ATOM))
    _add(feed, "link", rel="alternate", type="text/html", href=site.address("updates/"))
    latest = max((_moment(site, update) for update in updates), default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    _add(feed, "updated", latest.isoformat())
    _add(_add(feed, "author"), "name", site.settings.organization.name)
    for update in updates:
        entry = _add(feed, "entry")
        _add(entry, "title", update.title)
        _add(entry, "id", _entry_id(site, update))
        _add(entry, "link", rel="alternate", type="text/html", href=site.address(update.url))
        _add(entry, "updated", _moment(site, update).isoformat())
        if update.summary:
            _add(entry, "summary", update.summary)
        if update.body:
            _add(entry, "content", str(update.body), type="html")
    ElementTree.indent(feed)
    text = ElementTree.tostring(feed, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child


def _json(site: Site) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(site),
        "home_page_url": site.address("updates/"),
        "feed_url": site.address(JSON),
        "language": "en",
        "authors": [{"name": site.settings.organization.name}],
        "items": [_item(site, update) for update in site.updates[:MOST]],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _item(site: Site, update: UpdateView) -> dict[str, str]:
    item = {
        "id": _entry_id(site, update),
        "url": site.address(update.url),
        "title": update.title,
        "date_published": _moment(site, update).isoformat(),
        "content_html": str(update.body or ""),
    }
    return item | ({"summary": update.summary} if update.summary else {})
