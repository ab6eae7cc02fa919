"""The base class of published shapes, and how a shape is filled from a view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from affinity_hub.record_views.base import RecordLink, RecordView


class ApiShape(BaseModel):
    """A published shape, filled from a view's attributes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


ShapeType = TypeVar("ShapeType", bound=ApiShape)


def shape(kind: type[ShapeType], view: object, **worked_out: object) -> ShapeType:
    """A published shape with the fields of a view. `worked_out` has the values of fields that the view does not have in
    this form."""
    fields = {name: getattr(view, name) for name in kind.model_fields if name not in worked_out}
    return kind.model_validate(fields | worked_out)


def ids(views: Iterable[RecordView | RecordLink]) -> list[str]:
    """The ids of views, in the same order."""
    return [view.id for view in views]
