"""What to type instead, made from what was typed: words, quotes, dates, times. It is offered and never taken."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from .schedule import MONTHS

_LISTED: Final = 30
_NUMBERS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_MONTH_NAME = re.compile(rf"\b({'|'.join(month[:3] for month in MONTHS[1:])})[a-z]*\b", re.IGNORECASE)


def nearest(word: str, known: Sequence[str], *, otherwise: str = "") -> str:
    """The known word that is nearest to one that is not known, or all of them behind what to do `otherwise`."""
    close = difflib.get_close_matches(word.lower(), known, 1, 0.6 if len(word) > 3 else 0.75)
    if close or (len(known) == 1 and not otherwise):
        return f"Did you mean  {(close or known)[0]}  ?"
    more = ", …" if len(known) > _LISTED else ""
    return f"{otherwise or 'Write one of'}:  {', '.join(known[:_LISTED])}{more}"


def quoted(text: str) -> str:
    """A text in quotes that YAML reads back as it is: double ones, or single ones where it holds double ones."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def number(text: str) -> str:
    """The whole number that may be meant."""
    digits = re.match(r"0*([1-9]\d{0,5})(?![\dA-Za-z])", re.sub("[_, ]", "", text))
    return digits[1] if digits else str(_NUMBERS.index(text.lower()) + 1) if text.lower() in _NUMBERS else "10"


def date_in_words(text: str) -> str:
    """What to write for a date with the name of a month, where there is one; an example otherwise."""
    month, days = _MONTH_NAME.search(text), re.findall(r"(?<!\d)(\d{1,2})(?!\d)", text)
    if not month or len(days) != 1 or not 1 <= int(days[0]) <= 31:
        return "Write year, month and day:  2026-09-10"
    number = next(index for index, name in enumerate(MONTHS) if name.lower().startswith(month[1].lower()) and index)
    year = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    written = f"{year[0] if year else 2026}-{number:02}-{int(days[0]):02}"
    return f"Write:  {written}" if year else f"Write the year too, and first:  {written}"


def time_of_day(text: str) -> str:
    """What to write for a time that is none: from its hour and minute, or from its word; an example otherwise."""
    if text.lower() in ("noon", "midday"):
        return "Write:  12:00"
    if text.lower() == "midnight":
        return "Write 00:00, with the date of the day that begins then."
    found = re.match(r"(\d{1,2})(?:\D+(\d{1,2}))?", text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    hour, minute = (hour + 1, 0) if minute > 59 else (hour, minute)
    if hour > 23:
        return "Write hours and minutes:  16:00   or:  4:00 pm"
    if hour > 12 or hour == 0:
        return f"Write:  {hour:02}:{minute:02}"
    return f"Write:  {hour}:{minute:02} pm   or:  {hour}:{minute:02} am"


def moment(value: dt.date | dt.datetime) -> str:
    """A date, or a date and time, as it is typed."""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else f"{value:%Y-%m-%d}"


def on(day: dt.date, start: dt.date | dt.datetime) -> str:
    """The time of a start on another day, as it is typed."""
    return moment(dt.datetime.combine(day, start.time()) if isinstance(start, dt.datetime) else day)


def not_before(day: dt.date, first: dt.date) -> dt.date:
    """The same day in the first year in which it is not before another: mostly the year was forgotten."""
    plain = day.replace(year=first.year, day=min(day.day, 28))
    return plain if plain >= first else plain.replace(year=first.year + 1)


def latest_end(start: dt.date | dt.datetime, gap: dt.timedelta) -> str:
    """The latest end with which a date is over before the next one starts, `gap` later."""
    spare = dt.timedelta(minutes=1) if isinstance(start, dt.datetime) else dt.timedelta(days=2)
    return moment(start + max(gap - spare, dt.timedelta()))


def school_year(text: str) -> str:
    """The school year that begins in the year a text begins with."""
    first = int(found[0]) if (found := re.match(r"\d{4}", text)) else 2026
    return f"{first}-{(first + 1) % 100:02}"


def identifier(text: str) -> str:
    """The id that may be made of a name; empty where no letter of it can be in one."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def school_ends(day: dt.date) -> dt.date:
    """A day near the end of the school year that a day is in."""
    return dt.date(day.year + (day.month > 5), 6, 10)
