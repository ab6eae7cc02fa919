"""An edit by email, as JSON, or in an issue makes the same change, and only the answers are kept from an email."""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import json
import re
import shutil
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.contribute.forms.apply import apply
from affinity_hub.contribute.forms.incoming import issue_body, mail_text
from affinity_hub.contribute.forms.incoming.received import received
from affinity_hub.reference import proposal_forms
from affinity_hub.reference.proposal_forms import NAMES
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.conftest import Run

FOLDER = Path(__file__).parents[1] / "forms"
NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
CANARY = "Wilhelmina Canaryson"
CASES = sorted(path.parent for path in FOLDER.glob("*/body.md"))
EVENT = {
    "title": "Spring tea: ÄÖ & <b>",
    "kind": "gathering",
    "owner": "tea-circle",
    "date": "2027-04-15",
    "start": "4:00 pm",
    "end": "5:30 pm",
    "details": "First line\nSecond line, with “quotes” > and more.",
    "agreed": "yes",
}


def proposal(form: str, answers: dict[str, str]) -> dict[str, object]:
    return {"form": form, "version": 1, "answers": answers}


def issue(form: str, answers: dict[str, str]) -> str:
    parts = []
    for field in proposal_forms.fields(form):
        answer = answers.get(field.id) or "_No response_"
        parts.append(f"### {field.label}\n\n{'- [x] ' if field.kind == 'checkboxes' else ''}{answer}")
    return "\n\n".join(parts)


def mail(form: str, answers: dict[str, str]) -> str:
    block = mail_text.block(proposal(form, answers))
    return f"Hello,\n\nplease add this.\n\nTitle: {answers.get('title', '')}\n\n{block}\n"


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


HEADERS = {
    "English": f"On Mon, Dec 1, 2026 at 9:00 AM {CANARY} <wilhelmina@example.org> wrote:",
    "German": f"Am 01.12.2026 um 09:00 schrieb {CANARY} <wilhelmina@example.org>:",
    "Spanish": f"El lun, 1 dic 2026 a las 9:00, {CANARY} (<wilhelmina@example.org>) escribió:",
    "Vietnamese": f"Vào Th 2, 1 thg 12, 2026 vào lúc 09:00 {CANARY} <wilhelmina@example.org> đã viết:",
    "Russian": f"пн, 1 дек. 2026 г. в 09:00, {CANARY} <wilhelmina@example.org>:",
    "Arabic": f"في الاثنين، 1 ديسمبر 2026 في 9:00 ص تمت كتابة ما يلي بواسطة {CANARY}:",
}
FORWARDED = f"---------- Forwarded message ---------\nFrom: {CANARY} <wilhelmina@example.org>\nTo: hub@example.org\n\n"
SIGNATURE = f"\n-- \n{CANARY}\nOffice 12, 206-555-0100\nSent from my iPhone\n"


def under(header: str) -> Callable[[str], str]:
    return lambda text: f"{header}\n{quoted(text)}{SIGNATURE}"


WAYS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "quoted twice": lambda text: quoted(quoted(text)),
    "quoted with initials": lambda text: "".join(f"WC> {line}\n" for line in text.splitlines()),
    "wrapped": lambda text: "\n".join(textwrap.fill(line, 31) for line in text.splitlines()),
    "one line": lambda text: " ".join(text.split()),
    "forwarded": lambda text: FORWARDED + text + SIGNATURE,
    "twice": lambda text: f"{text}\n{HEADERS['English']}\n{quoted(text)}",
    "HTML": lambda text: (
        f"<html><body><p>{CANARY}</p>" + "".join(f"<div>{html.escape(x)}<br></div>" for x in text.splitlines())
    ),
    "Outlook": lambda text: "\r\n\r\n".join(text.splitlines()).replace(" ", "\u00a0"),
    "zero-width signs": lambda text: text.replace("\n", "\u200b\n\ufeff"),
    "quoted-printable": lambda text: re.sub(r"([A-Za-z0-9_-]{40})", "\\1=\n", text),
    **{name: under(header) for name, header in HEADERS.items()},
}


def changed(folder: Path, form: str, text: str) -> tuple[int, str, dict[str, bytes]]:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(FOLDER / "data", folder)
    status, said, _ = apply(form, text, folder, NOW)
    return status, said, contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yml")}


def test_an_edit_makes_the_same_change_however_it_arrives(tmp_path: Path) -> None:
    by_issue = changed(tmp_path / "data", "add-event", issue("add-event", EVENT))
    assert by_issue[0] == 0
    assert changed(tmp_path / "data", "auto", issue("add-event", EVENT)) == by_issue
    assert changed(tmp_path / "data", "auto", json.dumps(proposal("add-event", EVENT))) == by_issue
    assert changed(tmp_path / "data", "auto", WAYS["forwarded"](mail("add-event", EVENT))) == by_issue
    assert CANARY not in str(by_issue)


@pytest.mark.parametrize("way", WAYS)
def test_the_block_survives_changes_by_mail_programs(way: str) -> None:
    expected = received("auto", json.dumps(proposal("add-event", EVENT)))
    assert received("auto", WAYS[way](mail("add-event", EVENT))) == expected


@pytest.mark.parametrize("way", [*HEADERS, "plain", "quoted twice", "forwarded", "HTML", "Outlook"])
def test_a_filled_in_template_is_read(way: str) -> None:
    filled = proposal_forms.template("add-event").replace("yes or no", "")
    for field in proposal_forms.fields("add-event"):
        filled = filled.replace(f"\n{field.label}:", f"\n{field.label}: {EVENT.get(field.id, '')}")
    found = received("auto", WAYS[way](filled))
    assert (found.form, found.complaints) == ("add-event", [])
    assert found.answers["title"] == EVENT["title"]
    assert {*found.answers} == {*EVENT} - {"agreed"}
    assert CANARY not in str(found)


def test_labels_are_read_as_programs_and_people_change_them() -> None:
    filled = proposal_forms.template("fix-a-mistake").replace("Which entry?:", "*Which entry?:* knitters")
    filled = filled.replace("What is wrong?:", "What is wrong? : place").replace(
        "What should it say?:", "What should it say?\uff1a Yarn\n- Place: the hall"
    )
    expected = {"entry": "knitters", "part": "Place", "text": "Yarn\n- Place: the hall"}
    assert received("auto", filled).answers == expected


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_that_was_saved_as_a_file_is_read(encoding: str, kind: str) -> None:
    filled = (
        proposal_forms.template("confirm").replace("Group:", "Group: Thé & Knödel = x").replace("yes or no", "Yes!")
    )
    saved = EmailMessage()
    saved["From"] = f"{CANARY} <wilhelmina@example.org>"
    saved.set_content(filled if kind == "plain" else "This mail has only HTML.", cte=encoding)
    if kind == "html":
        saved.add_alternative(f"<p>{html.escape(filled)}</p>".replace("\n", "<br>"), subtype="html", cte=encoding)
    saved.add_attachment(b"picture", maintype="image", subtype="png")
    found = received("auto", saved.as_string())
    assert (found.form, found.answers, found.complaints) == ("confirm", {"group": "Thé & Knödel = x"}, [])


def test_a_saved_mail_with_a_thousand_parts_in_parts_is_answered() -> None:
    parts = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(1000))
    with pytest.raises(issue_body.RefusedError, match="contains no proposal"):
        received("auto", f"Content-Transfer-Encoding: base64\nContent-Type: multipart/mixed; boundary=b0\n\n{parts}")


def test_an_empty_template_below_a_reply_does_not_count() -> None:
    empty = proposal_forms.template("fix-a-mistake")
    filled = empty.replace("Which entry?:", "Which entry?: knitters").replace(
        "What should it say?:", "What should it say?: Yarn"
    )
    filled = filled.replace("What is wrong?:", "What is wrong?: place")
    found = received("auto", f"{filled}\n{HEADERS['English']}\n{quoted(empty)}")
    assert found.answers == {"entry": "knitters", "part": "Place", "text": "Yarn"}


BLOCK = mail_text.block(proposal("add-event", EVENT))
CANCEL = {"event": "tea-monthly", "date": "2027-02-11", "what": "It is cancelled", "reach": "Only this date"}
CONFIRM = "\n" + proposal_forms.template("confirm").replace("Group:", "Group: knitters") + "\n"
REFUSED = {
    "without its end": (BLOCK[:-12], "The block is not complete."),
    "without a line": (BLOCK.replace(BLOCK.splitlines()[2], ""), "The block is not complete."),
    "with another checksum": (BLOCK[:-9] + "00000000]", "The block is not complete."),
    "of a newer program": (BLOCK.replace("proposal 1", "proposal 2"), "A newer program wrote this block."),
    "two that differ": (
        BLOCK + mail_text.block(proposal("add-event", {**EVENT, "title": "Tea"})),
        "The text contains several different proposals.",
    ),
    "two forms that were filled in": (
        CONFIRM + proposal_forms.template("new-group").replace("Name of the group:", "Name of the group: Chess"),
        "The text contains several different proposals.",
    ),
    "a block and another form": (BLOCK + CONFIRM, "The text contains several different proposals."),
    "nothing": (f"{CANARY}: hello", "The text contains no proposal."),
    "nothing at all": ("", "The text contains no proposal."),
    "no JSON": ("{form", "The text is not a proposal that the form wrote."),
    "deep JSON": ('{"a":' * 10_000, "The text is not a proposal that the form wrote."),
    "a list": (json.dumps(proposal("add-event", EVENT) | {"answers": []}), "The text is not a proposal"),
    "more keys": (json.dumps(proposal("add-event", EVENT) | {"from": CANARY}), "The text is not a proposal"),
    "a number": (json.dumps(proposal("add-event", {"title": 3})), "The text is not a proposal"),  # type: ignore[dict-item]
    "an older version": (
        json.dumps(proposal("add-event", EVENT) | {"version": 0}),
        "This question is from an older version of the form",
    ),
    "an unknown form": (
        json.dumps(proposal("../add-event", EVENT)),
        "This question is from an older version of the form",
    ),
    "a long text": ("x" * 500_001, "The text is too long"),
    "a template without its end": (f"Affinity Hub form: add-event\nTitle: {CANARY}", "The end of the form is missing."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_text_that_cannot_be_read_gets_a_clear_answer(what: str, tmp_path: Path) -> None:
    text, why = REFUSED[what]
    before = contents(FOLDER / "data")
    status, said, after = changed(tmp_path / "data", "auto", text)
    assert (status, after) == (1, before)
    assert why in said
    assert "Correct it in the form and send it again." in said
    assert CANARY not in said


def test_an_answer_to_an_older_form_and_two_answers_are_named_together(tmp_path: Path) -> None:
    text = json.dumps(proposal("add-event", EVENT | {"room": "Library", "date": "2027-04-31"}))
    text = text.replace('"title":', '"title": "Tea", "title":', 1)
    status, said, _ = changed(tmp_path / "data", "auto", text)
    assert status == 1
    assert "“Title” is answered twice. Leave one answer." in said
    assert "“room” is not a field of this form." in said
    assert "“Date”:" in said
    assert "“Title” is empty" not in said


def test_a_deleted_record_is_named(tmp_path: Path) -> None:
    answers = {"event": "tea-long-gone", "date": "2027-02-11", "what": "It is cancelled", "reach": "Only this date"}
    status, said, _ = changed(tmp_path / "data", "auto", json.dumps(proposal("cancel-or-move", answers)))
    assert status == 1
    assert "the site has no entry called “tea-long-gone”" in said


def test_a_proposal_of_another_form_is_refused() -> None:
    with pytest.raises(issue_body.RefusedError, match="from the form add-event, not from the form new-group"):
        received("new-group", json.dumps(proposal("add-event", EVENT)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_example_issue_gives_the_same_result_by_email(case: Path) -> None:
    form = case.name.partition("--")[0]
    by_issue = received(form, (case / "body.md").read_text("utf-8"))
    if not by_issue.complaints:
        ticks = {field.id: "yes" for field in proposal_forms.fields(form) if field.kind == "checkboxes"}
        by_mail = received("auto", quoted(mail(form, by_issue.answers | ticks)))
        assert (by_mail.form, by_mail.answers, by_mail.complaints) == (form, by_issue.answers, [])


@settings(max_examples=100)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5))
def test_any_answers_survive_the_block(answers: dict[str, str]) -> None:
    answers = {key: value.encode("utf-8", "ignore").decode() for key, value in answers.items() if key.isascii()}
    content = mail_text.in_block(mail_text.unquoted(quoted(mail_text.block(answers))))
    assert json.loads(content or "") == answers


@settings(max_examples=200)
@given(st.text(max_size=300) | st.text(alphabet='[affinity-hub proposal 1:]{}"\n> ', max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(issue_body.RefusedError):
        received("auto", text)


def test_the_block_in_the_handbook_can_be_read() -> None:
    text = (Path(__file__).parents[2] / "handbook" / "proposals.md").read_text("utf-8")
    found = received("auto", text[text.index(mail_text.BLOCK) :].partition("```")[0])
    assert (found.form, found.answers, found.complaints) == ("confirm", {"group": "tea-circle"}, [])


@pytest.mark.parametrize("form", NAMES)
def test_a_form_that_the_program_prints_can_be_filled_in_and_read(form: str, run: Callable[..., Run]) -> None:
    done = run("form-template", form)
    assert done.status == 0
    filled, given = done.out, {}
    for field in proposal_forms.fields(form):
        if field.required:
            answer = field.options[0].upper() if field.options else "tea-circle"
            given[field.id] = field.options[0] if field.options else answer
            answer = "yes" if field.kind == "checkboxes" else answer
            filled = re.sub(rf"^{re.escape(field.label)}:.*$", f"{field.label}: {answer}", filled, flags=re.MULTILINE)
    found = received("auto", WAYS["German"](filled))
    ticked = {field.id for field in proposal_forms.fields(form) if field.kind == "checkboxes"}
    assert found.complaints == []
    assert found.answers == {name: answer for name, answer in given.items() if name not in ticked}


def test_an_empty_form_says_what_is_missing(run: Callable[..., Run]) -> None:
    with pytest.raises(issue_body.RefusedError, match="contains no proposal"):
        received("auto", run("form-template", "confirm").out)


@pytest.mark.parametrize(
    "form, answers",
    [
        ("add-event", EVENT | {"place": "With Maria Gonzalez"}),
        ("add-event", EVENT | {"details": "First.\n\nAsk José P. de la Cruz."}),
        ("fix-a-mistake", {"entry": "tea-evening", "part": "In one sentence", "text": "Linh Nguyen pours."}),
        ("cancel-or-move", CANCEL | {"reason": "Maria Gonzalez is ill"}),
    ],
)
def test_text_that_may_name_a_person_needs_a_yes(form: str, answers: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "data", tmp_path / "data")
    made = apply("auto", json.dumps(proposal(form, answers)), tmp_path / "data", NOW)
    assert (made.status, made.needs_yes) == (0, True)
    question = made.answer.partition("**Dates**")[0].partition("**Texts**")[0]
    assert "This may name a person." in question
    assert not re.search("Maria|José|Linh", question)


@pytest.mark.parametrize(
    "place", ["Rosa Parks Elementary School", "Library", "Angela Davis Academy", "Kent Meridian High School", "MAYA"]
)
def test_a_place_is_not_mistaken_for_a_person(place: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "data", tmp_path / "data")
    answers = EVENT | {"place": place, "open_to": "All staff."}
    assert (
        "name a person" not in apply("auto", json.dumps(proposal("add-event", answers)), tmp_path / "data", NOW).answer
    )
