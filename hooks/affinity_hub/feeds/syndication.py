"""Feeds as bytes: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org) of the same entries."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from xml.etree import ElementTree

from affinity_hub.core import i18n
from affinity_hub.core.artifact import Artifact
from affinity_hub.core.digests import digest

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed. `id` is a permanent address, `updated` an aware moment, and `html` is safe HTML."""

    id: str
    url: str
    title: str
    updated: dt.datetime
    summary: str | None = None
    html: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `page` is the absolute address of the page that shows the same entries, and the id of the feed.

    `site_url` is the address of the site; `atom` and `json` are paths under it.
    """

    title: str
    page: str
    author: str
    site_url: str
    atom: str
    json: str
    entries: Sequence[FeedEntry]

    def artifacts(self) -> Iterator[Artifact]:
        """The feed in both formats."""
        yield Artifact(self.atom, self._atom, inputs_digest=partial(digest, self))
        yield Artifact(self.json, self._json, inputs_digest=partial(digest, self))

    def _atom(self) -> bytes:
        feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": i18n.current().tag})
        _add(feed, "title", self.title)
        _add(feed, "id", self.page)
        _add(feed, "link", rel="self", type="application/atom+xml", href=self.site_url + self.atom)
        _add(feed, "link", rel="alternate", type="text/html", href=self.page)
        _add(feed, "updated", max((entry.updated for entry in self.entries), default=_NEVER).isoformat())
        _add(_add(feed, "author"), "name", self.author)
        for entry in self.entries:
            element = _add(feed, "entry")
            _add(element, "title", entry.title)
            _add(element, "id", entry.id)
            _add(element, "link", rel="alternate", type="text/html", href=entry.url)
            _add(element, "updated", entry.updated.isoformat())
            if entry.summary:
                _add(element, "summary", entry.summary)
            if entry.html:
                _add(element, "content", entry.html, type="html")
        ElementTree.indent(feed)
        text = ElementTree.tostring(feed, "unicode")
        return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()

    def _json(self) -> bytes:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.page,
            "feed_url": self.site_url + self.json,
            "language": i18n.current().tag,
            "authors": [{"name": self.author}],
            "items": [_item(entry) for entry in self.entries],
        }
        return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child


def _item(entry: FeedEntry) -> dict[str, str]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "date_published": entry.updated.isoformat(),
        "content_html": entry.html,
    }
    return item | ({"summary": entry.summary} if entry.summary else {})
