"""The command line `affinity-hub`: which commands there are, and how each of them ends.

The modules that only one command needs are imported in its `run`, because loading everything takes longer than checking
a district.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.core.problems import DataError
from affinity_hub.site.destination import OutputError

from .arguments import UsageError
from .command import Command, CommandResult

COMMANDS: Final = (
    "new",
    "check",
    "build",
    "feeds",
    "embeds",
    "show",
    "stale",
    "import",
    "suppress",
    "diff",
    "apply-form",
    "form-template",
    "dead-links",
    "codeowners",
)
"""The commands, in the order of the help text. The module of a command in `commands/` has the name of the command."""
# Python reserves the word `import`.
_MODULES: Final = {"import": "import_calendars"}


def command(name: str) -> Command:
    """The command with a name."""
    module = import_module(f".commands.{_MODULES.get(name, name.replace('-', '_'))}", __package__)
    found: Command = module.COMMAND
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0, 1 for problems in the data, 2 for a wrong command line."""
    typed = sys.argv[1:] if arguments is None else arguments
    options = _parser(typed[0] if typed and typed[0] in COMMANDS else None).parse_args(typed)
    try:
        answer = _answer(options.command, options)
        print(answer.err, end="", file=sys.stderr)
        print(answer.out, end="", file=sys.stdout)
        return answer.status
    except (UsageError, OutputError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        # This error is about a path on the command line. A data file that can't be read is reported as a problem
        # instead.
        print(f"{error.filename or 'The output'}: {error.strerror or error}.", file=sys.stderr)
        return 2


@cache
def _parser(name: str | None) -> argparse.ArgumentParser:
    """The parser for a command, or for all commands if the first word is not a command. Only the typed command is
    loaded."""
    whole = argparse.ArgumentParser(
        prog="affinity-hub", description="Check, build, and show the data of an affinity hub."
    )
    every = whole.add_subparsers(required=True, metavar="COMMAND")
    for chosen in map(command, [name] if name else COMMANDS):
        parser = every.add_parser(chosen.name, help=chosen.help.partition("\n")[0], description=chosen.help)
        parser.set_defaults(command=chosen)
        chosen.add_arguments(parser)
    return whole


def _answer(command: Command, options: argparse.Namespace) -> CommandResult:
    """The answer of a command, or the problems of the data that stop it."""
    try:
        return command.run(options)
    except DataError as error:
        report = environment.report_of(Path(getattr(options, "folder", ".")), error)
        if command.shows_problems_as_output:
            return CommandResult(1, out=report.text().rstrip("\n") + "\n")
        return CommandResult(1, err=report.text(in_color=environment.shows_color(sys.stderr)) + "\n")
