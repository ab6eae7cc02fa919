"""The names of time zones: the names that you may type, and suggestions for all other names.

A name in the tz database stands for a place and for the law that moves its clocks. `EST`, `Etc/GMT+5`, and `UTC-5`
stand for a fixed offset, so an event would be an hour off in summer. `UTC` is allowed, because its offset is fixed on
purpose.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from .timezones import abbreviations, countries, is_zone, names, zone
from .vocabulary import distance

# Names in the tz database that are offsets, or abbreviations that many people read as offsets.
_NO_PLACES: Final = frozenset((
    "CET", "CST6CDT", "EET", "EST", "EST5EDT", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "MET", "MST",
    "MST7MDT", "PST8PDT", "UCT", "Universal", "WET", "Zulu",
))  # fmt: skip
# Examples from each continent, for a text that resembles no name.
_EXAMPLES: Final = (
    "America/New_York",
    "Europe/Berlin",
    "Africa/Lagos",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)
# For each city, the names that people use for its zone: abbreviations, everyday names, large cities, and Windows names,
# without words such as "standard time". If several cities have the same name, it may mean any of them. Suggestions
# follow the order of this table, even for an offset.
_CALLED: Final = {
    "America/Los_Angeles": "pt, pst, pdt, pst8pdt, pacific, seattle, tacoma, kent, "
    "portland, san francisco, san diego, california, washington state, la",
    "America/Denver": "mt, mst, mdt, mst7mdt, mountain, salt lake city, colorado",
    "America/Chicago": "ct, cst, cdt, cst6cdt, central, houston, dallas, minneapolis, texas",
    "America/New_York": "et, est, edt, est5edt, eastern, washington dc, boston, atlanta, miami, philadelphia, nyc",
    "America/Phoenix": "mst, us mountain, arizona",
    "America/Anchorage": "ak, akst, akdt, alaska, alaskan",
    "Pacific/Honolulu": "hst, hast, hdt, hawaii, hawaiian, hawaii aleutian, aleutian",
    "America/Halifax": "at, ast, adt, atlantic",
    "America/Puerto_Rico": "ast, san juan",
    "America/St_Johns": "nst, ndt, newfoundland",
    "America/Indiana/Indianapolis": "us eastern, indiana",
    "America/Regina": "canada central, saskatchewan",
    "America/Mexico_City": "central mexico",
    "America/Mazatlan": "mountain mexico",
    "America/Tijuana": "pacific mexico",
    "America/Cancun": "eastern mexico",
    "America/Guatemala": "central america",
    "America/Bogota": "sa pacific, colombia",
    "America/La_Paz": "sa western, bolivia",
    "America/Caracas": "venezuela",
    "America/Sao_Paulo": "brt, e south america, brasilia, brazil, rio de janeiro",
    "America/Argentina/Buenos_Aires": "argentina",
    "America/Cayenne": "sa eastern",
    "America/Nuuk": "greenland",
    "Atlantic/Azores": "azores",
    "UTC": "uct, universal, zulu, z, coordinated universal",
    "Europe/London": "gmt, gmt0, bst, uk, britain, british, greenwich, greenwich mean, england",
    "Africa/Abidjan": "gmt, greenwich, ghana",
    "Europe/Lisbon": "wet, west, western european, portugal",
    "Europe/Dublin": "ist, irish, ireland",
    "Europe/Berlin": "cet, cest, met, mest, mez, mesz, w europe, central european, germany, munich, frankfurt, hamburg",
    "Europe/Paris": "cet, cest, romance, france",
    "Africa/Lagos": "wat, w central africa, nigeria",
    "Europe/Budapest": "central europe",
    "Europe/Warsaw": "central european, poland",
    "Africa/Casablanca": "morocco",
    "Europe/Athens": "eet, eest, eastern european, greece",
    "Europe/Kyiv": "fle, ukraine",
    "Europe/Bucharest": "gtb, romania",
    "Europe/Chisinau": "e europe",
    "Africa/Johannesburg": "sast, south africa, cape town",
    "Africa/Cairo": "egypt",
    "Africa/Maputo": "cat",
    "Asia/Jerusalem": "ist, israel, tel aviv",
    "Europe/Istanbul": "trt, turkey, ankara",
    "Europe/Moscow": "msk, russian, russia",
    "Africa/Nairobi": "eat, e africa, kenya",
    "Asia/Riyadh": "arab, saudi arabia",
    "Asia/Baghdad": "arabic, iraq",
    "Asia/Tehran": "iran",
    "Asia/Dubai": "gst, arabian, abu dhabi",
    "Asia/Kabul": "afghanistan",
    "Asia/Karachi": "pkt, pakistan",
    "Asia/Tashkent": "west asia, uzbekistan",
    "Asia/Kolkata": "ist, india, indian, mumbai, delhi, new delhi, bangalore, chennai",
    "Asia/Colombo": "sri lanka",
    "Asia/Kathmandu": "nepal",
    "Asia/Dhaka": "bangladesh",
    "Asia/Yangon": "myanmar",
    "Asia/Bangkok": "ict, se asia, thailand",
    "Asia/Ho_Chi_Minh": "ict, vietnam, hanoi",
    "Asia/Jakarta": "wib, indonesia",
    "Asia/Shanghai": "cst, china, beijing",
    "Asia/Hong_Kong": "hkt",
    "Asia/Taipei": "taiwan",
    "Asia/Manila": "pht, philippine, philippines",
    "Asia/Singapore": "sgt",
    "Australia/Perth": "awst, w australia",
    "Asia/Tokyo": "jst, japan, osaka",
    "Asia/Seoul": "kst, korea",
    "Australia/Adelaide": "acst, acdt, cen australia",
    "Australia/Darwin": "acst, aus central",
    "Australia/Sydney": "aest, aedt, aus eastern, canberra",
    "Australia/Brisbane": "aest, e australia",
    "Australia/Hobart": "tasmania",
    "Pacific/Port_Moresby": "west pacific",
    "Pacific/Guam": "chst, chamorro",
    "Pacific/Guadalcanal": "central pacific",
    "Pacific/Auckland": "nzst, nzdt, new zealand",
    "Pacific/Pago_Pago": "sst, american samoa",
    "Pacific/Apia": "samoa",
}


def is_place(name: str) -> bool:
    """Whether you may type a name: it is in the tz database, and stands for a place or for UTC."""
    return is_zone(name) and name not in _NO_PLACES and (not name.startswith("Etc/") or name == "Etc/UTC")


def wrong_name(typed: str) -> str:
    """The message for a name that is not allowed."""
    if is_zone(typed) or _offset(typed) is not None:
        return (
            f'"{typed}" does not name a place. '
            "Calendar apps may keep it on the same offset all year and show events an hour off in summer."
        )
    return f'There is no time zone "{typed}".'


def cities_for(typed: str, near: str = "") -> list[str]:
    """At most three cities that a disallowed name may mean, the likeliest first: the zone `near` if the name can mean
    it, then zones in the same country."""
    cities = list(_meant(typed))
    if not is_place(near) or not cities:
        return cities[:3]
    own, same = abbreviations(near), [city for city in cities if in_one_country(city, near)]
    if near in cities or typed.upper() in own or any(abbreviations(city) == own for city in same):
        alike = [city for city in same if abbreviations(city) == own]
        cities = [near, *(city for city in cities if city != near and city not in alike)]
    return sorted(cities, key=lambda city: (city != near, city not in same))[:3]


def in_one_country(city: str, other: str) -> bool:
    """Whether two zones are in the same country."""
    return city == other or countries().get(city, city) == countries().get(other, other)


def hint(typed: str, near: str = "") -> str:
    """The hint for a name that may mean several cities or none. Empty for one city, which is the whole answer."""
    cities = cities_for(typed, near)
    if len(cities) == 1:
        return ""
    if cities:
        return f"Write a region and a city:  {'   or:  '.join(cities)}"
    return f"Write a region and a large city in that zone, such as one of these:  {', '.join(_EXAMPLES)}"


def _meant(typed: str) -> Iterable[str]:
    """The cities that the text may mean, the likeliest first."""
    whole, last = _forms(typed), _forms(typed.rsplit("/", 1)[-1])
    if found := _called(whole):
        return found
    if (offset := _offset(typed)) is not None:
        return _at(offset)
    if whole[0] in {name.split("/")[0].lower() for name in names()}:
        return []  # a continent
    # "Tacoma, Washington" or "Pacific/Seattle": a part of the text may be a known name.
    for part in (last, *map(_forms, re.split("[,()]", typed))):
        if len(part[0]) > 2 and (found := _called(part)):
            return found
    # "Pacific tme": a misspelled "time" at the end.
    *begin, end = typed.split() or [""]
    if begin and distance(end.lower(), "time") == 1 and (found := _called(_forms(" ".join(begin)))):
        return found
    # For a full name, compare only the city: the long name of a continent makes all its cities similar.
    known = _index().keys() - _full_names().keys()
    near = (difflib.get_close_matches(form, sorted(known), 1, 0.8) for form in (whole[-1], last[0]) if len(form) > 3)
    return next((_index()[close[0]] for close in near if close), [])


def _called(forms: Iterable[str]) -> list[str]:
    return next((_index()[form] for form in forms if form in _index()), [])


@cache
def _index() -> dict[str, list[str]]:
    """For each name of a zone, the cities that it may mean, the likeliest first."""
    found: dict[str, list[str]] = {}
    for city, called in _CALLED.items():
        for name in called.split(", "):
            found.setdefault(name, []).append(city)
    for plain, name in _full_names().items():
        found.setdefault(plain, [name])
        found.setdefault(_plain(name.rsplit("/", 1)[-1]), [name])
    return found


@cache
def _full_names() -> dict[str, str]:
    """The allowed names, by their form without capitals and punctuation."""
    # You may type "US/Pacific", but a city is a better suggestion.
    return {_plain(name): name for name in sorted(names()) if is_place(name) and not name.startswith(("US/", "Etc/"))}


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9+]+", " ", letters).split())


def _forms(text: str) -> tuple[str, ...]:
    """Forms of a name: as typed, without words that any zone may have, and without words for a whole country."""
    found = [_plain(text)]
    for words in (("time", "standard", "daylight", "summer", "zone"), ("us", "canada", "the")):
        found.append(" ".join(word for word in found[-1].split() if word not in words) or found[-1])
    return tuple(found)


_OFFSET: Final = re.compile(r"(etc/)?(?:utc|gmt|z)?\s*([+\u2212-])\s*(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)


def _offset(text: str) -> dt.timedelta | None:
    """The offset from UTC that the text names: `UTC-8`, `-08:00`, `Etc/GMT+8` (positive is west), `GMT+5:30`."""
    found = _OFFSET.fullmatch(text.strip())
    if not found:
        return None
    offset = dt.timedelta(hours=int(found[3]), minutes=int(found[4] or 0))
    return offset if (found[2] == "+") != bool(found[1]) else -offset


def _at(offset: dt.timedelta) -> Iterator[str]:
    """The cities that have an offset in winter."""
    for city in _CALLED:
        moments = (dt.datetime(2026, month, 15, tzinfo=zone(city)) for month in (1, 7))
        if min(moment.utcoffset() or dt.timedelta() for moment in moments) == offset:
            yield city
