"""Finds symbolic links where the program reads or publishes files.

A link in a public repository can lead anywhere on the machine that builds the site: to a system file, or to the staff
overlay. Only the folder named on the command line may itself be a link, because its owner typed that name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from .problems import Position, Problem


def refuse(folder: Path, names: Collection[str]) -> Iterator[Problem]:
    """A problem for each symbolic link in `folder` that has one of `names`, or is at any depth below such a folder.

    `names` are stems in lower case: `groups` stands for the file `groups.yml` and for the folder `groups/`. Other links
    in the folder, such as `.venv`, are allowed.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.split(".")[0].lower() not in names:
            continue
        if path.is_symlink():
            yield problem(path.relative_to(folder).as_posix())
        elif path.is_dir():
            yield from (problem(link.relative_to(folder).as_posix()) for link in below(path))


def below(folder: Path) -> Iterator[Path]:
    """Every symbolic link below a folder, at any depth, in order. No link is followed."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            yield path
        elif path.is_dir():
            yield from below(path)


def problem(name: str) -> Problem:
    """The problem with a symbolic link that messages call `name`."""
    message = f"{name} is a symbolic link, and the program does not follow links."
    hint = "Delete the link, and put the file or folder itself there."
    return Problem(Position(name), "E023", message, hint)
