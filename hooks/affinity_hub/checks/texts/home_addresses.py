"""What to type instead of a person's home as a place."""

from __future__ import annotations

from typing import Final

from affinity_hub.privacy.homes import may_be_a_business
from affinity_hub.privacy.normalize import NormalizedText
from affinity_hub.schema.event import PRIVATE_PLACE

_BUSINESS: Final = (
    "If this is a business, write its name and its kind in this way:  Ada's Kitchen (restaurant)\n"
    "The check knows kinds that end with a word such as restaurant, café, bakery, bar, store, truck, or center.\n"
)


def home_address(reading: NormalizedText) -> tuple[str, str]:
    """The message and the hint for a text that gives a home address."""
    private = f"elete the address, and write in the event:  place: {PRIVATE_PLACE}"
    if may_be_a_business(reading):
        return (
            "This may be a person's home address, which must not be published.",
            f"If this is a home, d{private}\n{_BUSINESS}".rstrip(),
        )
    return "This gives a person's home address, which must not be published.", f"D{private}"


def possible_home(reading: NormalizedText) -> tuple[str, str]:
    """The message and the hint for a place that may be a home."""
    business = _BUSINESS if may_be_a_business(reading) else ""
    hint = f"If this is a home, write:  place: {PRIVATE_PLACE}\n{business}"
    message = "This place may be a person's home, and the site shows it to everyone."
    return message, f"{hint}Otherwise, keep the place as it is."
