"""A date with words in place of an entry, such as `2026-12-10 cancelled because of snow`: the entry to type."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from affinity_hub.core.yaml_text import scalar
from affinity_hub.source.tree import YamlList, YamlMapping, in_one_line
from affinity_hub.values.dates import TO_BE_ANNOUNCED
from affinity_hub.values.word_meanings import (
    DAY,
    MAX_READ,
    is_only_reason,
    may_be_opposite,
    names_other_dates,
    takes_place_differently,
    weekday_beside,
    without_weekday,
)

LATER_DATES_ADVICE: Final = "\nIf later dates change too, add:  and_later: yes"
OTHER_CHANGES_ADVICE: Final = (
    "\nThat works only with a cancellation or a new time. For any other change to all later dates, end this event with "
    "`until`, and add an event with a new id."
)

_ON: Final = re.compile(r"(?:^|\s)(?:on|el)$", re.IGNORECASE)
_IN_PARENTHESES: Final = re.compile(r"^\(([^()]*)\)$")
# Numbers, and words such as these, may change which dates are meant.
_LIMIT: Final = r"(?:and|or|to|until|till|through|thru|if|only|except|not|but|maybe)\b"
_MORE_DATES: Final = r"(?:and|or|to|until|till|through|thru)\b|[-\u2013\u2014]?\s*\d+(?:[\s,]|$)"
_BECAUSE: Final = r"(?:because(?: of)?|due to|owing to|on account of)\s+"
_ONLY_WHY: Final = re.compile(rf"{_BECAUSE}(?P<why>\S.*)", re.IGNORECASE)
_WHY: Final = rf"(?:(?:,\s*|\s+){_BECAUSE}(?P<why>\S.*))?"
# After "cancelled" and a punctuation mark, other words are the reason, too.
_REASON: Final = rf"(?:{_WHY}|\s*(?:(?P<mark>[(,:;])|\s[-\u2013\u2014]\s)\s*(?P<because>{_BECAUSE})?(?P<words>\S.*))"
_STATE_WORD: Final = r"\b(?:cancell?ed|cancelad[oa]|called off|postponed|moved)\b"
_IT_IS: Final = r"(?:(?:it|the (?:meeting|date|event))\s+)?(?:(?:is|was|has been|will be)\s+)?"
_CANCELLED: Final = rf"(?:{_IT_IS}(?:cancell?ed|called off)|no meeting|does not (?:meet|take place))"
_STATES: Final = {
    rf"{_CANCELLED}{_REASON}": "cancelled: yes",
    rf"{_IT_IS}postponed{_REASON}": f"starts: {TO_BE_ANNOUNCED}",
    rf"{_IT_IS}online{_WHY}": "online: yes",
}
_MOVED: Final = re.compile(
    rf"(?:(?:{_CANCELLED}(?:,? and|[,;:])\s+)?{_IT_IS}(?:moved|rescheduled|postponed)\s+to"
    r"|(?:begins|starts)(?:\s+at)?|at)"
    rf"\s+(?P<moment>\d.*?){_WHY}",
    re.IGNORECASE,
)
# The words before a day that say something about this day alone, and those of them that `skip` already says.
_SAYS_SKIP: Final = re.compile(r"not|except(?: for)?|skip(?:ped)?|without|leave out", re.IGNORECASE)
_BEFORE_DAY: Final = re.compile(
    rf"{_SAYS_SKIP.pattern}|{_CANCELLED}|{_IT_IS}(?:postponed|online|moved|rescheduled)|closed"
    r"|(?:there is |we have )?no [a-z]+",
    re.IGNORECASE,
)
_ONCE_MORE: Final = re.compile(r"\s*\((?:(?:yet|once) )?again\)$", re.IGNORECASE)
_YES_AND_MORE: Final = re.compile(r"^(?:yes|true)\b[\s,:;.–—-]*(?=\S)", re.IGNORECASE)
# Words before and after a day that say that the same is true of all later dates. Without other words, `from` may mean
# only this day: "postponed from 2026-12-10".
_FROM: Final = re.compile(
    r"(?P<words>.*?)[\s,:;]*\b(?:(?P<only>from|since|desde(?: el)?)|starting|beginning|effective|as of|a partir del?)",
    re.IGNORECASE,
)
_ONWARD: Final = re.compile(
    r"(?:(?P<on>on)|onwards?|forward|and (?:after|onwards?|forward)|en adelante|y (?:las )?siguientes"
    r"|and (?:all )?(?:later|following|subsequent)(?: (?:dates|meetings|ones))?)\b[\s,:;]*",
    re.IGNORECASE,
)
_ALL_DATES: Final = re.compile(r"^(?:all )?(?:later |following )?(?:dates|meetings)(?: are)?\s+", re.IGNORECASE)
# Words before a day that show that the change is not on that day, or does not begin on it.
_NOT_ON_DAY: Final = re.compile(
    r"\b(?:after|before|until|till?|through|thru|between|week of|prior to|by|to|al"
    r"|después del?|antes del?|hasta(?: el)?)$",
    re.IGNORECASE,
)
# Keys of a changed date, for which words may stand.
CHANGE_KEYS: Final = ("date", "starts", "ends", "cancelled", "place", "online", "reason")
DAY_PLACEHOLDER: Final = "YYYY-MM-DD"
# The keys of a changed date that take yes or no.
_YES_NO_KEYS: Final = ("and_later", "cancelled", "online")


def entry_on(day: str, given: Any, keys: Sequence[str]) -> str:
    """An entry (YAML) with one of these keys for a day, from the value that was typed after the day. Words that are not
    understood are after the key `…`."""
    others = [key for key in keys if key != "date"]
    if isinstance(given, YamlMapping):
        rest = "".join(f", {key}: {in_one_line(value)}" for key, value in given.items())
    elif given in keys:
        rest = f", {given}: {'yes' if given in _YES_NO_KEYS else '…'}"
    elif isinstance(given, str) and (meant := _meaning(given, day, keys)):
        rest = "".join(f", {line}" for line in meant)
    else:
        # The text has only one possible key, such as the reason of a skipped date. Otherwise, it may mean any of them.
        is_clear = len(others) == 1 and (not isinstance(given, str) or _is_clear(given, others[0]))
        rest = f", {others[0] if is_clear else '…'}: {in_one_line(given)}" if given else ""
    return f"{{date: {day}{rest}}}"


def entry_in(text: str, keys: Sequence[str]) -> str:
    """An entry (YAML) with these keys for words with one date; empty if they have no date, or several dates. A part
    that is not understood is after the key `…`. If the words are about other dates than the typed date, or its weekday
    is wrong, the entry is for the date YYYY-MM-DD."""
    beside = weekday_beside(text)
    is_wrong = bool(beside and beside.correction)
    typed = text.strip() if is_wrong else ""
    text = (beside.without if beside else text).strip()
    found = DAY.search(text) if len(text) <= MAX_READ else None
    if not found:
        return ""
    day, before = found[0], _ON.sub("", text[: found.start()].rstrip(" \t\n:,"))
    after = text[found.end() :].strip()
    words = words_beside(text) if not before else f"{before}{'' if after[:1] in ',:;.' else ' '}{after}".strip()
    if DAY.search(text, found.end()):
        moved = _meaning(words, day, keys) if not before else []
        return f"{{date: {day}, {', '.join(moved)}}}" if moved else ""
    later = _change_of_later_dates(before, after, day, keys) if "and_later" in keys else []
    day = DAY_PLACEHOLDER if is_wrong or _NOT_ON_DAY.search(before) else day
    if later:
        return f"{{date: {day}, {', '.join(later)}, and_later: yes}}"
    has_more_dates = re.match(_MORE_DATES, after, re.IGNORECASE)
    if not words or (has_more_dates and "cancelled" not in keys):
        return ""
    if has_more_dates or (before and not _BEFORE_DAY.fullmatch(before)):
        return f"{{date: {day}, …: {scalar(typed or text)}}}"
    if "cancelled" not in keys and _SAYS_SKIP.fullmatch(before):
        words = words_beside(f"{found[0]} {after}")
    entry = entry_on(day, words, keys)
    return f"{{date: {day}, …: {scalar(typed or text)}}}" if before and "…: " in entry else entry


def words_beside(text: str) -> str:
    """The words beside the first date in a text, without the marks around them: `Library` in `2026-12-10 (Library)`."""
    found = DAY.search(text)
    if not found:
        return text
    before, after = text[: found.start()].rstrip(" \n:,"), text[found.end() :].lstrip()
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1].rstrip(), after[1:].lstrip()
    before = _ON.sub("", before)
    words = f"{before} {after}".strip(" \n:,;\u2013\u2014-")
    return words if before else _IN_PARENTHESES.sub(r"\1", words)


def says_from_then_on(text: str) -> bool:
    """Whether words around a date say that something begins on that day."""
    found = DAY.search(text)
    before, after = (text[: found.start()].rstrip(), text[found.end() :].lstrip()) if found else ("", "")
    onward = _ONWARD.match(after)
    return bool(_FROM.fullmatch(_ON.sub("", before)) or (onward and not onward["on"]))


def _change_of_later_dates(before: str, after: str, day: str, keys: Sequence[str]) -> list[str]:
    """The keys and values (YAML) for words around a day that are also about all later dates; empty if the meaning is
    not certain, or `and_later` is not possible with it."""
    begin, onward = _FROM.fullmatch(before), _ONWARD.match(after)
    onward = None if onward and onward["on"] and not begin else onward
    if not begin and not onward:
        return []
    words = f"{begin['words'] if begin else before} {after[onward.end() :] if onward else after}".strip(" ,;:")
    meant = _meaning(_ALL_DATES.sub("", words), day, keys)
    is_cancelled = bool(meant) and meant[0] == "cancelled: yes"
    moves = bool(meant) and bool(re.match(r"starts: \d", meant[0])) and bool(onward or (begin and not begin["only"]))
    return meant if is_cancelled or moves else []


def _is_clear(words: str, key: str) -> bool:
    """Whether words after a day can only be the value of this key."""
    if key == "reason":
        return is_only_reason(words) and not re.search(rf"\d|^{_LIMIT}", words, re.IGNORECASE)
    return not re.search(rf"\d|\?|\b{_LIMIT}", words, re.IGNORECASE)


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
    if lines[0] == "online: yes":
        return "If this date takes place online, write:\n" + "\n".join(lines)
    new = [line for line in lines if line.split(":")[0] not in others]
    if not new:
        return f"Delete this line. The line with `{lines[0].split(':')[0]}` is enough."
    return ("Write:  " if len(new) == 1 else "Write:\n") + "\n".join(new)


# The line of a change that says the same as a status of the whole event.
_STATUSES: Final = {"cancelled: yes": "status: cancelled", f"starts: {TO_BE_ANNOUNCED}": "status: postponed"}
_MOVED_EVENT: Final = re.compile(rf"{_IT_IS}(?:moved|rescheduled)(?: (?:to|from)\b.*)?", re.IGNORECASE)


def advice_for_status(typed: str, siblings: Collection[str | int]) -> str:
    """The advice for a status of an event with more than the status in it, such as `cancelled because of snow` or
    `moved to May 3`; empty for other words. `siblings` are the keys of the event."""
    one = "If this is about only one date, delete this line, and write under `changes`:  - {{date: …, {}}}"
    if len(typed) <= MAX_READ and _MOVED_EVENT.fullmatch(typed.strip(" .!")):
        known = "If you know the new date, write it after `starts`, and delete this line."
        advice = f"{known}\nIf nobody knows the new date yet, write:  status: postponed"
        return f"{advice}\n{one.format('starts: …')}" if "repeats" in siblings else advice
    lines = _meaning(typed, DAY_PLACEHOLDER, ("cancelled", "reason"))
    if len(lines) < 2 or lines[0] not in _STATUSES or "reason" in siblings:
        return ""
    advice = f"Write:\n{_STATUSES[lines[0]]}\n{lines[1]}"
    return f"{advice}\n{one.format(', '.join(lines))}" if "repeats" in siblings else advice


def _meaning(words: str, day: str, keys: Collection[str]) -> list[str]:
    """The keys and values (YAML) for words about a day, such as `cancelled because of snow`; empty if the
    meaning is not certain."""
    from affinity_hub.values.typed_moments import readings  # imported here: few dates are wrong

    plain = words.strip(" .!")
    if len(plain) > MAX_READ:
        return []
    is_change = "cancelled" in keys
    if "reason" in keys and (found := _ONLY_WHY.fullmatch(plain)):
        return _with_reason(["…: …"] if is_change else [], found)
    if is_change and (found := _MOVED.fullmatch(plain)):
        read = readings(found["moment"])
        if len(read) == 1 and (read[0].date or read[0].start) and not read[0].month_day:
            time = f" {read[0].start:%H:%M}" if read[0].start else ""
            ends = [f"ends: {read[0].end:%H:%M}"] if read[0].end else []
            return _with_reason([f"starts: {read[0].date or day}{time}", *ends], found)
    for pattern, state in _STATES.items() if is_change else ():
        if found := re.fullmatch(pattern, plain, re.IGNORECASE):
            return _with_reason([state], found)
    return []


def _with_reason(lines: list[str], found: re.Match[str]) -> list[str]:
    """The lines (YAML) of a state and of the reason that was found with it; empty if the words may be more than a
    reason."""
    typed = found.groupdict()
    reason = str(typed["why"] or typed.get("words") or "")
    if typed.get("mark") == "(":
        if not reason.endswith(")") or re.search(r"[()]", reason[:-1]):
            return []
        reason = reason[:-1].rstrip()
    why = typed["why"] or (typed.get("because") and reason)
    has_more = re.search(_STATE_WORD if why else rf"{_STATE_WORD}|\d|\b(?:and|or)\b", reason, re.IGNORECASE)
    # After "because of snow", these words in parentheses are about the snow, not about the date.
    if reason and (has_more or not is_only_reason(_ONCE_MORE.sub("", reason) if why else reason)):
        return []
    return [*lines, f"reason: {scalar(reason)}"] if reason else lines


def typed_days(given: Any) -> list[tuple[str, str]]:
    """The days in a date, several dates, or entries with a date, each with its other keys (YAML), such as
    `, reason: Snow`, or `, …: online` for words that may be more than a reason; empty if anything else was typed."""
    if isinstance(given, YamlList):
        found = [typed_days(item) for item in given]
        return [day for days in found for day in days] if all(found) else []
    if isinstance(given, YamlMapping):
        rest = "".join(f", {key}: {in_one_line(value)}" for key, value in given.items() if key != "date")
        return [(given["date"], rest)] if DAY.fullmatch(str(given.get("date"))) else []
    if not isinstance(given, str) or len(given) > MAX_READ:
        return []
    given = re.sub(r"^(?:on|el) ", "", without_weekday(given).strip(), flags=re.IGNORECASE)
    days = re.split(r"\s*[,;]\s*|\s+and\s+", given.strip())
    if all(map(DAY.fullmatch, days)):
        return [(day, "") for day in days]
    day, words = given[:10], re.sub(r"^[\s:,]*(?:[-\u2013\u2014]\s+)?", "", given[10:])
    if not DAY.fullmatch(day) or not words or re.search(rf"[\d?]|^{_LIMIT}", words, re.IGNORECASE):
        return []
    words = _IN_PARENTHESES.sub(r"\1", words)
    why = re.sub(f"^{_BECAUSE}", "", words, flags=re.IGNORECASE)
    is_reason = is_only_reason(why if why == words else _ONCE_MORE.sub("", why))
    return [(day, f", reason: {scalar(why)}" if is_reason else f", …: {scalar(words)}")]


def advice_for_day(typed: str) -> str:
    """The advice for a date under `skip` whose words may mean something other than leaving out that date; empty if
    there is not one date."""
    beside = weekday_beside(typed)
    typed = beside.without if beside else typed
    days = DAY.findall(typed)
    if (
        len(days) == 2
        and typed.startswith(days[0])
        and (moved := _meaning(typed[10:].strip(" ,:"), days[0], CHANGE_KEYS))
    ):
        change = f"{{date: {days[0]}, {', '.join(moved)}}}"
        return f"If {days[0]} moves to another date, delete the entry, and write under `changes`:  - {change}"
    if len(days) != 1:
        return ""
    wrong = beside.correction if beside else ""
    day, words = DAY_PLACEHOLDER if wrong else days[0], words_beside(typed)
    reason = scalar(words) if is_only_reason(words) else "…"
    entry = f"{{date: {day}{f', reason: {reason}' if words else ''}}}"
    only = "Write the date that is left out:" if wrong else f"If only {day} is left out, write:"
    lines = [wrong] if wrong else []
    if names_other_dates(words):
        lines.append(
            "An entry of `skip` leaves out one date. Write an entry for each date to leave out:  - {date: YYYY-MM-DD}"
        )
    else:
        lines.append(f"An entry of `skip` leaves out one date. {only}  {entry}")
    if may_be_opposite(words):
        lines.append(f"If the series meets on {day} as usual, delete the entry.")
    elif takes_place_differently(words):
        change = entry_on(day, words, CHANGE_KEYS)
        lines.append(f"If {day} takes place, but differently, delete the entry, and write under `changes`:  - {change}")
        lines += ["Replace `…` and the words after it with a key, such as `title` or `place`, and its value."] * (
            "…:" in change
        )
    if names_other_dates(words):
        lines.append("If the series ends, delete the entry, and write its last date after `until`.")
        later = "{date: YYYY-MM-DD, cancelled: yes, and_later: yes}"
        lines.append(f"To cancel a date and all later ones, delete the entry, and write under `changes`:  - {later}")
    return "\n".join(lines)
