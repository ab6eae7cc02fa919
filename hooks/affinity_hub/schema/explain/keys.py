"""The answers to a missing key, a key that does not exist, and a word that a key does not take."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import takewhile
from typing import Any, Final

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from affinity_hub.core.suggest import identifier, is_no_answer
from affinity_hub.core.text import code_point, latin, lookalikes, shorten, without_invisible
from affinity_hub.core.vocabulary import keys_meant, meanings, meant
from affinity_hub.schema.record import choices
from affinity_hub.source.tree import Node
from affinity_hub.values.dates import TO_BE_ANNOUNCED
from affinity_hub.values.word_meanings import DAY, YES

from .dates_in_words import advice_for_status, entry_in, entry_on
from .entry_keys import Reply, kind_typed, mapping_with, sibling_keys

_OVERLAY: Final = "Delete it here. Put details for staff only into the staff overlay, outside this repository:  "
_ONLY_STAFF: Final = f"{_OVERLAY}a separate entry there is for staff only."
_AFTER_COMMA: Final = (
    "If it belongs to the text before it, put that whole text in quotes: a comma ends text inside { }."
)
_NOWHERE: Final = "Delete this key, because everyone can read these files. The group can tell people who write to it."
# Keys that people expect but that do not exist, with the alternative.
_FOR_STAFF: Final = {
    **dict.fromkeys(("room", "staff_place"), f"{_OVERLAY}place: {{name: Room 12}}"),
    **dict.fromkeys(("staff", "staff_only", "staff_name", "visibility", "internal", "private"), _ONLY_STAFF),
    **dict.fromkeys(("phone", "mobile", "email", "home_address", "members", "attendees", "attendance"), _NOWHERE),
    **dict.fromkeys(("video", "video_link", "meeting_link", "zoom", "teams", "passcode", "dial_in"), _NOWHERE),
}


_PUBLISHED: Final = ("public", "publish", "published", "visible")
_UNPUBLISHED: Final = "If nobody outside may read the entry yet, write:  draft: yes"
_NO: Final = ("no", "false", "n")


def missing(path: tuple[int | str, ...], node: Node, fields: Mapping[str, FieldInfo]) -> Reply:
    """The answer to a missing key, or to a required key without a value: an example of a value, and the meaning of the
    key."""
    key = str(path[-1]) if path else ""
    info = fields.get(key)
    typed = _is_typed(node, path)
    hint = f"{'Write a value:' if typed else 'Add a line:'}  {key}: {_example(key, fields, node, path)}"
    hint += f"\n{info.description}" if info else ""
    return Reply("E201", f"`{key}` is {'empty' if typed else 'missing'}.", hint)


def _example(key: str, fields: Mapping[str, FieldInfo], node: Node, path: tuple[int | str, ...]) -> str:
    """A value for a missing key: it follows from the entry, or says that the answer is unknown."""
    info = fields.get(key)
    if key == "id" and (parent := mapping_with(node, path)) is not None:
        # An id is public. The name of an entry with a role is the name of a person.
        named_by = ("role",) if "role" in fields else ("name", "title")
        return identifier(next((str(parent[key]) for key in named_by if parent.get(key)), "")) or "…"
    words = choices(info.annotation) if info else []
    if words:
        return "   or:  ".join(words)
    # The unknown value of a key is in its description, if it has one.
    unsaid = {"open_to": "unknown", "starts": TO_BE_ANNOUNCED}.get(key, "…")
    return unsaid if key != "starts" or (info and unsaid in (info.description or "")) else "…"


def _is_typed(node: Node, path: tuple[int | str, ...]) -> bool:
    """Whether the key that `path` leads to is in the file, even without a value."""
    return path[-1] in sibling_keys(node, path)


def unknown_key(
    key: str, of: str, known: list[str], siblings: Mapping[str | int, Any], value_hint: str, *, is_bare: bool = False
) -> Reply:
    """The answer to a key that does not exist: the advice for its value, the intended key if it is certain, or all
    keys. `is_bare` is True if no colon follows the key, as after text with a comma in braces."""
    if key.lower() in _FOR_STAFF and key not in known:
        message = f'"{key}" does not belong in a file that everyone can read.'
        hint = _FOR_STAFF[key.lower()]
        own = "join: {contact: …}" if "join" in known else "contact: …" if "contact" in known else ""
        if key.lower() == "email" and own:
            hint = f"If it is the mailbox of a role, write:  {own}\nOtherwise, delete this line."
        return Reply("E520", message, hint)
    message = f'"{shorten(key)}" is not a key {of}.'
    if key.startswith("//"):
        return Reply(
            "E202", "A note in this file begins with #.", "Write  #  in place of  //  at the start of this line."
        )
    typed = siblings.get(key)
    is_dated = "date" in known and len(siblings) == 1 and isinstance(typed, str) and not DAY.fullmatch(key)
    if is_dated and (entry := entry_in(f"{key}: {typed}", known)):
        return Reply("E202", message, f"Write:  {entry}")
    if (" " in key or (is_bare and not DAY.fullmatch(key))) and not keys_meant(key, known):
        is_after_text = is_bare and next(iter(siblings), key) != key
        hint = (
            _AFTER_COMMA if is_after_text else f"If it is text, write one of these keys before it:  {', '.join(known)}"
        )
        return Reply("E202", message, hint)
    if DAY.fullmatch(key) and "date" in known:
        return Reply("E202", message, f"Write the date after its own key:  {entry_on(key, siblings.get(key), known)}")
    return _answer_by_meaning(message, key, known, siblings, value_hint)


def _answer_by_meaning(
    message: str, key: str, known: list[str], siblings: Mapping[str | int, Any], value_hint: str
) -> Reply:
    """The answer to a key that may be another word for a known key."""
    meant = keys_meant(latin(key), known)
    if str(siblings.get(key)).lower() in _NO and key.lower() in _PUBLISHED and "draft" in known:
        return Reply("E202", message, _UNPUBLISHED)
    if value_hint:
        return Reply("E202", message, value_hint)
    if len(meant) == 1 and meant[0][0] in siblings and not meant[0][1]:
        return Reply("E202", message, f"The entry also has the key `{meant[0][0]}`. Keep only one of the two lines.")
    if len(meant) == 1 and (other := _same_key(key, meant[0][0], known, siblings)):
        sample = _whole_moment(siblings[other], siblings[key]) if meant[0][0] == "starts" else meant[0][1]
        hint = f"This line belongs to the line with `{other}`. Replace both lines with:\n"
        return Reply("E202", message, hint + (sample or f"{meant[0][0]}: …"))
    if len(meant) == 1 and not meant[0][1]:
        return Reply("E202", message, f"Did you mean  {meant[0][0]}  ?", meant[0][0])
    if meant:
        samples = "\n".join(sample or f"{name}: …" for name, sample in meant)
        which = "Write it like this:" if len(meant) == 1 else "Write the line that you mean:"
        return Reply("E202", message, f"{which}\n{samples}")
    has_place = "details" in known and _is_for_visitors(siblings.get(key))
    lead = "To show it on the page, write it under `details`.\nOtherwise, delete" if has_place else "Delete"
    return Reply("E202", message, f"{lead} the line, or use one of these keys:  {', '.join(known)}")


def _is_for_visitors(typed: Any) -> bool:
    """Whether a value has words or a date that visitors may need."""
    return isinstance(typed, str) and len(typed) > 1 and typed.lower() not in YES and not is_no_answer(typed)


def _same_key(key: str, name: str, known: list[str], siblings: Mapping[str | int, Any]) -> str:
    """Another key of the entry that means the known key `name`: this key itself, or an unknown key above it. Empty if
    there is no such key.

    If several unknown keys mean the same key, the advice to rename is at the first of them.
    """
    earlier = takewhile(lambda sibling: sibling != key, map(str, siblings))
    same = (
        sibling
        for sibling in earlier
        if sibling not in known and [name] == [each for each, _ in keys_meant(sibling, known)]
    )
    return name if name in siblings else next(iter(same), "")


def _whole_moment(date: Any, time: Any) -> str:
    """The line of a start whose date and time were typed in two lines, and the line of the end, if it was typed."""
    from affinity_hub.values.typed_moments import readings  # imported here: few dates are wrong

    found = readings(f"{date} {time}") if isinstance(date, str) and isinstance(time, str) else ()
    if len(found) != 1 or not (found[0].date and found[0].start):
        return "starts: YYYY-MM-DD HH:MM"
    ends = f"\nends: {found[0].end:%H:%M}" if found[0].end else ""
    return f"starts: {found[0].date} {found[0].start:%H:%M}{ends}"


def unknown_word(key: str, detail: ErrorDetails, allowed: list[str], siblings: Collection[str | int]) -> Reply:
    """The answer to a word that is not in a list: the intended word, if it is certain, or all words with meanings.
    `siblings` are the keys of the entry."""
    given, message = detail["input"], f"`{key}` takes a single word, but {kind_typed(detail['input'])}."
    if isinstance(given, list) and len(given) == 1:
        (given,) = given
    if isinstance(given, str):
        message = f'"{shorten(given)}" is not one of the words for `{key}`.' if given not in allowed else message
    else:
        given = ""
    if alike := lookalikes(given):
        names = ", ".join(map(code_point, alike))
        message += f" It has letters that only look like Latin letters: {names}."
    found = meant(latin(without_invisible(given)), allowed)
    if not found and "cancelled" in allowed and (hint := advice_for_status(given, siblings)):
        return Reply("E203", message, hint)
    if len(found) == 1:
        return Reply("E203", message, f"Did you mean  {found[0]}  ?", found[0])
    known = meanings(allowed)
    lines = [f"{word}: {known[word]}" if word in known else word for word in found or allowed]
    return Reply("E203", message, "Write one of these words:\n" + "\n".join(lines))
