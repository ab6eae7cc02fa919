"""A value whose keys are on lines of their own: `register: https://…` above `by: …`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic.fields import FieldInfo

from affinity_hub.core.suggest import is_no_answer
from affinity_hub.core.text import latin
from affinity_hub.core.vocabulary import keys_meant
from affinity_hub.schema.record import model_in
from affinity_hub.source.tree import YamlMapping, in_one_line

from .entry_keys import by_key, holds_list
from .typed_keys import TypedKey, advice_for_details, as_value

# Words about a place whose address does not belong in a public file.
_IS_PRIVATE: Final = re.compile(
    r"\b(?:private|hidden|home|house|apartment|residence|shared|ask|contact|request|secret|confidential)\b",
    re.IGNORECASE,
)


def in_one_value(key: str, parent: YamlMapping, fields: Mapping[str, FieldInfo]) -> str:
    """The advice for a key that does not exist here, but belongs to the text or the braces after another key; empty if
    there is no such key."""
    typed = parent.get(key)
    for other in parent.parser_marks if isinstance(typed, str) and typed else ():
        parent_key = _known_key(other, fields)
        info = fields.get(parent_key)
        model = model_in(info.annotation) if info and other != key and not holds_list(info) else None
        inner = by_key(model) if model else {}
        # The sample of a name such as `rsvp_by` has the key inside: `register: {by: YYYY-MM-DD}`.
        samples = "".join(sample for name, sample in keys_meant(latin(key), fields) if name == parent_key)
        meant = [name for name, _ in keys_meant(latin(key), sorted(inner))]
        named = [key] if key in inner else meant or [name for name in inner if f"{name}: " in samples]
        if len(named) != 1 or named[0] in fields:
            continue
        lines = _lines(other, parent, inner, named[0])
        words = _words_without_a_key(parent.get(other), inner) if named[0] == "by" and "details" in fields else ""
        if lines or words:
            value, advice = as_value(inner[named[0]], str(typed), named[0])
            lines.append(f"{named[0]}: {in_one_line(str(typed)) if value == '…' else value}")
            more = f"\nFor `{named[0]}`: {advice}" if advice else ""
            elsewhere = f"\n{advice_for_details(words)}" if words and not is_no_answer(words) else ""
            lead = f"This line belongs to the line with `{other}`. Replace both lines with:"
            return f"{lead}\n{parent_key}: {{{', '.join(lines)}}}{more}{elsewhere}"
    return ""


def _words_without_a_key(typed: Any, inner: Mapping[str, Any]) -> str:
    """A typed text that none of the inner keys takes, such as `at the door`; empty for other values."""
    return typed if isinstance(typed, str) and typed and TypedKey.of(typed, inner).value == "…" else ""


def _known_key(other: str, fields: Mapping[str, FieldInfo]) -> str:
    """The known key that a key means; empty if it may mean several keys."""
    meant = [name for name, _ in keys_meant(latin(other), fields)]
    return other if other in fields else meant[0] if len(meant) == 1 else ""


def _lines(other: str, parent: YamlMapping, inner: Mapping[str, Any], name: str) -> list[str]:
    """The keys (YAML) that the value of a key has already; empty if they are not certain, or `name` is one of them."""
    value = parent.get(other)
    if isinstance(value, YamlMapping) and value and value.keys() <= inner.keys() - {name}:
        first = next(iter(value.parser_marks.values()))[0]
        in_braces = first.line == parent.parser_marks[other][0].line
        return [f"{each}: {in_one_line(value[each])}" for each in value] if in_braces else []
    if not isinstance(value, str) or not value or _IS_PRIVATE.search(value):
        return []
    read = TypedKey.of(value, inner)
    return [f"{read.key}: {read.value}"] if read.value != "…" and read.key != name else []
