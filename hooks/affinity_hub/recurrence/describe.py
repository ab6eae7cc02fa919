"""A schedule in words: how an event repeats, and how its dates differ."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from affinity_hub.core.calendar_days import Moment, day_of, sort_key
from affinity_hub.core.i18n import Labels, gettext, listed, ngettext, noop
from affinity_hub.repeats.rule import Rule
from affinity_hub.wording.dates import (
    dates,
    day,
    month_name,
    plain_day,
    span,
    time,
    times,
    usual_times,
    weekday_name,
)

from .schedule import ChangedDate, EventTiming, Occurrence, Schedule, Series, Skipped

# The keys for which one date of a series can have its own value.
SCHEDULE_WORDS: Final = Labels(
    {
        "title": noop("title"),
        "place": noop("place"),
        "facilitators": noop("facilitators"),
        "details": noop("details"),
    }
)
_OFTEN: Final = Labels(
    {
        "DAILY": noop("daily"),
        "WEEKLY": noop("weekly"),
        "MONTHLY": noop("monthly"),
        "YEARLY": noop("yearly"),
    }
)
_NTHS: Final = Labels({1: noop("1st"), 2: noop("2nd"), 3: noop("3rd"), 4: noop("4th"), -1: noop("last")})


def remark(occurrence: Occurrence[EventTiming], here: ZoneInfo | None = None, *, is_coming: bool = False) -> str:
    """The unusual facts about a date, with the reason: Cancelled: weather. Empty for an ordinary date.

    `here` is the zone of the reader, in which a moved date may have had another day; without it, the event's own zone.
    The words promise a new date for a postponed date only if it `is_coming`. A calendar is also read after the date,
    and an entry must not change without a change of the data, so its words must be true on every day.
    """
    differs = _differs(occurrence)
    if occurrence.status == "tentative" and occurrence.moved:
        certain = gettext("not yet certain")
        differs = gettext("%(first)s, %(second)s", first=differs, second=certain) if differs else certain
    what = _what(occurrence, here, is_coming=is_coming)
    reason = occurrence.reason.rstrip(".") if occurrence.reason else ""
    if differs and not occurrence.is_off:
        said = gettext("%(what)s; %(differs)s", what=what, differs=differs) if what else _capital(differs)
        return said + _because(occurrence)
    if what and reason:
        return gettext("%(what)s: %(reason)s", what=what, reason=reason)
    return what


def _what(occurrence: Occurrence[EventTiming], here: ZoneInfo | None, *, is_coming: bool) -> str:
    if occurrence.is_off:
        if occurrence.status == "cancelled":
            return gettext("Cancelled")
        return gettext("Postponed, new date to be announced") if is_coming else gettext("Postponed, no new date listed")
    if occurrence.start != occurrence.usual:
        usual, start = occurrence.usual, occurrence.start
        before, after = (_day_there(moment, here) for moment in (usual, start))
        if isinstance(usual, dt.datetime) and (before == after or day_of(usual) == day_of(start)):
            return gettext("Moved from %(before)s", before=_there(time(usual), occurrence.event))
        return gettext("Moved from %(before)s", before=day(before))
    if occurrence.moved:
        return gettext("Changed")
    return gettext("Not yet certain") if occurrence.status == "tentative" else ""


def _day_there(moment: Moment, here: ZoneInfo | None) -> dt.date:
    return day_of(moment.astimezone(here) if here and isinstance(moment, dt.datetime) else moment)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _differs(occurrence: Occurrence[EventTiming]) -> str:
    """The values of a date that differ from those of the series: title, place, and online."""
    different = occurrence.change.own_values if occurrence.change else {}
    names = listed([SCHEDULE_WORDS[key] for key in different if key != "online"])
    online = "" if "online" not in different else gettext("online") if different["online"] else gettext("not online")
    changed = gettext("different %(names)s", names=names) if names else ""
    if changed and online:
        return gettext("%(first)s, %(second)s", first=changed, second=online)
    return changed or online


def rule_words(rule: Rule) -> str:
    """A rule in words: monthly on the 2nd Thursday. In English, people may type these words."""
    number = rule.interval
    every = {
        "DAILY": ngettext("every day", "every %(number)s days", number),
        "WEEKLY": ngettext("every week", "every %(number)s weeks", number),
        "MONTHLY": ngettext("every month", "every %(number)s months", number),
        "YEARLY": ngettext("every year", "every %(number)s years", number),
    }[rule.frequency]
    if not (rule.weekdays or rule.month_day):
        return every
    often = every if number > 1 else _OFTEN[rule.frequency]
    if rule.month_day > 0:
        on = gettext("day %(number)s", number=rule.month_day)
    elif rule.month_day:
        on = gettext("the last day")
    else:
        on = listed([weekday_name(weekday) for weekday in rule.weekdays])
        if rule.nths:
            on = gettext("the %(nths)s %(days)s", nths=listed([_NTHS[nth] for nth in rule.nths]), days=on)
    if rule.month and (rule.month_day or rule.nths):
        return gettext("%(often)s on %(days)s of %(month)s", often=often, days=on, month=month_name(rule.month))
    return gettext("%(often)s on %(days)s", often=often, days=on)


def series(schedule: Schedule[EventTiming]) -> str:
    """The rule and the end of a series: Monthly on the 2nd Thursday, 4:00–5:30 PM, until June 10, 2027.

    Changes from a certain date on follow, with their reasons.
    """
    ends = schedule.event.until or schedule.event.times
    said = "; ".join(_part(part, schedule.event, last=bool(ends) and part.last) for part in schedule.parts)
    return _capital(said)


def _there(words: str, event: EventTiming) -> str:
    """A time in the zone of the event, with the place: 4:00 PM New York time."""
    if not event.zone:
        return words
    return gettext("%(time)s %(place)s time", time=words, place=event.zone.rpartition("/")[2].replace("_", " "))


def _part(part: Series, event: EventTiming, *, last: bool) -> str:
    first = part.usual[0]
    start = plain_day(day_of(first)) if part.later else ""
    if part.cancelled:
        said = gettext("cancelled starting %(day)s", day=start) if start else gettext("cancelled")
        return said + _because(part.later)
    rule = rule_words(part.rule)
    words = [gettext("from %(day)s, %(rule)s", day=start, rule=rule) if start else rule]
    if isinstance(first, dt.datetime):
        words.append(_there(usual_times(first, first + part.length), event))
    if last:
        words.append(gettext("until %(day)s", day=plain_day(day_of(part.usual[-1]))))
    return ", ".join(words) + _because(part.later)


def _because(entry: ChangedDate | Skipped | Occurrence[EventTiming] | None) -> str:
    return f" ({entry.reason.rstrip('.')})" if entry and entry.reason else ""


def exceptions(schedule: Schedule[EventTiming], since: dt.date) -> str:
    """The dates from a day on that differ from `series`: not on November 26, 2026 (Thanksgiving break); …"""
    differing = [
        (noop("not on %(days)s"), _because(skip), skip.date) for skip in schedule.skipped if skip.date >= since
    ]
    differing += [
        (_changed(occurrence), _because(occurrence.change), occurrence.date)
        for occurrence in sorted(schedule.changed.values(), key=lambda occurrence: sort_key(occurrence.start))
        if max(occurrence.date, day_of(occurrence.start)) >= since
    ]
    found: dict[str, dict[str, list[dt.date]]] = {}
    for what, why, date in differing:
        found.setdefault(what, {}).setdefault(why, []).append(date)
    said = []
    for what, reasons in found.items():
        if "%(days)s" in what:
            said.append(gettext(what, days=listed([dates(days) + why for why, days in reasons.items()])))
        else:
            said.append(what + next(iter(reasons)))
    return "; ".join(said)


def _changed(occurrence: Occurrence[EventTiming]) -> str:
    """The difference of a date, with the field `days` for the days on which it applies."""
    if occurrence.is_off:
        return noop("cancelled on %(days)s") if occurrence.status == "cancelled" else noop("postponed on %(days)s")
    differs = _differs(occurrence).replace("%", "%%")
    if not occurrence.moved:
        return gettext("%(differs)s on {days}", differs=differs).replace("{days}", "%(days)s")
    same_day = occurrence.date == day_of(occurrence.start) == occurrence.last_day
    if same_day and isinstance(occurrence.start, dt.datetime) and isinstance(occurrence.end, dt.datetime):
        what = times(occurrence.start, occurrence.end)
    elif occurrence.start == occurrence.usual:
        what = gettext("a different end")
    else:
        moved = gettext(
            "moved from %(day)s to %(span)s",
            day=plain_day(occurrence.date),
            span=span(occurrence.start, occurrence.end),
        )
        return gettext("%(first)s, %(second)s", first=moved, second=differs) if differs else moved
    if differs:
        what = gettext("%(first)s, %(second)s", first=what, second=differs)
    return gettext("%(differs)s on {days}", differs=what).replace("{days}", "%(days)s")


def echo(schedule: Schedule[EventTiming], since: dt.date) -> str:
    """A series as the program understands it, in a sentence, with the differences from a day on; empty for a single
    event.
    """
    return "; ".join(filter(None, (series(schedule), exceptions(schedule, since) if schedule.rule else "")))
