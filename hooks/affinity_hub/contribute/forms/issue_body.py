"""From the text of an issue that a form made to the answers in it. The text is a stranger's: nothing in it is trusted.

GitHub writes each answer under a heading with the label of its field. The labels are in `.github/ISSUE_TEMPLATE/`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from affinity_hub.hub.loader import PROJECT
from affinity_hub.messages.github_markdown import words
from affinity_hub.source.reader import YamlList, YamlMapping, read

TEMPLATES: Final = PROJECT / ".github" / "ISSUE_TEMPLATE"
MAX_LENGTH: Final = 65_536  # the longest text an issue can have
_NOTHING: Final = "_No response_"
_JOINERS: Final = "\u200c\u200d"  # some scripts, and emoji, are spelled with them


class RefusedError(Exception):
    """Why nothing is made of a form, in sentences for the person who filled it in.

    `fields` are the ids of the fields at fault.
    """

    def __init__(self, *reasons: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(*reasons)
        self.reasons, self.fields = reasons, fields


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `kind` is input, textarea, dropdown or checkboxes."""

    id: str
    label: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()


def fields(form: str) -> tuple[Field, ...]:
    """The questions of a form, as its template asks them."""
    node, _ = read(TEMPLATES / f"{form}.yml", f"{form}.yml")
    assert isinstance(node, YamlMapping)
    return tuple(_field(item) for item in node["body"] if item["type"] != "markdown")


def _field(item: YamlMapping) -> Field:
    about = item["attributes"]
    options = about.get("options", YamlList((1, 1)))
    required = item.get("validations", {}).get("required") == "true"
    if item["type"] == "checkboxes":
        required, options = any(option.get("required") == "true" for option in options), ()
    return Field(item["id"], about["label"], item["type"], required, tuple(options))


def answers(form: str, body: str) -> tuple[dict[str, str], list[str]]:
    """The answers by the ids of their fields, without empty ones, and complaints about the answers that are left out.

    Raises `RefusedError` for a text that is too long to read.
    """
    if len(body) > MAX_LENGTH:
        raise RefusedError(f"The text is too long: there is room for {MAX_LENGTH:,} characters.")
    asked = fields(form)
    sections, wrong = _sections(clean(body), [field.label for field in asked]), []
    found = {}
    for field in asked:
        given = sections.get(field.label, [])
        if len(given) > 1:
            wrong.append(f"The heading “{field.label}” is there {len(given)} times. Leave only the one of the form.")
        elif complaint := _complaint(field, given[0] if given else ""):
            wrong.append(complaint)
        elif given and given[0] and field.kind != "checkboxes":
            found[field.id] = given[0]
    return found, wrong


def _complaint(field: Field, text: str) -> str:
    if field.kind == "checkboxes":
        ticked = re.search(r"^\s*- \[[xX]\] ", text, re.MULTILINE)
        return f"Please tick the box under “{field.label}”." if field.required and not ticked else ""
    if not text:
        return f"“{field.label}” is empty. Please edit the issue and fill it in." if field.required else ""
    if field.kind == "dropdown" and text not in field.options:
        return f"“{field.label}” says “{words(text, 40)}”. It must be one of: {', '.join(field.options)}."
    if field.kind == "input" and "\n" in text:
        return f"“{field.label}” has several lines. One line belongs there."
    return ""


def _sections(text: str, labels: list[str]) -> dict[str, list[str]]:
    """What stands under each of the headings; any other heading belongs to the answer it stands in."""
    sections: dict[str, list[list[str]]] = {}
    lines: list[str] = []  # what stands before the first heading is nobody's answer
    for line in text.split("\n"):
        label = line.removeprefix("### ").strip()
        if line.startswith("### ") and label in labels:
            lines = []
            sections.setdefault(label, []).append(lines)
        else:
            lines.append(line.rstrip())
    given = {label: ["\n".join(one).strip() for one in found] for label, found in sections.items()}
    return {label: ["" if one == _NOTHING else one for one in found] for label, found in given.items()}


def clean(text: str) -> str:
    """The text without what cannot be seen: controls, marks that turn the direction of writing, spaces at line ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r" +(?=\n)", "", "".join(_visible(sign) for sign in text))


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign == "\n" or sign in _JOINERS:
        return sign
    if sign == "\t" or category in ("Zs", "Zl", "Zp"):
        return " "
    return "" if category[0] == "C" else sign
