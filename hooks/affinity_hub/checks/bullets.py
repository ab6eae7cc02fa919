"""Checks that lists in texts begin each line with a dash."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from pydantic import BaseModel

from affinity_hub.core.problems import Problem
from affinity_hub.core.text import shorten
from affinity_hub.hub.hub import Hub
from affinity_hub.schema.record import Placed, model_in
from affinity_hub.source.tree import YamlList, YamlMapping
from affinity_hub.values.text import MarkdownText

_SIGNS: Final = r"[\u2022\u2023\u2043\u2219\u25aa\u25ab\u25a0\u25a1\u25cb\u25cf\u25e6\u2610\u2713\u2714\u00b7]"
_BULLET: Final = re.compile(rf"^[ \t]*({_SIGNS})[ \t]*(\S.*)$", re.MULTILINE)
_FEWEST: Final = 2
_HARD_BREAK: Final = re.compile(r"(?: {2}|\\)\n")


def lists_in_texts_have_dashes(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The entries of a list begin with a dash, not with a bullet. The site joins lines with bullets into one
    paragraph."""
    for placed in hub.records():
        yield from _bullets(placed, placed.typed, type(placed), ())


def _bullets(
    placed: Placed, typed: YamlMapping, model: type[BaseModel], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """The warnings about lists with bullets in the texts of a record, or of its part at `path`."""
    for key, inner in _fields(model):
        value = typed.get(key)
        if not inner and isinstance(value, str) and (found := _joined(value)):
            sign, entry = found
            message = f"The site joins lines that begin with “{sign}” into one paragraph, not a list."
            hint = f"Begin each of these lines with a dash and a space in place of “{sign}”. "
            hint += f"The first line becomes:  - {shorten(entry)}"
            yield Problem(placed.position(*path, key), "W416", message, hint)
        for index, part in enumerate(value if isinstance(value, YamlList) else [value]):
            if isinstance(part, YamlMapping) and inner:
                inner_path = (*path, key, index) if isinstance(value, YamlList) else (*path, key)
                yield from _bullets(placed, part, inner, inner_path)


@cache  # a large hub has ten thousand records of few models
def _fields(model: type[BaseModel]) -> tuple[tuple[str, type[BaseModel] | None], ...]:
    """The keys of a model with Markdown texts, and the keys whose values have such keys, with their models."""
    found = []
    for name, info in model.model_fields.items():
        inner = model_in(info.annotation)
        if inner or any(isinstance(mark, MarkdownText) for mark in info.metadata):
            found.append((info.alias or name, inner))
    return tuple(found)


def _joined(text: str) -> tuple[str, str] | None:
    """The first bullet that several lines of one paragraph begin with, and the words after it. An empty line ends a
    paragraph, lines of code are in none, and a line with a hard break at its end is not joined with the next line."""
    if len(re.findall(_SIGNS, text)) < _FEWEST:
        return None
    from affinity_hub.core.markdown import parse  # imported here, because few texts have bullets

    for before, token in pairwise(parse(text)):
        for joined in _HARD_BREAK.split(token.content) if before.type == "paragraph_open" else ():
            lines = _BULLET.findall(joined)
            for sign, entry in lines:
                if [other for other, _ in lines].count(sign) >= _FEWEST:
                    return sign, entry
    return None
