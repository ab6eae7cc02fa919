"""The links and the file that add one date to a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from affinity_hub import load, outputs
from affinity_hub.views.add_links import AddLinks
from affinity_hub.views.site import Site

from tests.made import lazy_bytes

Write = Callable[..., Path]
EVENTS = """events:
  - id: tea
    title: "Tea & talk + more"
    kind: gathering
    summary: Sit down with us.
    starts: 2026-12-03 16:00
    ends: 17:30
    repeats: weekly on Thursday
    times: 4
    place: {name: Library, address: 1 Main St}
    changes:
      - {date: 2026-12-03, starts: 2026-12-04 15:00, title: Tea on Friday}
  - id: week
    title: A week
    kind: convening
    starts: 2026-12-07
    ends: 2026-12-09
  - id: off
    title: Off
    kind: gathering
    starts: 2026-12-10 10:00
    ends: 11:00
    status: cancelled
"""


@pytest.fixture
def site(district: Write, now: dt.datetime) -> tuple[Site, dict[str, bytes]]:
    hub, _ = load(district(events=EVENTS), now)
    return Site(hub, now), lazy_bytes(outputs(hub, now))  # type: ignore[return-value]


def links(site: Site, name: str) -> AddLinks:
    event = next(event for event in site.event_pages if event.id == name)
    assert event.next
    return AddLinks(event.next, site.address(event.url))


def query(address: str) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_google_gets_the_date_with_its_changes(site: tuple[Site, dict[str, bytes]]) -> None:
    values = query(links(site[0], "tea").google)
    assert values["dates"] == "20261204T230000Z/20261205T003000Z"
    assert values["text"] == "Tea on Friday"
    assert values["details"].splitlines()[0] == "Sit down with us."
    assert values["location"] == "Library, 1 Main St"
    assert query(links(site[0], "week").google)["dates"] == "20261207/20261210", (
        "a day ends at the start of the next day"
    )


@pytest.mark.parametrize("way", ["outlook_work", "outlook_personal"])
def test_outlook_gets_the_date_and_no_plus_signs_for_spaces(site: tuple[Site, dict[str, bytes]], way: str) -> None:
    address = getattr(links(site[0], "tea"), way)
    assert "+" not in address
    values = query(address)
    assert (values["startdt"], values["enddt"]) == ("2026-12-04T23:00:00Z", "2026-12-05T00:30:00Z")
    assert (values["subject"], values["rru"]) == ("Tea on Friday", "addevent")
    days = query(getattr(links(site[0], "week"), way))
    assert (days["startdt"], days["enddt"], days["allday"]) == ("2026-12-07", "2026-12-10", "true")


def test_the_file_has_only_the_next_date_under_its_own_uid(site: tuple[Site, dict[str, bytes]]) -> None:
    path = links(site[0], "tea").file
    assert path == "calendars/occurrences/tea/2026-12-03.ics"
    (event,) = icalendar.Calendar.from_ical(site[1][path]).walk("VEVENT")
    assert event["SUMMARY"] == "Tea on Friday"
    assert event.decoded("DTSTART").isoformat() == "2026-12-04T15:00:00-08:00"
    assert event.decoded("DTEND").isoformat() == "2026-12-04T16:30:00-08:00"
    assert str(event["UID"]).startswith("tea--2026-12-03-once@")
    assert not {"RRULE", "RECURRENCE-ID", "EXDATE"} & set(event)
    (days,) = icalendar.Calendar.from_ical(site[1][links(site[0], "week").file]).walk("VEVENT")
    assert (days.decoded("DTSTART"), days.decoded("DTEND")) == (dt.date(2026, 12, 7), dt.date(2026, 12, 10))


def test_an_event_without_a_future_date_has_no_file_to_add(site: tuple[Site, dict[str, bytes]]) -> None:
    found = [path for path in site[1] if path.startswith("calendars/occurrences/")]
    assert sorted(path.split("/")[2] for path in found) == ["tea", "week"]
