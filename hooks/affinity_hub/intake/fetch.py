"""Fetches a calendar from an untrusted address: over https, from public addresses, within limits of time and size.

The address of a calendar may be a secret. No error here contains any part of it, or any word from a server.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit

from .ics.content_lines import MAX_FOREIGN_CALENDAR_BYTES

FETCH_SECONDS: Final = 15.0
MAX_REDIRECTS: Final = 3
_CHUNK: Final = 65_536
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_TYPES: Final = ("text/calendar", "text/plain", "application/octet-stream", "application/ics", "text/ics", "")
# Addresses that carry an IPv4 address inside (RFC 6052, RFC 3056, RFC 4380): the address inside decides.
_NAT64: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


class FetchError(Exception):
    """The reason why a calendar was not fetched, as a sentence without any part of its address."""


@dataclass(frozen=True)
class Fetched:
    """The response of a server. `data` is None if nothing has changed since the response with `etag` and `modified`."""

    data: bytes | None
    etag: str = ""
    modified: str = ""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found.teredo or any(found in network for network in _NAT64):
            return False
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


@dataclass(frozen=True)
class Fetcher:
    """Fetches calendars. `may_connect` decides about each IP address at the moment of the connection.

    `may_connect` and `authorities`, a file of certificates, are arguments for tests, which use their own server. No
    setting and no environment variable can change them.
    """

    may_connect: Callable[[str], bool] = is_public
    authorities: str | None = None
    seconds: float = FETCH_SECONDS

    def fetch(self, address: str, etag: str = "", modified: str = "") -> Fetched:
        """The calendar at an address. Raises `FetchError`."""
        deadline = time.monotonic() + self.seconds
        headers = {
            "Accept": "text/calendar, */*;q=0.1",
            "Accept-Encoding": "gzip, identity",
            "User-Agent": "affinity-hub",
        }
        headers |= {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        for _ in range(MAX_REDIRECTS + 1):
            connection, secured = self._connected(address, deadline)
            try:
                answer = self._ask(connection, address, headers)
                target = answer.getheader("Location") if answer.status in _REDIRECTS else None
                if target is None:
                    return _read(answer, deadline)
                address = urljoin(address, target)
            except (http.client.HTTPException, UnicodeError, ValueError, zlib.error):
                raise FetchError("The server did not answer like a web server.") from None
            except TimeoutError:
                raise FetchError(_slow(self.seconds)) from None
            except OSError:
                raise FetchError("The connection to the server was lost.") from None
            finally:
                secured.close()
        raise FetchError(f"The server redirects more than {MAX_REDIRECTS} times.")

    def _ask(
        self, connection: http.client.HTTPConnection, address: str, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def _connected(self, address: str, deadline: float) -> tuple[http.client.HTTPConnection, ssl.SSLSocket]:
        """A connection to an allowed address of the host, with the host's name proved by TLS."""
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port or 443
        except (ValueError, UnicodeError):
            raise FetchError("The address of the calendar is not valid.") from None
        if parts.scheme != "https" or not host:
            raise FetchError("The address of the calendar does not begin with https.")
        if any(ord(sign) <= 0x20 or ord(sign) > 0x7E for sign in address):
            raise FetchError("The address of the calendar is not valid.")
        secured = self._secured(host, self._socket(host, port, deadline))
        connection = http.client.HTTPConnection(host, port)
        connection.sock = _Timed(secured, deadline)
        return connection, secured

    def _socket(self, host: str, port: int, deadline: float) -> socket.socket:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FetchError("There is no server at the address of the calendar.") from None
        # Connect to the checked addresses, because a name can mean a different address a moment later.
        allowed = [address for address in found if self.may_connect(str(address[4][0]))]
        if not allowed:
            raise FetchError("The address of the calendar leads into a private network.")
        for family, kind, protocol, _, where in allowed[:4]:
            try:
                made = socket.socket(family, kind, protocol)
                made.settimeout(_left(deadline))
                made.connect(where)
                if not self.may_connect(str(made.getpeername()[0])):
                    made.close()
                    raise FetchError("The address of the calendar leads into a private network.")
                return made
            except TimeoutError:
                made.close()
            except OSError:
                made.close()
        raise FetchError(_slow(self.seconds) if time.monotonic() >= deadline else "The server refuses the connection.")

    def _secured(self, host: str, plain: socket.socket) -> ssl.SSLSocket:
        try:
            return ssl.create_default_context(cafile=self.authorities).wrap_socket(plain, server_hostname=host)
        except TimeoutError:
            raise FetchError(_slow(self.seconds)) from None
        except (OSError, ValueError):
            plain.close()
            raise FetchError("The server cannot prove its identity (TLS).") from None


def _slow(seconds: float) -> str:
    return f"The server did not send the calendar within {seconds:.0f} seconds."


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """A socket whose calls all end at the deadline, so that a server cannot send single bytes forever."""

    def __init__(self, sock: ssl.SSLSocket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: bytes) -> None:
        """Sends all of the data."""
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> _Stream:  # noqa: ARG002 - the signature of a socket
        """The answer as a file."""
        return _Stream(self._sock, self._deadline)

    def close(self) -> None:
        """Does nothing: `http.client` closes the socket before the answer is read, and `fetch` closes it afterwards."""


class _Stream:
    """The stream from which `http.client` reads an answer. It never holds more bytes than allowed."""

    MOST: Final = 2 * MAX_FOREIGN_CALENDAR_BYTES

    def __init__(self, sock: ssl.SSLSocket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline
        self._kept, self._read, self.closed = b"", 0, False

    def _more(self) -> bool:
        self._sock.settimeout(_left(self._deadline))
        data = self._sock.recv(_CHUNK)
        self._read += len(data)
        if self._read > self.MOST:
            raise FetchError(_TOO_LARGE)
        self._kept += data
        return bool(data)

    def readline(self, limit: int = -1) -> bytes:
        """A line, at most `limit` bytes of it."""
        most = limit if limit >= 0 else _CHUNK
        while (end := self._kept.find(b"\n")) < 0 and len(self._kept) < most:
            if not self._more():
                break
        size = min(end + 1 if end >= 0 else len(self._kept), most)
        line, self._kept = self._kept[:size], self._kept[size:]
        return line

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, and fewer only at the end."""
        while (size < 0 or len(self._kept) < size) and self._more():
            pass
        size = len(self._kept) if size < 0 else size
        data, self._kept = self._kept[:size], self._kept[size:]
        return data

    def read1(self, size: int = _CHUNK) -> bytes:
        """The available bytes, at least one byte unless the answer has ended."""
        if not self._kept:
            self._more()
        data, self._kept = self._kept[:size], self._kept[size:]
        return data

    def readinto(self, buffer: bytearray) -> int:
        """Fills a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def flush(self) -> None:
        """Does nothing, because nothing is written here."""

    def close(self) -> None:
        """Marks the answer as closed."""
        self.closed = True


_TOO_LARGE: Final = f"The calendar has more than {MAX_FOREIGN_CALENDAR_BYTES:,} bytes."


def _read(answer: http.client.HTTPResponse, deadline: float) -> Fetched:
    """The body of an answer, unpacked and never longer than a calendar may be."""
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(None)
    if answer.status != HTTPStatus.OK:
        known = {status.value: f" {status.phrase}" for status in HTTPStatus}
        raise FetchError(f"The server answered {answer.status}{known.get(answer.status, '')}.")
    kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise FetchError("The address does not lead to a calendar.")
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise FetchError("The server did not answer like a web server.")
    unpacker = zlib.decompressobj(31) if "gzip" in packing else None
    body = bytearray()
    while data := answer.read(_CHUNK):
        _left(deadline)
        body += unpacker.decompress(data, MAX_FOREIGN_CALENDAR_BYTES + 1 - len(body)) if unpacker else data
        if len(body) > MAX_FOREIGN_CALENDAR_BYTES or (unpacker and unpacker.unconsumed_tail):
            raise FetchError(_TOO_LARGE)
    if answer.length or (unpacker and not unpacker.eof):
        raise FetchError("The connection to the server was lost.")
    headers = (_short(answer.getheader(name)) for name in ("ETag", "Last-Modified"))
    return Fetched(bytes(body), *headers)


def _short(value: str | None) -> str:
    """A header to send back later; empty if it is too long or has unusual characters."""
    text = value or ""
    return text if len(text) <= 200 and text.isascii() and text.isprintable() else ""
