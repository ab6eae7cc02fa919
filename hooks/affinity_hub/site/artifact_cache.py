"""Keeps generated files between builds: a file whose content depends on the same values as before is not made again.

The key of a file is a digest of its path, of the values that it uses (`Artifact.inputs_digest`), of the values that all
files of a site have in common, and of the program: its modules, its templates, and the versions of the installed
packages. After a change to the program or to a setting, every file is made again.

You can delete the file of the cache at any time. A build that cannot read or write it makes all files. Each entry has a
digest of its content, so that a damaged entry is not used. The cache contains texts and bytes, and nothing in it is
executed. But anyone who can write to `.cache/` can put different bytes with a valid digest there, just as they can
change the program itself. Do not accept this file from a person whom you would not let change the program.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

from affinity_hub.core.digests import digest
from affinity_hub.core.file_names import PROJECT

CACHE: Final = PROJECT / ".cache" / "site.sqlite"
# The number of builds that an unused file stays, because two sites or two editions of a site may take turns. A
# build with two processes counts twice.
BUILDS_KEPT: Final = 16
MAX_CACHE_BYTES: Final = 1_000_000_000
# A build marks a file as used only if an earlier build did so this many builds ago: because marks take time.
BUILDS_BETWEEN_MARKS: Final = 3
_TABLES: Final = """
PRAGMA auto_vacuum = FULL;
CREATE TABLE IF NOT EXISTS build (number INTEGER);
CREATE TABLE IF NOT EXISTS file (
    key BLOB PRIMARY KEY, used INTEGER, checksum BLOB, size INTEGER, entries TEXT, content BLOB);
"""

# SQLite's errors for a file that is damaged or that another program made.
_DAMAGED: Final = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
Result = TypeVar("Result")
FinishedFile = tuple[bytes, str]
"""The bytes of a file, and its entries in the search index."""


@cache
def program_digest() -> bytes:
    """A digest of everything that determines the output, except the data."""
    sources = [PROJECT / "hooks", PROJECT / "overrides"]
    paths = sorted(path for source in sources for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc")
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    installed = sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))
    found = [(path.relative_to(PROJECT).as_posix(), blake2b(path.read_bytes()).digest()) for path in paths]
    return digest(sys.version, installed, found)


class ArtifactCache:
    """The cache of one build. `common` is a digest of the values that all files of the site have in common."""

    def __init__(self, file: Path, common: bytes) -> None:
        self._file, self._common, self._build = file, digest(program_digest(), common), 0
        self._can_write = True
        self._process: int | None = None
        self._connection: sqlite3.Connection | None = None
        self._used: list[bytes] = []
        self._new: list[tuple[bytes, FinishedFile]] = []

    def key(self, path: str, inputs_digest: bytes) -> bytes:
        """The key of a file."""
        return digest(self._common, path, inputs_digest)

    def get(self, keys: Collection[bytes]) -> dict[bytes, FinishedFile]:
        """The finished files that have these keys and that earlier builds made, by key."""

        def found(connection: sqlite3.Connection) -> dict[bytes, FinishedFile]:
            marks = ", ".join("?" * len(keys))
            select = f"SELECT key, used, checksum, entries, content FROM file WHERE key IN ({marks})"  # noqa: S608
            finished: dict[bytes, FinishedFile] = {}
            for key, used, checksum, entries, content in connection.execute(select, tuple(keys)):
                if (
                    isinstance(content, bytes)
                    and isinstance(entries, str)
                    and checksum == _checksum(key, (content, entries))
                ):
                    finished[key] = content, entries
                    if used < self._build - BUILDS_BETWEEN_MARKS:
                        self._used.append(key)
            return finished

        return self._with_connection(found) or {}

    def keep(self, key: bytes, finished: FinishedFile) -> None:
        """Remembers a finished file. `save` writes it."""
        if self._can_write:
            self._new.append((key, finished))

    def save(self) -> None:
        """Writes the files that this process remembers."""
        used, new, self._used, self._new = self._used, self._new, [], []

        def write(connection: sqlite3.Connection) -> None:
            rows = ((key, self._build, _checksum(key, made), len(made[0]), made[1], made[0]) for key, made in new)
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("UPDATE file SET used = ? WHERE key = ?", ((self._build, key) for key in used))
            connection.execute("COMMIT")

        if used or new:
            self._with_connection(write)

    def tidy(self) -> None:
        """Removes the entries that no build has used for a while, and the oldest entries of a cache that is too
        large."""

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM file WHERE used < ?", (self._build - BUILDS_KEPT,))
            sizes = connection.execute("SELECT used, SUM(size) FROM file GROUP BY used ORDER BY used").fetchall()
            too_much = sum(size for _, size in sizes) - MAX_CACHE_BYTES
            for used, size in sizes:
                if too_much > 0:
                    connection.execute("DELETE FROM file WHERE used = ?", (used,))
                    too_much -= size

        self._with_connection(remove)

    def _with_connection(self, action: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """The result of the action; None if the cache cannot be used. After an error, it is not used again."""
        try:
            # A forked process may not use the connection of the other process.
            if self._process != (process := multiprocessing.current_process().pid):
                self._process, self._connection = process, None
                self._connection = self._connected()
            return action(self._connection) if self._connection else None
        except (sqlite3.Error, OSError, TypeError, ValueError) as error:
            code = getattr(error, "sqlite_errorcode", 0) & 255
            if code == sqlite3.SQLITE_READONLY:  # a cache that can only be read is useful, too
                self._can_write = False
                return None
            self._connection = None
            # A text that is not UTF-8 is an error without a code. The message of an error can also contain such a text.
            is_not_text = isinstance(error, sqlite3.OperationalError) and not code
            if code in _DAMAGED or is_not_text or isinstance(error, UnicodeDecodeError):
                with suppress(OSError):
                    self._file.unlink()
            return None

    def _connected(self) -> sqlite3.Connection:
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = OFF")
        if not self._build:
            try:
                connection.executescript(_TABLES)
            except sqlite3.OperationalError as error:
                self._can_write = error.sqlite_errorcode & 255 != sqlite3.SQLITE_READONLY
            self._build = (connection.execute("SELECT MAX(number) FROM build").fetchone()[0] or 0) + 1
            if self._can_write:
                connection.execute("INSERT INTO build VALUES (?)", (self._build,))
                connection.execute("DELETE FROM build WHERE number < ?", (self._build,))
        return connection


def _checksum(key: bytes, finished: FinishedFile) -> bytes:
    """A digest of an entry. The digest of a damaged entry differs."""
    content, entries = finished
    return blake2b(content + entries.encode(), digest_size=16, key=key).digest()
