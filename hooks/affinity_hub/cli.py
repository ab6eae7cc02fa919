"""The command line: `affinity-hub check | build | feeds | embeds | show | stale | suppress`."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import contract, counts, editing, ledger, notes, problems, published, report, stewardship, suppression
from .embeds import listing
from .hub import Hub
from .load import PROJECT, VARIABLES, load, time_zone
from .model import PRIVATE_PLACE, Audience
from .outputs import Made, calendar_files, everything, write
from .recurrence import Occurrence, Schedule
from .room import HEIGHTS
from .views import Site
from .wording import echo, span
from .zones import zone


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0, 1 for problems in the data, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    if hasattr(options, "answer"):
        return _answered(options)
    folder = Path(options.folder)
    if getattr(options, "first", False) and not (options.published or os.environ.get("AFFINITY_HUB_PUBLISHED")):
        print(
            "--first says that there is no ledger yet at  --published FOLDER-or-URL ; give that too.", file=sys.stderr
        )
        return 2
    if hasattr(options, "audience") and (why := _staff_of(options)):
        print(why, file=sys.stderr)
        return 2
    if not folder.is_dir():
        print(f"{options.folder}: there is no such folder.", file=sys.stderr)
        return 2
    try:
        with _no_collections():
            status: int = options.run(folder, options)
        return status
    except problems.DataError as error:
        # `check` answers on standard output; the others have output of their own there.
        printer = report.FORMATS[getattr(options, "format", "text")]
        print(printer(report_of(folder, error)), file=sys.stdout if options.run is check else sys.stderr)
        return 1


@contextmanager
def _no_collections() -> Iterator[None]:
    """Lets Python look for no garbage in circles meanwhile.

    What a command reads and makes lives until its end, and each search would go through all of it for nothing: a fifth
    of the time for ten thousand events.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _answered(options: argparse.Namespace) -> int:
    """Runs one of the commands of `editing`, which know nothing of clocks and terminals."""
    try:
        status, said = editing.answer(editing.Asked(options, now(), _environment_settings()))
    except problems.DataError as error:
        status, said = 1, report_of(Path(getattr(options, "folder", ".")), error).text()
    print(said.rstrip("\n"), file=sys.stderr if status == 2 else sys.stdout)
    return status


def check(folder: Path, options: argparse.Namespace) -> int:
    """Prints every problem of the data, and each coming meeting that a day without school touches."""
    moment = now()
    hub, found = _load_for_all(folder, moment, options.staff)
    if known := _published(options, moment):
        try:
            calendar_files(hub, Site(hub, moment), known)
        except problems.DataError as error:
            raise problems.DataError([*found, *error.problems]) from None
    if hub.contract:
        found = sorted([*found, *contract.broken(hub.contract, listing(Site(hub, moment)), HEIGHTS)])
    today = hub.date_at(moment)
    if options.changed_since:
        found, others = editing.own_warnings(found, hub, options.changed_since, moment, _environment_settings())
        if others:
            print(f"Left out, as this change does not touch them: {problems.summary(others)}", file=sys.stderr)
    listed = [*notes.no_school(hub, today), *(notes.series(hub, today) if options.series else ())]
    told = report.Report(folder, found, sorted(listed), report.site_of(folder, hub.settings.url))
    print(report.FORMATS[options.format](told))
    return 0


def build(folder: Path, options: argparse.Namespace) -> int:
    """Builds a whole site from a folder's data with this project's pages and theme."""
    moment = _midnight(options.today, folder) if options.today else now()
    made = _make(folder, moment, options.published, first=options.first, staff=options.staff)
    environment = {**os.environ, "AFFINITY_HUB_DATA": str(folder.resolve()), "NO_MKDOCS_2_WARNING": "1"}
    for name in ("AFFINITY_HUB_AUDIENCE", "AFFINITY_HUB_STAFF"):
        environment.pop(name, None)
    if options.staff:
        environment |= {"AFFINITY_HUB_AUDIENCE": "staff", "AFFINITY_HUB_STAFF": str(options.staff.resolve())}
    if options.today or "SOURCE_DATE_EPOCH" in os.environ:
        environment["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    # Not --quiet: it silences the warnings before --strict can count them.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    command += ["--config-file", str(PROJECT / "mkdocs.yml"), "--site-dir", str(options.out.resolve())]
    # Handed on as it was checked: MkDocs only puts the theme around it.
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "made"
        file.write_bytes(pickle.dumps(made))
        environment["AFFINITY_HUB_MADE"] = str(file)
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - a fixed command, no shell


def feeds(folder: Path, options: argparse.Namespace) -> int:
    """Writes only the calendars, at the addresses they have on the site."""
    moment = now()
    hub, _ = _load(folder, moment, options.staff)
    files = calendar_files(hub, Site(hub, moment), _published(options, moment))
    write(files, options.out)
    print(f"{sum(file.path.endswith('.ics') for file in files)} calendars written to {options.out}.")
    return 0


def embeds(folder: Path, options: argparse.Namespace) -> int:
    """Prints the addresses of the embeds with their heights, and where they break the contract about them."""
    moment = now()
    hub, _ = _load(folder, moment)
    site = Site(hub, moment)
    known = site.contract
    if options.refit:
        site.contract = contract.Contract()
    here = listing(site)
    wrong = list(contract.broken(known, here, HEIGHTS))
    if wrong and not (options.contract and options.reason):
        print(report.Report(folder, wrong).text(), file=sys.stderr)
        return 1
    if options.contract:
        reason = options.reason or ("New widgets." if hub.contract else "The first ones.")
        known = contract.renewed(known, here, HEIGHTS, site.today, reason)
        (folder / contract.NAME).write_text(contract.dump(known), "utf-8")
    for path, size in sorted(here.items()):
        new = "" if path in known.addresses or not hub.contract else f"  (not yet in {contract.NAME})"
        print(f"embed/light/{path}  {size}, {HEIGHTS[size]} px{new}")
    return 0


def show(folder: Path, options: argparse.Namespace) -> int:
    """Prints one record as the site understands it, with its next dates."""
    moment = now()
    hub, _ = _load(folder, moment, options.staff)
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


def _load(folder: Path, now: dt.datetime, staff: Path | None = None) -> tuple[Hub, list[problems.Problem]]:
    return load(folder, now, staff, **_environment_settings())


def _load_for_all(folder: Path, now: dt.datetime, staff: Path | None) -> tuple[Hub, list[problems.Problem]]:
    """The data for staff where there is an overlay. What everybody can read must be right without it, too."""
    found: list[problems.Problem] = []
    hub = None
    for overlay in (None, staff) if staff else (None,):
        try:
            hub, more = _load(folder, now, overlay)
        except problems.DataError as error:
            hub, more = None, error.problems
        found += more
    if hub is None or problems.errors(found):
        raise problems.DataError(found)
    return hub, sorted(set(found))


def _staff_overlay() -> Path | None:
    """The folder of the staff overlay, where the environment asks for the staff edition: never by itself."""
    if os.environ.get("AFFINITY_HUB_AUDIENCE") != "staff":
        return None
    return Path(os.environ.get("AFFINITY_HUB_STAFF", "AFFINITY_HUB_STAFF"))


def _staff_of(options: argparse.Namespace) -> str | None:
    """Sets `options.staff` to the overlay's folder for the staff edition; why not, where that makes no sense."""
    named, options.staff = options.staff, None
    if options.audience == "public":
        why = (
            "--staff names a folder that the public edition never opens. For the staff edition, add  --audience staff ."
        )
        return why if named else None
    named = named or os.environ.get("AFFINITY_HUB_STAFF")
    if not named:
        return "The staff edition needs the folder of its overlay:  --staff DIR   (or AFFINITY_HUB_STAFF)"
    options.staff = Path(named)
    return None


def report_of(folder: Path, error: problems.DataError) -> report.Report:
    """What keeps the data of a folder from being used, as it is told."""
    return report.Report(folder, error.problems, site=report.site_of(folder, _environment_settings().get("url", "")))


def _environment_settings() -> dict[str, str]:
    """The settings that the place of publication may set: it knows its own address better than the data."""
    return {setting: os.environ[name] for setting, name in VARIABLES.items() if os.environ.get(name)}


def _ledger(
    now: dt.datetime, place: str | None = None, *, first: bool = False, audience: Audience = "public"
) -> ledger.Ledger | None:
    """The ledger of the site in a folder or at an address; None without a place, or before there is any.

    AFFINITY_HUB_PUBLISHED names the place where nothing else does, AFFINITY_HUB_FIRST says the same as `first`. Raises
    `DataError` where the ledger cannot be read.
    """
    place = place or os.environ.get("AFFINITY_HUB_PUBLISHED")
    if not place:
        return None
    first = first or os.environ.get("AFFINITY_HUB_FIRST") == "yes"
    return published.read(place, time.monotonic, first=first, fresh=int(now.timestamp()), path=ledger.path(audience))


def make(folder: Path) -> Made:
    """A whole site without the theme: what `build` handed on, or else of the folder's data as of now.

    Raises `DataError` with all problems.
    """
    if handed_on := os.environ.get("AFFINITY_HUB_MADE"):
        made = pickle.loads(Path(handed_on).read_bytes())  # noqa: S301 - written by `build`, where nobody else can write
        assert isinstance(made, Made)
        return made
    return _make(folder, now(), staff=_staff_overlay())


def _make(
    folder: Path, moment: dt.datetime, place: str | None = None, *, first: bool = False, staff: Path | None = None
) -> Made:
    hub, warnings = _load(folder, moment, staff)
    return everything(hub, warnings, moment, _ledger(moment, place, first=first, audience=hub.audience))


def _published(options: argparse.Namespace, now: dt.datetime) -> ledger.Ledger | None:
    audience: Audience = "staff" if options.staff else "public"
    return _ledger(now, options.published, first=options.first, audience=audience)


def now() -> dt.datetime:
    """The clock, or SOURCE_DATE_EPOCH where it is set (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)  # noqa: TID251 - the edge


def _midnight(day: dt.date, folder: Path) -> dt.datetime:
    """The start of a day in the zone of the folder's site."""
    return dt.datetime.combine(day, dt.time(), zone(time_zone(folder)))


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
    for run in (check, build, feeds, embeds, show, stale):
        command = commands.add_parser(run.__name__, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        if run is show:
            command.add_argument("id", metavar="ID", help="the id of a record, or an earlier one")
        command.add_argument(
            "folder", nargs="?", default=".", metavar="DIR", help="the folder of the data (default: this one)"
        )
        command.add_argument(
            "--audience", choices=("public", "staff"), default="public", help="for whom it is (default: public)"
        )
        help_text = "the folder of the staff overlay, for  --audience staff  (default: AFFINITY_HUB_STAFF)"
        command.add_argument("--staff", metavar="DIR", help=help_text)
        if run is check:
            command.add_argument(
                "--format",
                choices=list(report.FORMATS),
                default="text",
                help="how problems are written (default: text)",
            )
            command.add_argument(
                "--changed-since",
                type=Path,
                metavar="OLD",
                help="leave out the warnings OLD had already",
            )
            command.add_argument(
                "--series", action="store_true", help="say how each series is understood, with its next three dates"
            )
        if run is embeds:
            command.add_argument("--contract", action="store_true", help=f"write them down in {contract.NAME}")
            command.add_argument("--reason", metavar="TEXT", help="why an address ends or has another height")
            command.add_argument("--refit", action="store_true", help="the heights that fit now, whatever is in use")
        if run in (check, build, feeds):
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
    editing.add_to(commands, _date)
    return parser
