"""Reads a foreign calendar. Takes the bytes of a file, and returns blocks of keys and a sentence for each entry that is
left out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from affinity_hub.core.calendar_days import day_of, typed_day
from affinity_hub.core.text import in_one_case
from affinity_hub.intake.ics.content_lines import ForeignComponent, contents
from affinity_hub.intake.ics.entry import (
    FloatingTimeError,
    ForeignEntry,
    TimeReader,
    UnclearEntryError,
    read_entry,
    site_zone_of,
)
from affinity_hub.intake.ics.zones import UTC, ZoneBook

from .blocks import Keys, ReadEvent, schedule_key, series, single
from .meetings import Meeting, dates, meetings

_LETTERS: Final = "bcdfghjkmnpqrstv"  # no vowels and no digits, so that no key is a word or a telephone number
KEY_LENGTH: Final = 12


@dataclass(frozen=True)
class Wanted:
    """The parameters of a reading: the site's zone, the day, and which words may be taken."""

    site: str
    today: dt.date
    until: dt.date
    uid_domain: str
    titles: bool = False
    places: tuple[str, ...] = ()
    """The texts that name places of the group's list, folded. Several texts can name one place; `place_of` has its
    number."""
    place_of: tuple[int, ...] = ()
    zone: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """An entry that is not imported, with the reason. `key` is the key that its block would have. `is_floating` says
    that its times have no zone."""

    key: str
    when: str
    reason: str
    is_floating: bool

    def __str__(self) -> str:
        return f"{self.when} is left out: {self.reason}."


@dataclass
class CalendarReading:
    """The contents of a file. `asks_zone` says that times have no zone; `zone_named` is the zone that the file then
    names."""

    blocks: list[ReadEvent] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    asks_zone: bool = False
    zone_named: str = ""
    entries: int = 0


def key_of(domain: str, uid: str, start: str = "") -> str:
    """The key of an entry: a hash of its UID, and of the start of the date for a date that is a separate event."""
    digest = hashlib.sha256(f"{domain}\n{uid}\n{start}".encode()).hexdigest()
    return "".join(_LETTERS[int(digit, 16)] for digit in digest[:KEY_LENGTH])


def read_calendar(data: bytes, wanted: Wanted) -> CalendarReading:
    """The entries of a file. Raises `BrokenCalendarError` for a file that is not a complete calendar."""
    found = contents(data, titles=wanted.titles, places=bool(wanted.places))
    names_site = site_zone_of(found.default_zone, wanted.site, wanted.today)
    floating = wanted.zone or (wanted.site if names_site else None)
    reader = TimeReader(ZoneBook(found.zones, wanted.site, wanted.today), floating)
    reading = CalendarReading(zone_named=found.default_zone, entries=len(found.entries))
    if not found.is_utf8 and (wanted.titles or wanted.places):
        reading.notices.append(_NOT_UTF8)
    for uid, components in _by_uid(found.entries).items():
        _File(wanted, reader, reading, found.cancels).add(uid, components)
    reading.blocks.sort(key=lambda block: (block.first, block.key))
    reading.left_out.sort(key=lambda left_out: (left_out.when, left_out.reason, left_out.key))
    reading.notices = list(dict.fromkeys(reading.notices))
    return reading


def _by_uid(components: Sequence[ForeignComponent]) -> dict[str, list[ForeignComponent]]:
    """The entries of each UID. An entry without a UID is separate."""
    found: dict[str, list[ForeignComponent]] = {}
    for index, component in enumerate(components):
        try:
            uid = component.one("UID")
        except ValueError:
            uid = None
        name = uid.value.strip() if uid and uid.value.strip() else f"\n{index}"
        found.setdefault(name, []).append(component)
    return found


@dataclass
class _File:
    """Adds the entries of one UID to a reading."""

    wanted: Wanted
    reader: TimeReader
    reading: CalendarReading
    cancels: bool

    def add(self, uid: str, components: list[ForeignComponent]) -> None:
        """Adds the blocks of the entries with one UID, or the reason why there are none."""
        entries: list[ForeignEntry] = []
        try:
            entries.extend(read_entry(component, self.reader) for component in components)
            if any(entry.is_private for entry in entries) and (self.wanted.titles or self.wanted.places):
                self.reading.notices.append(_PRIVATE.format(_when(components, entries)))
            if self.cancels and any(entry.status != "cancelled" for entry in entries):
                raise UnclearEntryError("the file is a message that cancels it")
            self.reading.blocks.extend(self._blocks(uid, *_newest(entries)))
        except UnclearEntryError as error:
            is_floating = isinstance(error, FloatingTimeError)
            self.reading.asks_zone |= is_floating
            when = _when(components, entries)
            self.reading.left_out.append(LeftOut(self._key(uid, entries), when, str(error), is_floating))

    def _key(self, uid: str, entries: Sequence[ForeignEntry], start: str = "") -> str:
        if uid.startswith("\n") and entries:
            uid = f"{entries[0].start.instant:%Y%m%dT%H%M}{entries[0].rule}{entries[0].length}"
        return key_of(self.wanted.uid_domain, uid, start)

    def _blocks(self, uid: str, master: ForeignEntry | None, replaced: list[ForeignEntry]) -> Iterator[ReadEvent]:
        """One block for a series that `repeats` can express, or one block for each date."""
        site, today = self.wanted.site, self.wanted.today
        if master is None:
            for entry in replaced:
                if entry.and_later or entry.replaces is None:
                    raise UnclearEntryError("it changes a series that the calendar does not have")
                meeting = Meeting(entry.replaces, entry.start, entry.end, entry)
                yield self._single(uid, [entry], meeting)
            return
        found = dates(master, today)
        all_dates = meetings(master, replaced, found.days)
        if not master.has_dates and not replaced:
            yield self._single(uid, [master], all_dates[0], start="")
            return
        if len(found.days) > 1 and (keys := series(master, found, all_dates, site, today)):
            if not all_dates:
                return
            if keys.get("zone") == UTC:
                self.reading.notices.append(_UTC.format(typed_day(found.days[0])))
            yield self._series(uid, master, all_dates, keys, found.days[0], found.until)
            return
        yield from self._one_by_one(uid, master, all_dates)

    def _one_by_one(self, uid: str, master: ForeignEntry, all_dates: Sequence[Meeting]) -> Iterator[ReadEvent]:
        begin, end = self.wanted.today, self.wanted.until
        if master.rule and (master.rule.count is None or len(all_dates) > 1):
            self.reading.notices.append(_ONE_BY_ONE.format(typed_day(day_of(master.start.moment)), typed_day(end)))
        for meeting in all_dates:
            if begin <= day_of(meeting.end.moment) and day_of(meeting.start.moment) <= end:
                try:
                    yield replace(self._single(uid, [master], meeting), is_one_of_many=True)
                except UnclearEntryError as error:
                    key = self._key(uid, [master], _start(meeting))
                    when = f"The entry on {typed_day(day_of(meeting.start.moment))}"
                    self.reading.left_out.append(LeftOut(key, when, str(error), isinstance(error, FloatingTimeError)))

    def _single(self, uid: str, entries: list[ForeignEntry], meeting: Meeting, start: str | None = None) -> ReadEvent:
        keys = single(meeting, self.wanted.site, self.wanted.today)
        first, last = (_day_in(keys.get(name, "")) for name in ("starts", "ends"))
        assert first
        key = self._key(uid, entries, _start(meeting) if start is None else start)
        by = meeting.by
        return ReadEvent(key, keys, first, last or first, by.title, self._place(by), schedule_key=schedule_key(keys))

    def _series(
        self,
        uid: str,
        master: ForeignEntry,
        found: Sequence[Meeting],
        keys: Keys,
        first: dt.date,
        until: dt.date | None,
    ) -> ReadEvent:
        words: dict[str, tuple[str, int | None]] = {}
        for meeting in found:
            own = meeting.by.title, self._place(meeting.by)
            if meeting.is_changed and own != (master.title, self._place(master)):
                words[f"{day_of(meeting.usual.moment)}"] = own
        last = until and max(until, *(day_of(meeting.end.moment) for meeting in found))
        key = self._key(uid, [master])
        return ReadEvent(key, keys, first, last, master.title, self._place(master), False, schedule_key(keys), words)

    def _place(self, entry: ForeignEntry) -> int | None:
        name = in_one_case(entry.location)
        return self.wanted.place_of[self.wanted.places.index(name)] if name in self.wanted.places else None


_NOT_UTF8: Final = (
    "The calendar is not in UTF-8. Titles and places with letters that cannot be read are left out. "
    "The dates are not affected."
)
_PRIVATE: Final = (
    "{} is marked as private in the calendar, so its title and place are left out. To leave it out altogether, hide "
    "it with `corrections`."
)
_UTC: Final = (
    "The series from {} keeps its time in UTC, as the calendar says. So its local time changes by an hour when the "
    "clocks change. If you do not want that, set the time zone of the entry in the calendar."
)
_ONE_BY_ONE: Final = (
    "The series from {} repeats in a way that not all calendar programs follow. Its dates up to {} are imported one "
    "by one."
)


def _day_in(text: str) -> dt.date | None:
    """The day at the beginning of the text; None for a time alone."""
    return dt.date.fromisoformat(text[:10]) if len(text) >= len("2026-12-03") else None


def _start(meeting: Meeting) -> str:
    usual = meeting.usual
    return f"{usual.moment:%Y%m%d}" if usual.is_day else f"{usual.instant:%Y%m%dT%H%MZ}"


def _when(components: Sequence[ForeignComponent], entries: Sequence[ForeignEntry]) -> str:
    """The name of an entry in messages: its day, never a word from the calendar."""
    if entries:
        return f"The entry on {typed_day(day_of(entries[0].start.moment))}"
    try:
        began = components[0].one("DTSTART")
        day = dt.datetime.strptime(began.value[:8], "%Y%m%d").date() if began else None  # noqa: DTZ007 - a day
    except ValueError:
        day = None
    return f"The entry on {typed_day(day)}" if day else "An entry without a readable start"


def _newest(entries: Sequence[ForeignEntry]) -> tuple[ForeignEntry | None, list[ForeignEntry]]:
    """The entry of a series and the entries that replace its single dates, each in the last version."""
    chosen: dict[object, ForeignEntry] = {}
    for entry in entries:
        name = entry.replaces.instant if entry.replaces else None
        known = chosen.get(name)
        if known is None or entry.sequence > known.sequence:
            chosen[name] = entry
        elif entry.sequence == known.sequence and entry != known:
            raise UnclearEntryError("the calendar has it more than once, with different times")
    return chosen.pop(None, None), list(chosen.values())
