"""Decides whether a build may replace a folder with a site or with calendars. A build never replaces anything else.

A build may replace a folder that is new, empty, or written by this program. It may not replace the data, the staff
overlay, the project, a folder that contains one of them, or a folder inside the data, the overlay, or a folder of the
project.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from affinity_hub.core.file_names import PROJECT, data_name_of
from affinity_hub.core.problems import DataError

MARKER: Final = ".affinity-hub"
MARK: Final = b"Written by affinity-hub. Each build replaces this folder and everything in it.\n"


class OutputError(Exception):
    """The folder for the output cannot be used. The message is one sentence that begins with the folder."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


def replaceable_folder(named: Path, data: Path, staff: Path | None = None) -> Path:
    """The absolute path of the folder that `--out` names; links above it are resolved.

    `data` is the folder of the data files, `staff` the folder of the staff overlay. Folders are compared by their
    identity on the disk, so links, `..`, and capital letters in a name make no difference. Raises `OutputError` with
    the reason why a build may not write there.
    """
    if named.is_symlink():
        raise OutputError(named, "this is a link. Name the folder that it leads to.")
    try:
        out = named.resolve()
    except (OSError, RuntimeError):  # before Python 3.13, a loop of links is a RuntimeError
        raise OutputError(named, "the links in this path form a loop.") from None
    first = next(folder for folder in (out, *out.parents) if folder.exists())
    if not first.is_dir():
        shown = named if first == out else first
        raise OutputError(shown, "this is a file. Name a folder.")
    if why := _in_the_way(out, data, staff):
        raise OutputError(named, why)
    if os.path.ismount(out):
        raise OutputError(
            named, "a disk is mounted here, so a build cannot replace this folder. Name a folder on that disk."
        )
    if out.exists() and any(out.iterdir()) and not is_made_by_program(out):
        why = "this folder is not empty, and this program did not write it. A build would delete what is in it."
        raise OutputError(named, f"{why} Name a new folder.")
    if not os.access(first, os.W_OK | os.X_OK) or (first == out and not os.access(out.parent, os.W_OK | os.X_OK)):
        raise OutputError(named, "you may not write here. Name another folder, or ask for permission.")
    return out


def _in_the_way(out: Path, data: Path, staff: Path | None) -> str:
    """Why a build into this folder would destroy its own input or add to it; empty if it would do neither."""
    for path in filter(None, (data, staff, PROJECT)):
        if _is_inside(path, out):
            return (
                f"a build replaces everything in this folder, and that includes {path.resolve()}. Name another folder."
            )
    if staff and _is_inside(out, staff):
        return f"this is inside the staff overlay ({staff}). Name a folder outside the overlay."
    if _is_inside(out, data) and not _same(data, PROJECT):
        return f"this is inside the data folder ({data}). Name a folder outside the data folder."
    if _is_inside(out, PROJECT) and not (_same(out.parent, PROJECT) and data_name_of(out.name) is None):
        why = "this is inside a folder of the project. Name a folder directly in the project, such as"
        return f'{why} "{PROJECT / "site"}".'
    return ""


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether a path is the folder itself or inside it."""
    return any(_same(existing, folder) for existing in _existing(path.resolve()))


def _existing(path: Path) -> Iterator[Path]:
    return (folder for folder in (path, *path.parents) if folder.exists())


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def is_made_by_program(folder: Path) -> bool:
    """Whether this program wrote a folder: the folder has the marker, or a ledger from before markers existed."""
    marker = folder / MARKER
    if marker.is_file() and not marker.is_symlink() and marker.read_bytes() == MARK:
        return True
    from affinity_hub.history import ledger  # imported here because only old sites need it

    for audience in ("public", "staff"):
        path = folder / ledger.path(audience)
        if path.is_file():
            try:
                ledger.parse(path.read_bytes(), str(path))
            except DataError:
                continue
            return True
    return False
