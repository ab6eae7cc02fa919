"""The command line: `affinity-hub check | build | feeds | show | stale | suppress`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from . import counts, ledger, notes, problems, published, stewardship, suppression
from .hub import Hub
from .load import PROJECT, load
from .model import PRIVATE_PLACE
from .output import Output
from .outputs import calendar_files, write
from .recurrence import Occurrence, Schedule
from .views import Site
from .wording import echo, span
from .zones import zone

PRINTERS = {"text": problems.text, "github": problems.github, "json": problems.as_json}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0, 1 for problems in the data, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder)
    if getattr(options, "first", False) and not (options.published or os.environ.get("AFFINITY_HUB_PUBLISHED")):
        print(
            "--first says that there is no ledger yet at  --published FOLDER-or-URL ; give that too.", file=sys.stderr
        )
        return 2
    if not folder.is_dir():
        print(f"{options.folder}: there is no such folder.", file=sys.stderr)
        return 2
    try:
        status: int = options.run(folder, options)
        return status
    except problems.DataError as error:
        # `check` answers on standard output; the others have output of their own there.
        printer = PRINTERS[getattr(options, "format", "text")]
        print(printer(error.problems), file=sys.stdout if options.run is check else sys.stderr)
        return 1


def check(folder: Path, options: argparse.Namespace) -> int:
    """Prints every problem of the data, and each coming meeting that a day without school touches."""
    moment = now()
    hub, found = _load(folder, moment)
    if known := _published(options, moment):
        try:
            calendar_files(hub, Site(hub, moment), known)
        except problems.DataError as error:
            raise problems.DataError([*found, *error.problems]) from None
    today = hub.date_at(moment)
    listed = [*notes.no_school(hub, today), *(notes.series(hub, today) if options.series else ())]
    print(PRINTERS[options.format](found, sorted(listed)))
    return 0


def build(folder: Path, options: argparse.Namespace) -> int:
    """Builds a whole site from a folder's data with this project's pages and theme."""
    moment = _midnight(options.today, folder) if options.today else now()
    hub, _ = _load(folder, moment)
    known = _published(options, moment)
    if known:
        calendar_files(hub, Site(hub, moment), known)
    environment = {**os.environ, "AFFINITY_HUB_DATA": str(folder.resolve()), "NO_MKDOCS_2_WARNING": "1"}
    if options.today or "SOURCE_DATE_EPOCH" in os.environ:
        environment["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    # Not --quiet: it silences the warnings before --strict can count them.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    command += ["--config-file", str(PROJECT / "mkdocs.yml"), "--site-dir", str(options.out.resolve())]
    # The ledger is handed on as it was read: read twice, it might be another one.
    with tempfile.TemporaryDirectory() as handed_on:
        environment.pop("AFFINITY_HUB_PUBLISHED", None)
        if known:
            write([Output(ledger.PATH, ledger.dump(known))], Path(handed_on))
            environment["AFFINITY_HUB_PUBLISHED"] = handed_on
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - a fixed command, no shell


def feeds(folder: Path, options: argparse.Namespace) -> int:
    """Writes only the calendars, at the addresses they have on the site."""
    moment = now()
    hub, _ = _load(folder, moment)
    files = calendar_files(hub, Site(hub, moment), _published(options, moment))
    write(files, options.out)
    print(f"{sum(file.path.endswith('.ics') for file in files)} calendars written to {options.out}.")
    return 0


def show(folder: Path, options: argparse.Namespace) -> int:
    """Prints one record as the site understands it, with its next dates."""
    moment = now()
    hub, _ = _load(folder, moment)
    record = next((record for record in hub.records() if options.id in (record.id, *record.was)), None)
    if record is None:
        print(f'There is no record "{options.id}".', file=sys.stderr)
        return 1
    print(f"{record.noun} {record.id}  ({record.position()})")
    for key, value in record.model_dump(exclude_unset=True, by_alias=True).items():
        # Only a place that is not to be told is empty.
        shown = PRIVATE_PLACE if value == {} else value
        is_nested = isinstance(shown, tuple | list | dict)
        print(f"  {key}: {json.dumps(shown, default=str, ensure_ascii=False) if is_nested else shown}")
    if schedule := hub.schedules.get(record.id):
        _show_dates(schedule, hub.date_at(moment))
    return 0


def stale(folder: Path, options: argparse.Namespace) -> int:
    """Lists what nobody has confirmed for too long, or ever, and the line that renews it."""
    del options  # it has none
    moment = now()
    hub, _ = _load(folder, moment)
    today = hub.date_at(moment)
    due = stewardship.due(hub, today)
    for record in due:
        since = f"not confirmed since {record.last_confirmed}" if record.last_confirmed else "never confirmed"
        print(f"{record.position('last_confirmed')}: {record.noun} {record.id}: {since}")
    print(f"{len(due)} due." + (f" What still holds is renewed by one line:  last_confirmed: {today}" if due else ""))
    return 0


def suppress(_: Path, options: argparse.Namespace) -> int:
    """Turns raw counts of people into the table that may be published. Keep the input out of the repository."""
    name, years = counts.read(options.input)
    print(counts.write(name, suppression.suppress(years, options.threshold), options.threshold), end="")
    return 0


def _show_dates(schedule: Schedule, today: dt.date) -> None:
    if schedule.rule:
        print(f"  {echo(schedule, today)}")
    coming = [occurrence for occurrence in schedule.occurrences if occurrence.last_day >= today]
    for occurrence in coming[:3]:
        print(f"  next: {span(occurrence.start, occurrence.end)}{_remark(occurrence)}")
    if not coming:
        print("  no coming dates" if schedule.usual else "  date to be announced")


def _remark(occurrence: Occurrence) -> str:
    if occurrence.status == "confirmed" and not occurrence.moved:
        return ""
    state = f"moved from {occurrence.date}" if occurrence.moved else occurrence.status
    return f"  ({state}{': ' + occurrence.reason if occurrence.reason else ''})"


def _load(folder: Path, now: dt.datetime) -> tuple[Hub, list[problems.Problem]]:
    return load(folder, now, **environment_settings())


def environment_settings() -> dict[str, str]:
    """The settings that the place of publication may set: it knows its own address better than the data."""
    names = {"url": "AFFINITY_HUB_URL", "repository": "AFFINITY_HUB_REPOSITORY"}
    return {setting: os.environ[name] for setting, name in names.items() if os.environ.get(name)}


def published_ledger(now: dt.datetime, place: str | None = None, *, first: bool = False) -> ledger.Ledger | None:
    """The ledger of the site in a folder or at an address; None without a place, or before there is any.

    AFFINITY_HUB_PUBLISHED names the place where nothing else does, AFFINITY_HUB_FIRST says the same as `first`. Raises
    `DataError` where the ledger cannot be read.
    """
    place = place or os.environ.get("AFFINITY_HUB_PUBLISHED")
    if not place:
        return None
    first = first or os.environ.get("AFFINITY_HUB_FIRST") == "yes"
    return published.read(place, time.monotonic, first=first, fresh=int(now.timestamp()))


def _published(options: argparse.Namespace, now: dt.datetime) -> ledger.Ledger | None:
    return published_ledger(now, options.published, first=options.first)


def now() -> dt.datetime:
    """The clock, or SOURCE_DATE_EPOCH where it is set (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)  # noqa: TID251 - the edge


def _midnight(day: dt.date, folder: Path) -> dt.datetime:
    """The start of a day in the zone of the folder's site."""
    hub, _ = _load(folder, dt.datetime.combine(day, dt.time(12), dt.UTC))
    return dt.datetime.combine(day, dt.time(), zone(hub.settings.time_zone))


def _date(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date; write 2026-09-10") from None


def _threshold(value: str) -> int:
    if not value.isdecimal() or int(value) < suppression.THRESHOLD:
        raise argparse.ArgumentTypeError(f"{value!r} is below {suppression.THRESHOLD}; it may be raised, never lowered")
    return int(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="affinity-hub", description="Check, build and show the data of an affinity hub."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for run in (check, build, feeds, show, stale):
        command = commands.add_parser(run.__name__, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        if run is show:
            command.add_argument("id", metavar="ID", help="the id of a record, or an earlier one")
        command.add_argument(
            "folder", nargs="?", default=".", metavar="DIR", help="the folder of the data (default: this one)"
        )
        if run is check:
            command.add_argument(
                "--format", choices=list(PRINTERS), default="text", help="how problems are written (default: text)"
            )
            command.add_argument(
                "--series", action="store_true", help="say how each series is understood, with its next three dates"
            )
        if run not in (show, stale):
            help_text = "the published site, to go on from what its calendars say (default: AFFINITY_HUB_PUBLISHED)"
            command.add_argument("--published", metavar="FOLDER-or-URL", help=help_text)
            command.add_argument("--first", action="store_true", help="nothing was ever published there")
        if run in (build, feeds):
            command.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to write")
        if run is build:
            command.add_argument("--today", type=_date, metavar="YYYY-MM-DD", help="build as of this day")
    command = commands.add_parser("suppress", help=suppress.__doc__, description=suppress.__doc__)
    command.set_defaults(run=suppress, folder=".")
    command.add_argument("input", type=Path, metavar="INPUT.csv", help="populations down, outcomes across, raw counts")
    help_text = f"the smallest number that may be shown (default, and at least: {suppression.THRESHOLD})"
    command.add_argument("--threshold", type=_threshold, default=suppression.THRESHOLD, metavar="N", help=help_text)
    return parser
