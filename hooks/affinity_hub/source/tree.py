"""The tree that YAML text becomes: texts, lists, and mappings that remember the line and column of each entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Mark: TypeAlias = tuple[int, int]
Raw: TypeAlias = Any  # a mark of the parser, whose lines and columns count from 0; only a few marks are ever used


class YamlMapping(dict[str, Any]):
    """A YAML mapping; an empty value is `None`."""

    __slots__ = ("raw", "raws")

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.raws: dict[str, tuple[Raw, Raw]] = {}

    @property
    def mark(self) -> Mark:
        """Its beginning."""
        return mark_of(self.raw)

    @property
    def marks(self) -> dict[str, tuple[Mark, Mark]]:
        """The places of each key and of its value."""
        return {key: (mark_of(start), mark_of(value)) for key, (start, value) in self.raws.items()}

    def file_of(self, key: str, file: str) -> str:  # noqa: ARG002 - in a mapping from several files, the key decides
        """The name of the file that holds a key, for a mapping of `file`."""
        return file


class Document(YamlMapping):
    """The mapping in a file, with the line, column, and text of each comment in the file."""

    __slots__ = ("comments",)

    def __init__(self, raw: Raw) -> None:
        super().__init__(raw)
        self.comments: tuple[tuple[int, int, str], ...] = ()


class YamlList(list[Any]):
    """A YAML list."""

    __slots__ = ("raw", "raws")

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.raws: list[Raw] = []


Node: TypeAlias = YamlMapping | YamlList | str | None


def at(node: Node, path: tuple[str | int, ...], *, key: bool = False) -> Mark:
    """The line and column of the value (or key) that `path` leads to, or of the nearest value around it."""
    raw: Raw = getattr(node, "raw", None)
    for step in path:
        if isinstance(node, YamlMapping) and step in node.raws:
            name = str(step)
            raw = node.raws[name][0 if key or name not in node else 1]
            node = node.get(name)
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node):
            raw, node = node.raws[step], node[step]
        else:
            break
    return mark_of(raw)


def file_at(node: object, path: Sequence[str | int], file: str) -> str:
    """The name of the file that holds the value that `path` leads to, in a node of `file`."""
    return node.file_of(str(path[0]), file) if path and isinstance(node, YamlMapping) else file


def within(lines: list[str], mark: Mark, character: str) -> Mark:
    """The line and column of `character` in text of several lines that begins at `mark`; `mark` if it is not found."""
    for number, line in enumerate(lines[mark[0] - 1 :], mark[0]):
        start = mark[1] - 1 if number == mark[0] else 0
        if character and (column := line.find(character, start)) >= 0:
            return number, column + 1
    return mark


def mark_of(raw: Raw) -> Mark:
    """The line and column of one of the parser's marks; the beginning if there is no mark."""
    return (raw.line + 1, raw.column + 1) if raw else (1, 1)
