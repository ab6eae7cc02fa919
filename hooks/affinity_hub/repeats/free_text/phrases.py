"""Words that belong together: a list of weekdays, a range, or a rhythm such as `every other week` becomes one token."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from .words import Token, kinds


def united(tokens: list[Token]) -> list[Token]:
    """The tokens, with each list (`Monday and Thursday`) and each rhythm (`every other week`) joined into one token."""
    for pattern, joined in _JOINS:
        position = 0
        while found := re.compile(pattern).search(kinds(tokens), position):
            start, end = found.span()
            made = joined(tokens[start:end])
            if made is None:
                position = start + 1
                continue
            tokens = [*tokens[:start], *made, *tokens[end:]]
    return tokens


def _rhythm(part: list[Token]) -> list[Token] | None:
    """A rhythm such as `every 2 weeks` or `of each month`; empty for `every first week` or `every last week`."""
    unit, length = part[-1].value
    if any(len(token.value) > 1 for token in part if token.kind == "O"):  # every 2nd and 4th week of the month
        return None
    times = next((token.value[0] for token in part if token.kind in "NO"), 2 if "X" in kinds(part) else 1)
    return (
        [Token("dwmy"[unit], part[0].start, part[-1].end, (times * length,))] if times > ("O" in kinds(part)) else None
    )


def _of_month(part: list[Token]) -> list[Token] | None:
    made = _rhythm(part)
    # The last Friday of a quarter is in its third month, which a rule cannot express.
    return made if made and made[0].kind in "my" and part[-1].value != (2, 3) else None


def _list(part: list[Token]) -> list[Token]:
    """Joins a list of weekdays or ordinals into one token. The weekdays may have dashes between them."""
    lists = [token.value for token in part if token.kind == part[-1].kind]
    return [replace(part[-1], start=part[0].start, value=tuple(sorted({n for value in lists for n in value})))]


def _range(part: list[Token]) -> list[Token] | None:
    """All weekdays from one to another, as in `Mon-Thu`. After a word such as `starting`, they mean something else."""
    ends = [token.value for token in part if token.kind == "D"]
    if any(len(days) > 1 for days in ends) or ends[0] == ends[1] or (part[0].kind == "B" and not part[0].value):
        return None
    (begin,), (end,) = ends
    days = {(begin + n) % 7 for n in range((end - begin) % 7 + 1)}
    return [replace(part[-1], start=part[0].start, value=tuple(sorted(days)))]


def _same_day(part: list[Token]) -> list[Token] | None:
    """`1st Thursday and 3rd Thursday` as ordinals with one weekday."""
    ordinals, days = ([token for token in part if token.kind == kind] for kind in "OD")
    return [_list(ordinals)[0], days[-1]] if days[0].value == days[1].value else None


_JOINS: Final[tuple[tuple[str, Callable[[list[Token]], list[Token] | None]], ...]] = (
    ("D(?:-D){2,}", _list),
    ("B?D-D", _range),
    ("D[&,]{0,2}D", _list),
    ("ED[&,]{1,2}ED", lambda part: [part[0], *_list([token for token in part if token.kind == "D"])]),
    ("O[&,]{1,2}O", _list),
    ("OD[&,]{1,2}OD", _same_day),
    ("i(?:E[NOX]?|P|X)?q", _of_month),
    ("E[NX]?q|EOq(?![mi])|P[NX]?q|Xq", _rhythm),
    ("(?<=[wm])PD", lambda part: part[1:]),
    ("W&?q", lambda part: [part[0], *(_rhythm(part[-1:]) or [])]),
    ("!{2,}", lambda part: part[:1]),
)
