"""A folder always holds the complete old site or the complete new site, even if a build fails."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ENVIRONMENT, MINIMAL, ROOT

if TYPE_CHECKING:
    from tests.conftest import Run

pytestmark = pytest.mark.site

Command = Callable[..., "Run"]
District = Callable[..., Path]
Contents = dict[str, bytes]

EVENTS = """\
events:
  - {id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2026-12-03 16:00, ends: 17:00}
"""
FIRST = {"AFFINITY_HUB_FIRST": "yes"}


def contents(folder: Path) -> Contents:
    """Every file below a folder, including hidden files."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mkdocs(data: Path, site: Path, *options: object) -> subprocess.Popen[str]:
    """Starts the command of `make site` in its own process group."""
    place = ("--config-file", ROOT / "mkdocs.yml", "--site-dir", site)
    words = [str(word) for word in (sys.executable, "-m", "mkdocs", "build", "--strict", *place, *options)]
    return subprocess.Popen(
        words,
        cwd=ROOT,
        env=os.environ | FIRST | {"AFFINITY_HUB_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finished(build: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status and all output of a build."""
    said, _ = build.communicate(timeout=120)
    return build.returncode, said


def wait_for(path: Path, build: subprocess.Popen[str]) -> None:
    """Waits until a build has made a file or folder. If the build ends before anyone has seen it, the test fails."""
    while not path.exists():
        assert build.poll() is None, f"the build has ended, and nobody saw {path}"
        time.sleep(0.001)


class Sites:
    """A district with changed data, its old site from a version without the marker, its new site, and how many seconds
    the build of the new site took."""

    def __init__(self, folder: Path) -> None:
        self.site, self.data, self._copy = folder / "here" / "site", folder / "data", folder / "old"
        shutil.copytree(MINIMAL, self.data)
        self.old = self._built("Tea", self._copy)
        del self.old[".affinity-hub"]
        (self._copy / ".affinity-hub").unlink()
        start = time.monotonic()
        self.new = self._built("Pie", folder / "new")
        self.duration = time.monotonic() - start

    def _built(self, title: str, site: Path) -> Contents:
        (self.data / "events.yml").write_text(EVENTS.replace("title: Tea", f"title: {title}"), "utf-8")
        status, said = finished(mkdocs(self.data, site))
        assert status == 0, said
        return contents(site)

    def reset(self) -> None:
        """Restores the old site."""
        shutil.rmtree(self.site.parent, ignore_errors=True)
        shutil.copytree(self._copy, self.site)

    @property
    def work(self) -> Path:
        """The folder beside the site in which a build works."""
        return self.site.parent / f".{self.site.name}.building"

    @property
    def state(self) -> str:
        """Which site the folder holds."""
        found = contents(self.site)
        return "old" if found == self.old else "new" if found == self.new else f"a mixture of {len(found)} files"

    @property
    def beside(self) -> list[str]:
        """The names that a build has left beside the site."""
        return [path.name for path in self.site.parent.iterdir() if path.name.startswith(".")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        return Sites(tmp_path_factory.mktemp("sites"))


@pytest.fixture
def sites(built: Sites) -> Sites:
    built.reset()
    return built


# --- Kills -----------------------------------------------------------------------------------------------------------


def kill(build: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError):  # the process has already ended
        os.killpg(build.pid, number)
    finished(build)


def killed_after(sites: Sites, seconds: float) -> str:
    build = mkdocs(sites.data, sites.site)
    time.sleep(seconds)
    kill(build)
    return sites.state


def killed_at_the_end(sites: Sites, seconds: float) -> str:
    """Like `killed_after`, but kills the build once the last file of the new site is written beside the old site."""
    build = mkdocs(sites.data, sites.site)
    last = sites.work / "new" / ".affinity-hub"
    while not last.exists() and build.poll() is None:
        time.sleep(0.0002)
    time.sleep(seconds)
    kill(build)
    return sites.state


def check_kills(sites: Sites, count: int) -> None:
    """Kills half of the builds at a random moment, and half near the swap of the two sites."""
    chance = random.Random(14)
    found = []
    for number in range(count):
        found.append(
            killed_at_the_end(sites, chance.uniform(0, 0.01))
            if number % 2
            else killed_after(sites, chance.uniform(0, sites.duration))
        )
        if found[-1] != "old":
            sites.reset()
    assert set(found) <= {"old", "new"}, found
    assert "old" in found
    assert "new" in found or count < 30
    status, said = finished(mkdocs(sites.data, sites.site))
    assert (status, sites.state, sites.beside) == (0, "new", []), said


def test_a_killed_build_leaves_a_whole_site(sites: Sites) -> None:
    check_kills(sites, 3)


@pytest.mark.long
def test_a_build_killed_at_any_of_30_moments_leaves_a_whole_site(sites: Sites) -> None:
    check_kills(sites, 30)


@pytest.mark.parametrize("share", [0.4, pytest.param(0.9, marks=pytest.mark.long)])
def test_a_build_that_is_interrupted_from_the_keyboard_leaves_nothing_behind(sites: Sites, share: float) -> None:
    build = mkdocs(sites.data, sites.site)
    wait_for(sites.work / "new", build)
    time.sleep(share)
    kill(build, signal.SIGINT)
    assert sites.state in ("old", "new")
    assert sites.beside == []


# --- Two builds at once ----------------------------------------------------------------------------------------------


def test_a_second_build_into_the_same_folder_is_refused(sites: Sites, run: Command) -> None:
    build = mkdocs(sites.data, sites.site)
    wait_for(sites.work / "lock", build)
    time.sleep(0.05)
    os.killpg(build.pid, signal.SIGSTOP)
    for command in ("build", "feeds"):
        done = run(command, sites.data, "--out", sites.site)
        assert (done.status, done.out) == (2, "")
        assert done.err == f"{sites.site}: another build is writing here. Try again when that build has finished.\n"
    status, said = finished(mkdocs(sites.data, sites.site))
    assert (status, "another build is writing here" in said, "Traceback" in said) == (2, True, False)
    os.killpg(build.pid, signal.SIGCONT)
    assert finished(build)[0] == 0
    assert (sites.state, sites.beside) == ("new", [])


def test_a_killed_build_does_not_block_the_next_build(sites: Sites) -> None:
    """Kills only the MkDocs process. Its forked copy may still be running."""
    build = mkdocs(sites.data, sites.site)
    wait_for(sites.work / "new", build)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    status, said = finished(mkdocs(sites.data, sites.site))
    assert (status, sites.state, sites.beside) == (0, "new", []), said
    finished(build)


# --- Errors ----------------------------------------------------------------------------------------------------------


def test_a_strict_build_with_warnings_leaves_the_old_site(sites: Sites, tmp_path: Path) -> None:
    """MkDocs checks the number of warnings after its last event."""
    pages = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", pages)
    (pages / "about.md").write_text("# About\n\n[A page](that-is-missing.md)\n", "utf-8")
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("docs_dir: docs", f"docs_dir: {pages}")
    text = text.replace("  - hooks/", f"  - {ROOT}/hooks/").replace("custom_dir: o", f"custom_dir: {ROOT}/o")
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    other = ("--config-file", tmp_path / "mkdocs.yml")
    status, said = finished(mkdocs(sites.data, sites.site, *other))
    assert (status, "in strict mode" in said, sites.state, sites.beside) == (1, True, "old", []), said
    status, said = finished(mkdocs(sites.data, sites.site, *other, "--no-strict"))
    assert status == 0, said
    assert "That-is-missing" not in said
    assert sites.state not in ("old", "new")


LIMITED = """\
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv[:2] = []
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=False)
"""


@pytest.mark.parametrize(
    "module, size",
    [
        ("mkdocs", 0),
        pytest.param("mkdocs", 10, marks=pytest.mark.long),
        pytest.param("mkdocs", 5_000, marks=pytest.mark.long),
        ("affinity_hub", 20_000),
    ],
)
def test_a_failed_write_leaves_the_old_site(sites: Sites, module: str, size: int) -> None:
    """The system refuses to write files above a certain size, which a program sees as a full disk."""
    words = {
        "mkdocs": ["build", "--strict", "--config-file", str(ROOT / "mkdocs.yml"), "--site-dir", str(sites.site)],
        "affinity_hub": ["build", str(sites.data), "--out", str(sites.site)],
    }
    own = os.environ | FIRST | {"AFFINITY_HUB_DATA": str(sites.data)}
    own.pop("COVERAGE_PROCESS_START", None)  # the executable itself is too large for the limit
    own.pop("COVERAGE_PROCESS_CONFIG", None)
    command = [sys.executable, "-c", LIMITED, str(size), module, *words[module]]
    done = subprocess.run(command, env=own, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, sites.state, sites.beside) == (2, "old", []), done.stdout + done.stderr
    assert done.stderr.splitlines()[-1].startswith(f"{sites.site}: the new site could not be written (")
    assert done.stderr.endswith("The old contents are unchanged.\n")
    assert "Traceback" not in done.stdout + done.stderr
    assert "ERROR" not in done.stdout + done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    )
    if not mounted:
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.long
def test_a_full_disk_leaves_the_old_site(small_disk: Path, district: District) -> None:
    data, site = district(), small_disk / "site"
    status, said = finished(mkdocs(data, site))
    assert status == 0, said
    before = contents(site)
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "big").write_bytes(bytes(8_000_000))
    status, said = finished(mkdocs(data, site))
    assert (status, contents(site)) == (2, before), said
    assert said.endswith(
        f"{site}: the new site could not be written (No space left on device). The old contents are unchanged.\n"
    )
    assert sorted(path.name for path in small_disk.iterdir()) == ["big", "site"]
    (small_disk / "big").unlink()


def test_a_mounted_disk_in_place_of_the_folder_is_refused(small_disk: Path, district: District, run: Command) -> None:
    done = run("feeds", district(), "--out", small_disk)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{small_disk}: a disk is mounted here")


# --- Where the system cannot swap two folders ------------------------------------------------------------------------

# A program that dies, as if killed, at the nth call that renames or deletes folders. An overlay file
# system of a container cannot rename a folder of a lower layer.
WITHOUT_SWAP = """\
import errno, os, shutil, sys
from pathlib import Path
from affinity_hub.site import staging
out, die_at, overlay = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "overlay"
staging.swap = lambda *_: False
calls = 0

def counted(call):
    def made(path, *rest, **more):
        global calls
        calls += 1
        if calls == die_at:
            if call is remove:  # halfway through
                (path / "calendars" / "ledger.json").unlink(missing_ok=True)
            os._exit(9)
        if overlay and call is rename and path == out:
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(path))
        return call(path, *rest, **more)
    return made

rename, remove = Path.rename, shutil.rmtree
Path.rename, shutil.rmtree = counted(rename), counted(remove)
from affinity_hub.cli.main import main
sys.exit(main(sys.argv[4:]))
"""


@pytest.mark.long
@pytest.mark.parametrize("system", ["plain", "overlay"])
def test_two_interrupted_steps_are_undone(system: str, district: District, tmp_path: Path) -> None:
    """The next build restores the ledger, perhaps the only copy, before it reads the ledger."""
    data, site = district(events=EVENTS), tmp_path / "out" / "site"

    def feeds(die_at: int) -> int:
        words = ["feeds", str(data), "--out", str(site), "--published", str(site), "--first"]
        command = [sys.executable, "-c", WITHOUT_SWAP, str(site), str(die_at), system, *words]
        return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode

    assert feeds(0) == 0
    was_interrupted, die_at = True, 0
    while was_interrupted:
        die_at += 1
        title = f"Pie {die_at}"
        district(events=EVENTS.replace("title: Tea", f"title: {title}"))
        before = contents(site)
        was_interrupted = feeds(die_at) == 9
        assert site.exists() or was_interrupted
        assert feeds(0) == 0
        assert contents(site).keys() == before.keys()
        calendar = (site / "calendars" / "all.ics").read_text("utf-8")
        assert f"SUMMARY:{title}" in calendar
        assert f"SEQUENCE:{die_at}\r\n" in calendar.replace("\n", "\r\n").replace("\r\r", "\r")
        assert [path.name for path in site.parent.iterdir()] == ["site"]
    assert die_at > 3


# --- What stays ------------------------------------------------------------------------------------------------------


def test_calendars_written_into_a_site_leave_its_pages(sites: Sites, run: Command) -> None:
    (sites.site / ".git").mkdir()
    (sites.site / ".git" / "HEAD").write_text("kept", "utf-8")
    (sites.site / "calendars" / "gone.ics").write_text("from before", "utf-8")
    assert run("feeds", sites.data, "--out", sites.site).status == 0
    found = contents(sites.site)
    assert found.pop(".git/HEAD") == b"kept"
    assert "calendars/gone.ics" not in found
    assert found.keys() == sites.new.keys()
    different = {name for name in found if found[name] != sites.old.get(name)}
    assert {name.rpartition(".")[2] for name in different} == {"ics", "json", "affinity-hub"}
    assert all(found[name] == sites.new[name] for name in different)


def test_hidden_files_at_the_top_stay(sites: Sites) -> None:
    """MkDocs leaves them when it clears a folder: `.git` of a branch with the site, `.nojekyll`."""
    (sites.site / ".git").mkdir()
    (sites.site / ".git" / "HEAD").write_text("kept", "utf-8")
    (sites.site / ".well-known").symlink_to("elsewhere")
    (sites.site / "CNAME").write_text("goes", "utf-8")
    status, said = finished(mkdocs(sites.data, sites.site))
    assert status == 0, said
    assert (sites.site / ".well-known").readlink() == Path("elsewhere")
    assert contents(sites.site) == sites.new | {".git/HEAD": b"kept"}


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_build_never_touches_a_foreign_folder_with_its_working_name(
    kind: str, district: District, run: Command, tmp_path: Path
) -> None:
    other = tmp_path / "other" if kind == "link" else tmp_path / ".site.building"
    other.mkdir()
    (other / "thesis.docx").write_text("hi", "utf-8")
    if kind == "link":
        (tmp_path / ".site.building").symlink_to(other)
    done = run("feeds", district(), "--out", tmp_path / "site")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert contents(other) == {"thesis.docx": b"hi"}


STARTED = """\
import signal
# A shell lets programs in the background ignore Ctrl-C, and they pass that on.
signal.signal(signal.SIGINT, signal.default_int_handler)
import affinity_hub.__main__
affinity_hub.__main__.run()
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, pytest.param(signal.SIGKILL, marks=pytest.mark.long)])
def test_a_stopped_command_publishes_nothing(sites: Sites, sent: signal.Signals) -> None:
    """Someone stops the command, but not the process of MkDocs that it started."""
    sites.reset()
    words = (sys.executable, "-c", STARTED, "build", sites.data, "--out", sites.site, "--first")
    build = subprocess.Popen(
        [str(word) for word in words],
        env=os.environ | ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for(sites.work / "new", build)
    with build:
        build.send_signal(sent)
        assert build.stderr
        said = build.stderr.read()  # this ends when both processes have ended
    assert build.returncode in (130, 143, -signal.SIGKILL), said
    assert contents(sites.site) == sites.old
    assert "Traceback" not in said


def test_a_file_in_the_current_folder_is_not_imported_as_a_module(district: District, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for name in ("calendar", "mkdocs", "jinja2"):
        (here / f"{name}.py").write_text("raise SystemExit('a stranger')\n", "utf-8")
    command = [sys.executable, "-P", "-m", "affinity_hub", "build", district(), "--out", tmp_path / "out", "--first"]
    done = subprocess.run(
        [str(word) for word in command],
        cwd=here,
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "index.html").is_file()
