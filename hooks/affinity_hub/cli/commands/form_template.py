"""`affinity-hub form-template`: a form as lines that someone fills in and sends by email."""

from __future__ import annotations

import argparse
from typing import Final

from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.reference import proposal_forms


def run(options: argparse.Namespace) -> CommandResult:
    """Prints the lines of a form, after the words that explain them."""
    explanation = proposal_forms.explained(proposal_forms.fields(options.form))
    return CommandResult(0, out=lines(f"{explanation}\n\n{proposal_forms.template(options.form)}"))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `form-template`."""
    command.add_argument("form", choices=proposal_forms.NAMES, help="the name of the form")


COMMAND: Final = Command("form-template", run, add_arguments)
