"""The mistake in a line that is not YAML."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


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
    otherwise: str = ""
    line_instead: str = ""
    code: str = "E015"
    mistake: Mistake = Mistake.OTHER
