"""`affinity-hub`, and `python -m affinity_hub`: the command line as a program of its own."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from .cli import main


def run() -> NoReturn:
    """Runs the command that was typed, and ends the process.

    Without looking for garbage, and without taking apart what was read and made: for ten thousand entries Python would
    do that for as long as a sixth of the build, and then give all memory back anyway.
    """
    gc.disable()
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads on, or the disk is full
        status = 2
    os._exit(status)


if __name__ == "__main__":
    run()
