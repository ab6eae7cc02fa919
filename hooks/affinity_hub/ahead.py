"""Files made ahead: a second process makes what is in them while MkDocs puts the theme around what is there.

It is a copy of this one, so that nothing is read or worked out twice. Where a process cannot be copied, there is only
one processor, or there are few files, each is made when it is needed: the bytes are the same.
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
from contextlib import ExitStack
from itertools import chain
from typing import IO, Final, NamedTuple

from . import sections
from .output import Output

# Fewer than this are made before a process is copied.
FEWEST: Final = 100
_NUMBER: Final = struct.Struct("!Q")
_ALL: Final = 2**64 - 1


class Content(NamedTuple):
    """What is in a file; and of a page, what the search is told of it."""

    content: bytes
    entries: str


def content(output: Output) -> Content:
    """What is in a file, made now."""
    return Content(made := output.content, sections.told(output, made))


class Ahead:
    """What is in files, in the order in which it will be asked for; another order is slower, and nothing else.

    The second process makes them from the first on. Where this one would have to wait for it, it makes one of the last.
    It begins before it is known which files there are besides the `first`: both find that out from `others`.
    """

    def __init__(self, first: Sequence[Output], others: Iterable[Output] = ()) -> None:
        self._next, self._ready, self._offset = 0, -1, 0
        # What this process has made itself waits in a file of its own.
        self._own: dict[str, tuple[int, int]] = {}
        self._files = ExitStack()
        # From here on, this process makes them. The other one sees it, too.
        self._limit = mmap.mmap(-1, _NUMBER.size)
        self._set_limit(_ALL)
        self._end: Callable[[], object] | None = None
        # A copy of a process with several threads might wait for ever for what another thread was holding.
        can_copy = hasattr(os, "fork") and threading.active_count() == 1
        if can_copy and len(first) >= FEWEST and (os.cpu_count() or 1) > 1:
            self._start(chain(first, others))
        self._outputs = [*first, *others]
        self._set_limit(len(self._outputs))

    def _set_limit(self, limit: int) -> None:
        self._limit[:] = _NUMBER.pack(limit)

    def _start(self, outputs: Iterable[Output]) -> None:
        self._file = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed in `close`
        self._own_file = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - as well
        self._ready, done = os.pipe()
        process = os.fork()
        if not process:
            os.close(self._ready)
            self._make_all(outputs, done)
        os.close(done)
        # Also where a build fails, and nobody asks for its files any more.
        self._end = weakref.finalize(self, _stop, process, self._ready)
        weakref.finalize(self, self._files.close)

    def _make_all(self, outputs: Iterable[Output], done: int) -> None:
        """In the copy: makes what is in the files, and says of each how many bytes that is. Never returns."""
        try:
            for number, output in enumerate(outputs):
                if number >= _NUMBER.unpack(self._limit[:])[0]:
                    break
                made = pickle.dumps(content(output))
                os.write(self._file.fileno(), made)
                os.write(done, _NUMBER.pack(len(made)))
        finally:
            os._exit(0)

    def take(self, output: Output) -> Content:
        """What is in a file, which is then forgotten."""
        if made := self._own.pop(output.path, None):
            return _read(self._own_file, *made)
        if self._end and self._next < len(self._outputs) and self._outputs[self._next].path == output.path:
            self._next += 1
            self._make_some()
            if told := os.read(self._ready, _NUMBER.size):
                (size,) = _NUMBER.unpack(told)
                self._offset += size
                return _read(self._file, self._offset - size, size)
        # What went wrong there goes wrong here once more, and is told.
        self._stop()
        return content(output)

    def _make_some(self) -> None:
        """Makes what is last, until there is something from the other process, or nothing left to make."""
        (limit,) = _NUMBER.unpack(self._limit[:])
        # The other process may be at work on one, and has perhaps not seen that it is not to make the next.
        while limit > self._next + 2 and not select.select([self._ready], [], [], 0)[0]:
            limit -= 1
            self._set_limit(limit)
            made = pickle.dumps(content(self._outputs[limit]))
            self._own[self._outputs[limit].path] = self._own_file.tell(), len(made)
            self._own_file.write(made)
        self._own_file.flush()

    def close(self) -> None:
        """Ends the second process, if there is one, and forgets what was not asked for."""
        self._stop()
        self._own.clear()
        self._files.close()

    def _stop(self) -> None:
        if self._end:
            self._end()
            self._end = None


def _stop(process: int, ready: int) -> None:
    """Ends the second process."""
    os.close(ready)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _read(file: IO[bytes], start: int, size: int) -> Content:
    found: Content = pickle.loads(os.pread(file.fileno(), size, start))  # noqa: S301 - written by ourselves
    return found
