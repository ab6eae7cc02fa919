"""How pages show dates, months, and colors, and the data for search engines, without a browser."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from affinity_hub import load, outputs
from affinity_hub.core.calendar_days import WEEKDAYS
from affinity_hub.pages.month_grid import LANES, months
from affinity_hub.rendering.jinja import scrollable
from affinity_hub.views.site import Site
from affinity_hub.wording.dates import brief
from justhtml import JustHTML
from justhtml.dom import Element

from tests.conftest import NOW
from tests.made import lazy_texts

ROOT = Path(__file__).resolve().parents[2]
FULL = Path(__file__).parents[1] / "sites" / "full"
MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
HOSTILE = Path(__file__).parents[1] / "sites" / "hostile"
District = Callable[..., Path]


def fresh(folder: Path, now: dt.datetime) -> Mapping[str, str]:
    return lazy_texts(artifact for artifact in outputs(load(folder, now)[0], now) if artifact.path.endswith(".html"))


made = cache(fresh)


def select(html: str, selector: str) -> list[Element]:
    found = JustHTML(html, fragment=True, sanitize=False).query(selector)
    return [element for element in found if isinstance(element, Element)]


def words(element: Element) -> str:
    return " ".join(str(element.to_text()).split())


# --- Events ----------------------------------------------------------------------------------------------------------

SAMPLE = ROOT / "examples" / "sample-district"
IN_NOVEMBER = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "event, contact",
    [("raices-posada", "raices@cedarhollow.example"), ("eocn-winter-social", None), ("new-staff-welcome-2026", None)],
)
def test_an_upcoming_event_without_a_link_to_sign_up_names_the_contact_of_its_group(
    event: str, contact: str | None
) -> None:
    page = made(SAMPLE, IN_NOVEMBER)[f"events/{event}/index.html"]
    assert [words(link) for link in select(page, '#facts a[href^="mailto:"]')] == ([contact] if contact else [])


def test_the_page_of_a_series_states_its_rule_in_a_sentence_and_each_date_once() -> None:
    page = made(SAMPLE, IN_NOVEMBER)["events/mentor-office-hours/index.html"]
    facts = {words(element).partition(" ")[0]: words(element) for element in select(page, "#facts dl > div")}
    assert facts["Repeats"] == "Repeats Weekly on Tuesday and Thursday, 3:30–4:30 PM, until June 10, 2027"
    assert "Thursday, November 26 No meeting: Thanksgiving break" in [
        words(element) for element in select(page, ".hub-dates li")
    ]
    moved = "Wednesday, December 16, 3:30–4:30 PM Moved from Tuesday, December 15, 2026: Late bus duty on Tuesday"
    assert moved in [words(element) for element in select(page, ".hub-dates li")]
    # After the first dates, only days that differ from the rule are listed.
    assert "Thursday, April 8, 2027 No meeting: Spring break" in [
        words(element) for element in select(page, ".hub-dates li")
    ]
    assert not select(page, '.hub-dates time[datetime^="2027-05"]')
    for path, text in made(SAMPLE, IN_NOVEMBER).items():
        if path.startswith("events/") and select(text, "#facts"):
            listed = [
                str(element.attrs["datetime"])[:10]
                for element in select(text, "#facts .hub-first:not([hidden]) time, .hub-dates time")
            ]
            assert len(listed) == len(set(listed)), path


def test_past_dates_name_the_days_without_a_meeting(now: dt.datetime) -> None:
    page = made(FULL, now)["events/tea-afternoon/index.html"]
    lines = [words(element) for element in select(page, "h2#past + .hub-dates li, #past ~ .hub-dates li")]
    assert lines[:3] == [
        "Thursday, November 19, 4:00–5:30 PM",
        "Thursday, November 12 No meeting: conferences",
        "Thursday, November 5, 4:00–5:30 PM",
    ]


def test_the_values_of_a_date_are_beside_the_date() -> None:
    page = made(SAMPLE, IN_NOVEMBER)["events/facilitator-practice/index.html"]
    (line,) = (element for element in select(page, ".hub-dates > li") if "February 4" in words(element))
    assert "Different place and details (The small room is taken) Where Puente Public Library" in words(line)


def test_only_a_script_says_today_because_a_page_without_a_script_may_be_old() -> None:
    page = made(SAMPLE, IN_NOVEMBER)["index.html"]
    marks = select(page, ".hub-today")
    assert marks
    assert [element for element in marks if "hub-needs-js" not in str(element.attrs["class"])] == []


# --- A new hub -------------------------------------------------------------------------------------------------------

NOTHING: Mapping[str, str] = {name: f"{name}: []\n" for name in ("groups", "events", "facilitators")}
A_TRAINING = """events:
  - {id: talk-training, title: How to talk, kind: training, starts: 2026-12-03 16:00, ends: 17:30, open_to: All staff.}
"""


def test_the_home_page_of_a_new_hub_links_to_no_empty_list(district: District, now: dt.datetime) -> None:
    hub = (MINIMAL / "hub.yml").read_text("utf-8") + "contact: hub@small.example\n"
    home = fresh(district(**NOTHING, hub=hub), now)["index.html"]
    assert [words(element) for element in select(home, "h2")] == ["This hub is new", "Already on this site"]
    links = {str(link.attrs["href"]) for link in select(home, "a")}
    assert "mailto:hub@small.example" in links
    assert "./start-a-group/" in links
    assert not links & {"./groups/", "./events/", "./events/all/", "./calendars/", "./embed/", "./partners/"}
    hub = hub.replace("contact: hub@small.example", "contact: unknown")
    assert "have not named a contact yet" in fresh(district(**NOTHING, hub=hub), now)["index.html"]


def test_calendars_and_widgets_are_offered_when_they_have_content(district: District, now: dt.datetime) -> None:
    files = fresh(district(**NOTHING), now)
    assert not select(files["calendars/index.html"], "section, .hub-subscribe")
    assert "there is no calendar to subscribe to." in files["calendars/index.html"]
    assert not select(files["embed/index.html"], "form, details")
    assert "there is nothing to show on another page." in files["embed/index.html"]
    files = fresh(district(**{**NOTHING, "events": A_TRAINING}), now)
    assert [words(element) for element in select(files["calendars/index.html"], "h2")][-2:] == ["Everything", "By kind"]
    assert [words(element) for element in select(files["calendars/index.html"], "#by-kind ~ div summary")] == [
        "Trainings"
    ]
    assert [words(element) for element in select(files["embed/index.html"], "select[name=kind] option")] == [
        "Trainings"
    ]
    labels = {words(element) for element in select(files["embed/index.html"], "select[name=what] option")}
    assert labels == {"Next dates of all events", "Next dates of one kind", "This month", "Trainings"}


# --- Colors ----------------------------------------------------------------------------------------------------------

TEXTS = (
    *("ink", "quiet", "link", "go", "wait", "stop"),
    *("affinity", "mentoring", "networking", "professional", "convening", "talk"),
)
GROUNDS = ("paper", "surface", "sunken")
ON_DEEP = ("on-deep", "on-deep-quiet", "gold")
FILLED = (("paper", "link"), ("paper", "ink"), ("paper", "go"), ("ink", "mark"), ("deep", "on-deep"))
EDGES = ("edge", "focus", "link", "go", "wait", "stop")


def palette() -> dict[str, tuple[str, str]]:
    """The colors of hub.css by name, for light and dark pages."""
    found: dict[str, tuple[str, str]] = {}
    for name, day, night in re.findall(
        r"--([a-z-]+): (?:light-dark\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6})\))?;",
        (ROOT / "overrides" / "assets" / "hub.css").read_text("utf-8"),
    ):
        if name == "ring":
            continue  # the five ornaments
        was = found.get(name)
        assert was is None or was[0] == day, f"--{name} has one color on light pages"
        found[name] = (day, night or day)
    return found


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_calculated_like_in_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
def test_every_color_can_be_read_on_every_background(scheme: int) -> None:
    colors = {name: pair[scheme] for name, pair in palette().items()}
    pairs = [*product(TEXTS, GROUNDS), *product(ON_DEEP, ["deep"]), *FILLED]
    assert {pair for pair in pairs if contrast(colors[pair[0]], colors[pair[1]]) < 4.5} == set()
    edges = [*product(EDGES, GROUNDS), ("deep-line", "deep"), ("gold", "deep")]
    assert {pair for pair in edges if contrast(colors[pair[0]], colors[pair[1]]) < 3} == set()


def test_every_color_of_the_palette_has_a_contrast_test() -> None:
    checked = {*TEXTS, *GROUNDS, *ON_DEEP, *EDGES, "deep", "deep-line", "mark"}
    assert set(palette()) - checked == {"line"}, "lines between rows carry no information, so they need no contrast"


# --- Months ----------------------------------------------------------------------------------------------------------


def row(first: dt.date, days: int = 1) -> Any:
    return SimpleNamespace(first_day=first, last_day=first + dt.timedelta(days=days - 1))


def test_each_month_with_events_and_the_present_month_have_a_page() -> None:
    rows = [row(dt.date(2026, 9, 30), 2), row(dt.date(2027, 1, 5))]
    found = months(rows, dt.date(2026, 11, 23))
    assert [month.name for month in found] == ["2026-09", "2026-10", "2026-11", "2027-01"]
    assert [len(month.rows) for month in found] == [1, 1, 0, 1]


def test_the_number_of_months_is_bounded() -> None:
    rows = [row(dt.date(1990, 1, 1), 365 * 80), *(row(dt.date(year, 6, 1)) for year in range(1990, 2070))]
    found = months(rows, dt.date(2026, 11, 23))
    assert (len(found), found[0].name, found[-1].name) == (43, "2024-11", "2028-05")


def test_a_month_sheet_has_each_day_once_under_its_weekday() -> None:
    month = months([row(dt.date(2026, 11, 28), 4), row(dt.date(2026, 11, 1), 30)], dt.date(2026, 11, 23))[0]
    weeks = list(month.weeks())
    inside = [day for week in weeks for day in week if day.is_inside]
    assert [day.date.day for day in inside] == list(range(1, 31))
    assert {day.date.isoweekday() % 7 for week in weeks for day in week[:1]} == {0}, "weeks begin on Sunday"
    bars = [(bar.days, bar.lane, bar.begins, bar.ends) for day in inside for bar in day.bars]
    assert bars == [(1, 1, True, False), (2, 1, False, False)], "the event continues in December"
    assert not [day for day in inside if day.rows]
    assert len(month.throughout) == 1


def test_bars_of_one_week_have_separate_lanes_and_the_rest_stay_entries() -> None:
    first = [row(dt.date(2026, 11, 9), 3) for _ in range(LANES + 1)]
    for number, one in enumerate(first):
        one.number = number
    month = months([*first, row(dt.date(2026, 11, 12), 2)], dt.date(2026, 11, 23))[0]
    _, week, *_ = month.weeks()
    assert [bar.lane for bar in week[1].bars] == [*range(1, LANES + 1)]
    assert len(week[1].rows) == 1
    assert [(bar.lane, bar.days) for bar in week[4].bars] == [(1, 2)], "a lane is free after its event ends"


def test_the_agenda_of_a_month_names_each_day_once() -> None:
    rows = [row(dt.date(2026, 10, 30), 3), row(dt.date(2026, 11, 1)), row(dt.date(2026, 11, 9))]
    month = months(rows, dt.date(2026, 11, 23))[1]
    assert [(name, len(own)) for _, name, own in month.agenda(month.rows)] == [
        ("Sunday, November 1", 2),
        ("Monday, November 9", 1),
    ]


def test_a_month_is_a_table_with_headers_and_leads_to_its_neighbors(now: dt.datetime) -> None:
    page = made(FULL, now)["events/months/2026-12/index.html"]
    assert [words(cell).split()[-1] for cell in select(page, "th")] == [*WEEKDAYS[6:], *WEEKDAYS[:6]]
    assert {str(cell.attrs["scope"]) for cell in select(page, "th")} == {"col"}
    assert words(select(page, "caption")[0]) == "Events in December 2026, by week"
    turn = [(str(a.attrs["href"]), words(a)) for a in select(page, "nav[aria-label=Months] a")]
    assert turn == [
        ("../../../events/months/2026-11/", "November 2026"),
        ("../../../events/months/2027-01/", "January 2027"),
    ]
    views = [(str(a.attrs["href"]), words(a)) for a in select(page, "nav[aria-label=Views] a")]
    assert views[:2] == [("../../../events/", "List"), ("../../../events/months/2026-12/", "Month")]
    picker = [(str(a.attrs["href"]), words(a)) for a in select(page, "details.hub-months a")]
    assert ("../../../events/months/2027-01/", "Jan January 2027") in picker
    shapes = {str(path.attrs["id"]): str(path.attrs["d"]) for path in select(page, ".hub-legend path")}
    used = {str(element.attrs["href"])[1:] for element in select(page, "article .hub-shape use, .hub-shape use")}
    assert used <= set(shapes), "each shape is in the legend"
    assert len(set(shapes.values())) == len(shapes), "kinds also differ in their shape"
    links = [(str(a.attrs["href"]), words(a)) for a in select(page, "td a")]
    assert len(set(links)) == len(links)
    assert all("Dec" in name for _, name in links), "each link names its date"
    cells = {str(cell.attrs["data-day"])[-2:]: words(cell) for cell in select(page, "td[data-day]")}
    assert len(cells) == 31
    assert cells["10"].startswith("10 Cancelled 4:00–5:30 PM Tea; talk"), (
        "the cell says in words that the date is cancelled"
    )
    assert "not yet certain" in cells["08"]


def test_the_present_day_is_marked(now: dt.datetime) -> None:
    page = made(FULL, now)["events/months/2026-11/index.html"]
    marked = select(page, "td[aria-current]")
    assert [(str(cell.attrs["data-day"]), cell.attrs["aria-current"]) for cell in marked] == [("2026-11-23", "date")]


# --- Dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first, last, expected",
    [
        ("2026-12-11", "2026-12-11", "Fri, Dec 11"),
        ("2027-02-06", "2027-02-06", "Sat, Feb 6, 2027"),
        ("2026-12-10", "2026-12-11", "Thu, Dec 10 – Fri, Dec 11"),
        ("2026-12-26", "2027-01-01", "Sat, Dec 26, 2026 – Fri, Jan 1, 2027"),
    ],
)
def test_days_have_a_brief_form(first: str, last: str, expected: str) -> None:
    dates = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert brief(*dates, dt.date(2026, 11, 23)) == expected


def test_each_upcoming_date_says_when_it_is_over(now: dt.datetime) -> None:
    site = Site(load(FULL, now)[0], now)
    over = {occurrence.event.id: occurrence.over for occurrence in site.coming}
    assert over["night-walk"] == "2026-12-12T01:00-05:00"
    assert over["convening"] == "2027-02-07T00:00-05:00", "an all-day event is over at midnight in the zone of the site"
    pages = made(FULL, now)
    for name in ("index.html", "events/index.html", "groups/tea-circle/index.html"):
        rows = select(pages[name], "li.hub-row--confirmed, li.hub-row--cancelled, li.hub-row--tentative")
        assert rows, name
        assert all("data-over" in (item.attrs or {}) for item in rows), name
        assert "As of" in pages[name], name
    for name in ("events/past/index.html", "events/months/2026-11/index.html"):
        assert "data-over" not in pages[name], f"{name} is not a list of upcoming dates"


def test_a_card_holds_the_next_few_dates_in_reserve(now: dt.datetime) -> None:
    dates = select(made(FULL, now)["groups/index.html"], "li:first-child .hub-first")
    assert ["hidden" in (date.attrs or {}) for date in dates] == [False, True, True, True]
    assert words(dates[0]) == "Fri, Dec 4, 3:00–4:30 PM"


def test_a_page_whose_dates_have_passed_leads_to_later_dates_or_says_that_there_are_none(now: dt.datetime) -> None:
    def last(name: str, place: str) -> str:
        return words(select(made(FULL, now)[name], f"{place} .hub-first")[-1])

    assert last("groups/index.html", "li:first-child") == "See its page for later dates"
    assert last("groups/index.html", "li:nth-child(3)") == "None announced right now"
    assert last("groups/tea-circle/index.html", "#next") == "Later dates are below"
    assert last("events/tea-afternoon/index.html", "dd") == "Later dates are below"
    once = last("events/night-walk/index.html", "dd")
    assert once == "Friday, December 11, 2026, 10:00 PM to 1:00 AM on Saturday, December 12, 2026 (past)"


def test_two_links_with_one_name_lead_to_the_same_page(now: dt.datetime) -> None:
    faults = {}
    for name, page in made(HOSTILE, now).items():
        if name.startswith(("embed/", "calendars/", "help/")):
            continue
        leads: dict[str, set[str]] = {}
        for link in select(page, "a[href]"):
            leads.setdefault(words(link), set()).add(str((link.attrs or {})["href"]))
        if several := {text for text, addresses in leads.items() if len(addresses) > 1}:
            faults[name] = several
    assert faults == {}


# --- Data for search engines -----------------------------------------------------------------------------------------

PUBLIC = """
events:
  - id: tea
    title: "Tea </script><script>alert(1)</script> & <!-- talk"
    kind: networking
    groups: [tea-circle]
    starts: 2026-12-03 16:00
    ends: 17:30
    repeats: weekly on Thursday
    times: 4
    changes:
      - {date: 2026-12-10, cancelled: yes, reason: snow}
      - {date: 2026-12-17, starts: 2026-12-18 15:00, reason: the kettle}
"""


def linked(district: District, now: dt.datetime, extra: str) -> list[dict[str, Any]]:
    page = made(district(events=PUBLIC + extra), now)["events/tea/index.html"]
    assert page.count("<script") <= 1, "nothing in the data ends the element"
    found = select(page, 'script[type="application/ld+json"]')
    if not found:
        return []
    data = json.loads(re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)[0])
    assert data["@context"] == "https://schema.org"
    events: list[dict[str, Any]] = data["@graph"]
    return events


def test_search_engines_see_a_public_event_with_the_status_of_each_date(district: District, now: dt.datetime) -> None:
    events = linked(district, now, '    place: {name: Hall, address: "1 Oak Street, Kent"}\n')
    assert {event["name"] for event in events} == {"Tea </script><script>alert(1)</script> & <!-- talk"}
    assert [(event["startDate"], event["endDate"], event["eventStatus"].split("/")[-1]) for event in events] == [
        ("2026-12-03T16:00-08:00", "2026-12-03T17:30-08:00", "EventScheduled"),
        ("2026-12-10T16:00-08:00", "2026-12-10T17:30-08:00", "EventCancelled"),
        ("2026-12-18T15:00-08:00", "2026-12-18T16:30-08:00", "EventRescheduled"),
    ]
    assert [event.get("previousStartDate") for event in events] == [None, None, "2026-12-17T16:00-08:00"]
    assert events[0]["location"] == {"@type": "Place", "name": "Hall", "address": "1 Oak Street, Kent"}
    assert "eventAttendanceMode" not in events[0], "nobody said whether people can take part online"
    assert events[0]["url"] == "https://hub.small.example/events/tea/"
    assert [owner["name"] for owner in events[0]["organizer"]] == ["Tea Circle"]


@pytest.mark.parametrize(
    "extra, mode, kinds",
    [
        ("    online: yes\n    url: https://www.small.example/tea\n", "Online", ["VirtualLocation"]),
        (
            "    online: yes\n    url: https://www.small.example/tea\n    place: {address: 1 Oak Street}\n",
            "Mixed",
            ["Place", "VirtualLocation"],
        ),
        (
            "    online: yes\n    url: https://www.small.example/tea\n    place: {name: Room 1}\n",
            "Mixed",
            ["VirtualLocation"],
        ),
        ("    online: yes\n    place: {address: 1 Oak Street}\n", "Mixed", ["Place"]),
        ("    online: no\n    place: {address: 1 Oak Street}\n", "Offline", ["Place"]),
    ],
)
def test_search_engines_learn_how_people_take_part_if_the_data_says_it(
    extra: str, mode: str, kinds: list[str], district: District, now: dt.datetime
) -> None:
    event = linked(district, now, extra)[0]
    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    places = event["location"] if isinstance(event["location"], list) else [event["location"]]
    assert [place["@type"] for place in places] == kinds


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "    place: Room 12\n",
        "    place: shared after you write to us\n",
        "    place: shared after you write to us\n    online: yes\n    url: https://www.small.example/tea\n",
        "    online: yes\n",
        "    place: {address: 1 Oak Street}\n    hidden: yes\n",
        "    place: {address: 1 Oak Street}\n    status: tentative\n",
    ],
)
def test_search_engines_learn_nothing_about_a_private_meeting(extra: str, district: District, now: dt.datetime) -> None:
    assert linked(district, now, extra) == []


def test_search_engines_see_a_partner_as_an_organization_unless_it_is_hidden(now: dt.datetime) -> None:
    pages = made(FULL, now)
    text = re.findall(r'<script type="application/ld\+json">(.*?)</script>', pages["partners/library/index.html"])
    assert json.loads(text[0]) == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Public Library",
        "alternateName": "PL",
        "description": "Books & tea.",
        "url": "https://library.example/",
    }
    assert "ld+json" not in pages["partners/hidden-partner/index.html"]


# --- Hand-written pages ----------------------------------------------------------------------------------------------


def test_a_wide_table_of_a_handwritten_page_can_be_scrolled_with_keys() -> None:
    html = scrollable("<p>a</p><table><tr><td>1</td></tr></table><p>b</p><table><tr><td>2</td></tr></table>")
    frames = select(html, "section[tabindex='0']")
    assert [(str(frame.attrs["aria-label"]), words(frame)) for frame in frames] == [("Table 1", "1"), ("Table 2", "2")]
    assert scrollable("<p>none</p>") == "<p>none</p>"


# --- Pictures --------------------------------------------------------------------------------------------------------


def test_all_pictures_of_the_repository_exist_and_are_small() -> None:
    folder = ROOT / "docs" / "assets" / "screenshots"
    texts = [(ROOT / "README.md").read_text("utf-8"), (folder / "README.md").read_text("utf-8")]
    named = {Path(name).name for text in texts for name in re.findall(r"[\w/.-]+\.webp", text)}
    pages, sizes, schemes = ("home", "group", "agenda", "month", "embed"), (1280, 390), ("light", "dark")
    expected = {f"{page}-{size}-{scheme}.webp" for page, size, scheme in product(pages, sizes, schemes)}
    assert named == expected == {path.name for path in folder.glob("*.webp")}
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_000_000


def test_no_screenshot_is_published(site: Path) -> None:
    assert list(site.rglob("screenshots")) == []


def test_the_agenda_of_a_kind_ends_with_a_whole_month_and_leads_to_later_dates(
    district: Callable[..., Path], tmp_path: Path
) -> None:
    entry = "events:\n  - id: tea\n    title: Tea\n    kind: gathering\n    groups: [tea-circle]\n    open_to: All.\n"
    rule = "    starts: 2026-12-02 16:00\n    ends: 17:00\n    repeats: weekly on Wednesday\n    until: 2027-07-28\n"
    hub, _ = load(district(events=entry + rule), NOW)
    pages = {
        artifact.path: artifact.content.decode()
        for artifact in outputs(hub, NOW)
        if artifact.path.startswith("events/")
    }
    for path in ("events/kinds/gathering/index.html",):
        months = re.findall(r'id="m(\d{4}-\d\d)"', pages[path])
        listed = set(re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)', pages[path]))
        weeks = [dt.date(2026, 12, 2) + dt.timedelta(weeks=week) for week in range(35)]
        assert {f"{day}" for day in weeks if f"{day:%Y-%m}" in months} <= listed
        assert ("To see later dates," in pages[path]) == (months[-1] != "2027-07")
    assert "To see later dates," in pages["events/index.html"]


def test_the_page_of_a_group_without_a_summary_has_no_empty_paragraph(district: District) -> None:
    entry = "groups:\n  - {id: tea-circle, name: Tea, kind: networking, summary: unknown, open_to: All.}\n"
    hub, _ = load(district(groups=entry), NOW)
    page = next(
        artifact.content.decode() for artifact in outputs(hub, NOW) if artifact.path == "groups/tea-circle/index.html"
    )
    assert "<h1" in page
    assert 'class="hub-lead"' not in page


def test_the_list_of_events_has_one_line_per_series_and_hidden_lines_for_later_dates(
    district: Callable[..., Path],
) -> None:
    events = """events:
  - id: tea
    title: Tea
    kind: gathering
    open_to: All.
    starts: 2026-12-02 16:00
    ends: 17:00
    repeats: weekly on Wednesday
    times: 12
    changes:
      - {date: 2026-12-16, cancelled: yes, reason: snow}
      - {date: 2026-12-23, starts: 2026-12-22 16:00}
"""
    hub, _ = load(district(events=events), NOW)
    page = next(artifact.content.decode() for artifact in outputs(hub, NOW) if artifact.path == "events/index.html")
    rows = [
        (str(row.attrs["data-over"])[:10], row.attrs.get("data-series"), "hidden" in row.attrs)
        for row in select(page, "li.hub-row")
    ]
    assert rows == [
        ("2026-12-02", "tea", False),
        ("2026-12-09", "tea", True),
        ("2026-12-16", None, False),
        ("2026-12-22", "tea", False),
        ("2026-12-30", "tea", True),
        ("2027-01-06", "tea", True),
    ]


PAST = "events:\n  - {id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2026-10-01}\n"


@pytest.mark.parametrize(
    "events, told",
    [("events: []\n", "No dates are announced yet."), (PAST, "No upcoming dates are announced right now.")],
)
def test_a_hub_that_had_dates_does_not_say_that_none_were_announced_yet(
    events: str, told: str, district: Callable[..., Path], now: dt.datetime
) -> None:
    home = made(district(events=events), now)["index.html"]
    assert [words(element) for element in select(home, "p") if "are announced" in words(element)] == [told]


@pytest.mark.parametrize(
    "others, expected",
    [
        ("", ["Cancelled or postponed: Tea (Thu, Dec 3); Walk (Sat, Dec 12)"]),
        (
            "  - {id: talk, title: Talk, kind: gathering, open_to: All., starts: 2026-12-05}\n",
            ["Cancelled or postponed: Tea (Thu, Dec 3)"],
        ),
    ],
    ids=["no-date-to-attend", "with-a-date-to-attend"],
)
def test_the_home_page_names_cancelled_dates_that_a_visitor_could_expect(
    others: str, expected: list[str], district: Callable[..., Path], now: dt.datetime
) -> None:
    """Without this line, a person who planned to come would see nothing about the date on the home page."""
    events = """events:
  - {id: tea, title: Tea, kind: gathering, open_to: All., starts: 2026-12-03 16:00, ends: 17:00, status: cancelled}
  - {id: walk, title: Walk, kind: gathering, open_to: All., starts: 2026-12-12, status: postponed}
  - {id: day, title: Day, kind: observance, open_to: All., starts: 2026-12-04, status: cancelled}
"""
    home = made(district(events=events + others), now)["index.html"]
    assert [words(one) for one in select(home, "p") if words(one).startswith("Cancelled")] == expected


def test_the_home_page_leads_to_groups_that_have_ended(district: Callable[..., Path], now: dt.datetime) -> None:
    group = "{id: tea-circle, name: Tea Circle, kind: networking, summary: Tea., open_to: All staff., status: closed}"
    home = made(district(groups=f"groups: [{group}]\n", events="events: []\n"), now)["index.html"]
    assert "All listed groups have ended. See the groups" in home.replace('<a href="./groups/">', "")
    assert "No groups are listed yet" not in home


@pytest.mark.parametrize("status, offered", [("confirmed", True), ("cancelled", False)])
def test_a_group_that_has_ended_offers_its_calendar_only_for_dates_that_take_place(
    status: str, offered: bool, district: Callable[..., Path], now: dt.datetime
) -> None:
    group = "{id: tea-circle, name: Tea Circle, kind: networking, summary: Tea., open_to: All staff., status: closed}"
    event = f"{{id: tea, title: Last tea, kind: gathering, groups: [tea-circle], starts: 2026-12-03, status: {status}}}"
    page = made(district(groups=f"groups: [{group}]\n", events=f"events: [{event}]\n"), now)
    html = page["groups/tea-circle/index.html"]
    assert ("Subscribe" in html) is offered
    assert ('href="#next"' in html) is offered
    links, ids = select(html, 'a[href^="#"]'), select(html, "[id]")
    assert {link.attrs["href"] for link in links} <= {f"#{element.attrs['id']}" for element in ids}


@pytest.mark.parametrize(
    "keys, more, in_widget",
    [
        ("", "and so on", "and more"),
        ("until: 2027-06-10", "and 15 more", "and 23 more"),
        (
            "changes: [{date: 2027-06-17, and_later: yes, cancelled: yes}]",
            "and 16 more. These dates differ from the schedule:",
            "and 24 more",
        ),
    ],
)
def test_nobody_counts_the_dates_of_a_series_without_an_end(
    keys: str, more: str, in_widget: str, district: Callable[..., Path], now: dt.datetime
) -> None:
    event = "{id: tea, title: Tea, kind: gathering, open_to: All., groups: [tea-circle], starts: 2026-12-03 16:00, "
    events = f"events: [{event}ends: 17:00, repeats: weekly{', ' * bool(keys)}{keys}}}]\n"
    files = made(district(events=events), now)
    assert more in [words(row) for row in select(files["events/tea/index.html"], ".hub-dates li")]
    assert "Later dates are in the group's calendar." in files["groups/tea-circle/index.html"].replace(
        '<a href="#calendar">', ""
    ).replace("</a>", "")
    assert [words(rest) for rest in select(files["embed/light/next/5/index.html"], ".rest")] == [in_widget]


def test_the_widget_of_a_month_counts_all_its_dates(district: Callable[..., Path], now: dt.datetime) -> None:
    event = "{id: tea, title: Tea, kind: gathering, open_to: All., starts: 2026-12-01, repeats: daily}"
    widget = made(district(events=f"events: [{event}]\n"), now)["embed/light/month/index.html"]
    shown = len(select(widget, "li"))
    assert [words(rest) for rest in select(widget, ".rest")] == [f"and {31 - shown} more"]


@pytest.mark.parametrize("status, is_named", [("active", True), ("closed", False)])
def test_opportunities_lead_only_to_groups_that_exist(
    status: str, is_named: bool, district: Callable[..., Path], now: dt.datetime
) -> None:
    group = "{id: tea-circle, name: Tea Circle, kind: networking, summary: Tea., open_to: All staff., status: "
    folder = district(events="events: []\n", groups=f"groups:\n  - {group}{status}}}\n")
    assert ("Tea Circle" in made(folder, now)["opportunities/index.html"]) is is_named


@pytest.mark.parametrize(
    "keys, told",
    [
        ("starts: 2026-12-03", "Thursday, December 3, 2026."),
        ("starts: 2026-10-01", "Past event."),
        ("starts: to be announced", "Date to be announced."),
        ("starts: 2026-12-03, status: postponed", "Postponed."),
        ("starts: 2026-10-01, status: postponed", "Date to be announced."),
        ("starts: 2026-12-03, status: cancelled", "Cancelled."),
        ("starts: 2026-10-01, status: cancelled", "Cancelled."),
        ("starts: 2026-11-19, repeats: weekly, times: 2, changes: [{date: 2026-11-26, starts: to be announced}]",
         "Postponed."),
        ("starts: 2026-11-19, repeats: weekly, times: 3, changes: [{date: 2026-11-26, and_later: yes, cancelled: yes}]",
         "Cancelled."),
        ("starts: 2026-11-02, repeats: weekly, times: 8, changes: [{date: 2026-11-23, cancelled: yes}]",
         "Monday, November 30, 2026."),
    ],
)  # fmt: skip
def test_the_description_of_an_event_says_what_is_true_of_its_next_date(
    keys: str, told: str, district: District, now: dt.datetime
) -> None:
    """Search engines and chats show the description."""
    event = f"events:\n  - {{id: tea, title: Tea, kind: gathering, groups: [tea-circle], {keys}}}\n"
    site = outputs(load(district(events=event), now)[0], now)
    meta = next(artifact.page_meta for artifact in site if artifact.path == "events/tea/index.html")
    assert meta
    assert meta.description == told


@pytest.mark.parametrize(
    "answers, own, told",
    [
        (("All staff.", "All staff."), "", "All staff."),
        (("All staff.", "Teachers."), "", None),
        (("All staff.", "unknown"), "", None),
        (("All staff.", "All staff."), ", open_to: unknown", None),
        (("All staff.", "Teachers."), ", open_to: Nurses.", "Nurses."),
        (("All staff.", "all staff"), "", "All staff."),
        (("All staff.", "Teachers., hidden: yes"), "", None),
        (("All staff.", "Teachers., draft: yes"), "", "All staff."),
    ],
)
def test_an_event_takes_who_can_come_only_from_groups_that_agree(
    answers: tuple[str, str], own: str, told: str | None, district: District, now: dt.datetime
) -> None:
    groups = "".join(
        f"  - {{id: {name}, name: Circle {name}, kind: networking, summary: We meet., open_to: {answer}}}\n"
        for name, answer in zip(("first", "second"), answers, strict=True)
    )
    event = f"events:\n  - {{id: tea, title: Tea, kind: gathering, groups: [first, second], starts: 2026-12-03{own}}}\n"
    page = made(district(events=event, groups="groups:\n" + groups), now)["events/tea/index.html"]
    facts = [words(fact) for fact in select(page, "#facts dl > div") if words(fact).startswith("Open to")]
    assert facts == ([f"Open to {told}"] if told else [])
