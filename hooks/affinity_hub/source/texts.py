"""The texts of a data file with their places, and the line of a long text that a problem is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from affinity_hub.core.problems import Position
from affinity_hub.core.text_blocks import Block

from .tree import Node, ParserMark, YamlList, YamlMapping, line_column


class PlacedText(NamedTuple):
    """Text of a data file: the file's name, the parser's mark of the value (if it is in a file), and the text."""

    file: str
    parser_mark: ParserMark
    text: str

    def position(self) -> Position:
        """Its position."""
        return Position(self.file, *line_column(self.parser_mark))


def texts_of(files: Mapping[str, Node]) -> Iterator[PlacedText]:
    """Every text in files, with its place."""
    for name, node in files.items():
        yield from in_tree(name, node, None)


def in_tree(name: str, node: Node, parser_mark: ParserMark) -> Iterator[PlacedText]:
    """Every text of a tree; `parser_mark` is the parser's mark of it."""
    if isinstance(node, str):
        yield PlacedText(name, parser_mark, node)
    elif isinstance(node, YamlMapping):
        for key, value in node.items():
            # A setting from the environment has no position.
            yield from in_tree(name, value, node.parser_marks[key][1] if key in node.parser_marks else None)
    elif isinstance(node, YamlList):
        for value, mark in zip(node, node.parser_marks, strict=True):
            yield from in_tree(name, value, mark)


def line_of(placed: PlacedText, tells: Callable[[str], bool], lines_of: Callable[[str], list[str]]) -> Position:
    """The line with the problem of a text: the first line that has it alone, or together with the next line."""
    place = placed.position()
    if placed.parser_mark is None or not (lines := lines_of(place.file)[place.line - 1 :]):
        return place
    begins = lines[0][place.column - 1 :]
    # A text continues in lines that are farther right than its key, or not farther left than its first line.
    least = len(lines[0]) - len(lines[0].lstrip()) + bool(lines[0][: place.column - 1].strip())
    more = takewhile(lambda line: not line.strip() or len(line) - len(line.lstrip()) >= least, lines[1:])
    rows = [(number, line) for number, line in enumerate(more, place.line + 1) if line.strip()]
    if tells(begins) or not rows:
        return place
    typed = ((number, len(line) - len(line.lstrip()) + 1, line.strip()) for number, line in rows)
    block = Block(place.file, ((place.line, place.column, begins), *typed))
    found = block.places(tells)[0]
    return next((Position(place.file, *row[:2]) for row in block.lines if row[0] == found.line), place)
