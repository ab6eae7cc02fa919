"""The addresses of the pages' style sheets and scripts.

The files are in a folder whose name contains a digest of all of them. So a file at such an address never changes, a
browser can keep it for a year, and a page never gets a style sheet or a script of another version.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from affinity_hub.core.digests import digest
from affinity_hub.core.file_names import PROJECT

SOURCE: Final = PROJECT / "overrides" / "assets"
VERSIONS: Final = "assets/versions/"
# Files outside that folder, because people have pasted their addresses elsewhere or other programs look them up.
PERMANENT: Final = frozenset(("card.png", "embed-parent.js", "mark.svg", "touch-icon.png"))


def address(name: str) -> str:
    """The address of a file in `overrides/assets`, under the site's root."""
    return f"assets/{name}" if name in PERMANENT else f"{VERSIONS}{_version()}/{name}"


@cache
def _version() -> str:
    """A digest of the names and bytes of all files. A preview keeps it until it starts again."""
    files = sorted(path for path in SOURCE.iterdir() if path.is_file() and path.name not in PERMANENT)
    return digest([(path.name, path.read_bytes()) for path in files])[:4].hex()
