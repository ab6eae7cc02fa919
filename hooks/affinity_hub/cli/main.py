"""The command line `affinity-hub`: which commands there are, and how each of them ends.

Each command imports modules that only it needs in `run`, because loading everything takes longer than checking a
district.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.core.problems import DataError
from affinity_hub.site.destination import OutputError

from .arguments import UsageError
from .command import Command, CommandResult
from .commands import (
    apply_form,
    build,
    check,
    codeowners,
    dead_links,
    diff,
    embeds,
    feeds,
    form_template,
    import_calendars,
    new,
    show,
    stale,
    suppress,
)

COMMANDS: Final[tuple[Command, ...]] = (
    new.COMMAND,
    check.COMMAND,
    build.COMMAND,
    feeds.COMMAND,
    embeds.COMMAND,
    show.COMMAND,
    stale.COMMAND,
    import_calendars.COMMAND,
    suppress.COMMAND,
    diff.COMMAND,
    apply_form.COMMAND,
    form_template.COMMAND,
    dead_links.COMMAND,
    codeowners.COMMAND,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0, 1 for problems in the data, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        answer = _answer(options.command, options)
        print(answer.err, end="", file=sys.stderr)
        print(answer.out, end="", file=sys.stdout)
        return answer.status
    except (UsageError, OutputError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        # Data that can't be read is reported as a problem; this is a place that the command line names.
        print(f"{error.filename or 'The output'}: {error.strerror or error}.", file=sys.stderr)
        return 2


@cache
def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="affinity-hub", description="Check, build, and show the data of an affinity hub."
    )
    every = whole.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        parser = every.add_parser(command.name, help=command.help.partition("\n")[0], description=command.help)
        parser.set_defaults(command=command)
        command.add_arguments(parser)
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
