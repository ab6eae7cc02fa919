"""Names of people who have not agreed to be named, wherever else they stand."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import unquote

_END: Final = "\x00"
_TAG: Final = re.compile("<[^<>\x00]*>")
_MARKS: Final = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff]+")
# Signs are spaces between words, those of emphasis nothing at all, and the end of a text is a word.
_SPACES: Final[dict[int, str | None]] = {code: " " for code in range(1, 128) if not chr(code).isalnum()} | {
    ord("*"): None,
    ord("`"): None,
    ord("~"): None,
}


def folded(text: str) -> str:
    """The bare words of a text, a space around each: no capitals, accents, marks and invisible characters."""
    plain = unquote(text.replace("%00", "")) if "%" in text else text
    plain = html.unescape(plain) if "&" in plain else plain
    plain = _TAG.sub("", plain).casefold() if "<" in plain else plain.casefold()
    if not plain.isascii():
        plain = re.sub(rf"[^\w{_END}]", " ", _MARKS.sub("", unicodedata.normalize("NFKD", plain)))
    return f" {' '.join(plain.translate(_SPACES).split())} "


class Names:
    """Looks for some names in many texts at once, also with the last name first.

    A name of one word counts only where it is written as a name is, with a capital and not at the start of a sentence:
    Grace and Will are words too.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._long: list[tuple[str, str]] = []
        self._single: list[tuple[str, re.Pattern[str]]] = []
        for name in names:
            words = folded(name).split()
            if len(words) == 1:
                self._single.append((name, re.compile(rf"(?<=[\w,;:] ){re.escape(name)}\b")))
            elif words:
                self._long += [(name, " ".join(order)) for order in (words, [words[-1], *words[:-1]])]

    def find(self, texts: Sequence[str]) -> dict[int, str]:
        """The names that texts hold, one for each text that has any, by its index."""
        found: dict[int, str] = {}
        # Two heaps, for plain ones are folded much faster, and most are.
        plain = [index for index, text in enumerate(texts) if text.isascii()]
        other = [index for index, text in enumerate(texts) if not text.isascii()]
        for indexes in (plain, other) if self._long else ():
            whole = folded(f" {_END} ".join(texts[index] for index in indexes))
            for name, words in self._long:
                place = whole.find(f" {words} ")
                while place >= 0:
                    found.setdefault(indexes[whole.count(_END, 0, place)], name)
                    place = whole.find(f" {words} ", place + 1)
        for name, pattern in self._single:
            found |= {index: name for index, text in enumerate(texts) if index not in found and pattern.search(text)}
        return dict(sorted(found.items()))
