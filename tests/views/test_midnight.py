"""Events that end at midnight or after it appear on the day they start, with their times, in every list."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from affinity_hub import load, outputs

from tests.made import lazy_texts
from tests.views.test_one_date import rows, text

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
LISTS = (
    "events/index.html",
    "events/months/2026-12/index.html",
    "groups/tea-circle/index.html",
    "embed/light/next/5/index.html",
    "embed/light/month/index.html",
)
# The typed end, the time in frames, and the time in lists and in the month sheet.
ENDS = {
    "2026-12-05 00:00": ("8:00 PM–midnight", "8:00 PM–midnight"),
    "2026-12-05 00:30": ("8:00 PM to 12:30 AM on Saturday, December 5, 2026", "8:00 PM–12:30 AM"),
    "2026-12-05 10:00": ("8:00 PM to 10:00 AM on Saturday, December 5, 2026", "8:00 PM–10:00 AM"),
    "2026-12-05 19:59": ("8:00 PM to 7:59 PM on Saturday, December 5, 2026", "8:00 PM to 7:59 PM on Sat, Dec 5"),
}
Site = Callable[..., Mapping[str, str]]


@pytest.fixture
def site(district: Callable[..., Path]) -> Site:
    def made(ends: str, now: dt.datetime = NOW, repeats: str | None = None) -> Mapping[str, str]:
        event = {"id": "stars", "title": "Stars", "kind": "gathering", "groups": ["tea-circle"]}
        event |= {"starts": "2026-12-04 20:00", "ends": ends}
        event |= {"repeats": repeats, "until": "2027-03-05"} if repeats else {}
        hub, _ = load(district(events=json.dumps({"events": [event]})), now)
        return lazy_texts(outputs(hub, now))

    return made


def days(site: Mapping[str, str]) -> dict[str, str]:
    """The entries on each day of the December sheet that has an event."""
    sheet = re.findall(r'<td[^>]* data-day="([0-9-]+)".*?</time>(.*?)</td>', site[LISTS[1]], re.DOTALL)
    return {day: text(row) for day, row in sheet if "Stars" in row}


@pytest.mark.parametrize("ends", ENDS)
def test_lists_show_an_event_with_its_time_on_the_day_when_it_starts(ends: str, site: Site) -> None:
    made = site(ends)
    for path in LISTS:
        found = [row for row in rows(made[path]) if "Stars" in row]
        assert len(found) == 1, path
        heading = re.search(r"<h2>(?:(?!<h2>).)*?Stars", made[path], re.DOTALL) if path == LISTS[1] else None
        assert re.search("Fri(day)?, Dec(ember)? 4", heading[0] if heading else found[0])
        in_frames, in_lists = ENDS[ends]
        assert (in_frames if path.startswith("embed/") else in_lists) in found[0].replace(" PST", ""), path
        assert "Fri 4 to Sat 5" not in text(made[path])


@pytest.mark.parametrize("ends", ENDS)
def test_the_month_sheet_shows_the_event_once(ends: str, site: Site) -> None:
    assert days(site(ends)) == {"2026-12-04": f"{ENDS[ends][1]} Stars , Fri, Dec 4"}


@pytest.mark.parametrize(
    "ends, expected",
    [
        ("2026-12-05 00:00", "8:00 PM–midnight"),
        ("2026-12-05 10:00", "8:00 PM to 10:00 AM the next day"),
        ("2026-12-06 00:00", "8:00 PM to midnight the next day"),
        ("2026-12-06 10:00", "8:00 PM to 10:00 AM 2 days later"),
    ],
)
def test_a_series_says_on_which_day_its_dates_end(ends: str, expected: str, site: Site) -> None:
    page = text(site(ends, repeats="monthly on the 1st Friday")["events/stars/index.html"])
    assert f"Monthly on the 1st Friday, {expected}, until March 5, 2027" in page


def test_an_event_of_a_day_or_longer_is_a_bar_over_its_days(site: Site) -> None:
    for ends in ("2026-12-05 20:00", "2026-12-06 00:00"):
        made = site(ends)
        assert list(days(made)) == ["2026-12-04"]
        assert re.search(
            r'data-day="2026-12-04"(?:(?!data-day).)*hub-days__bar(?:(?!data-day).)*Stars', made[LISTS[1]], re.DOTALL
        )
    assert "8:00 PM to midnight on Sat, Dec 5" in text(site("2026-12-06 00:00")["events/index.html"])


@pytest.mark.parametrize("ends, is_coming", [("2026-12-05 00:00", False), ("2026-12-05 00:30", True)])
def test_the_event_is_over_when_its_last_day_is_over(ends: str, is_coming: bool, site: Site) -> None:
    saturday = dt.datetime(2026, 12, 5, 20, tzinfo=dt.UTC)
    assert ("Stars" in text(site(ends, saturday)["events/index.html"])) is is_coming
    assert ("Stars" in text(site(ends, saturday)["events/past/index.html"])) is not is_coming


def test_a_night_that_ends_at_midnight_keeps_its_end_in_calendars(site: Site) -> None:
    calendar = site("2026-12-05 00:00")["calendars/all.ics"]
    assert ":20261205T000000\r\n" in calendar
