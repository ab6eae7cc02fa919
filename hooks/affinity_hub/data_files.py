"""Which files of a folder hold data, and which files only look as if they did.

`events.yml` holds a list, and so does every `.yml` or `.yaml` file in the folder `events/` beside it. A file that
nobody reads but somebody may have meant as data is a problem: its records would be missing without a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from .problems import Position, Problem

SETTINGS: Final = "hub"
ENDINGS: Final = (".yml", ".yaml")
"""What the name of a file in a data folder ends with. Beside the data folders, only `.yml` is read."""

# Every name of a data file with the other spelling that people try first.
_SPELLINGS: Final = {
    "groups": "group",
    "facilitators": "facilitator",
    "events": "event",
    "partners": "partner",
    "opportunities": "opportunity",
    "calendar": "calendars",
    "progress": "progresses",
    "library": "libraries",
    SETTINGS: "hubs",
}
NAMES: Final = tuple(_SPELLINGS)
_MEANT: Final = {spelling: name for name, other in _SPELLINGS.items() for spelling in (name, other)}
_YAML_INSIDE: Final = re.compile(r"\.ya?ml", re.IGNORECASE)
# A folder of another program may have the name of a data file in capitals, and thousands of files.
_MOST_FILES: Final = 100


class UnreadFile(NamedTuple):
    """A file that looks like data and is not read."""

    name: str
    """Its path from the data folder on, with `/`."""
    data_name: str
    """What it was probably meant as, such as `events`."""
    hint: str
    """What to do about it."""

    def problem(self, prefix: str = "") -> Problem:
        """The problem to report; `prefix` stands before the name, as in `staff/Events.yml`."""
        position, message = Position(prefix + self.name, 1, 1), f"Nothing is read from a file called {self.name}."
        return Problem(position, "error", "E022", message, self.hint)


def data_paths(folder: Path, data_name: str) -> list[Path]:
    """Where the data called `data_name` is read from: its file, which may be missing, then the files of its folder."""
    more = folder / data_name
    is_there = more.is_dir() and not more.is_symlink()
    names = sorted(path.name for path in more.iterdir()) if is_there else []
    return [folder / f"{data_name}.yml", *(more / name for name in names if _is_read(name))]


def unread_files(folder: Path) -> Iterator[UnreadFile]:
    """The files at the root of `folder`, and at any depth of its data folders, that look like data and are not read.

    Files whose names begin with a dot are left out: editors and git write them.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        data_name = data_name_of(path.name)
        if data_name is None or path.name == f"{data_name}.yml" or _is_refused_link(path, data_name):
            continue
        if not path.is_dir():
            hint = f"If it holds data, rename it: the file is called {data_name}.yml\nIf not, give it another name."
            yield UnreadFile(path.name, data_name, hint)
        elif path.name == data_name != SETTINGS:
            yield from _unread_below(path)
        else:
            yield from islice(_below_misnamed(path, data_name), _MOST_FILES)


def _is_refused_link(path: Path, data_name: str) -> bool:
    """Whether `symlinks` already refuses this path."""
    return path.is_symlink() and path.name.split(".")[0].lower() == data_name


def data_name_of(name: str) -> str | None:
    """The data name that the name of a file or folder begins with; None where it begins with none.

    `Events.yml`, `event.csv` and `events` begin with one. `events-2026.yml` does, too, but `events-2026.csv` does not:
    only the ending tells that it was meant to be read.
    """
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    stem = plain.partition(".")[0].strip()
    word = re.match(r"[^\W\d_]*", stem)
    assert word
    data_name = _MEANT.get(word.group())
    return data_name if data_name and (stem == word.group() or _YAML_INSIDE.search(plain)) else None


def _is_read(name: str) -> bool:
    return name.endswith(ENDINGS) and not name.startswith(".")


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file at any depth, except those whose own name, or the name of a folder of theirs, begins with a dot."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        else:
            yield path


def _unread_below(folder: Path) -> Iterator[UnreadFile]:
    """The files of a data folder that are not read: those further down, and those with another ending."""
    for path in _files_below(folder):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or (len(parts) == 1 and _is_read(path.name)):
            continue
        # `new.yml.txt` and `new.YML` were meant as `new.yml`; `2026/x.yml` becomes `2026-x.yml`, which is free.
        before, inside, _ = _partition("-".join(parts))
        hint = f"Only files right in {folder.name}/ that end in .yml are read. Move this file to another folder."
        if inside:
            hint = f"Rename it: the file is called {folder.name}/{before}.yml"
        yield UnreadFile(f"{folder.name}/{'/'.join(parts)}", folder.name, hint)


def _partition(name: str) -> tuple[str, str, str]:
    found = _YAML_INSIDE.search(name)
    return (name[: found.start()], found.group(), name[found.end() :]) if found else (name, "", "")


def _below_misnamed(folder: Path, data_name: str) -> Iterator[UnreadFile]:
    """The files of a folder that has nearly the name of a data folder."""
    hint = f"Rename the folder: it is called {data_name}/"
    if data_name == SETTINGS:
        hint = "The settings have one file. Move its lines to hub.yml, and delete it."
    for path in _files_below(folder):
        yield UnreadFile(f"{folder.name}/{path.relative_to(folder).as_posix()}", data_name, hint)
