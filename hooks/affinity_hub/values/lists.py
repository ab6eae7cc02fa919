"""Lists and ids, and the meaning of a list without commas, such as `[library; museum]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Annotated, Any, Final, NamedTuple

from pydantic_core import PydanticCustomError

from affinity_hub.core.suggest import identifier, is_no_answer
from affinity_hub.core.text import shorten
from affinity_hub.core.yaml_text import scalar

from .text import ValueType, line, value_error, word_of

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Windows reserves these names for devices and cannot store a file or folder with such a name, with any extension:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")


def parse_id(value: Any) -> str:
    """The id in the text. Raises an error with the id that the text may mean."""
    text = word_of(value)
    if not _ID.fullmatch(text) or len(text) > 64:
        message = f'"{shorten(text)}" cannot be an id: use at most 64 lowercase letters, digits, and single hyphens.'
        instead = "" if is_no_answer(text) else identifier(text)
        hint = "" if instead else "Write a short name with Latin letters."
        words = text.split()
        if len(words) > 1 and all(map(_ID.fullmatch, words)) and any("-" in word for word in words):
            instead, hint = "", f"If these are several ids, put commas between them:  {', '.join(words)}"
        raise value_error("E105", message, hint, instead=instead)
    if _DEVICE.fullmatch(text):
        message = f'"{text}" cannot be an id. Pages are files, and Windows cannot store a file with this name.'
        raise value_error("E109", message, "You can also choose another, more descriptive id.", instead=f"{text}-group")
    return text


MAX_IN_LIST: Final = 50


def many(parse: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    """A parser for a list of at most `MAX_IN_LIST` values that another parser accepts. It drops duplicates."""

    def parse_all(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            plain = _without_brackets(value) if isinstance(value, str) else ""
            if re.fullmatch(rf"-{_ID.pattern}(?:\s+-{_ID.pattern})*", plain):
                plain = re.sub(r"\s+-", ", ", plain[1:])  # a list with a dash in each line, but no space after it
            typed = re.split(r",\s*|\s*[\u2022\u00b7]\s*", plain)
            parts = [part for part in (item.strip(" \"'\u201c\u201d") for item in typed) if part]
            if is_no_answer(plain):
                raise value_error("E120", "This must be a list.", "If the list is empty, delete this line.")
            is_clear = parts and not re.search(r"\s/\s|;|\s(?:and|&)\s", plain)
            instead = f"[{', '.join(scalar(part) for part in parts)}]" if is_clear else ""
            hint = "Brackets make it a list." if instead else "Write commas between the entries:  [first, second]"
            if parse is parse_id and instead and not all(map(_ID.fullmatch, parts)):
                instead, hint = "", "Write the ids of the entries in brackets:  [first-id, second-id]"
            error = value_error("E120", "This must be a list.", hint, instead=instead)
            raise _about_ids(error, value) if parse is parse_id else error
        if len(value) > MAX_IN_LIST:
            raise value_error(
                "E121",
                f"The list has {len(value)} entries; there is room for {MAX_IN_LIST}.",
                f"Delete {len(value) - MAX_IN_LIST} of them.",
            )
        return tuple(dict.fromkeys(_items(parse, value)))

    return parse_all


def _without_brackets(text: str) -> str:
    """The text without the brackets around the whole text, and without a bracket that has no partner."""
    plain = text.strip()
    for opened, closed in ("[]", "()"):
        if plain.startswith(opened) and plain.endswith(closed) and closed not in plain[1:-1]:
            plain = plain[1:-1]
        elif plain.count(opened) != plain.count(closed):
            plain = plain.removeprefix(opened).removesuffix(closed)
    return plain.strip()


def _about_ids(error: PydanticCustomError, typed: Any) -> PydanticCustomError:
    """The error with the text that `explain` compares with the ids of the hub."""
    return PydanticCustomError(error.type, "{said}", {**(error.context or {}), "ids": typed})


def _items(parse: Callable[[Any], str], values: list[Any]) -> list[str]:
    """The values of a list. The error names its entry, and has the errors about the other entries."""
    found: list[str] = []
    wrong: list[tuple[str, dict[str, Any]]] = []
    for index, item in enumerate(values):
        if item is None:
            continue
        try:
            found.append(parse(item))
        except PydanticCustomError as error:
            context = {**(error.context or {}), "index": index}
            wrong.append((error.type, context | ({"ids": item} if parse is parse_id else {})))
    if wrong:
        (code, context), *others = wrong
        raise PydanticCustomError(code, "{said}", context | ({OTHERS: others} if others else {}))
    return found


OTHERS: Final = "others"
"""The key under which an error about a list's entry holds the types and contexts of the errors about other entries."""


Id = Annotated[str, ValueType(parse_id, takes="id", type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64)]
Ids = Annotated[tuple[str, ...], ValueType(many(parse_id), takes="list of ids", type="array", items={"type": "string"})]
Texts = Annotated[
    tuple[str, ...], ValueType(many(line(80)), takes="list of texts", type="array", items={"type": "string"})
]


_SEPARATORS: Final = r"\s*[;,/|&+\u2022\u00b7]+\s*|\s+and\s+"
_BY_ONE: Final = "put commas between them:  [first, second]"


class Advice(NamedTuple):
    """What to type. `instead` (YAML) replaces the typed text, if it is the only possible meaning."""

    hint: str
    instead: str = ""


def ids_meant(typed: str, known: Collection[str], lead: str | None) -> Advice | None:
    """The advice for text in a list of ids, or in place of the list; None if the text is not a list.

    `known` are all ids of the hub. `lead` is the part of the line before an entry of a list; None if the text is in
    place of the list.
    """
    parts = _parts(typed, _SEPARATORS)
    words = _parts(typed, rf"{_SEPARATORS}|\s+")
    ids = next((found for found in (parts, words) if set(found) <= set(known)), [])
    if identifier(typed) in known or (len(parts) == 1 and not set(words) & set(known)):
        return None
    if len(ids) < 2:
        return Advice(f"If these are several ids, {_BY_ONE}")
    listed = ", ".join(ids)
    if lead is None:
        return Advice(f"Write:  [{listed}]\nBrackets make it a list.", f"[{listed}]")
    if lead.strip() == "-":
        return Advice(
            "Write each id on its own line:\n" + "\n".join(f"- {record_id}" for record_id in ids), f"\n{lead}".join(ids)
        )
    return Advice(f"Write:  {listed}", listed)


def _parts(text: str, separators: str) -> list[str]:
    """The parts of the text, each as an id."""
    return [identifier(part) for part in re.split(separators, text.strip(" []()")) if part.strip()]
