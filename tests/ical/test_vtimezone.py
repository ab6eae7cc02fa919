"""A VTIMEZONE agrees with the tz database, for every zone and every change of its law."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from affinity_hub.core import timezones
from affinity_hub.core.timezones import doubtful, names, zone
from affinity_hub.ical.vtimezone import holds_since, vtimezone
from dateutil.tz import tzical
from icalendar import Timezone

from tests import libical
from tests.conftest import READERS
from tests.laws import tz_file

DAY = dt.timedelta(days=1)
HALF = dt.timedelta(minutes=30)
# A school year around a change of law, and all years that people may type, as far as readers follow them.
YEAR = (dt.date(2025, 9, 1), dt.date(2027, 6, 30))
ALWAYS = (dt.date(1971, 1, 2), dt.date(2034, 12, 30))
# Each zone is here for a reason: laws that changed at midnight, by half an hour, by a whole day, or by seconds; a
# summer time that is negative or that pauses in Ramadan; rules that begin in sixty years; and rules that ended.
ODD = (
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Havana",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Africa/Monrovia",
    "Pacific/Apia",
    "Asia/Gaza",
    "Asia/Pyongyang",
    "Europe/Volgograd",
    "America/Caracas",
    "Antarctica/Troll",
    "Asia/Tehran",
    "Europe/Lisbon",
    "UTC",
)


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


class Case(NamedTuple):
    """A VTIMEZONE for a period, local times in the period, and their moments in the tz database."""

    name: str
    text: bytes
    times: list[dt.datetime]
    moments: list[int]


def case(name: str, days: tuple[dt.date, dt.date]) -> Case:
    place = zone(name)
    times = [time for time in sampled(name, days) if not doubtful(time, place)]
    return Case(name, vtimezone(name, *days), times, [int(time.replace(tzinfo=place).timestamp()) for time in times])


def sampled(name: str, days: tuple[dt.date, dt.date]) -> Iterator[dt.datetime]:
    """Local times in a period: every twentieth noon, and every hour or half hour near a change of the offset."""
    place, first, last = zone(name), *days
    step = HALF if name in ODD else 2 * HALF
    noon, before = dt.datetime.combine(first, dt.time(12)), None
    for number in range((last - first).days + 1):
        offset = noon.replace(tzinfo=place).utcoffset()
        if before is not None and offset != before:
            yield from (noon - DAY + number * step for number in range(int(30 * HALF * 2 / step)))
        elif number % 20 == 0:
            yield noon
        noon, before = noon + DAY, offset


def wrong(case: Case, found: list[int]) -> list[str]:
    return [
        f"{case.name} {time}: {there - here:+} s"
        for time, here, there in zip(case.times, case.moments, found, strict=True)
        if here != there
    ]


def with_icaljs(program: str, cases: list[Case]) -> list[str]:
    given = [
        {"zone": case.text.decode(), "times": [time.isoformat(timespec="seconds") for time in case.times]}
        for case in cases
    ]
    done = subprocess.run(
        [program, "zones.js"], cwd=READERS, input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = zip(cases, json.loads(done.stdout), strict=True)
    # ical.js reads no seconds in offsets. The last law with such an offset was Liberia's, until 1972.
    return [row for case, moments in found for row in wrong(case, moments) if not row.endswith("-30 s")]


def with_python(case: Case) -> list[str]:
    """The local times that dateutil and icalendar read wrongly."""
    # If icalendar knows a name or has read it before, it takes the offsets from its own data.
    name = f"Nowhere/{case.name}/{len(case.times)}"
    text = case.text.replace(f"TZID:{case.name}".encode(), f"TZID:{name}".encode())
    first = tzical(io.StringIO(text.decode())).get(name)
    component = Timezone.from_ical(text)
    assert isinstance(component, Timezone)
    return [
        row
        for place in (first, component.to_tz())
        for row in wrong(case, [int(time.replace(tzinfo=place).timestamp()) for time in case.times])
    ]


def test_a_vtimezone_has_two_yearly_rules_or_only_standard_time() -> None:
    assert vtimezone("America/Los_Angeles") == LOS_ANGELES.replace("\n", "\r\n").encode()
    assert vtimezone("Asia/Tehran") == TEHRAN.replace("\n", "\r\n").encode()
    assert b"DTSTART:19700101T000000\r\n" in vtimezone("America/Phoenix")
    assert vtimezone("UTC").count(b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n") == 1


@pytest.mark.parametrize(
    "name, daylight, standard",
    [
        # Irish law has a standard time in summer and a "negative" summer time in winter.
        ("Europe/Dublin", "19960331T010000 BYMONTH=3;BYDAY=-1SU", "19961027T020000 BYMONTH=10;BYDAY=-1SU"),
        ("Australia/Sydney", "20081005T020000 BYMONTH=10;BYDAY=1SU", "20080406T030000 BYMONTH=4;BYDAY=1SU"),
        # 24:00 is written as Windows writes it, on the weekday that the rule names.
        ("America/Santiago", "20230902T235959 BYMONTH=9;BYDAY=1SA", "20230401T235959 BYMONTH=4;BYDAY=1SA"),
        ("Africa/Cairo", "20230428T000000 BYMONTH=4;BYDAY=-1FR", "20231026T235959 BYMONTH=10;BYDAY=-1TH"),
        # 26 hours after a Thursday starts, and an hour before a Sunday starts.
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
def test_unusual_rules_are_written_in_a_form_that_readers_know(name: str, daylight: str, standard: str) -> None:
    text = vtimezone(name).decode()
    for kind, expected in (("DAYLIGHT", daylight), ("STANDARD", standard)):
        start, rule = expected.split()
        assert text.count(f"BEGIN:{kind}\r\nDTSTART:{start}\r\nRRULE:FREQ=YEARLY;{rule}\r\n") == 1


def test_every_zone_has_a_vtimezone() -> None:
    for name in names():
        text = vtimezone(name).decode("ascii")
        assert text.count("BEGIN:STANDARD") == 1
        assert text.count("BEGIN:DAYLIGHT") == text.count("RRULE:") / 2 <= 1
        assert (holds_since(name) or dt.date.min) >= dt.date(1970, 1, 1)


@pytest.mark.parametrize(
    "rule",
    [
        "EET-2EEST,J60,J300",
        "EET-2EEST,59,299",
        "EET-2EEST,M3.1.0/-1,M10.1.0",  # the day before the 1st
        "EET-2EEST,M3.1.0,M10.5.4/26",  # the day after the last Thursday can be in November
        "EET-2EEST,M2.5.4/26,M10.1.0",
    ],
)
def test_a_law_without_a_yearly_rule_is_written_change_by_change(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "law"
    path.write_bytes(tz_file(rule, 2))
    monkeypatch.setattr(timezones, "_file", lambda name: path)
    assert holds_since(rule) is None
    for days in (YEAR, (dt.date(2030, 1, 1), dt.date(2034, 12, 30))):
        one = case(rule, days)
        assert len(one.times) > 100, "the clocks change in this period"
        assert "RRULE" not in one.text.decode()
        assert wrong(one, libical.instants(one.text, one.times)) == []
        assert with_python(one) == []
    assert vtimezone(rule).count(b"BEGIN:STANDARD") > 15, "a calendar without dates gets the changes, too"


def test_a_law_that_never_changes_and_has_no_rule_is_a_standard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "law"
    path.write_bytes(tz_file("", 2))
    monkeypatch.setattr(timezones, "_file", lambda name: path)
    assert re.findall(rb"BEGIN:(\w+)\r\nDTSTART:(\w+)", vtimezone("No/Rule", *YEAR)) == [
        (b"STANDARD", b"19700101T000000")
    ]


@pytest.mark.parametrize("first", ["2026-03-27", "2026-03-28", "2026-03-29"])
@pytest.mark.parametrize("last", ["2026-10-23", "2026-10-24", "2026-10-25"])
def test_the_first_and_the_last_day_may_be_days_of_change(first: str, last: str) -> None:
    one = case("Asia/Gaza", (dt.date.fromisoformat(first), dt.date.fromisoformat(last)))
    hours = [
        dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour)) for day in (first, last) for hour in range(24)
    ]
    times = [time for time in hours if not doubtful(time, zone("Asia/Gaza"))]
    moments = [int(time.replace(tzinfo=zone("Asia/Gaza")).timestamp()) for time in times]
    one = one._replace(times=times, moments=moments)
    assert wrong(one, libical.instants(one.text, one.times)) == []
    assert with_python(one) == []


def test_a_standard_time_that_moves_is_not_a_summer_time() -> None:
    text = vtimezone("Europe/Volgograd", dt.date(2018, 1, 1), dt.date(2021, 1, 1)).decode()
    assert re.findall(r"BEGIN:(\w+)\r\nDTSTART:(\d{4}).*?FROM:(\S+).*?TO:(\S+)", text, re.DOTALL)[1:] == [
        ("STANDARD", "2018", "+0300", "+0400"),
        ("STANDARD", "2020", "+0400", "+0300"),
    ]


def test_a_vtimezone_has_only_the_observances_that_the_dates_need() -> None:
    def onsets(name: str, first: str, last: str) -> list[Any]:
        text = vtimezone(name, dt.date.fromisoformat(first), dt.date.fromisoformat(last)).decode()
        return re.findall(r"BEGIN:(\w)\w+\r\nDTSTART:(\d{6})\d\dT\d{6}\r\n(R?)", text)

    ordinary = onsets("America/Los_Angeles", "2007-03-12", "2027-06-30")
    assert ordinary == [("D", "200703", "R"), ("S", "200711", "R")]
    before = onsets("America/Los_Angeles", "2006-12-01", "2027-06-30")
    assert before == [("S", "200610", ""), *ordinary]
    # The offset is permanent since March 2026, and so is the observance.
    assert onsets("America/Vancouver", "2026-03-09", "2027-06-30") == [("S", "202603", "")]
    assert onsets("America/Vancouver", "2026-03-01", "2027-06-30") == [("S", "202511", ""), ("S", "202603", "")]
    # The rule begins in 2086.
    rule = [("D", "208703", "R"), ("S", "208610", "R")]
    assert onsets("Asia/Gaza", "2026-12-01", "2027-01-30") == [("S", "202610", ""), *rule]
    assert len(onsets("Asia/Gaza", "2026-12-01", "2046-12-01")) > 40


@pytest.mark.parametrize(
    "name, expected",
    [
        ("America/Los_Angeles", "2007-03-12"),
        ("Europe/London", "1996-04-01"),
        ("America/Phoenix", "1970-01-01"),
        ("Asia/Tehran", "2022-09-22"),
        ("America/Mexico_City", "2022-10-31"),
        ("Asia/Gaza", "2086-10-27"),  # until then, the month of Ramadan shifts the change
    ],
)
def test_a_vtimezone_is_right_from_its_first_date_on(name: str, expected: str) -> None:
    assert holds_since(name) == dt.date.fromisoformat(expected)


@pytest.mark.slow
@pytest.mark.parametrize("days", [YEAR, ALWAYS], ids=["a year", "always"])
@pytest.mark.parametrize("name", ODD)
def test_libical_finds_the_moments(name: str, days: tuple[dt.date, dt.date]) -> None:
    one = case(name, days)
    assert wrong(one, libical.instants(one.text, one.times)) == []


def test_icaljs_finds_the_moments(node: Callable[[str], str]) -> None:
    assert with_icaljs(node("ical.js"), [case(name, days) for name in ODD for days in (YEAR, ALWAYS)]) == []


@pytest.mark.parametrize("name", ODD)
def test_python_readers_find_the_moments(name: str) -> None:
    assert with_python(case(name, YEAR)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(names()))
def test_every_zone_is_right_through_its_whole_history(name: str) -> None:
    for days in (YEAR, ALWAYS):
        one = case(name, days)
        assert len(one.times) > 30
        assert wrong(one, libical.instants(one.text, one.times)) == []
        assert with_python(one) == []


@pytest.mark.long
@pytest.mark.parametrize("days", [YEAR, ALWAYS], ids=["a year", "always"])
def test_icaljs_finds_the_moments_in_every_zone(days: tuple[dt.date, dt.date], node: Callable[[str], str]) -> None:
    assert with_icaljs(node("ical.js"), [case(name, days) for name in sorted(names())]) == []
