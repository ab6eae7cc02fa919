"""The commands for those who propose and accept changes. Each returns its exit status and what is to be printed."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from . import changes


@dataclass(frozen=True)
class Asked:
    """What a command may know: its options, the moment it runs at, and the settings that the environment replaces."""

    options: argparse.Namespace
    now: dt.datetime
    settings: Mapping[str, str]

    @property
    def folder(self) -> Path:
        """The folder of the data."""
        return Path(self.options.folder)


Answer: TypeAlias = tuple[int, str]


def diff(asked: Asked) -> Answer:
    """Tells as Markdown what the data in NEW changes for people against the data in OLD."""
    today: dt.date | None = asked.options.today
    # Noon in UTC is that day in all zones of the Americas, Africa, Europe and most of Asia.
    moment = dt.datetime.combine(today, dt.time(12), dt.UTC) if today else asked.now
    return 0, changes.report(Path(asked.options.old), asked.folder, moment, **asked.settings)


def add_to(commands: Any, date: Callable[[str], dt.date]) -> None:
    """Adds the commands to those of the command line; `date` reads a date or raises what argparse shows."""
    command = _command(commands, "diff", diff)
    command.add_argument("old", metavar="OLD", help="the folder of the data as it is")
    command.add_argument("folder", metavar="NEW", help="the folder of the data as it would be")
    command.add_argument("--today", type=date, metavar="YYYY-MM-DD", help="compare as of this day")


def _command(commands: Any, name: str, answer: Callable[[Asked], Answer]) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=answer.__doc__, description=answer.__doc__)
    command.set_defaults(answer=answer)
    return command
