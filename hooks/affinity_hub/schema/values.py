"""The kinds of value a volunteer types, each with its one reading: text in, a typed value out, or what to type instead.

Every type here is an annotation for a field of the model. Its parser takes what `source` read (always text, a list or a
mapping) and returns the value, or raises `PydanticCustomError` with the problem's code as type and the hint as context.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError, core_schema

from affinity_hub.core import suggest
from affinity_hub.core.calendar_days import MONTHS
from affinity_hub.core.text import shorten, visible, without_invisible
from affinity_hub.core.vocabulary import slips, without_junk
from affinity_hub.core.yaml_text import quoted, scalar
from affinity_hub.core.zone_names import cities_for, hint, is_place, wrong_name
from affinity_hub.suppression.algorithm import WITHHELD

from .typed_moments import Meant, readings, wrong_weekday

MIDNIGHT: Final = "Write 00:00 with the date of the next day:  {next_day} 00:00"  # `explain` knows the day
TO_BE_ANNOUNCED: Final = "to be announced"
UNKNOWN: Final = "unknown"
MOST_SIGNS: Final = 150


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """Marks a field whose text is Markdown."""


@dataclass(frozen=True, slots=True)
class Private:
    """Marks a field that no view may hold."""


def wrong(code: str, message: str, hint: str = "", *, instead: str = "", sign: str = "") -> PydanticCustomError:
    """The error a parser raises; `loader` turns it into a problem with a line.

    `instead` (YAML) is the value to write in place of the typed value, if there is exactly one. It begins the hint.
    `sign` is the part of a text of several lines that the error is about.
    """
    offered = f"Write:  {instead}" if instead else ""
    full = "\n".join(filter(None, (offered, hint)))
    return PydanticCustomError(code, "{said}", {"said": message, "hint": full, "instead": instead, "sign": sign})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        shape = "a list" if isinstance(value, list) else "keys with values"
        parts = list(value.values() if isinstance(value, dict) else value)
        inner = [part for part in parts if isinstance(part, str)]
        if isinstance(value, dict):
            inner = [f"{key}: {part}" for key, part in value.items() if isinstance(part, str)]
        is_simple = inner and len(inner) == len(parts) and (isinstance(value, list) or len(parts) == 1)
        # The keys of a text begin on lines of their own, which a fix of one line cannot replace.
        said = quoted(", ".join(inner)) if is_simple else ""
        if isinstance(value, dict):
            hint = f"Write the text behind the key, in its line:  {said}" if said else "Write a text."
            raise wrong("E101", f"A text belongs here, not {shape}.", hint)
        instead = said
        raise wrong("E101", f"A text belongs here, not {shape}.", "" if instead else "Write a text.", instead=instead)
    text = value.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", without_invisible(text)).strip()


def _word(value: Any) -> str:
    """A text that is no prose: every space in it, such as a no-break space, counts as an ordinary space."""
    text = _text(value)
    return text if text.isascii() else " ".join(text.split())


def line(longest: int = 200) -> Callable[[Any], str]:
    """A parser for a text of one line with at most `longest` characters."""

    def parse(value: Any) -> str:
        text = _text(value)
        if not text:
            raise wrong("E102", "The text is empty.", "Delete the line, or write something between the quotes.")
        if "\n" in text:
            joined = " ".join(text.split())
            instead = quoted(joined) if len(joined) <= longest else ""
            hint = "" if instead else "Join them into one short sentence."
            raise wrong("E103", "One line belongs here, not several.", hint, instead=instead)
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
    if "![" in text:
        _refuse_pictures(text)
    if "<!--" in text:
        message = "This hidden note would appear on the page, because the site shows HTML as text."
        hint = "Delete the note.\nIf editors need it, write it above the entry, in a line that starts with  #"
        raise wrong("E126", message, hint, sign="<!--")
    for sign in "[<":
        # Each of them makes the converter look through all the rest, so that thousands would keep it busy for minutes.
        if text.count(sign) > MOST_SIGNS:
            message = f"The sign {sign} appears {text.count(sign):,} times in the text; there is room for {MOST_SIGNS}."
            hint = f"Delete {text.count(sign) - MOST_SIGNS:,} of them, or link to one page that has all the links."
            raise wrong("E122", message, hint)
    return None if text.lower() == UNKNOWN or not text else text


def _refuse_pictures(text: str) -> None:
    from affinity_hub.core.markdown import images  # here, because a check hardly ever needs the parser of Markdown

    for description in images(text)[:1]:
        message = "The site cannot show pictures here yet."
        hint = "Delete the picture. If it shows something that the text does not say, describe it in words."
        raise wrong("E125", message, hint, sign=f"![{description}")


_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Windows reserves these names for devices and cannot store a file or folder with such a name, whatever its extension:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")


def _identifier(value: Any) -> str:
    text = _word(value)
    if not _ID.fullmatch(text) or len(text) > 64:
        message = f'"{shorten(text)}" cannot be an id: small letters, digits and single hyphens only, at most 64.'
        instead = suggest.identifier(text)
        hint = "" if instead else "Write a short name with Latin letters."
        words = text.split()
        if len(words) > 1 and all(map(_ID.fullmatch, words)) and any("-" in word for word in words):
            instead, hint = "", f"If these are several ids, put commas between them:  {', '.join(words)}"
        raise wrong("E105", message, hint, instead=instead)
    if _DEVICE.fullmatch(text):
        message = f'"{text}" cannot be an id. Pages are files, and Windows cannot store a file with this name.'
        raise wrong("E109", message, "You can also choose another, more descriptive id.", instead=f"{text}-group")
    return text


# What people type for yes and no, in English and Spanish, and in files of other programs.
_YES: Final = frozenset(("y", "yes", "yep", "yeah", "yup", "sure", "on", "true", "t", "1", "x", "ok", "si", "sí"))
_NO: Final = frozenset(("n", "no", "nope", "nah", "off", "false", "f", "0", "none", "never"))


def _yes_no(value: Any) -> bool:
    text = _word(value).lower()
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    plain = text.strip(".!, ")
    instead = "yes" if plain in _YES else "no" if plain in _NO else ""
    message = f'"{shorten(text)}" is neither yes nor no.'
    raise wrong("E106", message, "" if instead else "Write:  yes   or:  no", instead=instead)


def _number(value: Any) -> int:
    text = _word(value)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII):
        instead = suggest.number(text)
        hint = "" if instead else "Write a whole number from 1 to 999999, in digits only."
        raise wrong("E107", f'"{shorten(text)}" is not a whole number above zero.', hint, instead=instead)
    return int(text)


def _count(value: Any) -> int | None:
    """A count of people, or None for `withheld`. Whether it is large enough to be shown, `figures` says."""
    text = _word(value)
    if text.lower() == WITHHELD:
        return None
    if not re.fullmatch(r"0|[1-9][0-9]{0,6}", text, re.ASCII):
        digits = re.fullmatch(
            r"[1-9]\d{0,2}(?:[, ]\d{3})+|[1-9]\d{1,6}(?= (?:people|persons|staff|employees)$).*", text
        )
        instead = re.sub(r"\D", "", digits[0]) if digits else ""
        hint = f"If the number must not be shown, write:  {WITHHELD}"
        hint = hint if instead else f"Write the number of people, in digits only.\n{hint}"
        raise wrong("E108", f'"{shorten(text)}" is not a count of people.', hint, instead=instead)
    return int(text)


def _date(value: Any) -> dt.date:
    return _day(_word(value))


@lru_cache(maxsize=4_000)  # the same days are typed again and again
def _day(text: str) -> dt.date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _real_date(text)
    raise _in_another_form(text, "date")


def _real_date(text: str, time: str = "") -> dt.date:
    """The date that a text in the right form names. `time` is the text behind it, for the advice."""
    year, month, day = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        if 1 <= day <= 12 < month <= 31:
            raise wrong(
                "E111",
                f"There is no month {month}.",
                "The month comes before the day.",
                instead=f"{year:04}-{day:02}-{month:02}{time}",
            )
        raise wrong("E111", f"There is no month {month}.", "Write a month from 01 to 12.")
    if not 1971 <= year <= 2199:
        raise wrong("E111", f"The year {year} looks wrong.", "Write a year between 1971 and 2199.")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"{MONTHS[month]} {year} has {days} days."
        raise wrong("E111", message, f"Write a day from 01 to {days}.")
    return dt.date(year, month, day)


_MIDNIGHT: Final = frozenset(("midnight", "12 midnight", "24:00", "24.00", "24h"))
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?|(\d{1,2}):(\d{2})", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=1_000)
def _time(text: str) -> dt.time:
    if text.lower() in _MIDNIGHT:
        raise wrong("E112", "The next day begins at midnight.", MIDNIGHT)
    found = _TIME.fullmatch(text)
    if not found:
        raise _in_another_form(text, "time")
    hour12, minute12, half, hour24, minute24 = found.groups()
    hour, minute = int(hour12 or hour24), int(minute12 or minute24 or 0)
    if text.startswith("24:"):
        raise wrong("E112", "There is no hour 24: the next day begins at midnight.", MIDNIGHT)
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
        raise wrong("E113", "Times here are local times, without Z or an offset.", hint)
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
        raise wrong("E112", message, instead=suggest.moment(midnight))
    found = _TIME.fullmatch(time)
    if not found or int(found[1] or found[4]) > 23 or (found[3] and not 1 <= int(found[1]) <= 12):
        raise _in_another_form(text, "moment")
    return dt.datetime.combine(date, _time(time))


def _has_offset(text: str) -> bool:
    """Whether a time ends with Z or an offset from UTC. The end of a range such as `16:00-17:30` is none."""
    ends = re.search(r"(Z|[+-]\d\d:?\d\d)$", text) and re.search(r"\d:\d", text)
    return bool(ends) and not readings(text)


Form: TypeAlias = Literal["date", "time", "moment"]
NOT_A_DATE: Final = "E110"
_TAKES: Final[dict[Form, str]] = {
    "date": "Write the year, the month, and the day in digits:  YYYY-MM-DD",
    "time": "Write the hour and the minute:  HH:MM   or:  HH:MM pm",
    "moment": "Write the date, and the time after a space:  YYYY-MM-DD HH:MM",
}


# `2 hours` and `90 min`; `17h` is a time.
_LENGTH: Final = re.compile(
    r"(?:about )?(?:[1-8](?:[.:,]\d{1,2})?\s*(?:h|hrs?|hours?)(?:\s*(?:and )?\d{1,2}\s*(?:m|mins?|minutes?)?)?"
    r"|\d{2,3}\s*(?:m|mins?|minutes?)|(?:an|one|two|three|half an) hours?(?: and a half)?)(?: long)?"
)


def _in_another_form(text: str, form: Form) -> PydanticCustomError:
    """The error for a date or time in a form that the data files do not take. `explain` completes it with `today`."""
    error = in_another_form(text, form)
    return PydanticCustomError(error.type, "{said}", {**(error.context or {}), "moment": (text, form)})


def in_another_form(text: str, form: Form, today: dt.date | None = None) -> PydanticCustomError:
    """The same error with everything that the text may mean. `today` decides about years of two digits."""
    code = "E112" if form == "time" or re.match(r"\d{4}-\d{2}-\d{2}[ T]", text) else NOT_A_DATE
    noun = "date and time" if form == "moment" else form
    if re.fullmatch(r"\d{1,2}", text) and form != "date":
        # A day, an hour, or a number of hours.
        return wrong(code, f'"{text}" is not a {noun}.', _TAKES[form])
    if form != "date" and _LENGTH.fullmatch(text.lower()):
        hint = f"Write the time when it ends: the start and {text} more:  HH:MM"
        return wrong(code, f'"{shorten(text)}" is a length, but a time belongs here.', hint)
    local, cities = _apart_from_zone(text)
    found = readings(local, today) or _without_slips(local, form, today)
    may_be_moment = form == "moment" and any(one.date for one in found)
    message = f'"{shorten(text)}" is {"a date" if may_be_moment else f"a {noun}"} in a form that is not used here.'
    if not found:
        message = f'"{shorten(text)}" is not a {noun}.'
        unsure = _UNSURE.search(text)
        without = unsure and f"If it is certain and exact, write it without “{unsure[0]}”."
        return wrong(code, message, "\n".join(filter(None, (wrong_weekday(text), without, _TAKES[form]))))
    offers = list(dict.fromkeys(filter(None, (_offer(one, form) for one in found))))
    hint = _beside(found, form)
    if cities:
        hint = f"{hint}\nThe time zone belongs on its own line:  zone: {'   or:  '.join(cities)}".strip()
    if len(offers) == 1 and not hint:
        return wrong(code, message, instead=offers[0])
    if len(offers) > 1:
        message = f'"{shorten(text)}" can be read in {_IN_WORDS[min(len(offers), 5)]} ways.'
    if offers:
        return wrong(code, message, "\n".join(filter(None, (f"Write:  {'   or:  '.join(offers)}", hint))))
    what = "is a date without a year" if found[0].month_day else f"is not a {noun}"
    return wrong(code, f'"{shorten(text)}" {what}.', hint or _TAKES[form])


def _apart_from_zone(text: str) -> tuple[str, list[str]]:
    """A date or time without the time zone behind it, and the cities that the zone may mean."""
    found = re.fullmatch(r"(.*\d.*?(?:\s?[ap]\.?m\.?)?)\s*\(?([A-Z]{2,4}|[A-Z][a-z]+(?:/\w+| Time)?)\)?", text)
    cities = cities_for(found[2]) if found and not readings(text) else []
    return (found[1], cities) if found and cities else (text, [])


_UNSURE: Final = re.compile("[~?<>≈≤≥±]")


def _without_slips(text: str, form: Form, today: dt.date | None) -> tuple[Meant, ...]:
    """The only reading of a text into which a slip put a sign, or a part of it twice; empty if there are several.

    Signs such as `~` and `?` are no slips: they say that a date is not exact or not certain.
    """
    if _UNSURE.search(text):
        return ()
    found = {one for plain in without_junk(text) for one in readings(plain, today) if _offer(one, form)}
    found = {one for one in found if one.start or form == "date" or ":" not in text}
    return tuple(found) if len(found) == 1 else ()


_IN_WORDS: Final = ("no", "one", "two", "three", "four", "several")


def _offer(meant: Meant, form: Form) -> str:
    """What to write in a field for one reading of the text in it; empty if the reading has no value for the field."""
    if form == "time":
        time = meant.end or meant.start
        return f"{time:%H:%M}" if time else ""
    if meant.date is None:
        return ""
    if form == "moment" and meant.start:
        return f"{meant.date} {meant.start:%H:%M}"
    return f"{meant.date}"


def _beside(found: Sequence[Meant], form: Form) -> str:
    """What else a text says that has no place in its field, and where it belongs."""
    first = found[0]
    if first.month_day:
        month, day = first.month_day
        time = f" {first.start:%H:%M}" if form == "moment" and first.start and len(found) == 1 else ""
        return f"Add the year before the month and the day:  YYYY-{month:02}-{day:02}{time}"
    if form == "moment" and first.date is None:
        time = f"{first.start:%H:%M}" if first.start and len({one.start for one in found}) == 1 else "HH:MM"
        return f"Write the date before the time:  YYYY-MM-DD {time}"
    if form == "date" and first.date is None:
        return _TAKES["date"]
    if form == "date" and first.start:
        return "Write only a date here, without a time."
    if form == "time" and first.end:
        starts = "   or:  ".join(dict.fromkeys(f"{one.start:%H:%M}" for one in found))
        return f"This line is for the end. The start belongs in `starts`, after the date:  {starts}"
    if form == "time" and first.date:
        return "Write only a time here, without a date."
    if form == "moment" and first.end:
        ends = "   or:  ".join(dict.fromkeys(f"{one.end:%H:%M}" for one in found))
        return f"The end belongs on its own line:  ends: {ends}"
    return ""


def _starts(value: Any) -> dt.date | dt.datetime | None:
    text = _word(value)
    if text.lower() == TO_BE_ANNOUNCED:
        return None
    try:
        if not is_not_yet_known(text):
            return _date_or_time(text)
    except PydanticCustomError:
        # Only a text that is no date is compared with the words, because this runs for every event.
        if not slips(text, [TO_BE_ANNOUNCED]):
            raise
    raise wrong("E114", f'"{shorten(text)}" is not a word that you can use here.', instead=TO_BE_ANNOUNCED)


_NOT_YET_KNOWN: Final = frozenset(
    [
        "unknown",
        "tba",
        "tbd",
        "tbc",
        "tdb",
        "t.b.a",
        "t.b.d",
        "to be determined",
        "to be decided",
        "to be confirmed",
        "to announce",
        "?",
        "??",
        "not yet known",
        "not known yet",
        "not known",
        "coming soon",
        "pending",
    ]
)


def is_not_yet_known(text: str) -> bool:
    """Whether a text says in other words that a date is to be announced."""
    return text.lower().strip(".") in _NOT_YET_KNOWN or text.lower() == TO_BE_ANNOUNCED


def _moved(value: Any) -> dt.date | dt.datetime | str:
    return _starts(value) or TO_BE_ANNOUNCED


def _ends(value: Any) -> dt.date | dt.datetime | dt.time:
    return _end(_word(value))


@lru_cache(maxsize=4_000)
def _end(text: str) -> dt.date | dt.datetime | dt.time:
    if re.match(r"\d{4}-\d\d-\d", text) or any(one.date or one.month_day for one in readings(text)):
        return _date_or_time(text)
    return _date_or_time(text) if _has_offset(text) else _time(text)


def _due(value: Any) -> dt.date | str | None:
    text = _word(value)
    if text.lower() in (TO_BE_ANNOUNCED, UNKNOWN):
        return None
    return school_year(text) if re.fullmatch(r"\d{4}[-–/]\d{2}", text) else _date(text)


def _deadline(value: Any) -> dt.date | None:
    text = _word(value)
    return None if text.lower() in (UNKNOWN, TO_BE_ANNOUNCED) else _date(text)


def school_year(value: Any) -> str:
    """A school year such as 2026-27."""
    text = _word(value).replace("–", "-").replace("/", "-")
    if not re.fullmatch(r"\d{4}-\d{2}", text) or (int(text[:4]) + 1) % 100 != int(text[5:]):
        offers = suggest.school_years(text)
        hint = "Write the first year, a hyphen, and two digits of the second year:  YYYY-YY"
        hint = f"Write:  {'   or:  '.join(offers)}" if len(offers) > 1 else "" if offers else hint
        instead = offers[0] if len(offers) == 1 else ""
        raise wrong("E115", f'"{shorten(text)}" is not a school year.', hint, instead=instead)
    return text


def _url(value: Any) -> str:
    text = _text(value)
    sign = re.search(r"[\s<>\"'`\\]", text)
    if not sign and _is_https(text):
        return text
    message = f'"{shorten(text)}" is not a web address that starts with https://.'
    if sign:
        message = f"A web address cannot contain a {_NAMES.get(sign[0], f'sign such as {visible(sign[0])}')}."
    trimmed = _without_punctuation(re.sub(r"[<>\"'`]", "", text))
    if sign and not sign[0].isspace() and text.startswith("https://"):
        plain = {one for one in without_junk(text) if not re.search(r"[\s<>\"'`\\]", one) and _is_https(one)}
        trimmed = plain.pop() if len(plain) == 1 else trimmed
    if found := re.fullmatch(r"\[[^\]]*\]\((https://\S+)\)\.?", text):
        trimmed = found[1]  # a link in Markdown
    trimmed = _without_punctuation(trimmed)
    better = "https://" + re.sub(r"^(?:(?i:https?):?[/\\]+|[/\\]+)", "", trimmed)
    if re.search(r"[\s<>\"'`\\]", better) or not _is_https(better) or not _LIKE_A_HOST.match(better):
        hint = "Copy the whole address of the page, starting with https://, and paste it here."
        if sign and sign[0].isspace() and _is_https(text.split()[0]):
            hint = "Keep only the address, without the words around it. In an address, write %20 for a space."
        elif EMAIL.fullmatch(text.removeprefix("mailto:")):
            hint = "This is a mailbox. A mailbox belongs in `contact`."
        raise wrong("E116", message, hint)
    raise wrong("E116", message, instead=better)


def _without_punctuation(text: str) -> str:
    """An address without the punctuation and brackets of the sentence around it."""
    for opened, closed in ("()", "[]"):
        text = text.rstrip(".,;:!")
        if text.startswith(opened):
            text = text.lstrip(opened)
        while text.endswith(closed) and text.count(closed) > text.count(opened):
            text = text[:-1].rstrip(".,;:!")
    return text


_LIKE_A_HOST: Final = re.compile(r"https://(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_NAMES: Final = {
    " ": "space",
    "\n": "line break",
    "\t": "tab",
    '"': "quote",
    "'": "quote",
    "`": "backtick",
    "\\": "backslash",
}


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
    bare = re.sub(r"^(?:mailto:|<)|>$", "", text.replace(" ", "") if text.count("@") == 1 else text)
    link = "https://" + re.sub(r"^(?i:http:)?/*", "", text)
    instead = bare if EMAIL.fullmatch(bare) else link if _LIKE_A_HOST.match(link) and not re.search(r"\s", link) else ""
    hint = "Write the mailbox of a role, not of a person, or a web address that starts with https://."
    hint = "" if instead else f"{hint}\nIf nobody knows yet, write:  {UNKNOWN}"
    raise wrong("E117", f'"{shorten(text)}" is neither a mailbox nor a web address.', hint, instead=instead)


def _many(parse: Callable[[Any], str], longest: int = 50) -> Callable[[Any], tuple[str, ...]]:
    def parse_all(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            plain = value.strip().strip("[]()") if isinstance(value, str) else ""
            typed = re.split(r",\s*|\s*[\u2022\u00b7]\s*", plain)
            parts = [part for part in (one.strip(" \"'\u201c\u201d") for one in typed) if part]
            if plain.lower() in _NO_ENTRIES:
                raise wrong("E120", "A list belongs here.", "If there are none, delete this line.")
            is_clear = parts and not re.search(r"\s/\s|;|\s(?:and|&)\s", plain)
            instead = f"[{', '.join(scalar(part) for part in parts)}]" if is_clear else ""
            hint = "Brackets make it a list." if instead else "Write commas between the entries:  [first, second]"
            error = wrong("E120", "A list belongs here.", hint, instead=instead)
            raise _about_ids(error, value) if parse is _identifier else error
        if len(value) > longest:
            raise wrong(
                "E121",
                f"The list has {len(value)} entries; there is room for {longest}.",
                f"Delete {len(value) - longest} of them.",
            )
        return tuple(dict.fromkeys(_items(parse, value)))

    return parse_all


_NO_ENTRIES: Final = frozenset(
    ("none", "none yet", "no", "nobody", "n/a", "na", "unknown", "tba", "tbd", "-", "not yet")
)


def _about_ids(error: PydanticCustomError, typed: Any) -> PydanticCustomError:
    """The error with the text that `explain` compares with the ids of the hub."""
    return PydanticCustomError(error.type, "{said}", {**(error.context or {}), "ids": typed})


def _items(parse: Callable[[Any], str], values: list[Any]) -> Iterator[str]:
    """The values of a list. An error says which entry it is about."""
    for index, item in enumerate(values):
        if item is None:
            continue
        try:
            yield parse(item)
        except PydanticCustomError as error:
            context = {**(error.context or {}), "index": index}
            context |= {"ids": item} if parse is _identifier else {}
            raise PydanticCustomError(error.type, "{said}", context) from None


def _domain(value: Any) -> str:
    text = _word(value).lower().removeprefix("@").removeprefix("www.")
    if not _DOMAIN.fullmatch(text):
        bare = re.sub(r"^(?:mailto:)?[^@/]*@|^https?://(?:www\.)?|/.*$", "", text)
        instead = bare if _DOMAIN.fullmatch(bare) else ""
        hint = "" if instead else "Write only the part after the @ of an email address."
        raise wrong("E123", f'"{shorten(text)}" is not a domain.', hint, instead=instead)
    return text


_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def _zone(value: Any) -> str:
    name = line(60)(value)
    if not is_place(name):
        cities = cities_for(name)
        raise wrong("E140", wrong_name(name), hint(name), instead=cities[0] if len(cities) == 1 else "")
    return name


def _handle(value: Any) -> str:
    """A user or team on GitHub, without the @."""
    text = _word(value).removeprefix("@")
    if not _HANDLE.fullmatch(text):
        bare = re.sub(r"^(?:https?://)?(?:www\.)?github\.com/(?:orgs/([^/]+)/teams/)?", r"\1/", text).strip("/@ ")
        instead = bare if bare != text and _HANDLE.fullmatch(bare) else ""
        hint = "" if instead else "Write the name that follows the @ on GitHub. For a team, write  organization/team"
        message = f'"{shorten(text)}" is not the name of a user or team on GitHub.'
        raise wrong("E119", message, hint, instead=instead)
    return text


_HANDLE: Final = re.compile(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(/[A-Za-z0-9][A-Za-z0-9_-]{0,99})?")


class ValueType:
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

Id = Annotated[str, ValueType(_identifier, takes="id", type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64)]
Ids = Annotated[
    tuple[str, ...], ValueType(_many(_identifier), takes="list of ids", type="array", items={"type": "string"})
]
Title = Annotated[str, ValueType(line(300), type="string", minLength=1, maxLength=300)]
Short = Annotated[str | None, ValueType(_answer(60), type="string", maxLength=60)]
Sentence = Annotated[str | None, ValueType(_answer(160), type="string", maxLength=160)]
Text = Annotated[str | None, ValueType(_answer(600), type="string", maxLength=600)]
Texts = Annotated[
    tuple[str, ...], ValueType(_many(line(80)), takes="list of texts", type="array", items={"type": "string"})
]
Markdown = Annotated[
    str | None, ValueType(_markdown, takes="text with paragraphs (Markdown)", type="string"), MarkdownText()
]
Domains = Annotated[
    tuple[str, ...], ValueType(_many(_domain), takes="list of domains", type="array", items={"type": "string"})
]
YesNo = Annotated[bool, ValueType(_yes_no, type="boolean")]
YesNoUnknown = Annotated[
    bool | None,
    ValueType(
        lambda v: None if _word(v).lower() == UNKNOWN else _yes_no(v),
        takes="yes, no or unknown",
        anyOf=[{"type": "boolean"}, {"const": UNKNOWN}],
    ),
]
Handles = Annotated[tuple[str, ...], ValueType(_many(_handle), type="array", items={"type": "string"})]
Number = Annotated[int, ValueType(_number, type="integer", minimum=1)]
Count = Annotated[int | None, ValueType(_count, anyOf=[{"type": "integer", "minimum": 10}, {"const": WITHHELD}])]
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
Url = Annotated[str, ValueType(_url, takes="web address", type="string", pattern="^https://")]
Contact = Annotated[str | None, ValueType(_contact, takes="mailbox or web address", type="string")]
ZoneName = Annotated[str, ValueType(_zone, takes="time zone", type="string")]
