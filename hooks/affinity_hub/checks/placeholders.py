"""Checks that no text stands for an answer that somebody still has to write, such as `TBD` or `N/A for now`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import IF_NO_ANSWER, has_more_than_placeholder, is_no_name, is_placeholder
from affinity_hub.hub.hub import RECORDS_BY_KEY, Hub
from affinity_hub.schema.event import DIFFERS, Change, Correction
from affinity_hub.schema.record import Placed, choices, model_in
from affinity_hub.source.tree import YamlList, YamlMapping


def texts_are_no_placeholders(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No text stands for an answer that somebody still has to write. The site would show the text and ask nobody
    for the answer."""
    for placed in (hub.settings, *hub.records()):
        yield from _placeholders(placed, placed.typed, type(placed), ())


# Rules for repeating and references have their own errors for words such as `none`, an id may be `na`, and a list of
# synonyms or a glossary may have any word. `about` is checked, because it is also the name of a key with text.
_ANY_WORD: Final = frozenset(("repeats", "rrule", "id", "was", "event", "words", "term", *RECORDS_BY_KEY)) - {"about"}
# An acronym can look like a placeholder.
_ACRONYM: Final = "short_name"
# In a name, even `none` is not an answer.
_NAMES: Final = frozenset((
    "name", "short_name", "title", "gloss", "noun", "role", "calendar_title", "aliases", "subjects", "branch", "folder",
    "uid_domain", "place",
))  # fmt: skip


def _placeholders(
    placed: Placed, typed: YamlMapping, model: type[BaseModel], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """The placeholders in the keys of a record or of the settings, or in the keys of its part at `path`."""
    fields = _fields_with_texts(model)
    for key, value in typed.items():
        if key not in fields:
            continue
        info, inner = fields[key]
        is_list = isinstance(value, YamlList)
        for index, part in enumerate(value if is_list else [value]):
            place = (*path, key, index) if is_list else (*path, key)
            if isinstance(part, YamlMapping) and inner:
                yield from _placeholders(placed, part, inner, place)
                continue
            if not isinstance(part, str):
                continue
            if (is_placeholder(part) and key != _ACRONYM) or (key in _NAMES and is_no_name(part)):
                part = part.strip()
                message = f'"{part}" is not an answer, but the site would show it.'
                line = f"the entry  {part}" if is_list else f"{key}: {part}"
                hint = _remedy(info, model, key, line)
                if has_more_than_placeholder(part):
                    hint += "\nIf visitors need the rest of this text, write it under another key."
                yield Problem(placed.position(*place), "W415", message, hint)


@cache
def _fields_with_texts(model: type[BaseModel]) -> dict[str, tuple[FieldInfo, type[BaseModel] | None]]:
    """The fields of a model in which a text can be a placeholder, by key, each with the model inside it."""
    return {
        key: (info, model_in(info.annotation))
        for name, info in model.model_fields.items()
        if (key := info.alias or name) not in _ANY_WORD and not choices(info.annotation)
    }


def _remedy(info: FieldInfo, model: type[BaseModel], key: str, line: str) -> str:
    """What to do about a placeholder in the value of a key. `line` is what to delete if there is no answer."""
    # Without its own key, an event is open to the same people as its group, and a date is like the other dates.
    if key == "open_to" or (key == "place" and model in (Change, Correction)):
        return f"Write the answer. If nobody knows it yet, write:  {key}: unknown"
    if model is Change and key in DIFFERS:
        return f"Write the answer. If it is the same as on the other dates, delete  {line}"
    if not info.is_required():
        return f"Write the answer. {IF_NO_ANSWER}, delete  {line}"
    if "`unknown`" in (info.description or ""):
        return f"Write the answer. If nobody knows it yet, write:  {key}: unknown"
    return "Write the answer."
