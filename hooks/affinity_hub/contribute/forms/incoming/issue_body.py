"""Finds the answers in the text of an issue that a form made, and the records that they name. No text in it is trusted.

GitHub writes each answer under a heading with the label of its field (`reference.proposal_forms`).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from affinity_hub.core.suggest import IF_NO_ANSWER, is_no_answer
from affinity_hub.core.text import in_one_case, listed
from affinity_hub.core.vocabulary import meant
from affinity_hub.messages.github_markdown import code, words
from affinity_hub.reference.proposal_forms import Field, fields
from affinity_hub.schema import Record

RecordT = TypeVar("RecordT", bound=Record)

MAX_ISSUE_LENGTH: Final = 65_536  # the longest text an issue can have
_LONGEST_WORD: Final = 40
NO_ANSWER: Final = f"{IF_NO_ANSWER}, leave this field empty."
_NOTHING: Final = "_No response_"
_JOINERS: Final = "\u200c\u200d"  # some scripts, and emoji, are spelled with them
Answers = Mapping[str, str]
Fields = Mapping[str, tuple[str, ...]]


class RefusedError(Exception):
    """The reasons for refusing a form, in sentences for the person who filled it in.

    `fields` are the ids of the fields at fault.
    """

    def __init__(self, *reasons: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(*reasons)
        self.reasons, self.fields = reasons, fields


class NothingToDoError(Exception):
    """The form changes no file; the reason is for the person who filled it in."""


def answers(form: str, body: str) -> tuple[dict[str, str], list[str]]:
    """The answers by the ids of their fields, without empty answers, and complaints about the answers that are left
    out.

    Raises `RefusedError` for text that is too long to read.
    """
    refuse_long(body)
    asked = fields(form)
    sections = _sections(clean(body), [field.label for field in asked])
    return accepted_answers(asked, {field.id: sections[field.label] for field in asked if field.label in sections})


def refuse_long(text: str) -> None:
    """Raises `RefusedError` for text that is too long to read."""
    if len(text) > MAX_ISSUE_LENGTH:
        raise RefusedError(f"The text is too long: there is room for {MAX_ISSUE_LENGTH:,} characters.")


def accepted_answers(asked: Iterable[Field], found: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], list[str]]:
    """The answers that a form accepts, without empty answers, and complaints about other answers.

    `found` has the given texts for each field, by its id: several texts if the field was filled in more than once.
    """
    taken, wrong = dict[str, str](), list[str]()
    for field in asked:
        given = found.get(field.id, ())
        if len(given) > 1:
            wrong.append(f"“{field.label}” appears {len(given)} times. Keep only the field that belongs to the form.")
        elif complaint := _complaint(field, given[0] if given else ""):
            wrong.append(complaint)
        elif given and given[0] and field.kind != "checkboxes":
            taken[field.id] = given[0]
    return taken, wrong


def _complaint(field: Field, text: str) -> str:
    if field.kind == "checkboxes":
        ticked = re.search(r"^\s*- \[[xX]\] ", text, re.MULTILINE)
        return f"Please check the box under “{field.label}”." if field.required and not ticked else ""
    if not text:
        return f"“{field.label}” is empty. Please fill it in." if field.required else ""
    if field.kind == "dropdown" and text not in field.options:
        found = meant(text, field.options) if len(text) <= _LONGEST_WORD else []
        if not (found or field.required) and is_no_answer(text):
            return f"“{field.label}”: {NO_ANSWER}"
        question = f" Do you mean {code(found[0])}?" if len(found) == 1 else ""
        return f"“{field.label}” says “{words(text, 40)}”.{question} It must be one of: {', '.join(field.options)}."
    if field.kind == "input" and "\n" in text:
        return f"“{field.label}” has several lines. Write only one line."
    return ""


def _sections(text: str, labels: list[str]) -> dict[str, list[str]]:
    """The text under each of the headings. Any other heading belongs to the answer that contains it."""
    sections: dict[str, list[list[str]]] = {}
    lines: list[str] = []  # the text before the first heading is not an answer
    for line in text.split("\n"):
        label = line.removeprefix("### ").strip()
        if line.startswith("### ") and label in labels:
            lines = []
            sections.setdefault(label, []).append(lines)
        else:
            lines.append(line.rstrip())
    given = {label: ["\n".join(lines).strip() for lines in found] for label, found in sections.items()}
    return {label: ["" if text == _NOTHING else text for text in found] for label, found in given.items()}


def clean(text: str) -> str:
    """The text without invisible characters: controls, marks that change the direction of writing, and spaces at line
    ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r" +(?=\n)", "", "".join(_visible(sign) for sign in text))


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign == "\n" or sign in _JOINERS:
        return sign
    if sign == "\t" or category in ("Zs", "Zl", "Zp"):
        return " "
    return "" if category[0] == "C" else sign


def asked(*same: str, **others: tuple[str, ...]) -> Fields:
    """The ids of the fields for each key. Each key in `same` has one field, whose id is the key."""
    return {name: (name,) for name in same} | others


# --- The record that an answer names ----------------------------------------------------------------------------------


def find(text: str, field: str, label: str, records: Sequence[RecordT]) -> RecordT:
    """The record that the text names by its id, an earlier id, its address, or its name.

    Raises `RefusedError` with the id `field` and the `label` of the field that holds the text.
    """
    given = text.strip().rstrip("/").rpartition("/")[2]
    by_id = [record for record in records if given in (record.id, *record.was)]
    found = by_id or same(text, records)
    if len(found) == 1:
        return found[0]
    if found:
        ids = listed([code(record.id) for record in found], "or")
        raise RefusedError(
            f"“{label}”: the site has several entries with this name. Write {ids} in the field “{label}”",
            fields=(field,),
        )
    known = {in_one_case(name): record.id for record in records for name in (record.id, *_names(record))}
    near = difflib.get_close_matches(in_one_case(given), known, 1, 0.6)
    meant = f" If you mean {known[near[0]]}, write {code(known[near[0]])} in the field “{label}”" if near else ""
    parts = [in_one_case(part) for part in re.split(r"[,;&/]|\band\b", given)]
    if len(parts) > 1 and set(parts) & set(known):
        meant = " This field takes one entry. Write one entry here, and name the others in a comment or a reply."
    if field == "owner" and is_no_answer(text):  # the other fields for a record are required
        meant = f" {NO_ANSWER}"
    hint = meant or " Please write the last part of the address of its page."
    raise RefusedError(f"“{label}”: the site has no entry called “{words(text, 60)}”.{hint}", fields=(field,))


def same(text: str, records: Iterable[RecordT]) -> list[RecordT]:
    """The records with this name, ignoring capitals and spaces."""
    return [record for record in records if in_one_case(text) in map(in_one_case, _names(record))]


def _names(record: Record) -> list[str]:
    others = (getattr(record, key, None) for key in ("title", "short_name", "role"))
    name = None if record.noun == "facilitator" else getattr(record, "name", None)
    return [text for text in (name, *others, *getattr(record, "aliases", ())) if text]
