"""Names of people who have not agreed to be named, anywhere in the data."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from string import punctuation
from typing import Final
from urllib.parse import unquote

from .normalize import LOOKS_LIKE
from .normalize import words as listed

_END: Final = "\x00"
_TAG: Final = re.compile("<[^<>\x00]*>")
_MARKS: Final = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff]+")
# Signs count as spaces between words, signs of emphasis are dropped, and the end of a text counts as a word.
_NO_EMPHASIS: Final[dict[int, str | None]] = dict.fromkeys(map(ord, "*`~"))
_SPACES: Final = {ord(sign): " " for sign in punctuation} | _NO_EMPHASIS


def folded(text: str) -> str:
    """The bare words of the text with a space around each word, without capitals, accents, marks, and invisible
    characters."""
    plain = unquote(text.replace("%00", "")) if "%" in text else text
    plain = html.unescape(plain) if "&" in plain else plain
    plain = _TAG.sub("", plain).casefold() if "<" in plain else plain.casefold()
    if not plain.isascii():
        plain = re.sub(rf"[^\w{_END}]", " ", _MARKS.sub("", unicodedata.normalize("NFKD", plain)))
    return f" {' '.join(plain.translate(_SPACES).split())} "


_LINK: Final = re.compile(r"\]\([^()]*\)|\]\[[^\[\]]*\]")
# "Jane M. Okonkwo"
_INITIALS: Final = r"(?:\w ){0,2}"


def _spellings(text: str) -> Iterator[str]:
    """The text as it is, with Latin letters in place of look-alike letters, and without the targets of links."""
    yield text
    if not text.isascii():
        yield text.translate(LOOKS_LIKE)
    if "](" in text or "][" in text:
        yield _LINK.sub("]", text)


class Names:
    """Looks for names in many texts at once. It also finds names with the last name first, with the initials of
    middle names, without spaces, or with spaces between the letters.

    A name of one word counts only if it is written as a name, with a capital and not at the start of a sentence,
    because Grace and Will are also words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._long: list[tuple[str, tuple[str, ...], re.Pattern[str]]] = []
        self._single: list[tuple[str, re.Pattern[str]]] = []
        for name in names:
            words = folded(name).split()
            if len(words) == 1:
                self._single.append((name, re.compile(rf"(?<=[\w,;:] ){re.escape(name)}\b")))
            elif words:
                self._long.append((name, (words[0], words[-1]), _pattern(words)))

    def find(self, texts: Sequence[str]) -> dict[int, str]:
        """The names in texts, at most one for each text, by the index of the text."""
        found: dict[int, str] = {}
        # Two groups, because plain texts are folded much faster, and most texts are plain.
        rows = (
            [(index, spelling) for index, text in enumerate(texts) for spelling in _spellings(text)]
            if self._long
            else []
        )
        for heap in ([row for row in rows if row[1].isascii()], [row for row in rows if not row[1].isascii()]):
            whole = folded(f" {_END} ".join(text for _, text in heap))
            bare = whole.replace(" ", "")
            for name, ends, pattern in self._long:
                # The pattern is slow, and few names occur in any text.
                for match in pattern.finditer(whole) if all(end in bare for end in ends) else ():
                    found.setdefault(heap[whole.count(_END, 0, match.start())][0], name)
        for name, pattern in self._single:
            found |= {index: name for index, text in enumerate(texts) if index not in found and pattern.search(text)}
        return dict(sorted(found.items()))


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """The spellings of a name of several words in the text that `folded` returns."""
    first, *middle, last = (" ?".join(map(re.escape, word)) for word in words)
    between = "".join(rf"(?:{word} ?|{word[0]} )" if len(word) > 1 else rf"(?:{word} )?" for word in middle)
    forward = rf"{first} ?{_INITIALS}{between}{last}"
    backward = rf"{last} ?{first}" + "".join(f" ?{word}" for word in middle if len(word) > 1)
    # An account may end with a number: "@janeokonkwo253"
    return re.compile(rf" (?=({forward}|{backward})\d* )")


# Names that are ordinary words, too, or the names of places.
_ORDINARY: Final = listed("ordinary")
_SHORTEST: Final = 3
# Words after the name of a thing that is named after a person: "the Lovelace computing award"
_THING: Final = (
    r"(?!['’]?s?\s(?:\w+\s)?(?i:schools?|elementary|academy|middle|high|street|avenue|boulevard|park|library|award|prize|"
    r"scholarship|foundation|institute|memorial|hall|hospital|university|college|day)\b)"
)


class Parts:
    """Looks for only the first or only the last name of people whose full names are known.

    A part counts only with a capital, and only if it is neither an ordinary word nor one of `others` (folded words,
    such as those in the names of groups, or in the names of people who agree to be named).
    """

    def __init__(self, names: Iterable[str], others: Iterable[str] = ()) -> None:
        known = _ORDINARY | set(others)
        self._people: list[tuple[str, tuple[str, ...], re.Pattern[str]]] = []
        for name in names:
            parts = _plain(name).split()
            ends = dict.fromkeys((parts[0], parts[-1])) if len(parts) > 1 else ()
            kept = tuple(part for part in ends if len(part) >= _SHORTEST and known.isdisjoint(folded(part).split()))
            if kept:
                choice = "|".join(re.escape(part) for part in kept)
                self._people.append((name, kept, re.compile(rf"(?<![\w@./=-])(?:{choice})(?![\w@]|-\w|\.\w){_THING}")))

    def find(self, text: str) -> list[str]:
        """The full names of the people whose first or last name is in the text."""
        plain = _plain(text)
        return [
            name
            for name, parts, pattern in self._people
            if any(part in plain for part in parts) and pattern.search(plain)
        ]


_ROLES: Final = listed("roles")
# "Tom Hall" may be a person, although a hall is a place.
_PLACES: Final = (listed("public_places") - _ORDINARY) | listed("ends_of_places")
_TEAMS: Final = listed("ends_of_teams")
_GIVEN: Final = listed("given_names")
# The first words of the names of places and programs, such as "Lake Fenwick" and "Title I".
_FIRST_WORDS: Final = frozenset(
    ("camp", "fort", "lake", "local", "mount", "mt.", "port", "saint", "san", "santa", "st.", "title")
)
_BESIDE: Final = re.compile(r"\s*[,;:()/|]\s*|\s+[-–—]\s+")


def name_in_role(role: str, others: Collection[str] = ()) -> str:
    """The part of a role that may be the name of a person: two or three capitalized words that stand alone or beside
    a comma, a dash, or a bracket. Empty if there is no such part.

    A part does not count if it `is_place_or_team`, or if it is one of `others`, such as the name of a group.
    """
    for part in _BESIDE.split(_plain(role)):
        words = part.split()
        is_name = 2 <= len(words) <= 3 and all(word[0].isupper() and not word[1:].isupper() for word in words)
        if is_name and not is_place_or_team(part) and folded(part) not in map(folded, others):
            return part
    return ""


def is_place_or_team(name: str) -> bool:
    """Whether capitalized words include a word for a role or a team, or begin or end like the name of a place or a
    program."""
    *others, last = name.casefold().split()
    is_in_list = not _ROLES.isdisjoint((*others, last)) or [*others, last][0] in _FIRST_WORDS or last in _PLACES
    # "Mary Ann Band" and "Ann M. Band" may be people.
    return is_in_list or (
        len(others) > 1 and last in _TEAMS and not (others[-1] in _GIVEN or others[-1][1:] in ("", "."))
    )


def _plain(text: str) -> str:
    """The text without accents, emphasis, and invisible characters."""
    plain = text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return plain.translate(_NO_EMPHASIS)
