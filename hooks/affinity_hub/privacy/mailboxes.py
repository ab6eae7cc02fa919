"""Finds mailboxes, and tells personal mailboxes from role mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .mailbox_names import fits, names_a_person
from .normalize import NormalizedText
from .spelled_mailboxes import PROVIDERS, with_signs

__all__ = ["fits", "is_personal", "mailboxes", "names_a_person"]

_I: Final = re.IGNORECASE
_MAILBOX: Final = re.compile(
    r"(?<![\w.+@-])(['\w][\w.+'-]{0,63})@"
    r"((?:[a-z0-9-]{1,63}\.){1,6}(?!(?:png|jpe?g|svg|gif|webp|pdf|css|js|html?)\b)[a-z]{2,24})\b",
    _I,
)
_PERSONAL: Final = re.compile(
    rf"(?:{PROVIDERS})(?:\.com?)?\.[a-z]{{2,4}}|(?:live|msn|passport|me|mac|aim|q|qq|163|126|naver|hey|duck|"
    rf"frontier|rogers)\.com|"
    r"(?:att|cox|charter|windstream|spectrum|daum|hanmail|shaw)\.(?:net|ca)|(?:mail|bk|inbox)\.ru|pm\.me|web\.de|"
    r"t-online\.de|"
    r"(?:orange|free|wanadoo|laposte)\.fr|live\.(?:ca|co\.uk|fr)|[\w-]+\.rr\.com",
    _I,
)


def mailboxes(reading: NormalizedText) -> Iterator[tuple[str, str]]:
    """Each mailbox, as the lowercase parts before and after the @. Includes mailboxes that are spelled out."""
    for text in dict.fromkeys(reading):
        signed = with_signs(text)
        if "@" in signed:
            yield from ((found[1].lower(), found[2].lower()) for found in _MAILBOX.finditer(signed))


def is_personal(domain: str) -> bool:
    """Whether anybody can get a mailbox at a mail domain."""
    return bool(_PERSONAL.fullmatch(domain))
