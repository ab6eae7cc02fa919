"""Answers to forms name the form's fields, never YAML, and every advised value is accepted in that field."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.reference import proposal_forms
from affinity_hub.reference.proposal_forms import NAMES

if TYPE_CHECKING:
    from tests.conftest import Run

DATA = Path(__file__).parents[1] / "forms" / "data"
Command = Callable[..., "Run"]
# Correct answers for each form.
RIGHT = {
    "add-event": {
        "title": "Open house",
        "kind": "gathering",
        "owner": "knitters",
        "date": "2027-04-15",
        "start": "4:00 pm",
        "end": "5:30 pm",
        "online": "no",
        "repeats": "weekly on Thursday",
        "until": "2027-06-10",
    },
    "cancel-or-move": {
        "event": "tea-monthly",
        "date": "2027-02-11",
        "what": "It moves to another day or time",
        "reach": "Only this date",
        "new_date": "2027-02-18",
        "new_start": "4:00 pm",
        "new_end": "5:30 pm",
    },
    "new-group": {
        "name": "Chess",
        "kind": "networking",
        "status": "active",
        "summary": "Chess.",
        "open_to": "All staff.",
    },
    "fix-a-mistake": {"entry": "tea-evening", "part": "In one sentence", "text": "Tea."},
    "become-a-facilitator": {"role": "tea-host"},
    "add-opportunity": {"title": "Mentoring", "kind": "mentoring", "owner": "knitters", "open_to": "All staff."},
    "confirm": {"group": "knitters"},
}
LONG = "Tea and talk. " * 60
MEETING = "Join at https://us02web.zoom.us/j/12345678901"
# Wrong answers for each field that takes text, each with one problem.
WRONG: dict[tuple[str, str], tuple[str, ...]] = {
    ("add-event", "title"): ("", LONG, "Tea\nand talk"),
    ("add-event", "owner"): ("Knitter", "nobody we know"),
    ("add-event", "date"): (
        "4/15/2027",
        "4/5/2027",
        "2027-4-15",
        "15 April 2027",
        "2027-02-30",
        "tba",
        "2027-13-01",
        "soon",
    ),
    ("add-event", "start"): ("4.30pm", "16", "noon", "24:00", "2027-04-15 16:00", "25:00", "later"),
    ("add-event", "end"): ("4.30pm", "24:00", "3:00 pm", "2027-04-15", "4/16/2027", "17h"),
    ("add-event", "repeats"): (
        *(
            "every Thursday but the last",
            "every Thursday except holidays",
            "Thursdays",
            "every 2nd Thursday",
            "biweekly",
        ),
        *("every Friday", "twice a month", "Thursdays in October", "1. Donnerstag", "weekly on the 3rd Thursday"),
        *("Thursdays until June", "weekly on Friday", "monthly on the 2nd Thursday", "every Thursday of even weeks"),
    ),
    ("add-event", "until"): ("6/10/2027", "June 10, 2027", "2026-06-10", "2027-06-31"),
    ("add-event", "place"): (LONG, MEETING),
    ("add-event", "summary"): (LONG, MEETING),
    ("add-event", "open_to"): (LONG, "Write to jane.doe@gmail.com"),
    ("add-event", "details"): ("Tea. " * 5000, MEETING, "Call 253-555-0123."),
    ("cancel-or-move", "event"): ("tea month", "nothing known"),
    ("cancel-or-move", "date"): ("2/11/2027", "2027-02-12", "2020-02-13", "2027-02-30", "February 11"),
    ("cancel-or-move", "new_date"): ("2/18/2027", "2027-02-30", "2027-02-18 16:00", "Feb 18"),
    ("cancel-or-move", "new_start"): ("4.30pm", "24:00", "2027-02-18 16:00", "at four"),
    ("cancel-or-move", "new_end"): ("4.30pm", "24:00", "3:00 pm", "2027-02-18", "2/18/2027 5:30 pm"),
    ("cancel-or-move", "reason"): (LONG, MEETING),
    ("new-group", "name"): ("Tea Circle", LONG),
    ("new-group", "short_name"): (LONG,),
    ("new-group", "summary"): (LONG, "Tea\nand talk"),
    ("new-group", "open_to"): (LONG,),
    ("new-group", "contact"): ("write to us", "jane.doe@gmail.com", "www.example.org/join", "affinity at example.org"),
    ("new-group", "meets"): (LONG,),
    ("new-group", "purpose"): (MEETING,),
    ("fix-a-mistake", "entry"): ("tea evenin", "nothing known"),
    ("fix-a-mistake", "text"): (LONG, "Tea\nand talk", MEETING),
    ("cancel-or-move", "new_title"): (LONG, "Tea\nand talk"),
    ("cancel-or-move", "new_place"): (LONG,),
    ("cancel-or-move", "new_facilitator"): ("Knitter", "nobody we know"),
    ("cancel-or-move", "new_details"): ("Call 253-555-0123.", MEETING),
    ("fix-a-mistake", "source"): (),
    ("become-a-facilitator", "role"): ("",),
    ("become-a-facilitator", "question"): (),
    ("add-opportunity", "title"): ("", LONG),
    ("add-opportunity", "owner"): ("Knitter", "nobody we know"),
    ("add-opportunity", "open_to"): ("", LONG),
    ("add-opportunity", "summary"): (LONG, MEETING),
    ("add-opportunity", "apply_by"): ("3/31/2027", "2027-02-30", "soon"),
    ("add-opportunity", "starts"): ("4/15/2027", "2027-13-01"),
    ("add-opportunity", "ends"): ("6/10/2027", "later"),
    ("add-opportunity", "commitment"): (LONG,),
    ("add-opportunity", "contact"): ("jane.doe@gmail.com", "www.example.org/join"),
    ("add-opportunity", "url"): ("www.example.org/page", "https://us02web.zoom.us/j/12345678901"),
    ("add-opportunity", "details"): ("Call 253-555-0123.",),
    ("confirm", "group"): ("", "Knitter", "nobody we know"),
}


def body(form: str, given: dict[str, str]) -> str:
    """The text of an issue with these answers."""
    parts = []
    for field in proposal_forms.fields(form):
        text = "- [X] Yes." if field.kind == "checkboxes" else given.get(field.id) or "_No response_"
        parts.append(f"### {field.label}\n\n{text}\n")
    return "\n".join(parts)


def answered(run: Command, folder: Path, form: str, given: dict[str, str]) -> tuple[int, str]:
    """The status and the answer to a form; the data stays as it was."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(DATA, data)
    (folder / "body.md").write_text(body(form, given), "utf-8")
    done = run("apply-form", folder / "body.md", data, "--form", form)
    assert done.err == ""
    return done.status, done.out


def advised(form: str, answer: str) -> list[dict[str, str]]:
    """Each piece of advice in an answer: the values to write, by the ids of their fields."""
    ids = {field.label: field.id for field in proposal_forms.fields(form)}
    found = []
    for line in answer.splitlines():
        own = re.match(r"- (?:“([^”]+)” and )?“([^”]+)”: ", line)
        rest = line[own.end() :] if own else line
        for part in re.findall(
            r"[Ww]rite `[^`]+` in the field “[^”]+”(?:, and write `[^`]+` in the field “[^”]+”)*", rest
        ):
            pairs = re.findall(r"`([^`]+)` in the field “([^”]+)”", part)
            found.append({ids[label]: value for value, label in pairs})
            rest = rest.replace(part, "")
        if own:
            found += [{ids[own[2]]: value} for value in re.findall(r"`([^`]+)`", rest)]
    return found


def test_every_field_that_takes_text_has_wrong_answers() -> None:
    asked = {(form, f.id) for form in NAMES for f in proposal_forms.fields(form) if f.kind in ("input", "textarea")}
    assert asked == WRONG.keys()


CASES = [(form, name, text) for (form, name), texts in WRONG.items() for text in texts]


@pytest.mark.parametrize("form, name, text", CASES, ids=[f"{f}-{n}-{t[:20]}" for f, n, t in CASES])
def test_values_that_an_answer_advises_are_accepted(
    form: str, name: str, text: str, tmp_path: Path, run: Command
) -> None:
    given = RIGHT[form] | {name: text}
    if name == "start":  # midnight moves the date to another weekday
        given = {key: value for key, value in given.items() if key not in ("repeats", "until")}
    status, answer = answered(run, tmp_path, form, given)
    assert status == 1, answer
    labels = {field.id: field.label for field in proposal_forms.fields(form)}
    assert f"“{labels[name]}”" in answer
    keys = "starts|ends|repeats|until|times|skip|no_school|changes|contact|join|online|place|title|date|reason"
    assert not re.search(rf"\b(?:{keys}): ?\S|`(?:{keys})`|YAML|this entry|\[\{{|hub.yml", answer), answer
    for more in advised(form, answer):
        _, other = answered(run, tmp_path, form, given | more)
        refused = {match[1] for match in re.finditer(r"^- (?:“[^”]+” and )*“([^”]+)”: ", other, re.MULTILINE)}
        assert not refused & {labels[field] for field in more}, (more, other)


@pytest.mark.parametrize(
    "form, name, text",
    [
        ("add-event", "end", "TBD"),
        ("add-event", "until", "none"),
        ("add-event", "until", "open ended"),
        ("add-event", "owner", "None"),
        ("add-event", "online", "?"),
        ("new-group", "contact", "N/A"),
        ("add-opportunity", "apply_by", "unknown"),
    ],
)
def test_an_optional_field_without_an_answer_is_left_empty(
    form: str, name: str, text: str, tmp_path: Path, run: Command
) -> None:
    status, answer = answered(run, tmp_path, form, RIGHT[form] | {name: text})
    assert status == 1
    assert "If there is none, or nobody knows it yet, leave this field empty." in answer
    assert len(re.findall(r"(?m)^- ", answer)) == 1, answer


def test_the_answer_covers_all_fields_at_once(tmp_path: Path, run: Command) -> None:
    faults = {
        "title": LONG,
        "kind": "party",
        "owner": "Knitter",
        "date": "4/15/2027",
        "start": "4.30pm",
        "end": "17h",
        "repeats": "every Thursday but the last",
        "until": "June 10, 2027",
        "place": MEETING,
        "summary": LONG,
        "open_to": "Write to jane.doe@gmail.com",
        "details": "Call 253-555-0123.",
    }
    status, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | faults)
    labels = {field.id: field.label for field in proposal_forms.fields("add-event")}
    assert status == 1
    assert [name for name in faults if f"- “{labels[name]}”" not in answer] == []
    faults = {
        "event": "tea month",
        "date": "2/11/2027",
        "new_date": "2027-02-30",
        "new_start": "4.30pm",
        "new_end": "17h",
    }
    _, answer = answered(run, tmp_path, "cancel-or-move", RIGHT["cancel-or-move"] | faults)
    labels = {field.id: field.label for field in proposal_forms.fields("cancel-or-move")}
    assert [name for name in faults if f"- “{labels[name]}”" not in answer] == []
    faults = {"name": "Tea Circle", "kind": "x", "summary": LONG, "open_to": LONG, "contact": "us", "meets": LONG}
    _, answer = answered(run, tmp_path, "new-group", RIGHT["new-group"] | faults)
    labels = {field.id: field.label for field in proposal_forms.fields("new-group")}
    assert [name for name in faults if f"“{labels[name]}”" not in answer] == []


def test_the_fields_for_date_and_time_are_named_apart(tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": "weekly on Friday"})
    assert "“Date” and “Start time”: " in answer
    assert "Write `2027-04-16` in the field “Date”, and write `16:00` in the field “Start time”" in answer
    assert "rite `weekly on Thursday` in the field “Repeats”" in answer
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"start": "24:00"})
    assert "write `2027-04-16` in the field “Date”, and write `00:00` in the field “Start time”" in answer
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"end": ""})
    assert "rite “HH:MM” in the field “End”" in answer, "the answers have no end, so the advice cannot name a time"


@pytest.mark.parametrize("typed", ["4-5:30 pm", "4:00 to 5:30 pm", "4:00 pm - 5:30 pm"])
def test_two_times_in_the_field_for_the_start_go_into_two_fields(typed: str, tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"start": typed})
    assert "rite `16:00` in the field “Start time”, and write `17:30` in the field “End”" in answer


def test_an_unknown_new_date_is_a_postponement(tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "cancel-or-move", RIGHT["cancel-or-move"] | {"new_date": "TBD"})
    assert "Choose “It is postponed, and the new date is not known yet”" in answer


@pytest.mark.parametrize(
    "typed, starts, ends",
    [
        ("December 10-12, 2026", "2026-12-10", "2026-12-12"),
        ("Dec 10, 2026 4pm - 5:30pm", "2026-12-10 16:00", "17:30"),
    ],
)
def test_a_date_with_the_end_goes_into_two_fields(
    typed: str, starts: str, ends: str, tmp_path: Path, run: Command
) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"date": typed})
    assert f"Write: `{starts}`. The end belongs in its own field: write `{ends}` in the field “End”" in answer


def test_two_entries_in_a_field_for_one_entry_are_refused(tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"owner": "knitters, tea-circle"})
    assert "This field takes one entry." in answer
    assert "name the others in a comment" in answer


def test_an_event_that_does_not_repeat_leaves_the_field_empty(tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": "no"})
    assert "Leave this field empty." in answer
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": "whenever"})
    assert "`every week`, `every 2 weeks on Monday`, " in answer


def test_an_end_of_a_series_needs_a_series(tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": ""})
    assert (
        "“Last date of the series”: This is for events that repeat. Leave it empty, or fill in “Repeats”, too."
        in answer
    )


def test_a_limit_without_a_field_is_left_to_a_person(tmp_path: Path, run: Command) -> None:
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": "Thursdays except holidays"})
    assert "rite `weekly on Thursday` in the field “Repeats”" in answer
    assert "a person can add them" in answer
    assert "no_school" not in answer


@pytest.mark.parametrize(
    "repeats",
    [
        *("every Thursday except holidays", "every Thursday except 2027-05-06", "Thursdays except in May"),
        *("weekly on Thursday, not on school holidays", "every other Thursday unless school is closed"),
        *("every Thursday from April to June", "every Thursday but the last"),
    ],
)
def test_skipped_dates_go_into_a_comment_because_no_field_takes_them(
    repeats: str, run: Command, tmp_path: Path
) -> None:
    status, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": repeats})
    assert status == 1
    assert "This form has no field for dates that are left out" in answer
    assert "write them in a comment or a reply" in answer
    assert not re.search(r"\b(skip|changes|no_school|and_later)\b|: (This form|Leave)", answer)
    assert "` This" not in answer, "sentences end with a period"
    (written,) = [problem["repeats"] for problem in advised("add-event", answer) if "repeats" in problem]
    assert answered(run, tmp_path, "add-event", RIGHT["add-event"] | {"repeats": written})[0] == 0


def test_a_time_that_the_clocks_skip_is_corrected_in_the_field_for_the_time(tmp_path: Path, run: Command) -> None:
    given = RIGHT["add-event"] | {"date": "2027-03-14", "start": "2:30 am", "repeats": "", "until": ""}
    assert "Write `03:30` in the field “Start time”" in answered(run, tmp_path, "add-event", given)[1]


def test_a_date_field_never_asks_for_a_time(tmp_path: Path, run: Command) -> None:
    given = RIGHT["add-event"] | {"date": "2027-04-15 - 2027-04-17"}
    assert "HH:MM" not in answered(run, tmp_path, "add-event", given)[1]


@pytest.mark.parametrize("end", ["5:30 pm", "2027-04-16 01:00"])
def test_an_end_with_a_time_needs_a_start_with_a_time(end: str, tmp_path: Path, run: Command) -> None:
    """The person forgot the start, or the end is wrong: the answer does not decide that the event takes all day."""
    given = RIGHT["add-event"] | {"start": "", "end": end}
    status, answer = answered(run, tmp_path, "add-event", given)
    assert status == 1
    assert "“Start time” is empty, but “End” has a time." in answer
    assert "a date belongs here" not in answer


MOVES = {"event": "tea-monthly", "date": "2027-02-11", "what": proposal_forms.MOVED, "reach": "Only this date"}


@pytest.mark.parametrize("what", [proposal_forms.CANCELLED, proposal_forms.POSTPONED, proposal_forms.DIFFERENT])
def test_a_new_day_for_a_date_that_does_not_move_is_never_ignored(what: str, tmp_path: Path, run: Command) -> None:
    given = MOVES | {"what": what, "new_date": "2027-02-18"}
    given |= {"new_place": "Hall"} if what == proposal_forms.DIFFERENT else {}
    status, answer = answered(run, tmp_path, "cancel-or-move", given)
    assert status == 1
    assert "The fields from “New date” to “New end” are for a date that moves." in answer


@pytest.mark.parametrize(
    "day, said",
    [("2026-02-18", "“New date”: 2026-02-18 is over."), ("2027-03-11", "The event already takes place on 2027-03-11")],
    ids=["into the past", "onto another date"],
)
def test_a_doubtful_new_day_needs_a_yes(day: str, said: str, tmp_path: Path, run: Command) -> None:
    status, answer = answered(run, tmp_path, "cancel-or-move", MOVES | {"new_date": day})
    assert status == 0
    assert said in answer.partition("**Dates**")[0]


def test_a_single_event_of_several_days_keeps_its_length_when_it_moves(tmp_path: Path, run: Command) -> None:
    """The dates of a series keep their length in the same way."""
    add = {"title": "Camp", "kind": "gathering", "date": "2027-07-05", "end": "2027-07-07", "open_to": "All staff."}
    assert answered(run, tmp_path, "add-event", add)[0] == 0
    move = MOVES | {"event": "camp", "date": "2027-07-05", "new_date": "2027-07-30"}
    (tmp_path / "body.md").write_text(body("cancel-or-move", move), "utf-8")
    assert run("apply-form", tmp_path / "body.md", tmp_path / "data").status == 0
    assert "starts: 2027-07-30\n    ends: 2027-08-01\n" in (tmp_path / "data" / "events.yml").read_text("utf-8")


def test_a_correction_that_changes_nothing_gets_an_answer(tmp_path: Path, run: Command) -> None:
    status, answer = answered(run, tmp_path, "fix-a-mistake", RIGHT["fix-a-mistake"] | {"text": "Tea at night."})
    assert (status, answer) == (3, "The site already says this, so there is nothing to change.\n")


def test_no_answer_asks_a_person_for_a_file(tmp_path: Path, run: Command) -> None:
    skip = {"days_off": "skip: there is no meeting on these days"}
    _, answer = answered(run, tmp_path, "add-event", RIGHT["add-event"] | skip)
    assert "The site has no list of days off yet. Leave this field empty." in answer
    _, answer = answered(
        run, tmp_path, "fix-a-mistake", RIGHT["fix-a-mistake"] | {"part": "Web address", "text": "a.b/c"}
    )
    assert "starts with https." in answer


@pytest.mark.parametrize("form", ["add-event", "cancel-or-move", "fix-a-mistake", "confirm"])
def test_a_vacancy_whose_last_day_passed_stops_no_form(form: str, tmp_path: Path, run: Command) -> None:
    data = tmp_path / "old"
    shutil.copytree(DATA, data)
    (data / "facilitators.yml").write_text(
        "facilitators:\n  - id: tea-host\n    role: Host\n    summary: Tea.\n    vacancy: {closes: 2026-01-14}\n",
        "utf-8",
    )
    assert "[W417]" in run("check", data).out
    given = RIGHT[form] | ({"entry": "tea-host", "text": "Tea and talk."} if form == "fix-a-mistake" else {})
    (tmp_path / "body.md").write_text(body(form, given), "utf-8")
    done = run("apply-form", tmp_path / "body.md", data, "--form", form, "--format", "json")
    answer = json.loads(done.out)
    assert (done.status, answer["needs_yes"]) == (0, False)
    assert "last day to show interest" not in done.out
