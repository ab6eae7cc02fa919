"""The quick prefilters that run before slow expressions never hide a private detail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from affinity_hub.privacy import homes, links, mailboxes, meetings, telephones
from affinity_hub.privacy.normalize import DIGIT, read
from affinity_hub.privacy.prefilter import is_suspect
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples


def expression(lazy: Any) -> re.Pattern[str]:
    """The compiled expression of a lazy expression."""
    return re.compile(lazy.pattern, lazy.flags)


def may_have_passcode(text: str) -> bool:
    return bool(DIGIT.search(text) or meetings._NEAR_PASSCODE.search(text.lower()))


def is_near(prefilter: Any, *, lower: bool = False) -> Any:
    return lambda text: bool(prefilter.search(text.lower() if lower else text))


# Each slow expression with its prefilter, which must accept every text in which the expression finds something.
PREFILTERS = {
    "rooms": (meetings._ROOMS, is_near(meetings._NEAR_ADDRESS)),
    "shorteners": (meetings._SHORT, is_near(meetings._NEAR_ADDRESS)),
    "accounts": (meetings._SKYPE, is_near(meetings._NEAR_ACCOUNT, lower=True)),
    "codes": (meetings._CODES, is_near(meetings._NEAR_CODE, lower=True)),
    "passcodes": (meetings._CODES, may_have_passcode),
    "forms": (links._FORM, is_near(links._NEAR_LINK)),
    "files": (links._FILE, is_near(links._NEAR_LINK)),
    "groups": (links._GROUP, is_near(links._NEAR_LINK)),
    "providers": (mailboxes._PROVIDER_ALONE, is_near(mailboxes._NEAR_PROVIDER, lower=True)),
    "people": (mailboxes._PERSON_AT, is_near(mailboxes._NEAR_PROVIDER, lower=True)),
    "personal numbers": (telephones._PERSONAL_NUMBER, is_near(DIGIT)),
}


@pytest.mark.parametrize("name", PREFILTERS)
@given(data=st.data())
@settings(
    derandomize=True,
    deadline=None,
    max_examples=examples(30),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
def test_a_prefilter_accepts_every_text_in_which_the_expression_finds_something(name: str, data: st.DataObject) -> None:
    slow, passes = PREFILTERS[name]
    text = data.draw(st.from_regex(expression(slow)))
    assert passes(text), text


# Each word for a home, and each part of a home.
NOUNS = [
    "house", "houses", "home", "homes", "apartment", "apartments", "flat", "condo", "townhouse", "townhome", "duplex",
    "residence", "place", "backyard", "garage", "living room", "porch", "yard", "basement", "barn", "cabin", "cottage",
    "driveway", "lawn", "trailer", "attic", "carport", "shed", "patio", "deck", "den", "pool", "bedroom", "sunroom",
    "dining room", "family room", "guest room", "kitchen", "apt",
]  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS)
def test_every_home_with_an_address_gets_a_closer_look(noun: str) -> None:
    text = f"We meet at Ada's {noun}, 12 Oak Street"
    assert homes.is_home(read(text))
    assert is_suspect(text)
