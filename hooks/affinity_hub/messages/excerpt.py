"""The line that a problem is about, with a caret under the place: always safe to print. No message of the check repeats
contact details of a person or a way into a meeting, because logs are public.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Final

from affinity_hub.core.problems import Problem
from affinity_hub.core.text import code_point
from affinity_hub.core.yaml_text import MAX_FILE_BYTES

from .codes import code_to_tell

BEFORE, WIDTH = 70, 100  # columns shown before the caret, and in all
SHOWN_TAB: Final = "→   "
HIDDEN: Final = "•••"
# Longer texts do not help, and would keep the patterns below busy for minutes.
MAX_LINE_LENGTH: Final = 2_000
# Each pattern begins at the start of its run of characters, so that a long word is searched only once and not from each
# letter.
_MEETING = re.compile(
    r"(?<![^\s\"'<>])[^\s\"'<>]*\b(?:zoom\.us|teams\.(?:microsoft|live)\.com|meet\.google\.com|webex\.com)/[^\s\"'<>]*",
    re.IGNORECASE,
)
_MAIL = r"(?<![\w.%+-])[\w.%+-]+@(?!(?:[\w-]+\.)*example(?:\.\w+)?\b)[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?<![\w/-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?![\w-])|(?<![\w/-])\+?\d{10,15}(?!\w)"
_PRIVATE = re.compile(f"{_MAIL}|{_PHONE}", re.IGNORECASE)


class Lines:
    """The lines of the data files in a folder; each file is read when the first problem in it is shown."""

    def __init__(self, folder: Path, problems: Iterable[Problem] = ()) -> None:
        self.folder = folder
        self.files: dict[str, list[str]] = {}
        # The start of the first private part of a line, which no other problem on the line may show.
        self.private: dict[tuple[str, int], int] = {}
        for problem in problems:
            if code_to_tell(problem.code).line == "masked":
                position = problem.position
                line = position.file, position.line
                self.private[line] = min(position.column, self.private.get(line, position.column))

    def excerpt(self, problem: Problem) -> list[str]:
        """The line and the line with the caret; empty if there is no such line, or if it is empty. For a problem about
        something private, the line is hidden from the caret on: logs of public projects are public, and a phone number
        in a log outlives the commit that removed it from the file.
        """
        position, shown = problem.position, code_to_tell(problem.code).line
        lines = [] if shown == "hidden" else self._lines(position.file)
        line = lines[position.line - 1] if position.line <= len(lines) else ""
        if not line.strip():
            return []
        if (private := self.private.get((position.file, position.line))) is not None or shown == "masked":
            line = line[: (private or position.column) - 1] + HIDDEN
        line, column = _around(line, position.column)
        text, caret = pointed(mask(line), column)
        number = str(position.line)
        return [f"{number} | {text}", f"{' ' * len(number)} | {caret}"]

    def text(self, file: str) -> str:
        """The text of a file, with a line feed at the end of each line."""
        return "\n".join(self._lines(file))

    def _lines(self, file: str) -> list[str]:
        if file not in self.files:
            try:
                with (self.folder / file).open("rb") as stream:
                    text = stream.read(MAX_FILE_BYTES).decode("utf-8-sig", "replace")
            except (OSError, ValueError):
                text = ""
            self.files[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self.files[file]


def _around(line: str, column: int) -> tuple[str, int]:
    """The part of a very long line near a column, and the column in this part. The rest is never shown."""
    first = max(0, column - 1 - MAX_LINE_LENGTH // 2)
    return line[first : first + MAX_LINE_LENGTH], column - first


def pointed(line: str, column: int) -> tuple[str, str]:
    """A line cut to what fits around a column (from 1), and the line with the caret that belongs under it."""
    cells = [_cell(char) for char in line]
    ends = [0, *accumulate(width for _, width in cells)]
    target = ends[min(column - 1, len(cells))]
    first = next(index for index, end in enumerate(ends) if end >= target - BEFORE)
    last = next((index for index, end in enumerate(ends) if end > ends[first] + WIDTH), len(cells))
    left, right = "…" if first else "", "…" if last < len(cells) else ""
    text = "".join(shown for shown, _ in cells[first:last]).rstrip()
    return f"{left}{text}{right}", f"{' ' * (len(left) + target - ends[first])}^"


def _cell(char: str) -> tuple[str, int]:
    """How a character is shown, and how many columns it takes. An invisible character appears as its number."""
    if char == "\t":
        return SHOWN_TAB, len(SHOWN_TAB)
    category = unicodedata.category(char)
    if category.startswith("C") or category in ("Zl", "Zp"):
        name = code_point(char)
        return name, len(name)
    if category in ("Mn", "Me"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def mask(text: str) -> str:
    """The text without links to meetings, telephone numbers, and email addresses other than examples.

    It is cut after `MAX_LENGTH` characters. It hides more than the guard refuses. Hiding a public address does no harm
    here, because the line and the column say where it is.
    """
    text = text if len(text) <= MAX_LINE_LENGTH else f"{text[:MAX_LINE_LENGTH]}…"
    before, text = "", _MEETING.sub(HIDDEN, text)
    while before != text:  # another mailbox may follow a mailbox without a space
        before, text = text, _PRIVATE.sub(HIDDEN, text)
    return text
