"""`affinity-hub check`: lists all mistakes in the data, and what to type instead."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.checks import notices
from affinity_hub.checks.checked_hub import load
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.core import problems
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.hub import embed_contract
from affinity_hub.hub.files import published_url
from affinity_hub.hub.hub import Hub
from affinity_hub.messages import report


def run(options: argparse.Namespace) -> CommandResult:
    """Prints every problem of the data, and each future meeting on a day that calendar.yml lists."""
    if options.first and not environment.published_at(options.published):
        raise arguments.UsageError(
            "--first says that there is no ledger yet at  --published FOLDER-or-URL ; give that option, too."
        )
    staff = arguments.staff_overlay(options)
    folder = arguments.existing(options.folder)
    old = arguments.existing(options.changed_since) if options.changed_since else None
    try:
        moment = environment.now()
        hub, found = environment.load_for_all(folder, moment, staff)
        found = _of_calendars(hub, found, moment, options)
        found = _of_embeds(hub, found, moment)
        found, others = _answerable(found, hub, old, moment)
        today = hub.date_at(moment)
        listed = [*notices.no_school(hub, today), *(notices.series(hub, today) if options.series else ())]
    except DataError as error:
        return CommandResult(1, _written(environment.report_of(folder, error), options.format))
    left_out = f"Left out, because this change does not touch them: {problems.summary(others)}" if others else ""
    listing = report.Report(folder, found, sorted(listed), published_url(folder, hub.settings.url))
    return CommandResult(0, _written(listing, options.format), lines(left_out) if left_out else "")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `check`."""
    arguments.add_edition(command)
    help_text = "the format of the report (default: text)"
    command.add_argument("--format", choices=list(report.FORMATS), default="text", help=help_text)
    help_text = "leave out warnings that the data in OLD already had"
    command.add_argument("--changed-since", type=Path, metavar="OLD", help=help_text)
    help_text = "say how each series is understood, with its next three dates"
    command.add_argument("--series", action="store_true", help=help_text)
    arguments.add_published(command)


def _of_calendars(hub: Hub, found: list[Problem], moment: dt.datetime, options: argparse.Namespace) -> list[Problem]:
    """The problems so far, and the problems of calendars that continue the published calendars."""
    if not (ledger := arguments.ledger(options, moment)):
        return found
    # Imported here because most checks generate no pages.
    from affinity_hub.calendars.files import checked_calendars
    from affinity_hub.views.site import Site

    try:
        with hub.settings.voice():
            _, large = checked_calendars(hub, Site(hub, moment), ledger)
    except DataError as error:
        raise DataError([*found, *error.problems]) from None
    return sorted([*found, *large])


def _of_embeds(hub: Hub, found: list[Problem], moment: dt.datetime) -> list[Problem]:
    """The problems so far, and the problems of widgets that break the embed contract."""
    if not hub.contract:
        return found
    from affinity_hub.core.textfit import HEIGHTS
    from affinity_hub.views.embed_sizes import listing
    from affinity_hub.views.site import Site

    with hub.settings.voice():
        heights = listing(Site(hub, moment))
    return sorted([*found, *embed_contract.broken(hub.contract, heights, HEIGHTS)])


def _answerable(
    found: list[Problem], hub: Hub, old: Path | None, moment: dt.datetime
) -> tuple[list[Problem], list[Problem]]:
    """The problems that a change from the data in `old` causes, and the other problems."""
    if old is None:
        return found, []
    from affinity_hub.contribute import attribution

    try:
        before, known = load(old, moment, None, **environment.settings())
    except DataError:
        return found, []
    return attribution.split_by_cause(found, hub, known, before)


def _written(listing: report.Report, form: str) -> str:
    """A report in a format. Text is in color if standard output is a terminal that shows colors."""
    if form == "text":
        return lines(listing.text(in_color=environment.shows_color(sys.stdout)))
    return lines(report.FORMATS[form](listing))


COMMAND: Final = Command("check", run, add_arguments)
