"""The answer to words in place of a skipped date, such as the name of a break."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from affinity_hub.core.text import latin
from affinity_hub.core.yaml_text import scalar

from .certain_words import DAY, MAX_READ, is_only_reason, may_be_opposite, names_other_dates, takes_place_differently
from .dates_in_words import entry_on

_RANGE: Final = re.compile(
    rf"(?:from )?({DAY.pattern})\s*(?:to|through|thru|until|till|[-\u2013\u2014])\s*({DAY.pattern})",
    re.IGNORECASE,
)
# Words in the names of several breaks, or that people add to the name of a break.
_COMMON: Final = frozenset(
    ("break", "day", "days", "week", "weeks", "holiday", "holidays", "recess", "vacation", "school", "observed")
) | {"the", "of", "and", "jr", "no"}
# Keys of a changed date, for which words may stand.
_CHANGES: Final = ("date", "starts", "ends", "cancelled", "place", "online", "reason")
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


def advice_for_day(typed: str) -> str:
    """The advice for a date with words that may not leave it out; empty if there is not one date."""
    days = DAY.findall(typed)
    if len(days) != 1:
        return ""
    day = days[0]
    words = DAY.sub(" ", typed).strip(" \n:,")
    entry = f"{{date: {day}, reason: {scalar(words) if is_only_reason(words) else '…'}}}"
    lines = [f"An entry of `skip` leaves out one date. If only {day} is left out, write:  {entry}"]
    if names_other_dates(words):
        lines = ["An entry of `skip` leaves out one date. Write one for each date to leave out:  - {date: YYYY-MM-DD}"]
    if may_be_opposite(words):
        lines.append(f"If the series meets on {day} as usual, delete the entry.")
    elif takes_place_differently(words):
        change = entry_on(day, words, _CHANGES)
        lines.append(f"If {day} takes place, but differently, delete the entry, and write under `changes`:  - {change}")
    if names_other_dates(words):
        lines.append("If the series ends, delete the entry, and write its last date after `until`.")
        later = "{date: YYYY-MM-DD, cancelled: yes, and_later: yes}"
        lines.append(f"To cancel a date and all later ones, delete the entry, and write under `changes`:  - {later}")
    return "\n".join(lines)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", latin(text).lower()))
