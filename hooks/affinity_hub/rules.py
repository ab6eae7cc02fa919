"""What must hold across records. Each rule is a generator with the rule as its docstring; `check` runs them all."""

from __future__ import annotations

import datetime as dt
import difflib
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from .clashes import no_clashes
from .figures import figures_are_safe
from .hub import Hub
from .model import Change, Event, Milestone, Record, Skip
from .problems import Problem, Severity
from .recurrence import Moment, Schedule, day_of
from .stewardship import records_are_confirmed, statement_is_current

Found: TypeAlias = Iterator[Problem]
RULES: Final[list[Callable[[Hub, dt.date], Found]]] = [
    no_clashes,
    figures_are_safe,
    statement_is_current,
    records_are_confirmed,
]

# What a key that is not called after its list refers to, and where that is.
NOUNS: Final = {
    "about": ("group or partner", "groups"),
    "findings": ("finding", "progress"),
    "out_of": ("measure", "progress"),
    "part_of": ("measure", "progress"),
}
RESERVED: Final = {"event": ("past", "months", "kinds"), "group": ("kinds", "questions"), "update": ("feed",)}


def check(hub: Hub, today: dt.date) -> list[Problem]:
    """Everything that the rules find; `today` is a date in the site's zone."""
    return [problem for rule in RULES for problem in rule(hub, today)]


def rule(function: Callable[[Hub, dt.date], Found]) -> Callable[[Hub, dt.date], Found]:
    """Registers a rule."""
    RULES.append(function)
    return function


def _at(record: Record, path: tuple[str | int, ...], code: str, message: str, hint: str) -> Problem:
    severity: Severity = "warning" if code.startswith("W") else "error"
    return Problem(record.position(*path), severity, code, message, hint)


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
            yield _at(record, path, "E401", message, hint)
        if record.id in RESERVED.get(record.noun, ()):
            message = f'The id "{record.id}" is the address of another page.'
            yield _at(record, ("id",), "E402", message, f"Choose another one:  id: {record.id}-{record.noun}")


@rule
def references_lead_somewhere(hub: Hub, today: dt.date) -> Found:
    """An id that a record refers to exists."""
    known = {
        "groups": [group.id for group in hub.groups],
        "partners": [partner.id for partner in hub.partners],
        "facilitators": [facilitator.id for facilitator in hub.facilitators],
        "findings": [finding.id for finding in hub.progress.findings],
        "about": [record.id for record in (*hub.groups, *hub.partners)],
        "out_of": [measure.id for measure in hub.progress.measures],
        "part_of": [measure.id for measure in hub.progress.measures],
    }
    sets = {key: frozenset(ids) for key, ids in known.items()}
    for record in hub.records():
        for key, ids in sets.items():
            value = getattr(record, key, None) or ()
            for index, name in enumerate((value,) if isinstance(value, str) else value):
                if name not in ids and not hub.unread & {name, key}:
                    noun, home = NOUNS.get(key, (key.removesuffix("s"), key))
                    hint = _nearest(name, known[key], home)
                    yield _at(record, (key, index), "E403", f'There is no {noun} "{name}".', hint)


def _nearest(name: str, known: list[str], key: str) -> str:
    close = difflib.get_close_matches(name, known, 1, 0.5)
    if close:
        return f"Did you mean  {close[0]}  ?"
    return f"Add it to {key}.yml first, or write one of: {', '.join(known[:8])}" if known else "There are none yet."


@rule
def exceptions_hit_dates(hub: Hub, today: dt.date) -> Found:
    """Every skip and every change names a date of its series, once."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        if schedule is None or schedule.rule is None:
            continue
        dates = [day_of(usual) for usual in schedule.usual]
        replaced = (part.later.date for part in schedule.parts if part.later)
        known, seen = frozenset([*dates, *replaced]), set[dt.date]()
        exceptions: tuple[tuple[str, tuple[Skip | Change, ...]], ...] = (
            ("skip", event.skip),
            ("changes", event.changes),
        )
        for key, entries in exceptions:
            for index, entry in enumerate(entries):
                path = (key, index, "date")
                if entry.date not in known:
                    message = f"The series has no date on {_day(entry.date)}, so nothing would happen."
                    yield _at(event, path, "E320", message, _neighbours(entry.date, dates))
                elif entry.date in seen:
                    yield _at(
                        event, path, "E321", f"{_day(entry.date)} is given twice.", "Keep one entry for each date."
                    )
                seen.add(entry.date)
        yield from _against_the_calendar(hub, event, schedule)


def _neighbours(day: dt.date, dates: list[dt.date]) -> str:
    nearest = sorted(sorted(dates, key=lambda date: abs(date - day))[:2])
    return "The nearest dates are:  " + "   ".join(f"{date}" for date in nearest)


def _against_the_calendar(hub: Hub, event: Event, schedule: Schedule) -> Found:
    closed = [date for date in map(day_of, schedule.usual) if any(entry.covers(date) for entry in hub.no_school)]
    if event.no_school == "skip":
        for index, skip in enumerate(event.skip):
            if skip.date in closed:
                yield _at(
                    event,
                    ("skip", index),
                    "W322",
                    f"{_day(skip.date)} is skipped already by calendar.yml.",
                    "Delete this entry of the list.",
                )
    elif event.no_school is None and event.kind != "observance" and closed:
        days = ", ".join(_day(date) for date in closed[:3]) + (" …" if len(closed) > 3 else "")
        hint = "Say what should happen:  no_school: skip   or:  no_school: keep"
        yield _at(event, ("repeats",), "W323", f"The series meets on days without school: {days}.", hint)
    if schedule.usual and len(schedule.skipped) == len(schedule.usual):
        yield _at(
            event,
            ("id",),
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
            yield _at(
                event,
                ("no_school",),
                "E325",
                message,
                "Make calendar.yml; if no days are known yet, write:  no_school: []",
            )


@rule
def changes_change_something(hub: Hub, today: dt.date) -> Found:
    """A change moves or cancels, in the same form as its event, and does not end before it starts."""
    for event in hub.events:
        schedule = hub.schedules.get(event.id)
        moved = {one.date: one for one in schedule.occurrences if one.moved} if schedule else {}
        for index, change in enumerate(event.changes):
            wrong = list(_change(event, index, change))
            yield from wrong
            now = moved.get(change.date)
            if now and not wrong and _backwards(now.start, now.end):
                message = f"What was {_day(change.date)} now ends before it starts."
                hint = "Give both:  {date: …, starts: 2026-12-17 16:00, ends: 17:30}"
                yield _at(event, ("changes", index), "E328", message, hint)


def _change(event: Event, index: int, change: Change) -> Found:
    if change.cancelled and (change.starts or change.ends):
        hint = "Keep  cancelled: yes  or the new time, not both."
        yield _at(event, ("changes", index), "E326", "The date is moved and cancelled at once.", hint)
    elif not (change.cancelled or change.starts or change.ends):
        hint = "Add  starts: 2026-12-17 16:00   or:  cancelled: yes"
        yield _at(event, ("changes", index), "E326", "The change changes nothing.", hint)
    for key in ("starts", "ends"):
        value = getattr(change, key)
        if value is not None and event.all_day == isinstance(value, dt.datetime | dt.time):
            what = "a date alone, as in the event" if event.all_day else "a date and a time, as in the event"
            example = "2026-12-17" if event.all_day else "2026-12-17 16:00"
            yield _at(event, ("changes", index, key), "E327", f"`{key}` must be {what}.", f"Write:  {key}: {example}")


def _backwards(start: Moment, end: Moment) -> bool:
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        return False
    return end < start or (end == start and isinstance(start, dt.datetime))


@rule
def series_end(hub: Hub, today: dt.date) -> Found:
    """A series has an end, so that a group that stops meeting does not live on in calendars."""
    for event in hub.events:
        if (schedule := hub.schedules.get(event.id)) and schedule.rule and not (event.until or event.times):
            hint = "Add the last date of the school year:  until: 2027-06-10   or how many there are:  times: 10"
            yield _at(event, ("repeats" if event.repeats else "rrule",), "W330", "The series never ends.", hint)


@rule
def done_is_shown(hub: Hub, today: dt.date) -> Found:
    """A milestone is done when something shows it and something was learned."""
    for record, path, milestone in _milestones(hub):
        for key in ("evidence", "reflection"):
            if milestone.status == "done" and not getattr(milestone, key):
                message = f"The milestone is done, but `{key}` is missing."
                yield _at(record, (*path, "status"), "E410", message, f"Add a line:  {key}: …")


def _milestones(hub: Hub) -> Iterator[tuple[Record, tuple[str | int, ...], Milestone]]:
    """Every milestone, with the record it stands in and the path to it."""
    for record in hub.progress.milestones:
        yield record, (), record
    for group in hub.groups:
        for index, milestone in enumerate(group.milestones):
            yield group, ("milestones", index), milestone


@rule
def answers_were_given(hub: Hub, today: dt.date) -> Found:
    """Nobody has answered on a day to come."""
    for group in hub.groups:
        for key in type(group.inquiry).model_fields:
            answer = getattr(group.inquiry, key)
            for path, one in [((), answer), *((("earlier", n), e) for n, e in enumerate(answer.earlier))]:
                begins = dt.date(int(one.asked_on[:4]), 7, 1) if isinstance(one.asked_on, str) else one.asked_on
                if begins and begins > today:
                    hint = f"Write the day the group was asked:  asked_on: {today}"
                    message = "The answer is dated in the future."
                    yield _at(group, ("inquiry", key, *path, "asked_on"), "E412", message, hint)


@rule
def everyone_knows_who_may_come(hub: Hub, today: dt.date) -> Found:
    """An event says to whom it is open, be it `unknown`, or belongs to a group that does."""
    for event in hub.events:
        if "open_to" not in event.model_fields_set and not event.groups and event.kind != "observance":
            hint = "Add a line:  open_to: All staff of the district.   or:  open_to: unknown"
            yield _at(event, ("id",), "W411", "It does not say to whom the event is open.", hint)


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
                yield _at(group, ("calendar_title",), "W420", message, hint)
                break


def _words(text: str) -> str:
    """The bare words of a text, without capitals, accents and marks, with a space around each."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (char for char in plain if not unicodedata.combining(char))
    return f" {' '.join(''.join(char if char.isalnum() else ' ' for char in kept).split())} "


@rule
def consent_is_recorded(hub: Hub, today: dt.date) -> Found:
    """A name is typed only with a consent that holds; a consent does not end before it was given."""
    for person in hub.facilitators:
        consent = person.consent
        if consent and consent.expires_on and consent.expires_on < consent.given_on:
            hint = f"Write a later date:  expires_on: {consent.given_on.year + 1}-06-30"
            yield _at(person, ("consent", "expires_on"), "E501", "The consent ends before it was given.", hint)
        elif consent and consent.given_on > today:
            message = "The consent is dated in the future."
            yield _at(
                person, ("consent", "given_on"), "E501", message, f"Write the day it was given:  given_on: {today}"
            )
        elif person.name and not person.public_name(today):
            message = "A name is given without a consent that holds today. The site shows the role only."
            hint = (
                "Delete the line with the name, or record the consent:\nconsent: {name: public, given_on: 2026-09-01}"
            )
            yield _at(person, ("name",), "W502", message, hint)


def _day(day: dt.date) -> str:
    return f"{day:%A} {day}"
