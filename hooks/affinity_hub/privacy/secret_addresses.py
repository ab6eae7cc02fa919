"""Addresses that are themselves secrets: anyone who knows such an address can read the content without a password.
Programs make these addresses with a long random part. A published address cannot be taken back.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from .patterns import lazy

_I: Final = re.IGNORECASE
# Secret addresses of calendar programs: Google's secret address, Outlook's published calendar, iCloud, and Nextcloud.
_KNOWN: Final = lazy(
    r"/private-[^/]+|/owa/calendar/[^/]+/|/published/\d/\S|/public-calendars/\w|/(?:share|shared|s)/\w{8,}", _I
)
_GOOGLE_PUBLIC: Final = lazy(r"/calendar/(?:ical|feeds)/[^/]+/public/[\w.-]+", _I)
_SECRET_KEYS: Final = lazy(
    r"(?:.*[_-])?(?:token|(?:api|auth)?key|secret|auth|sig|signature|password|passwd|pass|pwd|hash|jwt|session|sid)",
    _I,
)
_UUID: Final = lazy(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", _I)
_HEX: Final = lazy(r"(?=.*\d)[0-9a-f]{16,}", _I)
# The words in a name such as `MonthlyMeetings2026`.
_WORDS: Final = lazy(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_LONGEST_WORD: Final = 24


def is_secret(address: str) -> bool:
    """Whether an address is likely to hold a token: in its user, its path, its query, or after its number sign."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return True
    if parts.username or parts.password:
        return True
    path = unquote(parts.path)
    if host.endswith("google.com") and _GOOGLE_PUBLIC.fullmatch(path) and not (parts.query or parts.fragment):
        return False
    if _KNOWN.search(path):
        return True
    values = parse_qsl(parts.query, keep_blank_values=True)
    if any(_SECRET_KEYS.fullmatch(key) and len(value) > 3 for key, value in values):
        return True
    return any(_is_random(text) for text in (path, unquote(parts.query), unquote(parts.fragment)))


def _is_random(text: str) -> bool:
    """Whether the text has a random part: a UUID, or a long row of mixed characters."""
    if _UUID.search(text):
        return True
    return any(_is_random_word(word) for word in re.split(r"[^A-Za-z0-9]+", text))


def _is_random_word(word: str) -> bool:
    """Whether letters and digits are mixed in a way that no name has. `MonthlyMeetings2026` is a name."""
    if _HEX.fullmatch(word):
        return True
    words = _WORDS.findall(word)
    if max(map(len, words), default=0) > _LONGEST_WORD:
        return True
    return len(word) >= 10 and len(words) > 2 and len(word) / len(words) < 3
