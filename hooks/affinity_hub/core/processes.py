"""Divides work between two processes. The results are the same as with one process."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Final, TypeVar

Batch = TypeVar("Batch")
BatchResult = TypeVar("BatchResult")
_BYTES: Final = 2  # of a number in the pipe
_MAX_RANGES: Final = 2048


def map_batches(
    function: Callable[[Batch], BatchResult],
    batches: Sequence[Batch],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    *,
    is_large: bool,
) -> list[BatchResult]:
    """The result of the function for each batch, in order. If the work `is_large`, a second process takes some of the
    batches. Put batches that take long first.

    `progress` gets the number of the batches that are taken or done, and the number of all batches. An exception of the
    function in either process is raised here.
    """
    if not is_large or not _can_fork():
        results: list[BatchResult] = []
        for batch in batches:
            results.append(function(batch))
            progress(len(results), len(batches))
        return results
    # Imported here, because most commands need one process.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    untaken = _UntakenBatches(len(batches))
    fork = multiprocessing.get_context("fork")  # a forked process has everything that this process has read
    with ProcessPoolExecutor(1, fork, _Worker.begin, (function, batches, untaken)) as pool:
        second = pool.submit(_Worker.results)
        found: dict[int, BatchResult] = {}
        try:
            while numbers := untaken.take():
                found |= {number: function(batches[number]) for number in numbers}
                progress(numbers.stop, len(batches))
                if second.done():  # it may have failed
                    with suppress(BrokenProcessPool):
                        second.result()
        finally:
            untaken.close()
        with suppress(BrokenProcessPool):
            found |= second.result()
    # If the other process was killed, this process makes its batches.
    return [found[number] if number in found else function(batch) for number, batch in enumerate(batches)]


class _UntakenBatches:
    """The batches that no process has taken. The processes take ranges of batches, whose numbers they read from a pipe.
    A pipe needs no lock that a killed process could keep (pipe(7): it holds at least a page, and each read takes whole
    numbers)."""

    def __init__(self, count: int) -> None:
        size = -(-count // _MAX_RANGES)
        self._ranges = [range(first, min(first + size, count)) for first in range(0, count, size)]
        self._reader, writer = os.pipe()
        for number in range(len(self._ranges)):
            os.write(writer, number.to_bytes(_BYTES, "big"))
        os.close(writer)

    def take(self) -> range:
        """The numbers of the next batches; none if all are taken."""
        found = os.read(self._reader, _BYTES)
        return self._ranges[int.from_bytes(found, "big")] if found else range(0)

    def close(self) -> None:
        """Takes all batches that are left, so that the other process ends after the batches that it has."""
        while self.take():
            pass
        os.close(self._reader)


class _Worker:
    """The work of the second process."""

    function: ClassVar[Callable[[Any], Any]]
    batches: ClassVar[Sequence[Any]]
    untaken: ClassVar[_UntakenBatches]

    @classmethod
    def begin(cls, function: Callable[[Any], Any], batches: Sequence[Any], untaken: _UntakenBatches) -> None:
        """Prepares the process: it ends with the first process, and leaves Ctrl-C to the first process."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        cls.function, cls.batches, cls.untaken = staticmethod(function), batches, untaken

    @classmethod
    def results(cls) -> dict[int, Any]:
        """The results of the batches that this process takes, by number."""
        found: dict[int, Any] = {}
        while numbers := cls.untaken.take():
            found |= {number: cls.function(cls.batches[number]) for number in numbers}
        return found


def _end_with_parent() -> None:
    import multiprocessing
    from multiprocessing import connection

    parent = multiprocessing.parent_process()
    assert parent
    connection.wait([parent.sentinel])
    os._exit(1)


def _can_fork() -> bool:
    """Whether a second process helps and is safe. With several threads, a fork could wait forever for a lock."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    return processors > 1 and threading.active_count() == 1
