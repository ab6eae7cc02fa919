"""The forms about whole records: a new event, group, or opportunity, a correction, a confirmation, or an offer
to lead a group.

The answer to a form asks for missing facts. The check reports text in a form that is not a valid date or id.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from affinity_hub.core.text import plural
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import words
from affinity_hub.schema import Group, Partner, Record
from affinity_hub.values import dates

from . import yaml_patch
from .incoming.issue_body import Answers, Fields, NothingToDoError, RefusedError, asked, find, same
from .yaml_patch import Draft, Edit, Plain, Value, setting, typed


def add_event(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """A new event."""
    owner = _owner(given, hub)
    starts = f"{given['date']} {given.get('start', '')}".strip()
    record: dict[str, Value] = {
        "id": _new_id(given["title"], hub, "event"),
        "title": given["title"],
        "kind": Plain(given["kind"]),
        "summary": given.get("summary", ""),
    }
    if owner:
        record[f"{owner.noun}s"] = [Plain(owner.id)]
    record |= {
        "starts": typed(dates.Starts, starts),
        "ends": typed(dates.Ends, given.get("end", "")),
        "repeats": given.get("repeats", ""),
        "until": typed(dates.Date, given.get("until", "")),
        "place": given.get("place", ""),
        "online": Plain("yes" if given.get("online") == "yes" else ""),
        "no_school": Plain(given.get("days_off", "").partition(":")[0]),
        "open_to": given.get("open_to", ""),
        "details": given.get("details", ""),
    }
    same = ("title", "repeats", "until", "place", "online", "summary", "open_to", "details")
    fields = asked(
        *same, starts=("date", "start"), ends=("end",), groups=("owner",), partners=("owner",), no_school=("days_off",)
    )
    return _new("event", "events", _file_for(owner, hub), record, fields)


def add_opportunity(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """A new opportunity."""
    owner = _owner(given, hub)
    record: dict[str, Value] = {
        "id": _new_id(given["title"], hub, "opportunity"),
        "title": given["title"],
        "kind": Plain(given["kind"]),
        "open_to": given["open_to"],
        "summary": given.get("summary", ""),
    }
    if owner:
        record[f"{owner.noun}s"] = [Plain(owner.id)]
    record |= {
        "commitment": given.get("commitment", ""),
        "apply_by": typed(dates.Date, given.get("apply_by", "")),
        "starts": typed(dates.Date, given.get("starts", "")),
        "ends": typed(dates.Date, given.get("ends", "")),
        "contact": given.get("contact", ""),
        "url": given.get("url", ""),
        "details": given.get("details", ""),
    }
    same = ("title", "open_to", "summary", "commitment", "apply_by", "starts", "ends", "contact", "url", "details")
    file = next((opportunity.file for opportunity in hub.opportunities), "opportunities.yml")
    return _new("opportunity", "opportunities", file, record, asked(*same, groups=("owner",), partners=("owner",)))


def _owner(given: Answers, hub: Hub) -> Group | Partner | None:
    """The group or partner that a form names."""
    owners: list[Group | Partner] = [*hub.groups, *hub.partners]
    return find(given["owner"], "owner", "Group or partner", owners) if "owner" in given else None


def confirm(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """Today as the day on which a group said that its entry is right."""
    group = find(given["group"], "group", "Group", hub.groups)
    if group.last_confirmed == today:
        raise NothingToDoError("Thank you. The entry was already confirmed today.")
    edit = setting("groups", group.id, "last_confirmed", Plain(today))
    return Draft(group.file, "group", group.id, group.name, (edit,), {"last_confirmed": ("group",)})


def add_group(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """A new group."""
    name = given["name"]
    if there := same(name, hub.groups):
        found = words(there[0].id)
        why = f"“Name of the group”: There is already a group with this name: {found}. Fix its page instead."
        raise RefusedError(why, fields=("name",))
    record: dict[str, Value] = {
        "id": _new_id(given.get("short_name", name), hub, "group"),
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
    # `join` has its own keys, which are added after the record exists.
    return replace(made, edits=(*made.edits, _nested(str(record["id"]), given["contact"])))


def _nested(name: str, contact: str) -> Edit:
    value = Plain("{contact: " + yaml_patch.scalar(contact) + "}")
    return lambda text: yaml_patch.set_value(text, "groups", name, "join", value)


def _new(noun: str, key: str, file: str, record: dict[str, Value], fields: Fields) -> Draft:
    filled = {name: value for name, value in record.items() if value}
    title = str(record.get("title") or record.get("name"))
    return Draft(file, noun, str(record["id"]), title, (lambda text: yaml_patch.append(text, key, filled),), fields)


def _file_for(owner: Record | None, hub: Hub) -> str:
    """The group's own file of events, if it has one, or the list of all events."""
    events_file = owner.file.replace("groups/", "events/", 1) if owner and owner.file.startswith("groups/") else ""
    return events_file if events_file in {event.file for event in hub.events} else "events.yml"


def _new_id(title: str, hub: Hub, noun: str) -> Plain:
    """An id made from a title that no record has or had."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-")
    # An id of digits only, or an id that YAML reads as a value, would need quotes wherever it is typed.
    base = (
        base
        if re.match(r"[a-z]", base) and base not in ("null", "yes", "no", "true", "false")
        else f"{noun}-{base}".strip("-")
    )
    taken = {name for record in hub.records() for name in (record.id, *record.was)}
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return Plain(next(name for name in names if name not in taken))


_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "Name or title": {
        "group": "name",
        "event": "title",
        "opportunity": "title",
        "partner": "name",
        "facilitator": "role",
    },
    "In one sentence": dict.fromkeys(("group", "event", "opportunity", "partner", "facilitator"), "summary"),
    "Who it is open to": dict.fromkeys(("group", "event", "opportunity"), "open_to"),
    "How often it meets": {"group": "meets"},
    "Place": {"event": "place"},
    "Web address": {"event": "url", "opportunity": "url", "partner": "url"},
}


def fix_mistake(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """A new text for one key of a record."""
    records: list[Record] = [*hub.groups, *hub.events, *hub.opportunities, *hub.partners, *hub.facilitators]
    records += hub.library.difficult_questions  # their pages lead to the form, and a person changes the answer
    record = find(given["entry"], "entry", "Which entry?", records)
    key = _PARTS.get(given["part"], {}).get(record.noun)
    if key is None:
        raise NothingToDoError("A person must look at this, because a program can change only single lines.")
    edit = setting(plural(record.noun, 2), record.id, key, given["text"])
    title = getattr(record, "title", None) or getattr(record, "name", None) or record.id
    shown = getattr(record, "role", title)
    return Draft(record.file, record.noun, record.id, shown, (edit,), {key: ("text",)})


def offer_to_facilitate(given: Answers, hub: Hub, today: dt.date) -> Draft:
    """No change: a person answers in private."""
    raise NothingToDoError(
        "Thank you for your interest. A person from the team will answer and tell you how to continue in private. "
        "Everyone can read an issue on GitHub, so please don't give a name, a workplace, a telephone number, or an "
        "email address there."
    )
