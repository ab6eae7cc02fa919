"""`affinity-hub form-template`: a form as lines that someone fills in and sends by email."""

from __future__ import annotations

import argparse
from typing import Final

from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.contribute.forms import FORMS


def run(options: argparse.Namespace) -> CommandResult:
    """Prints the lines of a form, after the words that explain them."""
    from affinity_hub.contribute.forms.issue_body import fields
    from affinity_hub.contribute.forms.mail_text import explained, template

    asked = fields(options.form)
    return CommandResult(0, out=lines(f"{explained(asked)}\n\n{template(options.form, asked)}"))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What may be typed behind `form-template`."""
    command.add_argument("form", choices=FORMS, help="which form it is")


COMMAND: Final = Command("form-template", run, add_arguments)
