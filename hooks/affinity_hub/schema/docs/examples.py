"""An example for each key of the data: the first one that the sample district has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from affinity_hub.core.text import shorten
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node, YamlList, YamlMapping

DISTRICT: Final = Path(__file__).resolve().parents[4] / "examples" / "sample-district"
_WIDTH: Final = 70


def example(file: str, path: tuple[str, ...]) -> str:
    """What the sample district has under a path of keys in a data file; empty where it has nothing, or is deleted."""
    found = (value for tree in _trees(file) for value in _under(tree, path))
    return shorten(" ".join(next(map(_written, found), "").split()), _WIDTH)


@cache
def _trees(file: str) -> tuple[Node, ...]:
    more = DISTRICT / Path(file).stem
    files = [path for path in (DISTRICT / file, *sorted(more.glob("*.yml"))) if path.is_file()]
    return tuple(read(path, path.name)[0] for path in files)


def _under(node: Node, path: tuple[str, ...]) -> Iterator[Node]:
    """Every value that a path leads to, in the order of the file."""
    if isinstance(node, YamlList):
        for item in node if path else ():
            yield from _under(item, path)
        if not path:
            yield node
    elif not path:
        yield node
    elif isinstance(node, YamlMapping) and node.get(path[0]) is not None:
        yield from _under(node[path[0]], path[1:])


def _written(node: Node) -> str:
    """A value as it may be typed in one line."""
    if isinstance(node, YamlList):
        return f"[{', '.join(map(_written, node))}]"
    if isinstance(node, YamlMapping):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in node.items()) + "}"
    return node or ""
