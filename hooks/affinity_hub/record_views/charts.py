"""The bars of a chart, in the units of its picture. Templates draw the bars, and a table has the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# As wide as a small phone shows without shrinking it, so that its words keep their size.
WIDTH: Final = 320
LABEL: Final = 64
NUMBER: Final = 56
ROW: Final = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its upper edge and its length; no length at all for what is withheld."""

    y: int
    length: int | None


def bars(counts: Sequence[int | None]) -> list[Bar]:
    """A bar a count, one under the other, all from zero and the longest as wide as there is room."""
    most, room = max((count for count in counts if count is not None), default=0), WIDTH - LABEL - NUMBER
    return [
        Bar(ROW * row, None if count is None else round(room * count / most) if most else 0)
        for row, count in enumerate(counts)
    ]
