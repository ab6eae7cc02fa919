"""`affinity-hub`, and `python -m affinity_hub`: the command line as a program of its own.

The only place that handles what no command expects: Ctrl-C, a reader that goes away, letters that the terminal does not
have, and faults of the program itself.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Final, NoReturn

INTERRUPTED: Final = 130  # 128 and the number of SIGINT, as shells have it
FAULT: Final = 70  # EX_SOFTWARE of sysexits.h


def run() -> NoReturn:
    """Runs the command that was typed, and ends the process.

    Exit status: that of the command, 2 where the output cannot be written, 130 after Ctrl-C, 70 for a fault of the
    program. The process ends without looking for garbage and without taking apart what it read: for ten thousand
    records, Python would do that for a sixth of the time of a build, and then give all memory back anyway.
    """
    status = INTERRUPTED
    try:
        status = _status()
        for stream in _streams():
            stream.flush()
    except KeyboardInterrupt:
        _say("Stopped.")
        status = INTERRUPTED
    except OSError:  # nobody reads on, or the disk is full
        status = status or 2
    os._exit(status)


def _streams() -> list[TextIOWrapper]:
    """Standard output and standard error, where they are not closed."""
    return [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, TextIOWrapper)]


def _status() -> int:
    """The exit status of the command. Says what went wrong where the command itself does not."""
    gc.disable()
    for stream in _streams():
        # A terminal that knows only ASCII shows a name such as "Thứ" with a code in place of a letter.
        stream.reconfigure(errors="backslashreplace")
    try:
        from .cli import main  # here, so that Ctrl-C while the program loads is handled as well

        return main()
    except Exception as error:  # noqa: BLE001 - the last resort
        _say(_fault(error))
        return FAULT


def _say(text: str) -> None:
    with suppress(OSError, ValueError, AttributeError):  # standard error can be closed as well
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _fault(error: Exception) -> str:
    """What happened, without the words of the error: they can hold anything that somebody typed, names among them."""
    from .environment import TRACEBACK, shows_tracebacks

    if shows_tracebacks():
        return "".join(traceback.format_exception(error)).rstrip()
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}, line {frame.lineno}"
    return (
        f"This is a fault of the program, not of your data ({type(error).__name__} in {place}).\n"
        "Please report it with the command that you typed. To see more, which can include names from your data:  "
        f"{TRACEBACK}=yes affinity-hub …"
    )


if __name__ == "__main__":
    run()
