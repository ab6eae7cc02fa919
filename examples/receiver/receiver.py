# ruff: noqa: INP001 -- a separate program, not a package
"""Receives proposals for a hub: a WSGI program without dependencies, which stores the proposal and nothing else.

    RECEIVER_FOLDER=/var/lib/proposals RECEIVER_ORIGIN=https://hub.example.org python receiver.py

It accepts JSON by POST, `{"form": …, "version": 1, "answers": {…}}`, and writes each proposal into a separate file with
a random name. `affinity-hub apply-form FILE` reads such a file. The address, the browser, and the time zone of the
sender are neither stored nor logged. Put the program behind a web server that terminates TLS and keeps no access log
for it.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

MOST_BYTES = 65_536
MOST_AN_HOUR = 60
MOST_WAITING = 500
MOST_ANSWERS = 40
HOUR = 3_600.0
TYPES = (
    "application/json",
    "text/plain",
)  # pages send JSON as plain text, so that one answer is enough
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class RefusedError(Exception):
    """Why a request is refused: the HTTP status, and a sentence for the person who sent it."""

    def __init__(self, status: str, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Receiver:
    """The WSGI application. `folder` must exist; `origin` is the origin of the hub, whose pages may send proposals."""

    def __init__(self, folder: Path, origin: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._origin, self._clock = folder, origin, clock
        self._taken: deque[float] = deque()

    def __call__(self, request: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answers a request: 202 if the proposal is stored, or a reason why it is not."""
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Access-Control-Allow-Origin", self._origin),
            ("Access-Control-Allow-Methods", "POST"),
            ("Access-Control-Allow-Headers", "Content-Type"),
            ("Vary", "Origin"),
        ]
        try:
            if request["REQUEST_METHOD"] == "OPTIONS":  # a browser asks before it sends JSON to another site
                start("204 No Content", headers)
                return [b""]
            self._store(self._proposal(request))
        except RefusedError as refused:
            start(refused.status, headers)
            return [json.dumps({"received": False, "why": refused.why}).encode()]
        start("202 Accepted", headers)
        return [b'{"received": true}']

    def _proposal(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["REQUEST_METHOD"] != "POST":
            raise RefusedError("405 Method Not Allowed", "Only POST is possible here.")
        if request.get("HTTP_ORIGIN", self._origin) != self._origin:
            raise RefusedError("403 Forbidden", "Only the pages of the hub can send proposals here.")
        if request.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() not in TYPES:
            raise RefusedError("415 Unsupported Media Type", "Only JSON is read here.")
        length = request.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit()):
            raise RefusedError("411 Length Required", "The length of the proposal is missing.")
        # A number with many digits is too large, so it is not parsed.
        if len(length) > 9 or int(length) > MOST_BYTES:
            raise RefusedError("413 Content Too Large", f"The proposal is longer than {MOST_BYTES:,} bytes.")
        body = request["wsgi.input"].read(int(length))
        try:
            content = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
        except (ValueError, RecursionError):
            content = None
        if not _is_proposal(content):
            raise RefusedError("400 Bad Request", "This is not a proposal that the form wrote.")
        return dict(content)

    def _store(self, proposal: dict[str, Any]) -> None:
        now = self._clock()
        while self._taken and self._taken[0] <= now - HOUR:
            self._taken.popleft()
        waiting = sum(1 for _ in self._folder.glob("*.json"))
        if len(self._taken) >= MOST_AN_HOUR or waiting >= MOST_WAITING:
            raise RefusedError("429 Too Many Requests", "Too many proposals have come in. Try again in an hour.")
        self._taken.append(now)
        text = json.dumps(proposal, ensure_ascii=False, indent=1) + "\n"
        path = self._folder / f"{secrets.token_hex(16)}.json"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode("utf-8"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Raises `ValueError` if it has the same name twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _is_proposal(content: Any) -> bool:
    if not isinstance(content, dict) or content.keys() != {"form", "version", "answers"}:
        return False
    form, answers = content["form"], content["answers"]
    return (
        isinstance(form, str)
        and form.replace("-", "").isascii()
        and form.replace("-", "").isalpha()
        and len(form) <= 40
        and content["version"] == 1
        and isinstance(answers, dict)
        and len(answers) <= MOST_ANSWERS
        and all(name.isascii() and name.isidentifier() and isinstance(answers[name], str) for name in answers)
        and all(_can_be_written(answer) for answer in answers.values())
    )


def _can_be_written(text: str) -> bool:
    """Whether a text can be encoded in UTF-8: half of a surrogate pair cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Logs nothing: the usual line has the address of the sender."""


if __name__ == "__main__":
    receiver = Receiver(Path(os.environ["RECEIVER_FOLDER"]), os.environ["RECEIVER_ORIGIN"])
    make_server(
        "127.0.0.1", int(os.environ.get("RECEIVER_PORT", "8811")), receiver, handler_class=_Silent
    ).serve_forever()
