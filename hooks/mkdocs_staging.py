"""The MkDocs edge of `affinity_hub.staging`: MkDocs builds beside the old site and never clears that.

The preview is left alone: MkDocs gives it a temporary folder.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Final

from affinity_hub import environment, preview
from affinity_hub.destination import OutputError
from affinity_hub.staging import Staging
from click import echo
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.utils import CountHandler

log = get_plugin_logger("affinity_hub")
_builds: Final[list[Staging]] = []


class Stopped(Abort):
    """Nothing can be written where the site belongs: a sentence on standard error, and exit status 2."""

    exit_code = code = 2

    def show(self, *args: object, **kwargs: object) -> None:  # noqa: ARG002 - as click calls it
        """Says why."""
        echo(self.format_message(), err=True)


@event_priority(100)  # before anything is read: an interrupted build may have left the ledger beside the site
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Has MkDocs write to a new folder."""
    if preview.is_on():
        return config
    data = Path(config.config_file_path).parent / str(config.extra["data"])
    try:
        new = environment.staged() or Staging(Path(config.site_dir), data, environment.staff_edition())
    except OutputError as error:
        raise Stopped(str(error)) from None
    _builds.append(new)
    config.site_dir = str(new.folder)
    logging.getLogger("mkdocs.commands.build").addFilter(_told)
    return config


@event_priority(-100)  # after everything is written
def on_post_build(config: MkDocsConfig) -> None:
    """Puts the new site in the place of the old one, unless MkDocs will say that a strict build failed."""
    if not _builds or _is_failing():
        return
    new = _builds[-1]
    new.publish()
    config.site_dir = str(new.out)
    if not environment.staged() and (notice := environment.restart_notice()):
        log.info(notice)


def on_build_error(error: Exception) -> None:
    """Leaves the old site as it is."""
    new = _builds[-1] if _builds else None
    on_shutdown()
    if new and isinstance(error, OSError):
        raise Stopped(str(new.failure(error))) from None


def on_shutdown() -> None:
    """Removes what a build has left, also one that was interrupted from the keyboard."""
    logging.getLogger("mkdocs.commands.build").removeFilter(_told)
    while _builds:
        _builds.pop().close()


def _is_failing() -> bool:
    """Whether MkDocs has counted warnings that a strict build must not have: it looks at them after the last event."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))


def _told(record: logging.LogRecord) -> bool:
    """Has MkDocs name the folder where the site will be, and not say that it clears a folder: that one is empty.

    A full disk is told once, by `on_build_error`, and not for the page that was written then as well.
    """
    message = record.getMessage()
    if _builds:
        record.msg, record.args = message.replace(str(_builds[-1].folder), str(_builds[-1].out)), ()
    return not message.startswith("Cleaning site") and not isinstance(sys.exc_info()[1], OSError)
