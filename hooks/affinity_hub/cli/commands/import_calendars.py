"""`affinity-hub import`: dates from groups' own calendars into the folder `imported/`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines

if TYPE_CHECKING:
    from affinity_hub.hub.hub import Hub
    from affinity_hub.intake.imported_file import CalendarOwner
    from affinity_hub.intake.imports import Result


def run(options: argparse.Namespace) -> CommandResult:
    """Reads the calendars under `calendar_source`, and writes their dates into imported/ for a person to look at.

    A calendar that cannot be read, or that looks broken, changes nothing and raises a question. The exit status is 0
    in both cases.
    """
    folder = arguments.existing(options.folder)
    moment = environment.now()
    hub, _ = environment.load_hub(folder, moment)
    if options.dry_run:
        return _dry_run(options, folder, hub, moment)
    owners = hub.calendar_owners()
    for name in (*options.only, *options.accept):
        if name not in owners:
            raise arguments.UsageError(f"{name}: there is no group or partner with this id and a `calendar_source`.")
    return CommandResult(out=lines(*_imported(options, folder, hub, moment)))


def _imported(options: argparse.Namespace, folder: Path, hub: Hub, moment: dt.datetime) -> Iterator[str]:
    from affinity_hub.intake import state
    from affinity_hub.intake.fetch import Fetcher
    from affinity_hub.intake.imports import Import

    file = environment.import_state(options.import_state)
    known = state.read(file.read_text("utf-8", "replace")) if file and file.is_file() else state.State()
    found = Import(
        folder,
        hub,
        moment,
        Fetcher(),
        known,
        environment.secret,
        environment.settings(),
        options.accept,
        tell=_progress if sys.stderr.isatty() else _silence,
    )
    results = []
    for result in found.run(options.only):
        results.append(result)
        yield from _report_lines(result)
        if file:
            file.write_text(state.dump(known), "utf-8")
    if not results:
        yield "No group or partner has a `calendar_source`."
    if options.report:
        _write_reports(options.report, results)


def _progress(name: str, text: str) -> None:
    sys.stderr.write(f"{name}: {text}\n")
    sys.stderr.flush()


def _silence(name: str, text: str) -> None:
    """Shows no progress."""


def _report_lines(result: Result) -> Iterator[str]:
    yield f"{result.name}: {result.summary}."
    yield from (f"  Question: {text}" for text in result.questions)
    yield from (f"  Note: {text}" for text in result.notices)


def _write_reports(folder: Path, results: Sequence[Result]) -> None:
    """For each calendar with a change or a question: Markdown for the pull request, and whether it may be merged."""
    from affinity_hub.intake.state import STEWARD_DAYS
    from affinity_hub.messages.github_markdown import capped, words

    folder.mkdir(exist_ok=True)
    for result in results:
        if result.text is None and not result.questions:
            continue
        said = [f"- {words(result.name)}: {result.summary}."]
        said += [f"- Question: {words(text, 600)}" for text in result.questions]
        said += [f"- Note: {words(text, 600)}" for text in result.notices]
        (folder / f"{result.name}.md").write_text(capped(said), "utf-8")
        if result.silent_days > STEWARD_DAYS and result.stewards:
            names = " ".join(f"@{name}" for name in result.stewards)
            (folder / f"{result.name}.stewards").write_text(f"{names}\n", "utf-8")
        if result.may_merge:
            (folder / f"{result.name}.merge").write_text("", "utf-8")


def _dry_run(options: argparse.Namespace, folder: Path, hub: Hub, moment: dt.datetime) -> CommandResult:
    from affinity_hub.intake.ics.content_lines import BrokenCalendarError
    from affinity_hub.intake.imports import dry_run

    owner = _owner(options, hub)
    try:
        text, matched = dry_run(options.dry_run.read_bytes(), owner, folder, hub, moment, environment.settings())
    except BrokenCalendarError as error:
        return CommandResult(1, err=lines(f"{options.dry_run}: {error} Nothing would be imported."))
    said = [f"Question: {text}" for text in matched.questions] + [f"Note: {text}" for text in matched.notices]
    if not options.only and len(hub.calendar_owners() or hub.groups) > 1:
        said.append(f"Note: the dates are imported as dates of {owner.record.id}. For another group, add:  --only ID")
    return CommandResult(out=text, err=lines(*said) if said else "")


def _owner(options: argparse.Namespace, hub: Hub) -> CalendarOwner:
    """The owner of the calendar in the file: the group of `--only`, or the first group with a source, or any group."""
    from affinity_hub.intake.imported_file import CalendarOwner
    from affinity_hub.schema import CalendarSource

    everyone = {record.id: record for record in (*hub.calendar_owners().values(), *hub.groups, *hub.partners)}
    if not everyone:
        raise arguments.UsageError("Add a group to groups.yml first, so that the dates belong to a group.")
    name = options.only[0] if options.only else next(iter(everyone))
    if not (record := everyone.get(name)):
        raise arguments.UsageError(f"{name}: there is no group or partner with this id.")
    source = record.calendar_source or CalendarSource(titles="take")
    return CalendarOwner(record, source, hub.settings.time_zone, hub.days_off)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `import`."""
    arguments.add_folder(command)
    command.add_argument(
        "--dry-run", type=Path, metavar="FILE.ics", help="show what would be imported from a file, and write nothing"
    )
    command.add_argument("--only", action="append", default=[], metavar="ID", help="import this calendar only")
    command.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="ID",
        help="accept that dates have been removed from this calendar",
    )
    arguments.add_import_state(command)
    command.add_argument("--report", type=Path, metavar="FOLDER", help="where to write Markdown for each calendar")


COMMAND: Final = Command("import", run, add_arguments, shows_problems_as_output=True)
