"""Finds totals under other names, such as `All staff`, and counts in place of the names of columns.

The algorithm adds up everyone who is in the table, so each person must be in exactly one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# "All other staff" and "All-gender restrooms" are parts. "Everyone else" is a part, too.
_TOTAL: Final = re.compile(
    r"(?:sub|grand)?[ -]?totals?|sums?|overall|combined|altogether|all|all(?![ -](?:others?|genders?)\b) .*"
    r"|(?:everyone|everybody)(?! else)\b.*|(?:the )?(?:whole|entire) .*|.*\b(?:sub)?totals?"
    r"|(?:sub|grand)?[ -]?total\b.*"
)
# Letters that can stand beside a raw count: "3 people", "n=3", "approx. 3"
_BESIDE_COUNT: Final = frozenset(
    (
        "n",
        "x",
        "ca",
        "about",
        "approx",
        "approximately",
        "people",
        "person",
        "persons",
        "staff",
        "employees",
        "headcount",
    )
)


def is_count(label: str) -> bool:
    """Whether the name of a column is a count or nothing, as when the line with the names is missing."""
    words = re.findall(r"[^\W\d_]+", label.lower())
    return not words or (any(map(str.isdigit, label)) and _BESIDE_COUNT.issuperset(words))


def find(labels: Sequence[str], lines: Sequence[Sequence[int]]) -> str | None:
    """The name of the first of some lines (or columns) that looks like a total of other lines, if there is one.

    `lines` has the counts of each label. A line is a total by its name, or because it is the sum of all other lines or
    of at least two lines directly before or after it.
    """
    for at, (label, line) in enumerate(zip(labels, lines, strict=True)):
        others = [*lines[:at], *lines[at + 1 :]]
        if _TOTAL.fullmatch(" ".join(label.lower().split())) or (others and _is_sum(line, others, at)):
            return label
    return None


def _is_sum(line: Sequence[int], others: Sequence[Sequence[int]], at: int) -> bool:
    if not any(line):
        return False
    runs = [others] if len(others) > 1 or len(line) > 1 else []
    runs += [others[start:at] for start in range(at - 1)]
    runs += [others[at:end] for end in range(at + 2, len(others) + 1)]
    return any(list(line) == [sum(column) for column in zip(*run, strict=True)] for run in runs)
