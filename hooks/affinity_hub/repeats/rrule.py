"""Rules as iCalendar text (`rrule`, RFC 5545 3.3.10), if all calendar clients agree on them.

Any other rule is refused, and the message names a calendar client that would get it wrong.
"""

from __future__ import annotations

import re
from typing import Final, cast

from affinity_hub.core.suggest import is_no_answer
from affinity_hub.core.text import shorten

from .rule import NTH, WEEKDAY_CODES, Frequency, Rule, ScheduleError


def parse_rrule(text: str) -> Rule:
    """The rule in an `rrule` value (RFC 5545 3.3.10), if all calendar clients agree on it.

    Raises `ScheduleError` with what to write instead.
    """
    plain = text.upper().replace(" ", "").removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in plain.split(";") if part)
    for name, reason in _REFUSED.items():
        if name in parts:
            raise ScheduleError("rrule", "E302", f"{name} cannot be used here. {reason}", _instead(name, parts))
    twice = len(parts) != plain.rstrip(";").count(";") + 1
    if not _RULE.fullmatch(plain) or twice or "FREQ" not in parts:
        raise _not_agreed(text)
    days = re.findall(r"(-?\d)?([A-Z]{2})", parts.get("BYDAY", ""))
    given = {int(number or 0) for number, _ in days}
    weekdays = sorted({WEEKDAY_CODES.index(code) for _, code in days})
    interval, month_day, month = (int(parts.get(name, 0)) for name in ("INTERVAL", "BYMONTHDAY", "BYMONTH"))
    frequency = cast(Frequency, parts["FREQ"])
    nths = tuple(nth for nth in NTH if nth in given)
    rule = Rule(frequency, interval or 1, tuple(weekdays), nths, month_day, month)
    if (nths and len(nths) != len(given)) or not _agreed(rule):
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
    "UNTIL": "The end has its own key.",
    "COUNT": "The number has its own key.",
    "BYSETPOS": "Outlook's synchronization turns positions into other days.",
}


def _instead(name: str, parts: dict[str, str]) -> str:
    """The advice for a part of a rule that belongs to another key."""
    value = parts[name]
    if name == "BYSETPOS":
        day = parts.get("BYDAY", "TH")
        fits = re.fullmatch(r"[1-4]|-1", value) and day in WEEKDAY_CODES
        return f"Write:  FREQ=MONTHLY;BYDAY={f'{value}{day}' if fits else '2TH'}"
    date = re.match(r"(\d{4})(\d\d)(\d\d)", value)
    end = f"until: {'-'.join(date.groups()) if date else '2027-06-10'}" if name == "UNTIL" else f"times: {value or 10}"
    return f"Delete {name}={value} and write under the rule:  {end}"


# Constructs that other programs write, and the calendar client that each of them breaks.
_BREAKS: Final = {
    r"FREQ=.*FREQ=": "FREQ appears twice.",
    r"BYMONTH=(?:[^;]*,)?(?:0|1[3-9]|[2-9]\d)": "BYMONTH is a number from 1 to 12.",
    r"BYMONTHDAY=(?:[^;]*,)?(?:0|3[2-9]|[4-9]\d)": "BYMONTHDAY is a number from 1 to 31, or -1 for the last day.",
    r"INTERVAL=(?![1-9]\d?(?:;|$))": "INTERVAL is a whole number from 1 to 99.",
    r"BYDAY=(?![-+]?\d*(?:MO|TU|WE|TH|FR|SA|SU)(?:,[-+]?\d*(?:MO|TU|WE|TH|FR|SA|SU))*(?:;|$))": (
        "BYDAY names weekdays as MO, TU, WE, TH, FR, SA, and SU."
    ),
    r"FREQ=(?:HOUR|MINUTE|SECOND)LY|BY(?:HOUR|MINUTE|SECOND)": "Outlook has no series by the hour.",
    r"RDATE|EXDATE|EXRULE|DTSTART": "Apple's calendar ignores added dates, and Google hides them.",
    r"BYDAY=[^;]*[-+]?(?:[5-9]|\d\d|-[2-9])[A-Z]": (
        "In a month, Outlook knows only the 1st to 4th and the last (-1) of a weekday."
    ),
    r"BYMONTHDAY=[^;]*,|BYMONTH=[^;]*,": (
        "Outlook leaves out a series on several days of the month or in several months."
    ),
    r"BYMONTHDAY=-": "Outlook counts the days of a month from its start; only the last day (-1) is possible.",
    r"BYDAY.*BYMONTHDAY|BYMONTHDAY.*BYDAY": "Outlook cannot join a weekday with a day of the month.",
    r"BYWEEKNO|BYYEARDAY": "Outlook has no series by week or day of the year.",
    r"WKST": "Calendars differ in how they read another first day of the week; here, weeks begin on Monday.",
    r"FREQ=DAILY.*BYDAY|BYDAY.*FREQ=DAILY": "Outlook would change this series. Weekdays belong to FREQ=WEEKLY.",
    r"FREQ=WEEKLY.*BYDAY=[^;]*\d": "A week has each weekday only once, and some readers refuse the whole calendar.",
    r"FREQ=MONTHLY.*BYMONTH=|BYMONTH=.*FREQ=MONTHLY": (
        "Outlook cannot leave months out. For one month of each year: FREQ=YEARLY."
    ),
    r"BYDAY=[^;]*(?:4[A-Z]{2}[^;]*-1|-1[A-Z]{2}[^;]*4)": "In most months, the 4th of a weekday is also the last.",
    r"BYDAY=[^;]*,": "Outlook leaves out a series with several of these days.",
    r"FREQ=MONTHLY.*BYDAY=[A-Z]": "Outlook has no monthly series on every Monday, for example. Use FREQ=WEEKLY.",
    r"FREQ=YEARLY": "Outlook needs the month with the day, such as BYMONTH=1;BYDAY=3MO.",
}


def _not_agreed(text: str) -> ScheduleError:
    allowed = "FREQ=MONTHLY;BYMONTHDAY=-1   FREQ=DAILY;INTERVAL=10   FREQ=MONTHLY;BYDAY=2TH,4TH"
    plain = text.upper().replace(" ", "")
    reason = next((reason for pattern, reason in _BREAKS.items() if re.search(pattern, plain)), "")
    message = f'"{shorten(text)}" is not a rule that all calendars follow. {reason}'.strip()
    if is_no_answer(text):
        return ScheduleError("rrule", "E302", message, "Delete this line. `repeats:` says how an event repeats.")
    hint = f"Use `repeats:` if it can express the rule. Allowed:  {allowed}"
    return ScheduleError("rrule", "E302", message, hint, instead=_without_signs(plain))


def _without_signs(plain: str) -> str:
    """The rule without characters that no rule has; empty if the result is not a rule either."""
    rest = re.sub(r"[^A-Z0-9=;,+-]", "", plain)
    if rest == plain:
        return ""
    try:
        parse_rrule(rest)
    except ScheduleError:
        return ""
    return rest


def _agreed(rule: Rule) -> bool:
    """Whether a rule is within the constructs that every calendar client follows alike."""
    if rule.month_day > 31 or rule.month > 12:
        return False
    if rule.month_day and rule.weekdays:
        return False
    if rule.frequency == "DAILY":
        return not (rule.weekdays or rule.month_day or rule.month)
    if rule.frequency == "WEEKLY":
        return not (rule.nths or rule.month_day or rule.month)
    nth_fits = not rule.weekdays or (len(rule.weekdays) == 1 and rule.nths and not {4, -1} <= set(rule.nths))
    month_needed = rule.frequency == "YEARLY" and bool(rule.weekdays or rule.month_day)
    return bool(nth_fits) and bool(rule.month) == month_needed
