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
from functools import lru_cache
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError, core_schema

from . import hints
from .zone_names import hint, is_place, wrong_name

MIDNIGHT: Final = "Write 00:00 with the date of the next day:  {next_day} 00:00"  # `explain` knows the day
TO_BE_ANNOUNCED: Final = "to be announced"
UNKNOWN: Final = "unknown"
MOST_SIGNS: Final = 150
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
        shape = "a list" if isinstance(value, list) else "keys with values"
        inner = [part for part in (value.values() if isinstance(value, dict) else value) if isinstance(part, str)]
        raise wrong("E101", f"A text belongs here, not {shape}.", f"Write:  {hints.quoted(', '.join(inner) or '…')}")
    text = value.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def line(longest: int = 200) -> Callable[[Any], str]:
    """A parser for a text of one line with at most `longest` characters."""

    def parse(value: Any) -> str:
        text = _text(value)
        if not text:
            raise wrong("E102", "The text is empty.", "Delete the line, or write something between the quotes.")
        if "\n" in text:
            joined = " ".join(text.split())
            fits = f"Write:  {hints.quoted(joined)}" if len(joined) <= longest else "Join them into one short sentence."
            raise wrong("E103", "One line belongs here, not several.", fits)
        if len(text) > longest:
            raise wrong(
                "E104", f"The text has {len(text)} characters; there is room for {longest}.", "Say it in fewer words."
            )
        return text

    return parse


def _answer(longest: int) -> Callable[[Any], str | None]:
    parse = line(longest)

    def answer(value: Any) -> str | None:
        text = parse(value)
        return None if text.lower() == UNKNOWN else text

    return answer


def _markdown(value: Any) -> str | None:
    text = _text(value)
    if len(text) > 20_000:
        raise wrong(
            "E104", f"The text has {len(text):,} characters; there is room for 20,000.", "Link to a document instead."
        )
    for sign in "[<":
        # Each of them makes the converter look through all the rest, so that thousands would keep it busy for minutes.
        if text.count(sign) > MOST_SIGNS:
            message = f"The sign {sign} stands {text.count(sign):,} times in this text; there is room for {MOST_SIGNS}."
            hint = f"Delete {text.count(sign) - MOST_SIGNS:,} of them, or link to one page that has all the links."
            raise wrong("E122", message, hint)
    return None if text.lower() == UNKNOWN or not text else text


_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Windows reserves these names for devices and cannot store a file or folder with such a name, whatever its extension:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")


def _identifier(value: Any) -> str:
    text = _text(value)
    if not _ID.fullmatch(text) or len(text) > 64:
        message = f'"{shorten(text)}" cannot be an id: small letters, digits and single hyphens only, at most 64.'
        raise wrong("E105", message, f"Write:  {hints.identifier(text) or 'our-group'}")
    if _DEVICE.fullmatch(text):
        message = f'"{text}" cannot be an id. Pages are files, and Windows cannot store a file with this name.'
        raise wrong("E109", message, f"Write:  {text}-group   or another, more descriptive id.")
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
        raise wrong("E107", f'"{shorten(text)}" is not a whole number above zero.', f"Write:  {hints.number(text)}")
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
    return _day(_text(value))


@lru_cache(maxsize=4_000)  # the same days are typed again and again
def _day(text: str) -> dt.date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _real_date(text)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, day = (int(part) for part in found.groups())
        raise wrong("E110", f'"{text}" is a date in another form.', f"Write:  {year:04}-{month:02}-{day:02}")
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
        one, two, year = (int(part) for part in found.groups())
        readings = [f"{year:04}-{m:02}-{d:02}" for m, d in dict.fromkeys([(one, two), (two, one)]) if m <= 12]
        what = "can be read in two ways" if len(readings) == 2 else "is a date in another form"
        hint = "Write the year first:  " + ("   or:  ".join(readings) or "2026-09-10")
        raise wrong("E110", f'"{text}" {what}.', hint)
    raise wrong("E110", f'"{shorten(text)}" is not a date.', hints.date_in_words(text))


def _real_date(text: str) -> dt.date:
    year, month, day = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        swapped = f"The month comes before the day. Write:  {year:04}-{day:02}-{month:02}"
        may_be_swapped = 1 <= day <= 12 < month <= 31
        hint = (
            swapped
            if may_be_swapped
            else f"Write a month from 01 to 12, such as  {year:04}-12-{min(max(day, 1), 31):02}"
        )
        raise wrong("E111", f"There is no month {month}.", hint)
    if not 1971 <= year <= 2199:
        raise wrong(
            "E111",
            f"The year {year} looks wrong.",
            f"Write a year between 1971 and 2199:  2026-{month:02}-{min(max(day, 1), 28):02}",
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"{calendar.month_name[month]} {year} has {days} days."
        raise wrong("E111", message, f"Write a day from 01 to {days}, such as  {year:04}-{month:02}-{days}")
    return dt.date(year, month, day)


_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?|(\d{1,2}):(\d{2})", re.IGNORECASE)


@lru_cache(maxsize=1_000)
def _time(text: str) -> dt.time:
    found = _TIME.fullmatch(text)
    if not found:
        raise wrong("E112", f'"{shorten(text)}" is not a time.', hints.time_of_day(text))
    hour12, minute12, half, hour24, minute24 = found.groups()
    hour, minute = int(hour12 or hour24), int(minute12 or minute24 or 0)
    if text.startswith("24:"):
        raise wrong("E112", "There is no hour 24: at midnight the next day begins.", MIDNIGHT)
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise wrong("E112", f'There is no such time as "{text}".', hints.time_of_day(text))
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return dt.time(hour, minute)


@lru_cache(maxsize=4_000)
def _date_or_time(text: str) -> dt.date | dt.datetime:
    """A local date, or a local date and time; the zone is the event's, never in the text."""
    if re.search(r"(Z|[+-]\d\d:?\d\d)$", text) and re.search(r"\d:\d", text):
        local = re.sub(r"(:\d\d):\d\d(\.\d+)?(?=[Z+-])", r"\1", text.replace("T", " "))
        local = re.sub(r"(Z|[+-]\d\d:?\d\d)$", "", local).strip()
        hint = f"If that is the time that people see on the wall, write:  {local}"
        if (end := re.search(r"(\d\d:\d\d)(?::\d\d)?-(\d\d:\d\d)$", text)) and end[2] > end[1]:
            hint += f"\nIf the event ends at {end[2]}, write that under it:  ends: {end[2]}"
        raise wrong("E113", "Times here are local times, without Z or an offset.", hint)
    day, _, time = re.sub(r"(?<=\d)T(?=\d)", " ", text).partition(" ")
    if not time.strip() or not re.match(r"\d+[-/.]\d", day):
        return _date(text)
    time = re.sub(r"^(\d{1,2}:\d{2}):00$", r"\1", time.strip())
    date = _date(day)
    if time == "24:00":
        midnight = dt.datetime.combine(date + dt.timedelta(days=1), dt.time())
        raise wrong(
            "E112", "There is no hour 24: at midnight the next day begins.", f"Write:  {hints.moment(midnight)}"
        )
    return dt.datetime.combine(date, _time(time))


def _starts(value: Any) -> dt.date | dt.datetime | None:
    text = _text(value)
    if text.lower() == TO_BE_ANNOUNCED:
        return None
    if text.lower() in ("tba", "tbd", UNKNOWN):
        raise wrong("E114", f'"{text}" is not understood here.', f"Write:  {TO_BE_ANNOUNCED}")
    return _date_or_time(text)


def _moved(value: Any) -> dt.date | dt.datetime | str:
    return _starts(value) or TO_BE_ANNOUNCED


def _ends(value: Any) -> dt.date | dt.datetime | dt.time:
    return _end(_text(value))


@lru_cache(maxsize=4_000)
def _end(text: str) -> dt.date | dt.datetime | dt.time:
    has_date = re.match(r"\d{4}|\d+[-/.]\d+[-/.]\d", text)
    return _date_or_time(text) if has_date else _time(text)


def _due(value: Any) -> dt.date | str | None:
    text = _text(value)
    if text.lower() in (TO_BE_ANNOUNCED, UNKNOWN):
        return None
    return school_year(text) if re.fullmatch(r"\d{4}[-–/]\d{2}", text) else _date(text)


def _deadline(value: Any) -> dt.date | None:
    text = _text(value)
    return None if text.lower() in (UNKNOWN, TO_BE_ANNOUNCED) else _date(text)


def school_year(value: Any) -> str:
    """A school year such as 2026-27."""
    text = _text(value).replace("–", "-").replace("/", "-")
    if not re.fullmatch(r"\d{4}-\d{2}", text) or (int(text[:4]) + 1) % 100 != int(text[5:]):
        raise wrong(
            "E115",
            f'"{shorten(text)}" is not a school year.',
            f"Write the first year and two digits of the second:  {hints.school_year(text)}",
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
            items = f"[{value}]" if isinstance(value, str) else "[…]"
            raise wrong("E120", "A list belongs here.", f"Put brackets around it:  {items}")
        if len(value) > longest:
            raise wrong(
                "E121",
                f"The list has {len(value)} entries; there is room for {longest}.",
                f"Delete {len(value) - longest} of them.",
            )
        return tuple(dict.fromkeys(parse(item) for item in value if item is not None))

    return parse_all


def _domain(value: Any) -> str:
    text = _text(value).lower().removeprefix("@").removeprefix("www.")
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        hint = "Write what stands behind the @ of a mail address:  example.org"
        raise wrong("E123", f'"{shorten(text)}" is not a domain.', hint)
    return text


def _zone(value: Any) -> str:
    name = line(60)(value)
    if not is_place(name):
        raise wrong("E140", wrong_name(name), hint(name))
    return name


def _handle(value: Any) -> str:
    """A user or team on GitHub, without the @."""
    text = _text(value).removeprefix("@")
    if not re.fullmatch(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(/[A-Za-z0-9][A-Za-z0-9_-]{0,99})?", text):
        message = f'"{shorten(text)}" is not the name of a user or team on GitHub.'
        raise wrong(
            "E119",
            message,
            "Write what stands behind the @ on GitHub:  jdoe   or, for a team:  our-district/keocn",
        )
    return text


class Kind:
    """Tells pydantic of a kind of value: its parser, and its JSON Schema; `takes` are the words for that where they do
    not follow from it.

    `PlainValidator` with `WithJsonSchema` would do; but for each of some 300 fields they look at the parser's arguments
    and make a serializer that nobody asks for, a third of the time in which the model is made.
    """

    __slots__ = ("json_schema", "parse")

    def __init__(self, parse: Callable[[Any], Any], **schema: Any) -> None:
        self.parse, self.json_schema = parse, schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        return dict(self.json_schema)


_DATE_SCHEMA: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

Id = Annotated[str, Kind(_identifier, takes="id", type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64)]
Ids = Annotated[tuple[str, ...], Kind(_many(_identifier), takes="list of ids", type="array", items={"type": "string"})]
Title = Annotated[str, Kind(line(300), type="string", minLength=1, maxLength=300)]
Short = Annotated[str | None, Kind(_answer(60), type="string", maxLength=60)]
Sentence = Annotated[str | None, Kind(_answer(160), type="string", maxLength=160)]
Text = Annotated[str | None, Kind(_answer(600), type="string", maxLength=600)]
Texts = Annotated[tuple[str, ...], Kind(_many(line(80)), takes="list of texts", type="array", items={"type": "string"})]
Markdown = Annotated[
    str | None, Kind(_markdown, takes="text with paragraphs (Markdown)", type="string"), MarkdownText()
]
Domains = Annotated[
    tuple[str, ...], Kind(_many(_domain), takes="list of domains", type="array", items={"type": "string"})
]
YesNo = Annotated[bool, Kind(_yes_no, type="boolean")]
YesNoUnknown = Annotated[
    bool | None,
    Kind(
        lambda v: None if _text(v).lower() == UNKNOWN else _yes_no(v),
        takes="yes, no or unknown",
        anyOf=[{"type": "boolean"}, {"const": UNKNOWN}],
    ),
]
Handles = Annotated[tuple[str, ...], Kind(_many(_handle), type="array", items={"type": "string"})]
Number = Annotated[int, Kind(_number, type="integer", minimum=1)]
Count = Annotated[int | None, Kind(_count, anyOf=[{"type": "integer", "minimum": 10}, {"const": WITHHELD}])]
Date = Annotated[dt.date, Kind(_date, **_DATE_SCHEMA)]
Starts = Annotated[
    dt.date | dt.datetime | None, Kind(_starts, takes="date, date and time, or `to be announced`", type="string")
]
Moved = Annotated[
    dt.date | dt.datetime | str, Kind(_moved, takes="date, date and time, or `to be announced`", type="string")
]
Ends = Annotated[dt.date | dt.datetime | dt.time, Kind(_ends, takes="time, date, or date and time", type="string")]
Due = Annotated[dt.date | str | None, Kind(_due, takes="date, school year, or `to be announced`", type="string")]
Deadline = Annotated[dt.date | None, Kind(_deadline, takes="date, or `unknown`", type="string")]
SchoolYear = Annotated[str, Kind(school_year, takes="school year", type="string", pattern=r"^\d{4}-\d{2}$")]
Url = Annotated[str, Kind(_url, takes="web address", type="string", pattern="^https://")]
Contact = Annotated[str | None, Kind(_contact, takes="mailbox or web address", type="string")]
ZoneName = Annotated[str, Kind(_zone, takes="time zone", type="string")]
