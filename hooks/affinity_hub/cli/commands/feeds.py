"""`affinity-hub feeds`: only the calendars, for people who publish them elsewhere."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.messages import report


def run(options: argparse.Namespace) -> CommandResult:
    """Writes only the calendars, at the addresses they have on the site."""
    from affinity_hub.calendars.files import checked_calendars
    from affinity_hub.site.generated_site import write
    from affinity_hub.site.staging import Staging
    from affinity_hub.views.site import Site

    staff = arguments.staff_overlay(options)
    folder = arguments.existing(options.folder)
    moment = environment.now()
    with Staging(options.out, folder, staff) as new:
        hub, _ = environment.load_hub(folder, moment, staff)
        with hub.settings.voice():
            files, large = checked_calendars(hub, Site(hub, moment), arguments.ledger(options, moment))
            write(files, new.folder)
        new.publish(keep=partial(_old_calendars, new.out))
    warnings = lines(report.Report(folder, large).text()) if large else ""
    count = sum(file.path.endswith(".ics") for file in files)
    return CommandResult(
        out=lines(f"{count} calendars written to {options.out}."), err=warnings + arguments.restart_notice(options)
    )


def _old_calendars(out: Path, folder: str, names: list[str]) -> list[str]:
    """The files in a folder that new calendars replace. The pages of a whole site stay."""
    is_there = Path(folder).is_relative_to(out / "calendars")
    return [name for name in names if is_there and name.endswith((".ics", ".json"))]


COMMAND: Final = Command("feeds", run, arguments.add_output)
