"""The options of the command line: what may be typed behind `affinity-hub`, and what each of them is for."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from affinity_hub.environment import FIRST_DAY, LAST_DAY
from affinity_hub.hub import embed_contract
from affinity_hub.messages import report
from affinity_hub.suppression import algorithm

from . import editing

Command: TypeAlias = Callable[[Path, argparse.Namespace], int]


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Reads the options of these commands by name, whose docstrings are their help, and of those in `editing`."""
    whole = argparse.ArgumentParser(
        prog="affinity-hub", description="Check, build and show the data of an affinity hub."
    )
    every = whole.add_subparsers(required=True, metavar="COMMAND")
    for name, run in commands.items():
        command = every.add_parser(name, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run, folder=".")
        OWN[name](command)
    editing.add_to(every, _date)
    return whole


def _check(command: argparse.ArgumentParser) -> None:
    _data(command)
    help_text = "how problems are written (default: text)"
    command.add_argument("--format", choices=list(report.FORMATS), default="text", help=help_text)
    help_text = "leave out the warnings OLD had already"
    command.add_argument("--changed-since", type=Path, metavar="OLD", help=help_text)
    help_text = "say how each series is understood, with its next three dates"
    command.add_argument("--series", action="store_true", help=help_text)
    _published(command)


def _build(command: argparse.ArgumentParser) -> None:
    _feeds(command)
    command.add_argument("--today", type=_date, metavar="YYYY-MM-DD", help="build as of this day")


def _feeds(command: argparse.ArgumentParser) -> None:
    _data(command)
    help_text = (
        "the folder to write: new, empty, or written earlier by this program. The build replaces its contents when "
        "everything is ready. The folder must be outside DIR and the staff overlay, or directly in the project itself"
    )
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER", help=help_text)
    _published(command)


def _embeds(command: argparse.ArgumentParser) -> None:
    _folder(command)
    command.add_argument("--contract", action="store_true", help=f"write them down in {embed_contract.NAME}")
    command.add_argument("--reason", metavar="TEXT", help="why an address ends or has another height")
    command.add_argument("--refit", action="store_true", help="the heights that fit now, whatever is in use")


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", help="the id of a record, or an earlier one")
    _data(command)


def _suppress(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", type=Path, metavar="INPUT.csv", help="populations down, outcomes across, raw counts")
    help_text = f"the smallest number that may be shown (default, and at least: {algorithm.THRESHOLD})"
    command.add_argument("--threshold", type=_threshold, default=algorithm.THRESHOLD, metavar="N", help=help_text)


def _folder(command: argparse.ArgumentParser) -> None:
    help_text = "the folder of the data (default: this one)"
    command.add_argument("folder", nargs="?", default=".", metavar="DIR", help=help_text)


def _data(command: argparse.ArgumentParser) -> None:
    """The folder, and for whom it is read."""
    _folder(command)
    help_text = "for whom it is (default: public)"
    command.add_argument("--audience", choices=("public", "staff"), default="public", help=help_text)
    help_text = "the folder of the staff overlay, for  --audience staff  (default: AFFINITY_HUB_STAFF)"
    command.add_argument("--staff", metavar="DIR", help=help_text)


def _published(command: argparse.ArgumentParser) -> None:
    help_text = "the published site, to go on from what its calendars say (default: AFFINITY_HUB_PUBLISHED)"
    command.add_argument("--published", metavar="FOLDER-or-URL", help=help_text)
    command.add_argument("--first", action="store_true", help="nothing has been published yet")


OWN: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "check": _check,
    "build": _build,
    "feeds": _feeds,
    "embeds": _embeds,
    "show": _show,
    "stale": _folder,
    "suppress": _suppress,
}


def _date(value: str) -> dt.date:
    try:
        # From Python 3.11 on, `fromisoformat` also takes 20260910 and week dates.
        day = dt.date.fromisoformat(value if len(value) == 10 and value[4] == value[7] == "-" else "")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date; write 2026-09-10") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"{value!r} is not a day from {FIRST_DAY} to {LAST_DAY}; write 2026-09-10")
    return day


def _threshold(value: str) -> int:
    if not value.isdecimal() or int(value) < algorithm.THRESHOLD:
        raise argparse.ArgumentTypeError(f"{value!r} is below {algorithm.THRESHOLD}; it may be raised, never lowered")
    return int(value)
