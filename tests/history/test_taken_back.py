"""Undone changes, in calendars that never delete entries: no date may stay there that is not in the data."""

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
from tests.history.test_ledger import CAKE, DISCREET, MINIMAL, TEA, Publisher, events, raw, revisions

ALL = "calendars/all.ics"
PLACE = {"name": "Lantern Hall"}
Entry = tuple[str, str, str, str]


class Keeper:
    """A calendar that merges by UID and RECURRENCE-ID, accepts entries with a higher SEQUENCE, and never deletes."""

    def __init__(self, path: str = ALL) -> None:
        self.path = path
        self.held: dict[tuple[str, str], icalendar.Event] = {}
        self.last: set[tuple[str, str]] = set()

    def refresh(self, files: dict[str, bytes]) -> None:
        self.last = set()
        for event in events(files[self.path]):
            key = (str(event["UID"]), raw(event, "RECURRENCE-ID") if "RECURRENCE-ID" in event else "")
            self.last.add(key)
            if key not in self.held or int(raw(event, "SEQUENCE")) > int(raw(self.held[key], "SEQUENCE")):
                self.held[key] = event

    def ghosts(self) -> list[tuple[str, str]]:
        """The dates that the calendar shows as taking place although they are no longer in its feed, even if another
        entry excludes them.

        RFC 5545 does not say that an EXDATE removes an override that a calendar already has, and some calendars do not
        remove it.
        """
        return [key for key, event in self.held.items() if key not in self.last and str(event["STATUS"]) != "CANCELLED"]

    def shows(self) -> list[Entry]:
        """Every date that the calendar shows: start, title, place, status."""
        return shown(self.held.values())


def shown(found: Any) -> list[Entry]:
    whole = icalendar.Calendar()
    for event in found:
        whole.add_component(event)
    dates = recurring_ical_events.of(whole).between(dt.date(2026, 1, 1), dt.date(2028, 1, 1))
    return sorted(
        (
            f"{date['DTSTART'].dt:%Y-%m-%d %H:%M}",
            str(date["SUMMARY"]),
            str(date.get("LOCATION", "")),
            str(date["STATUS"]),
        )
        for date in dates
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
    "moved onto the next date": {"starts": "2026-12-17 10:00"},
    "moved onto the date before": {"starts": "2026-12-03 10:00"},
    "longer": {"ends": "18:30"},
    "postponed": {"starts": "to be announced"},
    "title": {"title": "Tea with a guest"},
    "place": {"place": PLACE},
    "online": {"online": "yes"},
    "details": {"details": "Bring a cup."},
}


@pytest.mark.parametrize("way", CHANGES)
def test_an_undone_change_is_undone_in_calendars_that_never_delete(way: str, site: Publisher) -> None:
    keeper = Keeper()
    keeper.refresh(site.publish(tea()))
    before = keeper.shows()
    keeper.refresh(site.publish(tea({"date": DAY} | CHANGES[way])))
    after = {uid: sequence for uid, (sequence, _) in revisions(site.files[ALL]).items()}
    keeper.refresh(site.publish(tea()))
    assert keeper.shows() == before
    risen = {uid for uid, (sequence, _) in revisions(site.files[ALL]).items() if sequence > after[uid]}
    assert risen, "a reader that compares SEQUENCE must notice the change"
    assert shown(events(site.files[ALL])) == before, "a reader that deletes entries shows the same dates"
    once_more = site.publish(tea())
    assert once_more[ALL] == site.publish(tea())[ALL]


def test_the_rest_of_a_hidden_series_that_takes_place_again_is_in_its_calendar_once(site: Publisher) -> None:
    keeper = Keeper("calendars/events/tea.ics")
    keeper.refresh(site.publish([*tea(hidden="yes"), CAKE]))
    before = keeper.shows()
    keeper.refresh(site.publish([*tea({"date": DAY, "and_later": "yes", "cancelled": "yes"}, hidden="yes"), CAKE]))
    keeper.refresh(site.publish([*tea(hidden="yes"), CAKE]))
    assert keeper.shows() == shown(events(site.files[keeper.path])) == before


RESTS: dict[str, dict[str, Any]] = {
    "cancelled": {"cancelled": "yes"},
    "moved": {"starts": "2026-12-11 10:00"},
    "another start time": {"starts": "2026-12-10 10:00", "ends": "11:00"},
}


@pytest.mark.parametrize("style", ["", "cancelled_style: keep\n"])
@pytest.mark.parametrize("path", [ALL, DISCREET])
@pytest.mark.parametrize("days", [1, 40])
@pytest.mark.parametrize("way", RESTS)
def test_a_rest_of_a_series_that_takes_place_again_is_in_calendars_once(
    way: str, days: int, path: str, style: str, site: Publisher
) -> None:
    """Forty days later, the first date of the rest is over."""
    site.always = style
    keeper = Keeper(path)
    keeper.refresh(site.publish(tea()))
    before = keeper.shows()
    for _ in range(2):
        keeper.refresh(site.publish(tea({"date": DAY, "and_later": "yes"} | RESTS[way])))
        planned = [start for start, title, *_ in late(keeper, DAY) if not title.startswith("CANCELLED")]
        assert planned == on_site(site, DAY)
        keeper.refresh(site.publish(tea(), later=24 * days))
        assert keeper.shows() == before
        assert shown(events(site.files[path])) == before, "a reader that deletes entries shows the same dates"
        assert keeper.ghosts() == []
        assert site.publish(tea()) == site.files
        days = 1


@pytest.mark.parametrize("way", ["title", "place", "online", "details"])
def test_changed_texts_of_a_date_are_undone(way: str, site: Publisher) -> None:
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
    on_it = [
        entry for entry in keeper.shows() if entry[1].startswith("CANCELLED") or entry[0][:10] in (DAY, "2026-12-11")
    ]
    assert on_it == [(f"{DAY} 16:00", "CANCELLED: Tea", "Room 1", "CANCELLED")]
    assert not any(start[:10] == "2026-12-22" for start, *_ in keeper.shows())
    assert "Cancelled: concert." in site.files[ALL].decode()


ONTO_ANOTHER = ["moved past its neighbor", "moved onto the next date", "moved onto the date before"]


@pytest.mark.parametrize("path", [ALL, DISCREET])
@pytest.mark.parametrize("after", ONTO_ANOTHER)
@pytest.mark.parametrize("before", ["moved within its week", "longer", "postponed", "place"])
def test_an_override_that_becomes_a_separate_entry_is_cancelled(
    before: str, after: str, path: str, site: Publisher
) -> None:
    """In both directions: the date moves onto another date of the series, and back."""
    keeper = Keeper(path)
    for change in (before, after, before, after):
        keeper.refresh(site.publish(tea({"date": DAY} | CHANGES[change])))
        assert keeper.ghosts() == []
        assert [start for start, *_ in late(keeper)] == on_site(site)
    (gone,) = [event for event in events(site.files[ALL]) if "RECURRENCE-ID" in event]
    assert (raw(gone, "RECURRENCE-ID"), str(gone["STATUS"])) == ("20261210T160000", "CANCELLED")
    assert "another entry shows the new time" in str(gone["DESCRIPTION"])
    assert site.publish(tea({"date": DAY} | CHANGES[after])) == site.files, "the cancellation is published only once"


def test_a_date_that_was_moved_away_and_then_cut_off_is_cancelled(site: Publisher) -> None:
    keeper = Keeper()
    keeper.refresh(site.publish(tea({"date": "2027-01-14", "starts": "2027-01-26 10:00"})))
    keeper.refresh(site.publish(tea(until="2026-12-31")))
    late = [entry for entry in keeper.shows() if entry[0] > "2027"]
    assert late == [("2027-01-14 16:00", "CANCELLED: Tea", "Room 1", "CANCELLED")]


def test_undone_changes_of_a_hidden_event_reach_calendars_too(site: Publisher) -> None:
    path = "calendars/events/tea.ics"
    keeper = Keeper(path)
    for change in ({"starts": "2026-12-22 10:00"}, {"cancelled": "yes"}):
        keeper.refresh(site.publish([*tea({"date": DAY} | change, hidden="yes"), CAKE]))
        keeper.refresh(site.publish([*tea(hidden="yes"), CAKE]))
        assert keeper.shows() == shown(events(site.publish([*tea(hidden="yes"), CAKE])[path]))
        assert len(keeper.shows()) == 13


@pytest.mark.parametrize("way", ["title", "place", "online", "details"])
def test_a_discreet_calendar_does_not_reveal_that_a_date_has_its_own_words(way: str, site: Publisher) -> None:
    before = site.publish(tea())[DISCREET]
    assert site.publish(tea({"date": DAY} | CHANGES[way]))[DISCREET] == before
    assert site.publish(tea())[DISCREET] == before


def test_a_discreet_calendar_shows_only_that_a_date_is_postponed(site: Publisher) -> None:
    change = {"date": DAY, "starts": "to be announced", "title": "Ada's farewell", "place": PLACE, "reason": "snow"}
    made = site.publish(tea(change | {"details": "Cake for Ada"}))[DISCREET].decode()
    assert "SUMMARY:POSTPONED: Staff meeting" in made
    assert not any(word in made for word in ("Ada", "Lantern", "snow", "Cake"))


@pytest.mark.parametrize("way", CHANGES)
def test_a_discreet_calendar_cancels_an_entry_that_it_showed(way: str, site: Publisher) -> None:
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
    entries = {uid: version.model_copy(update={"overrides": ()}) for uid, version in site.book.entries.items()}
    site.book = site.book.model_copy(update={"entries": entries})
    files = site.files
    assert site.publish(tea({"date": DAY, "place": PLACE}))[ALL] == files[ALL], (
        "an older ledger alone raises no SEQUENCE"
    )


def late(keeper: Keeper, day: str = "2026-12-01") -> list[Entry]:
    """The dates on or after a day that the calendar shows as taking place."""
    return [entry for entry in keeper.shows() if entry[0] >= day and entry[3] != "CANCELLED"]


def on_site(site: Publisher, day: str = "2026-12-01") -> list[str]:
    """The starts on or after a day of all dates that the site shows as taking place."""
    dates = [
        occurrence
        for schedule in site.hub.schedules.values()
        for occurrence in schedule.occurrences
        if not occurrence.is_off
    ]
    return sorted(start for occurrence in dates if (start := f"{occurrence.start:%Y-%m-%d %H:%M}") >= day)


NEW_PATTERNS: dict[str, dict[str, Any]] = {
    "an earlier end": {"until": "2026-12-08"},
    "fewer dates": {"until": None, "times": "4"},
    "another rule": {"repeats": "every 2 weeks on Thursday", "starts": "2026-11-12 16:00"},
    "another weekday": {"repeats": "weekly on Friday", "starts": "2026-11-06 16:00"},
    "another start time": {"starts": "2026-11-05 16:15"},
    "whole days": {"starts": "2026-11-05", "ends": None},
    "two rules in one": {"repeats": "monthly on the 1st and 3rd Thursday"},
    "no date yet": {"starts": "to be announced", "ends": None, "repeats": None, "until": None},
    "one date": {"starts": "2026-12-16 16:00", "repeats": None, "until": None},
    "another time from a date on": {
        "changes": [{"date": "2026-12-03", "and_later": "yes", "starts": "2026-12-03 10:00"}]
    },
}


def edited(event: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (event | keys).items() if value is not None}


@pytest.mark.parametrize("way", ["moved within its week", "moved past its neighbor", "place"])
@pytest.mark.parametrize("pattern", NEW_PATTERNS)
def test_a_changed_date_that_leaves_the_pattern_does_not_stay_in_calendars(
    pattern: str, way: str, site: Publisher
) -> None:
    keepers = [Keeper(ALL), Keeper(DISCREET)]
    for records in (tea(), tea({"date": DAY} | CHANGES[way]), [edited(TEA, NEW_PATTERNS[pattern])], tea()):
        site.publish(records)
        for keeper in keepers:
            keeper.refresh(site.files)
            assert [start for start, *_ in late(keeper)] == on_site(site)
            assert keeper.ghosts() == []
            assert keeper.shows() == shown(events(site.files[keeper.path])), (
                "a reader that deletes entries shows the same dates"
            )


def test_a_date_that_leaves_the_pattern_is_cancelled_under_its_own_key(site: Publisher) -> None:
    site.publish(tea({"date": DAY, "place": PLACE}))
    files = site.publish(tea(until="2026-12-08"))
    (gone,) = [event for event in events(files[ALL]) if "RECURRENCE-ID" in event]
    assert (raw(gone, "UID"), raw(gone, "RECURRENCE-ID")) == ("tea@hub.small.example", "20261210T160000")
    assert (str(gone["STATUS"]), str(gone["SUMMARY"])) == ("CANCELLED", "CANCELLED: Tea")
    assert raw(gone, "DTEND") == "20261210T173000"
    assert site.publish(tea(until="2026-12-08"))[ALL] == files[ALL], "the cancellation is published only once"


def test_a_cancellation_of_a_date_with_a_new_time_says_so(site: Publisher) -> None:
    site.publish(tea({"date": DAY, "place": PLACE}))
    site.publish([TEA | {"starts": "2026-11-05 16:15"}])
    (gone,) = [event for event in events(site.files[ALL]) if "RECURRENCE-ID" in event]
    assert str(gone["DESCRIPTION"]).startswith("Cancelled: another entry shows the new time.")


WITHOUT_DATE = CAKE | {"starts": "to be announced"}


def test_dates_that_are_over_are_not_cancelled(site: Publisher) -> None:
    site.publish(tea({"date": "2026-11-12", "place": PLACE}), [CAKE | {"starts": "2026-11-21"}])
    files = site.publish(tea(starts="2026-11-05 16:15"), [WITHOUT_DATE])
    assert b"CANCELLED" not in files[ALL], "the dates took place"


@pytest.mark.parametrize("hidden", [{}, {"hidden": "yes"}])
def test_an_event_without_a_known_date_is_cancelled_until_it_has_a_new_date(
    hidden: dict[str, str], site: Publisher
) -> None:
    keeper = Keeper("calendars/events/cake.ics")
    keeper.refresh(site.publish([CAKE | hidden]))
    made = site.publish([WITHOUT_DATE | hidden | {"reason": "The room is taken"}])
    keeper.refresh(made)
    assert keeper.shows() == [("2026-12-03 00:00", "POSTPONED: Cake", "", "CANCELLED")]
    assert made == site.publish([WITHOUT_DATE | hidden | {"reason": "The room is taken"}])
    (off,) = events(made[keeper.path])
    site.publish([CAKE | hidden | {"starts": "2026-12-10"}])
    keeper.refresh(site.files)
    assert keeper.shows() == [("2026-12-10 00:00", "Cake", "", "CONFIRMED")]
    (back,) = events(site.files[keeper.path])
    assert back["UID"] == off["UID"]
    assert [int(raw(event, "SEQUENCE")) for event in (off, back)] == [1, 2]


def test_the_ledger_shows_no_date_of_a_hidden_event(site: Publisher) -> None:
    site.publish([*tea({"date": DAY, "place": PLACE}, hidden="yes"), CAKE])
    book = site.files["calendars/ledger.json"].decode()
    assert "20261210" not in book
    assert "20261105" not in book


def test_a_discreet_calendar_cancels_nothing_that_it_never_showed(site: Publisher) -> None:
    site.publish(tea({"date": DAY, "place": PLACE}))
    assert b"CANCELLED" not in site.publish(tea(until="2026-12-08"))[DISCREET]


@pytest.mark.parametrize("pattern", NEW_PATTERNS)
@pytest.mark.parametrize("forget", ["overrides", "starts"])
def test_a_ledger_without_starts_cancels_nothing_and_changes_no_other_version(
    forget: str, pattern: str, site: Publisher
) -> None:
    """Such a ledger doesn't say which dates were changed, so no cancellation of them can be written."""
    site.publish(tea({"date": DAY, "place": PLACE}), [CAKE])
    assert site.book
    entries = {
        uid: version.model_copy(
            update={"trace": None, "overrides": tuple(key[:16] for key in version.overrides if forget == "starts")}
        )
        for uid, version in site.book.entries.items()
    }
    old = site.book = site.book.model_copy(update={"entries": entries})
    site.publish(tea({"date": DAY, "place": PLACE}), [CAKE])
    assert {sequence for sequence, _ in revisions(site.files[ALL]).values()} == {0}
    site.book = old
    files = site.publish([edited(TEA, NEW_PATTERNS[pattern])], [CAKE])
    assert b"CANCELLED" not in files[ALL]
    assert revisions(files[ALL])["cake"][0] == 0
    assert files == site.publish([edited(TEA, NEW_PATTERNS[pattern])], [CAKE])


STEPS = [None, *CHANGES.values()]
# Onto the series date of the same day, or of another day.
STEPS += [{"starts": f"2026-12-{day} 10:00"} for day in (10, 24)]
# The first four patterns have all dates that the edits change.
PATTERNS = [{}, {}, NEW_PATTERNS["another start time"], {"until": "2026-12-24"}, *NEW_PATTERNS.values()]


@settings(derandomize=True, deadline=None, max_examples=examples(25))
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(range(len(STEPS))), st.sampled_from(range(len(PATTERNS)))),
        min_size=2,
        max_size=8,
    )
)
def test_no_changes_leave_a_wrong_date_in_calendars(edits: list[tuple[int, int, int]]) -> None:
    """Any changes to any dates and to the pattern, each published: a calendar that never deletes shows the content of
    the feed, and the dates that it shows as taking place are the dates on the site.

    The site refuses a change if the present pattern has no such date, so the test leaves that change out.
    """
    days = [dt.date(2026, 12, 3) + dt.timedelta(weeks=week) for week in range(4)]
    with TemporaryDirectory() as folder:
        for path in MINIMAL.glob("*.yml"):
            (Path(folder) / path.name).write_bytes(path.read_bytes())
        site = Publisher(Path(folder))
        keepers = [Keeper(ALL), Keeper(DISCREET)]
        present: dict[dt.date, dict[str, Any]] = {}
        for number, (place, way, pattern) in itertools.chain([(0, (0, 0, 0))], enumerate(edits, 1)):
            step = STEPS[way]
            present.pop(days[place], None)
            if step:
                present[days[place]] = {"date": f"{days[place]}"} | step
            event = TEA | PATTERNS[pattern] | {"title": ("Tea", "Green tea")[number // 3 % 2]}
            made = site.publish([edited(event, {"changes": [*present.values()] or None} if pattern < 4 else {})])
            for keeper in keepers:
                keeper.refresh(made)
                assert keeper.shows() == shown(events(made[keeper.path]))
                assert [start for start, *_ in late(keeper)] == on_site(site)
                assert keeper.ghosts() == []


REST_STEPS = st.one_of(st.none(), st.tuples(st.sampled_from(range(4)), st.sampled_from(sorted(RESTS))))
SINGLE_STEPS = st.sampled_from([None, "cancelled", "moved within its week", "moved past its neighbor", "place"])


@settings(derandomize=True, deadline=None, max_examples=examples(25))
@given(st.lists(st.tuples(REST_STEPS, SINGLE_STEPS), min_size=2, max_size=6))
def test_no_changes_of_the_rest_leave_a_wrong_date_in_calendars(
    edits: list[tuple[tuple[int, str] | None, str | None]],
) -> None:
    """Any changes to the rest of a series and to one of its dates, each published."""
    days = [dt.date(2026, 12, 3) + dt.timedelta(weeks=week) for week in range(4)]
    with TemporaryDirectory() as folder:
        for path in MINIMAL.glob("*.yml"):
            (Path(folder) / path.name).write_bytes(path.read_bytes())
        site = Publisher(Path(folder))
        keepers = [Keeper(ALL), Keeper(DISCREET)]
        for rest, single in [(None, None), *edits, (None, None)]:
            changes = []
            if single and (rest is None or rest[0] > 1):
                changes.append({"date": f"{days[1]}"} | CHANGES[single])
            if rest:
                moved = {
                    key: value.replace("2026-12-10", f"{days[rest[0]]}").replace(
                        "2026-12-11", f"{days[rest[0]] + dt.timedelta(days=1)}"
                    )
                    for key, value in RESTS[rest[1]].items()
                }
                changes.append({"date": f"{days[rest[0]]}", "and_later": "yes"} | moved)
            made = site.publish(tea(*changes))
            for keeper in keepers:
                keeper.refresh(made)
                assert keeper.shows() == shown(events(made[keeper.path]))
                assert [start for start, *_ in late(keeper)] == on_site(site)
                assert keeper.ghosts() == []
