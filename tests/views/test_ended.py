"""What pages, widgets, and handouts say about groups that have ended."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from affinity_hub import load, outputs
from justhtml import JustHTML

from tests.made import lazy_texts

District = Callable[..., Path]
Made = Callable[..., Mapping[str, str]]

GROUP = """groups:
  - id: tea-circle
    name: Tea Circle
    kind: networking
    status: {status}
    summary: Tea and talk.
    open_to: All staff.
    meets: Every Thursday at four.
    confidentiality: {{statement: What is said stays here.}}
    join: {{steps: Write and come., contact: tea@small.example, reply_within: 2 days}}
    {more}
"""
SUCCESSOR = "  - {id: cake, name: Cake Club, kind: networking, status: active, summary: S., open_to: All staff.}\n"
AHEAD = "{id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2026-12-03 16:00, ends: 17:30}"
PAST = AHEAD.replace("2026-12-03", "2026-01-08")
CANCELLED = AHEAD.replace("}", ", status: cancelled}")
POSTPONED = AHEAD.replace("}", ", status: postponed}")
WAITING = AHEAD.replace("2026-12-03 16:00, ends: 17:30", "to be announced")
STILL = "The group has ended, but some of its events are still to come."
OVER = "The group has ended and has no more dates."


@pytest.fixture
def made(district: District, now: dt.datetime) -> Made:
    return lambda **files: lazy_texts(outputs(load(district(**files), now)[0], now))


@pytest.fixture
def of_group(made: Made) -> Callable[..., Mapping[str, str]]:
    """The files of a site with a group, which has ended unless a test says otherwise."""

    def files(*events: str, status: str = "closed", more: str = "", others: str = "") -> Mapping[str, str]:
        groups = GROUP.format(status=status, more=more) + others
        return made(groups=groups, events=f"events: [{', '.join(events)}]\n", facilitators="facilitators: []\n")

    return files


def words(html: str) -> str:
    return " ".join(str(JustHTML(html, sanitize=False).to_text()).split())


def headings(html: str) -> list[str]:
    return [words(element.to_html()) for element in JustHTML(html, sanitize=False).query("h2")]


@pytest.mark.parametrize("event", [AHEAD, POSTPONED, WAITING])
def test_a_group_that_has_ended_says_that_events_are_still_to_come(event: str, of_group: Made) -> None:
    files = of_group(event, CANCELLED.replace("id: tea", "id: old-tea"))
    for path in ("groups/tea-circle", "embed/light/groups/tea-circle", "embed/light/next/groups/tea-circle/5"):
        said = words(files[f"{path}/index.html"])
        assert (STILL in said, "no more dates" in said, "Tea" in said) == (True, False, True), path
        assert "remove this frame" not in said
    assert OVER not in words(files["groups/index.html"])
    assert "Subscribe" in headings(files["groups/tea-circle/index.html"])
    assert "Tea Circle Closed" in words(files["calendars/index.html"])
    flyer = words(files["groups/tea-circle/flyer/index.html"])
    assert "This group has ended" in flyer
    assert ("Dates that still take place Thursday, December 3" in flyer) == (event == AHEAD)


def test_the_page_of_a_group_that_has_ended_names_its_next_date(of_group: Made) -> None:
    page = words(of_group(AHEAD)["groups/tea-circle/index.html"])
    assert "Next date" in page
    assert "Add to your calendar" in page


@pytest.mark.parametrize("event", [PAST, CANCELLED, WAITING.replace("}", ", status: cancelled}")])
def test_a_group_that_has_ended_and_has_no_more_dates_says_so(event: str, of_group: Made) -> None:
    files = of_group(event)
    assert OVER in words(files["groups/tea-circle/index.html"])
    assert OVER in words(files["groups/index.html"])
    for path in ("groups/tea-circle", "next/groups/tea-circle/5"):
        said = words(files[f"embed/light/{path}/index.html"])
        assert "This group has ended. " in said
        assert "please remove this frame" in said
    assert "Subscribe" not in headings(files["groups/tea-circle/index.html"])
    assert "tea-circle.ics" not in files["calendars/index.html"]


@pytest.mark.parametrize("event", [AHEAD, PAST])
def test_nothing_asks_people_to_join_a_group_that_has_ended(event: str, of_group: Made) -> None:
    asks = ("How to join", "Every Thursday at four.", "Write and come.", "Reply within", "how to subscribe:")
    active, ended = of_group(event, status="active"), of_group(event)
    page, handout = "groups/tea-circle/index.html", "groups/tea-circle/flyer/index.html"
    assert [text for text in asks if text not in words(active[page])] == []
    for path in (page, handout):
        said = words(ended[path])
        assert [text for text in asks if text in said] == ["how to subscribe:"] * (path == page and event == AHEAD)
        assert "tea@small.example" in said, "people can still ask"
    assert "Print a flyer" not in words(ended[page])
    flyer = words(ended[handout])
    assert ("Who can come" in flyer, "What is said stays here." in flyer) == (event == AHEAD, event == AHEAD)
    assert ("with every date" in flyer) == (event == AHEAD)
    search = "".join(text for name, text in ended.items() if "search" in name)
    assert "Every Thursday at four." not in search


def test_each_place_names_the_group_that_continues_a_group_that_has_ended(of_group: Made) -> None:
    for event in (AHEAD, PAST):
        files = of_group(event, more="successor: cake", others=SUCCESSOR)
        for path in ("", "flyer/"):
            assert "It continues as Cake Club" in words(files[f"groups/tea-circle/{path}index.html"])
        for path in ("groups/tea-circle", "next/groups/tea-circle/3"):
            embed = files[f"embed/light/{path}/index.html"]
            assert "It continues as: Cake Club" in words(embed)
            assert "groups/cake/" in embed


def closed(name: str, successor: str = "", more: str = "") -> str:
    keys = f"id: {name}, name: {name} club, kind: networking, summary: S., open_to: All staff., status: closed"
    return f"  - {{{keys}{successor and f', successor: {successor}'}{more}}}\n"


@pytest.mark.parametrize(
    "others, said",
    [
        (closed("cake", "pie") + closed("pie", "jam") + SUCCESSOR.replace("cake", "jam"), "It continues as Cake Club"),
        (closed("cake"), "It continued as cake club, which has also ended"),
        (closed("cake", "pie") + closed("pie"), "It continued as pie club, which has also ended"),
        # No list names a hidden group.
        (
            closed("cake", "pie") + closed("pie", more=", hidden: yes"),
            "It continued as cake club, which has also ended",
        ),
        (closed("cake", "tea-circle"), "It continued as cake club, which has also ended"),
    ],
)
def test_no_place_sends_people_to_a_group_that_has_ended(others: str, said: str, of_group: Made) -> None:
    files = of_group(PAST, more="successor: cake", others=others)
    for path in ("", "flyer/"):
        assert said in words(files[f"groups/tea-circle/{path}index.html"]).replace(" ,", ",")
    for path in ("groups/tea-circle", "next/groups/tea-circle/3"):
        text = words(files[f"embed/light/{path}/index.html"])
        assert said.replace(" as ", " as: ", 1) in text
        assert ("See: Current groups" in text) == ("active" in others)


def test_a_group_that_names_itself_as_its_successor_continues_nowhere(of_group: Made) -> None:
    files = of_group(PAST, more="successor: tea-circle")
    assert "It continue" not in words(files["groups/tea-circle/index.html"])


def test_a_widget_that_is_gone_links_to_current_groups_only_if_a_group_is_current(of_group: Made) -> None:
    for status in ("active", "closed"):
        said = words(
            of_group(PAST, others=SUCCESSOR.replace("active", status))["embed/light/groups/tea-circle/index.html"]
        )
        assert ("Current groups" in said) == (status == "active")


@pytest.mark.parametrize("status", ["active", "closed"])
def test_each_handout_says_that_a_date_is_not_yet_certain(status: str, of_group: Made) -> None:
    files = of_group(AHEAD.replace("}", ", status: tentative}"), status=status)
    for path in ("groups/tea-circle/flyer", "orientation/slide", "orientation/newsletter"):
        assert "not yet certain" in words(files[f"{path}/index.html"]), path
    certain = of_group(AHEAD, status=status)
    assert "not yet certain" not in words(certain["groups/tea-circle/flyer/index.html"])


@pytest.mark.parametrize("closes, is_open", [("2027-01-31", True), ("2026-01-31", False), ("2024-25", False)])
def test_a_role_is_open_until_its_last_day(closes: str, is_open: bool, made: Made) -> None:
    people = "facilitators:\n  - {id: host, role: Host, vacancy: {closes: '%s', contact: apply@small.example}}\n"
    groups = GROUP.format(status="forming", more="facilitators: [host]")
    files = made(groups=groups, events="events: []\n", facilitators=people % closes)
    assert json.loads(files["api/hub.json"])["facilitators"][0]["vacant"] is is_open
    said = {path: words(text) for path, text in files.items() if path.endswith("index.html")}
    for page in ("facilitators", "start-a-group", "embed/light/facilitators"):
        assert ("apply@small.example" in said[f"{page}/index.html"]) == is_open, page
    shown = files["facilitators/index.html"]
    # The data does not say that the role is filled, so the page must not say so.
    assert (">Open roles<" in shown, ">Filled roles<" in shown) == (is_open, False)
    assert "to show interest" in said["facilitators/index.html"]
    invites = [
        path for path, text in said.items() if "Host" in text and re.search("open until|role is open|Looking for", text)
    ]
    assert bool(invites) == is_open
    assert ("Host Open until January 31, 2027" in said["groups/tea-circle/index.html"]) == is_open
    # A page that was built before the last day hides what is no longer true.
    if is_open:
        for path in ("facilitators", "start-a-group", "groups/tea-circle", "opportunities/kinds/leadership"):
            assert 'data-over="2027-02-01T00:00' in files[f"{path}/index.html"], path


FACILITATORS = """facilitators:
  - {id: host, role: Host, vacancy: {closes: 2027-01-31}}
  - {id: other, role: Helper, vacancy: {}}
"""


@pytest.mark.parametrize(
    "status, event, shows_facilitators, is_vacant",
    [("active", PAST, True, True), ("closed", AHEAD, True, False), ("closed", PAST, False, False)],
)
def test_a_group_that_has_ended_has_no_open_roles_and_no_meetings(
    status: str, event: str, shows_facilitators: bool, is_vacant: bool, made: Made
) -> None:
    cake = SUCCESSOR.replace("}", ", facilitators: [other]}")
    groups = GROUP.format(status=status, more="facilitators: [host, other]") + cake
    files = made(groups=groups, events=f"events: [{event}]\n", facilitators=FACILITATORS)
    hub = json.loads(files["api/hub.json"])
    group, people = hub["groups"][0], {person["id"]: person["vacant"] for person in hub["facilitators"]}
    assert group["facilitators"] == (["host", "other"] if shows_facilitators else [])
    assert group["meets"] == (None if status == "closed" else "Every Thursday at four.")
    assert group["contact"] == "tea@small.example"
    assert people == {"host": is_vacant, "other": True}
    assert ("Facilitators" in headings(files["groups/tea-circle/index.html"])) == shows_facilitators
    roles = words(files["facilitators/index.html"]).partition("Roles in groups that have ended Host Group Tea Circle")
    assert ("Host" in roles[0], bool(roles[1])) == (is_vacant, not is_vacant)
    assert "Filled roles" not in f"{roles}"
    assert "Helper" in roles[0]
    assert ("Tea Circle, Cake Club" in roles[0].replace(" ,", ",")) == shows_facilitators
    assert ("Host" in words(files["embed/light/facilitators/index.html"])) == is_vacant
    assert ("Last day to show interest: Host" in files["calendars/deadlines.ics"]) == is_vacant
    assert ("Host" in words(files["opportunities/index.html"])) == is_vacant


@pytest.mark.parametrize(
    "hidden, event, heading",
    [
        ("closed", PAST, "Roles in groups that have ended"),
        ("active", PAST, "Open roles"),
        ("closed", AHEAD.replace("groups: [tea-circle]", "groups: [cake], facilitators: [host]"), "Open roles"),
    ],
)
def test_a_role_is_in_one_list(hidden: str, event: str, heading: str, made: Made) -> None:
    led = "facilitators: [host]"
    groups = GROUP.format(status="closed", more=led) + SUCCESSOR
    groups += closed("pie", more=f", hidden: yes, {led}").replace("closed", hidden)
    files = made(groups=groups, events=f"events: [{event}]\n", facilitators=FACILITATORS)
    assert f"{heading} Host" in words(files["facilitators/index.html"]).replace("Helper Open roles", "Open roles")
    assert words(files["facilitators/index.html"]).count("Host") == 1
    vacant = {person["id"]: person["vacant"] for person in json.loads(files["api/hub.json"])["facilitators"]}
    assert vacant["host"] == (heading == "Open roles")
    assert ("Host" in words(files["embed/light/facilitators/index.html"])) == vacant["host"]


@pytest.mark.parametrize("status, button", [("active", True), ("closed", False)])
def test_only_the_event_of_a_group_that_continues_has_a_button_to_write_to_it(
    status: str, button: bool, of_group: Made
) -> None:
    page = words(of_group(AHEAD, status=status)["events/tea/index.html"])
    assert ("Write to Tea Circle" in page) == button
    assert "Contact tea@small.example" in page


def test_calendars_and_lists_of_a_site_whose_groups_have_all_ended_say_so(of_group: Made) -> None:
    files, ended = of_group(), "All listed groups have ended"
    for path in ("orientation", "orientation/slide", "embed/light/groups", "groups/questions", "calendars", ""):
        said = words(files[f"{path}/index.html".lstrip("/")])
        assert (ended in said, "No groups are listed yet" in said) == (True, False), path
    assert f"{ended}, so there is no calendar to subscribe to." in words(files["calendars/index.html"])
    assert f"{ended}, so there is no calendar to subscribe to." in words(files["calendars/choose/index.html"])
    assert f"{ended}, so there is nothing to show on another page." in words(files["embed/index.html"])
    assert "These are the groups" not in words(files["orientation/index.html"])


def test_handouts_do_not_deny_groups_that_rest(of_group: Made) -> None:
    files = of_group(status="resting", others=SUCCESSOR.replace("active", "closed"))
    for path in ("orientation", "orientation/slide"):
        said = words(files[f"{path}/index.html"])
        assert "No listed groups are active or forming right now." in said
        assert "No groups are listed yet" not in said
    assert "No listed groups" not in words(files["embed/light/groups/index.html"])
