"""Makes the lines of `.github/CODEOWNERS` from `stewards` in groups.yml: who approves which files.

The last line that matches a file wins, so these lines are at the end, between two marks. The lines before them belong
to the repository and stay. Handles identify people: they are in this file and in groups.yml, and on no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Group

CODEOWNERS: Final = Path(".github") / "CODEOWNERS"
BEGIN: Final = "# --- From `stewards` in the data, by `affinity-hub codeowners`; changes go there, not here ---"
END: Final = "# --- End of what is written by `affinity-hub codeowners` ---"
_PLAIN: Final = re.compile(r"[A-Za-z0-9._/-]+")


def update(text: str | None, hub: Hub) -> str | None:
    """The text that the file needs, from its current text, which is None if there is no file. The result is None if no
    file is needed."""
    lines = list(_lines(hub))
    kept = _without_generated(text or "")
    if not lines:
        return kept if text is not None and kept != text else text
    above = kept.rstrip("\n")
    return "\n".join([*([above, ""] if above else []), BEGIN, *lines, END]) + "\n"


def _without_generated(text: str) -> str:
    """The text without the part between the marks."""
    return re.sub(rf"\n*^{re.escape(BEGIN)}$.*?(^{re.escape(END)}$\n?|\Z)", "\n", text, flags=re.MULTILINE | re.DOTALL)


def _lines(hub: Hub) -> Iterator[str]:
    """A line for each file that belongs to only one group, with the group's stewards; for each other file, a line with
    the reason."""
    folder = f"/{hub.settings.folder.strip('/')}/" if hub.settings.folder else "/"
    for group in sorted(hub.groups, key=lambda group: group.id):
        if not group.stewards:
            continue
        owners = " ".join(f"@{name}" for name in group.stewards)
        for file, reason in _files(group, hub):
            yield f"# {file} is not for {group.id} alone: {reason}" if reason else f"{folder}{file} {owners}"


def _files(group: Group, hub: Hub) -> Iterator[tuple[str, str]]:
    """The files that are, or could be, the group's own, each with the reason why it is not."""
    if not group.file.startswith("groups/"):
        yield group.file, f"move the group to groups/{group.id}.yml, and it can approve its own changes."
        return
    if not _PLAIN.fullmatch(group.file):
        yield "Its file", "give the file a name of lowercase letters, digits, and hyphens."
        return
    others = [other.id for other in hub.groups if other.file == group.file and other is not group]
    yield group.file, f"{others[0]} is in it, too." if others else ""
    events = group.file.replace("groups/", "events/", 1)
    strange = [event.id for event in hub.events if event.file == events and event.groups != (group.id,)]
    yield events, f"{strange[0]} belongs to others, too." if strange else ""
