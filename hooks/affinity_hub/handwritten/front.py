"""The lines above a hand-written page that set its title and description.

MkDocs hands each of them to the theme, which puts a title on the page as it is and takes any template for it. So a page
may have the settings that this site has a use for, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from affinity_hub.blocks import at
from affinity_hub.hints import nearest
from affinity_hub.problems import Position, Problem
from affinity_hub.source import Mapping, parse

KEYS: Final = ("title", "description", "contact", "hidden", "hide", "search")
# Both forms of MkDocs: between lines of dashes, or plain lines at the top of the file.
_DASHED: Final = re.compile(r"\A-{3}[ \t]*\n(.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_PLAIN: Final = re.compile(r"\A[ ]{0,3}([A-Za-z0-9_-]+):")


def check(text: str, name: str) -> Iterator[Problem]:
    """What is wrong with the settings of a page. `text` is the whole file, `name` what messages call it."""
    found = _DASHED.match(text)
    if not found:
        if plain := _PLAIN.match(text):
            message = f"A page that begins with `{plain[1]}:` loses the line: it is taken for a setting of the page."
            hint = f"Begin the page with its heading:  # {plain[1]}"
            yield Problem(at(text, name, plain.start(1)), "error", "E026", message, hint)
        return
    node, problems = parse("\n" + found[1], name)
    yield from problems
    if not isinstance(node, Mapping):
        if not problems:
            message = "The lines between the dashes are no settings of a page."
            yield Problem(Position(name, 2), "error", "E026", message, "Write:  description: What the page is about.")
        return
    for key, (mark, place) in node.marks.items():
        if key not in KEYS:
            message = f'"{key[:40]}" is not a setting that a page of this site may have.'
            yield Problem(Position(name, *mark), "error", "E026", message, f"Delete the line. {nearest(key, KEYS)}")
        elif (typed := node.get(key)) and _has_markup(typed):
            message = f"The signs < and > are not allowed in `{key}`."
            hint = "Say it in plain words, without HTML:  title: About this hub"
            yield Problem(Position(name, *place), "error", "E026", message, hint)


def without(text: str) -> str:
    """The page under its settings."""
    return _DASHED.sub("", text, count=1)


def _has_markup(value: Any) -> bool:
    if isinstance(value, str):
        return bool(re.search(r"[<>]|&#?\w+;", value))
    return any(map(_has_markup, value.values() if isinstance(value, Mapping) else value or ()))
