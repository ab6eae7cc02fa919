"""Splits a text file into blocks, so that checks see text across line breaks and report the position of each word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from .problems import Position

# The search for a position skips longer lines, to stay quick. For them, the position is the start of the line.
MAX_LINE: Final = 4_000


class Block(NamedTuple):
    """Lines that belong together: the name of their file, and each line with its number and its first column."""

    file: str
    lines: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line for _, _, line in self.lines)

    def places(self, is_found: Callable[[str], bool]) -> list[Position]:
        """The starts of the texts that `is_found` recognizes: in each line, or across two lines, or at the top of the
        block."""
        found = [self._at(line, _start(line[2], is_found)) for line in self.lines if is_found(line[2])]
        if found:
            return found
        for line, following in zip(self.lines, self.lines[1:], strict=False):
            if is_found(both := f"{line[2]}\n{following[2]}"):
                return [self._at(line, min(_start(both, is_found), max(0, len(line[2]) - 1)))]
        return [self._at(self.lines[0], 0)]

    def _at(self, line: tuple[int, int, str], index: int) -> Position:
        return Position(self.file, line[0], line[1] + index)


def _start(line: str, is_found: Callable[[str], bool]) -> int:
    """The index of the last word from which `is_found` still finds the rest of the line."""
    if len(line) > MAX_LINE:
        return 0
    starts = [word.start() for word in re.finditer(r"\S+", line)]
    # Search from the left, because the text may be recognizable only by its first word.
    kept = 0
    for start in starts:
        if not is_found(line[start:]):
            break
        kept = start
    return kept


def position_in_text(text: str, file: str, index: int) -> Position:
    """The position of a character in the text."""
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def paragraphs(text: str, file: str) -> Iterator[Block]:
    """The blocks of the text: lines with a blank line before and after."""
    block: list[tuple[int, int, str]] = []
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.strip():
            block.append((number, 1, line))
        elif block:
            yield Block(file, tuple(block))
            block = []


def comments(file: str, lines: Iterable[tuple[int, int, str]]) -> Iterator[Block]:
    """The comments of a data file in blocks. Comments on consecutive lines form one block.

    `lines` are the number, the column, and the text of each comment.
    """
    block: list[tuple[int, int, str]] = []
    for line in lines:
        if block and line[0] != block[-1][0] + 1:
            yield Block(file, tuple(block))
            block = []
        block.append(line)
    if block:
        yield Block(file, tuple(block))
