"""One page of each type, found in a built site: the tests cover every type of page that the build adds, without a list
to maintain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from affinity_hub.hub.hub import Hub
from affinity_hub.schema import EventKind, GroupKind, OpportunityKind

DESK, PHONE = (1280, 900), (390, 844)
# A window of 1280 x 1024 px at 400 %, which is also as narrow as the smallest phone (WCAG 1.4.10).
ZOOMED = (320, 256)
SIZES = (DESK, PHONE, ZOOMED)

SERIAL = re.compile(r"\d[\d-]*|[EW]\d{3}")
KINDS = {*get_args(EventKind), *get_args(GroupKind), *get_args(OpportunityKind)}


def type_of(address: str, ids: set[str]) -> str:
    """An address with `*` for the parts that differ between pages of one type: ids, kinds, months, numbers, and codes
    of problems."""
    first, *rest = address.split("/")
    return "/".join([first, *("*" if part in ids or SERIAL.fullmatch(part) else part for part in rest)])


def one_of_each(site: Path, hub: Hub, *, rich: bool = True) -> dict[str, str]:
    """The address of the longest page of each type, or of the shortest page if `rich` is false."""
    ids = KINDS | {id_ for record in hub.records() for id_ in (record.id, *record.was)}
    types: dict[str, list[tuple[int, str]]] = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        if 'http-equiv="refresh"' in text:  # redirects at once
            continue
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        types.setdefault(type_of(address, ids), []).append((len(text), address))
    return {name: (max if rich else min)(found)[1] for name, found in types.items()}


# Pages that share another page's template. Only the long tests open them.
TWIN = re.compile(
    r"(about|accessibility|privacy|guides)/|guides/.+"  # written by hand, like the page for editors
    r"|propose/(add-opportunity|become-a-facilitator|confirm|fix-a-mistake)/"  # forms like the other forms
)


def without_twins(types: dict[str, str]) -> dict[str, str]:
    """The types of pages, except pages that share another page's template, and with only one color of each widget."""
    widgets = sorted({name.split("/", 2)[2] for name in types if name.startswith(("embed/dark/", "embed/light/"))})
    twins = {f"embed/{('dark', 'light')[number % 2]}/{name}" for number, name in enumerate(widgets)}
    return {name: address for name, address in types.items() if name not in twins and not TWIN.fullmatch(name)}


# The pages are divided among this many tests, so that several processes share them.
PARTS = 4


def dealt(types: dict[str, str], part: int) -> list[str]:
    """The addresses for one of these tests."""
    return [*types.values()][part::PARTS]


def report(faults: dict[str, dict[str, list[str]]]) -> str:
    """The faults by page and kind, one per line."""
    rows = ((page, kind, row) for page, found in faults.items() for kind, rows in found.items() for row in rows)
    return "\n".join(f"{page or 'home'} | {kind} | {row}" for page, kind, row in rows)
