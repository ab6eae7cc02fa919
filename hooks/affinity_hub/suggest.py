"""What somebody may have meant who wrote a recurrence in words of their own: the rules nearest to it, likeliest first.

Words are looked at one by one, wherever they stand, so `1st & 3rd thursday monthly` leads to the same rule as
`Thursdays, first and third of each month`. Nothing is accepted this way; it is only offered.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import Final

from .schedule import MONTHS, NTH, UNITS, WEEKDAYS, Rule

ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "last": -1,
    "final": -1,
}
_NUMBERS: Final = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DAYS: Final = {
    **{word: index for index, day in enumerate(WEEKDAYS) for word in (day.lower(), day.lower() + "s", day[:3].lower())},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_MONTHS: Final = {
    **{word: number for number, name in enumerate(MONTHS) if number for word in (name.lower(), name[:3].lower())},
    "sept": 9,
}
_RHYTHMS: Final = {
    "daily": ("day", 1),
    "everyday": ("day", 1),
    "weekly": ("week", 1),
    "biweekly": ("week", 2),
    "fortnight": ("week", 2),
    "fortnights": ("week", 2),
    "fortnightly": ("week", 2),
    "monthly": ("month", 1),
    "bimonthly": ("month", 2),
    "quarter": ("month", 3),
    "quarterly": ("month", 3),
    "yearly": ("year", 1),
    "annual": ("year", 1),
    "annually": ("year", 1),
    **{word: (unit, 1) for unit in UNITS for word in (unit, unit + "s")},
}
_SETS: Final = {"weekday": range(5), "weekdays": range(5), "weekend": range(5, 7), "weekends": range(5, 7)}
_FILLERS: Final = frozenset(("a", "an", "the", "of", "on", "in", "at", "and", "per", "once", "repeat", "repeats"))


def nearest(text: str) -> list[Rule]:
    """The rules that may have been meant; none where too little is understood."""
    seen = _read(_words(text))
    if seen.days and seen.ordinals and not (seen.in_weeks and len(seen.ordinals) == 1):
        return _nth(seen)
    if seen.days:
        return [_nth_of(seen, (1, 3))] if seen.twice else _on_weekdays(seen)
    if seen.day or seen.ordinals:
        return _on_day(seen)
    if seen.unit and not seen.unknown and 1 <= seen.interval <= 99:
        return [Rule(UNITS[seen.unit], seen.interval)]
    return []


@dataclass
class _Seen:
    """What the words of a text say, each for itself."""

    unit: str = ""
    interval: int = 1
    days: list[int] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    month: int = 0
    day: int = 0
    every: bool = False
    twice: bool = False
    in_weeks: bool = False
    unknown: bool = False


def _words(text: str) -> list[str]:
    plain = re.sub(r"\bmon(?:day)?s?\s*(?:-|–|to|through)\s*fri(?:day)?s?\b", "weekdays", text.lower())
    plain = re.sub(r"\b(bi|semi)-", r"\1", re.sub(r"[&+/]", " and ", plain))
    return re.findall(r"[^\W_]+", plain)


def _read(words: list[str]) -> _Seen:
    seen = _Seen()
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in _RHYTHMS:
            unit, interval = _RHYTHMS[word]
            # "monthly on the last day", "the last day of every month", "day 15": no rhythm of days.
            if unit != "day" or not (seen.unit or seen.ordinals or following in _MONTHS or following.isdigit()):
                seen.unit = unit if not seen.unit or unit != "day" else seen.unit
                seen.interval = max(seen.interval, interval)
        elif not _number(seen, word, following, words[index - 1] if index else "") and not _name(seen, word):
            seen.unknown |= word not in _FILLERS
    return seen


def _number(seen: _Seen, word: str, following: str, before: str) -> bool:
    """Takes up a number or an ordinal."""
    digits = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", word, re.ASCII)
    ordinal = ORDINALS.get(word, int(digits[1]) if digits and digits[2] else 0)
    number = int(digits[1]) if digits and not digits[2] else _NUMBERS.index(word) if word in _NUMBERS[1:] else 0
    rhythm = _RHYTHMS.get(following, ("", 0))[0]
    if word in ("other", "alternate", "alternating"):
        seen.interval, seen.in_weeks = 2, True
    elif (number or ordinal > 0) and rhythm and before not in ("the", "on"):
        seen.interval, seen.in_weeks = number or ordinal, rhythm == "week"
    elif ordinal:
        seen.ordinals.append(ordinal)
    elif number:
        seen.day = number
    return bool(ordinal or number) or word in ("other", "alternate", "alternating")


def _name(seen: _Seen, word: str) -> bool:
    """Takes up a weekday, a month, or a word for a whole set of days."""
    close = difflib.get_close_matches(word, list(_DAYS)[::3], 1, 0.8) if len(word) > 5 else []
    if word in _SETS:
        seen.days.extend(_SETS[word])
    elif word in _DAYS or close:
        seen.days.append(_DAYS[word if word in _DAYS else close[0]])
    elif word in _MONTHS:
        seen.month = _MONTHS[word]
    elif word in ("twice", "semimonthly"):
        seen.twice, seen.unit = True, seen.unit or ("month" if word == "semimonthly" else "")
    elif word in ("every", "each"):
        seen.every = True
    else:
        return False
    return True


def _nth(seen: _Seen) -> list[Rule]:
    """An nth weekday. `Every 3rd Thursday` may be meant in two ways."""
    if len(set(seen.days)) > 1:
        return []
    found = [_nth_of(seen, tuple(seen.ordinals))]
    alone = seen.every and not (seen.unit or seen.month) and len(seen.ordinals) == 1
    if alone and seen.ordinals[0] > 1:
        weekly = Rule("WEEKLY", seen.ordinals[0], (seen.days[0],))
        found = [weekly, *found] if seen.ordinals[0] == 2 else [*found, weekly]
    return [rule for rule in found if rule.nths or rule.frequency == "WEEKLY"]


def _nth_of(seen: _Seen, ordinals: tuple[int, ...]) -> Rule:
    wanted = {-1 if ordinal == 5 else ordinal for ordinal in ordinals}
    nths = tuple(nth for nth in NTH if nth in wanted and not (nth == 4 and -1 in wanted))
    interval = seen.interval if seen.unit in ("month", "year") else 1
    return Rule("YEARLY" if seen.month else "MONTHLY", interval, (seen.days[0],), nths, month=seen.month)


def _on_weekdays(seen: _Seen) -> list[Rule]:
    if seen.unit == "month":
        return [_nth_of(seen, (2,))]
    weekly = Rule("WEEKLY", seen.interval, tuple(sorted(set(seen.days))))
    return [weekly] if seen.unit != "year" and 1 <= seen.interval <= 99 else []


def _on_day(seen: _Seen) -> list[Rule]:
    """A day of the month, or of a month of the year."""
    day = seen.day or seen.ordinals[0]
    interval = seen.interval if 1 <= seen.interval <= 99 else 1
    if not -1 <= day <= 31 or len(seen.ordinals) + bool(seen.day) > 1:
        return []
    if seen.month:
        return [Rule("YEARLY", 1, month_day=day, month=seen.month)]
    return [Rule("MONTHLY", interval, month_day=day)] if seen.unit in ("month", "", "day") else []
