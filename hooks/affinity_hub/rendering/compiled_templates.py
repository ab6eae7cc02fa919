"""Keeps compiled templates between builds: compiling all of them takes a quarter of the time of a small site."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from affinity_hub.core.file_names import PROJECT

COMPILED: Final = PROJECT / ".cache" / "templates"
"""You can delete this folder at any time."""


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's cache of compiled templates, in a folder that may be missing, read-only, or damaged. Jinja compares a
    hash of each template."""

    def __init__(self, folder: Path, version: str) -> None:
        """`version` names our compiler and the language that the templates are compiled in."""
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        # Jinja puts the version of Python into each file, but not its own.
        super().__init__(str(folder), f"%s-{jinja2.__version__}-{version}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads a compiled template, unless its file is missing or damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - bytes that are not from Jinja raise almost anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a compiled template if the folder can be written."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
