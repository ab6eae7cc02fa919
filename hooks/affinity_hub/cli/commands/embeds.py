"""`affinity-hub embeds`: the widgets for intranets, and the contract about their addresses and heights."""

from __future__ import annotations

import argparse
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.hub import embed_contract
from affinity_hub.messages import report


def run(options: argparse.Namespace) -> CommandResult:
    """Prints the addresses of the embeds with their heights, and what breaks the embed contract."""
    from affinity_hub.core.textfit import HEIGHTS
    from affinity_hub.views.embed_sizes import listing
    from affinity_hub.views.site import Site

    folder, moment = arguments.existing(options.folder), environment.now()
    hub, _ = environment.load_hub(folder, moment)
    with hub.settings.voice():
        site = Site(hub, moment)
        known = site.contract
        if options.refit:
            site.contract = embed_contract.Contract()
        here = listing(site)
    wrong = list(embed_contract.broken(known, here, HEIGHTS))
    if wrong and not (options.contract and options.reason):
        return CommandResult(1, err=lines(report.Report(folder, wrong).text()))
    if options.contract:
        reason = options.reason or ("New widgets." if hub.contract else "The first widgets.")
        known = embed_contract.renewed(known, here, HEIGHTS, site.today, reason)
        (folder / embed_contract.NAME).write_text(embed_contract.dump(known), "utf-8")
    rows = []
    for path, size in sorted(here.items()):
        new = "" if path in known.addresses or not hub.contract else f"  (not yet in {embed_contract.NAME})"
        rows.append(f"embed/light/{path}  {size}, {HEIGHTS[size]} px{new}")
    return CommandResult(out=lines(*rows))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `embeds`."""
    arguments.add_folder(command)
    command.add_argument("--contract", action="store_true", help=f"write the addresses into {embed_contract.NAME}")
    command.add_argument("--reason", metavar="TEXT", help="why an address ends or changes its height")
    command.add_argument(
        "--refit", action="store_true", help="choose the heights that fit now, whatever heights are in use"
    )


COMMAND: Final = Command("embeds", run, add_arguments)
