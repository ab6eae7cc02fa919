"""Foreign calendars: the entries that are imported, and the entries that are left out with a reason."""

from __future__ import annotations

import datetime as dt
import re
import time
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import pytest
from affinity_hub.intake.events.read import CalendarReading
from affinity_hub.intake.ics.content_lines import BrokenCalendarError
from affinity_hub.intake.ics.rules import UnknownRuleError, read_rule
from affinity_hub.intake.ics.zones import named
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples

from .oracle import READERS, TODAY, calendar, imported, read

CASES = Path(__file__).parent / "cases"
START = "DTSTART;TZID=America/Los_Angeles:20261203T160000\nDTEND;TZID=America/Los_Angeles:20261203T173000\n"


def keys(reading: CalendarReading) -> list[dict[str, Any]]:
    assert reading.left_out == []
    return [block.keys for block in reading.blocks]


def reasons(*entries: str, head: str = "", **more: Any) -> list[str]:
    reading = read(calendar(*entries, head=head), **more)
    assert reading.blocks == []
    return [left_out.reason for left_out in reading.left_out]


# --- The cases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["windows-zone", "floating-with-x-wr-timezone"])
def test_a_certain_zone_is_used(name: str) -> None:
    assert keys(read((CASES / f"{name}.ics").read_bytes())) == [{"starts": "2026-12-03 16:30", "ends": "17:30"}]


def test_a_zone_without_a_description_is_named_and_never_guessed() -> None:
    reading = read((CASES / "custom-zone.ics").read_bytes())
    assert reading.blocks == []
    assert [str(left_out) for left_out in reading.left_out] == [
        "The entry on Thursday 2026-12-03 is left out: its time zone “Customized Time Zone” is not known."
    ]


def test_a_series_in_utc_moves_with_the_clocks_and_says_so() -> None:
    reading = read((CASES / "utc-series-across-clock-change.ics").read_bytes())
    (block,) = reading.blocks
    assert block.keys == {
        "starts": "2026-10-01 23:30",
        "ends": "2026-10-02 00:30",
        "zone": "UTC",
        "repeats": "weekly on Thursday",
        "until": "2026-12-24",
    }
    assert "local time changes by an hour" in reading.notices[0]


def test_a_file_that_is_cut_off_is_refused() -> None:
    with pytest.raises(BrokenCalendarError, match="cut off"):
        read((CASES / "cut-off.ics").read_bytes())


def test_an_entry_without_an_end_is_left_out_and_the_others_stay() -> None:
    data = (CASES / "empty-dtend.ics").read_bytes().replace(b"END:VCALENDAR", b"")
    reading = read(data + calendar(START).partition(b"EN\r\n")[2])
    assert [block.keys["starts"] for block in reading.blocks] == ["2026-12-03 16:00"]
    assert [left_out.reason for left_out in reading.left_out] == ["it has no end"]


def test_a_meeting_every_second_is_refused_quickly() -> None:
    before = time.process_time()
    assert len(read((CASES / "every-second.ics").read_bytes()).left_out) == 1
    assert reasons(f"{START}RRULE:FREQ=SECONDLY") == ["it repeats secondly"]
    assert time.process_time() - before < 1


@pytest.mark.parametrize("titles", [True, False])
def test_no_link_and_no_person_is_read(titles: bool) -> None:
    reading = read((CASES / "join-link-and-html.ics").read_bytes(), titles=titles, places=("room 1",), place_of=(0,))
    assert keys(reading) == [{"starts": "2026-12-03 08:30", "ends": "09:30"}]
    assert reading.blocks[0].place is None
    assert not {word for word in ("video", "4711", "Pat", "Sam", "example.org") if word in repr(reading)}


# --- Meetings that Outlook marks as cancelled only in their titles ---------------------------------------------------


@pytest.mark.parametrize("titles", [True, False])
@pytest.mark.parametrize("name", ["SUMMARY", 'SUMMARY;LANGUAGE=en-us;ALTREP="cid:1"'])
@pytest.mark.parametrize("word", ["Canceled: ", "Cancelled: ", "CANCELLED - "])
def test_a_date_is_cancelled_if_its_title_says_so(word: str, name: str, titles: bool) -> None:
    zone = "TZID=America/Los_Angeles"
    series = f"UID:tea\n{START}{name}:Tea\nRRULE:FREQ=WEEKLY;COUNT=3"
    off = f"DTSTART;{zone}:20261210T160000\nDTEND;{zone}:20261210T173000\n{name}:{word}Tea\nSTATUS:CONFIRMED"
    reading = read(calendar(series, f"UID:tea\nRECURRENCE-ID;{zone}:20261210T160000\n{off}"), titles=titles)
    (block,) = reading.blocks
    assert block.keys["changes"] == [{"date": "2026-12-10", "cancelled": "yes"}]
    assert block.title == ("Tea" if titles else "")


def test_a_title_about_cancelled_meetings_cancels_nothing() -> None:
    (block,) = read(calendar(f"{START}SUMMARY:Canceled plans and other stories"), titles=True).blocks
    assert (block.keys.get("status"), block.title) == (None, "Canceled plans and other stories")


# --- What is dropped -------------------------------------------------------------------------------------------------

PROPERTIES = (
    *("DESCRIPTION", "ATTENDEE", "ORGANIZER", "ATTACH", "CONFERENCE", "URL", "COMMENT", "CONTACT", "CATEGORIES", "GEO"),
    *("RESOURCES", "RELATED-TO", "IMAGE", "CLASS", "X-ALT-DESC", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSURL"),
    *(
        "SUMMARY",
        "LOCATION",
        "X-APPLE-STRUCTURED-LOCATION",
        "STYLED-DESCRIPTION",
        "TRANSP",
        "PRIORITY",
        "REQUEST-STATUS",
    ),
)


@pytest.mark.parametrize("end", [b"\r", b"\n"])
def test_a_calendar_with_the_line_ends_of_another_program_is_read(end: bytes) -> None:
    assert len(read(calendar(START).replace(b"\r\n", end)).blocks) == 1


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_word_in_a_property_that_is_not_on_the_list_is_dropped(name: str) -> None:
    canary = "zwitschervogel"
    entry = (
        f'{START}{name};X-NOTE="{canary}";ALTREP="https://{canary}.example/":https://video.example/{canary}\n'
        f"BEGIN:VALARM\nACTION:EMAIL\n{name}:{canary}\nEND:VALARM"
    )
    reading = read(calendar(entry, head=f"X-WR-CALDESC:{canary}\nX-WR-CALNAME:{canary}\n{name}:{canary}"))
    assert len(reading.blocks) == 1
    assert canary not in repr(reading)


def test_a_parameter_of_a_time_reaches_no_output() -> None:
    entry = START.replace("DTSTART;", 'DTSTART;X-NOTE="zwitschervogel";')
    assert "zwitschervogel" not in repr(read(calendar(f"{entry}STATUS;X-A=zwitschervogel:CONFIRMED")))


def test_only_a_place_in_the_list_is_imported() -> None:
    places = {"places": ("room 1", "12 lantern street"), "place_of": (0, 1)}
    entries = [
        f"{START}LOCATION:{place}" for place in (" Room  1", r"12 Lantern Street", "Room 2", "https://x.example")
    ]
    assert sorted(str(block.place) for block in read(calendar(*entries), **places).blocks) == ["0", "1", "None", "None"]


# --- Times -----------------------------------------------------------------------------------------------------------

VTIMEZONE = """\
BEGIN:VTIMEZONE
TZID:{}
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:{}
TZOFFSETTO:{}
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:{}
TZOFFSETTO:{}
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE"""
PACIFIC = ("-0800", "-0700", "-0700", "-0800")
EASTERN = ("-0500", "-0400", "-0400", "-0500")


def at(zone: str) -> str:
    return f'DTSTART;TZID="{zone}":20261203T160000\nDTEND;TZID="{zone}":20261203T173000\nRRULE:FREQ=WEEKLY;COUNT=30'


def test_a_described_zone_is_found_by_its_offsets() -> None:
    for offsets, place in ((PACIFIC, None), (EASTERN, "America/New_York")):
        reading = read(calendar(at("Customized Time Zone"), head=VTIMEZONE.format("Customized Time Zone", *offsets)))
        assert [block.keys.get("zone") for block in reading.blocks] == [place]


def test_a_zone_with_a_name_that_contradicts_its_description_is_left_out() -> None:
    reading = read(calendar(at("America/Los_Angeles"), head=VTIMEZONE.format("America/Los_Angeles", *EASTERN)))
    assert [left_out.reason for left_out in reading.left_out] == [
        "the calendar describes its time zone “America/Los_Angeles” with other offsets than America/Los_Angeles has"
    ]


def test_a_described_zone_that_fits_no_place_is_left_out() -> None:
    reading = read(calendar(at("Mine"), head=VTIMEZONE.format("Mine", "-0800", "-0630", "-0630", "-0800")))
    assert [left_out.reason for left_out in reading.left_out] == [
        "the offsets of its time zone “Mine” fit no known zone"
    ]


@pytest.mark.parametrize(
    "name, place",
    [
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("pacific standard time", "America/Los_Angeles"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Los_Angeles", "America/Los_Angeles"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("EST", None),
        ("Etc/GMT+8", None),
        ("Pacific Time (US & Canada)", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_names(name: str, place: str | None) -> None:
    assert named(name) == place


def test_floating_times_raise_a_question_once_and_are_then_accepted() -> None:
    entries = [f"DTSTART:2026120{day}T160000\nDTEND:2026120{day}T170000" for day in (3, 4)]
    reading = read(calendar(*entries, head="X-WR-TIMEZONE:America/New_York"))
    assert (reading.asks_zone, reading.zone_named, len(reading.left_out)) == (True, "America/New_York", 2)
    assert keys(read(calendar(entries[0]), zone="America/New_York"))[0]["zone"] == "America/New_York"


@pytest.mark.parametrize(
    "entry, expected",
    [
        ("DTSTART;VALUE=DATE:20261203", {"starts": "2026-12-03"}),
        ("DTSTART:20261203", {"starts": "2026-12-03"}),
        ("DTSTART;VALUE=DATE:20261203\nDTEND;VALUE=DATE:20261204", {"starts": "2026-12-03"}),
        ("DTSTART;VALUE=DATE:20261203\nDTEND;VALUE=DATE:20261203", {"starts": "2026-12-03"}),
        ("DTSTART;VALUE=DATE:20261203\nDTEND:", {"starts": "2026-12-03"}),
        ("DTSTART;VALUE=DATE:20261203\nDURATION:P2D", {"starts": "2026-12-03", "ends": "2026-12-04"}),
        ("DTSTART:20261204T003000Z\nDURATION:PT1H30M", {"starts": "2026-12-03 16:30", "ends": "18:00"}),
        ("DTSTART:20261204T003000Z\nDURATION:PT36H", {"starts": "2026-12-03 16:30", "ends": "2026-12-05 04:30"}),
        (  # days are days on the calendar, hours are hours on the stopwatch
            "DTSTART;TZID=America/Los_Angeles:20270313T160000\nDURATION:P1D",
            {"starts": "2027-03-13 16:00", "ends": "2027-03-14 16:00"},
        ),
        (
            "DTSTART;TZID=America/Los_Angeles:20270313T160000\nDURATION:PT24H",
            {"starts": "2027-03-13 16:00", "ends": "2027-03-14 17:00"},
        ),
        (f"{START}STATUS:TENTATIVE", {"starts": "2026-12-03 16:00", "ends": "17:30", "status": "tentative"}),
        (f"{START}STATUS:CANCELLED", {"starts": "2026-12-03 16:00", "ends": "17:30", "status": "cancelled"}),
    ],
)
def test_an_end_follows_the_standard(entry: str, expected: dict[str, str]) -> None:
    assert keys(read(calendar(entry))) == [expected]


@pytest.mark.parametrize(
    "entry, reason",
    [
        ("SUMMARY:Tea", "it has no start"),
        ("DTSTART:20261203T163000Z\nDTEND:", "it has no end"),
        ("DTSTART:20261203T163000Z\nDTEND:20261203T163000Z", "it has no end"),
        ("DTSTART:20261203T163000Z\nDTEND:20261203T153000Z", "it ends before it starts"),
        ("DTSTART:20261203T163000Z\nDTEND;VALUE=DATE:20261204", "only one of its start and its end has a time"),
        ("DTSTART:20261203T163000Z\nDTEND:20261203T173000Z\nDURATION:PT1H", "it has both an end and a length"),
        ("DTSTART:20261303T163000Z\nDTEND:20261303T173000Z", "one of its times does not exist"),
        ("DTSTART:soon\nDTEND:later", "one of its times cannot be read"),
        ("DTSTART:20261203T163015Z\nDTEND:20261203T173000Z", "its times have seconds"),
        (f"{START}DTSTART:20261210T160000Z", "it has more than one DTSTART"),
        ("DTSTART;TZID=:20261203T163000\nDURATION:PT1H", "the name of its time zone is empty"),
        (f"{START}STATUS:MAYBE", "its status is unknown"),
        (f"{START}EXRULE:FREQ=WEEKLY", "it has a rule of exceptions, which calendar programs read differently"),
        (f"{START}RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20270101T000000Z", "its rule has two ends"),
        (
            f"{START}RRULE:FREQ=WEEKLY;BYHOUR=9",
            "its rule has the part BYHOUR, which calendar programs read differently",
        ),
        (f"{START}RRULE:FREQ=WEEKLY;UNTIL=20261217T160000", "calendar programs disagree on its last date"),
        (f"{START}RRULE:FREQ=WEEKLY;UNTIL=20261217", "calendar programs disagree on its last date"),
        (
            f"{START}RRULE:FREQ=WEEKLY;BYDAY=TU",
            "its first date is not a date of its rule, and calendar programs read that differently",
        ),
    ],
)
def test_an_entry_in_doubt_is_left_out_with_the_reason(entry: str, reason: str) -> None:
    assert reasons(entry) == [reason]


def test_a_time_that_occurs_twice_keeps_its_offset_or_is_left_out() -> None:
    reading = read(calendar("DTSTART:20271107T093000Z\nDTEND:20271107T103000Z"))
    assert imported(reading, TODAY, dt.date(2028, 1, 1)) in (
        set(),
        {(dt.datetime(2027, 11, 7, 9, 30, tzinfo=dt.UTC), dt.datetime(2027, 11, 7, 10, 30, tzinfo=dt.UTC))},
    )


# --- Series ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule, expected",
    [
        ("FREQ=WEEKLY;UNTIL=20270601T000000Z", {"repeats": "weekly on Thursday", "until": "2027-05-27"}),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=3", {"repeats": "every 2 weeks on Thursday", "until": "2026-12-31"}),
        ("FREQ=MONTHLY;BYDAY=1TH", {"repeats": "monthly on the 1st Thursday"}),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1", {"repeats": "monthly on the 1st Thursday"}),
        ("FREQ=MONTHLY;BYDAY=1TH,3TH", {"repeats": "monthly on the 1st and 3rd Thursday"}),
        ("FREQ=MONTHLY;BYMONTHDAY=3", {"repeats": "monthly on day 3"}),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=1TH", {"repeats": "yearly on the 1st Thursday of December"}),
        ("FREQ=DAILY;COUNT=3", {"repeats": "every day", "until": "2026-12-05"}),
    ],
)
def test_a_rule_becomes_our_own_wording(rule: str, expected: dict[str, str]) -> None:
    assert keys(read(calendar(f"{START}RRULE:{rule}"))) == [{"starts": "2026-12-03 16:00", "ends": "17:30", **expected}]


def test_a_rule_without_our_own_wording_becomes_single_dates_with_a_notice() -> None:
    entry = START.replace("1203", "1230").replace("T16", "T09").replace("T17", "T10")
    reading = read(calendar(f"{entry}RRULE:FREQ=MONTHLY;BYDAY=5WE"))
    assert [block.keys["starts"] for block in reading.blocks][:3] == [
        "2026-12-30 09:00",
        "2027-03-31 09:00",
        "2027-06-30 09:00",
    ]
    assert all(block.first <= TODAY + dt.timedelta(days=400) for block in reading.blocks)
    assert "imported one by one" in reading.notices[0]
    assert len({block.key for block in reading.blocks}) == len(reading.blocks)


OVERRIDE = "UID:series\nRECURRENCE-ID;TZID=America/Los_Angeles:20261210T160000\n"
SERIES = f"UID:series\n{START}RRULE:FREQ=WEEKLY;COUNT=4\n"


def test_excluded_moved_and_cancelled_dates_are_changes_of_the_series() -> None:
    moved = f"{OVERRIDE}DTSTART:20261212T000000Z\nDTEND:20261212T010000Z"
    cancelled = f"{OVERRIDE.replace('1210', '1217')}{START.replace('1203', '1217')}STATUS:CANCELLED"
    skipped = f"{SERIES}EXDATE;TZID=America/Los_Angeles:20261224T160000"
    assert keys(read(calendar(skipped, moved, cancelled))) == [
        {
            "starts": "2026-12-03 16:00",
            "ends": "17:30",
            "repeats": "weekly on Thursday",
            "until": "2026-12-24",
            "skip": [{"date": "2026-12-24"}],
            "changes": [
                {"date": "2026-12-10", "starts": "2026-12-11 16:00", "ends": "17:00"},
                {"date": "2026-12-17", "cancelled": "yes"},
            ],
        }
    ]


def test_a_series_that_lacks_a_date_that_the_calendar_changes_is_left_out() -> None:
    other = OVERRIDE.replace("20261210T16", "20261211T16")
    assert reasons(SERIES, f"{other}{START.replace('1203', '1212')}") == [
        "the calendar changes a date that the series does not have, and programs read that differently"
    ]


def test_a_date_that_replaces_no_date_is_a_separate_date() -> None:
    alone = f"{OVERRIDE}{START.replace('1203', '1212')}"
    assert [record["starts"] for record in keys(read(calendar(alone)))] == ["2026-12-12 16:00"]


def test_a_series_with_an_unclear_date_is_left_out_as_a_whole() -> None:
    assert len(reasons(SERIES, f"{OVERRIDE}DTSTART:soon\nDTEND:later")) == 1


def test_the_later_version_of_an_entry_counts_and_two_equally_old_versions_are_in_doubt() -> None:
    later = START.replace("T16", "T15")
    two = [f"UID:tea\nSEQUENCE:{number}\n{text}" for number, text in enumerate((START, later))]
    assert keys(read(calendar(*two)))[0]["starts"] == "2026-12-03 15:00"
    assert reasons(*(text.replace("SEQUENCE:1", "SEQUENCE:0") for text in two)) == [
        "the calendar has it more than once, with different times"
    ]


def test_a_change_of_all_later_dates_moves_them() -> None:
    later = OVERRIDE.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;")
    reading = read(calendar(SERIES, f"{later}{START.replace('1203T16', '1211T15').replace('1203T17', '1211T16')}"))
    starts = ["2026-12-03 16:00", "2026-12-11 15:00", "2026-12-18 15:00", "2026-12-25 15:00"]
    assert [record["starts"] for record in keys(reading)] == starts


def test_a_change_of_all_earlier_dates_is_refused() -> None:
    earlier = OVERRIDE.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDPRIOR;")
    entries = SERIES, f"{earlier}{START.replace('1203T16', '1211T15').replace('1203T17', '1211T16')}"
    assert reasons(*entries) == ["it changes the earlier dates of its series, which calendar programs read differently"]


def test_a_cancelling_message_makes_no_date() -> None:
    assert keys(read(calendar(START, head="METHOD:REQUEST")))
    assert reasons(START, head="METHOD:CANCEL") == ["the file is a message that cancels it"]


@pytest.mark.parametrize("rest", [",20261217T160000", "20261217T160000", "=4"])
def test_a_line_of_times_that_is_broken_in_two_is_not_read_in_part(rest: str) -> None:
    dates = "EXDATE;TZID=America/Los_Angeles:20261210T160000"
    assert reasons(f"{START}RRULE:FREQ=WEEKLY;COUNT=4\n{dates}\n{rest}") == ["one of its lines cannot be read"]
    assert keys(read(calendar(f"{START}RRULE:FREQ=WEEKLY;COUNT=4\nDESCRIPTION:Tea,\n{rest}")))


def test_times_that_the_clocks_skip_are_named() -> None:
    entry = START.replace("20261203T16", "20270314T02").replace("20261203T1730", "20270314T0300")
    assert reasons(entry) == ["the clocks skip the hour of its start"]


# --- Files that are not calendars ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b'<?xml version="1.0"?><error/>',
        b"hello",
        b'{"error": "not found"}',
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        calendar(*[START] * 2_001),
        b"BEGIN:VCALENDAR\r\nX-A:" + b"x" * 2_000_000 + b"\r\nEND:VCALENDAR\r\n",
    ],
    ids=range(10),
)
def test_an_incomplete_calendar_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(BrokenCalendarError) as caught:
        read(data)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("tenth", range(10))
def test_a_file_cut_at_any_tenth_is_refused(tenth: int) -> None:
    data = calendar(*[f"{START}RRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:Tea"] * 7)
    with pytest.raises(BrokenCalendarError):
        read(data[: len(data) * tenth // 10])


# --- Against other readers -------------------------------------------------------------------------------------------


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 4))}")
    nths = [""] if frequency in ("DAILY", "WEEKLY") or draw(st.booleans()) else ["1", "2", "-1", "5"]
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3))
        parts.append("BYDAY=" + ",".join(draw(st.sampled_from(nths)) + day for day in dict.fromkeys(days)))
    if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from(['1', '15', '31', '-1', '1,15', '-2']))}")
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"BYMONTH={draw(st.sampled_from(['1', '9,10', '12', '2,6']))}")
    if frequency != "DAILY" and len(parts) > 2 and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2']))}")
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(["COUNT=7", "WKST=SU", "COUNT=1"])))
    return ";".join(parts)


@settings(max_examples=examples(200), deadline=None)
@given(rule_texts(), st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
def test_the_dates_of_a_rule_are_the_dates_that_dateutil_finds(text: str, first: dt.date) -> None:
    last = dt.date(2029, 6, 30)
    try:
        ours = read_rule(text).dates(first, last)
    except UnknownRuleError:
        assume(False)
        raise
    assume(ours)  # a rule without dates would keep dateutil busy for minutes
    begin, rule = first, text
    if all(part in text for part in ("FREQ=WEEKLY", "BYDAY", "BYSETPOS")):
        # dateutil counts positions in the first week from the first date, not from the beginning of the week.
        begin -= dt.timedelta(days=(first.weekday() + ("WKST=SU" in text)) % 7)
        rule = re.sub(r";COUNT=\d+", "", text)
    theirs = rrulestr(rule, dtstart=dt.datetime.combine(begin, dt.time()))
    later = islice((day for moment in theirs if (day := moment.date()) >= first), read_rule(text).count)
    found = takewhile(lambda day: day <= last, later)
    assert ours == tuple(day for day, _ in zip(found, range(len(ours) + 1), strict=False))


@st.composite
def entries(draw: st.DrawFn) -> str:
    day = draw(st.dates(dt.date(2026, 12, 1), dt.date(2027, 3, 31)))
    zone = draw(st.sampled_from(["America/Los_Angeles", "America/New_York", "Europe/Berlin", "Asia/Tokyo"]))
    start = dt.datetime.combine(day, dt.time(draw(st.integers(4, 23)), draw(st.sampled_from([0, 15, 30]))))
    end = start + dt.timedelta(minutes=draw(st.sampled_from([30, 60, 90, 120])))
    form = "%Y%m%dT%H%M%S"
    lines = [f"DTSTART;TZID={zone}:{start:{form}}", f"DTEND;TZID={zone}:{end:{form}}"]
    if draw(st.booleans()):
        rhythm = draw(st.sampled_from(["WEEKLY", "WEEKLY;INTERVAL=2", "MONTHLY", "DAILY;INTERVAL=3", "YEARLY"]))
        lines.append(f"RRULE:FREQ={rhythm};COUNT={draw(st.integers(1, 12))}")
        if rhythm == "WEEKLY" and draw(st.booleans()):
            lines.append(f"EXDATE;TZID={zone}:{start + dt.timedelta(weeks=draw(st.integers(1, 3))):{form}}")
    return "\n".join(lines)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(entries(), min_size=1, max_size=4))
def test_the_times_are_the_times_that_other_readers_find(found: list[str]) -> None:
    data = calendar(*found)
    reading = read(data)
    assume(not reading.left_out)
    first, last = dt.date(2026, 12, 1), dt.date(2027, 12, 31)
    ours = imported(reading, first, last)
    for name, by in READERS.items():
        assert ours == by(data, first, last), name


# --- Invalid texts and numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part", ["COUNT=1_0", "COUNT=٣", "INTERVAL= 2", "COUNT=", "BYMONTHDAY=1_5", "COUNT=9999999", "INTERVAL=0x2"]
)
def test_a_number_that_rfc_5545_does_not_have_is_refused(part: str) -> None:
    assert reasons(f"{START}RRULE:FREQ=MONTHLY;{part}") == ["its rule cannot be read"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le"])
def test_a_title_that_is_not_utf_8_is_left_out_and_the_date_stays(encoding: str) -> None:
    title = "Café ñandú".encode(encoding).replace(b"\n", b" ").replace(b"\r", b" ")
    data = calendar(f"{START}SUMMARY:TITLE", f"{START}SUMMARY:Tea").replace(b"TITLE", title)
    reading = read(data, titles=True)
    assert sorted(block.title for block in reading.blocks) == ["", "Tea"]
    assert [block.keys["starts"] for block in reading.blocks] == ["2026-12-03 16:00"] * 2
    (notice,) = reading.notices
    assert notice.startswith("The calendar is not in UTF-8. Titles and places with letters that cannot be read")
    assert read(data).notices == [], "a reading without titles needs no notice"
