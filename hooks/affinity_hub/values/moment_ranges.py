"""The start and the end in a text that has the dates of both: `October 1-3, 2026`. It is only used for advice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from .typed_moments import MONTH, Meaning, plain_text, readings

_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MONTH_AND_DAY: Final = re.compile(rf"\b(?:{MONTH})\b\.?\s*{_DAY}\b|\b{_DAY}\.?\s*(?:of\s+)?(?:{MONTH})\b\.?")
_TO: Final = r"(?:\s*-\s*|\s+(?:to|through|thru|until|till?)\s+)"
_IN_ONE_MONTH: Final = (
    re.compile(rf"(?P<before>.*\b(?:{MONTH})\b\.?\s*)(?P<first>{_DAY}){_TO}(?P<last>{_DAY})(?P<after>,?\s*\d{{4}})"),
    re.compile(rf"(?P<before>)(?P<first>{_DAY}){_TO}(?P<last>{_DAY})(?P<after>\.?\s*(?:of\s+)?(?:{MONTH})\b.*\d{{4}})"),
)
_BETWEEN: Final = re.compile(r"\s+(?:-|to|through|thru|until|till?)\s+|\s*-\s*(?=[a-z])|(?<=\d{4})-(?=\d{1,2}/)")
# Longer ranges are series or mistakes.
_LONGEST: Final = dt.timedelta(days=31)


def advice_for_range(text: str) -> str:
    """The advice for a start that also has the date of the end: each of them gets its own line. Empty for other texts,
    and if the text has more than two meanings."""
    found = list(dict.fromkeys(_ranges(plain_text(text))))
    if len(found) not in (1, 2):
        return ""
    starts, ends = ("   or:  ".join(dict.fromkeys(values)) for values in zip(*found, strict=True))
    return f"Write:  {starts}\nThe end belongs on its own line:  ends: {ends}"


def _ranges(text: str) -> Iterator[tuple[str, str]]:
    """The values (YAML) of the start and the end, for each reading of the text."""
    for first, last in _halves(text):
        starts, ends = _readings(first), _readings(last)
        # Both dates have one order of month and day: "10/1/2026 - 10/3/2026".
        pairs = zip(starts, ends, strict=True) if len(starts) == len(ends) else product(starts, ends)
        for start, end in pairs:
            is_range = start.date and end.date and dt.timedelta() <= end.date - start.date <= _LONGEST
            begins, finishes = _value(start), _value(end)
            if is_range and len(begins) == len(finishes) and begins < finishes:
                yield begins, finishes.removeprefix(begins[:11])


def _readings(text: str) -> Sequence[Meaning]:
    """The readings of one end that have a date; only one reading if the text already has the form of a value."""
    found = [meaning for meaning in readings(text) if meaning.date and not meaning.end]
    return [meaning for meaning in found if _value(meaning) == text] or found


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The texts of the start and of the end, for each place where the text may be divided. A start without a year gets
    the year of the end, or the year before, as in “December 30 to January 2, 2027.”"""
    for pattern in _IN_ONE_MONTH:
        if found := pattern.fullmatch(text):
            first, last = (f"{found['before']}{found[day]}{found['after']}" for day in ("first", "last"))
            yield first, last
            return
    for between in _BETWEEN.finditer(text):
        first, last = text[: between.start()], text[between.end() :]
        year = _YEAR.search(last)
        if year and not _YEAR.search(first):
            for number in (int(year[0]), int(year[0]) - 1):
                yield _MONTH_AND_DAY.sub(rf"\g<0>, {number}", first, count=1), last
        else:
            yield first, last


def _value(meant: Meaning) -> str:
    """The value (YAML) of one end."""
    return f"{meant.date} {meant.start:%H:%M}" if meant.start else f"{meant.date}"
