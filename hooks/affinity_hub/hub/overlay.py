"""The staff overlay: a folder outside the repository with more data files, for the staff edition only.

Its entries are merged by id: a key in the overlay replaces the public key, and other entries are for staff only.
Nothing here runs for the public edition, which is made from public data alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from affinity_hub.core.file_names import FILE_NAMES, SETTINGS
from affinity_hub.core.problems import DataError, Position, Problem
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node, ParserMark, YamlList, YamlMapping

from .files import data_paths, ignored_files


class Merged(YamlMapping):
    """A mapping with some of its keys from another file. `homes` has the names of their files."""

    __slots__ = ("homes",)

    def __init__(self, parser_mark: ParserMark) -> None:
        super().__init__(parser_mark)
        self.homes: dict[str, str] = {}

    def file_of(self, key: str, file: str) -> str:
        """The name of the file that holds a key: the overlay's file for each key that comes from the overlay."""
        return self.homes.get(key, file)


@dataclass
class Overlay:
    """The contents of the folder. `files` are its trees by name, and `problems` are the problems with their text."""

    name: str
    files: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)

    def merged(self, key: str, item: YamlMapping) -> YamlMapping:
        """An entry of the list `key` with the values in the overlay."""
        for name, own in self._entries(key):
            if own.get("id") == item.get("id") and "id" in item:
                self.used.add((key, str(own["id"])))
                item = _merge(item, own, name)
        return item

    def settings(self, node: YamlMapping) -> YamlMapping:
        """The settings with the settings of the overlay. UIDs stay the same as on the public site."""
        own = self.files.get(f"{self.name}/{SETTINGS}.yml")
        if not isinstance(own, YamlMapping):
            return node
        merged = _merge(node, own, f"{self.name}/{SETTINGS}.yml")
        if not merged.get("uid_domain") and isinstance(node.get("url"), str):
            merged["uid_domain"] = urlsplit(node["url"]).hostname
        return merged

    def rest(self, key: str) -> Iterator[tuple[str, YamlMapping]]:
        """The entries of the list `key` without a public entry, with the names of their files."""
        for name, own in self._entries(key):
            if (key, str(own.get("id"))) not in self.used:
                yield name, own

    def repeated(self) -> Iterator[tuple[str, str, YamlMapping]]:
        """Each entry with the id of an earlier entry of the same list in the overlay: its list, its file, and itself.
        The ids of entries for staff only are checked with all ids."""
        seen = set[tuple[str, str]]()
        for key in dict.fromkeys(key for node in self.files.values() if isinstance(node, YamlMapping) for key in node):
            for name, own in self._entries(str(key)):
                entry = (str(key), str(own.get("id")))
                if entry in seen and entry in self.used:
                    yield str(key), name, own
                seen.add(entry)

    def _entries(self, key: str) -> Iterator[tuple[str, YamlMapping]]:
        for name, node in self.files.items():
            items = node.get(key) if isinstance(node, YamlMapping) else None
            if isinstance(items, YamlList):
                yield from ((name, item) for item in items if isinstance(item, YamlMapping))


def _merge(item: YamlMapping, own: YamlMapping, name: str) -> Merged:
    merged = Merged(item.parser_mark)
    merged.update(item | own)
    merged.parser_marks = item.parser_marks | own.parser_marks
    merged.homes = getattr(item, "homes", {}) | dict.fromkeys((key for key in own.parser_marks if key != "id"), name)
    return merged


def read_overlay(folder: Path, data: Path) -> Overlay:
    """The overlay in a folder, for the public data in `data`.

    Raises `DataError` if the folder does not exist, has no data files, or is in the repository.
    """
    _refuse(folder, data)
    overlay = Overlay(folder.resolve().name)
    overlay.problems.extend(ignored.problem(f"{overlay.name}/") for ignored in ignored_files(folder))
    for path in (path for name in FILE_NAMES for path in data_paths(folder, name) if path.exists()):
        name = f"{overlay.name}/{path.relative_to(folder).as_posix()}"
        overlay.files[name], problems = read(path, name)
        overlay.problems.extend(problems)
    if not overlay.files and not overlay.problems:
        hint = "Put files there with the same names as the public data files: groups.yml, events.yml …"
        raise DataError([_problem(folder, "There is no data file in the folder of the staff overlay.", hint)])
    return overlay


def _refuse(folder: Path, data: Path) -> None:
    if not folder.is_dir():
        raise DataError([_problem(folder, "There is no such folder for the staff overlay.", "Check the name.")])
    own, public = folder.resolve(), data.resolve()
    root = next((place for place in (public, *public.parents) if (place / ".git").exists()), public)
    if own == root or root in own.parents or own in public.parents:
        message = "The staff overlay is inside the repository, where everyone can read it."
        hint = "Move it out, ideally into its own private repository. The history of git keeps what was committed."
        raise DataError([_problem(folder, message, hint)])


def _problem(folder: Path, message: str, hint: str) -> Problem:
    return Problem(Position(folder.name or "."), "E521", message, hint)
