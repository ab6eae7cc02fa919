"""The calendars and their contents. Discreet calendars reveal nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from affinity_hub import load
from affinity_hub.calendars import catalog
from affinity_hub.calendars import files as calendar_module
from affinity_hub.calendars.files import calendar_files, checked_calendars
from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub
from affinity_hub.ical.component import Property
from affinity_hub.ical.discreet import KEPT, DiscreetForm
from affinity_hub.ical.vevent import CalendarEntry
from affinity_hub.views.site import Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Run, crowd
from tests.examples import examples

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
FULL = Path(__file__).parents[1] / "sites" / "full"
DEMO = Path(__file__).resolve().parents[2] / "examples" / "sample-district"
CANARY = "Zwitscherlein"
DISCREET = "calendars/groups/tea-circle.discreet.ics"

Command = Callable[..., Run]
District = Callable[..., Path]


def calendars(folder: Path, now: dt.datetime = NOW) -> dict[str, bytes]:
    hub = load(folder, now)[0]
    return {output.path: output.content for output in calendar_files(hub, Site(hub, now))}


def unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def values(data: bytes, name: str) -> list[str]:
    return re.findall(rf"^{name}[:;]([^\r]*)", unfolded(data), re.MULTILINE)


def dates(data: bytes) -> list[tuple[str, str, str]]:
    """Every date of a calendar as a reader finds it: start, end, status."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between((2020, 1, 1), (2032, 1, 1))
    return sorted((f"{event.start}", f"{event.end}", str(event["STATUS"])) for event in found)


# --- Discreet calendars ----------------------------------------------------------------------------------------------

GROUP: dict[str, Any] = {"id": "tea-circle", "name": "Tea Circle", "kind": "affinity", "summary": "Tea."}
EVENT: dict[str, Any] = {"id": "tea", "title": "Tea", "kind": "gathering", "groups": ["tea-circle"]}
SERIES: dict[str, Any] = {
    "starts": "2026-10-01 16:00",
    "ends": "17:30",
    "repeats": "weekly on Thursday",
    "until": "2027-01-28",
    "skip": [{"date": "2026-11-12", "reason": CANARY}],
    "changes": [
        {"date": "2026-12-03", "starts": "2026-12-04 15:00", "reason": CANARY},
        {"date": "2026-12-10", "cancelled": "yes", "reason": CANARY},
        {"date": "2026-12-17", "starts": "2026-12-24 18:00", "reason": CANARY},
    ],
}


def canary_district(text: str) -> dict[str, str]:
    """A district with text in every field of a group and of its events."""
    name = f"{CANARY} {text}"
    short = name[:60].strip()
    group = GROUP | {
        "name": name,
        "short_name": short,
        "gloss": short,
        "aliases": [name],
        "summary": name,
        "purpose": name,
        "subjects": [name],
        "open_to": name,
        "meets": name,
        "confidentiality": {"statement": name},
        "join": {"contact": f"{CANARY.lower()}@small.example", "steps": name, "reply_within": short},
        "facilitators": [f"{CANARY.lower()}-host"],
        "partners": [f"{CANARY.lower()}-partner"],
        "inquiry": {"leadership": name},
        "milestones": [{"title": name}],
    }
    event = EVENT | {
        "id": f"{CANARY.lower()}-evening",
        "title": name,
        "summary": name,
        "facilitators": [f"{CANARY.lower()}-host"],
        "partners": [f"{CANARY.lower()}-partner"],
        "place": {"name": short, "address": name},
        "open_to": name,
        "register": {"url": f"https://{CANARY.lower()}.example/"},
        "prerequisites": name,
        "clock_hours": short,
        "cost": short,
        "travel": name,
        "details": name,
        "url": f"https://{CANARY.lower()}.example/",
    }
    person = {"id": f"{CANARY.lower()}-host", "role": short, "name": name, "summary": name}
    partner = {"id": f"{CANARY.lower()}-partner", "name": name, "kind": "other", "summary": name}
    tentative = {"id": "once", "starts": "2026-12-05", "status": "tentative", "reason": CANARY}
    gone = {"id": "gone", "starts": "2026-12-06", "status": "cancelled", "reason": CANARY}
    files = {
        "groups": [group],
        "events": [event | SERIES, event | tentative, event | gone],
        "facilitators": [person | {"consent": {"name": "public", "given_on": "2026-09-01"}}],
        "partners": [partner],
    }
    return {key: json.dumps({key: rows}, ensure_ascii=False) for key, rows in files.items()}


# Text that a volunteer can type in one line: no control characters, and nothing that looks private.
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Nd")), min_size=1, max_size=50)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=examples(20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=LINES)
def test_no_typed_text_is_in_a_discreet_calendar(text: str, district: District) -> None:
    files = calendars(district(**canary_district(text)))
    plain, data = files["calendars/groups/tea-circle.ics"], files[DISCREET]
    assert CANARY in unfolded(plain)
    assert CANARY.lower() not in unfolded(data).lower()
    assert "tea" not in unfolded(data).lower()
    assert "small" not in unfolded(data).lower(), "the name of the host would reveal whose calendar this is"
    assert set(values(data, "SUMMARY")) == {"Staff meeting", "CANCELLED: Staff meeting"}
    assert dates(data) == dates(plain)


def test_a_discreet_calendar_has_only_listed_lines() -> None:
    names = KEPT | {"PRODID", "NAME", "X-WR-CALNAME", "SUMMARY", "UID", "CLASS", "END"}
    names |= {"TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"}  # lines of the time zone, which all calendars share
    for path, data in calendars(FULL).items():
        if path.endswith(".discreet.ics"):
            assert set(re.findall(r"^[A-Z-]+", unfolded(data), re.MULTILINE)) <= names
            assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_discreet_calendar_has_its_title_and_nothing_about_its_group() -> None:
    data = calendars(FULL)[DISCREET]
    assert values(data, "(?:NAME|X-WR-CALNAME|PRODID)") == ["-//Calendar//Calendar 1//EN", "Thursday", "Thursday"]
    assert set(values(data, "SUMMARY")) == {"Thursday", "CANCELLED: Thursday"}
    assert set(values(data, "CLASS")) == {"PRIVATE"}
    assert values(data, "(?:DESCRIPTION|LOCATION|URL|CATEGORIES|SOURCE|COLOR|X-WR-CALDESC)") == []


def test_a_discreet_calendar_leaves_out_unknown_properties() -> None:
    properties = [Property("SUMMARY", "Tea"), Property("X-NEW", "Tea"), Property("COMMENT;X=y", "Tea")]
    properties += [Property("DTSTART;TZID=Tea", "20261203T160000")]
    assert [*DiscreetForm("Meeting", "tea")(properties)] == [Property("SUMMARY", "Meeting"), properties[-1]]


def test_a_cancelled_date_says_that_it_is_cancelled_but_not_why() -> None:
    data = calendars(FULL)[DISCREET]
    (gone,) = (part for part in unfolded(data).split("BEGIN:VEVENT") if "STATUS:CANCELLED" in part)
    assert "SUMMARY:CANCELLED: Thursday" in gone
    assert "snow" in unfolded(calendars(FULL)["calendars/groups/tea-circle.ics"])
    assert "snow" not in unfolded(data)


@pytest.mark.parametrize("title", ["a, b; c \\ d", "é🎉" * 30, "x" * 60, " two  words ", ""])
def test_any_title_reaches_the_calendar(title: str, district: District) -> None:
    group = GROUP | {"open_to": "All.", "calendar_title": title or None}
    event = EVENT | SERIES | {"changes": [{"date": "2026-12-03", "cancelled": "yes"}]}
    texts = {"groups": json.dumps({"groups": [group]}, ensure_ascii=False), "events": json.dumps({"events": [event]})}
    data = calendars(district(**texts))[DISCREET]
    found = {str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(data).walk("VEVENT")}
    expected = " ".join(title.split()) or "Staff meeting"
    assert found == {expected, f"CANCELLED: {expected}"}
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def uids(district: District, group: dict[str, Any], event: dict[str, Any]) -> list[str]:
    groups, events = ([keys | more] for keys, more in ((GROUP | {"open_to": "All."}, group), (EVENT | SERIES, event)))
    files = calendars(district(groups=json.dumps({"groups": groups}), events=json.dumps({"events": events})))
    return values(files[f"calendars/groups/{groups[0]['id']}.discreet.ics"], "UID")


def test_the_uids_of_a_discreet_calendar_reveal_nothing_and_never_change(district: District) -> None:
    usual = uids(district, {}, {})
    assert all(re.fullmatch(r"[0-9a-f]{32}", uid) for uid in usual)
    assert len(set(usual)) == 2, "one UID for the series, and one UID for the date that moved past another date"
    assert uids(district, {"name": "Coffee", "calendar_title": "Meeting"}, {"title": "Coffee"}) == usual
    renamed = {"id": "coffee-circle", "was": ["tea-circle"]}
    assert uids(district, renamed, {"id": "coffee", "was": ["tea"], "groups": ["coffee-circle"]}) == usual
    assert not set(uids(district, {}, {"id": "coffee"})) & set(usual)


def test_the_uids_of_an_event_differ_between_its_calendars() -> None:
    files = calendars(DEMO)
    paths = ("educators-of-color-network.ics", "educators-of-color-network.discreet.ics", "raices.discreet.ics")
    known = [set(values(files[f"calendars/groups/{path}"], "UID")) for path in paths]
    assert not known[0] & known[1]
    assert not known[1] & known[2]


def test_each_group_has_a_discreet_calendar_under_every_id_it_had() -> None:
    files = calendars(FULL)
    assert files["calendars/groups/tea-group.discreet.ics"] == files[DISCREET]
    plain = {path for path in files if path.startswith("calendars/groups/") and ".discreet" not in path}
    assert {path.replace(".ics", ".discreet.ics") for path in plain} <= set(files)
    assert "calendars/groups/hidden-circle.discreet.ics" in files
    assert not any("draft" in path for path in files)


def test_observances_are_not_called_a_staff_meeting() -> None:
    """A well-known month would reveal whose calendar this is."""
    files = calendars(DEMO)
    assert "Hispanic Heritage Month" in unfolded(files["calendars/groups/raices.ics"])
    days = values(files["calendars/groups/raices.discreet.ics"], "DTSTART")
    assert not [day for day in days if day.startswith("VALUE=DATE:2026-09-15".replace("-", ""))]


# --- Calendars stay small --------------------------------------------------------------------------------------------


def holders(district: District, event: dict[str, Any], day: str, days: int | None = None) -> set[str]:
    """The calendars for subscribers that contain an event on a certain day."""
    hub = (FULL.parent / "minimal" / "hub.yml").read_text("utf-8") + (f"feed_past_days: {days}\n" if days else "")
    folder = district(events=json.dumps({"events": [EVENT | event]}), hub=hub)
    now = dt.datetime.fromisoformat(f"{day}T00:00:00-08:00")
    files = calendars(folder, now).items()
    return {
        path.removeprefix("calendars/")
        for path, data in files
        if b"VEVENT" in data and not path.startswith("calendars/occurrences/")
    }


ALL = {"all.ics", "groups/tea-circle.ics", "groups/tea-circle.discreet.ics", "kinds/gathering.ics", "events/tea.ics"}
ONCE = {"starts": "2026-12-01 16:00", "ends": "17:30"}


@pytest.mark.parametrize(
    "event, day, days, kept",
    [
        (ONCE, "2028-01-05", None, True),
        (ONCE, "2028-01-06", None, False),
        (ONCE, "2026-12-11", 10, True),
        (ONCE, "2026-12-12", 10, False),
        (ONCE | {"starts": "2026-12-01", "ends": "2026-12-03"}, "2026-12-13", 10, True),
        (ONCE | {"repeats": "weekly", "times": "3"}, "2026-12-25", 10, True),
        (ONCE | {"repeats": "weekly", "times": "3"}, "2026-12-26", 10, False),
        (ONCE | {"repeats": "weekly"}, "2030-01-01", 10, True),
        (
            ONCE
            | {"repeats": "weekly", "times": "2", "changes": [{"date": "2026-12-01", "starts": "2027-01-05 16:00"}]},
            "2027-01-15",
            10,
            True,
        ),
    ],
)
def test_an_event_that_ended_long_ago_leaves_all_calendars_except_its_own(
    event: dict[str, Any], day: str, days: int | None, kept: bool, district: District
) -> None:
    assert holders(district, event, day, days) == (ALL if kept else {"events/tea.ics"})


def test_the_content_of_a_calendar_depends_on_the_day_but_not_on_the_hour() -> None:
    day = dt.datetime.fromisoformat("2026-11-23T00:00:00-05:00")
    assert calendars(FULL, day) == calendars(FULL, day + dt.timedelta(hours=23, minutes=59))


# --- Calendars that are too large -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("groups, limit", [(375, 150_000), pytest.param(2_500, 1_000_000, marks=pytest.mark.long)])
def test_a_large_calendar_causes_a_warning_that_says_what_to_do(
    groups: int, limit: int, tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real limit takes a district of 2,500 groups that meet once each. The short test lowers the limit."""
    if limit < 1_000_000:
        monkeypatch.setattr("affinity_hub.calendars.files.MAX_CALENDAR_BYTES", limit)
    thousands = crowd(tmp_path / "data", groups)
    with (thousands / "hub.yml").open("a", encoding="utf-8") as settings:
        settings.write("feed_past_days: 90\n")
    line = len((thousands / "hub.yml").read_text("utf-8").splitlines())
    done = run("feeds", thousands, "--out", tmp_path / "out")
    size = (tmp_path / "out" / "calendars" / "all.ics").stat().st_size
    assert (done.status, size > limit) == (0, True)
    found = re.findall(
        r"^(\S+): warning: The calendar (\S+) is about ([\d.]+) MB\. .* \[W340\]$", done.err, re.MULTILINE
    )
    assert [(place, path) for place, path, _ in found] == [
        (f"hub.yml:{line}:17", f"calendars/{name}.ics") for name in ("all", "kinds/gathering")
    ]
    assert {told for *_, told in found} == {f"{size / 1e6:.1f}"}
    assert "feed_past_days: 45" in done.err
    assert "calendars of their groups" in done.err
    checked = run("check", thousands, "--published", tmp_path / "out")
    assert (checked.status, checked.out.count("[W340]")) == (0, 2)
    left_out = (thousands / "hub.yml").read_text("utf-8").replace("days: 90", "days: 9")
    (thousands / "hub.yml").write_text(left_out, "utf-8")
    later = load(thousands, NOW + dt.timedelta(days=100))[0]
    assert [problem.code for problem in warnings_of(later, NOW + dt.timedelta(days=100))] == [], (
        "the calendar has fewer events by then"
    )


def warnings_of(hub: Hub, now: dt.datetime) -> list[Problem]:
    return checked_calendars(hub, Site(hub, now), None)[1]


@pytest.mark.parametrize("folder", [DEMO, FULL])
def test_the_estimated_size_is_close_to_the_real_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("affinity_hub.calendars.files.MAX_CALENDAR_BYTES", 0)
    hub = load(folder, NOW)[0]
    told = {re.findall(r"calendars/\S+\.ics", problem.message)[0] for problem in warnings_of(hub, NOW)}
    assert "calendars/all.ics" in told
    files = calendars(folder)
    for feed in catalog.calendars(Site(hub, NOW), hub.schedules):
        if feed.path in told:
            events = files[feed.path].partition(b"BEGIN:VEVENT")[2]
            size = sum(calendar_module._bytes(entry) for entry in feed.entries if isinstance(entry, CalendarEntry))
            assert len(events) < 10_000 or 0.8 < size / len(events) < 1.2, feed.path
    assert not [path for path in told if path.endswith(".discreet.ics")]
