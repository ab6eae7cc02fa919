"""Reads the text of a file: an ordinary file of limited size, in UTF-8, without control characters."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from affinity_hub.core import symlinks
from affinity_hub.core.problems import Fix, Position, Problem
from affinity_hub.core.yaml_text import MAX_FILE_BYTES

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class SourceError(Exception):
    """The file cannot be read as plain YAML; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def decode(path: Path, name: str) -> str:
    """The text of a file, with `\\n` at the end of each line. `name` is the name of the file in messages.

    Raises `SourceError` if the file is a symbolic link, is too large, is not UTF-8, or contains control characters.
    """

    def fail(code: str, message: str, hint: str, line: int = 1, column: int = 1) -> SourceError:
        return SourceError(Problem(Position(name, line, column), code, message, hint))

    try:
        if path.is_symlink():
            raise SourceError(symlinks.problem(name))
        if path.is_dir():
            hint = f"Rename it: the folder that continues the file is called {Path(name).stem}/."
            hint = "Put a text file in its place." if "/" in name or name == "hub.yml" else hint
            raise fail("E001", f"{name} is a folder, not a file.", hint)
        if not path.is_file():  # reading a pipe would wait
            raise fail("E001", f"{name} is not an ordinary file.", "Put a text file in its place.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            hint = f"Split the file: move some entries to a new file in the folder {Path(name).with_suffix('')}/."
            raise fail("E003", f"The file is too large ({size:,} bytes; at most {MAX_FILE_BYTES:,} are read).", hint)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise fail("E001", f"The file cannot be read: {reason}.", "Check that it is an ordinary file.") from None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        hint = "Save the file again in UTF-8 encoding. Some editors use the name Unicode for UTF-16."
        raise fail("E002", "The file is saved in UTF-16 encoding, so it cannot be read.", hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8-sig", "replace")) + 1
        message = f"The letter here is saved in an old encoding (byte 0x{data[error.start]:02X}), so it cannot be read."
        meant = data[error.start : error.start + 1].decode("cp1252", "replace")
        hint = f"Write:  {meant}  or the letter that you mean, and save the file in UTF-8 encoding."
        raise fail("E002", message, hint, line, column) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        line, column = _position(text, found.start())
        message = f"There is an invisible control character here (U+{ord(found.group()):04X})."
        hint = "Delete it: put the cursor after it and press Backspace once."
        fix = Fix(name, line, column, column + 1, "")
        raise SourceError(Problem(Position(name, line, column), "E004", message, hint, fix))
    return text


def _position(text: str, index: int) -> tuple[int, int]:
    """The line and column of an index."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
