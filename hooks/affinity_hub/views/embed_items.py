"""The items in the widgets' lists: a date, a group, a role, or a milestone, in a few lines each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from affinity_hub.core.i18n import gettext, ngettext
from affinity_hub.core.textfit import NAME, SMALL, STRONG, Item, Line
from affinity_hub.record_views.addresses import contact_link
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.record_views.groups import GroupView
from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.record_views.progress_and_library import MilestoneView, ProgressMilestoneView
from affinity_hub.wording import dates, labels


def named(view: EventView | GroupView) -> Line:
    """The title of a record, with a link to its page."""
    return Line(view.title, NAME, url=view.url)


def date(row: EventDate, today: dt.date, group: GroupView | None = None) -> Item:
    """A date of an event. The widget of a `group` leaves out the facts that are the same for the group."""
    event = row.event
    names = [owner.brief_name for owner in event.organizers if owner is not group]
    where = " · ".join([*names, *filter(None, [event.place_text])])
    lines = [Line(row.note, STRONG)] if row.note else []
    lines.append(Line(_time(row)))
    lines += [Line(where, SMALL)] if where else []
    inherited = group and group in event.groups and group.open_to == event.open_to
    lines += [Line(event.open_to, SMALL, gettext("Open to"))] if event.open_to and not inherited else []
    by = event.registration.by if event.registration and not row.is_off else None
    if by:
        lines.append(
            Line(
                gettext("Sign up by %(by)s", by=dates.plain_day(by)) if by >= today else gettext("Sign-up has closed"),
                SMALL,
            )
        )
    year = (str(row.first_day.year),) if row.first_day.year != today.year else ()
    return Item(
        named(event),
        tuple(lines),
        row.datetime,
        dates.day(row.first_day),
        (row.weekday, row.number, row.month, *year),
    )


def _time(row: EventDate) -> str:
    if not row.event.all_day:
        return f"{row.time} {row.own_zone}".strip()
    return (
        gettext("All day")
        if row.first_day == row.last_day
        else gettext("All day, until %(last_day)s", last_day=dates.day(row.last_day))
    )


def kind(group: GroupView) -> str:
    """Affinity group · Active; only the kind if the status is unknown."""
    name = labels.group_kind(group.kind)
    return f"{name} · {labels.GROUP_STATUSES[group.status]}" if group.status else name


def group(view: GroupView) -> Item:
    """A group: its kind, who it is open to, and its next date."""
    following = dates.day(view.next.first_day) if view.next else view.ahead
    lines = (
        Line(kind(view), SMALL),
        *([Line(view.open_to, SMALL, gettext("Open to"))] if view.open_to else []),
        *([Line(following, SMALL, gettext("Date"))] if view.is_next_known else []),
    )
    return Item(named(view), lines)


def successor(group: GroupView) -> list[Line]:
    """The group that continues a closed group, if there is one, and whether it has ended, too."""
    following = group.successor
    if following and group.has_ended_successor:
        title = gettext("%(title)s, which has also ended", title=following.title)
        return [Line(title, label=gettext("It continued as"), url=following.url)]
    return [Line(following.title, label=gettext("It continues as"), url=following.url)] if following else []


def contact(address: str | None, label: str = "") -> list[Line]:
    """The contact, if there is one."""
    if not address:
        return []
    words = gettext("web form") if address.startswith("https://") else address
    return [Line(words, SMALL, label or gettext("Write to"), contact_link(address))]


def role(person: FacilitatorView) -> Item:
    """A role; for a vacant role, also how to show interest. It has no name, because a copy in a frame may outlast the
    consent."""
    groups = " · ".join(group.brief_name for group in person.groups)
    lines = [Line(groups, SMALL)] if groups else []
    if person.vacancy:
        closes = person.vacancy.closes
        until = gettext("This role is open until %(day)s", day=dates.due(closes)) if closes else ""
        lines.append(Line(until or gettext("This role is open"), STRONG))
        # A copy in a frame may be older than the last day, so its invitation ends on that day.
        write = gettext("Until then, write to") if closes else gettext("Interested? Write to")
        lines += contact(person.vacancy.contact or person.contact, write)
    else:
        if person.interest_ended_on:
            said = gettext("The last day to show interest was %(day)s", day=dates.due(person.interest_ended_on))
            lines.append(Line(said, SMALL))
        lines += contact(person.contact)
    return Item(Line(person.role, NAME, url=person.url), tuple(lines))


def milestone(item: MilestoneView) -> Item:
    """A milestone that is not reached yet."""
    overdue = [Line(gettext("Overdue"), STRONG)] if item.is_overdue else []
    owner = gettext("Owner: %(owner)s.", owner=item.owner) if item.owner else ""
    due = gettext("Due: %(day)s.", day=item.due_text) if item.due else gettext("No due date is listed.")
    state = "" if item.is_overdue and item.status == "unknown" else f"{labels.MILESTONE_STATES[item.status]}."
    lines = (*overdue, Line(" ".join(filter(None, (state, due, owner))), SMALL))
    return Item(Line(item.title, NAME), lines)


def counts(milestones: Sequence[ProgressMilestoneView]) -> str:
    """2 of 7 milestones are done. Under way: 3. Overdue: 1."""
    total, done = len(milestones), sum(item.status == "done" for item in milestones)
    states = {
        gettext("Under way: %(number)s."): sum(item.status == "under-way" for item in milestones),
        gettext("Overdue: %(number)s."): sum(item.is_overdue for item in milestones),
        gettext("Stopped: %(number)s."): sum(item.status == "stopped" for item in milestones),
        gettext("Outcome not yet reported: %(number)s."): sum(item.status == "unknown" for item in milestones),
    }
    others = [words % {"number": number} for words, number in states.items() if number]
    first = ngettext(
        "%(done)s of %(number)s milestone is done.", "%(done)s of %(number)s milestones are done.", total, done=done
    )
    return " ".join([first, *others])
