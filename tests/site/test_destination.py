"""A build replaces only new folders, empty folders, and its own output, and never its input."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., "Run"]
District = Callable[..., Path]
Program = Callable[..., subprocess.CompletedProcess[str]]
LEDGER = '{"version": 1, "uid_domain": "example.org", "entries": {}}'


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, including hidden files."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=["build", "feeds"])
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    "files",
    [
        {"thesis.docx": "hi"},
        {".hidden": "hi"},
        {"index.html": "half of a site"},
        {"calendars/ledger.json": "{}"},
        {"calendars/ledger.json": '{"version": 1}'},
        {"calendars/ledger.json": LEDGER.replace("}}", "")},
        {"ledger.json": LEDGER},
        {".affinity-hub": ""},
        {".affinity-hub/notes.txt": "hi"},
        {"folder/.affinity-hub": "Written by affinity-hub. Each build replaces this folder and everything in it.\n"},
    ],
)
def test_a_folder_with_files_that_this_program_did_not_write_is_refused(
    command: str, files: dict[str, str], district: District, run: Command, tmp_path: Path
) -> None:
    out = tmp_path / "p"
    for name, text in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, "utf-8")
    before = contents(out)
    done = run(command, district(), "--out", out)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{out}: this folder is not empty, and this program did not write it. ")
    assert done.err.count("\n") == 1
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["district", "p"]


def test_mkdocs_refuses_the_same_folder(district: District, program: Program, tmp_path: Path) -> None:
    out = tmp_path / "p"
    out.mkdir()
    (out / "thesis.docx").write_text("hi", "utf-8")
    place = ("--config-file", ROOT / "mkdocs.yml", "--site-dir", out)
    done = program("-m", "mkdocs", "build", *place, AFFINITY_HUB_DATA=str(district()))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"{out}: this folder is not empty")
    assert contents(out) == {"thesis.docx": b"hi"}


@pytest.mark.parametrize("ledger", ["ledger.json", "ledger.staff.json"])
def test_a_site_from_before_the_marker_is_replaced(
    ledger: str, district: District, run: Command, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    (out / "calendars").mkdir(parents=True)
    (out / "calendars" / ledger).write_text(LEDGER, "utf-8")
    assert run("feeds", district(), "--out", out).status == 0
    assert (out / "calendars" / "all.ics").is_file()
    assert (out / ".affinity-hub").is_file()


@pytest.mark.parametrize("make", [True, False])
def test_a_new_folder_and_an_empty_folder_are_filled(
    make: bool, district: District, run: Command, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "er"
    out.mkdir(parents=True) if make else None
    assert run("feeds", district(), "--out", out).status == 0
    assert (out / "calendars" / "all.ics").is_file()
    assert [path.name for path in out.parent.iterdir()] == ["er"], "no other files are left beside the site"


# --- The input and the folders around it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "out",
    [
        "",
        ".",
        "..",
        "x/../..",
        "site",
        "out/deep",
        "events",
        "events/old",
        "Events",
        "groups/x",
        "../link/site",
        "../link",
    ],
)
def test_the_data_is_never_overwritten(
    command: str, district: District, run: Command, out: str, tmp_path: Path
) -> None:
    """Links, `..`, and names in a different case lead to the same folder."""
    folder = district()
    (folder / "events").mkdir()
    (tmp_path / "link").symlink_to(folder)
    before = contents(tmp_path)
    done = run(command, folder, "--out", folder / out if out != "." else f"{folder}/.")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("out", ["", "..", "x", "x/y"])
def test_the_staff_overlay_is_never_overwritten(
    command: str, district: District, run: Command, tmp_path_factory: pytest.TempPathFactory, out: str
) -> None:
    own = tmp_path_factory.mktemp("around") / "hub-staff"
    own.mkdir()
    (own / "events.yml").write_text("events: []\n", "utf-8")
    done = run(command, district(), "--audience", "staff", "--staff", own, "--out", own / out)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert contents(own.parent) == {"hub-staff/events.yml": b"events: []\n"}


@pytest.mark.parametrize(
    "out",
    [
        ".",
        "..",
        "docs",
        "docs/x",
        "hooks/affinity_hub",
        "overrides/x",
        ".git/x",
        "events",
        "Library",
        "group",
        "tests/x",
    ],
)
@pytest.mark.parametrize("data", ["own", "project"])
def test_a_site_is_never_built_over_the_program(
    command: str, district: District, run: Command, out: str, data: str
) -> None:
    done = run(command, district() if data == "own" else ROOT, "--out", ROOT / out)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert not (ROOT / out).exists() or (ROOT / out).is_dir()


def test_a_site_may_be_at_the_top_of_the_project(run: Command) -> None:
    """`make site` writes to this folder."""
    out = ROOT / "site-of-a-test"
    try:
        assert run("feeds", ROOT, "--out", out).status == 0
        assert (out / "calendars" / "all.ics").is_file()
    finally:
        subprocess.run(["rm", "-r", out], check=True)


# --- Files, links, and folders that cannot be written ----------------------------------------------------------------


@pytest.mark.parametrize("out", ["a-file", "a-file/site"])
def test_a_file_is_refused(district: District, run: Command, tmp_path: Path, command: str, out: str) -> None:
    (tmp_path / "a-file").write_text("kept", "utf-8")
    done = run(command, district(), "--out", tmp_path / out)
    assert (done.status, done.out, done.err) == (2, "", f"{tmp_path / 'a-file'}: this is a file. Name a folder.\n")
    assert (tmp_path / "a-file").read_text("utf-8") == "kept"


@pytest.mark.parametrize("target", ["folder", "nowhere", "link"])
def test_a_link_is_refused(district: District, run: Command, tmp_path: Path, command: str, target: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / target)
    done = run(command, district(), "--out", tmp_path / "link")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"{tmp_path / 'link'}: this is a link.")
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_circle_of_links_is_refused(district: District, run: Command, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "link")
    done = run("feeds", district(), "--out", tmp_path / "link" / "site")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("locked", ["around", "itself"])
def test_a_folder_without_permission_to_write_is_refused(
    district: District, run: Command, command: str, locked: str
) -> None:
    with tempfile.TemporaryDirectory() as place:
        around = Path(place)
        data = shutil.copytree(district(), around / "data")
        assert run("feeds", data, "--out", around / "site").status == 0
        before = contents(around)
        for path in around, around / "site":
            path.chmod(0o555 if (path == around) == (locked == "around") else 0o777)
        try:
            with ordinary_user():
                done = run(command, data, "--out", around / "site")
        finally:
            around.chmod(0o755)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert done.err.startswith(f"{around / 'site'}: you may not write here.")
        assert contents(around) == before


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Runs this process as a user who cannot write to every folder."""
    if os.geteuid():
        yield
        return
    if not hasattr(os, "setresuid"):
        pytest.skip("root may write everywhere")
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
