"""Changes that are taken back, in calendars that never delete: no date may stay there that the data does not have."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.test_ledger import CAKE, DISCREET, MINIMAL, TEA, Publisher, events, raw, revisions

ALL = "calendars/all.ics"
PLACE = {"name": "Lantern Hall"}
Entry = tuple[str, str, str, str]


class Keeper:
    """A calendar that merges by UID and RECURRENCE-ID, takes what has a higher SEQUENCE, and never deletes."""

    def __init__(self, path: str = ALL) -> None:
        self.path = path
        self.held: dict[tuple[str, str], icalendar.Event] = {}

    def refresh(self, files: dict[str, bytes]) -> None:
        for event in events(files[self.path]):
            key = (str(event["UID"]), raw(event, "RECURRENCE-ID") if "RECURRENCE-ID" in event else "")
            if key not in self.held or int(raw(event, "SEQUENCE")) > int(raw(self.held[key], "SEQUENCE")):
                self.held[key] = event

    def shows(self) -> list[Entry]:
        """Every date that it shows: start, title, place, status."""
        return shown(self.held.values())


def shown(found: Any) -> list[Entry]:
    whole = icalendar.Calendar()
    for event in found:
        whole.add_component(event)
    dates = recurring_ical_events.of(whole).between(dt.date(2026, 1, 1), dt.date(2028, 1, 1))
    return sorted(
        (f"{one['DTSTART'].dt:%Y-%m-%d %H:%M}", str(one["SUMMARY"]), str(one.get("LOCATION", "")), str(one["STATUS"]))
        for one in dates
    )


@pytest.fixture
def site(district: Callable[..., Path]) -> Publisher:
    return Publisher(district())


def tea(*changes: dict[str, Any], **keys: Any) -> list[dict[str, Any]]:
    return [TEA | keys | ({"changes": list(changes)} if changes else {})]


DAY = "2026-12-10"
CHANGES: dict[str, dict[str, Any]] = {
    "cancelled": {"cancelled": "yes"},
    "moved within its week": {"starts": "2026-12-11 10:00"},
    "moved past its neighbor": {"starts": "2026-12-22 10:00"},
    "longer": {"ends": "18:30"},
    "postponed": {"starts": "to be announced"},
    "title": {"title": "Tea with a guest"},
    "place": {"place": PLACE},
    "online": {"online": "yes"},
    "details": {"details": "Bring a cup."},
}


@pytest.mark.parametrize("way", CHANGES)
def test_what_is_taken_back_is_as_it_was_in_calendars_that_never_delete(way: str, site: Publisher) -> None:
    keeper = Keeper()
    keeper.refresh(site.publish(tea()))
    before = keeper.shows()
    keeper.refresh(site.publish(tea({"date": DAY} | CHANGES[way])))
    after = {uid: sequence for uid, (sequence, _) in revisions(site.files[ALL]).items()}
    keeper.refresh(site.publish(tea()))
    assert keeper.shows() == before
    risen = {uid for uid, (sequence, _) in revisions(site.files[ALL]).items() if sequence > after[uid]}
    assert risen, "a reader that looks at SEQUENCE must see that something is new"
    assert shown(events(site.files[ALL])) == before, "a reader that deletes sees the same"
    once_more = site.publish(tea())
    assert once_more[ALL] == site.publish(tea())[ALL]


@pytest.mark.parametrize("way", ["title", "place", "online", "details"])
def test_the_texts_of_a_date_are_taken_back(way: str, site: Publisher) -> None:
    keeper = Keeper()
    keeper.refresh(site.publish(tea({"date": DAY} | CHANGES[way])))
    keeper.refresh(site.publish(tea()))
    override, series = (
        next(event for key, event in keeper.held.items() if ("RECURRENCE-ID" in event) is is_override)
        for is_override in (True, False)
    )
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
        assert override.get(name) == series.get(name)


@pytest.mark.parametrize("way", CHANGES)
def test_a_changed_date_that_is_skipped_is_cancelled(way: str, site: Publisher) -> None:
    keeper = Keeper()
    keeper.refresh(site.publish(tea({"date": DAY} | CHANGES[way])))
    keeper.refresh(site.publish(tea(skip=[{"date": DAY, "reason": "concert"}])))
    on_it = [one for one in keeper.shows() if one[1].startswith("CANCELLED") or one[0][:10] in (DAY, "2026-12-11")]
    assert on_it == [(f"{DAY} 16:00", "CANCELLED: Tea", "Room 1", "CANCELLED")]
    assert not any(start[:10] == "2026-12-22" for start, *_ in keeper.shows())
    assert "Cancelled: concert." in site.files[ALL].decode()


def test_a_date_that_was_moved_away_and_then_cut_off_is_cancelled(site: Publisher) -> None:
    keeper = Keeper()
    keeper.refresh(site.publish(tea({"date": "2027-01-14", "starts": "2027-01-26 10:00"})))
    keeper.refresh(site.publish(tea(until="2026-12-31")))
    late = [one for one in keeper.shows() if one[0] > "2027"]
    assert late == [("2027-01-14 16:00", "CANCELLED: Tea", "Room 1", "CANCELLED")]


def test_what_a_hidden_event_takes_back_is_followed_too(site: Publisher) -> None:
    path = "calendars/events/tea.ics"
    keeper = Keeper(path)
    for change in ({"starts": "2026-12-22 10:00"}, {"cancelled": "yes"}):
        keeper.refresh(site.publish([*tea({"date": DAY} | change, hidden="yes"), CAKE]))
        keeper.refresh(site.publish([*tea(hidden="yes"), CAKE]))
        assert keeper.shows() == shown(events(site.publish([*tea(hidden="yes"), CAKE])[path]))
        assert len(keeper.shows()) == 13


@pytest.mark.parametrize("way", ["title", "place", "online", "details"])
def test_a_discreet_calendar_does_not_even_tell_that_a_date_has_words_of_its_own(way: str, site: Publisher) -> None:
    before = site.publish(tea())[DISCREET]
    assert site.publish(tea({"date": DAY} | CHANGES[way]))[DISCREET] == before
    assert site.publish(tea())[DISCREET] == before


def test_a_discreet_calendar_shows_what_is_postponed_and_nothing_else(site: Publisher) -> None:
    change = {"date": DAY, "starts": "to be announced", "title": "Ada's farewell", "place": PLACE, "reason": "snow"}
    made = site.publish(tea(change | {"details": "Cake for Ada"}))[DISCREET].decode()
    assert "SUMMARY:POSTPONED: Staff meeting" in made
    assert not any(word in made for word in ("Ada", "Lantern", "snow", "Cake"))


@pytest.mark.parametrize("way", CHANGES)
def test_a_discreet_calendar_takes_back_what_it_showed(way: str, site: Publisher) -> None:
    keeper = Keeper(DISCREET)
    keeper.refresh(site.publish(tea()))
    before = keeper.shows()
    keeper.refresh(site.publish(tea({"date": DAY} | CHANGES[way])))
    keeper.refresh(site.publish(tea({"date": DAY, "place": PLACE})))
    assert keeper.shows() == before
    keeper.refresh(site.publish(tea()))
    assert keeper.shows() == before


def test_a_ledger_of_an_earlier_program_is_read(site: Publisher) -> None:
    site.publish(tea({"date": DAY, "place": PLACE}))
    assert site.book
    entries = {uid: one.model_copy(update={"overrides": ()}) for uid, one in site.book.entries.items()}
    site.book = site.book.model_copy(update={"entries": entries})
    files = site.files
    assert site.publish(tea({"date": DAY, "place": PLACE}))[ALL] == files[ALL], "nothing rises because of the ledger"


STEPS = [None, *CHANGES.values()]


@settings(derandomize=True, deadline=None, max_examples=examples(15))
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(range(len(STEPS)))), min_size=2, max_size=8))
def test_a_life_of_changes_leaves_no_ghost(edits: list[tuple[int, int]]) -> None:
    """Any changes of any dates, each published: every calendar that keeps all it ever saw shows what the feed says."""
    days = [dt.date(2026, 12, 3) + dt.timedelta(weeks=week) for week in range(4)]
    with TemporaryDirectory() as folder:
        for path in MINIMAL.glob("*.yml"):
            (Path(folder) / path.name).write_bytes(path.read_bytes())
        site = Publisher(Path(folder))
        keepers = [Keeper(ALL), Keeper(DISCREET)]
        present: dict[dt.date, dict[str, Any]] = {}
        for number, (place, way) in itertools.chain([(0, (0, 0))], enumerate(edits, 1)):
            step = STEPS[way]
            present.pop(days[place], None)
            if step:
                present[days[place]] = {"date": f"{days[place]}"} | step
            made = site.publish(tea(*present.values(), title=("Tea", "Green tea")[number // 3 % 2]))
            for keeper in keepers:
                keeper.refresh(made)
                assert keeper.shows() == shown(events(made[keeper.path]))
