"""The words that a key takes, with their meanings and other words for them.

The check uses these tables for its advice. A typed word counts as a word of a list if it is a misspelling
of that word, or if the table says that it means the same. Otherwise the advice shows the whole list with its meanings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from .text import without_accents

_TABLES: Final = Path(__file__).with_name("vocabulary.yml")


class Word(NamedTuple):
    """A word of a list, what it means, and the other words that people type for it."""

    word: str
    meaning: str
    also: tuple[str, ...] = ()


class Key(NamedTuple):
    """A key, and the other names that people type for it. `sample` shows the key with a value, if the value is written
    differently under the other names."""

    key: str
    also: tuple[str, ...]
    sample: str = ""


class Vocabulary(NamedTuple):
    """The tables in `vocabulary.yml`. `words` has a table for each list of words, under the first word of the list."""

    words: dict[str, tuple[Word, ...]]
    keys: tuple[Key, ...]


@cache
def vocabulary() -> Vocabulary:
    """The tables, read when the first advice needs them. The words in `also` are `folded`."""
    typed = yaml.safe_load(_TABLES.read_text("utf-8"))
    words = {
        first: tuple(Word(row["word"], row["meaning"], tuple(map(folded, row.get("also", ())))) for row in table)
        for first, table in typed["words"].items()
    }
    keys = (Key(row["key"], tuple(map(folded, row["also"])), row.get("sample", "")) for row in typed["keys"])
    return Vocabulary(words, tuple(keys))


_NEGATIONS: Final = ("in", "un", "non", "dis", "re", "de", "anti", "pre", "post", "ex", "not", "mis")


def meanings(allowed: Collection[str]) -> dict[str, str]:
    """The meaning of each allowed word. Empty if no table describes them."""
    table = vocabulary().words.get(next(iter(allowed), ""), ())
    known = {entry.word: entry.meaning for entry in table}
    return {word: known[word] for word in allowed if word in known}


def meant(typed: str, allowed: Collection[str]) -> list[str]:
    """The allowed words that a typed word means: itself in another spelling, a misspelling, or a word in the table."""
    plain = folded(typed)
    same = [word for word in allowed if folded(word) == plain]
    if same:
        return same
    table = vocabulary().words.get(next(iter(allowed), ""), ())
    by_meaning = [entry.word for entry in table if entry.word in allowed and plain in entry.also]
    return by_meaning or slips(typed, allowed)


def keys_meant(typed: str, known: Collection[str]) -> list[tuple[str, str]]:
    """The known keys that an unknown key may mean, each with the sample of its `Key`."""
    plain = folded(typed)
    if same := [key for key in known if folded(key) == plain]:
        return [(key, "") for key in same]
    by_meaning = {key.key: key.sample for key in vocabulary().keys if key.key in known and plain in key.also}
    return list(by_meaning.items()) or [(key, "") for key in slips(typed, known)]


def slips(typed: str, allowed: Iterable[str]) -> list[str]:
    """The allowed word that the text misspells; empty if no word fits, or several words fit."""
    allowed = list(allowed)
    if among := [word for word in allowed if _has_junk(typed, word)]:
        return among if len(among) == 1 else []
    plain = folded(typed)
    near = [(distance(plain, folded(word)), word) for word in allowed if _may_be_slip(plain, folded(word))]
    best = min(near, default=(0, ""))[0]
    closest = [word for far, word in near if far == best]
    return closest if len(closest) == 1 else []


# Punctuation only: letters and digits may change the meaning, as in "don't skip", "50% done".
_JUNK: Final = re.compile(r"(?:[\W_]|&#?\w+;)*[^\w\s%-](?:[\W_]|&#?\w+;)*")


def _has_junk(typed: str, word: str) -> bool:
    """Whether the text is a word into which a typing mistake put extra characters, or the word's own letters again."""
    more = len(typed) - len(word)
    if len(word) < 4 or more < 1:
        return False
    *first, last = typed.split() or [""]
    if first and last == word and all(word.startswith(part) for part in first):
        return True  # begun, and then typed again
    for index in range(len(word) + 1):
        if typed[:index] == word[:index] and typed[index + more :] == word[index:]:
            junk = typed[index : index + more]
            is_inside = len(word) > 7 and more < 5 and 0 < index < len(word)
            if is_inside or _JUNK.fullmatch(junk):
                return True
    return word in without_junk(typed)


# Characters before the first letter or digit and after the last.
_AROUND: Final = r"^[\W_]+|[\W_]+$"


def without_junk(typed: str) -> list[str]:
    """The texts that remain if one run of signs, or letters that were typed twice, are taken out of the text."""
    if len(typed) > 120:
        return []
    signs = [typed[: run.start()] + typed[run.end() :] for run in re.finditer(r"[^\w\s-]+\s*|\s+[^\w\s-]*\s*", typed)]
    signs += [
        re.sub(pattern, "", typed) for pattern in (r"[^\w-]", r"- ", r"&#x?\w+;", r"[&*!]+\w*\s*", _AROUND, r"---\s*")
    ]
    twice = [
        typed[:index] + typed[index + length :]
        for length in range(1, len(typed) // 2 + 1)
        for index in range(len(typed) - 2 * length + 1)
        if typed[index : index + length] == typed[index + length : index + 2 * length]
    ]
    return list(dict.fromkeys((*signs, *twice)))


def _may_be_slip(typed: str, word: str) -> bool:
    """Whether the text differs from a word as misspellings do. `inactive` is not a misspelling of `active`."""
    if any(typed == prefix + word or word == prefix + typed for prefix in _NEGATIONS):
        return False
    most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    if abs(len(typed) - len(word)) > most or distance(typed, word) > most:
        return False
    return typed[:1] == word[:1] or sorted(typed[:2]) == sorted(word[:2]) or typed == word[1:] or typed[1:] == word


def folded(text: str) -> str:
    """A word without capitals, accents, and punctuation: `Under Way` and `under-way` are the same."""
    return "".join(sign for sign in without_accents(text).casefold() if sign.isalnum() or sign == "?")


def distance(typed: str, known: str) -> int:
    """The number of letters that were left out, added, replaced, or swapped with their neighbor."""
    rows = [list(range(len(known) + 1))]
    for i, left in enumerate(typed, 1):
        row = [i]
        for j, right in enumerate(known, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == known[j - 2] and typed[i - 2] == right:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
