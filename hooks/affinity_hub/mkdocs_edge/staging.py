"""Makes MkDocs build beside the old site with `affinity_hub.site.staging`. MkDocs never clears the old site."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import mkdocs
from click import echo
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger

from affinity_hub import environment
from affinity_hub.site.destination import OutputError
from affinity_hub.site.staging import Staging

log = get_plugin_logger("affinity_hub")
# Under ProperDocs, the loggers and the module that is imported as mkdocs have different names.
_program, _builder = logging.getLogger(mkdocs.__name__), logging.getLogger(f"{mkdocs.__name__}.commands.build")


class _WarningCount(logging.Handler):
    """Counts warnings and errors, because MkDocs does so only after its last event, when the site is published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Counts a record."""
        self.count += 1


class Stopped(Abort):
    """The build cannot write the site: prints a sentence to standard error and exits with status 2."""

    exit_code = code = 2

    def show(self, *args: object, **kwargs: object) -> None:
        """Prints the reason."""
        echo(self.format_message(), err=True)


class StagedBuild:
    """A build of MkDocs beside the old site. `close` removes its files if it was not published.

    Raises `Stopped` if the site cannot be written.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        data = Path(config.config_file_path).parent / str(config.extra["data"])
        try:
            self._staging = Staging(Path(config.site_dir), data, environment.staff_edition())
        except OutputError as error:
            raise Stopped(str(error)) from None
        config.site_dir = str(self._staging.folder)
        self._warnings = _WarningCount()
        _program.addHandler(self._warnings)
        _builder.addFilter(self._filter_log)

    def publish(self, config: MkDocsConfig) -> None:
        """Replaces the old site with the new site, unless MkDocs is about to fail a strict build for its warnings."""
        if config.strict and self._warnings.count:
            return
        if environment.is_orphan():
            raise Stopped(f"{self._staging.out}: the command that started this build was stopped. The old site stays.")
        self._staging.publish()
        config.site_dir = str(self._staging.out)
        if notice := environment.restart_notice():
            log.info(notice)

    def failed(self, error: Exception) -> None:
        """Keeps the old site. Raises `Stopped` with the reason if the new site could not be written."""
        self.close()
        if isinstance(error, OSError):
            raise Stopped(str(self._staging.failure(error))) from None

    def close(self) -> None:
        """Removes the files of an unfinished build, even after Ctrl-C."""
        _builder.removeFilter(self._filter_log)
        _program.removeHandler(self._warnings)
        self._staging.close()

    def _filter_log(self, record: logging.LogRecord) -> bool:
        """Filters MkDocs' log: shows the final folder of the site, and drops the line about clearing an empty folder.

        Also drops MkDocs' own message about a full disk, because `failed` reports it.
        """
        message = record.getMessage()
        record.msg, record.args = message.replace(str(self._staging.folder), str(self._staging.out)), ()
        return not message.startswith("Cleaning site") and not isinstance(sys.exc_info()[1], OSError)
