"""The bars of a chart and the rings of a group's motif, in the units of their pictures. Templates draw them.

A table has the same figures as the bars. A motif only identifies a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import cos, pi, sin
from typing import Final

# The width that a small phone shows without shrinking, so that words keep their size.
CHART_WIDTH: Final = 320
LABEL: Final = 64
NUMBER: Final = 56
ROW: Final = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its upper edge and its length. A withheld figure has no length."""

    y: int
    length: int | None


def bars(counts: Sequence[int | None]) -> list[Bar]:
    """A bar for each count, one below another, all from zero. The longest bar fills the whole width."""
    most, room = max((count for count in counts if count is not None), default=0), CHART_WIDTH - LABEL - NUMBER
    return [
        Bar(ROW * row, None if count is None else round(room * count / most) if most else 0)
        for row, count in enumerate(counts)
    ]


RINGS: Final = ("#e8a73a", "#d9653b", "#c9577f", "#6f7fd0", "#2f9aa0", "#7bb36a")
"""The colors of the linked rings, as in the mark of the site."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring in a picture of 64 by 64."""

    x: float
    y: float
    radius: float
    color: str


def motif(name: str) -> list[Ring]:
    """Linked rings around a center. Their number, size, rotation, and colors follow from the name."""
    number, turn, size, apart, first, step = blake2b(name.encode(), digest_size=6).digest()
    count, radius = 4 + number % 5, 8 + size % 5
    distance = 12 + apart % (18 - radius)
    rings = []
    for index in range(count):
        angle = 2 * pi * (index / count + turn / 256)
        color = RINGS[(first + index * (1 if step % 2 else 5)) % len(RINGS)]
        x, y = (round(32 + distance * part, 2) for part in (cos(angle), sin(angle)))
        rings.append(Ring(x, y, radius, color))
    return rings
