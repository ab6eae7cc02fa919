"""The dates on which a series does not meet, and the values that all events of a site share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.wording import dates

from .occurrence import end_of_day


@dataclass(frozen=True, slots=True)
class EventContext:
    """The values that all events of a site share."""

    zone: ZoneInfo
    today: dt.date
    facilitators: Mapping[str, FacilitatorView]


@dataclass(frozen=True, slots=True)
class SkippedDate:
    """A date on which a series does not meet."""

    date: dt.date
    reason: str | None
    _context: EventContext

    @property
    def day(self) -> str:
        """The date in words, without the current year."""
        return dates.listed_day(self.date, self._context.today)

    @property
    def over(self) -> str:
        """The moment after which the date is past."""
        return end_of_day(self.date, self._context.zone)
