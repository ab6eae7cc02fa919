"""Labels: one for each word that a volunteer can type, and sentences that claim nothing that the data does not say."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from affinity_hub.schema import EventKind, GroupKind, GroupStatus
from affinity_hub.wording import labels

REVIEW = dt.date(2027, 6, 30)


def test_every_kind_and_status_has_a_label() -> None:
    assert set(labels.EVENT_KINDS) == set(get_args(EventKind))
    assert set(labels.GROUP_KINDS) == set(get_args(GroupKind))
    assert set(labels.GROUP_STATUSES) == set(get_args(GroupStatus)) - {"unknown"}, "an unknown status has no label"


def test_only_a_closed_group_has_no_more_dates() -> None:
    for status in ("active", None):
        assert labels.nothing_ahead(status, is_known=True)[1] == "No upcoming dates are announced right now."
        assert "have not been shared with this site" in labels.nothing_ahead(status, is_known=False)[1]
    assert labels.nothing_ahead("closed", is_known=False)[1] == "The group has ended and has no more dates."


@pytest.mark.parametrize(
    "statement, by, review, expected",
    [
        ("All may come.", "the board", REVIEW, "Approved by the board. Review due by June 30, 2027."),
        ("All may come.", "the board", None, "Approved by the board."),
        ("All may come.", None, REVIEW, "Review due by June 30, 2027."),
        ("All may come.", None, None, ""),
        (None, "the board", REVIEW, ""),
    ],
)
def test_an_approval_names_the_known_facts(
    statement: str | None, by: str | None, review: dt.date | None, expected: str
) -> None:
    assert labels.approval(statement, by, review) == expected
