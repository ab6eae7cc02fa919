"""Arguments that several commands share: their help texts and their meaning."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from affinity_hub import environment
from affinity_hub.environment import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from affinity_hub.history.ledger import Ledger
    from affinity_hub.schema import Audience


class UsageError(Exception):
    """The command line asks for something that can't be done: a sentence for standard error and exit status 2."""


def add_folder(command: argparse.ArgumentParser) -> None:
    """Adds the argument for the data folder."""
    help_text = "the data folder (default: the current folder)"
    command.add_argument("folder", nargs="?", default=".", metavar="DIR", help=help_text)


def add_edition(command: argparse.ArgumentParser) -> None:
    """Adds the arguments for the data folder and for the audience."""
    add_folder(command)
    help_text = "the edition: for the public or for staff (default: public)"
    command.add_argument("--audience", choices=("public", "staff"), default="public", help=help_text)
    help_text = "the folder of the staff overlay, for  --audience staff  (default: AFFINITY_HUB_STAFF)"
    command.add_argument("--staff", metavar="DIR", help=help_text)


def add_published(command: argparse.ArgumentParser) -> None:
    """Adds the arguments for the folder or address of the published calendars, which new calendars continue."""
    help_text = "the published site; the new calendars continue from its calendars (default: AFFINITY_HUB_PUBLISHED)"
    command.add_argument("--published", metavar="FOLDER-or-URL", help=help_text)
    command.add_argument("--first", action="store_true", help="nothing has been published yet")


def add_output(command: argparse.ArgumentParser) -> None:
    """Adds the arguments for the data folder, the folder to write, and the published site."""
    add_edition(command)
    help_text = (
        "the folder to write: new, empty, or written earlier by this program. The build replaces its contents when "
        "everything is ready. The folder must be outside DIR and the staff overlay, or directly in the project itself"
    )
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER", help=help_text)
    add_published(command)


def add_import_state(command: argparse.ArgumentParser) -> None:
    """Adds the argument for the file in which an import records when it read each calendar."""
    help_text = "the file in which import records when it read each calendar (default: AFFINITY_HUB_IMPORT_STATE)"
    command.add_argument("--import-state", metavar="FILE", help=help_text)


def existing(path: str | Path) -> Path:
    """A folder that the command line names. Raises `UsageError` if it does not exist."""
    if not Path(path).is_dir():
        raise UsageError(f"{path}: there is no such folder.")
    return Path(path)


def staff_overlay(options: argparse.Namespace) -> Path | None:
    """The overlay's folder for the staff edition; None for the public edition. Raises `UsageError` if the options don't
    match."""
    if options.audience == "public":
        if options.staff:
            raise UsageError(
                "--staff names a folder that the public edition never opens. "
                "For the staff edition, add  --audience staff ."
            )
        return None
    if (folder := environment.staff_folder(options.staff)) is None:
        raise UsageError("The staff edition needs the folder of its overlay:  --staff DIR   (or AFFINITY_HUB_STAFF)")
    return folder


def ledger(options: argparse.Namespace, now: dt.datetime) -> Ledger | None:
    """The ledger of the published calendars, from the arguments of `add_published` and `add_edition`."""
    audience: Audience = options.audience
    return environment.ledger_at(now, options.published, first=options.first, audience=audience)


def restart_notice(options: argparse.Namespace) -> str:
    """The notice that calendar entries start at version 0, as a line; empty if the arguments ask for version 0."""
    ways = ("--published ADDRESS-or-FOLDER", "--first")
    notice = environment.restart_notice(options.published, first=options.first, ways=ways)
    return f"{notice}\n" if notice else ""


def date(value: str) -> dt.date:
    """The day in an argument, if a site can be built for it. Use this function as the type of the argument."""
    try:
        # From Python 3.11 on, `fromisoformat` also accepts 20260910 and week dates.
        day = dt.date.fromisoformat(value if len(value) == 10 and value[4] == value[7] == "-" else "")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date; write 2026-09-10") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"{value!r} is not a day from {FIRST_DAY} to {LAST_DAY}; write 2026-09-10")
    return day
