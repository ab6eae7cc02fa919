"""The answers to words that say that a value is missing, such as `none`, `TBD`, or `ongoing`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from affinity_hub.core.suggest import IF_NO_ANSWER, is_no_answer, says_no_end
from affinity_hub.core.yaml_text import scalar
from affinity_hub.values.dates import TO_BE_ANNOUNCED
from affinity_hub.values.word_meanings import DAY

from .entry_keys import Reply

_LAST_DAYS: Final = frozenset(("apply_by", "by", "closes", "ends", "sustained_until", "times", "until"))
_HAS_TIME: Final = re.compile(r"\d\s*(?::\s*\d\d|[ap]\.?m\b)", re.IGNORECASE)


def with_advice_for_no_answer(
    reply: Reply, detail: ErrorDetails, fields: Mapping[str, Any], siblings: Mapping[str | int, Any]
) -> Reply:
    """The answer to words such as `none` or `ongoing` in place of a value that may be missing."""
    path, typed = detail["loc"], detail["input"]
    index, is_word = detail.get("ctx", {}).get("index"), detail["type"] == "literal_error"
    if isinstance(typed, list) and index is not None:
        typed = typed[index]
    if not path or not isinstance(typed, str):
        return reply
    has_no_end = str(path[-1]) in _LAST_DAYS and says_no_end(typed)
    if path[-1] == "ends" and "starts" in siblings and (has_no_end or is_no_answer(typed)):
        return _of_end(reply, path, typed, fields, str(siblings["starts"] or ""))
    if has_no_end:
        return reply._replace(hint=_without_last_day(str(path[-1]), typed, fields), instead="")
    if path[-1] == "starts" and "when" in fields and _is_in_words(typed, reply):
        lead = "If nobody knows the exact date, write in place of this line"
        return reply._replace(hint=f"{reply.hint}\n{lead}:  when: {scalar(typed)}")
    # Some words of a list, and `to be announced` for a new date, say that something is not known yet.
    has_word = reply.instead == TO_BE_ANNOUNCED or (is_word and reply.instead)
    if not is_no_answer(typed) or has_word:
        return reply
    if index is not None or isinstance(path[-1], int):
        return reply._replace(hint=f"{IF_NO_ANSWER}, delete the entry  {typed}.", instead="")
    if not (info := fields.get(str(path[-1]))):
        return reply
    if info.is_required():
        return _of_required(reply, path)
    return _of_optional(reply, path, typed, info, is_word=is_word)


def _is_in_words(typed: str, reply: Reply) -> bool:
    """Whether a text says in words when something starts, as in `spring semester`."""
    from affinity_hub.values.date_advice import TAKES  # imported here: few dates are wrong

    return reply.hint == TAKES["date"] and not is_no_answer(typed) and re.search(r"[^\W\d_]{3}", typed) is not None


def _without_last_day(key: str, typed: str, fields: Mapping[str, Any]) -> str:
    """The advice for words such as `ongoing` in place of a last day, or of a number of dates."""
    reason = "there is no last day" if key != "times" else "the series has no end"
    elsewhere = f", and write:  when: {scalar(typed)}" if "when" in fields else ""
    return f"If {reason}, delete  {key}: {typed}{elsewhere}"


def _of_end(reply: Reply, path: tuple[int | str, ...], typed: str, fields: Mapping[str, Any], starts: str) -> Reply:
    """The answer to words such as `TBD` in place of the end of something that has a start."""
    delete = f"delete  ends: {typed}"
    if len(path) > 2 and path[-3] == "changes":
        hint = f"If the length is the same as on the other dates, {delete}"
    elif "when" in fields:
        hint = _without_last_day("ends", typed, fields)
    elif _HAS_TIME.search(starts):
        hint = "An event with a time needs an end. Write the latest time at which it can end:  HH:MM"
    elif DAY.match(starts):
        hint = f"If it is a single day, {delete}\nOtherwise, write the last day:  YYYY-MM-DD"
    else:
        hint = f"{IF_NO_ANSWER}, {delete}"
    return reply._replace(hint=hint, instead="")


def _of_optional(reply: Reply, path: tuple[int | str, ...], typed: str, info: FieldInfo, *, is_word: bool) -> Reply:
    """The answer to words such as `TBD` in an optional key: delete the key, unless that makes a claim."""
    is_yes_or_no = bool in (info.annotation, *get_args(info.annotation))
    is_zone = path[-1] in ("zone", "time_zone")
    words = "Write:  yes   or:  no\n" if is_yes_or_no else f"{reply.hint}\n" if is_word or is_zone else ""
    reason = IF_NO_ANSWER
    if len(path) > 2 and path[-3] == "changes":
        if path[-1] == "starts":
            words = f"If nobody knows the new date yet, write:  starts: {TO_BE_ANNOUNCED}\n"
        reason = "If it is the same as on the other dates"
    elif is_zone:
        reason = "If the times are in the time zone of the site"
    hint = f"{words}{reason}, delete  {path[-1]}: {typed}"
    # Without the key, the entry would say something else, such as that an opportunity is open.
    is_claim = (is_word or is_yes_or_no or is_zone) and info.default is not None
    return reply._replace(hint=words.rstrip() if is_claim else hint, instead="")


def _of_required(reply: Reply, path: tuple[int | str, ...]) -> Reply:
    """The answer to words such as `TBD` in a required key: the entry may be missing,
    except for a record."""
    if len(path) < 2 or (len(path) == 2 and isinstance(path[0], int)):
        return reply
    around = f"this entry of `{path[-3]}`" if isinstance(path[-2], int) else f"`{path[-2]}` with all its keys"
    first = "" if "delete this line" in reply.hint else reply.hint
    hint = f"{first}\n{IF_NO_ANSWER}, delete {around}.".strip()
    return reply._replace(hint=hint, instead="")
