"""Ids and references: an id names one record, and a reference leads to a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from affinity_hub.core.problems import Fix, Problem
from affinity_hub.core.suggest import IF_NO_ANSWER, is_no_answer, nearest
from affinity_hub.core.text import listed
from affinity_hub.core.vocabulary import slips
from affinity_hub.hub.hub import RECORDS_BY_KEY, Hub, OutdatedReference, references
from affinity_hub.schema import Record

# The noun of the records that a key refers to, and their file, if the key does not have the name of the file.
NOUNS: Final = {
    "about": ("group or partner", "groups"),
    "findings": ("finding", "progress"),
    "measures": ("measure", "progress"),
    "heard_from": ("stakeholder", "progress"),
    "successor": ("group", "groups"),
    "next_edition": ("event", "events"),
    "out_of": ("measure", "progress"),
    "part_of": ("measure", "progress"),
    "sources": ("claim or reading", "library"),
}
# The parts of pages that show these records. An id is also an address on the page: /progress/#findings
_PARTS: Final = (
    *("parts", "milestones", "findings", "inquiry", "resources", "measures", "stakeholders", "timeline"),
    *("why", "small-numbers"),
)
RESERVED: Final = {
    "event": ("all", "past", "months", "kinds"),
    "facilitator": ("open-roles", "training"),
    "finding": _PARTS,
    "group": ("kinds", "pages", "questions"),
    "measure": _PARTS,
    "milestone": _PARTS,
    "opportunity": ("kinds", "pages"),
    "partner": ("pages",),
    "update": ("feed", "changes", "pages"),
}


# Words in place of the groups of an event for everyone.
_EVERYONE: Final = frozenset(("all", "all-groups", "all-staff", "any", "everyone"))


def ids_are_unique(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """An id names one record across all files, and no page of the site. An earlier id under `was` is taken, too."""
    seen: dict[str, Record] = {}
    for record in hub.records():
        reserved = RESERVED.get(record.noun, ())
        for index, name in enumerate((record.id, *record.was)):
            path = ("was", index - 1) if index else ("id",)
            if name in seen:
                first, position = seen[name], record.position(*path)
                where = f"{first.file}, line {first.position('id').line}"
                message = f'The id "{name}" already belongs to the {first.noun} in {where}.'
                hint = f"Choose another id:  id: {name}-2" if not index else "Delete it from the list."
                yield Problem(position, "E401", message, hint, () if index else Fix(*position, 0, f"{name}-2"))
            else:
                seen[name] = record
            if name in reserved:
                message = f'The id "{name}" is already the address of a page or of a part of a page.'
                hint = f"Choose another id:  id: {name}-{record.noun}" if not index else "Delete it from the list."
                yield Problem(record.position(*path), "E402", message, hint)


def references_lead_somewhere(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """An id that a record refers to exists."""
    known = {key: [record.id for record in find(hub)] for key, find in RECORDS_BY_KEY.items()}
    sets = {key: frozenset(ids) for key, ids in known.items()}
    for record in hub.records():
        for key, path, name in references(record):
            if name not in sets[key] and not hub.unreadable & {name, key}:
                noun, home = NOUNS.get(key, (key.removesuffix("s"), key))
                message = f'There is no {noun} "{name}".'
                position, hint = record.position(*path), _nearest(name, known[key], home)
                instead = "".join(slips(name, known[key]))
                if key == "groups" and name in _EVERYONE:
                    hint, instead = "Delete it, and add a line that says who can come:  open_to: All staff.", ""
                if is_no_answer(name):
                    what = f" {key}: {name}" if isinstance(getattr(record, key, None), str) else f"the entry  {name}."
                    hint, instead = f"{IF_NO_ANSWER}, delete {what}", ""
                yield Problem(position, "E403", message, hint, Fix(*position, 0, instead) if instead else ())


def references_have_the_present_id(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """An id that was renamed still leads to its record, and one warning says where to write the new id."""
    uses: dict[tuple[str, str], list[OutdatedReference]] = {}
    for reference in hub.outdated:
        uses.setdefault((reference.now.noun, reference.name), []).append(reference)
    for (noun, old), found in uses.items():
        first, new = found[0], found[0].now.id
        lines: dict[str, dict[str, None]] = {}
        for reference in found:
            position = reference.record.position(*reference.path)
            lines.setdefault(position.file, {})[f"{position.line}"] = None
        message = f'The {noun} "{old}" now has the id "{new}". References to the old id still work.'
        where = "; ".join(f"{file}, line{'s' * (len(on) > 1)} {listed(list(on))}" for file, on in lines.items())
        yield Problem(
            first.record.position(*first.path), "W403", message, f"Write  {new}  in place of  {old}  in {where}."
        )


def _nearest(name: str, known: list[str], key: str) -> str:
    more = f"Add it to {key}.yml first, or write one of"
    return nearest(name, known, otherwise=more) if known else f"Add it to {key}.yml."
