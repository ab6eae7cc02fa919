"""Calls libical, the calendar library of Evolution and KDE, through its C interface."""

from __future__ import annotations

import ctypes
import datetime as dt
from collections.abc import Iterable
from ctypes.util import find_library
from functools import cache
from typing import Any

from tests.conftest import lacking


class _Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    )


@cache
def _library() -> Any:
    name = find_library("ical")
    if not name or not name.startswith("libical.so.3"):
        lacking("no libical: on Debian and Ubuntu,  apt-get install libical3")
    library = ctypes.CDLL(name)
    pointer = ctypes.c_void_p
    for function, result, *arguments in (
        ("icalparser_parse_string", pointer, ctypes.c_char_p),
        ("icaltimezone_new", pointer),
        ("icaltimezone_set_component", ctypes.c_int, pointer, pointer),
        ("icaltimezone_free", None, pointer, ctypes.c_int),
        ("icaltime_from_string", _Time, ctypes.c_char_p),
        ("icaltime_as_timet_with_zone", ctypes.c_long, _Time, pointer),
    ):
        made = getattr(library, function)
        made.restype, made.argtypes = result, arguments
    return library


def instants(vtimezone: bytes, times: Iterable[dt.datetime]) -> list[int]:
    """The local times in the zone of a VTIMEZONE as libical reads them, in seconds since 1970."""
    library = _library()
    component = library.icalparser_parse_string(vtimezone)
    assert component, vtimezone
    place = library.icaltimezone_new()
    assert library.icaltimezone_set_component(place, component), vtimezone
    found = []
    for time in times:
        read = library.icaltime_from_string(f"{time:%Y%m%dT%H%M%S}".encode())
        found.append(int(library.icaltime_as_timet_with_zone(read, place)))
    library.icaltimezone_free(place, 1)
    return found
