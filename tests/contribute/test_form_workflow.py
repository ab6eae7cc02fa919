"""The job that turns a form into a proposal never overwrites a person's commit, and a change withdraws an approval.

The commands of the workflow run here against a repository on disk. `gh` is a stand-in that answers from files and logs
its arguments.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.project.test_workflows import program, script

if TYPE_CHECKING:
    from tests.conftest import Run

GH = """\
echo "$*" >> "$FAKE/asked"
case "$*" in
  "pr list"*) cat "$FAKE/open" ;;
  *reviews*--jq*) cat "$FAKE/reviews" ;;
  *dismissals*) exit "$(cat "$FAKE/dismiss")" ;;
  *requested_reviewers*) exit "$(cat "$FAKE/request")" ;;
esac
"""
BOT = "41898282+github-actions[bot]@users.noreply.github.com"
DATA = Path(__file__).parents[1] / "forms" / "data"
EVENTS = "events:\n" + "".join(f"  - id: event-{number}\n    title: Tea {number}\n" for number in range(9))


def git(folder: Path, *words: str, email: str = "person@example.org") -> str:
    who = ("-c", "user.name=Person", "-c", f"user.email={email}")
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


class Answer(NamedTuple):
    status: int
    out: str
    outputs: str


class Repository:
    """A repository on GitHub with the form of issue 7, and a runner."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.person = folder, folder / "origin.git", folder / "person"
        self.fake, self.runner = folder / "fake", folder / "runner"
        self.fake.mkdir()
        program(self.fake, "gh", GH)
        self.answers(open="", reviews="", dismiss="0", request="0")
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        git(folder, "clone", "--quiet", str(self.origin), str(self.person))
        git(self.person, "switch", "--quiet", "--create", "main")
        self.on_main("events.yml", EVENTS)

    def answers(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.fake / name).write_text(text, "utf-8")

    def on_main(self, name: str, text: str) -> None:
        (self.person / name).write_text(text, "utf-8")
        git(self.person, "add", ".")
        git(self.person, "commit", "--quiet", "-m", "Edit")
        git(self.person, "push", "--quiet", "origin", "main")

    def form(self, title: str, *, needs_yes: bool = False) -> Answer:
        """The form asks for a new title of the third event."""
        shutil.rmtree(self.runner, ignore_errors=True)
        git(self.folder, "clone", "--quiet", "--branch", "main", str(self.origin), str(self.runner))
        made = self.runner / ".made" / "made"
        made.mkdir(parents=True)
        text = (self.runner / "events.yml").read_text("utf-8")
        (self.runner / "events.yml").write_text(text.replace("Tea 3\n", f"{title}\n"), "utf-8")
        (made / "change.patch").write_text(git(self.runner, "diff", "--binary") + "\n", "utf-8")
        (made / "answer.md").write_text(f"The title is {title}.\n", "utf-8")
        result = {"status": 0, "needs_yes": needs_yes, "answer": f"The title is {title}."}
        (made / "result.json").write_text(json.dumps(result), "utf-8")
        git(self.runner, "checkout", "--quiet", "events.yml")
        return self.step("Propose the change")

    def step(self, name: str, **more: str) -> Answer:
        (self.runner / "outputs").write_text("")
        environment = {
            "PATH": f"{self.fake}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "FAKE": str(self.fake),
            "RUNNER_TEMP": str(self.runner / ".made"),
            "GITHUB_OUTPUT": str(self.runner / "outputs"),
            "GITHUB_REPOSITORY": "team/hub",
            "NUMBER": "7",
            **more,
        }
        commands = ["bash", "-c", script("forms.yml", "propose", name)]
        done = subprocess.run(commands, cwd=self.runner, env=environment, capture_output=True, text=True, check=False)
        return Answer(done.returncode, done.stdout + done.stderr, (self.runner / "outputs").read_text())

    @property
    def asked(self) -> list[str]:
        path = self.fake / "asked"
        return path.read_text("utf-8").splitlines() if path.exists() else []

    def proposed(self, path: str = "events.yml") -> str:
        return git(self.origin, "show", f"form-7:{path}")

    def commits(self) -> list[str]:
        return git(self.origin, "log", "--format=%H", "form-7").splitlines()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_first_answer_makes_a_proposal(repository: Repository) -> None:
    done = repository.form("Coffee")
    assert (done.status, done.outputs) == (0, "")
    assert "Coffee" in repository.proposed()
    assert [line for line in repository.asked if line.startswith("pr create --head form-7")]
    assert git(repository.origin, "log", "-1", "--format=%ae %ce", "form-7") == f"{BOT} {BOT}"


def test_an_edit_of_the_form_continues_the_proposal(repository: Repository) -> None:
    repository.form("Coffee")
    before = repository.commits()
    repository.answers(open="12")
    done = repository.form("Cocoa")
    assert (done.status, done.outputs) == (0, "pull=12\n")
    assert "Cocoa" in repository.proposed()
    assert "Coffee" not in repository.proposed()
    assert set(before) < set(repository.commits()), "no earlier commit is lost"


def test_only_a_change_that_needs_a_yes_becomes_a_draft(repository: Repository) -> None:
    repository.form("Is this what you mean?")
    assert [line for line in repository.asked if line.startswith("pr create --head form-7")]
    repository.answers(open="12")
    repository.form("Cocoa")
    assert "pr ready 12 --undo" not in repository.asked
    repository.form("Coffee of old", needs_yes=True)
    assert "pr ready 12 --undo" in repository.asked, "the edited form needs a yes"
    repository.answers(open="")
    repository.form("Tea of old", needs_yes=True)
    assert [line for line in repository.asked if line.startswith("pr create --draft --head form-7")]


@pytest.mark.parametrize("year, needs_yes", [(2020, True), (2037, False)])
def test_the_answer_says_whether_the_change_needs_a_yes(
    year: int, needs_yes: bool, data: Path, run: Callable[..., Run]
) -> None:
    """The words of the person never decide it."""
    body = data / "body.json"
    answers = {"title": "Is this what you mean?", "kind": "gathering", "date": f"{year}-05-06"}
    answers |= {"open_to": "All staff.", "agreed": "yes"}
    body.write_text(json.dumps({"form": "add-event", "version": 1, "answers": answers}), "utf-8")
    done = run("apply-form", body, data, "--format", "json")
    told = json.loads(done.out)
    assert (done.status, told["status"], told["needs_yes"]) == (0, 0, needs_yes)
    assert told["answer"].startswith("**This became a proposal: event Is this what you mean?.**")


def test_an_issue_is_read_into_an_answer_and_its_result(data: Path, tmp_path: Path) -> None:
    body = (DATA.parent / "cancel-or-move--cancel-one" / "body.md").read_text("utf-8")
    (tmp_path / "event.json").write_text(json.dumps({"issue": {"body": body}}), "utf-8")
    (data / ".venv" / "bin").mkdir(parents=True)
    program(tmp_path, "make", "exit 0")
    program(data / ".venv" / "bin", "affinity-hub", f'exec {sys.executable} -m affinity_hub "$@"')
    git(data, "init", "--quiet")
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        "FORM": "cancel-or-move",
    }
    commands = ["bash", "-c", script("forms.yml", "read", "Make the change that the form asks for")]
    done = subprocess.run(commands, cwd=data, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads((tmp_path / "made" / "result.json").read_text("utf-8"))
    assert (result["status"], result["needs_yes"]) == (0, False)
    assert (tmp_path / "made" / "answer.md").read_text("utf-8") == f"{result['answer']}\n"
    assert (tmp_path / "outputs").read_text("utf-8") == "status=0\n"


def test_the_proposal_has_only_its_own_change_after_main_moves_on(repository: Repository) -> None:
    repository.form("Coffee")
    repository.on_main("events.yml", EVENTS.replace("Tea 8", "Cake"))
    repository.answers(open="12")
    assert repository.form("Cocoa").outputs == "pull=12\n"
    differs = git(repository.origin, "diff", "--unified=0", "main...form-7").splitlines()
    assert [line for line in differs if line.startswith(("+ ", "- "))] == ["-    title: Tea 3", "+    title: Cocoa"]


@pytest.mark.parametrize("moves", [False, True], ids=["the same main", "another main"])
def test_an_edit_that_changes_nothing_pushes_and_announces_nothing(repository: Repository, moves: bool) -> None:
    repository.form("Coffee")
    before = repository.commits()
    if moves:
        repository.on_main("groups.yml", "groups: []\n")
    repository.answers(open="12")
    assert repository.form("Coffee").outputs == ""
    assert repository.commits() == before


@pytest.mark.parametrize("how", ["author", "committer"])
def test_a_commit_by_a_person_is_never_lost(repository: Repository, how: str) -> None:
    repository.form("Coffee")
    person = repository.person
    git(person, "fetch", "--quiet")
    git(person, "switch", "--quiet", "form-7")
    (person / "events.yml").write_text(repository.proposed().replace("Coffee", "Green tea") + "\n", "utf-8")
    author = () if how == "author" else ("--author", f"bot <{BOT}>")
    git(person, "commit", "--quiet", "--all", "-m", "Better", *author, email="person@example.org")
    git(person, "push", "--quiet", "origin", "form-7")
    before = repository.commits()
    repository.answers(open="12")
    done = repository.form("Cocoa")
    assert (done.status, done.outputs) == (0, "")
    assert repository.commits() == before
    assert "Green tea" in repository.proposed()
    answer = (repository.runner / ".made" / "made" / "answer.md").read_text("utf-8")
    assert "Someone has changed the proposal, so the program did not change it." in answer


def test_a_push_in_the_same_second_is_not_overwritten(repository: Repository) -> None:
    repository.form("Coffee")
    # Someone pushes a commit after the workflow has read the branch and before it writes to the branch.
    program(
        repository.fake,
        "git",
        f'if [ "$1" = push ]; then {shutil.which("git")} -C "{repository.origin}" update-ref refs/heads/form-7 '
        f'"$({shutil.which("git")} -C "{repository.origin}" -c user.name=P -c user.email=p@example.org commit-tree '
        f'form-7^{{tree}} -p form-7 -m Person)"; fi\nexec {shutil.which("git")} "$@"',
    )
    done = repository.form("Cocoa")
    assert done.status != 0
    assert git(repository.origin, "log", "-1", "--format=%s", "form-7") == "Person"


def review(repository: Repository, reviews: str, **answers: str) -> list[str]:
    repository.form("Coffee")
    repository.answers(reviews=reviews, **answers)
    (repository.fake / "asked").unlink()
    done = repository.step("Ask for a new review of a proposal that changed after a review", PULL="12")
    assert done.status == 0, done.out
    return [line.split(" --jq")[0] for line in repository.asked[1:]]


def test_without_a_review_nothing_is_announced(repository: Repository) -> None:
    assert review(repository, "") == []


def test_after_a_review_the_change_is_announced_and_the_approval_is_withdrawn(repository: Repository) -> None:
    asked = review(repository, "5\tCOMMENTED\tann\n6\tAPPROVED\tben\n")
    reviews = "repos/team/hub/pulls/12/reviews"
    assert asked == [
        "pr comment 12 --body-file changed.md",
        "api --method POST repos/team/hub/pulls/12/requested_reviewers -f reviewers[]=ann --silent",
        f"api --method PUT {reviews}/6/dismissals -f message=The proposal changed after this review. --silent",
        "api --method POST repos/team/hub/pulls/12/requested_reviewers -f reviewers[]=ben --silent",
    ]
    assert "review it again" in (repository.runner / "changed.md").read_text("utf-8")


def test_if_an_approval_cannot_be_withdrawn_the_proposal_becomes_a_draft(repository: Repository) -> None:
    asked = review(repository, "6\tAPPROVED\tben\n", dismiss="1", request="1")
    assert "pr ready 12 --undo" in asked


def test_the_new_review_is_asked_for_only_after_a_change() -> None:
    text = (Path(__file__).resolve().parents[2] / ".github" / "workflows" / "forms.yml").read_text("utf-8")
    assert "if: steps.propose.outputs.pull\n        name: Ask for a new review" in text
    assert "--force" not in text
