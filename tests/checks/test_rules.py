"""The edges of the rules across records: the last value that the check accepts, and the first value that it reports."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub.checks.texts import consent
from affinity_hub.schema.record import DataModel

from tests.conftest import MINIMAL

if TYPE_CHECKING:
    from tests.conftest import Run

# The tests run as of 2026-11-23, a Monday.
TEA: dict[str, Any] = {
    "id": "tea",
    "title": "Tea",
    "kind": "gathering",
    "open_to": "All staff.",
    "starts": "2026-12-03 16:00",
    "ends": "17:30",
}
WEEKLY = TEA | {"repeats": "weekly", "until": "2027-01-28"}
CIRCLE: dict[str, Any] = {
    "id": "tea-circle",
    "name": "Tea Circle",
    "kind": "networking",
    "summary": "Tea and talk after school.",
    "open_to": "All staff.",
}

Check = Callable[..., str]
Codes = Callable[..., list[str]]


@pytest.fixture
def check(district: Callable[..., Path], run: Callable[..., Run]) -> Check:
    """The answer of the check to a district. Each keyword is the content of the file of that name."""

    def answer(**files: Any) -> str:
        return run("check", district(**{name: json.dumps(content, indent=1) for name, content in files.items()})).out

    return answer


@pytest.fixture
def codes(check: Check) -> Codes:
    """The codes of the problems with the given events."""

    def found(*events: dict[str, Any], **files: Any) -> list[str]:
        return re.findall(r"\[([EW]\d{3})\]$", check(events={"events": list(events)}, **files), re.MULTILINE)

    return found


def closed(*days: str) -> dict[str, Any]:
    return {"no_school": [{"name": "Break", "starts": day} for day in days]}


@pytest.mark.parametrize(
    "days, words",
    [
        (1, "Thursday 2026-12-03."),
        (3, "Thursday 2026-12-03, Thursday 2026-12-10, Thursday 2026-12-17."),
        (4, "Thursday 2026-12-03, Thursday 2026-12-10, Thursday 2026-12-17 …."),
    ],
)
def test_three_days_without_school_are_named(days: int, words: str, check: Check) -> None:
    calendar = closed(*["2026-12-03", "2026-12-10", "2026-12-17", "2026-12-24"][:days])
    out = check(events={"events": [WEEKLY]}, calendar=calendar)
    assert f"The series meets on days that calendar.yml lists: {words} [W323]" in out


def test_a_series_may_miss_every_day_without_school(codes: Codes) -> None:
    assert codes(WEEKLY, calendar=closed("2026-12-04")) == []
    for keys in ({"no_school": "keep"}, {"no_school": "skip"}, {"kind": "observance"}):
        assert codes(WEEKLY | keys, calendar=closed("2026-12-03")) == []


def test_a_skip_beside_a_day_without_school_is_not_a_mistake(codes: Codes) -> None:
    skips = WEEKLY | {"no_school": "skip", "skip": [{"date": "2026-12-10"}]}
    assert codes(skips, calendar=closed("2026-12-03")) == []
    assert codes(skips, calendar=closed("2026-12-10")) == ["W322"]


@pytest.mark.parametrize("dates, expected", [(["03"], []), (["03", "10"], ["E324"])])
def test_a_series_has_a_date_that_is_not_skipped(dates: list[str], expected: list[str], codes: Codes) -> None:
    skip = [{"date": f"2026-12-{day}"} for day in dates]
    series = TEA | {"repeats": "weekly", "times": "2", "skip": skip}
    assert codes(series) == expected
    assert codes(series | {"status": "cancelled"}) == []


def test_the_two_nearest_dates_are_named_in_order(check: Check) -> None:
    out = check(events={"events": [WEEKLY | {"skip": [{"date": "2026-12-18"}]}]})
    assert re.search(r"The nearest dates are:  2026-12-17   2026-12-24$", out, re.MULTILINE)


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"starts": "2026-12-11 16:00"}, []),
        ({"starts": "2026-12-11 16:00", "ends": "16:01"}, []),
        ({"ends": "16:01"}, []),
        ({"ends": "16:00"}, ["E328"]),
        ({"ends": "15:00"}, ["E328"]),
        ({"starts": "2026-12-10 18:00", "ends": "18:00"}, ["E328"]),
        ({"cancelled": "yes"}, []),
        ({}, ["E326"]),
        ({"cancelled": "yes", "starts": "2026-12-11 16:00"}, ["E326"]),
        ({"cancelled": "yes", "ends": "18:00"}, ["E326"]),
        ({"starts": "2026-12-11"}, ["E327"]),
        ({"ends": "2026-12-11"}, ["E327"]),
    ],
)
def test_a_change_of_a_date_must_fit_its_event(change: dict[str, str], expected: list[str], codes: Codes) -> None:
    assert codes(WEEKLY | {"changes": [{"date": "2026-12-10"} | change]}) == expected


@pytest.mark.parametrize(
    "change, hint",
    [
        ({"starts": "2026-12-11"}, "starts: 2026-12-11 16:00"),
        ({"ends": "2026-12-11"}, "ends: 2026-12-11 17:30"),
        ({}, "If the date is cancelled, add  cancelled: yes   If it moves, add  starts: YYYY-MM-DD HH:MM"),
        ({"ends": "15:00"}, "Give both:  {date: 2026-12-10, starts: 2026-12-10 16:00, ends: 17:30}"),
    ],
)
def test_the_answer_to_a_wrong_change_has_the_hours_of_the_event(
    change: dict[str, str], hint: str, check: Check
) -> None:
    out = check(events={"events": [WEEKLY | {"changes": [{"date": "2026-12-10"} | change]}]})
    assert re.search(rf"{re.escape(hint)}$", out, re.MULTILINE), out


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"starts": "2026-12-11"}, []),
        ({"starts": "2026-12-11", "ends": "2026-12-11"}, []),
        ({"starts": "2026-12-11", "ends": "2026-12-10"}, ["E328"]),
        ({"starts": "2026-12-11 16:00"}, ["E327"]),
        ({"ends": "18:00"}, ["E327"]),
    ],
)
def test_a_change_of_a_whole_day(change: dict[str, str], expected: list[str], codes: Codes) -> None:
    days = {"id": "day", "title": "Day", "kind": "gathering", "open_to": "All.", "starts": "2026-12-03"}
    series = days | {"repeats": "weekly", "until": "2027-01-28"}
    assert codes(series | {"changes": [{"date": "2026-12-10"} | change]}) == expected


@pytest.mark.parametrize(
    "second",
    [{"starts": "2026-12-11", "ends": "2026-12-11 18:00"}, {"starts": "2026-12-11 16:00", "ends": "2026-12-11"}],
)
def test_a_second_change_in_a_different_form_gets_an_answer(second: dict[str, str], codes: Codes) -> None:
    changes = [{"date": "2026-12-10", "starts": "2026-12-11 16:00"}, {"date": "2026-12-10"} | second]
    for order in (changes, changes[::-1]):
        assert set(codes(WEEKLY | {"changes": order})) == {"E321", "E327"}


def test_a_date_is_changed_or_skipped_once(codes: Codes) -> None:
    skip, change = {"date": "2026-12-10"}, {"date": "2026-12-10", "cancelled": "yes"}
    assert codes(WEEKLY | {"skip": [skip], "changes": [change]}) == ["E321"]
    assert codes(WEEKLY | {"skip": [skip], "changes": [change | {"date": "2026-12-17"}]}) == []


@pytest.mark.parametrize("keys, expected", [({}, ["W330"]), ({"times": "3"}, []), ({"until": "2027-01-28"}, [])])
def test_a_series_has_an_end(keys: dict[str, str], expected: list[str], codes: Codes) -> None:
    assert codes(TEA | {"repeats": "weekly"} | keys) == expected
    assert codes(TEA) == []
    ended = [{"date": "2027-01-28", "and_later": "yes", "cancelled": "yes"}]
    assert codes(TEA | {"repeats": "weekly", "changes": ended}) == []


@pytest.mark.parametrize(
    "starts, repeats, hint",
    [
        ("2027-01-14", "weekly", "Add the last date:  until: 2027-06-10   or the number of dates:  times: 10"),
        ("2024-09-05", "weekly", "Add the last date:  until: 2027-06-10"),
        ("2027-06-19", "yearly", "Add the number of dates:  times: 10"),
        ("2024-06-19", "yearly", "Add the number of dates:  times: 13"),
        ("1990-10-01", "yearly", "Add the number of dates:  times: 47"),
        ("2004-01-06", "monthly on the 1st Tuesday", "Add the last date:  until: 2027-06-10"),
    ],
)
def test_the_end_that_is_advised_leaves_dates_to_come(starts: str, repeats: str, hint: str, check: Check) -> None:
    out = check(events={"events": [TEA | {"starts": f"{starts} 16:00", "repeats": repeats}]})
    assert f"    {hint}\n" in out


@pytest.mark.parametrize(
    "asked_on, expected",
    [("2026-11-23", []), ("2026-11-24", ["W412"]), ("2026-27", []), ("2027-28", ["W412"])],
)
def test_an_answer_is_dated_today_or_earlier(asked_on: str, expected: list[str], codes: Codes) -> None:
    answer = {"answer": "Yes.", "asked_on": asked_on}
    for given in (answer, {"answer": "Yes.", "asked_on": "2026-11-23", "earlier": [answer]}):
        groups = {"groups": [CIRCLE | {"inquiry": {"meetings": given}}]}
        assert codes(TEA, groups=groups) == expected


@pytest.mark.parametrize("day, is_later", [("2026-06-30", True), ("2026-07-01", False)])
def test_a_school_year_begins_in_july(day: str, is_later: bool, codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = dt.datetime.fromisoformat(f"{day}T12:00:00-07:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{noon.timestamp():.0f}")
    group = CIRCLE | {"inquiry": {"meetings": {"answer": "Yes.", "asked_on": "2026-27"}}}
    assert codes(TEA, groups={"groups": [group]}) == (["W412"] if is_later else [])


@pytest.mark.parametrize(
    "keys, expected",
    [
        ({}, ["W411"]),
        ({"kind": "training"}, ["W411"]),
        ({"open_to": "unknown"}, []),
        ({"groups": ["tea-circle"]}, []),
        ({"kind": "observance"}, []),
    ],
)
def test_an_event_says_who_it_is_open_to(keys: dict[str, Any], expected: list[str], codes: Codes) -> None:
    event = {key: value for key, value in TEA.items() if key != "open_to"} | keys
    assert codes(event, groups={"groups": [CIRCLE]}) == expected


@pytest.mark.parametrize(
    "title, expected",
    [
        ("Staff meeting", []),
        ("The TEA-circle meets", ["W420"]),
        ("Téa Circle", ["W420"]),
        ("Tea circles", []),
        ("Steeping for all", ["W420"]),
        ("Brewers", ["W420"]),
    ],
)
def test_the_title_of_a_discreet_calendar_does_not_name_the_group(
    title: str, expected: list[str], codes: Codes
) -> None:
    names = {"short_name": "Brewers", "aliases": ["Steeping", "Leaves"]}
    assert codes(TEA, groups={"groups": [CIRCLE | names | {"calendar_title": title}]}) == expected


@pytest.mark.parametrize(
    "consent, expected",
    [
        ({"given_on": "2026-11-23", "expires_on": "2027-11-23"}, []),
        ({"given_on": "2026-11-24"}, ["W530"]),
        ({"given_on": "2026-09-01", "expires_on": "2026-08-31"}, ["E501"]),
        ({"given_on": "2026-09-01", "expires_on": "2026-09-01"}, ["W502"]),
    ],
)
def test_a_consent_is_valid_from_its_first_day_to_its_last(
    consent: dict[str, str], expected: list[str], codes: Codes
) -> None:
    person = {"id": "tea-host", "role": "Host", "name": "Ada Lovelace", "consent": {"name": "public"} | consent}
    assert codes(TEA, facilitators={"facilitators": [person]}) == expected


def test_a_reference_is_reported_where_it_is_typed(check: Check) -> None:
    event = TEA | {"groups": ["tea-circle", "cake-circle"]}
    out = check(events={"events": [event]}, groups={"groups": [CIRCLE]})
    line = json.dumps({"events": [event]}, indent=1).splitlines().index('    "cake-circle"') + 1
    assert f"events.yml:{line}:5: error: There is no group" in out


def test_an_earlier_id_cannot_be_used_again(check: Check) -> None:
    first, second = TEA | {"id": "one", "was": ["zero", "nil"]}, TEA | {"id": "two", "was": ["none", "nil"]}
    text = json.dumps({"events": [first, second]}, indent=1).splitlines()
    line = len(text) - text[::-1].index('    "nil"')
    assert (
        f'events.yml:{line}:5: error: The id "nil" already belongs to the event in events.yml, line 4. [E401]'
        in check(events={"events": [first, second]})
    )


@pytest.mark.parametrize("count, told", [(100, 100), (101, 101), (120, 101)])
def test_a_hundred_mistakes_of_a_kind_are_reported(count: int, told: int, codes: Codes) -> None:
    series = WEEKLY | {"skip": [{"date": f"{dt.date(2027, 2, 1) + dt.timedelta(days=day)}"} for day in range(count)]}
    found = codes(series)
    assert found.count("E320") == min(count, 100)
    assert found.count("E124") == told - min(count, 100)


def test_every_warning_is_reported(codes: Codes) -> None:
    silent = {key: value for key, value in TEA.items() if key not in ("open_to", "id")}
    many = [
        silent | {"id": f"tea-{number}", "starts": f"2026-12-03 {number % 24:02}:{number // 24:02}", "ends": "23:59"}
        for number in range(120)
    ]
    assert codes(*many).count("W411") == 120


def test_a_past_event_needs_no_new_confirmation(codes: Codes) -> None:
    old = TEA | {"last_confirmed": "2024-09-01"}
    assert codes(old) == ["W462"]
    assert codes(old | {"starts": "2026-11-19 16:00"}) == []
    assert codes(old | {"starts": "2026-11-19 16:00", "status": "postponed"}) == ["W462"]
    assert codes(old | {"starts": "to be announced", "ends": None}) == ["W462"]


@pytest.mark.parametrize("keys, expected", [({"starts": "2026-09-01"}, ["W462"]), ({"ends": "2026-10-01"}, [])])
def test_an_opportunity_that_the_site_still_offers_is_confirmed(
    keys: dict[str, str], expected: list[str], codes: Codes
) -> None:
    offer = {"id": "circle", "title": "Coaching circle", "kind": "mentoring", "open_to": "All staff."}
    offers = {"opportunities": [offer | {"last_confirmed": "2024-09-01"} | keys]}
    assert codes(TEA, opportunities=offers) == expected


@pytest.mark.parametrize("keys", [{"cancelled": "snow"}, {"status": "canceled", "cancelled": "snow"}])
def test_the_words_after_cancelled_are_the_reason(keys: dict[str, str], check: Check) -> None:
    assert "    status: cancelled\n    reason: snow\n" in check(events={"events": [TEA | keys]})
    assert "reason" not in check(events={"events": [TEA | {"cancelled": "yes"}]})


@pytest.mark.parametrize(
    "keys", [{"cancelled": "no"}, {"postponed": "No"}, {"status": "confirmed", "canceled": "false"}]
)
def test_no_advice_cancels_an_event_that_takes_place(keys: dict[str, str], check: Check) -> None:
    out = check(events={"events": [TEA | keys]})
    assert "    Delete this line. Without it, the event takes place.\n" in out
    assert "status: " not in out


@pytest.mark.parametrize("key, word", [("status", "confirmed"), ("postponed", "no")])
def test_no_advice_cancels_a_date_that_takes_place(key: str, word: str, check: Check) -> None:
    change = {"date": "2026-12-10", key: word, "title": "Tea and cake"}
    out = check(events={"events": [WEEKLY | {"changes": [change]}]})
    assert "    Delete this line. Without it, the event takes place.\n" in out


@pytest.mark.parametrize("key, hint", [("virtual", "online: no"), ("unlisted", "hidden: no"), ("wip", "draft: no")])
def test_no_advice_turns_no_into_yes(key: str, hint: str, check: Check) -> None:
    assert f"    Write:  {hint}\n" in check(events={"events": [TEA | {key: "no"}]})


@pytest.mark.parametrize("key", ["public", "published"])
def test_no_advice_publishes_an_entry_that_is_not_public(key: str, check: Check) -> None:
    out = check(events={"events": [TEA | {key: "no"}]})
    assert "    If nobody outside may read the entry yet, write:  draft: yes\n" in out
    assert "Delete the line" not in out


def test_a_word_in_place_of_an_answer_is_no_reason(check: Check) -> None:
    assert "reason" not in check(events={"events": [TEA | {"cancelled": "TBD"}]})


def test_the_mailbox_of_a_role_keeps_its_place_under_another_key(check: Check) -> None:
    mailbox = {"email": "tea@example.org"}
    out = check(groups={"groups": [CIRCLE | mailbox]}, events={"events": []})
    assert "    If it is the mailbox of a role, write:  join: {contact: …}\n    Otherwise, delete this line.\n" in out
    assert "mailbox of a role" not in check(events={"events": [TEA | mailbox]})


@pytest.mark.parametrize(
    "title", ["Mentor Match 2027", "Nurse Lunch", "Provost Lecture", "Principal Coffee", "Mentor Mingle"]
)
def test_the_name_of_an_event_is_not_the_name_of_a_person(title: str, codes: Codes) -> None:
    assert codes(TEA | {"title": title}) == []


@pytest.mark.parametrize(
    "role, expected",
    [("Tom", ["W506"]), ("Tom B.", ["W506"]), ("Maria Gonzalez", ["W506"]), ("Co-leads", []), ("Human Resources", [])],
)
def test_a_key_that_takes_a_role_has_no_name(role: str, expected: list[str], codes: Codes) -> None:
    answer = {"answer": "Monthly.", "asked_on": "2026-11-03", "answered_by": role}
    milestone = {"title": "A table", "owner": role}
    groups = {"groups": [CIRCLE | {"inquiry": {"meetings": answer}, "milestones": [milestone]}]}
    assert codes(TEA, groups=groups) == expected * 2
    contact = {"date": "2026-11-03", "by": role}
    partners = {"partners": [{"id": "museum", "name": "Museum", "kind": "community", "last_contact": contact}]}
    assert codes(TEA, partners=partners) == expected
    facilitators = {"facilitators": [{"id": "tea-host", "role": role}]}
    assert codes(TEA, facilitators=facilitators) == expected


NAMES = (
    "Host (Ada)", "Host – Ada", "Ada (host)", "Ada, host", "Tom and Ada", "Host: Tom B.", "Led by Ada", "Host Ada",
    "Host (Tom Bee)", "The host, Ada, in person", "Ada’s co-host", "host (ada)", "Ask Tom", "Host, formerly Tom",
    "Tom Hall", "Contact Tom", "Human Resources (ask for Tom)", "Mike (host)", "Ada (she/her), host",
)  # fmt: skip
ROLES = (
    "Host (interim)", "Counselor (Spanish)", "Office of Equity", "Host (April)", "Host – Jan to May",
    "Liaison (Jordan)", "Coordinator (SAM)", "ADA", "Host at Lourdes", "Host (Maria Montessori School)",
    "The Rosa Parks Circle", "Lead of Camp Maria", "Host (Holly Hills)", "Principal (Cedar Heights)", "Loan officer",
    "Host and facilitator coach", "Host at Maria's Café", "Lead, St. Paul's", "Coordinator, Title I",
    "Host (Rose Room)", "Host, Dolores Huerta Choir", "Lead – Rosa Parks Scholarship",
    "Coach (Maria Gonzalez Youth Band)", "Chair, Maya Angelou Prize",
)  # fmt: skip


@pytest.mark.parametrize("role, expected", [*((name, 1) for name in NAMES), *((role, 0) for role in ROLES)])
def test_a_role_may_stand_beside_a_place_or_a_month_but_not_beside_a_name(
    role: str, expected: int, codes: Codes
) -> None:
    assert codes(TEA, facilitators={"facilitators": [{"id": "tea-host", "role": role}]}) == ["W506"] * expected
    groups = {"groups": [CIRCLE | {"milestones": [{"title": "A table", "owner": role}]}]}
    assert codes(TEA, groups=groups) == ["W506"] * expected


def test_a_name_of_a_group_or_a_person_who_agreed_may_stand_beside_a_role(codes: Codes) -> None:
    consent = {"name": "public", "given_on": "2026-09-01"}
    facilitators = {"facilitators": [{"id": "ada", "role": "Host (Ada)", "name": "Ada Example", "consent": consent}]}
    milestone = {"title": "A table", "owner": "Host (Maria)"}
    groups = {"groups": [CIRCLE | {"name": "Maria Circle", "milestones": [milestone]}]}
    assert codes(TEA, groups=groups, facilitators=facilitators) == []


def test_each_key_whose_description_says_role_has_no_name() -> None:
    """A role mailbox is an address, and the keys of a facilitator are about the role itself."""
    fields = [field for model in _models(DataModel) for field in model.model_fields.items()]
    roles = {name for name, info in fields if re.search(r"\broles?\b(?! mailbox)", info.description or "")}
    assert roles - {"role", "about", "summary", "vacancy"} == consent.ROLE_KEYS


def _models(base: type[DataModel]) -> Iterator[type[DataModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


@pytest.mark.parametrize("role, expected", [("Coach Tom Bee", ["E514"]), ("Ada Example", ["E514"]), ("Ada", ["W518"])])
def test_a_name_in_place_of_a_role_is_one_problem(role: str, expected: list[str], codes: Codes) -> None:
    ada = {"id": "tea-host", "role": "Host", "name": "Ada Example"}
    groups = {"groups": [CIRCLE | {"milestones": [{"title": "A table", "owner": role}]}]}
    found = codes(TEA, groups=groups, facilitators={"facilitators": [ada]})
    assert [code for code in found if code != "W502"] == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("ada.example@small.example", ["E511"]),
        ("Ask ada dot example at gmail dot com.", ["E511"]),
        ("Ask Ada Example (ada.example@small.example).", ["E511", "E514"]),
        ("Ask Ada, ada.example@small.example.", ["E511", "W518"]),
        # The name is not the whole mailbox, or the mailbox has another problem.
        ("team.ada.example@small.example", ["E514"]),
        ("ada.example@elsewhere.example", ["E511"]),
        ("Write to tea@elsewhere.example or ada.example@small.example.", ["E511", "E513"]),
    ],
)
def test_a_mailbox_with_the_name_of_a_person_is_one_problem(text: str, expected: list[str], codes: Codes) -> None:
    ada = {"id": "tea-host", "role": "Host", "name": "Ada Example"}
    groups = {"groups": [CIRCLE | {"purpose": text}]}
    found = codes(TEA, groups=groups, facilitators={"facilitators": [ada]})
    assert sorted(set(found) - {"W502"}) == expected


def test_a_warning_about_quotes_does_not_hide_a_warning_about_a_place(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    text = (MINIMAL / "events.yml").read_text("utf-8")
    done = run("check", district(events=f"{text}    place: “Ada's house”\n"))
    assert re.findall(r"\[([EW]\d{3})\]$", done.out, re.MULTILINE) == ["W016", "W507"]


def test_an_event_of_groups_with_different_answers_says_who_can_come(codes: Codes) -> None:
    tea = {key: value for key, value in TEA.items() if key != "open_to"} | {"groups": ["tea-circle", "walkers"]}
    for answer, expected in (("All staff.", []), ("Teachers.", ["W411"]), ("unknown", ["W411"])):
        groups = {"groups": [CIRCLE, CIRCLE | {"id": "walkers", "name": "Walkers", "open_to": answer}]}
        assert codes(tea, groups=groups) == expected
        assert codes(tea | {"open_to": "unknown"}, groups=groups) == []
        assert codes(tea | {"kind": "observance"}, groups=groups) == []


@pytest.mark.parametrize(
    "keys, expected",
    [
        ({"open_to": "all staff"}, []),
        ({"open_to": "Teachers.", "hidden": "yes"}, ["W411"]),
        ({"open_to": "Teachers.", "draft": "yes"}, []),
    ],
)
def test_answers_differ_in_words_and_a_draft_gives_none(
    keys: dict[str, str], expected: list[str], codes: Codes
) -> None:
    tea = {key: value for key, value in TEA.items() if key != "open_to"} | {"groups": ["tea-circle", "walkers"]}
    groups = {"groups": [CIRCLE, CIRCLE | {"id": "walkers", "name": "Walkers"} | keys]}
    assert codes(tea, groups=groups) == expected


def test_groups_of_an_event_for_everyone_are_not_named_all(check: Check) -> None:
    told = check(events={"events": [TEA | {"groups": ["all"]}]}, groups={"groups": [CIRCLE]})
    assert "Delete it, and add a line that says who can come:  open_to: All staff." in told


def test_an_earlier_id_is_no_address_of_a_page(codes: Codes) -> None:
    """A redirect at the earlier address would replace the page."""
    assert codes(TEA, groups={"groups": [CIRCLE | {"was": ["questions"]}]}) == ["E402"]
