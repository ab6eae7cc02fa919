"""The kinds of value a volunteer types, each with its one reading: text in, a typed value out, or what to type instead.

Every type here is an annotation for a field of the model. Its parser takes what `source` read (always text, a list or a
mapping) and returns the value, or raises `PydanticCustomError` with the problem's code as type and the hint as context.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .zones import is_zone

TO_BE_ANNOUNCED: Final = "to be announced"
UNKNOWN: Final = "unknown"
WITHHELD: Final = "withheld"


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """Marks a field whose text is Markdown."""


@dataclass(frozen=True, slots=True)
class Private:
    """Marks a field that no view may hold."""


def wrong(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error a parser raises; `load` turns it into a problem with a line."""
    return PydanticCustomError(code, "{said}", {"said": message, "hint": hint})


def shorten(value: str, width: int = 40) -> str:
    """The value as a message quotes it."""
    return value if len(value) <= width else value[: width - 1] + "…"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        shape = "a list" if isinstance(value, list) else "an entry with keys"
        raise wrong(
            "E101", f"A text belongs here, not {shape}.", 'Write the text behind the colon, in quotes if in doubt:  "…"'
        )
    return unicodedata.normalize("NFC", value.strip())


def line(longest: int = 200) -> Callable[[Any], str]:
    """A parser for a text of one line with at most `longest` characters."""

    def parse(value: Any) -> str:
        text = _text(value)
        if not text:
            raise wrong("E102", "The text is empty.", "Write something between the quotes, or delete the line.")
        if "\n" in text:
            raise wrong("E103", "One line belongs here, not several.", "Join the lines into one sentence.")
        if len(text) > longest:
            raise wrong(
                "E104", f"The text has {len(text)} characters; there is room for {longest}.", "Say it in fewer words."
            )
        return text

    return parse


def _answer(longest: int) -> Callable[[Any], str | None]:
    parse = line(longest)
    return lambda value: None if _text(value).lower() == UNKNOWN else parse(value)


def _markdown(value: Any) -> str | None:
    text = _text(value)
    if len(text) > 20_000:
        raise wrong(
            "E104", f"The text has {len(text):,} characters; there is room for 20,000.", "Link to a document instead."
        )
    return None if text.lower() == UNKNOWN or not text else text


def _identifier(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 64:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        better = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-") or "our-group"
        message = f'"{shorten(text)}" cannot be an id: small letters, digits and single hyphens only, at most 64.'
        raise wrong("E105", message, f"Write:  {better}")
    return text


def _yes_no(value: Any) -> bool:
    text = _text(value).lower()
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    raise wrong("E106", f'"{shorten(text)}" is neither yes nor no.', "Write:  yes   or:  no")


def _number(value: Any) -> int:
    text = _text(value)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise wrong("E107", f'"{shorten(text)}" is not a whole number above zero.', "Write plain digits:  10")
    return int(text)


def _count(value: Any) -> int | None:
    """A count of people, or None for `withheld`. Whether it is large enough to be shown, `figures` says."""
    text = _text(value)
    if text.lower() == WITHHELD:
        return None
    if not re.fullmatch(r"0|[1-9][0-9]{0,6}", text):
        digits = text.replace(",", "").replace(" ", "")
        number = digits if re.fullmatch(r"[1-9][0-9]{1,6}", digits) else "412"
        hint = f"Write how many people, in plain digits:  {number}   or:  {WITHHELD}"
        raise wrong("E108", f'"{shorten(text)}" is not a count of people.', hint)
    return int(text)


def _date(value: Any) -> dt.date:
    text = _text(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _real_date(text)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, day = (int(part) for part in found.groups())
        raise wrong("E110", f'"{text}" is not written as a date is here.', f"Write:  {year:04}-{month:02}-{day:02}")
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
        one, two, year = (int(part) for part in found.groups())
        readings = [f"{year:04}-{m:02}-{d:02}" for m, d in dict.fromkeys([(one, two), (two, one)]) if m <= 12]
        what = "can be read in two ways" if len(readings) == 2 else "is not written as a date is here"
        hint = "Write the year first:  " + ("   or:  ".join(readings) or "2026-09-10")
        raise wrong("E110", f'"{text}" {what}.', hint)
    raise wrong("E110", f'"{shorten(text)}" is not a date.', "Write year, month and day:  2026-09-10")


def _real_date(text: str) -> dt.date:
    year, month, day = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        raise wrong("E111", f"There is no month {month}.", "Write year, month and day:  2026-09-10")
    if not 1971 <= year <= 2199:
        raise wrong("E111", f"The year {year} looks wrong.", "Write a year between 1971 and 2199:  2026-09-10")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"{calendar.month_name[month]} {year} has {days} days."
        raise wrong("E111", message, f"Write a day from 01 to {days}:  {year:04}-{month:02}-{days}")
    return dt.date(year, month, day)


_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?|(\d{1,2}):(\d{2})", re.IGNORECASE)


def _time(text: str) -> dt.time:
    found = _TIME.fullmatch(text)
    if not found:
        raise wrong("E112", f'"{shorten(text)}" is not a time.', "Write hours and minutes:  16:00   or:  4:00 pm")
    hour12, minute12, half, hour24, minute24 = found.groups()
    hour, minute = int(hour12 or hour24), int(minute12 or minute24 or 0)
    if text.startswith("24:"):
        raise wrong("E112", "There is no hour 24.", "Write 00:00 with the date of the next day:  2026-09-11 00:00")
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise wrong(
            "E112",
            f'There is no such time as "{text}".',
            "Write hours 0 to 23 and minutes 00 to 59:  16:00   or:  4:00 pm",
        )
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return dt.time(hour, minute)


def _date_or_time(text: str) -> dt.date | dt.datetime:
    """A local date, or a local date and time; the zone is the event's, never in the text."""
    if re.search(r"(Z|[+-]\d\d:?\d\d)$", text) and re.search(r"\d:\d", text):
        raise wrong("E113", "Times here are local times, without Z or an offset.", "Write:  2026-09-10 16:00")
    day, _, time = text.replace("T", " ").partition(" ")
    if not time.strip() or not re.match(r"\d+[-/.]\d", day):
        return _date(text)
    time = re.sub(r"^(\d{1,2}:\d{2}):00$", r"\1", time.strip())
    return dt.datetime.combine(_date(day), _time(time))


def _starts(value: Any) -> dt.date | dt.datetime | None:
    text = _text(value)
    if text.lower() == TO_BE_ANNOUNCED:
        return None
    if text.lower() in ("tba", "tbd", UNKNOWN):
        raise wrong("E114", f'"{text}" is not understood here.', f"Write:  {TO_BE_ANNOUNCED}")
    return _date_or_time(text)


def _moved(value: Any) -> dt.date | dt.datetime:
    return _date_or_time(_text(value))


def _ends(value: Any) -> dt.date | dt.datetime | dt.time:
    text = _text(value)
    has_date = re.match(r"\d{4}|\d+[-/.]\d+[-/.]\d", text)
    return _date_or_time(text) if has_date else _time(text)


def _due(value: Any) -> dt.date | str | None:
    text = _text(value)
    if text.lower() in (TO_BE_ANNOUNCED, UNKNOWN):
        return None
    return school_year(text) if re.fullmatch(r"\d{4}[-–/]\d{2}", text) else _date(text)


def school_year(value: Any) -> str:
    """A school year such as 2026-27."""
    text = _text(value).replace("–", "-").replace("/", "-")
    if not re.fullmatch(r"\d{4}-\d{2}", text) or (int(text[:4]) + 1) % 100 != int(text[5:]):
        raise wrong(
            "E115",
            f'"{shorten(text)}" is not a school year.',
            "Write the first year and two digits of the second:  2026-27",
        )
    return text


def _url(value: Any) -> str:
    text = _text(value)
    if re.search(r"[\s<>\"'`\\]", text) or not _is_https(text):
        better = (
            "https://" + re.sub(r"^(http:)?/*", "", text)
            if re.match(r"(http:|www\.)", text)
            else "https://www.example.org/page"
        )
        raise wrong("E116", f'"{shorten(text)}" is not a web address that starts with https://.', f"Write:  {better}")
    return text


def _is_https(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and "." in parts.netloc and "@" not in parts.netloc
    except ValueError:
        return False


EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def _contact(value: Any) -> str | None:
    text = _text(value)
    if text.lower() == UNKNOWN:
        return None
    if EMAIL.fullmatch(text) or text.startswith("https://"):
        return text if "@" in text and not text.startswith("https:") else _url(text)
    raise wrong(
        "E117",
        f'"{shorten(text)}" is neither a mailbox nor a web address.',
        "Write a role mailbox:  affinity@example.org   or a link:  https://www.example.org/join",
    )


def _many(parse: Callable[[Any], str], longest: int = 50) -> Callable[[Any], tuple[str, ...]]:
    def parse_all(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise wrong(
                "E120", "A list belongs here.", f"Put brackets around it:  [{value if isinstance(value, str) else '…'}]"
            )
        if len(value) > longest:
            raise wrong("E121", f"The list has {len(value)} entries; there is room for {longest}.", "Shorten the list.")
        return tuple(dict.fromkeys(parse(item) for item in value if item is not None))

    return parse_all


def _zone(value: Any) -> str:
    name = line(60)(value)
    if not is_zone(name):
        raise wrong(
            "E140", f'There is no time zone "{shorten(name)}".', "Write a name of the tz database:  America/Los_Angeles"
        )
    return name


def _schema(parse: Callable[[Any], Any], **schema: Any) -> tuple[Any, ...]:
    return PlainValidator(parse), WithJsonSchema(schema)


_DATE_SCHEMA: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

Id = Annotated[str, *_schema(_identifier, type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64)]
Ids = Annotated[tuple[str, ...], *_schema(_many(_identifier), type="array", items={"type": "string"})]
Title = Annotated[str, *_schema(line(120), type="string", minLength=1, maxLength=120)]
Short = Annotated[str | None, *_schema(_answer(60), type="string", maxLength=60)]
Sentence = Annotated[str | None, *_schema(_answer(160), type="string", maxLength=160)]
Text = Annotated[str | None, *_schema(_answer(600), type="string", maxLength=600)]
Texts = Annotated[tuple[str, ...], *_schema(_many(line(80)), type="array", items={"type": "string"})]
Markdown = Annotated[str | None, *_schema(_markdown, type="string"), MarkdownText()]
YesNo = Annotated[bool, *_schema(_yes_no, type="boolean")]
YesNoUnknown = Annotated[
    bool | None,
    *_schema(
        lambda v: None if _text(v).lower() == UNKNOWN else _yes_no(v), anyOf=[{"type": "boolean"}, {"const": UNKNOWN}]
    ),
]
Number = Annotated[int, *_schema(_number, type="integer", minimum=1)]
Count = Annotated[int | None, *_schema(_count, anyOf=[{"type": "integer", "minimum": 10}, {"const": WITHHELD}])]
Date = Annotated[dt.date, *_schema(_date, **_DATE_SCHEMA)]
Starts = Annotated[dt.date | dt.datetime | None, *_schema(_starts, type="string")]
Moved = Annotated[dt.date | dt.datetime, *_schema(_moved, type="string")]
Ends = Annotated[dt.date | dt.datetime | dt.time, *_schema(_ends, type="string")]
Due = Annotated[dt.date | str | None, *_schema(_due, type="string")]
SchoolYear = Annotated[str, *_schema(school_year, type="string", pattern=r"^\d{4}-\d{2}$")]
Url = Annotated[str, *_schema(_url, type="string", pattern="^https://")]
Contact = Annotated[str | None, *_schema(_contact, type="string")]
ZoneName = Annotated[str, *_schema(_zone, type="string")]
