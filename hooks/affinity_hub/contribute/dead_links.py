"""Finds links to other sites that stay dead. A link is reported after three failed checks in a row.

Reads what LinkChecker writes (`--verbose --output csv`, linkchecker.github.io/linkchecker/man/linkchecker.html) and
keeps the counts in a small JSON file between the checks.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from affinity_hub.messages.github_markdown import capped, words

MAX_FAILURES: Final = 3
MAX_LINKS: Final = 5000
_NOT_OURS: Final = "This is not the output of linkchecker --verbose --output csv."
Counts = Mapping[str, int]


def link_states(text: str, own_host: str) -> dict[str, bool]:
    """The links to hosts other than `own_host`, and whether each link works. Raises ValueError for any other text."""
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, bool] = {}
    for row in _read(rows):
        if "urlname" not in row or row.get("valid") not in ("True", "False"):
            raise ValueError(_NOT_OURS)
        url = row["url"] or row["urlname"]
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc != own_host:
            found[url] = found.get(url, True) and row["valid"] == "True"
    return found


def _read(rows: list[str]) -> Iterator[dict[str, str]]:
    try:
        yield from csv.DictReader(rows, delimiter=";")
    except csv.Error:  # a cell of more than 131,072 characters, or a NUL
        raise ValueError(_NOT_OURS) from None


def count(before: Counts, found: Mapping[str, bool]) -> dict[str, int]:
    """The number of checks in a row that each link has failed. A check in which all of several links failed is
    ignored."""
    failed = sorted(url for url, led in found.items() if not led)
    if len(failed) > 1 and len(failed) == len(found):
        return dict(before)
    return {url: before.get(url, 0) + 1 for url in failed[:MAX_LINKS]}


def read(text: str) -> dict[str, int]:
    """The counts in a file; empty if the file is not valid, so that a lost file only costs time."""
    try:
        kept: Any = json.loads(text)["failed"]
        return {str(url): int(number) for url, number in kept.items() if 0 < int(number) < 1_000_000}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def dump(counts: Counts) -> str:
    """The counts as the text of their file."""
    return json.dumps({"version": 1, "failed": dict(sorted(counts.items()))}, indent=1) + "\n"


def report(counts: Counts) -> str:
    """The links that failed too often, as Markdown; empty if there are none."""
    dead = sorted(url for url, number in counts.items() if number >= MAX_FAILURES)
    if not dead:
        return ""
    about = "These links to other sites have failed in several checks in a row. Correct or remove them."
    return capped([about, "", *(f"- {words(url, 200)}: {counts[url]} checks in a row" for url in dead)])
