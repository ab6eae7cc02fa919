"""iCalendar feeds: views in, bytes out (RFC 5545, RFC 7986). No clock, no chance: the same views give the same bytes.

The shape is the one that Outlook, Google, Apple and Thunderbird read alike: UTC in UNTIL, the zone in everything else,
skipped dates as EXDATE, changed ones as RECURRENCE-ID overrides, and none of VALARM, ATTENDEE, METHOD, RDATE, DURATION.
icalendar escapes, folds and sorts; it does not escape NAME and X- properties by itself, hence the `vText` around them.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import icalendar
from icalendar import vRecur, vText

from . import wording
from .recurrence import Moment, Occurrence, Schedule, Series, add, day_of
from .revisions import STAMP, Component, Stamps
from .zones import vtimezone

PRODUCT: Final = "-//Affinity Hub//Affinity Hub 1//EN"
REFRESH: Final = dt.timedelta(hours=12)
# RFC 7986 5.9 allows names of CSS only; Apple reads a property of its own.
COLOR, APPLE_COLOR = "mediumpurple", "#9370DB"
CANCELLED: Final = "CANCELLED: "
LONGEST_DESCRIPTION: Final = 8_000  # characters; some clients cut or refuse more


@dataclass(frozen=True)
class Entry:
    """What a calendar may show of one event. `uid` is `id@host` and permanent; `url` is the page about the event.

    Cancelled dates that ended before `cancelled_since` are left out; `keep_cancelled` leaves the others confirmed, so
    that Google, which hides what is cancelled, shows that they are by their title.
    `record` is the event's id, `first` the one it had at first, `hidden` whether lists may name it: for the ledger.
    `is_private` asks calendars not to show it to those they are shared with.
    """

    uid: str
    title: str
    description: str
    location: str
    url: str
    categories: tuple[str, ...]
    schedule: Schedule
    cancelled_since: dt.date = dt.date.min
    keep_cancelled: bool = False
    record: str = ""
    first: str = ""
    hidden: bool = False
    is_private: bool = False

    @cached_property  # the reason for no slots: an event is in up to four feeds and is rendered once
    def components(self) -> tuple[Component, ...]:
        """Its VEVENTs, the series before its overrides; none where no date is known or left."""
        return tuple(_component(self, event) for event in _events(self))

    @cached_property
    def last(self) -> dt.date | None:
        """The last day it takes place; none where it does not, or where every date is cancelled."""
        days = (one.last_day for one in self.schedule.occurrences if one.status != "cancelled")
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Feed:
    """One file of `calendars/`. `url` and `page` are absolute addresses of the file and of the page about it.

    `veil` makes of the finished file what may be seen of it, where that is not all (`discreet`).
    """

    path: str
    name: str
    description: str
    url: str
    page: str
    zone: str
    entries: tuple[Entry, ...]
    veil: Callable[[bytes], bytes] | None = None


def _component(entry: Entry, event: icalendar.Event) -> Component:
    last = entry.last
    if "RRULE" not in event:
        end = event.end
        day = end.date() if isinstance(end, dt.datetime) else end - dt.timedelta(days=1)
        # The title tells, as the status of a cancelled date may be kept.
        last = None if str(event["SUMMARY"]).startswith(CANCELLED) else day
    return Component(str(event["UID"]), event.to_ical(), last)


def calendar(feed: Feed, stamps: Stamps | None = None) -> bytes:
    """The file: one VCALENDAR in UTF-8 with CRLF, its zones, then the events in the order given.

    Without `stamps`, every event is one that was never changed. Events without a date are left out; a feed without
    events is valid and keeps its address alive. Raises KeyError for a zone that does not exist, ValueError for one that
    cannot be said in a calendar (`zones.vtimezone`).
    """
    end = b"END:VCALENDAR\r\n"
    zones = dict.fromkeys((feed.zone, *_zones(feed.entries)))
    timezones = b"".join(vtimezone(name) for name in zones)
    stamps = stamps or Stamps()
    events = b"".join(stamps.put(entry.uid, entry.components) for entry in feed.entries)
    data = _head(feed).removesuffix(end) + timezones + events + end
    return feed.veil(data) if feed.veil else data


def _zones(entries: Iterable[Entry]) -> Iterator[str]:
    """The names of the zones that times are in. All-day events need none."""
    for entry in entries:
        if not entry.schedule.event.all_day and entry.components:
            yield _tzid(entry.schedule.zone)


def _head(feed: Feed) -> bytes:
    head = icalendar.Calendar()
    head.add("VERSION", "2.0")
    head.add("PRODID", PRODUCT)
    head.add("CALSCALE", "GREGORIAN")
    # Google and Apple know the old names, RFC 7986 the new ones.
    for name in ("NAME", "X-WR-CALNAME"):
        head.add(name, vText(_line(feed.name)))
    if feed.description:
        for name in ("DESCRIPTION", "X-WR-CALDESC"):
            head.add(name, vText(_text(feed.description)))
    head.add("X-WR-TIMEZONE", vText(feed.zone))
    head.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    head.add("X-PUBLISHED-TTL", vText("PT12H"))
    head.add("SOURCE", feed.url, parameters={"VALUE": "URI"})
    head.add("URL", feed.page)
    head.add("COLOR", vText(COLOR))
    head.add("X-APPLE-CALENDAR-COLOR", vText(APPLE_COLOR))
    return bytes(head.to_ical())


def _events(entry: Entry) -> Iterator[icalendar.Event]:
    schedule = entry.schedule
    shown = [one for one in schedule.occurrences if one.status != "cancelled" or one.last_day >= entry.cancelled_since]
    if schedule.rule is None:
        for occurrence in shown:
            yield _event(entry, occurrence)
    for series in schedule.series:
        yield from _series(entry, series, [occurrence for occurrence in shown if occurrence.series is series])


def _series(entry: Entry, series: Series, shown: list[Occurrence]) -> Iterator[icalendar.Event]:
    """One recurring entry with its overrides, and an entry for each date that cannot be one of them."""
    detached = [occurrence for occurrence in shown if _passes_neighbour(series, shown, occurrence)]
    attached = [occurrence for occurrence in shown if occurrence not in detached]
    name, at, host = entry.uid.partition("@")
    uid = f"{name}--{series.name}{at}{host}" if series.name else entry.uid
    # A series all of whose dates are excluded breaks some readers, so it is left out.
    if attached:
        usual, status = series.usual[0], entry.schedule.event.status
        end, status = add(usual, series.length), "cancelled" if series.cancelled else status
        first = Occurrence(entry.schedule.event, usual, usual, end, status, series=series)
        yield _master(entry, uid, first, {occurrence.usual for occurrence in attached})
        for occurrence in attached:
            if occurrence.change or {_exact(occurrence), _exact(first)} != {series.length}:
                event = _event(entry, occurrence, uid)
                _add(event, "RECURRENCE-ID", occurrence.usual)
                yield event
    for occurrence in detached:
        yield _event(entry, occurrence, f"{name}--{occurrence.date}{at}{host}")


def _master(entry: Entry, uid: str, first: Occurrence, kept: set[Moment]) -> icalendar.Event:
    """The event with its rule and the dates it leaves out (RFC 5545 3.8.5)."""
    assert first.series is not None
    event = _event(entry, first, uid)
    event.add("RRULE", vRecur.from_ical(_rrule(entry.schedule, first.series)))
    for usual in first.series.usual:
        if usual not in kept:
            _add(event, "EXDATE", usual)
    return event


def _rrule(schedule: Schedule, series: Series) -> str:
    """The rule with its end. UNTIL is the last start, in UTC for times (RFC 5545 3.3.10): all readers agree on that."""
    last, rule = series.usual[-1], series.rule.rrule()
    if schedule.event.times and series.last:
        return f"{rule};COUNT={len(series.usual)}"
    if series.last and not schedule.event.until:
        return rule
    if isinstance(last, dt.datetime):
        return f"{rule};UNTIL={last.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return f"{rule};UNTIL={last:%Y%m%d}"


def _passes_neighbour(series: Series, shown: list[Occurrence], occurrence: Occurrence) -> bool:
    """Whether it is moved to the day of the date before or after it in the series, or beyond.

    Outlook refuses such an exception (MS-OXOCAL 2.2.1.44), and simple readers would show two events at one time.
    """
    if occurrence.start == occurrence.usual:
        return False
    starts = {other.usual: other.start for other in shown}
    place, day = series.usual.index(occurrence.usual), day_of(occurrence.start)
    before, after = series.usual[max(place - 1, 0) : place], series.usual[place + 1 : place + 2]
    return any(day <= day_of(moment) for usual in before for moment in (usual, starts.get(usual, usual))) or any(
        day >= day_of(moment) for usual in after for moment in (usual, starts.get(usual, usual))
    )


def _exact(occurrence: Occurrence) -> dt.timedelta:
    """How long it really takes.

    In a night in which the clocks change that is not what the clock says, and readers do not agree which of the two
    goes for the rest of the series, so such a date gets an override that says when it ends, and all do after such a
    first one.
    """
    start, end = occurrence.start, occurrence.end
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        return end.astimezone(dt.UTC) - start.astimezone(dt.UTC)
    return day_of(end) - day_of(start)


def _event(entry: Entry, occurrence: Occurrence, uid: str = "") -> icalendar.Event:
    """All properties of one date, or of a series by its first one. An override inherits nothing, so it repeats all."""
    cancelled = occurrence.status == "cancelled"
    event = icalendar.Event()
    event.add("UID", uid or entry.uid)
    event.add("DTSTAMP", STAMP)
    event.add("LAST-MODIFIED", STAMP)
    # Of series and overrides alike: an override must not be below its series.
    event.add("SEQUENCE", 0)
    _add(event, "DTSTART", occurrence.start)
    _add(event, "DTEND", _after(occurrence.end))
    event.add("SUMMARY", _line(f"{CANCELLED}{entry.title}" if cancelled else entry.title))
    if description := _description(entry, occurrence):
        event.add("DESCRIPTION", description)
    if location := _line(entry.location):
        event.add("LOCATION", location)
    if entry.url:
        event.add("URL", entry.url)
    if entry.categories:
        event.add("CATEGORIES", [_line(category) for category in entry.categories])
    event.add("STATUS", "CONFIRMED" if cancelled and entry.keep_cancelled else occurrence.status.upper())
    event.add("CLASS", "PRIVATE" if entry.is_private else "PUBLIC")
    # Nobody who subscribes is to look busy because of it; the second is Outlook's word for the same.
    event.add("TRANSP", "TRANSPARENT")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", vText("FREE"))
    return event


def _after(end: Moment) -> Moment:
    """DTEND is exclusive: for all-day events the day after the last (RFC 5545 3.8.2.2)."""
    return end if isinstance(end, dt.datetime) else end + dt.timedelta(days=1)


def _add(event: icalendar.Event, name: str, moment: Moment) -> None:
    """Adds a local time with its zone, or a date (RFC 5545 3.3.5, form 3).

    The zone is written out here, because icalendar makes UTC of every zone that is the same today, Iceland's too. And
    UTC itself goes by another name: readers take a series in UTC to the zone of the calendar, where it drifts by an
    hour when the clocks change.
    """
    if isinstance(moment, dt.datetime):
        event.add(name, moment.replace(tzinfo=None), parameters={"TZID": _tzid(moment.tzinfo)})
    else:
        event.add(name, moment)


def _tzid(place: dt.tzinfo | None) -> str:
    assert isinstance(place, ZoneInfo)
    assert place.key
    return "Etc/GMT" if place.tzname(STAMP.replace(tzinfo=None)) == "UTC" else place.key


def _description(entry: Entry, occurrence: Occurrence) -> str:
    """What is out of the ordinary, the description, and the address of the page: Outlook does not show URL."""
    body = _text(entry.description)
    remark = wording.remark(occurrence)
    body = _text(f"{remark + '.' if remark else ''}\n{body.removesuffix(entry.url) if entry.url else body}")
    room = LONGEST_DESCRIPTION - len(entry.url) - 1
    if len(body) > room:
        cut = body[: room - 2]
        body = cut[: cut.rfind("\n") if "\n" in cut else None] + "\n…"
    return f"{body}\n{entry.url}".strip()


def _text(value: str) -> str:
    """Text a calendar may hold: composed (NFC), lines ended with LF, no tabs nor any other control characters."""
    lines = value.expandtabs(1).splitlines()
    kept = ("".join(char for char in line if unicodedata.category(char) not in ("Cc", "Cs")) for line in lines)
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in kept)).strip()


def _line(value: str) -> str:
    """The same in one line."""
    return " ".join(_text(value).split())
