"""The names of weekdays as people type them, in English, Spanish, Vietnamese, Russian, Ukrainian, and Somali."""

from __future__ import annotations

import re
from typing import Final

ENGLISH_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_STEMS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# From Monday on. “thứ 2” needs its marks, because “thu 2” may be Thursday and a number.
_OTHERS: Final = (
    r"lun(?:es)?|th[ứu] hai|thứ 2|понедельник|понеділок|isniin",
    r"martes|th[ứu] ba|thứ 3|вторник|вівторок|talaado",
    r"mi[ée]rcoles|mié|th[ứu] t[ưu]|thứ 4|сред\w|серед\w|arbac[ao]",
    r"jue(?:ves)?|th[ứu] n[ăa]m|thứ 5|четверг|четвер|khamiis",
    r"vie(?:rnes)?|th[ứu] s[áa]u|thứ 6|п['\u2019\u02bc]?ятниц\w|jimc[eo]",
    r"s[áa]b(?:ado)?|th[ứu] b[ảẩa]y|thứ 7|суббот\w|субот\w|sabti",
    r"dom(?:ingo)?|ch[ủu] nh[ậa]t|воскресенье|неділ\w|axad",
)
WEEKDAY_IN_ANOTHER_LANGUAGE: Final = rf"(?:{'|'.join(_OTHERS)})"
_BEFORE: Final = r"(?:el|во?|у|vào)\s+"  # noqa: RUF001
WEEKDAY: Final = rf"(?:(?:{_BEFORE})?{WEEKDAY_IN_ANOTHER_LANGUAGE}|{ENGLISH_WEEKDAY})\b\.?"
"""The pattern of a weekday (lowercase, in NFC), with a word such as `el` that belongs to it."""


def weekday_number(typed: str) -> int:
    """The number of a weekday that `WEEKDAY` matches, from 0 for Monday; -1 for other text."""
    name = re.sub(rf"^{_BEFORE}", "", typed.lower().strip(" ."))
    found = (index for index, others in enumerate(_OTHERS) if re.fullmatch(others, name))
    return next(found, -1) if name[:3] not in _STEMS or re.search(r"\s", name) else _STEMS.index(name[:3])
