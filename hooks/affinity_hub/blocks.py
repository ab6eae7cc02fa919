"""A text file in blocks, so that what a line break separates is still read as one text, and each word has a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from .problems import Position

# A longer line is not searched word by word: its beginning is place enough, and the search stays quick.
MOST: Final = 4_000


class Block(NamedTuple):
    """Lines that belong together: the name of their file, and each line with its number and its first column."""

    file: str
    lines: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line for _, _, line in self.lines)

    def places(self, is_found: Callable[[str], bool]) -> list[Position]:
        """Where everything begins that `is_found` recognizes in a text: on each line; else across two; else the top."""
        own = [self._at(line, _start(line[2], is_found)) for line in self.lines if is_found(line[2])]
        if own:
            return own
        for line, following in zip(self.lines, self.lines[1:], strict=False):
            if is_found(both := f"{line[2]}\n{following[2]}"):
                return [self._at(line, min(_start(both, is_found), max(0, len(line[2]) - 1)))]
        return [self._at(self.lines[0], 0)]

    def _at(self, line: tuple[int, int, str], index: int) -> Position:
        return Position(self.file, line[0], line[1] + index)


def _start(line: str, is_found: Callable[[str], bool]) -> int:
    """The index of the last word from which on something is still found."""
    if len(line) > MOST:
        return 0
    starts = [word.start() for word in re.finditer(r"\S+", line)]
    # From the left: what begins a text may be what makes it be found.
    kept = 0
    for start in starts:
        if not is_found(line[start:]):
            break
        kept = start
    return kept


def at(text: str, file: str, index: int) -> Position:
    """The place of a character of a text."""
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def paragraphs(text: str, file: str) -> Iterator[Block]:
    """The blocks of a text: lines with a blank line before and after."""
    own: list[tuple[int, int, str]] = []
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.strip():
            own.append((number, 1, line))
        elif own:
            yield Block(file, tuple(own))
            own = []


def comments(file: str, lines: Iterable[tuple[int, int, str]]) -> Iterator[Block]:
    """The comments of a data file in blocks: those in lines that follow one another belong together.

    `lines` are the number, the column and the text of each comment.
    """
    own: list[tuple[int, int, str]] = []
    for line in lines:
        if own and line[0] != own[-1][0] + 1:
            yield Block(file, tuple(own))
            own = []
        own.append(line)
    if own:
        yield Block(file, tuple(own))
