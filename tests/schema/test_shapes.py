"""Lists, dashes, and words in place of keys: the advice keeps every typed word, and works when it is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load
from affinity_hub.core.problems import DataError

from tests.values.test_values import EVENT, GROUP, NOW, PARTNER

OPEN_GROUP = GROUP + "    open_to: All staff.\n"
ROLE = "facilitators:\n  - id: host\n    role: Host\n"
LATER = EVENT + "    starts: to be announced\n"
SERIES = EVENT + "    starts: 2026-12-03 16:00\n    ends: 17:30\n    repeats: every week\n    until: 2027-02-25\n"
HUB = (Path(__file__).parents[1] / "sites" / "minimal" / "hub.yml").read_text("utf-8")

Hints = Callable[[str, str], str]


@pytest.fixture
def hints(district: Callable[..., Path]) -> Hints:
    """The hints of all problems with lines added to a file: to its last entry, or to the settings."""

    def said(start: str, typed: str) -> str:
        name = "hub" if start == HUB else start.partition(":")[0]
        margin = "" if start == HUB else "    "
        file = "calendar" if name == "no_school" else "library" if name == "synonyms" else name
        with pytest.raises(DataError) as refused:
            load(district(**{file: start + "".join(f"{margin}{line}\n" for line in typed.splitlines())}), NOW)
        return "\n".join(problem.hint for problem in refused.value.problems)

    return said


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (OPEN_GROUP, "join:\n  - contact: tea@small.example\n  - steps: Write.",
         "join:\n  contact: tea@small.example\n  steps: Write."),
        (LATER, "place:\n  - name: Library\n  - address: 1 Oak St", "place:\n  name: Library\n  address: 1 Oak St"),
        (OPEN_GROUP, "join: [tea@small.example]", "join: {contact: tea@small.example}"),
        (LATER, "place: [Library]", "place: {name: Library}"),
        (LATER, "register: [https://library.example/]", "register: {url: https://library.example/}"),
        (HUB, "proposals: mail", "proposals: {by: [mail]}"),
        (PARTNER, "offers: https://library.example/", "offers:\n  - url: https://library.example/"),
        (PARTNER, "last_contact: {2026-10-01: coordinator}", "{date: 2026-10-01, by: coordinator}"),
        (SERIES, "changes:\n  2027-01-07: cancelled", "- {date: 2027-01-07, cancelled: yes}"),
        (SERIES, "changes:\n  2027-01-07: title", "- {date: 2027-01-07, title: …}"),
        (SERIES, "skip:\n  - 2027-01-07 snow", "{date: 2027-01-07, reason: snow}"),
        (SERIES, "skip: [2027-01-07 (staff meeting)]", "{date: 2027-01-07, reason: staff meeting}"),
        (SERIES, "changes:\n  - 2027-01-07 cancelled", "{date: 2027-01-07, cancelled: yes}"),
        (SERIES, "changes:\n  - 2027-01-07 is cancelled because of snow", "07, cancelled: yes, reason: snow}"),
        (SERIES, "changes:\n  - cancelled on 2027-01-07 (a flood)", "07, cancelled: yes, reason: a flood}"),
        (SERIES, "changes:\n  - 2027-01-07: cancelled due to snow", "{date: 2027-01-07, cancelled: yes, reason: snow}"),
        (SERIES, "changes: 2027-01-07 called off, snow", "[{date: 2027-01-07, cancelled: yes, reason: snow}]"),
        (SERIES, "changes:\n  - 2027-01-07 postponed", "{date: 2027-01-07, starts: to be announced}"),
        (SERIES, "changes:\n  - 2027-01-07 moved to 2027-01-08 4 pm", "{date: 2027-01-07, starts: 2027-01-08 16:00}"),
        (SERIES, "changes:\n  - 2027-01-07 at 17:00", "{date: 2027-01-07, starts: 2027-01-07 17:00}"),
        (SERIES, "changes:\n  - 2027-01-07 online because of snow", "07, online: yes, reason: snow}"),
        (SERIES, "changes:\n  - 2027-01-07 because of snow", "{date: 2027-01-07, …: …, reason: snow}"),
        (SERIES, "changes:\n  - 2027-01-07 cancelled if it snows", "{date: 2027-01-07, …: cancelled if it snows}"),
        (SERIES, "changes:\n  - 2027-01-07 not cancelled", "{date: 2027-01-07, …: not cancelled}"),
        (SERIES, "changes:\n  - 2027-01-07 may be cancelled", "{date: 2027-01-07, …: may be cancelled}"),
        (SERIES, "skip:\n  - 2027-01-07 because of 2 feet of snow", "{date: 2027-01-07, reason: 2 feet of snow}"),
        (SERIES, "changes:\n  - 2027-01-07 and 2027-01-14 cancelled", "- {date: 2027-01-07, …: …}\n  - {date: "),
        (SERIES, "skip:\n  - no tea on 2027-01-07", "{date: 2027-01-07, reason: no tea}"),
        (SERIES, "skip: 2027-01-07 because of snow", "skip: [{date: 2027-01-07, reason: snow}]"),
        ("no_school: none\n", "", "no_school:\n  - name: …\n    starts: …"),
        ("synonyms: none\n", "", "synonyms:\n  - words: …"),
        (HUB, "cancelled_shown_days: two weeks", "14"),
    ],
)  # fmt: skip
def test_the_advice_has_every_typed_word(start: str, typed: str, written: str, hints: Hints) -> None:
    assert written in hints(start, typed)


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (
            LATER,
            "register: not required",
            "If nobody has to sign up, delete  register: not required\nTo show “not required” on the page",
        ),
        (LATER, "register: Drop in.", "To show “Drop in.” on the page, write it under `details`"),
        (LATER, "register: no sign-up", "If nobody has to sign up, delete"),
        (LATER, "register: required", "{url: …, by: …}\nurl: Where to sign up.\nby: The last day to sign up.\nTo show"),
        (LATER, "register: at the door", "To show “at the door” on the page, write it under `details`"),
        (LATER, "register: 2026-11-01", "register: {by: 2026-11-01}"),
        (LATER, "register: by January 10", "YYYY-01-10"),
        (ROLE, "vacancy: open", "If nothing else is known yet, write:  vacancy: {}"),
        (ROLE, "vacancy: filled by a teacher", "If the role is not vacant, delete  vacancy: filled by a teacher"),
        (ROLE, "vacancy: Leads the group", "vacancy: {about: Leads the group}"),
        (ROLE, "vacancy: 2026-11-01", "vacancy: {closes: 2026-11-01}"),
        (ROLE, "vacancy: full time", "vacancy: {about: full time}"),
        (ROLE, "vacancy: not filled", "write:  vacancy: {}"),
        (ROLE, "vacancy: yes, until filled", "write:  vacancy: {}"),
        (ROLE, "vacancy: open until filled", "write:  vacancy: {}"),
        (ROLE, "vacancy: until 2027-01-05", "vacancy: {closes: 2027-01-05}"),
        (ROLE, "vacancy: Open until January 5", "YYYY-01-05"),
        (ROLE, "vacancy: no longer vacant", "If the role is not vacant, delete"),
        (LATER, "register: until 2026-11-01", "register: {by: 2026-11-01}"),
        (ROLE, "consent: public", "consent: {name: public}"),
        (ROLE, "consent: 2026-09-01", "consent: {given_on: 2026-09-01}"),
        (ROLE, "consent: on file", "given_on: When the person agreed."),
        (OPEN_GROUP, "join: drop in", "join: {steps: drop in}"),
        (OPEN_GROUP, "join: open", "contact: A role mailbox or an https link."),
        (OPEN_GROUP, "confidentiality: yes", "attendance_recorded: Whether the group takes attendance."),
        (OPEN_GROUP, "calendar_source: yes", "calendar_source: {url: …, secret: …,"),
    ],
)
def test_plain_words_in_place_of_keys_keep_their_meaning(start: str, typed: str, written: str, hints: Hints) -> None:
    said = hints(start, typed)
    assert written in said
    assert not re.search(r"\{\w+: (?:yes|open)\}", said)


@pytest.mark.parametrize(
    "start, typed",
    [
        (ROLE, "vacancy: found someone, still need a second"),
        (ROLE, "vacancy: filled in summer, open again from January"),
        (ROLE, "vacancy: filled by a teacher until June"),
        (ROLE, "vacancy: closed for now"),
        (ROLE, "vacancy: not open yet"),
        (LATER, "register: no walk-ins, registration required"),
        (LATER, "register: not required for staff, others write to us"),
    ],
)
def test_an_answer_with_a_limit_is_neither_a_denial_nor_a_text(start: str, typed: str, hints: Hints) -> None:
    said = hints(start, typed)
    assert "delete" not in said
    assert "about: …, contact: …" in said or "under `details`" in said


@pytest.mark.parametrize("typed", ["2027-01-07 and 14", "2027-01-07 only if it snows", "2027-01-07 or later"])
def test_words_after_a_date_that_limit_it_are_no_reason(typed: str, hints: Hints) -> None:
    assert not re.search("reason: [^…]", hints(SERIES, f"skip:\n  - {typed}"))


@pytest.mark.parametrize("typed", ["stale_after_days: 1 year", "feed_past_days: 2 months"])
def test_months_and_years_are_no_number_of_days(typed: str, hints: Hints) -> None:
    assert hints(HUB, typed) == "Write the number of days, in digits only."


@pytest.mark.parametrize(
    "start, typed",
    [
        (LATER, "place: {name: Library, Annex}"),
        (OPEN_GROUP, "confidentiality: {statement: What we say, stays.}"),
        (OPEN_GROUP, "milestones: [{title: Reach 1,200 people}]"),
    ],
)
def test_text_after_a_comma_in_braces_belongs_to_the_text_before_it(start: str, typed: str, hints: Hints) -> None:
    assert "put that whole text in quotes: a comma ends text inside { }." in hints(start, typed)


@pytest.mark.parametrize("typed", ["milestones:\n  - Hold a first meeting: done", "Some words:"])
def test_a_key_with_words_outside_braces_is_not_about_a_comma(typed: str, hints: Hints) -> None:
    assert "If it is text, write one of these keys before it:" in hints(OPEN_GROUP, typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("{name: private}", "{address: Private}", "hidden", "private home", '"private, ask us"', "Private (email us)"),
        *("private home - 12 Oak St", "ask the host", "Please contact us for the room", "address on request"),
    ],
)
def test_a_word_that_hides_a_place_is_never_shown_as_the_place(typed: str, hints: Hints) -> None:
    assert "shared after you write to us" in hints(LATER, f"place: {typed}")


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (LATER, "place:\nname: Library", "Begin this line with 6 spaces."),
        (OPEN_GROUP, "join:\nsteps: Write.", "Begin this line with 6 spaces."),
        (HUB, "proposals:\nby: [mail]", "Begin this line with 2 spaces."),
        (LATER, "place:{name: Library}", "Write:  place: {name: Library}"),
        (LATER, "register: {url: https://library.example/, by 2026-12-01}", "Write:  by: 2026-12-01"),
        (GROUP, "successor: tea\N{NON-BREAKING HYPHEN}party", "Write:  tea-party"),
    ],
)
def test_a_key_in_the_wrong_place_is_moved_and_never_deleted(
    start: str, typed: str, written: str, hints: Hints
) -> None:
    assert written in hints(start, typed)


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (
            LATER,
            "register:\nurl: https://library.example/\nby: 2026-12-01",
            "Indent lines 8 and 9 by 2 more spaces.",
        ),
        (LATER, "place:\naddress: 1 Oak St\nsummary: Tea.\nname: Hall", "Begin this line with 6 spaces."),
        (
            OPEN_GROUP,
            "join:\nsteps: |\n  Write.\n\n  Come.\ncontact: tea@x.example",
            "Indent lines 8 to 12 by 2 more spaces.",
        ),
        (OPEN_GROUP, "image:\nfile: tea.png\nalt: Tea\nconsent:\nshows: nobody", "Begin this line with 8 spaces."),
        (
            HUB,
            "intranet:\nname: The Hub",
            "line `intranet:` above, begin this line with 2 spaces.",
        ),
        (OPEN_GROUP, "milestones:\ntitle: Met\nstatus: done", "milestones:\n  - title: Met\n    status: done"),
        (SERIES, "changes:\ndate: 2026-12-10\nstarts: 2026-12-11 16:00", "begin this line with 6 spaces."),
        (
            SERIES,
            "changes:\n- date: 2026-12-10\nstarts: 2026-12-11 16:00",
            "`changes:` above, begin this line with 6 spaces.",
        ),
        (SERIES, "changes:\n- date: 2026-12-10\ncancelled: yes", "Begin this line with 6 spaces."),
        (
            SERIES,
            "changes:\n- date: 2026-12-10\nmoved_to: 2026-12-11",
            "begin this line with 6 spaces, and write:  starts: 2026-12-11\nOtherwise:",
        ),
        (SERIES, "changes:\n  - date: 2026-12-10\ncancelled: yes", "begin this line with 8 spaces.\nOtherwise:"),
        (
            SERIES,
            "changes:\n- {date: 2026-12-10}\ncancelled: yes",
            "on line 11, after the dash:  {date: 2026-12-10, cancelled: yes}",
        ),
        (OPEN_GROUP, "milestones:\n- title: Met\nstatus: done", "begin this line with 6 spaces.\nOtherwise:"),
    ],
)
def test_keys_that_do_not_begin_farther_right_than_their_owner_are_moved_together(
    start: str, typed: str, written: str, hints: Hints
) -> None:
    assert written in hints(start, typed)


@pytest.mark.parametrize(
    "typed, written",
    [
        ("vacancy: yes", "- {id: …, role: …, vacancy: {}}"),
        ("vacancy:\n  closes: 2026-12-01", "- {id: …, role: …, vacancy: {closes: 2026-12-01}}"),
        ("vacant: We need a host", "- {id: …, role: …, vacancy: {about: We need a host}}"),
        (
            "open_roles: [Host, Note taker]",
            "- {id: host, role: Host, vacancy: {}}\n  - {id: note-taker, ",
        ),
        ("vacancy: no longer open", "If no role is open, delete  vacancy: no longer open"),
    ],
)
@pytest.mark.parametrize("start", [OPEN_GROUP, LATER])
def test_a_vacancy_of_a_group_or_an_event_belongs_to_a_role(start: str, typed: str, written: str, hints: Hints) -> None:
    assert written in hints(start, typed)


SIGN_UP = "register:\n  url: https://library.example/\n"
ASKED = "inquiry:\n  meetings:\n    answer: Monthly.\n"
ONE_DATE = "changes:\n  - date: 2026-12-10\n"


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (LATER, SIGN_UP + "by: 2026-12-01", "Begin this line with 6 spaces."),
        (LATER, "place:\n    name: Library\naddress: 1 Oak St", "Begin this line with 8 spaces."),
        (LATER, "place:\n  name: Library\naddress: >-\n  1 Oak\n  St\ntravel: Bus", "Indent lines 9 to 11 "),
        (OPEN_GROUP, "join:\n  contact: tea@x.example\nsteps: Write.\nreply_within: A day", "Indent lines 9 and 10"),
        (OPEN_GROUP, ASKED + "asked_on: 2026-09-01", "Begin this line with 8 spaces."),
        (OPEN_GROUP, ASKED + "  asked_on: 2026-09-01", "Begin this line with 8 spaces."),
        (ROLE, "consent:\n  name: none\ngiven_on: 2026-09-01", "Begin this line with 6 spaces."),
        (LATER, SIGN_UP + "deadline: 2026-12-01", "6 spaces, and write:  by: 2026-12-01"),
        (LATER, SIGN_UP + "closes: 2026-12-01", "6 spaces, and write:  by: 2026-12-01\nOth"),
        (SERIES, ONE_DATE + "starts: 2026-12-11 16:00", "`changes:` above, begin this line with 8 spaces."),
        (SERIES, ONE_DATE + "place: Hall\nonline: yes", "If `place` and `online` below are only for"),
        (SERIES, ONE_DATE + "details: |\n  Tea.", "date, move all its lines 4 spaces to the right."),
        (SERIES, ONE_DATE + "status: postponed", "in this entry:  starts: to be announced"),
        (SERIES, ONE_DATE + "starts_at: 2026-12-11 16:00", "and write:  starts: 2026-12-11 16:00\nOtherwise:"),
    ],
)  # fmt: skip
def test_keys_under_the_first_key_of_their_owner_are_moved_beside_that_key(
    start: str, typed: str, written: str, hints: Hints
) -> None:
    said = hints(start, typed)
    assert written in said
    assert "Add a line" not in said


@pytest.mark.parametrize(
    "typed",
    [
        "register:\n  url: https://library.example/\nsummary: Tea.\nby: 2026-12-01",
        "register: {url: https://library.example/}\nby: 2026-12-01",
        "register:\n  by: 2026-12-02\nby: 2026-12-01",
    ],
)
def test_a_key_that_the_value_directly_above_cannot_take_is_not_moved(typed: str, hints: Hints) -> None:
    assert "spaces" not in hints(LATER, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "changes: [{date: 2026-12-10, title: Cake}]\ncancelled: yes",
        "changes:\n- date: 2026-12-10\n  cancelled: yes\ncancelled: yes",
    ],
)
def test_a_key_that_the_entry_above_cannot_take_belongs_to_the_event(typed: str, hints: Hints) -> None:
    assert "spaces" not in hints(SERIES, typed)
    assert "status: cancelled" in hints(SERIES, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "register: ~\n    url: https://library.example/",
        "register:  # nobody knows yet\n    url: https://library.example/",
        "register:\n\n    url: https://library.example/",
        "register:\n    cost: Free\n    url: https://library.example/",
        "reason:\n    url: https://library.example/",
        "register:\n      url: https://library.example/",
        "reason: Snow",
        "status: tentative\n    skip: []\n    reason: The grant is decided in March",
    ],
)
def test_a_key_without_a_value_is_a_warning_only_directly_above_a_key_that_it_may_own(
    typed: str, district: Callable[..., Path]
) -> None:
    assert load(district(events=f"{LATER}    {typed}\n"), NOW)[1] == []


@pytest.mark.parametrize(
    "start, typed, line",
    [
        (SERIES, "skip:\n  - date: 2026-12-10\n    date: 2026-12-17", "- date: 2026-12-17"),
        (SERIES, "skip:\n- date: 2026-12-10\n  date: 2026-12-17", "- date: 2026-12-17"),
        (SERIES, "skip:\n- date: 2026-12-10\n  reason: A\n  date: 2026-12-17\n  reason: B", "- date: 2026-12-17"),
        (SERIES, "changes:\n  - date: 2026-12-10\n    cancelled: yes\n    date: 2026-12-17", "- date: 2026-12-17"),
        (OPEN_GROUP, "milestones:\n  - title: A\n    title: B", "- title: B"),
        (OPEN_GROUP, "milestones:\n  - title: A\n    status: done\n    title: B\n    why: C", "- title: B"),
    ],
)
def test_a_second_entry_without_its_dash_is_kept(start: str, typed: str, line: str, hints: Hints) -> None:
    said = hints(start, typed)
    assert f"  {line}" in said
    assert "Both lines are the same" not in said


@pytest.mark.parametrize("dash", ["--", "1.", "2)", "-- "])
def test_a_number_or_another_dash_before_an_entry_is_named_in_its_line(
    dash: str, district: Callable[..., Path]
) -> None:
    with pytest.raises(DataError) as refused:
        load(district(events=EVENT.replace("- id", f"{dash} id")), NOW)
    (problem,) = refused.value.problems
    assert (problem.position.line, problem.hint) == (2, "Write:  - id: tea")
