"""VTIMEZONE: the clock changes of a zone in a calendar (RFC 5545, section 3.6.5).

The last line of a tz file gives the rule for all future years (RFC 9636, section 3.3: a POSIX TZ string such as
`PST8PDT,M3.2.0,M11.1.0`). The rule becomes the form that every client reads, including Outlook: at most two
observances, each with a yearly rule. If a calendar has dates before that rule begins, each earlier clock change gets
its own observance with a single onset. These observances use no RDATE, because some readers take only the first and
Outlook takes none, and no UNTIL, because some readers compare it with local times.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from affinity_hub.core.timezones import days_of_change, read, zone

_WEEKDAYS: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # as POSIX counts them
_HOUR: Final = dt.timedelta(hours=1)
_MINUTE: Final = dt.timedelta(minutes=1)
_SECOND: Final = dt.timedelta(seconds=1)
_DAY: Final = dt.timedelta(days=1)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# The years in a calendar without dates, if no yearly rule covers all years.
_SPAN: Final = (dt.date(2020, 1, 1), dt.date(2037, 12, 31))


@dataclass(frozen=True, slots=True)
class Observance:
    """One half of the year in a yearly rule. `before` and `after` are the offsets from UTC around its onset.

    The onset is `hour` after midnight on the `weekday` (Sunday = 0) that falls on one of `days`, by the clock in use
    before the change. `days` are seven days of `month`; -7 to -1 are the last seven.
    """

    name: str
    before: dt.timedelta
    after: dt.timedelta
    month: int = 0
    weekday: int = 0
    days: tuple[int, ...] = ()
    hour: dt.timedelta = dt.timedelta()

    def onset(self, year: int) -> dt.datetime:
        """Its onset in a year as a naive local time, by the clock in use before."""
        length = calendar.monthrange(year, self.month)[1]
        dates = (dt.date(year, self.month, day if day > 0 else length + 1 + day) for day in self.days)
        date = next(date for date in dates if date.isoweekday() % 7 == self.weekday)
        return dt.datetime.combine(date, dt.time()) + self.hour

    def change(self, year: int) -> ClockChange:
        """Its onset in a year as a clock change."""
        return ClockChange((self.onset(year) - self.before).replace(tzinfo=dt.UTC), self.before, self.after)

    def rrule(self) -> str:
        """The RRULE; an nth weekday if the seven days are a whole week of the month (RFC 5545, section 3.3.10)."""
        code, first = _WEEKDAYS[self.weekday], self.days[0]
        if first < 0 or first % 7 == 1:
            nth = -1 if first < 0 else first // 7 + 1
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={nth}{code}"
        days = ",".join(str(day) for day in self.days)
        return f"FREQ=YEARLY;BYMONTH={self.month};BYMONTHDAY={days};BYDAY={code}"


class ClockChange(NamedTuple):
    """A clock change: its moment in UTC, and the offsets from UTC before and after it."""

    moment: dt.datetime
    before: dt.timedelta
    after: dt.timedelta


@dataclass(frozen=True)
class _Clocks:
    """The known clock changes of a zone."""

    tz: ZoneInfo
    listed: tuple[ClockChange, ...]
    """The changes that the tz file lists, in order."""
    end: dt.datetime
    """The moment (UTC) up to which the file lists changes. It may be later than the last change."""
    rule: tuple[Observance, ...]
    """The yearly rule after that moment: one or two observances, or none if RFC 5545 cannot express it."""

    @cached_property
    def settled(self) -> ClockChange | None:
        """The first change from which the yearly rule gives every change; None without such a rule.

        In a zone without further clock changes, this is the last change, or the beginning.
        """
        if len(self.rule) < 2:
            last = self.listed[-1] if self.listed and self.listed[-1].moment > _EPOCH else self.beginning
            return last if self.rule else None
        by_rule = {half.change(year) for half in self.rule for year in range(1900, self.end.year + 3)}
        true = {*self.listed, *(change for change in by_rule if change.moment > self.end)}
        # Search backward for the first moment at which the clocks did not follow the rule.
        wrong = max((change.moment for change in true ^ by_rule), default=_EPOCH)
        return min(change for change in by_rule if change.moment > wrong)

    @cached_property
    def beginning(self) -> ClockChange:
        """The start of 1970 as a pseudo-change that carries the first offset."""
        offset = _offset_at(_EPOCH, self.tz)
        return ClockChange(_EPOCH - offset, offset, offset)

    def changes(self, first: dt.date, last: dt.date) -> list[ClockChange]:
        """Every change from the change in effect on the first day to the change in effect on the last day."""
        begin, end = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (first - _DAY, last + 2 * _DAY))
        coming = [change for change in sorted({*self.listed, *self._scanned(last.year)}) if change.moment < end]
        earlier = [number for number, change in enumerate(coming) if change.moment <= begin]
        return coming[earlier[-1] :] if earlier else [self.beginning, *coming]

    def _scanned(self, last: int) -> set[ClockChange]:
        """The changes after the listed changes, through a year, if no yearly rule gives them."""
        if self.rule:
            return set()
        found = set[ClockChange]()
        for day in days_of_change(self.tz.key, self.end.year, last + 1):
            low = dt.datetime.combine(day, dt.time(), dt.UTC) - _DAY
            high, before = low + 3 * _DAY, _offset_at(low, self.tz)
            if (after := _offset_at(high, self.tz)) == before:
                continue
            while high - low > _SECOND:
                middle = low + (high - low) // (2 * _SECOND) * _SECOND
                low, high = (middle, high) if _offset_at(middle, self.tz) == before else (low, middle)
            found.add(ClockChange(high, before, after))
        return found


@cache
def holds_since(name: str) -> dt.date | None:
    """The first whole local day on which the yearly rule of a zone holds; None without such a rule.

    Raises KeyError for an unknown zone.
    """
    settled = _clocks(name).settled
    if settled is None:
        return None
    local = settled.moment.replace(tzinfo=None) + settled.before
    return local.date() if local.time() == dt.time() else local.date() + _DAY


def vtimezone(name: str, first: dt.date | None = None, last: dt.date | None = None) -> bytes:
    """The VTIMEZONE of a zone, with CRLF line ends. It is correct from the local day `first` to `last`, and from the
    day on which the yearly rule begins to hold. Without days, it has only the rule.

    Raises KeyError for an unknown zone.
    """
    since = holds_since(name)
    if since and (first is None or first >= since):
        return _component(name, ())
    changes = _clocks(name).changes(first or _SPAN[0], max(last or _SPAN[1], first or _SPAN[0]))
    return _component(name, tuple(changes))


@cache
def _component(name: str, changes: tuple[ClockChange, ...]) -> bytes:
    """The VTIMEZONE with an observance for each of `changes`, followed by the yearly rule."""
    clocks = _clocks(name)
    settled, tz = clocks.settled, clocks.tz
    single = [change for change in changes if settled is None or change.moment < settled.moment]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for number, change in enumerate(single):
        # Outlook requires a STANDARD observance, so the first observance is STANDARD if no rule follows.
        kind = "DAYLIGHT" if _is_daylight(change, tz) and (number or settled) else "STANDARD"
        lines += _lines(kind, _local(change), change, change.moment.astimezone(tz).tzname() or "")
    if settled and len(clocks.rule) == 1:
        exact = settled if single else settled._replace(before=settled.after)
        lines += _lines("STANDARD", _local(settled), exact, clocks.rule[0].name)
    # The half with the greater offset is DAYLIGHT, even in Ireland, where the law defines winter time as the exception:
    # Outlook reads no other form.
    for half in sorted(clocks.rule if len(clocks.rule) == 2 else (), key=lambda half: half.before - half.after):
        assert settled
        onsets = (half.change(settled.moment.year + years) for years in range(-1, 3))
        first = next(onset for onset in onsets if onset.moment >= settled.moment)
        # The end of a day, as Windows writes it. Midnight would be on the next day, which is often not an nth
        # weekday, and Outlook supports only nth weekdays. The time is off by one second.
        local = _local(first) - (_SECOND if half.hour == _DAY else dt.timedelta())
        kind = "DAYLIGHT" if half.after > half.before else "STANDARD"
        lines += _lines(kind, local, first, half.name, f"RRULE:{half.rrule()}")
    return "".join(f"{line}\r\n" for line in [*lines, "END:VTIMEZONE"]).encode("ascii")


def _lines(kind: str, local: dt.datetime, change: ClockChange, name: str, *rule: str) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local:%Y%m%dT%H%M%S}",
        *rule,
        f"TZNAME:{name}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        f"END:{kind}",
    ]


def _local(change: ClockChange) -> dt.datetime:
    """The moment of a change as a naive local time, by the clock in use before the change."""
    return change.moment.replace(tzinfo=None) + change.before


def _is_daylight(change: ClockChange, tz: ZoneInfo) -> bool:
    """Whether the clocks go forward for a season, and not because a law moved the standard time."""
    earlier, later = ((change.moment + part).astimezone(tz).dst() for part in (-_SECOND, dt.timedelta()))
    return change.after > change.before and earlier != later


def _offset(value: dt.timedelta) -> str:
    """An offset from UTC (RFC 5545 3.3.14). It has seconds if a historical law did."""
    minutes, seconds = divmod(abs(value) // _SECOND, 60)
    sign = "-" if value < dt.timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")


def _offset_at(moment: dt.datetime, tz: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(tz).utcoffset() or dt.timedelta()


@cache
def _clocks(name: str) -> _Clocks:
    (moments, footer), tz = read(name), zone(name)
    changes = (
        ClockChange(moment, _offset_at(moment - _SECOND, tz), _offset_at(moment, tz)) for moment in sorted(moments)
    )
    real = tuple(change for change in changes if change.before != change.after)
    return _Clocks(tz, real, max(moments, default=_EPOCH), _observances(footer))


_NAME: Final = r"([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_HOURS: Final = r"([+-]?\d{1,3}(?::\d{2}){0,2})"
_DATE: Final = rf",M(\d{{1,2}})\.([1-5])\.([0-6])(?:/{_HOURS})?"
_FOOTER: Final = re.compile(rf"{_NAME}{_HOURS}(?:{_NAME}{_HOURS}?{_DATE}{_DATE})?")


def _observances(footer: str) -> tuple[Observance, ...]:
    """The one or two observances of a POSIX TZ string; none if RFC 5545 cannot express the yearly rule."""
    found = _FOOTER.fullmatch(footer)
    if not found:
        return ()
    usual, shift, other, other_shift, *dates = found.groups()
    offset = -_hours(shift)  # in POSIX, positive offsets are west of Greenwich
    if other is None:
        return (Observance(usual.strip("<>"), offset, offset),)
    ahead = -_hours(other_shift) if other_shift else offset + _HOUR
    halves = _observance(other, offset, ahead, dates[:4]), _observance(usual, ahead, offset, dates[4:])
    return tuple(half for half in halves if half) if all(halves) else ()


def _observance(name: str, before: dt.timedelta, after: dt.timedelta, date: list[str | None]) -> Observance | None:
    month, week, weekday = (int(part or 0) for part in date[:3])
    hour, shift = _hours(date[3] or "2"), 0
    length = calendar.monthrange(2001, month)[1]
    days = range(week * 7 - 6, week * 7 + 1) if week < 5 else range(-7, 0)  # week 5 means the last week
    if not dt.timedelta() <= hour <= _DAY:
        # The onset can be on the next day of the week: 26 hours after the start of Thursday is 2:00 on Friday.
        shift, hour = divmod(hour, _DAY)
        first = (days[0] if week < 5 else length - 6) + shift
        days = range(first, first + 7)
        if not 1 <= first <= length - 6 or (month == 2 and week == 5):
            return None
    return Observance(name.strip("<>"), before, after, month, (weekday + shift) % 7, tuple(days), hour)


def _hours(text: str) -> dt.timedelta:
    """Parses the hours, minutes, and seconds of a POSIX TZ string: 2, -3:30, 26."""
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    return sign * sum((part * unit for part, unit in zip(parts, _UNITS, strict=False)), dt.timedelta())


_UNITS: Final = (_HOUR, _MINUTE, _SECOND)
