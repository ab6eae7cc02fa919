"""The mistake in a line that is not YAML."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, NamedTuple, TypeAlias

from affinity_hub.core.yaml_text import KEY

END_OF_DATA: Final = "This line ends the data, but more lines follow."
NO_COLON: Final = "There is no colon after the key on this line."


class Mistake(Enum):
    """A kind of typing mistake. Corrected lines and advice depend on it."""

    MISSING_COMMA = auto()
    MISSING_QUOTES = auto()
    OPEN_QUOTE = auto()
    OPEN_BRACKET = auto()
    MISSING_COLON = auto()
    TAB = auto()
    NO_KEY = auto()
    OTHER = auto()


class Diagnosis(NamedTuple):
    """The mistake, its place (from 0), and what to type if there is no certain replacement for the line."""

    message: str
    line: int
    column: int
    hint: str = ""
    line_instead: str = ""
    code: str = "E015"
    mistake: Mistake = Mistake.OTHER


Correction: TypeAlias = tuple[Diagnosis, str]
"""What may be wrong, and the line that corrects it."""


def key_of(line: str) -> str:
    """The key at the beginning of a line; empty if the line has none."""
    found = re.match(rf"\s*(?:- )?\{{?({KEY}):", line)
    return found[1] if found else ""
