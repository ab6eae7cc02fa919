"""Writes text into CSV files so that spreadsheets do not run it as a formula."""

from __future__ import annotations

from typing import Final

# A cell that begins with one of these characters can run as a formula when somebody opens the file (OWASP, "CSV
# Injection"). Spreadsheets skip leading spaces and read full-width signs as plain signs.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_text(text: str | None) -> str:
    """The content of a cell that every spreadsheet shows as text, never as a formula; empty for None."""
    text = text or ""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
