"""Zones come from the pinned tz database, and the times that the clocks skip or repeat are known."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from pathlib import Path

import pytest
from affinity_hub.core import timezones
from affinity_hub.core.timezones import days_of_change, doubtful, is_zone, zone
from affinity_hub.ical.vtimezone import holds_since, vtimezone


@pytest.mark.parametrize("name", ["America/Los_Angeles", "UTC", "Etc/GMT+8", "America/Indiana/Knox", "US/Pacific"])
def test_a_name_of_the_tz_database_is_a_zone(name: str) -> None:
    assert is_zone(name)
    assert zone(name).key == name
    assert zone(name) is zone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "America",
        "America/",
        "../zones",
        "America/../UTC",
        "/etc/localtime",
        "America\\Los_Angeles",
        "posixrules",
        "tzdata.zi",
        "zone.tab",
        "Factory",
        "america/los_angeles",
        " UTC",
        "UTC\n",
        "UTC\x00",
        "PST",
        "EST5",
    ],
)
def test_any_other_name_is_refused(name: str) -> None:
    assert not is_zone(name)
    for function in (zone, vtimezone, holds_since):
        with pytest.raises(KeyError):
            function(name)


def test_the_zones_of_the_machine_are_not_read(tmp_path: Path) -> None:
    wrong = tmp_path / "America" / "Los_Angeles"
    wrong.parent.mkdir()
    wrong.write_bytes(timezones._file("Asia/Tokyo").read_bytes())
    summer = dt.datetime.fromisoformat("2026-07-01T12:00")
    zoneinfo.reset_tzpath([str(tmp_path)])
    try:
        there = zoneinfo.ZoneInfo.no_cache("America/Los_Angeles")
        here = timezones.zone.__wrapped__("America/Los_Angeles")
    finally:
        zoneinfo.reset_tzpath()
    assert there.utcoffset(summer) == dt.timedelta(hours=9)
    assert here.utcoffset(summer) == dt.timedelta(hours=-7)


@pytest.mark.parametrize(
    "moment, name, expected",
    [
        ("2027-03-14T01:59", "America/Los_Angeles", None),
        ("2027-03-14T02:00", "America/Los_Angeles", "missing"),
        ("2027-03-14T02:59", "America/Los_Angeles", "missing"),
        ("2027-03-14T03:00", "America/Los_Angeles", None),
        ("2026-11-01T00:59", "America/Los_Angeles", None),
        ("2026-11-01T01:00", "America/Los_Angeles", "twice"),
        ("2026-11-01T01:59", "America/Los_Angeles", "twice"),
        ("2026-11-01T02:00", "America/Los_Angeles", None),
        ("2026-10-25T01:30", "Europe/Dublin", "twice"),
        ("2027-03-28T01:30", "Europe/Dublin", "missing"),
        ("2027-04-04T01:45", "Australia/Lord_Howe", "twice"),  # only half an hour
        ("2027-03-14T02:30", "America/Phoenix", None),
        ("2027-03-14T02:30", "UTC", None),
    ],
)
def test_skipped_and_repeated_times_are_recognized(moment: str, name: str, expected: str | None) -> None:
    assert doubtful(dt.datetime.fromisoformat(moment), zone(name)) == expected


@pytest.mark.parametrize("name", ["America/Los_Angeles", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe"])
def test_doubtful_times_are_only_on_days_of_change(name: str) -> None:
    first = dt.datetime.fromisoformat("2027-01-01")
    moments = [first + half * dt.timedelta(minutes=30) for half in range(365 * 48)]
    doubts = {moment.date() for moment in moments if doubtful(moment, zone(name))}
    assert doubts
    assert doubts <= days_of_change(name, 2027, 2027)
