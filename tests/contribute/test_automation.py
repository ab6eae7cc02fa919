"""The workflows on GitHub: their permissions and their commands. No text from a stranger becomes a command."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from affinity_hub.reference.proposal_forms import NAMES

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FILES = {path.stem: path.read_text("utf-8") for path in WORKFLOWS}
# BaseLoader, because other loaders read `on` as a truth value.
READ: dict[str, dict[str, Any]] = {name: yaml.load(text, Loader=yaml.BaseLoader) for name, text in FILES.items()}

# The jobs that may write, and why. All other jobs can only read.
WRITERS = {
    ("deploy", "deploy"): {"pages", "id-token"},
    ("comment", "post"): {"pull-requests"},
    ("forms", "propose"): {"contents", "pull-requests", "issues"},
    ("care", "tell"): {"issues"},
    ("import", "propose"): {"contents", "pull-requests", "issues"},
    ("proposal", "propose"): {"contents", "pull-requests"},
}


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, workflow in READ.items():
        for job, body in workflow["jobs"].items():
            yield name, job, body


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job, body in jobs():
        for step in body["steps"]:
            yield f"{name}/{job}", step


def test_every_workflow_starts_without_permissions() -> None:
    assert [name for name, workflow in READ.items() if workflow.get("permissions") != {}] == []


def test_only_the_listed_jobs_may_write() -> None:
    found = {
        (name, job): writes
        for name, job, body in jobs()
        if (writes := {what for what, how in body["permissions"].items() if how != "read"})
    }
    assert found == {key: value for key, value in WRITERS.items() if key[0] in READ}


@pytest.mark.parametrize("name", FILES)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(name: str) -> None:
    uses = re.findall(r"uses: (.*)", FILES[name])
    pinned = r"actions/[\w-]+(?:/restore|/save)?@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [line for line in uses if not re.fullmatch(pinned, line)] == []


def test_no_script_contains_an_expression() -> None:
    """GitHub would insert the text before the shell reads the script, but a value in `env` is always plain text."""
    assert [place for place, step in steps() if "${{" in step.get("run", "")] == []


def test_no_checkout_leaves_a_token_behind() -> None:
    left = [
        place
        for place, step in steps()
        if "actions/checkout@" in step.get("uses", "") and step.get("with", {}).get("persist-credentials") != "false"
    ]
    assert left == []


def test_a_job_that_runs_a_pull_request_cannot_write() -> None:
    assert not [name for name, workflow in READ.items() if "pull_request_target" in workflow["on"]]
    for name, job, body in jobs():
        if "pull_request" in READ[name]["on"]:
            assert set(body["permissions"].values()) <= {"read"}, f"{name}/{job}"


def test_a_job_with_permissions_checks_out_only_main() -> None:
    for name, job, body in jobs():
        if {"workflow_run", "issues"} & set(READ[name]["on"]):
            refs = [step["with"].get("ref") for step in body["steps"] if "actions/checkout@" in step.get("uses", "")]
            assert set(refs) <= {"main"}, f"{name}/{job}"


def test_bash_can_read_every_script() -> None:
    for place, step in steps():
        if script := step.get("run"):
            done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, ""), place


def test_no_expression_contains_text_from_a_stranger() -> None:
    """Titles, texts, and names of branches are passed on only through `env`, which makes them plain text."""
    free = re.compile(r"(issue|comment|pull_request|review|head_commit)\.(title|body|head\.ref|message|user)|head_ref")
    assert [name for name, text in FILES.items() if free.search(re.sub(r"#.*", "", text))] == ["forms"]
    assert re.findall(r"\$\{\{.*\.body.*\}\}", FILES["forms"]) == []


def test_no_job_both_writes_and_runs_our_program() -> None:
    for name, job, body in jobs():
        scripts = " ".join(step.get("run", "") for step in body["steps"])
        writes = {what for what, how in body["permissions"].items() if how != "read"}
        assert not (writes and re.search(r"\bmake\b|affinity-hub (?!:)\w|python", scripts)), f"{name}/{job}"


def test_the_form_workflow_knows_every_form() -> None:
    expression = READ["forms"]["jobs"]["read"]["steps"][2]["env"]["FORM"]
    assert tuple(re.findall(r"&& '([a-z-]+)'", expression)) == NAMES
    assert json.loads(re.findall(r"fromJSON\('(.*?)'\)", READ["forms"]["jobs"]["read"]["if"])[0]) == list(NAMES)


def git(folder: Path, *words: str) -> str:
    name = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    return subprocess.run(["git", *name, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_comparison_takes_only_plain_data_files_from_a_pull_request(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / "groups").mkdir(parents=True)
    git(repository, "init", "--quiet")
    (repository / "groups.yml").write_text("groups: []\n", "utf-8")
    (repository / "groups" / "one.yml").write_text("groups: []  # ü\n", "utf-8")
    (repository / "events.yml").symlink_to("/etc/passwd")
    (repository / "hooks").mkdir()
    (repository / "library").mkdir()
    (repository / "library" / "terms.yml").write_text("glossary: []\n", "utf-8")
    for name in ("hooks/evil.py", "hooks/evil.yml", "Makefile", "groups/$(touch evil).yml", "groups/a b.yml"):
        (repository / name).write_text("evil\n", "utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "data")
    script = next(step["run"] for _, step in steps() if "data() {" in step.get("run", ""))
    function = script[script.index("data() {") : script.index('data "$(git')]
    command = ["bash", "-euo", "pipefail", "-c", f'{function}\ndata HEAD "$1"', "bash", str(tmp_path / "out")]
    subprocess.run(command, cwd=repository, check=True)
    taken = {p.relative_to(tmp_path / "out").as_posix(): p for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert sorted(taken) == ["groups.yml", "groups/one.yml", "library/terms.yml"]
    assert taken["groups/one.yml"].read_text("utf-8") == "groups: []  # ü\n"
