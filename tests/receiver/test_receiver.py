"""The example receiver stores only proposals, within limits."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from affinity_hub.contribute.forms.apply import apply

ROOT = Path(__file__).parents[2]
ORIGIN = "https://hub.example.org"
CANARY = "Wilhelmina Canaryson"
PROPOSAL = {"form": "confirm", "version": 1, "answers": {"group": "tea-circle", "agreed": "yes"}}


def program() -> Any:
    spec = importlib.util.spec_from_file_location("receiver", ROOT / "examples" / "receiver" / "receiver.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECEIVER = program()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def send(receiver: Any, body: bytes | object, **more: str) -> tuple[int, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(content)),
        "HTTP_ORIGIN": ORIGIN,
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_USER_AGENT": CANARY,
        "wsgi.input": io.BytesIO(content),
        **more,
    }
    statuses: list[str] = []
    answer = b"".join(receiver(request, lambda status, _: statuses.append(status)))
    return int(statuses[0][:3]), json.loads(answer) if answer else None


def test_json_is_accepted_as_pages_send_it(tmp_path: Path) -> None:
    receiver = RECEIVER.Receiver(tmp_path, ORIGIN)
    assert send(receiver, PROPOSAL, CONTENT_TYPE="text/plain;charset=UTF-8") == (202, {"received": True})
    assert send(receiver, PROPOSAL, CONTENT_TYPE="text/plain", HTTP_ORIGIN="https://elsewhere.example")[0] == 403


def test_a_proposal_is_stored_and_can_be_applied(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert send(RECEIVER.Receiver(tmp_path, ORIGIN), PROPOSAL) == (202, {"received": True})
    (stored,) = tmp_path.iterdir()
    text = stored.read_text("utf-8")
    assert json.loads(text) == PROPOSAL
    assert stored.stat().st_mode & 0o077 == 0
    assert "192.0.2.7" not in text + stored.name
    assert CANARY not in text
    assert capfd.readouterr() == ("", "")
    data = Path(shutil.copytree(ROOT / "tests" / "forms" / "data", tmp_path / "data"))
    assert apply("auto", text, data, dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC))[0] == 0
    assert "last_confirmed: 2026-12-01" in (data / "groups.yml").read_text("utf-8")


@pytest.mark.parametrize(
    "status, body, more",
    [
        (405, PROPOSAL, {"REQUEST_METHOD": "GET"}),
        (403, PROPOSAL, {"HTTP_ORIGIN": "https://evil.example"}),
        (415, PROPOSAL, {"CONTENT_TYPE": "text/html"}),
        (411, PROPOSAL, {"CONTENT_LENGTH": ""}),
        (411, PROPOSAL, {"CONTENT_LENGTH": "-1"}),
        (413, PROPOSAL, {"CONTENT_LENGTH": "65537"}),
        (413, PROPOSAL, {"CONTENT_LENGTH": "9" * 5_000}),
        (400, b"{", {}),
        (400, b'{"a":' * 9_000, {}),
        (400, b"\xff", {}),
        (400, [], {}),
        (400, PROPOSAL | {"from": CANARY}, {}),
        (400, PROPOSAL | {"form": "../confirm"}, {}),
        (400, PROPOSAL | {"version": 2}, {}),
        (400, PROPOSAL | {"answers": {"group": 3}}, {}),
        (400, PROPOSAL | {"answers": {"../x": "y"}}, {}),
        (400, PROPOSAL | {"answers": {"group": "\ud800"}}, {}),
        (400, PROPOSAL | {"answers": {f"a{number}": "" for number in range(41)}}, {}),
        (400, b'{"form": "confirm", "form": "confirm", "version": 1, "answers": {}}', {}),
    ],
)
def test_nothing_else_is_stored(tmp_path: Path, status: int, body: Any, more: dict[str, str]) -> None:
    got, answer = send(RECEIVER.Receiver(tmp_path, ORIGIN), body, **more)
    assert (got, answer["received"]) == (status, False)
    assert answer["why"].endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_browser_may_send_a_preflight_request(tmp_path: Path) -> None:
    assert send(RECEIVER.Receiver(tmp_path, ORIGIN), b"", REQUEST_METHOD="OPTIONS") == (204, None)


def test_a_flood_is_stopped_for_an_hour(tmp_path: Path) -> None:
    clock = Clock()
    receiver = RECEIVER.Receiver(tmp_path, ORIGIN, clock)
    statuses = [send(receiver, PROPOSAL)[0] for _ in range(RECEIVER.MOST_AN_HOUR + 2)]
    assert statuses == [202] * RECEIVER.MOST_AN_HOUR + [429] * 2
    clock.now = RECEIVER.HOUR
    assert send(receiver, PROPOSAL)[0] == 202


def test_unfetched_proposals_do_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RECEIVER, "MOST_WAITING", 2)
    receiver = RECEIVER.Receiver(tmp_path, ORIGIN)
    assert [send(receiver, PROPOSAL)[0] for _ in range(3)] == [202, 202, 429]


def test_the_receiver_needs_only_the_standard_library() -> None:
    lines = (ROOT / "examples" / "receiver" / "receiver.py").read_text("utf-8").splitlines()
    modules = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert modules <= sys.stdlib_module_names
