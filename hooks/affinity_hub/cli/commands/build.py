"""`affinity-hub build`: builds a whole site, from the data to the pages with the theme."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from importlib.util import find_spec
from typing import Any, Final

from affinity_hub import environment
from affinity_hub.cli import arguments
from affinity_hub.cli.command import Command, CommandResult
from affinity_hub.core.file_names import PROJECT
from affinity_hub.site import destination

# Ctrl-C on a terminal reaches only this process, which passes it on once.
_OWN_GROUP: Final[dict[str, Any]] = {"process_group": 0} if sys.platform != "win32" else {}


def run(options: argparse.Namespace) -> CommandResult:
    """Builds a whole site from a folder's data with this project's pages and theme.

    MkDocs runs in its own process, and its environment says what to build.
    """
    staff = arguments.staff_overlay(options)
    folder = arguments.existing(options.folder)
    out = destination.replaceable_folder(options.out, folder, staff)
    variables = environment.for_build(
        folder,
        staff=staff,
        moment=environment.midnight(options.today, folder) if options.today else None,
        published=options.published,
        first=options.first,
        state=environment.import_state(options.import_state),
        publish=options.publish,
    )
    # Not --quiet: it silences the warnings before --strict can count them.
    # -P, so that a file in the current folder, such as calendar.py, does not replace a module.
    command = [sys.executable, "-P", "-m", _program(), "build", "--strict"]
    command += ["--config-file", str(PROJECT / "mkdocs.yml"), "--site-dir", str(out)]
    status = _finished(subprocess.Popen(command, env=variables, **_OWN_GROUP))  # noqa: S603 - the program makes the command
    if status < 0:
        return CommandResult(128 - status, err=f"Signal {-status} stopped the build. The old site is unchanged.\n")
    return CommandResult(status)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `build`."""
    arguments.add_output(command)
    arguments.add_import_state(command)
    command.add_argument("--today", type=arguments.date, metavar="YYYY-MM-DD", help="build as of this day")
    help_text = "refuse placeholders and a missing contact, because this site will be published"
    command.add_argument("--publish", action="store_true", help=help_text)


def _program() -> str:
    """The program that builds sites. ProperDocs comes first, because MkDocs is installed with the theme in any case."""
    found = [name for name in ("properdocs", "mkdocs") if find_spec(name)]
    if not (found and find_spec("material")):
        raise arguments.UsageError(
            "To build a site, install MkDocs 1.6 or ProperDocs 1.6 and the theme mkdocs-material, for example with:  "
            f"python -m pip install --requirement {PROJECT / 'requirements.txt'}"
        )
    return found[0]


def _finished(build: subprocess.Popen[bytes]) -> int:
    """The exit status of a build; below zero, the signal that ended the build.

    Passes Ctrl-C and SIGTERM on to the build. After Ctrl-C, the build removes its unfinished files.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: build.terminate())
    try:
        return build.wait()
    except KeyboardInterrupt:
        build.send_signal(signal.SIGINT)
        build.wait()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


COMMAND: Final = Command("build", run, add_arguments)
