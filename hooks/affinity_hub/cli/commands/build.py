"""`affinity-hub build`: a whole site, from the data to the pages with the theme."""

from __future__ import annotations

import argparse
import runpy
import sys
from importlib.util import find_spec
from typing import Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult
from affinity_hub.hub.files import PROJECT


def run(options: argparse.Namespace) -> CommandResult:
    """Builds a whole site from a folder's data with this project's pages and theme."""
    from affinity_hub.site.staging import Staging  # imported here because a check writes nothing

    staff = arguments.staff_overlay(options)
    folder = arguments.existing(options.folder)
    program = _program()
    moment = environment.midnight(options.today, folder) if options.today else environment.now()
    with Staging(options.out, folder, staff) as new:
        made = environment.make(folder, moment, options.published, first=options.first, staff=staff)
        place = ["--config-file", str(PROJECT / "mkdocs.yml"), "--site-dir", str(new.out)]
        with environment.handing_on(made, new, folder, moment, fixed=bool(options.today)):
            # Not --quiet: it silences the warnings before --strict can count them.
            status = _built(program, "build", "--strict", *place)
    return CommandResult(status, err="" if status else arguments.restart_notice(options))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What may be typed behind `build`."""
    arguments.add_output(command)
    command.add_argument("--today", type=arguments.date, metavar="YYYY-MM-DD", help="build as of this day")


def _program() -> str:
    """The program that builds sites. ProperDocs comes first, because MkDocs is installed with the theme in any case."""
    found = [name for name in ("properdocs", "mkdocs") if find_spec(name)]
    if not (found and find_spec("material")):
        raise arguments.UsageError(
            "To build a site, install MkDocs 1.6 or ProperDocs 1.6 and the theme mkdocs-material, for example with:  "
            f"python -m pip install --requirement {PROJECT / 'requirements.txt'}"
        )
    return found[0]


def _built(program: str, *words: str) -> int:
    """Runs the command line of MkDocs or ProperDocs in this process, where the site is. Returns its exit status."""
    before, sys.argv = sys.argv, [program, *words]
    try:
        runpy.run_module(program, run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
    return 0


COMMAND: Final = Command("build", run, add_arguments)
