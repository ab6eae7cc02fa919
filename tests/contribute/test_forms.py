"""Forms filled in on GitHub: the result of each form, and proof that no form can do more than it says.

A folder in forms/ is named after the form. It has the text of an issue as GitHub sends it (`body.md`) and the expected
results: the answer to the person, with the exit status before it, and the change to the data. `make bless` writes both
results again.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from affinity_hub.contribute.forms.incoming import issue_body
from affinity_hub.contribute.forms.yaml_patch import Plain, append, scalar
from affinity_hub.reference import proposal_forms
from affinity_hub.schema import Event, Group, GroupStatus
from affinity_hub.schema.settings import Settings
from affinity_hub.source.reader import parse
from affinity_hub.views import edit_links
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import examples

if TYPE_CHECKING:
    from tests.conftest import Run

TEMPLATES = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE"
FORMS = Path(__file__).parents[1] / "forms"
DATA = FORMS / "data"
CASES = sorted(path for path in FORMS.iterdir() if (path / "body.md").exists())
Command = Callable[..., "Run"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def files(folder: Path) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in found}


def difference(before: dict[str, str], after: dict[str, str]) -> str:
    """The change to the data: a line for each added or removed line, with one line of context."""
    lines: list[str] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = (side.get(name, "").splitlines(keepends=True) for side in (before, after))
        lines += difflib.unified_diff(old, new, name, name, n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_form_makes_exactly_the_expected_change(case: Path, data: Path, run: Command, bless: bool) -> None:
    before = files(data)
    done = run("apply-form", case / "body.md", data, "--form", case.name.partition("--")[0])
    after = files(data)
    present = {"answer.md": f"{done.status}\n{done.out}", "change.diff": difference(before, after)}
    for name, text in present.items():
        if bless:
            (case / name).write_text(text, "utf-8", newline="")
        assert (case / name).read_bytes().decode() == text, f"to accept this change: make bless ({case.name}/{name})"
    assert done.err == ""
    assert not [line for line in done.out.splitlines() if line.lstrip().startswith("::")]
    assert bool(present["change.diff"]) == (done.status == 0)
    removed = [
        line for line in present["change.diff"].splitlines() if line.startswith("-") and not line.startswith("---")
    ]
    assert "#" not in "".join(removed).replace("# shorter than it was", ""), "a comment was lost"
    assert run("check", data).status == 0


def test_every_form_has_a_template_and_cases() -> None:
    names = {path.stem for path in TEMPLATES.glob("*.yml")} - {"config"}
    assert names == set(proposal_forms.NAMES) == {case.name.partition("--")[0] for case in CASES}


@pytest.mark.parametrize("form", proposal_forms.NAMES)
def test_github_accepts_each_template(form: str) -> None:
    template = yaml.safe_load((TEMPLATES / f"{form}.yml").read_text("utf-8"))
    assert {"name", "description", "title", "labels", "body"} == set(template)
    assert template["labels"] == [form]
    assert template["name"] == proposal_forms.FORMS[proposal_forms.NAMES.index(form)].title
    found = {field.id: field for field in proposal_forms.fields(form)}
    labels = [field.label for field in found.values()]
    questions = [item for item in template["body"] if item["type"] != "markdown"]
    assert [item["id"] for item in questions] == list(found)
    for item in questions:
        field, about = found[item["id"]], item["attributes"]
        boxes = [option for option in about.get("options", []) if isinstance(option, dict)]
        assert (field.label, field.kind) == (about["label"], item["type"])
        assert field.required == any(one.get("required") for one in (item.get("validations", {}), *boxes))
        assert field.options == tuple(option for option in about.get("options", ()) if isinstance(option, str))
        assert [field.hint] == [box["label"] for box in boxes] or not boxes
    assert len(set(labels)) == len(labels) == len({field.id for field in proposal_forms.fields(form)})
    for item in template["body"]:
        assert item["type"] in {"markdown", "input", "textarea", "dropdown", "checkboxes"}
        options = item["attributes"].get("options", [])
        assert all(isinstance(option, str | dict) for option in options), "GitHub expects strings, not booleans"


def test_the_choices_of_a_form_match_the_choices_of_the_model() -> None:
    def choices(form: str, name: str) -> tuple[str, ...]:
        return next(field.options for field in proposal_forms.fields(form) if field.id == name)

    def words(model: Any, key: str) -> tuple[str, ...]:
        return tuple(model.model_fields[key].annotation.__args__)

    assert choices("add-event", "kind") == words(Event, "kind")
    assert choices("new-group", "kind") == words(Group, "kind")
    assert set(choices("new-group", "status")) == {*get_args(GroupStatus)} - {"closed"}


# --- Unusual files and texts -----------------------------------------------------------------------------------------

CANCEL = (FORMS / "cancel-or-move--cancel-one" / "body.md").read_text("utf-8")
ADD = (FORMS / "add-event--series" / "body.md").read_text("utf-8")


def apply(run: Command, data: Path, form: str, body: bytes | str) -> Run:
    path = data.parent / "body.md"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return run("apply-form", path, data, "--form", form)


def test_the_line_ends_of_the_issue_and_of_the_file_do_not_mix(data: Path, run: Command) -> None:
    path = data / "events.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert apply(run, data, "add-event", ADD.replace("\n", "\r\n")).status == 0
    text = path.read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r")
    shutil.rmtree(data)
    shutil.copytree(DATA, data)
    assert apply(run, data, "add-event", ADD).status == 0
    assert (data / "events.yml").read_bytes() == text.replace(b"\r\n", b"\n")


def test_a_byte_order_mark_stays_where_it_was(data: Path, run: Command) -> None:
    path = data / "events.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert apply(run, data, "cancel-or-move", CANCEL).status == 0
    marked = path.read_bytes()
    shutil.copytree(DATA, data, dirs_exist_ok=True)
    assert apply(run, data, "cancel-or-move", CANCEL).status == 0
    assert marked == b"\xef\xbb\xbf" + path.read_bytes()


def test_a_file_without_a_last_line_end_and_an_empty_list_are_continued(data: Path, run: Command) -> None:
    for text in ("events: []", "# none yet\nevents:   []  # none\n"):
        (data / "events.yml").write_text(text, "utf-8")
        assert apply(run, data, "add-event", ADD).status == 0
        assert run("check", data).status == 0
        assert "# none" in (data / "events.yml").read_text("utf-8") or text == "events: []"


def test_a_list_in_brackets_is_left_to_a_person(data: Path, run: Command) -> None:
    text = "events: [{id: one, title: One, kind: gathering, starts: 2027-01-14}]\n"
    (data / "events.yml").write_text(text, "utf-8")
    assert apply(run, data, "add-event", ADD).status == 3
    fixed = (FORMS / "fix-a-mistake--in-a-line" / "body.md").read_text("utf-8").replace("tea-evening", "one")
    assert apply(run, data, "fix-a-mistake", fixed).status == 3
    assert (data / "events.yml").read_text("utf-8") == text


MOVE = (FORMS / "cancel-or-move--move-the-time" / "body.md").read_text("utf-8")


@pytest.mark.parametrize(
    "day, start, end",
    [
        ("2027-02-11", "_No response_", "_No response_"),
        ("2027-02-11", "15:30", "_No response_"),
        ("_No response_", "3:30 pm", "5 pm"),
        ("2027-02-11", "3:30 pm", "17:00"),
    ],
)
def test_a_move_to_the_present_time_of_a_date_is_refused(
    day: str, start: str, end: str, data: Path, run: Command
) -> None:
    body = MOVE.replace("### New date\n\n_No response_", f"### New date\n\n{day}")
    body = body.replace("\n4 pm\n", f"\n{start}\n").replace("\n5:30 pm\n", f"\n{end}\n")
    done = apply(run, data, "cancel-or-move", body)
    assert "already has this day and this time" in done.out
    assert files(data)["events.yml"] == files(DATA)["events.yml"]


def test_an_imported_event_is_changed_in_its_own_calendar(tmp_path: Path, run: Command) -> None:
    data = tmp_path / "sample"
    shutil.copytree(Path(__file__).parents[2] / "examples" / "sample-district", data)
    event = "bilingual-staff-exchange-csbvjqkrdpng"
    body = CANCEL.replace("tea-monthly", event).replace("2027-01-14", "2027-02-05")
    before = files(data / "imported")
    done = apply(run, data, "cancel-or-move", body)
    assert done.status == 3
    assert "comes from the calendar of Bilingual Staff Exchange. Please change it in that calendar" in done.out
    assert files(data / "imported") == before


def test_a_mistake_in_a_difficult_question_is_for_a_person(data: Path, run: Command) -> None:
    """The page of a question leads to the form, but the form can only change records that have one line for each
    answer."""
    question = "{id: who-pays, question: Is the time paid?, short_answer: Ask., reviewed_by: unknown}"
    (data / "library.yml").write_text(f"difficult_questions:\n  - {question}\n", "utf-8")
    body = FORMS / "fix-a-mistake--in-a-line" / "body.md"
    done = apply(run, data, "fix-a-mistake", body.read_text("utf-8").replace("tea-evening", "who-pays"))
    assert (done.status, "A person must look at this" in done.out) == (3, True)


def test_the_comment_after_an_empty_list_stays_in_its_place(data: Path, run: Command) -> None:
    """If the comment moved to the end of the new record, it would become part of a block of text."""
    (data / "opportunities.yml").write_text("opportunities: []  # none yet\n# The end.\n", "utf-8")
    given = {"title": "Mentors", "kind": "mentoring", "open_to": "All.", "details": "One.\nTwo.", "agreed": "yes"}
    proposal = json.dumps({"form": "add-opportunity", "version": 1, "answers": given})
    assert apply(run, data, "add-opportunity", proposal).status == 0
    changed = (data / "opportunities.yml").read_text("utf-8")
    assert changed.startswith("opportunities:  # none yet\n  - id: mentors\n")
    assert changed.endswith("    details: |\n      One.\n      Two.\n# The end.\n")


def test_the_comment_after_the_indicator_of_a_block_stays(data: Path, run: Command) -> None:
    groups = data / "groups.yml"
    groups.write_text(groups.read_text("utf-8").replace("summary: >-", "summary: >-  # a draft"), "utf-8")
    given = {"entry": "tea-circle", "part": "In one sentence", "text": "Tea."}
    proposal = json.dumps({"form": "fix-a-mistake", "version": 1, "answers": given})
    assert apply(run, data, "fix-a-mistake", proposal).status == 0
    assert '    summary: "Tea."  # a draft\n    purpose: |\n' in groups.read_text("utf-8")


def test_a_file_with_the_line_ends_of_an_old_program_keeps_them(data: Path, run: Command) -> None:
    events = data / "events.yml"
    events.write_bytes(events.read_bytes().rstrip(b"\n").replace(b"\n", b"\r"))
    assert apply(run, data, "add-event", ADD).status == 0
    assert b"\n" not in events.read_bytes()


def test_data_with_errors_is_not_touched(data: Path, run: Command) -> None:
    (data / "partners.yml").write_text("partners:\n  - id: X\n", "utf-8")
    done = apply(run, data, "cancel-or-move", CANCEL)
    assert done.status == 3
    assert "did not cause this" in done.out
    assert files(data)["events.yml"] == files(DATA)["events.yml"]


@pytest.mark.parametrize(
    "body",
    ["", "\x00", b"\xff\xfe", "### Event", CANCEL + "x" * 65_536, "### Date\n" * 7000, "\n" * 65_000, "### " * 16_000],
    ids=["empty", "zero", "no text", "one heading", "too long", "headings", "empty lines", "hashes"],
)
def test_a_text_that_is_not_a_form_gets_an_answer(body: bytes | str, data: Path, run: Command) -> None:
    done = apply(run, data, "cancel-or-move", body)
    assert (done.status, done.err) == (1, "")
    assert len(done.out) < 3000
    assert files(data) == files(DATA)


def test_the_longest_text_an_issue_can_have_is_read(data: Path, run: Command) -> None:
    room = issue_body.MAX_ISSUE_LENGTH - len(ADD)
    done = apply(run, data, "add-event", ADD.replace("Bring a cup.", "Bring a cup. " + "🫖" * (room - 1)))
    assert done.status == 1
    assert "there is room for 20,000" in done.out


def test_an_unknown_form_is_a_usage_error(data: Path, run: Command) -> None:
    assert run("apply-form", data / "none.md", data, "--form", "add-event").status == 2
    assert run("apply-form", data / "none.md", data, "--form", "delete-everything").status == 2


@given(st.text(max_size=60))
@example("0 \r0")
@settings(max_examples=examples(60), deadline=None)
def test_every_typed_text_becomes_one_text_in_the_file(typed: str) -> None:
    text = issue_body.clean(typed).strip()
    made = append("events: []\n", "events", {"id": Plain("x"), "title": text, "last": "x"})
    node, problems = parse(made, "events.yml")
    assert problems == []
    assert node["events"][0]["last"] == "x"  # type: ignore[index,call-overload]
    assert (node["events"][0]["title"] or "").strip() == text  # type: ignore[index,call-overload]
    if "\n" not in text:
        assert parse(f"a: {{b: {scalar(text)}, c: d}}", "x")[0] == {"a": {"b": text, "c": "d"}}


# --- The links -------------------------------------------------------------------------------------------------------


def hub_settings(**own: str) -> Settings:
    return Settings.model_validate({"name": "A", "organization": {"name": "B"}, "url": "https://a.example/"} | own)


def test_links_lead_to_github_only_if_the_repository_is_on_github() -> None:
    for address in ("https://github.com/a/b", "https://github.com/a/b/", "https://github.com/a/b.git"):
        site = hub_settings(repository=address, folder="data")
        assert edit_links.edit(site, "groups/x y.yml") == "https://github.com/a/b/edit/main/data/groups/x%20y.yml"
        made = urlsplit(edit_links.form(site, "", "add-event", owner="x&y=z", date=None) or "")
        assert (made.path, parse_qs(made.query)) == (
            "/a/b/issues/new",
            {"template": ["add-event.yml"], "owner": ["x&y=z"]},
        )
    for address in ("https://git.example/a/b", "https://github.com/a", "https://github.com.evil.example/a/b"):
        assert edit_links.edit(hub_settings(repository=address), "groups.yml") is None
        assert edit_links.form(hub_settings(repository=address), "", "add-event") is None
    assert edit_links.form(hub_settings(), "", "add-event") is None


def test_the_form_asks_for_each_value_that_pages_fill_in(demo_site: Path) -> None:
    seen = set()
    for path in {*demo_site.rglob("*.html")} - {*(demo_site / "propose").rglob("*.html")}:
        for form, part in re.findall(r'href="(?:\.\./)*propose/([a-z-]+)/(?:\?([^"]*))?"', path.read_text("utf-8")):
            query = parse_qs(part.replace("&amp;", "&"))
            assert query.keys() <= {field.id for field in proposal_forms.fields(form)}
            seen.add(form)
    assert seen == set(proposal_forms.NAMES)


def test_data_with_pictures_can_be_changed(data: Path, run: Command) -> None:
    groups = data / "groups.yml"
    picture = "    image: {file: images/tea.png, alt: Tea., consent: {shows: nobody}}\n"
    groups.write_text(
        re.sub(r"(?m)(?<=^    name: )(.*\n)", rf"\1{picture}", groups.read_text("utf-8"), count=1), "utf-8"
    )
    (data / "images").mkdir()
    shutil.copyfile(Path(__file__).parents[1] / "sites" / "full" / "images" / "cups.png", data / "images" / "tea.png")
    assert picture in groups.read_text("utf-8")
    assert apply(run, data, "cancel-or-move", CANCEL).status == 0
