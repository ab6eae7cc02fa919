"""The lines above a hand-written page that set its title and description.

MkDocs hands each setting to the theme, which inserts a title without escaping it and accepts any template. So a page
may have only the settings that this site uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.suggest import nearest
from affinity_hub.core.text_blocks import at
from affinity_hub.source.reader import parse
from affinity_hub.source.tree import YamlMapping

KEYS: Final = ("title", "description", "contact", "hidden", "hide", "search")
# MkDocs reads settings in two forms: between lines of dashes, or as plain lines at the top of the file.
_DASHED: Final = re.compile(r"\A-{3}[ \t]*\n(.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_PLAIN: Final = re.compile(r"\A[ ]{0,3}([A-Za-z0-9_-]+):")


def check(text: str, name: str) -> Iterator[Problem]:
    """The problems with the settings of a page. `text` is the whole file; `name` is its name in messages."""
    found = _DASHED.match(text)
    if not found:
        if plain := _PLAIN.match(text):
            message = f"MkDocs would take this line for a setting and drop it, because it begins with `{plain[1]}:`."
            hint = f"Start the page with a heading:  # {plain[1]}"
            yield Problem(at(text, name, plain.start(1)), "E026", message, hint)
        return
    node, problems = parse("\n" + found[1], name)
    yield from problems
    if not isinstance(node, YamlMapping):
        if not problems:
            message = "The lines between the dashes are not page settings."
            yield Problem(Position(name, 2), "E026", message, "Write:  description: What the page is about.")
        return
    for key, (mark, place) in node.marks.items():
        if key not in KEYS:
            message = f'"{key[:40]}" is not a setting that pages of this site may have.'
            yield Problem(Position(name, *mark), "E026", message, f"Delete the line. {nearest(key, KEYS)}")
        elif (typed := node.get(key)) and _has_markup(typed):
            message = f"The characters < and > are not allowed in `{key}`."
            hint = "Use plain text without HTML:  title: About this hub"
            yield Problem(Position(name, *place), "E026", message, hint)


def without(text: str) -> str:
    """The text of a page without its settings."""
    return _DASHED.sub("", text, count=1)


def _has_markup(value: Any) -> bool:
    if isinstance(value, str):
        return bool(re.search(r"[<>]|&#?\w+;", value))
    return any(map(_has_markup, value.values() if isinstance(value, YamlMapping) else value or ()))
