"""Time zones, always from the pinned `tzdata` package, never from the machine's own.

Calendar clients get a zone as a VTIMEZONE. It is made from the one line at the end of a tz file that says how the
clocks change in every year to come (RFC 9636 3.3, a POSIX TZ string such as `PST8PDT,M3.2.0,M11.1.0`). That gives the
shape Outlook understands: at most two observances, each with a yearly rule. History is therefore not in it, and
`holds_since` says from when on it is right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Final, Literal
from zoneinfo import ZoneInfo

_WEEKDAYS: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # as POSIX counts them
_SECOND: Final = dt.timedelta(seconds=1)
_DAY: Final = dt.timedelta(days=1)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Observance:
    """One of the two halves of a year. `before` and `after` are its offsets from UTC; the rest says when it starts.

    The onset is `hour` after midnight, on the clock still in use, of the `weekday` (Sunday = 0) that falls on one of
    `days`, which are seven days of `month`; -7 to -1 are its last.
    """

    name: str
    before: dt.timedelta
    after: dt.timedelta
    month: int = 0
    weekday: int = 0
    days: tuple[int, ...] = ()
    hour: dt.timedelta = dt.timedelta()

    def onset(self, year: int) -> dt.datetime:
        """When it starts in a year, on the clock in use until then; without a zone."""
        length = calendar.monthrange(year, self.month)[1]
        dates = (dt.date(year, self.month, day if day > 0 else length + 1 + day) for day in self.days)
        date = next(date for date in dates if date.isoweekday() % 7 == self.weekday)
        return dt.datetime.combine(date, dt.time()) + self.hour

    def rrule(self) -> str:
        """The yearly rule; an nth weekday wherever the seven days are a week of the month (RFC 5545 3.3.10)."""
        code, first = _WEEKDAYS[self.weekday], self.days[0]
        if first < 0 or first % 7 == 1:
            nth = -1 if first < 0 else first // 7 + 1
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={nth}{code}"
        days = ",".join(str(day) for day in self.days)
        return f"FREQ=YEARLY;BYMONTH={self.month};BYMONTHDAY={days};BYDAY={code}"


def is_zone(name: str) -> bool:
    """Whether the tz database has a zone of exactly that name. It is looked up in a list, so no path is ever opened."""
    return name in _names()


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name in the tz database. Raises KeyError where there is none."""
    with _file(name).open("rb") as data:
        return ZoneInfo.from_file(data, name)


@cache
def days_of_change(name: str, first: int, last: int) -> frozenset[dt.date]:
    """The days of some years on which the clocks change: on all others no local time is `doubtful`."""
    return frozenset[dt.date]().union(*(_days_of_change(name, year) for year in range(first, last + 1)))


@cache
def _days_of_change(name: str, year: int) -> frozenset[dt.date]:
    """Those of a year. No day more: for each that is touched, a whole series is gone through."""
    place, first, length = zone(name), dt.date(year, 1, 1), 366 if calendar.isleap(year) else 365
    midnights = [dt.datetime.combine(first + dt.timedelta(days=days), dt.time(), place) for days in range(length + 1)]
    # Midnight itself may be skipped or come twice.
    offsets = [(moment.utcoffset(), moment.replace(fold=1).utcoffset()) for moment in midnights]
    days = zip(midnights, pairwise(offsets), strict=False)
    return frozenset(midnight.date() for midnight, (one, other) in days if len({*one, *other}) > 1)


@lru_cache(maxsize=4_000)  # few days have doubtful times, and those of many events are on them
def doubtful(moment: dt.datetime, place: ZoneInfo) -> Literal["missing", "twice"] | None:
    """What is wrong with a local time without zone: `missing` where the change of the clocks skips it, `twice` where it
    comes two times, nothing on all other days (PEP 495)."""
    first, second = (moment.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first == second:
        return None
    return "missing" if first < second else "twice"


@cache
def holds_since(name: str) -> dt.date:
    """The first whole local day from which `vtimezone` is right. Raises KeyError for no zone, ValueError as it does."""
    moment, offset = _settled(name)
    local = moment.replace(tzinfo=None) + offset
    return local.date() if local.time() == dt.time() else local.date() + _DAY


@cache
def vtimezone(name: str) -> bytes:
    """The VTIMEZONE of a zone (RFC 5545 3.6.5), lines ended with CRLF, right from `holds_since` on.

    Raises KeyError where there is no such zone, and ValueError where its clocks change by a rule that cannot be said.
    """
    since, offset = _settled(name)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    observances = _observances(_read(name)[1])
    if len(observances) == 1:
        local = since + offset if since > _EPOCH else _EPOCH
        lines += _lines("STANDARD", observances[0], local.replace(tzinfo=None))
    # The half with the greater offset is the DAYLIGHT one, also in Ireland, whose law has it the other way round:
    # Outlook reads nothing else.
    for half in sorted(observances if len(observances) == 2 else (), key=lambda half: half.before - half.after):
        onsets = (half.onset(since.year + years) for years in range(-1, 3))
        first = next(onset for onset in onsets if onset - half.before >= since.replace(tzinfo=None))
        lines += _lines("DAYLIGHT" if half.after > half.before else "STANDARD", half, first)
    return "".join(f"{line}\r\n" for line in [*lines, "END:VTIMEZONE"]).encode("ascii")


def _lines(kind: str, observance: Observance, first: dt.datetime) -> list[str]:
    rule = [f"RRULE:{observance.rrule()}"] if observance.days else []
    if observance.hour == _DAY:
        # The end of a day, as Windows writes it. Midnight exactly would be on the day after, which is often no nth
        # weekday, and Outlook knows nothing else. Nobody meets in the second by which this is off.
        first -= _SECOND
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{first:%Y%m%dT%H%M%S}",
        *rule,
        f"TZNAME:{observance.name}",
        f"TZOFFSETFROM:{_offset(observance.before)}",
        f"TZOFFSETTO:{_offset(observance.after)}",
        f"END:{kind}",
    ]


def _offset(value: dt.timedelta) -> str:
    hours, minutes = divmod(abs(value) // dt.timedelta(minutes=1), 60)
    return f"{'-' if value < dt.timedelta() else '+'}{hours:02}{minutes:02}"


@cache
def _names() -> frozenset[str]:
    # "Factory" stands for a clock nobody has set.
    return frozenset(_package().joinpath("zones").read_text("ascii").split()) - {"Factory"}


def _package() -> Traversable:
    return resources.files("tzdata")


def _file(name: str) -> Traversable:
    if not is_zone(name):
        raise KeyError(name)
    return _package().joinpath("zoneinfo", *name.split("/"))


def _read(name: str) -> tuple[tuple[dt.datetime, ...], str]:
    """The changes listed in a tz file, as moments in UTC, and the rule for all years after them (RFC 9636 3)."""
    data = _file(name).read_bytes()
    isut, isstd, leap, times, types, letters = struct.unpack_from(">6l", data, 20)
    # Everything is there twice; the first block, with 32-bit times, is of no use.
    start = 44 + times * 5 + types * 6 + letters + leap * 8 + isstd + isut
    times = struct.unpack_from(">6l", data, start + 20)[3]
    seconds = struct.unpack_from(f">{times}q", data, start + 44)
    footer = data.rsplit(b"\n", 2)[1].decode("ascii")
    # Files may start with a moment before the year 1, for "always".
    changes = (_EPOCH + dt.timedelta(seconds=second) for second in seconds if second > -(2**33))
    return tuple(changes), footer


@cache
def _settled(name: str) -> tuple[dt.datetime, dt.timedelta]:
    """The moment (UTC) of the first change since which all changes are those of the rule, and the offset before it."""
    changes, footer = _read(name)
    place, observances = zone(name), _observances(footer)
    last_year = max([change.year for change in changes], default=1970) + 1
    by_rule = set[dt.datetime]()
    if len(observances) == 2:
        years = range(1900, last_year + 2)
        by_rule = {(half.onset(year) - half.before).replace(tzinfo=dt.UTC) for half in observances for year in years}
    true = {change for change in changes if _before(change, place) != change.astimezone(place).utcoffset()}
    true |= {moment for moment in by_rule if not changes or moment > changes[-1]}
    # Going back, the first moment at which the clocks did something else than the rule says.
    wrong = max(true ^ by_rule, default=dt.datetime.min.replace(tzinfo=dt.UTC))
    moment = min((moment for moment in by_rule if moment > wrong), default=max(wrong, _EPOCH))
    return moment, _before(moment, place)


def _before(moment: dt.datetime, place: ZoneInfo) -> dt.timedelta:
    return (moment - _SECOND).astimezone(place).utcoffset() or dt.timedelta()


_UNSAYABLE: Final = 'The clocks change by a rule that calendars cannot follow: "{}"'
_NAME: Final = r"([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_HOURS: Final = r"([+-]?\d{1,3}(?::\d{2}){0,2})"
_DATE: Final = rf",M(\d{{1,2}})\.([1-5])\.([0-6])(?:/{_HOURS})?"
_FOOTER: Final = re.compile(rf"{_NAME}{_HOURS}(?:{_NAME}{_HOURS}?{_DATE}{_DATE})?")


def _observances(footer: str) -> tuple[Observance, ...]:
    """The one or two observances of a POSIX TZ string. Raises ValueError for what has no yearly rule of RFC 5545."""
    found = _FOOTER.fullmatch(footer)
    if not found:
        raise ValueError(_UNSAYABLE.format(footer))
    usual, shift, other, other_shift, *dates = found.groups()
    offset = -_hours(shift)  # POSIX counts westwards
    if other is None:
        return (Observance(usual.strip("<>"), offset, offset),)
    ahead = -_hours(other_shift) if other_shift else offset + dt.timedelta(hours=1)
    return (
        _observance(other, offset, ahead, dates[:4], footer),
        _observance(usual, ahead, offset, dates[4:], footer),
    )


def _observance(
    name: str, before: dt.timedelta, after: dt.timedelta, date: list[str | None], footer: str
) -> Observance:
    month, week, weekday = (int(part or 0) for part in date[:3])
    hour, shift = _hours(date[3] or "2"), 0
    length = calendar.monthrange(2001, month)[1]
    days = range(week * 7 - 6, week * 7 + 1) if week < 5 else range(-7, 0)  # the fifth is the last
    if not dt.timedelta() <= hour <= _DAY:
        # Another day of the week is meant: 26 hours after the start of a Thursday is two o'clock on Friday.
        shift, hour = divmod(hour, _DAY)
        first = (days[0] if week < 5 else length - 6) + shift
        days = range(first, first + 7)
        if not 1 <= first <= length - 6 or (month == 2 and week == 5):
            raise ValueError(_UNSAYABLE.format(footer))
    return Observance(name.strip("<>"), before, after, month, (weekday + shift) % 7, tuple(days), hour)


def _hours(text: str) -> dt.timedelta:
    """Hours, or hours, minutes and seconds, as a POSIX TZ string has them: 2, -3:30, 26."""
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    return sign * sum((part * unit for part, unit in zip(parts, _UNITS, strict=False)), dt.timedelta())


_UNITS: Final = (dt.timedelta(hours=1), dt.timedelta(minutes=1), _SECOND)
