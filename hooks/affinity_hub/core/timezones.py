"""Time zones, always from the pinned `tzdata` package, never from the machine.

`vtimezone` describes a zone to calendar clients.
"""

from __future__ import annotations

import calendar
import datetime as dt
import struct
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

_DATABASE: Final = Path(tzdata.__file__).parent
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def is_zone(name: str) -> bool:
    """Whether the tz database has a zone of exactly that name. It is looked up in a list, so no path is ever opened."""
    return name in names()


@cache
def names() -> frozenset[str]:
    """The name of every zone in the tz database, aliases included."""
    # "Factory" means a clock that was never set.
    return frozenset((_DATABASE / "zones").read_text("ascii").split()) - {"Factory"}


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name in the tz database. Raises KeyError if there is none."""
    with _file(name).open("rb") as data:
        return ZoneInfo.from_file(data, name)


@cache
def read(name: str) -> tuple[tuple[dt.datetime, ...], str]:
    """The clock changes in a tz file, as moments in UTC, and the rule for all later years (RFC 9636, section 3)."""
    data = _file(name).read_bytes()
    isut, isstd, leap, times, types, letters = struct.unpack_from(">6l", data, 20)
    # The file holds everything twice. Skip the first block, which has 32-bit times.
    start = 44 + times * 5 + types * 6 + letters + leap * 8 + isstd + isut
    times = struct.unpack_from(">6l", data, start + 20)[3]
    seconds = struct.unpack_from(f">{times}q", data, start + 44)
    footer = data.rsplit(b"\n", 2)[1].decode("ascii")
    # A file may start with a moment before the year 1, which means "always".
    changes = (_EPOCH + dt.timedelta(seconds=second) for second in seconds if second > -(2**33))
    return tuple(changes), footer


@cache
def countries() -> dict[str, str]:
    """The two-letter country code of each zone in `zone.tab`."""
    rows = (_DATABASE / "zoneinfo" / "zone.tab").read_text("ascii").splitlines()
    return {name: country for country, _, name, *_ in (row.split("\t") for row in rows if not row.startswith("#"))}


@cache
def abbreviations(name: str) -> tuple[str, ...]:
    """The abbreviations of a zone in January and in July, such as `CST` and `CDT`."""
    moments = (dt.datetime(2026, month, 15, tzinfo=zone(name)) for month in (1, 7))
    return tuple(moment.tzname() or "" for moment in moments)


def has_summer_time(name: str) -> bool:
    """Whether the clocks of a zone change each year, by the rule for the years after the last known change.

    Raises KeyError for an unknown zone.
    """
    return "," in read(name)[1]  # the rule names two days: PST8PDT,M3.2.0,M11.1.0


@cache
def days_of_change(name: str, first: int, last: int) -> frozenset[dt.date]:
    """The days from the year `first` to the year `last` on which the clocks change. On all other days, no local time is
    `doubtful`."""
    return frozenset[dt.date]().union(*(_days_of_change(name, year) for year in range(first, last + 1)))


@cache
def _days_of_change(name: str, year: int) -> frozenset[dt.date]:
    """The days of one year on which the clocks change. The set is exact, because the program goes through a whole
    series for each day in it."""
    tz, first, length = zone(name), dt.date(year, 1, 1), 366 if calendar.isleap(year) else 365
    midnights = [dt.datetime.combine(first + dt.timedelta(days=days), dt.time(), tz) for days in range(length + 1)]
    # Midnight itself may be skipped or repeated.
    offsets = [(moment.utcoffset(), moment.replace(fold=1).utcoffset()) for moment in midnights]
    days = zip(midnights, pairwise(offsets), strict=False)
    return frozenset(midnight.date() for midnight, (day, other) in days if len({*day, *other}) > 1)


@lru_cache(maxsize=4_000)  # few days have doubtful times, and many events share these days
def doubtful(moment: dt.datetime, tz: ZoneInfo) -> Literal["missing", "twice"] | None:
    """What is wrong with a local time without a zone: `missing` if the clock change skips it, `twice` if it occurs
    twice, None otherwise (PEP 495)."""
    first, second = (moment.replace(tzinfo=tz, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first == second:
        return None
    return "missing" if first < second else "twice"


def _file(name: str) -> Path:
    if not is_zone(name):
        raise KeyError(name)
    return _DATABASE / "zoneinfo" / name
