"""The state file: when each calendar was last read, and the values that its server needs to report that nothing has
changed.

It is outside the repository. Without it, every calendar is fetched completely, and nothing else is lost. It never
contains an address, only a hash that shows whether the address is still the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

STATE_VERSION: Final = 1
STEWARD_DAYS: Final = 7
"""The steward of a group gets a notice if its calendar could not be read for more days than this."""


@dataclass(frozen=True)
class SourceState:
    """The state of one calendar. Times are in UTC; `merged` counts the changes of `merged_on` without a review."""

    read_at: str = ""
    failing_since: str = ""
    etag: str = ""
    modified: str = ""
    seen: str = ""
    merged_on: str = ""
    merged: int = 0

    @property
    def read(self) -> dt.datetime | None:
        """The time of the last successful reading."""
        return _moment(self.read_at)

    @property
    def failing(self) -> dt.datetime | None:
        """The day since which every reading has failed; None if the last reading was successful."""
        return _moment(self.failing_since)

    def after_reading(self, now: dt.datetime, etag: str, modified: str, seen: str) -> SourceState:
        """The state after a successful reading."""
        return replace(self, read_at=_text(now), failing_since="", etag=etag, modified=modified, seen=seen)

    def after_failure(self, now: dt.datetime) -> SourceState:
        """The state after a failed reading, or after a reading of a calendar that looked broken. The next reading asks
        for the whole calendar."""
        return replace(self, failing_since=self.failing_since or _text(now), etag="", modified="", seen="")

    def merged_today(self, today: dt.date) -> int:
        """How many changes were merged without a review on this day."""
        return self.merged if self.merged_on == f"{today}" else 0


@dataclass
class State:
    """The states of all calendars, by the id of the group or partner."""

    sources: dict[str, SourceState] = field(default_factory=dict)

    def of(self, name: str) -> SourceState:
        """The state of one calendar."""
        return self.sources.get(name, SourceState())


def read(text: str) -> State:
    """The state in the text of a file. A lost or damaged file costs only a download."""
    try:
        found: Mapping[str, Any] = json.loads(text)["sources"]
        return State({str(name): _source(source) for name, source in found.items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return State()


def dump(state: State) -> str:
    """The state as the text of its file."""
    sources = {name: asdict(state) for name, state in sorted(state.sources.items())}
    return json.dumps({"version": STATE_VERSION, "sources": sources}, indent=1) + "\n"


def fingerprint(*parts: str) -> str:
    """A hash of everything that an earlier answer of a server depended on."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _source(found: Mapping[str, Any]) -> SourceState:
    known = {field.name: type(field.default) for field in fields(SourceState)}
    return SourceState(**{key: found[key] for key, kind in known.items() if isinstance(found.get(key), kind)})


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
