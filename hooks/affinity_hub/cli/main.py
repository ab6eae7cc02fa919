"""The command line: `affinity-hub check | build | feeds | embeds | show | stale | suppress`.

What only some commands need is imported where they begin: to load it all takes longer than to check a district.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import runpy
import sys
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from affinity_hub import environment
from affinity_hub.checks import freshness, notices
from affinity_hub.core import problems
from affinity_hub.hub import embed_contract
from affinity_hub.hub.loader import PROJECT, site_of
from affinity_hub.messages import report
from affinity_hub.recurrence.describe import echo
from affinity_hub.schema import PRIVATE_PLACE, Audience, Part
from affinity_hub.schema.dated import EventOccurrence, EventSchedule
from affinity_hub.site.destination import OutputError
from affinity_hub.wording.dates import span

from . import editing
from .options import parser

if TYPE_CHECKING:
    from affinity_hub.history.ledger import Ledger

NEXT: Final = 3  # coming dates that `show` prints; of the others, it prints those with a change of their own


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0, 1 for problems in the data, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        return _answered(options) if hasattr(options, "answer") else _run(options)
    except OutputError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        # Data that cannot be read is told as a problem; this is a place named on the command line.
        print(f"{error.filename or 'The output'}: {error.strerror or error}.", file=sys.stderr)
        return 2


@cache
def _parser() -> argparse.ArgumentParser:
    return parser(COMMANDS)


def _run(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    if options.run is check and options.first and not environment.published_at(options.published):
        print(
            "--first says that there is no ledger yet at  --published FOLDER-or-URL ; give that too.", file=sys.stderr
        )
        return 2
    if hasattr(options, "audience") and (why := _staff_of(options)):
        print(why, file=sys.stderr)
        return 2
    for place in (options.folder, getattr(options, "changed_since", None)):
        if place and not Path(place).is_dir():
            print(f"{place}: there is no such folder.", file=sys.stderr)
            return 2
    try:
        with environment.no_collections():
            status: int = options.run(folder, options)
        return status
    except problems.DataError as error:
        # `check` answers on standard output; the others have output of their own there.
        stream = sys.stdout if options.run is check else sys.stderr
        told = environment.report_of(folder, error)
        print(_written(told, getattr(options, "format", "text"), stream), file=stream)
        return 1


def _written(told: report.Report, form: str, stream: TextIO | None) -> str:
    """A report in a format; as text, in color where `stream` is a terminal that shows colors."""
    if form == "text":
        return told.text(in_color=environment.shows_color(stream))
    return report.FORMATS[form](told)


def _answered(options: argparse.Namespace) -> int:
    """Runs one of the commands of `editing`, which know nothing of clocks and terminals."""
    try:
        status, said = editing.answer(editing.Asked(options, environment.now(), environment.settings()))
    except problems.DataError as error:
        status, said = 1, environment.report_of(Path(getattr(options, "folder", ".")), error).text()
    print(said.rstrip("\n"), file=sys.stderr if status == 2 else sys.stdout)
    return status


def check(folder: Path, options: argparse.Namespace) -> int:
    """Prints every problem of the data, and each coming meeting that a day without school touches."""
    moment = environment.now()
    hub, found = environment.load_for_all(folder, moment, options.staff)
    if known := _published(options, moment):
        from affinity_hub.calendars.files import (
            checked_calendars,  # imported here because most checks generate no pages
        )
        from affinity_hub.views.site import Site

        try:
            _, large = checked_calendars(hub, Site(hub, moment), known)
            found = sorted([*found, *large])
        except problems.DataError as error:
            raise problems.DataError([*found, *error.problems]) from None
    if hub.contract:
        from affinity_hub.core.textfit import HEIGHTS
        from affinity_hub.views.embed_sizes import listing
        from affinity_hub.views.site import Site

        found = sorted([*found, *embed_contract.broken(hub.contract, listing(Site(hub, moment)), HEIGHTS)])
    today = hub.date_at(moment)
    if options.changed_since:
        found, others = editing.own_warnings(found, hub, options.changed_since, moment, environment.settings())
        if others:
            print(f"Left out, as this change does not touch them: {problems.summary(others)}", file=sys.stderr)
    listed = [*notices.no_school(hub, today), *(notices.series(hub, today) if options.series else ())]
    told = report.Report(folder, found, sorted(listed), site_of(folder, hub.settings.url))
    print(_written(told, options.format, sys.stdout))
    return 0


def build(folder: Path, options: argparse.Namespace) -> int:
    """Builds a whole site from a folder's data with this project's pages and theme."""
    from affinity_hub.site.staging import Staging  # imported here because a check writes nothing

    moment = environment.midnight(options.today, folder) if options.today else environment.now()
    with Staging(options.out, folder, options.staff) as new:
        made = environment.make(folder, moment, options.published, first=options.first, staff=options.staff)
        place = ["--config-file", str(PROJECT / "mkdocs.yml"), "--site-dir", str(new.out)]
        with environment.handing_on(made, new, folder, moment, fixed=bool(options.today)):
            # Not --quiet: it silences the warnings before --strict can count them.
            status = _mkdocs("build", "--strict", *place)
    if not status:
        _say_if_restarted(options)
    return status


def _mkdocs(*arguments: str) -> int:
    """Runs MkDocs' own command line in this process, where the site is. Returns its exit status."""
    before, sys.argv = sys.argv, ["mkdocs", *arguments]
    try:
        runpy.run_module("mkdocs", run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
    return 0


def feeds(folder: Path, options: argparse.Namespace) -> int:
    """Writes only the calendars, at the addresses they have on the site."""
    from affinity_hub.calendars.files import checked_calendars
    from affinity_hub.site.assemble import write
    from affinity_hub.site.staging import Staging
    from affinity_hub.views.site import Site

    moment = environment.now()
    with Staging(options.out, folder, options.staff) as new:
        hub, _ = environment.load_hub(folder, moment, options.staff)
        files, large = checked_calendars(hub, Site(hub, moment), _published(options, moment))
        write(files, new.folder)
        new.publish(keep=partial(_old_calendars, new.out))
    if large:
        print(report.Report(folder, large).text(), file=sys.stderr)
    print(f"{sum(file.path.endswith('.ics') for file in files)} calendars written to {options.out}.")
    _say_if_restarted(options)
    return 0


def _old_calendars(out: Path, folder: str, names: list[str]) -> list[str]:
    """The files in a folder that new calendars replace. The pages of a whole site stay."""
    is_there = Path(folder).is_relative_to(out / "calendars")
    return [name for name in names if is_there and name.endswith((".ics", ".json"))]


def embeds(folder: Path, options: argparse.Namespace) -> int:
    """Prints the addresses of the embeds with their heights, and where they break the contract about them."""
    from affinity_hub.core.textfit import HEIGHTS
    from affinity_hub.views.embed_sizes import listing
    from affinity_hub.views.site import Site

    moment = environment.now()
    hub, _ = environment.load_hub(folder, moment)
    site = Site(hub, moment)
    known = site.contract
    if options.refit:
        site.contract = embed_contract.Contract()
    here = listing(site)
    wrong = list(embed_contract.broken(known, here, HEIGHTS))
    if wrong and not (options.contract and options.reason):
        print(report.Report(folder, wrong).text(), file=sys.stderr)
        return 1
    if options.contract:
        reason = options.reason or ("New widgets." if hub.contract else "The first ones.")
        known = embed_contract.renewed(known, here, HEIGHTS, site.today, reason)
        (folder / embed_contract.NAME).write_text(embed_contract.dump(known), "utf-8")
    for path, size in sorted(here.items()):
        new = "" if path in known.addresses or not hub.contract else f"  (not yet in {embed_contract.NAME})"
        print(f"embed/light/{path}  {size}, {HEIGHTS[size]} px{new}")
    return 0


def show(folder: Path, options: argparse.Namespace) -> int:
    """Prints one record as the site understands it, with its next dates."""
    moment = environment.now()
    hub, _ = environment.load_hub(folder, moment, options.staff)
    record = next((record for record in hub.records() if options.id in (record.id, *record.was)), None)
    if record is None:
        print(f'There is no record "{options.id}".', file=sys.stderr)
        return 1
    print(f"{record.noun} {record.id}  ({record.position()})")
    for key, value in record.model_dump(exclude_unset=True, by_alias=True).items():
        print(f"  {key}: {_shown(value, record.typed.get(key))}")
    if schedule := hub.schedules.get(record.id):
        _show_dates(schedule, hub.date_at(moment))
    return 0


def _shown(value: object, typed: object) -> str:
    """A value as a volunteer would type it."""
    if value == {}:  # only a place that is not to be told is empty
        return PRIVATE_PLACE
    if value is None:
        return str(typed)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, tuple | list | dict) else str(value)


def stale(folder: Path, options: argparse.Namespace) -> int:
    """Lists what nobody has confirmed for too long, or ever, and the line that renews it."""
    del options  # it has none
    moment = environment.now()
    hub, _ = environment.load_hub(folder, moment)
    today = hub.date_at(moment)
    due = freshness.due(hub, today)
    for steward, records in freshness.by_steward(hub, due).items():
        print(f"{steward or 'Nobody named as a steward'}:")
        for record in records:
            since = f"not confirmed since {record.last_confirmed}" if record.last_confirmed else "never confirmed"
            print(f"  {record.position('last_confirmed')}: {record.noun} {record.id}: {since}")
    print(f"{len(due)} due." + (f" What still holds is renewed by one line:  last_confirmed: {today}" if due else ""))
    return 0


def suppress(_: Path, options: argparse.Namespace) -> int:
    """Turns raw counts of people into the table that may be published. Keep the input out of the repository."""
    from affinity_hub.suppression import algorithm, raw_counts

    name, years = raw_counts.read(options.input)
    print(raw_counts.write(name, algorithm.suppress(years, options.threshold), options.threshold), end="")
    return 0


def _show_dates(schedule: EventSchedule, today: dt.date) -> None:
    if schedule.rule:
        print(f"  {echo(schedule, today, None)}")
    coming = [occurrence for occurrence in schedule.occurrences if occurrence.last_day >= today]
    for index, occurrence in enumerate(coming):
        if index < NEXT or occurrence.change:
            word = "next" if index < NEXT else "later"
            print(f"  {word}: {span(occurrence.start, occurrence.end)}{_remark(occurrence)}")
            for key, value in _own(occurrence):
                print(f"    {key}: {_shown(value, None)}")
    if not coming:
        print("  no coming dates" if schedule.dates else "  date to be announced")


def _own(occurrence: EventOccurrence) -> Iterator[tuple[str, object]]:
    """What one date of a series has in place of the event's values, by key."""
    for key, value in occurrence.change.words.items() if occurrence.change else ():
        yield key, value.model_dump(exclude_unset=True) if isinstance(value, Part) else value


def _remark(occurrence: EventOccurrence) -> str:
    differs = occurrence.change is not None and bool(occurrence.change.words)
    if occurrence.status == "confirmed" and not occurrence.moved and not differs:
        return ""
    state = f"moved from {occurrence.date}" if occurrence.moved else occurrence.status
    state = "different" if state == "confirmed" else state
    return f"  ({state}{': ' + occurrence.reason if occurrence.reason else ''})"


def _say_if_restarted(options: argparse.Namespace) -> None:
    """Prints the notice that calendar entries start at version 0, unless the reader asked for that."""
    ways = ("--published ADDRESS-or-FOLDER", "--first")
    if notice := environment.restart_notice(options.published, first=options.first, ways=ways):
        print(notice, file=sys.stderr)


def _published(options: argparse.Namespace, now: dt.datetime) -> Ledger | None:
    audience: Audience = "staff" if options.staff else "public"
    return environment.ledger_at(now, options.published, first=options.first, audience=audience)


def _staff_of(options: argparse.Namespace) -> str | None:
    """Sets `options.staff` to the overlay's folder for the staff edition; why not, where that makes no sense."""
    named, options.staff = options.staff, None
    if options.audience == "public":
        why = (
            "--staff names a folder that the public edition never opens. For the staff edition, add  --audience staff ."
        )
        return why if named else None
    options.staff = environment.staff_folder(named)
    if options.staff is None:
        return "The staff edition needs the folder of its overlay:  --staff DIR   (or AFFINITY_HUB_STAFF)"
    return None


COMMANDS: Final = {run.__name__: run for run in (check, build, feeds, embeds, show, stale, suppress)}
