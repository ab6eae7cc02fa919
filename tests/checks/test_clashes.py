"""Two events at the same time: which pairs count as a clash, and how the check reports them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from affinity_hub import load
from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DEMO = Path(__file__).resolve().parents[2] / "examples" / "sample-district"
TEA: dict[str, Any] = {"starts": "2026-12-03 16:00", "ends": "17:30", "place": "Library"}

District = Callable[..., Path]
Find = Callable[..., list[Problem]]


def typed(*events: dict[str, Any]) -> str:
    """events.yml with these events, each with its other required keys."""
    usual = {"kind": "gathering", "open_to": "All staff."}
    rows = [{"id": f"event-{number}", "title": f"Event {number}"} | usual | keys for number, keys in enumerate(events)]
    rows = json.loads(json.dumps([{key: value for key, value in row.items() if value} for row in rows]))
    return yaml.safe_dump({"events": rows}, sort_keys=False)  # no object appears twice, so YAML writes no anchors


@pytest.fixture
def find(district: District) -> Find:
    """The clashes between the given events."""

    def found(*events: dict[str, Any], now: dt.datetime = NOW, **files: str) -> list[Problem]:
        problems = load(district(events=typed(*events), **files), now)[1]
        return [problem for problem in problems if problem.code.startswith("W43")]

    return found


def test_a_clash_of_a_changed_date_is_reported_at_its_change(find: Find) -> None:
    series = {"starts": "2026-12-03 16:00", "ends": "17:00", "repeats": "weekly", "times": 3}
    change = {"date": "2026-12-10", "place": "Gym", "facilitators": ["tea-host"]}
    other = {"starts": "2026-12-10 16:00", "ends": "17:00", "place": "Gym", "facilitators": ["tea-host"]}
    for own in ({"place": "Library"}, {}):
        found = find(other, series | own | {"changes": [change]})
        assert {problem.code for problem in found} == {"W430", "W431"}
        lines = typed(other, series | own | {"changes": [change]}).split("\n")
        for problem in found:
            assert lines[problem.position.line - 1].strip() in ("place: Gym", "- tea-host"), lines
            assert problem.position.line > lines.index("  changes:")
            assert problem.hint.startswith("Move this date, or ")


FRIDAY = {"starts": "2026-12-11 17:00", "ends": "18:00", "place": "Library", "groups": ["tea-circle"]}
WEEKLY = TEA | {"repeats": "weekly", "times": 4, "groups": ["tea-circle"]}


@pytest.mark.parametrize("more", [{}, {"title": "Cake"}, {"facilitators": ["tea-host"]}, {"and_later": "yes"}])
def test_a_clash_of_a_moved_date_is_reported_at_its_change(more: dict[str, Any], find: Find) -> None:
    series = WEEKLY | {"changes": [{"date": "2026-12-10", "starts": "2026-12-11 16:00"} | more]}
    for pair, other in (((series, FRIDAY), 1), ((FRIDAY, series), 0)):
        found = find(*pair)
        assert [problem.code for problem in found] == ["W430", "W432"]
        lines = typed(*pair).split("\n")
        for problem in found:
            assert lines[problem.position.line - 1].strip() == "starts: 2026-12-11 16:00"
            assert problem.message.startswith(f'"Event {other}" ')
            assert problem.message.endswith("at the same time: Friday 2026-12-11.")
            dates = "this date and the later dates" if "and_later" in more else "this date"
            assert problem.hint.startswith(f"Move {dates}, ")
        where = "room in the event, not in this entry:  " if "and_later" in more else "room:  "
        assert f"or name the {where}place: Library, room 2" in found[0].hint


def test_a_clash_with_a_longer_date_is_reported_at_its_end(find: Find) -> None:
    series = WEEKLY | {"changes": [{"date": "2026-12-10", "ends": "19:00"}]}
    (problem, _) = find(FRIDAY | {"starts": "2026-12-10 18:00", "ends": "20:00"}, series)
    lines = typed(FRIDAY, series).split("\n")
    assert lines[problem.position.line - 1].strip(" -") == "ends: '19:00'"


def test_a_clash_of_other_dates_too_is_reported_at_the_series(find: Find) -> None:
    series = WEEKLY | {"changes": [{"date": "2026-12-10", "starts": "2026-12-10 16:30"}]}
    lines = typed(WEEKLY, series).split("\n")
    for problem in find(WEEKLY, series):
        assert lines[problem.position.line - 1].strip() in ("place: Library", "- tea-circle")
        assert "Thursday 2026-12-10" in problem.message
        assert problem.hint.startswith("Move one of the events, ")


def test_dates_with_only_their_own_titles_cause_no_warnings_of_their_own(find: Find) -> None:
    series = {"starts": "2026-12-03 16:00", "ends": "17:00", "repeats": "weekly", "times": 4, "groups": ["tea-circle"]}
    titles = [{"date": date, "title": f"A book for {date}"} for date in ("2026-12-10", "2026-12-17")]
    assert [problem.code for problem in find(series, series | {"changes": titles})] == ["W432"]


def test_a_date_that_is_moved_onto_another_date_of_its_series_does_not_clash_with_its_series(find: Find) -> None:
    series = {"starts": "2026-12-03 16:00", "ends": "17:00", "repeats": "weekly", "times": 3, "place": "Library"}
    change = {"date": "2026-12-03", "starts": "2026-12-10 16:00", "title": "Two circles"}
    assert find(series | {"groups": ["tea-circle"], "changes": [change]}) == []


@pytest.mark.parametrize(
    "other, code",
    [
        ({"place": {"name": " library"}}, "W430"),
        ({"place": {"name": "LIBRARY", "address": "1 Oak Street"}}, "W430"),
        ({"place": "Gym", "facilitators": ["tea-host"]}, "W431"),
        ({"place": "Gym", "groups": ["tea-circle"]}, "W432"),
        ({"starts": "2026-12-03 17:29", "ends": "18:00"}, "W430"),
        ({"starts": "2026-12-03 19:00", "ends": "20:00", "zone": "America/New_York"}, "W430"),
        ({"starts": "2026-12-02 22:00", "ends": "2026-12-03 16:01"}, "W430"),
        ({"status": "tentative"}, "W430"),
        ({"hidden": "yes"}, "W430"),
    ],
)
def test_two_events_clash(other: dict[str, Any], code: str, find: Find) -> None:
    shared = {"facilitators": ["tea-host"], "groups": ["tea-circle"]}
    assert [problem.code for problem in find(TEA | shared, TEA | other)] == [code]


@pytest.mark.parametrize(
    "other",
    [
        {"starts": "2026-12-03 17:30", "ends": "18:00"},
        {"starts": "2026-12-10 16:00", "ends": "17:30"},
        {"starts": "2026-12-03 16:00", "ends": "17:30", "zone": "America/New_York"},
        {"starts": "2026-12-03", "ends": "2026-12-04"},
        {"kind": "observance"},
        {"status": "cancelled", "reason": "no room"},
        {"draft": "yes"},
        {"place": "Gym"},
        {"place": "shared after you write to us"},
        {"place": None, "online": "yes"},
        {"place": {"name": "Library", "address": "2 Elm Street"}},
    ],
)
def test_two_events_do_not_clash(other: dict[str, Any], find: Find) -> None:
    first = TEA | {"place": {"name": "Library", "address": "1 Oak Street"}}
    assert find(first, TEA | {"place": first["place"]} | other) == []


def test_places_that_are_shared_later_do_not_count_as_one_place(find: Find) -> None:
    later = TEA | {"place": "shared after you write to us"}
    assert find(later, later) == []


@pytest.mark.parametrize(
    "one, other",
    [
        (("2026-12-05 22:00", "2026-12-06 02:00"), ("2026-12-06 00:00", "00:01")),
        (("2026-11-30 22:00", "2026-12-01 22:30"), ("2026-12-01 22:00", "2026-12-02 02:00")),
        (("2026-12-03 18:00", "18:30", "America/Chicago"), ("2026-12-03 17:00", "17:30", "America/Denver")),
    ],
    ids=["into a Sunday", "into another night", "two other zones"],
)
def test_two_events_on_different_hours_of_the_week_can_clash(
    one: tuple[str, ...], other: tuple[str, ...], find: Find
) -> None:
    pair = [TEA | dict(zip(("starts", "ends", "zone"), times, strict=False)) for times in (one, other)]
    assert [problem.code for problem in find(*pair)] == ["W430"]


@pytest.mark.parametrize("start", ["15:00", "15:30"])
def test_an_event_does_not_clash_with_an_event_that_is_over(start: str, find: Find) -> None:
    hours = [("13:00", "18:00"), ("14:00", "15:00"), (start, "16:00")]
    whole, first, second = (TEA | {"starts": f"2026-12-03 {begin}", "ends": end} for begin, end in hours)
    found = find(whole, first, second)
    assert [problem.message.split('"')[1] for problem in found] == ["Event 0", "Event 0"]
    assert len({problem.position.line for problem in found}) == 2


def test_the_first_and_the_second_thursday_do_not_clash(find: Find) -> None:
    first = TEA | {"repeats": "monthly on the 1st Thursday", "until": "2027-06-30"}
    second = first | {"starts": "2026-12-10 16:00", "repeats": "monthly on the 2nd Thursday"}
    assert find(first, second) == []


@pytest.mark.parametrize("hours", [("17:30", "19:00"), ("14:00", "16:00")], ids=["follows", "goes before"])
def test_a_date_that_only_touches_another_date_is_not_named(hours: tuple[str, str], find: Find) -> None:
    series = TEA | {"repeats": "weekly", "times": "2"}
    beside = {"date": "2026-12-10", "starts": f"2026-12-10 {hours[0]}", "ends": f"2026-12-10 {hours[1]}"}
    (problem,) = find(series, series | {"changes": [beside]})
    assert problem.message.endswith("at the same time: Thursday 2026-12-03.")
    (problem,) = find(series | {"changes": [beside]}, series)
    assert problem.message.endswith("at the same time: Thursday 2026-12-03.")


def test_a_moved_date_clashes_at_its_new_time(find: Find) -> None:
    series = TEA | {"repeats": "weekly", "times": "3"}
    moved = series | {"changes": [{"date": "2026-12-10", "starts": "2026-12-11 16:00"}]}
    friday = TEA | {"starts": "2026-12-11 17:00", "ends": "18:00"}
    assert [problem.message.split("time: ")[1] for problem in find(moved, friday)] == ["Friday 2026-12-11."]
    assert find(series, friday) == []


@pytest.mark.parametrize("change", [{"skip": [{"date": "2026-12-03"}]}, {"no_school": "skip"}])
def test_a_skipped_date_does_not_clash(change: dict[str, Any], find: Find) -> None:
    closed = "no_school: [{name: Snow, starts: 2026-12-03}]"
    series = TEA | {"repeats": "weekly", "times": "3"} | change
    assert find(series, TEA, calendar=closed) == []


def test_only_future_dates_clash(find: Find) -> None:
    day_after = dt.datetime.fromisoformat("2026-12-04T00:00:00-08:00")
    assert find(TEA, TEA, now=day_after) == []
    assert len(find(TEA, TEA, now=day_after - dt.timedelta(minutes=1))) == 1


def test_three_dates_are_named_and_the_others_are_counted(find: Find) -> None:
    series = TEA | {"repeats": "weekly", "times": "7"}
    (told,) = find(series, series)
    assert told.message == (
        '"Event 0" (events.yml, line 2) is in the same place (Library) at the same time: '
        "Thursday 2026-12-03, Thursday 2026-12-10, Thursday 2026-12-17, and 4 more."
    )
    assert "place: Library, room 2" in told.hint


def test_three_dates_are_all_the_dates(find: Find) -> None:
    series = TEA | {"repeats": "weekly", "times": "3"}
    (told,) = find(series, series)
    assert told.message.endswith("time: Thursday 2026-12-03, Thursday 2026-12-10, Thursday 2026-12-17.")


@pytest.mark.parametrize("moved", [("17:30", "18:30"), ("15:00", "16:00")], ids=["begins then", "ends then"])
def test_a_date_that_begins_when_the_other_ends_is_not_named(moved: tuple[str, str], find: Find) -> None:
    series = TEA | {"repeats": "weekly", "times": "3"}
    change = {"date": "2026-12-10", "starts": f"2026-12-10 {moved[0]}", "ends": moved[1]}
    for pair in ((series, series | {"changes": [change]}), (series | {"changes": [change]}, series)):
        (told,) = find(*pair)
        assert told.message.endswith("at the same time: Thursday 2026-12-03, Thursday 2026-12-17.")


def test_two_groups_in_common_cause_one_warning(find: Find) -> None:
    groups = "groups:\n" + "".join(
        f"  - {{id: {name}, name: {name}, kind: affinity, summary: x, open_to: All.}}\n" for name in ("tea", "cake")
    )
    both = TEA | {"place": None, "online": "yes", "groups": ["tea", "cake"]}
    (told,) = find(both, both, groups=groups)
    assert "the same group (tea and cake)" in told.message
    lines = typed(both, both).splitlines()
    assert lines[told.position.line - 1].strip() == "- tea"


def test_an_event_whose_groups_are_drafts_has_no_group(find: Find) -> None:
    groups = "groups: [{id: tea, name: Tea, kind: affinity, summary: x, open_to: All., draft: yes}]"
    assert find(TEA, TEA | {"groups": ["tea"]}, groups=groups) == []


def test_the_clashes_of_a_room_end_with_a_message_about_the_limit(find: Find) -> None:
    told = find(*[TEA] * 12)
    assert len(told) == 51
    assert len([problem for problem in told if problem.message.startswith("More than 50 pairs")]) == 1


@pytest.mark.parametrize("count, more", [(50, []), (51, ["More than 50 pairs"])])
def test_fifty_clashes_of_a_room_are_all_reported(count: int, more: list[str], find: Find) -> None:
    begin = dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC)
    starts = [begin + dt.timedelta(minutes=10 * number) for number in range(count + 1)]
    short = [TEA | {"starts": f"{start:%Y-%m-%d %H:%M}", "ends": f"{end:%H:%M}"} for start, end in pairwise(starts)]
    found = find(TEA | {"starts": "2026-12-03 08:00", "ends": "20:00"}, *short)
    assert (
        len([problem for problem in found if "is in the same place (Library) at the same time" in problem.message])
        == 50
    )
    assert [problem.message[:18] for problem in found if problem.message.startswith("More")] == more


def test_the_sample_district_has_no_clashes() -> None:
    assert [problem.message for problem in load(DEMO, NOW)[1] if problem.code.startswith("W43")] == []


# --- Compared with a simple method: every pair of dates of every pair of events --------------------------------------


def plainly(hub: Hub) -> set[tuple[int, int]]:
    """The lines of two events of one group that overlap."""
    found = set()
    for event, other in combinations(hub.events, 2):
        for first in hub.schedules[event.id].occurrences:
            for second in hub.schedules[other.id].occurrences:
                overlap = first.start < second.end and second.start < first.end
                if overlap and "cancelled" not in (first.status, second.status):
                    found.add((event.position("id").line, other.position("groups", 0).line))
    return found


@st.composite
def meetings(draw: st.DrawFn) -> dict[str, Any]:
    """A short series of one group, some of whose dates are cancelled."""
    first = dt.datetime(2026, 12, 1, tzinfo=dt.UTC) + dt.timedelta(
        days=draw(st.integers(0, 6)), hours=draw(st.integers(6, 22))
    )
    end = first + dt.timedelta(minutes=draw(st.sampled_from((30, 90, 200))))
    keys: dict[str, Any] = {"starts": f"{first:%Y-%m-%d %H:%M}", "ends": f"{end:%Y-%m-%d %H:%M}"}
    every = draw(st.integers(1, 5))
    keys |= {"groups": ["tea-circle"], "repeats": f"every {every} days", "times": f"{draw(st.integers(1, 4))}"}
    gone = first + dt.timedelta(days=every * (int(keys["times"]) - 1))
    if draw(st.booleans()):
        keys["changes"] = [{"date": f"{gone:%Y-%m-%d}", "cancelled": "yes"}]
    return keys


@settings(
    derandomize=True,
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(meetings(), min_size=2, max_size=6))
def test_overlapping_dates_clash_and_other_dates_do_not(events: list[dict[str, Any]], district: District) -> None:
    hub, problems = load(district(events=typed(*events)), NOW)
    told = [problem for problem in problems if problem.code == "W432"]
    lines = {(int(told_one.message.split("line ")[1].split(")")[0]), told_one.position.line) for told_one in told}
    assert lines == plainly(hub)
    assert len(told) == len(lines)


@pytest.mark.parametrize(
    "change, where",
    [
        ({"ends": "19:30"}, "groups"),
        ({"starts": "2026-12-10 18:30", "ends": "19:30"}, "groups"),
        ({"starts": "2026-12-10 19:00", "ends": "20:00"}, ""),
        ({"starts": "2026-12-11 18:00"}, "starts"),
    ],
)
def test_a_change_is_named_only_if_the_dates_would_not_clash_without_it(
    change: dict[str, Any], where: str, district: District
) -> None:
    keys = {"groups": ["tea-circle"], "ends": "19:00"}
    others = {"starts": "2026-12-10 18:00"} if where != "starts" else {"starts": "2026-12-11 18:00"}
    series = {"starts": "2026-12-03 18:00", "repeats": "weekly", "times": "3"}
    changed = {**keys, **series, "changes": [{"date": "2026-12-10", **change}]}
    folder = district(events=typed({**keys, **others}, changed))
    hub, problems = load(folder, NOW)
    told = [problem.position for problem in problems if problem.code == "W432"]
    event, paths = hub.events[1], {"groups": ("groups", 0), "starts": ("changes", 0, "starts")}
    assert told == ([event.position(*paths[where])] if where else [])
