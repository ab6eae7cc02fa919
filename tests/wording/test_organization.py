"""The words for an organization, by its kind."""

from __future__ import annotations

from typing import get_args

import pytest
from affinity_hub.schema.settings import OrganizationKind
from affinity_hub.wording import dates, organization
from affinity_hub.wording.organization import BY_KIND, OrganizationWords, voice


@pytest.mark.parametrize(
    "kind, noun, label, year",
    [
        ("school-district", "district", "School year", "the 2026-27 school year"),
        ("university", "university", "Academic year", "the 2026-27 academic year"),
        ("company", "company", "Year", "the year 2026-27"),
        ("other", "organization", "Year", "the year 2026-27"),
    ],
)
def test_each_kind_has_its_words(kind: str, noun: str, label: str, year: str) -> None:
    with voice("en-US", OrganizationWords(kind)):
        words = organization.current()
        assert (words.organization, words.year_label, dates.year("2026-27")) == (noun, label, year)


def test_a_hub_can_choose_its_noun_and_name_its_intranet() -> None:
    assert OrganizationWords("company", own_noun="cooperative").organization == "cooperative"
    assert OrganizationWords(intranet_name="StaffLink").intranet == "StaffLink"
    assert OrganizationWords().intranet == "your intranet"


def test_only_school_districts_have_clock_hours() -> None:
    labels = {kind: OrganizationWords(kind).credit for kind in BY_KIND}
    assert labels.pop("school-district") == "Clock hours or stipend"
    assert set(labels.values()) == {"Credit or stipend"}


def test_every_kind_that_people_can_type_has_words() -> None:
    assert get_args(OrganizationKind) == tuple(BY_KIND)
    assert all(OrganizationWords(kind).organization and OrganizationWords(kind).year("2026-27") for kind in BY_KIND)
