"""The files in `imported/`: read as plain keys and texts, and written in one normal form, a block for each event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from affinity_hub.core.calendar_days import Moment
from affinity_hub.core.yaml_text import quoted, scalar
from affinity_hub.schema import Group, Partner
from affinity_hub.schema.event import CalendarSource
from affinity_hub.source.reader import read
from affinity_hub.source.tree import YamlList, YamlMapping

from .events.blocks import Keys

MAX_ID_LENGTH: Final = 48
ORDER: Final = (
    *("id", "was", "hidden", "title", "kind", "groups", "partners", "starts", "ends", "zone", "repeats", "until"),
    *("no_school", "skip", "changes", "place", "open_to", "status", "reason"),
)
FILE_HEAD: Final = """\
# Dates from a calendar that is kept elsewhere. Only `affinity-hub import` writes this file. Change the dates in that
# calendar, or write under `corrections` in the entry of the group or partner what the hub should say instead.
"""
_LISTS: Final = ("groups", "partners", "was")


@dataclass(frozen=True)
class CalendarOwner:
    """A group or partner whose calendar is imported, with its values in the hub."""

    record: Group | Partner
    source: CalendarSource
    site: str
    closed: Collection[dt.date] = ()

    @property
    def prefix(self) -> str:
        """The beginning of the ids of its imported events."""
        return self.record.first_id[:MAX_ID_LENGTH].rstrip("-")

    @property
    def neutral_title(self) -> str:
        """The title of an event whose own title is not imported."""
        return self.record.short_name or self.record.name


@dataclass
class ImportedEvents:
    """The contents of a file: the lines before the data, the day of the last change, and the events by their ids."""

    head: str = FILE_HEAD
    changed_on: str = ""
    expanded_until: str = ""
    events: dict[str, Keys] = field(default_factory=dict)


def read_file(path: Path) -> ImportedEvents:
    """The events of a file; empty if it does not exist or is not YAML, which the check reports."""
    if not path.is_file():
        return ImportedEvents()
    node, _ = read(path, path.name)
    if not isinstance(node, YamlMapping):
        return ImportedEvents()
    lines = path.read_text("utf-8", "replace").splitlines()
    count = next((index for index, line in enumerate(lines) if not line.startswith("#")), 0)
    head = "".join(f"{line}\n" for line in lines[:count]) or FILE_HEAD
    items = node.get("events")
    events = [_plain(item) for item in items if isinstance(item, YamlMapping)] if isinstance(items, YamlList) else []
    known = {str(event["id"]): event for event in events if event.get("id")}
    return ImportedEvents(head, str(node.get("changed_on") or ""), str(node.get("expanded_until") or ""), known)


def _plain(node: Any) -> Any:
    if isinstance(node, YamlMapping):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, YamlList) else node


class WrittenEvents:
    """A file as text. `lines` has the event and the key on each line, counted from 1."""

    def __init__(self, found: ImportedEvents) -> None:
        self.lines: dict[int, tuple[str, str]] = {}
        parts = [*found.head.splitlines(), f"changed_on: {found.changed_on}"]
        if found.expanded_until:
            parts.append(f"expanded_until: {found.expanded_until}")
        parts.append("events:" if found.events else "events: []")
        for event in in_order(found.events.values()):
            for index, key in enumerate(key for key in ORDER if key in event):
                for line in _entry(key, event[key]):
                    parts.append(f"{'    ' if index else '  - '}{line}")
                    self.lines[len(parts)] = str(event["id"]), key
            parts.append("")
        self.text = "\n".join(parts).rstrip("\n") + "\n"


def in_order(events: Iterable[Keys]) -> list[Keys]:
    """Events by their first date, then by their ids."""
    return sorted(events, key=lambda event: (str(event.get("starts", "")), str(event["id"])))


def _entry(key: str, value: Any) -> list[str]:
    if key in _LISTS:
        return [f"{key}: [{', '.join(value)}]"]
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
    return [f"{key}: {_flow(value) if isinstance(value, Mapping) else scalar(str(value))}"]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(name)}" for key, name in value.items()) + "}"
    text = scalar(str(value))
    return quoted(text) if text == str(value) and ": " in text else text


def moment(text: str) -> Moment:
    """The date or time that the text of a value gives."""
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M") if " " in text else dt.date.fromisoformat(text)  # noqa: DTZ007
