"""Possible meanings of a recurrence that is described in free text.

`read` matches the kinds of all words with patterns, from start to end. It returns rules only if every word has its part
in a rule; a word that limits the dates and has no part (`except`, `until`, an unknown word) means that no pattern
matches. `parse` then looks for limits that other keys can express.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from affinity_hub.repeats.rule import Rule, places

from .patterns import (
    WORKWEEK,
    ParsedWording,
    contradiction,
    daily_on,
    every_nth,
    exactly,
    in_month,
    in_months,
    nth_weekday,
    on_date,
    on_day,
    on_school_days,
    plain,
    school_days,
    value_of,
    weekly,
    which_nth,
    working_day,
)
from .phrases import united
from .words import Token, kinds

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


def _often(tokens: list[Token], first: dt.date | None) -> ParsedWording | None:
    """`twice a month`, with or without a weekday: asks which days, unless they are named."""
    (wanted,), days, ordinals = value_of(tokens, "W"), value_of(tokens, "D", ()), value_of(tokens, "O", ())
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

    def with_tokens(*middle: Token) -> list[Token]:
        return [*tokens[:at], *middle, *tokens[at + 1 :]]

    seldom = read(with_tokens(Token(kind, start, end, (2,))), first)
    often = read(with_tokens(Token("W", start, start, (2,)), Token(kind, start, end, (1,))), first)
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
        return on_school_days(tuple(day for day in WORKWEEK if day not in left_out[0].value))
    if rest is None or rest.more or len(rest.rules) != 1 or kinds(left_out) != "D":
        return None
    rule, excluded = rest.rules[0], set(left_out[0].value)
    days = set(range(7)) if rule == Rule("DAILY") else set(rule.weekdays)
    if replace(rule, weekdays=()) not in (Rule("DAILY"), Rule("WEEKLY")) or not days - excluded:
        return None
    return exactly(Rule("WEEKLY", 1, tuple(sorted(days - excluded))))


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
    (r"[dwmy]", plain),
    (r"E?D|wD|Dw|E?XD|END", weekly),
    (r"dD|Dd", daily_on),
    (r"EOD", every_nth),
    (r"OD|E?ODm|mE?OD|DOm|DmO|mDO|OmD", nth_weekday),
    (r"E?ODiMy?|ODMy|yi?E?ODi?M", nth_weekday),
    (r"E?ODi?M(?:&?M)+", in_months),
    (r"wOD|ODw", contradiction),
    (r"mD|Dm", which_nth),
    (r"EDm", lambda tokens, first: weekly(tokens[:-1], first) if tokens[-1].value == (1,) else None),
    (r"E?Om|mE?O|E?Oqm|mE?Oq|mq[NO]|q[NO]m", on_day),
    (rf"E{_DATE}y?|{_DATE}y|yi?{_DATE}", on_date),
    (r"EM|yi?M|i?My", in_month),
    (r"E?O[KS]m|m?O[KS]", working_day),
    (r"E?[SK]|[dw]S", school_days),
    (r"W[wmy]|[D]W[wm]|W[wm]D|Wm(?:OD|DO)|ODWm|DOWm", _often),
)
