"""Makes the `Schedule` of an event: its rules one after the other, its dates, and the problems that forbid them.

This module refuses rules that calendar clients read differently, with the name of the client. `ical` writes all other
rules in the form that all clients read alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, TypeVar, cast
from zoneinfo import ZoneInfo

from affinity_hub.core import suggest
from affinity_hub.core.calendar_days import WEEKDAYS, Moment, day_of, end_of, in_zone
from affinity_hub.core.timezones import zone
from affinity_hub.repeats.parse import parse
from affinity_hub.repeats.rrule import parse_rrule
from affinity_hub.repeats.rule import NTH, Rule, ScheduleError, places, refuse_short_months

from .client_limits import refuse_doubtful, refuse_overlap
from .length import length_of
from .schedule import ChangedDate, EventTiming, Holiday, Schedule, Series, Skipped

# A series without an end is expanded for `HORIZON_YEARS`, and at least through the year that is
# `MIN_FUTURE_YEARS` after the current year. The second limit is the end of a year, so that new dates appear only at
# New Year.
HORIZON_YEARS: Final = 20
MIN_FUTURE_YEARS: Final = 5
ONLY_FOR_SERIES: Final = "E304"
MAX_DATES: Final = 10_000
MAX_TIMES: Final = 999  # Outlook's limit for COUNT
PlannedT = TypeVar("PlannedT", bound=EventTiming)
LATEST: Final = dt.date(2199, 12, 31)  # the last day that people may type


def plan(
    event: PlannedT, no_school: Mapping[dt.date, Holiday], site_zone: str, today: dt.date = dt.date.min
) -> Schedule[PlannedT]:
    """The schedule of an event. It has no dates if the date of the event is to be announced. `no_school` has an entry
    for each day without school.

    A series without an end has dates for `HORIZON_YEARS`, and at least through December 31 of the year that is
    `MIN_FUTURE_YEARS` after the year of `today`. Past dates whose times a clock change skips or repeats are allowed.
    Raises `ScheduleError` if the keys do not fit together, or give dates that calendar clients read differently.
    """
    tz = zone(event.zone or site_zone)
    if event.starts is None:
        return Schedule(event, tz)
    length = length_of(event)
    rule = _rule(event)
    time = event.starts.time().replace(tzinfo=tz) if isinstance(event.starts, dt.datetime) else None
    if rule is None:
        single = Schedule(event, tz, None, (day_of(event.starts),), time, length)
        refuse_doubtful(single, today)
        return single
    limit = _limit(event, today)
    parts = _parts(event, Series("", rule, _dates(event, rule, limit), time, length), tz, limit)
    refuse_overlap(event, parts)
    dates = parts[0].dates if len(parts) == 1 else tuple(chain.from_iterable(part.dates for part in parts))
    planned = Schedule(
        event,
        tz,
        rule,
        dates,
        time,
        length,
        skipped=_skipped(event, dates, no_school),
        changes={change.date: change for change in event.changes if not change.and_later and _same_form(event, change)},
        parts=parts,
        series=tuple(series for part in parts for series in _split(part)),
    )
    refuse_doubtful(planned, today)
    return planned


def timing_errors(event: EventTiming) -> Iterator[ScheduleError]:
    """The problems with the length of an event and with its rule, independently."""
    for read in (length_of, _rule) if event.starts is not None else ():
        try:
            read(event)
        except ScheduleError as error:
            yield error


def _parts(event: EventTiming, first: Series, tz: ZoneInfo, limit: dt.date) -> tuple[Series, ...]:
    """The rules of an event one after the other: each change of all later dates ends one rule and begins the next. A
    change that does not fit, or has no date, is left out here; `checks` reports it. Raises `ScheduleError` for a change
    of the first date, and for a change whose new dates cannot follow the dates that stay.
    """
    parts = [first]
    later = [(change.date, index) for index, change in enumerate(event.changes) if change.and_later]
    for date, index in sorted(later):
        change, part = event.changes[index], parts[-1]
        if (
            date not in part.dates
            or not _same_form(event, change)
            or change.cancelled == bool(change.begins or change.ends)
        ):
            continue
        kept = part.dates.index(date)
        if not kept:
            message = f"{date} is the first date, so no earlier date would stay."
            hint = "Delete this entry, and change `starts` and `ends` of the event."
            hint += "\nTo cancel the whole event:  status: cancelled"
            hint = "Change the entry that moved it there, and delete this entry." if part.later else hint
            raise ScheduleError("changes", "E329", message, hint, index)
        before = sum(len(done.dates) for done in parts[:-1]) + kept
        parts[-1] = replace(part, dates=part.dates[:kept], last=False)
        if change.cancelled:
            rest = part.dates[kept:]
            if not (event.until or event.times):  # a list of all cancelled dates would have no end
                rest = tuple(day for day in rest if day <= _years_after(date, 1))
            parts.append(replace(part, name=f"from-{date}", dates=rest, later=change))
        else:
            parts.append(_restart(event, index, part, kept, before, tz, limit))
    return tuple(parts)


def _same_form(event: EventTiming, change: ChangedDate) -> bool:
    """Whether the new start and end have the same form as the start and end of the event: dates alone, or dates with
    times."""
    given = [value for value in (change.begins, change.ends) if value is not None]
    return not any(event.all_day == isinstance(value, dt.datetime | dt.time) for value in given)


def _restart(
    event: EventTiming, index: int, part: Series, kept: int, before: int, tz: ZoneInfo, limit: dt.date
) -> Series:
    """The same rule from another date or time on. `kept` is the number of dates of the part that stay, and `before` the
    number for the whole event."""
    change = event.changes[index]
    start = in_zone(change.begins, tz) if change.begins else part.usual[kept]
    old, new, stays = part.dates[kept], day_of(start), part.dates[kept - 1]
    if new <= stays:
        message = f"The new dates begin on {new}, but the date {stays} stays."
        after = suggest.on(stays + dt.timedelta(days=1), start)
        hint = f"Begin later:  starts: {after}   or write under `date` the first date that changes."
        raise ScheduleError("changes", "E329", message, hint, index)
    rule = part.rule.moved(old, new)
    if rule is None:
        message = f'The series is "{part.rule}"; it is not clear which of its dates move where.'
        hint = f"Delete this entry, end the series earlier ({_until(event, stays)}), and add an event with a new id."
        raise ScheduleError("changes", "E329", message, hint, index)
    refuse_short_months(rule, new, "changes", index)
    end = end_of(change.ends, start, tz) if change.ends else start + part.length
    length = end - start
    if length < dt.timedelta() or (not length and not event.all_day):
        ending = suggest.afternoon(end, start) or start + part.length
        typed = f"{ending:%H:%M}" if day_of(ending) == new and not event.all_day else suggest.moment(ending)
        hint = f"Give both:  {{date: {change.date}, and_later: yes, starts: {suggest.moment(start)}, ends: {typed}}}"
        raise ScheduleError("changes", "E312", "The new dates end before they start.", hint, index)
    dates = rule.dates(new, limit, event.times - before if event.times else None)
    if not dates:
        message = f"The new dates begin on {new}, after the end of the series."
        hint = "Write a larger number of dates:  times: …" if event.times else f"Write a later end:  until: {new}"
        raise ScheduleError("changes", "E329", message, hint, index)
    time = start.timetz() if isinstance(start, dt.datetime) else None
    return Series(f"from-{change.date}", rule, dates, time, length, change)


def _until(event: EventTiming, day: dt.date) -> str:
    return f"times: {event.times} becomes until: {day}" if event.times else f"until: {day}"


def _split(part: Series) -> Iterator[Series]:
    """A series for each nth weekday, because Outlook leaves out a series with two of them. The series with the first
    date keeps the name, so that a series that gets a second nth weekday keeps its identity.
    """
    if len(part.rule.nths) < 2:
        yield part
        return
    first_nths = places(part.dates[0])
    for rule in part.rule.split():
        (nth,), (weekday,) = rule.nths, rule.weekdays
        dates = tuple(date for date in part.dates if nth in places(date))
        more = "" if nth in first_nths else f"{NTH[nth]}-{WEEKDAYS[weekday].lower()}"
        if dates:
            yield replace(part, name="--".join(filter(None, (part.name, more))), rule=rule, dates=dates)


def _rule(event: EventTiming) -> Rule | None:
    """The rule of a series; None for a single event, which must not have keys of a series."""
    for key, other in (("rrule", "repeats"), ("times", "until")):
        if getattr(event, key) and getattr(event, other):
            message = f"The event has both `{other}` and `{key}`."
            raise ScheduleError(key, "E303", message, "Keep one of the two and delete the other.")
    if event.repeats:
        return parse(event.repeats, event.starts)
    if event.rrule:
        return parse_rrule(event.rrule)
    for key in ("until", "times", "skip", "changes", "no_school"):
        if getattr(event, key):
            message = f"`{key}` is for events that repeat, and this event does not."
            hint = f"Delete `{key}`, and change `starts`, `ends`, or `status` of the event itself."
            hint += "\nIf it does repeat, say how:  repeats: every week"
            raise ScheduleError(key, ONLY_FOR_SERIES, message, hint)
    return None


def _dates(event: EventTiming, rule: Rule, limit: dt.date) -> tuple[dt.date, ...]:
    """The dates of the rule through `limit`, but at most `times` dates if the event has `times`. Raises `ScheduleError`
    if `until` is before `starts`, if `starts` is not a date of the rule, or if the number of dates is not allowed."""
    starts, key = cast(Moment, event.starts), "repeats" if event.repeats else "rrule"
    first = day_of(starts)
    if event.until and event.until < first:
        hint = f"Write a date from {first:%Y-%m-%d} on, such as  until: {suggest.not_before(event.until, first)}"
        raise ScheduleError("until", "E305", "The series ends before its first date.", hint)
    refuse_short_months(rule, first, key)
    dates = rule.dates(first, limit, event.times)
    if dates[:1] != (first,):
        raise _no_match(rule, starts, key)
    if event.times:
        _refuse_times(event.times, dates)
    elif event.until and len(dates) > MAX_DATES:
        message = f"The series has {len(dates):,} dates."
        hint = f"End it earlier; at most {MAX_DATES:,} dates are kept:  until: {_years_after(first, 1):%Y-%m-%d}"
        raise ScheduleError(key, "E306", message, hint)
    return dates


def _refuse_times(times: int, dates: Sequence[dt.date]) -> None:
    """Refuses a number of dates that Outlook cannot count, or that are after the last year. `dates` are the dates
    of the series up to that year."""
    until = f"until: {dates[-1]:%Y-%m-%d}"
    if len(dates) < times:
        message = f"The series has only {len(dates):,} dates up to {LATEST.year}, the last year that you can use."
        most = (
            f"Write at most:  times: {len(dates)}   or the last date"
            if len(dates) <= MAX_TIMES
            else "Write the last date instead"
        )
    elif times > MAX_TIMES:
        message = f"Outlook cannot count the {times:,} dates of the series; it counts up to {MAX_TIMES}."
        most = "Write the last date instead"
    else:
        return
    if len(dates) > MAX_DATES:
        most, until = "Write at most", f"times: {MAX_TIMES}"
    raise ScheduleError("times", "E306", message, f"{most}:  {until}")


def _limit(event: EventTiming, today: dt.date) -> dt.date:
    """The last day for which the program makes dates of a series."""
    if event.until or event.times:
        return event.until or LATEST
    first = day_of(cast(Moment, event.starts))
    return max(_years_after(first, HORIZON_YEARS), dt.date(today.year + MIN_FUTURE_YEARS, 12, 31))


def _years_after(day: dt.date, years: int) -> dt.date:
    """The same day `years` later, but at most the 28th, so that the day exists in every February."""
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _no_match(rule: Rule, starts: Moment, key: str) -> ScheduleError:
    """The first date must be a date of the rule (RFC 5545 3.8.5.3: anything else is undefined).

    The hint offers another first date, and the rule in the form of `key` (repeats or rrule) that fits the first date.
    """
    first = day_of(starts)
    following = rule.dates(first, _years_after(first, 9), 1)
    weekday = WEEKDAYS[first.weekday()]
    message = f'The first date, {weekday} {first:%Y-%m-%d}, is not a date of "{rule}".'
    time = f"{starts: %H:%M}" if isinstance(starts, dt.datetime) else ""
    hint = f"Write:  starts: {following[0]:%Y-%m-%d}{time}" if following else "Change the rule or the first date."
    if other := rule.fitting(first):
        hint += f"\nor, if the first date is right:  {key}: {other.rrule() if key == 'rrule' else other}"
    hint += "\nSome calendars would show this first date, and others would not."
    return ScheduleError("starts", "E307", message, hint)


def _skipped(event: EventTiming, dates: Sequence[dt.date], no_school: Mapping[dt.date, Holiday]) -> tuple[Skipped, ...]:
    reasons = {skip.date: skip.reason for skip in event.skip}
    closed = no_school if event.no_school == "skip" else {}
    if not (reasons or closed):
        return ()
    changed = {change.date for change in event.changes if not change.and_later}
    found = []
    for day in dates:
        if day in reasons:
            found.append(Skipped(day, reasons[day]))
        elif day in closed and day not in changed:
            found.append(Skipped(day, closed[day].name, no_school=True))
    return tuple(found)
