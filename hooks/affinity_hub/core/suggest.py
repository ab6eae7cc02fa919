"""What to type instead, made from what was typed. These are only suggestions: no function here changes the data."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from .text import latin
from .vocabulary import slips

_LISTED: Final = 30
NOON: Final = 12  # the hour, and the number of hours between 5 am and 5 pm
NUMBER_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NOT_YET_KNOWN: Final = frozenset((
    "unknown", "tba", "tbd", "tbc", "tdb", "t.b.a", "t.b.d", "to be announced", "to be determined", "to be decided",
    "to be confirmed", "to announce", "?", "??", "not yet", "not yet known", "not known yet", "not known",
    "coming soon", "pending", "not sure", "not sure yet", "undecided", "not decided", "not decided yet", "todo", "???",
))  # fmt: skip
_DOES_NOT_APPLY: Final = frozenset(("n/a", "n.a", "na", "not applicable", "does not apply"))
_NONE: Final = frozenset(("none", "none yet", "no", "nobody", "nothing", "null", "nil"))
_DASHES: Final = frozenset(("-", "--", "---", "\u2013", "\u2014"))
_NO_VALUE: Final = _NOT_YET_KNOWN | _DOES_NOT_APPLY | _DASHES
_PLACEHOLDERS: Final = _NO_VALUE - {"unknown", "to be announced"}
_LONGEST_PLACEHOLDER: Final = 80
UNDECIDED: Final = r"tb[acd]|tdb|t\.b\.[acd]\.?|to be (?:determined|decided|announced)"
_SIGN: Final = r"(?:\s*[,;:.(/\u2013\u2014]+\s*|\s+-+\s*)"
_FOR_NOW: Final = (
    r"(?:(?:for|right) now|now|yet|soon|later|shortly|so far|currently|until|till|for the (?:moment|time being)|"
    r"at (?:this|the|present) ?(?:time|moment|point)?|see|ask|check|contact|e-?mail|write to)\b.*"
)
_IN_TIME: Final = (
    r"(?:by|when|once|after|before|next|this|depend\w*|based on|pending|as soon|with|together|in|closer)\b.*"
)
# Some beginnings are placeholders only before certain words or signs: neither "TBA members" nor "Not sure where to
# start?" begins with a placeholder.
_PLACEHOLDER_WITH_MORE: Final = re.compile(
    rf"(?:{UNDECIDED}|(?-i:TODO)){_SIGN}(?P<more>.+)|(?:{UNDECIDED}|to be confirmed)\s+(?:{_FOR_NOW}|{_IN_TIME})|"
    r"(?:\?+|unknown|n/a|n\.a\.?|na|not applicable|does not apply|not (?:yet known|(?:known|decided) yet))"
    rf"\W+{_FOR_NOW}|"
    rf"(?:coming soon|pending|undecided|not (?:yet|sure|sure yet|known|decided)|to be confirmed){_SIGN}{_FOR_NOW}",
    re.IGNORECASE,
)
NO_END: Final = (
    r"for ?ever|indefinite(?:ly)?|infinite(?:ly)?|endless(?:ly)?|never end(?:s|ing)?|perpetual(?:ly)?|permanent(?:ly)?"
    r"|on[- ]?going|open[- ]end(?:ed)?|until further notice|until (?:it is )?cancell?ed"
    r"|all year(?:[- ]round)?|year[- ]round"
    r"|(?:(?:with )?no|without(?: an?)?|does not|doesn't|not)(?: set| fixed| planned)?"
    r" (?:end|ending|end date|limit|last da(?:y|te))"
)
"""The pattern of words that say only that something has no end, wherever they are in a text (lowercase)."""
_WITHOUT_END: Final = re.compile(
    rf"{NO_END}|always|any ?time|continu(?:al|e|es|ing|ous)(?:ly)?|infinity|\u221e|never|unlimited|open(?: until .*)?"
    r"|(?:no|without(?: an?)?|does not|doesn't|not)(?: set| fixed| planned)? (?:deadline|clos(?:e|ing date))"
    r"|rolling(?: basis)?|(?:until )?(?:further notice|filled|cancell?ed)"
)
_COUNTED: Final = r"(?:\s*(?:x|times|dates|meetings|sessions|weeks|months|days|years|signs|pixels|px|people))?"


def nearest(word: str, known: Sequence[str], *, otherwise: str = "Write one of") -> str:
    """The only known word that a word can be a misspelling of, or all known words after the text `otherwise`."""
    if close := slips(word, known):
        return f"Did you mean  {close[0]}  ?"
    more = ", …" if len(known) > _LISTED else ""
    if len(known) == 1:
        otherwise = otherwise.removesuffix(" one of")
    return f"{otherwise}:  {', '.join(known[:_LISTED])}{more}"


IF_NO_ANSWER: Final = "If there is none, or nobody knows it yet"
"""The beginning of the advice for a text that `is_no_answer`. The answers to forms look for it in hints."""


def is_not_yet_known(text: str) -> bool:
    """Whether the text says, in place of a value, that nobody knows the value yet."""
    return _plain(text) in _NOT_YET_KNOWN


def is_no_answer(text: str) -> bool:
    """Whether the text says, in place of a value, that there is none, or that nobody knows it yet."""
    return _plain(text) in _NO_VALUE | _NONE


def is_placeholder(text: str) -> bool:
    """Whether the text stands for an answer that somebody still has to write, such as `TBD` or `N/A for now`. Unlike
    `none`, it tells a reader nothing. `unknown` and `to be announced` are values of some keys."""
    return _plain(text) in _PLACEHOLDERS or has_more_than_placeholder(text)


def has_more_than_placeholder(text: str) -> bool:
    """Whether the text begins with a placeholder such as `TBD`, and then says more, as in `TBD, see email`."""
    found = _PLACEHOLDER_WITH_MORE.fullmatch(text.strip()) if len(text) <= _LONGEST_PLACEHOLDER else None
    if not found:
        return False
    # "TBA: Tacoma Book Association" says what the letters stand for.
    return re.findall(r"\b[A-Z]", found["more"] or "")[:3] != list(found[0][:3])


def says_no_end(text: str) -> bool:
    """Whether the text says that there is no last day."""
    return bool(_WITHOUT_END.fullmatch(re.sub(r"[-\s]+", " ", text.lower().strip(". "))))


def is_no_name(text: str) -> bool:
    """Whether the text in place of a name says that there is none, or that somebody still has to write it."""
    return is_placeholder(text) or _plain(text) in ("none", "none yet", "null", "nil")


def _plain(text: str) -> str:
    """The text in lowercase, without the spaces and signs around it: `(TBD)` becomes `tbd`."""
    return text.lower().strip(".,;:!()[]<>*_ \n\t")


def number(text: str) -> str:
    """The digits of a positive whole number, if the text says nothing else, as in `12`, `twelve`, or `12 weeks`;
    otherwise empty."""
    found = re.fullmatch(rf"0*([1-9][\d_, ]*?)(?:\.0+)?{_COUNTED}", text.lower(), re.ASCII)
    digits = re.sub("[_, ]", "", found[1]) if found else ""
    word = re.fullmatch(rf"({'|'.join(NUMBER_WORDS)}){_COUNTED}", text.lower())
    if word:
        return str(NUMBER_WORDS.index(word[1]) + 1)
    grouped = found and re.fullmatch(r"[\d_]+|\d{1,3}(?:[, ]\d{3})+", found[1])
    return digits if grouped and len(digits) <= 6 else ""


_ORDINAL: Final = re.compile(r"(?<![\d.])(\d{1,2})(st|nd|rd)\b", re.IGNORECASE | re.ASCII)
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


def wrong_ordinal(text: str) -> re.Match[str] | None:
    """The first number with a wrong ending in the text, such as `2st`: either part may be the mistake.

    `th` is not checked, because most numbers end in it: `2th` can only mean 2nd.
    """
    for found in _ORDINAL.finditer(text):
        number = int(found[1])
        if number in (11, 12, 13) or _ENDINGS.get(number % 10) != found[2].lower():
            return found
    return None


def moment(value: dt.date | dt.datetime) -> str:
    """A date, or a date and time, as it is typed."""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else f"{value:%Y-%m-%d}"


def afternoon(end: dt.date | dt.datetime, start: dt.date | dt.datetime) -> dt.datetime | None:
    """The same hour in the afternoon, for an end such as 5:30 after a start at 16:00; None if that hour is not after
    the start."""
    if not isinstance(end, dt.datetime) or not isinstance(start, dt.datetime) or end.hour >= NOON:
        return None
    later = end + dt.timedelta(hours=NOON)
    return later if later > start and end.date() == start.date() else None


def on(day: dt.date, start: dt.date | dt.datetime) -> str:
    """The time of a start on another day, as it is typed."""
    return moment(dt.datetime.combine(day, start.time()) if isinstance(start, dt.datetime) else day)


def not_before(day: dt.date, first: dt.date) -> dt.date:
    """The same day in the first year in which it is not before `first`. In most cases, only the year was wrong."""
    plain = day.replace(year=first.year, day=min(day.day, 28))
    return plain if plain >= first else plain.replace(year=first.year + 1)


def latest_end(start: dt.date | dt.datetime, gap: dt.timedelta) -> str:
    """The latest end at which an event is over before its next date starts, `gap` after `start`."""
    spare = dt.timedelta(minutes=1) if isinstance(start, dt.datetime) else dt.timedelta(days=2)
    return moment(start + max(gap - spare, dt.timedelta()))


def school_years(text: str) -> list[str]:
    """The school years that the text can mean: one school year for two years in a row, and two school years for a
    single year."""
    found = re.fullmatch(
        r"(?:school year |sy ?)?(20\d\d|19\d\d)(?:\s*(?:-|\u2013|/|to)\s*(\d{4}|\d{2}))?", text.lower().strip()
    )
    if not found:
        return []
    first = int(found[1])
    if not found[2]:
        return [f"{first}-{(first + 1) % 100:02}", f"{first - 1}-{first % 100:02}"]
    second = int(found[2][-2:])
    ends = (first, (first // 100) * 100 + second - 1)
    return list(dict.fromkeys(f"{year}-{(year + 1) % 100:02}" for year in ends if 1971 <= year <= 2199))


def identifier(text: str) -> str:
    """The id that a name suggests; empty if no letter of the name can be in an id."""
    hyphens = re.sub(r"[\u2010-\u2015\u2212]", "-", latin(text))
    plain = unicodedata.normalize("NFKD", hyphens).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")
