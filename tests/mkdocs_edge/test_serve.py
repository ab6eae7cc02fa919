"""`make serve` follows every edit, and shows problems in place of the site."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from affinity_hub.rendering import assets

from tests.conftest import ROOT, Run, crowd

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.site

District = Callable[..., Path]
Serve = Callable[..., "Server"]

EVENTS = """\
events:
  - {id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2026-12-03 16:00, ends: 17:00}
"""
MISTAKE = EVENTS.replace("kind: gathering", "kind: gathring")
GROUP = "groups:\n  - {id: chess, name: Chess, kind: networking, summary: We play., open_to: All staff.}\n"


class Answer(NamedTuple):
    status: int
    kind: str
    text: str


class Server:
    """MkDocs' server with our preview, in its own process."""

    def __init__(self, data: Path, log: Path, *options: object) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address, self._log = f"http://127.0.0.1:{port}/", log
        words = ["mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *options]
        with log.open("w") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *map(str, words)],
                cwd=ROOT,
                env=os.environ | {"AFFINITY_HUB_DATA": str(data), "TMPDIR": str(log.parent)},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def log(self) -> str:
        """The output of the server so far."""
        return self._log.read_text("utf-8")

    def get(self, path: str = "") -> Answer:
        """The answer to one request, which must not time out."""
        try:
            with urlopen(self.address + path, timeout=60) as answer:
                return Answer(answer.status, answer.headers.get_content_type(), answer.read().decode())
        except HTTPError as error:
            return Answer(error.code, error.headers.get_content_type(), error.read().decode())

    def until(self, path: str, is_there: Callable[[Answer], bool]) -> Answer:
        """The first answer for which a condition holds."""
        end, found = time.monotonic() + 90, Answer(0, "", "nothing")
        while time.monotonic() < end:
            assert self._process.poll() is None, self.log
            try:
                found = self.get(path)
            except ConnectionError:
                pass  # the server does not listen yet
            except OSError as error:
                if not isinstance(getattr(error, "reason", None), ConnectionError):
                    raise
            if is_there(found):
                return found
            time.sleep(0.1)
        raise AssertionError(f"{path}: {found.status} {found.text[:2000]}\n{self.log}")

    def shows(self, path: str, text: str) -> Answer:
        """The first answer with a text in it."""
        return self.until(path, lambda answer: text in answer.text)

    def end(self, sent: signal.Signals) -> int:
        """Sends a signal, and returns the exit status. The server ends soon."""
        self._process.send_signal(sent)
        return self._process.wait(timeout=5)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started: list[Server] = []

    def start(data: Path, *options: object) -> Server:
        started.append(Server(data, tmp_path / f"log-{len(started)}.txt", *options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


def test_a_mistake_is_shown_on_every_page_until_it_is_corrected(
    serve: Serve, district: District, run: Callable[..., Run]
) -> None:
    server = serve(folder := district(events=EVENTS))
    server.shows("events/tea/", ">Tea</h1>")
    district(events=MISTAKE)
    told = run("check", folder).out
    page = server.shows("events/tea/", "gathring")
    assert (page.status, page.kind) == (200, "text/html")
    assert "<title>The preview cannot show the site</title>" in page.text
    pre = re.findall(r"<pre[^>]*>(.*?)</pre>", page.text, re.DOTALL)
    assert [text.replace("&quot;", '"').replace("&#x27;", "'") for text in pre] == [told.strip()]
    for path in ("", "groups/", "groups/tea-circle/", "a/page/that/never/was/", "events/index.html"):
        assert "gathring" in server.get(path).text
    assert server.get(assets.address("hub.css")).kind == "text/css"
    calendar = server.get("calendars/all.ics")
    assert (calendar.status, calendar.kind, "gathring" in calendar.text) == (500, "text/plain", True)
    assert "gathring" in server.log
    district(events=EVENTS.replace("title: Tea", "title: Pie"))
    assert ">Pie</h1>" in server.until("events/tea/", lambda answer: "gathring" not in answer.text).text
    assert server.get("calendars/all.ics").text.startswith("BEGIN:VCALENDAR")
    assert "at version 0" not in server.log


def test_a_taken_port_is_answered_with_a_sentence(tmp_path: Path, district: District) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
            cwd=ROOT,
            env=os.environ | {"AFFINITY_HUB_DATA": str(district())},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"The preview cannot use {address} (Address already in use)." in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.long
def test_a_mistake_at_the_start_is_shown_as_well(serve: Serve, district: District) -> None:
    server = serve(district(events=MISTAKE.replace("title: Tea", "title: <script>alert(1)</script>")))
    page = server.shows("", "gathring")
    assert "<script>alert" not in page.text
    assert server.get(assets.address("hub.css")).status == 500
    district(events=MISTAKE.replace("gathring", "meting"))
    server.shows("", "meting")
    district(events=EVENTS)
    server.shows("events/tea/", ">Tea</h1>")
    assert server.get(assets.address("hub.css")).status == 200


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_preview_that_ends_removes_its_temporary_folders(
    sent: signal.Signals, serve: Serve, district: District, tmp_path: Path
) -> None:
    server = serve(district(events=EVENTS))
    server.shows("events/tea/", ">Tea</h1>")
    assert [*tmp_path.glob("mkdocs_*")]
    assert server.end(sent) == 0
    assert [*tmp_path.glob("mkdocs_*"), *tmp_path.glob("affinity-hub-preview-*")] == []


@pytest.mark.long
def test_an_edit_during_the_first_build_is_noticed(serve: Serve, tmp_path: Path) -> None:
    """The edit comes between the check of the data and the generation of the pages."""
    folder = crowd(tmp_path / "crowd", 150)
    people = "facilitators:\n  - {id: host, role: Host, name: Ada Example}\n"
    (folder / "facilitators.yml").write_text(people, "utf-8")
    server = serve(folder)
    while ": warning: " not in server.log:
        time.sleep(0.005)
    text = (folder / "groups.yml").read_text("utf-8")
    (folder / "groups.yml").write_text(text.replace("Circle 7, kind", "Round 7, kind"), "utf-8")
    server.shows("groups/circle-7/", ">Round 7</h1>")


@pytest.mark.long
def test_new_folders_new_files_and_deleted_files_are_noticed(serve: Serve, district: District) -> None:
    server = serve(folder := district(events=EVENTS))
    server.shows("groups/tea-circle/", "<h1")
    (folder / "groups").mkdir()
    assert server.get("groups/chess/").status == 404
    (folder / "groups" / "more.yml").write_text(GROUP, "utf-8")
    server.shows("groups/chess/", ">Chess</h1>")
    (folder / "groups" / "still-more.yml").write_text(GROUP.replace("chess", "go").replace("Chess", "Go"), "utf-8")
    server.shows("groups/go/", ">Go</h1>")
    (folder / "groups" / "more.yml").unlink()
    server.until("groups/chess/", lambda answer: answer.status == 404)
    assert server.get("groups/go/").status == 200
    shutil.rmtree(folder / "groups")
    server.until("groups/go/", lambda answer: answer.status == 404)
    (folder / "partners.yml").rename(folder / "saved")
    server.shows("", "The file partners.yml is missing.")
    (folder / "saved").rename(folder / "partners.yml")
    server.until("", lambda answer: "partners.yml is missing" not in answer.text)


@pytest.mark.long
def test_mistakes_in_a_hand_written_page_are_shown_too(serve: Serve, district: District, tmp_path: Path) -> None:
    """The server answers requests even if the site cannot be built."""
    pages = shutil.copytree(ROOT / "docs", tmp_path / "docs")
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("docs_dir: docs", f"docs_dir: {pages}")
    text = text.replace("  - hooks/", f"  - {ROOT}/hooks/").replace("custom_dir: o", f"custom_dir: {ROOT}/o")
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    server = serve(district(events=EVENTS), "--config-file", tmp_path / "mkdocs.yml")
    server.shows("groups/tea-circle/", "<h1")
    own = pages / "groups" / "tea-circle" / "index.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Mine\n", "utf-8")
    server.shows("about/", "has the address of a generated page")
    own.unlink()
    server.until("about/", lambda answer: "has the address" not in answer.text)
    (pages / "about.md").write_text("# Another title\n", "utf-8")
    server.shows("about/", "Another title</h1>")
    (tmp_path / "mkdocs.yml").write_text(text + "\nsite_nam: x\nnav: 5\n", "utf-8")
    server.shows("about/", "The preview cannot show the site")
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    server.shows("about/", "Another title</h1>")


@pytest.mark.long
def test_an_open_page_learns_of_an_edit(serve: Serve, district: District) -> None:
    server = serve(district(events=EVENTS))
    page = server.shows("events/tea/", ">Tea</h1>").text
    epoch = re.findall(r"livereload\((\d+), \d+\)", page)[-1]
    district(events=EVENTS.replace("title: Tea", "title: Pie"))
    # An open page sends this request, and the server answers when there is a change.
    assert server.get(f"livereload/{epoch}/1").text != epoch
    assert ">Pie</h1>" in server.get("events/tea/").text


@pytest.mark.long
def test_a_server_that_watches_nothing_shows_the_site(serve: Serve, district: District) -> None:
    server = serve(district(events=EVENTS), "--no-livereload")
    server.shows("events/tea/", ">Tea</h1>")


@pytest.mark.browser
def test_an_open_page_shows_a_mistake_and_later_reloads_the_site(
    serve: Serve, district: District, browser: Browser
) -> None:
    server = serve(district(events=EVENTS))
    server.shows("events/tea/", ">Tea</h1>")
    page = browser.new_page()
    page.goto(f"{server.address}events/tea/")
    district(events=MISTAKE)
    page.get_by_role("alert").get_by_text("gathring").wait_for(timeout=20_000)
    district(events=MISTAKE.replace("gathring", "meting"))
    page.get_by_role("alert").get_by_text("meting").wait_for(timeout=20_000)
    district(events=EVENTS.replace("title: Tea", "title: Pie"))
    page.get_by_role("heading", name="Pie", exact=True).wait_for(timeout=20_000)
    page.close()
