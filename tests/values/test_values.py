"""Values as volunteers type them into a file: the accepted texts, and the answers to all other texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load
from affinity_hub.checks.texts.forbidden_texts import PRIVATE_CODES
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.hub.hub import Hub

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
EVENT = "events:\n  - id: tea\n    title: Tea\n    kind: gathering\n    open_to: All staff.\n"
GROUP = "groups:\n  - id: tea-circle\n    name: Tea Circle\n    kind: networking\n    summary: Tea and talk.\n"
PARTNER = "partners:\n  - id: library\n    name: Public Library\n    kind: community\n"

Understand = Callable[[str, str], Hub]
Answer = Callable[[str, str], Problem]


def text_of(start: str, typed: str) -> dict[str, str]:
    """A file of one entry: its usual lines, then the typed lines."""
    return {start.partition(":")[0]: start + "".join(f"    {line}\n" for line in typed.splitlines())}


@pytest.fixture
def understand(district: Callable[..., Path]) -> Understand:
    return lambda start, typed: load(district(**text_of(start, typed)), NOW)[0]


@pytest.fixture
def answer(district: Callable[..., Path]) -> Answer:
    """The only problem with the given lines of an entry, besides private details in them."""

    def problem(start: str, typed: str) -> Problem:
        with pytest.raises(DataError) as refused:
            load(district(**text_of(start, typed)), NOW)
        problems = refused.value.problems
        (found,) = [problem for problem in problems if problem.code not in PRIVATE_CODES] or problems
        return found

    return problem


def typed_in_the_hint(problem: Problem) -> list[str]:
    """The texts that the hint tells people to type: they are between runs of two or more spaces."""
    return [part for part in re.split(r"\s{2,}|\n", problem.hint.partition("  ")[2]) if part and not part.endswith(":")]


# --- Dates and times -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, time",
    [
        ("16:00", "16:00"),
        ("4:00 pm", "16:00"),
        ("4 pm", "16:00"),
        ("4:00pm", "16:00"),
        ("4:00 p.m.", "16:00"),
        ("4:00 PM", "16:00"),
        ("16:00:00", "16:00"),
        ("12:30 PM", "12:30"),
        ("12:30 am", "00:30"),
        ("9:05", "09:05"),
        ("00:00", "00:00"),
    ],
)
@pytest.mark.parametrize("between", [" ", "T", "  "], ids=["space", "T", "two spaces"])
def test_a_start_may_be_typed_in_several_ways(typed: str, time: str, between: str, understand: Understand) -> None:
    hub = understand(EVENT, f"starts: 2026-12-03{between}{typed}\nends: 2026-12-04 12:00")
    assert f"{hub.events[0].starts:%Y-%m-%d %H:%M}" == f"2026-12-03 {time}"


@pytest.mark.parametrize("typed", ["18:30", "6:30 pm", "6:30pm", "2026-12-03 18:30", "2026-12-03 6:30 pm"])
def test_an_end_may_be_a_time_alone(typed: str, understand: Understand) -> None:
    hub = understand(EVENT, f"starts: 2026-12-03 16:00\nends: {typed}")
    assert str(hub.schedules["tea"].occurrences[0].end) == "2026-12-03 18:30:00-08:00"


@pytest.mark.parametrize(
    "typed, code, remedy",
    [
        ("2026-02-30", "E111", "from 01 to 28."),
        ("2028-02-30", "E111", "from 01 to 29."),
        ("2026-13-01", "E111", "2026-01-13"),
        ("2026-00-10", "E111", "from 01 to 12."),
        ("1926-12-03", "E111", "between 1971 and 2199"),
        ("2026-9-1", "E110", "2026-09-01"),
        ("2026/12/03", "E110", "2026-12-03"),
        ("2026.12.3", "E110", "2026-12-03"),
        ("12/24/2026", "E110", "2026-12-24"),
        ("24.12.2026", "E110", "2026-12-24"),
        ("9/1/2026", "E110", "2026-09-01"),
        ("December 3", "E110", "YYYY-12-03"),
        ("December 3, 4 pm", "E110", "YYYY-12-03 16:00"),
        ("1/14/2027 4:00 PM", "E110", "Write:  2027-01-14 16:00"),
        ("January 14, 2027 at 4pm", "E110", "Write:  2027-01-14 16:00"),
        ("Thursday, Jan. 14th 2027, noon", "E110", "Write:  2027-01-14 12:00"),
        ("Friday, January 14, 2027", "E110", "2027-01-14 is a Thursday, not a Friday."),
        ("4 pm", "E110", "YYYY-MM-DD 16:00"),
        ("Dec. 3, 2027", "E110", "Write:  2027-12-03"),
        ("TBA", "E114", "to be announced"),
        ("tbd", "E114", "to be announced"),
        ("TBA soon", "E114", "to be announced"),
        ("soon", "E114", "to be announced"),
        ("to come", "E114", "to be announced"),
        ("date to follow", "E114", "to be announced"),
        ("TBA (probably May)", "E114", "And move “probably May” to `details`."),
        ("TBD 2027-01-14", "E110", "to be announced"),
        ("Spring 2027", "E110", "to be announced\nTo show “Spring 2027” on the page, write it under `details`."),
        ("2026-12-03T16:00:00Z", "E113", "2026-12-03 16:00"),
        (
            "2026-12-03 16:00-17:30",
            "E112",
            "Write:  2026-12-03 16:00\nThe end belongs on its own line:  ends: 17:30",
        ),
        ("2026-12-03 16:00+01:00", "E113", "2026-12-03 16:00"),
        ("2026-12-03 24:00", "E112", "2026-12-04 00:00"),
        ("2026-12-03 4:60", "E112", "HH:MM"),
        ("2026-12-03 13:00 pm", "E112", "Write:  2026-12-03 13:00"),
        ("2026-12-03 0:30 pm", "E112", "HH:MM"),
        ("2026-12-03 at noon", "E112", "Write:  2026-12-03 12:00"),
        ("2026-12-03 4", "E112", "Write:  2026-12-03 16:00   or:  2026-12-03 04:00"),
        (
            "2026-12-03 16:00 PDT",
            "E112",
            "Write:  2026-12-03 16:00\nLeave out “PDT”: the times of this event are already in America/Los_Angeles.",
        ),
        ("2026-12-03 16:00 Eastern", "E112", "zone: America/New_York"),
        ("2026-12-03\u00a016:00 h", "E112", "Write:  2026-12-03 16:00"),
        ("2026\u201312\u201303", "E110", "Write:  2026-12-03"),
        ("2026-12-033", "E110", "Write:  2026-12-03"),
    ],
)
def test_a_wrong_start_gets_advice_with_a_valid_start(typed: str, code: str, remedy: str, answer: Answer) -> None:
    problem = answer(EVENT, f"starts: {typed}")
    assert problem.code == code
    assert remedy in problem.hint
    assert (problem.position.line, problem.position.column) == (6, 13)


def test_an_end_after_midnight_is_on_the_next_day(answer: Answer) -> None:
    problem = answer(EVENT, "starts: 2026-12-03 20:00\nends: 24:30")
    assert problem.code == "E112"
    assert "2026-12-04 00:00" in problem.hint


@pytest.mark.parametrize("typed", ["12/24/2026", "2026-9-1", "24.12.2026", "2026.12.3", "TBA"])
def test_the_first_remedy_for_a_date_is_understood(typed: str, answer: Answer, understand: Understand) -> None:
    remedy = typed_in_the_hint(answer(EVENT, f"starts: {typed}"))[0]
    assert understand(EVENT, f"starts: {remedy}").events


@pytest.mark.parametrize("typed", ["9/1/2026", "1.9.2026"])
def test_an_ambiguous_date_is_never_guessed(typed: str, answer: Answer) -> None:
    problem = answer(EVENT, f"starts: {typed}")
    assert "two ways" in problem.message
    assert "2026-09-01" in problem.hint
    assert "2026-01-09" in problem.hint


@pytest.mark.parametrize("typed", ["12/24/2026", "24.12.2026"])
def test_a_date_with_one_reading_gets_one_reading(typed: str, answer: Answer) -> None:
    assert "two ways" not in answer(EVENT, f"starts: {typed}").message


@pytest.mark.parametrize("typed", ["December 3rd", "next Thursday"])
def test_words_in_place_of_a_date_are_quoted_in_full(typed: str, answer: Answer) -> None:
    assert f'"{typed}"' in answer(EVENT, f"starts: {typed}").message


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("noon", "Write:  12:00"),
        ("half past five", "HH:MM"),
        ("5:30ish", "HH:MM"),
        ("25:00", "HH:MM"),
        ("17.30", "Write:  17:30"),
        ("4.30pm", "Write:  16:30"),
        ("5", "HH:MM"),
        (
            "4:00-5:30 PM",
            "Write:  17:30\nThis line is for the end. The start belongs in `starts`, after the date:  16:00",
        ),
        ("11-1 pm", "Write:  13:00"),
    ],
)
def test_a_message_says_that_an_end_is_not_a_time(typed: str, meant: str, answer: Answer) -> None:
    problem = answer(EVENT, f"starts: 2026-12-03 16:00\nends: {typed}")
    assert problem.code == "E112"
    assert meant in problem.hint


@pytest.mark.parametrize("starts", ["16:00", "18:00", "19:45", "22:15"])
def test_the_remedy_for_an_end_is_after_the_start(starts: str, answer: Answer) -> None:
    problem = answer(EVENT, f"starts: 2026-12-03 {starts}\nends: 15:00")
    remedy = re.search(r"ends: (\d{4}-\d\d-\d\d )?(\d\d:\d\d)$", problem.hint, re.MULTILINE)
    assert remedy
    assert (remedy[1] or "2026-12-03 ") + remedy[2] > f"2026-12-03 {starts}"


@pytest.mark.parametrize(
    "typed, due",
    [
        ("2027-06-10", dt.date(2027, 6, 10)),
        ("2026-27", "2026-27"),
        ("2026–27", "2026-27"),
        ("2026/27", "2026-27"),
        ("to be announced", None),
        ("To be announced", None),
        ("unknown", None),
    ],
)
def test_a_due_date_may_be_a_school_year(typed: str, due: Any, understand: Understand) -> None:
    hub = understand(GROUP, f"open_to: All staff.\nmilestones: [{{title: A kettle, due: {typed}}}]")
    assert hub.groups[0].milestones[0].due == due


# --- Texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, name",
    [
        ("18:30", "18:30"),
        ("NO", "NO"),
        ("010", "010"),
        ("3.10", "3.10"),
        ("1_000", "1_000"),
        ("2026-02-30", "2026-02-30"),
        ('"Room #12"', "Room #12"),
        ('"Book club: chapter 2"', "Book club: chapter 2"),
        ("“Tea”", "“Tea”"),
        ("'  Tea  '", "Tea"),
        ("Cafe\u0301", "Café"),
        ("<b>Tea</b>", "<b>Tea</b>"),
    ],
)
def test_a_text_keeps_what_was_typed(typed: str, name: str, understand: Understand) -> None:
    assert understand(GROUP, f"open_to: All staff.\nmeets: {typed}").groups[0].meets == name


@pytest.mark.parametrize("typed", ["unknown", "Unknown", "UNKNOWN", "'unknown'"])
def test_unknown_means_not_yet_answered(typed: str, understand: Understand) -> None:
    group = understand(GROUP, f"open_to: {typed}\ninquiry: {{meetings: {typed}}}").groups[0]
    assert group.open_to is None
    assert group.inquiry.meetings.answer is None


@pytest.mark.parametrize("typed", ["declined", "Declined", "{answer: declined, asked_on: 2026-10-01}"])
def test_declined_is_an_answer(typed: str, understand: Understand) -> None:
    assert understand(GROUP, f"open_to: All staff.\ninquiry: {{meetings: {typed}}}").groups[0].inquiry.meetings.declined


@pytest.mark.parametrize("length, accepted", [(160, True), (161, False)])
def test_a_sentence_has_at_most_160_characters(
    length: int, accepted: bool, understand: Understand, answer: Answer
) -> None:

    start = EVENT + "    starts: to be announced\n"
    if accepted:
        assert understand(start, f"summary: {'x' * length}").events
    else:
        assert answer(start, f"summary: {'x' * length}").code == "E104"


# --- Words, numbers, addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, online", [("yes", True), ("no", False), ("Yes", True), ("NO", False), ("true", True), ("False", False)]
)
def test_yes_and_no_may_be_typed_in_several_ways(typed: str, online: bool, understand: Understand) -> None:
    assert understand(EVENT, f"starts: to be announced\nonline: {typed}").events[0].online is online


@pytest.mark.parametrize("typed", ["on", "off", "1", "y", "maybe", "[yes]"])
def test_an_answer_other_than_yes_or_no_is_refused(typed: str, answer: Answer) -> None:
    assert answer(EVENT, f"starts: to be announced\nonline: {typed}").code in ("E106", "E101")


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "1e1", "0x10", "1_0", "010", "ten", "१०"])
def test_a_number_is_plain_digits(typed: str, answer: Answer) -> None:
    problem = answer(EVENT, f"starts: 2026-12-03\nrepeats: weekly\ntimes: {typed}")
    assert problem.code == "E107"


@pytest.mark.parametrize(
    "typed, remedy",
    [
        ("http://www.library.example/a?b=c", "https://www.library.example/a?b=c"),
        ("www.library.example/a", "https://www.library.example/a"),
        ("//library.example/", "https://library.example/"),
        ("<https://library.example/a>", "https://library.example/a"),
        ("library.example/a", "https://library.example/a"),
    ],
)
def test_an_address_and_its_remedy_must_begin_with_https(
    typed: str, remedy: str, answer: Answer, understand: Understand
) -> None:
    problem = answer(PARTNER, f"url: {typed}")
    assert (problem.code, problem.hint) == ("E116", f"Write:  {remedy}")
    assert understand(PARTNER, f"url: {remedy}").partners[0].url == remedy


@pytest.mark.parametrize(
    "typed, said",
    [
        ("javascript:alert(1)", "Copy the whole address"),
        ("https://ada:secret@library.example/", "Delete it, and the @ too"),
        ("https:///page", "Copy the whole address"),
        ("https://intranet/", "Copy the whole address"),
        ("ftp://library.example/", "Copy the whole address"),
        ('"https://library.example/ a"', "cannot contain a space"),
        ("https://library.example/a<b>", "cannot contain a character such as <"),
        (
            "ada@library.example",
            "If it is the mailbox of a group, write in groups.yml:  join: {contact: ada@library.example}",
        ),
    ],
)
def test_an_address_that_cannot_be_guessed_gets_no_guess(typed: str, said: str, answer: Answer) -> None:
    problem = answer(PARTNER, f"url: {typed}")
    assert problem.code == "E116"
    assert said in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize("typed", ["affinity@small.example", "https://www.example.org/join"])
def test_a_contact_is_a_mailbox_or_a_link(typed: str, understand: Understand) -> None:
    assert understand(GROUP, f"open_to: All staff.\njoin: {{contact: {typed}}}").groups[0].join.contact == typed


@pytest.mark.parametrize(
    "typed, remedy",
    [
        ("email tea@example.org", "tea@example.org"),
        ("Tea Circle <tea@example.org>", "tea@example.org"),
        ("tea @ example.org", "tea@example.org"),
        ("contact @ example.org", "contact@example.org"),
        ("tea circle@example.org", "unknown"),
        ("tea@example.org or coffee@example.org", "unknown"),
    ],
)
def test_no_word_becomes_a_part_of_a_mailbox(typed: str, remedy: str, answer: Answer) -> None:
    problem = answer(GROUP, f"open_to: All staff.\njoin: {{contact: {typed}}}")
    assert (problem.code, problem.hint.splitlines()[-1].rpartition("  ")[2]) == ("E117", remedy)


@pytest.mark.parametrize(
    "typed, code",
    [
        ("Ms. Lopez", "E117"),
        ("253-555-0142", "E117"),
        ("http://example.org", "E117"),
        ("javascript:alert(1)@example.org", "E117"),
        ("affinity@localhost", "E117"),
        ("affinity@small.example?cc=x@example.org", "E117"),
        ("https://user@example.org/", "E116"),
    ],
)
def test_any_other_contact_is_refused(typed: str, code: str, answer: Answer) -> None:
    assert answer(GROUP, f"open_to: All staff.\njoin:\n  contact: {typed}").code == code


@pytest.mark.parametrize(
    "typed, remedy",
    [
        ("Tea Circle", "tea-circle"),
        ("té-círculo", "te-circulo"),
        ("tea_circle", "tea-circle"),
        ("tea--circle", "tea-circle"),
        ("-tea", "tea"),
        ("../secret", "secret"),
        ("x" * 65, "x" * 64),
        ("te\u0430", "tea"),
    ],
)
def test_a_wrong_id_gets_advice_with_a_valid_id(typed: str, remedy: str, answer: Answer) -> None:
    start = PARTNER.replace("id: library", f"id: {typed}")
    problem = answer(start, "")
    assert (problem.code, problem.hint) == ("E105", f"Write:  {remedy}")


@pytest.mark.parametrize("typed", ["null", "~", ""])
def test_an_empty_value_is_like_a_missing_value(typed: str, understand: Understand) -> None:
    assert understand(GROUP, f"open_to: All staff.\nmeets: {typed}").groups[0].meets is None


def test_a_required_key_without_a_value_is_called_empty_rather_than_missing(answer: Answer) -> None:
    problem = answer(GROUP, "open_to:")
    assert problem.position.line == 6
    assert "missing" not in problem.message


# --- What must not be published --------------------------------------------------------------------------------------

PRIVATE = [
    ("Join at https://district.zoom.us/j/123456789", "E510"),
    ("https://teams.microsoft.com/l/meetup-join/19%3a", "E510"),
    ("https://meet.google.com/abc-defg-hij", "E510"),
    ("ada.example@gmail.com", "E511"),
    ("Ask ada@Outlook.com", "E511"),
    ("Call 253-555-0142", "E512"),
    ("(253) 555-0142", "E512"),
    ("253.555.0142", "E512"),
    ("+1 253 555 0142", "E512"),
]


@pytest.mark.parametrize("typed, code", PRIVATE)
def test_nothing_private_is_in_a_record(typed: str, code: str, answer: Answer) -> None:
    assert answer(GROUP, f'open_to: All staff.\npurpose: "{typed}"').code == code


@pytest.mark.parametrize("typed, code", PRIVATE[::4])
def test_nothing_private_is_in_the_settings(typed: str, code: str, district: Callable[..., Path]) -> None:
    hub = (
        "name: Small Hub\norganization: {name: Small District}\nurl: https://hub.small.example/\n"
        "nondiscrimination: {statement: Open to all staff.}\ntime_zone: America/Los_Angeles\n"
    )
    with pytest.raises(DataError) as refused:
        load(district(hub=f'{hub}summary: "{typed}"\n'), NOW)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize("typed, code", PRIVATE[::4])
def test_nothing_private_is_in_the_calendar(typed: str, code: str, district: Callable[..., Path]) -> None:
    with pytest.raises(DataError) as refused:
        load(district(calendar=f'no_school:\n  - {{name: "{typed}", starts: 2026-12-24}}\n'), NOW)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize(
    "typed",
    [
        "School years 2024-2025 and 2025-2026",
        "2026-12-03 16:00 to 2026-12-03 17:30",
        "Write to affinity@small.example",
        "https://www.zoom.us/about",
        "Room 253, 555 Oak Street, 98031-0142",
        "ISBN 978-0-13-235088-4",
    ],
)
def test_a_harmless_text_passes(typed: str, understand: Understand) -> None:
    assert understand(GROUP, f'open_to: All staff.\npurpose: "{typed}"').groups


def test_a_break_that_ends_before_it_starts_is_an_error(district: Callable[..., Path]) -> None:
    calendar = "no_school:\n  - {name: Winter break, starts: 2026-12-21, ends: 2026-01-01}\n"
    with pytest.raises(DataError) as refused:
        load(district(calendar=calendar), NOW)
    (problem,) = refused.value.problems
    assert (problem.position.file, problem.position.line) == ("calendar.yml", 2)
