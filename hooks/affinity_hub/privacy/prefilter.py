"""A quick prefilter: whether the guard must look at text more closely. Most texts need no closer look.

A check of ten thousand events asks this question for each text. The tests make sure that the prefilter passes on every
text that the guard would object to.
"""

from __future__ import annotations

import re
from typing import Final

from .normalize import SPOKEN_NUMBERS, words
from .titles import TITLE_WORDS

# Everything except Latin letters, spaces, and the punctuation of prose, which excludes digits and @ % & / :.
_SIGNS: Final = re.compile(
    "[^\t\n\x20-\x24\x27-\x2e\x3b-\x3f\x41-\x7e\u00a0-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2013\u2014\u2018-\u201d\u2026]"
)
_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T]\d{1,2}:\d\d)?|\d{1,2}:\d\d|\d{1,4}|(?!pass|pwd|pin|ext|x)[a-z]+-\d{1,5}"
)
# A few digits among words, as in "12 Lantern Street", but fewer than in a telephone number …
_FEW_DIGITS: Final = re.compile(r"(?:[A-Za-z ,.'-]|\d(?!(?:[ .'-]{0,4}\d){6}))*")
# … unless the text has an extension, a number in letters, or characters between digits.
_NEAR_DIGITS: Final = re.compile(
    r"ext|(?i:int\.)|,,|\d-[A-Z]|(?i:x)[ .:-]?\d{3}|"
    r"(?:\d\D{0,12}){7}|at \d{3}-\d{4}|\d{3}[ .)-]{1,2}[A-Z]{2}|(?i:pin|pass|"
    r"pwd)\W?\d"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBERS: Final = frozenset(SPOKEN_NUMBERS)
_SUSPECT: Final = words("suspect") | TITLE_WORDS
_WITH_DIGITS: Final = words("suspect_with_digits")
# Meeting codes, spelled-out mailboxes without spaces, "at" before a domain, a title after a name
_SHAPES: Final = re.compile(
    r"[a-z]{3}-[a-z]{4}-[a-z]{3}\b|[\[({<~*|'_\"-]\s?(?i:at|arroba|a|chez|ät|aet|æt)\s?[\])}>~*|'_\"-]|"
    r"\w[\[({<]\s?[^\W\d_][\w-]{0,11}\s?[\])}>]\w|[a-z]AT[a-z]|"
    r"(?i:at)(?:gmail|yahoo|hotmail)|"
    r"(?i:at) (?:[\w-]+\.)+[a-z]{2}"
)


def is_suspect(text: str) -> bool:
    """Whether the guard could object to the text. The answer is quick and errs on the side of True."""
    has_digits = _SIGNS.search(text) is not None
    if has_digits and _DATE.fullmatch(text):
        return False
    if has_digits and (not _FEW_DIGITS.fullmatch(text) or _NEAR_DIGITS.search(text)):
        return True
    known = _WORD.findall(text.lower())
    return (
        not _SUSPECT.isdisjoint(known)
        or (has_digits and not _WITH_DIGITS.isdisjoint(known))
        or len([word for word in known if word in _NUMBERS or len(word) == 1]) > 2
        or _SHAPES.search(text) is not None
    )
