"""Finds names so similar that one is probably a typing mistake: different capitals or accents, or one or two different
letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from affinity_hub.core.problems import Problem
from affinity_hub.core.text import bare_words
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Record

# If a kind has more names than any district has, names are compared only as a whole, not letter by letter.
MAX_COMPARED: Final = 1_000
# Pairs of numbers: the fewest letters of a word, and the letters that may differ in such a word.
_SLIPS: Final = ((8, 2), (5, 1))
_KEYS: Final = ("name", "short_name", "term", "aliases")


def names_are_told_apart(hub: Hub, _: dt.date) -> Iterator[Problem]:
    """Two records of one kind have names that people cannot confuse."""
    kinds: dict[str, list[Record]] = {}
    for record in hub.records():
        kinds.setdefault(record.noun, []).append(record)
    for records in kinds.values():
        keys = [key for key in _KEYS if key in type(records[0]).model_fields]
        names = [(record, path, name) for record in records if keys for path, name in _names(record, keys)]
        alike = _pairs_with_typos if len(names) <= MAX_COMPARED else _pairs_with_equal_letters
        reported = set[tuple[str, str]]()
        for (entry, _where, name), (other, path, like) in alike(names):
            if entry.id != other.id and (entry.id, other.id) not in reported:
                reported.add((entry.id, other.id))
                yield _problem(entry, name, other, path, like)


Named = tuple[Record, tuple[str | int, ...], str]


def is_like(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the words of two names differ by at most two typing mistakes. Numbers and short words must be equal."""
    if "".join(left) == "".join(right):
        return True
    if len(left) != len(right):
        return False
    allowed = 2
    for word, other in zip(left, right, strict=True):
        if word != other:
            slips = _slips(word, other)
            if slips is None or slips > allowed:
                return False
            allowed -= slips
    return True


def _slips(left: str, right: str) -> int | None:
    """The number of letters by which two words differ; None if it is too large for a typing mistake."""
    if not (left.isalpha() and right.isalpha()):
        return None
    most = next((slips for length, slips in _SLIPS if min(len(left), len(right)) >= length), 0)
    if abs(len(left) - len(right)) > most:
        return None
    return next((count for count in range(1, most + 1) if _within(left, right, count)), None)


def _within(left: str, right: str, slips: int) -> bool:
    """Whether adding, removing, or replacing that many letters turns one word into the other."""
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    left, right = left[at:], right[at:]
    if not (left and right) or not slips:
        return max(len(left), len(right)) <= slips
    ways = ((left[1:], right), (left, right[1:]), (left[1:], right[1:]))
    return any(_within(*way, slips - 1) for way in ways)


def _names(record: Record, keys: Sequence[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in keys:
        value = getattr(record, key)
        if isinstance(value, str):
            yield (key,), value
        else:
            yield from (((key, index), alias) for index, alias in enumerate(value or ()))


def _pairs_with_typos(names: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    read = [tuple(bare_words(name).split()) for _, _, name in names]
    for i, j in combinations(range(len(names)), 2):
        if read[i] and is_like(read[i], read[j]):
            yield names[i], names[j]


def _pairs_with_equal_letters(names: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    first: dict[str, Named] = {}
    for named in names:
        if letters := bare_words(named[2]).replace(" ", ""):
            yield first.setdefault(letters, named), named


def _problem(record: Record, name: str, other: Record, path: tuple[str | int, ...], like: str) -> Problem:
    said = f'"{like}" is' if name == like else f'"{like}" is nearly "{name}",'
    message = f"{said} the name of another {record.noun} ({record.file}, line {record.position('id').line})."
    hint = (
        f"If both entries are the same {record.noun}, delete this entry and add to the other entry:  was: [{other.id}]"
    )
    hint += "\nIf not, make the names differ."
    return Problem(other.position(*path), "W491", message, hint)
