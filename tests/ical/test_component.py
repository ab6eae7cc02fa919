"""Lines of calendars: byte for byte what the icalendar package makes of the same names and values."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from affinity_hub.core.timezones import zone
from affinity_hub.ical.component import Property, moment, serialized, text
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Event, Parameters, vText
from icalendar.parser import Contentline

from tests.examples import examples

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("\\^;,:\r\nNé🎉"), max_size=400)


@given(
    st.sampled_from(("SUMMARY", "DESCRIPTION", "X-APPLE-CALENDAR-COLOR")),
    # If the library escapes a backslash, it may begin a line with the second of the two characters.
    TEXTS.filter(lambda value: "\\" not in value),
)
@example("SUMMARY", "x" * 300)
@example("SUMMARY", "é🎉" * 100)
@example("SUMMARY", "x" * 65 + "," * 20)
@settings(derandomize=True, deadline=None, max_examples=examples(200))
def test_any_text_makes_the_same_line_as_the_library(name: str, value: str) -> None:
    expected = Contentline.from_parts(name, Parameters(), vText(value)).to_ical() + b"\r\n"
    assert serialized([Property(name, text(value))]) == expected


ESCAPE = re.compile(r"[^\\]|\\[\\;,n]")


@given(
    st.sampled_from(
        ("SUMMARY", "DESCRIPTION", "X-APPLE-CALENDAR-COLOR", "DTSTART;TZID=America/Argentina/ComodRivadavia")
    ),
    TEXTS | st.text(st.sampled_from("\\;,\n🎉x"), min_size=60, max_size=300),
)
@example("SUMMARY", "\\" * 200)
@example("SUMMARY", "x" * 65 + "\\" * 20)
@example("SUMMARY", "x" * 64 + "\\" * 20)
@example("DESCRIPTION", "\n" * 200)
@settings(derandomize=True, deadline=None, max_examples=examples(400))
def test_no_fold_is_within_a_character_or_an_escape(name: str, value: str) -> None:
    whole = f"{name}:{text(value)}"
    made = serialized([Property(name, text(value))])
    assert made.endswith(b"\r\n")
    lines = made.removesuffix(b"\r\n").split(b"\r\n")
    assert b"".join([lines[0], *(part.removeprefix(b" ") for part in lines[1:])]).decode() == whole
    assert all(part.startswith(b" ") for part in lines[1:])
    for part in lines:
        assert len(part) <= 75
        assert re.fullmatch(f"(?:{ESCAPE.pattern})*", part.decode(), re.DOTALL), part
    assert all(len(part) > 66 for part in lines[:-1]), "each line is as long as the limit allows"


def test_a_backslash_before_a_letter_stays_a_backslash() -> None:
    assert serialized([Property("SUMMARY", text("C:\\New"))]) == b"SUMMARY:C:\\\\New\r\n"


@pytest.mark.parametrize(
    "value, expected",
    [
        (dt.date(2026, 9, 10), "DTSTART;VALUE=DATE:20260910"),
        (
            dt.datetime(2026, 9, 10, 16, tzinfo=zone("America/New_York")),
            "DTSTART;TZID=America/New_York:20260910T160000",
        ),
        (dt.datetime(2026, 9, 10, 16, tzinfo=zone("UTC")), "DTSTART;TZID=Etc/GMT:20260910T160000"),
        (
            dt.datetime(2026, 9, 10, 16, tzinfo=zone("Atlantic/Reykjavik")),
            "DTSTART;TZID=Atlantic/Reykjavik:20260910T160000",
        ),
    ],
)
def test_a_date_and_time_names_its_zone(value: dt.date, expected: str) -> None:
    made = serialized([moment("DTSTART", value)]).decode()
    assert made == f"{expected}\r\n"
    assert expected.encode() in Event.from_ical(f"BEGIN:VEVENT\r\n{made}END:VEVENT\r\n").to_ical()
