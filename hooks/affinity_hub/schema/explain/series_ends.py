"""The answers to a number of dates, a length, or a last day under the wrong one of the keys `times` and `until`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from affinity_hub.core.suggest import number
from affinity_hub.values.word_meanings import DAY


def advice_for_end(key: str, typed: str, siblings: Mapping[str | int, Any]) -> str:
    """The advice for a wrong value of `times` or `until`. `siblings` are all keys of the event. Empty for another key,
    and if the general advice for the value is right."""
    is_length = _is_length(typed, str(siblings.get("repeats")))
    if key == "times" and is_length:
        last = "If you know only the last day of the series, write in place of this line:  until: YYYY-MM-DD"
        return f"Write how many dates the series has, in digits only.\n{last}"
    if key == "times" and DAY.fullmatch(typed) and "until" not in siblings:
        return f"If this is the last day of the series, write in place of this line:  until: {typed}"
    if key == "until" and (count := number(typed)):
        if is_length or "times" in siblings:
            return "Write the last day of the series:  YYYY-MM-DD"
        instead = f"If the series has {count} dates, write in place of this line:  times: {count}"
        return f"{instead}\nOtherwise, write the last day of the series:  YYYY-MM-DD"
    return ""


def _is_length(typed: str, repeats: str) -> bool:
    """Whether a text such as `10 months` is a length, and not also the number of dates of a series."""
    unit = re.search(r"\b(day|week|month|year)s?\b", typed.lower())
    once_a_unit = unit and re.match(
        rf"(?:every )?{unit[1].replace('day', 'da[iy]')}(?:ly)?\b(?!.*(?:,| and ))", repeats.lower()
    )
    return bool(unit) and not once_a_unit
