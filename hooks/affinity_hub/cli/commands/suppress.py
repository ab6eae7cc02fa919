"""`affinity-hub suppress`: from raw counts of people to numbers that may be published."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from affinity_hub.cli.command import Command, CommandResult
from affinity_hub.suppression.algorithm import THRESHOLD


def run(options: argparse.Namespace) -> CommandResult:
    """Turns raw counts of people into the table that may be published. Keep the input out of the repository."""
    from affinity_hub.suppression import algorithm, raw_counts

    name, years = raw_counts.read(options.input)
    return CommandResult(out=raw_counts.write(name, algorithm.suppress(years, options.threshold), options.threshold))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `suppress`."""
    about_input = "the raw counts as CSV: a line for each population, a column for each outcome"
    command.add_argument("input", type=Path, metavar="INPUT.csv", help=about_input)
    help_text = f"the smallest number that the table may show (default, and at least: {THRESHOLD})"
    command.add_argument("--threshold", type=_threshold, default=THRESHOLD, metavar="N", help=help_text)


def _threshold(value: str) -> int:
    if not value.isdecimal() or int(value) < THRESHOLD:
        raise argparse.ArgumentTypeError(f"{value!r} is below {THRESHOLD}; you can raise the threshold, not lower it")
    return int(value)


COMMAND: Final = Command("suppress", run, add_arguments)
