"""A date with words in place of an entry, such as `2026-12-10 cancelled because of snow`: the entry to type."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from affinity_hub.core.yaml_text import scalar
from affinity_hub.source.tree import YamlList, YamlMapping, in_one_line
from affinity_hub.values.dates import TO_BE_ANNOUNCED

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# Numbers, and words such as these, may change which dates are meant.
_LIMIT: Final = r"(?:and|or|to|until|till|through|thru|if|only|except|not|but|maybe)\b"
_DAY_AND_WORDS: Final = re.compile(
    rf"({DAY.pattern})[\s:,]*(?:\s[-\u2013\u2014]\s)?(?!{_LIMIT})"
    r"([^\W\d_][^\d?]*|\([^\d?()]+\))",
    re.IGNORECASE,
)
_MORE_DATES: Final = r"(?:and|or|to|until|till|through|thru)\b|[-\u2013\u2014]?\s*\d+(?:[\s,]|$)"
_AROUND_DAY: Final = re.compile(
    rf"(.*?)[\s:,]*\b(?:on\s+)?({DAY.pattern})(?!\d)[\s:,]*(?:\s?[-\u2013\u2014]\s)?(.*)", re.IGNORECASE
)
_BECAUSE: Final = r"(?:because(?: of)?|due to|owing to|on account of)\s+"
# Words that may change what an answer means, and another date.
_WITHOUT_DOUBT: Final = (
    rf"(?!.*(?:\b(?:unless|if|until|till|but|maybe|perhaps|probably|instead|moved)\b|\?|{DAY.pattern}))"
)
_CAN_BE_REASON: Final = r"(?!.*\b(?:not|or|and|except|only|possibly|likely|later|again)\b)"
_ONLY_WHY: Final = re.compile(rf"{_BECAUSE}{_WITHOUT_DOUBT}(?P<why>\S.*)(?P<words>)", re.IGNORECASE)
_WHY: Final = rf"(?:(?:,\s*|\s+){_BECAUSE}{_WITHOUT_DOUBT}(?P<why>\S.*))?"
# After "cancelled" and a punctuation mark, other words are the reason, too.
_REASON: Final = (
    rf"(?:{_WHY}|\s*(?:[(,:;]|\s[-\u2013\u2014]\s)\s*(?:{_BECAUSE})?"
    rf"{_WITHOUT_DOUBT}{_CAN_BE_REASON}(?P<words>[^()]+)\)?)"
)
_IT_IS: Final = r"(?:(?:it|the (?:meeting|date|event))\s+)?(?:(?:is|was|has been|will be)\s+)?"
_STATES: Final = {
    rf"(?:{_IT_IS}(?:cancell?ed|called off)|no meeting|does not (?:meet|take place)){_REASON}": "cancelled: yes",
    rf"{_IT_IS}postponed{_REASON}": f"starts: {TO_BE_ANNOUNCED}",
    rf"{_IT_IS}online{_WHY}(?P<words>)": "online: yes",
}
_MOVED: Final = re.compile(
    rf"(?:{_IT_IS}(?:moved|rescheduled|postponed)\s+to|(?:begins|starts)(?:\s+at)?|at)\s+"
    rf"(?P<moment>\d.*?){_WHY}(?P<words>)",
    re.IGNORECASE,
)
_YES_AND_MORE: Final = re.compile(r"^(?:yes|true)\b[\s,:;.–—-]*(?=\S)", re.IGNORECASE)
# The keys of a changed date that take yes or no.
_YES_NO_KEYS: Final = ("and_later", "cancelled", "online")


def entry_on(day: str, given: Any, keys: Sequence[str]) -> str:
    """An entry (YAML) with one of these keys for a day, from the value that was typed after the day."""
    if isinstance(given, YamlMapping):
        rest = "".join(f", {key}: {in_one_line(value)}" for key, value in given.items())
    elif given in keys:
        rest = f", {given}: {'yes' if given in _YES_NO_KEYS else '…'}"
    elif isinstance(given, str) and (meant := _meaning(given, day, keys)):
        rest = "".join(f", {line}" for line in meant)
    else:
        # The text has only one possible key, such as the reason of a skipped date. Otherwise, it may mean any of them.
        others = [key for key in keys if key != "date"]
        rest = f", {others[0] if len(others) == 1 else '…'}: {in_one_line(given)}" if given else ""
    return f"{{date: {day}{rest}}}"


def entry_in(text: str, keys: Sequence[str]) -> str:
    """An entry (YAML) with these keys for words with one date; empty if they have no date, or several dates. A part
    that is not understood is after the key `…`."""
    if found := _DAY_AND_WORDS.fullmatch(text):
        return entry_on(found[1], re.sub(r"^\(([^()]*)\)$", r"\1", found[2].strip()), keys)
    around = _AROUND_DAY.fullmatch(text)
    if not around or len(DAY.findall(text)) > 1:
        moved = around and not around[1] and _meaning(around[3], around[2], keys)
        return f"{{date: {around[2]}, {', '.join(moved)}}}" if around and moved else ""
    words = f"{around[1]} {around[3]}".strip()
    if not words or re.match(_MORE_DATES, around[3], re.IGNORECASE):
        return ""
    if _meaning(words, around[2], keys) or not re.search(rf"\d|\?|\b{_LIMIT}", words, re.IGNORECASE):
        return entry_on(around[2], words, keys)
    return f"{{date: {around[2]}, …: {scalar(words)}}}"


def advice_for_change(key: str, typed: str, siblings: Mapping[str | int, Any]) -> str:
    """The advice for words after `cancelled` or `status` in the entry of a changed date, such as `yes, because of
    snow`; empty if their meaning is not certain."""
    day, keys = str(siblings.get("date")), ("cancelled", "reason")
    lines = _meaning(typed, day, keys)
    if key == "cancelled" and (not lines or lines[0].startswith("…")):
        why = _YES_AND_MORE.sub("", typed)
        lines = _meaning(f"cancelled{' ' if why.startswith('(') else ': '}{why}", day, keys)
    others = [name for name in siblings if name != key]
    has_reason = bool(lines) and lines[-1].startswith("reason")
    if not lines or lines[0].startswith("…") or (has_reason and "reason" in others):
        return ""
    new = [line for line in lines if line.split(":")[0] not in others]
    if not new:
        return f"Delete this line. The line with `{lines[0].split(':')[0]}` is enough."
    return ("Write:  " if len(new) == 1 else "Write:\n") + "\n".join(new)


def _meaning(words: str, day: str, keys: Collection[str]) -> list[str]:
    """The keys and values (YAML) for words about a day, such as `cancelled because of snow`; empty if the
    meaning is not certain."""
    from affinity_hub.values.typed_moments import readings  # imported here: few dates are wrong

    plain = words.strip(" .!")
    is_change = "cancelled" in keys
    if "reason" in keys and (found := _ONLY_WHY.fullmatch(plain)):
        return _with_reason("…: …" if is_change else "", found)
    for pattern, state in _STATES.items() if is_change else ():
        if found := re.fullmatch(pattern, plain, re.IGNORECASE):
            return _with_reason(state, found)
    if is_change and (found := _MOVED.fullmatch(plain)):
        read = readings(found["moment"])
        if len(read) == 1 and (read[0].date or read[0].start) and not read[0].month_day:
            time = f" {read[0].start:%H:%M}" if read[0].start else ""
            ends = f"ends: {read[0].end:%H:%M}" if read[0].end else ""
            return _with_reason(f"starts: {read[0].date or day}{time}", found, ends)
    return []


def _with_reason(state: str, found: re.Match[str], ends: str = "") -> list[str]:
    """The lines (YAML) of a state and of the reason that was found with it."""
    reason = (found["why"] or found["words"] or "").strip(" ()")
    return [*filter(None, (state, ends, f"reason: {scalar(reason)}" if reason else ""))]


def typed_days(given: Any) -> list[tuple[str, str]]:
    """The days in a date, several dates, or entries with a date, each with its other keys (YAML), such as
    `, reason: Snow`; empty if anything else was typed."""
    if isinstance(given, YamlList):
        found = [typed_days(item) for item in given]
        return [day for days in found for day in days] if all(found) else []
    if isinstance(given, YamlMapping):
        rest = "".join(f", {key}: {in_one_line(value)}" for key, value in given.items() if key != "date")
        return [(given["date"], rest)] if DAY.fullmatch(str(given.get("date"))) else []
    if not isinstance(given, str):
        return []
    if found_words := _DAY_AND_WORDS.fullmatch(given):
        words = re.sub(f"^{_BECAUSE}", "", found_words[2].strip("() "), flags=re.IGNORECASE)
        return [(found_words[1], f", reason: {scalar(words)}")]
    days = re.split(r"\s*[,;]\s*|\s+and\s+", given.strip())
    return [(day, "") for day in days] if all(map(DAY.fullmatch, days)) else []
