"""Values on several lines that belong to one key, and vacancies in a group: the advice keeps all of them."""

from __future__ import annotations

import re

import pytest

from tests.schema.test_shapes import LATER, OPEN_GROUP, ROLE, Hints
from tests.schema.test_shapes import hints as hints

FORM = "register: https://z.example/\n"


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (LATER, f"{FORM}deadline: 2026-12-01", "register: {url: https://z.example/, by: 2026-12-01}"),
        (LATER, f"{FORM}by: 2026-12-01", "register: {url: https://z.example/, by: 2026-12-01}"),
        (LATER, f"{FORM}closes: 2026-12-01", "register: {url: https://z.example/, by: 2026-12-01}"),
        (LATER, f"{FORM}rsvp_by: 2026-12-01", "register: {url: https://z.example/, by: 2026-12-01}"),
        (LATER, f"{FORM}deadline: December 1", "by: December 1}\nFor `by`: Add the year"),
        (LATER, "registration: https://z.example/\ndeadline: 2026-12-01", "{url: https://z.example/, by: 2026-12-01}"),
        (LATER, "register: {url: https://z.example/}\nrsvp_by: 2026-12-01", "{url: https://z.example/, by: 2026-"),
        (LATER, "by: 2026-12-01\nregister: https://z.example/", "{url: https://z.example/, by: 2026-12-01}"),
        (LATER, "place: Library\naddress: 12 Oak Street", "place: {name: Library, address: 12 Oak Street}"),
        (LATER, "place: {name: Library}\naddress: 12 Oak Street", "{name: Library, address: 12 Oak Street}"),
        (LATER, "location: Library\naddress: 12 Oak Street", "place: {name: Library, address: 12 Oak Street}"),
        (OPEN_GROUP, "join: tea@small.example\nsteps: Write.", "join: {contact: tea@small.example, steps: Write.}"),
    ],
)  # fmt: skip
def test_lines_of_one_value_are_joined(start: str, typed: str, written: str, hints: Hints) -> None:
    said = hints(start, typed)
    assert written in said
    assert "Replace both lines with:" in said


@pytest.mark.parametrize(
    "typed, written",
    [
        ("tea@small.example by 2026-12-01", "register: {by: 2026-12-01}"),
        ("RSVP to tea@small.example by Tuesday 2026-12-01", "register: {by: 2026-12-01}"),
        ("tea@small.example, by December 1", "{by: …}\nFor `by`: Add the year before the month and the day:  YYYY-12"),
        ("tea@small.example (until 2026-12-01)", "register: {by: 2026-12-01}"),
        ("by 2026-12-01 at tea@small.example", "register: {by: 2026-12-01}"),
        ("tea@small.example\nby: 2026-12-01", "Replace both lines with:\nregister: {by: 2026-12-01}"),
        ("tea@small.example\ndeadline: 2026-12-01", "Replace both lines with:\nregister: {by: 2026-12-01}"),
        ("[tea@small.example, 2026-12-01]", "register: {by: 2026-12-01}"),
    ],
)  # fmt: skip
def test_a_mailbox_after_register_does_not_cost_the_last_day(typed: str, written: str, hints: Hints) -> None:
    said = hints(LATER, f"register: {typed}")
    assert written in said
    assert re.search(r"To show “[^”]*tea@small\.example” on the page, write it under `details`\.", said)
    assert "If it is the mailbox of a group, write in groups.yml:  join: {contact: tea@small.example}" in said


@pytest.mark.parametrize(
    "start, typed, written",
    [
        (LATER, "register: https://z.example/ by 2026-12-01", "register: {url: https://z.example/, by: 2026-12-01}"),
        (LATER, "rsvp: https://z.example/, until 2026-12-01", "register: {url: https://z.example/, by: 2026-12-01}"),
        (
            LATER,
            "register: at the door by 2026-12-01",
            "{by: 2026-12-01}\nTo show “at ",
        ),
        (LATER, "register: https://z.example/ by 5 pm", "To show “https://z.example/ by 5 pm” on the page"),
        (LATER, "register: tea@small.example before 2026-12-01", "To show “tea@small.example before 2026-12-01”"),
        (LATER, "register: none\nby: 2026-12-01", "Replace both lines with:\nregister: {by: 2026-12-01}"),
        (LATER, "register: by November 30 at the latest", "YYYY-11-30"),
        (LATER, "register: by phone", "To show “by phone” on the page"),
        (LATER, "register: from 2026-12-01", "To show “from 2026-12-01” on the page"),
        (LATER, "register: yes, by 2026-12-01", "register: {by: 2026-12-01}"),
        (LATER, "register: sin registro", "If nobody has to sign up, delete  register: sin registro"),
        (ROLE, "vacancy: from 2026-12-01", "vacancy: {about: from 2026-12-01}"),
        (ROLE, "vacancy: yes, until 2026-12-01", "vacancy: {closes: 2026-12-01}"),
        (ROLE, "vacancy: ocupado", "If the role is not vacant, delete  vacancy: ocupado"),
        (ROLE, "vacancy: temporarily filled", "If nobody can take the role now, leave out `vacancy`."),
        (LATER, "register: hasta el 2026-12-01", "register: {by: 2026-12-01}"),
        (ROLE, "vacancy: tea@small.example until 2026-12-01", "{contact: tea@small.example, closes: 2026-12-01}"),
        (ROLE, "vacancy: Leads tea until 2026-12-01", "vacancy: {about: Leads tea until 2026-12-01}"),
    ],
)
def test_a_last_day_in_a_text_becomes_a_key_of_its_own(start: str, typed: str, written: str, hints: Hints) -> None:
    assert written in hints(start, typed)


@pytest.mark.parametrize("place", ["private", "our home", "shared after you write to us", "Private (email us)"])
def test_an_address_is_not_added_to_a_private_place(place: str, hints: Hints) -> None:
    assert "Oak" not in hints(LATER, f"place: {place}\naddress: 12 Oak Street")


@pytest.mark.parametrize(
    "typed, written",
    [
        ("vacancies:\n  - role: Host\n    closes: 2027-01-31", "{id: …, role: Host, vacancy: {closes: 2027-01-31}}"),
        ("vacancies: [{role: Host, about: Tea}, Cook]", "{id: …, role: Host, vacancy: {about: Tea}}\n  - {id: cook, "),
        ("open_roles: [{closes: 2027-01-31}]", "{id: …, role: …, vacancy: {closes: 2027-01-31}}"),
        ("vacancy: open until 2027-01-31", "vacancy: {closes: 2027-01-31}}"),
        ("vacancy: apply by 2027-01-31.", "vacancy: {closes: 2027-01-31}}"),
        ("vacancy: open until 2027-01-31 or later", "vacancy: {about: open until 2027-01-31 or later}}"),
        ('vacancies: "Ana Alvarez, host"', "{id: …, role: "),
        ("vacancies: [Ana Alvarez]", "{id: …, role: "),
        ('open_roles: "host, note taker"', "{id: …, role: "),
    ],
)
def test_the_vacancies_of_a_group_are_kept_and_name_nobody_in_an_id(typed: str, written: str, hints: Hints) -> None:
    assert written in hints(OPEN_GROUP, typed)
