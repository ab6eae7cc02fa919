"""The calendars of a site and the content of each calendar. `ical` turns them into text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext, noop
from affinity_hub.history.ledger import Ledger
from affinity_hub.ical.discreet import DiscreetEntry, DiscreetForm
from affinity_hub.ical.vcalendar import CalendarFile, RenderedEntry
from affinity_hub.ical.vevent import DEADLINE, CalendarEntry, EntryText, uid_once
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.recurrence.schedule import OFF
from affinity_hub.schema import Event
from affinity_hub.schema.event import EventSchedule
from affinity_hub.values.dates import TO_BE_ANNOUNCED
from affinity_hub.views.add_links import one_date_path
from affinity_hub.views.openings import Deadline, deadlines, without_deadline
from affinity_hub.views.site import Site
from affinity_hub.wording import dates, organization
from affinity_hub.wording.labels import EVENT_KINDS


def calendars(
    site: Site, schedules: Mapping[str, EventSchedule], published: Ledger | None = None
) -> Iterator[CalendarFile]:
    """Every calendar of the site: of all events, of each group in two forms, of each kind (even without events), of
    each event, and of the deadlines.

    Addresses stay valid: the calendars of a renamed group or event are also served under its earlier ids. An event that
    ended long ago leaves all calendars except its own. With the `published` versions, dates that calendar apps may
    still have are cancelled, not only left out.
    """
    entries = {event.id: entry(site, event, schedules[event.id]) for event in site.event_pages}
    if published:
        entries = {name: replace(entry, published=published.published(entry)) for name, entry in entries.items()}
    recent = {event.id for event in site.event_pages if _is_recent(site, event, schedules[event.id])}

    def recent_entries(events: Iterable[EventView]) -> list[CalendarEntry]:
        return [entries[event.id] for event in events if event.id in recent]

    yield _calendar(site, "all", site.settings.name, "calendars/", recent_entries(site.events))
    for group in site.group_pages:
        group_events = [event for event in group.events if not event.hidden or group.hidden]
        # Observances are left out of discreet calendars: a "staff meeting" from September 15 to October 15 would give
        # the group away.
        form = DiscreetForm(group.discreet_title, group.first_id)
        discreet_entries = [
            DiscreetEntry(entry, form)
            for entry in recent_entries(event for event in group_events if event.kind != "observance")
        ]
        if published:
            discreet_entries = [
                replace(entry, published=published.published_discreetly(entry)) for entry in discreet_entries
            ]
        for name in (group.id, *group.was):
            plain = _calendar(site, f"groups/{name}", group.brief_name, group.url, recent_entries(group_events))
            yield plain
            path = plain.path.removesuffix(".ics") + ".discreet.ics"
            yield replace(plain, path=path, entries=_in_order(discreet_entries), discreet_form=form)
    for kind, title in EVENT_KINDS.items():
        same = recent_entries(event for event in site.events if event.kind == kind)
        yield _calendar(site, f"kinds/{kind}", f"{title}, {site.settings.name}", "calendars/", same)
    for event in site.event_pages:
        for name in (event.id, *event.was):
            yield _calendar(site, f"events/{name}", event.title, event.url, [entries[event.id]])
    last = site.today - dt.timedelta(days=site.settings.feed_past_days)
    due = [_due(site, deadline) for deadline in deadlines(site) if deadline.day >= last]
    due += _withdrawn(site, published) if published else ()
    yield _calendar(site, "deadlines", gettext("Deadlines, %(name)s", name=site.settings.name), "opportunities/", due)


def one_date_calendar(site: Site, name: str, date: EventDate, schedule: EventSchedule) -> CalendarFile:
    """A calendar with only one date of an event, for people who add this date without a subscription. `name` is an id
    that the event has or had.

    The UID differs from the UID of the event, because a calendar that later gets the whole series must not mistake this
    date for a change to the series. Calendars that lack the series would drop an override of it (RFC 5545, section
    3.8.4.4).
    """
    found = next(occurrence for occurrence in schedule.occurrences if occurrence.date == date.series_date)
    alone = {"repeats": None, "rrule": None, "until": None, "times": None, "skip": (), "changes": ()}
    record = found.event_as_changed.model_copy(update=alone)
    day, time = day_of(found.start), found.start.timetz() if isinstance(found.start, dt.datetime) else None
    single = EventSchedule(record, schedule.zone, None, (day,), time, found.end - found.start)
    shown = entry(site, date.event, single)
    shown = replace(shown, uid=uid_once(shown, found.date))
    path = one_date_path(name, date).removeprefix("calendars/").removesuffix(".ics")
    return _calendar(site, path, date.event.title, date.event.url, [shown])


def _is_recent(site: Site, event: EventView, schedule: EventSchedule) -> bool:
    """Whether an event belongs in shared calendars: not if its last date is too long ago. Only the day matters."""
    since = site.today - dt.timedelta(days=site.settings.feed_past_days)
    # Most events have a later regular date, so their dates do not need to be expanded. In the zone of the site, a date
    # can begin a day earlier.
    other = schedule.changes.keys() | {skip.date for skip in schedule.skipped}
    if any(day > since and day not in other for day in reversed(schedule.dates)):
        return True
    last = max((occurrence.last_day for occurrence in event.occurrences), default=site.today)
    return bool(last >= since)


def _calendar(site: Site, name: str, title: str, page: str, entries: list[CalendarEntry]) -> CalendarFile:
    settings = site.settings
    title = gettext("%(title)s (staff edition)", title=title) if site.is_staff else title
    path = f"calendars/{name}.ics"
    description = gettext("%(title)s. Published by %(name)s.", title=title, name=settings.organization.name)
    if settings.nondiscrimination.statement:
        description += f"\n{settings.nondiscrimination.statement}"
    return CalendarFile(
        path, title, description, site.address(path), site.address(page), settings.time_zone, _in_order(entries)
    )


def _in_order(entries: Iterable[RenderedEntry]) -> tuple[RenderedEntry, ...]:
    """By UID, so that moving an event within its file or to another file changes no calendar."""
    return tuple(sorted(entries, key=lambda entry: entry.uid))


# The title of a deadline in calendars, by the action that it limits.
LAST_DAYS: Final = {
    "apply": noop("Last day to apply: %(title)s"),
    "sign up": noop("Last day to sign up: %(title)s"),
    "show interest": noop("Last day to show interest: %(title)s"),
}


def entry(site: Site, event: EventView, schedule: EventSchedule) -> CalendarEntry:
    """The data of an event that a calendar shows. The data has nothing that is not on the event's public page."""
    url = site.address(event.url)
    names = [owner.brief_name for owner in event.organizers]
    since = site.today - dt.timedelta(days=site.settings.cancelled_shown_days)

    @cache  # several calendars have the entry
    def inputs_digest() -> bytes:
        off = [date.last_day >= since for date in schedule.occurrences if date.is_off]
        return digest(event.digest, off)

    return CalendarEntry(
        uid=f"{event.first_id}@{site.settings.uid_host}",
        title=event.title,
        description=description(site, event, url, is_off=_is_sign_up_off(event)),
        location=event.place_text,
        url=url,
        categories=(EVENT_KINDS[event.kind], *names),
        schedule=schedule,
        cancelled_since=since,
        today=site.today,
        inputs_digest=inputs_digest,
        keep_cancelled=site.settings.cancelled_style == "keep",
        record=event.id,
        first=event.first_id,
        hidden=event.hidden,
        is_private=site.is_staff,
        date_texts=_date_texts(site, event, url)
        if event.registration or any(change.own_values for change in schedule.changes.values())
        else {},
    )


def _is_sign_up_off(event: EventView) -> bool:
    """Whether no date for which people could sign up takes place."""
    return event.sign_up_status[0] in OFF


def _date_texts(site: Site, event: EventView, url: str) -> dict[dt.date, EntryText]:
    """The texts of two kinds of dates, by the date in the series: dates with values of their own, such as a title or a
    place, and cancelled or postponed dates of an event with a sign-up."""
    found = {}
    for row in event.occurrences:
        if row.differs or (row.is_off and event.registration and not _is_sign_up_off(event)):
            view = row.event
            roles = ", ".join(person.role for person in view.facilitators) if "facilitators" in row.differs else ""
            lines = [
                description(site, view, "", is_off=row.is_off),
                gettext("Led by: %(roles)s", roles=roles) if roles else "",
                url,
            ]
            unseen = f"{roles}\n{view.details_text}".strip() if row.differs else ""
            found[row.series_date] = EntryText(view.title, "\n".join(filter(None, lines)), view.place_text, unseen)
    return found


def _due(site: Site, deadline: Deadline) -> CalendarEntry:
    """A deadline as its own entry: a day without times, under a UID made from the record's first id."""
    view = deadline.view
    reason, url = deadline.reason, site.address(view.url)
    deadline_event = {"id": view.id, "title": "Deadline", "kind": "observance", "starts": f"{deadline.day}"}
    day = Event.model_validate(deadline_event | {"status": deadline.status} | ({"reason": reason} if reason else {}))
    owners = view.groups if isinstance(view, FacilitatorView) else view.organizers
    names = [owner.brief_name for owner in owners]
    since = site.today - dt.timedelta(days=site.settings.cancelled_shown_days)
    open_to = None if isinstance(view, FacilitatorView) else view.open_to
    lines = [
        gettext("Staff edition: please do not share it.") if site.is_staff else None,
        view.summary,
        gettext("Open to: %(open_to)s", open_to=open_to) if open_to else None,
        site.settings.nondiscrimination.statement,
        url,
    ]
    uid = f"{view.first_id}{DEADLINE}@{site.settings.uid_host}"
    title = gettext(LAST_DAYS[deadline.action], title=deadline.title)
    text = "\n".join(part for part in lines if part)
    return CalendarEntry(
        uid=uid,
        title=title,
        description=text,
        location="",
        url=url,
        categories=(gettext("Deadlines"), *names),
        schedule=EventSchedule(day, site.zone, dates=(deadline.day,)),
        cancelled_since=since,
        inputs_digest=lambda: digest(
            uid, title, text, url, names, deadline_event, deadline.status, reason, deadline.day >= since
        ),
        keep_cancelled=site.settings.cancelled_style == "keep",
        record=view.id,
        first=view.first_id,
        is_private=site.is_staff,
    )


def _withdrawn(site: Site, published: Ledger) -> Iterator[CalendarEntry]:
    """The deadlines that calendars may still have although their records no longer name a day."""
    for deadline in without_deadline(site):
        entry = _due(site, deadline)
        if published.of(entry.uid):
            off = {"id": deadline.view.id, "title": "Deadline", "kind": "observance", "starts": TO_BE_ANNOUNCED}
            schedule = EventSchedule(Event.model_validate(off | {"status": "cancelled"}), site.zone)
            entry = replace(entry, schedule=schedule, today=site.today)
            yield replace(entry, published=published.published(entry))


def description(site: Site, event: EventView, url: str, *, is_off: bool) -> str:
    """The plain text of a calendar entry, with the most important facts first and the page's address in the last
    line. `is_off` says that the entry is cancelled or postponed: then the text leaves out the sign-up."""
    register = None if is_off else event.registration
    sign_up = (
        " ".join(
            part
            for part in (register.url, gettext("by %(day)s", day=dates.plain_day(register.by)) if register.by else "")
            if part
        )
        if register
        else ""
    )
    lines = [
        gettext("Staff edition: please do not share it.") if site.is_staff else None,
        event.summary,
        event.details_text,
        gettext("Open to: %(open_to)s", open_to=event.open_to) if event.open_to else None,
        gettext("Sign up: %(sign_up)s", sign_up=sign_up) if sign_up else None,
        gettext("Before you come: %(prerequisites)s", prerequisites=event.prerequisites)
        if event.prerequisites
        else None,
        gettext("%(label)s: %(value)s", label=organization.current().credit, value=event.clock_hours)
        if event.clock_hours
        else None,
        gettext("Cost: %(cost)s", cost=event.cost) if event.cost else None,
        gettext("Travel: %(travel)s", travel=event.travel) if event.travel else None,
        site.settings.nondiscrimination.statement,
        url,
    ]
    return "\n".join(part for part in lines if part)
