"""The answers to text in place of a list or keys, and to a list or keys in place of text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from affinity_hub.core.suggest import IF_NO_ANSWER, is_no_answer
from affinity_hub.core.vocabulary import keys_meant
from affinity_hub.schema.record import DataModel, model_in
from affinity_hub.source.tree import YamlList, YamlMapping, in_one_line
from affinity_hub.values.word_meanings import DAY, MAX_READ, YES, names_other_dates, weekday_beside, without_weekday

from . import vacancies
from .dates_in_words import (
    DAY_PLACEHOLDER,
    LATER_DATES_ADVICE,
    OTHER_CHANGES_ADVICE,
    entry_in,
    entry_on,
    says_from_then_on,
    typed_days,
)
from .entry_keys import Reply, by_key, fields_inside, holds_list, kind_typed
from .typed_keys import TypedKey, advice_for_details, as_value, takes_any_text, typed_keys


def wrong_shape(
    detail: ErrorDetails, model: type[DataModel], parent_key: str, fields: Mapping[str, FieldInfo], *, is_flow: bool
) -> Reply:
    """The answer to text in place of a list or keys, or to a list or keys in place of text. `is_flow` is
    True if braces surround the value."""
    path, given = detail["loc"], detail["input"]
    if detail["type"] in ("tuple_type", "list_type"):
        return _list_expected(str(path[-1]), given, fields, is_flow=is_flow)
    keys = fields_inside(model, path)
    if path and isinstance(path[-1], int):
        return _entry_expected(parent_key, given, keys)
    return _keys_expected(str(path[-1]) if path else "", given, keys, has_details="details" in fields)


def _list_expected(key: str, given: Any, fields: Mapping[str, FieldInfo], *, is_flow: bool) -> Reply:
    """The answer to text or keys in place of a list."""
    if key == "skip" and keys_meant(given if isinstance(given, str) else "…", ["no_school"]):
        hint = "Days off have their own key. Delete this line, and write:  no_school: skip"
        return Reply("E120", "The dates to leave out belong under `skip:`.", hint)
    message = f"`{key}:` needs a list, but {kind_typed(given)}."
    inner = model_in(fields[key].annotation)
    later = LATER_DATES_ADVICE if key == "changes" and isinstance(given, str) and names_other_dates(given) else ""
    if instead := _as_entries(given, fields[key], is_flow):
        hint, is_clear = _advice_for_entry(f"{key}: {instead}", given, by_key(inner) if inner else {}, later)
        return Reply("E120", message, hint, instead if is_clear else "")
    if inner and "date" in by_key(inner) and (several := _entries_by_date(given, by_key(inner))):
        return Reply("E120", message, several)
    given = without_weekday(given) if isinstance(given, str) else given
    return Reply("E120", message, f"Each entry starts with a dash:\n{key}:\n  - {_first(fields[key], given)}{later}")


def _entry_expected(parent_key: str, given: Any, keys: Mapping[str, FieldInfo]) -> Reply:
    """The answer to text or a list in place of an entry with keys."""
    message = f"Each entry of `{parent_key}:` has keys with values, but this entry has none."
    text = given if isinstance(given, str) else TypedKey.of(given, keys).text
    if "date" in keys and isinstance(given, YamlList) and all(isinstance(item, str) for item in given):
        text = ", ".join(given)
    if "date" in keys and (instead := entry_in(text, list(keys))):
        later = LATER_DATES_ADVICE if "and_later" in keys and names_other_dates(text) else ""
        hint, is_clear = _advice_for_entry(instead, text, keys, later)
        return Reply("E204", message, hint, instead if is_clear else "")
    typed = TypedKey.of(without_weekday(given) if isinstance(given, str) else given, keys)
    if "date" in keys and (several := _entries_by_date(text, keys)):
        return Reply("E204", message, several)
    instead = f"{{{typed.key}: {typed.value}}}"
    hint = f"Write:  {instead}{typed.advice}{typed.others}"
    return Reply("E204", message, hint, instead if typed.value != "…" else "")


def _entries_by_date(typed: Any, keys: Mapping[str, FieldInfo]) -> str:
    """The advice to write an entry for each typed date, or for a date for which no change was typed; empty for other
    values."""
    if not isinstance(typed, str) or len(typed) > MAX_READ or not (days := DAY.findall(typed)):
        return ""
    state = ", …: …" if "cancelled" in keys else ""
    if len(days) < 2 and not state:
        return ""
    parts = re.split(r"\s*[,;/&]\s*(?:and\s+|y\s+)?|\s+(?:and|y)\s+", typed.strip())
    if not all(
        DAY.match(beside.without if (beside := weekday_beside(part)) else part) and len(DAY.findall(part)) == 1
        for part in parts
    ):
        parts = [typed] if len(days) < 2 else days
    wrong = [beside.correction for part in parts if (beside := weekday_beside(part)) and beside.correction]
    entries = []
    for part in parts:
        day = DAY_PLACEHOLDER if wrong else DAY.findall(part)[0]
        entries.append(entry_in(part, list(keys)) or f"{{date: {day}{state}}}")
    unclear = next((entry for entry in entries if "…:" in entry), "")
    lead = "Write an entry for each date that is meant:" if len(entries) > 1 else "Write an entry with what changes:"
    lines = "".join(f"\n  - {entry}" for entry in entries)
    return "\n".join((*wrong, f"{lead}{lines}{_keys_to_choose(unclear, keys)}"))


def _advice_for_entry(instead: str, typed: Any, keys: Mapping[str, FieldInfo], later: str) -> tuple[str, bool]:
    """The advice to write an entry (YAML) in place of words, and whether the entry is the only possible meaning."""
    beside = weekday_beside(typed) if isinstance(typed, str) else None
    wrong = f"{beside.correction}\n" if beside and beside.correction else ""
    more = later if "…" in instead else ""
    if more and says_from_then_on(str(typed)):
        more += OTHER_CHANGES_ADVICE
    is_clear = "…" not in instead and DAY_PLACEHOLDER not in instead
    return f"{wrong}Write:  {instead}{_keys_to_choose(instead, keys)}{more}", is_clear


def _keys_to_choose(entry: str, keys: Mapping[str, FieldInfo]) -> str:
    """The keys for `…: …` in an entry (YAML), as a line of its own; empty if the entry is complete."""
    others = [key for key in keys if f"{{{key}:" not in entry and f", {key}:" not in entry]
    what = "`…: …`" if "…: …" in entry else "`…` and the words after it"
    return f"\nReplace {what} with a key and its value. The keys are: {', '.join(others)}" if "…:" in entry else ""


# Words that only confirm: there is nothing in them to tell visitors.
_SAYS_ONLY_YES: Final = YES | {"open", "sí", "abierto", "abierta"}
# Words that only confirm or deny, such as `yes` and `required`.
_ANSWERS: Final = _SAYS_ONLY_YES | {
    *("no", "n", "false", "off", "available", "vacant", "required", "needed", "wanted", "given", "private", "public"),
    *("vacante", "disponible", "libre", "requerido", "requerida", "obligatorio", "obligatoria"),
}
# For each key, the meaning of a denial, and the pattern that finds it.
_DENIED: Final = {
    "register": (
        "nobody has to sign up",
        (
            r"(?:no, )?(?:not|no|none|never|nothing|isn't|without)\b[^,;:.]*\b"
            r"(?:needed|required|necessary|need|registration|sign[- ]?ups?|rsvp)"
            r"|(?:just )?(?:drop|walk)[- ]?ins?(?: (?:welcome|only|event))?|just (?:come|show up|drop by)"
            r"|optional|unnecessary|no (?:es|hace) (?:necesari[oa]|obligatori[oa]|falta)|no (?:se )?requiere"
            r"|sin (?:registro|inscripción)"
        ),
    ),
    vacancies.VACANCY: ("the role is not vacant", vacancies.FILLED),
}
_MAX_MEANINGS: Final = 4  # the most keys that a hint explains one by one


def _keys_expected(key: str, given: Any, keys: Mapping[str, FieldInfo], *, has_details: bool) -> Reply:
    """The answer to text or a list in place of keys with values."""
    message = f"`{key}:` needs keys with values, but {kind_typed(given)}."
    hint = _advice_for_keys(key, given, keys, as_typed=f"{key}: {given}", has_details=has_details)
    return Reply("E204", message, hint)


def _advice_for_keys(key: str, given: Any, keys: Mapping[str, FieldInfo], *, as_typed: str, has_details: bool) -> str:
    """The advice for text or a list in place of the keys of `key`. `as_typed` is the line with the text."""
    if isinstance(given, YamlMapping):
        return f"Write:  {key}: {in_one_line(given)}"
    if isinstance(given, YamlList) and (lines := _without_dashes(given, list(keys))):
        return f"Write its keys without dashes:\n{key}:\n  " + "\n  ".join(lines)
    if several := typed_keys(given, keys):
        sentences = [f"\n{advice_for_details(part)}" for part in several.others if part.lower() not in _SAYS_ONLY_YES]
        sentences = sentences if has_details else []
        return f"Write:  {key}: {{{', '.join(several.lines)}}}{several.advice}{''.join(sentences)}"
    typed = TypedKey.of(given, keys)
    if isinstance(given, str) and (hint := _without_keys(key, given, typed, keys, as_typed, has_details=has_details)):
        return hint
    lead = "Write one of its keys before the text:" if as_typed.startswith(f"{key}:") else "Write:"
    hint = f"{lead}  {key}: {{{typed.key}: {typed.value}}}{typed.advice}"
    return f"{hint}\nIts keys are: {', '.join(keys)}"


def keys_under_another_name(
    key: str, names: Sequence[tuple[str, str]], fields: Mapping[str, FieldInfo], siblings: Mapping[str | int, Any]
) -> str:
    """The advice for a key such as `rsvp`, whose value belongs to a key of `register`; empty if `names` (a known key,
    with the sample of its `Key`) are not a single key with keys."""
    name, sample = names[0] if len(names) == 1 else ("", "")
    info, typed = fields.get(name), siblings.get(key)
    model = model_in(info.annotation) if info and not holds_list(info) else None
    if not model or not sample or not typed or name in siblings:
        return ""
    if isinstance(typed, str) and is_no_answer(typed):
        return f"{IF_NO_ANSWER}, delete  {key}: {typed}"
    # The sample of a name such as `rsvp_by` has only one of the keys: `register: {by: YYYY-MM-DD}`.
    inner = [each for each in by_key(model) if f"{each}: " in sample.partition(": ")[2]]
    given = f"{inner[0]} {typed}" if isinstance(typed, str) and len(inner) == 1 and name == "register" else typed
    return _advice_for_keys(name, given, by_key(model), as_typed=f"{key}: {typed}", has_details="details" in fields)


def _without_keys(
    key: str, given: str, typed: TypedKey, keys: Mapping[str, FieldInfo], as_typed: str, *, has_details: bool
) -> str:
    """The advice for words that no key can take, such as `not required`; empty if a key may take them."""
    plain = given.strip(" .!").lower()
    is_worth_saying = has_details and plain not in _SAYS_ONLY_YES
    elsewhere = f"\n{advice_for_details(given)}" if is_worth_saying else ""
    what, denial = _DENIED.get(key, ("", ""))
    if denial and re.fullmatch(denial, plain):
        return f"If {what}, delete  {as_typed}{elsewhere}"
    is_vacancy = key == vacancies.VACANCY
    is_answer = plain in _ANSWERS or (is_vacancy and vacancies.says_vacant(plain))
    may_be_denied = is_vacancy and not is_answer and vacancies.may_say_filled(plain)
    takes_text = typed.value != "…" and not ((is_answer or may_be_denied) and takes_any_text(keys[typed.key]))
    if typed.is_named or takes_text:
        return ""
    hint = f"Write the keys whose values you know:  {key}: {{{', '.join(f'{name}: …' for name in keys)}}}"
    if len(keys) <= _MAX_MEANINGS:
        hint += "".join(f"\n{name}: {info.description}" for name, info in keys.items())
    if is_vacancy and is_answer:
        hint += f"\nIf nothing else is known yet, write:  {key}: {{}}"
    if may_be_denied:
        hint += f"\nThe site shows a role with `{key}` as vacant. If nobody can take the role now, leave out `{key}`."
    return f"{hint}{elsewhere}"


def _without_dashes(given: YamlList, keys: list[str]) -> list[str]:
    """The lines (YAML) of keys that were typed as a list; empty if the list has other entries, or a key twice."""
    entries = [(key, item[key]) for item in given if isinstance(item, YamlMapping) for key in item]
    typed = [key for key, _ in entries]
    is_clear = all(isinstance(item, YamlMapping) for item in given) and len(set(typed)) == len(typed)
    return [f"{key}: {in_one_line(value)}" for key, value in entries] if is_clear and set(typed) <= set(keys) else []


def _first(info: FieldInfo, given: Any) -> str:
    """The first entry of a list, from the text or the keys in its place."""
    model = model_in(info.annotation)
    if isinstance(given, YamlMapping):
        if model and (entries := _by_day(given, model)):
            return "\n  - ".join(entries)
        return "\n    ".join(f"{key}: {in_one_line(value)}" for key, value in given.items())
    is_link = isinstance(given, str) and given.startswith("https://") and model and "url" in by_key(model)
    key = "url" if is_link else next(iter(by_key(model)), "") if model else ""
    if not model or not key:
        return "…"
    is_plain = isinstance(given, str) and not re.search(r"[{}\[\]\n]", given)
    value, advice = as_value(by_key(model)[key], given, key) if is_plain else ("…", "")
    return f"{key}: {value}" + (f"\nFor `{key}`: {advice}" if advice else "")


def _by_day(given: YamlMapping, model: type[BaseModel]) -> list[str]:
    """The entries (YAML) for days that were typed as keys, such as `2027-01-21: cancelled`; empty for other keys."""
    return [entry_on(day, given[day], list(by_key(model))) for day in given] if all(map(DAY.fullmatch, given)) else []


def _as_entries(given: Any, info: FieldInfo, is_flow: bool) -> str:
    """The list (YAML) for dates, or a single entry in braces, that were typed in place of a list; empty if it is not
    clear."""
    model = model_in(info.annotation)
    if is_flow and isinstance(given, YamlMapping):
        return f"[{', '.join((model and _by_day(given, model)) or [in_one_line(given)])}]"
    if isinstance(given, str) and model and "date" in by_key(model) and (entry := entry_in(given, list(by_key(model)))):
        return f"[{entry}]"
    days = typed_days(given) if isinstance(given, str) else []
    if not (model and "date" in by_key(model) and days) or any(words for _, words in days):
        return ""
    others = [key for key, field in by_key(model).items() if field.is_required() and key != "date"]
    # A changed date needs other keys, which `_entries_by_date` names.
    return "" if others or "cancelled" in by_key(model) else f"[{', '.join(f'{{date: {day}}}' for day, _ in days)}]"
