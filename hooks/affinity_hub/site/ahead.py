"""Makes the files of a site in two processes. The bytes are the same as with one process.

The second is a copy of this one, so that nothing is read twice. Where a process cannot be copied, there is only one
processor, or there are few pages, there is none.
"""

from __future__ import annotations

import mmap
import os
import pickle
import select
import signal
import struct
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from functools import cached_property, partial
from typing import IO, Any, Final, NamedTuple

from affinity_hub.core.artifact import Artifact

from . import search_index

# With fewer pages, no process is copied.
FEWEST: Final = 100
_NUMBER: Final = struct.Struct("!Q")


class Content(NamedTuple):
    """What is in a page, and what the search is told of it."""

    content: bytes
    entries: str


def content(page: Artifact) -> Content:
    """What is in a page, made now."""
    return Content(made := page.content, search_index.told(page, made))


class Ahead:
    """What is in the files of a site: its pages, and the others, which are found out about here.

    The second process finds out about the others, makes them, and then pages from the last on. This one makes pages as
    they are asked for, from the first on, until the two meet; in another order it is slower, and nothing else.
    """

    def __init__(self, pages: Sequence[Artifact], others: Iterable[Artifact] = ()) -> None:
        self._pages, self._coming = pages, others
        self._numbers = {page.path: number for number, page in enumerate(pages)}
        self._files = ExitStack()
        # What this process made while it waited, and what the second one has made: where in a file of its own each is.
        self._own: list[tuple[int, int]] = []
        self._made: list[tuple[int, int]] = []
        # The page that this process is at, and the one that the second is at. Both processes see both.
        self._here, self._there = _Shared(0), _Shared(len(pages))
        self._end: Callable[[], object] | None = None
        # A copy of a process with several threads might wait for ever for what another thread was holding.
        can_copy = hasattr(os, "fork") and threading.active_count() == 1
        if can_copy and len(pages) >= FEWEST and (os.cpu_count() or 1) > 1:
            self._start()
        self.others = self._find_others()
        """The other files."""

    def _start(self) -> None:
        self._file = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed in `close`
        self._own_file = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - as well
        self._ready, done = os.pipe()
        process = os.fork()
        if not process:
            os.close(self._ready)
            self._make_all(done)
        os.close(done)
        # Also where a build fails, and nobody asks for its files any more.
        self._end = weakref.finalize(self, _stop, process, self._ready)
        weakref.finalize(self, _close, self._files)

    def _make_all(self, done: int) -> None:
        """In the copy: makes what it has to, and says of each how many bytes that is. Never returns."""

        def tell(made: object) -> None:
            text = pickle.dumps(made)
            self._file.write(text)
            self._file.flush()
            os.write(done, _NUMBER.pack(len(text)))

        try:
            others = self._all_others
            tell([output.path for output in others])
            for output in others:
                tell(output.content)
            for number in reversed(range(len(self._pages))):
                self._there.set(number)
                if number <= self._here.get():
                    break
                tell(content(self._pages[number]))
        finally:
            os._exit(0)

    @cached_property
    def _all_others(self) -> list[Artifact]:
        return list(self._coming)

    def _find_others(self) -> list[Artifact]:
        """The other files, with what the second process makes of them. Makes pages until it says which there are."""
        while self._end and not self._made and len(self._own) < len(self._pages):
            self._here.set(number := len(self._own))
            self._own.append(_write(self._own_file, content(self._pages[number])))
            self._hear()
        if (paths := self._told(0)) is None:
            return self._all_others
        return [Artifact(path, partial(self._other, number)) for number, path in enumerate(paths)]

    def _other(self, number: int) -> bytes:
        made: bytes | None = self._told(1 + number)
        # What went wrong there goes wrong here once more, and is told.
        return self._all_others[number].content if made is None else made

    def take(self, page: Artifact) -> Content:
        """What is in a page."""
        made: Content | None = None
        if (number := self._numbers.get(page.path)) is None:
            pass
        elif number < len(self._own):
            made = _read(self._own_file, *self._own[number])
        else:
            self._here.set(number)
            self._hear()
            if number >= self._there.get():
                made = self._told(len(self.others) + len(self._pages) - number)
        return made or content(page)

    def _hear(self) -> None:
        """Takes up what the second process has said so far, before its pipe is full."""
        while self._end and select.select([self._ready], [], [], 0)[0] and self._listen():
            pass

    def _told(self, number: int) -> Any:
        """What the second process made as its nth; it is waited for. None if it has ended before."""
        while number >= len(self._made) and self._end and self._listen():
            pass
        return _read(self._file, *self._made[number]) if number < len(self._made) else None

    def _listen(self) -> bool:
        """Takes up what the second process says next; false if it has ended."""
        said = os.read(self._ready, 1000 * _NUMBER.size)
        for (size,) in _NUMBER.iter_unpack(said):
            start, before = self._made[-1] if self._made else (0, 0)
            self._made.append((start + before, size))
        return bool(said)

    def close(self) -> None:
        """Ends the second process, if there is one. What is asked for after that is made then."""
        if self._end:
            self._end()
            self._end = None
        self._numbers.clear()
        self._made.clear()
        _close(self._files)


class _Shared:
    """A number that a process and its copy see and set."""

    def __init__(self, number: int) -> None:
        self._memory = mmap.mmap(-1, _NUMBER.size)
        self.set(number)

    def get(self) -> int:
        (number,) = _NUMBER.unpack(self._memory[:])
        return int(number)

    def set(self, number: int) -> None:
        self._memory[:] = _NUMBER.pack(number)


def _stop(process: int, ready: int) -> None:
    """Ends the second process."""
    os.close(ready)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _close(files: ExitStack) -> None:
    """Closes temporary files. Nobody needs the text that a full disk keeps them from writing."""
    with suppress(OSError):
        files.close()


def _write(file: IO[bytes], made: object) -> tuple[int, int]:
    text, start = pickle.dumps(made), file.tell()
    file.write(text)
    file.flush()
    return start, len(text)


def _read(file: IO[bytes], start: int, size: int) -> Any:
    return pickle.loads(os.pread(file.fileno(), size, start))  # noqa: S301 - written by ourselves
