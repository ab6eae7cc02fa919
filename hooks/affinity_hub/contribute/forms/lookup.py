"""What a person calls a record, and what a new one may be called."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import words
from affinity_hub.schema import Record

from .advice import code
from .issue_body import RefusedError
from .yaml_patch import Plain


def find(text: str, field: str, label: str, records: Sequence[Record]) -> Any:
    """The record that a text names: by its id, an earlier one, its address, or its name.

    Raises `RefusedError` with the id `field` and the `label` of the field that holds the text.
    """
    given = text.strip().rstrip("/").rpartition("/")[2]
    by_id = [record for record in records if given in (record.id, *record.was)]
    found = by_id or same(text, records)
    if len(found) == 1:
        return found[0]
    if found:
        ids = listed([code(record.id) for record in found], "or")
        raise RefusedError(
            f"“{label}”: the site has several entries with this name. In the field “{label}”, write {ids}",
            fields=(field,),
        )
    known = {_folded(name): record.id for record in records for name in (record.id, *_names(record))}
    near = difflib.get_close_matches(_folded(given), known, 1, 0.6)
    meant = f" If you mean {known[near[0]]}: in the field “{label}”, write {code(known[near[0]])}" if near else ""
    parts = [_folded(part) for part in re.split(r"[,;&/]|\band\b", given)]
    if len(parts) > 1 and set(parts) & set(known):
        meant = " This field takes one entry. Write one here, and name the others in a comment below."
    hint = meant or " Please write the last part of the address of its page."
    raise RefusedError(f"“{label}”: the site has no entry called “{words(text, 60)}”.{hint}", fields=(field,))


def same(text: str, records: Iterable[Any]) -> list[Any]:
    """The records that are called so, whatever the capitals and spaces."""
    return [record for record in records if _folded(text) in map(_folded, _names(record))]


def _names(record: Any) -> list[str]:
    own = (getattr(record, key, None) for key in ("title", "short_name", "role"))
    name = None if record.noun == "facilitator" else getattr(record, "name", None)
    return [text for text in (name, *own, *getattr(record, "aliases", ())) if text]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def new_id(title: str, hub: Hub, noun: str) -> Plain:
    """An id made from a title that no record has or had."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-")
    # An id of digits only, or one that YAML takes for a value, would need quotes wherever it is typed.
    base = (
        base
        if re.match(r"[a-z]", base) and base not in ("null", "yes", "no", "true", "false")
        else f"{noun}-{base}".strip("-")
    )
    taken = {name for record in hub.records() for name in (record.id, *record.was)}
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return Plain(next(name for name in names if name not in taken))
