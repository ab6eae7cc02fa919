"""The bars of a chart, in the units of its picture. Templates draw the bars, and a table has the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# The width that a small phone shows without shrinking, so that words keep their size.
WIDTH: Final = 320
LABEL: Final = 64
NUMBER: Final = 56
ROW: Final = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its upper edge and its length. A withheld figure has no length."""

    y: int
    length: int | None


def bars(counts: Sequence[int | None]) -> list[Bar]:
    """A bar for each count, one below another, all from zero. The longest bar fills the room."""
    most, room = max((count for count in counts if count is not None), default=0), WIDTH - LABEL - NUMBER
    return [
        Bar(ROW * row, None if count is None else round(room * count / most) if most else 0)
        for row, count in enumerate(counts)
    ]
