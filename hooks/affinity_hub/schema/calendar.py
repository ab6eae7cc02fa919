"""`calendar.yml`: days without school."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import Field, model_validator

from affinity_hub.core.suggest import not_before
from affinity_hub.values.dates import Date
from affinity_hub.values.text import Title, value_error

from .record import DataModel, Public


class NoSchool(DataModel):
    """A day or a break without school: `calendar.yml`."""

    name: Public[Title] = Field(description="The name that people use, such as `Thanksgiving break`.")
    starts: Public[Date] = Field(description="The first day.")
    ends: Public[Date | None] = Field(None, description="The last day. If you leave it out, the break lasts one day.")

    @model_validator(mode="after")
    def _ends_last(self) -> Self:
        if self.ends and self.ends < self.starts:
            later = not_before(self.ends, self.starts)
            raise value_error("E131", f'"{self.name}" ends before it starts.', f"Write a later day:  ends: {later}")
        return self

    def days(self) -> Iterator[dt.date]:
        """Each of its days."""
        for number in range(self.starts.toordinal(), (self.ends or self.starts).toordinal() + 1):
            yield dt.date.fromordinal(number)


def by_day(entries: Sequence[NoSchool]) -> dict[dt.date, NoSchool]:
    """The entry for each day without school; the first entry if there are several."""
    return {day: entry for entry in reversed(entries) for day in entry.days()}
