"""Possible meanings of a recurrence that is described in free text.

`read` matches the kinds of all words with patterns, from start to end. It returns rules only if every word has its part
in a rule; a word that limits the dates and has no part (`except`, `until`, an unknown word) means that no pattern
matches. `parse` then looks for limits that other keys can express.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS
from affinity_hub.repeats.rule import NTH, Frequency, Rule, places

from .words import Token, kinds, united

_FREQUENCIES: Final[dict[str, Frequency]] = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
_WORKWEEK: Final = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class ParsedWording:
    """The rules that the text may mean, and `more`: text about facts that a person must decide or know.

    Without `more`, each rule says exactly what the text says; several rules are several meanings of one text.
    """

    rules: tuple[Rule, ...] = ()
    more: str = ""


_Reader = Callable[[list[Token], dt.date | None], ParsedWording | None]


def read(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """The meaning of tokens, or None if they do not all fit together. `first` is the first date, if it is known."""
    reduced = [token for token in united(tokens) if token.kind != ","]
    found = kinds(reduced)
    if "f" in found or "g" in found:
        return _two_meanings(reduced, first)
    if "!" in found:
        return _all_but(reduced, first)
    if "%" in found:
        return _alternate_weeks(reduced, first)
    for pattern, reader in _PATTERNS:
        if re.fullmatch(pattern, found):
            return reader(reduced, first)
    return None


# --- The patterns ----------------------------------------------------------------------------------------------------


def _value(tokens: list[Token], kind: str, missing: tuple[int, ...] = (1,)) -> tuple[int, ...]:
    return next((token.value for token in tokens if token.kind in kind), missing)


def _exactly(*rules: Rule) -> ParsedWording | None:
    """The reading with these rules, if all of them are possible."""
    return ParsedWording(rules) if all(1 <= rule.interval <= 99 for rule in rules) else None


def _plain(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    return _exactly(Rule(_FREQUENCIES[tokens[0].kind], tokens[0].value[0]))


def _weekly(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every other Tuesday`, `Tuesdays weekly`, `every 3 weeks on Monday`."""
    days = _value(tokens, "D")
    interval = 2 if "X" in kinds(tokens) else _value(tokens, "Nw")[0]
    if _value(tokens, "X", ()) and len(days) > 1 and days != (5, 6):
        return _alternating(days)
    # "Every other weekday" is every second day, not every second week.
    is_unclear = days == _WORKWEEK and re.search("[XN]", kinds(tokens))
    if interval > 1 and {0, 6} <= set(days):
        return several_events([Rule("WEEKLY", interval, (day,)) for day in days], "Weeks begin on Monday here.")
    return None if interval > 1 and is_unclear else _exactly(Rule("WEEKLY", interval, days))


def _alternating(days: tuple[int, ...]) -> ParsedWording:
    """`alternate Tuesdays and Thursdays`: all of these days every second week, or one of these days each week."""
    both = Rule("WEEKLY", 2, days)
    each = several_events([Rule("WEEKLY", 2, (day,)) for day in days], "For one of these days each week:")
    return ParsedWording((), f"For all of these days every 2 weeks, write:  repeats: {both}\n{each.more}")


def _daily_on(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`daily, Mon-Thu`. With a single day, `daily` and the day contradict each other."""
    days, interval = _value(tokens, "D"), _value(tokens, "d")[0]
    weekly = Rule("WEEKLY", 1, days)
    if interval == 1 and len(days) == 1:
        return ParsedWording(
            (), f"For one day a week, write:  repeats: {weekly}   For every day, write:  repeats: every day"
        )
    return _exactly(weekly) if interval == 1 else None


def _every_nth(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every 3rd Thursday`: the third of each month, or every third week."""
    ordinals, days = _value(tokens, "O"), _value(tokens, "D")
    if ordinals == (2,) and days == _WORKWEEK:
        return None
    if len(ordinals) > 1 or ordinals[0] < 2:
        return _nth(tokens, first)
    weekly, monthly = _exactly(Rule("WEEKLY", ordinals[0], days)), _nth(tokens, first)
    if ordinals[0] > 5:
        return weekly
    if weekly and monthly and ordinals[0] == 5:
        return ParsedWording((), f"For every 5 weeks, write:  repeats: {weekly.rules[0]}\n{monthly.more}")
    if not (weekly and monthly and monthly.rules and len(days) == 1):
        return None
    rules = (*weekly.rules, *monthly.rules)
    return ParsedWording(rules if ordinals[0] == 2 else rules[::-1])


def _nth(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`2nd and 4th Thursday of each month`, `third Monday in January`."""
    days, ordinals, month = _value(tokens, "D"), set(_value(tokens, "O")), _value(tokens, "M", (0,))[0]
    interval = _value(tokens, "y" if month else "m")[0]
    if days == _WORKWEEK and not month:
        return _working(tokens, first)
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
    return _exactly(rule(*ordinals))


_SINGLE: Final = "If you mean single dates, add an event for each date."


def _contradiction(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`weekly on the 2nd Thursday`."""
    nth, days = _nth([token for token in tokens if token.kind != "w"], first), _value(tokens, "D")
    if nth is None or not nth.rules or _value(tokens, "w") != (1,):
        return None
    weekly = f"For once a month, write:  repeats: {nth.rules[0]}   For every week, write:  repeats: "
    return ParsedWording((), f"A week has only one {WEEKDAYS[days[0]]}. {weekly}{Rule('WEEKLY', 1, days)}")


def _which_nth(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`monthly on Thursday` does not say which Thursday."""
    days, interval = _value(tokens, "D"), _value(tokens, "m")[0]
    if len(days) > 1 or not 1 <= interval <= 99:
        return None
    fits = first is not None and first.weekday() == days[0]
    nth = places(first)[0] if first and fits else 1
    day, rule = WEEKDAYS[days[0]], Rule("MONTHLY", interval, days, (nth,))
    because = (
        f"`starts` is the {NTH[nth]} {day} of its month, which gives" if fits else "Say which one you mean, such as"
    )
    every = Rule("WEEKLY", 1, days)
    return ParsedWording(
        (), f"A month has four or five {day}s. {because}:  repeats: {rule}\nFor every {day}:  repeats: {every}"
    )


def _on_day(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`15th of each month`, `monthly on day 15`, `last day of the month`."""
    days, interval = sorted(set(_value(tokens, "ON"))), _value(tokens, "m")[0]
    if not all(-1 <= day <= 31 and day for day in days) or not 1 <= interval <= 99 or _is_other_unit(tokens):
        return None
    rules = [Rule("MONTHLY", interval, month_day=day) for day in days]
    return _exactly(*rules) if len(rules) == 1 else several_events(rules)


def _is_other_unit(tokens: list[Token]) -> bool:
    """Whether a unit is not the day of a month: `first week of the month`, `every 2nd day of the month`."""
    counts = re.search("EOq", kinds(tokens)) and _value(tokens, "O") not in ((1,), (-1,))
    return bool(counts) or any(token.kind == "q" and token.value != (0, 1) for token in tokens)


def several_events(rules: list[Rule], why: str = "A series can have only one rule.") -> ParsedWording:
    """Advice for text with several rules, because no calendar program has a series with two rules."""
    listed = "\n".join(f"repeats: {rule}" for rule in rules)
    return ParsedWording((), f"{why} Add an event for each of these rules, with its own `starts`:\n{listed}")


def _on_date(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every January 18`, `18th of May, yearly`, `last day of February every year`."""
    (day, *more), (month,), interval = _value(tokens, "ON"), _value(tokens, "M"), _value(tokens, "y")[0]
    if more or not day or not -1 <= day <= calendar.monthrange(2000, month)[1] or _is_other_unit(tokens):
        return None
    return _exactly(Rule("YEARLY", interval, month_day=day, month=month))


def _in_months(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`3rd Tuesday of September and March`: an event for each month."""
    months = [token for token in tokens if token.kind == "M"]
    rest = [token for token in tokens if token.kind not in "M&"]
    found = [_nth([*rest, month], first) for month in months]
    rules = [reading.rules[0] for reading in found if reading and reading.rules]
    return several_events(rules) if len(rules) == len(months) else None


def _in_month(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every year in May` is right only if the first date is in May."""
    (month,), interval = _value(tokens, "M"), _value(tokens, "y")[0]
    if first and first.month == month:
        return _exactly(Rule("YEARLY", interval))
    return ParsedWording(
        (), f"Choose a date in {MONTHS[month]} for `starts`. Then the rule is:  repeats: {Rule('YEARLY', interval)}"
    )


def _working(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`first working day of the month`."""
    day = WEEKDAYS[first.weekday()] if first else "Monday"
    nth = -1 if _value(tokens, "O") == (-1,) else 1
    why = "No rule can express days such as the first working day or the last weekday of a month."
    weekday = f"Use one day of the week, such as:  repeats: {Rule('MONTHLY', 1, (WEEKDAYS.index(day),), (nth,))}"
    return ParsedWording((), f"{why}\n{weekday}\nOr add an event for each date.")


def _school_days(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every school day`."""
    if any(token.kind in "dw" and token.value != (1,) for token in tokens):
        return None
    return _on_school_days(_WORKWEEK)


def _on_school_days(weekdays: tuple[int, ...]) -> ParsedWording | None:
    rule = Rule("WEEKLY", 1, weekdays)
    return ParsedWording((), f"Use two lines:\nrepeats: {rule}\nno_school: skip") if weekdays else None


def _often(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`twice a month`, with or without a weekday: asks which days, unless they are named."""
    (wanted,), days, ordinals = _value(tokens, "W"), _value(tokens, "D", ()), _value(tokens, "O", ())
    unit = next(token for token in tokens if token.kind in "wmy")
    if unit.value != (1,) or wanted not in (1, 2, 3, 4) or (ordinals and unit.kind != "m"):
        return None
    named = ordinals if unit.kind == "m" else days
    if wanted == len(named) and not (unit.kind == "m" and len(days) != 1) and unit.kind != "y":
        rest = [token for token in tokens if token.kind != "W"]
        return read(rest, first)
    weekday = days[0] if len(days) == 1 else first.weekday() if first else 1
    if ordinals or len(days) > 1 or wanted not in (2, 3):
        return None
    if unit.kind == "y":
        return None if days else ParsedWording((), _HALF_YEAR) if wanted == 2 else None
    if unit.kind == "w":
        return None if days else ParsedWording((), f"Name the days, such as:  repeats: {_spread(weekday, wanted)}")
    if wanted == 3:
        return ParsedWording((), f"Name the days, such as:  repeats: {Rule('MONTHLY', 1, (weekday,), (1, 2, 3))}")
    choices = [Rule("MONTHLY", 1, (weekday,), nths) for nths in ((1, 3), (2, 4))]
    if first and set(choices[1].nths) & set(places(first)):
        choices.reverse()
    return ParsedWording((), f"Name the two days, such as:  {'   or:  '.join(f'repeats: {rule}' for rule in choices)}")


_HALF_YEAR: Final = (
    "Say which two dates you mean. If they are half a year apart:  repeats: every 6 months\n"
    "Otherwise add two events, each with:  repeats: every year"
)


def _spread(weekday: int, wanted: int) -> Rule:
    """Days of a week, one of which is `weekday`, with a day between them."""
    last = 6 - 2 * (wanted - 1)
    starts = [start for start in range(last + 1) if weekday in range(start, start + 2 * wanted, 2)]
    # A day that is not the last day leaves days after it, and a work week begins on Monday.
    start = starts[-1] if wanted == 2 and weekday < 5 else starts[0]
    return Rule("WEEKLY", 1, tuple(start + 2 * n for n in range(wanted)))


def _two_meanings(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`biweekly` and `bimonthly`: every second week or month, or twice in each."""
    at = next(index for index, token in enumerate(tokens) if token.kind in "fg")
    kind = "w" if tokens[at].kind == "f" else "m"
    start, end = tokens[at].start, tokens[at].end

    def around(*middle: Token) -> list[Token]:
        return [*tokens[:at], *middle, *tokens[at + 1 :]]

    seldom = read(around(Token(kind, start, end, (2,))), first)
    often = read(around(Token("W", start, start, (2,)), Token(kind, start, end, (1,))), first)
    if seldom is None or not seldom.rules:
        return None
    if often is None or often == seldom:
        return seldom
    unit = "week" if kind == "w" else "month"
    return ParsedWording(
        (*seldom.rules, *often.rules),
        often.more and f"or, if you mean twice a {unit}, {often.more[0].lower()}{often.more[1:]}",
    )


def _all_but(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`every day but Sunday`: the other weekdays."""
    at = kinds(tokens).index("!")
    rest = read(tokens[: at - 1 if kinds(tokens[:at]).endswith("&") else at], first)
    left_out = [token for token in tokens[at + 1 :] if token.kind != "E"]
    if rest and kinds(tokens[:at]) in ("S", "ES") and kinds(left_out) == "D":
        return _on_school_days(tuple(day for day in _WORKWEEK if day not in left_out[0].value))
    if rest is None or rest.more or len(rest.rules) != 1 or kinds(left_out) != "D":
        return None
    rule, excluded = rest.rules[0], set(left_out[0].value)
    days = set(range(7)) if rule == Rule("DAILY") else set(rule.weekdays)
    if replace(rule, weekdays=()) not in (Rule("DAILY"), Rule("WEEKLY")) or not days - excluded:
        return None
    return _exactly(Rule("WEEKLY", 1, tuple(sorted(days - excluded))))


def _alternate_weeks(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`Thursdays of even weeks`: every second week, from a date in such a week on."""
    found = re.search(r"[Ei]?E?%q", kinds(tokens))
    if not found or tokens[found.end() - 1].value != (1, 1):
        return None
    rest = [*tokens[: found.start()], *tokens[found.end() :]]
    weekly = read(rest, first) if rest else None
    rule = weekly.rules[0] if weekly and len(weekly.rules) == 1 and not weekly.more else Rule("DAILY")
    if (rule.frequency, rule.interval, len(rule.weekdays)) != ("WEEKLY", 1, 1):
        return None
    fortnightly, odd = replace(rule, interval=2), tokens[found.end() - 2].value[0]
    advice = (
        f"No rule can use week numbers. The rule is:  repeats: {fortnightly}\nChoose a date in such a week for `starts`"
    )
    if first is None:
        return ParsedWording((), f"{advice}.")
    coming = rule.dates(first, first + dt.timedelta(days=21))
    begin = next(date for date in coming if date.isocalendar().week % 2 == odd)
    dates = ", ".join(f"{date} (week {date.isocalendar().week})" for date in next_dates(fortnightly, begin))
    return ParsedWording((), f"{advice}:  starts: {begin}\nThen the next dates are {dates}.")


def next_dates(rule: Rule, first: dt.date) -> tuple[dt.date, ...]:
    """The next three dates of a rule, from a date on."""
    return rule.dates(first, dt.date(min(first.year + 12, 9999), 12, 28), 3)


_DATE: Final = r"(?:M[NO]|NM|Oi?M|q[NO]i?M|Mq[NO]|Oqi?M)"
_PATTERNS: Final[tuple[tuple[str, _Reader], ...]] = (
    (r"[dwmy]", _plain),
    (r"E?D|wD|Dw|E?XD|END", _weekly),
    (r"dD|Dd", _daily_on),
    (r"EOD", _every_nth),
    (r"OD|E?ODm|mE?OD|DOm|DmO|mDO|OmD", _nth),
    (r"E?ODiMy?|ODMy|yi?E?ODi?M", _nth),
    (r"E?ODi?M(?:&?M)+", _in_months),
    (r"wOD|ODw", _contradiction),
    (r"mD|Dm", _which_nth),
    (r"EDm", lambda tokens, first: _weekly(tokens[:-1], first) if tokens[-1].value == (1,) else None),
    (r"E?Om|mE?O|E?Oqm|mE?Oq|mq[NO]|q[NO]m", _on_day),
    (rf"E{_DATE}y?|{_DATE}y|yi?{_DATE}", _on_date),
    (r"EM|yi?M|i?My", _in_month),
    (r"E?OKm|m?OK", _working),
    (r"E?[SK]|[dw]S", _school_days),
    (r"W[wmy]|[D]W[wm]|W[wm]D|Wm(?:OD|DO)|ODWm|DOWm", _often),
)
