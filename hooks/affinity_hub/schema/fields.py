"""What a field of a record takes, read off its annotation."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel


def choices(annotation: Any) -> list[str]:
    """The words a field is limited to; none where it is free."""
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    return next((found for part in get_args(annotation) if (found := choices(part))), [])


def part_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := part_in(part))), None)
