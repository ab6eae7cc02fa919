"""The feeds of the progress updates, read as a news reader would."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from affinity_hub import load, outputs

from tests.made import lazy_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

ATOM = "{http://www.w3.org/2005/Atom}"
DEMO = Path(__file__).parents[1].parent / "examples" / "sample-district"
HOSTILE = """updates:
  - id: news
    title: "Tea & <b>cake</b> ]]>"
    school_year: 2025-26
    season: spring
    summary: "<script>alert(1)</script> & more"
    body: "Text with <script>alert(1)</script> and **bold** \\u2028 words."
"""


def made(folder: Path, now: dt.datetime) -> tuple[ElementTree.Element, dict[str, object]]:
    hub, _ = load(folder, now)
    files = lazy_bytes(outputs(hub, now))
    return ElementTree.fromstring(files["updates/feed.xml"]), json.loads(files["updates/feed.json"])


def texts(element: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{ATOM}{name}")]


def test_both_feeds_hold_the_same_updates_newest_first(now: dt.datetime) -> None:
    atom, feed = made(DEMO, now)
    items = feed["items"]
    assert isinstance(items, list)
    addresses = [entry.findtext(f"{ATOM}id") for entry in atom.iter(f"{ATOM}entry")]
    assert addresses == [item["id"] for item in items]
    assert addresses[0] == "https://hub.cedarhollow.example/updates/news-fall-2026/", (
        "the address has the first id of the update"
    )
    dates = [item["date_published"] for item in items]
    assert dates == sorted(dates, reverse=True)
    # RFC 4287, 4.1.1 and 4.1.2: the elements that a feed and an entry must have exactly once.
    for element in (atom, *atom.iter(f"{ATOM}entry")):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert max(texts(atom, "updated")[1:]) == atom.findtext(f"{ATOM}updated")
    assert {link.get("rel") for link in atom.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert feed["version"] == "https://jsonfeed.org/version/1.1"


def test_a_draft_is_in_no_feed(now: dt.datetime) -> None:
    atom, feed = made(DEMO, now)
    assert "news-2026-27-winter" not in ElementTree.tostring(atom, "unicode") + json.dumps(feed)


@pytest.mark.parametrize("text", [HOSTILE, "updates: []\n"], ids=["hostile", "none"])
def test_a_feed_is_always_well_formed(district: Callable[..., Path], now: dt.datetime, text: str) -> None:
    atom, feed = made(district(progress=text), now)
    whole = " ".join(texts(atom, "content")) + json.dumps(feed["items"])
    assert "<script" not in " ".join(texts(atom, "content"))
    assert ("<strong>bold</strong>" in whole) == (text is HOSTILE)
    assert texts(atom, "updated")[0].startswith("2026-03-01" if text is HOSTILE else "1970-01-01")
