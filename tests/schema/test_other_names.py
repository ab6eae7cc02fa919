"""Values under another name of their key: the advice keeps the value, and never turns it into its opposite."""

from __future__ import annotations

import re

import pytest

from tests.schema.test_shapes import LATER, OPEN_GROUP, SERIES, Hints
from tests.schema.test_shapes import hints as hints

TAKES_PLACE = "Delete this line. Without it, the event takes place."
ONE_DAY = "changes: [{date: 2026-12-10, cancelled: yes}]"


@pytest.mark.parametrize("typed", ["We bring tea", "2026-12-10"])
def test_words_under_an_unknown_key_can_be_shown_under_details(typed: str, hints: Hints) -> None:
    said = hints(LATER, f"food: {typed}")
    assert "To show it on the page, write it under `details`.\nOtherwise, delete the line" in said


@pytest.mark.parametrize("typed", ["yes", "none", ""])
def test_an_unknown_key_without_words_has_nothing_to_show(typed: str, hints: Hints) -> None:
    assert "details`" not in hints(LATER, f"food: {typed}")


@pytest.mark.parametrize("key", ["cancelled", "canceled", "called_off", "postponed"])
@pytest.mark.parametrize(
    "typed, written",
    [
        ("not cancelled", TAKES_PLACE),
        ("never", TAKES_PLACE),
        ("no longer", TAKES_PLACE),
        ("It's not postponed anymore.", TAKES_PLACE),
        ("n/a", TAKES_PLACE),
        ("maybe", "Write it like this:\nstatus: tentative"),
        ("TBD", "Write it like this:\nstatus: tentative"),
        ("if it snows", "status: tentative\nreason: if it snows"),
        ("weather permitting", "status: tentative\nreason: weather permitting"),
        ("not this week", "And for the reason:  reason: not this week"),
        ("only the talk", "And for the reason:  reason: only the talk"),
        ("not enough people", "And for the reason:  reason: not enough people"),
    ],
)
@pytest.mark.parametrize("start", [LATER, SERIES])
def test_only_words_that_do_not_deny_or_doubt_are_a_cancellation(
    start: str, key: str, typed: str, written: str, hints: Hints
) -> None:
    said = hints(start, f"{key}: {typed}")
    assert written in said
    assert "\nstatus: cancelled\n" not in f"{said}\n"


@pytest.mark.parametrize("typed", ["yes", "Yes", "x", "true"])
def test_a_word_for_yes_cancels(typed: str, hints: Hints) -> None:
    assert hints(LATER, f"cancelled: {typed}") == "Write it like this:\nstatus: cancelled"
    assert "If only one date is meant, write:  changes: [{date: YYYY-MM-DD, cancelled: yes}]" in hints(
        SERIES, f"cancelled: {typed}"
    )


@pytest.mark.parametrize(
    "typed, written",
    [
        ("cancelled: 2026-12-10", ONE_DAY),
        ("canceled: 2026-12-10", ONE_DAY),
        ("cancelled: [2026-12-10]", ONE_DAY),
        ("cancelled:\n  - 2026-12-10", ONE_DAY),
        ("cancelled:\n  - date: 2026-12-10", ONE_DAY),
        ("cancelled_on: 2026-12-10", ONE_DAY),
        ("cancelled_dates: 2026-12-10", ONE_DAY),
        ("cancellations: [2026-12-10]", ONE_DAY),
        ("cancelled: 2026-12-10 snow", "{date: 2026-12-10, cancelled: yes, reason: snow}"),
        ("cancelled: 2026-12-10 and 2026-12-17", "cancelled: yes}, {date: 2026-12-17, cancelled: yes}]"),
        ("postponed: 2026-12-10", "changes: [{date: 2026-12-10, starts: to be announced}]"),
        ("postponed_dates: [2026-12-10]", "changes: [{date: 2026-12-10, starts: to be announced}]"),
        (
            "changes: [{date: 2026-12-17, cancelled: yes}]\ncancelled: 2026-12-10",
            "  - {date: 2026-12-10, cancelled: yes}",
        ),
        ("except: [2026-12-10, 2026-12-17]", "skip: [{date: 2026-12-10}, {date: 2026-12-17}]"),
    ],
)
def test_the_date_of_a_series_is_cancelled_alone(typed: str, written: str, hints: Hints) -> None:
    said = hints(SERIES, typed)
    assert written in said
    assert "status:" not in said


def test_the_only_date_in_unclear_words_is_in_the_advice(hints: Hints) -> None:
    assert f"If only one date is meant, write:  {ONE_DAY}" in hints(SERIES, "cancelled: probably 2026-12-10")
    said = hints(SERIES, "cancelled: Friday 2026-12-10")
    assert "2026-12-10 is a Thursday, not a Friday." in said
    assert "date: YYYY-MM-DD" in said
    assert "date: YYYY-MM-DD" in hints(SERIES, "cancelled: 2026-12-10 to 2026-12-24")


@pytest.mark.parametrize("dash", ["- ", "  - "])
def test_a_cancellation_under_a_skipped_date_does_not_cancel_the_series(dash: str, hints: Hints) -> None:
    said = hints(SERIES, f"skip:\n{dash}date: 2026-12-10\ncancelled: yes")
    assert ONE_DAY in said
    assert "status: cancelled" not in said


@pytest.mark.parametrize(
    "typed, written",
    [
        ("cancelled: 2026-12-20", "And for the reason:  reason: 2026-12-20"),
        ("cancelled: 2026-12-03 because of snow", "status: cancelled\nreason: snow"),
        ("postponed: 2026-12-20", "starts: 2026-12-20 HH:MM\nIf nobody knows it yet, write:  status: postponed"),
    ],
)
def test_the_date_of_a_single_event_is_kept(typed: str, written: str, hints: Hints) -> None:
    assert written in hints(SERIES.partition("    repeats")[0], typed)


def test_a_status_is_in_the_words_of_its_record(hints: Hints) -> None:
    assert "status: closed   (the group has ended)" in hints(OPEN_GROUP, "cancelled: yes")
    assert "status: stopped" in hints(OPEN_GROUP, "milestones: [{title: A survey, cancelled: yes}]")


@pytest.mark.parametrize(
    "typed, written",
    [
        ("rsvp: not required", "If nobody has to sign up, delete  rsvp: not required"),
        ("rsvp: no", "delete  rsvp: no"),
        ("sign_up: no", "delete  sign_up: no"),
        ("registration: none", "delete  registration: none"),
        ("deadline: TBD", "delete  deadline: TBD"),
        ("registration: https://x.example/f", "Write:  register: {url: https://x.example/f}"),
        ("signup_link: https://x.example/f", "Write:  register: {url: https://x.example/f}"),
        ("rsvp: 2026-12-01", "Write:  register: {by: 2026-12-01}"),
        ("rsvp_by: 2026-12-01", "Write:  register: {by: 2026-12-01}"),
        ("deadline: 2026-12-01", "Write:  register: {by: 2026-12-01}"),
        ("rsvp_by: December 1", "For `by`: Add the year"),
        ("registration: {by: 2026-12-01}", "Write:  register: {by: 2026-12-01}"),
    ],
)
def test_other_names_of_register_keep_their_value(typed: str, written: str, hints: Hints) -> None:
    assert written in hints(LATER, typed)


def test_the_mailbox_of_a_group_is_kept(hints: Hints) -> None:
    assert "Write:  join: {contact: tea@small.example}" in hints(OPEN_GROUP, "contact: tea@small.example")


@pytest.mark.parametrize("typed", ["meets", "keep", "yes", "no", "some"])
def test_both_choices_for_days_off_are_explained(typed: str, hints: Hints) -> None:
    said = hints(SERIES, f"holidays: {typed}")
    assert "no_school: skip   (the series does not meet on days without school)\n" in said
    assert "no_school: keep   (the series meets on days without school too)" in said


def test_a_doubtful_answer_is_no_yes(hints: Hints) -> None:
    assert hints(LATER, "virtual: maybe") == "Write the line that you mean:\nonline: yes\nonline: no"
    assert hints(LATER, "virtual: no") == "Write:  online: no"


@pytest.mark.parametrize(
    "typed, written",
    [
        ("cancelled: snow", "Write:\ncancelled: yes\nreason: snow"),
        ("cancelled: yes, the room is closed", "Write:\ncancelled: yes\nreason: the room is closed"),
        ("cancelled: yes (snow)", "Write:\ncancelled: yes\nreason: snow"),
        ("cancelled: because of snow", "Write:\ncancelled: yes\nreason: snow"),
        ("cancelled: postponed", "Write:  starts: to be announced"),
        ("cancelled: moved to 2026-12-11 17:00", "Write:  starts: 2026-12-11 17:00"),
        ("cancelled: snow, reason: ice", "Write:  yes   or:  no"),
        ("cancelled: if it snows", "yes   or:  no\nIf it is the reason, give it its own line:  reason: if it snows"),
        ("status: cancelled", "Write:  cancelled: yes"),
        ("status: cancelled (snow)", "Write:\ncancelled: yes\nreason: snow"),
        ("status: cancelled, reason: snow", "Write:  cancelled: yes"),
        ("status: postponed", "Write:  starts: to be announced"),
        ("status: postponed, starts: 2026-12-11 16:00", "Delete this line. The line with `starts` is enough."),
        ("status: tentative", "Only a whole event can be tentative. For one date, write:  details: tentative"),
        ("status: confirmed", TAKES_PLACE),
    ],
)
def test_the_state_of_one_date_keeps_its_reason(typed: str, written: str, hints: Hints) -> None:
    lines = "\n    ".join(re.split(", (?=reason|starts)", typed))
    said = hints(SERIES, f"changes:\n  - date: 2026-12-10\n    {lines}")
    assert said.endswith(written)
