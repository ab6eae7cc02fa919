"""Words such as `none` or `TBD` in place of a value: the advice leaves the key out, and never makes up a value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from affinity_hub import load
from affinity_hub.core.problems import DataError, Problem
from affinity_hub.schema import Event, Facilitator, Group, Partner
from affinity_hub.schema.explain.entry_keys import by_key
from affinity_hub.schema.record import DataModel, choices
from affinity_hub.source.reader import parse
from pydantic import BaseModel

from tests.conftest import MINIMAL, NOW

District = Callable[..., Path]

RECORDS: dict[str, type[BaseModel]] = {
    "groups": Group,
    "events": Event,
    "facilitators": Facilitator,
    "partners": Partner,
}
# The keys that the minimal district has already, and keys that take any word.
GIVEN = {"id", "name", "title", "kind", "summary", "open_to", "groups", "starts", "ends", "role", "was"}
KEYS = [
    (file, info.alias or name)
    for file, model in RECORDS.items()
    for name, info in model.model_fields.items()
    if not info.exclude and (info.alias or name) not in GIVEN
]


def problems_of(folder: Path) -> list[Problem]:
    try:
        return load(folder, NOW)[1]
    except DataError as refused:
        return list(refused.problems)


@pytest.mark.parametrize("file, key", KEYS)
@pytest.mark.parametrize("word", ["none", "N/A", "TBD", "not yet known"])
def test_the_advice_is_to_leave_the_key_out(file: str, key: str, word: str, district: District) -> None:
    text = (MINIMAL / f"{file}.yml").read_text("utf-8")
    found = [
        problem
        for problem in problems_of(district(**{file: f"{text}    {key}: {word}\n"}))
        if problem.position.line == text.count("\n") + 1
    ]
    for problem in found:
        advice = problem.hint
        offers_word = problem.code == "E203" or advice.startswith("Write:  yes   or:  no")
        assert f"delete  {key}: {word}" in advice or "elete this line" in advice or offers_word, (problem, advice)
        assert problem.code == "E203" or not problem.fix, problem


@pytest.mark.parametrize("key", ["status", "draft", "hidden"])
def test_no_advice_makes_a_claim_by_leaving_the_key_out(key: str, district: District) -> None:
    """Without `status`, the event takes place; without `draft`, everyone can read it."""
    text = (MINIMAL / "events.yml").read_text("utf-8")
    (wrong,) = problems_of(district(events=f"{text}    {key}: none\n"))
    assert "delete" not in wrong.hint


@pytest.mark.parametrize(
    "typed, said",
    [
        ("spring semester", "in place of this line:  when: spring semester"),
        ("January 2027", "in place of this line:  when: January 2027"),
        ("TBD", "delete  starts: TBD"),
    ],
)
def test_a_start_in_words_has_its_own_key(typed: str, said: str, district: District) -> None:
    offer = "opportunities:\n  - id: mentor\n    title: Mentor\n    kind: mentoring\n    open_to: All staff.\n"
    (wrong,) = problems_of(district(opportunities=f"{offer}    starts: {typed}\n"))
    assert said in wrong.hint


def test_a_time_after_a_day_without_a_year_is_not_dropped(district: District) -> None:
    offer = "opportunities:\n  - id: mentor\n    title: Mentor\n    kind: mentoring\n    open_to: All staff.\n"
    (wrong,) = problems_of(district(opportunities=f"{offer}    apply_by: Dec 1 at 5pm\n"))
    assert wrong.hint.endswith("YYYY-12-01\nWrite only a date here, without a time.")


def test_words_for_no_last_day_are_kept(district: District) -> None:
    offer = "opportunities:\n  - id: mentor\n    title: Mentor\n    kind: mentoring\n    open_to: All staff.\n"
    (wrong,) = problems_of(district(opportunities=f"{offer}    apply_by: rolling\n"))
    assert wrong.hint == "If there is no last day, delete  apply_by: rolling, and write:  when: rolling"
    series = (MINIMAL / "events.yml").read_text("utf-8") + "    repeats: weekly\n    until: ongoing\n"
    assert "If there is no last day, delete  until: ongoing" in {
        problem.hint for problem in problems_of(district(events=series))
    }


ENDLESS = [
    "open ended",
    "open-ended",
    "Ongoing.",
    "no end date",
    "without end",
    "indefinite",
    "never ends",
    "unlimited",
]
ENDLESS += ["until further notice", "forever", "endless", "no set end", "does not end", "\N{INFINITY}", "all year"]


@pytest.mark.parametrize("words", ENDLESS)
@pytest.mark.parametrize("key", ["until", "times"])
def test_a_series_without_an_end_has_no_key_for_its_end(words: str, key: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8") + "    repeats: weekly\n"
    (wrong,) = (
        problem for problem in problems_of(district(events=f"{text}    {key}: {words}\n")) if problem.code != "W330"
    )
    reason = "If there is no last day" if key == "until" else "If the series has no end"
    assert wrong.hint == f"{reason}, delete  {key}: {words}"


@pytest.mark.parametrize("words", ["weekly", "summer", "when the school year ends", "open house", "not in summer"])
def test_other_words_in_place_of_a_last_day_are_not_left_out(words: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8") + "    repeats: weekly\n"
    hints = [problem.hint for problem in problems_of(district(events=f"{text}    until: {words}\n"))]
    assert hints
    assert not any("delete" in hint for hint in hints)


@pytest.mark.parametrize("words", ["open", "ongoing", "TBD", "none", "no fixed end"])
@pytest.mark.parametrize(
    "starts, hint",
    [
        ("2026-12-03 16:00", "An event with a time needs an end. Write the latest time at which it can end:  HH:MM"),
        ("2026-12-03", "If it is a single day, delete  ends: {}\nOtherwise, write the last day:  YYYY-MM-DD"),
        ("to be announced", "If there is none, or nobody knows it yet, delete  ends: {}"),
    ],
)
def test_an_end_is_deleted_only_if_the_event_may_lack_it(
    words: str, starts: str, hint: str, district: District
) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8").replace("2026-12-03 16:00", starts).replace("17:30", words)
    (wrong,) = problems_of(district(events=text))
    assert wrong.hint == hint.format(words)


@pytest.mark.parametrize("words", ["open", "TBD"])
def test_the_end_of_a_changed_date_may_be_missing(words: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8") + SERIES
    change = f"{{date: 2026-12-10, starts: 2026-12-11 16:00, ends: {words}}}"
    (wrong,) = problems_of(district(events=f"{text}    changes: [{change}]\n"))
    assert wrong.hint == f"If the length is the same as on the other dates, delete  ends: {words}"


def test_an_entry_without_an_answer_is_deleted_from_its_list(district: District) -> None:
    text = (MINIMAL / "groups.yml").read_text("utf-8")
    (wrong,) = problems_of(district(groups=f"{text}    partners: [library, none]\n"))
    assert (wrong.code, wrong.hint) == ("E403", "If there is none, or nobody knows it yet, delete the entry  none.")
    (wrong,) = problems_of(district(groups=f"{text}    partners: [library, N/A]\n"))
    assert (wrong.code, wrong.hint) == ("E105", "If there is none, or nobody knows it yet, delete the entry  N/A.")


def test_a_word_in_place_of_an_answer_is_a_warning_in_inner_keys_too(district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    found = problems_of(district(events=f"{text}    place: {{name: Public Library, address: TBA}}\n    cost: none\n"))
    assert [(problem.code, problem.position.line) for problem in found] == [("W415", 8)]


@pytest.mark.parametrize("typed", ['aliases: ["N/A"]', "subjects: [TBD]", "short_name: none", 'purpose: "-"'])
def test_a_word_in_place_of_an_answer_is_a_warning_in_lists_and_in_names(typed: str, district: District) -> None:
    text = (MINIMAL / "groups.yml").read_text("utf-8")
    (wrong,) = problems_of(district(groups=f"{text}    {typed}\n"))
    assert (wrong.code, "delete" in wrong.hint) == ("W415", True)


def test_a_word_in_place_of_an_answer_is_a_warning_in_the_settings(district: District) -> None:
    text = (MINIMAL / "hub.yml").read_text("utf-8")
    found = problems_of(district(hub=f"{text}working_toward: TBD\nbranch: none\n"))
    assert [problem.code for problem in found] == ["W415", "W415"]


def test_a_word_of_a_list_is_an_answer(district: District) -> None:
    text = (MINIMAL / "facilitators.yml").read_text("utf-8")
    consent = "    consent: {name: none, given_on: 2026-09-01}\n"
    assert problems_of(district(facilitators=f"{text}{consent}")) == []


@pytest.mark.parametrize("file, typed", [("groups", "id: na"), ("groups", "name: Pending Cases Group")])
def test_a_word_that_is_an_answer_is_no_warning(file: str, typed: str, district: District) -> None:
    text = (MINIMAL / f"{file}.yml").read_text("utf-8")
    other = "id: other\n    name: Other Group\n    kind: networking\n    summary: A group.\n    open_to: All staff.\n"
    key = typed.split(":")[0]
    entry = "".join(f"{line}\n" for line in other.splitlines() if line.strip().split(":")[0] != key)
    entry = "  - " + typed + "\n" + "".join(f"    {line.strip()}\n" for line in entry.splitlines())
    assert [problem.code for problem in problems_of(district(**{file: text + entry}))] == []


def test_the_advice_for_a_needed_answer_is_unknown_where_the_key_takes_it(district: District) -> None:
    text = (MINIMAL / "groups.yml").read_text("utf-8").replace("open_to:", "open_to: TBD #", 1)
    wrong = next(problem for problem in problems_of(district(groups=text)) if problem.code == "W415")
    assert wrong.hint == "Write the answer. If nobody knows it yet, write:  open_to: unknown"


@pytest.mark.parametrize("sign", ["-", "?"])
def test_a_sign_in_place_of_a_value_is_deleted_and_never_quoted(sign: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    wrong, other = problems_of(district(events=f"{text}    travel: {sign}\n    cots: Free\n"))
    assert (other.code, wrong.fix[4:]) == ("E202", ("    travel:",))
    name = {"-": "dash", "?": "question mark"}[sign]
    assert wrong.hint == (
        f"Replace the {name} with the value of `travel`. If there is none, or nobody knows it yet, delete this line."
    )


@pytest.mark.parametrize("sign", ["-", "?"])
def test_a_sign_in_place_of_a_needed_value_leads_to_the_value_for_unknown(sign: str, district: District) -> None:
    text = re.sub("starts: .*", f"starts: {sign}", (MINIMAL / "events.yml").read_text("utf-8"), count=1)
    wrong = problems_of(district(events=text))[0]
    assert wrong.hint.endswith("with the value of `starts`. If nobody knows it yet, write:  starts: to be announced")


def _models(base: type[BaseModel] = DataModel) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


FIELDS = [field for model in _models() for field in by_key(model).items()]
NEEDED = {key for key, info in FIELDS if info.is_required()}
# Without such a key, a record would say something else, such as that it takes place.
CLAIMS = {
    key
    for key, info in FIELDS
    if info.default is not None
    and not info.is_required()
    and (choices(info.annotation) or bool in (info.annotation, *get_args(info.annotation)))
}


@pytest.mark.parametrize("form", ["    {}: ?", "    place: {{{}: ?}}", "    {}: -  # we ask", "  - {{{}: ? , x: y}}"])
def test_a_sign_in_place_of_a_value_is_deleted_only_if_the_key_may_be_missing(form: str) -> None:
    for key in {key for key, _ in FIELDS} - {"starts", "open_to"}:
        (wrong,) = parse(form.format(key) + "\n", "events.yml")[1]
        assert "is not a value." in wrong.message
        assert re.match(rf"Replace the (?:dash|question mark) with the value of `{key}`\.", wrong.hint)
        if key in NEEDED | CLAIMS:
            assert "If there is none" not in wrong.hint, key
            assert wrong.hint.count(f"needs `{key}`, the next check says so.") == ("If nobody" in wrong.hint)
        else:
            assert wrong.hint.splitlines()[0].endswith(("delete this line.", "write:  - {x: y}")), key


@pytest.mark.parametrize(
    "typed, hint",
    [
        ("groups: [?]", "If there is none, or nobody knows it yet, delete this line."),
        ("groups: [tea-circle, ?]", "write:  groups: [tea-circle]"),
        ("groups: [?, tea-circle]", "write:  groups: [tea-circle]"),
        ("groups:\n      - ?", "If there is none, or nobody knows it yet, delete this line."),
        ("changes: [{date: 2026-12-10, starts: ?, reason: snow}]",
         "If nobody knows it yet, write:  changes: [{date: 2026-12-10, starts: to be announced, reason: snow}]"),
        ("changes: [{date: 2026-12-10, facilitators: [?]}]", "write:  changes: [{date: 2026-12-10}]"),
        ('place: {name: "Hall, ?", address: ?}', 'write:  place: {name: "Hall, ?"}'),
        ("register: {url: ?,\n      by: 2026-12-01}",
         "leave out `url`.\nIf this entry needs `url`, the next check says so."),
        ("status: ?", "Replace the question mark with the value of `status`."),
    ],
)  # fmt: skip
def test_a_sign_in_brackets_is_left_out_with_its_key(typed: str, hint: str) -> None:
    (wrong,) = parse(f"events:\n  - id: tea\n    {typed}\n", "events.yml")[1]
    assert wrong.hint.endswith(hint)
    assert wrong.fix


def test_signs_in_a_long_line_are_not_counted_one_by_one() -> None:
    assert parse("events: {" + "a: ?, " * 20_000 + "}\n", "events.yml")[1]


def test_the_entry_is_deleted_if_nobody_knows_a_key_that_it_needs(district: District) -> None:
    text = (MINIMAL / "groups.yml").read_text("utf-8")
    image = "{file: none, alt: A picture, consent: {shows: nobody}}"
    (wrong,) = problems_of(district(groups=f"{text}    image: {image}\n"))
    assert wrong.hint.endswith("delete `image` with all its keys.")
    text = (MINIMAL / "events.yml").read_text("utf-8")
    (wrong,) = problems_of(district(events=f"{text}    repeats: every week\n    skip: [{{date: TBD}}]\n"))
    assert wrong.hint.endswith("delete this entry of `skip`.")


def test_a_site_without_an_answer_is_deleted_from_the_list(district: District) -> None:
    text = (MINIMAL / "hub.yml").read_text("utf-8")
    (wrong,) = problems_of(district(hub=f"{text}embed_hosts: [none]\n"))
    assert wrong.hint == "If there is none, or nobody knows it yet, delete the entry  none."


SERIES = "    place: Public Library\n    repeats: weekly\n    until: 2026-12-17\n"


@pytest.mark.parametrize(
    "file, typed, advice",
    [
        ("events", "open_to: TBD", "Write the answer. If nobody knows it yet, write:  open_to: unknown"),
        (
            "groups",
            "calendar_source: {url: https://www.small.example/tea.ics, open_to: N/A}",
            "Write the answer. If nobody knows it yet, write:  open_to: unknown",
        ),
        (
            "events",
            "changes: [{date: 2026-12-10, place: TBD}]",
            "Write the answer. If nobody knows it yet, write:  place: unknown",
        ),
        (
            "events",
            "changes: [{date: 2026-12-10, title: TBD}]",
            "Write the answer. If it is the same as on the other dates, delete  title: TBD",
        ),
        (
            "events",
            "changes: [{date: 2026-12-10, online: TBD}]",
            "If it is the same as on the other dates, delete  online: TBD",
        ),
        (
            "events",
            "changes: [{date: 2026-12-10, starts: N/A}]",
            """If nobody knows the new date yet, write:  starts: to be announced
If it is the same as on the other dates, delete  starts: N/A""",
        ),
    ],
)
def test_no_advice_takes_an_answer_from_the_group_or_from_the_series(
    file: str, typed: str, advice: str, district: District
) -> None:
    """Without its own key, an event is open to the same people as its group, and a date is like the other dates."""
    text = (MINIMAL / f"{file}.yml").read_text("utf-8") + (SERIES if "changes" in typed else "")
    (wrong,) = problems_of(district(**{file: f"{text}    {typed}\n"}))
    assert wrong.hint == advice


def test_no_advice_takes_a_time_zone_from_the_program(district: District) -> None:
    text = (MINIMAL / "hub.yml").read_text("utf-8").replace("America/Los_Angeles", "TBD")
    (wrong,) = problems_of(district(hub=text))
    assert (wrong.code, "delete" in wrong.hint) == ("E140", False)
    text = (MINIMAL / "events.yml").read_text("utf-8")
    (wrong,) = problems_of(district(hub=(MINIMAL / "hub.yml").read_text("utf-8"), events=f"{text}    zone: TBD\n"))
    assert wrong.hint.endswith("\nIf the times are in the time zone of the site, delete  zone: TBD")


@pytest.mark.parametrize("typed", ["place: none", "place: {name: none}", "details: |\n      TBD"])
def test_a_word_in_place_of_a_place_or_in_a_block_is_a_warning(typed: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    (wrong,) = problems_of(district(events=f"{text}    {typed}\n"))
    assert wrong.code == "W415"


def test_a_word_in_place_of_a_name_is_one_warning(district: District) -> None:
    text = (MINIMAL / "facilitators.yml").read_text("utf-8")
    (wrong,) = problems_of(district(facilitators=f"{text}    name: TBD\n"))
    assert wrong.code == "W415"


def test_a_needed_list_without_an_answer_goes_with_the_keys_around_it(district: District) -> None:
    text = (MINIMAL / "hub.yml").read_text("utf-8")
    (wrong,) = problems_of(district(hub=f"{text}proposals: {{by: none}}\n"))
    assert wrong.hint == "If there is none, or nobody knows it yet, delete `proposals` with all its keys."


@pytest.mark.parametrize(
    "typed",
    [
        "TBD, see email", "TBA soon", "N/A for now", "TBD - ask Tom", "to be determined by the board", "(TBD)", "TBD!",
        "TBD – Tom decides", "TBD (likely the gym)", "not decided yet, ask us", "T.B.D. soon", "TBD. See the calendar.",
        "unknown for now", "to be announced soon", "?? ask Tom",
    ],
)  # fmt: skip
def test_a_text_that_begins_with_a_word_in_place_of_an_answer_is_a_warning(typed: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    (wrong,) = problems_of(district(events=f"{text}    cost: {typed!r}\n"))
    has_more = typed not in ("(TBD)", "TBD!")
    assert (wrong.code, wrong.hint.endswith("write it under another key.")) == ("W415", has_more)


@pytest.mark.parametrize(
    "typed",
    [
        "The date is TBD", "TBA members", "TBA: Tacoma Book Association", "N/A, free for everyone",
        "N/A for substitutes", "Not sure where to start? Ask us.", "Pending approval",
        "To be confirmed as a mentor, attend a training.", "- Tea\n- Cake",
        "Not yet open to families", "Coming soon to a library near you",
    ],
)  # fmt: skip
def test_a_text_that_begins_with_such_a_word_and_says_something_is_an_answer(typed: str, district: District) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    assert problems_of(district(events=f"{text}    details: {json.dumps(typed)}\n")) == []
