"""The height of texts in an intranet's frame, and the few heights of frames.

In most intranets, a frame keeps the height that an editor typed. So there are only a few heights, and a widget keeps
the height in its snippet. Entries that do not fit become "and 3 more" with a link to the rest. The heights are enough
for a column of 320 px (WCAG 1.4.10), with the widths in `letter_widths` and the sizes in
`overrides/hub/embed/style.css.html`, and for a column of 250 px, in which entries have fewer lines. Browser tests
measure them in five fonts. A reader who enlarges the text scrolls inside the frame: no snippet prevents that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from .letter_widths import FACES, Face

HEIGHTS: Final = {"small": 740, "medium": 1000, "large": 1320, "tall": 1680}
"""CSS pixels of each height class, lowest first."""

# The widths inside a frame of 320 px: without the border and the padding, and beside the date block.
WIDGET_WIDTH = 320 - 2 * 1 - 2 * 12
BESIDE_DATE = WIDGET_WIDTH - 46 - 10
# The widths inside a frame of 250 px. There, a date is a line above its entry, and entries have no lines in small type.
NARROW = 250 - 2 * 1 - 2 * 8
DATE_LINE = 22
EDGES = 4 + 1 + 2 * 12
ITEM_EDGES = 1 + 2 * 8
DATE_BLOCK, DATE_BLOCK_WITH_YEAR = 58, 74
# Room for a browser's rounding of many lines.
SLACK = 6


class Type(NamedTuple):
    """A size of type: the px of an em, the px of a line, and how its letters are drawn."""

    em: float
    line: int
    face: Face = "text"


TEXT, SMALL = Type(15, 21), Type(13, 18)
STRONG, SMALL_STRONG = Type(15, 21, "bold"), Type(13, 18, "bold")
TITLE, NAME = Type(22, 28, "heading"), Type(17, 23, "bold")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a widget, with the most lines that it may take at a width of 320 px; longer texts end with an
    ellipsis."""

    text: str
    type: Type = TEXT
    label: str = ""
    url: str = ""
    most: int = 2

    @property
    def style(self) -> str:
        """Its class in the style sheet."""
        return {NAME: "name", STRONG: "note", SMALL: "quiet"}.get(self.type, "text")

    def clamped(self, width: int = WIDGET_WIDTH) -> str:
        """The text, cut so that the label and the text take at most `most` lines."""
        before = len(self.label) and len(self.label) + 2
        return clamp(self.text, self.type.em, width, self.most, before, self.type.face)

    def height(self, width: int = WIDGET_WIDTH, room: int = 0) -> int:
        """Its height in px at a width of `room` px, after it was cut for a width of `width` px. The two widths are the
        same if `room` is left out."""
        label = f"{self.label}: " if self.label else ""
        return lines(label + self.clamped(width), self.type.em, room or width, self.type.face) * self.type.line


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a widget's list: its name and its lines, beside a date block if it has a date."""

    name: Line
    lines: Sequence[Line] = ()
    date: str = ""
    day: str = ""
    block: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """The width of its lines in px."""
        return BESIDE_DATE if self.block else WIDGET_WIDTH

    @property
    def height(self) -> int:
        """Its height in px."""
        block = (DATE_BLOCK_WITH_YEAR if len(self.block) > 3 else DATE_BLOCK) if self.block else 0
        return ITEM_EDGES + max(block, sum(line.height(self.width) for line in (self.name, *self.lines)))

    @property
    def narrow_height(self) -> int:
        """Its height in px in the narrowest column."""
        own = [line for line in (self.name, *self.lines) if line.type != SMALL]
        return ITEM_EDGES + (DATE_LINE if self.block else 0) + sum(line.height(self.width, NARROW) for line in own)


def height_class(least: int, wanted: str) -> str:
    """The lowest class from `wanted` up that has at least `least` px, or the highest class."""
    names = list(HEIGHTS)
    return next((name for name in names[names.index(wanted) :] if HEIGHTS[name] >= least), names[-1])


def fitting(heights: Sequence[int], room: int, rest: int) -> int:
    """The number of items, counted from the first, that fit into `room` px. If not all fit, a line of `rest` px follows
    them."""
    total = sum(heights)
    if total <= room:
        return len(heights)
    count = len(heights)
    while count and total > room - rest:
        count -= 1
        total -= heights[count]
    return count


@lru_cache(maxsize=50_000)
def clamp(text: str, em: float, width: int, max_lines: int, before: int = 0, face: Face = "text") -> str:
    """The text, or its beginning with an ellipsis if it would take more than `max_lines` lines after a label of
    `before` letters. It is cut between words if possible."""
    label = "n" * before
    if lines(label + text, em, width, face) <= max_lines:
        return text
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        fits = lines(f"{label}{text[:middle]}…", em, width, face) <= max_lines
        low, high = (middle, high) if fits else (low, middle)
    cut = text[:low]
    word = cut.rsplit(" ", 1)[0] if " " in cut[low // 2 :] and text[low : low + 1] != " " else cut
    return word.rstrip(" ,;:.–—-\u200d") + "…"


@lru_cache(maxsize=50_000)
def lines(text: str, em: float, width: int, face: Face = "text") -> int:
    """The largest number of lines that the text takes. The widths of an em and of a line are both in px, or both in
    points.

    Whole words wrap to the next line, and words longer than a line are broken (CSS Text 3, overflow-wrap).
    """
    widths = FACES[face]
    room, count, used, space = width / em, 1, 0.0, widths[" "]
    for word in text.split():
        long = widths.of(word)
        if used and used + space + long > room:
            count, used = count + 1, 0.0
        used += long + (space if used else 0)
        if used > room:
            # The last letter of a broken line may leave nearly its own width empty.
            count, used = count + int(used // (room - 1)), used % (room - 1)
    return count
