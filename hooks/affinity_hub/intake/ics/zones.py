"""Finds the time zone of an entry by its name, by its Windows name, or by the offsets in the file. A VTIMEZONE is
trusted only about offsets. If it differs from the zone of its name, the intended zone is unknown, so the entry is
refused. No time is ever silently read as UTC or as a time in the zone of the site.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from affinity_hub.core.timezones import names, zone
from affinity_hub.core.zone_names import is_place

from .content_lines import ForeignComponent
from .rules import UnknownRuleError, read_rule

UTC: Final = "UTC"
_UTC_NAMES: Final = frozenset(
    ("UTC", "ETC/UTC", "Z", "ZULU", "UNIVERSAL", "ETC/UCT", "UCT", "GMT", "ETC/GMT", "COORDINATED UNIVERSAL TIME")
)
# Names that are in the tz database as fixed offsets, and that people use for zones with daylight saving time.
_UNCLEAR: Final = frozenset(("EST", "MST", "HST", "ROC", "ROK", "PRC"))
_WINDOWS: Final = {name.casefold(): place for name, place in WINDOWS_TO_OLSON.items()}
_STEP: Final = dt.timedelta(hours=1)


class UnknownZoneError(ValueError):
    """The reason why the zone of an entry is unknown, as the end of a sentence."""


@dataclass(frozen=True)
class Clock:
    """The offsets from UTC that a VTIMEZONE describes, from the local time of each clock change on."""

    starts: tuple[dt.datetime, ...]
    offsets: tuple[dt.timedelta, ...]
    before: dt.timedelta
    last: dt.datetime
    """The moment up to which the clock changes are known."""

    def offset(self, local: dt.datetime) -> dt.timedelta:
        """The offset at a local time."""
        index = bisect_right(self.starts, local) - 1
        return self.offsets[index] if index >= 0 else self.before

    def agrees(self, place: ZoneInfo, times: Iterable[dt.datetime]) -> bool:
        """Whether a zone has the same offsets at the local times, except for times that a change skips or repeats."""
        return all(
            self.offset(local) == place.utcoffset(local.replace(fold=0)) or _is_doubtful(local, place)
            for local in times
        )


def _is_doubtful(local: dt.datetime, place: ZoneInfo) -> bool:
    return place.utcoffset(local.replace(fold=0)) != place.utcoffset(local.replace(fold=1))


def same_offsets(name: str, other: str, first: dt.date, last: dt.date) -> bool:
    """Whether two zones have the same offsets on all days from `first` to `last`."""
    return name == other or _same_offsets(name, other, first.toordinal() // 400, last.toordinal() // 400 + 1)


@lru_cache(maxsize=2_000)
def _same_offsets(name: str, other: str, first: int, last: int) -> bool:
    moment, end = dt.datetime.fromordinal(max(first * 400, 1)), dt.datetime.fromordinal(min(last * 400, 3_000_000))
    a, b = zone(name), zone(other)
    while moment < end:
        aware = moment.replace(tzinfo=dt.UTC)
        if aware.astimezone(a).utcoffset() != aware.astimezone(b).utcoffset():
            return False
        moment += _STEP * 6
    return True


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in names()}


def named(name: str) -> str | None:
    """The zone that a TZID names: by its name in the tz database, by Windows' name, or by a path with its name."""
    plain = name.strip().strip('"').casefold()
    if plain.upper() in _UTC_NAMES:
        return UTC
    if plain in _WINDOWS:
        return _WINDOWS[plain]
    parts = plain.strip("/").split("/")
    candidates = ["/".join(parts[index:]) for index in range(len(parts))] if plain.startswith("/") else [plain]
    found = next((known for candidate in candidates if (known := _by_folded_name().get(candidate))), None)
    return None if found in _UNCLEAR or (found and re.fullmatch(r"Etc/.*\d", found)) else found


class ZoneBook:
    """The zones of one file. `site` is the zone of the site, and `today` is the day of the import."""

    def __init__(self, described: Iterable[ForeignComponent], site: str, today: dt.date) -> None:
        self.site, self.today = site, today
        self._described: dict[str, ForeignComponent | None] = {}
        for component in described:
            try:
                tzid = component.one("TZID")
            except ValueError:
                continue
            if tzid:
                again = tzid.value in self._described and self._described[tzid.value] != component
                self._described[tzid.value] = None if again else component
        self._clocks: dict[str, Clock | None] = {}

    @cached_property
    def window(self) -> tuple[dt.datetime, dt.datetime]:
        """The range of local times in which described zones are compared."""
        today = dt.datetime.combine(self.today, dt.time())
        return today - dt.timedelta(days=31), today + dt.timedelta(days=800)

    def clock(self, name: str) -> Clock | None:
        """The clock of the zone that a file calls `name`; None if the file does not describe it clearly."""
        if name not in self._clocks:
            component = self._described.get(name)
            try:
                self._clocks[name] = _clock(component, self.window) if component else None
            except ValueError:
                self._clocks[name] = None
        return self._clocks[name]

    def place(self, name: str) -> str:
        """The zone that a TZID means. Raises `UnknownZoneError` if that is not certain."""
        known, clock = named(name), self.clock(name)
        if known:
            return known
        if clock is None:
            raise UnknownZoneError(f"its time zone “{_quoted(name)}” is not known")
        if found := self._with_offsets(name):
            return found
        raise UnknownZoneError(f"the offsets of its time zone “{_quoted(name)}” fit no known zone")

    def _with_offsets(self, name: str) -> str | None:
        clock = self.clock(name)
        assert clock
        return _matching(clock, self.site, *self.window)

    def check(self, name: str, place: str, times: Sequence[dt.datetime]) -> None:
        """Raises `UnknownZoneError` if the file has other offsets for a zone than the tz database, at some times."""
        clock = self.clock(name)
        if clock and not clock.agrees(zone(place), (time for time in times if time < clock.last)):
            raise UnknownZoneError(
                f"the calendar describes its time zone “{_quoted(name)}” with other offsets than {place} has"
            )


def _quoted(name: str) -> str:
    """The name of a zone in a message: never more than a few words, and no address."""
    return re.sub(r"[^\w /+():&.,-]", "", name)[:60]


@lru_cache(maxsize=100)
def _matching(clock: Clock, site: str, first: dt.datetime, last: dt.datetime) -> str | None:
    """The zone with the offsets of a clock: the zone of the site, or the first matching zone that Windows knows."""
    days = range(0, (last - first).days, 15)
    rough = [first + dt.timedelta(days=day) for day in days]
    edges = [start for start in clock.starts if first <= start <= last]
    fine = [edge + _STEP * hours for edge in edges for hours in range(-30, 31)]
    for name in dict.fromkeys((site, *WINDOWS_TO_OLSON.values())):
        if is_place(name) and clock.agrees(zone(name), rough) and clock.agrees(zone(name), fine):
            hours = (first + _STEP * hour for hour in range((last - first).days * 24))
            if clock.agrees(zone(name), hours):
                return name
    return None


def _clock(component: ForeignComponent, window: tuple[dt.datetime, dt.datetime]) -> Clock:
    """The clock changes that a VTIMEZONE describes in a window. Raises ValueError for a change that cannot be
    followed."""
    last = window[1]
    changes: list[tuple[dt.datetime, dt.timedelta, dt.timedelta]] = []
    for part in component.parts:
        start, before, after = (part.one(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
        if not (start and before and after):
            raise ValueError("incomplete")
        offsets = _offset(before.value), _offset(after.value)
        changes += [(onset, *offsets) for onset in _onsets(part, _local(start.value), offsets[0], last)]
    if not changes:
        raise ValueError("no clock")
    changes.sort()
    starts, befores, afters = zip(*changes, strict=True)
    return Clock(starts, afters, befores[0], last)


def _onsets(
    part: ForeignComponent, start: dt.datetime, before: dt.timedelta, last: dt.datetime
) -> Iterator[dt.datetime]:
    yield start
    for dates in part.all("RDATE"):
        yield from (_local(value) for value in dates.value.split(","))
    for text in part.all("RRULE"):
        rule = read_rule(text.value)
        if rule.frequency != "YEARLY":
            raise UnknownRuleError("no clocks change on such dates")
        end = last
        if rule.until:
            is_utc = rule.until.endswith("Z")
            end = min(last, _local(rule.until) + (before if is_utc else dt.timedelta()))
        for day in rule.dates(start.date(), end.date()):
            onset = dt.datetime.combine(day, start.time())
            if start < onset <= end:
                yield onset


def _local(value: str) -> dt.datetime:
    text = value.strip().upper().removesuffix("Z")
    return dt.datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - a local time


def _offset(value: str) -> dt.timedelta:
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", value.strip())
    if not found:
        raise ValueError("no offset")
    length = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length
