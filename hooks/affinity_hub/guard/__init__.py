"""What a text gives away, judged by its words alone: no YAML, no records, no model.

reading    a text as a person reads it, however it is dressed
never      ways into meetings, telephone numbers, mailboxes: never published
places     streets and rooms, for meetings whose place is not public
names      names of people who have not agreed to be named
"""

from __future__ import annotations

import re
from typing import Final

from .names import Names, folded
from .places import places
from .reading import Reading, read

__all__ = ["Names", "Reading", "folded", "is_suspect", "places", "read"]

# Most texts have nothing of this, and then nobody looks closer: a check of ten thousand events reads each text once.
# All but Latin letters, spaces and the signs of prose: digits, and @ % & / : are not among them.
_SIGNS: Final = re.compile(
    "[^\t\n\x20-\x24\x27-\x2e\x3b-\x3f\x41-\x7e\u00a0-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2013\u2014\u2018-\u201d\u2026]"
)
_WORDS: Final = re.compile(
    r"\b(?:dot|punto|gmail|yahoo|hotmail|icloud|aol)\b|[\[({<_-]\s?at\s?[\])}>_-]|[a-z]{3}-[a-z]{4}-[a-z]{3}\b|"
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[\s,.-]+(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d{1,2}:\d\d)?|\d{1,2}:\d\d|\d{1,4}|(?!pass|pwd|ext)[a-z]+-\d{1,5}")
# Some digits among words, as in "12 Lantern Street", and nowhere as many as a telephone number has …
_FEW_DIGITS: Final = re.compile(r"(?:[A-Za-z ,.'-]|\d(?!(?:[ .'-]{0,4}\d){6}))*")
# … unless these are there: passcodes, ids of meetings, extensions, numbers in letters or in words, mailboxes in words.
# For texts in small letters: to look for both kinds takes three times as long.
_NEAR_DIGITS: Final = re.compile(
    r"pass|pwd|ext|,,|\d-[a-z]|\b(?:pin|id|code|key|number|no|at|dot|punto|double)\b|"
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[\s,.-]+"
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b|\b[a-z]{3}-[a-z]{4}-[a-z]{3}\b"
)
# Ends of the words in _WORDS and what stands around them: looks for them with one step a letter, not a dozen.
_QUICK: Final = re.compile(
    r"[dpghyia](?:ot|unto|mail|ahoo|otmail|cloud|ol)\b|[\[({<_-]\s?(?:at|[a-z]{4}-)|"
    r"(?:[eort]o|oh|[oi]ne|wo|hree|our|[fi]ve|ix|ven|ight)[\s,.-]+[zotfsen]"
)


def is_suspect(text: str) -> bool:
    """Whether a text has anything that `never` could object to. Quick, and on the safe side."""
    if _SIGNS.search(text):
        if _DATE.fullmatch(text):
            return False
        return not _FEW_DIGITS.fullmatch(text) or bool(_NEAR_DIGITS.search(text.lower()))
    return " " in text and bool(_QUICK.search(text.lower()) and _WORDS.search(text))
