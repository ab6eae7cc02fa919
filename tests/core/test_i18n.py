"""Numbers as each country writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from affinity_hub.core import i18n
from affinity_hub.core.calendar_days import typed_span

AT = dt.datetime.fromisoformat("2026-12-03T16:00")


@pytest.mark.parametrize("tag, expected", [("en-US", "12,500"), ("en-IN", "12,500"), ("en-ZA", "12\u00a0500")])
def test_a_number_has_its_digits_grouped_as_in_its_locale(tag: str, expected: str) -> None:
    with i18n.override(tag):
        assert i18n.decimal(12_500) == expected
        assert i18n.ngettext("%(number)s group", "%(number)s groups", 12_500) == f"{expected} groups"


def test_small_numbers_and_shares_have_the_form_of_their_locale() -> None:
    assert (i18n.decimal(0), i18n.decimal(999), i18n.percent(82)) == ("0", "999", "82%")


@pytest.mark.parametrize(
    "start, end, expected",
    [
        (AT, AT.replace(hour=17, minute=30), "Thursday 2026-12-03, 16:00–17:30"),
        (AT, AT.replace(day=4, hour=1), "Thursday 2026-12-03, 16:00 to Friday 2026-12-04, 01:00"),
        (AT.date(), AT.date(), "Thursday 2026-12-03"),
        (AT.date(), dt.date(2026, 12, 4), "Thursday 2026-12-03 through Friday 2026-12-04"),
    ],
)
def test_messages_name_times_as_they_are_typed(start: dt.date, end: dt.date, expected: str) -> None:
    assert typed_span(start, end) == expected
