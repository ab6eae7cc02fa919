"""Fixtures that the tests share: a small district to break, whole built sites, a server for them, a browser, and
Node.js."""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest
from affinity_hub.cli.main import main

import tests.examples  # noqa: F401 - registers the profile for `make test-fast` before pytest loads it
from tests.contexts import Contexts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
READERS = ROOT / "tests" / "readers"
MINIMAL = Path(__file__).parent / "sites" / "minimal"
HOSTILE = Path(__file__).parent / "sites" / "hostile"
DEMO = ROOT / "examples" / "sample-district"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

# These variables keep the machine's clock, zone, and settings from changing a test.
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": str(ROOT / "hooks"),
}
UNWANTED = (
    "AFFINITY_HUB_DATA",
    "AFFINITY_HUB_URL",
    "AFFINITY_HUB_REPOSITORY",
    "AFFINITY_HUB_PUBLISHED",
    "AFFINITY_HUB_FIRST",
    "AFFINITY_HUB_AUDIENCE",
    "AFFINITY_HUB_STAFF",
    "AFFINITY_HUB_IMPORT_STATE",
    "AFFINITY_HUB_PUBLISH",
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Nothing that a browser does on its own may reach the network.
BROWSER_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The pages in the only font of a machine (tests/browser/test_fonts.py): a visitor can have that font, too.
    *(["--disable-remote-fonts"] if "ONE_FONT" in os.environ else []),
)


class Run(NamedTuple):
    """The output and exit status of a command."""

    status: int
    out: str
    err: str


# Collecting the tests creates a million objects that all stay. Without these lines, the garbage collector would look
# through them again and again.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the current output as the expected output")
    parser.addoption("--long", action="store_true", help="run the tests marked `long`, and no others")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """With `-n auto`, three processes for every two cores: a test often waits for a browser, a server, or a build."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # pytest-xdist reads it
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return -(-3 * cores // 2)


# Fixtures that build whole sites or start browsers.
SITE_FIXTURES = {
    *("browser", "build_site", "contexts", "crowded_site", "demo_site", "hostile_site", "real_site", "site"),
}
# Fixtures that start a program, which takes longer than most tests.
PROGRAM_FIXTURES = {"node", "program"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps the tests that take minutes apart, and marks the tests that build sites or start programs.

    With --bless, only the tests that write expected output run: the others could read a file before it is written.
    """
    if config.getoption("--bless"):
        items[:] = [item for item in items if "bless" in getattr(item, "fixturenames", ())]
    if "ONE_FONT" not in os.environ:  # tests/browser/test_fonts.py runs both kinds with each font
        wanted = bool(config.getoption("--long"))
        config.hook.pytest_deselected(items=[item for item in items if bool(item.get_closest_marker("long")) != wanted])
        items[:] = [item for item in items if bool(item.get_closest_marker("long")) == wanted]
    for item in items:
        if SITE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("site")
        if PROGRAM_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in UNWANTED:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--bless"))


@pytest.fixture
def district(tmp_path: Path) -> Callable[..., Path]:
    """Makes a small valid district. Each keyword replaces a file: text or bytes, or None for a file that is missing."""

    def make(**files: str | bytes | None) -> Path:
        folder = tmp_path / "district"
        shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
        for name, content in files.items():
            path = folder / f"{name}.yml"
            path.parent.mkdir(exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs the command line in this process. A build starts another process, whose output is captured too."""

    def command(*arguments: object) -> Run:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as leave:
            status = int(leave.code or 0)
        out, err = capfd.readouterr()
        return Run(status, out, err)

    return command


def run_program(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program with Python's own settings and the fixed settings above."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    words = [str(word) for word in command]
    return subprocess.run(
        words, env=kept | ENVIRONMENT | environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python in its own process: program("-m", "affinity_hub", "check", TZ="Asia/Tokyo")."""
    return partial(run_program, sys.executable)


def build(data: Path, site: Path, **environment: str) -> Path:
    """Builds a whole site like `mkdocs build --strict` and returns it. If the build fails, the test fails."""
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet")
    options = ("--config-file", ROOT / "mkdocs.yml", "--site-dir", site)
    done = run_program(*command, *options, AFFINITY_HUB_DATA=str(data), **environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return site


@pytest.fixture(scope="session")
def build_site() -> Callable[..., Path]:
    return build


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker: str | None) -> Path:
    """A folder that all processes of a test run share, including test runs that it starts."""
    if given := os.environ.get("SITES_OF_TESTS"):
        return Path(given)
    own = tmp_path_factory.getbasetemp()
    return own.parent if worker else own


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str | None:
    """The name of this process, if pytest-xdist runs several."""
    return os.environ.get("PYTEST_XDIST_WORKER")


def build_once(data: Path, site: Path) -> Path:
    """Builds a site, unless another process of this test run has built it or is building it."""
    with site.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            build(data, site.with_suffix(".part")).rename(site)
    return site


@pytest.fixture(scope="session")
def real_site(shared_folder: Path) -> Path:
    """The whole site of the data at the root."""
    return build_once(ROOT, shared_folder / "real-site")


@pytest.fixture(scope="session")
def demo_site(shared_folder: Path) -> Path:
    """The whole site of the sample district."""
    return build_once(DEMO, shared_folder / "demo-site")


@pytest.fixture(scope="session")
def hostile_site(shared_folder: Path) -> Path:
    """The site of a district that strains every page: long texts, other scripts, and missing values."""
    return build_once(HOSTILE, shared_folder / "hostile-site")


CROWD = 220


@pytest.fixture(scope="session")
def crowded_site(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a district with so many groups, each of which meets once, that a list takes three pages."""
    return build_once(crowd(tmp_path_factory.mktemp("crowd"), CROWD), shared_folder / "crowded-site")


def crowd(folder: Path, count: int) -> Path:
    """Writes a district with many groups of every kind. On each day of half a year, two or three groups meet."""
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    kinds = ("affinity", "mentoring", "networking", "professional")
    groups, events = ["groups:"], ["events:"]
    for number in range(1, count + 1):
        name, kind, day = (
            f"Circle {number}",
            kinds[number % 4],
            NOW.date() + dt.timedelta(days=1 + number * 180 // count),
        )
        groups.append(
            f"  - {{id: circle-{number}, name: {name}, kind: {kind}, summary: We meet., open_to: All staff.}}"
        )
        words = f"title: {name} meets, kind: gathering, groups: [circle-{number}]"
        events.append(f"  - {{id: meeting-{number}, {words}, starts: {day} 16:00, ends: 17:00}}")
    (folder / "groups.yml").write_text("\n".join(groups), "utf-8")
    (folder / "events.yml").write_text("\n".join(events), "utf-8")
    return folder


@pytest.fixture(scope="session", params=["real", "demo"])
def site(request: pytest.FixtureRequest) -> Path:
    """Each of the two whole sites in turn."""
    path: Path = request.getfixturevalue(f"{request.param}_site")
    return path


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder like a plain web host, without logging."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".ics": "text/calendar; charset=utf-8"}

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "as fast as you like")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a built site and returns its address. Each site has one server for the whole run."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def address(folder: Path) -> str:
        if folder not in servers:
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            servers[folder] = server
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield address
    for server in servers.values():
        server.shutdown()
        server.server_close()


def lacking(reason: str) -> NoReturn:
    """Skips a test that needs a missing program. If all programs are required, the test fails."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node() -> Callable[[str], str]:
    """A function that takes a package in tests/readers and returns the Node.js program to run it with, in that
    folder."""

    def program(package: str) -> str:
        path = shutil.which("node") or shutil.which("nodejs")
        if not path or not (READERS / "node_modules" / package / "package.json").is_file():
            lacking(f"no {package}: install Node.js, then  npm ci --prefix tests/readers")
        return path

    return program


def chromium() -> str:
    """The program of Chromium on this machine."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        lacking(f"no browser: install one of {', '.join(BROWSERS)}, or name its program in CHROMIUM")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as installed on this machine."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=path, args=list(BROWSER_SWITCHES))
        yield program
        program.close()


@pytest.fixture(scope="session")
def shared_contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture
def contexts(shared_contexts: Contexts) -> Iterator[Contexts]:
    """The browser contexts of this process. They are tidied after each test."""
    yield shared_contexts
    shared_contexts.tidy()
