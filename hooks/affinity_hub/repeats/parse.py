"""Turns a typed `repeats` text into a rule.

This module reads the few wordings of the language. `advice` says what to write in place of any other text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS, Moment
from affinity_hub.core.suggest import NO_END
from affinity_hub.core.text import shorten

from .rule import NTH, UNITS, Frequency, Rule, ScheduleError

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, **{word: nth for nth, word in NTH.items()}}
_ADVERBS: Final = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}
_REPEATS = re.compile(
    r"(?:every (?:(?P<other>other )|(?P<number>\d+) )?(?P<unit>day|week|month|year)s?"
    r"|(?P<adverb>daily|weekly|monthly|yearly|annually))"
    r"(?: on (?P<on>.+))?",
    re.ASCII,
)

_NO_END_LAST = re.compile(
    rf"(?P<rule>.*?[^\s,;:(\u2013\u2014-])(?:[\s,;:(\u2013\u2014-]|\b(?:and|it|continues|goes on|runs)\s)+(?:{NO_END})",
    re.IGNORECASE,
)
_NO_END_FIRST = re.compile(rf"(?:{NO_END})\s*[,;:\u2013\u2014-]\s*(?P<rule>.+)", re.IGNORECASE)


@lru_cache(maxsize=1_000)  # a hub has the same few rules many times
def read_wording(plain: str) -> Rule | str:
    """The rule in one of the few wordings of the language, in lowercase letters. Or the reason why text that begins
    like a rule is not a rule; empty for any other text.
    """
    found = _REPEATS.fullmatch(plain)
    if not found:
        return ""
    interval = 2 if found["other"] else int(found["number"] or 1)
    if not 1 <= interval <= 99:
        return f"The number in a rule must be from 1 to 99, not {shorten(str(interval))}."
    unit = found["unit"] or _ADVERBS[found["adverb"]]
    rule = _on(UNITS[unit], interval, found["on"]) if found["on"] else Rule(UNITS[unit], interval)
    return rule or f'"on {shorten(found["on"])}" does not fit "{plain.split(" on ")[0]}".'


def _on(frequency: Frequency, interval: int, text: str) -> Rule | None:
    """The rule with the words after `on`, or None if they do not fit."""
    if frequency == "WEEKLY":
        days = [_weekday(word) for word in _each(text)]
        known = sorted({day for day in days if day is not None})
        return Rule(frequency, interval, tuple(known)) if len(known) == len(days) else None
    if frequency not in ("MONTHLY", "YEARLY"):
        return None
    month = 0
    if frequency == "YEARLY":
        text, _, name = text.partition(" of ")
        month = [m.lower() for m in MONTHS].index(name) if name.capitalize() in MONTHS[1:] else 0
        if not month:
            return None
    if day := re.fullmatch(r"(?:the )?day (\d{1,2})", text, re.ASCII):
        return Rule(frequency, interval, month_day=int(day[1]), month=month) if 1 <= int(day[1]) <= 31 else None
    if re.fullmatch(r"the last day", text):
        return Rule(frequency, interval, month_day=-1, month=month)
    ordinals, _, name = text.rpartition(" ")
    weekday = _weekday(name)
    given = [_ORDINALS.get(word.removeprefix("the "), 0) for word in _each(ordinals)]
    nths = tuple(nth for nth in NTH if nth in given)
    if weekday is None or len(nths) != len(given) or {4, -1} <= set(nths):
        return None
    return Rule(frequency, interval, (weekday,), nths, month=month)


def _each(text: str) -> list[str]:
    return re.split(r",? and |, ", text)


def _weekday(word: str) -> int | None:
    names = [day.lower() for day in WEEKDAYS]
    word = word.removesuffix("s") if word not in names else word
    return names.index(word) if word in names else None


def parse(text: str, starts: Moment | None = None) -> Rule:
    """The rule that a `repeats` text means.

    `starts` is the first start of the event (local), which advice may name. Raises `ScheduleError` with the advice.
    """
    found = read_wording(" ".join(text.lower().split()).rstrip("."))
    if isinstance(found, Rule):
        return found
    from .advice import advice  # imported here: loading it takes time, and nearly every text is a rule

    rule = _without_no_end(text)
    hint, instead = advice(rule, starts)
    if rule != text:
        hint = f"{hint}\nWithout `until`, the series has no end.".strip()
    message = f'The program does not understand "{shorten(text)}" as a way to repeat.'
    if found:
        message = re.sub(r'(?<=")on .*?(?=")', lambda part: _as_typed(part[0], text), found, count=1)
    raise ScheduleError("repeats", "E301", message, hint, instead=instead)


def _without_no_end(text: str) -> str:
    """The text without words that say that the series has no end, such as `forever`."""
    plain = text.strip().rstrip(".!)")
    found = _NO_END_LAST.fullmatch(plain) or _NO_END_FIRST.fullmatch(plain)
    return found["rule"] if found else text


def _as_typed(part: str, text: str) -> str:
    """A part of a folded text with its original capitals."""
    plain = " ".join(text.split())
    start = plain.lower().find(part)
    return plain[start : start + len(part)] if start >= 0 else part
