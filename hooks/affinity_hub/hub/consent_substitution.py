"""Puts roles in place of names whose consent does not hold on the day of the build, before records are made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from typing import Any, Final

from affinity_hub.core.problems import Position, Problem
from affinity_hub.schema import Facilitator
from affinity_hub.source.reader import Items, Mapping, Node, at

_ID: Final = re.compile("[a-z0-9-]+")


def put_roles(file: str, node: Node, people: Map[str, Facilitator], today: dt.date) -> Iterator[tuple[str, Problem]]:
    """Puts the role in place of a name in every text of a tree, but for the person's own `name`; says whose and where.

    Before a consent begins and after it ends the site must not show the name, and a site that cannot be built until
    somebody has changed its texts would go on showing it. A name in an id stays, for that is refused elsewhere.
    """
    own = {person.position("name") for person in people.values()}
    names = [(name, person, _written(name)) for name, person in people.items()]
    for around, key in _texts(node) if names else ():
        for name, person, written in names:
            value = around[key]
            put = written.sub(person.role.replace("\\", r"\\"), value)
            if put != value and (position := Position(file, *at(around, (key,)))) not in own:
                yield name, _put(person, position, today)
                around[key] = put


def _texts(node: Node) -> Iterator[tuple[Any, Any]]:
    """Every text of a tree but ids, as what it stands in and where in that."""
    if isinstance(node, Mapping | Items):
        for key, value in node.items() if isinstance(node, Mapping) else enumerate(node):
            if not isinstance(value, str):
                yield from _texts(value)
            elif not _ID.fullmatch(value):
                yield node, key


def _put(person: Facilitator, position: Position, today: dt.date) -> Problem:
    assert person.consent
    over, name = person.consent.last_day < today, person.position("name")
    when = f"ended on {person.consent.last_day}" if over else f"begins on {person.consent.given_on}"
    message = f"The consent to a name in this text {when}; the site shows the role."
    hint = f"Write the role instead:  {person.role}\n"
    if over:
        hint += f"Delete the name in {name.file}, line {name.line}, too; "
        hint += "or ask the person, and record the new consent there."
    else:
        hint += f"If the person has agreed already, correct the day beside the name in {name.file}, line {name.line}."
    return Problem(position, "warning", "W504", message, hint)


def _written(name: str) -> re.Pattern[str]:
    """A name with any signs and spaces between its words, emphasized or not, also with the last one first."""
    words = [re.escape(word) for word in re.findall(r"\w+", name)]
    orders = {r"[\W_]+".join(order) for order in (words, [*words[-1:], *words[:-1]])}
    return re.compile(rf"(?<!\w)[*_]*(?:{'|'.join(sorted(orders))})[*_]*(?!\w)", re.IGNORECASE if len(words) > 1 else 0)
