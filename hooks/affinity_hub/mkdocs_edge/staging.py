"""The MkDocs hooks for `affinity_hub.site.staging`: MkDocs builds beside the old site and never clears the old site.

The hooks ignore the preview, because MkDocs builds it in a temporary folder.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Final

import mkdocs
from click import echo
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority, get_plugin_logger

from affinity_hub import environment
from affinity_hub.site import preview
from affinity_hub.site.destination import OutputError
from affinity_hub.site.staging import Staging

log = get_plugin_logger("affinity_hub")
_builds: Final[list[Staging]] = []
# The loggers have another name under ProperDocs, and so has the module that answers to the name mkdocs there.
_program, _builder = logging.getLogger(mkdocs.__name__), logging.getLogger(f"{mkdocs.__name__}.commands.build")


class _WarningCount(logging.Handler):
    """Counts warnings and errors, because MkDocs does so only after its last event, when the site is published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - the name it has in the base class
        """Counts one."""
        self.count += 1


_warnings: Final = _WarningCount()


class Stopped(Abort):
    """The build cannot write the site: prints a sentence to standard error and exits with status 2."""

    exit_code = code = 2

    def show(self, *args: object, **kwargs: object) -> None:  # noqa: ARG002 - as click calls it
        """Prints the reason."""
        echo(self.format_message(), err=True)


@event_priority(100)  # before anything is read, because an interrupted build may have left the ledger beside the site
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Makes MkDocs write to a new folder."""
    on_shutdown()  # an earlier build in this process may have ended without an event
    if preview.is_on():
        return config
    data = Path(config.config_file_path).parent / str(config.extra["data"])
    try:
        new = environment.staged() or Staging(Path(config.site_dir), data, environment.staff_edition())
    except OutputError as error:
        raise Stopped(str(error)) from None
    _builds.append(new)
    config.site_dir = str(new.folder)
    _builder.addFilter(_told)
    _warnings.count = 0
    _program.addHandler(_warnings)
    return config


@event_priority(-100)  # after everything is written
def on_post_build(config: MkDocsConfig) -> None:
    """Replaces the old site with the new site, unless MkDocs is about to fail a strict build because of warnings."""
    if not _builds or (config.strict and _warnings.count):
        return
    new = _builds[-1]
    new.publish()
    config.site_dir = str(new.out)
    if not environment.staged() and (notice := environment.restart_notice()):
        log.info(notice)


def on_build_error(error: Exception) -> None:
    """Keeps the old site."""
    new = _builds[-1] if _builds else None
    on_shutdown()
    if new and isinstance(error, OSError):
        raise Stopped(str(new.failure(error))) from None


def on_shutdown() -> None:
    """Removes the files of an unfinished build, even after Ctrl-C."""
    _builder.removeFilter(_told)
    _program.removeHandler(_warnings)
    while _builds:
        _builds.pop().close()


def _told(record: logging.LogRecord) -> bool:
    """Filters MkDocs' log: shows the final folder of the site, and drops the line about clearing an empty folder.

    Also drops MkDocs' own message about a full disk, because `on_build_error` reports it.
    """
    message = record.getMessage()
    if _builds:
        record.msg, record.args = message.replace(str(_builds[-1].folder), str(_builds[-1].out)), ()
    return not message.startswith("Cleaning site") and not isinstance(sys.exc_info()[1], OSError)
