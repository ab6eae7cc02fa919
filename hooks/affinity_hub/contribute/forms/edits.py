"""Which change a form asks for: from its answers and the hub as it is to the edits that make it.

What the answers leave open is asked back; what is not a date or an id is left to the check, which has the words for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from affinity_hub.core.calendar_days import day_of
from affinity_hub.core.text import listed, plural
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import words
from affinity_hub.schema import DIFFERS, Event, Record, values
from affinity_hub.schema.dated import EventOccurrence
from affinity_hub.schema.values import TO_BE_ANNOUNCED

from . import yaml_patch
from .advice import code
from .issue_body import RefusedError
from .lookup import find, new_id, same
from .yaml_patch import Plain, Value

Answers = Mapping[str, str]
Edit = Callable[[str], str]
Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Draft:
    """A change of one record in one file. `asked` has the ids of the form's fields for each key that they fill in."""

    file: str
    noun: str
    record: str
    title: str
    edits: tuple[Edit, ...]
    asked: Fields


class NothingToDoError(Exception):
    """The form changes no file; the reason is for the person who filled it in."""


def draft(form: str, given: Answers, hub: Hub, today: dt.date) -> Draft:
    """The change that the answers to a form ask for. Raises `RefusedError` or `NothingToDoError`.

    All answers that the form requires are in `given`; the dates and times in it are valid (`single`).
    """
    return _DRAFTS[form](given, hub, today)


def asked(*same: str, **others: tuple[str, ...]) -> Fields:
    """The ids of the fields for each key: `same` are keys with a field of that id."""
    return {name: (name,) for name in same} | others


# --- A new entry -----------------------------------------------------------------------------------------------------


def _add_event(given: Answers, hub: Hub, today: dt.date) -> Draft:
    owner = (
        find(given["owner"], "owner", "Group or partner", [*hub.groups, *hub.partners]) if "owner" in given else None
    )
    starts = f"{given['date']} {given.get('start', '')}".strip()
    record: dict[str, Value] = {
        "id": new_id(given["title"], hub, "event"),
        "title": given["title"],
        "kind": Plain(given["kind"]),
        "summary": given.get("summary", ""),
    }
    if owner:
        record[f"{owner.noun}s"] = [Plain(owner.id)]
    record |= {
        "starts": _typed(values.Starts, starts),
        "ends": _typed(values.Ends, given.get("end", "")),
        "repeats": given.get("repeats", ""),
        "until": _typed(values.Date, given.get("until", "")),
        "place": given.get("place", ""),
        "online": Plain("yes" if given.get("online") == "yes" else ""),
        "open_to": given.get("open_to", ""),
        "details": given.get("details", ""),
    }
    own = ("title", "repeats", "until", "place", "online", "summary", "open_to", "details")
    fields = asked(*own, starts=("date", "start"), ends=("end",), groups=("owner",), partners=("owner",))
    return _new("event", "events", _file_for(owner, hub), record, fields)


def _new_group(given: Answers, hub: Hub, today: dt.date) -> Draft:
    name = given["name"]
    if there := same(name, hub.groups):
        found = words(there[0].id)
        why = f"“Name of the group”: There is already a group with this name: {found}. Fix its page instead."
        raise RefusedError(why, fields=("name",))
    record: dict[str, Value] = {
        "id": new_id(given.get("short_name", name), hub, "group"),
        "name": name,
        "short_name": given.get("short_name", ""),
        "kind": Plain(given["kind"]),
        "status": Plain(given["status"]),
        "summary": given["summary"],
        "purpose": given.get("purpose", ""),
        "open_to": given["open_to"],
        "meets": given.get("meets", ""),
    }
    fields = asked(
        "name", "short_name", "summary", "purpose", "open_to", "meets", join=("contact",), contact=("contact",)
    )
    made = _new("group", "groups", "groups.yml", record, fields)
    if "contact" not in given:
        return made
    # `join` holds keys of its own; they are added once the record is there.
    return replace(made, edits=(*made.edits, _nested(str(record["id"]), given["contact"])))


def _nested(name: str, contact: str) -> Edit:
    value = Plain("{contact: " + yaml_patch.scalar(contact) + "}")
    return lambda text: yaml_patch.set_value(text, "groups", name, "join", value)


def _new(noun: str, key: str, file: str, record: dict[str, Value], fields: Fields) -> Draft:
    filled = {name: value for name, value in record.items() if value}
    title = str(record.get("title") or record.get("name"))
    return Draft(file, noun, str(record["id"]), title, (lambda text: yaml_patch.append(text, key, filled),), fields)


def _file_for(owner: Record | None, hub: Hub) -> str:
    """The group's own file of events, where it has one; the list of all otherwise."""
    own = owner.file.replace("groups/", "events/", 1) if owner and owner.file.startswith("groups/") else ""
    return own if own in {event.file for event in hub.events} else "events.yml"


# --- A date of an event ----------------------------------------------------------------------------------------------


def coming_dates(text: str, hub: Hub, today: dt.date) -> list[dt.date]:
    """The dates to come of the event that a text names. Raises `RefusedError`."""
    event = find(text, "event", "Event", hub.events)
    return [day_of(one.start) for one in hub.schedules[event.id].occurrences if one.last_day >= today]


def _cancel_or_move(given: Answers, hub: Hub, today: dt.date) -> Draft:
    event = find(given["event"], "event", "Event", hub.events)
    assert isinstance(event, Event)
    day = TypeAdapter(values.Date).validate_python(given["date"])
    schedule = hub.schedules[event.id]
    found = [one for one in schedule.occurrences if day in (one.date, day_of(one.start))]
    if not found:
        coming = coming_dates(event.id, hub, today)[:3]
        dates = listed([code(f"{one}") for one in coming], "or")
        more = f" In the field “Date”, write one of its next dates: {dates}" if dates else " It has no upcoming date."
        raise RefusedError(f"“Date”: “{words(event.title)}” does not take place on {day}.{more}", fields=("date",))
    one = next((one for one in found if day_of(one.start) == day), found[0])
    if one.last_day < today:
        raise RefusedError(f"“Date”: {day} is over, and a past date cannot change.", fields=("date",))
    moved_to = ("new_date", "new_start", "new_end")
    fields = asked("reason", starts=moved_to[:2], ends=moved_to[2:], changes=moved_to, status=("what",))
    later = given.get("reach", "").endswith("all later ones")
    fields = {**fields, **asked(**{key: (field,) for key, field in zip(DIFFERS, _DIFFERENCES, strict=True)})}
    is_series, reason = schedule.rule is not None, given.get("reason", "")
    if later and given["what"] in (POSTPONED, DIFFERENT):
        why = "“What happens?”: This answer can only be about one date. Under “Which dates?”, choose “Only this date”."
        raise RefusedError(why)
    changed = _CHANGED[given["what"]](given, one, hub, is_series)
    edits = _one_of_many(event, one, later, changed, reason) if is_series else _single(event, changed, reason)
    return Draft(event.file, "event", event.id, event.title, edits, fields)


# The fields for what a date has of its own, in the order of `DIFFERS`.
_DIFFERENCES: Final = ("new_title", "new_place", "new_online", "new_facilitator", "new_details")
CANCELLED: Final = "It is cancelled"
POSTPONED: Final = "It is postponed, and the new date is not known yet"
DIFFERENT: Final = "Something else is different, such as the place or the title"


def _cancelled(given: Answers, one: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    _refuse_differences(given)
    return {"cancelled": Plain("yes")} if is_series else {"status": Plain("cancelled")}


def _postponed(given: Answers, one: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    _refuse_differences(given)
    return {"starts": Plain(TO_BE_ANNOUNCED)} if is_series else {"status": Plain("postponed")}


def _different(given: Answers, one: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    """What a date has of its own, by the keys of an event."""
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


def _refuse_differences(given: Answers) -> None:
    """Refuses answers that would have no effect, because the date does not take place."""
    filled = tuple(name for name in _DIFFERENCES if given.get(name))
    if filled:
        why = (
            "The fields from “New place” to “More about it” are for a date that takes place. Leave them empty, or "
            "choose another answer under “What happens?”."
        )
        raise RefusedError(why, fields=filled)


def _moves(given: Answers, one: EventOccurrence, hub: Hub, is_series: bool) -> dict[str, Value]:
    differs = any(given.get(name) for name in _DIFFERENCES)
    return _new_times(given, one) | (_different(given, one, hub, is_series) if differs else {})


_CHANGED: Final[Mapping[str, Callable[[Answers, EventOccurrence, Hub, bool], dict[str, Value]]]] = {
    CANCELLED: _cancelled,
    "It moves to another day or time": _moves,
    POSTPONED: _postponed,
    DIFFERENT: _different,
}


def _new_times(given: Answers, one: EventOccurrence) -> dict[str, Value]:
    """What a moved date says: the new start, and the new end where it is given."""
    if not given.keys() & {"new_date", "new_start", "new_end"}:
        raise RefusedError("Please fill in the new date or the new time.")
    start = one.start
    day = given.get("new_date", str(day_of(start)))
    time = given.get("new_start", f"{start:%H:%M}" if isinstance(start, dt.datetime) else "")
    moved: dict[str, Value] = {}
    if given.keys() & {"new_date", "new_start"}:
        moved["starts"] = _typed(values.Moved, f"{day} {time}".strip())
    if "new_end" in given:
        moved["ends"] = _typed(values.Ends, given["new_end"])
    if all(
        f"{moved[key]}" in _spellings(moment) for key, moment in (("starts", start), ("ends", one.end)) if key in moved
    ):
        filled = tuple(name for name in ("new_date", "new_start", "new_end") if name in given)
        raise RefusedError(
            "The date already has this day and this time. Write another day or another time.", fields=filled
        )
    return moved


def _spellings(moment: dt.date) -> tuple[str, ...]:
    """How a form or a data file gives a day, or a day and a time."""
    if isinstance(moment, dt.datetime):
        return f"{moment:%Y-%m-%d %H:%M}", f"{moment:%H:%M}"
    return (f"{moment}",)


def _single(event: Event, changed: dict[str, Value], reason: str) -> tuple[Edit, ...]:
    """The edits of an event with one date."""
    if changed.get("status") == event.status:
        raise RefusedError(f"It is {event.status} already.")
    if reason and "status" in changed:
        changed["reason"] = reason
    if people := changed.get("facilitators"):
        changed["facilitators"] = Plain(f"[{', '.join(people)}]")
    return tuple(_setting("events", event.id, key, value) for key, value in _texts(changed))


def _one_of_many(
    event: Event, one: EventOccurrence, later: bool, changed: Mapping[str, Value], reason: str
) -> tuple[Edit, ...]:
    """The edit that adds a change of one date of a series, or of it and all later ones.

    It replaces one there is, but a date that moves keeps its own title, place and so on, and the other way around.
    """
    known = [
        index for index, change in enumerate(event.changes) if (change.date, change.and_later) == (one.date, later)
    ]
    before = event.changes[known[0]] if known else None
    if before and before.cancelled and "cancelled" in changed:
        raise RefusedError("This date is already cancelled.")
    if before and before.postpones and changed.get("starts") == TO_BE_ANNOUNCED:
        raise RefusedError("This date is already postponed.")
    item: dict[str, Value] = {"date": Plain(one.date)}
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
    """What a change that is replaced goes on to say."""
    keys = ("starts", "ends") if changed.keys() <= {*DIFFERS} else () if _is_off(changed) else DIFFERS
    typed = event.typed["changes"][known[0]] if known else {}
    kept = {key: typed[key] for key in keys if key in typed and key not in changed}
    if not all(isinstance(value, str) for value in kept.values()):
        raise yaml_patch.ByHandError
    return {key: Plain(value) if key in ("starts", "ends", "online") else value for key, value in kept.items()}


# --- A mistake -------------------------------------------------------------------------------------------------------

_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "Name or title": {
        "group": "name",
        "event": "title",
        "opportunity": "title",
        "partner": "name",
        "facilitator": "role",
    },
    "In one sentence": dict.fromkeys(("group", "event", "opportunity", "partner", "facilitator"), "summary"),
    "To whom it is open": dict.fromkeys(("group", "event", "opportunity"), "open_to"),
    "How often it meets": {"group": "meets"},
    "Place": {"event": "place"},
    "Web address": {"event": "url", "opportunity": "url", "partner": "url"},
}


def _fix(given: Answers, hub: Hub, today: dt.date) -> Draft:
    records: list[Record] = [*hub.groups, *hub.events, *hub.opportunities, *hub.partners, *hub.facilitators]
    record = find(given["entry"], "entry", "Which entry?", records)
    key = _PARTS.get(given["part"], {}).get(record.noun)
    if key is None:
        raise NothingToDoError("This is for a person to look at: a program can only change single lines.")
    edit = _setting(plural(record.noun, 2), record.id, key, given["text"])
    title = getattr(record, "title", None) or getattr(record, "name", None) or record.id
    shown = getattr(record, "role", title)
    return Draft(record.file, record.noun, record.id, shown, (edit,), {key: ("text",)})


def _facilitator(given: Answers, hub: Hub, today: dt.date) -> Draft:
    raise NothingToDoError(
        "Thank you for your interest. A person of the team answers here and says how to go on in private. "
        "Please do not give a name, a school, a telephone number or a mail address here: everybody can read it."
    )


_DRAFTS: Final[Mapping[str, Callable[[Answers, Hub, dt.date], Draft]]] = {
    "add-event": _add_event,
    "cancel-or-move": _cancel_or_move,
    "new-group": _new_group,
    "fix-a-mistake": _fix,
    "become-a-facilitator": _facilitator,
}


# --- What an answer means --------------------------------------------------------------------------------------------


def _setting(key: str, name: str, under: str, value: str) -> Edit:
    return lambda text: yaml_patch.set_value(text, key, name, under, value)


def _texts(changed: Mapping[str, Value]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in changed.items() if isinstance(value, str)]


def _typed(kind: Any, text: str) -> Value:
    """A date or time as it is written here; what is none stays what was typed, for the check to answer."""
    try:
        value = TypeAdapter(kind).validate_python(text) if text else None
    except ValidationError:
        return text
    if isinstance(value, dt.datetime):
        return Plain(f"{value:%Y-%m-%d %H:%M}")
    return Plain(f"{value:%H:%M}") if isinstance(value, dt.time) else Plain(value) if value else text
