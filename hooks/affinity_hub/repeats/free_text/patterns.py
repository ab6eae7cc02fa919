"""The meaning of each pattern of words: a function for `every other Tuesday`, another for `2nd Thursday of each month`.

Each function gets the tokens of a text that matches its pattern, and the first date, if it is known. It returns None
if the words do not make a rule. `meanings` has the patterns.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS
from affinity_hub.repeats.rule import NTH, Frequency, Rule, places

from .words import Token, kinds

_FREQUENCIES: Final[dict[str, Frequency]] = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
WORKWEEK: Final = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class ParsedWording:
    """The rules that the text may mean, and `more`: text about facts that a person must decide or know.

    Without `more`, each rule says exactly what the text says; several rules are several meanings of one text.
    """

    rules: tuple[Rule, ...] = ()
    more: str = ""


def value_of(tokens: list[Token], kind: str, missing: tuple[int, ...] = (1,)) -> tuple[int, ...]:
    """The value of the first token of one of these kinds."""
    return next((token.value for token in tokens if token.kind in kind), missing)


def exactly(*rules: Rule) -> ParsedWording | None:
    """The reading with these rules, if all of them are possible."""
    return ParsedWording(rules) if all(1 <= rule.interval <= 99 for rule in rules) else None


def plain(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every 2 weeks`."""
    return exactly(Rule(_FREQUENCIES[tokens[0].kind], tokens[0].value[0]))


def weekly(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every other Tuesday`, `Tuesdays weekly`, `every 3 weeks on Monday`."""
    days = value_of(tokens, "D")
    interval = 2 if "X" in kinds(tokens) else value_of(tokens, "Nw")[0]
    if value_of(tokens, "X", ()) and len(days) > 1 and days != (5, 6):
        return _alternating(days)
    # "Every other weekday" is every second day, not every second week.
    is_unclear = days == WORKWEEK and re.search("[XN]", kinds(tokens))
    if interval > 1 and {0, 6} <= set(days):
        return several_events([Rule("WEEKLY", interval, (day,)) for day in days], "Weeks begin on Monday here.")
    return None if interval > 1 and is_unclear else exactly(Rule("WEEKLY", interval, days))


def _alternating(days: tuple[int, ...]) -> ParsedWording:
    """`alternate Tuesdays and Thursdays`: all of these days every second week, or one of these days each week."""
    both = Rule("WEEKLY", 2, days)
    each = several_events([Rule("WEEKLY", 2, (day,)) for day in days], "For one of these days each week:")
    return ParsedWording((), f"For all of these days every 2 weeks, write:  repeats: {both}\n{each.more}")


def daily_on(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`daily, Mon-Thu`. With a single day, `daily` and the day contradict each other."""
    days, interval = value_of(tokens, "D"), value_of(tokens, "d")[0]
    weekly = Rule("WEEKLY", 1, days)
    if interval == 1 and len(days) == 1:
        return ParsedWording(
            (), f"For one day a week, write:  repeats: {weekly}   For every day, write:  repeats: every day"
        )
    return exactly(weekly) if interval == 1 else None


def every_nth(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every 3rd Thursday`: the third of each month, or every third week."""
    ordinals, days = value_of(tokens, "O"), value_of(tokens, "D")
    if ordinals == (2,) and days == WORKWEEK:
        return None
    if len(ordinals) > 1 or ordinals[0] < 2:
        return nth_weekday(tokens, first)
    weekly, monthly = exactly(Rule("WEEKLY", ordinals[0], days)), nth_weekday(tokens, first)
    if ordinals[0] > 5:
        return weekly
    if weekly and monthly and ordinals[0] == 5:
        return ParsedWording((), f"For every 5 weeks, write:  repeats: {weekly.rules[0]}\n{monthly.more}")
    if not (weekly and monthly and monthly.rules and len(days) == 1):
        return None
    rules = (*weekly.rules, *monthly.rules)
    return ParsedWording(rules if ordinals[0] == 2 else rules[::-1])


def nth_weekday(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`2nd and 4th Thursday of each month`, `third Monday in January`."""
    days, ordinals, month = value_of(tokens, "D"), set(value_of(tokens, "O")), value_of(tokens, "M", (0,))[0]
    interval = value_of(tokens, "y" if month else "m")[0]
    if days == WORKWEEK and not month:
        return working_day(tokens, first)
    if len(days) > 1 or not ordinals <= {*NTH, 5} or not 1 <= interval <= 99:
        return None

    def rule(*wanted: int) -> Rule:
        nths = tuple(nth for nth in NTH if nth in wanted)
        return Rule("YEARLY" if month else "MONTHLY", interval, days, nths, month=month)

    day = WEEKDAYS[days[0]]
    if 5 in ordinals:
        rest = rule(*ordinals - {5}, -1) if 4 not in ordinals else rule(-1)
        why = f"Only some months have a 5th {day}, and Outlook has no rule for it."
        return ParsedWording((), f"{why} If you mean the last {day} of the month:  repeats: {rest}\n{_SINGLE}")
    if {4, -1} <= ordinals:
        others = ordinals - {4, -1}
        why = f"In most months, the 4th {day} is also the last."
        offers = f"repeats: {rule(*others, 4)}   or:  repeats: {rule(*others, -1)}"
        return ParsedWording((), f"{why} Choose one:  {offers}")
    return exactly(rule(*ordinals))


_SINGLE: Final = "If you mean single dates, add an event for each date."


def contradiction(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`weekly on the 2nd Thursday`."""
    nth, days = nth_weekday([token for token in tokens if token.kind != "w"], first), value_of(tokens, "D")
    if nth is None or not nth.rules or value_of(tokens, "w") != (1,):
        return None
    weekly = f"For once a month, write:  repeats: {nth.rules[0]}   For every week, write:  repeats: "
    return ParsedWording((), f"A week has only one {WEEKDAYS[days[0]]}. {weekly}{Rule('WEEKLY', 1, days)}")


def which_nth(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`monthly on Thursday` does not say which Thursday."""
    days, interval = value_of(tokens, "D"), value_of(tokens, "m")[0]
    if len(days) > 1 or not 1 <= interval <= 99:
        return None
    fits = first is not None and first.weekday() == days[0]
    nth = places(first)[0] if first and fits else 1
    day, rule = WEEKDAYS[days[0]], Rule("MONTHLY", interval, days, (nth,))
    because = (
        f"`starts` is the {NTH[nth]} {day} of its month, which gives" if fits else f"Say which {day} you mean, such as"
    )
    every = Rule("WEEKLY", 1, days)
    return ParsedWording(
        (), f"A month has four or five {day}s. {because}:  repeats: {rule}\nFor every {day}:  repeats: {every}"
    )


def on_day(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`15th of each month`, `monthly on day 15`, `last day of the month`."""
    days, interval = sorted(set(value_of(tokens, "ON"))), value_of(tokens, "m")[0]
    if not all(-1 <= day <= 31 and day for day in days) or not 1 <= interval <= 99 or _is_other_unit(tokens):
        return None
    rules = [Rule("MONTHLY", interval, month_day=day) for day in days]
    return exactly(*rules) if len(rules) == 1 else several_events(rules)


def _is_other_unit(tokens: list[Token]) -> bool:
    """Whether a unit is not the day of a month: `first week of the month`, `every 2nd day of the month`."""
    counts = re.search("EOq", kinds(tokens)) and value_of(tokens, "O") not in ((1,), (-1,))
    return bool(counts) or any(token.kind == "q" and token.value != (0, 1) for token in tokens)


def several_events(rules: list[Rule], why: str = "A series can have only one rule.") -> ParsedWording:
    """Advice for text with several rules, because no calendar program has a series with two rules."""
    listed = "\n".join(f"repeats: {rule}" for rule in rules)
    return ParsedWording((), f"{why} Add an event for each of these rules, with its own `starts`:\n{listed}")


def on_date(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every January 18`, `18th of May, yearly`, `last day of February every year`."""
    (day, *more), (month,), interval = value_of(tokens, "ON"), value_of(tokens, "M"), value_of(tokens, "y")[0]
    if more or not day or not -1 <= day <= calendar.monthrange(2000, month)[1] or _is_other_unit(tokens):
        return None
    return exactly(Rule("YEARLY", interval, month_day=day, month=month))


def in_months(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`3rd Tuesday of September and March`: an event for each month."""
    months = [token for token in tokens if token.kind == "M"]
    rest = [token for token in tokens if token.kind not in "M&"]
    found = [nth_weekday([*rest, month], first) for month in months]
    rules = [reading.rules[0] for reading in found if reading and reading.rules]
    return several_events(rules) if len(rules) == len(months) else None


def in_month(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every year in May` is right only if the first date is in May."""
    (month,), interval = value_of(tokens, "M"), value_of(tokens, "y")[0]
    if first and first.month == month:
        return exactly(Rule("YEARLY", interval))
    return ParsedWording(
        (), f"Choose a date in {MONTHS[month]} for `starts`. Then the rule is:  repeats: {Rule('YEARLY', interval)}"
    )


def working_day(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`first working day of the month`, `last school day of the month`."""
    day = WEEKDAYS[first.weekday()] if first else "Monday"
    nth = -1 if value_of(tokens, "O") == (-1,) else 1
    why = "No rule can express days such as the first working day, the last weekday, or the last school day of a month."
    weekday = f"Use one day of the week, such as:  repeats: {Rule('MONTHLY', 1, (WEEKDAYS.index(day),), (nth,))}"
    return ParsedWording((), f"{why}\n{weekday}\nOr add an event for each date.")


def school_days(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every school day`."""
    if any(token.kind in "dw" and token.value != (1,) for token in tokens):
        return None
    return on_school_days(WORKWEEK)


def on_school_days(weekdays: tuple[int, ...]) -> ParsedWording | None:
    """Advice for these weekdays, except on days without school."""
    rule = Rule("WEEKLY", 1, weekdays)
    return ParsedWording((), f"Use two lines:\nrepeats: {rule}\nno_school: skip") if weekdays else None
