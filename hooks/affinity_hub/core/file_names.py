"""The names of the files and folders that contain data, and the names that people type for them; and the folder of
the project."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from .text import without_invisible

SETTINGS: Final = "hub"
DOCS: Final = "docs"
"""The folder of hand-written pages."""
IMPORTED: Final = "imported"
"""The folder of dates from groups' own calendars: a file for each group, which `affinity-hub import` writes."""
ENDINGS: Final = (".yml", ".yaml")
"""The endings of data files in a data folder. Beside the data folders, only `.yml` is read."""

# Every data name, with the other spelling that people tend to try.
_SPELLINGS: Final = {
    "groups": "group",
    "facilitators": "facilitator",
    "events": "event",
    "partners": "partner",
    "opportunities": "opportunity",
    "calendar": "calendars",
    "progress": "progresses",
    "library": "libraries",
    SETTINGS: "hubs",
}
FILE_NAMES: Final = tuple(_SPELLINGS)
PROJECT: Final = Path(__file__).resolve().parents[3]
# Settings that the host of the site may set, with their environment variables.
VARIABLES: Final = {"url": "AFFINITY_HUB_URL", "repository": "AFFINITY_HUB_REPOSITORY"}
_MEANT: Final = {spelling: name for name, other in _SPELLINGS.items() for spelling in (name, other)}
YAML_INSIDE: Final = re.compile(r"\.ya?ml", re.IGNORECASE)
"""The ending of a data file, anywhere in a name."""
# The words that programs write before the name of a copy, in several languages
_COPY: Final = re.compile(r"^(?:copy|copia|copie|kopie|backup)(?:\W+(?:\d+\W+)?|_)(?:(?:of|de|von)[\W_]+)?")


def data_name_of(name: str) -> str | None:
    """The data name at the start of a file or folder name, or None.

    `Events.yml`, `event.csv`, `eventss.yml`, and `events` start with a data name. `events-2026.yml` also counts, but
    `events-2026.csv` does not: after a longer stem, only `.yml` shows that the author meant the file as data.
    """
    plain = unicodedata.normalize("NFKC", without_invisible(name)).strip().lower()
    stem = _COPY.sub("", plain.partition(".")[0].strip())
    word = re.match(r"[^\W\d_]*", stem)
    assert word
    data_name = _MEANT.get(word.group())
    if data_name is None and stem == word.group() and re.search(r"\.ya?ml$", plain):
        from .vocabulary import slips  # imported here, because few names need the reader of YAML

        meant = slips(stem, _MEANT)  # `calender.yml`
        return _MEANT[meant[0]] if meant else None
    return data_name if data_name and (stem == word.group() or YAML_INSIDE.search(plain)) else None
