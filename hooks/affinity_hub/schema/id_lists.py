"""What was meant in a list of ids whose entries are not separated by commas, such as `[library; museum]`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from affinity_hub.core.suggest import identifier

_SEPARATORS: Final = r"\s*[;,/|&+\u2022\u00b7]+\s*|\s+and\s+"
_BY_ONE: Final = "put a comma between each two of them:  [first, second]"


class Advice(NamedTuple):
    """What to type. `instead` (YAML) takes the place of the typed text, if only that can be meant."""

    hint: str
    instead: str = ""


def advice(typed: str, known: Collection[str], lead: str | None) -> Advice | None:
    """What to write for a text in a list of ids, or in place of the list; None if the text is no list.

    `known` are all ids of the hub. `lead` is what the line has before an entry of a list; None if the text is in place
    of the list.
    """
    parts = _parts(typed, _SEPARATORS)
    words = _parts(typed, rf"{_SEPARATORS}|\s+")
    ids = next((found for found in (parts, words) if set(found) <= set(known)), [])
    if identifier(typed) in known or (len(parts) == 1 and not set(words) & set(known)):
        return None
    if len(ids) < 2:
        return Advice(f"If these are several ids, {_BY_ONE}")
    listed = ", ".join(ids)
    if lead is None:
        return Advice(f"Write:  [{listed}]\nBrackets make it a list.", f"[{listed}]")
    if lead.strip() == "-":
        return Advice("Write each id on its own line:\n" + "\n".join(f"- {one}" for one in ids), f"\n{lead}".join(ids))
    return Advice(f"Write:  {listed}", listed)


def _parts(text: str, separators: str) -> list[str]:
    """The parts of a text, each as an id."""
    return [identifier(part) for part in re.split(separators, text.strip(" []()")) if part.strip()]
