"""The comment on a proposed change: its effects on people and their calendars, found by expanding both hubs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from affinity_hub.calendars.files import calendar_files
from affinity_hub.checks.checked_hub import load
from affinity_hub.core.calendar_days import typed_day
from affinity_hub.core.problems import DataError, errors
from affinity_hub.core.text import listed, plural
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import capped, words
from affinity_hub.record_views.addresses import address_of
from affinity_hub.record_views.events.event import EventView
from affinity_hub.record_views.events.offered import OfferedView, OpportunityView
from affinity_hub.recurrence.schedule import OFF
from affinity_hub.views.site import Site
from affinity_hub.wording.labels import EVENT_KINDS

from . import dates, records
from .records import KIND_OF_NOUN, RecordChange, Snapshot, title

MAX_RECORDS: Final = 150  # records that are described one by one
MAX_NAMES: Final = 12
NO_CHANGE: Final = "Nothing changes for people: no page, date, or calendar will be different.\n"


def report(old: Path, new: Path, now: dt.datetime, **settings: str) -> str:
    """The changes from the data in folder `old` to the data in `new` as of `now` (aware), as Markdown in which no
    problem appears twice. Only public changes are described; private changes are counted. If a folder has errors, the
    Markdown lists them instead.
    """
    try:
        before, _ = load(old, now, None, **settings)
    except DataError as error:
        return _unreadable("The current data", error, "Compare again once it is repaired.")
    try:
        after, _ = load(new, now, None, **settings)
    except DataError as error:
        return _unreadable(
            "The changed data",
            error,
            "After they are corrected, this comment will say what the change means for people.",
        )
    return between(before, after, now)


def between(before: Hub, after: Hub, now: dt.datetime) -> str:
    """The changes between two hubs as of `now` (aware), in the form of `report`."""
    lines = list(_lines(Snapshot(before, Site(before, now)), Snapshot(after, Site(after, now))))
    return capped(lines) if lines else NO_CHANGE


def _unreadable(what: str, error: DataError, then: str) -> str:
    wrong = errors(error.problems)
    number = "1 error" if len(wrong) == 1 else f"{len(wrong)} errors"
    lines = [f"**{what} has {number}.** {then}", ""]
    for problem in wrong[:10]:
        where = f"{words(problem.position.file, 80)}, line {problem.position.line}"
        hint = words(problem.hint, 200)
        lines.append(f"- {where}: {words(problem.message, 200)}{' ' + hint if hint else ''}")
    if len(wrong) > 10:
        lines.append(f"- and {len(wrong) - 10} more")
    return capped([*lines, "", "`affinity-hub check` says where each of them is and what to type instead."])


def _lines(old: Snapshot, new: Snapshot) -> Iterator[str]:
    compared = records.compare(old, new)
    changed, shown = compared.changes, compared.changes[:MAX_RECORDS]
    sections: dict[str, list[str]] = {
        "Dates": list(_dates(old, new)),
        "Pages": [*_come_and_gone(shown), *(line for change in shown for line in _moved(change))],
        "Texts": [line for change in shown for line in _text(change)],
        "Calendars": list(_calendars(old, new)),
    }
    sections["Texts"] += _site(old.hub, new.hub)
    if len(changed) > MAX_RECORDS:
        sections["Texts"].append(f"- and {len(changed) - MAX_RECORDS} more entries")
    unseen = [(compared.unlisted, "on unlisted pages"), (compared.unseen, "that the public does not see")]
    sections["Elsewhere"] = [f"- {count} {plural('change', count)} {where}." for count, where in unseen if count]
    if not any(lines for lines in sections.values() if lines != [_NOBODY]):
        return
    for name, lines in sections.items():
        if lines:
            yield from (f"**{name}**", "", *lines, "")


# --- Dates -----------------------------------------------------------------------------------------------------------


def _dates(old: Snapshot, new: Snapshot) -> Iterator[str]:
    """Under the name of each group, a line for each of its events whose dates change, and each of its deadlines."""
    by_owner: dict[str, list[str]] = {}
    before, after = old.views(), new.views()
    for key in dict.fromkeys([*before, *after]):
        earlier, later = before.get(key), after.get(key)
        view = later or earlier
        if isinstance(view, EventView):
            events = (item if isinstance(item, EventView) else None for item in (earlier, later))
            said = _event(old, new, *events)
        elif isinstance(earlier, OpportunityView) and isinstance(later, OpportunityView):
            said = _deadline(earlier, later)
        else:
            continue
        if not said or not isinstance(view, OfferedView):
            continue
        owner = title(view.organizers[0]) if view.organizers else "Without a group"
        by_owner.setdefault(owner, []).append(f"  - {title(view)}: {said}")
    for owner, lines in by_owner.items():
        yield f"- {owner}"
        yield from lines


def _event(old: Snapshot, new: Snapshot, earlier: EventView | None, later: EventView | None) -> str:
    if later is None:
        assert earlier is not None
        left = sum(date.is_coming and not date.is_off for date in earlier.occurrences)
        if left and earlier.is_endless:
            return "no longer listed, with dates to come"
        return f"no longer listed, with {left} date{'s' * (left != 1)} to come" if left else ""
    after = dates.dates(later, new.hub.schedules[later.id])
    if earlier is None:
        said = dates.future_dates_in_words(after)
        if said in OFF:
            return f"new, but {'it is' if len(after) == 1 else 'all its dates are'} {said}"
        return f"new: {said}"
    if earlier.status != later.status and later.status in OFF:
        return f"the whole event is {later.status}{f' ({words(later.reason, 60)})' if later.reason else ''}"
    before_schedule, schedule = old.hub.schedules[earlier.id], new.hub.schedules[later.id]
    before = dates.dates(earlier, before_schedule)
    old_dates = dates.with_later_cancellations(before, after, before_schedule)
    new_dates = dates.with_later_cancellations(after, before, schedule)
    said = "; ".join(dates.changes(old_dates, new_dates, schedule))
    if earlier.starts is None and later.starts is not None:
        said = dates.future_dates_in_words(after)
        if said in OFF:
            return f"now has {'a date, but it is' if len(after) == 1 else 'dates, but they are'} {said}"
        return f"now has a date: {said}"
    return "its date is to be announced again" if later.starts is None and earlier.starts is not None else said


def _deadline(earlier: OpportunityView, later: OpportunityView) -> str:
    """What happens to the last day to apply for an opportunity that is listed before and after."""
    if earlier.status != later.status:
        reason = f" ({words(later.reason, 60)})" if later.reason and later.status == "closed" else ""
        return f"people can no longer apply{reason}" if later.status == "closed" else "people can apply again"
    if earlier.apply_by == later.apply_by:
        return ""
    if not later.apply_by:
        return "there is no longer a last day to apply"
    last = typed_day(later.apply_by)
    if not earlier.apply_by:
        return f"people can apply by {last}"
    return f"the last day to apply moves from {typed_day(earlier.apply_by)} to {last}"


# --- Pages and texts -------------------------------------------------------------------------------------------------


def _come_and_gone(changes: list[RecordChange]) -> Iterator[str]:
    """New entries and entries that are no longer listed, a line for each kind."""
    for is_new in (True, False):
        by_noun: dict[str, list[str]] = {}
        for change in changes:
            view = change.new if is_new else change.old
            if view and not (change.old and change.new):
                by_noun.setdefault(change.noun, []).append(title(view))
        for noun, names in by_noun.items():
            what = f"{noun} page" if KIND_OF_NOUN[noun].has_own_pages else noun
            many = f"{len(names)} {'new ' if is_new else ''}{plural(what, len(names))}"
            yield f"- {many}{'' if is_new else ' no longer listed'}: {_first_names(names)}"


def _moved(change: RecordChange) -> Iterator[str]:
    """Records that are renamed or have a new address."""
    old, new = change.old, change.new
    if not (old and new):
        return
    if change.renamed:
        yield f"- Renamed: {change.noun} {title(old)} is now {title(new)}"
    if old.id != new.id:
        led = ", and the old address leads there" if old.id in new.was else ". The old address no longer works!"
        before, now = (address_of(KIND_OF_NOUN[change.noun], view.id) for view in (old, new))
        yield f"- Moved: /{before} is now /{now}{led}"
    for gone in sorted(set(old.was) - {*new.was, new.id}):
        yield f"- The earlier address of {title(new)} no longer works: {gone}"


def _text(change: RecordChange) -> Iterator[str]:
    keys = [key for key in change.keys if not (change.renamed and key in ("name", "title", "role"))]
    if change.new and keys:
        yield f"- {change.noun.capitalize()} {title(change.new)}: {listed(keys)}"
    if change.new and change.named is not None:
        what = "the name is shown, with recorded consent" if change.named else "the name is no longer shown"
        yield f"- Facilitator {title(change.new)}: {what}"


def _site(old: Hub, new: Hub) -> Iterator[str]:
    if keys := records.settings(old, new):
        yield f"- The whole site, hub.yml: {listed(keys)}"
    if number := records.no_school(old, new):
        yield f"- Days off, calendar.yml: {number} {plural('entry', number)}"


# --- Calendars -------------------------------------------------------------------------------------------------------

_NOBODY: Final = "- No subscriber sees a change."


def _calendars(old: Snapshot, new: Snapshot) -> Iterator[str]:
    """The calendars whose subscribers will see a change, found by comparing the calendars byte for byte."""
    before, after = _calendar_texts(old), _calendar_texts(new)
    differ = [path for path in after if path in before and before[path] != after[path]]
    gone = [path for path in before if path not in after]
    name = _names(new)
    if differ:
        yield f"- Subscribers to these calendars see a change: {_first_names([name(path) for path in differ])}."
    if gone:
        name = _names(old)
        names = _first_names([name(path) for path in gone])
        yield f"- These calendars no longer have an address, and programs will report an error: {names}."
    yield "- No other subscriber sees a change." if differ or gone else _NOBODY


_ENDS: Final = (".ics", ".discreet.ics")
_SINGLE_DATES: Final = "calendars/occurrences/"


def _calendar_texts(edition: Snapshot) -> dict[str, bytes]:
    """The calendars that people can find and subscribe to. No one subscribes to the file of a single date."""
    events = (event for event in edition.site.event_pages if event.hidden)
    groups = (group for group in edition.site.group_pages if group.hidden)
    hidden = {f"calendars/events/{i}.ics" for event in events for i in (event.id, *event.was)}
    hidden |= {f"calendars/groups/{i}{end}" for group in groups for i in (group.id, *group.was) for end in _ENDS}
    made = calendar_files(edition.hub, edition.site)
    calendars = [
        artifact for artifact in made if artifact.path.endswith(".ics") and not artifact.path.startswith(_SINGLE_DATES)
    ]
    return {calendar.path: calendar.content for calendar in calendars if calendar.path not in hidden}


def _names(edition: Snapshot) -> Callable[[str], str]:
    """The name of the calendar at a path."""
    names = {"calendars/all.ics": "all events", "calendars/deadlines.ics": "deadlines"}
    names |= {f"calendars/kinds/{kind}.ics": f"{text} of all groups" for kind, text in EVENT_KINDS.items()}
    for group in edition.site.groups:
        called = words(group.brief_name, 60)
        for i in (group.id, *group.was):
            names[f"calendars/groups/{i}.ics"] = called
            names[f"calendars/groups/{i}.discreet.ics"] = f"{called} (discreet)"
    for event in edition.site.events:
        names |= {
            f"calendars/events/{i}.ics": f"{words(event.title, 60)} (this event only)" for i in (event.id, *event.was)
        }
    return lambda path: names.get(path, "an unlisted calendar")


def _first_names(names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = len(unique) - MAX_NAMES
    return ", ".join(unique[:MAX_NAMES]) + f", and {more} more" if more > 0 else listed(unique)
