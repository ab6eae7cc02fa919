"""The bytes of a calendar, compared with the rules of RFC 5545 and with the results of three independent readers."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import icalendar
import pytest
import recurring_ical_events
import vobject
import yaml
from affinity_hub.core.calendar_days import Moment
from affinity_hub.ical.component import Revision, Stamps
from affinity_hub.ical.vcalendar import CalendarFile, vcalendar
from affinity_hub.ical.vevent import CalendarEntry
from affinity_hub.ical.vtimezone import vtimezone
from affinity_hub.recurrence.plan import plan
from affinity_hub.repeats.rule import NTH, Rule, ScheduleError, places
from affinity_hub.schema import Event, NoSchool
from affinity_hub.schema.calendar import by_day
from affinity_hub.schema.event import EventSchedule
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from tests.examples import examples

ZONE = "America/Los_Angeles"
HOME = "https://hub.example.org/"
BREAKS = tuple(
    NoSchool.model_validate({"name": "Winter break", "starts": f"{year}-12-21", "ends": f"{year + 1}-01-01"})
    for year in range(2024, 2034)
)
MONTHLY: dict[str, Any] = {
    "starts": "2026-09-10 16:00",
    "ends": "17:30",
    "repeats": "monthly on the 2nd Thursday",
    "until": "2027-06-30",
}
WEEKLY: dict[str, Any] = {"starts": "2026-12-02 16:00", "ends": "17:30", "repeats": "weekly", "until": "2027-01-31"}


def planned(keys: dict[str, Any]) -> EventSchedule:
    event = Event.model_validate({"id": "tea", "title": "Tea", "kind": "gathering"} | keys)
    return plan(event, by_day(BREAKS), ZONE)


def entry(keys: dict[str, Any], **more: Any) -> CalendarEntry:
    own: dict[str, Any] = {"uid": "tea@hub.example.org", "title": "Tea", "url": HOME + "events/tea/"}
    texts = {"description": "Come.", "location": "Room 1", "categories": ("Gatherings",)}
    return CalendarEntry(**own | texts | {"schedule": planned(keys)} | more)


def feed(*entries: CalendarEntry, **more: Any) -> bytes:
    own = {"path": "calendars/all.ics", "name": "Hub", "description": "", "url": HOME + "calendars/all.ics"}
    return vcalendar(CalendarFile(**own | {"page": HOME + "calendars/", "zone": ZONE, "entries": entries} | more))


def components(data: bytes) -> list[str]:
    """The VEVENTs of a feed as unfolded text with LF line ends."""
    text = data.decode().replace("\r\n ", "").replace("\r\n", "\n")
    return re.findall(r"^BEGIN:VEVENT\n(.*?)^END:VEVENT\n", text, re.DOTALL | re.MULTILINE)


def values(component: str, name: str) -> list[str]:
    """The values of a property, with its parameters where it has any."""
    return re.findall(rf"^{name}[:;](.*)$", component, re.MULTILINE)


HEAD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Affinity Hub//Affinity Hub 1//EN
CALSCALE:GREGORIAN
DESCRIPTION:All of it\\, and more.\\nSecond line
X-WR-CALDESC:All of it\\, and more.\\nSecond line
NAME:Tea\\; coffee\\, cake
X-WR-CALNAME:Tea\\; coffee\\, cake
COLOR:mediumpurple
REFRESH-INTERVAL;VALUE=DURATION:PT12H
SOURCE;VALUE=URI:https://hub.example.org/calendars/all.ics
URL:https://hub.example.org/calendars/
X-APPLE-CALENDAR-COLOR:#9370DB
X-PUBLISHED-TTL:PT12H
X-WR-TIMEZONE:America/Los_Angeles
"""
SERIES = """\
SUMMARY:Tea
DTSTART;TZID=America/Los_Angeles:20260910T160000
DTEND;TZID=America/Los_Angeles:20260910T173000
DTSTAMP:20200101T000000Z
UID:tea@hub.example.org
SEQUENCE:0
RRULE:FREQ=MONTHLY;UNTIL=20270611T000000Z;BYDAY=2TH
EXDATE;TZID=America/Los_Angeles:20261112T160000
CATEGORIES:Gatherings
CLASS:PUBLIC
DESCRIPTION:Come.\\nhttps://hub.example.org/events/tea/
LAST-MODIFIED:20200101T000000Z
LOCATION:Room 1
STATUS:CONFIRMED
TRANSP:TRANSPARENT
URL:https://hub.example.org/events/tea/
X-MICROSOFT-CDO-BUSYSTATUS:FREE
"""


def test_a_whole_file_is_as_expected() -> None:
    data = feed(
        entry(MONTHLY | {"skip": [{"date": "2026-11-12"}]}),
        name="Tea; coffee, cake",
        description="All of it, and more.\r\nSecond line",
    )
    series = SERIES.replace("20270611T000000Z", "20270610T230000Z")
    event = f"BEGIN:VEVENT\n{series}END:VEVENT\n"
    expected = HEAD + vtimezone(ZONE).decode().replace("\r\n", "\n") + event + "END:VCALENDAR\n"
    assert data.decode().replace("\r\n", "\n") == expected


def test_an_empty_feed_is_valid_and_says_its_zone() -> None:
    later = entry({"starts": "to be announced"})
    everything_skipped = entry(WEEKLY | {"until": "2026-12-02", "skip": [{"date": "2026-12-02"}]})
    for data in (feed(), feed(later), feed(everything_skipped), feed(later, everything_skipped)):
        lint(data)
        assert data.endswith(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n")
        assert data.count(b"BEGIN:") == 4


def test_each_zone_in_use_is_described_once_and_the_site_zone_always() -> None:
    """UTC is described too, under a name that no reader confuses with the calendar's own zone."""
    there = {"starts": "2026-09-10 16:00", "ends": "17:30", "zone": "America/New_York"}
    utc, whole_day = there | {"zone": "Etc/UTC"}, {"starts": "2026-09-10", "zone": "Asia/Kolkata"}
    data = feed(entry(there), entry(there, uid="b@x"), entry(utc, uid="c@x"), entry(whole_day, uid="d@x"))
    assert re.findall(rb"\nTZID:(\S+)", data) == [b"America/Los_Angeles", b"America/New_York", b"Etc/GMT"]
    assert b"DTSTART;TZID=America/New_York:20260910T160000\r\n" in data
    assert b"DTSTART;TZID=Etc/GMT:20260910T160000\r\n" in data
    assert data.index(b"END:VTIMEZONE\r\nBEGIN:VEVENT") > data.rindex(b"BEGIN:VTIMEZONE")


@pytest.mark.parametrize(
    "keys, rule",
    [
        (WEEKLY, ["FREQ=WEEKLY;UNTIL=20270128T000000Z"]),  # 4 pm on 27 January, in UTC
        ({k: v for k, v in WEEKLY.items() if k != "until"} | {"times": "5"}, ["FREQ=WEEKLY;COUNT=5"]),
        ({k: v for k, v in WEEKLY.items() if k != "until"}, ["FREQ=WEEKLY"]),
        ({"starts": "2026-09-15", "repeats": "yearly", "until": "2030-01-01"}, ["FREQ=YEARLY;UNTIL=20290915"]),
        ({"starts": "2026-09-15"}, []),
    ],
)
def test_the_end_of_a_series_is_its_last_start(keys: dict[str, Any], rule: list[str]) -> None:
    (series,) = components(feed(entry(keys)))
    assert values(series, "RRULE") == rule


def test_an_all_day_event_ends_on_the_day_after() -> None:
    keys = {"starts": "2026-10-10", "ends": "2026-10-12", "repeats": "yearly", "until": "2029-12-31"}
    series, moved = components(feed(entry(keys | {"changes": [{"date": "2027-10-10", "starts": "2027-10-11"}]})))
    assert values(series, "DT(?:START|END)") == ["VALUE=DATE:20261010", "VALUE=DATE:20261013"]
    assert values(moved, "RECURRENCE-ID") == ["VALUE=DATE:20271010"]
    assert values(moved, "DT(?:START|END)") == ["VALUE=DATE:20271011", "VALUE=DATE:20271014"]


def test_skipped_dates_are_excluded_in_the_form_of_the_start() -> None:
    (series,) = components(feed(entry(WEEKLY | {"no_school": "skip", "skip": [{"date": "2026-12-02"}]})))
    assert values(series, "EXDATE") == [f"TZID={ZONE}:202612{day}T160000" for day in ("02", "23", "30")]
    (days,) = components(feed(entry({"starts": "2026-12-18", "repeats": "weekly", "times": "4", "no_school": "skip"})))
    assert values(days, "EXDATE") == ["VALUE=DATE:20261225", "VALUE=DATE:20270101"]


def changed(**change: str) -> list[str]:
    return components(feed(entry(WEEKLY | {"changes": [{"date": "2026-12-16"} | change]})))


def test_a_cancelled_date_is_an_override_that_says_so() -> None:
    series, gone = changed(cancelled="yes", reason="weather")
    assert values(series, "(?:STATUS|SEQUENCE|SUMMARY|EXDATE)") == ["Tea", "0", "CONFIRMED"]
    assert values(gone, "(?:STATUS|SEQUENCE|SUMMARY|TRANSP)") == ["CANCELLED: Tea", "0", "CANCELLED", "TRANSPARENT"]
    assert values(gone, "RECURRENCE-ID") == [f"TZID={ZONE}:20261216T160000"]
    assert values(gone, "DTSTART") == [f"TZID={ZONE}:20261216T160000"]
    assert values(gone, "DESCRIPTION") == [f"Cancelled: weather.\\nCome.\\n{HOME}events/tea/"]
    inherited = ("UID", "DTSTAMP", "LAST-MODIFIED", "LOCATION", "URL", "CATEGORIES", "CLASS", "TRANSP", "X-MICRO.*")
    assert all(values(gone, name) == values(series, name) for name in inherited)
    assert not values(gone, "RRULE")


@pytest.mark.parametrize(
    "change, start, end, remark",
    [
        (
            {"starts": "2026-12-17 18:00"},
            "20261217T180000",
            "20261217T193000",
            "Moved from Wednesday, December 16, 2026.",
        ),
        (
            {"starts": "2026-12-10 16:00", "reason": "weather"},
            "20261210T160000",
            "20261210T173000",
            "Moved from Wednesday, December 16, 2026: weather.",
        ),
        ({"starts": "2026-12-16 18:00"}, "20261216T180000", "20261216T193000", "Moved from 4:00 PM."),
        ({"ends": "18:45", "reason": "A guest."}, "20261216T160000", "20261216T184500", "Changed: A guest."),
    ],
)
def test_a_date_that_stays_between_its_neighbors_is_an_override(
    change: dict[str, str], start: str, end: str, remark: str
) -> None:
    series, moved = changed(**change)
    assert not values(series, "EXDATE")
    assert values(moved, "RECURRENCE-ID") == [f"TZID={ZONE}:20261216T160000"]
    assert values(moved, "DT(?:START|END)") == [f"TZID={ZONE}:{start}", f"TZID={ZONE}:{end}"]
    assert values(moved, "(?:UID|SEQUENCE|STATUS)") == ["tea@hub.example.org", "0", "CONFIRMED"]
    said = remark.replace(",", "\\,")
    assert values(moved, "DESCRIPTION")[0].startswith(said + "\\nCome.")


@pytest.mark.parametrize("starts", ["2026-12-09 19:00", "2026-12-23 10:00", "2026-12-01 16:00", "2027-03-03 16:00"])
def test_a_date_that_passes_a_neighbor_is_a_separate_event(starts: str) -> None:
    series, moved = changed(starts=starts)
    assert values(series, "EXDATE") == [f"TZID={ZONE}:20261216T160000"]
    assert values(moved, "(?:UID|SEQUENCE)") == ["tea--2026-12-16@hub.example.org", "0"]
    assert not values(moved, "RECURRENCE-ID")


TWO = MONTHLY | {"repeats": "monthly on the 2nd and 4th Thursday", "until": "2026-12-31"}


def rules(keys: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The UID, start, and rule of each series."""
    parts = components(feed(entry(keys)))
    return [
        (values(part, "UID")[0].partition("@")[0], values(part, "DTSTART")[0][-15:-7], rule)
        for part in parts
        for rule in values(part, "RRULE")
    ]


def test_each_nth_weekday_is_a_series_with_its_own_end() -> None:
    assert rules(TWO) == [
        ("tea", "20260910", "FREQ=MONTHLY;UNTIL=20261211T000000Z;BYDAY=2TH"),
        ("tea--4th-thursday", "20260924", "FREQ=MONTHLY;UNTIL=20261225T000000Z;BYDAY=4TH"),
    ]
    counted = {key: value for key, value in TWO.items() if key != "until"} | {"times": "5"}
    assert [rule for _, _, rule in rules(counted)] == [
        "FREQ=MONTHLY;COUNT=3;BYDAY=2TH",
        "FREQ=MONTHLY;COUNT=2;BYDAY=4TH",
    ]
    by_rule = {key: value for key, value in TWO.items() if key != "repeats"} | {"rrule": "FREQ=MONTHLY;BYDAY=2TH,4TH"}
    assert rules(by_rule) == rules(TWO)


def test_the_rest_of_a_series_is_a_separate_series() -> None:
    moved = {"date": "2026-11-12", "and_later": "yes", "starts": "2026-11-17 16:30"}
    assert rules(MONTHLY | {"changes": [moved]}) == [
        ("tea", "20260910", "FREQ=MONTHLY;UNTIL=20261008T230000Z;BYDAY=2TH"),
        ("tea--from-2026-11-12", "20261117", "FREQ=MONTHLY;UNTIL=20270615T233000Z;BYDAY=3TU"),
    ]
    gone = MONTHLY | {"changes": [{"date": "2026-11-12", "and_later": "yes", "cancelled": "yes", "reason": "no host"}]}
    first, rest = components(feed(entry(gone)))
    assert values(rest, "(?:UID|STATUS|SUMMARY)") == [
        "CANCELLED: Tea",
        "tea--from-2026-11-12@hub.example.org",
        "CANCELLED",
    ]
    assert values(rest, "DESCRIPTION")[0].startswith("Cancelled: no host.")
    assert values(first, "STATUS") == ["CONFIRMED"]
    assert rules(MONTHLY)[0][:2] == rules(gone)[0][:2]


def test_a_cancelled_date_leaves_the_feed_after_the_set_number_of_days() -> None:
    keys = WEEKLY | {"changes": [{"date": "2026-12-16", "cancelled": "yes"}]}
    series, gone = components(feed(entry(keys, cancelled_since=dt.date(2026, 12, 16))))
    assert values(gone, "STATUS") == ["CANCELLED"]
    (series,) = components(feed(entry(keys, cancelled_since=dt.date(2026, 12, 17))))
    assert values(series, "EXDATE") == [f"TZID={ZONE}:20261216T160000"]
    rest = WEEKLY | {"changes": [{"date": "2026-12-16", "and_later": "yes", "cancelled": "yes"}]}
    series, gone = components(feed(entry(rest, cancelled_since=dt.date(2026, 12, 24))))
    assert values(gone, "EXDATE") == [f"TZID={ZONE}:202612{day}T160000" for day in ("16", "23")]
    assert len(components(feed(entry(rest, cancelled_since=dt.date(2027, 2, 1))))) == 1
    once = {"starts": "2026-12-16", "status": "cancelled"}
    assert not components(feed(entry(once, cancelled_since=dt.date(2026, 12, 17))))


def test_a_cancellation_can_be_only_in_the_title() -> None:
    keys = WEEKLY | {"changes": [{"date": "2026-12-16", "cancelled": "yes"}]}
    _, gone = components(feed(entry(keys, keep_cancelled=True)))
    assert values(gone, "(?:STATUS|SUMMARY)") == ["CANCELLED: Tea", "CONFIRMED"]


def test_two_dates_that_swap_are_separate_events() -> None:
    changes = [
        {"date": "2026-12-09", "starts": "2026-12-14 16:00"},
        {"date": "2026-12-16", "starts": "2026-12-12 16:00"},
    ]
    parts = components(feed(entry(WEEKLY | {"changes": changes})))
    assert [values(part, "UID")[0].partition("@")[0] for part in parts] == ["tea", "tea--2026-12-16", "tea--2026-12-09"]


def test_a_series_without_remaining_dates_is_not_written() -> None:
    keys = WEEKLY | {"until": "2026-12-15", "skip": [{"date": "2026-12-02"}]}
    (moved,) = components(feed(entry(keys | {"changes": [{"date": "2026-12-09", "starts": "2026-12-01 16:00"}]})))
    assert values(moved, "UID") == ["tea--2026-12-09@hub.example.org"]


def test_a_night_that_is_longer_than_the_others_says_when_it_ends() -> None:
    keys = {"starts": "2026-10-24 22:00", "ends": "2026-10-25 04:00", "repeats": "weekly", "times": "3"}
    _series, longer = components(feed(entry(keys)))
    assert values(longer, "(?:RECURRENCE-ID|SEQUENCE)") == [f"TZID={ZONE}:20261031T220000", "0"]
    assert values(longer, "DT(?:START|END)") == [f"TZID={ZONE}:20261031T220000", f"TZID={ZONE}:20261101T040000"]
    first_is_longer = keys | {"starts": "2026-10-31 22:00", "ends": "2026-11-01 04:00"}
    assert [len(values(part, "RECURRENCE-ID")) for part in components(feed(entry(first_is_longer)))] == [0, 1, 1, 1]


@pytest.mark.parametrize(
    "first, last, rule, overrides",
    [
        ("2026-10-30", "2026-10-30", "daily", ["20261101"]),
        ("2026-10-25", "2026-10-25", "weekly", ["20261101"]),
        ("2026-10-25", "2026-10-26", "weekly", ["20261101"]),
        ("2026-10-24", "2026-10-25", "weekly", ["20261031"]),
        ("2026-10-24", "2026-10-24", "weekly", []),
        ("2027-03-07", "2027-03-07", "weekly", ["20270314"]),
        # The first date is longer than all others.
        ("2026-11-01", "2026-11-01", "weekly", ["20261108", "20261115", "20261122"]),
        ("2027-03-14", "2027-03-14", "weekly", ["20270321", "20270328", "20270404"]),
        # All other dates are an hour shorter.
        ("2027-03-01", "2027-03-31", "yearly", []),
    ],
)
def test_a_whole_day_of_a_different_length_says_when_it_ends(
    first: str, last: str, rule: str, overrides: list[str]
) -> None:
    keys = {"starts": first, "ends": last, "repeats": rule, "times": "4"}
    data = feed(entry(keys))
    lint(data)
    _series, *others = components(data)
    assert [values(part, "RECURRENCE-ID") for part in others] == [[f"VALUE=DATE:{day}"] for day in overrides]
    there = components(feed(entry(keys | {"zone": "America/Phoenix"})))
    assert len(there) == 1, "if the clocks never change, all days have 24 hours"


@pytest.mark.parametrize(
    "status, reason, expected",
    [
        ("cancelled", "no room", ["CANCELLED: Tea", "0", "Cancelled: no room.", "CANCELLED"]),
        ("cancelled", None, ["CANCELLED: Tea", "0", "Cancelled.", "CANCELLED"]),
        ("tentative", "no room yet", ["Tea", "0", "Not yet certain: no room yet.", "TENTATIVE"]),
        ("confirmed", None, ["Tea", "0", "Come.", "CONFIRMED"]),
    ],
)
def test_the_status_of_an_event_is_that_of_the_series(status: str, reason: str | None, expected: list[str]) -> None:
    keys = WEEKLY | {"status": status} | ({"reason": reason} if reason else {})
    (series,) = components(feed(entry(keys)))
    found = values(series, "(?:SUMMARY|SEQUENCE|DESCRIPTION|STATUS)")
    assert [value.partition("\\n")[0] for value in found] == expected


def test_a_revision_is_written_into_the_series_and_all_its_overrides() -> None:
    changes = [{"date": "2026-12-16", "cancelled": "yes"}, {"date": "2026-12-30", "starts": "2026-12-09 19:00"}]
    one = entry(WEEKLY | {"changes": changes}, title="SEQUENCE:0", description="\r\nSEQUENCE:0\r\nCome.")
    moved = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    stamps = Stamps({"tea@hub.example.org": Revision(4, moved)})
    data = vcalendar(CalendarFile("calendars/all.ics", "Hub", "", HOME, HOME, ZONE, (one,)), stamps)
    lint(data)
    series, gone, detached = components(data)
    for part in (series, gone):
        assert values(part, "(?:SEQUENCE|DTSTAMP|LAST-MODIFIED)") == ["20261123T120000Z", "4", "20261123T120000Z"]
        assert values(part, "DESCRIPTION")[0].endswith(f"SEQUENCE:0\\nCome.\\n{HOME}events/tea/")
    assert values(detached, "(?:SEQUENCE|LAST-MODIFIED)") == ["0", "20200101T000000Z"]


def test_an_event_is_rendered_once_and_stays_in_its_place() -> None:
    tea, cake = entry(WEEKLY), entry(MONTHLY, uid="cake@hub.example.org")
    assert tea.components is tea.components
    for order in ((tea, cake), (cake, tea)):
        assert [values(part, "UID") for part in components(feed(*order))] == [[entry.uid] for entry in order]


# Text

NASTY = (
    'a, b; c \\ d : e "f" #g é 🎉 \\n \\, BEGIN:VEVENT',
    "x" * 300,
    "é🎉" * 100,
    "\n".join(f"line {number}, with; marks" for number in range(10)),
    "two\r\nlines\rand\u2028more\x85end",
    "bell\x07tab\there\x00nul\x1b[0m",
    "e\u0301 composed",
    ";,:\\\"'",
    "\\",
)


def clean(text: str) -> str:
    """The text that a reader should get back."""
    text = "\n".join(line.rstrip() for line in text.expandtabs(1).splitlines())
    return unicodedata.normalize("NFC", "".join(char for char in text if char >= " " or char == "\n"))


def unescaped(value: str) -> str:
    """A TEXT value without its escapes (RFC 5545 3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_any_text_comes_back_from_every_reader(text: str) -> None:
    category = " ".join(text.split()).replace(",", " ").strip()  # one reader splits at commas, escaped or not
    one = entry(WEEKLY, title=text, description=text, location=text, categories=("Tea", category))
    data = feed(one, name=text, description=text)
    lint(data)
    line = " ".join(clean(text).split())
    expected = (line, line, f"{clean(text)}\n{one.url}")
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    assert (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]) == expected
    assert event.categories == ["Tea", " ".join(clean(category).split())]
    head = data.decode().replace("\r\n ", "").replace("\r\n", "\n")
    assert [unescaped(values(head, name)[0]) for name in ("NAME", "X-WR-CALDESC")] == [line, clean(text)]
    (second,) = IcsCalendarStream.calendar_from_ics(data.decode()).events
    assert (second.summary, second.location, second.description) == expected
    (third,) = vobject.readOne(data.decode()).vevent_list
    assert (third.summary.value, third.location.value, third.description.value) == expected


def test_a_long_description_is_cut_at_a_line_end_and_keeps_the_address() -> None:
    one = entry(WEEKLY, description="\n".join("word " * 20 for _ in range(500)))
    (series,) = components(feed(one))
    description = values(series, "DESCRIPTION")[0].split("\\n")
    assert description[-2:] == ["…", one.url]
    assert set(description[:-2]) == {"word " * 19 + "word"}
    assert 7_800 < len("\n".join(description)) <= 8_000
    (series,) = components(feed(entry(WEEKLY, description="x" * 9_000)))
    assert len("\n".join(values(series, "DESCRIPTION")[0].split("\\n"))) == 8_000


def test_the_address_is_once_in_the_last_line_and_empty_texts_are_left_out() -> None:
    one = entry(WEEKLY, description=f"Come.\n{HOME}events/tea/")
    assert values(components(feed(one))[0], "DESCRIPTION") == [f"Come.\\n{HOME}events/tea/"]
    (bare,) = components(feed(entry(WEEKLY, description="", location=" ", url="", categories=())))
    assert not values(bare, "(?:DESCRIPTION|LOCATION|URL|CATEGORIES)")
    assert values(components(feed(entry(WEEKLY, description="")))[0], "DESCRIPTION") == [f"{HOME}events/tea/"]


# Bytes


def lint(data: bytes) -> None:
    """Every rule for the bytes of a feed, whatever its content."""
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in lines)
    for line in lines:
        assert all(unicodedata.category(char) != "Cc" for char in line.decode())  # folded only between characters
    text = data.decode().replace("\r\n ", "")
    assert not re.search(r"^(METHOD|RDATE|EXRULE|DURATION|ATTENDEE|ORGANIZER|BEGIN:VALARM)|RANGE=", text, re.MULTILINE)
    assert text.count("BEGIN:VTIMEZONE") >= 1
    seen = set()
    for part in components(data):
        start, end = values(part, "DTSTART")[0], values(part, "DTEND")[0]
        form = start.rpartition(":")[0]
        assert end.rpartition(":")[0] == form
        assert all(value.rpartition(":")[0] == form for value in values(part, "(?:EXDATE|RECURRENCE-ID)"))
        for rule in values(part, "RRULE"):
            until = re.search(r"UNTIL=(\w+)", rule)
            assert until is None or len(until[1]) == (8 if form == "VALUE=DATE" else 16)
        name = (values(part, "UID")[0], *values(part, "RECURRENCE-ID"))
        assert name not in seen
        seen.add(name)
        assert len(values(part, "(?:DTSTAMP|LAST-MODIFIED|SEQUENCE|SUMMARY|STATUS|TRANSP|CLASS)")) == 7


SCRIPT = """
import sys
sys.path[:0] = ["tests/ical"]
import test_vevent
sys.stdout.write(test_vevent.fingerprint())
"""


def fingerprint() -> str:
    """A hash of feeds with everything that could depend on order, time, or place."""
    everything = [entry(keys, uid=f"{name}@hub.example.org") for name, keys in CASES.items()]
    return hashlib.sha256(feed(*everything)).hexdigest()


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_machine(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    def elsewhere(seed: str, place: str) -> str:
        done = program("-c", SCRIPT, PYTHONHASHSEED=seed, TZ=place, LC_ALL="C", SOURCE_DATE_EPOCH=seed)
        assert not done.stderr
        return done.stdout

    with ThreadPoolExecutor() as pool:
        found = list(pool.map(elsewhere, ("0", "1"), ("Asia/Tokyo", "America/Los_Angeles")))
    assert found == [fingerprint()] * 2


# Readers

Date: TypeAlias = tuple[str, str, str, str]
STOP = dt.date(2034, 1, 1)


def date(start: Moment, end: Moment, status: str, title: str) -> Date:
    """An occurrence in a form to compare: times are in UTC, and the end of an all-day event is the day after its last
    day."""
    first, last = (
        f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else f"{moment}"
        for moment in (start, end)
    )
    return first, last, status, title


def expected(entry: CalendarEntry) -> list[Date]:
    found = []
    for occurrence in entry.schedule.occurrences:
        end, title, status = occurrence.end, entry.title, occurrence.status.upper()
        if not isinstance(end, dt.datetime):
            end += dt.timedelta(days=1)
        if occurrence.status == "cancelled":
            if occurrence.last_day < entry.cancelled_since:
                continue
            title, status = f"CANCELLED: {title}", "CONFIRMED" if entry.keep_cancelled else status
        found.append(date(occurrence.start, end, status, title))
    return sorted(each for each in found if each[0] < f"{STOP}")


def with_icalendar(data: bytes) -> Iterator[Date]:
    parsed = icalendar.Calendar.from_ical(data)
    for event in recurring_ical_events.of(parsed).between(dt.date(2020, 1, 1), STOP):
        yield date(event.start, event.end, str(event["STATUS"]), str(event["SUMMARY"]))


def with_ical(data: bytes) -> Iterator[Date]:
    parsed = IcsCalendarStream.calendar_from_ics(data.decode())
    for event in parsed.timeline.overlapping(dt.date(2020, 1, 1), STOP):
        assert event.dtstart
        assert event.status
        yield date(event.dtstart, event.end, event.status.value, event.summary or "")


def with_vobject(data: bytes) -> Iterator[Date]:
    """vobject knows rules and exclusions. This function finds the date that an override replaces."""
    events = vobject.readOne(data.decode()).contents.get("vevent", [])
    stands_for = {
        (event.uid.value, f"{event.recurrence_id.value}"): event for event in events if hasattr(event, "recurrence_id")
    }
    for event in events:
        first, length = event.dtstart.value, event.dtend.value - event.dtstart.value
        if hasattr(event, "recurrence_id"):
            continue
        dates = event.getrruleset() if hasattr(event, "rrule") else [first]
        for start in dates:
            start = start if isinstance(first, dt.datetime) or not isinstance(start, dt.datetime) else start.date()
            if f"{start}" >= f"{STOP}":
                break
            one = stands_for.get((event.uid.value, f"{start}"))
            if one:
                yield date(one.dtstart.value, one.dtend.value, one.status.value, one.summary.value)
            else:
                yield date(start, start + length, event.status.value, event.summary.value)


def agree(entry: CalendarEntry) -> None:
    data = feed(entry)
    lint(data)
    for reader in (with_icalendar, with_ical, with_vobject):
        assert sorted(each for each in reader(data) if each[0] < f"{STOP}") == expected(entry), reader.__name__


# Events as volunteers type them. This loader keeps every value as text, as our own reader does. `like` names a case to
# copy.
TYPED: dict[str, dict[str, Any]] = yaml.load(
    """
once: {starts: 2026-09-10 16:00, ends: 17:30}
once, all day: {starts: 2026-09-10}
once, some days: {starts: 2026-09-10, ends: 2026-09-12}
once, in a night of 25 hours: {starts: 2026-10-31 22:00, ends: 2026-11-01 04:00}
daily: {starts: 2026-10-26 16:00, ends: 17:30, repeats: daily, times: 14}
daily, all day: {starts: 2026-10-26, repeats: daily, times: 14}
weekly, all day, first in a day of 25 hours: {starts: 2026-11-01, ends: 2026-11-02, repeats: weekly, times: 5}
weekly: {starts: 2026-12-02 16:00, ends: 17:30, repeats: weekly, until: 2027-01-31}
weekly, no end: {starts: 2026-09-09 16:00, ends: 17:30, repeats: weekly}
weekly, ended after one date: {like: weekly, until: 2026-12-02}
two days every two weeks:
  {starts: 2026-09-10 16:00, ends: 17:30, repeats: every 2 weeks on Tuesday and Thursday, until: 2027-06-30}
Sunday and Monday: {starts: 2026-09-13 16:00, ends: 17:30, repeats: every 2 weeks on Sunday and Monday, times: 20}
nth: {starts: 2026-09-10 16:00, ends: 17:30, repeats: monthly on the 2nd Thursday, until: 2027-06-30}
last: {starts: 2026-09-25 16:00, ends: 17:30, repeats: every 3 months on the last Friday, until: 2028-06-30}
day of the month: {starts: 2026-09-15 16:00, ends: 17:30, repeats: monthly on day 15, until: 2027-06-30}
last day of the month: {starts: 2026-09-30 16:00, ends: 17:30, repeats: monthly on the last day, until: 2027-06-30}
yearly nth: {starts: 2026-01-19, repeats: yearly on the 3rd Monday of January}
yearly day: {starts: 2026-05-05, repeats: yearly on day 5 of May, times: 10}
a month every year:
  {starts: 2027-02-01, ends: 2027-02-28, repeats: yearly, times: 9, changes: [{date: 2028-02-01, ends: 2028-02-29}]}
another zone: {like: nth, zone: America/New_York}
the southern half: {like: nth, zone: Australia/Sydney}
a zone with a rule of many days: {like: nth, zone: Asia/Jerusalem}
a zone whose clocks never change: {like: nth, zone: Asia/Kolkata}
a zone that is on UTC: {like: nth, zone: Atlantic/Reykjavik}
UTC: {like: nth, zone: UTC, skip: [{date: 2026-11-12}], changes: [{date: 2027-01-14, starts: 2027-01-15 16:00}]}
across midnight: {starts: 2026-12-02 22:00, ends: 2026-12-03 00:30, repeats: weekly, until: 2027-01-31}
over nights of 25 and of 23 hours:
  {starts: 2026-09-05 22:00, ends: 2026-09-06 04:00, repeats: weekly, until: 2027-04-30}
first in a night of 25 hours: {starts: 2026-10-31 22:00, ends: 2026-11-01 04:00, repeats: weekly, times: 5}
late, so that it is another day in UTC: {like: weekly, starts: 2026-12-02 20:00, ends: 21:00}
first and last are skipped: {like: weekly, skip: [{date: 2026-12-02}, {date: 2027-01-27}]}
break: {like: weekly, no_school: skip}
moves both ways:
  like: weekly
  changes:
    - {date: 2026-12-09, starts: 2026-12-07 09:00}
    - {date: 2026-12-16, starts: 2026-12-18 09:00, ends: 12:00}
    - {date: 2026-12-30, starts: 2026-12-30 10:00}
moves past neighbours:
  like: weekly
  changes:
    - {date: 2026-12-02, starts: 2026-12-10 09:00}
    - {date: 2026-12-16, starts: 2026-12-09 20:00}
    - {date: 2027-01-27, starts: 2027-03-20 16:00}
move from standard to summer time: {like: nth, changes: [{date: 2027-03-11, starts: 2027-03-18 16:00}]}
cancellations:
  {like: weekly, changes: [{date: 2026-12-02, cancelled: yes}, {date: 2026-12-16, cancelled: yes, reason: x}]}
cancelled: {like: weekly, status: cancelled, reason: no room}
tentative: {like: nth, status: tentative}
two nth weekdays: {like: nth, repeats: monthly on the 2nd and 4th Thursday, skip: [{date: 2026-11-26}]}
first, third and last:
  {starts: 2026-09-03 16:00, ends: 17:30, repeats: "monthly on the 1st, 3rd and last Thursday", times: 20}
two nth weekdays of a month, all day:
  {starts: 2026-05-11, repeats: yearly on the 2nd and last Monday of May, until: 2032-12-31}
the rest moves: {like: nth, changes: [{date: 2027-01-14, and_later: yes, starts: 2027-01-19 16:30, ends: 18:00}]}
the rest is cancelled: {like: weekly, changes: [{date: 2026-12-16, and_later: yes, cancelled: yes, reason: x}]}
the rest moves twice and is skipped and moved by its new dates:
  like: weekly
  no_school: skip
  changes:
    - {date: 2026-12-16, and_later: yes, starts: 2026-12-17 09:00}
    - {date: 2027-01-07, and_later: yes, starts: 2027-01-05 09:00, ends: 10:00}
    - {date: 2027-01-12, starts: 2027-01-13 09:00}
    - {date: 2027-01-19, cancelled: yes}
  skip: [{date: 2027-01-26}]
the rest of a count moves:
  {starts: 2026-12-02, repeats: weekly, times: 9, changes: [{date: 2026-12-23, and_later: yes, starts: 2026-12-24}]}
the rest of two nth weekdays moves:
  like: nth
  repeats: monthly on the 2nd and 4th Thursday
  changes: [{date: 2026-11-26, and_later: yes, starts: 2026-11-24 18:00}]
the rest of a series without an end:
  {like: "weekly, no end", changes: [{date: 2026-12-02, and_later: yes, starts: 2026-12-03 16:00}]}
all of it:
  like: weekly
  no_school: skip
  skip: [{date: 2026-12-09, reason: x}]
  changes: [{date: 2026-12-16, starts: 2026-12-17 16:00}, {date: 2027-01-06, cancelled: yes}]
""",
    yaml.BaseLoader,
)
CASES = {name: TYPED.get(keys.pop("like", ""), {}) | keys for name, keys in TYPED.items()}
# A time span with changes in the law. Readers that look up a zone by its name may have a different tz database.
LAWS: dict[str, dict[str, Any]] = {
    "weekly through another rule": {"starts": "2006-02-07 16:00", "until": "2008-01-31"},
    "weekly for thirty years": {"starts": "2004-02-03 16:00", "until": "2034-01-31"},
    "put forward forever": {"starts": "2025-12-02 16:00", "zone": "America/Vancouver"},
    "moved back before the law": {
        "starts": "2026-03-10 16:00",
        "until": "2026-06-30",
        "zone": "America/Vancouver",
        "changes": [{"date": "2026-03-10", "starts": "2026-03-03 16:00"}],
    },
    "at midnight": {"starts": "2025-12-02 16:00", "until": "2029-01-31", "zone": "America/Havana"},
    "Ramadan": {"starts": "2024-12-03 16:00", "until": "2028-01-31", "zone": "Africa/Casablanca"},
    "a rule that begins in 2086": {"starts": "2025-12-02 16:00", "zone": "Asia/Gaza"},
}
LAWS = {name: {"ends": "17:30", "repeats": "weekly"} | keys for name, keys in LAWS.items()}


@pytest.mark.parametrize("name", CASES)
def test_three_readers_find_the_dates_of_the_schedule(name: str) -> None:
    agree(entry(CASES[name]))


def repeats(first: dt.date) -> st.SearchStrategy[str]:
    """A rule that includes the first date."""
    day, every, month = first.weekday(), st.integers(1, 4), first.month
    weekly = st.sets(st.integers(0, 6), max_size=3).map(lambda days: tuple(sorted(days | {day})))
    own = st.sampled_from(places(first))
    nths = st.builds(
        lambda nth, more: tuple(n for n in NTH if n in {nth, *more}), own, st.sets(st.sampled_from((1, 2, 3, -1)))
    )
    nths = nths.filter(lambda nths: not {4, -1} <= set(nths))
    return st.one_of(
        st.builds(Rule, st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")), every),
        st.builds(Rule, st.just("WEEKLY"), every, weekly),
        st.builds(Rule, st.just("MONTHLY"), every, st.just((day,)), nths),
        st.builds(Rule, st.just("MONTHLY"), every, month_day=st.just(first.day)),
        st.builds(Rule, st.just("YEARLY"), every, st.just((day,)), nths, month=st.just(month)),
    ).map(str)


HOURS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
ZONES = st.sampled_from((ZONE, ZONE, "America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "UTC"))


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """An event as a volunteer might type it, with skips, moves, and cancellations of single dates and of all later
    dates."""
    first = dt.date(2025, 1, 1) + dt.timedelta(days=draw(st.integers(0, 2800)))
    keys: dict[str, Any] = {"zone": draw(ZONES), "changes": []}
    timed = draw(st.booleans())
    days = draw(st.integers(0, 2))
    clock = f" {draw(HOURS)}" if timed else ""
    keys |= {
        "starts": f"{first}{clock}",
        "ends": f"{first + dt.timedelta(days=days)}" + (f" {draw(HOURS)}" if timed else ""),
    }
    keys["repeats"] = draw(repeats(first))
    if draw(st.booleans()):
        keys["times"] = f"{draw(st.sampled_from((1, 3, 6, 9, 12)))}"
    else:
        keys["until"] = f"{first + dt.timedelta(days=draw(st.sampled_from((0, 20, 90, 400))))}"
    keys["status"] = draw(st.sampled_from(("confirmed", "confirmed", "tentative", "cancelled")))
    if draw(st.booleans()):
        keys["no_school"] = "skip"
    feasible(keys)
    for _ in range(draw(st.sampled_from((0, 1, 2)))):
        keys = draw(rest_changed(keys, timed))
    replaced = {change["date"] for change in keys["changes"]}
    dates = [date for usual in feasible(keys).usual if (date := f"{usual:%Y-%m-%d}") not in replaced]
    some = draw(st.lists(st.sampled_from(dates), unique=True, max_size=5))
    skipped = draw(st.integers(0, len(some)))
    changes = [{"date": day} | draw(change(day, timed)) for day in some[skipped:]]
    return keys | {"skip": [{"date": day} for day in some[:skipped]], "changes": keys["changes"] + changes}


@st.composite
def change(draw: st.DrawFn, day: str, timed: bool, furthest: int = 20) -> dict[str, str]:
    """A move to a day nearby, or a cancellation."""
    moved = dt.date.fromisoformat(day) + dt.timedelta(days=draw(st.integers(-furthest, furthest)))
    move_to = {"starts": f"{moved} {draw(HOURS)}" if timed else f"{moved}"}
    return draw(st.sampled_from(({"cancelled": "yes"}, move_to)))


@st.composite
def rest_changed(draw: st.DrawFn, keys: dict[str, Any], timed: bool) -> dict[str, Any]:
    """The same event with one more change of all later dates, if such a change is possible."""
    dates = [f"{usual:%Y-%m-%d}" for usual in planned(keys).usual]
    day = draw(st.sampled_from(dates))
    more = {"date": day, "and_later": "yes"} | draw(change(day, timed, 6))
    changed = keys | {"changes": [*keys["changes"], more]}
    try:
        planned(changed)
    except ScheduleError:
        return keys
    return changed


def feasible(keys: dict[str, Any]) -> EventSchedule:
    try:
        return planned(keys)
    except ScheduleError:
        reject()


BOUNDED = settings(derandomize=True, deadline=None, max_examples=examples(120))


@BOUNDED
@given(events(), st.none() | st.integers(0, 300), st.booleans())
def test_three_readers_agree_on_all_typed_data(keys: dict[str, Any], later: int | None, keep: bool) -> None:
    usual = feasible(keys).usual[0]
    since = dt.date(usual.year, usual.month, usual.day) + dt.timedelta(days=later) if later else dt.date.min
    agree(entry(keys, cancelled_since=since, keep_cancelled=keep))


def test_icaljs_finds_the_dates_of_the_schedule(node: Callable[[str], str]) -> None:
    """One process reads all calendars: the cases above and made-up cases."""
    command, readers = [node("ical.js"), "icaljs.js"], Path(__file__).parents[1] / "readers"
    some = [entry(keys) for keys in CASES.values()]

    @settings(BOUNDED, database=None, max_examples=examples(60))
    @given(events())
    def gather(keys: dict[str, Any]) -> None:
        some.append(entry(keys))

    gather()
    some += [entry(keys) for keys in LAWS.values()]
    request = json.dumps({"stop": f"{STOP}", "feeds": [feed(entry).decode() for entry in some]})
    done = subprocess.run(command, cwd=readers, input=request, capture_output=True, text=True, check=True)
    for item, found in zip(some, json.loads(done.stdout), strict=True):
        dates = sorted((start, end, status, title) for start, end, status, title in found if start < f"{STOP}")
        assert dates == expected(item), item.schedule.event


def test_node_ical_finds_whole_days_of_23_and_25_hours(node: Callable[[str], str]) -> None:
    """node-ical counts hours in the time zone of its process."""
    firsts = ("2026-10-24", "2026-10-25", "2026-10-31", "2026-11-01", "2027-03-07", "2027-03-13", "2027-03-14")
    some = [
        entry({"starts": first, "ends": f"{dt.date.fromisoformat(first) + dt.timedelta(days=more)}"} | keys)
        for first in firsts
        for more in range(3)
        for keys in (
            {"repeats": "weekly", "times": "9"},
            {"repeats": "weekly", "times": "4", "changes": [{"date": first, "cancelled": "yes"}]},
            {"repeats": "yearly", "times": "5"},
        )
    ]
    some += [entry({"starts": first, "repeats": "daily", "times": "20"}) for first in firsts]
    request = json.dumps({"from": "2020-01-01", "stop": f"{STOP}", "feeds": [feed(entry).decode() for entry in some]})
    command, environment = [node("node-ical"), "nodeical.js"], {"TZ": ZONE}
    readers = Path(__file__).parents[1] / "readers"
    done = subprocess.run(
        command, cwd=readers, input=request, env=environment, capture_output=True, text=True, check=True
    )
    for item, found in zip(some, json.loads(done.stdout), strict=True):
        dates = [[f"{start} 00:00", f"{end} 00:00"] for start, end, *_ in expected(item)]
        assert sorted(found) == dates, item.schedule.event


HOSTILE = st.text(
    st.sampled_from(",;\\:\"'^= \n\r\t\0\x07\x1b\x7f\x85\u2028\u200f\u202e\ufeffאé\u0301🎉👩\u200d🏫x")
    | st.characters(),
    max_size=150,
)


def seen(text: object) -> str:
    """A text without its white space, which readers keep in different ways."""
    marks = (char for char in f"{text}" if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(marks))


@BOUNDED
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_a_feed(title: str, text: str, place: str, name: str) -> None:
    one = entry(
        WEEKLY, title=f"T{title}", description=text, location=f"L{place}", categories=(f"C{name}", place), url=""
    )
    reason = f"R{title}".replace("\n", " ")[:60].strip()
    cancelled = entry(WEEKLY | {"status": "cancelled", "reason": reason}, uid="b@x", title=text)
    lint(feed(cancelled, name=f"N{name}", description=text))
    data = feed(one, name=f"N{name}", description=text)
    lint(data)
    (first,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    (second,) = IcsCalendarStream.calendar_from_ics(data.decode()).events
    (third,) = vobject.readOne(data.decode()).vevent_list
    wanted = [seen(part) for part in (f"T{title}", f"L{place}", text)]
    assert [seen(first.get(key, "")) for key in ("SUMMARY", "LOCATION", "DESCRIPTION")] == wanted
    assert [seen(part or "") for part in (second.summary, second.location, second.description)] == wanted
    description = third.description.value if hasattr(third, "description") else ""
    assert [seen(part) for part in (third.summary.value, third.location.value, description)] == wanted
