"""Time zones as people know them."""

from __future__ import annotations

import datetime as dt

import pytest
from affinity_hub.core import i18n
from affinity_hub.core.timezones import names, zone
from affinity_hub.core.zone_names import is_place
from affinity_hub.wording import zones

THU = dt.date(2026, 9, 10)


@pytest.mark.parametrize(
    "name, expected", [("America/Los_Angeles", "PDT"), ("Asia/Dubai", "UTC+04:00"), ("Asia/Kathmandu", "UTC+05:45")]
)
def test_a_zone_without_an_abbreviation_is_an_offset(name: str, expected: str) -> None:
    assert zones.abbreviation(dt.datetime(2026, 9, 10, 16, tzinfo=zone(name))) == expected


def test_a_date_without_a_time_has_no_zone() -> None:
    assert zones.abbreviation(THU) == ""


@pytest.mark.parametrize(
    "name, expected",
    [
        ("America/Los_Angeles", "Pacific Time"),
        ("US/Pacific", "Pacific Time"),
        ("America/Phoenix", "Mountain Standard Time"),
        ("America/Indiana/Indianapolis", "Indianapolis time"),
        ("Europe/Berlin", "Central European Time"),
        ("Asia/Dubai", "Gulf Standard Time"),
        ("UTC", "Coordinated Universal Time"),
    ],
)
def test_a_page_names_its_zone_in_words(name: str, expected: str) -> None:
    assert zones.sentence(name) == f"All times are {expected}."


def test_every_zone_has_a_name_that_a_person_can_read() -> None:
    for name in filter(is_place, names()):
        said = zones.sentence(name)
        assert not {"(", "_", "/"} & set(said), said
        assert "Unknown" not in said, said


def test_the_name_of_a_zone_follows_the_locale() -> None:
    with i18n.override("en-GB"):
        assert zones.sentence("Europe/London") == "All times are United Kingdom Time."
