"""The widgets and their content: a title, a few lines, a list. `embeds` makes pages of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile
from typing import Final

from affinity_hub.core.i18n import gettext, listed, ngettext, noop
from affinity_hub.core.textfit import SMALL, TEXT, Item, Line
from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.record_views.groups import GroupView
from affinity_hub.wording import dates, zones
from affinity_hub.wording.dates import day_due
from affinity_hub.wording.labels import EVENT_KINDS

from . import embed_items
from .site import Site

COUNTS: Final = {3: "small", 5: "medium", 10: "tall"}
"""How many dates a widget may show, and the height class that goes with it."""
USUAL = 5
MONTH_ROWS, GROUP_ROWS, CARD_ROWS, ROLE_ROWS, MILESTONE_ROWS = 12, 12, 3, 6, 5
WHOLE_HUB: Final = noop("The whole hub")


@dataclass(frozen=True, slots=True)
class EmbedContent:
    """The content of a widget: paragraphs, entries, and a sentence in case there are no entries. `total` counts all
    entries.

    `zone` is the name of the time zone; it is empty if the entries have no times. `is_endless` is True if the entries
    are dates, and one of the series has no last date.
    """

    lead: tuple[Line, ...] = ()
    items: tuple[Item, ...] = ()
    total: int = 0
    empty: str = ""
    zone: str = ""
    is_endless: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where readers find all of a widget's content: the address of the page, the words of the link to it, and the
    section and heading of the widget on the editors' page."""

    address: str
    label: str
    section: str
    heading: str


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget. `path` is its address under `embed/<scheme>/`; `also` are earlier addresses. `size` is its height
    class, or empty if the class depends on its content. `lead` is the maximum px of its paragraphs. `content` is made
    on request. `group` is the only group that the widget shows, if there is only one. The page for editors offers
    neither a `hidden` widget nor an `is_empty` widget, for which the data has no content yet.
    """

    path: str
    title: str
    size: str
    source: Source
    label: str
    content: Callable[[], EmbedContent] = field(compare=False)
    lead: int = 0
    hidden: bool = False
    also: tuple[str, ...] = ()
    is_empty: bool = False
    group: GroupView | None = field(default=None, compare=False)


def widgets(site: Site) -> Iterator[Widget]:
    """Every widget of a site, including widgets of hidden groups for people who know the address."""
    yield from _dates(site)
    yield from _kinds(site)
    yield _month(site)
    yield from _whole(site)
    for group in site.group_pages:
        source = Source(group.url, gettext("All about %(group)s", group=group.brief_name), group.id, group.name)
        own = [_card(site, group, source), *_group_dates(site, group, source)]
        shown = map(partial(_closed, site, group), own) if group.has_ended else own
        yield from (replace(widget, group=group) for widget in shown)


def _dates(site: Site) -> Iterator[Widget]:
    """The next dates of all groups and partners. Observances appear only if there are no other dates."""
    source = Source("events/", gettext("All dates, with calendars"), "next", gettext("Dates"))

    def make(count: int) -> EmbedContent:
        return _next(site, site.meetings, site.waiting(), count)

    # The oldest address stays, but new snippets do not use it.
    yield Widget("next/", gettext("Dates"), COUNTS[USUAL], source, "", partial(make, USUAL), hidden=True)
    for count, size in COUNTS.items():
        widget = Widget(f"next/{count}/", gettext("Dates"), size, source, _dates_of(count), partial(make, count))
        yield replace(widget, is_empty=not site.events)


def _kinds(site: Site) -> Iterator[Widget]:
    """The next dates of each kind, even without dates, so that the addresses stay."""
    used = {event.kind for event in site.events}
    for kind, name in EVENT_KINDS.items():
        label = gettext("%(kind)s: all dates, with a calendar", kind=name)
        source = Source(f"events/kinds/{kind}/", label, "kinds", gettext("Dates of one kind"))
        make = partial(_next, site, site.coming_of(kind), site.waiting(kind))
        for count, size in COUNTS.items():
            title = gettext("%(kind)s: dates", kind=name)
            called = gettext("%(kind)s: %(dates)s", kind=name, dates=_dates_of(count))
            widget = Widget(f"next/kinds/{kind}/{count}/", title, size, source, called, partial(make, count))
            yield replace(widget, is_empty=kind not in used)


def _month(site: Site) -> Widget:
    """The rest of this month, or the next month if no dates are left."""
    this = site.today.replace(day=1)
    following = (this + dt.timedelta(days=31)).replace(day=1)
    # The dates are in order, so dates after the two months can be skipped.
    near = list(takewhile(lambda row: _shown_in(row, site.today) <= following, site.coming))
    rows = {month: [row for row in near if _shown_in(row, site.today) == month] for month in (this, following)}
    month = this if rows[this] or not rows[following] else following
    title = dates.month(month)
    empty = gettext("No dates are announced for %(month)s.", month=title)
    make = partial(_of_month, site, rows[month], empty)
    source = Source("events/", gettext("All dates, with calendars"), "whole", gettext(WHOLE_HUB))
    return Widget("month/", title, "medium", source, gettext("This month"), make, is_empty=not site.events)


def _shown_in(row: EventDate, today: dt.date) -> dt.date:
    """The month of a date; the current month if the date has begun."""
    day: dt.date = max(row.first_day, today)
    return day.replace(day=1)


def _whole(site: Site) -> Iterator[Widget]:
    """Widgets about the whole hub."""
    yield _groups(site, Source("groups/", gettext("All about the groups"), "whole", gettext(WHOLE_HUB)))
    yield _roles(site, Source("facilitators/", gettext("All roles"), "whole", gettext(WHOLE_HUB)))
    address, label = "events/kinds/training/", gettext("All trainings, with a calendar")
    yield _all_trainings(site, Source(address, label, "whole", gettext(WHOLE_HUB)))
    yield _whole_progress(site, Source("progress/", gettext("All about progress"), "whole", gettext(WHOLE_HUB)))


def _groups(site: Site, source: Source) -> Widget:
    groups = [group for group in site.groups if not group.has_ended]
    rows = partial(map, embed_items.group, groups[:GROUP_ROWS])
    make = partial(_listed, rows, len(groups), site.no_groups)
    return Widget("groups/", gettext("Groups"), "", source, gettext("All groups"), make, is_empty=not groups)


def _roles(site: Site, source: Source) -> Widget:
    roles = [role for role in site.roles if not role.leads_only_ended_groups]
    ended = gettext("All listed roles are in groups that have ended.")
    none = ended if site.roles else gettext("No roles are listed yet.")
    make = partial(_listed, partial(map, embed_items.role, roles[:ROLE_ROWS]), len(roles), none)
    title, label = gettext("Who leads the groups"), gettext("Facilitator roles")
    return Widget("facilitators/", title, "", source, label, make, is_empty=not roles)


def _all_trainings(site: Site, source: Source) -> Widget:
    make = partial(_trainings, site, site.coming_of("training"), site.waiting("training"))
    is_empty = not any(event.kind == "training" for event in site.events)
    title = gettext("Trainings")
    return Widget("trainings/", title, "medium", source, title, make, is_empty=is_empty)


def _whole_progress(site: Site, source: Source) -> Widget:
    title, is_empty = gettext("Progress"), not (site.progress.milestones or site.updates)
    return Widget("progress/", title, "", source, title, partial(_progress, site), lead=130, is_empty=is_empty)


def _card(site: Site, group: GroupView, source: Source) -> Widget:
    also = tuple(f"groups/{name}/" for name in group.was)
    content = partial(_about, site, group)
    return Widget(f"groups/{group.id}/", group.name, "small", source, gettext("Card"), content, 240, group.hidden, also)


def _group_dates(site: Site, group: GroupView, source: Source) -> Iterator[Widget]:
    title = gettext("Dates: %(group)s", group=group.brief_name)
    for count, size in COUNTS.items():
        path, *also = (f"next/groups/{name}/{count}/" for name in (group.id, *group.was))
        content = partial(_next, site, group.coming, group.to_be_announced, count, group)
        yield Widget(path, title, size, source, _dates_of(count), content, 50, group.hidden, tuple(also))


def _closed(site: Site, group: GroupView, widget: Widget) -> Widget:
    """The widget of a closed group, which keeps its address and height."""
    source = replace(widget.source, label=gettext("About the group"))
    after = embed_items.successor(group)
    if group.is_over:
        content = partial(ended, site, gettext("This group has ended."), *after)
    else:
        most = next(count for count, size in COUNTS.items() if size == widget.size)
        none, lead = _none(group.to_be_announced), (Line(group.no_dates), *after)
        content = partial(_of_dates, site, group.coming, most, none, group, lead)
    return replace(widget, title=source.heading, source=source, content=content, hidden=True)


def ended(site: Site, first: str, *after: Line) -> EmbedContent:
    """The content of a frame whose group has ended, or whose list no longer exists. `after` names the group that
    continues it."""
    is_any_left = any(not group.has_ended for group in site.groups)
    home = [Line(gettext("Current groups"), TEXT, gettext("See"), "groups/")] if is_any_left else []
    request = gettext("If you manage this page, please remove this frame.")
    return EmbedContent((Line(first), *after, *home, Line(request, SMALL)))


def _listed(items: Callable[[], Iterable[Item]], total: int, empty: str) -> EmbedContent:
    return EmbedContent((), tuple(items()), total, empty)


def _of_dates(
    site: Site,
    rows: Sequence[EventDate],
    most: int,
    empty: str,
    group: GroupView | None = None,
    lead: tuple[Line, ...] = (),
    waiting: Sequence[Item] = (),
) -> EmbedContent:
    """The first dates, then events that wait for their date: at most `most` entries. `group` is the group whose widget
    this is."""
    first = rows[:most]
    items = (*(embed_items.date(row, site.today, group) for row in first), *waiting[: most - len(first)])
    zone = zones.name_in_words(site.settings.time_zone) if any(row.zone for row in first) else ""
    is_endless = any(event.is_endless for event in {row.event for row in rows})  # far fewer events than dates
    return EmbedContent(lead, items, len(rows) + len(waiting), empty, zone, is_endless)


def _of_month(site: Site, rows: Sequence[EventDate], empty: str) -> EmbedContent:
    """The dates of a month, whose number is known even if a series has no last date."""
    return replace(_of_dates(site, rows, MONTH_ROWS, empty), is_endless=False)


def _next(
    site: Site, rows: Sequence[EventDate], waiting: Sequence[EventView], count: int, group: GroupView | None = None
) -> EmbedContent:
    """The first dates; for a group, also who it is open to."""
    lead = [Line(group.open_to, TEXT, gettext("Open to"))] if group and group.open_to else []
    return _of_dates(site, rows, count, _none(waiting, group), group, tuple(lead))


def _none(waiting: Sequence[EventView], group: GroupView | None = None) -> str:
    """The sentence for a list without dates, with events that wait for their date."""
    titles = listed([event.title for event in waiting[:2]])
    if titles:
        return gettext(
            "No upcoming dates are announced right now. New dates appear here automatically. In planning: %(events)s.",
            events=titles,
        )
    none = group.no_dates if group else gettext("No upcoming dates are announced right now.")
    return gettext("%(no_dates)s New dates appear here automatically.", no_dates=none)


def _trainings(site: Site, rows: Sequence[EventDate], waiting: Sequence[EventView]) -> EmbedContent:
    later = [Item(embed_items.named(event), (Line(gettext("Date to be announced")),)) for event in waiting]
    empty = gettext("No trainings are announced yet. New trainings appear here automatically.")
    return _of_dates(site, rows, USUAL, empty, waiting=later)


def _about(site: Site, group: GroupView) -> EmbedContent:
    """The most important facts about a group: its purpose, who it is open to, when it meets, and who to write to."""
    lead = [
        Line(embed_items.kind(group), SMALL, most=1),
        *([Line(group.summary, most=6)] if group.summary else []),
        *([Line(group.open_to, TEXT, gettext("Open to"))] if group.open_to else []),
        *embed_items.contact(group.contact),
    ]
    empty = _none(group.to_be_announced, group)
    return _of_dates(site, group.coming, CARD_ROWS, empty, group, tuple(lead))


def _progress(site: Site) -> EmbedContent:
    """The milestones in numbers, and the milestones that are next or overdue."""
    milestones, latest = site.progress.milestones, next(iter(site.updates), None)
    lead = [Line(embed_items.counts(milestones), most=4)] if milestones else []
    lead += [Line(latest.title, TEXT, gettext("Latest update"), latest.url)] if latest else []
    unfinished = [item for item in milestones if item.status in ("planned", "under-way") or item.is_overdue]
    unfinished.sort(key=lambda item: (not item.is_overdue, day_due(item.due)))
    items = tuple(embed_items.milestone(item) for item in unfinished[:MILESTONE_ROWS])
    return EmbedContent(
        tuple(lead),
        items,
        len(unfinished),
        gettext("No listed milestones are planned, under way, or overdue.")
        if milestones
        else gettext("No milestones are listed yet."),
    )


def _dates_of(number: int) -> str:
    return ngettext("%(number)s date", "%(number)s dates", number)
