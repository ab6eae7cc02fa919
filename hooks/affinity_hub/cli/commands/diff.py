"""`affinity-hub diff`: the effects of a data change on people, for the comment on a proposal."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines


def run(options: argparse.Namespace) -> CommandResult:
    """Describes in Markdown how the changes from the data in OLD to the data in NEW affect people."""
    from affinity_hub.contribute.diff.report import report

    old, new = arguments.existing(options.old), arguments.existing(options.folder)
    today: dt.date | None = options.today
    moment = environment.now()
    if today:
        # At noon in UTC, it is that day in all zones of the Americas, Africa, Europe, and most of Asia.
        moment = dt.datetime.combine(today, dt.time(12), dt.UTC)
    return CommandResult(out=lines(report(old, new, moment, **environment.settings()).rstrip("\n")))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `diff`."""
    command.add_argument("old", metavar="OLD", help="the folder of the current data")
    command.add_argument("folder", metavar="NEW", help="the folder of the changed data")
    command.add_argument("--today", type=arguments.date, metavar="YYYY-MM-DD", help="compare as of this day")


COMMAND: Final = Command("diff", run, add_arguments, shows_problems_as_output=True)
