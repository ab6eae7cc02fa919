"""The commands for those who propose and accept changes. Each returns its exit status and what is to be printed.

Each imports what it alone needs where it begins: their options are read by every command.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from affinity_hub.checks.checked import load
from affinity_hub.contribute.forms import FORMS
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.hub.hub import Hub


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


def answer(asked: Asked) -> Answer:
    """What the command that was asked for answers; status 2 where a folder is not there. Raises `DataError`."""
    for place in (getattr(asked.options, "old", None), getattr(asked.options, "folder", None)):
        if place and not Path(place).is_dir():
            return 2, f"{place}: there is no such folder."
    done: Answer = asked.options.answer(asked)
    return done


def diff(asked: Asked) -> Answer:
    """Tells as Markdown what the data in NEW changes for people against the data in OLD."""
    today: dt.date | None = asked.options.today
    # Noon in UTC is that day in all zones of the Americas, Africa, Europe and most of Asia.
    moment = dt.datetime.combine(today, dt.time(12), dt.UTC) if today else asked.now
    from affinity_hub.contribute.diff.report import report

    return 0, report(Path(asked.options.old), asked.folder, moment, **asked.settings)


def apply_form(asked: Asked) -> Answer:
    """Makes the change that a filled-in issue form asks for, and says as Markdown what became of it.

    Exit status: 0 a file was changed, 1 the answers must be corrected first, 3 a person is needed; 2 as everywhere.
    """
    try:
        body = asked.options.body.read_bytes()
    except OSError as error:
        return 2, f"{asked.options.body}: {error.strerror}."
    from affinity_hub.contribute.forms.apply import apply

    return apply(asked.options.form, body.decode("utf-8", "replace"), asked.folder, asked.now, **asked.settings)


def codeowners(asked: Asked) -> Answer:
    """Writes .github/CODEOWNERS from the stewards of the groups; with --check, only says whether it is current."""
    from affinity_hub.contribute import codeowners as owners

    hub, _ = load(asked.folder, asked.now, None, **asked.settings)
    path = asked.options.repository / owners.PATH
    present = path.read_text("utf-8") if path.exists() else None
    wanted = owners.update(present, hub)
    if wanted == present:
        return 0, f"{owners.PATH.as_posix()} is current."
    if asked.options.check:
        return (
            1,
            f"{owners.PATH.as_posix()} does not say what `stewards` in the data says. Run:  affinity-hub codeowners",
        )
    assert wanted is not None
    path.parent.mkdir(exist_ok=True)
    path.write_text(wanted, "utf-8", newline="\n")
    return 0, f"{owners.PATH.as_posix()} is written."


def own_warnings(
    found: list[Problem], hub: Hub, old: Path, now: dt.datetime, settings: Mapping[str, str]
) -> tuple[list[Problem], list[Problem]]:
    """The problems that a change of the data in `old` is answerable for, and the others."""
    from affinity_hub.contribute import attribution

    try:
        before, known = load(old, now, None, **settings)
    except DataError:
        return found, []
    return attribution.split(found, hub, known, before)


def links(asked: Asked) -> Answer:
    """Counts how often each link to another site has failed in a row, and tells as Markdown those that are dead."""
    from affinity_hub.contribute import dead_links

    try:
        found = dead_links.checked(asked.options.results.read_text("utf-8", "replace"), asked.options.own)
    except (OSError, ValueError) as error:
        return 2, f"{asked.options.results}: {getattr(error, 'strerror', None) or error}"
    state: Path = asked.options.state
    before = dead_links.read(state.read_text("utf-8", "replace")) if state.is_file() else {}
    counts = dead_links.count(before, found)
    state.write_text(dead_links.dump(counts), "utf-8")
    return 0, dead_links.report(counts)


def add_to(commands: Any, date: Callable[[str], dt.date]) -> None:
    """Adds the commands to those of the command line; `date` reads a date or raises what argparse shows."""
    command = _command(commands, "diff", diff)
    command.add_argument("old", metavar="OLD", help="the folder of the data as it is")
    command.add_argument("folder", metavar="NEW", help="the folder of the data as it would be")
    command.add_argument("--today", type=date, metavar="YYYY-MM-DD", help="compare as of this day")
    command = _command(commands, "apply-form", apply_form)
    command.add_argument("body", type=Path, metavar="BODY_FILE", help="the text of the issue")
    _folder(command)
    command.add_argument("--form", choices=FORMS, required=True, help="which form it is")
    command = _command(commands, "dead-links", links)
    command.add_argument("results", type=Path, metavar="RESULTS.csv", help="from  linkchecker --verbose --output csv")
    command.add_argument("--state", type=Path, required=True, metavar="FILE", help="where the counts are kept")
    command.add_argument("--own", default="", metavar="HOST", help="the host that was checked, which does not count")
    command = _command(commands, "codeowners", codeowners)
    _folder(command)
    command.add_argument("--check", action="store_true", help="write nothing; exit status 1 where it is not current")
    help_text = "the folder of the repository (default: this one)"
    command.add_argument("--repository", type=Path, default=Path(), metavar="FOLDER", help=help_text)


def _command(commands: Any, name: str, answer: Callable[[Asked], Answer]) -> argparse.ArgumentParser:
    about = answer.__doc__ or ""
    command: argparse.ArgumentParser = commands.add_parser(name, help=about.partition("\n")[0], description=about)
    command.set_defaults(answer=answer)
    return command


def _folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", nargs="?", default=".", metavar="DIR", help="the folder of the data (default: this one)"
    )
