"""VEVENT: the entries of a calendar (RFC 5545, section 3.6.1). Turns events into properties.

The properties use only the forms that Outlook, Google, Apple, and Thunderbird read alike: UTC in UNTIL, the zone in
everything else, skipped dates as EXDATE, changed dates as RECURRENCE-ID overrides, and no VALARM, ATTENDEE, METHOD,
RDATE, or DURATION. `component` escapes and folds. Properties have the order of the icalendar package.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from affinity_hub.core.calendar_days import Moment, add, day_of, exclusive_end, iso_basic
from affinity_hub.core.i18n import Labels, noop
from affinity_hub.core.text import ended
from affinity_hub.recurrence import describe
from affinity_hub.recurrence.schedule import Series
from affinity_hub.schema.event import EventOccurrence, EventSchedule

from .cancellations import (
    NOTHING_PUBLISHED,
    Published,
    date_uids,
    extended_uid,
    left_over,
    removed_date,
    replaced_override,
    start_of,
)
from .clock_changes import needs_own_end, offsets_of
from .component import STAMP, Component, Property, clean_line, clean_text, moment, text, utc

# The order in which the icalendar package writes a rule.
_RULE_PARTS: Final = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH")
# The beginning of the title of a date that does not take place, by its status.
OFF_TITLES: Final = Labels({"cancelled": noop("CANCELLED: "), "postponed": noop("POSTPONED: ")})
# Between the first id of a record and the @ of the UID of its deadline. No id has two hyphens in a row.
DEADLINE: Final = "--deadline"
LONGEST_DESCRIPTION: Final = 8_000  # characters; some clients cut or refuse more
_FIRST_STAMP: Final = Property("DTSTAMP", utc(STAMP))
_FIRST_MODIFIED: Final = Property("LAST-MODIFIED", utc(STAMP))
# The series and its overrides have the same number: an override must not be below its series.
_FIRST_SEQUENCE: Final = Property("SEQUENCE", "0")
_PUBLIC: Final = Property("CLASS", "PUBLIC")
_PRIVATE: Final = Property("CLASS", "PRIVATE")
# An entry must not make subscribers look busy. Outlook has its own property for this.
_FREE: Final = Property("TRANSP", "TRANSPARENT")
_FREE_IN_OUTLOOK: Final = Property("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")


@dataclass(frozen=True, slots=True)
class EntryText:
    """The texts of a date that differs from its series. Only the description shows the texts in `unseen`."""

    title: str
    description: str
    location: str
    unseen: str = ""


@dataclass(frozen=True)
class CalendarEntry:
    """An event as a calendar may show it. `uid` is `id@host` and permanent; `url` is the page about the event.

    Cancelled dates that ended before `cancelled_since` are left out; `keep_cancelled` leaves the other cancelled dates
    confirmed and marks them in their titles, because Google hides cancelled entries. `record`, `first`, and `hidden`
    are for the ledger: the event's id, its first id, and whether lists must not name it. `is_private` asks calendar
    apps to hide the entry from people who share the calendar. `date_texts` has the texts of each date whose texts
    differ from the series, by its date in the series. `published` is the last published state. Dates from `today` on
    that the schedule no longer has are cancelled; earlier dates took place. `inputs_digest` returns a digest of
    everything in the entry except `published`.
    """

    uid: str
    title: str
    description: str
    location: str
    url: str
    categories: tuple[str, ...]
    schedule: EventSchedule
    cancelled_since: dt.date = dt.date.min
    keep_cancelled: bool = False
    record: str = ""
    first: str = ""
    hidden: bool = False
    is_private: bool = False
    date_texts: Mapping[dt.date, EntryText] = field(default_factory=dict)
    published: Published = NOTHING_PUBLISHED
    today: dt.date = dt.date.min
    inputs_digest: Callable[[], bytes] | None = field(default=None, compare=False)

    @cached_property  # cached, because an event is in up to four calendars (so the class has no slots)
    def components(self) -> tuple[Component, ...]:
        """Its VEVENTs, the series before its overrides; empty if no date is known or left."""
        made = list(_events(self))
        made += _left_over(self, made)
        return tuple(made)

    def last_of(self, series: Series | None) -> dt.date | None:
        """The last day on which one of its series takes place; None if every date of the series is cancelled or
        postponed."""
        dates = (each for each in self.schedule.occurrences if each.series is series and not each.is_off)
        return max((each.last_day for each in dates), default=None)

    @cached_property
    def date_uids(self) -> dict[dt.date, str]:
        """The UIDs of dates that calendars have as separate entries."""
        shown = [occurrence.date for occurrence in self.schedule.occurrences if self.is_shown(occurrence)]
        return date_uids(self.uid, self.schedule.series, shown, self.published)

    def is_shown(self, occurrence: EventOccurrence) -> bool:
        """Whether the calendar shows a date: a cancelled date is left out some time after it."""
        return not occurrence.is_off or occurrence.last_day >= self.cancelled_since

    def uid_of(self, series: Series) -> str:
        """The UID of one of its series."""
        return extended_uid(self.uid, series.name) if series.name else self.uid

    def text_of(self, occurrence: EventOccurrence) -> EntryText:
        """The title, description, and location of a date."""
        own = self.date_texts.get(occurrence.date) if occurrence.change or occurrence.is_off else None
        return own or EntryText(self.title, self.description, self.location)


def _events(entry: CalendarEntry) -> Iterator[Component]:
    schedule = entry.schedule
    shown = list(filter(entry.is_shown, schedule.occurrences))
    if schedule.rule is None:
        for occurrence in shown:
            yield _event(entry, occurrence)
    for series in schedule.series:
        yield from _series(entry, series, [occurrence for occurrence in shown if occurrence.series is series])
    for day in sorted(set(entry.date_uids).difference(schedule.dates if schedule.rule else ())):
        if schedule.dates:
            gone = removed_date(schedule, day, schedule.time, schedule.length)
            if gone.last_day >= entry.cancelled_since:
                yield _event(entry, gone, _own_uid(entry, day))


def _left_over(entry: CalendarEntry, made: Sequence[Component]) -> Iterator[Component]:
    """Cancellations of dates that calendars may still have although the schedule does not: overrides of dates that left
    the pattern, and UIDs that lost all their dates, because the event has no date now or its series changed.
    """
    if not (entry.published.traces or entry.published.starts):
        return
    shown = {(component.uid, component.override) for component in made}
    usual = {entry.uid_of(series): {start_of(start) for start in series.usual} for series in entry.schedule.series}
    for series in left_over(entry.schedule, entry.published, shown, usual, entry.today):
        occurrence = series.occurrence
        recurrence_id = moment("RECURRENCE-ID", occurrence.usual) if series.override else None
        component = _event(entry, occurrence, series.uid, recurrence_id=recurrence_id)
        yield replace(component, override=series.override, is_usual=bool(series.override), gone=occurrence.date)


def _own_uid(entry: CalendarEntry, day: dt.date) -> str:
    """The UID of a date that cannot be an override of its series."""
    return entry.date_uids.get(day) or extended_uid(entry.uid, f"{day}")


def uid_once(entry: CalendarEntry, day: dt.date) -> str:
    """The UID of a date in a file for people who do not subscribe. No calendar that they subscribe to has it."""
    return extended_uid(entry.uid, f"{day}-once")


def _skipped(entry: CalendarEntry, series: Series, uid: str) -> Iterator[EventOccurrence]:
    """The skipped dates for which calendar apps have an override, or a separate entry with its own UID."""
    known, days = entry.published.overrides.get(uid, ()), entry.date_uids
    for skip in entry.schedule.skipped if known or days else ():
        if skip.date in series.dates:
            gone = removed_date(entry.schedule, skip.date, series.time, series.length, skip.reason)
            is_known = skip.date in days or entry.published.has_override(uid, start_of(gone.usual))
            if is_known and gone.last_day >= entry.cancelled_since:
                yield gone


def _series(entry: CalendarEntry, series: Series, shown: list[EventOccurrence]) -> Iterator[Component]:
    """One recurring entry with its overrides, and an entry for each date that cannot be an override. A change can be
    undone, and some calendars never delete entries. So a published override stays an override, and a published entry
    stays an entry, with the current schedule.
    """
    uid = entry.uid_of(series)
    published, days = entry.published, entry.date_uids
    shown = [*shown, *_skipped(entry, series, uid)]
    detached = [
        occurrence for occurrence in shown if occurrence.date in days or _passes_neighbour(series, shown, occurrence)
    ]
    attached = [occurrence for occurrence in shown if occurrence not in detached]
    # EXDATE alone is not enough, because some calendars then keep an override that they already have.
    attached += [
        replaced_override(occurrence, series)
        for occurrence in detached
        if published.has_override(uid, start_of(occurrence.usual))
    ] * bool(attached)
    # If all dates of a series are excluded, the series is left out, because it would break some readers.
    if attached:
        usual, status = series.usual[0], entry.schedule.event.status
        end, status = add(usual, series.length), "cancelled" if series.cancelled else status
        first = EventOccurrence(entry.schedule.event, usual, usual, end, status, series=series)
        yield _master(entry, uid, first, {occurrence.usual for occurrence in attached})
        needs_end = needs_own_end(first, entry.schedule.zone)
        for occurrence in attached:
            has_end = needs_end(occurrence)
            start = start_of(occurrence.usual)
            if occurrence.change or has_end or published.has_override(uid, start):
                made = _event(entry, occurrence, uid, recurrence_id=moment("RECURRENCE-ID", occurrence.usual))
                is_usual = not (has_end or occurrence.moved or occurrence.status != status)
                yield replace(made, override=start, is_usual=is_usual)
    for occurrence in detached:
        yield _event(entry, occurrence, _own_uid(entry, occurrence.date))


def _master(entry: CalendarEntry, uid: str, first: EventOccurrence, kept: set[Moment]) -> Component:
    """The event with its rule and its excluded dates (RFC 5545 3.8.5)."""
    assert first.series is not None
    left_out = [moment("EXDATE", usual) for usual in first.series.usual if usual not in kept]
    rule = Property("RRULE", _rrule(entry.schedule, first.series))
    starts = [usual for usual in first.series.usual if usual in kept]
    return _event(entry, first, uid, rule=(rule, *left_out), moments=starts)


def _rrule(schedule: EventSchedule, series: Series) -> str:
    """The rule with its end. UNTIL is the last start, in UTC for times (RFC 5545 3.3.10): all readers agree on that."""
    last, parts = series.usual[-1], dict(part.split("=") for part in series.rule.rrule().split(";"))
    if schedule.event.times and series.last:
        parts["COUNT"] = f"{len(series.usual)}"
    elif not series.last or schedule.event.until:
        parts["UNTIL"] = utc(last) if isinstance(last, dt.datetime) else iso_basic(last)
    return ";".join(f"{name}={parts[name]}" for name in _RULE_PARTS if name in parts)


def _passes_neighbour(series: Series, shown: list[EventOccurrence], occurrence: EventOccurrence) -> bool:
    """Whether a date is moved to the day of the date before or after it in the series, or beyond that day.

    Outlook refuses such an exception (MS-OXOCAL 2.2.1.44), and simple readers would show two events at one time.
    """
    if occurrence.start == occurrence.usual:
        return False
    starts = {other.usual: other.start for other in shown}
    index, day = series.usual.index(occurrence.usual), day_of(occurrence.start)
    before, after = series.usual[max(index - 1, 0) : index], series.usual[index + 1 : index + 2]
    return any(day <= day_of(moment) for usual in before for moment in (usual, starts.get(usual, usual))) or any(
        day >= day_of(moment) for usual in after for moment in (usual, starts.get(usual, usual))
    )


def _event(
    entry: CalendarEntry,
    occurrence: EventOccurrence,
    uid: str = "",
    *,
    rule: tuple[Property, ...] = (),
    recurrence_id: Property | None = None,
    moments: Sequence[Moment] = (),
) -> Component:
    """All properties of one date, or of a series by its first date. An override inherits nothing, so it repeats all
    properties.

    `rule` has the properties that make it a series, and `moments` the starts of its dates. `recurrence_id` says which
    date of a series it is.
    """
    texts, status = entry.text_of(occurrence), "CANCELLED" if occurrence.is_off else occurrence.status.upper()
    title = clean_line(OFF_TITLES.get(occurrence.status, "") + texts.title)
    description, location, uid = _description(entry, occurrence), clean_line(texts.location), uid or entry.uid
    categories = ",".join(text(clean_line(category)) for category in entry.categories)
    properties = (
        Property("SUMMARY", text(title)),
        moment("DTSTART", occurrence.start),
        moment("DTEND", exclusive_end(occurrence.end)),
        _FIRST_STAMP,
        Property("UID", text(uid)),
        recurrence_id,
        _FIRST_SEQUENCE,
        *rule,
        Property("CATEGORIES", categories) if categories else None,
        _PRIVATE if entry.is_private else _PUBLIC,
        Property("DESCRIPTION", text(description)) if description else None,
        _FIRST_MODIFIED,
        Property("LOCATION", text(location)) if location else None,
        Property("STATUS", "CONFIRMED" if occurrence.is_off and entry.keep_cancelled else status),
        _FREE,
        Property("URL", entry.url) if entry.url else None,
        _FREE_IN_OUTLOOK,
    )
    last = entry.last_of(occurrence.series) if rule else None if occurrence.is_off else occurrence.last_day
    offsets = offsets_of(moments or (occurrence.start, occurrence.end))
    minutes = (occurrence.end - occurrence.start) // dt.timedelta(minutes=1)
    span = f"{start_of(occurrence.start)} {minutes}"
    return Component(uid, tuple(filter(None, properties)), last, offsets, unseen=texts.unseen, span=span)


def _description(entry: CalendarEntry, occurrence: EventOccurrence) -> str:
    """The remark, the description, and the address of the page, because Outlook does not show URL."""
    body = clean_text(entry.text_of(occurrence).description)
    remark = describe.remark(occurrence)
    body = clean_text(f"{ended(remark) if remark else ''}\n{body.removesuffix(entry.url) if entry.url else body}")
    room = LONGEST_DESCRIPTION - len(entry.url) - 1
    if len(body) > room:
        cut = body[: room - 2]
        body = cut[: cut.rfind("\n") if "\n" in cut else None] + "\n…"
    return f"{body}\n{entry.url}".strip()
