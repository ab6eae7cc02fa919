"""Text in place of keys with values: the key that it answers, and its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from affinity_hub.core.yaml_text import scalar
from affinity_hub.source.tree import YamlList
from affinity_hub.values.word_meanings import MAX_READ, without_weekday

_LAST_DAY: Final = re.compile(
    r"(?:(?:yes|sí),? )?(?:(?:still )?(?:open|closes|apply|vacant|abiert[oa]|vacante) )?"
    r"(?:until|till?|through|thru|by|on|hasta(?: el)?)\s+(.*?\d.*?)(?:,? at the latest)?",
    re.DOTALL | re.IGNORECASE,
)

# A last day after, or before, the way to sign up: `https://… by December 3`, `by 2026-12-03 at tea@small.example`.
_UNTIL: Final = r"(?:no later than|by|until|till?|through|thru|hasta(?: el)?)"
_HOW_AND_LAST_DAY: Final = re.compile(
    rf"(?P<how>.*[^\s,;(])[\s,;(]+{_UNTIL}\s+(?P<day>[^()]*\d[^()]*)\)?"
    rf"|{_UNTIL}\s+(?P<day_>.*\d.*?)[\s,;]+(?:at|to|via|with)\s+(?P<how_>\S*@\S+|https://\S+)",
    re.DOTALL | re.IGNORECASE,
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
        is_day = re.search(r"\d", text)  # "by phone" is no last day
        named = next((name for name in keys if text.startswith(f"{name} ") and (is_day or name != "by")), "")
        text = re.sub(r",? at the latest$", "", text.removeprefix(f"{named} ")) if named else text
        if not named and len(text) <= MAX_READ and (found := _LAST_DAY.fullmatch(text)):
            named = next((name for name in ("by", "closes") if name in keys), "")
            text = found[1] if named else text
        is_link = not named and "url" in keys and text.startswith("https://")
        key = named or ("url" if is_link else _key_for(text, keys))
        value, advice = as_value(keys[key], text, key) if text != "…" else (text, "")
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
        if bool not in (info.annotation, *get_args(info.annotation)) and as_value(info, text, name)[0] != "…"
    ]
    exact = [name for name in taking if not takes_any_text(keys[name])]
    return next(iter((*exact, *taking, *keys)))


def takes_any_text(info: FieldInfo) -> bool:
    """Whether a key accepts any words."""
    return as_value(info, "any words")[0] != "…"


def as_value(info: FieldInfo, typed: str, key: str = "") -> tuple[str, str]:
    """A typed text as the value of a key (YAML), or a value that the key accepts instead, with advice about it."""
    from affinity_hub.values.date_advice import about_other_end  # imported here: few values are wrong

    if about := about_other_end(key, typed, "date"):
        return "…", " ".join(about.split("\n"))
    annotated: Any = Annotated[info.annotation, *info.metadata]
    try:
        TypeAdapter(annotated).validate_python(typed)
    except ValidationError as error:
        said = error.errors(include_url=False)[0].get("ctx", {})
        if instead := said.get("instead"):
            return str(instead), ""
        return "…", " ".join(str(said.get("hint", "")).split("\n"))
    return scalar(typed), ""


def advice_for_details(words: str) -> str:
    """The advice for words that no key takes, but that visitors may need."""
    mailbox = re.search(r"[^\s<>(),;:]+@[^\s<>(),;:]+\w", words)
    group = (
        f" If it is the mailbox of a group, write in groups.yml:  join: {{contact: {mailbox[0]}}}" if mailbox else ""
    )
    return f"To show “{words}” on the page, write it under `details`.{group}"


class TypedKeys(NamedTuple):
    """Text or a list in place of keys, as the values of several keys."""

    lines: list[str]
    """The keys with their values (YAML)."""
    others: list[str]
    """The parts of the text that no key takes."""
    advice: str
    """Lines about the values; empty if the keys accept them."""


def typed_keys(given: Any, keys: Mapping[str, FieldInfo]) -> TypedKeys | None:
    """The keys that a list of texts, or a text with a last day such as `tea@small.example by December 3`, answers; None
    if it is not certain that these are several keys."""
    parts = list(given) if isinstance(given, YamlList) else _how_and_last_day(given)
    if len(parts) < 2 or not all(isinstance(part, str) for part in parts):
        return None
    lines: dict[str, str] = {}
    others, advice = [], ""
    for part in parts:
        typed = TypedKey.of(part, keys)
        is_day = typed.key in ("by", "closes")
        if typed.key in lines or takes_any_text(keys[typed.key]) or (typed.value == "…" and not is_day):
            others.append(part)
            continue
        lines[typed.key] = typed.value
        advice += typed.advice
    if not lines or (others and any(takes_any_text(info) for info in keys.values())):
        return None
    return TypedKeys([f"{key}: {value}" for key, value in lines.items()], others, advice)


def _how_and_last_day(given: Any) -> list[str]:
    """The two parts of a text with a last day; empty if its last words are no day."""
    from affinity_hub.values.typed_moments import readings  # imported here: few values are wrong

    is_short = isinstance(given, str) and len(given) <= MAX_READ
    found = _HOW_AND_LAST_DAY.fullmatch(given.strip(" .!")) if is_short else None
    day = (found["day"] or found["day_"]).strip() if found else ""
    read = readings(without_weekday(day)) if day else ()
    is_day = bool(read) and all((meant.date or meant.month_day) and not meant.start for meant in read)
    return [str(found["how"] or found["how_"]), f"by {day}"] if found and is_day else []
