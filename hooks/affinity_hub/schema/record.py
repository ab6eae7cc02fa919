"""The base of every record: a frozen class with an id and the place in its file."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator

from affinity_hub.core.problems import Position
from affinity_hub.source.tree import YamlMapping, file_at, position_in_tree
from affinity_hub.values.dates import Date
from affinity_hub.values.lists import Id, Ids
from affinity_hub.values.numbers import YesNo

Audience = Literal["public", "staff"]


class Visibility(Enum):
    """Whether views may have a field. Each field has one of these marks. A field without a mark is in no view."""

    PUBLIC = "public"
    PRIVATE = "private"


FieldType = TypeVar("FieldType")
Public = Annotated[FieldType, Visibility.PUBLIC]
Private = Annotated[FieldType, Visibility.PRIVATE]


class DataModel(BaseModel):
    """Keys that belong together: a record, or keys within a record. The base of all classes for data."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        """A known key without a value counts as missing. An unknown key stays, so that it is refused."""
        if not isinstance(data, dict):
            return data
        if None not in data.values():
            return data
        known = {info.alias or name for name, info in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class Placed(DataModel):
    """Keys that know the place from which they were read."""

    # Kept in `__dict__` like cached properties, because pydantic's private attributes cost a call for each base class.
    _file: ClassVar[str] = ""
    _source: ClassVar[Any] = None

    def from_source(self, file: str, source: YamlMapping) -> None:
        """Remembers the place where it was typed. `load` calls this once."""
        self.__dict__.update(_file=file, _source=source)

    @property
    def file(self) -> str:
        """The data file this was read from, relative to the data folder."""
        return self._file

    @property
    def typed(self) -> YamlMapping:
        """The typed values with their places."""
        entry: YamlMapping = self._source
        return entry

    def position(self, *path: str | int) -> Position:
        """The line and column of the value that `path` leads to, or of the nearest value around it."""
        return Position(file_at(self._source, path, self._file), *position_in_tree(self._source, path))


class Record(Placed):
    """An entry of a list."""

    noun: ClassVar[str] = "entry"

    id: Public[Id] = Field(
        description="Lowercase letters, digits, and hyphens. Permanent, because addresses and calendars contain it."
    )
    was: Public[Ids] = Field((), description="Earlier ids of this entry, oldest first. Their addresses lead here.")
    draft: Public[YesNo] = Field(
        False, description="`yes` keeps the entry off the site and out of every feed until it is ready."
    )
    hidden: Public[YesNo] = Field(
        False,
        description="`yes` keeps its page for people with the address, but leaves it out of lists, search, and feeds.",
    )
    added_on: Public[Date | None] = Field(
        None, description="The day when the entry was added to the site. `What changed` shows it on that day."
    )
    last_confirmed: Public[Date | None] = Field(
        None, description="The last day on which someone with firsthand knowledge confirmed that the entry is right."
    )

    @property
    def first_id(self) -> str:
        """The first id of the record, which calendars use permanently."""
        return self.was[0] if self.was else self.id

    def is_stale(self, after_days: int, today: dt.date) -> bool:
        """Whether the last confirmation of the record is more than `after_days` days ago. False without a
        confirmation."""
        return self.last_confirmed is not None and (today - self.last_confirmed).days > after_days


class Lists(DataModel):
    """A file with several lists, and a field for each list."""

    @classmethod
    def lists(cls) -> dict[str, type[DataModel]]:
        """The names of the lists and the class of their entries, in the order of the fields."""
        return {name: get_args(field.annotation)[0] for name, field in cls.model_fields.items()}

    @classmethod
    def kinds(cls) -> dict[str, type[Record]]:
        """The names of the lists of records, and the class of the records."""
        return {name: entry for name, entry in cls.lists().items() if issubclass(entry, Record)}

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[DataModel]]) -> Self:
        """The lists of a file, from entries that were already validated."""
        entries: dict[str, Any] = {name: tuple(own) for name, own in lists.items()}
        return cls.model_construct(None, **entries)  # type: ignore[return-value] # the plugin names the base class


def choices(annotation: Any) -> list[str]:
    """The allowed words of a field; empty if any text is allowed."""
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    return next((found for part in get_args(annotation) if (found := choices(part))), [])


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


@cache
def public_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the public fields of a model, in the order in which they are defined."""
    return tuple(name for name, info in model.model_fields.items() if Visibility.PUBLIC in info.metadata)
