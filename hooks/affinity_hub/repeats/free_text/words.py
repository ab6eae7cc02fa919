"""The words in which people describe a recurrence: text becomes tokens, and each token has a kind that is one letter.

A word that is neither in the vocabulary nor a typing mistake of such a word gets the kind `?`. `meanings` compares the
kinds of all tokens with patterns, so that advice uses every word of the text or names the words that it does not use.

    E every     X other     N number    O ordinal   P a, per    W twice   Z times     D weekdays  M month    Y year
    q a unit, value (0 day, 1 week, 2 month, 3 year; how many)            d w m y     a rhythm: daily, every 2 weeks, …
    f biweekly  g bimonthly             c once      i in, of    & and     , comma     - a range   # a date in digits
    t a time    T a part of the day     ! except    L until, to           B from      R another limiting word
    H holidays  J school    S school day            K working day         % even, odd   o only    e end    ? unknown
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from affinity_hub.core.calendar_days import MONTHS, WEEKDAYS
from affinity_hub.core.suggest import NUMBER_WORDS


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, from the offset `start` up to `end`. The meaning of `value` depends on the kind."""

    kind: str
    start: int
    end: int
    value: tuple[int, ...] = ()


def kinds(tokens: list[Token]) -> str:
    """The kinds of all tokens, with a letter for each."""
    return "".join(token.kind for token in tokens)


ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_Meaning = tuple[str, tuple[int, ...]]


def _each(kind: str, words: str, *value: int) -> dict[str, _Meaning]:
    return dict.fromkeys(words.split(), (kind, value))


_DAY_WORDS: Final = {
    **{word: ("D", (n,)) for n, day in enumerate(WEEKDAYS) for word in (day.lower(), day.lower() + "s")},
    **{day[:3].lower() + end: ("D", (n,)) for n, day in enumerate(WEEKDAYS) for end in ("", "s")},
    **_each("D", "tu tues tuesdys", 1),
    **_each("D", "weds wensday wensdays wendsday wendsdays wednsday wednsdays", 2),
    **_each("D", "th thu thur thurs", 3),
    **_each("D", "mwf", 0, 2, 4),
    **_each("D", "mw", 0, 2),
    **_each("D", "tth tuth tr", 1, 3),
    **_each("D", "mtwthf mtwrf", 0, 1, 2, 3, 4),
}
_MONTH_WORDS: Final = {
    **{word: ("M", (n,)) for n, name in enumerate(MONTHS) if n for word in (name.lower(), name[:3].lower())},
    "sept": ("M", (9,)),
}
_VOCABULARY: Final[dict[str, _Meaning]] = {
    **_DAY_WORDS,
    **_MONTH_WORDS,
    **_each("D", "weekday weekdays", 0, 1, 2, 3, 4),
    **_each("D", "weekend weekends", 5, 6),
    **{word: ("N", (n,)) for n, word in enumerate(NUMBER_WORDS[:12], 1)},
    **{word: ("O", (n,)) for n, word in enumerate(ORDINALS, 1)},
    **_each("O", "forth", 4),
    **_each("O", "last final", -1),
    **_each("E", "every each ev evry evrey"),
    **_each("X", "other"),
    **_each("X", "alternate alternating", 1),
    **_each("P", "a an per"),
    **_each("&", "and"),
    **_each("i", "in of"),
    **_each("q", "day days", 0, 1),
    **_each("q", "week weeks wk wks", 1, 1),
    **_each("q", "fortnight fortnights", 1, 2),
    **_each("q", "month months mos mth mths", 2, 1),
    **_each("q", "quarter quarters qtr", 2, 3),
    **_each("q", "year years yr yrs", 3, 1),
    **_each("d", "daily everyday", 1),
    **_each("w", "weekly wkly", 1),
    **_each("w", "fortnightly", 2),
    **_each("m", "monthly", 1),
    **_each("m", "quarterly", 3),
    **_each("y", "yearly annual annually", 1),
    **_each("y", "biennial biennially", 2),
    **_each("f", "biweekly"),
    **_each("g", "bimonthly"),
    **_each("c", "once"),
    **_each("W", "twice", 2),
    **_each("W", "thrice", 3),
    **_each("Z", "times sessions meetings dates occurrences"),
    **_each("T", "morning mornings am", 4, 12),
    **_each("T", "afternoon afternoons", 12, 18),
    **_each("T", "evening evenings", 16, 24),
    **_each("T", "night nights", 17, 24),
    **_each("T", "lunch lunchtime", 11, 14),
    **_each("!", "except excepting but not no without excluding besides minus skip skipping unless excl exc"),
    **_each("L", "to thru through", 1),
    **_each("L", "until till til ending ends"),
    **_each("L", "before", 2),
    **_each("B", "from", 1),
    **_each("B", "starting starts beginning begins since after"),
    **_each("H", "holiday holidays break breaks vacation vacations recess closures closure thanksgiving christmas"),
    **_each("J", "school session"),
    **_each("S", "schoolday schooldays"),
    **_each("K", "workday workdays"),
    **_each("%", "even", 0),
    **_each("%", "odd", 1),
    **_each("e", "end"),
    **_each("o", "only"),
    **_each("R", "if when while during for or plus including then with as depending between"),
    **_each("R", "most some working business summer winter spring fall"),
}
# These words do not change which dates are meant. Every other word counts.
_FILLERS: Final = frozenset(
    ["the", "on", "repeat", "repeats", "repeating", "repeated", "meet", "meets", "we", "it", "is", "occurs", "happens"]
)

_CLOCK: Final = r"(?:[0-9]{1,2}(?::[0-9][0-9])?\s*[ap]\.?\s?m\b\.?|[0-9]{1,2}:[0-9][0-9](?![0-9])|noon\b|midday\b)"
_TOKEN: Final = re.compile(
    rf"(?P<span>(?:(?:at|from|between)\s+|@\s*)?(?:{_CLOCK}|\b[0-9]{{1,2}})\s*(?:[-–—]|to|until|till|and)\s*{_CLOCK})"
    rf"|(?:\bat\s+|@\s*)?(?P<clock>{_CLOCK})|(?:\bat\s+|@\s*)(?P<hour>[0-9]{{1,2}})(?![\w/.:-])"
    r"|(?P<date>[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?(?!\w))"
    r"|(?P<minus>(?:^|\s+)[-–−][0-9]+(?:st|nd|rd|th)?\b)"
    r"|(?P<ordinal>[0-9]+)(?:st|nd|rd|th)\b|(?P<times>[0-9]+)x\b|(?P<dotted>[0-9]+\.(?=.))|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)\.?|(?P<dash>\s*[-–—]+\s*)|(?P<comma>[,;:()]+)|(?P<and>[&+/])"
    r"|(?P<space>[\s\"“”.]+)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_LETTERS: Final = {"m": "mon", "t": "tue", "tu": "tue", "w": "wed", "th": "thu", "r": "thu", "f": "fri"}
_COMPOUNDS: Final = (
    (r"\b(bi|semi)[- ](?=weekly|monthly|annual)", r"\1"),
    # The letter of a week or a day in a schedule with A and B weeks is not the article of “twice a week”.
    (r"(?<![\w-])a(?=[- ]+(?:weeks|days)\b|-(?:week|day)\b)", "aa"),
    (r"\bno[- ]+school([- ]+days?)?( off)?\b", "no holidays"),
    (r"\bschool[- ]+days?\b", "schoolday"),
    (r"\b(working|business|work)[- ]+days?\b", "workday"),
    (r"\btwo times(?=\s+(a|per|each|every)\b)", "twice"),
    (r"\bthree times(?=\s+(a|per|each|every)\b)", "thrice"),
    (r"\b(\d) times(?=\s+(a|per|each|every)\b)", r"\1x"),
    (r"(?<=\S) *(?:\bx|\u00d7) *(\d+)$", r" \1 times"),
    (r"\bsemimonthly\b", "twice monthly"),
    (r"\bsemiweekly\b", "twice weekly"),
    (r"\b(semi|bi)annual(ly)?\b", "twice yearly"),
    (r"\bt\s*/\s*th\b", "tth"),
    (r"\bm\s*/\s*w\s*/\s*f\b|\bm-w-f\b", "mwf"),
    (r"\bm\s*/\s*w\b", "mw"),
    (r"(?<=[a-z])['’]s\b", "s"),
    (r"\bday -1(?!\d)", "last day"),
    (r"(?<!\S)-1(?:st)?(?= \w+day\b)", "last"),
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Text with compounds as single words, such as `bi-weekly`, and the text as typed, for quotations."""

    text: str
    typed: str
    places: tuple[tuple[int, int], ...]
    """Where each character of `text` comes from: the start and the end in `typed`."""

    def as_typed(self, start: int, end: int) -> str:
        """The typed text behind the characters of `text` from `start` up to `end`."""
        places = self.places[start:end]
        return self.typed[places[0][0] : places[-1][1]] if places else ""


def spelled(text: str) -> Spelled:
    """The text with compounds as single words, and with letters for weekdays spelled out."""
    plain = "".join(unicodedata.normalize("NFKC", sign) for sign in text)
    places = tuple((n, n + 1) for n, sign in enumerate(text) for _ in unicodedata.normalize("NFKC", sign))
    letter = "|".join(sorted(_LETTERS, key=len, reverse=True))
    days = rf"\b({letter})\s*[-–—]\s*({letter})\b"
    for pattern, instead in (*_COMPOUNDS, (days, "")):
        for found in reversed([*re.finditer(pattern, plain, re.IGNORECASE)]):
            new = found.expand(instead) or f"{_LETTERS[found[1].lower()]}-{_LETTERS[found[2].lower()]}"
            start, end = found.span()
            whole = (places[start][0], places[end - 1][1])
            plain = plain[:start] + new + plain[end:]
            places = (*places[:start], *(whole for _ in new), *places[end:])
    return Spelled(plain, text, places)


def tokens(text: str) -> list[Token]:
    """The tokens of the text that `spelled` returned. Words that do not change the dates are left out."""
    return list(_without_once(list(_dashes(list(_tokens(text)), text))))


def _without_once(found: list[Token]) -> Iterator[Token]:
    """The tokens without `once` before a rhythm, because it changes nothing there. In other places, it is not
    understood."""
    for index, token in enumerate(found):
        if token.kind != "c":
            yield token
        elif kinds(found[index + 1 : index + 2]) not in [*"EPdwmy"]:
            yield replace(token, kind="?")


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        group, typed = found.lastgroup or "", found[0]
        kind, value = "?", tuple[int, ...]()
        if group == "space" or (group == "word" and found["word"].lower() in _FILLERS):
            continue
        if group == "word":
            kind, value = _word(found["word"].lower())
        elif group in ("ordinal", "number", "times"):
            digits = found[group]
            kind = {"ordinal": "O", "times": "W"}.get(group, "Y" if len(digits) == 4 else "N")
            kind, value = (kind, (int(digits),)) if len(digits) < 5 else ("?", ())
            kind = "c" if typed.lower() == "1x" else kind
        elif group in ("span", "clock", "hour"):
            kind, value = "t", tuple(_minutes(found["clock"] or found["hour"] or ""))
        elif group in ("date", "comma", "and"):
            kind = {"date": "#", "comma": ",", "and": "&"}[group]
        elif group == "dash":
            kind = "-"
        yield Token(kind, found.start(), found.end(), value)


def _minutes(text: str) -> Iterator[int]:
    """The minutes after midnight that a time may mean: two if neither am nor pm is typed."""
    if text.lower() in ("noon", "midday"):
        yield 12 * 60
    elif found := re.match(r"(\d+)(?::(\d\d))?\s*([ap])?", text, re.IGNORECASE):
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half:
            yield (hour % 12 + 12 * (half == "p")) * 60 + minute
        else:
            yield hour * 60 + minute
            yield ((hour + 12) % 24) * 60 + minute


def _dashes(found: list[Token], text: str) -> Iterator[Token]:
    """The tokens with each dash as a range, as a comma, or, inside a word such as `every-other`, left out."""
    for index, token in enumerate(found):
        before, after = (found[n].kind if 0 <= n < len(found) else "" for n in (index - 1, index + 1))
        if token.kind == "L" and token.value == (1,) and before == after == "D":
            yield replace(token, kind="-")
        elif token.kind != "-" or (before == after and before in "DMON#") or (before + after) in ("NM", "OM", "YM"):
            yield token
        elif text[token.start : token.end].strip() != text[token.start : token.end]:
            yield replace(token, kind=",")


@cache
def _word(word: str) -> _Meaning:
    """The kind and value of a word in lowercase letters, or of the only word in the vocabulary that it can be a typing
    mistake of."""
    if word in _VOCABULARY:
        return _VOCABULARY[word]
    meant = {_VOCABULARY[known] for known in _VOCABULARY if _is_slip(word, known)} if len(word) > 4 else set()
    return meant.pop() if len(meant) == 1 else ("?", ())


def _is_slip(typed: str, known: str) -> bool:
    """Whether a word differs from another by one letter: wrong, missing, doubled, or swapped with the next letter.
    Only words with the same first letter count, so `Funday` is not Sunday. Short words and limiting words do not count.
    """
    if len(known) < 5 or known[0] != typed[0] or abs(len(known) - len(typed)) > 1 or _VOCABULARY[known][0] in "!LBRHJe":
        return False
    start = next((n for n, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), min(len(typed), len(known)))
    rest, other = typed[start:], known[start:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == other
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped
