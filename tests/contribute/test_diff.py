"""The comment on a proposed change, and proof that no one can inject other text into it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.messages.github_markdown import LIMIT, words

if TYPE_CHECKING:
    from tests.conftest import Run

MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
Command = Callable[..., "Run"]
Diff = Callable[..., str]

SERIES = """\
events:
  - id: tea-monthly
    title: Tea Circle monthly tea
    kind: gathering
    groups: [tea-circle]
    starts: 2026-12-10 15:30
    ends: 17:00
    repeats: monthly on the 2nd Thursday
    until: 2027-06-10
"""
GROUPS = (MINIMAL / "groups.yml").read_text("utf-8")
PEOPLE = (MINIMAL / "facilitators.yml").read_text("utf-8")


@pytest.fixture
def diff(tmp_path: Path, run: Command) -> Diff:
    """The comment on a change. Each keyword is a data file before and after the change."""

    def compare(**files: tuple[str, str]) -> str:
        for side, folder in enumerate((tmp_path / "old", tmp_path / "new")):
            shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
            for name, texts in files.items():
                (folder / f"{name}.yml").write_text(texts[side], "utf-8")
        done = run("diff", tmp_path / "old", tmp_path / "new", "--today", "2026-11-23")
        assert (done.status, done.err) == (0, "")
        return done.out

    return compare


def lines(text: str) -> list[str]:
    return [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()]


NO_DATE = f"{SERIES.partition('    starts')[0]}    starts: to be announced\n"
ONE_DATE = SERIES.partition("    repeats")[0]
ENDLESS = SERIES.replace("    until: 2027-06-10\n", "")

CASES: dict[str, tuple[Callable[[str], str], str]] = {
    "another time": (
        lambda text: text.replace("15:30", "16:00").replace("17:00", "17:30"),
        (
            "7 dates move from 15:30 to 16:00 (Thursday 2026-12-10, Thursday 2027-01-14, Thursday 2027-02-11, "
            "Thursday 2027-03-11, Thursday 2027-04-08, "
            "Thursday 2027-05-13, Thursday 2027-06-10)"
        ),
    ),
    "a different end": (
        lambda text: text.replace("17:00", "17:30").replace("2027-06-10", "2027-01-31"),
        (
            "2 dates move from 15:30–17:00 to 15:30–17:30 (Thursday 2026-12-10, Thursday 2027-01-14); "
            "Thursday 2027-02-11, Thursday 2027-03-11, Thursday 2027-04-08, Thursday 2027-05-13, and Thursday "
            "2027-06-10 removed"
        ),
    ),
    "one cancelled, one moved": (
        lambda text: (
            text + "    changes:\n      - {date: 2026-12-10, cancelled: yes, reason: snow}\n"
            "      - {date: 2027-01-14, starts: 2027-01-15 15:30}\n"
        ),
        "Thursday 2026-12-10 cancelled (snow); Thursday 2027-01-14 moves to Friday 2027-01-15, 15:30–17:00",
    ),
    "one elsewhere": (
        lambda text: (
            text + "    changes:\n      - {date: 2026-12-10, place: Gym, title: Tea and cake}\n"
            "      - {date: 2027-01-14, online: yes}\n      - {date: 2027-02-11, online: yes}\n"
        ),
        (
            "Thursday 2026-12-10 has the title “Tea and cake” and the place “Gym” of its own; "
            "2 dates are online (Thursday 2027-01-14, Thursday 2027-02-11)"
        ),
    ),
    "two postponed": (
        lambda text: (
            text + "    changes:\n      - {date: 2026-12-10, starts: to be announced, reason: snow}\n"
            "      - {date: 2027-01-14, starts: to be announced, reason: snow}\n"
        ),
        "Thursday 2026-12-10 and Thursday 2027-01-14 postponed (snow)",
    ),
    "all of it postponed": (
        lambda text: text + "    status: postponed\n    reason: snow\n",
        "the whole event is postponed (snow)",
    ),
    "a date left out": (
        lambda text: text + "    skip: [{date: 2027-05-13, reason: a concert}]\n",
        "Thursday 2027-05-13 left out (a concert)",
    ),
    "another day of the week": (
        lambda text: text.replace("2nd Thursday", "2nd Tuesday").replace("12-10 15", "12-08 15"),
        (
            "7 dates move to another day (Thursday 2026-12-10 to Tuesday 2026-12-08, Thursday 2027-01-14 to Tuesday "
            "2027-01-12, Thursday 2027-02-11 to Tuesday 2027-02-09, "
            "Thursday 2027-03-11 to Tuesday 2027-03-09, Thursday 2027-04-08 to Tuesday 2027-04-13, Thursday "
            "2027-05-13 to Tuesday 2027-05-11, "
            "Thursday 2027-06-10 to Tuesday 2027-06-08)"
        ),
    ),
    "more dates": (lambda text: text.replace("2027-06-10", "2027-07-31"), "1 new date (Thursday 2027-07-08)"),
    "a date that is added as postponed": (
        lambda text: (
            text.replace("2027-06-10", "2027-07-31")
            + "    changes: [{date: 2027-07-08, starts: to be announced, reason: heat}]\n"
        ),
        "1 new date (Thursday 2027-07-08), which is postponed (heat)",
    ),
    "two dates that are added, one of them cancelled": (
        lambda text: (
            text.replace("2027-06-10", "2027-08-31")
            + "    changes: [{date: 2027-07-08, cancelled: yes, reason: heat}]\n"
        ),
        "1 new date (Thursday 2027-08-12); 1 new date (Thursday 2027-07-08), which is cancelled (heat)",
    ),
    "all of it": (
        lambda text: text + "    status: cancelled\n    reason: nobody can come\n",
        "the whole event is cancelled (nobody can come)",
    ),
}


def test_nobody_counts_the_dates_of_a_series_without_an_end(diff: Diff) -> None:
    told = [
        lines(diff(events=texts))[2]
        for texts in [("events: []\n", ENDLESS), (SERIES, ENDLESS), (ENDLESS, "events: []\n")]
    ]
    assert (
        told[0]
        == "Tea Circle monthly tea: new: repeats without an end; the first date is Thursday 2026-12-10, 15:30–17:00"
    )
    assert told[1].startswith("Tea Circle monthly tea: new dates without an end (Thursday 2027-07-08, ")
    assert told[1].endswith("2028-02-10, and so on)")
    assert told[2] == "Tea Circle monthly tea: no longer listed, with dates to come"


@pytest.mark.parametrize(
    "old, new, begins, ends",
    [
        (
            "15:30",
            "16:00",
            "the dates move from 15:30–17:00 to 16:00–17:00 (Thursday 2026-12-10, ",
            "07-08, and so on)",
        ),
        ("2026-12-10", "2027-01-14", "Thursday 2026-12-10 removed", ""),
        ("2nd Thursday", "2nd and 4th Thursday", "new dates without an end (Thursday 2026-12-24, ", ", and so on)"),
        ("2nd Thursday\n", "2nd Thursday\n    skip: [{date: 2027-01-14}]\n", "Thursday 2027-01-14 left out", ""),
        (
            "2nd Thursday\n",
            "2nd Thursday\n    until: 2027-02-11\n",
            "Thursday 2027-03-11, ",
            "Thursday 2027-10-14, and so on removed",
        ),
    ],
)
def test_changes_of_a_series_without_an_end_name_its_first_dates(
    old: str, new: str, begins: str, ends: str, diff: Diff
) -> None:
    told = lines(diff(events=(ENDLESS, ENDLESS.replace(old, new))))[2].removeprefix("Tea Circle monthly tea: ")
    assert told.startswith(begins)
    assert told.endswith(ends or begins)


REST = (
    "Thursday 2027-01-14, Thursday 2027-02-11, Thursday 2027-03-11, Thursday 2027-04-08, Thursday 2027-05-13, "
    "Thursday 2027-06-10, Thursday 2027-07-08, Thursday 2027-08-12, and so on"
)


def cancelled_from(day: str, more: str = "") -> str:
    return f"{ENDLESS}    changes: [{{date: {day}, and_later: yes, cancelled: yes, reason: snow}}{more}]\n"


@pytest.mark.parametrize(
    "old, new, said",
    [
        (ENDLESS, cancelled_from("2027-01-14"), f"{REST} cancelled (snow)"),
        (cancelled_from("2027-01-14"), ENDLESS, f"the dates take place after all ({REST})"),
        (cancelled_from("2027-02-11"), cancelled_from("2027-01-14"), "Thursday 2027-01-14 cancelled (snow)"),
        (cancelled_from("2027-01-14"), cancelled_from("2027-02-11"), "Thursday 2027-01-14 takes place after all"),
        (SERIES, cancelled_from("2027-06-10"), "Thursday 2027-06-10 cancelled (snow)"),
        ("events: []\n", cancelled_from("2027-01-14"), "new: Thursday 2026-12-10, 15:30–17:00"),
        ("events: []\n", f"{SERIES}    status: cancelled\n", "new, but all its dates are cancelled"),
    ],
)
def test_the_end_of_a_series_is_described_once(old: str, new: str, said: str, diff: Diff) -> None:
    assert lines(diff(events=(old, new)))[2] == f"Tea Circle monthly tea: {said}"


POSTPONED = "    status: postponed\n"
BOTH = "{date: 2026-12-10, cancelled: yes}, {date: 2026-12-17, cancelled: yes}"


@pytest.mark.parametrize(
    "old, new, said",
    [
        (NO_DATE, ONE_DATE, "now has a date: Thursday 2026-12-10, 15:30–17:00"),
        (NO_DATE + POSTPONED, ONE_DATE + POSTPONED, "now has a date, but it is postponed"),
        (
            NO_DATE,
            f"{ONE_DATE}    repeats: weekly\n    times: 2\n    changes: [{BOTH}]\n",
            "now has dates, but they are cancelled",
        ),
    ],
)
def test_the_first_date_of_an_event_is_described_with_its_status(old: str, new: str, said: str, diff: Diff) -> None:
    assert lines(diff(events=(old, new)))[2] == f"Tea Circle monthly tea: {said}"


def test_a_series_that_moves_and_then_ends_has_no_new_dates_that_are_cancelled(diff: Diff) -> None:
    moved = "{date: 2027-01-14, and_later: yes, starts: 2027-01-15 15:30}"
    told = lines(diff(events=(ENDLESS, cancelled_from("2027-03-19", f", {moved}"))))[2]
    assert told.endswith("and so on removed; 2 new dates (Friday 2027-01-15, Friday 2027-02-19)")
    assert "cancelled" not in told


def test_a_date_that_is_added_to_a_cancelled_event_is_described_as_cancelled(diff: Diff) -> None:
    old = SERIES + "    status: cancelled\n    reason: heat\n"
    told = lines(diff(events=(old, old.replace("2027-06-10", "2027-07-31"))))
    assert told[2] == "Tea Circle monthly tea: 1 new date (Thursday 2027-07-08), which is cancelled (heat)"


@pytest.mark.parametrize("case", CASES)
def test_changed_dates_are_described_in_plain_words(case: str, diff: Diff) -> None:
    change, said = CASES[case]
    told = lines(diff(events=(SERIES, change(SERIES))))
    assert told[:3] == ["**Dates**", "Tea Circle", f"Tea Circle monthly tea: {said}"]


def test_the_comment_says_that_other_subscribers_see_no_change(diff: Diff) -> None:
    told = lines(diff(events=(SERIES, SERIES.replace("15:30", "16:00"))))
    assert told[-3:] == [
        "**Calendars**",
        (
            "Subscribers to these calendars see a change: all events, Tea Circle, Tea Circle (discreet), Gatherings of "
            "all groups, and Tea Circle monthly tea (this event only)."
        ),
        "No other subscriber sees a change.",
    ]


def test_the_same_data_written_in_another_way_changes_nothing(diff: Diff) -> None:
    other = "# a note\n" + SERIES.replace("15:30", "3:30 PM").replace("[tea-circle]", "\n      - tea-circle")
    assert diff(events=(SERIES, other)) == "Nothing changes for people: no page, date, or calendar will be different.\n"


def test_new_renamed_and_moved_pages_and_texts_are_reported_by_key(diff: Diff) -> None:
    new = GROUPS.replace("id: tea-circle", "id: chai-circle\n    was: [tea-circle]").replace(
        "name: Tea Circle", "name: Chai Circle"
    )
    new += "  - {id: knitters, name: Knitters, kind: affinity, summary: Wool., open_to: All.}\n"
    events = (SERIES, SERIES.replace("[tea-circle]", "[chai-circle]"))
    told = lines(diff(groups=(GROUPS, new), events=events))
    assert "1 new group page: Knitters" in told
    assert "Renamed: group Tea Circle is now Chai Circle" in told
    assert "Moved: /groups/tea-circle/ is now /groups/chai-circle/, and the old address leads there" in told
    assert not [line for line in told if "Texts" in line]


def test_a_new_id_is_not_a_change_of_the_texts_that_refer_to_it(diff: Diff) -> None:
    old = """\
stakeholders: [{id: staff, name: Staff}]
findings: [{id: rooms, need: More rooms., heard_from: [staff]}]
measures: [{id: whole, title: Whole}, {id: part, title: Part, part_of: [whole], out_of: whole}]
"""
    new = old.replace("{id: staff,", "{id: crew, was: [staff],").replace("[staff]}", "[crew]}")
    new = new.replace("{id: whole,", "{id: total, was: [whole],").replace("part_of: [whole]", "part_of: [total]")
    told = lines(diff(progress=(old, new.replace("out_of: whole", "out_of: total"))))
    assert not [line for line in told if "heard_from" in line or "part_of" in line or "out_of" in line]
    assert not [line for line in told if "Texts" in line]


def test_private_changes_are_counted_and_never_described(diff: Diff) -> None:
    secret = PEOPLE.replace("role:", "name: Zebulon Quux\n    role:", 1)
    drafts = GROUPS + "  - {id: secret-group, draft: yes, name: Secret, kind: affinity, summary: S., open_to: S.}\n"
    told = diff(facilitators=(PEOPLE, secret), groups=(GROUPS, drafts))
    assert lines(told) == [
        "**Calendars**",
        "No subscriber sees a change.",
        "**Elsewhere**",
        "2 changes that the public does not see.",
    ]


def test_changes_that_lists_do_not_show_are_counted_too(diff: Diff) -> None:
    hidden = SERIES.replace("title:", "hidden: yes\n    was: [old-tea]\n    title:")
    assert lines(diff(events=(hidden, hidden.replace("15:30", "16:00")))) == [
        "**Calendars**",
        "No subscriber sees a change.",
        "**Elsewhere**",
        "1 change on unlisted pages.",
    ]


def test_a_consent_that_begins_is_reported_without_the_name(diff: Diff) -> None:
    named = "name: Zebulon Quux\n    consent: {name: public, given_on: 2026-09-01}\n    role:"
    told = diff(facilitators=(PEOPLE, PEOPLE.replace("role:", named, 1)))
    assert "the name is shown, with recorded consent" in told
    assert "Zebulon" not in told


def test_data_with_errors_gets_an_answer_and_is_not_expanded(diff: Diff) -> None:
    told = diff(events=(SERIES, SERIES.replace("15:30", "25:30").replace("gathering", "'@all'")))
    assert told.startswith("**The changed data has 2 errors.**")
    assert "`affinity-hub check` says where" in told
    assert "(at)all" in told


def test_a_missing_folder_is_a_usage_error(run: Command, tmp_path: Path) -> None:
    done = run("diff", tmp_path / "none", MINIMAL)
    assert (done.status, done.out) == (2, "")


# --- Nothing but words -----------------------------------------------------------------------------------------------

HOSTILE = [
    "@octocat @org/team",
    "fixes #1, closes octo/repo#2, GH-3",
    "[free](https://evil.example) ![x](http://evil.example/x.png)",
    "<img src=x onerror=alert(1)><!-- x --></details>",
    "http://evil.example www.evil.example mailto:a@evil.example javascript://evil",
    "```\nmermaid\n``` ~~~ `code` $\\href{x}{y}$ | table |",
    "&#64;octocat &commat;octocat \\@octocat",
    "\u202egnirts\u202c \u2066x\u2069 \ufeff\u200b\x00\x1b[31m",
    "::set-output name=x::y ${{ github.token }}",
    "0123456789abcdef0123456789abcdef01234567",
    "**bold** _emphasis_ __both__ # heading\n# heading\n- list\n> quote\n===",
]
# The result of `words` must contain none of these characters, because each can have a special meaning on GitHub.
MEANINGFUL = re.compile(
    r"[@<>\[\]`\\#&$~|*]|://|www\.|(?i:gh-\d)|\b[0-9a-f]{7,40}\b|(?<!\w)_|[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_plain_words(text: str, diff: Diff) -> None:
    assert not MEANINGFUL.search(words(text, 1000))
    assert not MEANINGFUL.search(words("".join(f"{sign}{text}" for sign in "&#\\:[<"), 4000))


def test_a_hostile_change_does_not_alter_the_structure_of_the_comment(diff: Diff) -> None:
    name = '"' + " ".join(HOSTILE[:3]).replace('"', "")[:110] + '"'
    told = diff(groups=(GROUPS, GROUPS.replace("name: Tea Circle", f"name: {name}")))
    assert not MEANINGFUL.search(re.sub(r"^\*\*\w+\*\*$", "", told, flags=re.MULTILINE).replace("\n", ""))


def test_a_change_of_everything_fits_into_a_comment(diff: Diff) -> None:
    many = "events:\n" + "".join(
        f"  - {{id: e{n}, title: {'Ümläut ' * 14}{n}, kind: gathering, starts: 2027-01-05}}\n" for n in range(400)
    )
    told = diff(events=(SERIES, many))
    assert len(told.encode()) <= LIMIT + 200
    assert "more lines. See the changed files" in told


def test_a_restored_date_is_reported_too(diff: Diff) -> None:
    changes = (
        "    changes:\n      - {date: 2026-12-10, place: Gym}\n      - {date: 2027-01-14, starts: to be announced}\n"
    )
    told = lines(diff(events=(SERIES + changes, SERIES)))
    assert told[2] == (
        "Tea Circle monthly tea: Thursday 2026-12-10 has the usual place again; Thursday 2027-01-14 takes place "
        "after all"
    )
    later = changes.replace("to be announced", "2027-01-21 15:30")
    told = lines(diff(events=(SERIES + changes, SERIES + later)))
    assert told[2] == "Tea Circle monthly tea: Thursday 2027-01-14 takes place on Thursday 2027-01-21, 15:30–17:00"
