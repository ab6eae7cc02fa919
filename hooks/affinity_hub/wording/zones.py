"""Time zones as people know them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from affinity_hub.core import i18n, timezones
from affinity_hub.core.calendar_days import Moment
from affinity_hub.core.i18n import Language, gettext


def abbreviation(moment: Moment) -> str:
    """PST or PDT, or an offset such as UTC+03:00; empty for a date alone."""
    if not isinstance(moment, dt.datetime):
        return ""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{moment.isoformat()[-6:]}"


def sentence(name: str) -> str:
    """The sentence about the time zone of a page or a frame: All times are Pacific Time.

    `name` is the name of the zone in the tz database.
    """
    return gettext("All times are %(zone)s.", zone=name_in_words(name))


def name_in_words(name: str) -> str:
    """Pacific Time, or Mountain Standard Time if the clocks never change.

    CLDR has no name for some zones. They are named after their city.
    """
    return _called(i18n.current(), name)


@lru_cache(maxsize=64)
def _called(language: Language, name: str) -> str:
    from babel.dates import get_timezone_name  # imported here, because most commands name no zone

    words = get_timezone_name(
        timezones.zone(name),
        zone_variant="generic" if timezones.has_summer_time(name) else "standard",
        locale=language.locale,
    )
    if "(" not in words:
        return language.marked(words)
    return gettext("%(city)s time", city=name.rpartition("/")[2].replace("_", " "))
