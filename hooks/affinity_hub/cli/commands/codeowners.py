"""`affinity-hub codeowners`: who approves which data file on GitHub."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines


def run(options: argparse.Namespace) -> CommandResult:
    """Writes .github/CODEOWNERS from the stewards of the groups; with --check, only says whether it is current."""
    from affinity_hub.contribute import codeowners

    folder, moment = arguments.existing(options.folder), environment.now()
    hub, _ = environment.load_hub(folder, moment)
    path, name = options.repository / codeowners.CODEOWNERS, codeowners.CODEOWNERS.as_posix()
    present = path.read_text("utf-8") if path.exists() else None
    wanted = codeowners.update(present, hub)
    if wanted == present:
        return CommandResult(out=lines(f"{name} is current."))
    if options.check:
        return CommandResult(
            1, out=lines(f"{name} does not match `stewards` in the data. Run:  affinity-hub codeowners")
        )
    assert wanted is not None
    path.parent.mkdir(exist_ok=True)
    path.write_text(wanted, "utf-8", newline="\n")
    return CommandResult(out=lines(f"{name} is written."))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `codeowners`."""
    arguments.add_folder(command)
    command.add_argument("--check", action="store_true", help="write nothing; exit status 1 if the file is not current")
    help_text = "the folder of the repository (default: the current folder)"
    command.add_argument("--repository", type=Path, default=Path(), metavar="FOLDER", help=help_text)


COMMAND: Final = Command("codeowners", run, add_arguments, shows_problems_as_output=True)
