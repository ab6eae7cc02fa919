"""Every problem of a folder is reported in one run, independent of other problems, and each mistake only once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load
from affinity_hub.core.problems import DataError, errors

from tests.conftest import NOW

MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
GROUP = """\
  - id: {id}
    name: {name}
    kind: networking
    summary: We meet.
    open_to: All staff.
"""
EVENT = """\
  - id: {id}
    title: Tea
    kind: gathering
    groups: [{groups}]
    starts: 2027-01-21
"""


def codes(folder: Path) -> list[tuple[str, str, int]]:
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    wrong = (problem for problem in raised.value.problems if problem.severity == "error")
    return [(problem.code, problem.position.file, problem.position.line) for problem in wrong]


def groups(*names: str) -> str:
    return "groups:\n" + "".join(GROUP.format(id=name.lower().split(":")[0], name=name) for name in names)


def test_one_mistake_in_each_file_is_reported_in_one_run(district: Callable[..., Path]) -> None:
    events = "events:\n" + EVENT.format(id="one", groups="nobody") + EVENT.format(id="two", groups="bees")
    folder = district(
        groups=groups("Ants", "Bees: and wasps", "Cats") + "    kind: x\n",
        events=events,
        partners="partners:\n  - id: library\n    name: Library\n    kind: comunity\n",
        hub=(MINIMAL / "hub.yml").read_text("utf-8").replace("name:", "nme:", 1),
    )
    found = codes(folder)
    assert {(code, file) for code, file, _ in found} == {
        ("E202", "hub.yml"),
        ("E013", "groups.yml"),
        ("E011", "groups.yml"),
        ("E403", "events.yml"),
        ("E203", "partners.yml"),
    }


def test_a_record_with_an_error_is_not_missing(district: Callable[..., Path]) -> None:
    folder = district(
        groups=groups("Ants", "Bees").replace("kind: networking", "kind: yoga", 1),
        events="events:\n" + EVENT.format(id="one", groups="ants, bees"),
    )
    assert codes(folder) == [("E203", "groups.yml", 4)]


def test_an_error_in_one_record_hides_no_problem_in_others(district: Callable[..., Path]) -> None:
    twice = groups("Ants", "Bees", "Bees") + "    colour: red\n"
    folder = district(
        groups=twice.replace("kind: networking", "kind: yoga", 1), events="events:\n" + EVENT.format(id="a", groups="")
    )
    assert {problem[0] for problem in codes(folder)} >= {"E203", "E202"}
    folder = district(groups=groups("Ants", "Bees", "Bees").replace("kind: networking", "kind: yoga", 1))
    assert {problem[0] for problem in codes(folder)} >= {"E203", "E401"}


def test_a_wrong_setting_does_not_make_a_mailbox_wrong(district: Callable[..., Path]) -> None:
    hub = (MINIMAL / "hub.yml").read_text("utf-8").replace("url: ", "url: x ", 1)
    folder = district(hub=hub, groups=groups("Tea-Circle") + "    join: {contact: tea@elsewhere.example}\n")
    assert [problem[0] for problem in codes(folder)] == ["E116"]


def test_a_missing_end_hides_no_mistake_in_the_rule(district: Callable[..., Path]) -> None:
    event = EVENT.format(id="tea", groups="").replace("2027-01-21", "2027-01-21 16:00") + "    repeats: fortnightly\n"
    assert codes(district(events="events:\n" + event)) == [("E310", "events.yml", 6), ("E301", "events.yml", 7)]


SLIPS = (
    ("    title: Tea\n", "    title Tea\n", 1),
    ("    title: Tea\n", "    title: Tea: with cake\n", 1),
    ("    title: Tea\n", "title: Tea\n", 1),
    ("    title: Tea\n    kind: gathering\n", "title: Tea\nkind: gathering\n", 2),
    ("  - id: two\n", "  -id: two\n", 1),
    ("  - id: two\n", "  \u2022 id: two\n", 1),
    ("  - id: two\n", "  \u2013 id: two\n", 1),
    ("  - id: two\n", "    id: two\n", 1),
)


@pytest.mark.parametrize("right,typed,number", SLIPS)
def test_several_lines_that_are_not_yaml_are_reported_in_one_run(
    right: str, typed: str, number: int, district: Callable[..., Path]
) -> None:
    entries = "".join(EVENT.format(id=name, groups="bees") for name in ("one", "two", "three"))
    first = entries[: entries.index("  - id: two")]
    second = entries[len(first) :].replace(right, typed, 1)
    slip = EVENT.format(id="zero", groups="bees").replace("Tea", "Coffee: without cake")
    last = slip.replace("zero", "four").replace("Coffee", "Juice").replace("kind: gathering", "kind: nonsense")
    folder = district(groups=groups("Bees"), events=f"events:\n{slip}{first}{second}{last}")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    wrong = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert len(wrong) == number + 3, wrong
    lines = (folder / "events.yml").read_text("utf-8").split("\n")
    for problem in wrong:
        if problem.fix and problem.fix.column == 1:
            lines[problem.fix.line - 1] = problem.fix.text
    (folder / "events.yml").write_text("\n".join(lines), "utf-8")
    assert codes(folder) == [("E203", "events.yml", len(lines) - 3)]
    assert "\n".join(lines).count("\n  - id: ") == 5


def test_an_id_that_is_typed_twice_does_not_begin_an_entry(district: Callable[..., Path]) -> None:
    typed = EVENT.format(id="one", groups="bees").replace("    kind", "    id: other\n    kind")
    folder = district(groups=groups("Bees"), events=f"events:\n{typed}")
    assert codes(folder) == [("E011", "events.yml", 4)]


def test_each_wrong_entry_of_a_list_is_reported_in_one_run(district: Callable[..., Path]) -> None:
    folder = district(
        groups=groups("Bees"), events="events:\n" + EVENT.format(id="one", groups="Bees, A b c, bees, Ants!")
    )
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    offered = [(problem.code, problem.fix.text) for problem in raised.value.problems if problem.fix]
    assert offered == [("E105", "bees"), ("E105", "a-b-c"), ("E105", "ants")]


def test_a_name_in_place_of_an_id_gets_the_id_as_advice(district: Callable[..., Path]) -> None:
    named = groups("Bees").replace(
        "name: Bees", "name: Bees of the Valley\n    short_name: BoV\n    aliases: [Hive, Comb]"
    )
    for typed in ("BoV", "Hive", "Comb", "Bees of the Valley"):
        folder = district(groups=named, events="events:\n" + EVENT.format(id="one", groups=typed))
        with pytest.raises(DataError) as raised:
            load(folder, NOW)
        assert [problem.hint for problem in raised.value.problems] == ["Write:  bees"]


CALENDAR = """\
no_school:
  - {name: Spring break, starts: 2026-04-06, ends: 2026-04-10}
  - {name: Spring break, starts: 2027-04-05, ends: 2027-04-09}
  - {name: Labor Day, starts: 2027-09-06}
"""


@pytest.mark.parametrize(
    "typed,told",
    [
        ("spring break", "calendar.yml has “Spring break”: 2027-04-05 to 2027-04-09."),
        ("[Spring Break week]", "calendar.yml has “Spring break”: 2027-04-05 to 2027-04-09."),
        ("[{date: the spring recess}]", "calendar.yml has “Spring break”: 2027-04-05 to 2027-04-09."),
        ("[{date: labor day}]", "calendar.yml has “Labor Day”: 2027-09-06."),
        ("[2027-02-04 to 2027-02-18]", "An entry leaves out one date. From 2027-02-04 to 2027-02-18, write"),
        ("[2027-02-04 and 2027-02-18]", "Write an entry for each date that is meant:\n  - {date: 2027-02-04}\n  - {"),
        ("[in winter]", "Write:  {date: …}\nFor `date`: Write the year, the month, and the day in digits:  YYYY-MM-DD"),
    ],
)
@pytest.mark.parametrize("no_school", ["skip", "keep"])
def test_words_in_place_of_a_skipped_date_lead_to_the_named_days(
    typed: str, told: str, no_school: str, district: Callable[..., Path]
) -> None:
    series = f"    repeats: weekly on Thursday\n    until: 2027-12-16\n    no_school: {no_school}\n    skip: {typed}\n"
    folder = district(
        groups=groups("Bees"), events="events:\n" + EVENT.format(id="one", groups="bees") + series, calendar=CALENDAR
    )
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    (problem,) = raised.value.problems
    assert problem.hint.startswith(told)
    assert not problem.fix
    if "calendar.yml" in told:
        assert ("Delete this entry" in problem.hint) == (no_school == "skip")


@pytest.mark.parametrize(
    "typed,right",
    [
        ("groups: [bees]\n", "    groups: [bees]\n"),
        ("clock_hours: 2\n", "    clock_hours: 2\n"),
    ],
)
def test_a_last_line_in_the_first_column_belongs_to_the_entry(
    typed: str, right: str, district: Callable[..., Path]
) -> None:
    entry = EVENT.format(id="one", groups="bees").replace(right, "")
    folder = district(groups=groups("Bees"), events=f"events:\n{entry}{typed}")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    (problem,) = errors(raised.value.problems)
    assert problem.fix
    assert (problem.hint, f"{problem.fix.text}\n") == ("Begin the line with 4 spaces.", right)
    load(district(groups=groups("Bees"), events=f"events:\n{entry}{right}"), NOW)


def test_a_list_without_its_colon_is_not_a_note(district: Callable[..., Path]) -> None:
    folder = district(groups=groups("Bees"), events="# Notes.\nevents\n" + EVENT.format(id="one", groups="bees"))
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    (problem,) = errors(raised.value.problems)
    assert problem.hint == "Write:  events:"


def test_a_semicolon_after_a_key_is_not_part_of_the_text(district: Callable[..., Path]) -> None:
    typed = EVENT.format(id="one", groups="bees").replace("title:", "title;")
    folder = district(groups=groups("Bees"), events=f"events:\n{typed}")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    assert [problem.hint for problem in errors(raised.value.problems)] == ["Write:  title: Tea"]


def test_midnight_after_a_changed_date_is_on_the_day_after_it(district: Callable[..., Path]) -> None:
    series = (
        "    repeats: weekly on Thursday\n    until: 2027-12-16\n    changes: [{date: 2027-02-18, ends: midnight}]\n"
    )
    typed = EVENT.format(id="one", groups="bees").replace("2027-01-21", "2027-01-21 20:00\n    ends: 21:00") + series
    folder = district(groups=groups("Bees"), events=f"events:\n{typed}")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    (problem,) = errors(raised.value.problems)
    assert problem.hint.endswith("  2027-02-19 00:00")


def test_stars_in_place_of_dashes_become_dashes(district: Callable[..., Path]) -> None:
    typed = EVENT.format(id="one", groups="bees").replace("[bees]", "\n      * bees\n      * ants")
    folder = district(groups=groups("Bees", "Ants"), events=f"events:\n{typed}")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    assert [problem.hint for problem in errors(raised.value.problems)] == ["Write:  - bees", "Write:  - ants"]
