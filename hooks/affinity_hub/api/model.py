"""The base class of the published models, and how a model is filled from a view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from affinity_hub.record_views.base import RecordLink, RecordView


class ApiModel(BaseModel):
    """Data of the API, filled from the attributes of a view."""

    model_config = ConfigDict(frozen=True, extra="forbid")


ApiModelType = TypeVar("ApiModelType", bound=ApiModel)


def fill(kind: type[ApiModelType], view: object, **computed: object) -> ApiModelType:
    """A published model with the fields of a view. `computed` has the values of fields that the view does not have in
    this form."""
    fields = {name: getattr(view, name) for name in kind.model_fields if name not in computed}
    return kind.model_validate(fields | computed)


def ids(views: Iterable[RecordView | RecordLink]) -> list[str]:
    """The ids of views, in the same order."""
    return [view.id for view in views]
