"""Advice for a `repeats` text that is not a rule: what to write, or how to express a limit.

The advice offers the canonical wording (`str(rule)`) of what the text may mean.

The advice begins with `Write:` only if the rules say exactly what the text says. If the text limits its dates
(holidays, an end, exceptions), the advice quotes the limiting words and names the key for them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from affinity_hub.core.calendar_days import MONTHS, Moment
from affinity_hub.core.suggest import is_not_yet_known, wrong_ordinal
from affinity_hub.repeats.rule import NTH, Rule

from .free_text.meanings import next_dates, read
from .free_text.patterns import ParsedWording, several_events
from .free_text.words import Spelled, Token, kinds, spelled, tokens

WORDINGS: Final = (
    *("every week", "every 2 weeks on Monday", "weekly on Tuesday and Thursday"),
    *("monthly on the 2nd Thursday", "monthly on the 1st and 3rd Tuesday", "monthly on day 15"),
    *("every 3 months on the last Friday", "yearly", "yearly on the 3rd Monday of January"),
)
EXAMPLES: Final = "You can use these wordings:  " + "\n".join("   ".join(WORDINGS[n : n + 3]) for n in (0, 3, 6))
_NO_SCHOOL: Final = "add a line that leaves out the days in calendar.yml:  no_school: skip"
_ADD_SKIP: Final = "write:  no_school: skip"
_ONE_TIME: Final = "A series has only one time of day. Add an event for each time, with its own `starts` and `ends`."
_IN_STARTS: Final = "The time belongs in `starts` and `ends`."


def advice(text: str, starts: Moment | None = None) -> tuple[str, str]:
    """The advice for a `repeats` text that is not understood, and the new value if the advice is a single value.

    `starts` is the first start of the event, as a local date or time, if it is known. With a new value, the advice is
    only the text that follows it.
    """
    if text.lower().strip(".! ") in _ONCE:
        return "Delete this line. An event without `repeats` takes place once.", ""
    if text.lower().strip(".! ") in _WITHOUT_RULE:
        return "If the dates follow no rule, delete this line, and add an event for each date.", ""
    if is_not_yet_known(text):
        return (
            "If nobody knows yet how the event repeats, delete this line. Then the site shows only the first date.",
            "",
        )
    if slip := wrong_ordinal(text):
        return _of_two_ordinals(text, slip, starts), ""
    plain = spelled(text)
    found = tokens(plain.text)
    first = starts.date() if isinstance(starts, dt.datetime) else starts
    if len({token.value or token.start for token in found if token.kind == "t"}) > 1:
        return _ONE_TIME, ""
    rest, time = _without_times(found, starts)
    whole = read(rest, first)
    if whole and not time and len(whole.rules) == 1 and not whole.more:
        return "", str(whole.rules[0])
    if whole and not time:
        return _offer(whole, first), ""
    if whole:
        return f"{time}\n{_offer(whole, first, 'The rest of the rule is:  ')}", ""
    parts = _limited(rest, first, plain) or _events(rest, first) or _unknown(rest, plain)
    return "\n".join(filter(None, (time, parts))), ""


_ONCE: Final = frozenset(
    [
        *("no", "none", "never", "not", "n/a", "na", "false", "single", "one-off"),
        *("once", "one time", "one-time", "1 time", "just once", "only once", "once only", "one time only"),
        *("does not repeat", "doesn't repeat", "no repeat", "no repeats", "not repeating"),
    ]
)
_WITHOUT_RULE: Final = frozenset(
    [
        *("varies", "vary", "varying", "varied", "various", "dates vary", "date varies", "various dates", "it varies"),
        *("irregular", "irregularly", "occasional", "occasionally", "as needed", "as scheduled"),
        *("as announced", "when announced", "on demand", "by appointment", "different dates", "several dates"),
    ]
)


def _of_two_ordinals(text: str, slip: re.Match[str], starts: Moment | None) -> str:
    """Advice for a number with the ending of another number, such as `2st`, which may be the 1st or the 2nd."""
    number = int(slip[1])
    by_ending = number // 10 * 10 + {"st": 1, "nd": 2, "rd": 3}[slip[2].lower()]
    ordinals = [NTH.get(ordinal, f"{ordinal}th") for ordinal in sorted({number, by_ending})]
    results = [advice(f"{text[: slip.start()]}{ordinal}{text[slip.end() :]}", starts) for ordinal in ordinals]
    offers = list(dict.fromkeys(rule for _, rule in results if rule))
    why = f"“{slip[0]}” can mean {' or '.join(ordinals)}."
    return f"{why} Write:  repeats: {'   or:  repeats: '.join(offers)}" if offers else f"{why}\n{EXAMPLES}"


def _offer(reading: ParsedWording, first: dt.date | None, lead: str = "Write:  ") -> str:
    """The rules, each with its meaning if there are several, and the remaining decisions."""
    several = len(reading.rules) > 1 or bool(reading.rules and reading.more)
    rules = [f"repeats: {rule}" + (f"   ({_meaning(rule, first)})" if several else "") for rule in reading.rules]
    return "\n".join(filter(None, (lead * bool(rules) + "\nor:  ".join(rules), reading.more)))


def _meaning(rule: Rule, first: dt.date | None) -> str:
    """The words that distinguish a rule from another rule: how often it meets, and the next dates, if the first date is
    known."""
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}[rule.frequency]
    number = len(rule.nths or rule.weekdays) or 1
    often = {1: "once", 2: "twice"}.get(number, f"{number} times")
    period = f"every {rule.interval} {unit}s" if rule.interval > 1 else f"a {unit}"
    dates = ", ".join(map(str, next_dates(rule, first))) if first else ""
    return f"{often} {period}" + (f": {dates}" if dates else "")


def _without_times(found: list[Token], starts: Moment | None) -> tuple[list[Token], str]:
    """The tokens without times of day, and a sentence about those times unless `starts` has the same time."""
    rest = [token for token in found if token.kind not in "tT"]
    minute = starts.hour * 60 + starts.minute if isinstance(starts, dt.datetime) else -1
    said = all(
        minute in token.value if token.kind == "t" else token.value[0] * 60 <= minute < token.value[1] * 60
        for token in found
        if token.kind in "tT"
    )
    return rest, "" if said else _IN_STARTS


def _events(found: list[Token], first: dt.date | None) -> str:
    """Advice for two rules in one text, such as `1st Monday and 3rd Tuesday of the month`."""
    for at, token in enumerate(found):
        # In "every other Sunday and Monday", the words before the first day may apply to the second day too.
        if token.kind in ",&" and kinds(found[max(at - 1, 0) : at + 2]) not in ("D,D", "D&D"):
            halves = [read(half, first) for half in (found[:at], found[at + 1 :])]
            if all(half and len(half.rules) == 1 and not half.more for half in halves):
                return several_events([half.rules[0] for half in halves if half]).more
    return ""


def _unknown(found: list[Token], plain: Spelled) -> str:
    """Names the words that are not understood, or that no rule can express."""
    unused = [token for token in found if token.kind in "?!LBRHJK%#Zeo"]
    words = list(dict.fromkeys(plain.as_typed(token.start, token.end).strip() for token in unused))
    quoted = ", ".join(f"“{word}”" for word in words[:4])
    why = f"Words that the program does not understand: {quoted}." if quoted else "These words do not make a rule."
    return f"{why}\n{EXAMPLES}"


# --- Limits ----------------------------------------------------------------------------------------------------------


def _limited(found: list[Token], first: dt.date | None, plain: Spelled) -> str:
    """Advice for a rule with limits before or after it, such as `2nd Thursday, September to June`."""
    for core, limit in _splits(found):
        reading = read(core, first)
        if reading is None or not (reading.rules or reading.more):
            continue
        exact = not reading.more and len(reading.rules) == 1
        remedies = _remedies(limit, reading.rules[0] if exact else None, first, "!" in kinds(core))
        if remedies is None:
            continue
        quote = f"“{plain.as_typed(limit[0].start, limit[-1].end).strip(' ,;:()')}”"
        lines = [f"Without {quote}, the rule is:  {_offer(reading, first, '')}"]
        kept = list(dict.fromkeys(remedies))
        return "\n".join([*lines, f"For {quote}, {kept[0]}", *(f"Also {note}" for note in kept[1:])])
    return ""


def _splits(found: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The ways to read tokens as a rule and a limit, with the longest rule first."""
    for at in range(len(found) - 1, 0, -1):
        if kinds(found[at - 1 : at + 1]) == "ON":
            continue  # `the last 2 days`
        # A month before `to June` belongs to the limit.
        if found[at].kind in "!LBRHJSi#MNe" and not re.search(
            r"M[,&]*\|[-L]?M", f"{kinds(found[:at])}|{kinds(found[at:])}"
        ):
            yield _unjoined(found[:at]), found[at:]
    for at in range(1, len(found)):
        limit = _unjoined(found[:at])
        alone = re.fullmatch(rf"[Bi]?M[-L]M|iM|B{_DATE}", kinds(limit))
        if found[0].kind in "!LBRHJi#M" and (alone or len(limit) < at):
            yield found[at:], limit


def _unjoined(part: list[Token]) -> list[Token]:
    """The tokens without a comma or `and` at the end."""
    return _unjoined(part[:-1]) if part and part[-1].kind in ",&" else part


def _remedies(limit: list[Token], rule: Rule | None, first: dt.date | None, excepts: bool) -> list[str] | None:
    """How to express a limit: a sentence for each of its parts, or None if the meaning of the limit is not clear."""
    while limit and limit[0].kind in ",&":
        limit = limit[1:]
    if not limit:
        return []
    for end in range(len(limit), 0, -1):
        remedy = _remedy(limit[:end], rule, first, excepts)
        more = _remedies(limit[end:], rule, first, excepts) if remedy else None
        if remedy and more is not None:
            return [*remedy, *more]
    return None


_DATE: Final = r"(?:#|M[NO]?,?Y?|NM,?Y?|OiM,?Y?|ei?M)"


def _remedy(limit: list[Token], rule: Rule | None, first: dt.date | None, excepts: bool) -> list[str]:
    """How to express one limit; empty if it is not understood."""
    found = kinds(limit)
    months = [token.value[0] for token in limit if token.kind == "M"]
    if re.fullmatch(r"[Bi]?M[-L]M", found):
        return _season(months[0], months[1], first)
    if re.fullmatch(r"(?:i|Ri?)M(?:[,&]{1,2}M)*", found) and _in_a_row(months):
        return _in_months(months, rule, first)
    if re.fullmatch(rf"(?:L{_DATE}|LY|iY)", found):
        return [_until(limit, months, first)]
    if re.fullmatch(rf"B{_DATE}", found):
        return ["write the first date under `starts`."]
    if re.fullmatch(rf"B?{_DATE},?[-L]{_DATE}|R{_DATE}&{_DATE}", found):
        return ["write the first date under `starts`, and the last date under `until`."]
    if re.fullmatch(r"R?NZ", found):
        number = next(token.value[0] for token in limit if token.kind == "N")
        return [f"add a line:  times: {number}"] if number else []
    if re.fullmatch(r"R?Nq|L?eiJq|LJq?e?", found):
        return ["write the last date under `until`."]
    return _exceptions(limit, rule, first, excepts)


def _exceptions(limit: list[Token], rule: Rule | None, first: dt.date | None, excepts: bool) -> list[str]:
    """How to leave dates out: all days without school, or single dates."""
    found = kinds(limit)
    # Another rule or limit after the exception; `but only`; a contrast such as `not weekly`, which leaves nothing out.
    if re.search(r"[,&][EBLdwmy]|o", found) or re.match(r"!(?:[dwmyfg]|E?[XN]?q)", found):
        return []
    if re.fullmatch(r"(?:[RiP&,S]*Jq?)+", found):
        year = ["write the last date under `until`."] if found.endswith("Jq") else []
        return [*year, _NO_SCHOOL]
    if found == "S":
        return [_NO_SCHOOL]
    if not (found.startswith("!") or (excepts and set(found) <= set("HJ&,"))):
        return []
    only_closed = re.fullmatch(r"[!RiP&,HJqS]*[HJ][!RiP&,HJqS]*", found)
    closed = [_NO_SCHOOL] if set(found) & set("HJ") else []
    return closed if only_closed else [*closed, _skip(limit, first, rule)]


def _skip(limit: list[Token], first: dt.date | None, rule: Rule | None) -> str:
    """How to leave out single dates, with the next dates if they are known."""
    left_out = read([token for token in limit if token.kind != "!"], first)
    if first and rule and left_out and len(left_out.rules) == 1 and left_out.rules[0].weekdays and not left_out.more:
        end = dt.date(min(first.year + 3, 9999), 12, 28)
        dates = set(rule.dates(first, end)) & set(left_out.rules[0].dates(first, end))
        if dates:
            listed = ", ".join(f"{{date: {date}}}" for date in sorted(dates)[:3])
            return f"list the dates that the series leaves out, such as:  skip: [{listed}]"
    return "list the dates that the series leaves out:  skip: [{date: …}, {date: …}]"


def _in_a_row(months: Sequence[int]) -> bool:
    return all(after == before % 12 + 1 for before, after in pairwise(months))


def _month_end(month: int, first: dt.date) -> dt.date:
    """The last day of the first month of that name that does not end before a day."""
    year = first.year + (month < first.month)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _season(begin: int, end: int, first: dt.date | None) -> list[str]:
    last = f"until: {_month_end(end, first)}" if first else f"until: …, with the last day of {MONTHS[end]}"
    starts = (
        ""
        if first is None or _is_within(first.month, begin, end)
        else f"choose a date in {MONTHS[begin]} for `starts`, and "
    )
    next_year = "For the next year, add another event. Or leave out the other months:"
    return [f"{starts}end the series:  {last}\n{next_year}\nlist them as a break in calendar.yml, and {_ADD_SKIP}"]


def _is_within(month: int, begin: int, end: int) -> bool:
    return (month - begin) % 12 <= (end - begin) % 12


def _in_months(months: list[int], rule: Rule | None, first: dt.date | None) -> list[str]:
    """`Thursdays in October`: a series that begins in the first of the months and ends with the last month."""
    if first is None or rule is None:
        return [f"choose a date in {MONTHS[months[0]]} for `starts`, and write the last date under `until`."]
    if _is_within(first.month, months[0], months[-1]):
        return [f"add a line:  until: {_month_end(months[-1], first)}"]
    begin = _month_end(months[0], first).replace(day=1)
    start = next(iter(rule.dates(begin, _month_end(months[0], begin), 1)), begin)
    return [f"write:  starts: {start}   (and the time after it)   and:  until: {_month_end(months[-1], start)}"]


def _until(limit: list[Token], months: list[int], first: dt.date | None) -> str:
    """The end of a series, if the date is clear."""
    found = kinds(limit)
    years = [token.value[0] for token in limit if token.kind == "Y"]
    days = [token.value[0] for token in limit if token.kind in "NO"]
    is_before = limit[0].value == (2,)
    if first is None or not months or "#" in found or (is_before and "e" in found):
        return "write the last date under `until`."
    end = _month_end(months[0], first)
    try:
        end = end.replace(year=years[0]) if years else end
        end = dt.date(end.year, months[0], days[0]) if days else end
    except ValueError:
        return "write the last date under `until`."
    if not years and end < first:
        end = end.replace(year=end.year + 1)
    if is_before:  # the day or the month is not part of the series
        end = (end if days else end.replace(day=1)) - dt.timedelta(days=1)
    return f"add a line:  until: {end}"
