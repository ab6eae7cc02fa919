"""Firefox as installed on this machine, driven over WebDriver BiDi, the W3C protocol that Firefox supports without a
driver."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

# The time that a busy machine takes to start a browser.
PATIENCE = 40
# The start of an evaluated text that is a function: `() =>`, `text =>`, `([a, b]) =>`.
FUNCTION = re.compile(r"\(.*?\) =>|\w+ =>")
# The result is passed as JSON, which is shorter than the form of the protocol.
CALL = "async given => JSON.stringify(await ({})(JSON.parse(given)) ?? null)"
# If the scripts of pages are off, no promise is ever resolved.
CALL_AT_ONCE = "given => JSON.stringify(({})(JSON.parse(given)) ?? null)"
# Pages read the clock to hide dates that have passed. All pages see the same moment.
CLOCK = """() => {{
    const Real = Date;
    globalThis.Date = class extends Real {{
        constructor(...given) {{ if (given.length) super(...given); else super({moment}); }}
        static now() {{ return {moment}; }}
    }};
}}"""


class Tab:
    """A tab of Firefox, and the errors that Firefox wrote to the console of its pages."""

    def __init__(self, connection: ClientConnection, moment: int, *, scripts: bool) -> None:
        self.scripts = scripts
        self._connection, self._last, self._errors = connection, 0, list[str]()
        self._do("session.new", capabilities={})
        self._do("session.subscribe", events=["log.entryAdded"])
        self._do("script.addPreloadScript", functionDeclaration=CLOCK.format(moment=moment))
        self._context: str = self._do("browsingContext.create", type="tab")["context"]

    def show(self, address: str) -> None:
        """Opens an address and waits until it is loaded."""
        self._do("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def resize(self, size: tuple[int, int]) -> None:
        """Sets the size of the page in CSS pixels."""
        viewport = {"width": size[0], "height": size[1]}
        self._do("browsingContext.setViewport", context=self._context, viewport=viewport)

    def evaluate(self, expression: str, arg: object = None) -> Any:
        """The result of a function that is called with JSON, or of an expression with a plain value."""
        place = {"target": {"context": self._context}, "awaitPromise": self.scripts}
        if not FUNCTION.match(expression):
            done = self._do("script.evaluate", expression=expression, **place)
        else:
            given = [{"type": "string", "value": json.dumps(arg)}]
            function = (CALL if self.scripts else CALL_AT_ONCE).format(expression)
            done = self._do("script.callFunction", functionDeclaration=function, arguments=given, **place)
        assert done["type"] == "success", done
        value = done["result"].get("value")
        return json.loads(value) if FUNCTION.match(expression) else value

    def until(self, expression: str) -> None:
        """Waits until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(expression):
            assert time.monotonic() < end, f"this expression never became true: {expression}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Presses and releases each key: a letter, or a code of WebDriver (section 17.4.2) such as U+E004 for Tab."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": strokes}
        self._do("input.performActions", context=self._context, actions=[source])

    def take_errors(self) -> list[str]:
        """The errors since the last call. They include everything that the policy of a page blocked."""
        self.evaluate("1")  # the answer comes after all errors that were written before it
        errors, self._errors = self._errors, []
        return errors

    def _do(self, method: str, **parameters: object) -> dict[str, Any]:
        """Runs a command, and keeps the events that Firefox sends in between."""
        self._last += 1
        self._connection.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            said: dict[str, Any] = json.loads(self._connection.recv(PATIENCE))
            if said.get("id") == self._last:
                assert said["type"] == "success", (method, said)
                return dict(said["result"])
            self._hear(said["params"])

    def _hear(self, entry: dict[str, Any]) -> None:
        text = str(entry.get("text"))
        # The browser requests an icon if a page names none.
        if entry.get("level") == "error" and "favicon.ico" not in text:
            self._errors.append(text)


@contextmanager
def started(program: str, profile: Path, moment: int, *, scripts: bool = True) -> Iterator[Tab]:
    """Starts Firefox in a new profile, with its clock at `moment` (milliseconds since 1970), and stops it at the end.

    Without scripts, no script of a page runs. The tests can still evaluate their own scripts, except scripts that wait.
    """
    settings = {"javascript.enabled": scripts, "intl.accept_languages": "en-US", "ui.prefersReducedMotion": 1}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
    profile.mkdir()
    (profile / "user.js").write_text("".join(lines), "utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(f"{_address(process, profile)}/session", max_size=None, compression=None) as connection:
            yield Tab(connection, moment, scripts=scripts)
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """The address where Firefox listens, which it writes into its profile."""
    file, end = profile / "WebDriverBiDiServer.json", time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, f"Firefox ended with status {process.returncode}"
        assert time.monotonic() < end, "Firefox does not listen"
        try:
            place = json.loads(file.read_text("utf-8"))
            return f"ws://{place['ws_host']}:{place['ws_port']}"
        except (FileNotFoundError, json.JSONDecodeError):  # not written yet, or only half of it
            time.sleep(0.05)
