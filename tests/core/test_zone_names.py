"""Names of time zones as people type them: the hint is a city in that zone, never the hub's zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.core import zone_names
from affinity_hub.core.timezones import names
from affinity_hub.core.zone_names import cities_for, hint, is_place, wrong_name
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples

if TYPE_CHECKING:
    from tests.conftest import Run

# The typed text, and the cities that it may mean, the likeliest first.
TYPED = {
    "EST": "America/New_York",
    "EST5EDT": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "Eastern": "America/New_York",
    "PST": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles",
    "Pacific tme": "America/Los_Angeles",
    "Pacific Standard Time": "America/Los_Angeles",
    "US Pacific": "America/Los_Angeles",
    "(UTC-08:00) Pacific Time (US & Canada)": "America/Los_Angeles",
    "Seattle, WA": "America/Los_Angeles",
    "America/Seatle": "America/Los_Angeles",
    "Paciific Time": "America/Los_Angeles",
    "MST": "America/Denver America/Phoenix",
    "MST7MDT": "America/Denver",
    "US Mountain Standard Time": "America/Phoenix",
    "HST": "Pacific/Honolulu",
    "Hawaii-Aleutian Standard Time": "Pacific/Honolulu",
    "CST6CDT": "America/Chicago",
    "Eastern Standard Time (Mexico)": "America/Cancun",
    "GMT": "Europe/London Africa/Abidjan",
    "Greenwich": "Europe/London Africa/Abidjan",
    "GMT0": "Europe/London",
    "CET": "Europe/Berlin Europe/Paris",
    "MET": "Europe/Berlin",
    "WET": "Europe/Lisbon",
    "EET": "Europe/Athens",
    "IST": "Europe/Dublin Asia/Jerusalem Asia/Kolkata",
    "Europe/Berln": "Europe/Berlin",
    "Berlin": "Europe/Berlin",
    "W. Europe Standard Time": "Europe/Berlin",
    "E. South America Standard Time": "America/Sao_Paulo",
    "AUS Eastern Standard Time": "Australia/Sydney",
    "New York": "America/New_York",
    "america/new_york": "America/New_York",
    "America/New York": "America/New_York",
    "S\u00e3o Paulo": "America/Sao_Paulo",
    "Pacific/Aukland": "Pacific/Auckland",
    "UTC-8": "America/Los_Angeles",
    "GMT-8": "America/Los_Angeles",
    "-08:00": "America/Los_Angeles",
    "\u22128": "America/Los_Angeles",
    "Etc/GMT+8": "America/Los_Angeles",
    "UTC-7": "America/Denver America/Phoenix",
    "UTC+5:30": "Asia/Kolkata",
    "Etc/GMT-9": "Asia/Tokyo",
    "UTC+00:00": "UTC",
    "Zulu": "UTC",
    "Etc/UCT": "UTC",
}


def offered(typed: str) -> list[str]:
    """The names that a hint suggests, in order."""
    if len(cities_for(typed)) == 1:
        return cities_for(typed)
    _, found, cities = hint(typed).partition("city:  ")
    return cities.split("   or:  ") if found else []


@pytest.mark.parametrize("typed", TYPED)
def test_a_name_gets_the_cities_that_it_may_mean(typed: str) -> None:
    assert not is_place(typed)
    expected = TYPED[typed].split()
    assert offered(typed)[: len(expected)] == expected


@pytest.mark.parametrize(
    "typed, site, cities",
    [
        ("CST", "America/Chicago", "America/Chicago Asia/Shanghai"),
        ("CST", "Asia/Shanghai", "Asia/Shanghai America/Chicago"),
        ("CST", "America/Menominee", "America/Menominee Asia/Shanghai"),
        ("CST", "America/Regina", "America/Regina America/Chicago Asia/Shanghai"),
        ("cdt", "America/Indiana/Knox", "America/Indiana/Knox"),
        ("Eastern Time", "America/Detroit", "America/Detroit"),
        ("MST", "America/Phoenix", "America/Phoenix America/Denver"),
        ("MST", "America/Chicago", "America/Denver America/Phoenix"),
        ("IST", "Asia/Kolkata", "Asia/Kolkata Europe/Dublin Asia/Jerusalem"),
        ("IST", "Asia/Jerusalem", "Asia/Jerusalem Europe/Dublin Asia/Kolkata"),
        ("UTC-6", "America/Mexico_City", "America/Mexico_City America/Chicago America/Regina"),
        ("Central", "Asia/Tokyo", "America/Chicago"),
        ("CST", "CST", "America/Chicago Asia/Shanghai"),
        ("nowhere", "America/Chicago", ""),
    ],
)
def test_the_zone_of_the_site_and_zones_of_its_country_come_first(typed: str, site: str, cities: str) -> None:
    assert cities_for(typed, site) == cities.split()


@pytest.mark.parametrize(
    "typed", ["Mars/Olympus", "local", "here", "Europe", "America/", "8", "?", "x" * 60, "UTC+13:37"]
)
def test_an_unrecognized_name_gets_examples(typed: str) -> None:
    assert offered(typed) == []
    assert all(city in hint(typed) for city in ("America/New_York", "Europe/Berlin", "Africa/Lagos", "Asia/Tokyo"))


@pytest.mark.parametrize(
    "name", ["US/Pacific", "Asia/Calcutta", "Japan", "GB", "America/Indiana/Knox", "UTC", "Etc/UTC"]
)
def test_other_names_of_a_place_and_universal_time_may_be_typed(name: str) -> None:
    assert is_place(name)


def test_accepted_names_follow_the_law_of_a_place() -> None:
    """No other name in the tz database contains a place."""
    refused = {name for name in names() if not is_place(name)}
    assert {
        name for name in refused if not re.fullmatch(r"Etc/.*|[A-Z]{3}([0-9+-].*)?|UCT|Greenwich|Universal|Zulu", name)
    } == set()
    assert all(is_place(city) for city in zone_names._CALLED)


@settings(derandomize=True, deadline=None, max_examples=examples(200))
@given(
    st.text(max_size=60)
    | st.sampled_from(sorted(names())).flatmap(lambda name: st.sampled_from((name[:-1], name[1:], name.lower())))
)
def test_every_offered_value_may_be_typed(typed: str) -> None:
    assert all(is_place(city) for city in offered(typed))
    assert len(offered(typed)) <= 3
    assert wrong_name(typed)


@pytest.mark.parametrize("typed", ["EST", "Europe/Berln", "-08:00", "Pacific Time"])
def test_the_zone_of_the_site_gets_the_same_answers(
    typed: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = district()
    path = folder / "hub.yml"
    path.write_text(path.read_text("utf-8").replace("America/Los_Angeles", f'"{typed}"'), "utf-8")
    done = run("check", folder)
    assert (done.status, done.out.count("[E140]")) == (1, 1)
    assert f":  {TYPED.get(typed, 'America/Los_Angeles').split()[0]}" in done.out
