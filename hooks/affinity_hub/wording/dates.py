"""Dates and times as people read them, in the language of the current build.

All patterns are from CLDR (https://cldr.unicode.org), through Babel. The locale of the machine does not matter. A large
site has more than 100,000 dates on a few thousand days, so each day is put into words once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from affinity_hub.core import i18n
from affinity_hub.core.calendar_days import Moment, day_of, last_day, school_year_end
from affinity_hub.core.i18n import Language, gettext, ngettext

from . import organization

if TYPE_CHECKING:
    from babel.dates import DateTimePattern

# The CLDR names for the parts of a date: year, month, weekday (E), day; the more letters, the longer the word.
FULL: Final = "yMMMMEEEEd"
WITHOUT_YEAR: Final = "MMMMEEEEd"
LONG: Final = "yMMMMd"
SHORT_DAY: Final = "MMMEd"
SHORT_WITH_YEAR: Final = "yMMMEd"
_FIELD: Final = re.compile(r"'[^']*'|([a-zA-Z])\1*")
# CLDR has narrow spaces that some calendar apps show as boxes.
_SPACES: Final = str.maketrans("\u2009\u202f\u00a0", "   ")


def day(date: dt.date) -> str:
    """Thursday, September 10, 2026"""
    return _date(i18n.current(), FULL, date)


def listed_day(date: dt.date, today: dt.date) -> str:
    """Thursday, September 10; with the year if it is not the current year. For lists that are never read later."""
    return _date(i18n.current(), WITHOUT_YEAR if date.year == today.year else FULL, date)


def plain_day(date: dt.date) -> str:
    """September 10, 2026"""
    return _date(i18n.current(), LONG, date)


def brief(first: dt.date, last: dt.date, today: dt.date) -> str:
    """Thu, Sep 10, or Thu, Sep 10 – Fri, Sep 11; with the year if it is not the current year."""
    return _range(i18n.current(), SHORT_DAY if last.year == today.year else SHORT_WITH_YEAR, first, last)


def month(date: dt.date) -> str:
    """September 2026"""
    return _date(i18n.current(), "yMMMM", date.replace(day=1))


def block(date: dt.date) -> tuple[str, str, str]:
    """The parts of a date, one below another: Thu, 10, Sep."""
    return _block(i18n.current(), date)


def first_weekday() -> int:
    """The weekday with which a week begins on calendars: 6 for Sunday in the United States, 0 for Monday in Britain."""
    return i18n.current().locale.first_week_day


def weekdays() -> tuple[tuple[str, str], ...]:
    """The short and the long name of each weekday, from the first day of a week on."""
    return _weekdays(i18n.current())


def weekday_name(number: int) -> str:
    """The name of a weekday in a sentence: Monday for 0."""
    language = i18n.current()
    return language.marked(language.locale.days["format"]["wide"][number])


def month_name(number: int) -> str:
    """The name of a month in a sentence: January for 1."""
    language = i18n.current()
    return language.marked(language.locale.months["format"]["wide"][number])


def days(first: dt.date, last: dt.date) -> str:
    """Thursday, September 10 – Friday, September 11, 2026; one day if both are the same."""
    return _range(i18n.current(), FULL, first, last)


def period(starts: dt.date | None, ends: dt.date | None, words: str | None) -> str:
    """The time of something without clock times: its days and words, as far as they are known."""
    if starts and ends:
        known = days(starts, ends)
    else:
        known = _from(starts) if starts else gettext("Until %(day)s", day=plain_day(ends)) if ends else ""
    return gettext("%(days)s: %(words)s", days=known, words=words) if known and words else known or words or ""


def _from(day: dt.date) -> str:
    return gettext("From %(day)s", day=plain_day(day))


def hours(start: dt.datetime, end: dt.datetime) -> str:
    """4:00–5:30 PM; 11:00 AM–1:00 PM; 8:00 PM–midnight. The day of the end is left out."""
    return _hours(i18n.current(), start.time(), end.time())


def time(moment: dt.datetime | dt.time) -> str:
    """4:00 PM"""
    return _time(i18n.current(), moment.time() if isinstance(moment, dt.datetime) else moment)


def times(start: dt.datetime, end: dt.datetime, name: Callable[[dt.date], str] = day) -> str:
    """4:00–5:30 PM; 11:00 AM–1:00 PM; 8:00 PM–midnight; with the name of the day of the end if it is another day."""
    last = last_day(start, end)
    if start.date() == last:
        return hours(start, end)
    return gettext("%(start)s to %(end)s on %(day)s", start=time(start), end=_end(last, end), day=name(last))


def usual_times(start: dt.datetime, end: dt.datetime) -> str:
    """The times of all dates of a series: 4:00–5:30 PM; 8:00 PM to 10:00 AM the next day."""
    last = last_day(start, end)
    if start.date() == last:
        return hours(start, end)
    return ngettext(
        "%(start)s to %(end)s the next day",
        "%(start)s to %(end)s %(number)s days later",
        (last - start.date()).days,
        start=time(start),
        end=_end(last, end),
    )


def _end(last: dt.date, end: dt.datetime) -> str:
    """The time at which the last day ends. Midnight is at the end of the last day."""
    return _midnight(i18n.current()) if last < end.date() else time(end)


def span(start: Moment, end: Moment) -> str:
    """The whole span: Thursday, September 10, 2026, 4:00–5:30 PM."""
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        return day_and_time(day(start.date()), times(start, end))
    return days(day_of(start), day_of(end))


def day_and_time(day: str, time: str) -> str:
    """A day and a time, both in words: Thursday, September 10, 2026, 4:00–5:30 PM."""
    return _together(i18n.current()).replace("{1}", day).replace("{0}", time)


def dates(days: Sequence[dt.date]) -> str:
    """December 24 and December 31, 2026: the year only if the next date has another year."""
    following = [*days[1:], None][: len(days)]
    words = (
        _date(i18n.current(), "MMMMd" if after and after.year == date.year else LONG, date)
        for date, after in zip(days, following, strict=True)
    )
    return i18n.listed(list(words))


def when(value: dt.date | str) -> str:
    """On June 10, 2027; in the 2026-27 school year."""
    if isinstance(value, dt.date):
        return gettext("on %(day)s", day=plain_day(value))
    return gettext("in %(year)s", year=year(value))


def due(value: dt.date | str | None) -> str:
    """A due date in words: June 10, 2027, the end of the 2026-27 school year, or no due date listed.

    A missing date does not say that a date will be announced.
    """
    if value is None:
        return gettext("no due date listed")
    return plain_day(value) if isinstance(value, dt.date) else gettext("the end of %(year)s", year=year(value))


def year(value: str) -> str:
    """A year such as 2026-27 in the words of the organization: the 2026-27 school year."""
    return organization.current().year(value)


def day_due(due: dt.date | str | None) -> dt.date:
    """The day to sort a due date by; the latest possible day if there is none."""
    return school_year_end(due) if isinstance(due, str) else due or dt.date.max


def is_over(value: dt.date | str | None, today: dt.date) -> bool:
    """Whether a due date has passed."""
    if value is None:
        return False
    return (value if isinstance(value, dt.date) else school_year_end(value)) < today


# --- Patterns of CLDR ---


@lru_cache(maxsize=16_384)
def _date(language: Language, skeleton: str, date: dt.date) -> str:
    return _worded(language, _pattern(language, skeleton), date)


def _worded(language: Language, pattern: DateTimePattern, moment: dt.date | dt.time) -> str:
    return language.marked(pattern.apply(moment, language.locale).translate(_SPACES))


@lru_cache(maxsize=256)
def _pattern(language: Language, skeleton: str) -> DateTimePattern:
    from babel.dates import parse_pattern

    return parse_pattern(_as_long_as(skeleton, _usual(language, skeleton)))


def _usual(language: Language, skeleton: str) -> str:
    """The pattern that CLDR has for a skeleton, or for the same parts in their usual length."""
    locale = language.locale
    if skeleton in (FULL, LONG):
        return str(locale.date_formats["full" if skeleton == FULL else "long"].pattern)
    found = locale.datetime_skeletons
    return str((found.get(skeleton) or found[_abbreviated(skeleton)]).pattern)


def _abbreviated(skeleton: str) -> str:
    return skeleton.replace("MMMM", "MMM").replace("EEEE", "E")


def _as_long_as(skeleton: str, pattern: str) -> str:
    """A pattern with its names of months and weekdays in the length of a skeleton (UTS 35, Matching Skeletons)."""
    wanted = {found[1]: found[0] for found in _FIELD.finditer(skeleton) if found[1] in "EM"}
    return _FIELD.sub(lambda found: wanted.get(found[1], found[0]) if len(found[0]) != 2 else found[0], pattern)


@lru_cache(maxsize=4096)
def _range(language: Language, skeleton: str, first: dt.date, last: dt.date) -> str:
    """A range of days. If the language allows it, the parts that both days share appear only once."""
    if first == last:
        return _date(language, skeleton, first)
    if first.year != last.year and "y" not in skeleton:
        skeleton = f"y{skeleton}"
    part = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = language.locale.interval_formats[_abbreviated(skeleton)][part]
    return _joined(language, [_as_long_as(skeleton, pattern) for pattern in patterns], first, last)


def _joined(language: Language, patterns: Sequence[str], first: dt.date | dt.time, last: dt.date | dt.time) -> str:
    from babel.dates import parse_pattern

    moments = zip(patterns, (first, last), strict=True)
    words = "".join(parse_pattern(pattern).apply(moment, language.locale) for pattern, moment in moments)
    return language.marked(words.translate(_SPACES))


def _has_halves(language: Language) -> bool:
    """Whether the clock of a locale counts to 12 twice a day."""
    return "a" in language.locale.time_formats["short"].pattern


@lru_cache(maxsize=4096)
def _hours(language: Language, first: dt.time, last: dt.time) -> str:
    has_halves = _has_halves(language)
    patterns = language.locale.interval_formats["hm" if has_halves else "Hm"]
    in_one_half = (first.hour < 12) == (last.hour < 12) and first < last
    part = "H" if not has_halves else "h" if in_one_half else "a"
    start, end = (pattern.translate(_SPACES).replace(" – ", "–") for pattern in patterns[part])
    is_midnight = has_halves and last == dt.time()
    return _joined(language, (start, f"'{_midnight_name(language)}'" if is_midnight else end), first, last)


@lru_cache(maxsize=2048)
def _time(language: Language, time: dt.time) -> str:
    from babel.dates import parse_pattern

    return _worded(language, parse_pattern(language.locale.time_formats["short"].pattern), time)


def _midnight(language: Language) -> str:
    name = _midnight_name(language)
    return language.marked(name) if _has_halves(language) else _time(language, dt.time())


def _midnight_name(language: Language) -> str:
    wide = language.locale.day_periods["format"]["wide"]
    return str(wide.get("midnight") or _time(language, dt.time()))


@lru_cache(maxsize=64)
def _together(language: Language) -> str:
    return str(language.locale.datetime_formats["medium"])


@lru_cache(maxsize=4096)
def _block(language: Language, date: dt.date) -> tuple[str, str, str]:
    locale = language.locale
    weekday, month = locale.days["format"]["abbreviated"], locale.months["format"]["abbreviated"]
    return language.marked(weekday[date.weekday()]), str(date.day), language.marked(month[date.month])


@lru_cache(maxsize=64)
def _weekdays(language: Language) -> tuple[tuple[str, str], ...]:
    first = language.locale.first_week_day
    short, long = (language.locale.days["stand-alone"][width] for width in ("abbreviated", "wide"))
    return tuple(
        (language.marked(short[number]), language.marked(long[number])) for number in (*range(first, 7), *range(first))
    )
