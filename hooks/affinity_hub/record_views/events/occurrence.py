"""The dates of an event as the public may see them: its recurrence instances (RFC 5545, 3.8.4.4).

A large hub has more than a hundred thousand dates, and a page shows a few. So each date keeps only the values that
lists need, and most of its words are made on request.
"""

from __future__ import annotations

import datetime as dt
from copy import copy
from functools import lru_cache
from typing import Final, Self
from zoneinfo import ZoneInfo

from affinity_hub.core.calendar_days import Moment, day_of, last_day
from affinity_hub.core.i18n import gettext
from affinity_hub.recurrence import describe
from affinity_hub.recurrence.schedule import OFF, Status
from affinity_hub.schema.event import EventOccurrence
from affinity_hub.wording import dates, zones

# In lists, an end at or before noon of the next day is shown without its day.
_NOON: Final = dt.time(12)


class OccurrenceView:
    """A date in the zone of the site, and its words.

    `first_day` and `last_day` are the days on which lists show it. A date that crosses midnight and lasts less than a
    day is only on the day on which it starts.
    """

    start: Moment
    end: Moment
    first_day: dt.date
    last_day: dt.date
    is_coming: bool
    status: Status

    __slots__ = ("_occurrence", "_today", "_zone", "end", "first_day", "is_coming", "last_day", "start", "status")

    def __init__(self, occurrence: EventOccurrence, zone: ZoneInfo, today: dt.date) -> None:
        self._occurrence, self._zone, self._today = occurrence, zone, today
        self.start, self.end = in_site_zone(occurrence.start, zone), in_site_zone(occurrence.end, zone)
        self.first_day, last = _same(day_of(self.start)), last_day(self.start, self.end)
        self.last_day = self.first_day if _is_within_a_day(self.start, self.end) else _same(last)
        self.is_coming = last >= today
        self.status = occurrence.status

    def with_status_of(self, other: Self) -> Self:
        """The same date with the status of another date of the event, and the reason for it."""
        found, last = copy(self), other._occurrence
        found._occurrence = self._occurrence._replace(event=last.event, status=last.status, series=last.series)
        found.status = last.status
        return found

    @property
    def series_date(self) -> dt.date:
        """The date in the series, which identifies it even after a move."""
        return self._occurrence.date

    @property
    def differs(self) -> tuple[str, ...]:
        """The keys of its own values."""
        change = self._occurrence.change
        return tuple(change.own_values) if change else ()

    @property
    def note(self) -> str:
        """The unusual facts about it, with the reason; empty for an ordinary date."""
        occurrence = self._occurrence
        if occurrence.status == "confirmed" and occurrence.change is None:
            return ""
        return describe.remark(occurrence, self._zone, is_coming=self.is_coming)

    @property
    def reason(self) -> str | None:
        """The reason why it was moved, changed, or cancelled."""
        return self._occurrence.reason

    @property
    def local_time(self) -> str:
        """The time at the place of the event, if its clocks differ from the site's; otherwise empty."""
        start = self._occurrence.start
        if (
            self.start is start
            or not (isinstance(start, dt.datetime) and isinstance(self.start, dt.datetime))
            or start.utcoffset() == self.start.utcoffset()
        ):
            return ""
        return f"{dates.span(start, self._occurrence.end)} {zones.abbreviation(start)}"

    @property
    def is_off(self) -> bool:
        """Whether the date is cancelled or postponed, so that it does not take place on its day."""
        return self.status in OFF

    @property
    def tentative_note(self) -> str:
        """The words “not yet certain” for a tentative date; empty for other dates."""
        return gettext("not yet certain") if self.status == "tentative" else ""

    @property
    def datetime(self) -> str:
        """The start for a `time` element: 2026-09-10T16:00-07:00, or a date alone."""
        return _iso(self.start)

    @property
    def end_datetime(self) -> str:
        """The end, in the form of `datetime`."""
        return _iso(self.end)

    @property
    def previous(self) -> str | None:
        """The original start of a moved date."""
        occurrence = self._occurrence
        return _iso(in_site_zone(occurrence.usual, self._zone)) if occurrence.start != occurrence.usual else None

    @property
    def over(self) -> str:
        """The moment at which it is over: its end, or the end of its last day."""
        if isinstance(self.end, dt.datetime):
            return _iso(self.end)
        return end_of_day(self.last_day, self._zone)

    @property
    def when(self) -> str:
        """The day and the time: Thursday, September 10, 2026, 4:00–5:30 PM"""
        return dates.span(self.start, self.end)

    @property
    def day(self) -> str:
        """The day: Thursday, September 10, 2026; for all-day entries, all the days."""
        return dates.day(self.first_day) if self._has_times else dates.days(self.first_day, self.last_day)

    @property
    def listed_day(self) -> str:
        """The day without the current year, for lists of upcoming dates; for several whole days, all the days."""
        if self._has_times or self.first_day == self.last_day:
            return dates.listed_day(self.first_day, self._today)
        return dates.days(self.first_day, self.last_day)

    @property
    def brief(self) -> str:
        """The days in short form: Thu, Sep 10, or Thu, Sep 10 – Fri, Sep 11"""
        return dates.brief(self.first_day, self.last_day, self._today)

    @property
    def brief_day(self) -> str:
        """As `brief`, for lists that also show `brief_time`, which names the day of the end."""
        return dates.brief(self.first_day, self.first_day if self._has_times else self.last_day, self._today)

    @property
    def time(self) -> str:
        """The time, 4:00–5:30 PM, or "All day"."""
        return self._times or gettext("All day")

    @property
    def _has_times(self) -> bool:
        return isinstance(self.start, dt.datetime)

    @property
    def _times(self) -> str:
        start, end = self.start, self.end
        if not (isinstance(start, dt.datetime) and isinstance(end, dt.datetime)):
            return ""
        return dates.times(start, end)

    @property
    def brief_time(self) -> str:
        """The time for lists: 8:00 PM–10:00 AM. An end in the afternoon of the next day, or later, also has its day."""
        start, end = self.start, self.end
        if not (isinstance(start, dt.datetime) and isinstance(end, dt.datetime)):
            return self.time
        if self.first_day == self.last_day and end.time() <= _NOON:
            return dates.hours(start, end)
        return dates.times(start, end, lambda last: dates.brief(last, last, self._today))

    @property
    def zone(self) -> str:
        """The abbreviation of the time zone: PST or PDT; empty for whole days."""
        return zones.abbreviation(self.start)

    @property
    def own_zone(self) -> str:
        """The zone of the site, for a date of an event whose own zone has another time; empty otherwise.

        Pages name their time zone once, so only these dates name it again.
        """
        return self.zone if self.local_time else ""

    @property
    def is_today(self) -> bool:
        """Whether the day of the build is one of its days. The date may be cancelled."""
        return self.first_day <= self._today <= self.last_day

    @property
    def weekday(self) -> str:
        """The weekday: Thu"""
        return dates.block(self.first_day)[0]

    @property
    def number(self) -> str:
        """The day of the month: 10"""
        return dates.block(self.first_day)[1]

    @property
    def month(self) -> str:
        """The month: Sep"""
        return dates.block(self.first_day)[2]

    @property
    def in_month(self) -> str:
        """The year and the month: 2026-09"""
        return self.first_day.isoformat()[:7]


def end_of_day(day: dt.date, zone: ZoneInfo) -> str:
    """The moment at which a day is over: 2026-09-11T00:00-07:00"""
    return _iso(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone))


def _is_within_a_day(start: Moment, end: Moment) -> bool:
    """Whether it has times and lasts less than a day."""
    return isinstance(start, dt.datetime) and isinstance(end, dt.datetime) and end - start < dt.timedelta(days=1)


def in_site_zone(moment: Moment, zone: ZoneInfo) -> Moment:
    """The moment in the zone of the site. A date without a time does not change."""
    return moment.astimezone(zone) if isinstance(moment, dt.datetime) else moment


def _iso(moment: Moment) -> str:
    if not isinstance(moment, dt.datetime):
        return moment.isoformat()
    return _day_iso(moment.date()) + _clock_iso(moment.time(), moment.utcoffset())


@lru_cache(maxsize=4096)
def _day_iso(day: dt.date) -> str:
    return day.isoformat()


@lru_cache(maxsize=4096)
def _clock_iso(time: dt.time, offset: dt.timedelta | None) -> str:
    moment = dt.datetime.combine(dt.date(2000, 1, 1), time, None if offset is None else dt.timezone(offset))
    return moment.isoformat(timespec="minutes")[10:]


@lru_cache(maxsize=4096)
def _same(day: dt.date) -> dt.date:
    """One object for all equal days, to save memory."""
    return day
