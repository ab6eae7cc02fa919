"""Words for a state in `starts`: the advice names the key for them, and keeps the date."""

from __future__ import annotations

import re

import pytest

from tests.schema.test_shapes import SERIES, Hints
from tests.schema.test_shapes import hints as hints
from tests.values.test_values import EVENT

SERIES_WITHOUT_END = EVENT + "    starts: 2026-12-03 16:00\n    ends: 17:30\n    repeats: every week\n"


@pytest.mark.parametrize(
    "typed, starts, state",
    [
        ("TBA cancelled", "to be announced", "cancelled"),
        ("TBD, tentative", "to be announced", "tentative"),
        ("TBD (postponed)", "to be announced", "postponed"),
        ("2026-12-03 (tentative)", "2026-12-03", "tentative"),
        ("2026-12-03 16:00 - canceled", "2026-12-03 16:00", "cancelled"),
        ("2026-12-03: called off", "2026-12-03", "cancelled"),
        ("tentatively 2026-12-03", "2026-12-03", "tentative"),
    ],
)
def test_a_state_beside_a_start_has_its_own_line(typed: str, starts: str, state: str, hints: Hints) -> None:
    said = hints(EVENT, f'starts: "{typed}"')
    assert said == f"Write:  {starts}\nIf the event is {state}, add a line:  status: {state}"


@pytest.mark.parametrize(
    "typed", ["cancelled because of snow", "not cancelled", "2026-12-03 16:00, may be cancelled", "cancelled, later"]
)
def test_other_words_with_a_state_are_kept(typed: str, hints: Hints) -> None:
    said = hints(EVENT, f"starts: {typed}")
    assert "If the event is cancelled, add a line:  status: cancelled" in said
    assert f"To show “{typed}” on the page" in said or "Write:  to be announced" in said


@pytest.mark.parametrize("typed", ["cancelled", "postponed"])
def test_a_state_in_place_of_a_start_asks_for_the_date(typed: str, hints: Hints) -> None:
    said = hints(EVENT, f"starts: {typed}")
    assert "Write the date" in said
    assert said.endswith(f"add a line:  status: {typed}")


def test_a_changed_date_is_cancelled_by_its_own_key(hints: Hints) -> None:
    said = hints(SERIES, "changes:\n  - date: 2026-12-10\n    starts: cancelled")
    assert said.endswith("If the date is cancelled, add a line:  cancelled: yes")


@pytest.mark.parametrize("typed", ["later this year", "soon, later this year", "later in spring"])
def test_words_after_later_keep_it(typed: str, hints: Hints) -> None:
    assert f"And move “{typed}” to `details`." in hints(EVENT, f"starts: {typed}")


@pytest.mark.parametrize(
    "start, typed",
    [
        (SERIES_WITHOUT_END, "until: from 2026-12-31"),
        (SERIES_WITHOUT_END, "until: starting 2026-12-31"),
        (SERIES_WITHOUT_END, "register: {by: since 2026-12-31}"),
        (EVENT, "starts: ends 2026-12-10 17:00"),
        (EVENT, "starts: by 2026-12-10"),
        (EVENT + "    starts: 2026-12-03 16:00\n", "ends: starts at 17:00"),
    ],
)
def test_the_other_end_is_never_offered_as_the_value(start: str, typed: str, hints: Hints) -> None:
    said = hints(start, typed)
    assert re.search("“[a-z]+” says when something (?:begins|ends), but `[a-z]+` says when it (?:begins|ends)", said)
    assert "Write:" not in said


@pytest.mark.parametrize(
    "repeats, typed, said",
    [
        ("every week", "10 weeks", "Write:  10"),
        ("monthly on the 1st Thursday", "10 months", "Write:  10"),
        ("every week", "10 dates", "Write:  10"),
        ("every week", "10 months", "Write how many dates the series has, in digits only."),
        ("every 2 weeks", "10 weeks", "Write how many dates the series has, in digits only."),
        ("weekly on Tuesday and Thursday", "10 weeks", "Write how many dates the series has, in digits only."),
    ],
)
def test_a_length_is_a_number_of_dates_only_once_a_unit(repeats: str, typed: str, said: str, hints: Hints) -> None:
    series = SERIES_WITHOUT_END.replace("every week", repeats)
    assert said in hints(series, f"times: {typed}")


@pytest.mark.parametrize(
    "typed, said",
    [
        ("until: 10 times", "If the series has 10 dates, write in place of this line:  times: 10"),
        ("until: ten sessions", "If the series has 10 dates, write in place of this line:  times: 10"),
        ("until: 10", "Otherwise, write the last day of the series:  YYYY-MM-DD"),
        ("until: 10 weeks", "If the series has 10 dates, write in place of this line:  times: 10"),
        ("until: 10 months", "Write the last day of the series:  YYYY-MM-DD"),
        ("times: 2027-06-01", "If this is the last day of the series, write in place of this line:  until: 2027-06-01"),
    ],
)
def test_a_number_of_dates_and_a_last_day_have_different_keys(typed: str, said: str, hints: Hints) -> None:
    assert said in hints(SERIES_WITHOUT_END, typed)


RANGES = {
    "2026-12-03 - 2026-12-05": ("2026-12-03", "2026-12-05"),
    "2026-12-03 through 2026-12-05": ("2026-12-03", "2026-12-05"),
    "December 3-5, 2026": ("2026-12-03", "2026-12-05"),
    "from December 3rd through 5th, 2026": ("2026-12-03", "2026-12-05"),
    "3-5 December 2026": ("2026-12-03", "2026-12-05"),
    "Thursday, December 3 - Saturday, December 5, 2026": ("2026-12-03", "2026-12-05"),
    "Dec 30 to Jan 2, 2027": ("2026-12-30", "2027-01-02"),
    "12/3/2026 - 12/5/2026": ("2026-12-03", "2026-12-05"),
    "Dec 3, 2026 4 - Dec 4, 2026 5": (
        "2026-12-03 16:00   or:  2026-12-03 04:00",
        "2026-12-04 17:00   or:  2026-12-04 05:00",
    ),
    "2026-12-03 16:00 to 2026-12-03 17:30": ("2026-12-03 16:00", "17:30"),
    "2026-12-03 16:00 - 2026-12-04 12:00": ("2026-12-03 16:00", "2026-12-04 12:00"),
    "Dec 3, 2026 4pm - Dec 4, 2026 noon": ("2026-12-03 16:00", "2026-12-04 12:00"),
}


@pytest.mark.parametrize("typed", RANGES)
def test_a_start_with_the_date_of_the_end_gives_two_lines(typed: str, hints: Hints) -> None:
    starts, ends = RANGES[typed]
    assert f"Write:  {starts}\nThe end belongs on its own line:  ends: {ends}" in hints(EVENT, f"starts: {typed}")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-05 to 2026-12-03",
        "December 5 - December 3, 2026",
        "Friday, December 3 - Saturday, December 5, 2026",
        "2026-09-01 to 2027-06-15",
        "2026-12-03 16:00 to 2026-12-05",
        "2026-12-03 and 2026-12-05",
        "December 3 and 5, 2026",
    ],
)
def test_two_dates_that_are_no_range_are_not_taken_for_one(typed: str, hints: Hints) -> None:
    assert "ends:" not in hints(EVENT, f"starts: {typed}")


@pytest.mark.parametrize("typed", ["Thursday Dec 3 4pm", "Thursday, December 3, 4:00 PM"])
def test_a_date_without_a_year_may_have_a_weekday(typed: str, hints: Hints) -> None:
    assert "Add the year before the month and the day:  YYYY-12-03 16:00" in hints(EVENT, f"starts: {typed}")


ONE_DATE = "If this is about only one date, delete this line, and write under `changes`:  - "


@pytest.mark.parametrize(
    "typed, said, of_series",
    [
        ("cancelled due to snow", "status: cancelled\nreason: snow", "{date: …, cancelled: yes, reason: snow}"),
        ("CANCELLED - snow", "status: cancelled\nreason: snow", "{date: …, cancelled: yes, reason: snow}"),
        (
            "postponed (room is closed)",
            "status: postponed\nreason: room is closed",
            "{date: …, starts: to be announced, reason: room is closed}",
        ),
        ("moved to December 10", "write it after `starts`, and delete this line", "{date: …, starts: …}"),
        ("rescheduled", "If nobody knows the new date yet, write:  status: postponed", "{date: …, starts: …}"),
    ],
)
def test_a_status_with_more_words_keeps_them(typed: str, said: str, of_series: str, hints: Hints) -> None:
    event = EVENT + "    starts: 2026-12-03 16:00\n    ends: 17:30\n"
    assert said in hints(event, f"status: {typed}")
    assert ONE_DATE not in hints(event, f"status: {typed}")
    assert f"{said}" in hints(SERIES_WITHOUT_END, f"status: {typed}")
    assert f"{ONE_DATE}{of_series}" in hints(SERIES_WITHOUT_END, f"status: {typed}")


@pytest.mark.parametrize(
    "typed", ["cancelled if it rains", "postponed until spring", "cancelled, snow\n    reason: ice"]
)
def test_a_status_with_other_words_gets_all_words(typed: str, hints: Hints) -> None:
    assert "Write one of these words:" in hints(SERIES_WITHOUT_END, f"status: {typed}")


@pytest.mark.parametrize("typed", ["times: 10\n    until: 10 times", "until: 2027-06-01\n    times: 2027-06-01"])
def test_a_series_gets_no_second_end(typed: str, hints: Hints) -> None:
    assert "in place of this line" not in hints(SERIES_WITHOUT_END, typed)


@pytest.mark.parametrize("typed, end", [("5-6 pm", "18:00"), ("ends at 18:00", "18:00"), ("16:30 to 18:00", "18:00")])
def test_an_end_after_starts_gets_its_own_line(typed: str, end: str, hints: Hints) -> None:
    assert f"The end belongs on its own line:  ends: {end}" in hints(EVENT, f"starts: {typed}")
