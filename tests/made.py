"""The files of a site. Each file is made when a test first reads it. Most tests read only a few files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from affinity_hub.core.artifact import Artifact

T = TypeVar("T")


class Made(Mapping[str, T], Generic[T]):
    """Generated files by path. `read` turns the bytes of a file into a value that the tests compare."""

    def __init__(self, outputs: Iterable[Artifact], read: Callable[[bytes], T]) -> None:
        self._outputs = {output.path: output for output in outputs}
        self._read, self._known = read, dict[str, T]()

    def __getitem__(self, path: str) -> T:
        if path not in self._known:
            self._known[path] = self._read(self._outputs[path].content)
        return self._known[path]

    def __contains__(self, path: object) -> bool:
        return path in self._outputs

    def __iter__(self) -> Iterator[str]:
        return iter(self._outputs)

    def __len__(self) -> int:
        return len(self._outputs)


def lazy_bytes(outputs: Iterable[Artifact]) -> Mapping[str, bytes]:
    """Generated files as bytes."""
    return Made(outputs, bytes)


def lazy_texts(outputs: Iterable[Artifact]) -> Mapping[str, str]:
    """Generated files as texts. Bytes that are not UTF-8, as in pictures, become U+FFFD."""
    return Made(outputs, lambda content: content.decode("utf-8", "replace"))
