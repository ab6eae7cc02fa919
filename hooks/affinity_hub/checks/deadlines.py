"""Checks the last days to apply, to sign up, or to show interest, and the days of an opportunity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from affinity_hub.core.problems import Problem
from affinity_hub.core.suggest import not_before
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Event, Opportunity
from affinity_hub.wording.dates import day_due

LONG_PASSED: Final = dt.timedelta(days=60)
VACANCY_OUTDATED_AFTER: Final = dt.timedelta(days=30)
"""How long after its last day a `vacancy` may stay in the data without a warning."""


def deadlines_can_be_met(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """No opportunity ends before it starts, no deadline is after the end, a deadline that passed long ago causes a
    warning, and people can find out how to sign up."""
    for opportunity in hub.opportunities:
        last = opportunity.ends or opportunity.starts
        if opportunity.starts and opportunity.ends and opportunity.ends < opportunity.starts:
            hint = f"Write a later day:  ends: {not_before(opportunity.ends, opportunity.starts)}"
            yield Problem(opportunity.position("ends"), "E470", "The opportunity ends before it starts.", hint)
        elif opportunity.apply_by and last and opportunity.apply_by > last:
            message = f"The last day to apply is {opportunity.apply_by}, but the opportunity is over by then."
            hint = f"Write an earlier day:  apply_by: {opportunity.starts or last}"
            yield Problem(opportunity.position("apply_by"), "E471", message, hint)
        elif _is_left_behind(opportunity, today):
            message = f"The last day to apply was {opportunity.apply_by}, but the opportunity is still open."
            hint = "If the opportunity is over, write:  status: closed\n"
            hint += "If it is offered again, write the new last day, such as:  apply_by: "
            hint += f"{today + dt.timedelta(days=30)}"
            yield Problem(opportunity.position("apply_by"), "W470", message, hint)
    yield from _sign_ups(hub, today)


def _is_left_behind(opportunity: Opportunity, today: dt.date) -> bool:
    """Whether the deadline of an open offer passed long ago, and the offer has no future date."""
    last = opportunity.ends or opportunity.starts
    is_open = opportunity.status == "open" and not opportunity.draft and not (last and last >= today)
    return is_open and opportunity.apply_by is not None and opportunity.apply_by + LONG_PASSED < today


def _sign_ups(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The last day to sign up is not after the event, and the event or its organizer gives a way to sign up."""
    contacts = {group.id for group in hub.groups if group.join.contact}
    contacts |= {person.id for person in hub.facilitators if person.contact}
    contacts |= {partner.id for partner in hub.partners if partner.url}
    for event in hub.events:
        by = event.registration.by if event.registration else None
        schedule = hub.schedules.get(event.id)
        last = (
            max((occurrence.last_day for occurrence in schedule.occurrences), default=None) if by and schedule else None
        )
        if by and last and by > last:
            message = f"The last day to sign up is {by}, but the event is over by then."
            hint = f"Write an earlier day:  by: {last}"
            yield Problem(event.position("register", "by"), "E472", message, hint)
        elif not (by and by >= today and event.status != "cancelled" and hub.is_published(event)):
            continue
        elif not (_has_address(event) or contacts & {*event.groups, *event.partners, *event.facilitators}):
            message = f"The last day to sign up is {by}, but the site gives no way to sign up."
            hint = f"Say where people sign up:  register: {{url: https://www.example.org/sign-up, by: {by}}}"
            hint += "\nOr give the group of the event a mailbox, in groups.yml:  join: {contact: affinity@example.org}"
            yield Problem(event.position("register", "by"), "W471", message, hint)


def vacancies_are_current(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A vacancy is deleted, or gets a new last day, after its last day."""
    for person in hub.facilitators:
        closes = person.vacancy.closes if person.vacancy and not person.draft else None
        if closes and today - day_due(closes) > VACANCY_OUTDATED_AFTER:
            message = f"The last day to show interest was {day_due(closes)}, but the role still has a `vacancy`."
            hint = "If the role is no longer open, delete `vacancy` with its keys.\n"
            hint += f"If it is still open, write the new last day, such as:  closes: {today + dt.timedelta(days=30)}\n"
            hint += "If it is open without a last day, delete `closes`."
            yield Problem(person.position("vacancy", "closes"), "W417", message, hint)


def _has_address(event: Event) -> bool:
    """Whether the event itself links to a page."""
    return bool(event.url or (event.registration and event.registration.url))
