"""What must hold across records. Each rule is a generator with the rule as its docstring; `check` runs them all."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from affinity_hub.core.calendar_days import Moment, day_of, school_ends
from affinity_hub.core.problems import Fix, Problem
from affinity_hub.core.suggest import afternoon, moment, nearest
from affinity_hub.core.text import listed
from affinity_hub.core.vocabulary import slips
from affinity_hub.hub.hub import Hub, Outdated
from affinity_hub.hub.references import TARGETS, references
from affinity_hub.schema import DIFFERS, Change, Event, Record, Skip
from affinity_hub.schema.dated import EventOccurrence, EventSchedule
from affinity_hub.schema.values import TO_BE_ANNOUNCED
from affinity_hub.source.reader import MOST_TOLD, too_many

from .clashes import no_clashes
from .deadlines import deadlines_can_be_met
from .freshness import closed_groups_hold_nothing, records_are_confirmed, resources_last, statement_is_current
from .measures import figures_are_safe
from .milestones import days_have_come, milestones
from .series import hours_are_meant, series_are_meant
from .settings import time_zone_is_said
from .similar_names import names_are_told_apart

Found: TypeAlias = Iterator[Problem]
RULES: Final[list[Callable[[Hub, dt.date], Found]]] = [
    no_clashes,
    figures_are_safe,
    deadlines_can_be_met,
    statement_is_current,
    records_are_confirmed,
    names_are_told_apart,
    resources_last,
    days_have_come,
    series_are_meant,
    hours_are_meant,
    closed_groups_hold_nothing,
    time_zone_is_said,
]

# What a key that is not called after its list refers to, and where that is.
NOUNS: Final = {
    "about": ("group or partner", "groups"),
    "findings": ("finding", "progress"),
    "measures": ("measure", "progress"),
    "heard_from": ("stakeholder", "progress"),
    "out_of": ("measure", "progress"),
    "part_of": ("measure", "progress"),
    "sources": ("claim or reading", "library"),
}
LATER: Final = "Or end this series before that date, and add an event with a new id for the later dates."
RESERVED: Final = {
    "event": ("all", "past", "months", "kinds"),
    "group": ("kinds", "pages", "questions"),
    "opportunity": ("kinds",),
    "partner": ("pages",),
    "update": ("feed", "changes"),
}


def check(hub: Hub, today: dt.date) -> list[Problem]:
    """Everything that the rules find; `today` is a date in the site's zone."""
    return [problem for rule in RULES for problem in _enough(rule(hub, today))]


def _enough(found: Found) -> Found:
    """What a rule finds, up to so many errors that nobody would read on; warnings forbid nothing and are all told."""
    wrong = 0
    for problem in found:
        wrong += problem.severity == "error"
        if wrong > MOST_TOLD:
            yield too_many(problem.position.file, (problem.position.line, problem.position.column))
            return
        yield problem


def rule(function: Callable[[Hub, dt.date], Found]) -> Callable[[Hub, dt.date], Found]:
    """Registers a rule."""
    RULES.append(function)
    return function


@rule
def ids_are_unique(hub: Hub, today: dt.date) -> Found:
    """An id names one record, over all files; an earlier id listed under `was` is taken too."""
    seen: dict[str, Record] = {}
    for record in hub.records():
        for index, name in enumerate((record.id, *record.was)):
            if name not in seen:
                seen[name] = record
                continue
            first, path = seen[name], ("was", index - 1) if index else ("id",)
            message = f'The id "{name}" is taken: {first.noun} in {first.file}, line {first.position("id").line}.'
            hint = f"Choose another one:  id: {name}-2" if not index else "Delete it from the list."
            position = record.position(*path)
            yield Problem(position, "E401", message, hint, () if index else Fix(*position, 0, f"{name}-2"))
        if record.id in RESERVED.get(record.noun, ()):
            message = f'The id "{record.id}" is the address of another page.'
            hint = f"Choose another one:  id: {record.id}-{record.noun}"
            yield Problem(record.position("id"), "E402", message, hint)


@rule
def references_lead_somewhere(hub: Hub, today: dt.date) -> Found:
    """An id that a record refers to exists."""
    known = {key: [record.id for record in find(hub)] for key, find in TARGETS.items()}
    sets = {key: frozenset(ids) for key, ids in known.items()}
    for record in hub.records():
        for key, path, name in references(record):
            if name not in sets[key] and not hub.unread & {name, key}:
                noun, home = NOUNS.get(key, (key.removesuffix("s"), key))
                message = f'There is no {noun} "{name}".'
                position, hint = record.position(*path), _nearest(name, known[key], home)
                instead = "".join(slips(name, known[key]))
                yield Problem(position, "E403", message, hint, Fix(*position, 0, instead) if instead else ())


@rule
def references_have_the_present_id(hub: Hub, today: dt.date) -> Found:
    """An id that was renamed still leads to its record, and one warning says where to write the new one."""
    uses: dict[tuple[str, str], list[Outdated]] = {}
    for one in hub.outdated:
        uses.setdefault((one.now.noun, one.name), []).append(one)
    for (noun, old), found in uses.items():
        first, new = found[0], found[0].now.id
        lines: dict[str, dict[str, None]] = {}
        for one in found:
            position = one.record.position(*one.path)
            lines.setdefault(position.file, {})[f"{position.line}"] = None
        message = f'The {noun} "{old}" now has the id "{new}". References to the old id still work.'
        where = "; ".join(f"{file}, line{'s' * (len(on) > 1)} {listed(list(on))}" for file, on in lines.items())
        yield Problem(
            first.record.position(*first.path), "W403", message, f"Write  {new}  in place of  {old}  in {where}."
        )


def _nearest(name: str, known: list[str], key: str) -> str:
    more = f"Add it to {key}.yml first, or write one of"
    return nearest(name, known, otherwise=more) if known else f"Add it to {key}.yml."


@rule
def exceptions_hit_dates(hub: Hub, today: dt.date) -> Found:
    """Every skip and every change names a date of its series, once."""
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
                    message = f"The series has no date on {_day(entry.date)}, so nothing would happen."
                    yield Problem(event.position(*path), "E320", message, _neighbours(entry.date, schedule.dates))
                elif entry.date in seen:
                    yield Problem(
                        event.position(*path),
                        "E321",
                        f"{_day(entry.date)} is given twice.",
                        "Keep one entry for each date, and delete the other.",
                    )
                seen.add(entry.date)
        yield from _against_the_calendar(hub, event, schedule)


def _neighbours(day: dt.date, dates: Sequence[dt.date]) -> str:
    nearest = sorted(sorted(dates, key=lambda date: abs(date - day))[:2])
    return "The nearest dates are:  " + "   ".join(f"{date}" for date in nearest)


def _against_the_calendar(hub: Hub, event: Event, schedule: EventSchedule) -> Found:
    closed = sorted(hub.closed.keys() & schedule.dates)
    if event.no_school == "skip":
        for index, skip in enumerate(event.skip):
            if skip.date in closed:
                yield Problem(
                    event.position("skip", index),
                    "W322",
                    f"{_day(skip.date)} is skipped already by calendar.yml.",
                    "Delete this entry of the list.",
                )
    elif event.no_school is None and event.kind != "observance" and closed:
        days = ", ".join(_day(date) for date in closed[:3]) + (" …" if len(closed) > 3 else "")
        hint = "Say what should happen:  no_school: skip   or:  no_school: keep"
        yield Problem(event.position("repeats"), "W323", f"The series meets on days without school: {days}.", hint)
    if schedule.dates and len(schedule.skipped) == len(schedule.dates) and event.status != "cancelled":
        yield Problem(
            event.position("id"),
            "E324",
            "Every date of the series is skipped.",
            "Delete the event, or mark it:  status: cancelled",
        )


@rule
def breaks_are_known(hub: Hub, today: dt.date) -> Found:
    """`no_school: skip` needs a calendar.yml; a break does not end before it starts."""
    for event in hub.events:
        if event.no_school == "skip" and not hub.has_calendar:
            message = "The event skips days without school, but the file calendar.yml is missing."
            yield Problem(
                event.position("no_school"),
                "E325",
                message,
                "Make calendar.yml; if no days are known yet, write:  no_school: []",
            )


@rule
def changes_change_something(hub: Hub, today: dt.date) -> Found:
    """A change moves, postpones, cancels or differs, in the form of its event, and does not end before it starts."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        moved = schedule.changed if schedule else {}
        for index, change in enumerate(event.changes):
            wrong = list(_change(event, index, change, schedule))
            yield from wrong
            now = moved.get(change.date)
            if now and now.moved and not wrong and _backwards(now.start, now.end):
                message = f"What was {_day(change.date)} now ends before it starts."
                yield Problem(event.position("changes", index), "E328", message, _both(change.date, now, schedule))


def _both(day: dt.date, now: EventOccurrence, schedule: EventSchedule | None) -> str:
    """A change that says both when it starts and when it ends: in the afternoon if that fits, else as long as usual."""
    start = now.start
    end = afternoon(now.end, start) or start + (schedule.length if schedule else dt.timedelta())
    timed = isinstance(end, dt.datetime) and end.date() == day_of(start)
    return f"Give both:  {{date: {day}, starts: {moment(start)}, ends: {f'{end:%H:%M}' if timed else moment(end)}}}"


def _change(event: Event, index: int, change: Change, schedule: EventSchedule | None) -> Found:
    if wrong := _for_one_date(event, change, schedule) or _at_once(event, change):
        yield Problem(event.position("changes", index), "E326", *wrong)
    for key in ("starts", "ends"):
        value = getattr(change, key)
        if value is None or isinstance(value, str):
            continue
        if event.all_day == isinstance(value, dt.datetime | dt.time):
            what = "a date alone, as in the event" if event.all_day else "a date and a time, as in the event"
            typed = change.date if isinstance(value, dt.time) else day_of(value)
            usual = event.starts
            if key == "ends" and schedule and isinstance(usual, dt.datetime):
                usual += schedule.length
            time = "" if event.all_day or not isinstance(usual, dt.datetime) else f" {usual:%H:%M}"
            yield Problem(
                event.position("changes", index, key),
                "E327",
                f"`{key}` must be {what}.",
                f"Write:  {key}: {typed}{time}",
            )


def _at_once(event: Event, change: Change) -> tuple[str, str] | None:
    """Message and hint where a change says nothing, or two things that exclude each other."""
    keys = listed([f"`{key}`" for key in change.words])
    if change.cancelled and (change.starts or change.ends):
        hint = "Delete  cancelled: yes  if the event takes place, or the new date and time if it does not."
        return "The date is both moved and cancelled.", hint
    if change.cancelled and keys:
        hint = f"Delete  cancelled: yes  if the event takes place on this date, or {keys} if it does not."
        return f"The date is cancelled, but it has its own {keys}.", hint
    if change.postpones and change.ends:
        return "The new date is not known yet, but it has an end.", "Delete `ends` until the new date is known."
    if change.cancelled or change.starts or change.ends or event.on(change) != event:
        return None
    time = " HH:MM" if isinstance(event.starts, dt.datetime) else ""
    own = f"Write what is different on this date, with one of these keys: {', '.join(DIFFERS)}."
    other = f"If the date is cancelled, add  cancelled: yes   If it moves, add  starts: YYYY-MM-DD{time}"
    if not keys:
        return "The entry under `changes` says which date changes, but not what changes.", f"{own}\n{other}"
    say = "say" if len(change.words) > 1 else "says"
    hint = f"If nothing is different on this date, delete the entry. Otherwise, write what is different.\n{other}"
    return f"{keys} {say} the same for this date as for the whole event.", hint


def _for_one_date(event: Event, change: Change, schedule: EventSchedule | None) -> tuple[str, str] | None:
    """Message and hint where a change of all later dates has values that only one date, or an event, can have."""
    keys = listed([f"`{key}`" for key in change.words])
    if not change.and_later or change.cancelled or not (keys or change.postpones):
        return None
    what = keys or "`starts: to be announced`"
    message = f"{what} can only change one date, not all later dates too."
    kept = _dates_before(change, schedule) if schedule else None
    if schedule is None or kept is None:
        return message, f"Delete  and_later: yes  and add an entry for each date that changes. {LATER}"
    if not kept:
        return message, f"It is the first date. Delete this entry, and change {what} of the event itself."
    dates = schedule.dates
    begins = TO_BE_ANNOUNCED if change.postpones else moment(change.begins or schedule.usual[kept])
    ended = f"until: {dates[kept - 1]}" + (f"   in place of  times: {event.times}" if event.times else "")
    hint = f"Delete this entry, and make two events. End this event before the change:  {ended}"
    hint += f"\nAdd an event with a new id for the later dates:  starts: {begins}"
    moved = next((part.rule for part in schedule.parts if part.later is change), None)
    if moved and event.repeats:
        hint += f"   repeats: {moved}"
    if event.times and not change.postpones:
        hint += f"   times: {len(dates) - kept}"
    hint += f"\nGive it the new {keys} and the other keys of this event." if keys else ""
    days = [*(one.date for one in event.changes), *(one.date for one in event.skip)]
    if max(days) > change.date:
        hint += f"\nMove what `changes` and `skip` say about dates after {change.date} to the new event."
    return message, hint


def _dates_before(change: Change, schedule: EventSchedule) -> int | None:
    """How many dates a change of all later dates leaves as they are; None if the series does not have its date."""
    count = 0
    for part in schedule.parts:
        if part.later is change:
            return count
        if change.date in part.dates:
            return count + part.dates.index(change.date)
        count += len(part.dates)
    return None


def _backwards(start: Moment, end: Moment) -> bool:
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        return False
    return end < start or (end == start and isinstance(start, dt.datetime))


@rule
def series_end(hub: Hub, today: dt.date) -> Found:
    """A series has an end, so that a group that stops meeting does not live on in calendars."""
    for event in hub.events:
        if (schedule := hub.schedules.get(event.id)) and schedule.rule and not (event.until or event.times):
            last = school_ends(schedule.dates[0] if schedule.dates else today)
            hint = f"Add the last date of the school year:  until: {last}   or how many there are:  times: 10"
            yield Problem(
                event.position("repeats" if event.repeats else "rrule"), "W330", "The series never ends.", hint
            )


@rule
def done_is_shown(hub: Hub, today: dt.date) -> Found:
    """A milestone is done when something shows it and something was learned."""
    for record, path, milestone in milestones(hub):
        for key in ("evidence", "reflection"):
            if milestone.status == "done" and not getattr(milestone, key):
                message = f"The milestone is done, but `{key}` is missing."
                hint = f"Add a line:  {key}: …\nUntil then, write:  status: under-way"
                yield Problem(record.position(*path, "status"), "E410", message, hint)


@rule
def answers_were_given(hub: Hub, today: dt.date) -> Found:
    """Nobody has answered on a day to come. A warning, as a site may be built as of a day that is over."""
    for group in hub.groups:
        for key in type(group.inquiry).model_fields:
            answer = getattr(group.inquiry, key)
            for path, one in [((), answer), *((("earlier", n), e) for n, e in enumerate(answer.earlier))]:
                begins = dt.date(int(one.asked_on[:4]), 7, 1) if isinstance(one.asked_on, str) else one.asked_on
                if begins and begins > today:
                    hint = f"Write the day the group was asked:  asked_on: {today}"
                    message = "The answer is dated in the future."
                    yield Problem(group.position("inquiry", key, *path, "asked_on"), "W412", message, hint)


@rule
def claims_can_be_looked_up(hub: Hub, today: dt.date) -> Found:
    """What is said about effects has a citation."""
    for claim in hub.library.claims:
        if not claim.citation and not claim.draft:
            key, begins = ("citation", "Write") if "citation" in claim.model_fields_set else ("claim", "Add a line")
            hint = f"{begins}:  citation: …  with author, title and year; until then, the page says there is none."
            yield Problem(claim.position(key), "W490", "The claim has no citation, so nobody can look it up.", hint)


@rule
def everyone_knows_who_may_come(hub: Hub, today: dt.date) -> Found:
    """An event says to whom it is open, be it `unknown`, or belongs to a group that does."""
    for event in hub.events:
        if "open_to" not in event.model_fields_set and not event.groups and event.kind != "observance":
            hint = "Add a line:  open_to: unknown   or, if it is so:  open_to: All staff of the district."
            yield Problem(event.position("id"), "W411", "The event does not say to whom it is open.", hint)


@rule
def discreet_titles_are_neutral(hub: Hub, today: dt.date) -> Found:
    """The title for discreet calendars holds none of the group's names."""
    for group in hub.groups:
        title = _words(group.calendar_title or "")
        for name in filter(None, (group.name, group.short_name, *group.aliases)):
            if _words(name).strip() and _words(name) in title:
                message = (
                    f'`calendar_title` names the group ("{name}"), so its discreet calendar would not be discreet.'
                )
                hint = "Write what could be anybody's:  calendar_title: Staff meeting"
                yield Problem(group.position("calendar_title"), "W420", message, hint)
                break


def _words(text: str) -> str:
    """The bare words of a text, without capitals, accents and marks, with a space around each."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (char for char in plain if not unicodedata.combining(char))
    return f" {' '.join(''.join(char if char.isalnum() else ' ' for char in kept).split())} "


@rule
def consents_have_possible_dates(hub: Hub, today: dt.date) -> Found:
    """A consent does not end before it was given. Before that day it does not hold yet, which may be a slip."""
    for person in hub.facilitators:
        consent = person.consent
        if consent and consent.expires_on and consent.expires_on < consent.given_on:
            hint = f"Write a later date:  expires_on: {consent.given_on.year + 1}-06-30"
            yield Problem(
                person.position("consent", "expires_on"), "E501", "The consent ends before it was given.", hint
            )
        elif consent and consent.given_on > today:
            message = "The consent is dated in the future. Until that day, the site shows the role only."
            hint = f"If it was given already, write that day:  given_on: {today}"
            yield Problem(person.position("consent", "given_on"), "W530", message, hint)


def _day(day: dt.date) -> str:
    return f"{day:%A} {day}"
