"""Advice for a date or a time in a form that the data files do not accept."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from pydantic_core import PydanticCustomError

from affinity_hub.core.text import shorten
from affinity_hub.core.vocabulary import without_junk
from affinity_hub.core.zone_names import cities_for, in_one_country

from .text import value_error
from .typed_moments import Meaning, readings, wrong_weekday
from .word_meanings import MAX_READ, weekday_beside

Form: TypeAlias = Literal["date", "time", "moment"]
NOT_A_DATE: Final = "E110"
TAKES: Final[dict[Form, str]] = {
    "date": "Write the year, the month, and the day in digits:  YYYY-MM-DD",
    "time": "Write the hour and the minute:  HH:MM   or:  HH:MM pm",
    "moment": "Write the date, and the time after a space:  YYYY-MM-DD HH:MM",
}
# `2 hours` and `90 min`; `17h` is a time.
_LENGTH: Final = re.compile(
    r"(?:about )?(?:[1-8](?:[.:,]\d{1,2})?\s*(?:h|hrs?|hours?)(?:\s*(?:and )?\d{1,2}\s*(?:m|mins?|minutes?)?)?"
    r"|\d{2,3}\s*(?:m|mins?|minutes?)|(?:an|one|two|three|half an) hours?(?: and a half)?)(?: long)?"
)


def in_another_form(text: str, form: Form, today: dt.date | None = None, zone: str = "") -> PydanticCustomError:
    """The error for the text, with all its possible meanings. `today` decides what two-digit years mean, and `zone` is
    the time zone of the times here, if it is known."""
    code = "E112" if form == "time" or re.match(r"\d{4}-\d{2}-\d{2}[ T]", text) else NOT_A_DATE
    noun = "date and time" if form == "moment" else form
    if len(text) > MAX_READ:
        return value_error(code, f'"{shorten(text)}" is not a {noun}.', TAKES[form])
    if re.fullmatch(r"\d{1,2}", text) and form != "date":
        # A day, an hour, or a number of hours.
        return value_error(code, f'"{text}" is not a {noun}.', TAKES[form])
    if form != "date" and _LENGTH.fullmatch(text.lower()):
        hint = f"Write the time when it ends: the start and {text} more:  HH:MM"
        return value_error(code, f'"{shorten(text)}" is a length, but a time belongs here.', hint)
    local, cities = _apart_from_zone(text, zone)
    found = readings(local, today) or _without_slips(local, form, today)
    found = (
        tuple(meaning for meaning in found if local in (_offer(meaning, "moment"), _offer(meaning, "time"))) or found
    )
    may_be_moment = form == "moment" and any(meaning.date for meaning in found)
    message = f'"{shorten(text)}" is {"a date" if may_be_moment else f"a {noun}"} in a form that is not used here.'
    if not found:
        message = f'"{shorten(text)}" is not a {noun}.'
        weekday = weekday_beside(text)
        wrong = weekday.correction if weekday else wrong_weekday(text)
        unsure = _UNSURE.search(text)
        without = unsure and re.search(r"\w", text) and f"If it is certain and exact, write it without “{unsure[0]}”."
        return value_error(code, message, "\n".join(filter(None, (wrong, without, TAKES[form]))))
    offers = list(dict.fromkeys(filter(None, (_offer(meaning, form) for meaning in found))))
    beside, hint = _beside(found, form), ""
    if cities and form != "date":
        hint = _about_zone(text.removeprefix(local).strip(), cities, zone)
    if len(offers) == 1 and not beside and "zone: " not in hint:
        return value_error(code, message, hint, instead=offers[0])
    hint = f"{beside}\n{hint}".strip()
    if len(offers) > 1:
        message = f'"{shorten(text)}" can be read in {_IN_WORDS[min(len(offers), 5)]} ways.'
    if offers:
        return value_error(code, message, "\n".join(filter(None, (f"Write:  {'   or:  '.join(offers)}", hint))))
    what = "is a date without a year" if found[0].month_day else f"is not a {noun}"
    return value_error(code, f'"{shorten(text)}" {what}.', hint or TAKES[form])


# Keys whose value is an end, and the first words of a value that is the other end.
_ENDS: Final = frozenset(("apply_by", "by", "closes", "ends", "expires_on", "sustained_until", "until"))
_WHEN_IT_BEGINS: Final = re.compile(r"(?:from|since|start(?:s|ing)?|begin(?:s|ning)?|desde)\b", re.IGNORECASE)
_WHEN_IT_ENDS: Final = re.compile(r"(?:ends?|ending|by|until|till?|through|hasta)\b", re.IGNORECASE)


def about_other_end(key: str, text: str, form: Form) -> str:
    """The advice for a value that says when something begins, in a key for its end, or the other way round; empty for
    other values."""
    is_end = key in _ENDS
    found = (_WHEN_IT_BEGINS if is_end else _WHEN_IT_ENDS).match(text)
    read = readings(text)
    if not found or not (is_end or key == "starts") or any(meaning.end for meaning in read):
        return ""
    says, wants = ("begins", "ends") if is_end else ("ends", "begins")
    times = {f"{meaning.start:%H:%M}" for meaning in read if meaning.start and not meaning.date}
    end = f"\nThe end belongs on its own line:  ends: {'   or:  '.join(sorted(times))}" if times and not is_end else ""
    return f"“{found[0]}” says when something {says}, but `{key}` says when it {wants}.{end}\n{TAKES[form]}"


def _apart_from_zone(text: str, zone: str) -> tuple[str, list[str]]:
    """A date or time without the time zone after it, and the cities that the zone may mean."""
    found = _WITH_ZONE.fullmatch(text)
    cities = cities_for(found[2], zone) if found and not readings(text) else []
    return (found[1], cities) if found and cities else (text, [])


_WITH_ZONE: Final = re.compile(
    r"(.*\d.*?(?:\s?[ap]\.?m\.?)?)\s*\(?([A-Z]{2,4}|[a-z]{3,4}|[A-Z][a-z]+(?:/\w+|(?: [A-Z][a-z]+)? [Tt]ime)?)\.?\)?"
)


def _about_zone(typed: str, cities: Sequence[str], zone: str) -> str:
    """The advice about a time zone after a time."""
    if cities[0] != zone:
        return f"The time zone belongs on its own line:  zone: {'   or:  '.join(cities)}"
    others = "   or:  ".join(city for city in cities[1:] if in_one_country(city, zone))
    hint = f"Leave out “{typed}”: the times of this event are already in {zone}."
    return f"{hint}\nIf another time zone is meant, add a line:  zone: {others}" if others else hint


_UNSURE: Final = re.compile("[~?<>≈≤≥±]")


def _without_slips(text: str, form: Form, today: dt.date | None) -> tuple[Meaning, ...]:
    """The only reading of text with a stray character or a repeated part; empty if there are several. Characters such
    as `~` and `?` are not mistakes: they say that a date is not exact or not certain.
    """
    if _UNSURE.search(text):
        return ()
    found = {meaning for plain in without_junk(text) for meaning in readings(plain, today) if _offer(meaning, form)}
    found = {meaning for meaning in found if meaning.start or form == "date" or ":" not in text}
    return tuple(found) if len(found) == 1 else ()


_IN_WORDS: Final = ("no", "one", "two", "three", "four", "several")


def _offer(meant: Meaning, form: Form) -> str:
    """The value for a field according to one reading of its text; empty if the reading has no value for the field."""
    if form == "time":
        time = meant.end or meant.start
        return f"{time:%H:%M}" if time else ""
    if meant.date is None:
        return ""
    if form == "moment" and meant.start:
        return f"{meant.date} {meant.start:%H:%M}"
    return f"{meant.date}"


def _beside(found: Sequence[Meaning], form: Form) -> str:
    """The parts of the text that do not belong in its field, and the right place for them."""
    first = found[0]
    if first.month_day:
        month, day = first.month_day
        time = f" {first.start:%H:%M}" if form == "moment" and first.start and len(found) == 1 else ""
        only = "\nWrite only a date here, without a time." if form == "date" and first.start else ""
        return f"Add the year before the month and the day:  YYYY-{month:02}-{day:02}{time}{only}"
    if form == "moment" and first.date is None:
        time = f"{first.start:%H:%M}" if first.start and len({meaning.start for meaning in found}) == 1 else "HH:MM"
        all_ends = {f"{meaning.end:%H:%M}" for meaning in found if meaning.end}
        end = f"\nThe end belongs on its own line:  ends: {'   or:  '.join(sorted(all_ends))}" if all_ends else ""
        return f"Write the date before the time:  YYYY-MM-DD {time}{end}"
    if form == "date" and first.date is None:
        return TAKES["date"]
    if form == "date" and first.start:
        return "Write only a date here, without a time."
    if form == "time" and first.end:
        starts = "   or:  ".join(dict.fromkeys(f"{meaning.start:%H:%M}" for meaning in found))
        return f"This line is for the end. The start belongs in `starts`, after the date:  {starts}"
    if form == "time" and first.date:
        return "Write only a time here, without a date."
    if form == "moment" and first.end:
        ends = "   or:  ".join(dict.fromkeys(f"{meaning.end:%H:%M}" for meaning in found))
        return f"The end belongs on its own line:  ends: {ends}"
    return ""
