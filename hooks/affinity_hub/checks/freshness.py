"""Finds records that need attention: records without a recent confirmation, resources that run out, and
closed groups with future events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.problems import Problem
from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Event, Opportunity, Record


def due(hub: Hub, today: dt.date) -> list[Record]:
    """The published records that are stale or were never confirmed, except past events and past opportunities,
    with the oldest confirmation first.

    Imported events are left out, because each import confirms them.
    """
    owners = hub.owners_by_file
    waiting = [
        record
        for record in hub.records()
        if not record.draft
        and record.file not in owners
        and (record.last_confirmed is None or record.is_stale(hub.settings.stale_after_days, today))
        and not _is_over(record, hub, today)
    ]
    return sorted(waiting, key=lambda record: (record.last_confirmed or dt.date.min, record.position()))


def _is_over(record: Record, hub: Hub, today: dt.date) -> bool:
    if isinstance(record, Opportunity):
        last = record.ends or record.apply_by  # an opportunity without an end stays open on the site
        return last is not None and last < today
    if isinstance(record, Event) and record.status == "postponed":  # people still wait for the new date
        return False
    schedule = hub.schedules.get(record.id)
    return (
        schedule is not None
        and bool(schedule.dates)
        and all(occurrence.last_day < today for occurrence in schedule.occurrences)
    )


def by_steward(hub: Hub, records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records by steward, in the order given: a handle from the group's `stewards`, or an empty text. The stewards of
    an event or an opportunity are the stewards of its groups; the stewards of a facilitator are the stewards of the
    groups that name the facilitator."""
    groups = {group.id: group for group in hub.groups}
    led: dict[str, list[str]] = {}
    for group in hub.groups:
        for person in group.facilitators:
            led.setdefault(person, []).append(group.id)
    found: dict[str, list[Record]] = {}
    for record in records:
        ids = [record.id, *getattr(record, "groups", ()), *led.get(record.id, ())]
        stewards = dict.fromkeys(steward for name in ids if name in groups for steward in groups[name].stewards)
        for steward in stewards or [""]:
            found.setdefault(steward, []).append(record)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))


def records_are_confirmed(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A record is confirmed again before its confirmation is too old, unless it is a past event or opportunity."""
    for record in hub.records():
        is_stale = not record.draft and record.is_stale(hub.settings.stale_after_days, today)
        if is_stale and not _is_over(record, hub, today):
            message = f"Nobody has confirmed this {record.noun} since {record.last_confirmed}."
            hint = f"Ask the people involved. If the entry is still right, write:  last_confirmed: {today}"
            yield Problem(record.position("last_confirmed"), "W462", message, hint)


def resources_do_not_run_out_soon(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No resource runs out soon."""
    for resource in hub.progress.resources:
        until = resource.sustained_until
        if until and not resource.draft and resource.runs_out(today):
            days = (until - today).days
            when = f"ran out on {until}" if days < 0 else f"is confirmed only until {until}"
            message = f"This resource {when}."
            later = until.replace(year=max(until.year, today.year) + 1, day=1)
            hint = f"Ask the source. If the resource continues, write its new end:  sustained_until: {later}"
            hint += "\nIf it ended, and people know that, keep the entry as a draft:  draft: yes"
            yield Problem(resource.position("sustained_until"), "W480", message, hint)


def closed_groups_hold_nothing(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A group that has ended has no future events."""
    for group in hub.groups:
        if group.status != "closed" or group.draft:
            continue
        own = [event for event in hub.events if group.id in event.groups and hub.is_published(event)]
        ahead = [f'"{event.title}" ({event.id}, {when})' for event in own if (when := _next_of(hub, event, today))]
        if not ahead:
            continue
        what = "of its events is" if len(ahead) == 1 else "of its events are"
        message = f"The group is closed, but {len(ahead)} {what} still to come: {listed(ahead)}."
        hint = "Cancel each event that will not take place:  status: cancelled"
        hint += "\nTo cancel the rest of a series, add to its `changes`:  {date: …, and_later: yes, cancelled: yes}"
        hint += (
            f"\nIf another group holds an event now, write that group in place of {group.id} in `groups` of the event."
        )
        hint += "\nIf the group continues, write:  status: active"
        yield Problem(group.position("status"), "W413", message, hint)


def _next_of(hub: Hub, event: Event, today: dt.date) -> str:
    """When an event takes place next; empty if it has no future date."""
    if event.status == "cancelled":
        return ""
    if event.starts is None or event.status == "postponed":
        return "date to be announced"
    schedule = hub.schedules.get(event.id)
    coming = (
        (occurrence for occurrence in schedule.occurrences if occurrence.last_day >= today and not occurrence.is_off)
        if schedule
        else iter(())
    )
    return next((f"next on {day_of(occurrence.start)}" for occurrence in coming), "")
