"""Servers on this machine: a server with a calendar, a server that does everything wrong, and their certificate."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from affinity_hub.intake.fetch import Fetcher

from tests.conftest import lacking

HERE = "127.0.0.1"
SECONDS = 3.0


def only_here(address: str) -> bool:
    """Lets an import connect to the address of the test's own server, and to no other."""
    return address == HERE


class Certificate(NamedTuple):
    """A certificate for this machine and its key."""

    file: Path
    key: Path

    def fetcher(self, seconds: float = SECONDS) -> Fetcher:
        return Fetcher(only_here, str(self.file), seconds)


def certificate(folder: Path) -> Certificate:
    program = shutil.which("openssl")
    if not program:
        lacking("no openssl, which makes the certificate of the test's server")
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    subject = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HERE},DNS:localhost"]
    files: list[str | Path] = ["-keyout", made.key, "-out", made.file]
    command: list[str | Path] = [
        program,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30000",
        *subject,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return made


Answer = Callable[[str, ssl.SSLSocket], None]


@contextmanager
def serving(made: Certificate, answer: Answer) -> Iterator[str]:
    """Serves over https in threads; yields the address without a slash at its end."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made.file, made.key)
    with socket.create_server((HERE, 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def one(plain: socket.socket) -> None:
            try:
                with plain, context.wrap_socket(plain, server_side=True) as secured:
                    request = b""
                    while b"\r\n\r\n" not in request and len(request) < 10_000:
                        data = secured.recv(4096)
                        if not data:
                            return
                        request += data
                    answer(request.decode("latin-1"), secured)
            except (OSError, ValueError):
                pass  # the import closed the connection

        def loop() -> None:
            while not stop.is_set():
                try:
                    plain, _ = server.accept()
                except OSError:
                    continue
                plain.settimeout(30)
                threading.Thread(target=one, args=(plain,), daemon=True).start()

        thread = threading.Thread(target=loop, daemon=True)
        thread.start()
        try:
            yield f"https://{HERE}:{server.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def send(
    secured: ssl.SSLSocket,
    body: bytes,
    status: str = "200 OK",
    kind: str = "text/calendar",
    length: int = -1,
    **more: str,
) -> None:
    headers = {"Content-Type": kind, "Content-Length": str(length if length >= 0 else len(body)), **more}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    secured.sendall(f"HTTP/1.1 {status}\r\n{lines}Connection: close\r\n\r\n".encode() + body)


def hostile(good: bytes) -> Answer:
    """Answers each path in a different wrong way."""

    def answer(request: str, secured: ssl.SSLSocket) -> None:
        name, _, number = request.split(" ")[1].strip("/").partition("/")
        WAYS[name if name in WAYS else "missing"](secured, good, int(number or 0))

    return answer


_OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n"


def _drip(secured: ssl.SSLSocket, good: bytes, number: int) -> None:
    secured.sendall(_OPEN)
    for byte in good * 100:
        time.sleep(0.3)
        secured.sendall(bytes([byte]))


def _endless(secured: ssl.SSLSocket, good: bytes, number: int) -> None:
    secured.sendall(_OPEN if number else _OPEN[:-2])
    while True:
        secured.sendall(b"X-A: " + b"x" * 1_000 + b"\r\n")


def _bomb(secured: ssl.SSLSocket, good: bytes, number: int) -> None:
    packed = gzip.compress(b"\0" * 200_000_000)
    send(secured, gzip.compress(packed) if number else packed, Content_Encoding="gzip")


_HOSTS = ("10.0.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.2", "[::1]", "0.0.0.0", "2130706433", f"a:b@{HERE}")
AWAY: tuple[str, ...] = (
    *(f"https://{host}/" for host in _HOSTS),
    *(f"{scheme}://{HERE}/" for scheme in ("http", "ftp", "gopher", "file")),
    "//127.0.0.3/",
    f"https://{HERE}:99999/",
)


def _redirect(secured: ssl.SSLSocket, where: str) -> None:
    send(secured, b"", "302 Found", Location=where)


WAYS: dict[str, Callable[[ssl.SSLSocket, bytes, int], None]] = {
    "good": lambda secured, good, _: send(secured, good),
    "missing": lambda secured, good, _: send(secured, b"", "404 Not Found"),
    "silent": lambda secured, good, _: time.sleep(30),
    "drip": _drip,
    "endless": _endless,
    "bomb": _bomb,
    "loop": lambda secured, good, number: _redirect(secured, f"/loop/{number + 1}"),
    "hop": lambda secured, good, number: _redirect(secured, f"/hop/{number - 1}" if number > 1 else "/good"),
    "away": lambda secured, good, number: _redirect(secured, AWAY[number]),
    "cut": lambda secured, good, tenth: send(secured, good[: len(good) * tenth // 10], length=len(good)),
    "short": lambda secured, good, tenth: send(secured, good[: len(good) * tenth // 10]),
    "other": lambda secured, good, number: OTHERS[number](secured),
}
HTML = b"<!DOCTYPE html><html><title>Sign in</title></html>"
OTHERS: tuple[Callable[[ssl.SSLSocket], None], ...] = (
    lambda secured: send(secured, b"", "404 Not Found"),
    lambda secured: send(secured, HTML, "404 Not Found", "text/html"),
    lambda secured: send(secured, b"", "500 Internal Server Error"),
    lambda secured: send(secured, b"", "401 Unauthorized"),
    lambda secured: send(secured, HTML, kind="text/html; charset=utf-8"),
    lambda secured: send(secured, HTML),
    lambda secured: send(secured, b"\x89PNG", kind="image/png"),
    lambda secured: send(secured, b""),
    lambda secured: send(secured, b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
    lambda secured: send(secured, b"\0" * 1000),
    lambda secured: send(secured, b"{}", kind="application/json"),
    lambda secured: secured.sendall(b"SSH-2.0-OpenSSH_9.6\r\n"),
    lambda secured: secured.sendall(b"HTTP/1.1 abc\r\n\r\n"),
    lambda secured: secured.close(),
    lambda secured: send(secured, b"\x1f\x8bnot gzip", Content_Encoding="gzip"),
    lambda secured: send(secured, b"x", Content_Encoding="br"),
    lambda secured: send(secured, b"", "204 No Content"),
    lambda secured: send(secured, b"", "302 Found"),
    lambda secured: send(secured, b"zz\r\n", Transfer_Encoding="chunked"),
)
