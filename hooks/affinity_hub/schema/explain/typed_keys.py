"""Text in place of keys with values: the key that it answers, and its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from affinity_hub.core.yaml_text import scalar
from affinity_hub.source.tree import YamlList
from affinity_hub.values.certain_words import MAX_READ

_LAST_DAY: Final = re.compile(
    r"(?:(?:still )?(?:open|closes|apply) )?(?:until|till?|through|thru|by|on)\s+(.*\d.*)", re.DOTALL | re.IGNORECASE
)


class TypedKey(NamedTuple):
    """Text in place of keys, as the value of the key that it answers."""

    text: str
    key: str
    value: str
    """The text, or a value that the key accepts instead (YAML)."""
    advice: str
    """A line about the value; empty if the key accepts it."""
    others: str
    """A line that lists the other keys; empty if there are no other keys."""
    is_named: bool
    """Whether the text begins with the key."""

    @classmethod
    def of(cls, given: Any, keys: Mapping[str, FieldInfo]) -> TypedKey:
        """The key that text, or a list with one text, answers."""
        text = given if isinstance(given, str) else "…"
        if isinstance(given, YamlList) and len(given) == 1 and isinstance(given[0], str):
            text = "…" if given[0].lower() in ("yes", "no") else given[0]  # which of the keys it answers is not clear
        # A person may have typed a key without a colon: `register: by January 10`.
        named = next((name for name in keys if text.startswith(f"{name} ")), "")
        text = text.removeprefix(f"{named} ") if named else text
        if not named and len(text) <= MAX_READ and (found := _LAST_DAY.fullmatch(text)):
            named = next((name for name in ("by", "closes") if name in keys), "")
            text = found[1] if named else text
        is_link = not named and "url" in keys and text.startswith("https://")
        key = named or ("url" if is_link else _key_for(text, keys))
        value, advice = as_value(keys[key], text) if text != "…" else (text, "")
        others = [name for name in keys if name != key]
        return cls(
            text,
            key,
            value,
            f"\nFor `{key}`: {advice}" if advice else "",
            f"\nOther keys are: {', '.join(others)}" if len(keys) > 1 else "",
            bool(named),
        )


def _key_for(text: str, keys: Mapping[str, FieldInfo]) -> str:
    """The key that accepts a text: a key for dates or addresses rather than a key for any text; else the first key. If
    some keys are required, it is one of them."""
    required = {name: info for name, info in keys.items() if info.is_required()} or keys
    taking = [
        name
        for name, info in required.items()
        if bool not in (info.annotation, *get_args(info.annotation)) and as_value(info, text)[0] != "…"
    ]
    exact = [name for name in taking if not takes_any_text(keys[name])]
    return next(iter((*exact, *taking, *keys)))


def takes_any_text(info: FieldInfo) -> bool:
    """Whether a key accepts any words."""
    return as_value(info, "any words")[0] != "…"


def as_value(info: FieldInfo, typed: str) -> tuple[str, str]:
    """A typed text as the value of a key (YAML), or a value that the key accepts instead, with advice about it."""
    annotated: Any = Annotated[info.annotation, *info.metadata]
    try:
        TypeAdapter(annotated).validate_python(typed)
    except ValidationError as error:
        said = error.errors(include_url=False)[0].get("ctx", {})
        if instead := said.get("instead"):
            return str(instead), ""
        return "…", " ".join(str(said.get("hint", "")).split("\n"))
    return scalar(typed), ""
