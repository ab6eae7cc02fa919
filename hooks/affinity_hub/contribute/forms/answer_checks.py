"""Checks each answer that is a date, a time, or a rule for repeating by itself, so that no faulty answer hides
another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from affinity_hub.core import suggest
from affinity_hub.messages.github_markdown import code, words
from affinity_hub.reference.proposal_forms import CANCELLED, POSTPONED
from affinity_hub.repeats.advice import EXAMPLES, WORDINGS
from affinity_hub.repeats.parse import parse
from affinity_hub.repeats.rule import ScheduleError
from affinity_hub.values import dates
from affinity_hub.values.text import UNKNOWN
from affinity_hub.values.typed_moments import readings

from .advice import FormFields, reason
from .incoming.issue_body import NO_ANSWER

# The fields of each form that hold a date, a time, or an end.
ANSWER_KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "add-event": {"date": dates.Starts, "start": dt.time, "end": dates.Ends, "until": dates.Date},
    "add-opportunity": {"apply_by": dates.Date, "starts": dates.Date, "ends": dates.Date},
    "cancel-or-move": {"date": dates.Date, "new_date": dates.Moved, "new_start": dt.time, "new_end": dates.Ends},
}
_ENDS: Final = {"end": ("date", "start"), "new_end": ("new_date", "new_start")}
_BARE_DATE: Final = re.compile(r"[\d/.-]{8,10}|[A-Za-z]{3,9}\.? \d{1,2},? ?(?:\d{4})?")
_CLOCK: Final = re.compile(r"(\d{1,2}(?::\d\d)?) ?([ap])\.?m", re.IGNORECASE)
_TIMES: Final = {"start": "date", "new_start": "new_date"}
_ENDS_OF: Final = {"start": "end", "new_start": "new_end"}
_WORDINGS: Final = f"You can use these wordings: {', '.join(map(code, WORDINGS))}."
# The placeholder for each answer that an entry needs, while the program checks the other answers.
STAND_INS: Final[Mapping[str, Mapping[str, str]]] = {
    "add-event": {"title": "Event", "kind": "gathering", "date": dates.TO_BE_ANNOUNCED},
    "new-group": {
        "name": "A group to be checked",
        "kind": "affinity",
        "status": "exploring",
        "summary": "A group.",
        "open_to": UNKNOWN,
    },
    "add-opportunity": {"title": "An opportunity to be checked", "kind": "other", "open_to": UNKNOWN},
}


# Answers that together make a date: if one is faulty, their meaning together is unknown.
_TOGETHER: Final = (
    frozenset(("date", "start", "end", "repeats", "until")),
    frozenset(("new_date", "new_start", "new_end")),
)


def without_faulty(form: str, given: Mapping[str, str], faulty: Collection[str]) -> dict[str, str]:
    """The answers without the faulty answers, with placeholders for the answers that an entry needs. Without a new
    time, the form counts as a cancellation, so that its other answers can be checked.
    """
    gone = set(faulty).union(*(group for group in _TOGETHER if group & set(faulty) and form in ANSWER_KINDS))
    gone = gone - {"date"} if form == "cancel-or-move" and "date" not in faulty else gone
    rest = {name: text for name, text in given.items() if name not in gone}
    if form == "cancel-or-move" and not rest.keys() & {"new_date", "new_start", "new_end"} and "what" in rest:
        rest["what"] = CANCELLED
        rest = {name: text for name, text in rest.items() if not name.startswith("new_")}
    return {name: text for name, text in STAND_INS.get(form, {}).items() if name not in rest} | rest


def complaints(
    form: str, given: Mapping[str, str], labels: Mapping[str, str], coming: Sequence[dt.date] = ()
) -> Iterator[tuple[str, str]]:
    """For each answer that is wrong on its own: the id of its field, and the reason with the text to write.

    `coming` has the future dates of the event in the form.
    """
    for name, kind in ANSWER_KINDS.get(form, {}).items():
        text = given.get(name, "")
        if why := _complaint(name, kind, text, given, labels, coming) if text else "":
            yield name, why
    ends = read(dates.Ends, given.get("end", "")) if form == "add-event" and "start" not in given else None
    if isinstance(ends, dt.time | dt.datetime) and type(read(dates.Starts, given.get("date", ""))) is dt.date:
        yield (
            "start",
            f"“{labels['start']}” is empty, but “{labels['end']}” has a time. Fill in both fields or neither.",
        )
    if "start" in given and given.get("date", "").lower() == dates.TO_BE_ANNOUNCED:
        yield "start", f"“{labels['start']}”: The date is not known yet. Leave this field empty until it is known."
    if text := given.get("repeats", ""):
        try:
            parse(text, read(dates.Starts, f"{given.get('date', '')} {given.get('start', '')}".strip()))
        except ScheduleError as error:
            asked = FormFields({"repeats": ("repeats",), "until": ("until",), "starts": ("date", "start")}, labels)
            why = reason(asked, "repeats", error.code, error.message, error.hint.replace(EXAMPLES, "").strip())
            yield "repeats", f"{why} {_WORDINGS}" if EXAMPLES in error.hint else why


def _complaint(
    name: str, kind: Any, text: str, given: Mapping[str, str], labels: Mapping[str, str], coming: Sequence[dt.date]
) -> str:
    label, is_time = labels[name], kind is dt.time
    if is_time and (text.startswith("24:") or "midnight" in text.lower()):
        return _midnight(name, given, labels)
    if is_time and (both := _both_times(text)):
        pairs = zip((name, _ENDS_OF[name]), both, strict=True)
        fields = (f"write {code(f'{time:%H:%M}')} in the field “{labels[name]}”" for name, time in pairs)
        return f"“{label}”: This has two times. W{', and '.join(fields)[1:]}"
    if name == "new_date" and suggest.is_not_yet_known(text):
        return (
            f"“{label}”: Leave this field and the time empty if the new date is not known yet. "
            f"Choose “{POSTPONED}” in the field “{labels['what']}”."
        )
    if name != "date" and (suggest.is_no_answer(text) or (name == "until" and suggest.says_no_end(text))):
        return f"“{label}”: {NO_ANSWER}"
    start = _starts(given, name) if name in _ENDS else None
    if start and _BARE_DATE.fullmatch(text):
        later = code(f"{start + dt.timedelta(minutes=90):%H:%M}")
        return f"“{label}”: The start has a time, so write a time here too, such as {later}"
    try:
        value = TypeAdapter(dates.Ends if is_time else kind).validate_python(text)
    except ValidationError as error:
        found = error.errors()[0]
        asks_for_time = "HH:MM" in found.get("ctx", {}).get("hint", "")
        if asks_for_time and kind in (dates.Starts, dates.Moved) and (other := _error(dates.Date, text)):
            found = other  # the form asks for the time in a field of its own
        context = found.get("ctx", {})
        hint = context.get("hint", "").replace("{next_day}", _next_day(given))
        hint = (
            _end(hint, text, start) if start else _hint_with_dates(hint, coming) if coming and name == "date" else hint
        )
        ends = [end for end, (day, _) in _ENDS.items() if day == name and end in labels]
        asked = FormFields({"value": (name,)} | ({"ends": tuple(ends)} if ends else {}), labels)
        return reason(asked, "value", "", context.get("said", ""), hint)
    if is_time and not isinstance(value, dt.time):
        return f"“{label}”: “{words(text, 40)}” contains a date. Write only a time here, such as {code('4:00 pm')}"
    if isinstance(value, dt.datetime) and any(_TIMES[time] == name and time in given for time in _TIMES):
        time = next(time for time in _TIMES if _TIMES[time] == name)
        day_only = code(f"{value:%Y-%m-%d}")
        return f"“{label}”: The time belongs in the field “{labels[time]}”. Write {day_only} in the field “{label}”"
    return ""


def _both_times(text: str) -> tuple[dt.time, dt.time] | None:
    """The start and the end in an answer such as `4-5:30 pm`, if they are certain."""
    found = readings(text)
    (meant,) = found if len(found) == 1 else (None,)
    return (meant.start, meant.end) if meant and meant.start and meant.end and not meant.date else None


def _midnight(name: str, given: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """What to write for a start at 24:00."""
    day = read(dates.Moved, given.get(_TIMES[name]) or given.get("date", ""))
    label, date = labels[name], labels[_TIMES[name]]
    after = code(f"{day + dt.timedelta(days=1):%Y-%m-%d}") if isinstance(day, dt.date) else "the next day"
    two = f"write {after} in the field “{date}”, and write {code('00:00')} in the field “{label}”"
    return f"“{label}”: A day begins at midnight, {code('00:00')}. If you mean the end of the day, {two}"


def _end(hint: str, text: str, start: dt.datetime) -> str:
    """The hint for an end with a time: the typed time, and only times after the start."""
    days, typed = re.findall(r"\d{4}-\d\d-\d\d", hint), _CLOCK.search(text)
    if days and typed and (time := read(dates.Ends, f"{typed[1]} {typed[2]}m")):
        return "Write:  " + "   or:  ".join(f"{day} {time:%H:%M}" for day in days)
    times = re.findall(r"\d{1,2}:\d\d [ap]m", hint)
    later = [time for time in times if read(dates.Ends, time) > start.time()]
    return f"Write:  {later[0]}" if len(later) == 1 else hint


def _hint_with_dates(hint: str, coming: Sequence[dt.date]) -> str:
    """The hint for a date of an event: only the dates that the event has."""
    meant = {(found[1], found[2]) for found in re.finditer(r"\d{4}-(\d\d)-(\d\d)", hint)}
    dates = [day for day in coming if (f"{day:%m}", f"{day:%d}") in meant] or coming
    return "Write:  " + "   or:  ".join(f"{day}" for day in dates[:3])


def _error(kind: Any, text: str) -> Any:
    """The first error of the text, or None if it has a value."""
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        return error.errors()[0]
    return None


def read(kind: Any, text: str) -> Any:
    """The value of the text, or None if it has none."""
    try:
        return TypeAdapter(kind).validate_python(text) if text else None
    except ValidationError:
        return None


def _starts(given: Mapping[str, str], end: str) -> dt.datetime | None:
    """The start that belongs to an end, if the answers give one with a time."""
    day, time = (given.get(name, "") for name in _ENDS[end])
    start = read(dates.Starts, f"{day or given.get('date', '')} {time}".strip())
    return start if isinstance(start, dt.datetime) else None


def _next_day(given: Mapping[str, str]) -> str:
    """The day after the date in the answers."""
    day = read(dates.Starts, given.get("new_date") or given.get("date", ""))
    return f"{day + dt.timedelta(days=1):%Y-%m-%d}" if isinstance(day, dt.date) else ""
