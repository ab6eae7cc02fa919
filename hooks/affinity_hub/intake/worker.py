"""Fetches and reads one calendar in a separate process, with limits that a hostile file cannot exceed."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from .events.read import CalendarReading, Wanted, read_calendar
from .fetch import Fetcher, FetchError
from .ics.content_lines import BrokenCalendarError

READING_SECONDS: Final = 4
"""How long reading may take, on top of fetching."""
MEMORY: Final = 180 * 1024 * 1024
_FAILED: Final = "The calendar could not be read within the limits of time and memory."


@dataclass(frozen=True)
class Job:
    """The task of the process: fetch and read an address, or read the bytes in `data`."""

    wanted: Wanted
    address: str = ""
    etag: str = ""
    modified: str = ""
    data: bytes | None = None


@dataclass(frozen=True)
class Outcome:
    """The result of a job. `reading` is None if the calendar has not changed, or if there is a `problem`."""

    reading: CalendarReading | None = None
    problem: str = ""
    etag: str = ""
    modified: str = ""


def run(job: Job, fetcher: Fetcher) -> Outcome:
    """The outcome of a job. The call always returns in time and with an outcome, even if the process fails."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, fetcher, sender), daemon=True)
    process.start()
    sender.close()
    outcome: Outcome | None = None
    try:
        if receiver.poll(fetcher.seconds + READING_SECONDS):
            with contextlib.suppress(EOFError, OSError):
                outcome = receiver.recv()
    finally:
        process.kill()
        process.join()
        receiver.close()
    return outcome or Outcome(problem=_FAILED)


def _work(job: Job, fetcher: Fetcher, answer: Connection) -> None:
    sys.stderr = io.StringIO()  # a traceback could hold the address
    _limit(fetcher.seconds)
    try:
        outcome = work(job, fetcher)
    except (MemoryError, RecursionError):
        outcome = Outcome(problem=_FAILED)
    answer.send(outcome)


def work(job: Job, fetcher: Fetcher) -> Outcome:
    """The outcome of a job, in this process."""
    try:
        data, etag, modified = job.data, "", ""
        if data is None:
            fetched = fetcher.fetch(job.address, job.etag, job.modified)
            data, etag, modified = fetched.data, fetched.etag, fetched.modified
            if data is None:
                return Outcome(etag=job.etag, modified=job.modified)
        return Outcome(read_calendar(data, job.wanted), "", etag, modified)
    except (FetchError, BrokenCalendarError) as error:
        return Outcome(problem=str(error))


def _limit(seconds: float) -> None:
    """Limits the memory and the time of this process, where the operating system can do that."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_CPU, int(seconds) + READING_SECONDS), (resource.RLIMIT_DATA, MEMORY)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
