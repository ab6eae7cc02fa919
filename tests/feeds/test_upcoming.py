"""The feeds of upcoming dates, which connectors of chat programs read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from affinity_hub import load, outputs
from affinity_hub.feeds.upcoming import DAYS_AHEAD

from tests.made import lazy_bytes

Write = Callable[..., Path]
ATOM = "{http://www.w3.org/2005/Atom}"
GROUPS = """groups:
  - {id: tea-circle, was: [tea-table], name: Tea Circle, kind: affinity, summary: Tea., open_to: unknown}
"""
EVENTS = """events:
  - id: tea
    title: "Tea & <b>talk</b>"
    kind: gathering
    groups: [tea-circle]
    starts: 2026-12-03 16:00
    ends: 17:30
    repeats: weekly on Thursday
    times: 8
    changes:
      - {date: 2026-12-10, cancelled: yes, reason: snow}
      - {date: 2026-12-17, starts: 2026-12-18 15:00}
  - {id: hidden, title: Hidden, kind: gathering, hidden: yes, starts: 2026-12-04}
  - {id: before, title: Past, kind: gathering, starts: 2026-11-02}
"""


def made(district: Write, now: dt.datetime) -> dict[str, bytes]:
    hub, _ = load(district(groups=GROUPS, events=EVENTS), now)
    return lazy_bytes(outputs(hub, now))  # type: ignore[return-value]


def items(files: dict[str, bytes], path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[path])["items"]
    return found


def test_a_feed_has_the_listed_dates_of_the_next_weeks(district: Write, now: dt.datetime) -> None:
    files = made(district, now)
    found = items(files, "events/feed.json")
    last = now.date() + dt.timedelta(days=DAYS_AHEAD)
    expected = [day for day in ("2026-12-03", "2026-12-10", "2026-12-17") if day <= f"{last}"]
    assert [item["id"].partition("#")[2][:10] for item in found] == expected
    assert "Hidden" not in json.dumps(found)
    assert "Past" not in json.dumps(found)
    for path in ("groups/tea-circle/feed.json", "groups/tea-table/feed.json"):
        assert [item["id"] for item in items(files, path)] == [item["id"] for item in found]


def test_a_change_has_its_own_id_and_says_what_changed(district: Write, now: dt.datetime) -> None:
    as_planned, cancelled, moved = items(made(district, now + dt.timedelta(days=7)), "events/feed.json")
    assert as_planned["id"].endswith("/events/tea/#2026-12-03")
    assert cancelled["id"].endswith("#2026-12-10-cancelled")
    assert cancelled["title"].startswith("CANCELLED: ")
    assert "snow" in cancelled["content_html"]
    assert moved["id"].endswith("#2026-12-17-20261218T1500")


def test_both_formats_have_the_same_entries_and_no_html_from_the_data(district: Write, now: dt.datetime) -> None:
    files = made(district, now)
    atom = ElementTree.fromstring(files["events/feed.atom"])
    entries = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title")) for entry in atom.iter(f"{ATOM}entry")]
    assert entries == [(item["id"], item["title"]) for item in items(files, "events/feed.json")]
    assert all("<b>" not in item["content_html"] for item in items(files, "events/feed.json"))


def test_an_entry_does_not_depend_on_the_time_of_the_build(district: Write, now: dt.datetime) -> None:
    today, tomorrow = (items(made(district, when), "events/feed.json") for when in (now, now + dt.timedelta(days=1)))
    assert [item for item in tomorrow if item in today] == [
        item for item in today if item["id"][-10:] != f"{now.date()}"
    ]
