"""Divides work between two processes. The results are the same as with one process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection
from typing import Any, ClassVar, TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def map_batches(
    function: Callable[[Batch], Result],
    batches: Sequence[Batch],
    min_batches: int,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Result]:
    """The result of the function for each batch, in order. With at least `min_batches` batches, a second process shares
    the work.

    `progress` gets the number of finished batches and the number of all batches. An exception of the function in either
    process is raised here.
    """
    results: list[Result] = []
    if len(batches) < min_batches or not _can_fork():
        for batch in batches:
            results.append(function(batch))
            progress(len(results), len(batches))
        return results
    # A forked process has everything that this process has read, and receives only the numbers of batches.
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), _Worker.begin, (function, batches)) as second:
        second_results: list[Future[Result]] = []
        # The other process works from the first batch on, and this process from the last batch back, until they meet.
        while len(second_results) + len(results) < len(batches):
            with suppress(BrokenProcessPool):
                while (
                    len(second_results) + len(results) < len(batches)
                    and sum(not future.done() for future in second_results[-2:]) < 2
                ):
                    second_results.append(second.submit(_Worker.result, len(second_results)))
            if len(second_results) + len(results) < len(batches):
                results.append(function(batches[-1 - len(results)]))
                progress(len(results) + sum(future.done() for future in second_results), len(batches))
        return [
            _result(future, function, batch) for future, batch in zip(second_results, batches, strict=False)
        ] + results[::-1]


def _result(future: Future[Result], function: Callable[[Batch], Result], batch: Batch) -> Result:
    """The result of a batch. This process does the batch if the other process was killed."""
    try:
        return future.result()
    except BrokenProcessPool:
        return function(batch)


class _Worker:
    """The work of the second process."""

    function: ClassVar[Callable[[Any], Any]]
    batches: ClassVar[Sequence[Any]]

    @classmethod
    def begin(cls, function: Callable[[Any], Any], batches: Sequence[Any]) -> None:
        """Prepares the process: it ends with the first process, and leaves Ctrl-C to the first process."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        cls.function, cls.batches = staticmethod(function), batches

    @classmethod
    def result(cls, number: int) -> Any:
        """The result for one batch."""
        return cls.function(cls.batches[number])


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    connection.wait([parent.sentinel])
    os._exit(1)


def _can_fork() -> bool:
    """Whether a second process helps and is safe. With several threads, a fork could wait forever for a lock."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    return processors > 1 and threading.active_count() == 1
