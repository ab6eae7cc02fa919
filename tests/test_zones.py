"""Zones come from the pinned tz database, and a VTIMEZONE says what it says."""

from __future__ import annotations

import datetime as dt
import io
import zoneinfo
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from affinity_hub import zones
from affinity_hub.zones import days_of_change, doubtful, holds_since, is_zone, vtimezone, zone
from dateutil.tz import tzical
from icalendar import Timezone

LOS_ANGELES = """\
BEGIN:VTIMEZONE
TZID:America/Los_Angeles
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZNAME:PDT
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZNAME:PST
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
END:STANDARD
END:VTIMEZONE
"""
TEHRAN = """\
BEGIN:VTIMEZONE
TZID:Asia/Tehran
BEGIN:STANDARD
DTSTART:20220922T000000
TZNAME:+0330
TZOFFSETFROM:+0330
TZOFFSETTO:+0330
END:STANDARD
END:VTIMEZONE
"""


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
def test_anything_else_is_none(name: str) -> None:
    assert not is_zone(name)
    for function in (zone, vtimezone, holds_since):
        with pytest.raises(KeyError):
            function(name)


def test_the_zones_of_the_machine_are_not_read(tmp_path: Path) -> None:
    wrong = tmp_path / "America" / "Los_Angeles"
    wrong.parent.mkdir()
    wrong.write_bytes(zones._file("Asia/Tokyo").read_bytes())
    summer = dt.datetime.fromisoformat("2026-07-01T12:00")
    zoneinfo.reset_tzpath([str(tmp_path)])
    try:
        there = zoneinfo.ZoneInfo.no_cache("America/Los_Angeles")
        here = zones.zone.__wrapped__("America/Los_Angeles")
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
        ("2027-04-04T01:45", "Australia/Lord_Howe", "twice"),  # half an hour only
        ("2027-03-14T02:30", "America/Phoenix", None),
        ("2027-03-14T02:30", "UTC", None),
    ],
)
def test_times_that_are_skipped_or_come_twice(moment: str, name: str, expected: str | None) -> None:
    assert doubtful(dt.datetime.fromisoformat(moment), zone(name)) == expected


@pytest.mark.parametrize("name", ["America/Los_Angeles", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe"])
def test_doubtful_times_are_on_days_of_change_only(name: str) -> None:
    first = dt.datetime.fromisoformat("2027-01-01")
    moments = [first + half * dt.timedelta(minutes=30) for half in range(365 * 48)]
    doubts = {moment.date() for moment in moments if doubtful(moment, zone(name))}
    assert doubts
    assert doubts <= days_of_change(name, 2027, 2027)


def test_a_vtimezone_is_two_yearly_rules_or_one_standard() -> None:
    assert vtimezone("America/Los_Angeles") == LOS_ANGELES.replace("\n", "\r\n").encode()
    assert vtimezone("Asia/Tehran") == TEHRAN.replace("\n", "\r\n").encode()
    assert b"DTSTART:19700101T000000\r\n" in vtimezone("America/Phoenix")
    assert vtimezone("UTC").count(b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n") == 1


@pytest.mark.parametrize(
    "name, daylight, standard",
    [
        # Irish law has a standard time in summer and a "negative" one in winter.
        ("Europe/Dublin", "19960331T010000 BYMONTH=3;BYDAY=-1SU", "19961027T020000 BYMONTH=10;BYDAY=-1SU"),
        ("Australia/Sydney", "20081005T020000 BYMONTH=10;BYDAY=1SU", "20080406T030000 BYMONTH=4;BYDAY=1SU"),
        # 24:00 is written as Windows does, on the weekday that the rule names.
        ("America/Santiago", "20230902T235959 BYMONTH=9;BYDAY=1SA", "20230401T235959 BYMONTH=4;BYDAY=1SA"),
        ("Africa/Cairo", "20230428T000000 BYMONTH=4;BYDAY=-1FR", "20231026T235959 BYMONTH=10;BYDAY=-1TH"),
        # 26 hours after a Thursday starts, and an hour before a Sunday does.
        (
            "Asia/Jerusalem",
            "20130329T020000 BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR",
            "20131027T020000 BYMONTH=10;BYDAY=-1SU",
        ),
        (
            "America/Nuuk",
            "20240330T230000 BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA",
            "20241027T000000 BYMONTH=10;BYDAY=-1SU",
        ),
    ],
)
def test_odd_rules_are_said_in_a_way_that_readers_know(name: str, daylight: str, standard: str) -> None:
    text = vtimezone(name).decode()
    for kind, expected in (("DAYLIGHT", daylight), ("STANDARD", standard)):
        start, rule = expected.split()
        assert text.count(f"BEGIN:{kind}\r\nDTSTART:{start}\r\nRRULE:FREQ=YEARLY;{rule}\r\n") == 1


def test_every_zone_has_a_vtimezone() -> None:
    for name in zones._names():
        text = vtimezone(name).decode("ascii")
        assert text.count("BEGIN:STANDARD") == 1
        assert text.count("BEGIN:DAYLIGHT") == text.count("RRULE:") / 2 <= 1
        assert holds_since(name) >= dt.date(1970, 1, 1)


@pytest.mark.parametrize(
    "footer",
    [
        "PST8PDT,J60,J300",
        "PST8PDT,59,299",
        "PST8PDT",
        "",
        "EET-2EEST,M3.1.0/-1,M10.1.0",  # the day before the 1st
        "EET-2EEST,M3.1.0,M10.5.4/26",  # the day after the last Thursday can be in November
        "EET-2EEST,M2.5.4/26,M10.1.0",
    ],
)
def test_a_rule_that_cannot_be_said_is_an_error(footer: str) -> None:
    with pytest.raises(ValueError, match="cannot follow"):
        zones._observances(footer)


@pytest.mark.parametrize(
    "name, expected",
    [
        ("America/Los_Angeles", "2007-03-12"),
        ("Europe/London", "1996-04-01"),
        ("America/Phoenix", "1970-01-01"),
        ("Asia/Tehran", "2022-09-22"),
        ("America/Mexico_City", "2022-10-31"),
        ("Asia/Gaza", "2086-10-27"),  # until then the month of Ramadan shifts the change
    ],
)
def test_from_when_on_a_vtimezone_is_right(name: str, expected: str) -> None:
    assert holds_since(name) == dt.date.fromisoformat(expected)


def moments(name: str) -> Iterator[dt.datetime]:
    """Moments from 2020, or from when the rules hold, to 2037: every tenth day, every half hour around a change."""
    place = zone(name)
    day = dt.datetime.combine(max(dt.date(2020, 1, 1), holds_since(name)), dt.time(12), dt.UTC)
    while day.year < 2038:
        yield day
        ten = [day + dt.timedelta(days=number) for number in range(11)]
        for noon, following in pairwise(ten):
            if noon.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
                yield from (noon + dt.timedelta(minutes=30 * half) for half in range(49))
        day = ten[-1]


@pytest.mark.parametrize(
    "name",
    [
        "America/Los_Angeles",
        "America/New_York",
        "America/Phoenix",
        "Europe/London",
        "Europe/Dublin",
        "Asia/Kolkata",
        "Australia/Sydney",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Nuuk",
        "America/Santiago",
        "Asia/Jerusalem",
    ],
)
def test_readers_of_a_vtimezone_and_the_tz_database_agree(name: str) -> None:
    text = vtimezone(name).decode()
    component = Timezone.from_ical(text)
    assert isinstance(component, Timezone)
    first = component.to_tz()
    second = tzical(io.StringIO(text)).get(name)
    count = 0
    for moment in moments(name):
        expected = moment.astimezone(zone(name)).replace(tzinfo=None)
        assert moment.astimezone(first).replace(tzinfo=None) == expected
        assert moment.astimezone(second).replace(tzinfo=None) == expected
        count += 1
    assert count > 400
