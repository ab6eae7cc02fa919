"""The answer to words in place of a skipped date, such as the name of a break."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from affinity_hub.core.text import latin
from affinity_hub.values.word_meanings import DAY, MAX_READ

from .dates_in_words import advice_for_day

_RANGE: Final = re.compile(
    rf"(?:from |del |desde (?:el )?)?({DAY.pattern})"
    rf"\s*(?:to|through|thru|until|till|al|hasta(?: el)?|[-\u2013\u2014])\s*({DAY.pattern})",
    re.IGNORECASE,
)
# Words in the names of several breaks, or that people add to the name of a break.
_COMMON: Final = frozenset(
    ("break", "day", "days", "week", "weeks", "holiday", "holidays", "recess", "vacation", "school", "observed")
) | {"the", "of", "and", "jr", "no"}
_SINGLE: Final = "write an entry for each date of the series:  - {date: YYYY-MM-DD}"


def skip_advice(typed: str, event: Mapping[str, Any], breaks: Sequence[tuple[str, str, str]]) -> str:
    """The advice for words in place of a date of an event; empty if the words name no break and no range.

    `breaks` are the names, first days, and last days in calendar.yml, as typed.
    """
    if len(typed) > MAX_READ:
        return ""
    words = _words(typed)
    named = [school_break for school_break in breaks if (name := _words(school_break[0]) - _COMMON) and name <= words]
    first, last = (str(event.get(key) or "")[:10] for key in ("starts", "until"))
    found = [
        school_break
        for school_break in named
        if school_break[2] >= first and not (DAY.fullmatch(last) and school_break[1] > last)
    ] or named
    days = _RANGE.fullmatch(typed)
    if not found:
        return (
            f"An entry leaves out one date. From {days[1]} to {days[2]}, {_SINGLE}" if days else advice_for_day(typed)
        )
    when = ", ".join(begin if begin == end else f"{begin} to {end}" for _, begin, end in found)
    known_break = f"calendar.yml has “{found[0][0]}”: {when}."
    if event.get("no_school") == "skip":
        return (
            f"{known_break}\nThe series leaves these days out already, because of `no_school: skip`. Delete this entry."
        )
    every = "To leave out all days in calendar.yml, delete this entry and write:  no_school: skip"
    return f"{known_break}\n{every}\nTo leave out only these days, {_SINGLE}"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", latin(text).lower()))
