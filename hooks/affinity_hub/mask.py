"""What an answer of the check never repeats, because logs are public: ways to a person or into a meeting.

This is wider than what `privacy` refuses. An address that may be published is no loss here: the line and column say
where it stands.
"""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "•••"
_MEETING = r"[^\s\"'<>]*\b(?:zoom\.us|teams\.(?:microsoft|live)\.com|meet\.google\.com|webex\.com)/[^\s\"'<>]*"
_MAIL = r"[\w.%+-]+@(?!(?:[\w-]+\.)*example(?:\.\w+)?\b)[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?<![\w/-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?![\w-])|(?<![\w/-])\+?\d{10,15}(?!\w)"
_PRIVATE = re.compile(f"{_MEETING}|{_MAIL}|{_PHONE}", re.IGNORECASE)


def mask(text: str) -> str:
    """The text without links to meetings, mail addresses (but those of examples) and telephone numbers."""
    return _PRIVATE.sub(HIDDEN, text)
