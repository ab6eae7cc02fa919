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

Part = TypeVar("Part")
Result = TypeVar("Result")


def map_parts(
    function: Callable[[Part], Result],
    parts: Sequence[Part],
    fewest: int,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Result]:
    """The result of the function for each part, in order. With at least `fewest` parts, a second process shares the
    work.

    `progress` gets the number of finished parts and the number of all parts. An exception of the function in either
    process is raised here.
    """
    own: list[Result] = []
    if len(parts) < fewest or not _can_fork():
        for part in parts:
            own.append(function(part))
            progress(len(own), len(parts))
        return own
    # A forked process has everything that this process has read, and receives only the numbers of parts.
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), _Worker.begin, (function, parts)) as second:
        theirs: list[Future[Result]] = []
        # The other process works from the first part on, and this process from the last part back, until they meet.
        while len(theirs) + len(own) < len(parts):
            with suppress(BrokenProcessPool):
                while len(theirs) + len(own) < len(parts) and sum(not future.done() for future in theirs[-2:]) < 2:
                    theirs.append(second.submit(_Worker.result, len(theirs)))
            if len(theirs) + len(own) < len(parts):
                own.append(function(parts[-1 - len(own)]))
                progress(len(own) + sum(future.done() for future in theirs), len(parts))
        return [_result(future, function, part) for future, part in zip(theirs, parts, strict=False)] + own[::-1]


def _result(future: Future[Result], function: Callable[[Part], Result], part: Part) -> Result:
    """The result of a part. This process does the part if the other process was killed."""
    try:
        return future.result()
    except BrokenProcessPool:
        return function(part)


class _Worker:
    """The work of the second process."""

    function: ClassVar[Callable[[Any], Any]]
    parts: ClassVar[Sequence[Any]]

    @classmethod
    def begin(cls, function: Callable[[Any], Any], parts: Sequence[Any]) -> None:
        """Prepares the process: it ends with the first process, and leaves Ctrl-C to the first process."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        cls.function, cls.parts = staticmethod(function), parts

    @classmethod
    def result(cls, number: int) -> Any:
        """The result for one part."""
        return cls.function(cls.parts[number])


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    connection.wait([parent.sentinel])
    os._exit(1)


def _can_fork() -> bool:
    """Whether a second process helps and is safe. With several threads, a fork could wait forever for a lock."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    return processors > 1 and threading.active_count() == 1
