"""Searches every text of every data file, including comments, for content that must never be published.

`forbidden_texts` judges the words. These checks say where the words are, who they are about, and what to type instead.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from affinity_hub.core.problems import Problem
from affinity_hub.core.text_blocks import Block, comments
from affinity_hub.hub.hub import Hub, SourceFolder
from affinity_hub.privacy.homes import is_home, names_a_home
from affinity_hub.privacy.normalize import pieces, read
from affinity_hub.privacy.places import places
from affinity_hub.privacy.prefilter import is_suspect
from affinity_hub.schema import Event, Record
from affinity_hub.source.texts import in_tree, line_of, texts_of
from affinity_hub.source.tree import Document, Node, YamlList, YamlMapping

from .forbidden_texts import LONGEST, allowed_texts, forbidden, has_code, in_block, with_examples
from .home_addresses import home_address, possible_home


def texts_can_be_published(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """No text of a data file, and no comment beside it, contains anything that must not be published.

    The files of a staff overlay may name people and places, but may not have other private content.
    """
    texts = set[str]()
    for node in (*folder.files.values(), *folder.staff_files.values()):
        _add_texts(node, texts)
    allowed = allowed_texts(folder.hub, today)
    # Most texts are in many places (ids, words, days), and few of them have a problem, so positions are found later.
    # The beginning of an overlong text is enough, because the check refuses the text for its length anyway.
    wrong = {text: found for text in texts if is_suspect(text) and (found := forbidden(text[:LONGEST], allowed))}
    for placed in (*texts_of(folder.files), *texts_of(folder.staff_files)) if wrong else ():
        for code, message, hint in wrong.get(placed.text, ()):
            place = line_of(placed, partial(has_code, code, allowed), folder.lines)
            yield Problem(place, code, message, hint)
    examples = with_examples(allowed)
    for name, node in folder.files.items():
        for block in comments(name, node.comments) if isinstance(node, Document) else ():
            yield from in_block(block, examples)


def _add_texts(node: Node, texts: set[str]) -> None:
    """Adds every text of a tree."""
    if isinstance(node, str):
        texts.add(node)
    for value in (
        (node.values() if isinstance(node, YamlMapping) else node) if isinstance(node, YamlMapping | YamlList) else ()
    ):
        if type(value) is str:
            texts.add(value)
        elif value is not None:
            _add_texts(value, texts)


def private_places_stay_private(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """No text of an event whose place is not public, or of a group of such an event, gives a street or a room.

    The check covers the texts of the record and the comments beside it, and the key `meets` of every other group.
    """
    if (hub := folder.hub) is None:
        return
    private = [event for event in hub.events if event.place and event.place.private]
    groups = {name for event in private for name in event.groups}
    public_places = "\n".join(_public_place(event) for event in hub.events).lower()
    records: list[Record] = [*private, *(group for group in hub.groups if group.id in groups)]
    message = "This gives a street or a room, but the place of these meetings is shared only with people who write."
    reveals_place = cache(partial(_reveals_place, public_places))  # events of a group have many texts in common
    for record in records:
        for placed in in_tree(record.file, record.typed, None):
            if reveals_place(placed.text):
                yield Problem(placed.position(), "E515", message, _PLACE)
    for block in _beside(hub, records, folder.files) if records else ():
        if reveals_place(block.text):
            yield from (Problem(position, "E515", message, _PLACE) for position in block.places(reveals_place))
    for group in hub.groups:
        if group.id not in groups and group.meets and reveals_place(group.meets):
            message = "This gives a street or a room, but no event of the group says that everyone may know the place."
            yield Problem(group.position("meets"), "W519", message, _PLACE)


def homes_stay_private(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """No event takes place at a person's home address. A place that may be a home causes a warning."""
    for event in folder.hub.events if folder.hub else ():
        yield from _home(event, event, "place")
        for index, change in enumerate(event.changes):
            if change.place and change.place != event.place:
                yield from _home(event.on(change), event, "changes", index, "place")


def _home(dated: Event, event: Event, *path: str | int) -> Iterator[Problem]:
    """The problem with the place of an event, or of one of its dates, if it is the home of a person."""
    if not dated.place or dated.place.private:
        return
    reading = read(_public_place(dated).replace("\n", ", "))
    if is_home(reading):
        # A home in one part of the place is reported at that part. The check of all texts reports the same problem
        # there, and equal problems are shown once.
        part = [key for key in ("name", "address") if is_home(read(getattr(dated.place, key) or ""))][:1]
        yield Problem(event.position(*path, *part), "E515", *home_address(reading))
    elif names_a_home(reading):
        yield Problem(event.position(*path), "W507", *possible_home(reading))


_PLACE: Final = "Delete it. If everyone may know the place, write in the event:  place: {name: …, address: …}"


def _reveals_place(public_places: str, text: str) -> bool:
    """Whether the text gives a place that is not in `public_places`. `_found` reports homes."""
    readings = [read(piece) for piece in pieces(text[:LONGEST])]
    if any(is_home(reading) for reading in readings):
        return False
    return any(place not in public_places for reading in readings for place in places(reading))


def _beside(hub: Hub, records: Iterable[Record], files: Mapping[str, Node]) -> Iterator[Block]:
    """The comments inside each of `records`, and between each record and the next record in its file."""
    private = {(record.file, record.typed.start[0]) for record in records}
    for name, node in files.items():
        if isinstance(node, Document) and node.comments:
            starts = sorted(record.typed.start[0] for record in hub.records() if record.file == name)
            for block in comments(name, node.comments):
                index = bisect_right(starts, block.lines[0][0]) - 1
                if index >= 0 and (name, starts[index]) in private:
                    yield block


def _public_place(event: Event) -> str:
    """The place of an event, if it is public."""
    return f"{event.place.name or ''}\n{event.place.address or ''}" if event.place else ""
