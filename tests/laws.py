"""Builds tz databases in which a zone follows a different law, as after an update of the database."""

from __future__ import annotations

import importlib.util
import shutil
import struct
from pathlib import Path


def tzdata() -> Path:
    """The folder of the tz database that is installed."""
    found = importlib.util.find_spec("tzdata")
    assert found
    assert found.origin
    return Path(found.origin).parent


def under_another_law(folder: Path, name: str, like: str) -> str:
    """A PYTHONPATH with a tz database, copied into a folder, in which one zone has the clocks of another zone."""
    copy = shutil.copytree(tzdata(), folder / "tzdata")
    shutil.copyfile(copy / "zoneinfo" / like, copy / "zoneinfo" / name)
    return f"{folder}:{Path(__file__).resolve().parents[1] / 'hooks'}"


def tz_file(rule: str, hours: int) -> bytes:
    """A tz file without listed changes: an offset in whole hours, and a POSIX rule (RFC 9636, section 3)."""
    body = struct.pack(">lBB", hours * 3600, 0, 0) + b"LMT\0"
    block = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + body
    return block + block + f"\n{rule}\n".encode()
