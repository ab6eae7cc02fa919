"""The objects that pages, feeds, and the API receive in place of a record: the public fields under their own names,
with types.

A view is a frozen dataclass. Its fields have the names of the record's public fields, and `fill` copies these from the
record. The one exception is `url`: in a view, it is the address of the record's page on the site, and the `url` of a
record becomes `website`. A field with Markdown is copied as `<name>_markdown`. Where feeds or the API publish its HTML,
its view has a property `<name>`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from markupsafe import Markup
from pydantic import BaseModel

from affinity_hub.core.markdown import to_html
from affinity_hub.schema.record import public_fields
from affinity_hub.values.text import MarkdownText

ViewType = TypeVar("ViewType")


@dataclass(frozen=True, eq=False, kw_only=True)
class RecordView:
    """The fields that all records have, and where the record is shown.

    Attributes:
        url: The address of its page, or its place on a page, below the root of the site.
        file: The data file, for the link that edits the record. Empty for records of the staff overlay.
        has_form: Whether a form can change it. Forms change no staff overlay and no event from a group's own calendar.
        is_stale: Whether the last confirmation is older than the hub allows.
    """

    id: str
    was: tuple[str, ...]
    draft: bool
    hidden: bool
    added_on: dt.date | None
    last_confirmed: dt.date | None
    first_id: str
    url: str
    file: str
    has_form: bool
    is_stale: bool

    def __repr__(self) -> str:
        """Short, because views lead to one another."""
        return f"{type(self).__name__}({self.id})"


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A link to a record."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture on pages: the address of its small copy, its description, and its size in pixels."""

    url: str
    alt: str
    width: int
    height: int


def fill(view: type[ViewType], record: BaseModel, **values: object) -> ViewType:
    """The view of a record: its public fields, and `values` for computed fields."""
    names = _copied(view, type(record))  # type: ignore[arg-type] # mypy takes a class with a TypeVar for unhashable
    copied = {name: getattr(record, key) for name, key in names.items() if name not in values}
    return view(**copied, **values)


@cache
def _copied(view: type[Any], model: type[BaseModel]) -> Mapping[str, str]:
    """The fields of a view that `fill` copies, each with the name of the record's field."""
    sources = {name: name for name in public_fields(model)} | {f"{name}_markdown": name for name in _markdown(model)}
    return {field.name: sources[field.name] for field in fields(view) if field.name in sources}


@cache
def _markdown(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold Markdown."""
    own = model.model_fields
    return frozenset(name for name in own if any(isinstance(mark, MarkdownText) for mark in own[name].metadata))


def html(markdown: str | None) -> Markup | None:
    """Safe HTML of Markdown; None if there is no text."""
    return to_html(markdown) if markdown else None


def public(record: BaseModel) -> dict[str, object]:
    """The public fields of a record by name, with HTML in place of Markdown."""
    known: dict[str, object] = {name: getattr(record, name) for name in public_fields(type(record))}
    return known | {name: html(known[name]) for name in _markdown(type(record)) if known.get(name)}  # type: ignore[arg-type]
