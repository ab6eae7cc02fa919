"""A build that does not know the published site says that calendar entries start at version 0."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

pytestmark = pytest.mark.site

Command = Callable[..., Run]
District = Callable[..., Path]
Program = Callable[..., subprocess.CompletedProcess[str]]

NOTICE = "Notice: this build starts every calendar entry at version 0, because it does not know the published site.\n"


@pytest.fixture
def published(district: District, run: Command, tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    assert run("feeds", district(), "--out", folder, "--first").status == 0
    return folder


def test_feeds_without_the_published_site_prints_the_notice(
    district: District, run: Command, tmp_path: Path, published: Path
) -> None:
    done = run("feeds", district(), "--out", tmp_path / "out")
    assert done.status == 0
    assert done.err.startswith(NOTICE)
    assert "--published ADDRESS-or-FOLDER" in done.err
    assert "--first" in done.err
    assert run("feeds", district(), "--out", tmp_path / "out", "--published", published).err == ""


def test_first_means_that_nothing_has_been_published_yet(
    district: District, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("feeds", district(), "--out", tmp_path / "out", "--first")[::2] == (0, "")
    monkeypatch.setenv("AFFINITY_HUB_FIRST", "yes")
    assert run("feeds", district(), "--out", tmp_path / "out")[::2] == (0, "")
    monkeypatch.setenv("AFFINITY_HUB_FIRST", "no")
    assert run("feeds", district(), "--out", tmp_path / "out").err.startswith(NOTICE)


def test_build_prints_the_notice_once_and_succeeds(district: District, program: Program, tmp_path: Path) -> None:
    done = program("-m", "affinity_hub", "build", district(), "--out", tmp_path / "site")
    assert done.returncode == 0
    assert (done.stdout + done.stderr).count("at version 0") == 1
    assert NOTICE in done.stderr


@pytest.mark.parametrize(
    "words, variable",
    [
        (("--published", "FOLDER"), ""),
        pytest.param(("--first",), "", marks=pytest.mark.long),
        pytest.param((), "AFFINITY_HUB_FIRST", marks=pytest.mark.long),
        pytest.param((), "AFFINITY_HUB_PUBLISHED", marks=pytest.mark.long),
    ],
)
def test_build_prints_no_notice_if_it_knows_the_published_site(
    words: tuple[str, ...], variable: str, district: District, program: Program, tmp_path: Path, published: Path
) -> None:
    more = [published if word == "FOLDER" else word for word in words]
    own = {variable: "yes" if variable == "AFFINITY_HUB_FIRST" else str(published)} if variable else {}
    done = program("-m", "affinity_hub", "build", district(), "--out", tmp_path / "site", *more, **own)
    assert (done.returncode, "at version 0" in done.stdout + done.stderr) == (0, False)


@pytest.mark.long
def test_make_site_prints_the_notice_once_and_not_as_a_warning(
    district: District, program: Program, tmp_path: Path
) -> None:
    place = ("--config-file", ROOT / "mkdocs.yml", "--site-dir", tmp_path / "site")
    words = ("-m", "mkdocs", "build", "--strict", *place)
    done = program(*words, AFFINITY_HUB_DATA=str(district()))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.count(NOTICE) == 1
    assert "AFFINITY_HUB_PUBLISHED=ADDRESS" in done.stderr
    assert "WARNING" not in done.stderr
    done = program(*words, AFFINITY_HUB_DATA=str(district()), AFFINITY_HUB_FIRST="yes")
    assert (done.returncode, "version 0" in done.stderr) == (0, False)


def test_problems_with_the_data_are_reported_alone(district: District, run: Command, tmp_path: Path) -> None:
    done = run("feeds", district(events="events: soon\n"), "--out", tmp_path / "out")
    assert (done.status, NOTICE in done.err) == (1, False)
