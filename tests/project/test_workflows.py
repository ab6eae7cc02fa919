"""The steps of the workflows that do not run make: they compare pull requests with the published site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import lacking

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / ".github" / "workflows"


def steps(workflow: str, job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((WORKFLOWS / workflow).read_text("utf-8"))["jobs"][job]["steps"]
    return found


def script(workflow: str, job: str, name: str) -> str:
    """The commands of a step."""
    (step,) = (step for step in steps(workflow, job) if step.get("name") == name)
    commands = str(step["run"])
    if "jq " in commands and not shutil.which("jq"):
        lacking("no jq: apt-get install jq")
    return commands


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/usr/bin/env bash\n{text}\n", "utf-8")
    path.chmod(0o755)


SITE = "https://team.example/hub"
GOOD = 'while (($#)); do [[ $1 == --output ]] && echo "{}" >"$2"; shift; done; printf 200'


@pytest.mark.parametrize(
    "gh, curl, said, known",
    [
        (f"echo {SITE}/", GOOD, "", {"AFFINITY_HUB_URL", "AFFINITY_HUB_PUBLISHED"}),
        ("echo http://team.example/hub", GOOD, "", {"AFFINITY_HUB_URL", "AFFINITY_HUB_PUBLISHED"}),
        (f"echo {SITE}", "printf 404", "::notice", {"AFFINITY_HUB_URL"}),
        (f"echo {SITE}", "printf 503", "::warning", {"AFFINITY_HUB_URL"}),
        (f"echo {SITE}", "printf 000; exit 6", "::warning", {"AFFINITY_HUB_URL"}),
        ("echo 'gh: Not Found (HTTP 404)' >&2; exit 1", "exit 9", "", set()),
        ("echo 'gh: Bad Gateway (HTTP 502)' >&2; exit 1", "exit 9", "::warning", set()),
    ],
    ids=["published", "over http", "nothing yet", "out of order", "no answer", "no site", "no word from GitHub"],
)
def test_a_pull_request_is_compared_with_the_published_site(
    gh: str, curl: str, said: str, known: set[str], tmp_path: Path
) -> None:
    """If there is no published site, or no answer, the pull request is still checked."""
    program(tmp_path, "gh", gh)
    program(tmp_path, "curl", curl)
    (tmp_path / "env").touch()
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ENV": str(tmp_path / "env"),
        "GITHUB_REPOSITORY": "team/hub",
    }
    commands = script("test.yml", "data", "Fetch the published calendars")
    done = subprocess.run(["bash", "-c", commands], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(said) if said else not done.stdout
    found = dict(line.split("=", 1) for line in (tmp_path / "env").read_text("utf-8").splitlines())
    assert set(found) == known
    assert found.get("AFFINITY_HUB_URL", SITE) == SITE
    if "AFFINITY_HUB_PUBLISHED" in found:
        assert (Path(found["AFFINITY_HUB_PUBLISHED"]) / "calendars" / "ledger.json").is_file()


def test_the_published_site_is_known_before_the_data_is_checked() -> None:
    names = [step.get("name") for step in steps("test.yml", "data")]
    order = ["Fetch the published calendars", "Check the YAML files", "Build the site"]
    assert [name for name in names if name in order] == order


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.stem)
def test_no_workflow_gives_a_pull_request_more_than_read_access(path: Path) -> None:
    """The author of a pull request decides what runs, so it gets no secrets and no write permission."""
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    # YAML 1.1 reads the key `on` as true.
    if "pull_request" in workflow[True]:
        assert "secrets." not in text
        granted = [job.get("permissions", {}) for job in workflow["jobs"].values()]
        assert {word for permission in granted for word in permission.values()} <= {"read"}
    assert "pull_request_target" not in text


def test_the_lock_of_the_readers_names_no_registry() -> None:
    lock = json.loads((ROOT / "tests" / "readers" / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package or "integrity" not in package] == []


def test_ci_runs_the_tests_that_contributing_names() -> None:
    jobs = yaml.safe_load((WORKFLOWS / "test.yml").read_text("utf-8"))["jobs"]
    runs = {str(step.get("run")).split(" PYTEST_ARGS")[0] for job in jobs.values() for step in job["steps"]}
    assert {"make test", "make test-long", ".venv/bin/python tools/builders.py"} <= runs
    assert "`make test-long`" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert jobs["long"]["timeout-minutes"] == 80


def test_properdocs_is_pinned_to_one_version_with_its_hash() -> None:
    lines = (ROOT / "requirements-properdocs.txt").read_text("utf-8").splitlines()
    version, digest = [line.strip(" \\") for line in lines if not line.startswith("#")]
    assert version == "properdocs==1.6.7"
    assert len(digest.removeprefix("--hash=sha256:")) == 64
