"""Checks times and series: exceptions must name a date of the series, and some rules mean something different to people
than in RFC 5545."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from affinity_hub.core.calendar_days import WEEKDAYS, Moment, day_of, school_ends, typed_day
from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import NOON, moment
from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.repeats.rule import Rule, places
from affinity_hub.schema import Change, Event, Skip
from affinity_hub.schema.event import EventSchedule

SUNDAY: Final = 6
# 1:00 to 5:59, typed without a leading zero and without am or pm.
_SMALL_HOUR: Final = re.compile(r"(?<![\d:])[1-5]:\d\d(?!.*[ap]\.?m)", re.IGNORECASE)
SHOWN: Final = 4  # the number of dates that a message names


def series_repeat_as_expected(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A monthly series keeps its weekday, and a series every 2 or more weeks does not separate a Sunday from the
    days after it.

    The rule ignores series that are over or cancelled.
    """
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule and schedule.rule and event.status != "cancelled" and schedule.dates[-1] >= today:
            yield from _drifts(event, schedule, schedule.rule)
            yield from _splits_a_weekend(event, schedule, schedule.rule)


def _drifts(event: Event, schedule: EventSchedule, rule: Rule) -> Iterator[Problem]:
    """`monthly` alone keeps the day of the month, so its weekday changes each time."""
    if rule.frequency != "MONTHLY" or rule.nths or rule.month_day:
        return
    first, *others = schedule.dates
    other = next((day for day in others if day.weekday() != first.weekday()), None)
    if other is None:
        return
    message = f"The series is always on day {first.day} of the month: {typed_day(first)}, then {typed_day(other)}."
    nth = replace(rule, nths=(places(first)[0],), weekdays=(first.weekday(),))
    hint = f"For the same weekday each time, write:  {_typed(event, nth)}"
    hint += f"\nFor the same day of the month, write:  {_typed(event, replace(rule, month_day=first.day))}"
    yield Problem(event.position(_key(event)), "W331", message, hint)


def _splits_a_weekend(event: Event, schedule: EventSchedule, rule: Rule) -> Iterator[Problem]:
    """A Sunday and the next Monday are in different weeks, and a series every 2 weeks skips one of the two."""
    if rule.frequency != "WEEKLY" or rule.interval == 1 or SUNDAY not in rule.weekdays or len(rule.weekdays) == 1:
        return
    dates = listed([typed_day(day) for day in schedule.dates[:SHOWN]])
    message = f"Weeks begin on Monday here, so the dates are {dates}."
    others = [WEEKDAYS[day] for day in rule.weekdays if day != SUNDAY]
    every = f"repeats: every {rule.interval} weeks on"
    hint = "If the Sunday and the days after it belong together, make two events:"
    hint += f"  {every} Sunday   and:  {every} {listed(others)}"
    hint += "\nIf the dates are right, you do not have to change anything."
    yield Problem(event.position(_key(event)), "W332", message, hint)


def early_hours_have_am(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The program reads a start such as `5:00` as 5 am, but many people mean the afternoon. The rule ignores dates that
    are over."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule and schedule.dates and schedule.dates[-1] >= today:
            yield from _small_hour(event, ("starts",), event.starts)
        for index, change in enumerate(event.changes):
            if change.begins and day_of(change.begins) >= today:
                yield from _small_hour(event, ("changes", index, "starts"), change.begins)


def _small_hour(event: Event, path: tuple[str | int, ...], starts: Moment | None) -> Iterator[Problem]:
    typed: Any = event.typed
    for step in path:
        typed = typed[step]
    if isinstance(starts, dt.datetime) and _SMALL_HOUR.search(str(typed)):
        message = f"{starts.hour}:{starts:%M} without am or pm is early in the morning."
        hint = f"If the event starts in the afternoon, write:  starts: {moment(starts + dt.timedelta(hours=NOON))}"
        hint += f"\nIf the event does start in the morning, write:  starts: {moment(starts)}"
        yield Problem(event.position(*path), "W333", message, hint)


def exceptions_hit_dates(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """Every skip and every change names a date of its series, once, and a series says what happens on days off."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule is None or schedule.rule is None:
            continue
        replaced = [part.later.date for part in schedule.parts if part.later]
        seen = set[dt.date]()
        exceptions: tuple[tuple[str, tuple[Skip | Change, ...]], ...] = (
            ("skip", event.skip),
            ("changes", event.changes),
        )
        for key, entries in exceptions:
            for index, entry in enumerate(entries):
                path = (key, index, "date")
                if entry.date not in schedule.dates and entry.date not in replaced:
                    message = f"The series has no date on {typed_day(entry.date)}, so this entry would do nothing."
                    yield Problem(event.position(*path), "E320", message, _neighbours(entry.date, schedule.dates))
                elif entry.date in seen:
                    yield Problem(
                        event.position(*path),
                        "E321",
                        f"{typed_day(entry.date)} is given twice.",
                        "Keep one entry for each date, and delete the other.",
                    )
                seen.add(entry.date)
        yield from _against_the_calendar(hub, event, schedule)


def _neighbours(day: dt.date, dates: Sequence[dt.date]) -> str:
    nearest = sorted(sorted(dates, key=lambda date: abs(date - day))[:2])
    return "The nearest dates are:  " + "   ".join(f"{date}" for date in nearest)


def _against_the_calendar(hub: Hub, event: Event, schedule: EventSchedule) -> Iterator[Problem]:
    closed = sorted(hub.days_off.keys() & schedule.dates)
    if event.no_school == "skip":
        for index, skip in enumerate(event.skip):
            if skip.date in closed:
                yield Problem(
                    event.position("skip", index),
                    "W322",
                    f"{typed_day(skip.date)} is already skipped, because calendar.yml lists it.",
                    "Delete this entry from the list.",
                )
    elif event.no_school is None and event.kind != "observance" and closed:
        days = ", ".join(typed_day(date) for date in closed[:3]) + (" …" if len(closed) > 3 else "")
        hint = "Say what should happen:  no_school: skip   or:  no_school: keep"
        yield Problem(
            event.position("repeats"), "W323", f"The series meets on days that calendar.yml lists: {days}.", hint
        )
    if schedule.dates and len(schedule.skipped) == len(schedule.dates) and event.status != "cancelled":
        yield Problem(
            event.position("id"),
            "E324",
            "Every date of the series is skipped.",
            "Delete the event, or mark it:  status: cancelled",
        )


def breaks_are_known(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """`no_school: skip` needs a calendar.yml."""
    for event in hub.events:
        if event.no_school == "skip" and not hub.has_calendar:
            message = "The event skips the days in calendar.yml, but that file is missing."
            yield Problem(
                event.position("no_school"),
                "E325",
                message,
                "Create calendar.yml. If you do not know the days yet, write:  no_school: []",
            )


def series_end(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A series has an end, so that a group that stops meeting does not stay in calendars."""
    for event in hub.events:
        if (schedule := hub.schedules.get(event.id)) and schedule.is_endless:
            now = max(schedule.dates[0], today) if schedule.dates else today
            last, past = school_ends(now), sum(day <= today for day in schedule.dates)
            # A yearly series has no second date until then.
            ends = [f"the last date:  until: {last}"] if sum(now <= day <= last for day in schedule.dates) > 1 else []
            if not (past and ends):
                ends.append(f"the number of dates:  times: {past + 10}")
            hint = f"Add {'   or '.join(ends)}"
            yield Problem(
                event.position("repeats" if event.repeats else "rrule"), "W330", "The series never ends.", hint
            )


def time_zone_is_said(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The time zone is in `hub.yml` if the start of an event depends on it."""
    settings = hub.settings
    needs_it = any(isinstance(event.starts, dt.datetime) and not event.zone for event in hub.events)
    if needs_it and "time_zone" not in settings.model_fields_set:
        message = f"hub.yml has no `time_zone`. The site reads all times as times in {settings.time_zone}."
        hint = f"If that is right, write:  time_zone: {settings.time_zone}"
        hint += "\nOtherwise, write the time zone of your organization, as Continent/City."
        yield Problem(settings.position("time_zone"), "W463", message, hint)


def _key(event: Event) -> str:
    return "repeats" if event.repeats else "rrule"


def _typed(event: Event, rule: Rule) -> str:
    """A rule under the key that the event has."""
    return f"repeats: {rule}" if event.repeats else f"rrule: {rule.rrule()}"
