"""What the model refuses, in a volunteer's words: a pydantic error becomes a problem at its line."""

from __future__ import annotations

import difflib
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from .model import Part
from .problems import Position, Problem
from .reference import part_in
from .source import Items, Mapping, Node, at
from .values import shorten

_OVERLAY: Final = "What only staff may know goes into the staff overlay, a folder outside this repository:  "
_ONLY_STAFF: Final = f"{_OVERLAY}an entry of its own there is for staff only."
_NOWHERE: Final = "Leave it out: it belongs in no file. Those who write to the group learn it from people."
# Keys that people expect and that do not exist, with where to go instead.
FOR_STAFF: Final = {
    **dict.fromkeys(("room", "staff_place"), f"{_OVERLAY}place: {{name: Room 12}}"),
    **dict.fromkeys(
        ("staff", "staff_only", "staff_name", "visibility", "audience", "internal", "private"), _ONLY_STAFF
    ),
    **dict.fromkeys(("phone", "mobile", "email", "home_address", "members", "attendees", "attendance"), _NOWHERE),
    **dict.fromkeys(("link", "video", "video_link", "meeting_link", "zoom", "teams", "passcode", "dial_in"), _NOWHERE),
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
        hint = f"{'Write something behind' if typed else 'Add a line:'}  {key}: …\n{info.description if info else ''}"
    elif kind == "extra_forbidden" and key in FOR_STAFF:
        code, message = "E520", f'"{key}" is nothing for the public files: everybody can read them.'
        hint = FOR_STAFF[key]
    elif kind == "extra_forbidden":
        code, message, hint = "E202", f'"{shorten(key)}" is not a key {of}.', did_you_mean(key, list(fields))
        if " " in key:
            hint = "If it belongs to the text before it, put that whole text in quotes: a comma ends a text inside { }."
    elif kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        given = detail["input"] if isinstance(detail["input"], str) else "this"
        code, message, hint = (
            "E203",
            f'"{shorten(given)}" is not one of the words for `{key}`.',
            did_you_mean(given, allowed),
        )
    elif kind.startswith("E"):
        message, hint = str(context.get("said", detail["msg"])), str(context.get("hint", ""))
    elif kind in ("tuple_type", "list_type"):
        code, message, hint = (
            "E120",
            f"A list belongs under `{key}:`.",
            f"Each entry starts with a dash:\n{key}:\n  - …",
        )
    else:
        subkeys = ", ".join(list(_fields(model, (*path, ""))[1])[:6])
        code, message, hint = "E204", f"Keys with values belong under `{key}:`.", f"Its keys are: {subkeys}"
    return Problem(Position(name, *mark), "error", code, message, hint.strip())


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


def did_you_mean(word: str, known: list[str]) -> str:
    """The hint for a word that is not known: the nearest one that is, or all of them."""
    close = difflib.get_close_matches(word.lower(), known, 1, 0.6)
    if close or len(known) == 1:
        return f"Did you mean  {(close or known)[0]}  ?"
    return f"Known here: {', '.join(known)}"


def with_article(noun: str) -> str:
    """a group, an event"""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
