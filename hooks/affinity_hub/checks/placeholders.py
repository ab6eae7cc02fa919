"""Checks that no text stands for an answer that somebody still has to write, such as `TBD` or `N/A`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import is_placeholder
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Record
from affinity_hub.schema.record import model_in
from affinity_hub.source.tree import YamlList, YamlMapping


def texts_are_no_placeholders(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No text stands for an answer that somebody still has to write. The site would show the text and ask nobody
    for the answer."""
    for record in hub.records():
        yield from _placeholders(record, record.typed, type(record), ())


# Rules have errors of their own for such words, and an acronym can look like one.
_EXEMPT: Final = frozenset(("repeats", "rrule", "short_name", "term"))


def _placeholders(
    record: Record, typed: YamlMapping, model: type[BaseModel], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """The placeholders in the keys of a record, or in the keys of its part at `path`."""
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    for key, value in typed.items():
        info = fields.get(str(key))
        inner = model_in(info.annotation) if info else None
        for place, part in enumerate(value) if isinstance(value, YamlList) else ():
            if inner and isinstance(part, YamlMapping):
                yield from _placeholders(record, part, inner, (*path, str(key), place))
        if inner and isinstance(value, YamlMapping):
            yield from _placeholders(record, value, inner, (*path, str(key)))
        if info and isinstance(value, str) and key not in _EXEMPT and is_placeholder(value):
            message = f'"{value}" is not an answer, but the site would show it.'
            hint = "Write the answer."
            if not info.is_required():
                hint += f" If there is none, or nobody knows it yet, delete  {key}: {value}"
            yield Problem(record.position(*path, str(key)), "W415", message, hint)
