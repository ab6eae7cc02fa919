"""A command has a name, arguments, and an action that answers with text and an exit status."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class CommandResult:
    """The result of a command: its exit status, and the text for standard output and for standard error."""

    status: int = 0
    out: str = ""
    err: str = ""


@dataclass(frozen=True)
class Command:
    """One word after `affinity-hub`.

    The docstring of `run` is the help text of the command. Its first line appears in the list of commands. `run` gets
    the arguments that `add_arguments` describes. It may raise `UsageError` for a wrong command line, `DataError` for
    problems in the data, and `OSError` for a file that it can't read or write.
    """

    name: str
    run: Callable[[argparse.Namespace], CommandResult]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    shows_problems_as_output: bool = False
    """Whether problems in the data go to standard output, because the normal output of the command is also a report."""

    @property
    def help(self) -> str:
        """The whole help text; empty if Python runs without docstrings."""
        return self.run.__doc__ or ""


def lines(*texts: str) -> str:
    """Texts as lines, each with its line break."""
    return "".join(f"{text}\n" for text in texts)
