"""Makes text from data and forms safe for comments on GitHub, so that GitHub shows it only as words. GitHub finds more
than Markdown in text: @mentions, addresses, and numbers of issues and commits, even after it has removed entities and
backslashes, so escaping is not enough. Characters that could start any of these are replaced by similar characters. The
result is a summary: the exact text is in the files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from affinity_hub.core.problems import Problem, summary

LIMIT: Final = 55_000  # GitHub accepts 65,536 characters, and the workflow adds text of its own
_ALIKE: Final = str.maketrans(
    {
        "@": "(at)",
        "<": "‹",  # noqa: RUF001
        ">": "›",  # noqa: RUF001
        "[": "(",
        "]": ")",
        "`": "'",
        "\\": "/",
        "#": "№",
        "&": "+",
        "$": "＄",  # noqa: RUF001 - would begin a formula
        "~": "–",
        "|": "/",
        "*": "∗",  # noqa: RUF001 - would be emphasis
    }
)
_LINKS: Final = (
    (re.compile(r"(?i)\b(https?|ftp|mailto|xmpp):/*"), ""),
    (re.compile(r"(?i)\bwww\."), ""),
    (re.compile(r"(?i)\bgh-(?=\d)"), "GH "),
    (re.compile(r"://"), ": "),
    (re.compile(r"(?i)\b(?=[a-f]*\d)([0-9a-f]{6})[0-9a-f]+\b"), r"\1…"),  # would be a commit
)
# These characters have no meaning for GitHub in code, and no hint needs other characters in text to type.
_TYPED: Final = re.compile(r"[\w .,;:/@+()'’“”?&–-]+")


def words(text: object, longest: int = 160) -> str:
    """Turns the text into one line of plain words for a comment, of about `longest` characters at most."""
    shown = unicodedata.normalize("NFC", str(text))
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in shown)
    shown = " ".join(shown.split()).translate(_ALIKE)
    for pattern, instead in _LINKS:
        shown = pattern.sub(instead, shown)
    # An underscore inside a word is plain text; elsewhere it would be emphasis. A text that begins with a sign might be
    # a list.
    shown = re.sub(r"(?<!\w)_+|_+(?!\w)", "", shown)
    shown = re.sub(r"^[-+=:.\d\s]*[-+=](?=\s|$)", "", shown).strip()
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def code(value: str) -> str:
    """A value to type, as code, so that GitHub shows it unchanged; as words if that is not safe."""
    text = value[1:-1] if value[:1] == value[-1:] == '"' else value
    if re.search(r"YYYY|HH:MM", text):
        return f"“{text}”"  # the form of a value, not a value
    return f"`{text}`" if _TYPED.fullmatch(text) else f"“{words(text, 200)}”"


def found(problems: Sequence[Problem]) -> str:
    """Problems as Markdown, under the names of their files."""
    lines: list[str] = []
    for file, in_file in groupby(sorted(problems), key=lambda problem: problem.position.file):
        lines += ["", f"**{words(file)}**", ""]
        for problem in in_file:
            hint = f" {words(problem.hint, 300)}" if problem.hint else ""
            what = f"{problem.severity} {problem.code}: {words(problem.message, 300)}"
            lines.append(f"- line {problem.position.line}, {what}{hint}")
    return capped([summary(problems), *lines]).rstrip("\n")


def capped(lines: Iterable[str]) -> str:
    """Joins lines into one text of at most `LIMIT` bytes. The text ends with the number of omitted lines."""
    listed, size, kept = list(lines), 0, 0
    for line in listed:
        size += len(line.encode()) + 1
        if size > LIMIT:
            break
        kept += 1
    left = len(listed) - kept
    more = ["", f"… and {left} more lines. See the changed files for the rest."] if left else []
    return "\n".join([*listed[:kept], *more]).rstrip("\n") + "\n"
