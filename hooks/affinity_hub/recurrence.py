"""From an event to its dates: the rule expanded in local time, then skips, breaks, moves and cancellations.

Wall-clock time is what people agree on, so a series is expanded without a zone and each start gets the zone afterwards:
a meeting at four stays at four across a change of the clocks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal, TypeAlias, cast
from zoneinfo import ZoneInfo

from . import schedule
from .model import Change, Event, NoSchool
from .schedule import Rule, ScheduleError
from .zones import doubtful, holds_since, zone

Moment: TypeAlias = dt.date | dt.datetime
Status = Literal["confirmed", "tentative", "cancelled"]

# A series without an end is followed for so many years.
HORIZON_YEARS: Final = 20
MAX_DATES: Final = 10_000
MAX_TIMES: Final = 999  # Outlook's limit for COUNT
LATEST: Final = dt.date(2199, 12, 31)  # the last date that may be typed


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of an event. Timed moments are aware, in the event's zone; all-day ones are dates.

    `usual` is the start the series gives, `start` and `end` are the true ones; the end of an all-day event is its last
    day.
    """

    event: Event
    usual: Moment
    start: Moment
    end: Moment
    status: Status
    change: Change | None = None

    @property
    def moved(self) -> bool:
        """Whether start or end differ from what the series says."""
        return self.change is not None and not self.change.cancelled

    @property
    def reason(self) -> str | None:
        """Why it was moved or cancelled, or why the event is."""
        return self.change.reason if self.change else self.event.reason

    @property
    def date(self) -> dt.date:
        """The date in the series, which names the occurrence even after a move."""
        return day_of(self.usual)

    @property
    def last_day(self) -> dt.date:
        """The last day it touches, in the event's zone."""
        return day_of(self.end)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date the series leaves out, and why."""

    usual: Moment
    reason: str | None

    @property
    def date(self) -> dt.date:
        """The date in the series."""
        return day_of(self.usual)


@dataclass(frozen=True)
class Schedule:
    """When an event takes place. `usual` are the starts its rule gives before any exception, in order."""

    event: Event
    zone: ZoneInfo
    rule: Rule | None = None
    usual: tuple[Moment, ...] = ()
    length: dt.timedelta = dt.timedelta()
    skipped: tuple[Skipped, ...] = ()
    changes: dict[dt.date, Change] = field(default_factory=dict)

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every date that is not skipped, cancelled ones too, in the order they take place."""
        skipped = {skip.usual for skip in self.skipped}
        found = [self._occurrence(usual) for usual in self.usual if usual not in skipped]
        return tuple(sorted(found, key=lambda occurrence: sort_key(occurrence.start)))

    def _occurrence(self, usual: Moment) -> Occurrence:
        change = self.changes.get(day_of(usual))
        start, end = usual, add(usual, self.length)
        if change and change.starts is not None:
            start = _in_zone(change.starts, self.zone)
            end = add(start, self.length)
        if change and change.ends is not None:
            end = _end(change.ends, start, self.zone)
        status = "cancelled" if change and change.cancelled else self.event.status
        return Occurrence(self.event, usual, start, end, status, change)


def plan(event: Event, no_school: Sequence[NoSchool], site_zone: str) -> Schedule:
    """The dates of an event; none while they are to be announced.

    Raises `ScheduleError` where the keys do not fit together, or give dates that calendar clients read differently.
    """
    place = zone(event.zone or site_zone)
    if event.starts is None:
        return Schedule(event, place)
    length = _length(event)
    rule = _rule(event)
    usual = _usual(event, rule, place)
    _refuse_overlap(event, usual, length)
    skipped = _skipped(event, usual, no_school)
    changes = {change.date: change for change in event.changes}
    planned = Schedule(event, place, rule, usual, length, skipped, changes)
    _refuse_doubtful(planned)
    return planned


def day_of(moment: Moment) -> dt.date:
    """The local date of a moment."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def sort_key(moment: Moment) -> tuple[dt.date, int, dt.datetime]:
    """Orders dates and times together: an all-day entry stands before the times of its day."""
    if isinstance(moment, dt.datetime):
        return moment.date(), 1, moment.replace(tzinfo=None)
    return moment, 0, dt.datetime.combine(moment, dt.time())


def add(moment: Moment, length: dt.timedelta) -> Moment:
    """The moment a wall-clock length later."""
    return moment + length


def _in_zone(moment: Moment, place: ZoneInfo) -> Moment:
    return moment.replace(tzinfo=place) if isinstance(moment, dt.datetime) else moment


def _end(ends: Moment | dt.time, start: Moment, place: ZoneInfo) -> Moment:
    if isinstance(ends, dt.time):
        return dt.datetime.combine(day_of(start), ends, place)
    return _in_zone(ends, place)


def _length(event: Event) -> dt.timedelta:
    """From start to end on the clock; for all-day events from the first to the last day."""
    starts, ends = cast(Moment, event.starts), event.ends
    example = f"ends: {starts}"
    if isinstance(starts, dt.datetime):
        later = starts + dt.timedelta(hours=1, minutes=30)
        example = f"ends: {later:%H:%M}" if later.date() == starts.date() else f"ends: {later:%Y-%m-%d %H:%M}"
    if ends is None:
        if event.all_day:
            return dt.timedelta()
        message = "The event has a time to start and none to end."
        raise ScheduleError("starts", "E310", message, f"Add a line:  {example}")
    if event.all_day == (isinstance(ends, dt.time | dt.datetime)):
        what = "a date" if event.all_day else "a time"
        message = f"The event starts with a date {'alone' if event.all_day else 'and a time'}, so {what} belongs here."
        raise ScheduleError("ends", "E311", message, f"Write:  {example}")
    end = dt.datetime.combine(day_of(starts), ends) if isinstance(ends, dt.time) else ends
    length = end - starts
    if length < dt.timedelta() or (not length and not event.all_day):
        hint = f"Write a later end:  {example}"
        if isinstance(end, dt.datetime):
            after = day_of(starts) + dt.timedelta(days=1)
            hint += f"\nIf it ends after midnight, write the date too:  ends: {after} {end:%H:%M}"
        raise ScheduleError("ends", "E312", "The event ends before it starts.", hint)
    return length


def _rule(event: Event) -> Rule | None:
    """The rule of a series. Nothing for a single event, which then has none of the keys of a series."""
    for key, other in (("rrule", "repeats"), ("times", "until")):
        if getattr(event, key) and getattr(event, other):
            message = f"The event has both `{other}` and `{key}`."
            raise ScheduleError(key, "E303", message, "Keep one of the two and delete the other.")
    if event.repeats:
        return schedule.parse(event.repeats)
    if event.rrule:
        return schedule.parse_rrule(event.rrule)
    for key in ("until", "times", "skip", "changes", "no_school"):
        if getattr(event, key):
            message = f"`{key}` is for events that repeat, and this one does not."
            hint = "Add how it repeats:  repeats: monthly on the 2nd Thursday"
            hint += "\nOr change `starts`, `ends` and `status` of the event itself."
            raise ScheduleError(key, "E304", message, hint)
    return None


def _usual(event: Event, rule: Rule | None, place: ZoneInfo) -> tuple[Moment, ...]:
    """The starts the rule gives: to `until`, `times` of them, or for some years where there is no end."""
    starts, key = cast(Moment, event.starts), "repeats" if event.repeats else "rrule"
    if rule is None:
        return (_in_zone(starts, place),)
    first = starts if isinstance(starts, dt.datetime) else dt.datetime.combine(starts, dt.time())
    if event.until and event.until < first.date():
        hint = f"Write a date from {first:%Y-%m-%d} on."
        raise ScheduleError("until", "E305", "The series ends before its first date.", hint)
    schedule.refuse_short_months(rule, first, key)
    _match(rule, first, all_day=event.all_day)
    last = event.until or (LATEST if event.times else _years_after(first, HORIZON_YEARS).date())
    dates = rule.dates(first, dt.datetime.combine(last, dt.time.max), event.times)
    if len(dates) > MAX_DATES:
        message = f"The series has {len(dates):,} dates."
        raise ScheduleError(key, "E306", message, f"End it earlier; at most {MAX_DATES:,} are kept.")
    if event.times and (event.times > MAX_TIMES or len(dates) < event.times):
        message = f"Calendars cannot count the {event.times:,} dates of the series; at most {MAX_TIMES} will do."
        raise ScheduleError("times", "E306", message, f"Write its end instead:  until: {dates[-1]:%Y-%m-%d}")
    return tuple(date.date() if event.all_day else date.replace(tzinfo=place) for date in dates)


def _years_after(day: dt.datetime, years: int) -> dt.datetime:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _refuse_overlap(event: Event, usual: Sequence[Moment], length: dt.timedelta) -> None:
    """Each date must be over before the next one starts; Outlook refuses the series, or shows only parts of it.

    A single day may be followed by the next one, several days in a row may not be followed by more at once.
    """
    taken = length + dt.timedelta(days=1) if event.all_day and length else length
    gap, following = min(((later - sooner, later) for sooner, later in pairwise(usual)), default=(None, None))
    if gap is None or following is None or taken < gap:
        return
    message = f"A date lasts until the next one starts, on {day_of(following)}, or longer."
    hint = "Let it end earlier, or describe it as one event without `repeats`, from its first day to its last."
    raise ScheduleError("ends", "E309", message, hint)


def _refuse_doubtful(planned: Schedule) -> None:
    """Times that a change of the clocks skips or repeats: every client makes something else of them."""
    name, zone_known_since = planned.zone.key, holds_since(planned.zone.key)
    moments = [(moment, "starts") for moment in planned.usual]
    for occurrence in planned.occurrences:
        changed = [(occurrence.start, "changes"), (occurrence.end, "changes")]
        moments += changed if occurrence.moved else [(occurrence.end, "ends")]
    for moment, key in moments:
        if not isinstance(moment, dt.datetime):
            continue
        day, time = f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"
        if doubt := doubtful(moment.replace(tzinfo=None), planned.zone):
            what = f"skip {time}" if doubt == "missing" else f"show {time} twice"
            hint = "Choose a time at least an hour earlier or later."
            raise ScheduleError(key, "E313", f"On {day} the clocks of {name} {what}.", hint)
        if moment.date() < zone_known_since:
            message = f"Calendars cannot show times of {day} in {name}; its clocks followed other rules then."
            raise ScheduleError(key, "E314", message, f"Use dates from {zone_known_since} on, or another zone.")


def _match(rule: Rule, first: dt.datetime, *, all_day: bool) -> None:
    """The first date must be one the rule gives (RFC 5545 3.8.5.3: anything else is undefined)."""
    following = rule.dates(first, _years_after(first, 9), 1)
    if following == [first]:
        return
    weekday = schedule.WEEKDAYS[first.weekday()]
    message = f'The first date, {weekday} {first:%Y-%m-%d}, is not one that "{rule}" gives.'
    time = "" if all_day else f"{first: %H:%M}"
    hint = f"Write:  starts: {following[0]:%Y-%m-%d}{time}" if following else "Change the rule or the first date."
    raise ScheduleError("starts", "E307", message, hint)


def _skipped(event: Event, usual: Sequence[Moment], no_school: Sequence[NoSchool]) -> tuple[Skipped, ...]:
    reasons = {skip.date: skip.reason for skip in event.skip}
    breaks = no_school if event.no_school == "skip" else ()
    changed = {change.date for change in event.changes}
    found = []
    for moment in usual:
        day = day_of(moment)
        closed = next((entry for entry in breaks if entry.covers(day)), None)
        if day in reasons:
            found.append(Skipped(moment, reasons[day]))
        elif closed and day not in changed:
            found.append(Skipped(moment, closed.name))
    return tuple(found)
