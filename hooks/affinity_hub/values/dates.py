"""Dates, times, and time zones as typed: a value, or what to type instead."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic_core import PydanticCustomError

from affinity_hub.core import suggest
from affinity_hub.core.calendar_days import MONTHS
from affinity_hub.core.text import shorten
from affinity_hub.core.vocabulary import slips
from affinity_hub.core.zone_names import cities_for, hint, is_place, wrong_name

from .text import UNKNOWN, ValueType, line, value_error, word_of

if TYPE_CHECKING:
    from .date_advice import Form
    from .typed_moments import Meaning

MIDNIGHT_HINT: Final = "Write 00:00 with the date of the next day:  {next_day} 00:00"  # `explain` knows the day
TO_BE_ANNOUNCED: Final = "to be announced"


def _date(value: Any) -> dt.date:
    return _day(word_of(value))


@lru_cache(maxsize=4_000)  # the same days are typed again and again
def _day(text: str) -> dt.date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _real_date(text)
    raise _in_another_form(text, "date")


def _real_date(text: str, time: str = "") -> dt.date:
    """The date that a text in the right form names. `time` is the text after it, for the advice."""
    year, month, day = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        if 1 <= day <= 12 < month <= 31:
            raise value_error(
                "E111",
                f"There is no month {month}.",
                "The month comes before the day.",
                instead=f"{year:04}-{day:02}-{month:02}{time}",
            )
        raise value_error("E111", f"There is no month {month}.", "Write a month from 01 to 12.")
    if not 1971 <= year <= 2199:
        raise value_error("E111", f"The year {year} looks wrong.", "Write a year between 1971 and 2199.")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"{MONTHS[month]} {year} has {days} days."
        raise value_error("E111", message, f"Write a day from 01 to {days}.")
    return dt.date(year, month, day)


_MIDNIGHT: Final = frozenset(("midnight", "12 midnight", "24:00", "24.00", "24h"))
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?|(\d{1,2}):(\d{2})", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=1_000)
def _time(text: str) -> dt.time:
    if text.lower() in _MIDNIGHT:
        raise value_error("E112", "The next day begins at midnight.", MIDNIGHT_HINT)
    found = _TIME.fullmatch(text)
    if not found:
        raise _in_another_form(text, "time")
    hour12, minute12, half, hour24, minute24 = found.groups()
    hour, minute = int(hour12 or hour24), int(minute12 or minute24 or 0)
    if text.startswith("24:"):
        raise value_error("E112", "There is no hour 24: the next day begins at midnight.", MIDNIGHT_HINT)
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise _in_another_form(text, "time")
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return dt.time(hour, minute)


@lru_cache(maxsize=4_000)
def _date_or_time(text: str) -> dt.date | dt.datetime:
    """A local date, or a local date and time; the zone is the event's, never in the text."""
    if _has_offset(text):
        local = re.sub(r"(:\d\d):\d\d(\.\d+)?(?=[Z+-])", r"\1", text.replace("T", " "))
        local = re.sub(r"(Z|[+-]\d\d:?\d\d)$", "", local).strip()
        hint = f"If that is the local time of the event, write:  {local}"
        raise value_error("E113", "Times here are local times, without Z or an offset.", hint)
    day, _, time = re.sub(r"(?<=\d)T(?=\d)", " ", text).partition(" ")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        raise _in_another_form(text, "moment")
    time = re.sub(r"^(\d{1,2}:\d{2}):00$", r"\1", time.strip())
    date = _real_date(day, f" {time}" if time else "")
    if not time:
        return date
    if time == "24:00":
        midnight = dt.datetime.combine(date + dt.timedelta(days=1), dt.time())
        message = "There is no hour 24: the next day begins at midnight."
        raise value_error("E112", message, instead=suggest.moment(midnight))
    found = _TIME.fullmatch(time)
    if not found or int(found[1] or found[4]) > 23 or (found[3] and not 1 <= int(found[1]) <= 12):
        raise _in_another_form(text, "moment")
    return dt.datetime.combine(date, _time(time))


def _has_offset(text: str) -> bool:
    """Whether a time ends with Z or an offset from UTC. The end of a range such as `16:00-17:30` is not an offset."""
    ends = re.search(r"(Z|[+-]\d\d:?\d\d)$", text) and re.search(r"\d:\d", text)
    return bool(ends) and not _readings(text)


def _in_another_form(text: str, form: Form) -> PydanticCustomError:
    """The error for a date or time in a form that the data files do not accept. `explain` completes it with `today`."""
    from .date_advice import in_another_form  # imported here, because nearly every date has the right form

    error = in_another_form(text, form)
    return PydanticCustomError(error.type, "{said}", {**(error.context or {}), "moment": (text, form)})


# Words that say only that a date is not known, and words that may follow them.
_SOON: Final = r"(?:coming )?soon|shortly|later|(?:very )?soon|asap"
_UNDATED: Final = re.compile(
    rf"(?:(?:the )?(?:date|day|details?|time)(?: and time)? )?(?:{suggest.UNDECIDED}|to (?:come|follow|be confirmed)"
    rf"|{_SOON}|unknown|pending|undecided|coming|not (?:yet )?(?:known|decided|set|fixed|sure|scheduled)(?: yet)?"
    r"|watch this space|stay tuned)(?:[\s.,;:!(\u2013\u2014-]+(?P<more>.*?)[\s.!)]*)?",
    re.IGNORECASE | re.DOTALL,
)


# Words for a state beside a date, or in its place.
_STATE: Final = re.compile(
    r"[\s(,;:\u2013\u2014-]*\b(cancell?ed|called off|postponed|tentative(?:ly)?)\b[\s).,;:!]*",
    re.IGNORECASE,
)


def _with_state(text: str, *, is_change: bool) -> str:
    """The advice for a start with words such as `cancelled` or `tentative`; empty if it has no such word."""
    from .date_advice import TAKES  # imported here, because nearly every date has the right form

    found = _STATE.search(text)
    word = found[1].lower() if found else ""
    state = word if word == "postponed" else "tentative" if word.startswith("tentative") else "cancelled"
    if not found or (is_change and state != "cancelled"):
        return ""
    line = "cancelled: yes" if is_change else f"status: {state}"
    rest = text[: found.start()].strip() + text[found.end() :]
    when = f"{TAKES['moment']}\nIf nobody knows the date yet, write:  {TO_BE_ANNOUNCED}"
    if _is_moment(rest):
        when = f"Write:  {rest}"
    elif _UNDATED.fullmatch(rest):
        when = f"Write:  {TO_BE_ANNOUNCED}"
    what = "date" if is_change else "event"
    is_more = not when.startswith("Write:") and re.search(r"[^\W\d_]{3}", rest)
    more = f"\nTo show “{shorten(text)}” on the page, write it under `details`." if is_more else ""
    return f"{when}\nIf the {what} is {state}, add a line:  {line}{more}"


def _is_moment(text: str) -> bool:
    try:
        _date_or_time(text)
    except PydanticCustomError:
        return False
    return True


def _undated(text: str, error: PydanticCustomError, *, is_change: bool) -> PydanticCustomError:
    """The error for a start that is no date: what to write while nobody knows the date. No typed word is lost."""
    # Imported here, because nearly every date has the right form.
    from .date_advice import TAKES
    from .moment_ranges import advice_for_range
    from .word_meanings import MAX_READ

    context = error.context or {}
    if context.get("hint") != TAKES["moment"]:
        return error
    if len(text) <= MAX_READ and (hint := advice_for_range(text) or _with_state(text, is_change=is_change)):
        return value_error(error.type, str(context.get("said")), hint)
    found = _UNDATED.fullmatch(text)
    more = (found and found["more"]) or ""
    if found and not _readings(more):
        message = f'"{shorten(text)}" is not a date.'
        if not more or re.fullmatch(_SOON, more, re.IGNORECASE):
            return value_error("E114", message, instead=TO_BE_ANNOUNCED)
        # The first word belongs to the others: "later this year" is not "this year".
        words = text if re.match(_SOON, text, re.IGNORECASE) else more
        return value_error("E114", message, f"Write:  {TO_BE_ANNOUNCED}\nAnd move “{shorten(words)}” to `details`.")
    hint = f"{TAKES['moment']}\nIf nobody knows the date yet, write:  {TO_BE_ANNOUNCED}"
    about = (
        f"\nTo show “{shorten(text)}” on the page, write it under `details`." if re.search(r"[^\W\d_]{3}", text) else ""
    )
    return value_error(error.type, str(context.get("said")), f"{hint}{about}")


def _starts(value: Any, *, is_change: bool = False) -> dt.date | dt.datetime | None:
    text = word_of(value)
    if text.lower() == TO_BE_ANNOUNCED:
        return None
    try:
        if not suggest.is_not_yet_known(text):
            return _date_or_time(text)
    except PydanticCustomError as error:
        # Only a text that is not a date is compared with the words, because this runs for every event.
        if not slips(text, [TO_BE_ANNOUNCED]):
            raise _undated(text, error, is_change=is_change) from error
    raise value_error("E114", f'"{shorten(text)}" is not a date.', instead=TO_BE_ANNOUNCED)


def _moved(value: Any) -> dt.date | dt.datetime | str:
    return _starts(value, is_change=True) or TO_BE_ANNOUNCED


def _ends(value: Any) -> dt.date | dt.datetime | dt.time:
    return _end(word_of(value))


@lru_cache(maxsize=4_000)
def _end(text: str) -> dt.date | dt.datetime | dt.time:
    if _TIME.fullmatch(text):
        return _time(text)
    is_date = re.match(r"\d{4}-\d\d-\d", text) or any(meaning.date or meaning.month_day for meaning in _readings(text))
    return _date_or_time(text) if is_date or _has_offset(text) else _time(text)


def _readings(text: str) -> tuple[Meaning, ...]:
    from .typed_moments import readings

    return readings(text)


def _due(value: Any) -> dt.date | str | None:
    text = word_of(value)
    if text.lower() in (TO_BE_ANNOUNCED, UNKNOWN):
        return None
    return school_year(text) if re.fullmatch(r"\d{4}[-–/]\d{2}", text) else _date(text)


def _deadline(value: Any) -> dt.date | None:
    text = word_of(value)
    return None if text.lower() in (UNKNOWN, TO_BE_ANNOUNCED) else _date(text)


def school_year(value: Any) -> str:
    """A school year such as 2026-27."""
    text = word_of(value).replace("–", "-").replace("/", "-")
    if not re.fullmatch(r"\d{4}-\d{2}", text) or (int(text[:4]) + 1) % 100 != int(text[5:]):
        offers = suggest.school_years(text)
        hint = "Write the first year, a hyphen, and two digits of the second year:  YYYY-YY"
        hint = f"Write:  {'   or:  '.join(offers)}" if len(offers) > 1 else "" if offers else hint
        instead = offers[0] if len(offers) == 1 else ""
        raise value_error("E115", f'"{shorten(text)}" is not a school year.', hint, instead=instead)
    return text


def _zone(value: Any) -> str:
    name = line(60)(word_of(value))
    if not is_place(name):
        cities = cities_for(name)
        error = value_error("E140", wrong_name(name), hint(name), instead=cities[0] if len(cities) == 1 else "")
        raise PydanticCustomError(error.type, "{said}", {**(error.context or {}), "zone": name})
    return name


_DATE_SCHEMA: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
Date = Annotated[dt.date, ValueType(_date, **_DATE_SCHEMA)]
Starts = Annotated[
    dt.date | dt.datetime | None, ValueType(_starts, takes="date, date and time, or `to be announced`", type="string")
]
Moved = Annotated[
    dt.date | dt.datetime | str, ValueType(_moved, takes="date, date and time, or `to be announced`", type="string")
]
Ends = Annotated[dt.date | dt.datetime | dt.time, ValueType(_ends, takes="time, date, or date and time", type="string")]
Due = Annotated[dt.date | str | None, ValueType(_due, takes="date, school year, or `to be announced`", type="string")]
Deadline = Annotated[dt.date | None, ValueType(_deadline, takes="date, or `unknown`", type="string")]
SchoolYear = Annotated[str, ValueType(school_year, takes="school year", type="string", pattern=r"^\d{4}-\d{2}$")]
ZoneName = Annotated[str, ValueType(_zone, takes="time zone", type="string")]
