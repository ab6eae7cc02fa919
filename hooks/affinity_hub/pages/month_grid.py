"""The events of a month, as a list and as a calendar sheet of weeks."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from affinity_hub.record_views.groups_and_events import EventDate
from affinity_hub.wording import dates

# These limits bound the number of pages, even if a district keeps its old events for many years.
MONTHS_BACK = 24
MONTHS_AHEAD = 18
# An event that lasts longer is shown above the calendar sheet, not on each of its days.
LONGEST_IN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the sheet. `is_inside` is False for the days of the months before and after."""

    date: dt.date
    is_inside: bool
    rows: Sequence[EventDate] = ()


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month with its occurrences, in the order given. `first` is its first day."""

    first: dt.date
    rows: Sequence[EventDate]

    @property
    def name(self) -> str:
        """The month in addresses and ids, such as `2026-09`."""
        return f"{self.first:%Y-%m}"

    @property
    def url(self) -> str:
        """The address of its page, from the root of the site."""
        return f"events/months/{self.name}/"

    @property
    def throughout(self) -> list[EventDate]:
        """The occurrences that last more than a week."""
        return [row for row in self.rows if _length(row) > LONGEST_IN_DAYS]

    @property
    def weekdays(self) -> Sequence[tuple[str, str]]:
        """The short and the long name of each weekday, in the order of a week."""
        return dates.weekdays()

    def weeks(self) -> Iterator[list[Day]]:
        """The weeks with the occurrences of each day that belongs to the month."""
        short = [row for row in self.rows if _length(row) <= LONGEST_IN_DAYS]
        weeks = Calendar(dates.first_weekday())
        for week in weeks.monthdatescalendar(self.first.year, self.first.month):
            yield [self._day(date, short) for date in week]

    def _day(self, date: dt.date, rows: Sequence[EventDate]) -> Day:
        is_inside = date.month == self.first.month
        return Day(date, is_inside, [row for row in rows if row.first_day <= date <= row.last_day] if is_inside else ())


def _length(row: EventDate) -> int:
    days: int = (row.last_day - row.first_day).days + 1
    return days


def months(rows: Iterable[EventDate], today: dt.date) -> list[MonthPage]:
    """The months in which something takes place, and the current month, in order."""
    found: dict[dt.date, list[EventDate]] = {today.replace(day=1): []}
    first, last = shifted(today, -MONTHS_BACK), shifted(today, MONTHS_AHEAD)
    for row in rows:
        month, end = max(first, row.first_day.replace(day=1)), min(row.last_day, last)
        while month <= end:
            found.setdefault(month, []).append(row)
            month = shifted(month, 1)
    return [MonthPage(month, found[month]) for month in sorted(found)]


def shifted(date: dt.date, by: int) -> dt.date:
    """The first day of the month that is `by` months after the month of a date."""
    year, month = divmod(date.year * 12 + date.month - 1 + by, 12)
    return dt.date(year, month + 1, 1)
