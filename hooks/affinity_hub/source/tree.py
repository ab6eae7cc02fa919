"""The tree that YAML text becomes: texts, lists, and mappings that remember the line and column of each entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from affinity_hub.core.yaml_text import scalar

LineColumn: TypeAlias = tuple[int, int]
"""A line and a column, which count from 1."""
ParserMark: TypeAlias = Any
"""A position in the parser, whose lines and columns count from 0. Few of them ever become a line and a column."""


class YamlMapping(dict[str, Any]):
    """A YAML mapping; an empty value is `None`."""

    __slots__ = ("parser_mark", "parser_marks")

    def __init__(self, parser_mark: ParserMark) -> None:
        self.parser_mark = parser_mark
        self.parser_marks: dict[str, tuple[ParserMark, ParserMark]] = {}

    @property
    def start(self) -> LineColumn:
        """Its beginning."""
        return line_column(self.parser_mark)

    @property
    def positions(self) -> dict[str, tuple[LineColumn, LineColumn]]:
        """The positions of each key and of its value."""
        return {key: (line_column(start), line_column(value)) for key, (start, value) in self.parser_marks.items()}

    def file_of(self, key: str, file: str) -> str:  # noqa: ARG002 - in a mapping from several files, the key decides
        """The name of the file that holds a key, for a mapping of `file`."""
        return file


class Document(YamlMapping):
    """The mapping in a file, with the line, column, and text of each comment in the file."""

    __slots__ = ("comments",)

    def __init__(self, parser_mark: ParserMark) -> None:
        super().__init__(parser_mark)
        self.comments: tuple[tuple[int, int, str], ...] = ()


class YamlList(list[Any]):
    """A YAML list."""

    __slots__ = ("parser_mark", "parser_marks")

    def __init__(self, parser_mark: ParserMark) -> None:
        self.parser_mark = parser_mark
        self.parser_marks: list[ParserMark] = []


Node: TypeAlias = YamlMapping | YamlList | str | None


def position_in_tree(node: Node, path: tuple[str | int, ...], *, key: bool = False) -> LineColumn:
    """The line and column of the value (or key) that `path` leads to, or of the nearest value around it."""
    parser_mark: ParserMark = getattr(node, "parser_mark", None)
    for step in path:
        if isinstance(node, YamlMapping) and step in node.parser_marks:
            name = str(step)
            parser_mark = node.parser_marks[name][0 if key or name not in node else 1]
            node = node.get(name)
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node):
            parser_mark, node = node.parser_marks[step], node[step]
        else:
            break
    return line_column(parser_mark)


def file_at(node: object, path: Sequence[str | int], file: str) -> str:
    """The name of the file that holds the value that `path` leads to, in a node of `file`."""
    return node.file_of(str(path[0]), file) if path and isinstance(node, YamlMapping) else file


def within(lines: list[str], begin: LineColumn, character: str) -> LineColumn:
    """The line and column of `character` in text of several lines that begins at `begin`; `begin` if it is not
    found."""
    for number, line in enumerate(lines[begin[0] - 1 :], begin[0]):
        start = begin[1] - 1 if number == begin[0] else 0
        if character and (column := line.find(character, start)) >= 0:
            return number, column + 1
    return begin


def line_column(parser_mark: ParserMark) -> LineColumn:
    """The line and column of one of the parser's marks; the beginning if there is no mark."""
    return (parser_mark.line + 1, parser_mark.column + 1) if parser_mark else (1, 1)


def in_one_line(value: object) -> str:
    """A typed value as YAML in one line."""
    if isinstance(value, YamlMapping):
        return f"{{{', '.join(f'{key}: {in_one_line(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, YamlList):
        return f"[{', '.join(map(in_one_line, value))}]"
    return scalar(value) if isinstance(value, str) else ""
