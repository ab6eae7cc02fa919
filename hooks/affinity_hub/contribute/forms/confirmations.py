"""Possible mistakes in an acceptable change: questions to the person who proposes it.

A warning does not stop anything, but people do not see a program's warnings after they send a form. So the answer to
the form contains them, in the words of the form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from affinity_hub.contribute import attribution
from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.problems import Problem
from affinity_hub.core.text import in_one_case
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import code, words
from affinity_hub.privacy.titled_people import full_names
from affinity_hub.schema import Event

from .yaml_patch import Draft


def new_warnings(
    after: Sequence[Problem], hub: Hub, before: Sequence[Problem], old: Hub, made: Draft
) -> Iterator[Problem]:
    """The warnings that a change causes in the file that it changes. A person who moves a date cannot answer a warning
    that was there before."""
    new = attribution.without_known(after, hub, before, old)
    yield from (problem for problem in new if problem.position.file == made.file)


def about_names(answers: Mapping[str, str], hub: Hub, today: dt.date) -> Iterator[str]:
    """Whether an answer may name a person who has not agreed to be named. `answers` are by the labels of their fields.

    The question does not repeat the name, because everyone may be able to read it.
    """
    agreed = {in_one_case(name) for person in hub.facilitators if (name := person.shown_name(today, hub.audience))}
    for label, text in answers.items():
        if any(in_one_case(name) not in agreed for name in full_names(text)):
            yield f"“{label}”: This may name a person. If it does, write the role instead, such as {code('the host')}."


def about_a_new_event(made: Draft, hub: Hub, old: Hub, today: dt.date) -> Iterator[str]:
    """Whether all dates of a new event are over, and whether the site already has the event."""
    event = next((event for event in hub.events if event.id == made.record), None)
    if not isinstance(event, Event) or any(record.id == event.id for record in old.events):
        return
    days = {day_of(occurrence.start) for occurrence in hub.schedules[event.id].occurrences}
    if days and max(days) < today:
        yield f"“Date”: {max(days)} is over. The event would appear only on the list of past events."
    for other in old.events:
        same_title = in_one_case(other.title) == in_one_case(event.title)
        shared = days & {day_of(occurrence.start) for occurrence in old.schedules[other.id].occurrences}
        if same_title and (shared or (set(other.groups) & set(event.groups))):
            on = f" on {min(shared)}" if shared else ""
            yield f"“Title”: The site already has the event “{words(other.title)}”{on}: {code(other.id)}."


def about_a_moved_date(made: Draft, hub: Hub, old: Hub, today: dt.date) -> Iterator[str]:
    """Whether a date moves into the past, or to a time at which the event already takes place."""
    if made.record not in old.schedules or made.record not in hub.schedules:
        return
    before, after = (hub.schedules[made.record].occurrences for hub in (old, hub))
    known = {(occurrence.date, occurrence.start) for occurrence in before}
    for occurrence in after:
        if occurrence.is_off or (occurrence.date, occurrence.start) in known:
            continue
        day = day_of(occurrence.start)
        if day < today:
            yield f"“New date”: {day} is over."
        if any(other is not occurrence and not other.is_off and other.start == occurrence.start for other in after):
            yield f"“New date”: The event already takes place on {day} at that time."
