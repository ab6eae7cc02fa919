"""The traps of YAML, row by row: some values are read as intended, and the check reports all other values as in
broken/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub import load

if TYPE_CHECKING:
    import datetime as dt

    from tests.conftest import Run

TESTS = Path(__file__).parents[1]
MINIMAL = TESTS / "sites" / "minimal"

# Each trap: its name, the typed and the understood value of each key, and the folders of broken/ for refused values.
Row = tuple[str, dict[str, tuple[str, str]], tuple[str, ...]]
ROWS: tuple[Row, ...] = (
    ("times that YAML 1.1 counts as seconds", {"ends": ("18:30", "18:30:00")}, ()),
    ("times with a leading zero, and hour 24", {"ends": ("23:05", "23:05:00")}, ("E112-hour-24",)),
    ("times with am and pm", {"ends": ("5:00pm", "17:00:00")}, ("E112-minute-60", "E112-hour-17-pm")),
    ("words for yes and no in a text", {"title": ("NO", "NO"), "clock_hours": ("off", "off")}, ()),
    ("words for yes and no as an answer", {"online": ("Yes", "True")}, ("E106-neither-yes-nor-no",)),
    ("words for yes and no as a key", {}, ("E202-key-that-is-a-word-for-yes",)),
    ("dates that do not exist", {}, ("E111-day-that-does-not-exist", "E111-month-that-does-not-exist")),
    ("dates in another form", {}, ("E110-date-with-short-parts", "E110-american-date", "E110-date-in-words")),
    ("times with Z or an offset", {"starts": ("2026-12-03T16:00:00", "2026-12-03 16:00:00")}, ("E113-universal-time",)),
    ("leading zeros", {"title": ("098031", "098031"), "clock_hours": ("0644", "0644"), "reason": ("010", "010")}, ()),
    (
        "numbers in other forms",
        {"title": ("3.10", "3.10"), "clock_hours": ("1_000", "1_000"), "reason": ("0x1F", "0x1F")},
        ("E107-number-with-a-fraction", "E107-number-with-exponent", "E107-number-with-hexadecimal"),
    ),
    (
        "more numbers in other forms",
        {"title": ("1e3", "1e3"), "reason": (".inf", ".inf")},
        ("E107-number-with-underscore",),
    ),
    ("a number sign in a text", {"title": ('"Room #12"', "Room #12")}, ("E009-cut-at-a-number-sign",)),
    ("a note behind a text", {"title": ("Tea  # a note", "Tea")}, ("W009-note-after-one-space",)),
    ("a colon in a text", {"title": ("Q&A", "Q&A")}, ("E013-colon-in-a-text", "E013-colon-in-a-list-entry")),
    ("signs at the start", {}, ("E014-at-sign-first", "E014-backtick-first", "E014-percent-sign-first")),
    (
        "curly quotes",
        {"title": ("The “new” tea", "The “new” tea")},
        ("W016-curly-quotes", "E013-colon-in-curly-quotes"),
    ),
    ("quotes that do not end, or end too early", {}, ("E015-quote-left-open", "E015-apostrophe-in-single-quotes")),
    ("tabs", {}, ("E012-tab",)),
    ("a key given twice", {}, ("E011-key-given-twice", "E011-list-given-twice")),
    ("anchors, aliases, merge keys", {}, ("E007-anchor", "E007-alias", "E007-merge-key")),
    ("tags", {}, ("E008-tag",)),
    ("aliases that grow, files that are large", {}, ("E007-billion-laughs", "E003-ten-megabytes")),
    ("depth", {}, ("E006-nested-too-deep",)),
    ("empty values", {"reason": ("~", "None"), "clock_hours": ("null", "None")}, ("E201-value-left-empty",)),
    ("two documents", {}, ("E005-two-documents",)),
    ("control characters", {}, ("E004-control-character",)),
    ("not UTF-8", {}, ("E002-not-utf-8",)),
    ("bare signs with a meaning in YAML 1.1", {"title": ("=", "="), "clock_hours": ("<<", "<<")}, ()),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_every_trap_is_read_as_intended_or_gets_an_answer(
    row: Row, district: Callable[..., Path], now: dt.datetime
) -> None:
    _, taken, answered = row
    assert taken or answered
    assert [name for name in answered if not (TESTS / "broken" / name / "expected.txt").exists()] == []
    lines = (MINIMAL / "events.yml").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.strip().partition(":")[0] not in taken]
    typed = [f"    {key}: {value}" for key, (value, _) in taken.items()]
    hub, warnings = load(district(events="\n".join([*kept, *typed]) + "\n"), now)
    assert warnings == []
    assert {key: str(getattr(hub.events[0], key)) for key in taken} == {key: meant for key, (_, meant) in taken.items()}


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_fine(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    events = (MINIMAL / "events.yml").read_bytes().replace(b"\n", b"\r\n")
    assert run("check", district(events=b"\xef\xbb\xbf" + events)).out == "no errors, no warnings.\n"
