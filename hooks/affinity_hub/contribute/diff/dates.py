"""How the dates of one event change, as people will see it, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from affinity_hub.core.calendar_days import typed_day, typed_span
from affinity_hub.core.text import listed
from affinity_hub.messages.github_markdown import words
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.schema import DIFFERS
from affinity_hub.schema.event import EventSchedule

MAX_DATES_SHOWN: Final = 8
KEY_WORDS: Final = {key: key for key in DIFFERS} | {"online": "way to take part"}
AND_SO_ON: Final = "and so on"
TWO_YEARS: Final = dt.timedelta(days=2 * 366)
MAX_DAYS_APART: Final = 20  # the most days between a removed date and a new date that may be one moved date

Dates = Mapping[dt.date, EventDate]


def dates(event: EventView, schedule: EventSchedule) -> dict[dt.date, EventDate]:
    """The dates of an event by their dates in the series, which stay the same even after a move."""
    # The view has an occurrence for each occurrence of the schedule, in the same order.
    return {occurrence.date: view for view, occurrence in zip(event.occurrences, schedule.occurrences, strict=True)}


def with_later_cancellations(found: Dates, other: Dates, schedule: EventSchedule) -> Dates:
    """The dates of an event, with cancelled dates after the year for which its schedule has them.

    `found` and `other` are the dates before and after the change, in either order. A series without an end that is
    cancelled has only one year of cancelled dates. If both agree on that year, this adds the later dates of `other` as
    cancelled dates.
    """
    if not (schedule.is_endless_but_cancelled and found):
        return found
    since, last = schedule.parts[-1].dates[0], max(found)
    if any(since <= day <= last for day in found.keys() ^ other.keys()):
        return found
    return {**found, **{day: date.with_status_of(found[last]) for day, date in other.items() if day > last}}


def changes(old: Dates, new: Dates, schedule: EventSchedule) -> Iterator[str]:
    """A phrase for each kind of change to future dates, and the number of past dates that change. `new` are the dates
    of `schedule`.
    """
    skipped = {skip.date: skip.reason for skip in schedule.skipped}
    # If the rest of a series is cancelled, it has dates that nobody typed.
    untyped = {date.date for date in schedule.occurrences if date.series and date.series.cancelled and not date.change}
    if _is_endless(old) and _is_endless(new):  # the dates of the two series end on different days
        last = min(max(old), max(new))
        old, new = ({day: date for day, date in dates.items() if day <= last} for dates in (old, new))
    coming = {day: date for day, date in old.items() if date.is_coming}
    after = {day: date for day, date in new.items() if date.is_coming or day in coming}
    found: dict[str, list[dt.date]] = {}
    for day in sorted(coming.keys() & after.keys()):
        for said in _differences(coming[day], after[day]):
            found.setdefault(said, []).append(day)
    yield from (_singular_or_plural(said, _listed_days(days, coming)) for said, days in found.items())
    gone = [day for day in sorted(coming.keys() - new.keys()) if not coming[day].is_off]
    come = [day for day in sorted(after.keys() - old.keys()) if after[day].is_coming and not after[day].is_off]
    yield from _gone_and_come(gone, come, coming, after, skipped)
    added: dict[str, list[dt.date]] = {}
    for day in sorted(after.keys() - old.keys() - untyped):
        if after[day].is_coming and after[day].is_off:
            added.setdefault(_status(after[day]), []).append(day)
    for status, days in added.items():
        yield f"{_new_dates(days, after)}, {'which is' if len(days) == 1 else 'all of them'} {status}"
    over = [day for day in old.keys() & new.keys() if not old[day].is_coming and any(_differences(old[day], new[day]))]
    over += [day for day in old.keys() ^ new.keys() if not (old.get(day) or new[day]).is_coming]
    if over:
        yield f"{_dates(len(over))} that {'is' if len(over) == 1 else 'are'} over change{'s' * (len(over) == 1)} too"


def future_dates_in_words(new: Dates) -> str:
    """The first future date of an event, and the number of its future dates, if there are several and the series has an
    end. If no future date takes place: whether the dates are postponed, cancelled, over, or not yet announced."""
    coming = [date for date in new.values() if date.is_coming and not date.is_off]
    if off := [date.status for date in new.values() if date.is_coming and not coming]:
        return "postponed" if "postponed" in off else "cancelled"
    if not coming:
        return "only past dates" if new else "its date is to be announced"
    first = min(coming, key=lambda date: (date.first_day, date.datetime))
    if first.event.is_endless:
        return f"repeats without an end; the first date is {_when(first)}"
    return f"{_dates(len(coming))} to come, the first on {_when(first)}" if len(coming) > 1 else _when(first)


def _when(date: EventDate) -> str:
    return typed_span(date.start, date.end)


def _hours(date: EventDate) -> str:
    return _when(date).partition(", ")[2] or "all day"


def _differences(old: EventDate, new: EventDate) -> Iterator[str]:
    """The differences of a date: phrases with `{}` for the days."""
    if moved := _moved(old, new):
        yield moved
    if new.is_off:
        return
    differing = [(key, _own_value(new, key)) for key in DIFFERS if _own_value(old, key) != _own_value(new, key)]
    if names := [_named(key, value) for key, value in differing if value is not None and key != "online"]:
        yield f"{{}} has {listed(names)} of its own"
    if (online := dict(differing).get("online")) is not None:
        yield "{} is online" if online else "{} is not online"
    if usual := [KEY_WORDS[key] for key, value in differing if value is None]:
        yield f"{{}} has the usual {listed(usual)} again"


def _own_value(date: EventDate, key: str) -> Any:
    """The own value of a date under a key; None if it has the value of the event."""
    if key not in date.differs:
        return None
    value = getattr(date.event, key)
    return [person.id for person in value] if key == "facilitators" else value


def _named(key: str, value: Any) -> str:
    if key == "place":
        value = ", ".join(filter(None, (value.name, value.address)))
    return f"the {key} “{words(value, 60)}”" if key in ("title", "place") and value else key


def _moved(old: EventDate, new: EventDate) -> str:
    """The difference in the time or the status of a date, as such a phrase; empty if there is none."""
    if new.is_off or old.is_off:
        if new.status == old.status:
            return ""
        after_all = "after all" if old.start == new.start else f"on {_when(new)}"
        return f"{{}} {_status(new)}" if new.is_off else f"{{}} takes place {after_all}"
    if (old.start, old.end) != (new.start, new.end):
        if old.first_day != new.first_day or old.event.all_day != new.event.all_day:
            return f"{{}} moves to {_when(new)}"
        return f"{{}} moves from {_from_to(old, new)}"
    if old.status != new.status:
        return "{} is now certain" if new.status == "confirmed" else "{} is no longer certain"
    return ""


def _status(date: EventDate) -> str:
    """The status of a date that does not take place, with the reason."""
    return f"{date.status} ({words(date.reason, 60)})" if date.reason else date.status


def _from_to(old: EventDate, new: EventDate) -> str:
    if old.event.all_day:
        return f"{_when(old)} to {_when(new)}"
    if new.end - new.start != old.end - old.start:
        return f"{_hours(old)} to {_hours(new)}"
    return f"{old.start:%H:%M} to {new.start:%H:%M}"


def _singular_or_plural(said: str, days: Sequence[str]) -> str:
    if len(days) == 1:
        return said.replace("{}", days[0], 1)
    if said.startswith(("{} cancelled", "{} postponed")):
        return said.replace("{}", beginning(days), 1)
    plural = {"{} moves": "{} move", "{} takes": "{} take", "{} is": "{} are", "{} has": "{} have"}
    start = next(key for key in plural if said.startswith(key))
    number = "the dates" if days[-1] == AND_SO_ON else _dates(len(days))
    return f"{said.replace(start, plural[start], 1).replace('{}', number, 1)} ({', '.join(_first_few(days))})"


def _gone_and_come(
    gone: list[dt.date],
    come: list[dt.date],
    old: Dates,
    new: Dates,
    skipped: Mapping[dt.date, str | None],
) -> Iterator[str]:
    if gone and len(gone) == len(come) and _are_near(gone, come):
        pairs = [
            f"{typed_day(old[a].first_day)} to {typed_day(new[b].first_day)}" for a, b in zip(gone, come, strict=True)
        ]
        times = {_hours(old[day]) for day in gone} | {_hours(new[day]) for day in come}
        now = "" if len(times) == 1 else f", now {_hours(new[come[0]])}"
        if _goes_on(come, new):
            yield f"the dates move to another day ({', '.join(pairs[:MAX_DATES_SHOWN])}, {AND_SO_ON}){now}"
        else:
            moves = f"{_dates(len(gone))} move{'s' * (len(gone) == 1)}"
            yield f"{moves} to another day ({', '.join(_first_few(pairs))}){now}"
        return
    reasons: dict[str, list[dt.date]] = {}
    for day in gone:
        why = skipped.get(day, "")
        what = "removed" if why == "" else f"left out ({words(why, 60)})" if why else "left out"
        reasons.setdefault(what, []).append(day)
    yield from (f"{beginning(_listed_days(days, old))} {what}" for what, days in reasons.items())
    if come:
        yield _new_dates(come, new)


def _is_endless(dates: Dates) -> bool:
    return any(date.event.is_endless for date in dates.values())


def _new_dates(days: Sequence[dt.date], dates: Dates) -> str:
    """The number of new dates, and the first few of them."""
    number = "new dates without an end" if _goes_on(days, dates) else _dates(len(days), "new ")
    return f"{number} ({', '.join(_first_few(_listed_days(days, dates)))})"


def _goes_on(days: Sequence[dt.date], dates: Dates) -> bool:
    """Whether the days reach about as far as the program makes the dates of a series without an end."""
    return _is_endless(dates) and max(dates) - days[-1] < TWO_YEARS


def _listed_days(days: Sequence[dt.date], dates: Dates) -> list[str]:
    """The days in words. If the days go on without an end, the list has the first `MAX_DATES_SHOWN` days and
    `AND_SO_ON`."""
    listed_days = [typed_day(dates[day].first_day) for day in days]
    return [*listed_days[:MAX_DATES_SHOWN], AND_SO_ON] if _goes_on(days, dates) else listed_days


def _are_near(gone: list[dt.date], come: list[dt.date]) -> bool:
    return all(abs((b - a).days) <= MAX_DAYS_APART for a, b in zip(gone, come, strict=True))


def _dates(number: int, what: str = "") -> str:
    return f"{number} {what}date{'s' * (number != 1)}"


def _first_few(texts: Sequence[str]) -> list[str]:
    more = 0 if texts[-1] == AND_SO_ON else len(texts) - MAX_DATES_SHOWN
    return [*texts[:MAX_DATES_SHOWN], f"and {more} more"] if more > 0 else list(texts)


def beginning(texts: Sequence[str]) -> str:
    """Texts as a list in a sentence. A long list is cut off."""
    is_whole = len(texts) <= MAX_DATES_SHOWN and texts[-1] != AND_SO_ON
    return listed(texts) if is_whole else ", ".join(_first_few(texts))
