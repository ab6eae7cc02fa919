"""`affinity-hub stale`: the entries that someone must confirm again."""

from __future__ import annotations

import argparse
from typing import Final

from affinity_hub import environment
from affinity_hub.checks import freshness
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines


def run(options: argparse.Namespace) -> CommandResult:
    """Lists the entries that were never confirmed, or not confirmed for too long, and the line that confirms them."""
    folder, moment = arguments.existing(options.folder), environment.now()
    hub, _ = environment.load_hub(folder, moment)
    today = hub.date_at(moment)
    due = freshness.due(hub, today)
    rows = []
    for steward, records in freshness.by_steward(hub, due).items():
        rows.append(f"{steward or 'No steward'}:")
        for record in records:
            since = f"not confirmed since {record.last_confirmed}" if record.last_confirmed else "never confirmed"
            rows.append(f"  {record.position('last_confirmed')}: {record.noun} {record.id}: {since}")
    remedy = f" To renew an entry that is still right, write:  last_confirmed: {today}" if due else ""
    return CommandResult(out=lines(*rows, f"{len(due)} due.{remedy}"))


COMMAND: Final = Command("stale", run, arguments.add_folder)
