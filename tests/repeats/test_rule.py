"""The `repeats` language: the accepted texts, their echo, and the advice for refused texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from affinity_hub.core.calendar_days import MONTHS
from affinity_hub.repeats.parse import parse
from affinity_hub.repeats.rrule import parse_rrule
from affinity_hub.repeats.rule import NTH, Frequency, Rule, ScheduleError, refuse_short_months
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples

REPEATABLE = settings(derandomize=True, deadline=None, max_examples=examples(300))


@pytest.mark.parametrize(
    "text, canonical, rrule",
    [
        ("every day", "every day", "FREQ=DAILY"),
        ("daily", "every day", "FREQ=DAILY"),
        ("every 10 days", "every 10 days", "FREQ=DAILY;INTERVAL=10"),
        ("every week", "every week", "FREQ=WEEKLY"),
        ("Weekly.", "every week", "FREQ=WEEKLY"),
        ("every 1 week", "every week", "FREQ=WEEKLY"),
        ("every other week", "every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every month", "every month", "FREQ=MONTHLY"),
        ("every 3 months", "every 3 months", "FREQ=MONTHLY;INTERVAL=3"),
        ("yearly", "every year", "FREQ=YEARLY"),
        ("annually", "every year", "FREQ=YEARLY"),
        ("weekly on tuesday", "weekly on Tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("  every  week  on  Tuesdays ", "weekly on Tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("weekly on Thursday and Tuesday", "weekly on Tuesday and Thursday", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("weekly on Monday, Tuesday, and Friday", "weekly on Monday, Tuesday and Friday", "FREQ=WEEKLY;BYDAY=MO,TU,FR"),
        ("every 2 weeks on Monday", "every 2 weeks on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every other week on Monday", "every 2 weeks on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("monthly on the 2nd Thursday", "monthly on the 2nd Thursday", "FREQ=MONTHLY;BYDAY=2TH"),
        ("every month on the second thursday", "monthly on the 2nd Thursday", "FREQ=MONTHLY;BYDAY=2TH"),
        (
            "every 3 months on the last Friday",
            "every 3 months on the last Friday",
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
        ),
        ("monthly on the 4th and 2nd thursday", "monthly on the 2nd and 4th Thursday", "FREQ=MONTHLY;BYDAY=2TH,4TH"),
        (
            "monthly on the 1st, the 3rd and the last Thursdays",
            "monthly on the 1st, 3rd and last Thursday",
            "FREQ=MONTHLY;BYDAY=1TH,3TH,-1TH",
        ),
        (
            "every 2 months on the first and third Monday",
            "every 2 months on the 1st and 3rd Monday",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3MO",
        ),
        (
            "yearly on the 2nd and last Monday of May",
            "yearly on the 2nd and last Monday of May",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=2MO,-1MO",
        ),
        ("monthly on day 15", "monthly on day 15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("monthly on the last day", "monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (
            "yearly on the 3rd Monday of January",
            "yearly on the 3rd Monday of January",
            "FREQ=YEARLY;BYMONTH=1;BYDAY=3MO",
        ),
        ("every year on day 5 of may", "yearly on day 5 of May", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5"),
        (
            "yearly on the last day of February",
            "yearly on the last day of February",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        ),
        (
            "every 4 years on the 1st Tuesday of November",
            "every 4 years on the 1st Tuesday of November",
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=1TU",
        ),
    ],
)
def test_an_accepted_wording_is_understood(text: str, canonical: str, rrule: str) -> None:
    rule = parse(text)
    assert (str(rule), rule.rrule()) == (canonical, rrule)
    assert parse_rrule(rrule) == rule


INTERVALS = st.integers(1, 99)
DAYS = st.integers(0, 6)
NTHS = st.sampled_from([(1,), (2,), (3,), (4,), (-1,), (1, 3), (2, 4), (1, -1), (1, 3, -1), (1, 2, 3, 4)])
MONTH_DAYS = st.integers(1, 31) | st.just(-1)
PLAIN: tuple[Frequency, ...] = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
RULES = st.one_of(
    st.builds(Rule, st.sampled_from(PLAIN), INTERVALS),
    st.builds(Rule, st.just("WEEKLY"), INTERVALS, st.sets(DAYS, min_size=1).map(lambda days: tuple(sorted(days)))),
    st.builds(Rule, st.just("MONTHLY"), INTERVALS, st.tuples(DAYS), NTHS),
    st.builds(Rule, st.just("MONTHLY"), INTERVALS, month_day=MONTH_DAYS),
    st.builds(Rule, st.just("YEARLY"), INTERVALS, st.tuples(DAYS), NTHS, month=st.integers(1, 12)),
    st.builds(Rule, st.just("YEARLY"), INTERVALS, month_day=MONTH_DAYS, month=st.integers(1, 12)),
)


@REPEATABLE
@given(RULES)
def test_the_canonical_wording_and_the_rrule_are_read_back_to_the_same_rule(rule: Rule) -> None:
    assert parse(str(rule)) == rule
    assert str(parse(str(rule))) == str(rule)
    assert parse_rrule(rule.rrule()) == rule


WORDS = (
    "every",
    "weekly",
    "monthly",
    "yearly",
    "on",
    "the",
    "2nd",
    "last",
    "day",
    "Monday",
    "and",
    "of",
    "May",
    "2",
    "31",
)


def refusal(read: Callable[[str], Rule], text: str) -> ScheduleError | None:
    try:
        read(text)
    except ScheduleError as error:
        return error
    return None


@REPEATABLE
@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text())
def test_every_text_gives_a_rule_or_advice(text: str) -> None:
    for read, code in ((parse, "E301"), (parse_rrule, "E302")):
        refused = refusal(read, text)
        assert refused is None or (refused.code == code and refused.message and refused.hint)


@pytest.mark.parametrize(
    "text, message, hint",
    [
        ("", "as a way to repeat", "every week"),
        ("sometimes", 'does not understand "sometimes"', "monthly on the 2nd Thursday"),
        ("every 0 weeks", "from 1 to 99, not 0", "every 2 weeks"),
        ("every 100 weeks", "from 1 to 99, not 100", "every 2 weeks"),
        ("every ٣ weeks", "as a way to repeat", "every 2 weeks"),
        ("monthly on the 5th Thursday", "does not fit", "monthly on the last Thursday"),
        ("monthly on the 4th and last Thursday", "does not fit", "the 4th Thursday is also the last"),
        (
            "monthly on the 1st Tuesday and Thursday",
            '"on the 1st Tuesday and Thursday" does not fit "monthly"',
            "every week",
        ),
        ("weekly on the 2nd Thursday", "does not fit", "monthly on the 2nd Thursday"),
        (
            "weekly on Funday",
            '"on Funday" does not fit "weekly"',
            "Words that the program does not understand: “Funday”",
        ),
        ("daily on Monday", "does not fit", "weekly on Monday"),
        ("monthly on day 32", "does not fit", "monthly on day 15"),
        ("monthly on day 0", "does not fit", "monthly on day 15"),
        ("yearly on day 5", "does not fit", "yearly on the 3rd Monday of January"),
        ("yearly on day 5 of Mai", "does not fit", "yearly on the 3rd Monday of January"),
        ("monthly on " + "x" * 200, "…", "monthly on day 15"),
    ],
)
def test_a_refused_wording_comes_with_a_wording_that_works(text: str, message: str, hint: str) -> None:
    with pytest.raises(ScheduleError) as found:
        parse(text)
    assert (found.value.key, found.value.code) == ("repeats", "E301")
    assert message in found.value.message
    assert hint in found.value.hint
    assert len(found.value.message) < 120


@pytest.mark.parametrize(
    "text, canonical",
    [
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "monthly on the last day"),
        ("freq=weekly; byday=th, tu;", "weekly on Tuesday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,MO", "weekly on Monday"),
        ("BYDAY=2TH;INTERVAL=1;FREQ=MONTHLY", "monthly on the 2nd Thursday"),
    ],
)
def test_an_accepted_rrule_is_understood(text: str, canonical: str) -> None:
    assert str(parse_rrule(text)) == canonical


@pytest.mark.parametrize(
    "text, hint",
    [
        ("FREQ=WEEKLY;UNTIL=20270610", "until: 2027-06-10"),
        ("FREQ=WEEKLY;COUNT=10", "times: 10"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=2TH"),
        ("", "repeats:"),
        ("INTERVAL=2", "repeats:"),
        ("FREQ=HOURLY", "repeats:"),
        ("FREQ=WEEKLY;BYHOUR=9", "repeats:"),
        ("FREQ=WEEKLY;WKST=SU", "repeats:"),
        ("FREQ=WEEKLY;BYDAY=TUE", "repeats:"),
        ("FREQ=WEEKLY;BYDAY=MO,XX", "repeats:"),
        ("FREQ=WEEKLY;BYDAY=", "repeats:"),
        ("FREQ=WEEKLY;BYDAY=1TH", "repeats:"),
        ("FREQ=WEEKLY;FREQ=DAILY", "repeats:"),
        ("FREQ=WEEKLY;;BYDAY=TH", "repeats:"),
        ("FREQ=WEEKLY;INTERVAL=0", "repeats:"),
        ("FREQ=WEEKLY;INTERVAL=-1", "repeats:"),
        ("FREQ=WEEKLY;INTERVAL=٣", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=5TH", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=-2TH", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=10MO", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=TH", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=2TH,4FR", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=4TH,-1TH", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=TH,2TH", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=2TH,2FR", "repeats:"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "repeats:"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "repeats:"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "repeats:"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "repeats:"),
        ("FREQ=MONTHLY;BYMONTH=5", "repeats:"),
        ("FREQ=DAILY;BYDAY=MO", "repeats:"),
        ("FREQ=YEARLY;BYMONTH=5", "repeats:"),
        ("FREQ=YEARLY;BYDAY=2TH", "repeats:"),
        ("FREQ=YEARLY;BYMONTH=13;BYDAY=2TH", "repeats:"),
    ],
)
def test_rules_that_calendars_read_differently_are_refused(text: str, hint: str) -> None:
    with pytest.raises(ScheduleError) as found:
        parse_rrule(text)
    assert (found.value.key, found.value.code) == ("rrule", "E302")
    assert hint in found.value.hint


@pytest.mark.parametrize(
    "text, first, expected",
    [
        ("every 2 weeks on Tuesday and Thursday", "2026-09-10", "2026-09-10 2026-09-22 2026-09-24 2026-10-06"),
        ("monthly on the last Friday", "2026-09-25", "2026-09-25 2026-10-30 2026-11-27 2026-12-25"),
        ("monthly on the last day", "2027-01-31", "2027-01-31 2027-02-28 2027-03-31 2027-04-30"),
        ("yearly on the 3rd Monday of January", "2027-01-18", "2027-01-18 2028-01-17 2029-01-15 2030-01-21"),
        ("yearly on the last day of February", "2027-02-28", "2027-02-28 2028-02-29 2029-02-28 2030-02-28"),
    ],
)
def test_a_rule_gives_its_dates(text: str, first: str, expected: str) -> None:
    found = parse(text).dates(dt.date.fromisoformat(first), dt.date(2040, 1, 1), 4)
    assert [f"{date}" for date in found] == expected.split()


@pytest.mark.parametrize(
    "text, first, hint",
    [
        ("monthly on day 29", "2027-01-29", "monthly on the last day   or:  repeats: monthly on day 28"),
        (
            "every 2 months on day 31",
            "2027-01-31",
            "every 2 months on the last day   or:  repeats: every 2 months on day 28",
        ),
        ("every month", "2027-01-30", "monthly on the last day"),
        ("yearly", "2028-02-29", "yearly on the last day of February   or:  repeats: yearly on day 28 of February"),
        ("yearly on day 29 of February", "2028-02-29", "yearly on day 28 of February"),
        ("yearly on day 31 of April", "2027-04-30", "yearly on day 30 of April"),
    ],
)
def test_a_day_that_not_every_month_has_is_refused(text: str, first: str, hint: str) -> None:
    with pytest.raises(ScheduleError) as found:
        refuse_short_months(parse(text), dt.date.fromisoformat(first), "repeats")
    assert (found.value.key, found.value.code) == ("repeats", "E308")
    assert hint in found.value.hint


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_that_every_month_has_is_accepted(month: int) -> None:
    first = dt.date(2027, month, 28)
    refuse_short_months(parse("every month"), first, "repeats")
    refuse_short_months(parse("every year"), first, "repeats")
    refuse_short_months(parse(f"yearly on the last day of {MONTHS[month]}"), first, "repeats")
    refuse_short_months(parse("weekly"), dt.date(2027, 1, 31), "repeats")


@pytest.mark.parametrize(
    "text, client",
    [
        ("FREQ=HOURLY", "Outlook"),
        ("FREQ=WEEKLY;BYHOUR=9", "Outlook"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2", "Outlook"),
        ("FREQ=MONTHLY;BYDAY=5TH", "Outlook"),
        ("FREQ=MONTHLY;BYDAY=-2TH", "Outlook"),
        ("FREQ=MONTHLY;BYDAY=2TH,4FR", "Outlook"),
        ("FREQ=MONTHLY;BYDAY=TH", "Outlook"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "Outlook"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "Outlook"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "Outlook"),
        ("FREQ=MONTHLY;BYMONTH=5", "Outlook"),
        ("FREQ=YEARLY;BYMONTH=5,6;BYMONTHDAY=1", "Outlook"),
        ("FREQ=YEARLY;BYWEEKNO=5", "Outlook"),
        ("FREQ=YEARLY;BYDAY=2TH", "Outlook"),
        ("FREQ=DAILY;BYDAY=MO", "Outlook"),
        ("FREQ=WEEKLY;RDATE=20270610", "Apple"),
        ("FREQ=WEEKLY;BYDAY=1TH", "some readers"),
        ("FREQ=WEEKLY;WKST=SU", "Calendars differ"),
    ],
)
def test_a_rule_is_refused_with_the_client_that_it_breaks(text: str, client: str) -> None:
    refused = refusal(parse_rrule, text)
    assert refused is not None
    assert client in refused.message


@pytest.mark.parametrize(
    "text, old, new, expected",
    [
        ("every week", "2026-12-03", "2026-12-08", "every week"),
        ("weekly on Thursday", "2026-12-03", "2026-12-08", "weekly on Tuesday"),
        ("weekly on Tuesday and Thursday", "2026-12-03", "2026-12-10", "weekly on Tuesday and Thursday"),
        ("weekly on Tuesday and Thursday", "2026-12-03", "2026-12-04", None),
        ("monthly on the 2nd Thursday", "2027-01-14", "2027-01-19", "monthly on the 3rd Tuesday"),
        ("monthly on the 2nd Thursday", "2027-01-14", "2027-01-26", "monthly on the 4th Tuesday"),
        ("monthly on the 2nd Thursday", "2027-01-14", "2027-01-29", "monthly on the last Friday"),
        ("monthly on the last Thursday", "2027-01-28", "2027-01-26", "monthly on the last Tuesday"),
        ("monthly on the 2nd and 4th Thursday", "2027-01-14", "2027-01-12", "monthly on the 2nd and 4th Tuesday"),
        ("monthly on the 2nd and 4th Thursday", "2027-01-14", "2027-01-19", None),
        ("monthly on day 15", "2027-01-15", "2027-01-20", "monthly on day 20"),
        ("monthly on the last day", "2027-01-31", "2027-02-28", "monthly on the last day"),
        ("monthly on the last day", "2027-01-31", "2027-02-27", "monthly on day 27"),
        ("yearly on the 3rd Monday of January", "2027-01-18", "2027-02-02", "yearly on the 1st Tuesday of February"),
        ("yearly on day 5 of May", "2027-05-05", "2027-06-06", "yearly on day 6 of June"),
    ],
)
def test_a_rule_keeps_its_rhythm_from_another_day_on(text: str, old: str, new: str, expected: str | None) -> None:
    moved = parse(text).moved(dt.date.fromisoformat(old), dt.date.fromisoformat(new))
    assert (str(moved) if moved else None) == expected


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule that the language can express."""
    frequency: Frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    rule = Rule(frequency, draw(st.sampled_from((1, 1, 2, 3, 12, 99))))
    if frequency == "WEEKLY":
        return replace(rule, weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6), max_size=4)))))
    if frequency == "DAILY" or draw(st.booleans()):
        return rule
    rule = replace(rule, month=draw(st.integers(1, 12)) if frequency == "YEARLY" else 0)
    if draw(st.booleans()):
        return replace(rule, month_day=draw(st.sampled_from((-1, *range(1, 32)))))
    given = draw(st.sets(st.sampled_from((*NTH,)), min_size=1))
    return replace(rule, weekdays=(draw(st.integers(0, 6)),), nths=tuple(nth for nth in NTH if nth in given))


@given(
    rules(), st.dates(dt.date(1971, 1, 1), dt.date(2199, 12, 31)), st.integers(0, 1500), st.none() | st.integers(1, 40)
)
@REPEATABLE
def test_a_rule_gives_the_same_days_as_in_a_library(rule: Rule, first: dt.date, length: int, count: int | None) -> None:
    days = [rrule.weekday(day, nth) for day in rule.weekdays for nth in rule.nths or (None,)]
    until = first + dt.timedelta(days=length)
    library = rrule.rrule(
        getattr(rrule, rule.frequency),
        dtstart=dt.datetime.combine(first, dt.time(16)),
        interval=rule.interval,
        byweekday=days or None,
        bymonthday=rule.month_day or None,
        bymonth=rule.month or None,
        until=dt.datetime.combine(until, dt.time.max),
    )
    assert rule.dates(first, until, count) == tuple(date.date() for date in library)[:count]
