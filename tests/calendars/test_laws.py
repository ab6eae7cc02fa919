"""Changes in the law about clocks: the site builds, its times are right, and calendars get the changes."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DEMO, READERS
from tests.laws import under_another_law

District = Callable[..., Path]
Program = Callable[..., subprocess.CompletedProcess[str]]
HOME = "America/Los_Angeles"
# This zone moved its clocks forward for good in March 2026.
PERMANENT = "America/Vancouver"


@pytest.fixture
def district_in(district: District) -> Callable[..., Path]:
    """A small district in a zone, with the given events."""

    def make(zone: str, *events: str) -> Path:
        keys = "title: Tea, kind: gathering, groups: [tea-circle]"
        rows = [f"  - {{id: tea-{number}, {keys}, {event}}}" for number, event in enumerate(events)]
        folder = district(events="\n".join(["events:", *rows, ""]))
        settings = folder / "hub.yml"
        settings.write_text(settings.read_text("utf-8").replace("America/Los_Angeles", zone), "utf-8")
        return folder

    return make


def feeds(program: Program, folder: Path, out: Path, **environment: str) -> str:
    done = program("-m", "affinity_hub", "feeds", folder, "--out", out, AFFINITY_HUB_FIRST="yes", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return (out / "calendars" / "all.ics").read_bytes().decode()


def moments(program: str, *texts: str) -> list[list[str]]:
    """For each calendar, the starts in UTC that ical.js finds, without cancelled dates."""
    request = json.dumps({"stop": "2034-01-01", "feeds": texts})
    done = subprocess.run(
        [program, "icaljs.js"], cwd=READERS, input=request, capture_output=True, text=True, check=True
    )
    return [
        sorted(start for start, _, _, title in found if "CANCELLED" not in title) for found in json.loads(done.stdout)
    ]


# In Morocco, summer time is the standard time, and it pauses in Ramadan. The permanent zone no longer has summer time.
@pytest.mark.parametrize(
    "zone",
    [
        "Africa/Casablanca",
        PERMANENT,
        *(pytest.param(zone, marks=pytest.mark.long) for zone in ("America/Havana", "Asia/Gaza", "Asia/Tehran")),
    ],
)
def test_the_sample_district_can_be_anywhere(
    zone: str, tmp_path: Path, program: Program, node: Callable[[str], str]
) -> None:
    """All events, including past events, take place at the moments that the tz database gives."""
    code = f"""
import datetime as dt, json, sys
from pathlib import Path
from affinity_hub import load
from affinity_hub.calendars.files import calendar_files
from affinity_hub.views.site import Site
now = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
hub, _ = load(Path({str(DEMO)!r}), now, time_zone={zone!r})
files = {{one.path: one.content for one in calendar_files(hub, Site(hub, now))}}
dates = {{}}
for event in hub.events:
    text = files.get(f"calendars/events/{{event.id}}.ics", b"").decode()
    dates[event.id] = text, [
        f"{{one.start.astimezone(dt.UTC):%Y-%m-%d %H:%M}}" if isinstance(one.start, dt.datetime) else f"{{one.start}}"
        for one in hub.schedules[event.id].occurrences
        if one.status != "cancelled"
    ]
print(json.dumps(dates))
"""
    done = program("-c", code)
    assert done.returncode == 0, done.stderr
    known = [(text, dates) for text, dates in json.loads(done.stdout).values() if text]
    found = moments(node("ical.js"), *(text for text, _ in known))
    assert found == [sorted(date for date in dates if date < "2034") for _, dates in known]
    assert sum(map(len, found)) > 100


def test_times_of_last_year_stay_right_when_the_law_changes(
    district_in: Callable[..., Path], tmp_path: Path, program: Program, node: Callable[[str], str]
) -> None:
    folder = district_in(
        HOME,
        "starts: 2026-01-14 16:00, ends: 17:00",
        "starts: 2025-12-03 16:00, ends: 17:00, repeats: weekly, until: 2027-01-31",
    )
    before = feeds(program, folder, tmp_path / "before")
    path = under_another_law(tmp_path, HOME, PERMANENT)
    after = feeds(program, folder, tmp_path / "after", PYTHONPATH=path)
    old, new = moments(node("ical.js"), before, after)
    assert [start for start in old if start < "2026-11"] == [start for start in new if start < "2026-11"]
    assert {start[11:] for start in old if start > "2026-11-01"} == {"00:00"}
    assert {start[11:] for start in new if start > "2026-11-01"} == {"23:00"}
    assert (before.count("BEGIN:STANDARD"), after.count("BEGIN:STANDARD")) == (1, 2)


def test_a_past_time_that_never_existed_does_not_stop_a_build(
    district_in: Callable[..., Path], program: Program
) -> None:
    """For a future time, someone must decide which moment it is."""
    folder = district_in(
        HOME,
        "starts: 2026-03-08 02:30, ends: 03:30",
        "starts: 2026-11-01 01:30, ends: 03:30",
        "starts: 1999-04-04 02:30, ends: 03:30, repeats: weekly, times: 3",
    )
    assert program("-m", "affinity_hub", "check", folder).returncode == 0
    later = district_in(HOME, "starts: 2027-03-14 02:30, ends: 03:30")
    assert "[E313]" in program("-m", "affinity_hub", "check", later).stdout


def test_pages_and_calendars_show_the_same_times(
    district_in: Callable[..., Path], tmp_path: Path, program: Program, node: Callable[[str], str]
) -> None:
    """Times in the API have the offset of the new law."""
    folder = district_in(HOME, "starts: 2026-12-03 16:00, ends: 17:00, repeats: weekly, times: 3")
    path = under_another_law(tmp_path, HOME, PERMANENT)
    done = program("-m", "affinity_hub", "build", folder, "--out", tmp_path / "site", PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    page = (site / "events" / "tea-0" / "index.html").read_text("utf-8")
    assert "2026-12-03T16:00-07:00" in page
    text = (site / "calendars" / "all.ics").read_bytes().decode()
    assert moments(node("ical.js"), text)[0] == [f"2026-12-{day:02} 23:00" for day in (3, 10, 17)]
    hub = json.loads((site / "api" / "hub.json").read_text("utf-8"))
    assert {
        dt.datetime.fromisoformat(one).utcoffset()
        for one in re.findall(r'"(2026-12-\d\dT16:00[^"]*)"', json.dumps(hub))
    } == {-dt.timedelta(hours=7)}


def revisions(out: Path, path: str = "calendars/all.ics") -> dict[str, int]:
    """SEQUENCE by UID."""
    text = (out / path).read_bytes().decode()
    found = re.findall(r"^UID:(.*?)(?:@.*)?\r\n(?:RECURRENCE-ID.*\r\n)?SEQUENCE:(\d+)\r$", text, re.MULTILINE)
    return {uid: int(sequence) for uid, sequence in found}


def test_only_events_that_the_law_moves_get_a_new_version(
    district_in: Callable[..., Path], tmp_path: Path, program: Program
) -> None:
    """The times on the clock stay the same, so only the moments in UTC differ."""
    folder = district_in(
        HOME,
        "starts: 2026-12-03 16:00, ends: 17:00",  # winter: another moment
        "starts: 2027-06-03 16:00, ends: 17:00",  # summer: the same
        "starts: 2026-12-04, ends: 2026-12-05",  # whole days
        "starts: 2026-09-03 16:00, ends: 17:00, repeats: weekly, until: 2026-10-29",  # over before the clocks changed
        "starts: 2026-09-04 16:00, ends: 17:00, repeats: weekly, until: 2027-06-10",
        "starts: 2026-09-05 16:00, ends: 17:00, repeats: weekly",
        "starts: 2026-12-06 16:00, ends: 17:00, zone: America/Denver",
        # Two series: one has only skipped dates in winter, the other only a moved date.
        "starts: 2026-10-28 16:00, ends: 17:00, repeats: weekly, times: 2, skip: [{date: 2026-11-04}]",
        "starts: 2026-10-27 16:00, ends: 17:00, repeats: weekly, times: 1, "
        "changes: [{date: 2026-10-27, starts: 2026-11-02 16:00}]",
        # An event across midnight: only its end is after the change.
        "starts: 2026-10-31 22:00, ends: 2026-11-01 04:00",
    )
    sites = [tmp_path / name for name in ("first", "same", "law", "again")]
    feeds(program, folder, sites[0])
    path = under_another_law(tmp_path, HOME, PERMANENT)
    for before, now, environment in (
        (sites[0], sites[1], {}),
        (sites[1], sites[2], {"PYTHONPATH": path}),
        (sites[2], sites[3], {"PYTHONPATH": path}),
    ):
        feeds(program, folder, now, **environment, AFFINITY_HUB_PUBLISHED=str(before))
    moved = {"tea-0", "tea-4", "tea-5", "tea-8", "tea-9"}
    assert set(revisions(sites[0]).values()) == {0}
    assert revisions(sites[1]) == revisions(sites[0])
    assert revisions(sites[2]) == {f"tea-{number}": int(f"tea-{number}" in moved) for number in range(10)}
    assert revisions(sites[3]) == revisions(sites[2])
    (discreet,) = (place.relative_to(sites[2]) for place in sites[2].rglob("*.discreet.ics"))
    assert sum(revisions(sites[2], f"{discreet}").values()) == len(moved)
