"""The dates of an event as the public may see them: its recurrence instances (RFC 5545, 3.8.4.4).

A large hub has more than a hundred thousand of them, and a page shows a few. So each holds what lists are made by, and
the words for it are found when they are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from zoneinfo import ZoneInfo

from . import wording
from .recurrence import Moment, Occurrence, day_of
from .view import View


class Instance:
    """A date of an event, in the zone of the site.

    `series_date` names it even after a move. `order` puts dates in order: by day, entries for the whole day first,
    then by time and id.
    """

    __slots__ = (
        "_today",
        "_usual",
        "_zone",
        "away",
        "end",
        "event",
        "first_day",
        "is_coming",
        "last_day",
        "note",
        "order",
        "reason",
        "series_date",
        "start",
        "status",
    )

    def __init__(self, event: View, occurrence: Occurrence, zone: ZoneInfo, today: dt.date) -> None:
        self.event, self._zone, self._today = event, zone, today
        self.start, self.end = _here(occurrence.start, zone), _here(occurrence.end, zone)
        self.first_day, self.last_day = day_of(self.start), day_of(self.end)
        self.is_coming = self.last_day >= today
        self.series_date = occurrence.date
        self.status = occurrence.status
        is_plain = occurrence.status == "confirmed" and occurrence.change is None
        self.note = "" if is_plain else wording.remark(occurrence)
        self.reason = occurrence.reason
        self._usual = _here(occurrence.usual, zone) if occurrence.start != occurrence.usual else None
        self.away = "" if self.start is occurrence.start else _away(occurrence, self.start)
        self.order = (self.first_day, isinstance(self.start, dt.datetime), _iso(self.start), event.id)

    @property
    def datetime(self) -> str:
        """2026-09-10T16:00-07:00, or a date alone."""
        return _iso(self.start)

    @property
    def end_datetime(self) -> str:
        """The end in the same form."""
        return _iso(self.end)

    @property
    def previous(self) -> str | None:
        """When it would have begun, where it is moved."""
        return _iso(self._usual) if self._usual else None

    @property
    def over(self) -> str:
        """The moment from which on it is over: its end, or the end of its last day."""
        if isinstance(self.end, dt.datetime):
            return _iso(self.end)
        return _iso(dt.datetime.combine(self.last_day + dt.timedelta(days=1), dt.time(), self._zone))

    @property
    def when(self) -> str:
        """Thursday 10 September 2026, 4:00–5:30 pm."""
        return wording.span(self.start, self.end)

    @property
    def day(self) -> str:
        """Thursday 10 September 2026; of entries for whole days, all of them."""
        return wording.day(self.first_day) if self._times else wording.days(self.first_day, self.last_day)

    @property
    def brief(self) -> str:
        """Thu 10 Sep, or Thu 10 to Fri 11 Sep."""
        return wording.brief(self.first_day, self.last_day, self._today)

    @property
    def time(self) -> str:
        """4:00–5:30 pm"""
        return self._times or "All day"

    @property
    def _times(self) -> str:
        start, end = self.start, self.end
        return wording.times(start, end) if isinstance(start, dt.datetime) and isinstance(end, dt.datetime) else ""

    @property
    def zone(self) -> str:
        """PST or PDT; nothing for whole days."""
        return wording.zone_name(self.start)

    @property
    def is_today(self) -> bool:
        """Whether it takes place on the day of the build."""
        return self.first_day <= self._today <= self.last_day


def in_order(instances: Iterable[Instance]) -> list[Instance]:
    """Instances by day, entries for the whole day first, then by time and id."""
    return sorted(instances, key=attrgetter("order"))


def _here(moment: Moment, zone: ZoneInfo) -> Moment:
    """The moment in a zone; a date alone stays."""
    return moment.astimezone(zone) if isinstance(moment, dt.datetime) else moment


def _iso(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _away(occurrence: Occurrence, here: Moment) -> str:
    """The time at the place of the event, where its clocks differ from the site's."""
    start = occurrence.start
    if isinstance(start, dt.datetime) and isinstance(here, dt.datetime) and start.utcoffset() != here.utcoffset():
        return f"{wording.span(start, occurrence.end)} {wording.zone_name(start)}"
    return ""
