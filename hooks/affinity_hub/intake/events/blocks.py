"""An imported event before it has an id, with the keys for its times that the data file will contain.

The program reads each block back and compares it, date by date, with the dates of the entry. Only a block with exactly
the same dates is kept, so a wrongly translated rule can never be published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from affinity_hub.core.calendar_days import Moment, day_of
from affinity_hub.core.timezones import doubtful, zone
from affinity_hub.core.zone_names import is_place
from affinity_hub.intake.ics.entry import ForeignEntry, Time, UnclearEntryError
from affinity_hub.intake.ics.zones import UTC, same_offsets
from affinity_hub.recurrence.plan import plan
from affinity_hub.repeats.rule import Rule, ScheduleError
from affinity_hub.schema import Event

from .meetings import HORIZON, Dates, Meeting

Keys = dict[str, Any]


@dataclass(frozen=True)
class ReadEvent:
    """The keys of an event that come from an entry. `key` is a hash that stays with the entry forever.

    `first` and `last` are the days of the first and the last date; `last` is None for a series without an end.
    `place` is the number of the place in the group's list. `is_one_of_many` says that a series became single events.
    """

    key: str
    keys: Keys
    first: dt.date
    last: dt.date | None
    title: str = ""
    place: int | None = None
    is_one_of_many: bool = False
    schedule_key: str = ""
    """The `schedule_key` of its keys."""
    changed_words: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """The titles and places of single dates with their own words."""


def schedule_key(keys: Keys) -> str:
    """The start, end, zone, and rule of an event in one string, which stays the same when a calendar gives its entries
    new UIDs."""
    return "|".join(str(keys.get(name, "")) for name in ("starts", "ends", "zone", "repeats"))


def text(moment: Moment) -> str:
    """A date or a time in the form of a data file."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else f"{moment:%Y-%m-%d}"


def _ends(start: Moment, end: Moment) -> Keys:
    if isinstance(end, dt.datetime) and end.date() == day_of(start):
        return {"ends": f"{end:%H:%M}"}
    return {"ends": text(end)} if start != end else {}


def _at(time: Time, place: str) -> Moment:
    return time.at(place)


def single(meeting: Meeting, site: str, today: dt.date) -> Keys:
    """The keys of a single date. Raises `UnclearEntryError` for times that the site cannot show."""
    start, end = meeting.start, meeting.end
    keeps = start.place != UTC and is_place(start.place) and not same_offsets(start.place, site, *_days(start, end))
    place = start.place if keeps else site
    local = _at(start, place)
    if isinstance(local, dt.datetime) and doubtful(local, zone(place)):
        place = start.place if is_place(start.place) else UTC
        local = _at(start, place)
    keys = {"starts": text(local), **_ends(local, _at(end, place))}
    if place != site and not meeting.start.is_day:
        keys["zone"] = place
    if meeting.status != "confirmed":
        keys["status"] = meeting.status
    _verify(keys, [meeting], site, today)
    return keys


def _days(start: Time, end: Time) -> tuple[dt.date, dt.date]:
    return day_of(start.moment) - dt.timedelta(days=2), day_of(end.moment) + dt.timedelta(days=2)


def series(entry: ForeignEntry, found: Dates, dates: Sequence[Meeting], site: str, today: dt.date) -> Keys | None:
    """The keys of a whole series, if the language of `repeats` can express it exactly; otherwise None."""
    if entry.rule is None or entry.added or any(meeting.by.and_later for meeting in dates):
        return None
    place = _zone_of_series(entry, found, site, today)
    usual = {day_of(meeting.usual.moment) for meeting in dates}
    if place is None or not usual <= set(found.days):
        return None
    for rule in entry.rule.in_own_language(found.days[0]):
        if rule.dates(found.days[0], found.days[-1]) != found.days:
            continue
        keys = _series(entry, found, dates, rule, place, site)
        try:
            _verify(keys, dates, site, today, max(found.days[0], today) + HORIZON)
        except UnclearEntryError:
            continue
        return keys
    return None


def _zone_of_series(entry: ForeignEntry, found: Dates, site: str, today: dt.date) -> str | None:
    """The zone to write: the site's if it has the same offsets, or the entry's own zone if its name is allowed."""
    if entry.is_day:
        return site
    first, last = min(found.days[0], today), max(found.days[-1], today) + dt.timedelta(days=31)
    if same_offsets(entry.start.place, site, first, last):
        return site
    return entry.start.place if is_place(entry.start.place) else None


def _series(entry: ForeignEntry, found: Dates, dates: Sequence[Meeting], rule: Rule, place: str, site: str) -> Keys:
    start, end = (entry.start.moment, entry.end.at(entry.start.place))
    keys: Keys = {"starts": text(start), **_ends(start, end)}
    if place != site:
        keys["zone"] = place
    keys["repeats"] = str(rule)
    if found.until:
        keys["until"] = text(found.until)
    usual = {day_of(meeting.usual.moment) for meeting in dates}
    if left_out := [day for day in found.days if day not in usual]:
        keys["skip"] = [{"date": text(day)} for day in left_out]
    changes = [change for meeting in dates if (change := _change(meeting, entry))]
    if changes:
        keys["changes"] = sorted(changes, key=lambda change: str(change["date"]))
    if entry.status != "confirmed":
        keys["status"] = entry.status
    return keys


def _change(meeting: Meeting, entry: ForeignEntry) -> Keys | None:
    if not meeting.is_changed:
        return None
    change: Keys = {"date": text(day_of(meeting.usual.moment))}
    if meeting.status == "cancelled":
        return {**change, "cancelled": "yes"}
    place = entry.start.place
    start, end = _at(meeting.start, place), _at(meeting.end, place)
    usual = _at(meeting.usual, place)
    if start != usual or end != usual + entry.length:
        change |= {"starts": text(start), **_ends(start, end)}
    return change if len(change) > 1 else None


def event_of(keys: Keys, **more: Any) -> Event:
    """The event with these keys, as the program reads it. Raises `UnclearEntryError` if a key is refused."""
    try:
        return Event.model_validate({"id": "entry", "title": "Entry", "kind": "gathering", **more, **keys})
    except ValidationError:
        raise UnclearEntryError("the hub cannot show its times") from None


def _verify(keys: Keys, dates: Sequence[Meeting], site: str, today: dt.date, horizon: dt.date = dt.date.max) -> None:
    """Raises `UnclearEntryError` unless the program's own reading of the keys has exactly the dates of the entry."""
    event = event_of(keys)
    try:
        schedule = plan(event, {}, site, today)
    except ScheduleError as error:
        raise UnclearEntryError(f"the hub cannot show its times. {error.message}") from None
    planned = [
        (_instant(occurrence.start), _instant_end(occurrence.end), occurrence.is_off)
        for occurrence in schedule.occurrences
        if occurrence.date <= horizon
    ]
    if sorted(planned) != sorted(_expected(dates, horizon)):
        raise UnclearEntryError("the hub cannot show its times")


def _expected(dates: Sequence[Meeting], horizon: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime, bool]]:
    for meeting in dates:
        if day_of(meeting.usual.moment) <= horizon:
            off = meeting.status == "cancelled"
            if off and meeting.is_changed:  # a cancelled date has the times of its series
                length = meeting.end.instant - meeting.start.instant
                yield meeting.usual.instant, meeting.usual.instant + length + _day(meeting), off
            else:
                yield meeting.start.instant, _end(meeting), off


def _day(meeting: Meeting) -> dt.timedelta:
    return dt.timedelta(days=int(meeting.start.is_day))


def _end(meeting: Meeting) -> dt.datetime:
    return meeting.end.instant + _day(meeting)


def _instant(moment: Moment) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(dt.UTC)
    return dt.datetime.combine(moment, dt.time(), dt.UTC)


def _instant_end(moment: Moment) -> dt.datetime:
    return _instant(moment) if isinstance(moment, dt.datetime) else _instant(moment) + dt.timedelta(days=1)
