"""YAML as text: the parser, the size of a file, and scalars that YAML reads back as they are."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

MAX_BYTES = 1024 * 1024
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A text that YAML reads as itself without quotes, in block style and between brackets.
_PLAIN: Final = re.compile(r"[^\W_](?:[^\n\[\]{},#\"'\\:]|:(?=\S)|(?<=\S)#)*")
_NOTHING: Final = frozenset(("", "~", "null"))
# A key of a data file, as a pattern.
KEY: Final = r"[a-z_][a-z0-9_]*"


def quoted(text: str) -> str:
    """A text in quotes that YAML reads back as it is: double ones, or single ones where it holds double ones."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def scalar(text: str) -> str:
    """A text as YAML: without quotes if it needs none, otherwise in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip() and not text.endswith(":") and text.lower() not in _NOTHING:
        return text
    return quoted(" ".join(text.split()) if "\n" in text else text)
