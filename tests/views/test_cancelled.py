"""Nothing asks people to sign up for cancelled or postponed events and dates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import icalendar
import pytest
from affinity_hub import load, outputs

from tests.made import lazy_texts

from .test_ended import words

Made = Callable[..., Mapping[str, str]]

SIGN_UP = "register: {url: 'https://z.example/', by: 2026-12-02}"
TEA = f"id: tea, title: Tea, kind: training, groups: [tea-circle], starts: 2026-12-03 16:00, ends: 17:30, {SIGN_UP}"
WEEKLY = f"{TEA}, repeats: weekly, until: 2026-12-17"
BEGUN = WEEKLY.replace("starts: 2026-12-03", "starts: 2026-11-19")
SNOW = "cancelled: yes, reason: snow"


@pytest.fixture
def made(district: Callable[..., Path], now: dt.datetime) -> Made:
    """The files of a site with one event."""
    return lambda event: lazy_texts(outputs(load(district(events=f"events: [{{{event}}}]\n"), now)[0], now))


def descriptions(calendar: str) -> dict[str, str]:
    """The description of each entry by its title and its day."""
    entries = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    return {f"{entry['SUMMARY']} {entry.decoded('DTSTART'):%d}": str(entry["DESCRIPTION"]) for entry in entries}


@pytest.mark.parametrize("status", ["confirmed", "tentative", "cancelled", "postponed"])
def test_only_an_event_that_takes_place_asks_people_to_sign_up(status: str, made: Made) -> None:
    files, asked = made(f"{TEA}, status: {status}, reason: snow"), status in ("confirmed", "tentative")
    for path in ("trainings", "next/5", "month", "next/groups/tea-circle/3", "groups/tea-circle"):
        assert ("Sign up" in words(files[f"embed/light/{path}/index.html"])) == asked, path
    for path in ("events/tea", "groups/tea-circle", "kinds/training", "all"):
        (said,) = descriptions(files[f"calendars/{path}.ics"]).values()
        assert ("Sign up: https://z.example/ by December 2, 2026" in said) == asked, path
    assert json.loads(files["api/hub.json"])["events"][0]["sign_up_by"] == ("2026-12-02" if asked else None)
    page = words(files["events/tea/index.html"])
    assert ("Sign up for Tea" in page, "Last day: " in page) == (asked, asked)


def test_only_the_dates_that_take_place_ask_people_to_sign_up(made: Made) -> None:
    files = made(f"{WEEKLY}, changes: [{{date: 2026-12-10, {SNOW}}}]")
    said = descriptions(files["calendars/events/tea.ics"])
    assert {title: "Sign up" in text for title, text in said.items()} == {"Tea 03": True, "CANCELLED: Tea 10": False}
    assert words(files["embed/light/next/5/index.html"]).count("Sign up by") == 2
    assert "Sign up for Tea" in words(files["events/tea/index.html"])


def test_the_end_of_a_series_in_another_zone_is_listed_by_the_days_of_the_site(made: Made) -> None:
    ended = "changes: [{date: 2026-11-16, cancelled: yes, and_later: yes, reason: snow}]"
    times = "starts: 2026-11-09 09:00, ends: 10:00, zone: Asia/Tokyo, repeats: weekly on Monday"
    files = made(f"id: tea, title: Tea, kind: training, groups: [tea-circle], {times}, {ended}")
    # The 23rd in Tokyo is the 22nd on the site, which is over.
    assert "November 29" in words(files["events/tea/index.html"])
    assert "This event is over" not in words(files["events/tea/index.html"])


def test_a_series_that_is_cancelled_from_a_date_on_asks_no_one_to_sign_up_after_it(made: Made) -> None:
    ended = "changes: [{date: 2026-12-10, cancelled: yes, and_later: yes}]"
    for rule in ("repeats: weekly, until: 2026-12-31", "repeats: weekly"):
        found = descriptions(made(f"{TEA}, {rule}, {ended}")["calendars/events/tea.ics"])
        assert {entry: "Sign up" in said for entry, said in found.items()} == {
            "Tea 03": True,
            "CANCELLED: Tea 10": False,
        }


@pytest.mark.parametrize(
    "event, is_asked",
    [
        (f"{TEA}, status: cancelled", False),
        (f"{BEGUN}, changes: [{{date: 2026-11-26, {SNOW}, and_later: yes}}]", False),
        (f"{BEGUN}, changes: [{{date: 2026-12-03, {SNOW}, and_later: yes}}]", True),
        (f"{WEEKLY}, changes: [{{date: 2026-12-10, {SNOW}, and_later: yes}}]", True),
    ],
)
def test_an_event_without_a_date_that_takes_place_asks_no_one_to_sign_up(
    event: str, is_asked: bool, made: Made
) -> None:
    files = made(event)
    for path in ("", "opportunities/", "events/tea/"):
        said = words(files[f"{path}index.html"])
        assert ("Last day to sign up" in said or "Sign up for Tea" in said) == is_asked, path
    assert ("Subscribe" in words(files["events/tea/index.html"])) == is_asked
    assert ("STATUS:CANCELLED" in files["calendars/deadlines.ics"]) == (not is_asked)


def postponed(*days: str) -> str:
    return ", ".join(f"{{date: {day}, starts: to be announced, reason: snow}}" for day in days)


def cancelled_from(day: str) -> str:
    return f"{{date: {day}, {SNOW}, and_later: yes}}"


@pytest.mark.parametrize(
    "event",
    [
        f"{WEEKLY}, changes: [{postponed('2026-12-03', '2026-12-10', '2026-12-17')}]",
        f"{WEEKLY}, changes: [{postponed('2026-12-03')}, {cancelled_from('2026-12-10')}]",
        f"{BEGUN}, changes: [{postponed('2026-11-26')}, {cancelled_from('2026-12-03')}]",
        f"{BEGUN}, changes: [{{date: 2026-11-26, {SNOW}}}, {postponed('2026-12-03', '2026-12-10', '2026-12-17')}]",
    ],
)
def test_a_series_whose_remaining_dates_are_cancelled_or_postponed_asks_no_one_to_sign_up(
    event: str, made: Made
) -> None:
    files = made(event)
    for path in ("", "opportunities/", "events/tea/", "embed/light/trainings/", "embed/light/next/5/"):
        said = words(files[f"{path}index.html"])
        assert not any(asked in said for asked in ("Last day", "Sign up")), path
    assert "new last day to sign up is not known yet" in words(files["opportunities/index.html"])
    assert json.loads(files["api/hub.json"])["events"][0]["sign_up_by"] is None
    for path in ("events/tea", "groups/tea-circle", "all"):
        assert "Sign up" not in "".join(descriptions(files[f"calendars/{path}.ics"]).values()), path
    assert "SUMMARY:POSTPONED: Last day to sign up: Tea" in files["calendars/deadlines.ics"]
    assert "Postponed\\, no new date listed: snow" in files["calendars/deadlines.ics"].replace("\r\n ", "")
    # A subscriber gets the new dates.
    assert "Subscribe" in words(files["events/tea/index.html"])


@pytest.mark.parametrize("status", ["tentative", "postponed"])
def test_an_event_whose_remaining_dates_are_cancelled_says_only_that(status: str, made: Made) -> None:
    event = f"{WEEKLY}, status: {status}, reason: ice, changes: [%s]"
    files = made(event.replace("2026-12-03", "2026-11-19") % cancelled_from("2026-11-26"))
    said = words(files["events/tea/index.html"]).partition("Past dates")[0]
    assert "When Thursday, November 26, 2026, 4:00–5:30 PM Cancelled: snow" in said
    assert not any(other in said for other in ("Postponed", "To be announced", "Not yet certain", "ice"))
    assert "Tea Training" not in words(files["opportunities/index.html"])
    deadlines = files["calendars/deadlines.ics"]
    assert "Cancelled: snow" in deadlines
    assert "ice." not in deadlines
    # If one of the upcoming dates has the status of the event, the page says so.
    said = words(made(event % cancelled_from("2026-12-10"))["events/tea/index.html"])
    assert {"tentative": "Not yet certain: ice.", "postponed": "Postponed: ice."}[status] in said


def test_the_page_of_a_postponed_series_names_each_date_once(made: Made) -> None:
    event = f"{WEEKLY}, status: postponed, changes: [{{date: 2026-12-03, {SNOW}}}]"
    said = words(made(event)["events/tea/index.html"])
    assert "When Thursday, December 3, 2026, 4:00–5:30 PM Cancelled: snow" in said
    assert [said.count(f"December {day}") for day in (3, 10, 17)] == [1, 1, 2], "the series ends on the 17th"


@pytest.mark.parametrize(
    "event",
    [
        "starts: 2026-11-19 16:00, status: postponed",
        f"starts: 2026-11-12 16:00, repeats: weekly, until: 2026-11-19, changes: [{postponed('2026-11-19')}]",
    ],
)
def test_a_postponed_date_that_is_over_still_waits_for_its_new_date(event: str, made: Made) -> None:
    files = made(f"id: tea, title: Tea, kind: training, groups: [tea-circle], ends: 17:30, {event}")
    said = words(files["events/tea/index.html"])
    assert "When To be announced" in said
    assert "over" not in said
    assert "(past)" not in said
    assert "Date to be announced" in words(files["groups/tea-circle/index.html"])
    assert "date to be announced" in words(files["events/all/index.html"])


def test_the_last_date_of_a_series_is_past_only_if_it_took_place(made: Made) -> None:
    series = "starts: 2026-11-12 16:00, ends: 17:30, repeats: weekly, until: 2026-11-19"
    event = f"id: tea, title: Tea, kind: training, {series}, changes: [{{date: 2026-11-19, {SNOW}}}]"
    said = words(made(event)["events/tea/index.html"])
    assert "When Thursday, November 19, 2026, 4:00–5:30 PM Cancelled: snow" in said
    assert "(past)" not in said


def test_a_deadline_stays_cancelled_after_the_date_of_its_event(district: Callable[..., Path]) -> None:
    folder = district(events=f"events: [{{{BEGUN}, changes: [{{date: 2026-11-26, {SNOW}, and_later: yes}}]}}]\n")
    for day in (1, 3, 9, 18):
        now = dt.datetime(2026, 12, day, 20, tzinfo=dt.UTC)
        assert "STATUS:CANCELLED" in lazy_texts(outputs(load(folder, now)[0], now))["calendars/deadlines.ics"]


def test_a_page_does_not_promise_a_new_date_for_a_past_date_that_was_postponed(
    district: Callable[..., Path], now: dt.datetime
) -> None:
    folder = district(events=f"events: [{{{WEEKLY}, changes: [{postponed('2026-12-03')}]}}]\n")
    moment = now + dt.timedelta(days=400)
    files = lazy_texts(outputs(load(folder, moment)[0], moment))
    said = words(files["events/tea/index.html"])
    assert "This event is over" in said
    assert "to be announced" not in said
    assert "Postponed, no new date listed: snow" in said


def test_a_calendar_says_the_same_about_a_postponed_date_before_and_after_it(
    district: Callable[..., Path], now: dt.datetime
) -> None:
    folder = district(events=f"events: [{{{WEEKLY}, changes: [{postponed('2026-12-03')}]}}]\n")
    for path in ("calendars/events/tea.ics", "calendars/deadlines.ics"):
        said = set()
        for days in (0, 20, 40):
            moment = now + dt.timedelta(days=days)
            text = lazy_texts(outputs(load(folder, moment)[0], moment))[path].replace("\r\n ", "")
            assert "to be announced" not in text
            said |= {line for line in text.splitlines() if "no new date listed" in line}
        assert len(said) == (path == "calendars/events/tea.ics"), said


def test_a_postponed_date_waits_while_the_dates_after_it_are_cancelled(
    district: Callable[..., Path], now: dt.datetime
) -> None:
    changes = f"{postponed('2026-12-03')}, {cancelled_from('2026-12-10')}"
    folder = district(events=f"events: [{{{WEEKLY.replace(SIGN_UP + ', ', '')}, changes: [{changes}]}}]\n")
    for days in (6, 11, 30):  # before December 3, after it, and after all dates
        moment = now + dt.timedelta(days=days)
        files = lazy_texts(outputs(load(folder, moment)[0], moment))
        said = words(files["events/tea/index.html"])
        assert "over" not in said
        assert "Subscribe" in said
        assert ("When To be announced" in said) == (days > 6)
        when = "no new date listed" if days > 6 else "new date to be announced"
        assert said.count(f"Postponed, {when}: snow") == 1
        assert said.count("Postponed, ") == 1
        assert said.count("Cancelled: snow") == 1 + (days == 30)  # every past date is listed
        assert "Date to be announced" in words(files["opportunities/index.html"])


@pytest.mark.parametrize(
    "event, over",
    [
        (f"{WEEKLY}, changes: [{cancelled_from('2026-12-10')}]", "2026-12-03T00:00-08:00"),
        (
            f"{WEEKLY}, changes: [{cancelled_from('2026-12-10')}]".replace(", by: 2026-12-02", ""),
            "2026-12-03T17:30-08:00",
        ),
        (f"{WEEKLY}, changes: [{postponed('2026-12-17')}]".replace(", by: 2026-12-02", ""), "2026-12-10T17:30-08:00"),
    ],
)
def test_the_button_to_sign_up_hides_when_nobody_can_sign_up(event: str, over: str, made: Made) -> None:
    page = made(event)["events/tea/index.html"]
    assert f'<p class="hub-buttons hub-off-paper" data-over="{over}">' in page
