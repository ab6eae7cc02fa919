"""Files made ahead: a second process makes what is in them while MkDocs puts the theme around what is there.

It is a copy of this one, so that nothing is read or worked out twice. Where a process cannot be copied, there is only
one processor, or there are few files, each is made when it is needed: the bytes are the same.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import tempfile
import threading
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from . import sections
from .output import Output

# Fewer than this are made before a process is copied.
FEWEST: Final = 100
_SIZE: Final = struct.Struct("!Q")


class Content(NamedTuple):
    """What is in a file; and of a page, what search is to know of it: entries whose addresses begin at the page."""

    content: bytes
    entries: list[dict[str, Any]]


def content(output: Output) -> Content:
    """What is in a file, made now."""
    made, head = output.content, output.page
    return Content(made, list(sections.entries(head, made.decode())) if head else [])


class Ahead:
    """What is in files, in the order in which it will be asked for; another order is slower, and nothing else."""

    def __init__(self, outputs: Sequence[Output]) -> None:
        self._waiting = [output.path for output in reversed(outputs)]
        self._offset, self._process, self._ready = 0, 0, -1
        # A copy of a process with several threads might wait for ever for what another thread was holding.
        can_copy = hasattr(os, "fork") and threading.active_count() == 1
        if can_copy and len(outputs) >= FEWEST and (os.cpu_count() or 1) > 1:
            self._start(outputs)

    def _start(self, outputs: Sequence[Output]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed in `close`
        self._ready, done = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(self._ready)
            _make_all(outputs, self._file.fileno(), done)
        os.close(done)

    def take(self, output: Output) -> Content:
        """What is in a file, which is then forgotten."""
        is_next = bool(self._waiting) and self._waiting.pop() == output.path
        if self._process and is_next and len(told := os.read(self._ready, _SIZE.size)) == _SIZE.size:
            (size,) = _SIZE.unpack(told)
            made: Content = pickle.loads(os.pread(self._file.fileno(), size, self._offset))  # noqa: S301 - our own copy's
            self._offset += size
            return made
        # What went wrong there goes wrong here once more, and is told.
        self.close()
        return content(output)

    def close(self) -> None:
        """Ends the second process, if there is one."""
        if self._process:
            os.close(self._ready)
            self._file.close()
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0


def _make_all(outputs: Sequence[Output], file: int, done: int) -> None:
    """In the copy: makes what is in the files, and says of each how many bytes that is. Never returns."""
    try:
        for output in outputs:
            made = pickle.dumps(content(output))
            os.write(file, made)
            os.write(done, _SIZE.pack(len(made)))
    finally:
        os._exit(0)
