"""Matches a new reading of a calendar with the events in the hub: unchanged, lost, or in doubt. A calendar that looks
broken changes nothing: the last good copy stays, and the import asks a question.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from affinity_hub.core.text import in_one_case, plural
from affinity_hub.schema import Group, Place

from .events.blocks import Keys, ReadEvent, schedule_key
from .events.read import CalendarReading
from .imported_dates import cancelled, coming, dates_of, last_day, with_lost_dates
from .imported_file import CalendarOwner, ImportedEvents

# If a calendar had at least this many future dates, and has lost more than half of them, a person is asked.
_MIN_DATES: Final = 4
_MAX_TITLE: Final = 300
_NEW_IDS: Final = (
    "The calendar gives its entries new identifiers with every export, so they were matched by start, rule, and title."
)


@dataclass
class Matched:
    """The new events, which replace the events in the hub. Nothing changes if `is_refused`."""

    events: dict[str, Keys] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    is_refused: bool = False


def match(
    reading: CalendarReading, old: ImportedEvents, owner: CalendarOwner, today: dt.date, *, accepted: bool = False
) -> Matched:
    """The events after a reading of the calendar. `accepted` says that a person has accepted the lost dates."""
    matched = Matched(notices=list(reading.notices))
    _tell_left_out(reading, owner, matched)
    left_out = {f"{owner.prefix}-{left_out.key}" for left_out in reading.left_out}
    blocks = {f"{owner.prefix}-{block.key}": block for block in reading.blocks}
    blocks = _renamed(blocks, old, owner, left_out, matched, today)
    if doubt := "" if accepted else _doubt(blocks, reading, old, owner, left_out, today):
        matched.questions.append(doubt)
        return Matched(dict(old.events), matched.notices, matched.questions, is_refused=True)
    for name, block in blocks.items():
        if event := _event(name, block, old, owner, today):
            matched.events[name] = event
    for name, event in old.events.items():
        if name in matched.events:
            continue
        if name in left_out:
            matched.events[name] = event
            matched.questions.append(f"{_called(event)} stays as it was, because its entry is left out now.")
        elif name not in blocks:
            matched.events[name] = cancelled(event, owner.site, today)
    for name, event in matched.events.items():
        matched.events[name] = corrected(event, owner)
    return matched


def _tell_left_out(reading: CalendarReading, owner: CalendarOwner, matched: Matched) -> None:
    """A question for each entry that is left out, and one question for all entries whose times have no zone."""
    floating = [left_out for left_out in reading.left_out if left_out.is_floating]
    matched.questions += [str(left_out) for left_out in reading.left_out if not left_out.is_floating]
    if floating:
        names = f" The calendar itself names {reading.zone_named[:40]}." if reading.zone_named else ""
        number = len(floating)
        matched.questions.append(
            f"{number} {'entry has' if number == 1 else 'entries have'} times without a time zone.{names} "
            f"In the entry of {owner.record.id}, say which zone is meant:  calendar_source: {{zone: {owner.site}}}"
        )


def _called(event: Keys) -> str:
    return f"The event {event['id']}"


def _match_key(event: Keys, *, with_title: bool) -> tuple[str, str]:
    """The schedule key of an event, with its title if titles count."""
    return schedule_key(event), in_one_case(str(event.get("title", ""))) if with_title else ""


def _renamed(
    blocks: Mapping[str, ReadEvent],
    old: ImportedEvents,
    owner: CalendarOwner,
    left_out: Collection[str],
    matched: Matched,
    today: dt.date,
) -> dict[str, ReadEvent]:
    """The blocks under the ids in the hub, even if the calendar has changed all UIDs."""
    take = owner.source.titles == "take"
    lost: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, event in old.events.items():
        if name not in blocks and name not in left_out and dates_of(event, owner.site, today):
            lost[_match_key(event, with_title=take)].append(name)
    found: dict[str, ReadEvent] = {}
    count = 0
    for name, block in blocks.items():
        like = block.schedule_key, in_one_case(block.title) if take else ""
        if name not in old.events and lost.get(like):
            name = lost[like].pop(0)
            count += 1
        found[name] = block
    if count:
        matched.notices.append(_NEW_IDS)
    return found


def _doubt(
    blocks: Mapping[str, ReadEvent],
    reading: CalendarReading,
    old: ImportedEvents,
    owner: CalendarOwner,
    left_out: Collection[str],
    today: dt.date,
) -> str:
    """The question to ask if the reading looks broken; empty if it does not."""
    before = {name: coming(event, owner.site, today) for name, event in old.events.items()}
    total = sum(map(len, before.values()))
    if not total:
        return ""
    if not reading.entries:
        return f"The calendar is empty now, but the hub has {total} future {plural('date', total)} from it. {_KEPT}"
    lost = 0
    for name, days in before.items():
        if name in left_out:
            continue
        left = len(coming(blocks[name].keys, owner.site, today)) if name in blocks else 0
        lost += max(0, len(days) - left)
    if total >= _MIN_DATES and lost * 2 > total:
        return f"{lost} of {total} future dates are no longer in the calendar. {_KEPT}"
    return ""


_KEPT: Final = "Nothing was changed. If that is right, import once with  --accept"


def _event(name: str, block: ReadEvent, old: ImportedEvents, owner: CalendarOwner, today: dt.date) -> Keys | None:
    """The event that a block becomes; None for a new entry that is over or cancelled."""
    source, known = owner.source, old.events.get(name)
    last = block.last and last_day(block.keys, owner.site, today)
    is_closed = block.is_one_of_many and source.no_school == "skip" and block.first in owner.closed
    is_over = bool(last and last < today)
    if known is None and (is_over or is_closed or block.keys.get("status") == "cancelled"):
        return None
    is_group = isinstance(owner.record, Group)
    event: Keys = {
        "id": name,
        "title": _title(block.title, owner),
        "kind": source.kind,
        "groups" if is_group else "partners": [owner.record.id],
    }
    times = dict(block.keys)
    if "repeats" in times:
        times["no_school"] = source.no_school
    event |= with_lost_dates(known, times, owner.site, today) if known else times
    if changes := _changes(event, block, owner):
        event["changes"] = changes
    if block.place is not None:
        event["place"] = place_keys(source.places[block.place])
    if source.open_to:
        event["open_to"] = source.open_to
    return event


def _changes(event: Keys, block: ReadEvent, owner: CalendarOwner) -> list[Keys]:
    """The changed dates of an event, each with the calendar's own words for this date."""
    changes = {str(change["date"]): change for change in event.get("changes", [])}
    skipped = {str(skip["date"]) for skip in event.get("skip", [])}
    for day in block.changed_words.keys() - skipped:
        changes.setdefault(day, {"date": day})
    found = [_with_words(changes[day], block, owner) for day in sorted(changes)]
    return [change for change in found if len(change) > 1]


def _title(title: str, owner: CalendarOwner) -> str:
    return title[:_MAX_TITLE] if owner.source.titles == "take" and title else owner.neutral_title


def _with_words(change: Keys, block: ReadEvent, owner: CalendarOwner) -> Keys:
    """A change of one date with the calendar's own title and place for this date."""
    title, place = block.changed_words.get(str(change["date"]), ("", None))
    if change.get("cancelled") == "yes" or str(change["date"]) not in block.changed_words:
        return change
    changed = dict(change)
    if owner.source.titles == "take" and title and title != block.title:
        changed["title"] = title[:_MAX_TITLE]
    if place is not None and place != block.place:
        changed["place"] = place_keys(owner.source.places[place])
    return changed


def place_keys(place: Place | None) -> Keys | str:
    """A place in the form of a data file."""
    if place is None or place.private:
        return "shared after you write to us"
    return {key: value for key, value in (("name", place.name), ("address", place.address)) if value}


def corrected(event: Keys, owner: CalendarOwner) -> Keys:
    """An event with the corrections of the hub."""
    found = [
        correction
        for correction in owner.source.corrections
        if correction.event in (event["id"], *event.get("was", []))
    ]
    for correction in found:
        event = dict(event)
        if correction.kind:
            event["kind"] = correction.kind
        if correction.open_to:
            event["open_to"] = correction.open_to
        if correction.place:
            event["place"] = place_keys(correction.place)
        if correction.hidden is not None:
            event.pop("hidden", None)
            if correction.hidden:
                event["hidden"] = "yes"
        if correction.cancelled:
            event |= {"status": "cancelled", "reason": correction.cancelled}
    return event
