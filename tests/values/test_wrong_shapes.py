"""Lists, keys, and brackets in place of a value or a list of texts: no advice drops or changes what was typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load
from affinity_hub.core.problems import DataError

from .test_values import EVENT, GROUP, NOW, PARTNER

OPEN_GROUP = GROUP + "    open_to: All staff.\n"
LATER = EVENT + "    starts: to be announced\n"


@pytest.fixture
def hint(district: Callable[..., Path]) -> Callable[[str, str], str]:
    """The hint of the first problem with the given lines of an entry."""

    def first_hint(start: str, typed: str) -> str:
        lines = "".join(f"    {line}\n" for line in typed.splitlines())
        with pytest.raises(DataError) as refused:
            load(district(**{start.partition(":")[0]: start + lines}), NOW)
        return refused.value.problems[0].hint

    return first_hint


Hint = Callable[[str, str], str]


OWN = "Leave out “{}”: the times of this event are already in America/Los_Angeles."
OTHER = "The time zone belongs on its own line:  zone: {}"


@pytest.mark.parametrize(
    "typed, hints",
    [
        ("2026-12-03 12:00 PST", ("2026-12-03 12:00", OWN.format("PST"))),
        ("2026-12-03 12:00 (pdt)", ("2026-12-03 12:00", OWN.format("(pdt)"))),
        ("2026-12-03 4 pm Pacific Standard Time", ("2026-12-03 16:00", OWN.format("Pacific Standard Time"))),
        ("2026-12-03 4:00 PST", ("2026-12-03 16:00   or:  2026-12-03 04:00", OWN.format("PST"))),
        ("2026-12-03 12:00 EST", ("2026-12-03 12:00", OTHER.format("America/New_York"))),
        ("2026-12-03 12:00 CST", ("2026-12-03 12:00", OTHER.format("America/Chicago   or:  Asia/Shanghai"))),
    ],
)
def test_letters_of_a_time_zone_are_left_out_if_they_are_the_zone_of_the_times(
    typed: str, hints: tuple[str, ...], hint: Hint
) -> None:
    assert hint(EVENT, f"starts: {typed}\nends: 2026-12-03 17:00") == "Write:  " + "\n".join(hints)


def test_letters_of_a_time_zone_are_compared_with_the_zone_of_the_event(hint: Hint) -> None:
    said = hint(EVENT, "zone: America/Denver\nstarts: 2026-12-03 12:00 MST\nends: 13:00").split("\n")
    assert said[1].endswith("the times of this event are already in America/Denver.")
    assert said[2] == "If another time zone is meant, add a line:  zone: America/Phoenix"


def test_a_date_alone_gets_no_time_zone(hint: Hint) -> None:
    said = hint(LATER, "register: {by: 2026-12-01 5 pm EST}")
    assert said == "Write:  2026-12-01\nWrite only a date here, without a time."


@pytest.mark.parametrize(
    "typed, written",
    [
        ("Tea Group (formerly Coffee Group)", "[Tea Group (formerly Coffee Group)]"),
        ("Tea [Kent], Tea [Auburn]", '["Tea [Kent]", "Tea [Auburn]"]'),
        ("(Tea, Coffee)", "[Tea, Coffee]"),
        ("Tea, Coffee]", "[Tea, Coffee]"),
    ],
)
def test_only_brackets_around_the_whole_list_are_left_out(typed: str, written: str, hint: Hint) -> None:
    assert hint(OPEN_GROUP, f"aliases: {typed}").startswith(f"Write:  {written}\n")


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (EVENT, "starts: {date: 2026-12-03, time: 16:00}", "2026-12-03 16:00"),
        (EVENT, "starts:\n  time: 16:00\n  date: 2026-12-03", "2026-12-03 16:00"),
        (OPEN_GROUP, "added_on: {date: 2026-10-05}", "2026-10-05"),
        (OPEN_GROUP, "join: {contact: {email: tea@small.example}}", "tea@small.example"),
        (LATER, "zone: {name: America/New_York}", "America/New_York"),
        (LATER, "groups: [{id: tea-circle}]", "tea-circle"),
        (PARTNER, "url: {link: https://library.example/}", "https://library.example/"),
    ],
)
def test_a_value_under_a_label_is_written_without_the_label(start: str, typed: str, written: str, hint: Hint) -> None:
    assert hint(start, typed) == f"Write the value after the key, on the same line:  {written}"


@pytest.mark.parametrize(
    "start, typed",
    [
        (EVENT, "starts: {2026-12-03: 16:00}"),
        (EVENT, "starts: {not before: 2026-12-03 16:00}"),
        (EVENT, "starts: {from: 2026-12-03 16:00, to: 17:30}"),
        (LATER, "online: {yes: Zoom}"),
        (LATER, "groups: [{tea-circle: host}]"),
        (LATER, "groups: [{id: tea-circle, role: host}]"),
        (PARTNER, "url: {en: https://library.example/, es: https://biblioteca.example/}"),
    ],
)
def test_keys_that_may_change_the_meaning_are_never_left_out(start: str, typed: str, hint: Hint) -> None:
    assert hint(start, typed) == "Write the value after the key, on the same line."


def test_each_address_of_a_list_is_offered_alone(hint: Hint) -> None:
    said = hint(PARTNER, "url: [https://library.example/, https://museum.example/]")
    assert "on the same line:  https://library.example/   or:  https://museum.example/\n" in said
