"""What must never be published, recognized in any text of any data file before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .problems import Position, Problem
from .source import Items, Mapping, Mark, Node

_VIDEO = (
    r"\b(zoom\.us/(j|my|w)/|teams\.(microsoft|live)\.com/(l/meetup|meet)|meet\.google\.com/[a-z]|"
    r"webex\.com/(meet|join|.*MTID))"
)
_MAIL = r"@(gmail|googlemail|yahoo|hotmail|outlook|live|msn|aol|icloud|me|mac|proton|protonmail|comcast|gmx)\.[a-z.]+\b"
_PHONE = r"(?<![\d/-])(\+1[ .-]?)?(\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])"
_NEVER: Final = (
    (
        "E510",
        re.compile(_VIDEO, re.IGNORECASE),
        "a link to a video meeting",
        "Write  online: yes  and send the link to those who ask.",
    ),
    ("E511", re.compile(_MAIL, re.IGNORECASE), "a personal mail address", "Use a role mailbox:  affinity@example.org"),
    ("E512", re.compile(_PHONE), "a telephone number", "Use a role mailbox instead:  affinity@example.org"),
)
# What a text must have for one of these to be found in it, quick to look for.
_SIGNS: Final = tuple(re.compile(sign, re.IGNORECASE) for sign in (r"\.(?:us|com)/", "@", r"\d{3}[ .-]\d{4}"))


def check(node: Node, name: str) -> Iterator[Problem]:
    """No link to a video meeting, no personal address, no telephone number stands in any text of the file `name`."""
    # All texts at once, one a line, which no pattern passes over: most files hold nothing of the kind.
    texts: list[str] = []
    _gather(node, texts)
    everything = "\n".join(texts)
    if not any(sign.search(everything) for sign in _SIGNS):
        return
    for mark, text in _texts(node, (1, 1)):
        for code, pattern, what, hint in _NEVER:
            if pattern.search(text):
                message = f"This looks like {what}, which must not be published."
                yield Problem(Position(name, *mark), "error", code, message, hint)


def _gather(node: Node, texts: list[str]) -> None:
    if isinstance(node, str):
        texts.append(node)
    elif node is not None:
        for value in node.values() if isinstance(node, Mapping) else node:
            _gather(value, texts)


def _texts(node: Node, mark: Mark) -> Iterator[tuple[Mark, str]]:
    if isinstance(node, str):
        yield mark, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _texts(value, node.marks[key][1])
    elif isinstance(node, Items):
        for index, value in enumerate(node):
            yield from _texts(value, node.marks[index])
