"""What the data files said when they were last read, for a preview: it reads all of them whenever one is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from affinity_hub.core.problems import Problem
from affinity_hub.schema import Event, NoSchool
from affinity_hub.schema.event import EventSchedule
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node

Tree = tuple[Node, list[Problem]]


@dataclass
class Known:
    """Trees by the bytes of their files, lists of right entries by their tree, and schedules by their event.

    What is not the same as before is read or worked out anew.
    """

    _trees: dict[str, tuple[bytes, Tree]] = field(default_factory=dict)
    _lists: dict[tuple[str, str], tuple[Node, tuple[Any, ...]]] = field(default_factory=dict)
    _plans: dict[str, tuple[Event, EventSchedule]] = field(default_factory=dict)
    _of: tuple[Mapping[dt.date, NoSchool], str] = ({}, "")

    def tree(self, path: Path, name: str) -> Tree:
        """What a file holds, and what is wrong there, as `source.read` gives it."""
        try:
            content = path.read_bytes()
        except OSError:
            return read(path, name)
        before = self._trees.get(name)
        if before is None or before[0] != content:
            before = self._trees[name] = content, read(path, name)
        return before[1]

    def entries(self, name: str, key: str, node: Node, make: Callable[[], tuple[tuple[Any, ...], bool]]) -> Any:
        """The entries of a list; `make` gives them, and whether all of them are right."""
        before = self._lists.get((name, key))
        if before and before[0] is node:
            return before[1]
        entries, are_right = make()
        if are_right:
            self._lists[name, key] = node, entries
        return entries

    def schedule(
        self, event: Event, closed: Mapping[dt.date, NoSchool], zone: str, plan: Callable[..., EventSchedule]
    ) -> EventSchedule:
        """The schedule of an event. What `plan` raises is raised."""
        if self._of[0] is not closed:
            if self._of != (closed, zone):
                self._plans.clear()
            self._of = closed, zone
        before = self._plans.get(event.id)
        if before is None or before[0] is not event:
            before = self._plans[event.id] = event, plan(event, closed, zone)
        return before[1]

    def forget(self, names: Iterable[str]) -> None:
        """Lets some files be read again: their trees were changed after that."""
        for name in names:
            self._trees.pop(name, None)
