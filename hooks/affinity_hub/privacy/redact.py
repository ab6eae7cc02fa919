"""What an answer of the check never repeats, because logs are public: ways to a person or into a meeting.

This is wider than what `privacy` refuses. An address that may be published is no loss here: the line and column say
where it stands.
"""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "•••"
MOST: Final = (
    2_000  # signs of a text that are told: more help nobody, and would keep the patterns below busy for minutes
)
# Each begins where its run of signs begins, so that a long word is gone through once and not from each of its letters.
_MEETING = re.compile(
    r"(?<![^\s\"'<>])[^\s\"'<>]*\b(?:zoom\.us|teams\.(?:microsoft|live)\.com|meet\.google\.com|webex\.com)/[^\s\"'<>]*",
    re.IGNORECASE,
)
_MAIL = r"(?<![\w.%+-])[\w.%+-]+@(?!(?:[\w-]+\.)*example(?:\.\w+)?\b)[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?<![\w/-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?![\w-])|(?<![\w/-])\+?\d{10,15}(?!\w)"
_PRIVATE = re.compile(f"{_MAIL}|{_PHONE}", re.IGNORECASE)


def mask(text: str) -> str:
    """The text without links to meetings, mail addresses (but those of examples) and telephone numbers.

    It is cut after `MOST` signs.
    """
    text = text if len(text) <= MOST else f"{text[:MOST]}…"
    before, text = "", _MEETING.sub(HIDDEN, text)
    while before != text:  # what follows a mailbox without a space may be another one
        before, text = text, _PRIVATE.sub(HIDDEN, text)
    return text
