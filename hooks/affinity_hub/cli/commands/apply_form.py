"""`affinity-hub apply-form`: changes the data files as a filled-in form asks, however the form arrived."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.reference.proposal_forms import NAMES

MAX_INPUT_BYTES: Final = 4_000_000  # more than the longest accepted text, so that the program recognizes a longer text


def run(options: argparse.Namespace) -> CommandResult:
    """Makes the change that a filled-in form asks for, and reports the result as Markdown.

    Exit status: 0 a file was changed, 1 the answers must be corrected first, 2 as for all commands, 3 a person must
    decide.
    """
    folder, moment = arguments.existing(options.folder), environment.now()
    try:
        with options.body.open("rb") as file:
            body = file.read(MAX_INPUT_BYTES)
    except OSError as error:
        raise arguments.UsageError(f"{options.body}: {error.strerror}.") from None
    from affinity_hub.contribute.forms.apply import apply

    text, is_public = body.decode("utf-8", "replace"), options.public
    found = apply(options.form, text, folder, moment, is_public=is_public, **environment.settings())
    found = found._replace(answer=found.answer.rstrip("\n"))
    if options.format == "json":
        return CommandResult(found.status, out=lines(json.dumps(found._asdict(), ensure_ascii=False)))
    return CommandResult(found.status, out=lines(found.answer))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `apply-form`."""
    command.add_argument(
        "body",
        type=Path,
        metavar="BODY_FILE",
        help="the text of an issue, the JSON of a proposal, or the text of an email",
    )
    arguments.add_folder(command)
    choices = ("auto", *NAMES)
    command.add_argument(
        "--form",
        choices=choices,
        default="auto",
        help="the form that was filled in (default: the form that the text names)",
    )
    about = "the format of the report: markdown (default), or json with the keys status, answer, and needs_yes"
    command.add_argument("--format", choices=("markdown", "json"), default="markdown", help=about)
    about = "in a refusal, do not repeat what someone typed, because everyone can read the answer"
    command.add_argument("--public", action="store_true", help=about)


COMMAND: Final = Command("apply-form", run, add_arguments, shows_problems_as_output=True)
