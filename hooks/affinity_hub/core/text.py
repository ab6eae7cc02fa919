"""Lists of words and plurals."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str], last: str = "and") -> str:
    """one, two and three"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def ended(text: str) -> str:
    """The text as a sentence: with a full stop, unless a sign already ends it."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def plural(noun: str, number: int) -> str:
    """entry, entries; a noun as it stands behind a number."""
    if number == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
