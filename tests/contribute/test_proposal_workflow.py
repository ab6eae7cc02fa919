"""The workflow for proposals by email: nothing from the email is in its log, and its commit names no person.

The commands of the workflow run here against a repository on disk, with a stand-in for `gh`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from affinity_hub.contribute.forms.incoming.mail_text import block

from tests.contribute.test_form_workflow import BOT, git
from tests.project.test_workflows import program, script

CANARY = "Wilhelmina Canaryson"
DATA = Path(__file__).parents[1] / "forms" / "data"
WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "proposal.yml"
FIX = {"entry": "tea-evening", "part": "In one sentence", "text": "Tea at dusk."}


class Runner:
    """A repository, and a runner with the two jobs of the workflow."""

    def __init__(self, folder: Path, made_today: str = "0") -> None:
        self.temp, self.hub, self.origin = folder / "temp", folder / "hub", folder / "origin.git"
        self.bin, self.printed = folder / "bin", ""
        shutil.copytree(DATA, self.hub)
        for path in (self.temp, self.bin, self.hub / ".venv" / "bin"):
            path.mkdir(parents=True)
        program(self.bin, "gh", f'echo "$*" >> "{folder}/asked"\ncase "$*" in "pr list"*) echo {made_today} ;; esac\n')
        program(self.bin, "make", "exit 0\n")
        program(self.hub / ".venv" / "bin", "affinity-hub", f'exec {sys.executable} -m affinity_hub "$@"\n')
        (self.hub / ".gitignore").write_text(".venv/\n", "utf-8")
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        git(self.hub, "init", "--quiet", "--initial-branch=main")
        git(self.hub, "add", ".")
        git(self.hub, "commit", "--quiet", "-m", "Data")
        git(self.hub, "remote", "add", "origin", str(self.origin))
        git(self.hub, "push", "--quiet", "origin", "main")

    def step(self, job: str, name: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "GITHUB_OUTPUT": str(self.temp / "outputs"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "RUN": "77",
            "MOST_A_DAY": "20",
        }
        commands = ["bash", "-c", script("proposal.yml", job, name)]
        return subprocess.run(commands, cwd=self.hub, env=environment, capture_output=True, text=True, check=False)

    def read(self, text: str) -> str:
        """Runs the first job, and returns the status of the proposal."""
        (self.temp / "event.json").write_text(json.dumps({"inputs": {"proposal": text}}), "utf-8")
        masks = self.step("read", "Keep the proposal out of the log")
        assert masks.returncode == 0, masks.stderr
        assert all(line.startswith("::add-mask::") for line in masks.stdout.splitlines())
        done = self.step("read", "Make the change that the proposal asks for")
        assert done.returncode == 0, done.stderr
        self.printed = done.stdout + done.stderr + (self.temp / "summary.md").read_text("utf-8")
        return (self.temp / "outputs").read_text("utf-8")

    def propose(self) -> subprocess.CompletedProcess[str]:
        git(self.hub, "reset", "--quiet", "--hard")
        return self.step("propose", "Propose the change")


def proposal(**answers: str) -> str:
    return block({"form": "fix-a-mistake", "version": 1, "answers": FIX | answers})


def test_an_email_becomes_a_proposal_that_names_no_person(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    mail = f"From: {CANARY} <canary@example.org>\n\n{proposal()}\n\n-- \n{CANARY}\n"
    assert runner.read(mail) == "status=0\n"
    assert runner.propose().returncode == 0
    assert "Tea at dusk." in git(runner.origin, "show", "proposal-77:events.yml")
    assert git(runner.origin, "log", "-1", "--format=%ae %ce", "proposal-77") == f"{BOT} {BOT}"
    made = (runner.temp / "proposal.md").read_text("utf-8") + git(runner.origin, "show", "proposal-77")
    told = runner.printed + made + (tmp_path / "asked").read_text("utf-8")
    assert not re.search("canary", told, re.IGNORECASE)
    assert "pr create --head proposal-77" in told


def test_a_title_like_a_question_of_the_program_makes_no_draft(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    assert runner.read(proposal(part="Name or title", text="Is this what you mean?")) == "status=0\n"
    assert "Is this what you mean?" in runner.printed
    assert runner.propose().returncode == 0
    assert "pr create --head proposal-77" in (tmp_path / "asked").read_text("utf-8")


def test_a_change_that_needs_a_yes_becomes_a_draft(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    answers = {"title": "Tea of old", "kind": "gathering", "date": "2020-01-02", "start": "16:00", "end": "17:00"}
    runner.read(block({"form": "add-event", "version": 1, "answers": answers | {"agreed": "yes"}}))
    assert "Is this what you mean?" in runner.printed
    assert runner.propose().returncode == 0
    assert "pr create --draft --head proposal-77" in (tmp_path / "asked").read_text("utf-8")


@pytest.mark.parametrize("entry", [CANARY, "canary@example.org"])
def test_a_refusal_repeats_nothing_that_was_typed(tmp_path: Path, entry: str) -> None:
    runner = Runner(tmp_path)
    assert runner.read(proposal(entry=entry, canary="Canary")) == "status=1\n"
    assert "“Which entry?” needs a correction." in runner.printed
    assert not re.search("canary", runner.printed, re.IGNORECASE)
    assert not re.search("canary", git(runner.hub, "diff"), re.IGNORECASE)


def test_a_text_that_is_not_a_proposal_is_not_printed(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    assert runner.read(f"{CANARY}\n::error::{CANARY}\n$(touch {tmp_path}/made) `touch {tmp_path}/made`") == "status=1\n"
    assert "The text contains no proposal." in runner.printed
    assert not re.search("canary", runner.printed, re.IGNORECASE)
    assert not (tmp_path / "made").exists()


def test_a_flood_ends_after_twenty_proposals_a_day(tmp_path: Path) -> None:
    runner = Runner(tmp_path, made_today="20")
    runner.read(proposal())
    done = runner.propose()
    assert done.returncode == 1
    assert "Run the workflow again tomorrow." in done.stdout
    assert git(runner.origin, "branch", "--list", "proposal-*") == ""


def test_no_command_of_the_workflow_contains_the_text_of_the_proposal() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["read"]["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
    assert "${{ inputs" not in WORKFLOW.read_text("utf-8")
    assert "github.event.inputs" not in WORKFLOW.read_text("utf-8")
