"""The clock, the environment variables, and functions that load the data and the ledger that the variables name.

No other module reads the date or the environment, so that everything else is a function of its arguments. Functions
import the modules that read data, because the command `build` leaves that work to another process.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from affinity_hub.core import problems
from affinity_hub.core.file_names import VARIABLES
from affinity_hub.core.timezones import zone

if TYPE_CHECKING:
    import rich.progress

    from affinity_hub.history.ledger import Ledger
    from affinity_hub.hub.hub import Hub
    from affinity_hub.messages.report import Report
    from affinity_hub.schema import Audience
    from affinity_hub.site.generated_site import GeneratedSite

EPOCH: Final = "SOURCE_DATE_EPOCH"
# The days that you can build a site for, in every time zone. File headers (RFC 1952, MTIME) cannot hold dates before
# 1970, and a date in the next century can only be a typing mistake.
FIRST_DAY: Final = dt.date(1970, 1, 2)
LAST_DAY: Final = dt.date(2099, 12, 31)
SECONDS_OF_SILENCE: Final = 2.0
# The id of the process that ordered this build.
BUILD_OF: Final = "AFFINITY_HUB_BUILD_OF"
PUBLISH: Final = "AFFINITY_HUB_PUBLISH"
TRACEBACK: Final = "AFFINITY_HUB_TRACEBACK"
_LAST_SECOND: Final = 4_102_444_799  # 2099-12-31 23:59:59 UTC
# Without --published, every SEQUENCE is 0 again, and calendar apps ignore an entry with a lower SEQUENCE than theirs.
RESTART_NOTICE: Final = """\
Notice: this build starts every calendar entry at version 0, because it does not know the published site.
To continue from the published site, use:   {published}
If you have not published a site yet, use:  {first}"""


def now() -> dt.datetime:
    """The clock, or SOURCE_DATE_EPOCH if it is set (reproducible-builds.org).

    Raises `DataError` if the variable is not a number of seconds, or is after `LAST_DAY`.
    """
    epoch = os.environ.get(EPOCH)
    if not epoch:
        return dt.datetime.now(dt.UTC)  # noqa: TID251 - the edge
    if not re.fullmatch(r"[0-9]{1,10}", epoch) or int(epoch) > _LAST_SECOND:
        message = f"The environment variable {EPOCH} has an impossible value. "
        message += f"It must be a number of seconds since 1970, up to the end of {LAST_DAY}."
        hint = f"Set it to:  {EPOCH}=1790000000   or unset it to build for today."
        raise problems.DataError([problems.Problem(problems.Position(EPOCH), "E107", message, hint)])
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC)


def midnight(day: dt.date, folder: Path) -> dt.datetime:
    """The start of a day in the zone of the folder's site, or in UTC if the settings are wrong, which `load`
    reports."""
    from affinity_hub.hub.loader import HubLoader

    found = HubLoader(folder).read_settings({})
    return dt.datetime.combine(day, dt.time(), zone(found.time_zone if found else "UTC"))


def shows_tracebacks() -> bool:
    """Whether to print the full traceback of a bug in the program."""
    return os.environ.get(TRACEBACK) == "yes"


def settings() -> dict[str, str]:
    """The settings in environment variables, which replace the settings in the data: the host of a site knows its
    address better than the data."""
    return {setting: os.environ[name] for setting, name in VARIABLES.items() if os.environ.get(name)}


def is_for_publishing() -> bool:
    """Whether the site will be published, so that no placeholder may be left in the data."""
    return os.environ.get(PUBLISH) in ("yes", "1")


def load_hub(folder: Path, now: dt.datetime, staff: Path | None = None) -> tuple[Hub, list[problems.Problem]]:
    """The checked data of a folder and the warnings about it, as `load` returns them, with these settings."""
    from affinity_hub.checks.checked_hub import load_with_progress

    with closing(TerminalProgress(sys.stderr)) as progress:
        hub, warnings = load_with_progress(folder, now, staff, settings(), progress, for_publishing=is_for_publishing())
    return _with_last_readings(hub, now), warnings


def _with_last_readings(hub: Hub, now: dt.datetime) -> Hub:
    """The hub with the data of the state file of the imports. Without such a file, the hub stays the same."""
    path = import_state(None)
    if not (path and path.is_file() and hub.owners_by_file):
        return hub
    # Imported here, because most checks do not need this.
    from affinity_hub.hub.last_read import with_last_readings
    from affinity_hub.intake import state

    known = state.read(path.read_text("utf-8", "replace"))
    return with_last_readings(hub, {name: state.read for name, state in known.sources.items() if state.read}, now)


def load_for_all(folder: Path, now: dt.datetime, staff: Path | None) -> tuple[Hub, list[problems.Problem]]:
    """The checked data, with the staff overlay if there is one. The public data is also checked alone, because it must
    be right without the overlay."""
    found: list[problems.Problem] = []
    hub = None
    for overlay in (None, staff) if staff else (None,):
        try:
            hub, more = load_hub(folder, now, overlay)
        except problems.DataError as error:
            hub, more = None, error.problems
        found += more
    if hub is None or problems.errors(found):
        raise problems.DataError(found)
    return hub, sorted(set(found))


def staff_edition() -> Path | None:
    """The folder of the staff overlay, if AFFINITY_HUB_AUDIENCE is `staff`; otherwise None."""
    if os.environ.get("AFFINITY_HUB_AUDIENCE") != "staff":
        return None
    return Path(os.environ.get("AFFINITY_HUB_STAFF", "AFFINITY_HUB_STAFF"))


def staff_folder(named: str | None) -> Path | None:
    """The folder of the staff overlay for a command: the folder that the command line names, or AFFINITY_HUB_STAFF."""
    path = named or os.environ.get("AFFINITY_HUB_STAFF")
    return Path(path) if path else None


def import_state(named: str | None) -> Path | None:
    """The file with the time of each import, which a command or the environment names."""
    path = named or os.environ.get("AFFINITY_HUB_IMPORT_STATE")
    return Path(path) if path else None


def secret(name: str) -> str | None:
    """The value of an environment variable that the data names. Never print it."""
    return os.environ.get(name) or None


def published_at(named: str | None) -> str | None:
    """The folder or address of the published site: the place that the command line names, or AFFINITY_HUB_PUBLISHED."""
    return named or os.environ.get("AFFINITY_HUB_PUBLISHED")


def is_first(*, named: bool = False) -> bool:
    """Whether a command or the environment says that nothing has been published yet."""
    return named or os.environ.get("AFFINITY_HUB_FIRST") == "yes"


def restart_notice(
    named: str | None = None,
    *,
    first: bool = False,
    ways: tuple[str, str] = ("AFFINITY_HUB_PUBLISHED=ADDRESS", "AFFINITY_HUB_FIRST=yes"),
) -> str | None:
    """The notice that calendar entries start at version 0; None if the published site is known or does not exist yet.

    `named` and `first` are the values of `--published` and `--first`; `ways` says how the reader can set each of them.
    """
    if published_at(named) or is_first(named=first):
        return None
    return RESTART_NOTICE.format(published=ways[0], first=ways[1])


def ledger_at(
    now: dt.datetime, location: str | None = None, *, first: bool = False, audience: Audience = "public"
) -> Ledger | None:
    """The ledger of the site in a folder or at an address; None if neither is given, or before a site is published.

    Without `location`, AFFINITY_HUB_PUBLISHED names the folder or address. AFFINITY_HUB_FIRST means the same as
    `first`. Raises `DataError` if the ledger cannot be read.
    """
    location = published_at(location)
    if not location:
        return None
    # Imported here, because a check that asks for no ledger needs no calendars and no network.
    from affinity_hub.history import ledger, published

    return published.read(location, first=is_first(named=first), fresh=int(now.timestamp()), path=ledger.path(audience))


def make(folder: Path, moment: dt.datetime, *, staff: Path | None = None) -> GeneratedSite:
    """A whole site without the layout, from the folder's data as of `moment`.

    `staff` is the folder of the staff overlay. Raises `DataError` with all problems.
    """
    from affinity_hub.site.assemble import generate_site  # imported here, because a check makes no pages

    hub, warnings = load_hub(folder, moment, staff)
    return generate_site(hub, warnings, moment, ledger_at(moment, audience=hub.audience))


def for_build(
    folder: Path,
    *,
    staff: Path | None,
    moment: dt.datetime | None,
    published: str | None,
    first: bool,
    state: Path | None,
    publish: bool = False,
) -> dict[str, str]:
    """The environment variables of a process that builds the site of a folder with MkDocs.

    `staff` is the folder of the staff overlay, and `state` the state file of the imports. `moment` replaces the clock,
    and `published` and `first` replace the variables with these names. `publish` refuses placeholders in the data.
    """
    variables = dict(os.environ)
    variables |= {"AFFINITY_HUB_DATA": str(folder.resolve()), "NO_MKDOCS_2_WARNING": "1", BUILD_OF: str(os.getpid())}
    variables["AFFINITY_HUB_AUDIENCE"] = "staff" if staff else "public"
    if staff:
        variables["AFFINITY_HUB_STAFF"] = str(staff.resolve())
    if moment:
        variables[EPOCH] = str(int(moment.timestamp()))
    if published:
        variables["AFFINITY_HUB_PUBLISHED"] = published
    if first:
        variables["AFFINITY_HUB_FIRST"] = "yes"
    if publish:
        variables[PUBLISH] = "yes"
    if state:
        variables["AFFINITY_HUB_IMPORT_STATE"] = str(state.resolve())
    return variables


def is_orphan() -> bool:
    """Whether this process builds a site for a command that has ended, so that no one waits for the site."""
    command = os.environ.get(BUILD_OF)
    return command is not None and command != str(os.getppid())


def shows_color(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal with colors that are not turned off (https://no-color.org)."""
    return (
        stream is not None and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


class TerminalProgress:
    """Shows on a terminal what a command is doing, from two seconds after its start. Elsewhere it shows nothing.

    It uses no thread, because a process with several threads cannot be forked safely.
    """

    def __init__(self, stream: TextIO | None) -> None:
        """`stream` is standard error, unless it is closed."""
        self._stream = stream if stream is not None and stream.isatty() else None
        self._since = time.monotonic()
        self._bar: rich.progress.Progress | None = None

    def __call__(self, step: str, done: int, total: int) -> None:
        """Shows a step and how much of it is done."""
        if not self._stream or time.monotonic() < self._since + SECONDS_OF_SILENCE:
            return
        if not self._bar:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            columns = TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.percentage:.0f}%")
            self._bar = Progress(*columns, console=Console(file=self._stream), auto_refresh=False, transient=True)
            self._bar.add_task(step)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=step, completed=done, total=total, refresh=True)

    def close(self) -> None:
        """Removes the bar."""
        if self._bar:
            self._bar.stop()
        self._bar = None


def report_of(folder: Path, error: problems.DataError) -> Report:
    """The report of the errors in a folder's data."""
    from affinity_hub.hub.files import published_url
    from affinity_hub.messages.report import Report

    return Report(folder, error.problems, site=published_url(folder, settings().get("url", "")))
