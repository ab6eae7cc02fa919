"""The dates of a calendar that the hub already has, and how a new reading changes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from affinity_hub.core.calendar_days import Moment, day_of
from affinity_hub.recurrence.plan import plan
from affinity_hub.repeats.rule import ScheduleError
from affinity_hub.schema.event import EventSchedule

from .events.blocks import Keys, event_of
from .ics.entry import UnclearEntryError

TIMES: Final = ("starts", "ends", "zone", "repeats", "until", "no_school", "skip", "changes", "status")


class KnownDate(NamedTuple):
    """A date of an imported event. `usual` names it, even after a move."""

    usual: dt.date
    start: Moment
    end: Moment
    is_off: bool

    @property
    def last_day(self) -> dt.date:
        """Its last day."""
        return day_of(self.end)


def schedule(event: Keys, site: str, today: dt.date) -> EventSchedule | None:
    """The schedule of an event as of `today`; None if its keys do not fit together, which the check reports."""
    try:
        return plan(event_of({key: event[key] for key in TIMES if key in event}), {}, site, today)
    except (UnclearEntryError, ScheduleError):
        return None


def dates_of(event: Keys, site: str, today: dt.date) -> dict[dt.date, KnownDate]:
    """The dates of an event."""
    planned = schedule(event, site, today)
    found = planned.occurrences if planned else ()
    return {
        occurrence.date: KnownDate(occurrence.date, occurrence.start, occurrence.end, occurrence.is_off)
        for occurrence in found
    }


def last_day(event: Keys, site: str, today: dt.date) -> dt.date | None:
    """The last day of all dates of an event, including cancelled dates; None if there is no date."""
    planned = schedule(event, site, today)
    return max((occurrence.last_day for occurrence in planned.occurrences), default=None) if planned else None


def coming(event: Keys, site: str, today: dt.date) -> list[dt.date]:
    """The dates from today on that take place."""
    planned = schedule(event, site, today)
    return (
        [
            occurrence.date
            for occurrence in planned.occurrences
            if occurrence.last_day >= today and not occurrence.is_off
        ]
        if planned
        else []
    )


def with_lost_dates(old: Keys, new: Keys, site: str, today: dt.date) -> Keys:
    """The new keys of a series, with lost future dates as cancelled dates, if the rule stayed the same. A new rule is a
    move, and its dates are simply the new dates.
    """
    rhythm = ("starts", "ends", "zone", "repeats")
    if "repeats" not in new or any(old.get(key) != new.get(key) for key in rhythm):
        return new
    before, after = dates_of(old, site, today), dates_of(new, site, today)
    lost = [day for day, date in sorted(before.items()) if day not in after and (date.last_day >= today or date.is_off)]
    if not lost:
        return new
    ends = [str(keys["until"]) for keys in (old, new) if keys.get("until")]
    keys = {**new, "until": max(ends)} if len(ends) == 2 else {key: new[key] for key in new if key != "until"}
    if lost[0] > max(after, default=today) and len(lost) > 1 and "until" in new:
        marks = [{"date": f"{lost[0]}", "and_later": "yes", "cancelled": "yes"}]
    else:
        marks = [{"date": f"{day}", "cancelled": "yes"} for day in lost]
    kept = [change for change in new.get("changes", []) if change["date"] not in {mark["date"] for mark in marks}]
    keys["changes"] = sorted([*kept, *marks], key=lambda change: str(change["date"]))
    keys["skip"] = [skip for skip in new.get("skip", []) if skip["date"] not in {f"{day}" for day in lost}]
    if not keys["skip"]:
        del keys["skip"]
    found = dates_of(keys, site, today)
    right = {day: date for day, date in found.items() if not date.is_off}
    return keys if right == {day: date for day, date in after.items() if not date.is_off} else new


def cancelled(old: Keys, site: str, today: dt.date) -> Keys:
    """An event that left the calendar before all of its dates took place: its future dates are cancelled."""
    days, ahead = sorted(dates_of(old, site, today)), sorted(coming(old, site, today))
    if not ahead:
        return old
    if "repeats" not in old or ahead == days:
        return {**old, "status": "cancelled"}
    if ahead == days[-len(ahead) :]:
        changes = [change for change in old.get("changes", []) if str(change["date"]) < f"{ahead[0]}"]
        return {**old, "changes": [*changes, {"date": f"{ahead[0]}", "and_later": "yes", "cancelled": "yes"}]}
    kept = [change for change in old.get("changes", []) if str(change["date"]) not in {f"{day}" for day in ahead}]
    marks = [{"date": f"{day}", "cancelled": "yes"} for day in ahead]
    return {**old, "changes": sorted([*kept, *marks], key=lambda change: str(change["date"]))}


def differences(old: Keys, new: Keys, site: str, today: dt.date) -> Iterator[str]:
    """How a new version changes the future dates: `moved`, `cancelled`, or `other`, once for each date."""
    before = {day: date for day, date in dates_of(old, site, today).items() if date.last_day >= today}
    after = {day: date for day, date in dates_of(new, site, today).items() if date.last_day >= today}
    if "repeats" not in old and "repeats" not in new and len(before) == len(after) == 1:
        (date,), (other,) = before.values(), after.values()
        yield from _difference(date, other._replace(usual=date.usual))
        return
    for day in sorted(before.keys() | after.keys()):
        if day in before and day in after:
            yield from _difference(before[day], after[day])
        elif day in before:
            yield "cancelled" if not before[day].is_off else "other"
        else:
            yield "other"


def _difference(date: KnownDate, other: KnownDate) -> Iterator[str]:
    if date == other:
        return
    if date.is_off or other.is_off:
        yield "cancelled" if other.is_off and not date.is_off else "other"
    else:
        yield "moved"


def words_of(event: Keys) -> Mapping[str, object]:
    """Everything about an event except its times: a person must review changes of these parts."""
    words = {key: value for key, value in event.items() if key not in TIMES or key == "no_school"}
    words["changes"] = [
        {key: value for key, value in change.items() if key not in ("starts", "ends", "cancelled", "and_later")}
        for change in event.get("changes", [])
        if change.keys() - {"date", "starts", "ends", "cancelled", "and_later"}
    ]
    return words
