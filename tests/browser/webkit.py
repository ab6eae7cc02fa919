"""WebKitGTK's small browser, driven over WebDriver: the engine of Safari, as far as Debian has it.

The browser has no headless mode, so Xvfb draws its window in memory. Debian's packages are webkit2gtk-driver and xvfb.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.firefox import FUNCTION, PATIENCE, Tab

DRIVER, DISPLAY = "WebKitWebDriver", "Xvfb"
FOLDERS = "webkit2gtk-4.*/MiniBrowser"
NO_SCRIPTS = "--enable-javascript-markup=false"
CALL = """const done = arguments[1];
(async given => JSON.stringify(await ({})(JSON.parse(given)) ?? null))(arguments[0]).then(
    value => done({{ value }}), error => done({{ error: String(error) }}));"""


class WebKitTab(Tab):
    """The only tab. WebDriver does not report errors of pages, so the pages of the tests collect them in `heard`."""

    def __init__(self, address: str, options: Mapping[str, object], *, scripts: bool) -> None:
        self.scripts = scripts
        self._address = f"{address}/session"
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        session = self._post("", asked)["sessionId"]
        self._address += f"/{session}"

    def show(self, address: str) -> None:
        self._post("/url", {"url": address})

    def resize(self, size: tuple[int, int]) -> None:
        self._post("/window/rect", {"width": size[0], "height": size[1]})
        self.until(f"innerWidth === {size[0]}")

    def evaluate(self, expression: str, arg: object = None) -> Any:
        if FUNCTION.match(expression):
            done = self._post("/execute/async", {"script": CALL.format(expression), "args": [json.dumps(arg)]})
            assert "error" not in done, done["error"]
            return json.loads(done["value"])
        is_script = "\n" in expression  # axe
        return self._post("/execute/sync", {"script": expression if is_script else f"return {expression}", "args": []})

    def press(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._post("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})

    def take_errors(self) -> list[str]:
        heard: list[str] = self.evaluate("(globalThis.heard ?? []).splice(0)")
        return heard

    def _post(self, path: str, data: Mapping[str, object]) -> Any:
        """Runs a command, and returns its value."""
        body, kind = json.dumps(data).encode(), {"Content-Type": "application/json"}
        request = urllib.request.Request(self._address + path, body, kind)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None


def programs() -> tuple[str, str, str] | None:
    """The driver, the browser, and the display; nothing if one of them is not installed."""
    driver, display = shutil.which(DRIVER), shutil.which(DISPLAY)
    browser = next(iter(sorted(Path("/usr/lib").glob(f"*/{FOLDERS}"))), None)
    return (driver, str(browser), display) if driver and display and browser else None


@contextmanager
def started(found: tuple[str, str, str], home: Path, *, scripts: bool = True) -> Iterator[WebKitTab]:
    """Starts the display, the driver, and the browser, and stops them at the end.

    Without scripts, no script of a page runs. The tests can still evaluate their own scripts.
    """
    driver, browser, display = found
    home.mkdir()
    command = [display, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert screen.stdout
    with screen.stdout as said:
        number = said.readline().decode().strip()
    environment = os.environ | {"DISPLAY": f":{number}", "HOME": str(home)}
    environment |= {"GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = subprocess.DEVNULL
    driving = subprocess.Popen(
        [driver, f"--port={port}"], env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        _wait(port, driving)
        # The full screen has no bars, so the page has the size of the window.
        options = {"binary": browser, "args": ["--automation", "--full-screen", *([] if scripts else [NO_SCRIPTS])]}
        yield WebKitTab(f"http://127.0.0.1:{port}", options, scripts=scripts)
    finally:
        os.killpg(driving.pid, signal.SIGKILL)  # the driver and the browser
        driving.wait()
        screen.kill()
        screen.wait()


def _wait(port: int, driving: subprocess.Popen[bytes]) -> None:
    """Waits until the driver listens."""
    end = time.monotonic() + PATIENCE
    while True:
        assert driving.poll() is None, f"the driver ended with status {driving.returncode}"
        assert time.monotonic() < end, "the driver does not listen"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
