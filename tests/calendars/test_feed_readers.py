"""The feeds of the updates, read by a news reader's library and compared with the specification of JSON Feed."""

from __future__ import annotations

import calendar
import copy
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from affinity_hub import load, outputs

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "sample-district"
HOSTILE = """updates:
  - id: news
    title: "Tea & <b>cake</b> ]]>"
    school_year: 2025-26
    season: spring
    summary: "<script>alert(1)</script> & more"
    body: "Text with <script>alert(1)</script> and **bold** words."
"""
District = Callable[..., Path]

# JSON Feed 1.1 (jsonfeed.org/version/1.1), "Top-level" and "Items": its required fields, and the types of the fields
# that we use.
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https://"}
PEOPLE = {
    "type": "array",
    "items": {"type": "object", "minProperties": 1, "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS}},
}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "additionalProperties": False,
    "properties": {
        "id": TEXT,
        "url": ADDRESS,
        "title": {"type": "string"},
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": {"type": "string"},
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": PEOPLE,
        "tags": {"type": "array", "items": TEXT},
        "language": TEXT,
    },
}
JSON_FEED = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": {"type": "string"},
        "language": TEXT,
        "authors": PEOPLE,
        "items": {"type": "array", "items": ITEM},
    },
}


def feeds(folder: Path, now: dt.datetime) -> tuple[Any, Any]:
    """The Atom feed as the reader understands it, and the JSON Feed."""
    files = {o.path: o.content for o in outputs(load(folder, now)[0], now) if o.path.startswith("updates/feed.")}
    atom = feedparser.parse(files["updates/feed.xml"], response_headers={"content-type": "application/atom+xml"})
    return atom, json.loads(files["updates/feed.json"])


def faults(feed: Any) -> list[str]:
    jsonschema.Draft202012Validator.check_schema(JSON_FEED)
    return [error.message for error in jsonschema.Draft202012Validator(JSON_FEED).iter_errors(feed)]


@pytest.mark.parametrize("folder", [DEMO, ROOT], ids=["sample", "real"])
def test_a_reader_and_the_specification_find_nothing_wrong(folder: Path, now: dt.datetime) -> None:
    atom, feed = feeds(folder, now)
    assert (atom.bozo, atom.version) == (False, "atom10")
    assert faults(feed) == []
    assert atom.feed.title == feed["title"]
    assert atom.feed.author == feed["authors"][0]["name"]
    assert [entry.id for entry in atom.entries] == [item["id"] for item in feed["items"]]
    assert [entry.link for entry in atom.entries] == [item["url"] for item in feed["items"]]
    assert [entry.title for entry in atom.entries] == [item["title"] for item in feed["items"]]
    for entry, item in zip(atom.entries, feed["items"], strict=True):
        moment = dt.datetime.fromtimestamp(calendar.timegm(entry.updated_parsed), dt.UTC)
        assert moment == dt.datetime.fromisoformat(item["date_published"])
    assert atom.entries or folder != DEMO, "the sample district has updates"
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_characters_of_markup_are_read_as_they_were_typed(district: District, now: dt.datetime) -> None:
    atom, feed = feeds(district(progress=HOSTILE), now)
    assert (atom.bozo, faults(feed)) == (False, [])
    assert atom.entries[0].title_detail.type == "text/plain"
    assert feed["items"][0]["title"] == "Tea & <b>cake</b> ]]>"
    assert "<strong>bold</strong>" in atom.entries[0].content[0].value
    assert "<script" not in atom.entries[0].content[0].value


def test_faults_would_be_found(now: dt.datetime) -> None:
    assert feedparser.parse(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>A & B</title></feed>").bozo
    _, feed = feeds(DEMO, now)
    for change in ({"version": "1"}, {"items": [{"content_html": ""}]}, {"titel": "x"}, {"feed_url": "/feed.json"}):
        assert faults(copy.deepcopy(feed) | change)
