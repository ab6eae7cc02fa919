"""Texts as typed: single lines, words, and Markdown; and the error that every parser of a value raises."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic_core import PydanticCustomError, core_schema

from affinity_hub.core.text import without_invisible
from affinity_hub.core.yaml_text import quoted, scalar

UNKNOWN: Final = "unknown"
MAX_SIGNS: Final = 150


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """Marks a field whose text is Markdown."""


def value_error(code: str, message: str, hint: str = "", *, instead: str = "", sign: str = "") -> PydanticCustomError:
    """The error that a parser raises; `schema.explain` turns it into a problem with a line.

    `instead` (YAML) is the value to write in place of the typed value, if there is exactly one. The hint begins with
    that value. `sign` is the part of multi-line text that the error is about.
    """
    offered = f"Write:  {instead}" if instead else ""
    full = "\n".join(filter(None, (offered, hint)))
    return PydanticCustomError(code, "{said}", {"said": message, "hint": full, "instead": instead, "sign": sign})


class ValueType:
    """Describes a type of value to pydantic: its parser and its JSON Schema. `takes` are the words for the schema,
    unless they follow from it. `PlainValidator` with `WithJsonSchema` would also work, but for each of about 300
    fields, they inspect the parser's arguments and make an unneeded serializer. That work takes a third of the time to
    make the model."""

    __slots__ = ("json_schema", "parse")

    def __init__(self, parse: Callable[[Any], Any], **schema: Any) -> None:
        self.parse, self.json_schema = parse, schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        return dict(self.json_schema)


def text_of(value: Any) -> str:
    """The typed text without the spaces around it. Raises an error for a list or keys in its place."""
    if not isinstance(value, str):
        shape = "a list" if isinstance(value, list) else "keys with values"
        parts = list(value.values() if isinstance(value, dict) else value)
        inner = [part for part in parts if isinstance(part, str)]
        if isinstance(value, dict):
            inner = [f"{key}: {part}" for key, part in value.items() if isinstance(part, str)]
        is_simple = inner and len(inner) == len(parts) and (isinstance(value, list) or len(parts) == 1)
        # Keys in place of a text are on separate lines, which a fix of one line cannot replace.
        said = quoted(", ".join(inner)) if is_simple else ""
        if isinstance(value, dict):
            hint = f"Write the text after the key, on the same line:  {said}" if said else "Write text."
            raise value_error("E101", f"This must be text, not {shape}.", hint)
        instead = said
        raise value_error("E101", f"This must be text, not {shape}.", "" if instead else "Write text.", instead=instead)
    text = value.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", without_invisible(text)).strip()


def word_of(value: Any) -> str:
    """Text that is not prose: every space in it, such as a no-break space, counts as an ordinary space."""
    if not isinstance(value, str):
        raise _not_single(value)
    text = text_of(value)
    return text if text.isascii() else " ".join(text.split())


def _not_single(value: list[Any] | dict[str, Any]) -> PydanticCustomError:
    """The error for a list or keys in place of a single value, with each typed value that could be meant."""
    is_list = isinstance(value, list)
    parts = list(value) if isinstance(value, list) else _labeled(value)
    if not all(isinstance(part, str) for part in parts):
        parts = []
    offers = [scalar(part) for part in parts if part]
    message = f"This must be a single value, not {'a list' if is_list else 'keys with values'}."
    if is_list and len(offers) == 1:
        return value_error("E101", message, instead=offers[0])
    several = "\nAn entry has only one value here, so add an entry for each other value." if is_list and offers else ""
    hint = "Write the value after the key, on the same line"
    return value_error("E101", message, f"{hint}:  {'   or:  '.join(offers)}{several}" if offers else f"{hint}.")


# Keys that name the value after them, and say nothing else about it.
_LABELS: Final = frozenset(("address", "contact", "date", "day", "email", "id", "link", "mail", "name", "url", "value"))


def _labeled(value: dict[str, Any]) -> list[Any]:
    """The single value that the keys hold: one value under a label, or a date and its time. Empty for other keys,
    which may limit the value, as in `not before: 2027-01-21`, or be a part of it, as in `2027-01-21: 16:00`."""
    typed = {str(key).strip().lower(): part for key, part in value.items()}
    if len(typed) == 1:
        return [part for key, part in typed.items() if key in _LABELS or key == "time"]
    if typed.keys() in ({"date", "time"}, {"day", "time"}) and all(isinstance(part, str) for part in typed.values()):
        return [f"{typed.get('date') or typed.get('day')} {typed['time']}"]
    return []


def line(longest: int = 200) -> Callable[[Any], str]:
    """A parser for text of one line with at most `longest` characters."""

    def parse(value: Any) -> str:
        text = text_of(value)
        if not text:
            raise value_error("E102", "The text is empty.", "Delete the line, or write something between the quotes.")
        if "\n" in text:
            joined = " ".join(text.split())
            instead = quoted(joined) if len(joined) <= longest else ""
            hint = "" if instead else "Join them into one short sentence."
            raise value_error("E103", "This must be a single line.", hint, instead=instead)
        if len(text) > longest:
            raise value_error(
                "E104", f"The text has {len(text)} characters; there is room for {longest}.", "Use fewer words."
            )
        return text

    return parse


def _answer(longest: int) -> Callable[[Any], str | None]:
    parse = line(longest)

    def answer(value: Any) -> str | None:
        text = parse(value)
        return None if text.lower() == UNKNOWN else text

    return answer


def _markdown(value: Any) -> str | None:
    text = text_of(value)
    if len(text) > 20_000:
        raise value_error(
            "E104", f"The text has {len(text):,} characters; there is room for 20,000.", "Link to a document instead."
        )
    if "![" in text:
        _refuse_pictures(text)
    if "<!--" in text:
        message = "This hidden note would appear on the page, because the site shows HTML as text."
        hint = "Delete the note.\nIf editors need it, write it above the entry, on a line that starts with  #"
        raise value_error("E126", message, hint, sign="<!--")
    for sign in "[<":
        # Each of them makes the converter search the rest of the text, so thousands would keep it busy for minutes.
        if text.count(sign) > MAX_SIGNS:
            message = f"The character {sign} appears {text.count(sign):,} times; there is room for {MAX_SIGNS}."
            hint = f"Delete {text.count(sign) - MAX_SIGNS:,} of them, or link to one page that has all the links."
            raise value_error("E122", message, hint)
    return None if text.lower() == UNKNOWN or not text else text


def _refuse_pictures(text: str) -> None:
    from affinity_hub.core.markdown import images  # imported here, because a check rarely needs the parser of Markdown

    for description in images(text)[:1]:
        message = "The site cannot show pictures here yet."
        hint = "Delete the picture. If it shows something that the text does not say, describe it in words."
        raise value_error("E125", message, hint, sign=f"![{description}")


Title = Annotated[str, ValueType(line(300), type="string", minLength=1, maxLength=300)]
Short = Annotated[str | None, ValueType(_answer(60), type="string", maxLength=60)]
Sentence = Annotated[str | None, ValueType(_answer(160), type="string", maxLength=160)]
Text = Annotated[str | None, ValueType(_answer(600), type="string", maxLength=600)]
Markdown = Annotated[
    str | None, ValueType(_markdown, takes="text with paragraphs (Markdown)", type="string"), MarkdownText()
]
