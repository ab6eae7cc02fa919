"""Builds a new folder beside the old folder, and replaces the old folder in one step when everything is written.

Until that step, the old folder is complete, even after an error, a full disk, or a killed process. A killed build
leaves its files beside the old folder, and the next build removes them. While a build runs, no other build can write to
its folder.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from .destination import MARK, MARKER, OutputError, replaceable_folder

if sys.platform == "win32":
    import msvcrt

    def _take(lock: IO[bytes]) -> None:
        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(lock: IO[bytes]) -> None:
        # Unlike `flock`, child processes do not inherit this lock: after a kill, a child that is still alive lacks it.
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK: Final = "lock"
# Everything that a build can leave in its own folder.
_OWN: Final = frozenset((LOCK, "new", "old", "part", "copy"))
# Errors if another process has the lock. POSIX lets each system choose between these two errors.
_TAKEN: Final = {errno.EACCES, errno.EAGAIN}

_AT_FDCWD: Final = -100
# Linux: include/uapi/linux/fs.h; macOS: sys/stdio.h. Both happen to have the same value.
_EXCHANGE: Final = 2
# Errors from a kernel, C library, or file system without this operation. EXDEV: the overlay file system of a container
# cannot move a folder of a lower layer.
_CANNOT: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}

Ignored = Callable[[str, list[str]], Iterable[str]]


class Staging:
    """A new, empty folder (`folder`) that replaces the folder `out` when you call `publish`.

    Until then, and if an error ends the `with` block, `out` does not change. `data` and `staff` are the folders that
    the build reads. Raises `OutputError` if a build may not write to `out`, or if another build is writing there.
    """

    def __init__(self, out: Path, data: Path, staff: Path | None = None) -> None:
        self._named, self.out = out, replaceable_folder(out, data, staff)
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
            replaceable_folder(out, data, staff)  # check again: `_tidy` or another build may have put a folder there
            self.folder.mkdir()
            on_failure.pop_all()

    def _locked(self) -> IO[bytes]:
        """The open and locked lock file."""
        while True:
            if self._work.is_symlink():
                raise OutputError(
                    self._work, "this is a link, but a build needs this name for its own folder. Delete the link."
                )
            self._work.mkdir(exist_ok=True)
            names = [path.name for path in self._work.iterdir()]
            if names and (LOCK not in names or not _OWN.issuperset(names)):
                why = "a build needs this name for its own folder, but something else made this folder. Move it."
                raise OutputError(self._work, why)
            try:
                lock = (self._work / LOCK).open("ab")
            except FileNotFoundError:  # another build has just finished and removed it
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
                raise OutputError(
                    self.out, "another build is writing here. Try again when that build has finished."
                ) from None
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
        """The error for a folder that could not be written, with the reason, such as a full disk."""
        # For a copy, name the source file rather than the target.
        path = Path(str(error.filename2 or error.filename or self._work))
        where = "" if path.is_relative_to(self._work) else f"{path}: "
        why = f"{where}{error.strerror or error}"
        return OutputError(self._named, f"the new site could not be written ({why}). The old contents are unchanged.")

    def publish(self, keep: Ignored | None = None) -> None:
        """Replaces the old folder with the new folder.

        Hidden files at the top of the old folder stay (`.git`, `.nojekyll`), as when MkDocs clears a folder. `keep`
        overrides this rule: it gets a folder and the names in it, and returns the names to remove.
        """
        (self.folder / MARKER).write_bytes(MARK)
        if self.out.exists():
            self._keep(keep or self._all_but_hidden)
            if not swap(self.folder, self.out):
                self._replace()
        else:
            self.folder.rename(self.out)
        self.close()

    def _all_but_hidden(self, folder: str, names: list[str]) -> list[str]:
        return [name for name in names if not name.startswith(".")] if Path(folder) == self.out else []

    def _keep(self, ignored: Ignored) -> None:
        """Adds the files to keep to the new folder, as hard links. A new file replaces an old file with the same
        name."""

        def ignore(folder: str, names: list[str]) -> set[str]:
            here = self.folder / Path(folder).relative_to(self.out)
            there = (name for name in names if (here / name).exists() and not (here / name).is_dir())
            return {*ignored(folder, names), *there}

        shutil.copytree(
            self.out, self.folder, symlinks=True, ignore=ignore, copy_function=_link_or_copy, dirs_exist_ok=True
        )

    def _replace(self) -> None:
        """Replaces the folder in two steps, if the system cannot swap folders. `_recover` repairs a kill in between."""
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
        """Restores the old folder if a build was interrupted between the two steps of `_replace`."""
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
        """Removes the new folder, unless it is published, and releases the lock."""
        if self._lock.closed:
            return
        with suppress(OSError):  # the next build removes the rest, or reports why it cannot
            self._tidy()
            (self._work / LOCK).unlink()
        self._lock.close()
        with suppress(OSError):  # another build may use it already
            self._work.rmdir()


def _link_or_copy(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # a file system without hard links, or a file of another user
        shutil.copy2(source, target)


def swap(first: Path, second: Path) -> bool:
    """Swaps the names of two existing folders on one file system, atomically.

    Returns False and changes nothing if the system has no such operation (renameat2 of Linux 3.15, renamex_np of
    macOS 10.12). Raises `OSError` if the system refuses, for example without permission.
    """
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(first), os.fsencode(second))
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    else:
        return False
    if not failed:
        return True
    if (code := ctypes.get_errno()) in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(second))
