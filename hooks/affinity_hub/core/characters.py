"""Characters that nobody can see, and letters that only look like Latin letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# They only say where a line may break, or nothing at all: without them, a text reads the same.
_WITHOUT_MEANING: Final = re.compile("[\u00ad\u034f\u180e\u200b\u2060\ufeff]")
# Joiners belong to the spelling of many scripts and to emoji. Between Latin letters, they mean nothing.
_JOINERS: Final = re.compile(
    "(?<=[\x20-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\x20-\u024f])|[\u200c\u200d]$|^[\u200c\u200d]"
)
# Cyrillic and Greek letters that look like Latin letters in most fonts.
_ALIKE: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0432\u043d\u043a\u043c\u0442"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u03bf\u03b1"
    "\u03c1\u03c5\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijshdqwbhkmtABEKMHOPCTYXIJSoapuvABEZHIKMNOPTYX",
)


def without_invisible(text: str) -> str:
    """The text without characters that nobody can see and that have no meaning."""
    return _JOINERS.sub("", _WITHOUT_MEANING.sub("", text))


def visible(text: str) -> str:
    """The text with a name such as `<U+00A0>` for each character that nobody can see or tell from a space."""
    return text if text.isascii() and text.isprintable() else "".join(map(_named, text))


def _named(sign: str) -> str:
    category = unicodedata.category(sign)
    return sign if sign in " \n" or category[0] not in "CZ" else code_point(sign)


def code_point(sign: str) -> str:
    """The name of a character by its number, such as `<U+00A0>`."""
    return f"<U+{ord(sign):04X}>"


def latin(text: str) -> str:
    """The text with Latin letters in place of Cyrillic and Greek letters that look like them."""
    return text if text.isascii() else text.translate(_ALIKE)


def lookalikes(text: str) -> list[str]:
    """The letters of a text that only look like Latin letters."""
    return [sign for sign in dict.fromkeys(text) if latin(sign) != sign]


def shorten(value: str, width: int = 40) -> str:
    """The value as a message quotes it: not too long, and with the numbers of characters that nobody can see."""
    return visible(value if len(value) <= width else value[: width - 1] + "…")
