"""Builds a folder beside the one it will replace, and replaces it in one step when everything is written.

Until that step the old folder is complete, whatever happens: an error, a full disk, a kill. What a killed build leaves
is beside the old folder too, and the next build removes it. While a build runs, no other build can write to its folder.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from .destination import MARK, MARKER, OutputError, checked
from .exchange import exchange

if sys.platform == "win32":
    import msvcrt

    def _take(lock: IO[bytes]) -> None:
        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(lock: IO[bytes]) -> None:
        # Unlike `flock`, this lock is not inherited: after a kill, the copy of the process (`ahead`) does not hold it.
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK: Final = "lock"
# Errors that say that another process has the lock (POSIX leaves the choice between the two to the system).
_TAKEN: Final = {errno.EACCES, errno.EAGAIN}

Ignored = Callable[[str, list[str]], Iterable[str]]


class Staging:
    """A new folder (`folder`), empty at first, that takes the place of the folder `out` by `publish`.

    Until then, and where an error ends the `with` block, nothing of `out` changes. `data` and `staff` are the folders
    that are read. Raises `OutputError` where nothing may be written to `out`, or another build is writing there.
    """

    def __init__(self, out: Path, data: Path, staff: Path | None = None) -> None:
        self._named, self.out = out, checked(out, data, staff)
        self._work = self.out.parent / f".{self.out.name}.building"
        self.folder = self._work / "new"
        try:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
        except OSError as error:
            raise self.failure(error) from None
        with ExitStack() as on_failure:
            on_failure.push(self)
            self._tidy()
            checked(out, data, staff)  # once more: `_tidy` or another build may have put something there
            self.folder.mkdir()
            on_failure.pop_all()

    def _locked(self) -> IO[bytes]:
        """The lock file, with its lock."""
        while True:
            if self._work.is_symlink():
                raise OutputError(self._work, "this is a link, and a build needs this name. Delete it.")
            self._work.mkdir(exist_ok=True)
            names = [path.name for path in self._work.iterdir()]
            if names and LOCK not in names:
                raise OutputError(
                    self._work, "a build needs this name, and this folder is not one of its own. Move it."
                )
            try:
                lock = (self._work / LOCK).open("ab")
            except FileNotFoundError:  # the build that had it has ended just now
                continue
            try:
                _take(lock)
                if os.path.samestat(os.fstat(lock.fileno()), (self._work / LOCK).stat()):
                    return lock
            except FileNotFoundError:
                pass
            except OSError as error:
                lock.close()
                if error.errno not in _TAKEN:
                    raise
                raise OutputError(self.out, "another build is writing here. Try again when it has ended.") from None
            lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, OSError):
            raise self.failure(error) from None

    def failure(self, error: OSError) -> OutputError:
        """Says in a sentence why the folder could not be written, such as that the disk is full."""
        # A file that is copied is named before its copy.
        place = Path(str(error.filename2 or error.filename or self._work))
        where = "" if place.is_relative_to(self._work) else f"{place}: "
        why = f"{where}{error.strerror or error}"
        return OutputError(self._named, f"a new site could not be written ({why}). What was here before is unchanged.")

    def publish(self, keep: Ignored | None = None) -> None:
        """Puts the new folder in the place of the old one, and removes the old one.

        Of the old folder, hidden files at its top stay, as they do where MkDocs clears a folder (`.git`, `.nojekyll`).
        `keep` says differently what stays: it gets a folder and the names in it, and returns the names that go.
        """
        (self.folder / MARKER).write_bytes(MARK)
        if self.out.exists():
            self._keep(keep or self._all_but_hidden)
            if not exchange(self.folder, self.out):
                self._replace()
        else:
            self.folder.rename(self.out)
        self.close()

    def _all_but_hidden(self, folder: str, names: list[str]) -> list[str]:
        return [name for name in names if not name.startswith(".")] if Path(folder) == self.out else []

    def _keep(self, ignored: Ignored) -> None:
        """Gives the new folder what stays of the old one, as links to the same files. New files are preferred."""

        def ignore(folder: str, names: list[str]) -> set[str]:
            here = self.folder / Path(folder).relative_to(self.out)
            there = (name for name in names if (here / name).exists() and not (here / name).is_dir())
            return {*ignored(folder, names), *there}

        shutil.copytree(
            self.out, self.folder, symlinks=True, ignore=ignore, copy_function=_link_or_copy, dirs_exist_ok=True
        )

    def _replace(self) -> None:
        """Where the system cannot swap two folders: in two steps. `_recover` ends what a kill interrupts."""
        try:
            self.out.rename(self._work / "old")
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copytree(self.out, self._work / "part", symlinks=True)
            (self._work / "part").rename(self._work / "copy")
            shutil.rmtree(self.out)
        self.folder.rename(self.out)

    def _recover(self) -> None:
        """Brings the old folder back where a build was interrupted between the two steps of `_replace`."""
        old, copy = self._work / "old", self._work / "copy"
        if not self.folder.exists():
            return
        if copy.exists():
            shutil.rmtree(self.out, ignore_errors=True)
            copy.rename(self.out)
        elif old.exists() and not (self.out.exists() and any(self.out.iterdir())):
            old.replace(self.out)

    def _tidy(self) -> None:
        self._recover()
        for path in self._work.iterdir():
            if path.name != LOCK:
                shutil.rmtree(path)

    def close(self) -> None:
        """Gives up the new folder, if it is not published, and lets other builds in."""
        if self._lock.closed:
            return
        with suppress(OSError):  # the next build removes the rest, or says why it cannot
            self._tidy()
            (self._work / LOCK).unlink()
        self._lock.close()
        with suppress(OSError):  # another build may be in it already
            self._work.rmdir()


def _link_or_copy(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # a file system without such links, or a file of somebody else
        shutil.copy2(source, target)
