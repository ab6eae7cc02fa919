"""Texts: characters that people cannot see or tell apart, words in a list, and cells of a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

WITHHELD: Final = "withheld"
"""The word in place of a number of people that is too small to publish."""
# These characters only say where a line may break, or mean nothing. Without them, a text reads the same.
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
# A cell that begins with one of these characters can run as a formula when someone opens the file (OWASP, "CSV
# Injection"). Spreadsheets skip leading spaces and read full-width signs as plain signs.
_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")


def without_invisible(text: str) -> str:
    """The text without characters that people cannot see and that have no meaning."""
    return _JOINERS.sub("", _WITHOUT_MEANING.sub("", text))


def visible(text: str) -> str:
    """The text with a name such as `<U+00A0>` for each character that people cannot see or tell from a space."""
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
    """The letters of the text that only look like Latin letters."""
    return [sign for sign in dict.fromkeys(text) if latin(sign) != sign]


def shorten(value: str, width: int = 40) -> str:
    """The value as a message quotes it: not too long, and with the numbers of characters that people cannot see."""
    return visible(value if len(value) <= width else value[: width - 1] + "…")


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: `one`, `one and two`, or `one, two, and three`."""
    if len(words) > 2:
        return f"{', '.join(words[:-1])}, {last} {words[-1]}"
    return f" {last} ".join(words)


def ended(text: str) -> str:
    """The text as a sentence: with a period, unless a punctuation mark already ends it."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def plural(noun: str, number: int) -> str:
    """The noun alone, in its form after a number: `entry` after 1, `entries` after 2."""
    if number == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def csv_cell(text: str | None) -> str:
    """The content of a cell that every spreadsheet shows as text, never as a formula; empty for None."""
    text = text or ""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def bare_words(text: str) -> str:
    """The words of the text with one space between them, without capitals, accents, and marks."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(text.casefold())))


def say_the_same(texts: Iterable[str | None]) -> bool:
    """Whether all texts have the same words. None counts as an empty text. True without texts."""
    different = {text or "" for text in texts}
    return len(different) < 2 or len(set(map(bare_words, different))) < 2


def without_accents(text: str) -> str:
    """The text with each letter without its accents and marks."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def in_one_case(text: str) -> str:
    """The text in lowercase letters with one space between words, to compare it with what someone else typed."""
    return " ".join(text.casefold().split())
