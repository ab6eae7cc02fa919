"""Warnings about valid data that someone probably did not intend: rules for repeating, closed groups, ways to sign
up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

TEA: dict[str, Any] = {"id": "tea", "title": "Tea", "kind": "gathering", "groups": ["tea-circle"], "ends": "17:30"}
CIRCLE: dict[str, Any] = {
    "id": "tea-circle",
    "name": "Tea Circle",
    "kind": "networking",
    "summary": "Tea and talk.",
    "open_to": "All staff.",
}
Check = Callable[..., str]


@pytest.fixture
def check(district: Callable[..., Path], run: Callable[..., Run]) -> Check:
    """The answer of the check about the given events and groups."""

    def said(*events: dict[str, Any], groups: tuple[dict[str, Any], ...] = (CIRCLE,), **files: str) -> str:
        files |= {"events": json.dumps({"events": events}), "groups": json.dumps({"groups": groups})}
        return run("check", district(**files)).out

    return said


def codes(said: str) -> list[str]:
    return re.findall(r"\[(W\d{3})\]", said)


@pytest.mark.parametrize(
    "starts, repeats, offered",
    [
        ("2027-01-21 16:00", "monthly", ("monthly on the 3rd Thursday", "monthly on day 21")),
        ("2027-01-21 16:00", "every month", ("monthly on the 3rd Thursday", "monthly on day 21")),
        ("2027-01-28 16:00", "monthly", ("monthly on the 4th Thursday", "monthly on day 28")),
        ("2027-01-14 16:00", "every 2 months", ("every 2 months on the 2nd Thursday", "every 2 months on day 14")),
    ],
)
def test_a_monthly_series_that_changes_its_weekday_causes_a_warning(
    starts: str, repeats: str, offered: tuple[str, ...], check: Check
) -> None:
    said = check(TEA | {"starts": starts, "repeats": repeats, "until": "2027-12-31"})
    assert codes(said) == ["W331"]
    for rule in offered:
        assert f"repeats: {rule}\n" in said
        assert codes(check(TEA | {"starts": starts, "repeats": rule, "until": "2027-12-31"})) == []


@pytest.mark.parametrize(
    "keys",
    [
        {"starts": "2027-01-21 16:00", "repeats": "monthly", "times": "1"},
        {"starts": "2026-01-21 16:00", "repeats": "monthly", "until": "2026-06-30"},
        {"starts": "2027-01-21 16:00", "repeats": "yearly", "until": "2029-06-30"},
        {"starts": "2027-01-10 16:00", "repeats": "weekly on Sunday and Monday", "until": "2027-06-30"},
        {"starts": "2027-01-11 16:00", "repeats": "every 2 weeks on Monday and Tuesday", "until": "2027-06-30"},
        {"starts": "2027-01-10 16:00", "repeats": "every 2 weeks on Sunday", "until": "2027-06-30"},
    ],
)
def test_other_series_get_no_warning(keys: dict[str, str], check: Check) -> None:
    assert codes(check(TEA | keys)) == []


def test_a_series_that_separates_a_sunday_from_a_monday_causes_a_warning(check: Check) -> None:
    keys = {"starts": "2027-01-10 16:00", "repeats": "every 2 weeks on Sunday and Monday", "until": "2027-06-30"}
    said = check(TEA | keys)
    assert codes(said) == ["W332"]
    assert "Sunday 2027-01-10, Monday 2027-01-18, Sunday 2027-01-24" in said


@pytest.mark.parametrize(
    "starts, repeats, offered, left_out",
    [
        ("2024-12-05 16:00", "every 2 years", "times: 11", "until:"),
        ("1986-12-04 16:00", "every year", "times: 50", "until:"),
        ("2026-12-04 16:00", "every year", "times: 10", "until:"),
        ("2024-12-05 16:00", "every 6 months", "until: 2027-06-10", "times:"),
        ("2026-12-03 16:00", "weekly on Thursday", "until: 2027-06-10   or the number of dates:  times: 10", "never:"),
    ],
)
def test_an_end_leaves_at_least_two_dates(starts: str, repeats: str, offered: str, left_out: str, check: Check) -> None:
    said = check(TEA | {"starts": starts, "repeats": repeats})
    assert "W330" in codes(said)
    assert offered in said
    assert left_out not in said


SERIES = {"starts": "2026-11-05 16:00", "repeats": "weekly on Thursday", "until": "2027-01-28"}


@pytest.mark.parametrize(
    "keys, when",
    [
        (SERIES, "next on 2026-11-26"),
        (SERIES | {"changes": [{"date": "2026-11-26", "starts": "to be announced"}]}, "next on 2026-12-03"),
        ({"starts": "2026-12-03 16:00"}, "next on 2026-12-03"),
        ({"starts": "to be announced", "ends": None}, "date to be announced"),
        ({"starts": "2026-11-03 16:00", "status": "postponed"}, "date to be announced"),
        ({"starts": "2026-11-03 16:00"}, ""),
        (SERIES | {"status": "cancelled"}, ""),
        (SERIES | {"changes": [{"date": "2026-11-26", "and_later": "yes", "cancelled": "yes"}]}, ""),
        ({"starts": "2026-12-03 16:00", "draft": "yes"}, ""),
    ],
)
def test_a_closed_group_with_future_events_causes_a_warning(keys: dict[str, Any], when: str, check: Check) -> None:
    event = {key: value for key, value in (TEA | keys).items() if value is not None}
    said = check(event, groups=(CIRCLE | {"status": "closed"},))
    assert codes(said) == ["W413"] * bool(when)
    assert (f'"Tea" (tea, {when})' in said) is bool(when)
    assert "W413" not in check(event)


def test_each_event_of_a_closed_group_is_named(check: Check) -> None:
    cake = TEA | {"id": "cake", "title": "Cake", "starts": "2026-12-04 16:00"}
    said = check(TEA | {"starts": "2026-12-03 16:00"}, cake, groups=(CIRCLE | {"status": "closed"},))
    assert '2 of its events are still to come: "Tea" (tea, next on 2026-12-03) and "Cake" (cake, ' in said


PEOPLE = '{"facilitators": [{"id": "tea-host", "role": "Host", "contact": "tea@example.org"}]}'
PARTNERS = (
    '{"partners": [{"id": "library", "name": "Library", "kind": "community", "url": "https://library.example.org/"}]}'
)


@pytest.mark.parametrize(
    "keys, circle, warned",
    [
        ({"register": {"by": "2026-12-01"}}, {}, True),
        ({"register": {"by": "2026-11-01"}}, {}, False),
        ({"register": {"by": "2026-12-01"}, "status": "cancelled"}, {}, False),
        ({"register": {"by": "2026-12-01", "url": "https://example.org/tea"}}, {}, False),
        ({"register": {"by": "2026-12-01"}, "url": "https://example.org/tea"}, {}, False),
        ({"register": {"by": "2026-12-01"}}, {"join": {"contact": "tea@example.org"}}, False),
        ({"register": {"by": "2026-12-01"}, "facilitators": ["tea-host"]}, {}, False),
        ({"register": {"by": "2026-12-01"}, "partners": ["library"]}, {}, False),
        ({"register": {"url": "https://example.org/tea"}}, {}, False),
    ],
)
def test_a_last_day_to_sign_up_needs_a_way_to_sign_up(
    keys: dict[str, Any], circle: dict[str, Any], warned: bool, check: Check
) -> None:
    event = TEA | {"starts": "2026-12-03 16:00"} | keys
    said = check(event, groups=(CIRCLE | circle,), facilitators=PEOPLE, partners=PARTNERS)
    assert codes(said) == ["W471"] * warned
