"""The items in the widgets' lists: a date, a group, a role, or a milestone, in a few lines each."""

from __future__ import annotations

import datetime as dt

from affinity_hub.core.textfit import NAME, SMALL, STRONG, Item, Line
from affinity_hub.record_views.groups_and_events import EventDate, EventView, FacilitatorView, GroupView
from affinity_hub.record_views.progress_and_library import MilestoneView
from affinity_hub.wording import dates
from affinity_hub.wording.labels import GROUP_STATUSES


def named(view: EventView | GroupView) -> Line:
    """What a record is called, with the way to its page."""
    return Line(view.title, NAME, url=view.url)


def date(row: EventDate, today: dt.date, own: str = "") -> Item:
    """A date of an event; on a group's own widget without what goes without saying there."""
    event = row.event
    names = [owner.short_name or owner.name for owner in event.organizers if owner.id != own]
    where = " · ".join([*names, *filter(None, [event.place_text])])
    lines = [Line(row.note, STRONG)] if row.note else []
    lines.append(Line(_time(row)))
    lines += [Line(where, SMALL)] if where else []
    inherited = own and any(group.id == own and group.open_to == event.open_to for group in event.groups)
    lines += [Line(event.open_to, SMALL, "Open to")] if event.open_to and not inherited else []
    by = event.registration.by if event.registration else None
    if by:
        lines.append(Line(f"Register by {dates.plain_day(by)}" if by >= today else "Registration is over", SMALL))
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
        return f"{row.time} {row.zone}".strip()
    return "All day" if row.first_day == row.last_day else f"All day, until {dates.day(row.last_day)}"


def kind(group: GroupView) -> str:
    """Affinity group · Active"""
    return f"{group.kind.capitalize()} group · {GROUP_STATUSES[group.status]}"


def group(view: GroupView) -> Item:
    """A group: of what kind, to whom it is open, when next."""
    following = f"{dates.day(view.next.first_day)}" if view.next else view.ahead
    lines = (
        Line(kind(view), SMALL),
        Line(view.open_to or "not yet answered", SMALL, "Open to"),
        Line(following, SMALL, "Next date"),
    )
    return Item(named(view), lines)


def contact(address: str | None, label: str = "Write to") -> list[Line]:
    """The way to write to somebody, where there is one."""
    if not address:
        return []
    is_form = address.startswith("https://")
    return [Line("web form" if is_form else address, SMALL, label, address if is_form else f"mailto:{address}")]


def role(person: FacilitatorView) -> Item:
    """A role, vacant ones with the way to show interest. No name: a copy in a frame may outlast the consent to it."""
    groups = " · ".join(group.short_name or group.name for group in person.groups)
    lines = [Line(groups, SMALL)] if groups else []
    if person.vacancy:
        until = f", until {dates.due(person.vacancy.closes)}" if person.vacancy.closes else ""
        lines.append(Line(f"This role is open{until}", STRONG))
        lines += contact(person.vacancy.contact or person.contact, "Interested? Write to")
    else:
        lines += contact(person.contact)
    return Item(Line(person.role, NAME, url=person.url), tuple(lines))


MILESTONE_STATES = {"planned": "Planned", "under-way": "Under way", "unknown": "Outcome not yet reported"}


def milestone(item: MilestoneView) -> Item:
    """A milestone that is not reached yet."""
    state = MILESTONE_STATES[item.status]
    overdue = [Line("Overdue", STRONG)] if item.is_overdue else []
    owner = f" Owner: {item.owner}." if item.owner else ""
    due = f"Due: {item.due_text}" if item.due else item.due_text.capitalize()
    lines = (*overdue, Line(f"{state}. {due}.{owner}", SMALL))
    return Item(Line(item.title, NAME), lines)
