"""Links that do not go where they seem to go."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from .normalize import is_all_lookalike

_HOST: Final = re.compile(r"https?://([^\s/?#()\[\]<>\"']+)", re.IGNORECASE)


def is_lookalike(text: str) -> bool:
    """Whether a link goes to a host with a word in mixed scripts, or a Latin word in letters of another script."""
    for host in _HOST.findall(unquote(html.unescape(text))):
        for label in host.split("."):
            scripts = {unicodedata.name(char, "?").split()[0] for char in _readable(label) if char.isalpha()}
            if len(scripts - {"HIRAGANA", "KATAKANA", "CJK"}) > 1 or is_all_lookalike(_readable(label)):
                return True
    return False


def _readable(label: str) -> str:
    """A part of a host name, as browsers may show it."""
    try:
        return label.encode("ascii").decode("idna") if label.lower().startswith("xn--") else label
    except UnicodeError:
        return label
