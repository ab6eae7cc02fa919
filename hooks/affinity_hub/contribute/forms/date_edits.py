"""The form about a date of an event: the date is cancelled, postponed, moved, or changed in another way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from pydantic import TypeAdapter

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.text import listed
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import code, words
from affinity_hub.reference.proposal_forms import CANCELLED, DIFFERENT, MOVED, POSTPONED
from affinity_hub.schema import DIFFERS, Event
from affinity_hub.schema.event import EventOccurrence
from affinity_hub.values import dates
from affinity_hub.values.dates import TO_BE_ANNOUNCED

from . import yaml_patch
from .incoming.issue_body import Answers, RefusedError, asked, find
from .yaml_patch import Draft, Edit, Plain, Value, setting, typed


def coming_dates(text: str, hub: Hub, today: dt.date) -> list[dt.date]:
    """The future dates of the event that the text names. Raises `RefusedError`."""
    event = find(text, "event", "Event", hub.events)
    return [
        day_of(occurrence.start) for occurrence in hub.schedules[event.id].occurrences if occurrence.last_day >= today
    ]


def cancel_or_move(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """The change of a date, or of this date and all later dates, that the form asks for."""
    event = find(given["event"], "event", "Event", hub.events)
    assert isinstance(event, Event)
    day = TypeAdapter(dates.Date).validate_python(given["date"])
    schedule = hub.schedules[event.id]
    found = [occurrence for occurrence in schedule.occurrences if day in (occurrence.date, day_of(occurrence.start))]
    if not found:
        coming = coming_dates(event.id, hub, today)[:3]
        own = listed([code(f"{coming_day}") for coming_day in coming], "or")
        more = f" Write one of its next dates in the field “Date”: {own}" if own else " It has no upcoming date."
        raise RefusedError(f"“Date”: “{words(event.title)}” does not take place on {day}.{more}", fields=("date",))
    occurrence = next((occurrence for occurrence in found if day_of(occurrence.start) == day), found[0])
    if occurrence.last_day < today:
        raise RefusedError(f"“Date”: {day} is over, and a past date cannot change.", fields=("date",))
    fields = asked("reason", starts=_NEW_TIMES[:2], ends=_NEW_TIMES[2:], changes=_NEW_TIMES, status=("what",))
    later = given.get("reach", "").endswith("all later ones")
    fields = {**fields, **asked(**{key: (field,) for key, field in zip(DIFFERS, _DIFFERENCES, strict=True)})}
    is_series, reason = schedule.rule is not None, given.get("reason", "")
    if later and given["what"] in (POSTPONED, DIFFERENT):
        why = "“What happens?”: This answer can only be about one date. Under “Which dates?”, choose “Only this date”."
        raise RefusedError(why)
    if given["what"] != MOVED:
        _refuse_new_times(given)
    changed = _CHANGED[given["what"]](given, occurrence, hub, is_series)
    if is_series:
        edits = _edits_of_series(event, occurrence, later, changed, reason)
    else:
        edits = _edits_of_single_date(event, changed, reason)
    return Draft(event.file, "event", event.id, event.title, edits, fields)


# The fields for the own values of a date, in the order of `DIFFERS`.
_DIFFERENCES: Final = ("new_title", "new_place", "new_online", "new_facilitator", "new_details")


# The fields for the new time of a date.
_NEW_TIMES: Final = ("new_date", "new_start", "new_end")


def _cancelled(given: Answers, occurrence: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    _refuse_differences(given)
    return {"cancelled": Plain("yes")} if is_series else {"status": Plain("cancelled")}


def _postponed(given: Answers, occurrence: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    _refuse_differences(given)
    return {"starts": Plain(TO_BE_ANNOUNCED)} if is_series else {"status": Plain("postponed")}


def _different(given: Answers, occurrence: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    """The own values of a date, by the keys of an event."""
    found: dict[str, Value] = {
        key: given[f"new_{key}"] for key in ("title", "place", "details") if f"new_{key}" in given
    }
    if "new_online" in given:
        found["online"] = Plain("yes" if given["new_online"].startswith("Yes") else "no")
    if "new_facilitator" in given:
        found["facilitators"] = [
            Plain(find(given["new_facilitator"], "new_facilitator", "Who leads it?", hub.facilitators).id)
        ]
    if not found:
        why = "Please say what is different: fill in one or more of the fields from “New place” to “More about it”."
        raise RefusedError(why)
    return found


def _refuse_new_times(given: Answers) -> None:
    """Refuses a new day or time that would have no effect, because the date does not move."""
    filled = tuple(name for name in _NEW_TIMES if given.get(name))
    if filled:
        why = (
            "The fields from “New date” to “New end” are for a date that moves. Leave them empty, or under “What "
            f"happens?”, choose “{MOVED}”."
        )
        raise RefusedError(why, fields=filled)


def _refuse_differences(given: Answers) -> None:
    """Refuses answers that would have no effect, because the date does not take place."""
    filled = tuple(name for name in _DIFFERENCES if given.get(name))
    if filled:
        why = (
            "The fields from “New place” to “More about it” are for a date that takes place. Leave them empty, or "
            "choose another answer under “What happens?”."
        )
        raise RefusedError(why, fields=filled)


def _moves(given: Answers, occurrence: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    differs = any(given.get(name) for name in _DIFFERENCES)
    return _new_times(given, occurrence) | (_different(given, occurrence, hub, is_series) if differs else {})


_CHANGED: Final[Mapping[str, Callable[[Answers, EventOccurrence, Hub, bool], dict[str, Value]]]] = {
    CANCELLED: _cancelled,
    MOVED: _moves,
    POSTPONED: _postponed,
    DIFFERENT: _different,
}


def _new_times(given: Answers, occurrence: EventOccurrence) -> dict[str, Value]:
    """The values of a moved date: the new start, and the new end if it is given."""
    if not given.keys() & {*_NEW_TIMES}:
        raise RefusedError("Please fill in the new date or the new time.")
    start = occurrence.start
    day = given.get("new_date", str(day_of(start)))
    time = given.get("new_start", f"{start:%H:%M}" if isinstance(start, dt.datetime) else "")
    moved: dict[str, Value] = {}
    if given.keys() & {"new_date", "new_start"}:
        moved["starts"] = typed(dates.Moved, f"{day} {time}".strip())
    if "new_end" in given:
        moved["ends"] = typed(dates.Ends, given["new_end"])
    if all(
        f"{moved[key]}" in _spellings(moment)
        for key, moment in (("starts", start), ("ends", occurrence.end))
        if key in moved
    ):
        filled = tuple(name for name in _NEW_TIMES if name in given)
        raise RefusedError(
            "The date already has this day and this time. Write another day or another time.", fields=filled
        )
    return moved


def _spellings(moment: dt.date) -> tuple[str, ...]:
    """A day, or a day and a time, in the form of a form or a data file."""
    if isinstance(moment, dt.datetime):
        return f"{moment:%Y-%m-%d %H:%M}", f"{moment:%H:%M}"
    return (f"{moment}",)


def _edits_of_single_date(event: Event, changed: dict[str, Value], reason: str) -> tuple[Edit, ...]:
    """The edits of an event with one date."""
    if changed.get("status") == event.status:
        raise RefusedError(f"It is already {event.status}.")
    if "starts" in changed and "ends" not in changed:
        changed |= _moved_end(event, str(changed["starts"]))
    if reason and "status" in changed:
        changed["reason"] = reason
    if people := changed.get("facilitators"):
        changed["facilitators"] = Plain(f"[{', '.join(people)}]")
    return tuple(setting("events", event.id, key, value) for key, value in changed.items() if isinstance(value, str))


def _moved_end(event: Event, starts: str) -> dict[str, Value]:
    """The end after a move, if the event has an end with a date: it lasts as long as before."""
    old, end, new = event.starts, event.ends, TypeAdapter(dates.Moved).validate_python(starts)
    if isinstance(old, dt.datetime) and isinstance(end, dt.datetime) and isinstance(new, dt.datetime):
        return {"ends": Plain(f"{new + (end - old):%Y-%m-%d %H:%M}")}
    if any(isinstance(start, dt.datetime | dt.time | str) or start is None for start in (old, end, new)):
        return {}
    assert isinstance(old, dt.date)
    assert isinstance(end, dt.date)
    assert isinstance(new, dt.date)
    return {"ends": Plain(new + (end - old))}


def _edits_of_series(
    event: Event, occurrence: EventOccurrence, later: bool, changed: Mapping[str, Value], reason: str
) -> tuple[Edit, ...]:
    """The edit that adds a change of one date of a series, or of this date and all later dates. It replaces an existing
    change. If the date moves, it keeps its own title, place, and so on; if these values change, it keeps its time.
    """
    known = [
        index
        for index, change in enumerate(event.changes)
        if (change.date, change.and_later) == (occurrence.date, later)
    ]
    before = event.changes[known[0]] if known else None
    if before and before.cancelled and "cancelled" in changed:
        raise RefusedError("This date is already cancelled.")
    if before and before.postpones and changed.get("starts") == TO_BE_ANNOUNCED:
        raise RefusedError("This date is already postponed.")
    item: dict[str, Value] = {"date": Plain(occurrence.date)}
    if later:
        item["and_later"] = Plain("yes")
    item |= _kept(event, known, changed) | dict(changed)
    if reason:
        item["reason"] = reason
    if known:
        return (lambda text: yaml_patch.replace_item(text, "events", event.id, "changes", known[0], item),)
    return (lambda text: yaml_patch.add_item(text, "events", event.id, "changes", item),)


def _is_off(changed: Mapping[str, Value]) -> bool:
    return "cancelled" in changed or changed.get("starts") == TO_BE_ANNOUNCED


def _kept(event: Event, known: list[int], changed: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a replaced change that stay."""
    keys = ("starts", "ends") if changed.keys() <= {*DIFFERS} else () if _is_off(changed) else DIFFERS
    before = event.typed["changes"][known[0]] if known else {}
    kept = {key: before[key] for key in keys if key in before and key not in changed}
    if not all(isinstance(value, str) for value in kept.values()):
        raise yaml_patch.ByHandError
    return {key: Plain(value) if key in ("starts", "ends", "online") else value for key, value in kept.items()}
