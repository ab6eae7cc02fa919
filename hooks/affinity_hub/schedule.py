"""The `repeats` language: a small strict English for recurrence, and what it means as an iCalendar rule.

Only constructs that calendar clients agree on can be said (RFC 5545 3.3.10; Outlook's recurrence templates are the
narrowest): one nth weekday, one day of the month, no positions, no fifth weekday.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from dateutil import rrule as dateutil_rrule

from .values import shorten

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

# Written out, because `calendar.day_name` follows the locale of the program around us.
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": -1,
}
_NTH: Final = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", -1: "last"}
_UNITS: Final[dict[str, Frequency]] = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_ADVERBS: Final = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}
EXAMPLES: Final = (
    "Write one of:  every week   every 2 weeks on Monday   weekly on Tuesday and Thursday\n"
    "monthly on the 2nd Thursday   monthly on day 15   every 3 months on the last Friday\n"
    "yearly   yearly on the 3rd Monday of January"
)


class ScheduleError(ValueError):
    """A recurrence that cannot be followed. `key` is the field at fault, `code` and `hint` as in a problem."""

    def __init__(self, key: str, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.key, self.code, self.message, self.hint = key, code, message, hint


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence without its end. `nth` is 0 where every such weekday is meant; weekdays count from Monday = 0."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    month_day: int = 0
    month: int = 0

    def rrule(self) -> str:
        """The value of an RRULE property, without UNTIL or COUNT."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month:
            parts.append(f"BYMONTH={self.month}")
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{self.nth or ''}{_CODES[day]}" for day in self.weekdays))
        return ";".join(parts)

    def dates(self, start: dt.datetime, until: dt.datetime, count: int | None = None) -> list[dt.datetime]:
        """The starts from `start` to `until`, both local and without a zone; at most `count`."""
        nth = self.nth or None
        rule = dateutil_rrule.rrule(
            getattr(dateutil_rrule, self.frequency),
            dtstart=start,
            interval=self.interval,
            byweekday=[dateutil_rrule.weekday(day, nth) for day in self.weekdays] or None,
            bymonthday=self.month_day or None,
            bymonth=self.month or None,
            until=until,
        )
        return [date for _, date in zip(range(count), rule, strict=False)] if count else list(rule)

    def __str__(self) -> str:
        """The one canonical wording; `parse` reads it back to the same rule."""
        unit = {code: unit for unit, code in _UNITS.items()}[self.frequency]
        every = f"every {self.interval} {unit}s" if self.interval > 1 else f"every {unit}"
        if not (self.weekdays or self.month_day):
            return every
        often = every if self.interval > 1 else {"day": "daily"}.get(unit, f"{unit}ly")
        if self.month_day:
            day = f"day {self.month_day}" if self.month_day > 0 else "the last day"
            return f"{often} on {day}" + (f" of {MONTHS[self.month]}" if self.month else "")
        names = _list([WEEKDAYS[day] for day in self.weekdays])
        if not self.nth:
            return f"{often} on {names}"
        return f"{often} on the {_NTH[self.nth]} {names}" + (f" of {MONTHS[self.month]}" if self.month else "")


_REPEATS = re.compile(
    r"(?:every (?:(?P<other>other )|(?P<number>\d+) )?(?P<unit>day|week|month|year)s?"
    r"|(?P<adverb>daily|weekly|monthly|yearly|annually))"
    r"(?: on (?P<on>.+))?",
    re.ASCII,
)


def parse(text: str) -> Rule:
    """The rule a `repeats` text stands for. Raises `ScheduleError` with the wordings that are understood."""
    plain = " ".join(text.lower().split()).rstrip(".")
    found = _REPEATS.fullmatch(plain)
    if not found:
        message = f'"{shorten(text)}" is not a way to repeat that is understood.'
        raise ScheduleError("repeats", "E301", message, EXAMPLES)
    interval = 2 if found["other"] else int(found["number"] or 1)
    if not 1 <= interval <= 99:
        raise ScheduleError("repeats", "E301", f"Every {interval} is not a sensible rhythm.", EXAMPLES)
    unit = found["unit"] or _ADVERBS[found["adverb"]]
    rule = _on(_UNITS[unit], interval, found["on"]) if found["on"] else Rule(_UNITS[unit], interval)
    if rule is None:
        message = f'"on {shorten(found["on"])}" does not fit "{plain.split(" on ")[0]}".'
        raise ScheduleError("repeats", "E301", message, _remedy(found["on"]))
    return rule


def _on(frequency: Frequency, interval: int, text: str) -> Rule | None:
    """The rule with what stands behind `on`, or nothing where it does not fit."""
    if frequency == "WEEKLY":
        days = [_weekday(word) for word in re.split(r",? and |, ", text)]
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
    if day := re.fullmatch(r"(?:the )?day (\d{1,2})", text):
        return Rule(frequency, interval, month_day=int(day[1]), month=month) if 1 <= int(day[1]) <= 31 else None
    if re.fullmatch(r"the last day", text):
        return Rule(frequency, interval, month_day=-1, month=month)
    if nth := re.fullmatch(r"(?:the )?(\w+) (\w+)", text):
        ordinal, weekday = _ORDINALS.get(nth[1]), _weekday(nth[2])
        if ordinal and weekday is not None:
            return Rule(frequency, interval, (weekday,), ordinal, month=month)
    return None


def _weekday(word: str) -> int | None:
    names = [day.lower() for day in WEEKDAYS]
    word = word.removesuffix("s") if word not in names else word
    return names.index(word) if word in names else None


def _remedy(on: str) -> str:
    if re.search(r"(5th|fifth)", on):
        return "Outlook has no fifth weekday. Use the last one:  monthly on the last Thursday"
    if re.search(r"\d(st|nd|rd|th),? and|\d(st|nd|rd|th), ", on):
        hint = "Outlook cannot show two of them in one series. Make two events, each with one:"
        return f"{hint}  monthly on the 2nd Thursday"
    return EXAMPLES


def parse_rrule(text: str) -> Rule:
    """The rule an `rrule` value stands for (RFC 5545 3.3.10), within what all calendar clients agree on.

    Raises `ScheduleError` with what to write instead.
    """
    plain = text.upper().replace(" ", "").removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in plain.split(";") if part)
    for name, reason in _REFUSED.items():
        if name in parts:
            raise ScheduleError("rrule", "E302", f"{name} cannot be used here. {reason[0]}", reason[1])
    twice = len(parts) != plain.rstrip(";").count(";") + 1
    if not _RULE.fullmatch(plain) or twice or "FREQ" not in parts:
        raise _not_agreed(text)
    days = re.findall(r"(-?\d)?([A-Z]{2})", parts.get("BYDAY", ""))
    nth = {int(number or 0) for number, _ in days}
    weekdays = sorted({_CODES.index(code) for _, code in days})
    interval, month_day, month = (int(parts.get(name, 0)) for name in ("INTERVAL", "BYMONTHDAY", "BYMONTH"))
    frequency = cast(Frequency, parts["FREQ"])
    rule = Rule(frequency, interval or 1, tuple(weekdays), max(nth, default=0), month_day, month)
    if len(nth) > 1 or not _agreed(rule):
        raise _not_agreed(text)
    return rule


_NUMBER: Final = r"[1-9]\d?"
_DAY: Final = r"(?:[1-4]|-1)?(?:MO|TU|WE|TH|FR|SA|SU)"
_RULE: Final = re.compile(
    r"(?:(?:FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)"
    rf"|INTERVAL={_NUMBER}|BYMONTH={_NUMBER}|BYMONTHDAY=(?:{_NUMBER}|-1)|BYDAY={_DAY}(?:,{_DAY})*)(?:;|$))+",
    re.ASCII,
)
_REFUSED: Final = {
    "UNTIL": ("The end has a key of its own.", "Write it under the rule:  until: 2027-06-10"),
    "COUNT": ("The number has a key of its own.", "Write it under the rule:  times: 10"),
    "BYSETPOS": (
        "Outlook's synchronizing turns positions into other days.",
        "Write  FREQ=MONTHLY;BYDAY=2TH  for the second Thursday.",
    ),
}


def _not_agreed(text: str) -> ScheduleError:
    allowed = "FREQ=MONTHLY;BYMONTHDAY=-1   FREQ=DAILY;INTERVAL=10   FREQ=MONTHLY;BYDAY=2TH"
    message = f'"{shorten(text)}" is not a rule that all calendars follow.'
    return ScheduleError("rrule", "E302", message, f"Use `repeats:` if it can say it. Allowed:  {allowed}")


def _agreed(rule: Rule) -> bool:
    """Whether a rule is within the constructs that every calendar client follows alike."""
    if rule.month_day > 31 or rule.month > 12:
        return False
    if rule.month_day and rule.weekdays:
        return False
    if rule.frequency == "DAILY":
        return not (rule.weekdays or rule.month_day or rule.month)
    if rule.frequency == "WEEKLY":
        return not (rule.nth or rule.month_day or rule.month)
    nth_fits = len(rule.weekdays) == 1 and rule.nth in _NTH if rule.weekdays else True
    month_needed = rule.frequency == "YEARLY" and bool(rule.weekdays or rule.month_day)
    return nth_fits and bool(rule.month) == month_needed


def refuse_short_months(rule: Rule, first: dt.date, key: str) -> None:
    """Raises `ScheduleError` for a day that not every month or year has.

    RFC 5545 3.3.10 leaves such months out; some clients take their last day. `first` is the first date, `key` the
    field at fault.
    """
    if rule.weekdays or rule.frequency not in ("MONTHLY", "YEARLY"):
        return
    day, month, monthly = rule.month_day or first.day, rule.month or first.month, rule.frequency == "MONTHLY"
    shortest = 28 if monthly else calendar.monthrange(2001, month)[1]
    if day <= shortest:
        return
    which = (
        f"Not every month has a day {day}" if monthly else f"{MONTHS[month]} does not have a day {day} in every year"
    )
    last, safe = (replace(rule, month_day=day, month=0 if monthly else month) for day in (-1, shortest))
    hint = f"Write:  repeats: {last}   or:  repeats: {safe}"
    raise ScheduleError(key, "E308", f"{which}, and calendars differ in what they do then.", hint)


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
