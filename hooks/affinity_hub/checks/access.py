"""Checks who can come and who can see it: the statement, `open_to`, the titles of discreet calendars, and the ways to
propose a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from affinity_hub.core.problems import Problem
from affinity_hub.core.text import bare_words, say_the_same
from affinity_hub.hub.hub import Hub


def statement_is_current(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The nondiscrimination statement exists, and its review is not overdue."""
    settings = hub.settings
    policy = settings.nondiscrimination
    if policy.statement is None:
        message = "The pages and calendars have no nondiscrimination statement yet."
        hint = "Once your organization has approved a statement:  "
        hint += 'nondiscrimination: {statement: "…", approved_by: …, review_by: …}'
        yield Problem(settings.position("nondiscrimination"), "W460", message, hint)
    elif policy.review_by and policy.review_by < today:
        message = f"The review of the statement was due by {policy.review_by}."
        next_review = today.replace(year=today.year + 1, day=1)
        hint = f"Ask the people who approved it. Then write the date of the next review:  review_by: {next_review}"
        position = settings.position("nondiscrimination", "review_by")
        yield Problem(position, "W461", message, hint)


def everyone_knows_who_may_come(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """An event says who can come, even if the answer is `unknown`, or its groups all give the same answer.
    Observances need no answer."""
    answers = {group.id: group.open_to for group in hub.groups if not group.draft}
    for event in hub.events:
        if "open_to" in event.model_fields_set or event.kind == "observance":
            continue
        if not event.groups:
            hint = "Add a line:  open_to: unknown   or, if everyone can come:  open_to: All staff."
            yield Problem(event.position("id"), "W411", "The event does not say who can come.", hint)
        elif not say_the_same(answers[name] for name in event.groups if name in answers):
            message = "The groups of the event give different answers about who can come, and the event gives none."
            hint = "Add a line with the answer for this event:  open_to: …   or:  open_to: unknown"
            yield Problem(event.position("groups"), "W411", message, hint)


def discreet_titles_are_neutral(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The title for discreet calendars contains none of the group's names."""
    for group in hub.groups:
        title = f" {bare_words(group.calendar_title or '')} "
        for name in filter(None, (group.name, group.short_name, *group.aliases)):
            if (words := bare_words(name)) and f" {words} " in title:
                message = (
                    f'`calendar_title` names the group ("{name}"), so its discreet calendar would not be discreet.'
                )
                hint = "Write words that could belong to any meeting:  calendar_title: Staff meeting"
                yield Problem(group.position("calendar_title"), "W420", message, hint)
                break


def forms_are_there(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A hub that offers forms on GitHub has its repository there."""
    settings = hub.settings
    if settings.proposals and "github" in settings.proposals.by and not settings.github:
        message = "`proposals` offers `github`, but `repository` is not on GitHub."
        hint = "Delete `github` under `by`, or write the address of the repository on GitHub:  "
        hint += "repository: https://github.com/your-organization/your-hub"
        yield Problem(settings.position("proposals", "by"), "E134", message, hint)
