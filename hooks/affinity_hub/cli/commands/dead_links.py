"""`affinity-hub dead-links`: the links to other sites that no longer work."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines


def run(options: argparse.Namespace) -> CommandResult:
    """Counts how often each link to another site has failed in a row, and lists the dead links as Markdown."""
    from affinity_hub.contribute import dead_links

    try:
        found = dead_links.link_states(options.results.read_text("utf-8", "replace"), options.own)
    except (OSError, ValueError) as error:
        raise arguments.UsageError(f"{options.results}: {getattr(error, 'strerror', None) or error}") from None
    state: Path = options.state
    before = dead_links.read(state.read_text("utf-8", "replace")) if state.is_file() else {}
    counts = dead_links.count(before, found)
    state.write_text(dead_links.dump(counts), "utf-8")
    return CommandResult(out=lines(dead_links.report(counts).rstrip("\n")))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `dead-links`."""
    command.add_argument("results", type=Path, metavar="RESULTS.csv", help="from  linkchecker --verbose --output csv")
    command.add_argument("--state", type=Path, required=True, metavar="FILE", help="the file with the counts")
    command.add_argument(
        "--own", default="", metavar="HOST", help="the host of the site itself, whose links do not count"
    )


COMMAND: Final = Command("dead-links", run, add_arguments, shows_problems_as_output=True)
