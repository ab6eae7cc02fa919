"""What the model refuses, in a volunteer's words: a pydantic error becomes a problem at its line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from .hints import identifier, nearest
from .model import Part
from .model.fields import choices, part_in
from .problems import Position, Problem
from .source import Items, Mapping, Node, at
from .values import TO_BE_ANNOUNCED, shorten

_OVERLAY: Final = "Delete it here. What only staff may know goes into the staff overlay, outside this repository:  "
_ONLY_STAFF: Final = f"{_OVERLAY}an entry of its own there is for staff only."
_NOWHERE: Final = "Delete it: it belongs in no file. Those who write to the group learn it from people."
# Keys that people expect and that do not exist, with where to go instead.
FOR_STAFF: Final = {
    **dict.fromkeys(("room", "staff_place"), f"{_OVERLAY}place: {{name: Room 12}}"),
    **dict.fromkeys(
        ("staff", "staff_only", "staff_name", "visibility", "audience", "internal", "private"), _ONLY_STAFF
    ),
    **dict.fromkeys(("phone", "mobile", "email", "home_address", "members", "attendees", "attendance"), _NOWHERE),
    **dict.fromkeys(("link", "video", "video_link", "meeting_link", "zoom", "teams", "passcode", "dial_in"), _NOWHERE),
}
# Keys of other lists, and words of other programs, with what they are called here.
_CALLED: Final = {
    **dict.fromkeys(("date", "day", "from", "when"), ("starts", "date")),
    **dict.fromkeys(("to", "last_day"), ("ends", "until")),
    **dict.fromkeys(("location", "where", "venue", "address"), ("place",)),
    **dict.fromkeys(("description", "text", "about"), ("details", "purpose", "summary")),
    **dict.fromkeys(("name", "title", "label"), ("title", "name", "role")),
    **dict.fromkeys(("website", "homepage", "page"), ("url",)),
    **dict.fromkeys(("frequency", "recurrence", "every"), ("repeats",)),
    **dict.fromkeys(("count", "number"), ("times",)),
}


def explain(detail: ErrorDetails, model: type[Part], node: Node, name: str, noun: str) -> Problem:
    """A pydantic error in a volunteer's words, at its line."""
    path = detail["loc"]
    key = str(path[-1]) if path else ""
    around, fields = _fields(model, path)
    code, kind, context = detail["type"], detail["type"], detail.get("ctx", {})
    of = f"of `{around}`" if len(path) > 1 else f"of {with_article(noun)}" if noun != "setting" else "of hub.yml"
    mark = at(node, path, key=kind in ("extra_forbidden", "missing"))
    if kind == "missing":
        info = fields.get(key)
        typed = _is_typed(node, path)
        code, message = "E201", f"`{key}` is {'empty' if typed else 'missing'}."
        hint = f"{'Write something behind' if typed else 'Add a line:'}  {key}: {_example(key, info, node, path)}"
        hint += f"\n{info.description}" if info else ""
    elif kind == "extra_forbidden" and key in FOR_STAFF:
        code, message = "E520", f'"{key}" does not belong in a file that everybody can read.'
        hint = FOR_STAFF[key]
    elif kind == "extra_forbidden":
        code, message = "E202", f'"{shorten(key)}" is not a key {of}.'
        called = next((name for name in _CALLED.get(key.lower(), ()) if name in fields), "")
        hint = nearest(called or key, list(fields), otherwise="Delete the line, or use a key that is known here")
        if " " in key:
            hint = "If it belongs to the text before it, put that whole text in quotes: a comma ends a text inside { }."
    elif kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        given = detail["input"] if isinstance(detail["input"], str) else "this"
        code, message, hint = (
            "E203",
            f'"{shorten(given)}" is not one of the words for `{key}`.',
            nearest(given, allowed),
        )
    elif kind.startswith("E"):
        message, hint = str(context.get("said", detail["msg"])), str(context.get("hint", ""))
        hint = hint.replace("{next_day}", _next_day(node))
    elif kind in ("tuple_type", "list_type"):
        code, message, hint = (
            "E120",
            f"A list belongs under `{key}:`.",
            f"Each entry starts with a dash:\n{key}:\n  - {_first(fields[key], detail['input'])}",
        )
    elif path and isinstance(path[-1], int):
        first, *others = _fields(model, (*path, ""))[1]
        code, message = "E204", f"Each entry of `{around}:` has keys with values, and this has none."
        given = detail["input"] if isinstance(detail["input"], str) else "…"
        hint = f"Write:  {{{first}: {given}}}" + (f"\nOther keys are: {', '.join(others[:6])}" if others else "")
    else:
        subkeys = ", ".join(list(_fields(model, (*path, ""))[1])[:6])
        code, message = "E204", f"Keys with values belong under `{key}:`."
        hint = f"Write one of its keys before the text:  {key}: {{{subkeys.split(',')[0]}: …}}\nIts keys are: {subkeys}"
    return Problem(Position(name, *mark), "error", code, message, hint.strip())


def once(details: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors of an entry, but not that a key is missing which stands there under another name."""
    misnamed = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    meant = {(path[:-1], name) for path in misnamed for name in _CALLED.get(str(path[-1]).lower(), ())}
    for detail in details:
        *around, key = detail["loc"] or ("",)
        if detail["type"] != "missing" or (tuple(around), key) not in meant:
            yield detail


def beginning(model: type[Part]) -> str:
    """How an entry starts: its required keys."""
    required = [key for key, info in _by_key(model).items() if info.is_required()]
    return "\n".join(f"  {' ' if index else '-'} {key}: …" for index, key in enumerate(required))


def _is_typed(node: Node, path: tuple[int | str, ...]) -> bool:
    """Whether the key that `path` leads to stands in the file, be it without a value."""
    for step in path[:-1]:
        node = node[step] if isinstance(node, Mapping | Items) else None  # type: ignore[index]
    return isinstance(node, Mapping) and path[-1] in node.marks


def _fields(model: type[BaseModel], path: tuple[int | str, ...]) -> tuple[str, dict[str, Any]]:
    """The keys that may stand where `path` ends, and the name of the key around them."""
    around, fields = "", _by_key(model)
    for step in path[:-1]:
        if isinstance(step, int):
            continue
        around = step
        inner = part_in(fields[step].annotation) if step in fields else None
        fields = _by_key(inner) if inner else {}
    return around, fields


def _by_key(model: type[BaseModel]) -> dict[str, Any]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _example(key: str, info: FieldInfo | None, node: Node, path: tuple[int | str, ...]) -> str:
    """What to write for a key that is missing: what follows from the entry, or says that nobody knows yet."""
    for step in path[:-1]:
        node = node[step] if isinstance(node, Mapping | Items) else None  # type: ignore[index]
    if key == "id" and isinstance(node, Mapping):
        name = next((str(node[key]) for key in ("name", "title", "role") if node.get(key)), "")
        return identifier(name) or "…"
    words = choices(info.annotation) if info else []
    if words:
        return "   or:  ".join(words)
    # The unknown value of a key is in its description, if it has one.
    unsaid = {"open_to": "unknown", "starts": TO_BE_ANNOUNCED}.get(key, "…")
    return unsaid if key != "starts" or (info and unsaid in (info.description or "")) else "…"


def _first(info: FieldInfo, given: Any) -> str:
    """The first entry of a list, from the text that stands in its place."""
    model = part_in(info.annotation)
    key = next(iter(_by_key(model)), "") if model else ""
    return f"{key}: {given if isinstance(given, str) else '…'}" if key else "…"


def _next_day(node: Node) -> str:
    """The day after the one an event starts on, as far as that can be read."""
    typed = node.get("starts") if isinstance(node, Mapping) else None
    found = re.match(r"\d{4}-\d\d-\d\d", typed) if isinstance(typed, str) else None
    try:
        return f"{dt.date.fromisoformat(found[0]) + dt.timedelta(days=1)}" if found else "2026-09-11"
    except (ValueError, OverflowError):
        return "2026-09-11"


def with_article(noun: str) -> str:
    """a group, an event"""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
