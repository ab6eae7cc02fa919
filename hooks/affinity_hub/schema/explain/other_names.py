"""The advice for a value under another name of its key. The value of a name such as `cancelled` may be a date of a
series, a reason, a doubt, or a denial."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic.fields import FieldInfo

from affinity_hub.core.suggest import is_not_yet_known
from affinity_hub.core.vocabulary import meanings, meant
from affinity_hub.core.yaml_text import scalar
from affinity_hub.schema.record import choices
from affinity_hub.values.dates import TO_BE_ANNOUNCED
from affinity_hub.values.word_meanings import (
    DAY,
    denies,
    is_in_doubt,
    is_only_doubt,
    is_only_reason,
    may_be_limited,
    names_other_dates,
    weekday_beside,
)

from .dates_in_words import (
    CHANGE_KEYS,
    LATER_DATES_ADVICE,
    advice_for_change,
    advice_for_day,
    entry_in,
    typed_days,
)
from .entry_keys import CONFIRMATIONS

_ENTRY: Final = re.compile(r"changes: \[\{date: YYYY-MM-DD, ((?:cancelled: yes|starts: to be announced))\}\]")


def advice_for_value(
    typed: Any, names: Sequence[tuple[str, str]], fields: Mapping[str, FieldInfo], siblings: Mapping[str | int, Any]
) -> str:
    """The advice for a value whose key may mean each of `names` (a known key, with the sample of its `Key`); empty if
    the names alone are enough."""
    if hint := _advice_for_cancelled(typed, [sample for _, sample in names], fields, siblings):
        return hint
    if len(names) != 1 or not names[0][1]:
        return ""
    ((name, sample),) = names
    plain = str(typed or "").strip(" .!").lower()
    if name == "skip":
        return _left_out(typed, name, "", siblings)
    if sample.endswith(": yes") and plain not in CONFIRMATIONS:
        no = f"{name}: no"
        return f"Write:  {no}" if denies(plain) else f"Write the line that you mean:\n{sample}\n{no}"
    words = choices(fields[name].annotation) if name not in siblings else []
    return f"Write the line that you mean:\n{_with_meanings(name, words)}" if words else ""


def _with_meanings(key: str, words: Sequence[str]) -> str:
    known = meanings(words)
    return "\n".join(f"{key}: {word}   ({known[word]})" if word in known else f"{key}: {word}" for word in words)


def _left_out(typed: Any, key: str, state: str, siblings: Mapping[str | int, Any]) -> str:
    """The entries of `skip` or `changes` for dates that were typed under another key; empty if they are no dates."""
    days = typed_days(typed)
    in_doubt = any(more.startswith(", …") for _, more in days)
    if in_doubt and not state:
        return advice_for_day(str(typed))
    # Words that may be more than a reason may also mean that a date takes place.
    shared = f", {state}" if state and not in_doubt else ""
    entries = [f"{{date: {day}{shared}{more}}}" for day, more in days]
    if not entries:
        return ""
    unclear = f"\nReplace `…` and the words after it with a key and its value, such as  {state}" if in_doubt else ""
    if key in siblings:
        return f"Delete this line, and add to `{key}`:\n" + "\n".join(f"  - {entry}" for entry in entries) + unclear
    return f"Write:  {key}: [{', '.join(entries)}]{unclear}"


def _advice_for_cancelled(
    typed: Any, samples: Sequence[str], fields: Mapping[str, FieldInfo], siblings: Mapping[str | int, Any]
) -> str:
    """The advice for a key that means one of `samples`; empty if no sample cancels or postpones something."""
    state = next(filter(None, map(_state, samples)), "")
    if not state:
        return ""
    plain = typed.strip(" .!").lower() if isinstance(typed, str) else "" if typed is None else "or"
    if "cancelled" in fields and (hint := _of_changed_date(plain and str(typed), siblings)):
        return hint
    if denies(plain):
        return "Delete this line." + (" Without it, the event takes place." if "title" in fields else "")
    is_series = "changes" in fields and bool(siblings.get("repeats") or siblings.get("rrule"))
    if is_series and (hint := _left_out(typed, "changes", state, siblings)):
        return hint
    word = "cancelled" if state.startswith("cancelled") else "postponed"
    later = entry_in(f"{word} {typed}", (*CHANGE_KEYS, "and_later")) if is_series and isinstance(typed, str) else ""
    if "and_later: yes" in later:
        return _as_changes(later, siblings)
    named = DAY.findall(typed) if isinstance(typed, str) else []
    has_other_dates = isinstance(typed, str) and names_other_dates(typed)
    day = named[0] if len(named) == 1 and not has_other_dates else "YYYY-MM-DD"
    one_date = f"changes: [{{date: {day}, {state}}}]"
    if is_series and plain in CONFIRMATIONS and any(map(_ENTRY.fullmatch, samples)):
        return f"Write it like this:\n{one_date}"
    if is_series:
        whole = _of_whole(typed, plain, samples, fields, siblings)
        beside = weekday_beside(typed) if isinstance(typed, str) else None
        wrong = f"{beside.correction}\n" if beside and beside.correction else ""
        also = LATER_DATES_ADVICE if named and has_other_dates and not wrong else ""
        return f"{wrong}{whole}\nIf only one date is meant, write:  {one_date}{also}"
    days = [each for each in typed_days(typed) if not each[1].startswith(", …")]
    if days and str(siblings.get("starts")).startswith(days[0][0]):
        typed = days[0][1].removeprefix(", reason: ").strip('"') or None
        plain = (typed or "").lower()
    elif days and state.startswith("starts"):
        day = days[0][0]
        time = re.search(r"\s\S.*", str(siblings.get("starts") or "")) if "changes" in fields else None
        new = f"starts: {day}{' HH:MM' if time else ''}"
        return f"If the new date is {day}, write:  {new}\nIf nobody knows it yet, write:  {_own(samples)[-1]}"
    return _of_whole(typed, plain, samples, fields, siblings)


def _as_changes(entry: str, siblings: Mapping[str | int, Any]) -> str:
    """The advice to write an entry (YAML) under `changes`."""
    if "changes" in siblings:
        return f"Delete this line, and add to `changes`:\n  - {entry}"
    return f"Write:  changes: [{entry}]"


def _of_changed_date(typed: str, siblings: Mapping[str | int, Any]) -> str:
    """The advice for a status of one date; empty if its meaning is not certain."""
    if is_in_doubt(typed.lower()):
        return f"Only a whole event can be tentative. For one date, write:  details: {scalar(typed)}"
    return advice_for_change("status", typed, siblings)


def _state(sample: str) -> str:
    """The keys (YAML) of a date that is cancelled or postponed, as the sample says; empty for other samples."""
    if sample in ("status: cancelled", "cancelled: yes"):
        return "cancelled: yes"
    if sample in ("status: postponed", f"starts: {TO_BE_ANNOUNCED}"):
        return f"starts: {TO_BE_ANNOUNCED}"
    return found[1] if (found := _ENTRY.fullmatch(sample)) else ""


def _own(samples: Sequence[str]) -> list[str]:
    """The samples for the whole event."""
    own = [sample for sample in samples if not sample.startswith("changes: ")]
    return own or ["status: cancelled" if "cancelled" in samples[0] else "status: postponed"]


def _of_whole(
    typed: Any, plain: str, samples: Sequence[str], fields: Mapping[str, FieldInfo], siblings: Mapping[str | int, Any]
) -> str:
    """The advice for a whole event: a status, with the typed words as its reason."""
    words = choices(fields["status"].annotation) if "status" in fields else []
    own = [line for sample in _own(samples) for line in _in_words(sample, words)]
    can_explain = (
        isinstance(typed, str) and plain not in CONFIRMATIONS and "reason" in fields and "reason" not in siblings
    )
    reason = f"\nreason: {scalar(typed)}" if can_explain else ""
    if "tentative" in words and (is_not_yet_known(plain) or is_in_doubt(plain)):
        is_alone = is_not_yet_known(plain) or is_only_doubt(plain)
        return f"{_lead(siblings, 1)}\nstatus: tentative{'' if is_alone else reason}"
    in_doubt = plain not in CONFIRMATIONS and (may_be_limited(plain) or not is_only_reason(plain))
    if (words and not own) or (in_doubt and (words or "cancelled" in fields)):
        lines = "Write the line that you mean:\n" + (_with_meanings("status", words) if words else "\n".join(own))
        return lines + (f"\nAnd for the reason:  {reason.strip()}" if reason else "")
    lead = _lead(siblings if words else {}, len(own))
    return f"{lead}\n" + "\n".join(f"{line}{reason if line.startswith('status') else ''}" for line in own)


def _lead(siblings: Mapping[str | int, Any], lines: int) -> str:
    if "status" in siblings:
        return "This line belongs to the line with `status`. Replace both lines with:"
    return "Write it like this:" if lines == 1 else "Write the line that you mean:"


def _in_words(sample: str, words: Sequence[str]) -> list[str]:
    """A sample for a status in the words of a record: a milestone is `stopped`, not `cancelled`."""
    key, _, word = sample.partition(": ")
    return [f"status: {each}" for each in meant(word, words)] if key == "status" else [sample]
