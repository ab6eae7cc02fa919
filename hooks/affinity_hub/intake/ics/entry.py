"""One entry of a foreign calendar: its times as they were written, and the dates on which it takes place."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from icalendar.prop import vDuration

from affinity_hub.core.calendar_days import Moment, day_of
from affinity_hub.core.timezones import zone

from .content_lines import CANCELLED_TITLE, ForeignComponent, ForeignProperty
from .rules import ForeignRule, UnknownRuleError, read_rule
from .zones import UTC, UnknownZoneError, ZoneBook, named, same_offsets

_VALUE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.IGNORECASE)
UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
_YEARS: Final = range(1990, 2200)
_STATUSES: Final = {
    "CONFIRMED": "confirmed",
    "TENTATIVE": "tentative",
    "CANCELLED": "cancelled",
    "CANCELED": "cancelled",
}


class UnclearEntryError(ValueError):
    """The reason why an entry is not imported, as the end of a sentence such as `The entry on Thursday 2026-12-03 is
    left out: …`."""


class FloatingTimeError(UnclearEntryError):
    """An entry has a time without a zone, and its zone is not known yet."""


@dataclass(frozen=True)
class Time:
    """A date, or a local time with its zone. `name` is the TZID as written; empty for UTC and for times without a
    zone."""

    moment: Moment
    place: str = ""
    name: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a date without a time."""
        return not isinstance(self.moment, dt.datetime)

    @cached_property
    def instant(self) -> dt.datetime:
        """The moment in UTC; for a date, its first second."""
        if isinstance(self.moment, dt.datetime):
            return self.moment.replace(tzinfo=zone(self.place)).astimezone(dt.UTC)
        return dt.datetime.combine(self.moment, dt.time(), dt.UTC)

    def at(self, place: str) -> Moment:
        """The local time in another zone. A date does not change."""
        if not isinstance(self.moment, dt.datetime):
            return self.moment
        return self.instant.astimezone(zone(place)).replace(tzinfo=None)

    def on(self, day: dt.date) -> Time:
        """The same time on another day."""
        moment = self.moment
        return Time(
            dt.datetime.combine(day, moment.time()) if isinstance(moment, dt.datetime) else day, self.place, self.name
        )


@dataclass(frozen=True)
class TimeReader:
    """Reads the times of one file. `floating` is the zone of times without a zone, if it is known."""

    zones: ZoneBook
    floating: str | None

    def times(self, found: ForeignProperty) -> list[Time]:
        """The times in the value of a property."""
        return [self._time(value, found) for value in found.value.split(",")]

    def time(self, found: ForeignProperty) -> Time:
        """The only time in the value of a property."""
        (time, *more) = self.times(found)
        if more:
            raise UnclearEntryError("one of its times is a list")
        return time

    def _time(self, value: str, found: ForeignProperty) -> Time:
        parts = _VALUE.fullmatch(value.strip().partition("/")[0])
        if not parts:
            raise UnclearEntryError(
                "one of its times is empty" if not value.strip() else "one of its times cannot be read"
            )
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups()[:6])
        try:
            moment = dt.datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the zone is read separately
        except ValueError:
            raise UnclearEntryError("one of its times does not exist") from None
        if year not in _YEARS:
            raise UnclearEntryError(f"it is in the year {year}")
        if parts[4] is None:
            return Time(moment.date())
        if found.is_date:
            raise UnclearEntryError("one of its times is labeled as a date")
        if second:
            raise UnclearEntryError("its times have seconds")
        if parts[7]:
            return Time(moment, UTC)
        if "TZID" in found.parameters and not found.zone.strip():
            raise UnclearEntryError("the name of its time zone is empty")
        return self._in_zone(moment, found.zone)

    def _in_zone(self, moment: dt.datetime, name: str) -> Time:
        if not name:
            if self.floating is None:
                raise FloatingTimeError("its times have no time zone")
            return Time(moment, self.floating)
        try:
            place = self.zones.place(name)
            self.zones.check(name, place, [moment])
        except UnknownZoneError as error:
            raise UnclearEntryError(str(error)) from None
        return Time(moment, place, name)


@dataclass
class ForeignEntry:
    """A VEVENT that was understood. `end` is the last day of an entry for whole days, both days included."""

    uid: str
    start: Time
    end: Time
    status: str
    sequence: int
    title: str = ""
    location: str = ""
    replaces: Time | None = None
    and_later: bool = False
    rule: ForeignRule | None = None
    excluded: list[Time] = field(default_factory=list)
    added: list[Time] = field(default_factory=list)
    is_private: bool = False
    """Whether the calendar marks it as not public (RFC 5545 3.8.1.3). Then it has no title and no place."""

    @property
    def has_dates(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.rule or self.added)

    @property
    def is_day(self) -> bool:
        """Whether it lasts whole days."""
        return self.start.is_day

    @cached_property
    def length(self) -> dt.timedelta:
        """The time from start to end on the clock of the start's zone."""
        start, end = self.start.moment, self.end.at(self.start.place)
        assert isinstance(start, dt.datetime) == isinstance(end, dt.datetime)
        return end - start


def read_entry(component: ForeignComponent, reader: TimeReader) -> ForeignEntry:
    """The entry in a VEVENT. Raises `UnclearEntryError` if it is not certain what the entry means."""
    try:
        return _entry(component, reader)
    except UnclearEntryError:
        raise
    except UnknownRuleError as error:
        raise UnclearEntryError(str(error)) from None
    except (ValueError, OverflowError) as error:
        known = type(error) is ValueError and str(error).startswith(("it has more than one", "one of its lines"))
        raise UnclearEntryError(str(error) if known else "it cannot be read") from None


def _entry(component: ForeignComponent, reader: TimeReader) -> ForeignEntry:
    began = component.one("DTSTART")
    if began is None:
        raise UnclearEntryError("it has no start")
    start, uid, rule = reader.time(began), component.one("UID"), component.one("RRULE")
    status, sequence, replaces = (component.one(name) for name in ("STATUS", "SEQUENCE", "RECURRENCE-ID"))
    if replaces and replaces.parameters.get("RANGE", "").upper() == "THISANDPRIOR":
        raise UnclearEntryError("it changes the earlier dates of its series, which calendar programs read differently")
    if component.all("EXRULE"):
        raise UnclearEntryError("it has a rule of exceptions, which calendar programs read differently")
    word = _STATUSES.get(status.value.strip().upper()) if status else "confirmed"
    if word is None:
        raise UnclearEntryError("its status is unknown")
    times = {
        name: [time for item in component.all(name) for time in reader.times(item)] for name in ("EXDATE", "RDATE")
    }
    if any("/" in item.value for item in component.all("RDATE")):
        raise UnclearEntryError("its added dates have their own lengths")
    if any(time.is_day != start.is_day for time in times["RDATE"]):
        raise UnclearEntryError("its added dates have a different form than its start")
    marks = [item.value.strip().upper() for item in component.all("CLASS")]
    is_private = any(mark not in ("", "PUBLIC") for mark in marks)
    title = _text(component, "SUMMARY")
    if off := CANCELLED_TITLE.match(title):
        title, word = title[off.end() :], "cancelled"
    return ForeignEntry(
        uid.value.strip() if uid else "",
        start,
        _end(component, start, reader),
        word,
        int(sequence.value) if sequence and sequence.value.strip().isdigit() else 0,
        "" if is_private else title,
        "" if is_private else _text(component, "LOCATION"),
        reader.time(replaces) if replaces else None,
        bool(replaces and replaces.parameters.get("RANGE", "").upper() == "THISANDFUTURE"),
        read_rule(rule.value) if rule else None,
        times["EXDATE"],
        times["RDATE"],
        is_private,
    )


def _text(component: ForeignComponent, name: str) -> str:
    """Text in one line; empty if it has bytes that are not UTF-8. Backslashes are read as in RFC 5545 3.3.11."""
    found = component.all(name)[:1]
    marks = {"n": " ", "N": " ", ";": ";", ",": ",", "\\": "\\"}
    text = re.sub(r"\\(.)", lambda sign: marks.get(sign[1], sign[1]), found[0].value) if found else ""
    return "" if UNREADABLE in text else " ".join(text.split())


def _end(component: ForeignComponent, start: Time, reader: TimeReader) -> Time:
    """The end according to RFC 5545 3.6.1: by DTEND, by DURATION, or the end of the day for an entry for whole days."""
    ended, lasted = component.one("DTEND"), component.one("DURATION")
    if ended and ended.value.strip() and lasted:
        raise UnclearEntryError("it has both an end and a length")
    if ended and ended.value.strip():
        return _checked(start, reader.time(ended))
    if lasted and lasted.value.strip():
        return _after(start, lasted.value)
    if start.is_day:
        return start
    raise UnclearEntryError("it has no end")


def _checked(start: Time, end: Time) -> Time:
    if start.is_day != end.is_day:
        raise UnclearEntryError("only one of its start and its end has a time")
    if end.instant < start.instant:
        raise UnclearEntryError("it ends before it starts")
    if start.is_day:
        # The day after the last day (RFC 5545 3.6.1). Many programs write the last day itself for a single day.
        return Time(max(day_of(end.moment) - dt.timedelta(days=1), day_of(start.moment)))
    if end.instant == start.instant:
        was_skipped = end.at(start.place) != start.moment
        raise UnclearEntryError("the clocks skip the hour of its start" if was_skipped else "it has no end")
    return end


def _after(start: Time, text: str) -> Time:
    """The end after a duration: days and weeks by the calendar, hours and minutes by elapsed time (RFC 5545 3.3.6)."""
    length = vDuration.from_ical(text.strip().upper())  # type: ignore[no-untyped-call]
    days, rest = dt.timedelta(days=length.days), dt.timedelta(seconds=length.seconds)
    if "T" in text.upper() and "D" not in text.upper() and "W" not in text.upper():
        days, rest = dt.timedelta(), length
    if start.is_day:
        if rest:
            raise UnclearEntryError("only one of its start and its length has a time")
        return _checked(start, Time(day_of(start.moment) + length))
    assert isinstance(start.moment, dt.datetime)
    moved = Time(start.moment + days, start.place, start.name).instant + rest
    if moved <= start.instant or rest.seconds % 60:
        raise UnclearEntryError("it has no end" if moved <= start.instant else "its times have seconds")
    return Time(moved.astimezone(zone(start.place)).replace(tzinfo=None), start.place, start.name)


def site_zone_of(default_zone: str, site: str, today: dt.date) -> bool:
    """Whether the zone that a file names for times without a zone is the zone of the site."""
    known = named(default_zone)
    last = today + dt.timedelta(days=800)
    return bool(known and same_offsets(known, site, today - dt.timedelta(days=31), last))
