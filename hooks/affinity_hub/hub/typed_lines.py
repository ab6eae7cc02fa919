"""The lines of the data files, which the advice about a problem needs: the ids, the names, and the school breaks in
them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from affinity_hub.core.file_names import FILE_NAMES, SETTINGS
from affinity_hub.core.suggest import identifier
from affinity_hub.source.decoding import SourceError, decode
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node, YamlList, YamlMapping

from .files import data_paths, imported_paths

_NAME_LINE: Final = re.compile(r"\s*(?:name|short_name|aliases):\s+[\"']?(.*?)[\"']?\s*$")
_ID_LINE: Final = re.compile(r"\s*(?:-\s+\{?\s*)?id:\s+[\"']?([a-z0-9-]+)")


@dataclass
class TypedLines:
    """The lines of the data files in a folder. A file is read when the first problem asks for its lines.

    The lines are there even if a file is not YAML. `files` are the trees of the files that have been read so far.
    """

    folder: Path
    files: Mapping[str, Node]
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, name: str) -> list[str]:
        """The lines of a data file; none if it cannot be read."""
        if name not in self._texts:
            try:
                self._texts[name] = decode(self.folder / name, name).split("\n")
            except SourceError:
                self._texts[name] = []
        return self._texts[name]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all entries."""
        imported = [self._name(path) for path in imported_paths(self.folder)]
        found = (_ID_LINE.match(line) for name in (*self._names(), *imported) for line in self.lines(name))
        return frozenset(match[1] for match in found if match)

    def named(self, typed: str) -> set[str]:
        """The ids of the entries with this name, short name, or other name. Capitals and punctuation do not matter."""
        found, current = set[str](), ""
        for name in self._names():
            for line in self.lines(name):
                if match := _ID_LINE.match(line):
                    current = match[1]
                elif (key := _NAME_LINE.match(line)) and identifier(typed) in map(
                    identifier, re.split("[][,]", key[1])
                ):
                    found.add(current)
        return found - {""}

    def breaks(self) -> list[tuple[str, str, str]]:
        """The name, first day, and last day of each school break in calendar.yml that has a name and a first day, as
        typed."""
        names = [self._name(path) for path in data_paths(self.folder, "calendar")]
        nodes = [self.files.get(name) or read(self.folder / name, name)[0] for name in names]
        lists = [node.get("no_school") for node in nodes if isinstance(node, YamlMapping)]
        days = [
            mapping
            for days in lists
            if isinstance(days, YamlList)
            for mapping in days
            if isinstance(mapping, YamlMapping)
        ]
        typed = [
            (mapping.get("name"), mapping.get("starts"), mapping.get("ends") or mapping.get("starts"))
            for mapping in days
        ]
        return [(f"{name}", f"{first}", f"{last}") for name, first, last in typed if name and first]

    def zone(self) -> str:
        """The time zone of the site, as typed in hub.yml; empty if there is none."""
        name = f"{SETTINGS}.yml"
        node = self.files.get(name) or read(self.folder / name, name)[0]
        zone = node.get("time_zone") if isinstance(node, YamlMapping) else None
        return zone if isinstance(zone, str) else ""

    def _names(self) -> list[str]:
        """The names of the data files, except the imported files."""
        return [self._name(path) for stem in FILE_NAMES for path in data_paths(self.folder, stem)]

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
