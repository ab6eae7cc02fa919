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
_SIGNS: Final = re.compile(
    "[@%&/:\\d]|[^\t\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2013\u2014\u2018-\u201d\u2026]"
)
_WORDS: Final = re.compile(
    r"\b(?:dot|punto|gmail|yahoo|hotmail|icloud|aol)\b|[\[({<_-]\s?at\s?[\])}>_-]|[a-z]{3}-[a-z]{4}-[a-z]{3}\b|"
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[\s,.-]+(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d{1,2}:\d\d)?|\d{1,2}:\d\d|\d{1,4}")


def is_suspect(text: str) -> bool:
    """Whether a text has anything that `never` could object to. Quick, and on the safe side."""
    if _SIGNS.search(text):
        return not _DATE.fullmatch(text)
    return " " in text and bool(_WORDS.search(text))
