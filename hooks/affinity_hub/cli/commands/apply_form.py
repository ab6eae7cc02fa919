"""`affinity-hub apply-form`: from a filled-in form on GitHub to changed data files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.contribute.forms import FORMS


def run(options: argparse.Namespace) -> CommandResult:
    """Makes the change that a filled-in issue form asks for, and says as Markdown what became of it.

    Exit status: 0 a file was changed, 1 the answers must be corrected first, 3 a person is needed; 2 as everywhere.
    """
    folder, moment = arguments.existing(options.folder), environment.now()
    try:
        body = options.body.read_bytes()
    except OSError as error:
        raise arguments.UsageError(f"{options.body}: {error.strerror}.") from None
    from affinity_hub.contribute.forms.apply import apply

    status, said = apply(options.form, body.decode("utf-8", "replace"), folder, moment, **environment.settings())
    return CommandResult(status, out=lines(said.rstrip("\n")))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What may be typed behind `apply-form`."""
    command.add_argument("body", type=Path, metavar="BODY_FILE", help="the text of the issue")
    arguments.add_folder(command)
    command.add_argument("--form", choices=FORMS, required=True, help="which form it is")


COMMAND: Final = Command("apply-form", run, add_arguments, shows_problems_as_output=True)
