"""Dates and times in words: each sentence as a person reads it, including at the end of a year, a month, or a day."""

from __future__ import annotations

import datetime as dt

import pytest
from affinity_hub.core import i18n
from affinity_hub.wording import dates

THU, FRI, NEXT_MONTH, NEXT_YEAR = (
    dt.date.fromisoformat(day) for day in ("2026-09-10", "2026-09-11", "2026-10-02", "2027-01-14")
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_a_day_has_a_long_a_plain_and_a_short_form() -> None:
    assert dates.day(THU) == "Thursday, September 10, 2026"
    assert dates.plain_day(THU) == "September 10, 2026"
    assert dates.brief(THU, THU, THU) == "Thu, Sep 10"
    assert dates.month(THU) == "September 2026"


@pytest.mark.parametrize(
    "last, long, brief",
    [
        (THU, "Thursday, September 10, 2026", "Thu, Sep 10"),
        (FRI, "Thursday, September 10 – Friday, September 11, 2026", "Thu, Sep 10 – Fri, Sep 11"),
        (NEXT_MONTH, "Thursday, September 10 – Friday, October 2, 2026", "Thu, Sep 10 – Fri, Oct 2"),
        (
            NEXT_YEAR,
            "Thursday, September 10, 2026 – Thursday, January 14, 2027",
            "Thu, Sep 10, 2026 – Thu, Jan 14, 2027",
        ),
    ],
)
def test_a_range_names_common_parts_of_its_ends_once(last: dt.date, long: str, brief: str) -> None:
    assert dates.days(THU, last) == long
    assert dates.brief(THU, last, today=THU) == brief


def test_a_short_range_names_the_year_unless_it_is_the_present_year() -> None:
    assert dates.brief(THU, FRI, today=NEXT_YEAR) == "Thu, Sep 10 – Fri, Sep 11, 2026"
    assert dates.brief(THU, THU, today=NEXT_YEAR) == "Thu, Sep 10, 2026"


@pytest.mark.parametrize(
    "starts, ends, words, expected",
    [
        (THU, FRI, None, "Thursday, September 10 – Friday, September 11, 2026"),
        (THU, None, None, "From September 10, 2026"),
        (None, FRI, None, "Until September 11, 2026"),
        (THU, None, "on Thursdays", "From September 10, 2026: on Thursdays"),
        (None, None, "on Thursdays", "on Thursdays"),
        (None, None, None, ""),
    ],
)
def test_a_period_names_its_known_ends(
    starts: dt.date | None, ends: dt.date | None, words: str | None, expected: str
) -> None:
    assert dates.period(starts, ends, words) == expected


@pytest.mark.parametrize(
    "start, end, expected",
    [
        ("2026-09-10T16:00", "2026-09-10T17:30", "4:00–5:30 PM"),
        ("2026-09-10T11:00", "2026-09-10T13:00", "11:00 AM–1:00 PM"),
        ("2026-09-10T00:15", "2026-09-10T12:00", "12:15 AM–12:00 PM"),
        ("2026-09-10T20:00", "2026-09-11T00:00", "8:00 PM–midnight"),
        ("2026-09-10T20:00", "2026-09-11T02:00", "8:00 PM to 2:00 AM on Friday, September 11, 2026"),
        ("2026-09-10T20:00", "2026-09-12T00:00", "8:00 PM to midnight on Friday, September 11, 2026"),
    ],
)
def test_times_name_the_half_of_the_day_once_and_the_day_of_the_end_if_it_differs(
    start: str, end: str, expected: str
) -> None:
    assert dates.times(at(start), at(end)) == expected
    assert dates.span(at(start), at(end)) == f"Thursday, September 10, 2026, {expected}"


def test_hours_do_not_name_the_day_on_which_they_end() -> None:
    assert dates.hours(at("2026-09-10T16:00"), at("2026-09-11T16:00")) == "4:00 PM–4:00 PM"


def test_a_span_of_days_has_no_times() -> None:
    assert dates.span(THU, FRI) == dates.days(THU, FRI)


def test_dates_share_their_month_and_year() -> None:
    days = [dt.date(2026, 12, 24), dt.date(2026, 12, 31), dt.date(2027, 1, 7), dt.date(2027, 2, 4)]
    assert dates.dates(days) == "December 24, December 31, 2026, January 7, and February 4, 2027"
    assert dates.dates(days[:2]) == "December 24 and December 31, 2026"
    assert dates.dates([]) == ""


def test_a_due_date_is_a_day_the_end_of_a_school_year_or_not_listed() -> None:
    assert dates.due(THU) == "September 10, 2026"
    assert dates.due("2026-27") == "the end of the year 2026-27"
    assert dates.due(None) == "no due date listed"
    assert dates.when(THU) == "on September 10, 2026"
    assert dates.when("2026-27") == "in the year 2026-27"


def test_a_school_year_is_due_on_its_last_day_and_a_missing_due_date_comes_last() -> None:
    assert sorted([None, "2026-27", THU], key=dates.day_due) == [THU, "2026-27", None]


@pytest.mark.parametrize(
    "due, today, is_over",
    [
        (THU, THU, False),
        (THU, FRI, True),
        ("2026-27", dt.date(2027, 8, 31), False),
        ("2026-27", dt.date(2027, 9, 1), True),
        (None, dt.date.max, False),
    ],
)
def test_a_due_date_has_passed_on_the_day_after(due: dt.date | str | None, today: dt.date, is_over: bool) -> None:
    assert dates.is_over(due, today) is is_over


@pytest.mark.parametrize(
    "tag, expected",
    [
        ("en-US", ["Thursday, September 10, 2026", "Thu, Sep 10", "4:00–5:30 PM", "September 2026", "a, b, and c"]),
        ("en-GB", ["Thursday, 10 September 2026", "Thu 10 Sept", "16:00–17:30", "September 2026", "a, b and c"]),
        ("en-CA", ["Thursday, September 10, 2026", "Thu, Sep 10", "4:00–5:30 p.m.", "September 2026", "a, b and c"]),
    ],
)
def test_each_locale_has_the_words_of_cldr(tag: str, expected: list[str]) -> None:
    with i18n.override(tag):
        start, end = at("2026-09-10T16:00"), at("2026-09-10T17:30")
        words = [dates.day(THU), dates.brief(THU, THU, THU), dates.times(start, end), dates.month(THU)]
        assert [*words, i18n.listed(["a", "b", "c"])] == expected
    assert dates.day(THU) == "Thursday, September 10, 2026", "the next build uses its own language"


def test_a_list_of_upcoming_dates_leaves_out_the_present_year() -> None:
    assert dates.listed_day(THU, today=THU) == "Thursday, September 10"
    assert dates.listed_day(THU, today=NEXT_YEAR) == "Thursday, September 10, 2026"


def test_a_week_begins_on_the_first_day_of_the_week_in_the_country() -> None:
    assert dates.weekdays()[0] == ("Sun", "Sunday")
    with i18n.override("en-GB"):
        assert dates.weekdays()[0] == ("Mon", "Monday")


@pytest.mark.parametrize("tag", i18n.tags())
def test_every_locale_has_all_patterns(tag: str) -> None:
    with i18n.override(tag):
        ranges = [dates.days(THU, last) + dates.brief(THU, last, today=THU) for last in (FRI, NEXT_MONTH, NEXT_YEAR)]
        span = dates.span(at("2026-09-10T20:00"), at("2026-09-11T00:00"))
        lists = [dates.dates([THU, NEXT_MONTH, NEXT_YEAR]), *dates.block(THU), *dates.weekdays()]
        assert all([*ranges, span, *lists, i18n.current().direction])
