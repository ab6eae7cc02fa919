"""The files of a folder that contain data, and the files that only look like data.

`events.yml` holds a list, and so does every `.yml` or `.yaml` file in the folder `events/` beside it. A file that looks
like data but is not read is a problem: its records would be missing from the site, and no message would say so.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from affinity_hub.core.file_names import ENDINGS, FILE_NAMES, IMPORTED, SETTINGS, YAML_INSIDE, data_name_of
from affinity_hub.core.pictures import MAX_PICTURE_BYTES
from affinity_hub.core.problems import Position, Problem
from affinity_hub.schema import MIXED
from affinity_hub.source.reader import read
from affinity_hub.source.tree import Node, YamlMapping, position_in_tree

REQUIRED = ("hub.yml", "groups.yml", "facilitators.yml", "events.yml", "partners.yml")
OPTIONAL = ("opportunities.yml", "calendar.yml", *(f"{name}.yml" for name in MIXED))
LIST_FILES = {name.removesuffix(".yml"): name for name in (*REQUIRED[1:], "opportunities.yml")}
LIST_FILES |= {"no_school": "calendar.yml"}
LIST_FILES |= {key: f"{name}.yml" for name, model in MIXED.items() for key in model.lists()}
_LEAST_SETTINGS = """\
Write at least, with your own names, address, and time zone:
name: Our hub
organization: {name: Our organization}
url: https://www.example.org/
time_zone: America/New_York"""
# Another program's folder may have a data name in capitals and hold thousands of files.
_MAX_FILES: Final = 100


class IgnoredFile(NamedTuple):
    """A file that looks like data and is not read."""

    name: str
    """The path relative to the data folder, with `/`."""
    data_name: str
    """The data name that the author probably meant, such as `events`."""
    hint: str
    """The hint: what to do about the file."""

    def problem(self, prefix: str = "") -> Problem:
        """The problem to report. `prefix` goes before the name, as in `staff/Events.yml`."""
        position, message = Position(prefix + self.name, 1, 1), f"The program does not read a file called {self.name}."
        return Problem(position, "E022", message, self.hint)


def data_paths(folder: Path, data_name: str) -> list[Path]:
    """The paths that hold the data called `data_name`: its file, which may be missing, then the files in its folder."""
    more = folder / data_name
    is_there = more.is_dir() and not more.is_symlink()
    names = sorted(path.name for path in more.iterdir()) if is_there else []
    return [folder / f"{data_name}.yml", *(more / name for name in names if _is_read(name))]


def pictures(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of pictures by name. Missing files, symbolic links, and files outside the folder are left out. For a
    file that is too large, it has one byte more than the limit."""
    found = {}
    for name in names:
        path = folder / name
        steps = [path, *path.parents][: len(path.parts) - len(folder.parts)]
        if path.is_file() and not any(step.is_symlink() for step in steps) and ".." not in path.parts:
            with suppress(OSError), path.open("rb") as file:
                found[name] = file.read(MAX_PICTURE_BYTES + 1)
    return found


def imported_paths(folder: Path) -> list[Path]:
    """The files with the events that were imported from groups' own calendars."""
    return data_paths(folder, IMPORTED)[1:]


def missing_file(name: str) -> Problem:
    """The problem that a required file is missing."""
    hint = f"Create the file. If the list is still empty, write:  {Path(name).stem}: []"
    if name == "hub.yml":
        hint = f"Create the file. {_LEAST_SETTINGS}"
    return Problem(Position(name, 1, 1), "E001", f"The file {name} is missing.", hint)


def not_a_list(name: str, data_name: str, node: Node) -> Problem:
    """The problem that a file is empty, or has something other than its lists. `node` is its tree."""
    first = {"calendar": "no_school", "progress": "milestones", SETTINGS: "name"}.get(data_name, data_name)
    message = "The file is empty." if node is None else f"The file must start with the line `{first}:`."
    hint = f"Write  {first}:  and the entries under it, or  {first}: []  if there are none."
    hint = _LEAST_SETTINGS if data_name == SETTINGS else hint
    return Problem(Position(name, *position_in_tree(node, ())), "E020", message, hint)


def ignored_files(folder: Path) -> Iterator[IgnoredFile]:
    """The files at the root of `folder`, and at any depth of its data folders, that look like data and are not read.

    Files whose names begin with a dot are left out: editors and git write them.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name == IMPORTED and path.is_dir() and not path.is_symlink():
            yield from _unread_below(path)
        data_name = data_name_of(path.name)
        if data_name is None or path.name == f"{data_name}.yml" or _is_refused_link(path, data_name):
            continue
        if not path.is_dir():
            hint = f"If it holds data, rename it to {data_name}.yml\nIf not, give it a different name."
            target = path.with_name(f"{data_name}.yml")
            if target.exists() and not target.samefile(path):  # a file system may treat capitals alike
                hint = f"If it has entries that {data_name}.yml lacks, copy them into that file."
                hint += "\nThen delete this file, or give it a different name."
            yield IgnoredFile(path.name, data_name, hint)
        elif path.name == data_name != SETTINGS:
            yield from _unread_below(path)
        else:
            yield from islice(_below_misnamed(path, data_name), _MAX_FILES)


def _is_refused_link(path: Path, data_name: str) -> bool:
    """Whether `symlinks` already refuses this path."""
    return path.is_symlink() and path.name.split(".")[0].lower() == data_name


def _is_read(name: str) -> bool:
    return name.endswith(ENDINGS) and not name.startswith(".")


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file at any depth. Files and folders whose names begin with a dot are left out."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        else:
            yield path


def _unread_below(folder: Path) -> Iterator[IgnoredFile]:
    """The files of a data folder that are not read: files in subfolders, and files with another ending."""
    for path in _files_below(folder):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or (len(parts) == 1 and _is_read(path.name)):
            continue
        # `new.yml.txt` and `new.YML` were meant as `new.yml`; `2026/x.yml` becomes `2026-x.yml`, which is free.
        flat = "-".join(parts)
        hint = f"The program reads only .yml files directly in {folder.name}/. Move this file to another folder."
        if inside := YAML_INSIDE.search(flat):
            hint = f"Rename it to {folder.name}/{flat[: inside.start()]}.yml"
        yield IgnoredFile(f"{folder.name}/{'/'.join(parts)}", folder.name, hint)


def _below_misnamed(folder: Path, data_name: str) -> Iterator[IgnoredFile]:
    """The files of a folder whose name is almost the name of a data folder."""
    hint = f"Rename the folder to {data_name}/"
    if data_name == SETTINGS:
        hint = "Settings belong in one file. Move these lines to hub.yml, and delete this file."
    for path in _files_below(folder):
        yield IgnoredFile(f"{folder.name}/{path.relative_to(folder).as_posix()}", data_name, hint)


def data_files(folder: Path) -> list[Path]:
    """Every data file that exists, and every folder that continues a data file. A preview watches these."""
    paths = [path for name in FILE_NAMES for path in (folder / f"{name}.yml", folder / name)]
    paths.append(folder / IMPORTED)
    return [path for path in paths if path.exists()]


def copy_data(folder: Path, copy: Path, pictures: Mapping[str, bytes], *, follow_links: bool) -> None:
    """Makes the folder `copy` with the data files of a folder and the pictures that its records name. With
    `follow_links`, each symbolic link becomes the file that it leads to. Otherwise, it stays a link."""
    copy.mkdir()
    for name, content in pictures.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content)
    for path in data_files(folder):
        if path.is_dir():
            shutil.copytree(path, copy / path.name, symlinks=not follow_links, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, copy / path.name, follow_symlinks=follow_links)


# Hosts that no one can own (RFC 2606, RFC 6761). A site at such a host is not published yet.
_NOWHERE = re.compile(r"(.*\.)?(example|test|invalid|localhost|example\.(org|com|net))")


def published_url(folder: Path, url: str = "") -> str:
    """The address where a folder's site is published: `url` if it is given, or the address in hub.yml. It ends
    with a slash. Empty if the address is a placeholder.
    """
    if not url:
        settings = read(folder / "hub.yml", "hub.yml")[0] if (folder / "hub.yml").is_file() else None
        url = str(settings.get("url")) if isinstance(settings, YamlMapping) else ""
    try:
        parts = urlsplit(url)
        is_real = parts.scheme == "https" and parts.hostname and not _NOWHERE.fullmatch(parts.hostname)
    except ValueError:
        return ""
    return url.rstrip("/") + "/" if is_real and not re.search(r"[^!-~]", url) else ""
