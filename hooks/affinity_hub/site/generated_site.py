"""A site whose pages have no layout yet, and the functions that write its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from affinity_hub.checks.texts.forbidden_texts import AllowedTexts
from affinity_hub.core.artifact import Artifact, ArtifactIndex
from affinity_hub.core.problems import Problem
from affinity_hub.schema.settings import Settings


@dataclass(frozen=True, slots=True)
class GeneratedSite:
    """A site without its layout: the settings, the audience, the warnings about the data, and the generated files."""

    settings: Settings
    is_staff: bool
    approval: str
    """Who approved the statement, and when it is due for review, in words."""
    warnings: tuple[Problem, ...]
    files: ArtifactIndex
    glossary: bytes
    """A digest of the words that pages link to the glossary."""
    allowed_texts: AllowedTexts
    """The mailboxes and people that hand-written pages may name."""
    synonyms: tuple[tuple[str, ...], ...]
    """Lists of words that the search treats alike, from `library.yml`."""
    empty: frozenset[str] = frozenset()
    """The addresses of pages without content, which the navigation leaves out."""

    @property
    def layout_values(self) -> tuple[object, ...]:
        """The values that appear on every page."""
        return self.settings, self.is_staff, self.approval


def write(files: Iterable[Artifact], folder: Path) -> int:
    """Writes artifacts under a folder, byte for byte, and returns their number. Pages are written without the
    layout."""
    count = 0
    for artifact in files:
        count += 1
        write_file(folder / artifact.path, artifact.content)
    return count


def write_file(path: Path, content: bytes) -> None:
    """Writes a file and makes the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
