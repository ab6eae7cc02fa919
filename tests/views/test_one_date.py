"""One date of a series that differs from the others, and postponed dates, everywhere that dates appear."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub import load, outputs
from affinity_hub.site import search_index

from tests.made import lazy_texts

if TYPE_CHECKING:
    from tests.conftest import Run

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
GROUP = "groups/tea-circle/index.html"
EVENT = "events/tea/index.html"
EMBED = "embed/light/next/10/index.html"
OWN = {
    "title": "Tea with a guest",
    "place": {"name": "Lantern Hall", "address": "12 Lantern Street, Cedar Hollow"},
    "online": "yes",
    "facilitators": ["tea-host"],
    "details": "The guest brings **three teas**.",
}
TEA: dict[str, Any] = {
    "id": "tea",
    "title": "Tea",
    "kind": "gathering",
    "groups": ["tea-circle"],
    "starts": "2026-12-03 16:00",
    "ends": "17:30",
    "repeats": "weekly on Thursday",
    "until": "2027-01-28",
    "place": {"name": "Library", "address": "3 Library Lane, Cedar Hollow"},
    "details": "Bring a cup.",
}
Site = Callable[..., Mapping[str, str]]


@pytest.fixture
def site(district: Callable[..., Path]) -> Site:
    """Every text file of a site with one event. In pages, whitespace becomes one space."""

    def made(now: dt.datetime = NOW, **keys: Any) -> Mapping[str, str]:
        event = {key: value for key, value in (TEA | keys).items() if value is not None}
        hub, _ = load(district(events=json.dumps({"events": [event]})), now)
        return lazy_texts(outputs(hub, now))

    return made


def changed(**words: Any) -> list[dict[str, Any]]:
    return [{"date": "2026-12-10", "reason": "painting"} | words]


def text(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


def rows(page: str) -> list[str]:
    """The entries of a page's lists, as text."""
    return [text(row) for row in re.findall(r"<li[ >].*?(?=<li[ >]|</[uo]l>)", page, re.DOTALL)]


def one_with(page: str, *words: str) -> str:
    found = [row for row in rows(page) if all(word in row for word in words)]
    assert found, words
    return found[0]


@pytest.mark.parametrize("page", [GROUP, EMBED, "events/index.html", "events/months/2026-12/index.html"])
def test_lists_show_the_words_of_the_date_only_at_that_date(page: str, site: Site) -> None:
    content = site(changes=changed(**OWN))[page]
    row = one_with(content, "Tea with a guest")
    assert "Lantern Hall, 12 Lantern Street, Cedar Hollow, and" in row  # a widget has room for so much in a line
    assert "Different title, place, facilitators, and details" in row
    assert "Library" not in row
    assert "Library, 3 Library Lane" in next(row for row in rows(content) if "Library" in row)
    assert text(content).count("Lantern Hall") == 1


def test_days_of_an_event_in_another_zone_are_days_of_the_site(site: Site) -> None:
    changes = [{"date": "2026-12-11", "starts": "2026-12-12 09:00", "reason": "painting"}]
    skip = [{"date": "2026-12-18", "reason": "snow"}]
    tokyo = {"zone": "Asia/Tokyo", "starts": "2026-12-04 09:00", "ends": "10:00", "repeats": "weekly on Friday"}
    page = site(**tokyo, until="2027-01-08", changes=changes, skip=skip)[EVENT]
    assert one_with(page, "painting").startswith("Friday, December 11, 4:00–5:00 PM PST")
    assert "Moved from Thursday, December 10, 2026" in one_with(page, "painting")
    assert one_with(page, "snow").startswith("Thursday, December 17 No meeting")
    assert '<li data-over="2026-12-18T00:00-08:00"><time datetime="2026-12-17">' in page


def test_the_day_on_which_a_long_date_ends_is_said_once(site: Site) -> None:
    days = {"starts": "2026-12-04 16:00", "ends": "2026-12-07 12:00", "repeats": None, "until": None}
    content = site(**days)
    assert "Fri, Dec 4, 4:00 PM to 12:00 PM on Mon, Dec 7" in text(content[EVENT])
    for path in (EVENT, GROUP, EMBED, "index.html"):
        assert not re.search(r"Mon, Dec 7[^<]{0,40}Mon, Dec 7", text(content[path])), path


def test_the_month_sheet_shows_the_title_of_the_date(site: Site) -> None:
    sheet = site(changes=changed(**OWN))["events/months/2026-12/index.html"]
    days = dict(re.findall(r'<td[^>]* data-day="([0-9-]+)".*?</time>(.*?)</td>', sheet, re.DOTALL))
    assert "Tea with a guest" in days["2026-12-10"]
    assert "guest" not in days["2026-12-03"] + days["2026-12-17"]


def test_the_page_of_the_event_lists_the_differences(site: Site) -> None:
    page = site(changes=changed(**OWN))[EVENT]
    row = one_with(page, "Thursday, December 10,")
    for words in (
        "Tea with a guest",
        "Lantern Hall",
        "online",
        "Host of the Tea Circle",
        "The guest brings three teas",
    ):
        assert words in row
    assert "<strong>three teas</strong>" in page
    assert "Different title, place, facilitators, and details, online (painting)" in row
    assert text(page).count("The guest brings three teas") == 1 + 1, "once for readers who come after the first date"
    assert "guest" not in one_with(page, "Thursday, December 17")


def test_the_search_finds_the_words_of_one_date(district: Callable[..., Path]) -> None:
    hub, _ = load(district(events=json.dumps({"events": [TEA | {"changes": changed(**OWN)}]})), NOW)
    page = next(artifact for artifact in outputs(hub, NOW) if artifact.path == EVENT)
    assert page.page_meta
    found = search_index.page_entries(page.path, page.page_meta, page.body)
    for words in ("Tea with a guest", "Lantern Hall", "three teas"):
        assert words in found


def test_the_api_lists_the_differences(site: Site) -> None:
    (event,) = json.loads(site(changes=changed(**OWN))["api/hub.json"])["events"]
    first, second, third = event["coming"][:3]
    assert first["differs"] is third["differs"] is None
    assert second["differs"] == {
        "title": "Tea with a guest",
        "place": "Lantern Hall, 12 Lantern Street, Cedar Hollow, and online",
        "online": True,
        "facilitators": ["tea-host"],
        "details": "<p>The guest brings <strong>three teas</strong>.</p>",
    }


def components(calendar: str) -> list[Mapping[str, str]]:
    unfolded = calendar.replace("\r\n ", "")
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.DOTALL)
    return [{re.split("[:;]", line)[0]: line.partition(":")[2] for line in block.splitlines()} for block in blocks]


def test_calendars_have_an_override(site: Site) -> None:
    series, override = components(site(changes=changed(**OWN))["calendars/all.ics"])
    assert override["RECURRENCE-ID"] == override["DTSTART"] == "20261210T160000"
    assert override["SUMMARY"] == "Tea with a guest"
    assert override["LOCATION"] == r"Lantern Hall\, 12 Lantern Street\, Cedar Hollow\, and online"
    assert "three teas" in override["DESCRIPTION"]
    assert "Led by: Host of the Tea Circle" in override["DESCRIPTION"]
    assert "Bring a cup" not in override["DESCRIPTION"]
    assert series["SUMMARY"] == "Tea"
    assert "Bring a cup" in series["DESCRIPTION"]


def test_the_first_date_differs_and_the_series_does_not(site: Site) -> None:
    change = [{"date": "2026-12-03", "title": "First tea"}]
    series, override = components(site(changes=change)["calendars/all.ics"])
    assert (series["SUMMARY"], override["SUMMARY"]) == ("Tea", "First tea")


@pytest.mark.parametrize(
    "words, given, kept",
    [
        ({"title": "Late tea"}, "Late tea", "Library, 3 Library Lane, Cedar Hollow"),
        ({"place": "Gym"}, "Gym", "Tea"),
        ({"online": "yes"}, "Library, 3 Library Lane, Cedar Hollow, and online", "Tea"),
        ({"place": "shared after you write to us"}, "Place shared after you write to us", "Tea"),
    ],
)
def test_keys_that_a_change_leaves_out_keep_the_values_of_the_event(
    words: dict[str, Any], given: str, kept: str, site: Site
) -> None:
    row = one_with(site(changes=changed(**words))["events/index.html"], "painting")
    assert given in row
    assert kept in row


def test_a_date_can_move_and_differ(site: Site) -> None:
    made = site(changes=changed(starts="2026-12-11 10:00", place="Gym"))
    row = one_with(made["events/index.html"], "Gym")
    assert "Fri, Dec 11" in row
    assert "Moved from Thursday, December 10, 2026; different place (painting)" in row


def test_search_engines_learn_the_place_of_each_date_but_no_private_place(site: Site) -> None:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', site(changes=changed(**OWN))[EVENT])
    dates = json.loads(found[0])["@graph"]
    assert [date["location"]["name"] for date in dates] == ["Library", "Lantern Hall", "Library"]
    private = site(changes=changed(place="shared after you write to us"))[EVENT]
    assert '"startDate": "2026-12-10' not in private


# --- Postponed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [GROUP, EMBED, EVENT, "events/index.html"])
@pytest.mark.parametrize(
    "keys",
    [
        {"changes": changed(starts="to be announced", reason="snow")},
        {"repeats": None, "until": None, "starts": "2026-12-10 16:00", "status": "postponed", "reason": "snow"},
    ],
    ids=["one date of a series", "an event"],
)
def test_a_postponed_date_is_shown_as_postponed(keys: dict[str, Any], page: str, site: Site) -> None:
    made = site(**keys)
    shown = text(made[page])
    assert "Postponed, new date to be announced: snow" in shown or "Postponed: snow. The new date is not known" in shown
    off = [component for component in components(made["calendars/all.ics"]) if component["STATUS"] == "CANCELLED"]
    assert [(component["SUMMARY"], component["DTSTART"]) for component in off] == [
        ("POSTPONED: Tea", "20261210T160000")
    ]
    (event,) = json.loads(made["api/hub.json"])["events"]
    assert "postponed" in [date["status"] for date in event["coming"]]
    assert '"eventStatus": "https://schema.org/EventPostponed"' in made[EVENT]


def test_a_postponed_date_is_not_the_next_date(site: Site) -> None:
    made = site(changes=[{"date": "2026-12-03", "starts": "to be announced"}])
    card = text(made["groups/index.html"])
    assert "Thu, Dec 10" in card
    assert "Thu, Dec 3" not in card


def test_a_postponed_event_waits_for_its_date_once_the_old_date_is_over(site: Site) -> None:
    keys = {"repeats": None, "until": None, "starts": "2026-11-10 16:00", "status": "postponed"}
    made = site(**keys)
    assert "Date to be announced" in text(made["events/index.html"])
    assert "When To be announced" in text(made[EVENT])
    assert "In planning: Tea." in text(made[EMBED])


def test_the_title_alone_can_say_that_a_date_is_postponed(site: Site, district: Callable[..., Path]) -> None:
    event = TEA | {"changes": changed(starts="to be announced")}
    folder = district(events=json.dumps({"events": [event]}))
    settings = folder / "hub.yml"
    settings.write_text(settings.read_text("utf-8") + "cancelled_style: keep\n", "utf-8")
    hub, _ = load(folder, NOW)
    calendar = next(artifact.content.decode() for artifact in outputs(hub, NOW) if artifact.path == "calendars/all.ics")
    _, override = components(calendar)
    assert (override["SUMMARY"], override["STATUS"]) == ("POSTPONED: Tea", "CONFIRMED")


# --- What is checked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keys, code",
    [
        ({"changes": changed(place="https://zoom.us/j/12345678901")}, "E510"),
        ({"changes": changed(title="Tea with Ms. Alvarez")}, "E514"),
        ({"changes": changed(details="Call 253-555-0123.")}, "E512"),
        ({"changes": changed(place="Room 12"), "place": "shared after you write to us"}, "E515"),
        ({"changes": changed(facilitators=["nobody"])}, "E403"),
    ],
)
def test_the_words_of_a_single_date_are_checked_too(
    keys: dict[str, Any], code: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    done = run("check", district(events=json.dumps({"events": [TEA | {"details": "Come."} | keys]})))
    assert done.status == 1
    assert f"[{code}]" in done.out


def test_dates_with_another_place_clash_only_at_that_place(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    def clashes(**keys: Any) -> list[str]:
        other = {"id": "cake", "title": "Cake", "kind": "convening", "open_to": "All.", "place": "Library"}
        other |= {"starts": "2026-12-10 16:00", "ends": "17:00"}
        tea = {key: value for key, value in TEA.items() if key != "groups"} | {"open_to": "All.", "place": "Library"}
        done = run("check", district(events=json.dumps({"events": [tea | keys, other]})))
        return re.findall(r"\[(W43\d)\]", done.out)

    assert clashes() == ["W430"]
    assert clashes(changes=changed(place="Gym")) == []
    assert clashes(place="Gym") == []
    assert clashes(place="Gym", changes=changed(place="Library")) == ["W430"]
    assert clashes(changes=changed(starts="to be announced")) == []


LATE = {"starts": "2026-12-03 23:00", "ends": "23:30", "zone": "America/New_York"}
FLOOD = {"date": "2026-12-10", "starts": "2026-12-11 16:00", "reason": "flood"}


@pytest.mark.parametrize(
    "keys, change, note",
    [
        # On the clocks of the site, both times are on Thursday evening.
        (LATE, {"date": "2026-12-10", "starts": "2026-12-11 01:00"}, "Moved from 11:00 PM New York time"),
        ({"status": "tentative"}, FLOOD, "Moved from Thursday, December 10, 2026; not yet certain (flood)"),
        (
            {"status": "tentative"},
            {"date": "2026-12-10", "ends": "18:00", "place": {"name": "Gym"}},
            "Changed; different place, not yet certain",
        ),
        ({"status": "cancelled", "reason": "ice"}, FLOOD, "Cancelled: ice"),
        ({"status": "postponed", "reason": "ice"}, FLOOD, "Postponed, new date to be announced: ice"),
        ({"status": "cancelled"}, {"date": "2026-12-10", "cancelled": "yes", "reason": "flood"}, "Cancelled: flood"),
    ],
)
def test_the_note_of_a_changed_date_does_not_contradict_the_date(
    keys: dict[str, Any], change: dict[str, Any], note: str, site: Site
) -> None:
    event = json.loads(site(repeats="weekly", **keys, changes=[change])["api/hub.json"])["events"][0]
    assert event["coming"][1]["note"] == note
