"""The embed contract: the addresses in use, their heights, and the reason for each change.

`embed-contract.json` is beside the data and is committed with it. `addresses` has every address of an embed that was
ever published, with its height class or `ended`; `heights` has the px of the classes. `history` has the same content as
a list of changes, each with its day and its reason. Anything that the history does not explain is an error, so that a
mistake or a bad merge loses nothing. `affinity-hub embeds --contract` writes it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from affinity_hub.core.problems import Position, Problem

NAME: Final = "embed-contract.json"
ENDED: Final = "ended"
COLOR_SCHEMES: Final = ("light", "dark")
CONTRACT_COMMAND: Final = 'affinity-hub embeds --contract --reason "…"'
_PATH = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*/)+")


@dataclass(frozen=True)
class ContractChange:
    """An entry of the history: new or changed addresses, the day, and the reason."""

    on: str
    reason: str
    heights: Mapping[str, int]
    addresses: Mapping[str, list[str]]
    """Addresses under `embed/<scheme>/` by height class."""


@dataclass(frozen=True)
class Contract:
    """The published embeds. `addresses` are the addresses under `embed/<scheme>/` with their height classes, which are
    the same in both schemes."""

    heights: Mapping[str, int] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    history: tuple[ContractChange, ...] = ()


def read_from(folder: Path) -> tuple[Contract | None, Problem | None]:
    """The contract in a data folder, if there is one, and the problem with the file."""
    path = folder / NAME
    if path.is_symlink():
        return None, None
    try:
        return read(path.read_text("utf-8")), None
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError) as error:
        why = "The file cannot be read." if isinstance(error, OSError | UnicodeError) else str(error)
        hint = "Undo the change that someone made by hand: only  affinity-hub embeds --contract  writes this file."
        return None, Problem(Position(NAME, 1, 1), "E701", why, hint)


def read(text: str) -> Contract:
    """The contract in a file. Raises `ValueError` with a sentence if the file is not a contract, or if its history does
    not explain its content."""
    try:
        data = json.loads(text)
        history = tuple(_change(entry) for entry in data["history"])
        heights = {str(name): int(height) for name, height in data["heights"].items()}
        addresses = {str(path): str(size) for path, size in data["addresses"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("This is not an embed contract, or it is not complete.") from None
    contract = replayed(history)
    expected = _spelled_out(contract)
    for path in sorted({*addresses, *expected}):
        if addresses.get(path) != expected.get(path):
            listed, explained = addresses.get(path, "nothing"), expected.get(path, "nothing")
            raise ValueError(f"{path} has {listed} under `addresses`, but {explained} in the history.")
    if heights != contract.heights:
        raise ValueError("The heights differ from the heights in the history.")
    return contract


def _change(entry: Any) -> ContractChange:
    on, reason = dt.date.fromisoformat(entry["on"]).isoformat(), str(entry["reason"]).strip()
    addresses = {str(size): [str(path) for path in paths] for size, paths in entry["addresses"].items()}
    if not reason or not all(_PATH.fullmatch(path) for paths in addresses.values() for path in paths):
        raise ValueError
    return ContractChange(on, reason, {str(name): int(px) for name, px in entry.get("heights", {}).items()}, addresses)


def replayed(history: tuple[ContractChange, ...]) -> Contract:
    """The addresses and heights that result from a history."""
    heights: dict[str, int] = {}
    addresses: dict[str, str] = {}
    for change in history:
        heights |= change.heights
        for size, paths in change.addresses.items():
            addresses |= dict.fromkeys(paths, size)
    return Contract(heights, dict(sorted(addresses.items())), history)


def _spelled_out(contract: Contract) -> dict[str, str]:
    return {f"embed/{scheme}/{path}": size for scheme in COLOR_SCHEMES for path, size in contract.addresses.items()}


def broken(contract: Contract, listing: Mapping[str, str], heights: Mapping[str, int]) -> Iterator[Problem]:
    """The broken promises, given the current addresses with their classes, and the px of the classes."""
    gone: dict[str, list[str]] = {}
    for path, size in contract.addresses.items():
        if path not in listing and size != ENDED:
            gone.setdefault(_what(path), []).append(path)
    for what, paths in gone.items():
        message = f"{what} is gone, but intranets may show its widgets: {_count(paths)} of {NAME}."
        hint = f"If it must go, its addresses will say that it is gone. Write down why:  {CONTRACT_COMMAND}"
        if group := _group(paths[0]):
            back = f"Put it back and close it:  status: closed\nIf it has a new id, write there:  was: [{group}]\n"
            hint = back + hint
        yield Problem(Position("groups.yml"), "W701", message, hint)
    changed = [
        path
        for path, size in contract.addresses.items()
        if path in listing and (listing[path], heights[listing[path]]) != (size, contract.heights.get(size))
    ]
    if changed:
        message = f"Frames in use have a new height: {_count(changed)} of {NAME}, such as {changed[0]}."
        hint = f"If you want that, tell the people who run the intranet, and write down why:  {CONTRACT_COMMAND}"
        yield Problem(Position("hub.yml"), "W702", message, hint)


def _what(path: str) -> str:
    return f'The group "{group}"' if (group := _group(path)) else f"The widget {path}"


def _group(path: str) -> str:
    found = re.search(r"(?:^|/)groups/([^/]+)/", path)
    return found[1] if found else ""


def _count(paths: list[str]) -> str:
    return f"{len(paths)} address{'' if len(paths) == 1 else 'es'}"


def renewed(
    contract: Contract, listing: Mapping[str, str], heights: Mapping[str, int], today: dt.date, reason: str
) -> Contract:
    """The contract with today's changes and the reason; the same contract if nothing changed."""
    now = dict.fromkeys(contract.addresses, ENDED) | dict(listing)
    different: dict[str, list[str]] = {}
    for path, size in sorted(now.items()):
        if contract.addresses.get(path) != size:
            different.setdefault(size, []).append(path)
    new_heights = {name: px for name, px in heights.items() if contract.heights.get(name) != px}
    if not different and not new_heights:
        return contract
    return replayed((*contract.history, ContractChange(today.isoformat(), reason, new_heights, different)))


def dump(contract: Contract) -> str:
    """The text of the file."""
    history = [
        {"on": change.on, "reason": change.reason}
        | ({"heights": change.heights} if change.heights else {})
        | {"addresses": change.addresses}
        for change in contract.history
    ]
    data = {"version": 1, "heights": contract.heights, "addresses": _spelled_out(contract), "history": history}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
