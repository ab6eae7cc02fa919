"""Text as a person reads it, however it was typed, so that the guard cannot be misled by disguises.

Entities, percent signs, wide and foreign digits, invisible characters, look-alike letters, dashes of every kind,
Markdown around parts of a word, and digits spelled out all become plain characters. The result is only for checks.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

# The guard reads longer texts in pieces that overlap by this many characters.
PIECE: Final = 1_200
OVERLAP: Final = 200
# A Chinese character. Without (?-i:…), Python would look for other cases of all 20,992 of them.
IDEOGRAPH: Final = r"(?-i:[\u4e00-\u9fff])"
# A capital letter of any Latin alphabet, such as the first letter of "Đỗ." "À-ÖØ-Þ" are in Western European names.
CAPITAL: Final = (
    "(?-i:[A-ZÀ-ÖØ-Þ"
    + "".join(char for char in map(chr, (*range(0x100, 0x250), *range(0x1E00, 0x1F00))) if char.isupper())
    + "])"
)
DIGIT: Final = re.compile(r"\d")
# A text of only these characters is read as typed.
_PLAIN: Final = re.compile(r"[A-Za-z0-9 .,:;/@+()?!'\"#=$|-]*")
# Format characters, and letters that are blank or only change the letter before them.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\u20e3\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_DASHES: Final = "\u00b7\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u2027\u2043\u2212\u2219\u22c5\u2e3a\u2e3b\u30fb"
LOOKS_LIKE: Final[dict[int, str | int]] = {
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, "\u2024\u3002\u06d4\u0589"), "."),
    **dict.fromkeys(map(ord, "\u2044\u2215\u29f8"), "/"),
    # Cyrillic and Greek letters that look like Latin letters.
    **str.maketrans("аеорсухіјѕһԁԛԝӏАВЕКМНОРСТХІЈЅ", "aeopcyxijshdqwlABEKMHOPCTXIJS"),
    **str.maketrans("οαρνιυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oapviuABEZHIKMNOPTYX"),
}
_DIGITS: Final = (
    "zero oh o nought cero không",
    "one uno một",
    "two dos hai",
    "three tres ba",
    "four cuatro bốn",
    "five cinco năm",
    "six seis sáu",
    "seven siete bảy",
    "eight ocho tám",
    "nine nueve chín",
)
_WORDS: Final = {word: str(value) for value, words in enumerate(_DIGITS) for word in words.split()}
_TEENS: Final = {
    word: str(value)
    for value, word in enumerate(
        ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        10,
    )
}
_TENS: Final = {
    word: str(value)
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
SPOKEN_NUMBERS: Final = (*_WORDS, *_TEENS, *_TENS)
_NUMBER: Final = "|".join(SPOKEN_NUMBERS)
_SPELLED: Final = re.compile(
    rf"\b(?:(?:(?:double|doble|triple)\s+)?(?:{_NUMBER}|hundred|\d{{1,4}})\b[\s,.-]*){{4,}}", re.IGNORECASE
)
_PAIR: Final = re.compile(rf"\b(?:{_NUMBER})\b[\s,.-]+(?:double|doble|triple|hundred|{_NUMBER}|\d)")
_CHINESE: Final = re.compile("[〇零一二三四五六七八九两]{7,}")
_CHINESE_DIGITS: Final = str.maketrans("〇零一二三四五六七八九两", "001234567892")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_EMPHASIS: Final = re.compile(r"[*`~\\]+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")
_TAG: Final = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_TITLES: Final = re.compile(
    r"""\]\([^()"]*"([^"]*)"\s*\)|\s(?:title|alt|aria-label|data-[\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]+>?", re.IGNORECASE)


class NormalizedText(NamedTuple):
    """`whole` includes the addresses of links and the attributes of tags; `seen` has only the words around them."""

    whole: str
    seen: str


@lru_cache(maxsize=4096)
def read(text: str) -> NormalizedText:
    """The readings of the text."""
    plain = text if _PLAIN.fullmatch(text) else _undressed(text)
    plain = _CHINESE.sub(lambda found: found[0].translate(_CHINESE_DIGITS), plain)
    low = plain.lower()
    if _PAIR.search(low):
        plain = _SPELLED.sub(_digits, plain)
    if not any(sign in low for sign in ("<", "[", "://", "www.")):
        return NormalizedText(plain, plain)
    # Readers see the titles of links and pictures as well.
    titles = " ; ".join(title for found in _TITLES.findall(plain) for title in found if title)
    seen = _LINK.sub(r"\1", _TAG.sub("", plain)) + f" ; {titles}" * bool(titles)
    return NormalizedText(plain, _ADDRESS.sub(" ", seen))


def pieces(text: str) -> Iterator[str]:
    """Splits text into pieces, so that ten times the text takes ten times as long to check.

    Each piece begins before the previous piece ends, so that one of the two holds any phrase across the cut.
    """
    if len(text) <= PIECE:
        yield text
        return
    for start in range(0, len(text), PIECE - OVERLAP):
        yield text[start : start + PIECE]


def is_all_lookalike(word: str) -> bool:
    """Whether every letter of a word is foreign and looks like a Latin letter."""
    letters = [char for char in word if char.isalpha()]
    return bool(letters) and all(ord(char) in LOOKS_LIKE for char in letters)


def words(name: str) -> frozenset[str]:
    """The words in a list in words/."""
    lines = (Path(__file__).parent / "words" / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def cyrillic(pattern: str) -> str:
    """A pattern for Cyrillic words in the form that `read` returns, where look-alike letters are Latin letters.

    A space matches any whitespace, so that the pattern can be part of a verbose pattern.
    """

    def both(found: re.Match[str]) -> str:
        low, high = (letter.translate(LOOKS_LIKE) for letter in (found[0].lower(), found[0].upper()))
        return low if high.lower() == low.lower() else f"[{low}{high}]"

    return re.sub("[\u0400-\u04ff]", both, pattern).replace(" ", r"\s")


def _undressed(text: str) -> str:
    text = html.unescape(text)
    for _ in range(2):  # once more for an address inside an address
        text = unquote(text, errors="ignore") if "%" in text else text
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(LOOKS_LIKE)
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    text = _EMPHASIS.sub("", _COMMENT.sub("", text))
    return re.sub(r"\s+", " ", text)


def _digits(found: re.Match[str]) -> str:
    """Writes spelled-out digits as digits: "double five" becomes 55."""
    digits, times, words = "", 1, re.findall(r"\w+", found[0].lower())
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in ("double", "doble", "triple"):
            times = 3 if word == "triple" else 2
        elif word == "hundred":
            digits += "00"
        elif word in _TENS:
            digits += _TENS[word] if following in _WORDS and following not in ("zero", "oh") else f"{_TENS[word]}0"
        else:
            digits, times = digits + (_TEENS | _WORDS).get(word, word) * times, 1
    # Only runs of words become digits here: typed digits keep their separators, which distinguish dates from telephone
    # numbers.
    return f"{digits} " if re.search(r"[a-z]", found[0], re.IGNORECASE) else found[0]
