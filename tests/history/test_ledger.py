"""The ledger: how a build reads and continues the published calendars, and a long series of edits."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

import icalendar
import pytest
import recurring_ical_events
from affinity_hub import load, outputs
from affinity_hub.calendars.files import calendar_files
from affinity_hub.cli.main import main
from affinity_hub.core.problems import DataError
from affinity_hub.history import ledger, published
from affinity_hub.history.ledger import Ledger
from affinity_hub.history.significant_changes import hashed
from affinity_hub.hub.hub import Hub
from affinity_hub.ical.cancellations import Trace
from affinity_hub.ical.discreet import DiscreetForm
from affinity_hub.views.site import Site
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests.examples import examples

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
Command = Callable[..., "Run"]
District = Callable[..., Path]
Records = list[dict[str, Any]]
MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
CONSTANT = "20200101T000000Z"

TEA: dict[str, Any] = {
    "id": "tea",
    "title": "Tea",
    "kind": "gathering",
    "groups": ["tea-circle"],
    "starts": "2026-11-05 16:00",
    "ends": "17:30",
    "repeats": "weekly on Thursday",
    "until": "2027-01-28",
    "place": {"name": "Room 1"},
}
CAKE: dict[str, Any] = {
    "id": "cake",
    "title": "Cake",
    "kind": "gathering",
    "groups": ["tea-circle"],
    "starts": "2026-12-03",
}
OLD: dict[str, Any] = CAKE | {"id": "old", "title": "Old times", "starts": "2026-10-03"}


CIRCLE: dict[str, Any] = {
    "id": "tea-circle",
    "name": "Tea Circle",
    "kind": "networking",
    "summary": "Tea and talk after school.",
    "open_to": "All staff.",
}
DISCREET = "calendars/groups/tea-circle.discreet.ics"


def typed(records: Records, key: str = "events") -> str:
    """The records as a YAML file: JSON is valid YAML if every value is a text."""
    return json.dumps({key: records}, indent=1)


@dataclass
class Publisher:
    """A district whose events change, and its published calendars."""

    folder: Path
    always: str = ""
    groups: Records = field(default_factory=lambda: [CIRCLE])
    now: dt.datetime = MONDAY
    book: Ledger | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    hub: Hub = field(default_factory=lambda: load(MINIMAL, MONDAY)[0])

    def write(self, *files: Records, settings: str = "") -> None:
        for path in self.folder.glob("events/*"):
            path.unlink()
        (self.folder / "events").mkdir(exist_ok=True)
        for index, records in enumerate(files):
            name = "events.yml" if index == 0 else f"events/more-{index}.yml"
            (self.folder / name).write_text(typed(records), "utf-8")
        (self.folder / "groups.yml").write_text(typed(self.groups, "groups"), "utf-8")
        (self.folder / "hub.yml").write_text((MINIMAL / "hub.yml").read_text("utf-8") + self.always + settings, "utf-8")

    def publish(self, *files: Records, later: int = 1, settings: str = "") -> dict[str, bytes]:
        """Builds the calendars as a continuation of the published calendars, `later` hours later, and publishes
        them."""
        self.write(*files, settings=settings)
        self.now += dt.timedelta(hours=later)
        self.hub, _ = load(self.folder, self.now)
        site = Site(self.hub, self.now)
        made = {output.path: output.content for output in calendar_files(self.hub, site, self.book)}
        self.files, self.book = made, ledger.parse(made[ledger.LEDGER_PATH], "ledger.json")
        return made

    def refusal(self, *files: Records, settings: str = "") -> list[str]:
        """The codes and places of the errors that stop a build of these events."""
        before = self.now
        with pytest.raises(DataError) as stopped:
            self.publish(*files, settings=settings)
        self.now = before
        return [f"{problem.code} {problem.position}" for problem in stopped.value.problems]


@pytest.fixture
def site(district: District) -> Publisher:
    return Publisher(district())


def events(data: bytes) -> list[icalendar.Event]:
    return [
        event(block) for block in re.findall(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", data, re.DOTALL | re.MULTILINE)
    ]


@lru_cache(maxsize=4096)
def event(block: bytes) -> icalendar.Event:
    """One VEVENT. Parsing takes long, so all callers get the same object and must not change it."""
    found = icalendar.Event.from_ical(block)
    assert isinstance(found, icalendar.Event)
    return found


def raw(event: icalendar.Event, name: str) -> str:
    """A property's value as the file has it."""
    value = event[name].to_ical()
    return value.decode() if isinstance(value, bytes) else str(value)


def revisions(data: bytes) -> dict[str, tuple[int, str]]:
    """SEQUENCE and LAST-MODIFIED by UID. Every component of a UID must have the same values, and the same time in
    DTSTAMP."""
    found: dict[str, tuple[int, str]] = {}
    for event in events(data):
        uid = str(event["UID"]).partition("@")[0]
        stamps = {raw(event, name) for name in ("DTSTAMP", "LAST-MODIFIED")}
        revision = (int(raw(event, "SEQUENCE")), stamps.pop())
        assert not stamps
        assert found.setdefault(uid, revision) == revision
    return found


def all_of(site: Publisher) -> dict[str, tuple[int, str]]:
    return revisions(site.files["calendars/all.ics"])


# --- What changes what -----------------------------------------------------------------------------------------------

MATTERS: dict[str, dict[str, Any]] = {
    "another title": {"title": "Green tea"},
    "another time": {"starts": "2026-11-05 15:00"},
    "a different end": {"ends": "18:00"},
    "another place": {"place": {"name": "Room 2"}},
    "online too": {"online": "yes"},
    "another status": {"status": "tentative"},
    "cancelled": {"status": "cancelled"},
    "another rule": {"repeats": "every 2 weeks on Thursday"},
    "a later end of the series": {"until": "2027-02-25"},
    "a date left out": {"skip": [{"date": "2026-12-24"}]},
    "a date moved": {"changes": [{"date": "2026-12-24", "starts": "2026-12-23 16:00"}]},
    "a date cancelled": {"changes": [{"date": "2026-12-24", "cancelled": "yes"}]},
    "another zone": {"zone": "America/New_York"},
}
TOUCHES: dict[str, dict[str, Any]] = {
    "another description": {"details": "Bring a cup."},
    "a summary": {"summary": "Tea for all."},
    "another page": {"id": "green-tea", "was": ["tea"]},
    "another kind": {"kind": "networking"},
    "another circle of people": {"open_to": "Everyone."},
}
NOTHING: dict[str, dict[str, Any]] = {
    "the same again": {},
    "a confirmation": {"last_confirmed": "2026-11-01"},
    "hidden": {"hidden": "yes"},
}


def test_without_a_ledger_every_entry_begins_at_version_0(site: Publisher) -> None:
    changes = [{"date": "2026-12-24", "cancelled": "yes"}, {"date": "2026-12-31", "starts": "2026-12-10 19:00"}]
    site.publish([TEA | {"changes": changes}, CAKE | {"status": "cancelled"}])
    assert all_of(site) == dict.fromkeys(("tea", "tea--2026-12-31", "cake"), (0, CONSTANT))


@pytest.mark.parametrize("edit", MATTERS)
def test_an_important_change_raises_the_sequence_and_sets_the_time(edit: str, site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.publish([TEA | MATTERS[edit], CAKE])
    assert all_of(site) == {"tea": (1, "20261123T140000Z"), "cake": (0, CONSTANT)}


@pytest.mark.parametrize("edit", TOUCHES)
def test_an_unimportant_change_sets_only_the_time(edit: str, site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.publish([TEA | TOUCHES[edit], CAKE])
    assert all_of(site) == {"tea": (0, "20261123T140000Z"), "cake": (0, CONSTANT)}


@pytest.mark.parametrize("edit", NOTHING)
def test_a_change_that_calendars_do_not_show_changes_neither(edit: str, site: Publisher) -> None:
    site.publish([TEA, CAKE])
    before = site.files["calendars/events/tea.ics"]
    assert site.publish([TEA | NOTHING[edit], CAKE])["calendars/events/tea.ics"] == before


def test_the_order_of_records_and_files_changes_no_byte(site: Publisher) -> None:
    before = site.publish([TEA, CAKE, OLD])
    assert site.publish([OLD, CAKE, TEA], later=24) == before
    assert site.publish([CAKE], [TEA], [OLD]) == before


def test_the_same_data_day_and_ledger_give_the_same_bytes(site: Publisher, now: dt.datetime) -> None:
    site.publish([TEA, CAKE])
    site.write([TEA | {"title": "Green tea"}, CAKE])
    hub, _ = load(site.folder, now)
    first, second = ({artifact.path: artifact.content for artifact in outputs(hub, now, site.book)} for _ in range(2))
    assert first == second
    assert first[ledger.LEDGER_PATH] == ledger.dump(ledger.parse(first[ledger.LEDGER_PATH], "x"))


def test_changes_add_up_and_are_never_taken_back(site: Publisher) -> None:
    site.publish([TEA])
    for count, title in enumerate(("Green tea", "Black tea", "Tea"), 1):
        site.publish([TEA | {"title": title}])
        assert all_of(site)["tea"][0] == count


def test_the_time_of_a_change_is_always_later_than_before(site: Publisher) -> None:
    """Some clients accept a new version only with a later time. But a clock may be set back, and two builds may share a
    second."""
    site.publish([TEA])
    site.publish([TEA | {"title": "Green tea"}])
    assert all_of(site)["tea"] == (1, "20261123T140000Z")
    site.publish([TEA | {"title": "White tea"}], later=0)
    assert all_of(site)["tea"] == (2, "20261123T140001Z")
    for data in (site.files, site.publish([TEA | {"title": "White tea"}], later=0)):
        assert data == site.files, "the same data, ledger, and time give the same bytes"
    site.publish([TEA | {"title": "White tea", "details": "Bring a cup."}], later=-500)
    assert all_of(site)["tea"] == (2, "20261123T140002Z")
    assert site.publish([TEA | {"title": "White tea", "details": "Bring a cup."}], later=-500) == site.files
    assert discreet(site) == [(0, CONSTANT)]
    site.groups = [CIRCLE | {"calendar_title": "Thursday"}]
    site.publish([TEA | {"title": "White tea"}], later=5000)
    site.groups = [CIRCLE]
    now = site.now
    site.publish([TEA | {"title": "White tea"}], later=0)
    assert discreet(site) == [(2, f"{now + dt.timedelta(seconds=1):%Y%m%dT%H%M%SZ}")]


def test_a_ledger_of_local_times_raises_nothing_that_did_not_change(site: Publisher) -> None:
    """The digests of such a ledger have no offsets from UTC, like the digests of earlier programs. The next ledger has
    offsets."""
    old = (Path(__file__).parents[1] / "ledger-of-local-times.json").read_bytes()
    green = TEA | {"title": "Green tea"}
    site.book = ledger.parse(old, "ledger.json")
    site.publish([green, CAKE], later=100)
    assert all_of(site) == {"tea": (1, "20261123T140000Z"), "cake": (0, CONSTANT)}
    assert sorted(discreet(site)) == [(0, CONSTANT)] * 2
    before, after = (
        {entry["digest"] for kind in ("entries", "discreet") for entry in json.loads(text)[kind].values()}
        for text in (old, site.files[ledger.LEDGER_PATH])
    )
    # The cake event takes all day and has no offset, and the past event was deleted.
    assert len(before & after) == 4
    assert len(before - after) == 2, "the tea, plain and discreet"
    site.book = ledger.parse(old, "ledger.json")
    site.publish([green | {"ends": "18:00"}, CAKE])
    assert [all_of(site)[name][0] for name in ("tea", "cake")] == [2, 0]


def test_a_deleted_event_can_return_even_with_a_ledger_of_local_times(site: Publisher) -> None:
    """The digest of a deleted event stays as it was written, because the offset of the event is unknown."""
    past, old = (
        OLD | {"starts": "2026-10-03 16:00", "ends": "17:00"},
        Path(__file__).parents[1] / "ledger-of-local-times.json",
    )
    site.book = ledger.parse(old.read_bytes(), "ledger.json")
    for _ in range(2):
        site.publish([TEA, CAKE])
    assert site.refusal([TEA, CAKE, past | {"ends": "18:00"}]) == ["E606 events.yml:28:10"]
    site.publish([TEA, CAKE, past])
    assert revisions(site.files["calendars/events/old.ics"])["old"][0] == 1


def test_a_new_event_begins_at_version_0_with_the_current_time(site: Publisher) -> None:
    site.publish([TEA])
    site.publish([TEA, CAKE])
    assert all_of(site) == {"tea": (0, CONSTANT), "cake": (0, "20261123T140000Z")}
    before = subscribed(site.files)
    assert subscribed(site.publish([TEA, CAKE], later=100)) == before


def subscribed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that people subscribe to, without the files that have only the next date of an event."""
    return {path: content for path, content in files.items() if "/occurrences/" not in path}


def test_a_moved_date_that_comes_and_goes_never_restarts_at_version_0(site: Publisher) -> None:
    moved = TEA | {"changes": [{"date": "2026-12-31", "starts": "2026-12-10 19:00"}]}
    own = "tea--2026-12-31"
    site.publish([moved])
    site.publish([TEA])
    assert (all_of(site)[own][0], all_of(site)["tea"][0]) == (1, 0)
    site.publish([moved])
    assert (all_of(site)[own][0], all_of(site)["tea"][0]) == (2, 0)


def test_an_event_without_a_date_for_a_while_continues_its_versions(site: Publisher) -> None:
    site.publish([CAKE, TEA])
    site.publish([CAKE | {"starts": "to be announced"}, TEA])
    assert all_of(site)["cake"][0] == 1
    site.publish([CAKE | {"starts": "to be announced"}, TEA])
    assert all_of(site)["cake"][0] == 1
    site.publish([CAKE, TEA])
    assert all_of(site)["cake"][0] == 2


def test_two_edits_in_either_order_give_the_same_calendars(site: Publisher, tmp_path: Path) -> None:
    """If both edits are merged before a build, the bytes are the same. With a build after each edit, only the times
    differ."""
    other = Publisher(tmp_path / "other")
    other.folder.mkdir()
    for path in MINIMAL.glob("*.yml"):
        (other.folder / path.name).write_bytes(path.read_bytes())
    one, two = TEA | {"title": "Green tea"}, CAKE | {"starts": "2026-12-04"}
    new, newer = OLD | {"id": "new-a"}, OLD | {"id": "new-b"}
    for each in (site, other):
        each.publish([TEA, CAKE])
    assert site.publish([one, two, new, newer]) == other.publish([two, newer, one, new])
    site.publish([one | {"ends": "18:00"}, two])
    site.publish([one | {"ends": "18:00", "starts": "2026-11-05 15:00"}, two])
    other.publish([one | {"starts": "2026-11-05 15:00"}, two])
    other.publish([one | {"ends": "18:00", "starts": "2026-11-05 15:00"}, two])
    assert site.files == other.files


# --- Discreet calendars ----------------------------------------------------------------------------------------------


def discreet(site: Publisher) -> list[tuple[int, str]]:
    """The revisions of the discreet calendar's entries, with series first."""
    found = {str(event["UID"]): "RRULE" not in event for event in reversed(events(site.files[DISCREET]))}
    known = revisions(site.files[DISCREET])
    return [known[uid] for uid in sorted(found, key=lambda uid: found[uid])]


UNSEEN: dict[str, dict[str, Any]] = {name: MATTERS[name] for name in ("another title", "another place", "online too")}


@pytest.mark.parametrize("edit", UNSEEN | TOUCHES)
def test_facts_that_a_discreet_calendar_hides_change_no_byte_of_it(edit: str, site: Publisher) -> None:
    """Otherwise, the versions of the discreet calendar would reveal when the plain calendar got a new title."""
    before = site.publish([TEA, CAKE])[DISCREET]
    after = site.publish([TEA | (UNSEEN | TOUCHES)[edit], CAKE])
    assert revisions(after["calendars/all.ics"])["tea"][1] == "20261123T140000Z"
    assert after[DISCREET] == before


@pytest.mark.parametrize("edit", sorted(MATTERS.keys() - UNSEEN))
def test_facts_that_a_discreet_calendar_shows_raise_its_sequence(edit: str, site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.publish([TEA | MATTERS[edit], CAKE])
    assert discreet(site) == [(1, "20261123T140000Z"), (0, CONSTANT)]


def test_another_neutral_title_changes_only_the_discreet_calendar(site: Publisher) -> None:
    before = site.publish([TEA, CAKE])
    site.groups = [CIRCLE | {"calendar_title": "Thursday"}]
    after = site.publish([TEA, CAKE])
    assert discreet(site) == [(1, "20261123T140000Z")] * 2
    assert {path for path in before if before[path] != after[path]} == {DISCREET, ledger.LEDGER_PATH}
    assert site.publish([TEA, CAKE]) == after


def test_an_entry_that_returns_to_a_discreet_calendar_continues_its_versions(site: Publisher) -> None:
    moved = TEA | {"changes": [{"date": "2026-12-31", "starts": "2026-12-10 19:00"}]}
    for records in ([moved], [TEA], [moved]):
        site.publish(records)
    assert [sequence for sequence, _ in discreet(site)] == [0, 2]
    site.publish([moved, CAKE | {"status": "cancelled"}])
    site.publish([moved])
    site.publish([moved, OLD])
    assert sorted(sequence for sequence, _ in discreet(site)) == [0, 0, 2]


def test_the_ledger_does_not_connect_a_discreet_entry_with_its_event(site: Publisher) -> None:
    """The ledger does not even have the UID: someone who sees a UID in a calendar could look up its group in the
    ledger."""
    book = json.loads(site.publish([TEA, CAKE])[ledger.LEDGER_PATH])
    assert len(book["discreet"]) == 2
    text = json.dumps(book["discreet"])
    uids = [str(event["UID"]) for event in events(site.files[DISCREET])]
    assert not [word for word in ("tea", "cake", *uids, *map(hashed, uids)) if word in text]
    assert not {entry["digest"] for entry in book["discreet"].values()} & {
        entry["digest"] for entry in book["entries"].values()
    }


def older(site: Publisher) -> None:
    """Publishes a ledger like the first version, which has nothing about discreet calendars and groups."""
    assert site.book
    site.book = site.book.model_copy(update={"discreet": None, "groups": None})
    site.book = ledger.parse(ledger.dump(site.book), "ledger.json")


def test_discreet_calendars_continue_from_a_ledger_without_discreet_versions(site: Publisher) -> None:
    """In such a ledger, discreet entries had the versions of the plain entries, so no version may fall below them."""
    site.publish([TEA, CAKE])
    site.publish([TEA | {"title": "Green tea"}, CAKE])
    older(site)
    site.publish([TEA | {"title": "Green tea"}, CAKE])
    assert discreet(site) == [(1, "20261123T140000Z"), (0, CONSTANT)]
    older(site)
    site.publish([TEA | {"title": "Green tea", "ends": "18:00"}, CAKE])
    assert discreet(site) == [(2, "20261123T160000Z"), (0, CONSTANT)]


# --- What is refused -------------------------------------------------------------------------------------------------


def test_a_future_event_must_not_disappear(site: Publisher) -> None:
    site.publish([TEA, CAKE])
    assert site.refusal([TEA]) == ["E603 events.yml:1:1"]
    assert site.refusal([]) == ["E603 events.yml:1:1"] * 2
    assert site.refusal([TEA, CAKE | {"draft": "yes"}]) == ["E603 events.yml:26:13"]
    assert site.refusal([TEA, CAKE | {"id": "cheesecake"}]) == ["E603 events.yml:1:1"], "renamed without `was`"
    site.publish([TEA, CAKE | {"id": "cheesecake", "was": ["cake"]}])
    assert site.refusal([TEA, CAKE | {"id": "pie", "was": ["cake"]}]) == ["E603 events.yml:1:1"], (
        "one earlier id is missing"
    )
    gone = CAKE | {"id": "pie", "was": ["cake", "cheesecake"], "status": "cancelled"}
    site.publish([TEA, gone])
    assert site.refusal([TEA]) == ["E603 events.yml:1:1"]
    site.publish([TEA, gone], later=24 * 30)
    site.publish([TEA])


NOT_READ = "some calendars may still show it as planned"


@pytest.mark.parametrize("hidden", [{}, {"hidden": "yes"}])
@pytest.mark.parametrize("way", [{"status": "cancelled"}, {"starts": "to be announced"}])
def test_a_cancelled_event_may_be_deleted_after_calendars_had_thirty_days_to_read_it(
    way: dict[str, str], hidden: dict[str, str], site: Publisher
) -> None:
    late = CAKE | {"starts": "2027-03-04"} | hidden
    site.publish([TEA, late])
    site.publish([TEA, late | way])
    for hours in (1, 24 * 29):
        with pytest.raises(DataError, match=rf"{NOT_READ}(.|\n)*delete it on 2026-12-23 or later"):
            site.publish([TEA])
        assert site.refusal([TEA, late | way | {"draft": "yes"}])[0][:4] == "E603"
        site.publish([TEA, late | way], later=hours)
    site.publish([TEA], later=24)


REST = ("2027-01-07", "2027-01-14", "2027-01-21", "2027-01-28")
WITHOUT_REST: dict[str, dict[str, Any]] = {
    "and_later": {"changes": [{"date": REST[0], "and_later": "yes", "cancelled": "yes"}]},
    "cancelled": {"changes": [{"date": day, "cancelled": "yes"} for day in REST]},
    "postponed": {"changes": [{"date": day, "starts": "to be announced"} for day in REST]},
    "left out": {"skip": [{"date": day, "reason": "concert"} for day in REST]},
    "ends earlier": {"until": "2026-12-31"},
}


@pytest.mark.parametrize("hidden", [{}, {"hidden": "yes"}])
@pytest.mark.parametrize("way", WITHOUT_REST)
def test_an_event_without_its_future_dates_may_be_deleted_after_calendars_could_read_that(
    way: str, hidden: dict[str, str], site: Publisher
) -> None:
    site.always = "cancelled_shown_days: 10\n"
    tea = TEA | hidden
    site.publish([tea, CAKE])
    site.now = dt.datetime(2027, 1, 2, 12, tzinfo=dt.UTC)
    without = tea | WITHOUT_REST[way]
    site.publish([without, CAKE])
    for hours in (24, 24 * 8):
        with pytest.raises(DataError, match=rf"{NOT_READ}(.|\n)*delete it on 2027-01-12 or later"):
            site.publish([CAKE])
        assert site.publish([without, CAKE], later=hours)
    site.publish([CAKE], later=24)


def test_an_event_may_be_deleted_when_its_cancelled_dates_are_over(site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.now = dt.datetime(2027, 1, 25, 12, tzinfo=dt.UTC)
    site.publish([TEA | {"until": "2027-01-21"}, CAKE])
    site.now = dt.datetime(2027, 1, 28, 12, tzinfo=dt.UTC)
    with pytest.raises(DataError, match=rf"{NOT_READ}(.|\n)*delete it on 2027-01-29 or later"):
        site.publish([CAKE])
    site.now = dt.datetime(2027, 1, 29, 12, tzinfo=dt.UTC)
    site.publish([CAKE])


def test_an_event_whose_last_dates_took_place_may_be_deleted_after_an_edit(site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.now = dt.datetime(2027, 1, 29, 12, tzinfo=dt.UTC)
    site.publish([TEA | {"details": "Thank you."}, CAKE])
    site.publish([CAKE])


def test_the_setting_for_cancelled_events_decides_when_they_may_be_deleted(site: Publisher) -> None:
    site.always = "cancelled_shown_days: 3\n"
    site.publish([TEA, CAKE])
    site.publish([TEA, CAKE | {"status": "cancelled"}])
    assert site.refusal([TEA]) == ["E603 events.yml:1:1"]
    site.publish([TEA, CAKE | {"status": "cancelled"}], later=24 * 3)
    site.publish([TEA])


def test_a_cancelled_event_may_be_deleted_when_it_would_be_over(site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.publish([TEA, CAKE | {"status": "cancelled"}], later=24 * 9)
    assert site.refusal([TEA]) == ["E603 events.yml:1:1"]
    site.now += dt.timedelta(days=2)
    site.publish([TEA])


def test_an_event_that_left_the_calendars_may_be_deleted(site: Publisher) -> None:
    site.publish([TEA, CAKE])
    site.publish([TEA, CAKE | {"starts": "to be announced"}])
    site.publish([TEA, CAKE | {"starts": "to be announced"}], later=24 * 30)
    for _ in range(2):
        site.publish([TEA])
        assert site.book
        assert site.book.entries[UID].state == "deleted"


def test_an_event_of_today_counts_as_a_future_event(site: Publisher) -> None:
    site.publish([CAKE, TEA])
    site.now = dt.datetime(2026, 12, 4, 6, 30, tzinfo=dt.UTC)  # late on the 3rd in Los Angeles
    assert site.refusal([TEA]) == ["E603 events.yml:1:1"]
    site.now = dt.datetime(2026, 12, 4, 9, tzinfo=dt.UTC)
    site.publish([TEA])


def test_a_hidden_event_is_not_named_but_still_has_versions(site: Publisher) -> None:
    hidden = CAKE | {"hidden": "yes"}
    site.publish([TEA, hidden])
    assert b"cake" not in site.files[ledger.LEDGER_PATH]
    assert site.refusal([TEA]) == ["E603 events.yml:1:1"]
    site.publish([TEA, hidden | {"title": "Pie"}])
    assert revisions(site.files["calendars/events/cake.ics"])["cake"][0] == 1
    site.publish([TEA, CAKE | {"title": "Pie"}])
    assert b"cake@" in site.files[ledger.LEDGER_PATH]
    assert all_of(site)["cake"][0] == 1
    site.publish([TEA, hidden | {"title": "Pie", "starts": "to be announced"}])
    assert b"cake" not in site.files[ledger.LEDGER_PATH], "the ledger does not name a hidden event that was withdrawn"


def test_past_events_may_be_deleted_and_their_uids_stay(site: Publisher) -> None:
    site.publish([TEA, OLD])
    site.publish([TEA])
    known = site.book.entries["old@hub.small.example"] if site.book else None
    assert known
    assert (known.state, known.last) == ("deleted", dt.date(2026, 10, 3))
    site.publish([TEA], later=9_000)
    assert site.book
    assert "old@hub.small.example" in site.book.entries
    assert site.refusal([TEA, OLD | {"title": "New times", "starts": "2028-10-07"}]) == ["E606 events.yml:19:10"]
    site.publish([TEA, OLD | {"starts": "to be announced"}])
    assert site.refusal([TEA, OLD | {"starts": "2028-10-07"}]) == ["E606 events.yml:19:10"], (
        "not even if the event first loses its date"
    )
    site.publish([TEA, OLD])
    own = revisions(site.files["calendars/events/old.ics"])
    assert own["old"][0] == 1, "the identical event may return, with a higher SEQUENCE for calendars that deleted it"


def test_a_uid_is_not_given_to_another_event(site: Publisher) -> None:
    """This includes an event that takes an earlier id that is free again, and an event that claims another event's id
    under `was`."""
    renamed = OLD | {"id": "older", "was": ["old"]}
    site.publish([renamed, TEA])
    assert site.refusal([OLD | {"id": "older"}, OLD, TEA]) == ["E606 events.yml:13:10"]
    assert site.refusal([OLD | {"id": "oldest", "was": ["old"]}, TEA]) == ["E606 events.yml:4:10"]
    before, after = (CAKE | {"id": f"new-{day}", "starts": day} for day in ("2026-09-01", "2026-12-31"))
    for events in ([before, after, OLD | {"id": "older"}, OLD, TEA], [OLD | {"id": "older"}, OLD, TEA, after, before]):
        assert [found[:4] for found in site.refusal(events)] == ["E606"], "other new events make no difference"
    site.publish([OLD | {"id": "oldest", "was": ["old", "older"]}, TEA])


@pytest.mark.parametrize("name", ["antique", "older"])
def test_an_earlier_id_is_not_free_for_another_event(name: str, site: Publisher) -> None:
    site.publish([OLD | {"id": name, "was": ["old"]}, TEA])
    assert site.refusal([OLD | {"id": name}, OLD, TEA]) == ["E606 events.yml:13:10"]


def test_the_last_date_of_a_deleted_event_is_named(site: Publisher) -> None:
    site.publish([TEA | {"changes": [{"date": "2027-01-14", "starts": "2027-02-15 16:00"}]}, CAKE])
    with pytest.raises(
        DataError, match=re.escape('The event "tea" is gone from the data, but calendars have it until 2027-02-15.')
    ):
        site.publish([CAKE])


def test_the_first_id_stays_the_first(site: Publisher) -> None:
    pie = CAKE | {"id": "pie", "was": ["cake", "cheesecake"]}
    site.publish([pie])
    assert site.refusal([pie | {"was": ["cheesecake", "cake"]}]) == ["E604 events.yml:11:11"]
    with pytest.raises(DataError, match=re.escape("was: [cake, cheesecake]")):
        site.publish([pie | {"was": ["cheesecake", "cake"]}])


def test_the_domain_in_the_uids_stays(site: Publisher) -> None:
    site.publish([CAKE])
    for domain in ("example.org", "small.example.org"):
        assert site.refusal([CAKE], settings=f"uid_domain: {domain}\n") == ["E605 hub.yml:1:1"]
    with pytest.raises(DataError, match=r"uid_domain: hub\.small\.example"):
        site.publish([CAKE], settings="uid_domain: example.org\n")
    site.publish([OLD, CAKE | {"status": "cancelled"}])
    site.publish([OLD, CAKE], settings="uid_domain: example.org\n")


def test_a_published_group_keeps_its_addresses(site: Publisher) -> None:
    """The addresses of its page, widgets, and calendars contain its id."""
    site.publish([OLD])
    renamed = CIRCLE | {"id": "tea-round"}
    events = [OLD | {"groups": ["tea-round"]}]
    for groups in ([renamed], [renamed | {"was": ["tea-time"]}], [CIRCLE | {"draft": "yes"}, renamed]):
        site.groups = groups
        assert [code[:4] for code in site.refusal(events)] == ["E607"]
    site.groups = [renamed | {"was": ["tea-circle"]}]
    site.publish(events)
    site.groups = [CIRCLE | {"id": "tea-ring", "was": ["tea-round"]}]
    assert site.refusal([OLD | {"groups": ["tea-ring"]}]) == ["E607 groups.yml:1:1"], "one earlier id is missing"
    site.groups = [CIRCLE | {"id": "tea-ring", "was": ["tea-round", "tea-circle"]}]
    assert site.refusal([OLD | {"groups": ["tea-ring"]}]) == ["E604 groups.yml:9:11"], (
        "the UIDs of discreet entries depend on the first id"
    )
    older(site)
    site.publish([OLD | {"groups": ["tea-ring"]}])


def test_a_group_may_be_deleted_once_it_was_shown_as_closed(site: Publisher) -> None:
    other = CIRCLE | {"id": "walkers"}
    events = [OLD | {"groups": ["walkers"]}]
    site.groups = [CIRCLE, other]
    site.publish(events)
    site.groups = [CIRCLE | {"status": "closed"}, other]
    site.publish(events)
    site.groups = [other]
    site.publish(events)


def test_a_resting_group_must_not_be_deleted(site: Publisher) -> None:
    other = CIRCLE | {"id": "walkers"}
    events = [OLD | {"groups": ["walkers"]}]
    site.groups = [CIRCLE | {"status": "resting"}, other]
    site.publish(events)
    site.groups = [other]
    assert site.refusal(events) == ["E607 groups.yml:1:1"]


def test_a_hidden_group_is_not_named_but_still_has_versions(site: Publisher) -> None:
    hidden = CIRCLE | {"hidden": "yes"}
    for groups in ([hidden], [CIRCLE], [hidden]):
        site.groups = groups
        site.publish([OLD])
        assert (b"tea-circle" in site.files[ledger.LEDGER_PATH]) == (groups == [CIRCLE])
    site.groups = [hidden | {"id": "tea-round"}]
    with pytest.raises(DataError) as stopped:
        site.publish([OLD | {"groups": ["tea-round"]}])
    assert [problem.code for problem in stopped.value.problems] == ["E607"]
    assert "tea-circle" not in f"{stopped.value}"


# --- The file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def good(site: Publisher) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(site.publish([CAKE])[ledger.LEDGER_PATH])
    return content


UID = "cake@hub.small.example"


def test_the_ledger_has_the_documented_form(good: dict[str, Any], site: Publisher) -> None:
    site.publish([TEA, CAKE])
    text = site.files[ledger.LEDGER_PATH].decode()
    assert list(json.loads(text)["entries"]) == [UID, "tea@hub.small.example"]
    assert [len(line) < 500 for line in text.splitlines()] == [True] * 15
    assert list(json.loads(text)["groups"].items()) == [("tea-circle", [])]
    known = good["entries"][UID]
    assert {name: known[name] for name in ("record", "first", "state", "sequence", "last_modified", "last")} == {
        "record": "cake",
        "first": "cake",
        "state": "shown",
        "sequence": 0,
        "last_modified": "2020-01-01T00:00:00Z",
        "last": "2026-12-03",
    }


@pytest.mark.parametrize(
    "records, last",
    [
        ([TEA], {"tea": "2027-01-28"}),
        ([TEA | {"changes": [{"date": "2027-01-28", "cancelled": "yes"}]}], {"tea": "2027-01-21"}),
        ([TEA | {"status": "cancelled"}], {"tea": None}),
        ([CAKE | {"ends": "2026-12-05"}], {"cake": "2026-12-05"}),
        ([CAKE | {"status": "cancelled"}], {"cake": None}),
        (
            [TEA | {"changes": [{"date": "2026-12-31", "starts": "2026-12-10 19:00"}]}],
            {"tea": "2027-01-28", "tea--2026-12-31": "2026-12-10"},
        ),
    ],
)
def test_the_last_day_is_the_last_day_that_takes_place(
    records: Records, last: dict[str, str | None], site: Publisher
) -> None:
    entries = json.loads(site.publish(records)[ledger.LEDGER_PATH])["entries"]
    assert {uid.partition("@")[0]: known["last"] for uid, known in entries.items()} == last


def broken(good: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Documents that are almost a ledger."""

    def other(**keys: Any) -> bytes:
        changed = copy.deepcopy(good)
        changed["entries"][UID] |= keys
        return json.dumps(changed).encode()

    text = json.dumps(good).encode()
    yield "empty", b""
    yield "a page", b"<!doctype html><title>Hello</title>"
    yield "cut off", text[:-20]
    yield "in UTF-16", json.dumps(good).encode("utf-16")
    yield "with a byte order mark", b"\xef\xbb\xbf" + text
    yield "no UTF-8", b'{"version": "\xff"}'
    yield "a list", b"[]"
    yield "nothing", b"null"
    yield "nested", b"[" * 100_000
    yield "a long number", b'{"version": ' + b"9" * 5_000 + b"}"
    yield "a newer version", json.dumps(good | {"version": 2}).encode()
    yield "another key", json.dumps(good | {"more": 1}).encode()
    yield "a key less", json.dumps({"version": 1, "entries": {}}).encode()
    yield "a key twice", text[:-1] + b', "version": 1}'
    yield "a UID with a line", json.dumps(good | {"entries": {"a\nb": good["entries"][UID]}}).encode()
    yield "half a character", json.dumps(good | {"entries": {"\ud800": good["entries"][UID]}}).encode()
    for number in (-1, 2**31 - 1, 2**31, 1.0, 1e400, True, "1", None, float("nan")):
        yield f"sequence {number}", other(sequence=number)
    for moment in ("2026-11-23", "2026-11-23T12:00:00", "2026-11-23T12:00:00+01:00", "2026-11-23T12:00:00.5Z", 0, "x"):
        yield f"last_modified {moment}", other(last_modified=moment)
    for year in ("0001", "1969", "9999"):
        yield f"last_modified {year}", other(last_modified=f"{year}-11-23T12:00:00Z")
        yield f"last {year}", other(last=f"{year}-11-23")
    for day in ("2026-02-30", "soon", 20261203, "2026-12-03T00:00:00Z"):
        yield f"last {day}", other(last=day)
    for name in ("", "Ca ke", "../cake", "sha256:", "x" * 81, None):
        yield f"record {name}", other(record=name)
    yield "state", other(state="gone")
    yield "digest", other(digest="x" * 32)
    wrong: tuple[object, ...] = ("0" * 16, ["0" * 15], ["x" * 16], [0], None, {})
    for overrides in wrong:
        yield f"overrides {overrides}", other(overrides=overrides)
    yield "one more", other(colour="red")


EDGES: tuple[dict[str, Any], ...] = (
    {"sequence": 2**31 - 2},
    {"last": "1970-01-01"},
    {"last": "9998-12-31"},
    {"last_modified": "1970-01-01T00:00:00Z"},
    {"last_modified": "9998-12-31T23:59:59Z"},
    {"record": "x" * 80},
    {"first": f"sha256:{'0' * 64}"},
    {"overrides": ["0" * 16, "f" * 16]},
)


@pytest.mark.parametrize("keys", EDGES, ids=str)
def test_a_ledger_with_the_most_extreme_values_is_read(keys: dict[str, Any], good: dict[str, Any]) -> None:
    good["entries"][UID] |= keys
    known = ledger.parse(json.dumps(good).encode(), "ledger.json").entries[UID]
    assert json.loads(known.model_dump_json(exclude_defaults=True)) == good["entries"][UID]


@pytest.mark.parametrize("length, is_read", [(300, True), (301, False)])
def test_a_domain_has_at_most_300_characters(length: int, is_read: bool, good: dict[str, Any]) -> None:
    good["uid_domain"] = "x" * length
    with nullcontext() if is_read else pytest.raises(DataError, match="uid_domain"):
        ledger.parse(json.dumps(good).encode(), "ledger.json")


def test_the_first_fault_of_a_ledger_is_named(good: dict[str, Any]) -> None:
    good["entries"][UID] |= {"state": "gone", "record": "Ca ke"}
    with pytest.raises(DataError, match=rf"\(entries, {re.escape(UID)}, state: "):
        ledger.parse(json.dumps(good).encode(), "ledger.json")


def nonsense(good: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Documents in which a value is replaced by a value of another kind."""
    values: tuple[Any, ...] = ([], {}, [[]], {"a": {"b": []}}, "\ud800", 10**400, -(10**30), 0.5, True)
    for value in values:
        for key in good["entries"][UID]:
            entries = {UID: good["entries"][UID] | {key: value}}
            yield f"{key}: {value}"[:40], json.dumps(good | {"entries": entries}).encode()
        for key in good:
            if value not in ([], {}) and (key, value) != ("version", True):  # because True equals 1 in Python
                yield f"{key}: {value}"[:40], json.dumps(good | {key: value}).encode()


def test_a_broken_ledger_is_refused_with_its_name(good: dict[str, Any]) -> None:
    for name, text in (*broken(good), *nonsense(good)):
        with pytest.raises(DataError) as stopped:
            ledger.parse(text, "https://hub.example.org/calendars/ledger.json")
        (problem,) = stopped.value.problems
        assert (problem.code, problem.position.file) == ("E602", "https://hub.example.org/calendars/ledger.json"), name
        assert len(problem.message) < 200, name
        assert problem.message.isprintable(), name


@settings(derandomize=True, deadline=None, max_examples=examples(300))
@given(st.data())
def test_a_ledger_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    text = bytearray((Path(__file__).parents[1] / "golden" / ledger.LEDGER_PATH).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    with suppress(DataError):
        ledger.parse(bytes(text), "x")


# --- Reading the published ledger ------------------------------------------------------------------------------------


# The beginning of an answer that never ends.
DRIPS = {
    "slow-status": b"HTTP/1.1 200 ",
    "slow-headers": b"HTTP/1.1 200 OK\r\nX-Header: ",
    "slow-body": b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
}


class Answers(BaseHTTPRequestHandler):
    """Answers each path in the way that its name says."""

    ledger: ClassVar[bytes] = b""
    asked: ClassVar[list[str]] = []
    over: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        kind = self.path.split("/")[1]
        if kind == "cut":
            self.connection.close()
            return
        if kind in DRIPS:
            self.drip(DRIPS[kind])
            return
        if kind == "talks":
            self.wfile.write(b"HTTP/1.1 500 \x1b[31mCall 555-0142\x1b[0m\r\n\r\n")
            return
        if kind == "odd":
            self.wfile.write(b"\x1b[31mCall 555-0142\r\n\r\n")
            return
        if kind.startswith("to-"):
            targets = {"to-good": "/good/x", "to-file": "file:///etc/hostname", "to-http": "http://example.invalid/"}
            self.send_response(302)
            self.send_header("Location", targets.get(kind, self.path))
            self.end_headers()
            return
        self.send_response(int(kind) if kind.isdigit() else 200)
        self.end_headers()
        body = {"page": b"<!doctype html>", "big": b" " * 3_000}.get(kind, self.ledger)
        self.wfile.write(body)

    def drip(self, answer: bytes) -> None:
        """Sends a letter from time to time for as long as the test runs."""
        with suppress(OSError):
            for place in itertools.count():
                self.wfile.write(answer[place : place + 1] or b"x")
                self.wfile.flush()
                if self.over.wait(0.05):
                    return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        pass


@pytest.fixture
def answers(site: Publisher, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server whose path decides its answer. Under /good/, it has a ledger with the cake event."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    Answers.ledger, Answers.asked, Answers.over = site.publish([TEA, CAKE])[ledger.LEDGER_PATH], [], threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    Answers.over.set()
    for thread in threading.enumerate():
        if isinstance(thread, published._Download):
            thread.join(5)
    server.shutdown()
    server.server_close()


UNREADABLE = {
    "404": "There is no ledger of calendars here. [E601]",
    "500": "cannot be read: the site answered 500 Internal Server Error. [E601]",
    "403": "cannot be read: the site answered 403 Forbidden. [E601]",
    "cut": "cannot be read: ",
    "to-file": "cannot be read: the site answered 302 Found. [E601]",
    "to-http": "cannot be read: the address does not begin with https. [E601]",
    "to-itself": "cannot be read: the site answered 302 Found. [E601]",
    "talks": "cannot be read: the site answered 500 Internal Server Error. [E601]",
    "odd": "cannot be read: the site did not answer like a website. [E601]",
    "999": "cannot be read: the site answered 999. [E601]",
    "big": "cannot be read: it has more than 2,000 bytes. [E601]",
    "slow-status": "cannot be read: the site did not answer within 30 seconds. [E601]",
    "slow-headers": "cannot be read: the site did not answer within 30 seconds. [E601]",
    "slow-body": "cannot be read: the site did not answer within 30 seconds. [E601]",
    "page": "This is not a ledger of calendars (Expecting value: line 1 column 1 (char 0)). [E602]",
}


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "MAX_LEDGER_BYTES", 2_000)
    monkeypatch.setattr(published, "LEDGER_SECONDS", 0.7)


@pytest.mark.parametrize(
    "command, kind", [*itertools.product(["check", "feeds"], UNREADABLE), ("build", "page")], ids="-".join
)
def test_a_site_with_a_bad_answer_stops_the_build(
    command: str, kind: str, answers: str, site: Publisher, tmp_path: Path, run: Command, request: pytest.FixtureRequest
) -> None:
    if kind == "big" or kind.startswith("slow"):
        request.getfixturevalue("small_limits")
    out = () if command == "check" else ("--out", tmp_path / "out")
    done = run(command, site.folder, "--published", answers + kind, *out)
    assert done.status == 1
    assert f"{answers}{kind}/calendars/ledger.json:1:1: error: " in done.out + done.err
    assert UNREADABLE[kind] in done.out + done.err
    assert "0142" not in done.out + done.err
    assert "\x1b" not in done.out + done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "place, reason",
    [
        ("http://hub.example.org/", "the address does not begin with https"),
        ("ftp://hub.example.org/", "the address does not begin with https"),
        ("file:///etc/", "the address does not begin with https"),
        ("https://", "the address does not begin with https"),
        ("https://ada:secret@hub.example.org/", "a name or password in the address"),
        ("https://[hub", "cannot be read: "),
        ("https://hub.example.org:port/", "cannot be read: "),
        ("https://hub .example.org/", "cannot be read: "),
    ],
)
def test_an_impossible_address_is_refused_without_a_request(
    place: str, reason: str, site: Publisher, run: Command
) -> None:
    site.write([TEA])
    done = run("check", site.folder, "--published", place)
    assert done.status == 1
    assert reason in done.out
    assert "[E601]" in done.out


def test_a_site_is_read_over_the_network_once_and_never_from_a_cache(
    answers: str, site: Publisher, tmp_path: Path, run: Command
) -> None:
    site.write([TEA, CAKE | {"title": "Pie"}])
    for kind in ("good", "to-good"):
        done = run("feeds", site.folder, "--published", answers + kind, "--out", tmp_path / kind)
        assert done.status == 0, done.err
        assert revisions((tmp_path / kind / "calendars" / "all.ics").read_bytes())["cake"][0] == 1
    assert Answers.asked[0] == "/good/calendars/ledger.json?1795435200"


def test_an_address_without_a_site_can_be_new(answers: str, site: Publisher, tmp_path: Path, run: Command) -> None:
    site.write([TEA])
    assert run("check", site.folder, "--published", answers + "404", "--first").status == 0
    assert run("check", site.folder, "--published", answers + "500", "--first").status == 1
    assert run("check", site.folder, "--published", answers + "page", "--first").status == 1
    assert run("check", site.folder, "--published", answers + "good", "--first").status == 1, (
        "if there is a ledger, the build must continue it"
    )
    done = run("check", site.folder, "--first")
    assert (done.status, done.out) == (2, "")
    assert "--published" in done.err


@pytest.mark.parametrize("command", ["check", "feeds", "build"])
def test_a_folder_without_a_ledger_is_refused(command: str, site: Publisher, tmp_path: Path, run: Command) -> None:
    site.write([TEA])
    out = () if command == "check" else ("--out", tmp_path / "out")
    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "odd" / ledger.LEDGER_PATH).mkdir(parents=True)
    for place in ("nowhere", "file", "odd"):
        done = run(command, site.folder, "--published", tmp_path / place, *out)
        assert done.status == 1
        assert f"{tmp_path / place}/calendars/ledger.json:1:1: error: " in done.out + done.err
        assert "[E601]" in done.out + done.err
    assert not (tmp_path / "out").exists()


def test_the_output_of_feeds_is_a_published_site(site: Publisher, tmp_path: Path, run: Command) -> None:
    """One folder is used from one build to the next, as when you build by hand on your own machine."""
    out = tmp_path / "out"
    again = ("--published", out, "--out", out)
    site.write([TEA, CAKE])
    assert run("feeds", site.folder, *again).status == 1
    assert run("feeds", site.folder, *again, "--first").status == 0
    site.write([TEA, CAKE | {"title": "Pie"}])
    assert run("feeds", site.folder, *again).status == 0
    before = {path: path.read_bytes() for path in out.rglob("*.*")}
    assert revisions(before[out / "calendars" / "all.ics"]) == {"tea": (0, CONSTANT), "cake": (1, "20261123T120000Z")}
    site.write([TEA])
    done = run("feeds", site.folder, *again)
    assert (done.status, done.out) == (1, "")
    assert done.err == (
        'events.yml:1:1: error: The event "cake" is gone from the data, but calendars have it until 2026-12-03.'
        " [E603]\n"
        "    Put it back and cancel it:  status: cancelled\n"
        "    If it has a new id now, write the old id there:  was: [cake]\n"
        "1 error, no warnings.\n"
    )
    assert {path: path.read_bytes() for path in out.rglob("*.*")} == before


def test_check_reports_the_ledger_with_all_other_problems(site: Publisher, tmp_path: Path, run: Command) -> None:
    site.write([TEA, CAKE])
    run("feeds", site.folder, "--out", tmp_path / "out")
    site.write([TEA | {"groups": []}])
    done = run("check", site.folder, "--published", tmp_path / "out", "--format", "json")
    assert done.status == 1
    assert [problem["code"] for problem in json.loads(done.out)["problems"]] == ["E603", "W411"]


def test_the_environment_can_name_the_site(
    site: Publisher, tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write([TEA])
    monkeypatch.setenv("AFFINITY_HUB_PUBLISHED", str(tmp_path / "out"))
    assert run("check", site.folder).status == 1
    monkeypatch.setenv("AFFINITY_HUB_FIRST", "yes")
    assert run("check", site.folder).status == 0


def test_mkdocs_continues_from_the_published_site(
    site: Publisher, tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This also works if the new site replaces the old site, and a refused build does not change the old site."""
    out = tmp_path / "site"
    site.write([TEA, CAKE])
    assert run("feeds", site.folder, "--out", out).status == 0
    monkeypatch.setenv("AFFINITY_HUB_DATA", str(site.folder))
    monkeypatch.setenv("AFFINITY_HUB_PUBLISHED", str(out))
    config = partial(load_config, str(ROOT / "mkdocs.yml"), site_dir=str(out))
    site.write([TEA])
    with pytest.raises(Abort, match="E603"):
        build_with_mkdocs(config())
    assert {path.name for path in out.iterdir()} == {".affinity-hub", "calendars"}
    monkeypatch.setenv("AFFINITY_HUB_PUBLISHED", str(tmp_path / "nowhere"))
    with pytest.raises(Abort, match="E601"):
        build_with_mkdocs(config())
    monkeypatch.setenv("AFFINITY_HUB_PUBLISHED", str(out))
    site.write([TEA, CAKE | {"title": "Pie"}])
    build_with_mkdocs(config())
    assert revisions((out / "calendars" / "all.ics").read_bytes())["cake"][0] == 1
    assert (out / "index.html").is_file()


@pytest.mark.site
def test_build_continues_from_the_given_place(answers: str, site: Publisher, tmp_path: Path) -> None:
    site.write([TEA, CAKE | {"title": "Pie"}])
    out = tmp_path / "out"
    arguments = ["build", str(site.folder), "--out", str(out), "--published"]
    assert main([*arguments, answers + "good"]) == 0
    assert revisions((out / "calendars" / "all.ics").read_bytes())["cake"] == (1, "20261123T120000Z")
    assert main([*arguments, answers + "404", "--first"]) == 0
    assert revisions((out / "calendars" / "all.ics").read_bytes())["cake"] == (0, CONSTANT)
    assert len(Answers.asked) == 2


# --- A life of edits -------------------------------------------------------------------------------------------------

Key = tuple[str, str]
SHOWN = ("DTSTART", "DTEND", "RRULE", "EXDATE", "SUMMARY", "LOCATION", "STATUS")
PLACES = ("Room 1", "Room 2", "Hall")
WEEKS = [dt.date(2026, 11, 5) + dt.timedelta(weeks=week) for week in range(13)]


def matter(event: icalendar.Event) -> tuple[str, ...]:
    """The visible content of a calendar entry, as text."""
    found = [event.get(name) for name in SHOWN]
    return tuple(one.to_ical().decode() if hasattr(one, "to_ical") else str(one) for one in found)


class Subscriber:
    """A calendar that never deletes: it accepts a new version of an entry only if SEQUENCE is higher than in every
    earlier version.

    It subscribes to all plain calendars, or to the discreet calendars of all groups.
    """

    def __init__(self, *, discreet: bool) -> None:
        self.discreet = discreet
        self.seen: dict[Key, tuple[int, icalendar.Event]] = {}
        self.held: dict[Key, icalendar.Event] = {}

    def refresh(self, feeds: dict[str, bytes]) -> None:
        now: dict[Key, icalendar.Event] = {}
        for path, data in feeds.items():
            is_subscribed = path.endswith(".ics") and "/occurrences/" not in path
            if not is_subscribed or path.endswith(".discreet.ics") != self.discreet:
                continue
            for event in events(data):
                name = event.get("RECURRENCE-ID")
                key = (str(event["UID"]), name.to_ical().decode() if name else "")
                assert now.setdefault(key, event) is event, "an entry is the same in every feed"
        for key, event in now.items():
            sequence = int(raw(event, "SEQUENCE"))
            if key not in self.seen or sequence > self.seen[key][0]:
                self.seen[key] = (sequence, event)
        self.held = {key: self.seen[key][1] for key in now}

    def occurrences(self) -> list[tuple[str, ...]]:
        """Every date that the subscriber sees."""
        whole = icalendar.Calendar()
        for event in self.held.values():
            whole.add_component(event)
        found = recurring_ical_events.of(whole).between(dt.date(2026, 1, 1), dt.date(2028, 1, 1))
        return sorted(
            (
                f"{one['DTSTART'].dt:%Y-%m-%d %H:%M}",
                f"{one['SUMMARY']}",
                f"{one.get('LOCATION', '')}",
                f"{one['STATUS']}",
            )
            for one in found
        )


def truth(hub: Hub, *, discreet: bool) -> list[tuple[str, ...]]:
    """Every date of the data, as the plain or the discreet calendars show it."""
    neutral = hub.groups[0].calendar_title or "Staff meeting"
    return sorted(
        (
            f"{occurrence.start:%Y-%m-%d %H:%M}",
            f"{'CANCELLED: ' if occurrence.status == 'cancelled' else ''}{neutral if discreet else event.title}",
            event.place.name if event.place and event.place.name and not discreet else "",
            occurrence.status.upper(),
        )
        for event in hub.events
        for occurrence in hub.schedules[event.id].occurrences
    )


def retitle(record: dict[str, Any], number: int) -> dict[str, Any]:
    return record | {"title": ("Tea", "Green tea", "Black tea")[number % 3]}


def move_place(record: dict[str, Any], number: int) -> dict[str, Any]:
    return record | {"place": {"name": PLACES[number % 3]}}


def move_time(record: dict[str, Any], number: int) -> dict[str, Any]:
    return record | {"starts": record["starts"][:10] + (" 16:00", " 15:00", " 14:30")[number % 3]}


def describe(record: dict[str, Any], number: int) -> dict[str, Any]:
    return record | {"details": ("Come.", "Bring a cup.", "Bring two.")[number % 3]}


def change_a_date(record: dict[str, Any], number: int) -> dict[str, Any]:
    """Moves one date of a series within its week or past its neighbor, cancels it, or undoes the change."""
    if "repeats" not in record:
        return record
    day = WEEKS[number % 5 + 4]
    others = [change for change in record.get("changes", ()) if change["date"] != f"{day}"]
    ways: tuple[dict[str, str] | None, ...] = (
        {"starts": f"{day + dt.timedelta(days=40)} 10:00"},
        {"cancelled": "yes"},
        None,
        {"starts": f"{day + dt.timedelta(days=1)} 10:00"},
    )
    way = ways[number // 5 % 4]
    return record | {"changes": [*others, *([{"date": f"{day}"} | way] if way else [])]}


def skip_a_date(record: dict[str, Any], number: int) -> dict[str, Any]:
    return (
        record | {"skip": [] if record.get("skip") else [{"date": f"{WEEKS[number % 3]}"}]}
        if "repeats" in record
        else record
    )


def cancel(record: dict[str, Any], number: int) -> dict[str, Any]:
    return record | {"status": ("confirmed", "cancelled", "tentative")[number % 3]}


def rename(record: dict[str, Any], number: int) -> dict[str, Any]:
    earlier = [*record.get("was", ()), record["id"]]
    return record | {"id": f"{earlier[0]}-v{len(earlier)}", "was": earlier}


EDITS = (retitle, move_place, move_time, describe, change_a_date, skip_a_date, cancel, rename)


def fresh(number: int, *, past: bool = False) -> dict[str, Any]:
    """A new event. Every second new event is a series."""
    keys = {"id": f"{'past' if past else 'new'}-{number}", "title": "New", "kind": "gathering", "ends": "17:30"}
    record: dict[str, Any] = keys | {"groups": ["tea-circle"], "place": {"name": "Hall"}}
    if past:
        return record | {"starts": "2026-10-01 16:00"}
    series = {"repeats": "weekly on Thursday", "until": "2027-01-28"} if number % 2 else {}
    return record | {"starts": "2026-11-05 16:00" if series else "2026-12-03 16:00"} | series


Versions = dict[str, tuple[int, str, frozenset[tuple[str, ...]]]]


def versions(data: bytes) -> Versions:
    """SEQUENCE, LAST-MODIFIED, and the visible content, by UID."""
    found: Versions = {}
    for event in events(data):
        uid, override = str(event["UID"]), raw(event, "RECURRENCE-ID") if "RECURRENCE-ID" in event else ""
        seen = found.get(uid, (0, "", frozenset()))[2]
        found[uid] = (int(raw(event, "SEQUENCE")), raw(event, "LAST-MODIFIED"), seen | {(override, *matter(event))})
    return found


def follows(before: Versions, now: Versions) -> None:
    """SEQUENCE rises exactly when visible content changed, and no time goes backward."""
    for uid, (sequence, modified, shown) in before.items():
        if uid in now:
            assert now[uid][0] == sequence + (now[uid][2] != shown)
            assert now[uid][1] >= modified


class Life:
    """A district through its edits, with its publisher, two subscribers, and the guarantees that must always hold."""

    def __init__(self, folder: Path) -> None:
        for path in MINIMAL.glob("*.yml"):
            (folder / path.name).write_bytes(path.read_bytes())
        # Entries that leave calendars because of their age are not an edit.
        self.publisher = Publisher(folder, always="cancelled_shown_days: 9000\n")
        self.subscribers = [Subscriber(discreet=False), Subscriber(discreet=True)]
        self.records: Records = [copy.deepcopy(TEA), fresh(0), fresh(0, past=True)]
        self.files, self.count = 1, 0
        self.uids: dict[str, str] = {}
        self.before: list[Versions] = [{}, {}]
        self.publish()

    def edit(self, kind: int, which: int, number: int) -> None:
        """Makes one edit of any kind, and publishes it."""
        self.count += 1
        place = which % len(self.records)
        record = self.records[place]
        if kind < len(EDITS):
            self.records[place] = EDITS[kind](record, number)
        elif kind == len(EDITS):
            self.records.insert(place, fresh(self.count, past=number % 3 == 0))
        elif kind == len(EDITS) + 1:
            self.records.insert(number % len(self.records), self.records.pop(place))
        elif kind == len(EDITS) + 2:
            self.files = number % 3 + 1
        elif kind == len(EDITS) + 3:
            self.delete(record)
        else:
            self.change_the_group(number)
        self.publish()

    def delete(self, record: dict[str, Any]) -> None:
        """Past events may be deleted. Deleting any other event, or making it a draft, is refused, and cancelled events
        stay for a long time here."""
        rest = [entry for entry in self.records if entry is not record]
        first = record.get("was", [record["id"]])[0]
        book = self.publisher.book
        assert book
        known = [version for version in book.entries.values() if version.first == first and version.state == "shown"]
        traces = [Trace.read(f"{first}@hub.small.example", version.trace) for version in known if version.trace]
        days = [version.last for version in known if version.last] + [trace.last for trace in traces if trace]
        if max(days, default=dt.date.min) >= dt.date(2026, 11, 23):
            drafted = [record | {"draft": "yes"} if entry is record else entry for entry in self.records]
            assert [code[:4] for code in self.publisher.refusal(rest)] == ["E603"]
            assert [code[:4] for code in self.publisher.refusal(drafted)] == ["E603"]
        elif rest:
            self.records = rest

    def change_the_group(self, number: int) -> None:
        """Another neutral title, and every second time, another id."""
        (group,) = self.publisher.groups
        group = group | {"calendar_title": ("Staff meeting", "Thursday", "Busy")[number % 3]}
        self.publisher.groups = [rename(group, number) if number % 2 else group]

    def publish(self) -> None:
        group = self.publisher.groups[0]["id"]
        records = [record | {"groups": [group]} for record in self.records]
        split = [records[number :: self.files] for number in range(self.files)]
        made = self.publisher.publish(*split)
        for subscriber in self.subscribers:
            subscriber.refresh(made)
            seen, right = subscriber.occurrences(), truth(self.publisher.hub, discreet=subscriber.discreet)
            assert [date for date in seen if date in right] == right
            # Calendars that never delete entries need the cancellations of dates that have another time now.
            assert {status for *_, status in Counter(seen) - Counter(right)} <= {"CANCELLED"}
        self.check(made)
        if self.count % 4 == 0:
            assert self.publisher.publish(*split[::-1], later=9) == made, (
                "publishing the same data again changes nothing"
            )

    def check(self, made: dict[str, bytes]) -> None:
        """No UID is lost or given to another event, and the versions of each calendar follow its visible content."""
        now = [versions(made["calendars/all.ics"]), versions(made[DISCREET])]
        for event in events(made["calendars/all.ics"]):
            uid = str(event["UID"])
            first = next(record for record in self.records if str(event["URL"]).endswith(f"/{record['id']}/"))
            origin = first.get("was", [first["id"]])[0]
            assert uid.partition("@")[0].partition("--")[0] == origin
            assert self.uids.setdefault(uid, origin) == origin
        for before, after in zip(self.before, now, strict=True):
            follows(before, after)
        for record in self.records:
            assert f"{record.get('was', [record['id']])[0]}@hub.small.example" in now[0]
        form = DiscreetForm("", CIRCLE["id"])
        assert set(now[1]) == {form.uid(uid) for uid in now[0]}, "discreet UIDs last as long as plain UIDs"
        assert self.publisher.book
        assert set(self.publisher.book.entries) == set(self.uids), (
            "the ledger has every UID that was ever published, and no others"
        )
        assert len(self.publisher.book.discreet or ()) == len(self.uids)
        self.before = now


# Hypothesis does not shrink failures here: that would take minutes, and ten edits are short enough to read.
@settings(derandomize=True, deadline=None, max_examples=examples(25), phases=[Phase.generate])
@given(
    st.lists(st.tuples(st.integers(0, len(EDITS) + 4), st.integers(0, 5), st.integers(0, 19)), min_size=4, max_size=10)
)
def test_any_life_of_edits_keeps_the_guarantees(edits: list[tuple[int, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        life = Life(Path(folder))
        for kind, which, number in edits:
            life.edit(kind, which, number)


@pytest.mark.parametrize("domain", ["", "x\r\n\x1b[2Jy", "x\n::warning::y", "a b"])
def test_a_ledger_with_an_impossible_domain_is_refused(domain: str, site: Publisher, run: Command) -> None:
    files = site.publish([TEA])
    text = json.loads(files[ledger.LEDGER_PATH]) | {"uid_domain": domain}
    path = site.folder.parent / "forged" / ledger.LEDGER_PATH
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(text), "utf-8")
    done = run("check", site.folder, "--published", site.folder.parent / "forged")
    assert done.status == 1
    assert "[E602]" in done.out
    assert "\x1b" not in done.out
    assert "\n::" not in done.out
