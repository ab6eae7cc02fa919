"""The meaning of a date or time in a form that the data files do not accept. It is only used for advice.

The whole text must be understood. A leftover word may change the meaning, so the program then offers nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS
from affinity_hub.core.suggest import wrong_ordinal
from affinity_hub.core.weekday_names import WEEKDAY, weekday_number

MONTH: Final = "|".join(f"{name[:3].lower()}(?:{name[3:].lower()})?" for name in MONTHS[1:]) + "|sept"
_WEEKDAY: Final = re.compile(rf"\b({WEEKDAY}),?")
_YEAR_FIRST: Final = re.compile(r"(?<![\d:])(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?![\d:])")
_TWO_DIGITS_FIRST: Final = re.compile(r"(?<![\d:])(\d{2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?![\d:])")
_YEAR_LAST: Final = re.compile(r"(?<![\d:])(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?![\d:])")
_NAMED: Final = (
    re.compile(
        rf"\b(?P<month>{MONTH})\b\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s*(?P<year>\d{{4}})\b(?!:))?"
    ),
    re.compile(
        rf"(?<![\d:])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?[-/]?(?P<month>{MONTH})\b\.?"
        r"(?:[-/,]?\s*(?P<year>\d{4})\b(?!:))?"
    ),
)
_TIME: Final = re.compile(
    r"(?<![\d:.])(?:(?P<word>noon|midday|midnight)\b"
    r"|(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2})(?::00)?)?(?![\d:])\s*(?:o'clock\s*)?(?P<half>[ap])?(?(half)\.?\s?m\b\.?)"
    r"|(?P<plain>[01]\d[0-5]\d|2[0-3][0-5]\d)(?!\d))(?:\s*(?:hours|hrs|h|uhr|sharp)\b)?"
)
_BETWEEN: Final = re.compile(r"(?:-|\bto\b|\btill?\b|\buntil\b|\bthrough\b|\band\b)")
_FILLERS: Final = re.compile(
    r"\b(?:all day|at|on|from|between|the|t|starts?|starting|begins?|ends?|ending|by|@)\b|[@,;()]"
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2019": "'"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of the text: the parts that it names. `month_day` is a date whose year was not typed."""

    date: dt.date | None = None
    month_day: tuple[int, int] | None = None
    start: dt.time | None = None
    end: dt.time | None = None


def readings(text: str, today: dt.date | None = None) -> tuple[Meaning, ...]:
    """All readings of the text, the likeliest first; none if a part of the text is not understood.

    `4 PM` has one reading, `4` has two (am and pm), and `3/4/2027` has two (month or day first). With `today`, a
    two-digit year is a year near today, or the text has no reading.
    """
    rest = plain_text(text)
    if len(rest) > 80:
        return ()
    rest = re.sub(r"\b12(?::00)?\s*(noon|midnight)\b", r"\1", rest)
    weekdays = {weekday_number(found[1]) for found in _WEEKDAY.finditer(rest)}
    rest = _WEEKDAY.sub(" ", rest)
    days, rest = _dates(rest, today)
    times, rest = _times(rest)
    if re.search(r"[^\s.]", _FILLERS.sub(" ", rest)) or days is None or times is None:
        return ()
    made = [
        Meaning(day if isinstance(day, dt.date) else None, day if isinstance(day, tuple) else None, *time)
        for day, time in product(days, times)
    ]
    fitting = [
        meaning
        for meaning in made
        # Without a year, the weekday fits in some years.
        if not weekdays or meaning.month_day or (meaning.date and {meaning.date.weekday()} == weekdays)
    ]
    return tuple(dict.fromkeys(fitting)) if fitting != [Meaning()] else ()


def plain_text(text: str) -> str:
    """The text in lowercase, with plain characters and a single kind of dash."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).lower()


def wrong_weekday(text: str) -> str:
    """A sentence about a weekday that does not fit the date beside it; empty if the two fit, or are not understood."""
    plain = text.translate(_DASHES).lower()
    named = [weekday_number(found[1]) for found in _WEEKDAY.finditer(plain)]
    if re.search(rf"\d(?:st|nd|rd|th)\s+{_WEEKDAY.pattern}", plain):
        return ""  # in "3rd Thursday of January", the number counts weeks
    without = readings(_WEEKDAY.sub(" ", plain))
    days = {meaning.date for meaning in without if meaning.date}
    if len(named) != 1 or len(days) != 1 or readings(text):
        return ""
    (day,) = days
    return f"{day} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[named[0]]}."


_BEFORE, _AFTER = 5, 10
"""How far a two-digit year may be from the current year, in years."""


def _dates(text: str, today: dt.date | None) -> tuple[Sequence[dt.date | tuple[int, int] | None] | None, str]:
    """The readings of the one date in the text, and the text without it. `[None]` if the text has no date."""
    found: list[dt.date | tuple[int, int] | None] = []
    if match := _YEAR_FIRST.search(text):
        year, month, day = (int(part) for part in match.groups())
        found = [_day(year, month, day)]
    elif (match := _YEAR_LAST.search(text)) and len(match[3]) == 4:
        first, second, year = (int(part) for part in match.groups())
        found = [_day(year, first, second), _day(year, second, first)]
    elif match := match or _TWO_DIGITS_FIRST.search(text):
        found = list(_in_short(match, today))
    else:
        match = next((match for pattern in _NAMED if (match := pattern.search(text))), None)
        if not match:
            return [None], text
        number = next(index for index, name in enumerate(MONTHS) if index and match["month"][:3] == name[:3].lower())
        found = [_day(int(match["year"] or 2028), number, int(match["day"]))]
        if wrong_ordinal(match[0]):
            return None, text
        if found[0] and not match["year"]:
            found = [(number, int(match["day"]))]
    kept = [day for day in dict.fromkeys(found) if day]
    return kept or None, f"{text[: match.start()]} {text[match.end() :]}"


def _in_short(match: re.Match[str], today: dt.date | None) -> Iterator[dt.date | None]:
    """The dates near today that three short numbers may mean. The year may be the last number or the first."""
    first, second, third = (int(part) for part in match.groups())
    orders = [(third, first, second), (third, second, first)] if len(match[3]) == 2 else []
    orders += [(first, second, third)] if len(match[1]) == 2 else []
    for year, month, day in orders:
        if today is None or today.year - _BEFORE <= 2000 + year <= today.year + _AFTER:
            yield _day(2000 + year, month, day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not (1971 <= year <= 2199 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return dt.date(year, month, day)


def _times(text: str) -> tuple[Sequence[tuple[dt.time | None, dt.time | None]] | None, str]:
    """The readings of the time, or of the start and end, in the text, and the text without them."""
    found = list(_TIME.finditer(text))
    if not found:
        return [(None, None)], text
    rest = f"{text[: found[0].start()]} {text[found[-1].end() :]}"
    starts = _clock(found[0])
    if len(found) == 1:
        return ([(time, None) for time in starts] or None), rest
    if len(found) > 2 or not _BETWEEN.fullmatch(text[found[0].end() : found[1].start()].strip()):
        return None, rest
    ends = _clock(found[1])
    pairs = [(start, end) for start, end in product(starts, ends) if start < end]
    if len(starts) > 1:
        # "4:00-5:30 PM" says pm for both, and "11-1 PM" begins in the morning: the shorter of the two is meant.
        pairs = [min((pair for pair in pairs if pair[1] == end), key=_length) for end in {p[1]: 0 for p in pairs}]
    elif len(ends) > 1:
        pairs = [min(pairs, key=_length)] if pairs else []
    return pairs or None, rest


def _length(pair: tuple[dt.time, dt.time]) -> int:
    return (pair[1].hour - pair[0].hour) * 60 + pair[1].minute - pair[0].minute


def _clock(found: re.Match[str]) -> list[dt.time]:
    """The times that a typed time may mean: both halves of the day if neither was typed."""
    if word := found["word"]:
        return [dt.time(0 if word == "midnight" else 12)]
    if plain := found["plain"]:
        # 2027 alone may be a year.
        if plain[:2] in ("19", "20") and found[0].strip() == plain and found.string.strip() == plain:
            return []
        return [dt.time(int(plain[:2]), int(plain[2:]))]
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    half = "" if half == "p" and hour > 12 else half
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return []
    if half:
        return [dt.time(hour % 12 + (12 if half == "p" else 0), minute)]
    if hour > 12 or hour == 0 or (found["hour"].startswith("0") and found["minute"]):
        return [dt.time(hour, minute)]
    return [dt.time(hour % 12 + 12, minute), dt.time(hour % 12, minute)]
