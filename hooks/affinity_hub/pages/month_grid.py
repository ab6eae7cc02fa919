"""The events of a month, as a list and as a grid of weeks."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from affinity_hub.record_views.events.event import EventDate
from affinity_hub.wording import dates

# These limits bound the number of pages, even if a district keeps its old events for many years.
MONTHS_BACK = 24
MONTHS_AHEAD = 18
# A longer event is named above the grid and has no bars.
LONGEST_IN_DAYS = 7
# The largest number of bars in a week, one below another. The style sheet has a row for each of them.
LANES = 4


@dataclass(frozen=True, slots=True)
class WeekBar:
    """The part of an event of several days that is in one week. `lane` counts from 1, from top to bottom."""

    row: EventDate
    lane: int
    days: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid. `is_inside` is False for the days of the months before and after. `bars` begin on the day."""

    date: dt.date
    is_inside: bool
    rows: Sequence[EventDate] = ()
    bars: Sequence[WeekBar] = ()


@dataclass(frozen=True)
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

    @cached_property
    def kinds(self) -> set[str]:
        """The kinds of events in the month."""
        return {row.event.kind for row in self.rows}

    @property
    def weekdays(self) -> Sequence[tuple[str, str]]:
        """The short and the long name of each weekday, in the order of a week."""
        return dates.weekdays()

    def weeks(self) -> Iterator[list[Day]]:
        """The weeks with the occurrences of each day that belongs to the month."""
        short = [row for row in self.rows if _length(row) <= LONGEST_IN_DAYS]
        weeks = Calendar(dates.first_weekday())
        for week in weeks.monthdatescalendar(self.first.year, self.first.month):
            inside = [date for date in week if self._is_inside(date)]
            own = [row for row in short if row.first_day <= inside[-1] and inside[0] <= row.last_day]
            bars = _bars([row for row in own if _length(row) > 1], inside)
            drawn = [bar.row for of_day in bars.values() for bar in of_day]
            others: dict[dt.date, list[EventDate]] = {}
            for row in own:
                if row not in drawn:
                    others.setdefault(max(row.first_day, inside[0]), []).append(row)
            yield [Day(date, self._is_inside(date), others.get(date, ()), bars.get(date, ())) for date in week]

    def agenda(self, rows: Iterable[EventDate]) -> list[tuple[dt.date, str, list[EventDate]]]:
        """The days of the month on which something begins or continues from an earlier month: the day, its name without
        the year, and its occurrences from `rows`."""
        by_day = groupby(rows, key=lambda row: max(row.first_day, self.first))
        return [(day, dates.listed_day(day, day), list(own)) for day, own in by_day]

    def _is_inside(self, date: dt.date) -> bool:
        return date.month == self.first.month


def _bars(rows: Iterable[EventDate], days: Sequence[dt.date]) -> dict[dt.date, list[WeekBar]]:
    """The bars in a week, by the day on which each begins there. An event that finds no lane has no bar."""
    taken: list[set[dt.date]] = [set() for _ in range(LANES)]
    bars: dict[dt.date, list[WeekBar]] = {}
    for row in sorted(rows, key=lambda row: (row.first_day, -_length(row))):
        own = {day for day in days if row.first_day <= day <= row.last_day}
        lane = next((number for number, used in enumerate(taken) if not used & own), None)
        if lane is not None:
            taken[lane] |= own
            begins, ends = row.first_day in own, row.last_day in own
            bars.setdefault(min(own), []).append(WeekBar(row, lane + 1, len(own), begins, ends))
    return bars


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
