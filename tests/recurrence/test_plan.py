"""From an event to its dates: which dates take place, are left out, or move, and which rules are refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from affinity_hub.core.calendar_days import Moment
from affinity_hub.recurrence import client_limits, length
from affinity_hub.recurrence import plan as planning
from affinity_hub.recurrence.plan import plan
from affinity_hub.repeats import advice, parse, rrule, rule
from affinity_hub.repeats.rule import ScheduleError
from affinity_hub.schema import Event, NoSchool
from affinity_hub.schema.calendar import by_day
from affinity_hub.schema.event import EventOccurrence, EventSchedule

SITE_ZONE = "America/Los_Angeles"
BREAKS = (
    NoSchool.model_validate({"name": "Veterans Day", "starts": "2026-11-11"}),
    NoSchool.model_validate({"name": "Winter break", "starts": "2026-12-21", "ends": "2027-01-01"}),
)
MONTHLY = {
    "starts": "2026-09-10 16:00",
    "ends": "17:30",
    "repeats": "monthly on the 2nd Thursday",
    "until": "2027-01-31",
}
WEEKLY = {"starts": "2026-12-09 16:00", "ends": "17:30", "repeats": "weekly", "until": "2027-01-06"}


def planned(**keys: Any) -> EventSchedule:
    event = Event.model_validate({"id": "tea", "title": "Tea", "kind": "gathering"} | keys)
    return plan(event, by_day(BREAKS), SITE_ZONE)


def said(moment: Moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else f"{moment}"


def starts(found: EventSchedule) -> list[str]:
    return [said(occurrence.start) for occurrence in found.occurrences]


def on(found: EventSchedule, date: str) -> EventOccurrence:
    return next(occurrence for occurrence in found.occurrences if f"{occurrence.date}" == date)


@pytest.mark.parametrize(
    "keys, expected",
    [
        ({"starts": "2026-09-10 16:00", "ends": "17:30"}, "09-10"),
        (MONTHLY, "09-10 10-08 11-12 12-10 01-14"),
        (MONTHLY | {"until": "2026-12-10"}, "09-10 10-08 11-12 12-10"),
        (MONTHLY | {"until": "2026-12-09"}, "09-10 10-08 11-12"),
        ({k: v for k, v in MONTHLY.items() if k != "until"} | {"times": "2"}, "09-10 10-08"),
        (WEEKLY, "12-09 12-16 12-23 12-30 01-06"),
        (WEEKLY | {"no_school": "keep"}, "12-09 12-16 12-23 12-30 01-06"),
        (WEEKLY | {"no_school": "skip"}, "12-09 12-16 01-06"),
        (WEEKLY | {"skip": [{"date": "2026-12-16"}]}, "12-09 12-23 12-30 01-06"),
        (WEEKLY | {"starts": "2026-12-09", "ends": "2026-12-10"}, "12-09 12-16 12-23 12-30 01-06"),
        ({"starts": "2026-12-21", "repeats": "every day", "times": "3"}, "12-21 12-22 12-23"),
    ],
)
def test_an_event_has_the_expected_dates(keys: dict[str, Any], expected: str) -> None:
    assert [f"{occurrence.start:%m-%d}" for occurrence in planned(**keys).occurrences] == expected.split()


@pytest.mark.parametrize("repeats", ["every day", "weekly", "monthly on the 2nd Tuesday"])
def test_a_series_without_an_end_never_runs_out_of_dates(repeats: str) -> None:
    event = Event.model_validate(
        {"id": "tea", "title": "Tea", "kind": "gathering", "starts": "1998-09-08", "repeats": repeats}
    )
    today = dt.date(2026, 11, 30)
    found = plan(event, {}, SITE_ZONE, today)
    assert found.dates[-1] > today + dt.timedelta(days=5 * 365)
    assert plan(event, {}, SITE_ZONE, dt.date(2026, 1, 1)).dates == found.dates  # only a new year adds dates


def test_to_be_announced_has_no_dates() -> None:
    found = planned(starts="to be announced", status="tentative")
    assert (found.usual, found.occurrences, found.rule) == ((), (), None)


def test_local_times_stay_the_same_when_the_clocks_change() -> None:
    found = planned(starts="2026-10-28 16:00", ends="17:30", repeats="weekly", times="2")
    assert starts(found) == ["2026-10-28 16:00", "2026-11-04 16:00"]
    assert [occurrence.start.strftime("%z") for occurrence in found.occurrences] == ["-0700", "-0800"]


def test_an_event_may_name_another_zone() -> None:
    first = planned(**MONTHLY, zone="America/New_York").occurrences[0]
    assert f"{first.start:%H:%M %z}" == "16:00 -0400"


def test_the_end_may_be_after_midnight() -> None:
    first = planned(starts="2026-09-10 22:00", ends="2026-09-11 00:30", repeats="weekly", times="2").occurrences[0]
    assert (said(first.start), said(first.end)) == ("2026-09-10 22:00", "2026-09-11 00:30")
    assert first.last_day == dt.date(2026, 9, 11)


def test_an_all_day_event_ends_on_its_last_day() -> None:
    assert [occurrence.end for occurrence in planned(starts="2026-09-10").occurrences] == [dt.date(2026, 9, 10)]
    month = planned(starts="2026-09-15", ends="2026-10-15", repeats="yearly", times="2")
    assert [occurrence.last_day for occurrence in month.occurrences] == [dt.date(2026, 10, 15), dt.date(2027, 10, 15)]


def test_skipped_dates_keep_their_reasons() -> None:
    found = planned(**WEEKLY, no_school="skip", skip=[{"date": "2026-12-16", "reason": "conference week"}])
    assert [(f"{skip.date}", skip.reason) for skip in found.skipped] == [
        ("2026-12-16", "conference week"),
        ("2026-12-23", "Winter break"),
        ("2026-12-30", "Winter break"),
    ]
    assert len(found.usual) == 5


def test_a_changed_date_is_not_skipped_because_of_a_break() -> None:
    changes = [{"date": "2026-12-23", "starts": "2026-12-22 10:00"}, {"date": "2026-12-30", "cancelled": "yes"}]
    found = planned(**WEEKLY, no_school="skip", changes=changes)
    assert [occurrence.status for occurrence in found.occurrences] == ["confirmed"] * 3 + ["cancelled", "confirmed"]


@pytest.mark.parametrize(
    "change, start, end",
    [
        ({"starts": "2026-12-15 18:00"}, "2026-12-15 18:00", "2026-12-15 19:30"),
        ({"starts": "2026-12-15 18:00", "ends": "18:45"}, "2026-12-15 18:00", "2026-12-15 18:45"),
        ({"ends": "18:45"}, "2026-12-16 16:00", "2026-12-16 18:45"),
        ({"ends": "2026-12-17 00:15"}, "2026-12-16 16:00", "2026-12-17 00:15"),
    ],
)
def test_a_moved_date_takes_place_at_its_new_time(change: dict[str, str], start: str, end: str) -> None:
    moved = on(planned(**WEEKLY, changes=[{"date": "2026-12-16", "reason": "weather"} | change]), "2026-12-16")
    assert (said(moved.start), said(moved.end), said(moved.usual)) == (start, end, "2026-12-16 16:00")
    assert (moved.moved, moved.status, moved.reason) == (True, "confirmed", "weather")


def test_occurrences_are_in_order_of_time() -> None:
    found = planned(**WEEKLY, changes=[{"date": "2026-12-09", "starts": "2026-12-20 10:00"}])
    assert starts(found)[:3] == ["2026-12-16 16:00", "2026-12-20 10:00", "2026-12-23 16:00"]


def test_a_cancelled_date_stays_and_is_marked_as_cancelled() -> None:
    gone = on(planned(**WEEKLY, changes=[{"date": "2026-12-16", "cancelled": "yes", "reason": "snow"}]), "2026-12-16")
    assert (gone.status, gone.moved, gone.reason, said(gone.start)) == ("cancelled", False, "snow", "2026-12-16 16:00")


def test_a_cancelled_or_tentative_event_passes_its_status_on_to_its_dates() -> None:
    for status in ("cancelled", "tentative"):
        found = planned(**WEEKLY, status=status, reason="no room yet")
        assert {(o.status, o.reason) for o in found.occurrences} == {(status, "no room yet")}


def test_a_moved_date_of_a_cancelled_event_has_the_reason_of_the_event() -> None:
    moved = [{"date": "2026-12-16", "starts": "2026-12-17 16:00"}]
    for status, reason in (("cancelled", "no room"), ("postponed", "no room"), ("tentative", None)):
        found = on(planned(**WEEKLY, status=status, reason="no room", changes=moved), "2026-12-16")
        assert (found.status, found.reason) == (status, reason)


def test_a_series_without_an_end_has_dates_for_a_few_years() -> None:
    found = planned(starts="2026-09-10 16:00", ends="17:30", repeats="weekly")
    assert (len(found.usual), said(found.usual[-1])) == (1044, "2046-09-06 16:00")


def test_a_series_with_a_count_has_that_number_of_dates() -> None:
    found = planned(starts="2026-09-10", repeats="yearly", times="40")
    assert (len(found.usual), found.usual[-1]) == (40, dt.date(2065, 9, 10))


def test_the_longest_series_that_calendars_can_count_is_accepted() -> None:
    assert len(planned(starts="2026-09-10", repeats="daily", times="999").usual) == 999


TIMED = {"starts": "2026-09-10 16:00", "ends": "17:30"}
NIGHT = {"starts": "2026-09-06 02:30", "ends": "03:30", "repeats": "weekly"}  # a Sunday, before the clocks change
ERRORS: list[tuple[dict[str, Any], str, str, str, str]] = [
    (TIMED | {"repeats": "sometimes"}, "repeats", "E301", "as a way to repeat", "every week"),
    (TIMED | {"rrule": "FREQ=HOURLY"}, "rrule", "E302", "not a rule", "repeats:"),
    (MONTHLY | {"rrule": "FREQ=DAILY"}, "rrule", "E303", "`repeats` and `rrule`", "Keep one"),
    (MONTHLY | {"times": "4"}, "times", "E303", "`until` and `times`", "Keep one"),
    (TIMED | {"until": "2027-06-10"}, "until", "E304", "`until` is for events that repeat", "repeats: every week"),
    (TIMED | {"times": "4"}, "times", "E304", "`times` is for", "repeats:"),
    (TIMED | {"no_school": "skip"}, "no_school", "E304", "`no_school` is for", "repeats:"),
    (TIMED | {"skip": [{"date": "2026-09-10"}]}, "skip", "E304", "`skip` is for", "status"),
    (TIMED | {"changes": [{"date": "2026-09-10"}]}, "changes", "E304", "`changes` is for", "status"),
    (MONTHLY | {"until": "2026-09-09"}, "until", "E305", "before its first date", "2026-09-10 on"),
    (TIMED | {"repeats": "daily", "until": "2199-01-01"}, "repeats", "E306", "62,936 dates", "10,000"),
    (TIMED | {"rrule": "FREQ=DAILY", "until": "2199-01-01"}, "rrule", "E306", "dates", "10,000"),
    (TIMED | {"repeats": "daily", "times": "1000"}, "times", "E306", "up to 999", "until: 2029-06-05"),
    (TIMED | {"repeats": "daily", "times": "20000"}, "times", "E306", "up to 999", "times: 999"),
    (
        TIMED | {"repeats": "yearly", "times": "500"},
        "times",
        "E306",
        "174 dates up to 2199, the last year",
        "times: 174",
    ),
    (TIMED | {"repeats": "yearly", "times": "5000"}, "times", "E306", "the last year", "until: 2199-09-10"),
    (
        MONTHLY | {"starts": "2026-09-09 16:00"},
        "starts",
        "E307",
        'Wednesday 2026-09-09, is not a date of "monthly on the 2nd Thursday"',
        "starts: 2026-09-10 16:00",
    ),
    ({"starts": "2026-09-09", "repeats": "weekly on Friday"}, "starts", "E307", "2026-09-09", "starts: 2026-09-11"),
    ({"starts": "2026-09-09", "repeats": "weekly on Friday"}, "starts", "E307", "", "repeats: weekly on Wednesday"),
    ({"starts": "2026-09-09", "rrule": "FREQ=WEEKLY;BYDAY=FR"}, "starts", "E307", "", "rrule: FREQ=WEEKLY;BYDAY=WE"),
    (MONTHLY | {"starts": "2026-09-29 16:00"}, "starts", "E307", "", "repeats: monthly on the last Tuesday"),
    (
        MONTHLY | {"starts": "2026-09-08 16:00", "repeats": "monthly on the 1st and 3rd Tuesday"},
        "starts",
        "E307",
        "",
        "repeats: monthly on the 2nd and 4th Tuesday",
    ),
    (
        {"starts": "2026-09-09", "repeats": "yearly on day 5 of May"},
        "starts",
        "E307",
        "",
        "yearly on day 9 of September",
    ),
    ({"starts": "2026-09-09 00:00", "ends": "01:00", "repeats": "weekly on Friday"}, "starts", "E307", "", "11 00:00"),
    ({"starts": "2027-01-31", "repeats": "monthly on day 31"}, "repeats", "E308", "a day 31", "on the last day"),
    ({"starts": "2027-01-29", "repeats": "monthly"}, "repeats", "E308", "a day 29", "on day 28"),
    ({"starts": "2027-01-31", "rrule": "FREQ=MONTHLY;BYMONTHDAY=31"}, "rrule", "E308", "a day 31", "on the last day"),
    ({"starts": "2028-02-29", "repeats": "yearly"}, "repeats", "E308", "February", "on the last day of February"),
    ({"starts": "2027-04-30", "repeats": "yearly on day 31 of April"}, "repeats", "E308", "April", "day 30 of April"),
    (TIMED | {"ends": "2026-09-11 16:00", "repeats": "daily"}, "ends", "E309", "on 2026-09-11", "an earlier end"),
    (TIMED | {"ends": "2026-09-17 17:30", "repeats": "weekly"}, "ends", "E309", "on 2026-09-17", "one event"),
    (TIMED | {"ends": "2026-09-17 17:30", "repeats": "weekly"}, "ends", "E309", "", "until: 2026-09-17"),
    ({"starts": "2026-09-07", "ends": "2026-09-13", "repeats": "weekly"}, "ends", "E309", "on 2026-09-14", "one event"),
    (
        {"starts": "2026-09-07", "ends": "2026-09-08", "repeats": "weekly on Monday and Tuesday"},
        "ends",
        "E309",
        "on 2026-09-08",
        "an earlier end",
    ),
    ({"starts": "2026-09-10 16:00"}, "starts", "E310", "no time when it ends", "ends: HH:MM"),
    (TIMED | {"ends": "2026-09-10"}, "ends", "E311", "so a time belongs here", "ends: HH:MM"),
    (TIMED | {"ends": "2026-09-11"}, "ends", "E311", "so a time belongs here", "ends: 2026-09-11 HH:MM"),
    ({"starts": "2026-09-10", "ends": "17:30"}, "ends", "E311", "so a date belongs here", "starts: 2026-09-10 HH:MM"),
    ({"starts": "2026-09-10", "ends": "2026-09-11 17:30"}, "ends", "E311", "a date belongs", "ends: 2026-09-11"),
    (TIMED | {"ends": "15:30"}, "ends", "E312", "ends before it starts", "ends: 2026-09-11 15:30"),
    (TIMED | {"ends": "16:00"}, "ends", "E312", "ends when it starts", "so write an end after that"),
    ({"starts": "2026-09-10", "ends": "2026-09-09"}, "ends", "E312", "ends before it starts", "ends: 2026-09-10"),
    ({"starts": "2027-03-14 02:30", "ends": "03:30"}, "starts", "E313", "On 2027-03-14", "an hour earlier"),
    ({"starts": "2027-03-14 01:30", "ends": "02:30"}, "ends", "E313", "skip 02:30", "an hour earlier"),
    ({"starts": "2026-10-31 23:30", "ends": "2026-11-01 01:30"}, "ends", "E313", "show 01:30 twice", "an hour"),
    (NIGHT | {"until": "2027-03-14"}, "starts", "E313", "2027-03-14 the clocks of America/Los_Angeles skip 02:30", ""),
    # EXDATE does not help, because readers disagree about the time that it would have to name.
    (NIGHT | {"times": "28", "skip": [{"date": "2027-03-14"}]}, "starts", "E313", "2027-03-14", ""),
    (
        WEEKLY | {"changes": [{"date": "2026-12-16", "starts": "2026-11-01 01:15"}]},
        "changes",
        "E313",
        "On 2026-11-01",
        "",
    ),
    (
        WEEKLY | {"changes": [{"date": "2026-12-16", "starts": "2027-03-14 01:30", "ends": "02:45"}]},
        "changes",
        "E313",
        "skip 02:45",
        "",
    ),
]


LATER = [("date", "2026-12-16"), ("and_later", "yes")]


def later(*changes: dict[str, str]) -> dict[str, Any]:
    """Changes of all dates from December 16, 2026, on, or from another given date on."""
    return {"changes": [dict(LATER) | change for change in changes]}


ERRORS += [
    (WEEKLY | later({"date": "2026-12-09", "cancelled": "yes"}), "changes", "E329", "is the first date", "status:"),
    (
        WEEKLY | later({"starts": "2026-12-17 16:00"}, {"date": "2026-12-17", "cancelled": "yes"}),
        "changes",
        "E329",
        "2026-12-17 is the first date",
        "the entry that moved it",
    ),
    (
        WEEKLY | later({"starts": "2026-12-09 18:00"}),
        "changes",
        "E329",
        "the date 2026-12-09 stays",
        "starts: 2026-12-10",
    ),
    (WEEKLY | later({"starts": "2027-01-07 18:00"}), "changes", "E329", "after the end of the series", "until:"),
    (
        WEEKLY | {"repeats": "weekly on Monday and Wednesday"} | later({"starts": "2026-12-17 16:00"}),
        "changes",
        "E329",
        "not clear which",
        "until: 2026-12-14",
    ),
    (WEEKLY | later({"ends": "15:00"}), "changes", "E312", "end before they start", "and_later"),
    (WEEKLY | later({"ends": "2026-12-24 15:00"}), "changes", "E309", "Outlook", "an earlier end"),
    (
        {"starts": "2026-12-15", "repeats": "monthly", "times": "9"}
        | later({"date": "2027-01-15", "starts": "2027-01-31"}),
        "changes",
        "E308",
        "a day 31",
        "from 1 to 28",
    ),
    (
        WEEKLY | {"until": "2027-03-31"} | later({"starts": "2026-12-20 02:30", "ends": "03:30"}),
        "changes",
        "E313",
        "On 2027-03-14",
        "Nextcloud",
    ),
]


@pytest.mark.parametrize("keys, key, code, message, hint", ERRORS)
def test_an_impossible_schedule_is_an_error(keys: dict[str, Any], key: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(ScheduleError) as found:
        planned(**keys)
    assert (found.value.key, found.value.code) == (key, code)
    assert message in found.value.message
    assert hint in found.value.hint


def test_every_code_is_in_the_table() -> None:
    modules = (Path(str(module.__file__)) for module in (rule, parse, rrule, advice, planning, length, client_limits))
    codes = {code for module in modules for code in re.findall(r'"(E\d{3})"', module.read_text("utf-8"))}
    assert codes == {code for _, _, code, _, _ in ERRORS}


@pytest.mark.parametrize(
    "keys",
    [
        NIGHT | {"times": "8"},
        {"starts": "2006-09-10", "repeats": "yearly", "times": "3"},
        TIMED | {"starts": "2006-09-10 16:00"},
        TIMED | {"zone": "Asia/Gaza"},
        {"starts": "2026-09-07", "ends": "2026-09-12", "repeats": "weekly", "times": "3"},
        {"starts": "2026-09-07", "repeats": "weekly on Monday and Tuesday", "times": "4"},
        {"starts": "2026-09-07 08:00", "ends": "2026-09-08 07:59", "repeats": "daily", "times": "4"},
        {"starts": "2027-01-31", "repeats": "monthly on the last day", "times": "4"},
        {"starts": "2028-02-28", "repeats": "yearly", "times": "4"},
    ],
)
def test_a_schedule_that_is_close_to_an_error_is_accepted(keys: dict[str, Any]) -> None:
    assert planned(**keys).occurrences


def test_two_nth_weekdays_are_two_series_in_calendars() -> None:
    two = MONTHLY | {"repeats": "monthly on the 2nd and 4th Thursday"}
    found = planned(**two)
    assert [f"{start[5:10]}" for start in starts(found)] == [
        "09-10",
        "09-24",
        "10-08",
        "10-22",
        "11-12",
        "11-26",
        "12-10",
        "12-24",
        "01-14",
        "01-28",
    ]
    assert [(series.name, series.rule.rrule()) for series in found.series] == [
        ("", "FREQ=MONTHLY;BYDAY=2TH"),
        ("4th-thursday", "FREQ=MONTHLY;BYDAY=4TH"),
    ]


@pytest.mark.parametrize("first, main", [("2026-09-10", "2nd"), ("2026-09-24", "4th"), ("2026-09-03", "1st")])
def test_each_series_keeps_its_name(first: str, main: str) -> None:
    own = {"1st", "2nd", "4th"}
    for more in (own, own - {"2nd"} | {main}, {main}, own | {"3rd"}):
        for words in (sorted(more), sorted(more, reverse=True)):
            keys = MONTHLY | {"starts": f"{first} 16:00", "repeats": f"monthly on the {' and '.join(words)} Thursday"}
            names = {series.rule.nths[0]: series.name for series in planned(**keys).series}
            expected = {int(word[0]): "" if word == main else f"{word}-thursday" for word in more}
            assert names == expected


def test_a_count_is_shared_among_the_nth_weekdays() -> None:
    keys = {k: v for k, v in MONTHLY.items() if k != "until"} | {"repeats": "monthly on the 2nd and 4th Thursday"}
    for times in range(1, 6):
        found = planned(**keys, times=f"{times}")
        assert (len(found.usual), sum(len(series.usual) for series in found.series)) == (times, times)


def test_the_rest_of_a_series_moves_with_the_same_rhythm() -> None:
    change = {"date": "2026-11-12", "starts": "2026-11-17 16:30", "ends": "18:00"}
    found = planned(**MONTHLY | later(change))
    assert starts(found) == [
        "2026-09-10 16:00",
        "2026-10-08 16:00",
        "2026-11-17 16:30",
        "2026-12-15 16:30",
        "2027-01-19 16:30",
    ]
    assert {said(occurrence.end)[11:] for occurrence in found.occurrences[2:]} == {"18:00"}
    assert not any(occurrence.moved for occurrence in found.occurrences)
    assert [series.name for series in found.series] == ["", "from-2026-11-12"]


def test_the_rest_stays_the_same() -> None:
    longer = planned(**WEEKLY | later({"ends": "18:45"}))
    assert [said(occurrence.end)[11:] for occurrence in longer.occurrences] == ["17:30"] + ["18:45"] * 4
    moved = planned(**WEEKLY | later({"starts": "2026-12-17 09:00"}))
    assert [said(occurrence.end) for occurrence in moved.occurrences][:3] == [
        "2026-12-09 17:30",
        "2026-12-17 10:30",
        "2026-12-24 10:30",
    ]


def test_the_number_of_dates_stays_when_the_rest_moves() -> None:
    keys = {k: v for k, v in WEEKLY.items() if k != "until"} | {"times": "5"}
    assert len(planned(**keys | later({"starts": "2027-02-03 16:00"})).occurrences) == 5


def test_the_rest_is_shown_as_cancelled_until_the_series_resumes() -> None:
    rest = {"cancelled": "yes", "reason": "no host"}
    found = planned(**WEEKLY | later(rest))
    assert [(occurrence.status, occurrence.reason) for occurrence in found.occurrences] == [("confirmed", None)] + [
        ("cancelled", "no host")
    ] * 4
    again = planned(**WEEKLY | later(rest, {"date": "2026-12-30", "starts": "2026-12-31 16:00"}))
    assert [occurrence.status for occurrence in again.occurrences] == [
        "confirmed",
        "cancelled",
        "cancelled",
        "confirmed",
    ]
    assert [series.name for series in again.series] == ["", "from-2026-12-16", "from-2026-12-30"]
    assert starts(planned(**WEEKLY)) == starts(found)


def test_several_changes_of_the_rest_may_be_listed_in_any_order() -> None:
    both = [
        {"date": "2026-12-16", "starts": "2026-12-17 16:00"},
        {"date": "2026-12-24", "starts": "2026-12-25 09:00"},
    ]
    for changes in (both, both[::-1]):
        found = planned(**WEEKLY | later(*changes))
        assert starts(found) == ["2026-12-09 16:00", "2026-12-17 16:00", "2026-12-25 09:00", "2027-01-01 09:00"]


def test_skips_changes_and_breaks_use_the_dates_that_people_see() -> None:
    keys = WEEKLY | {"until": "2027-01-31", "no_school": "skip", "skip": [{"date": "2027-01-14"}]}
    changes = later({"starts": "2026-12-17 16:00"})["changes"] + [{"date": "2027-01-07", "starts": "2027-01-08 16:00"}]
    found = planned(**keys, changes=changes)
    assert [start[:10] for start in starts(found)] == [
        "2026-12-09",
        "2026-12-17",
        "2027-01-08",
        "2027-01-21",
        "2027-01-28",
    ]
    assert [f"{skip.date}" for skip in found.skipped] == ["2026-12-24", "2026-12-31", "2027-01-14"]


def test_the_rest_of_a_series_with_two_nth_weekdays_moves() -> None:
    two = MONTHLY | {"repeats": "monthly on the 2nd and 4th Thursday"}
    found = planned(**two | later({"date": "2026-11-26", "starts": "2026-11-24 16:00"}))
    assert [start[5:10] for start in starts(found)][5:] == ["11-24", "12-08", "12-22", "01-12", "01-26"]
    names = [series.name for series in found.series]
    assert names == ["", "4th-thursday", "from-2026-11-26--2nd-tuesday", "from-2026-11-26"]
