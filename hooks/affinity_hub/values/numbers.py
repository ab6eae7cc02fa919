"""Numbers, counts of people, and yes or no."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from affinity_hub.core import suggest
from affinity_hub.core.text import WITHHELD, shorten

from .text import UNKNOWN, ValueType, value_error, word_of
from .word_meanings import YES

# Words that people type for yes and no, in English and Spanish, and words in files of other programs.
_YES: Final = YES | {"yep", "yeah", "yup", "sure", "t", "1", "ok", "si", "sí"}
_NO: Final = frozenset(("n", "no", "nope", "nah", "off", "false", "f", "0", "none", "never"))


def _yes_no(value: Any) -> bool:
    text = word_of(value).lower()
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    plain = text.strip(".!, ")
    instead = "yes" if plain in _YES else "no" if plain in _NO else ""
    message = f'"{shorten(word_of(value))}" is neither yes nor no.'
    raise value_error("E106", message, "" if instead else "Write:  yes   or:  no", instead=instead)


def _number(value: Any) -> int:
    text = word_of(value)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII):
        instead = suggest.number(text)
        hint = "" if instead else "Write a whole number from 1 to 999999, in digits only."
        raise value_error("E107", f'"{shorten(text)}" is not a whole number above zero.', hint, instead=instead)
    return int(text)


def _days(value: Any) -> int:
    text = word_of(value)
    if re.search(r"\b(?:weeks?|months?|years?)\b", text.lower()):
        weeks = suggest.number(text) if "week" in text.lower() else ""
        hint = "" if weeks else "Write the number of days, in digits only."
        message = f'"{shorten(text)}" is not a number of days.'
        raise value_error("E107", message, hint, instead=str(7 * int(weeks)) if weeks else "")
    return _number(text)


def _count(value: Any) -> int | None:
    """A count of people, or None for `withheld`. `checks.measures` decides whether it is large enough."""
    text = word_of(value)
    if text.lower() == WITHHELD:
        return None
    if not re.fullmatch(r"0|[1-9][0-9]{0,6}", text, re.ASCII):
        digits = re.fullmatch(
            r"[1-9]\d{0,2}(?:[, ]\d{3})+|[1-9]\d{1,6}(?= (?:people|persons|staff|employees)$).*", text
        )
        instead = re.sub(r"\D", "", digits[0]) if digits else ""
        hint = f"If the number must not be shown, write:  {WITHHELD}"
        hint = hint if instead else f"Write the number of people, in digits only.\n{hint}"
        raise value_error("E108", f'"{shorten(text)}" is not a count of people.', hint, instead=instead)
    return int(text)


YesNo = Annotated[bool, ValueType(_yes_no, type="boolean")]
YesNoUnknown = Annotated[
    bool | None,
    ValueType(
        lambda v: None if word_of(v).lower() == UNKNOWN else _yes_no(v),
        takes="yes, no, or unknown",
        anyOf=[{"type": "boolean"}, {"const": UNKNOWN}],
    ),
]
Number = Annotated[int, ValueType(_number, type="integer", minimum=1)]
Days = Annotated[int, ValueType(_days, type="integer", minimum=1)]
Count = Annotated[int | None, ValueType(_count, anyOf=[{"type": "integer", "minimum": 10}, {"const": WITHHELD}])]
