"""Reads the ledger of the published site, from its folder or its address. Only this module and `intake.fetch` use the
network."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from affinity_hub.core.problems import DataError, Position, Problem

from . import ledger

MAX_LEDGER_BYTES: Final = 32_000_000  # some 80,000 UIDs
LEDGER_SECONDS: Final = 30.0
NEARBY: Final = ("localhost", "127.0.0.1", "::1")
_TOO_SLOW: Final = f"the site did not answer within {LEDGER_SECONDS:.0f} seconds"
_TOO_LARGE: Final = "it has more than {:,} bytes"


class _UnreadableError(Exception):
    """Why the ledger cannot be read, in words that end a sentence."""


def read(location: str, *, first: bool, fresh: int, path: str = ledger.LEDGER_PATH) -> ledger.Ledger | None:
    """The ledger of the site in a folder or at an address; None if there is no ledger and `first` says that there never
    was one.

    Raises `DataError` in every other case, broken ledgers included. An address begins with https; plain http is for
    this machine only. The whole answer, at most `MAX_BYTES`, must arrive within `SECONDS`. `fresh` is a new number in
    the request, because hosts cache answers for a few minutes, and an old ledger would be wrong.
    """
    is_address = "://" in location
    name = f"{location.rstrip('/')}/{path}"
    try:
        text = _download(name, fresh) if is_address else _limited(Path(name))
    except (FileNotFoundError, NotADirectoryError):
        if first:
            return None
        if not is_address and not Path(location).exists():
            _refuse(name, "There is no such folder.", "Check the name that you gave to  --published .")
        hint = "If nothing was ever published there, say so:  --first   (in a workflow:  AFFINITY_HUB_FIRST: yes)"
        hint += "\nIf a site is there, do not use --first: its calendars would go back to versions that people "
        hint += "have already seen."
        _refuse(name, "There is no ledger of calendars here.", hint)
    except _UnreadableError as reason:
        _refuse(name, f"The ledger of the published calendars cannot be read: {reason}.", _hint(location))
    except (OSError, ValueError, http.client.HTTPException) as error:
        _refuse(name, f"The ledger of the published calendars cannot be read: {_reason(error)}.", _hint(location))
    return ledger.parse(text, name)


def _refuse(name: str, message: str, hint: str) -> NoReturn:
    raise DataError([Problem(Position(name), "E601", message, hint)])


def _reason(error: Exception) -> str:
    """The reason for a failed download, as the end of a sentence and without any text from the server."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return _TOO_SLOW
    if (
        isinstance(cause, OSError) and cause.strerror
    ):  # an error of this computer, such as an unknown host or a refused connection
        return cause.strerror
    if isinstance(error, http.client.InvalidURL | ValueError) and not isinstance(error, UnicodeDecodeError):
        return "the address is not valid"
    return "the site did not answer like a website"


def _hint(location: str) -> str:
    if "://" in location:
        return "Nothing was written. Give an address that begins with https, and try again when the site answers."
    return "Nothing was written. Give the folder of a built site, or the folder that `affinity-hub feeds` wrote."


def _limited(path: Path) -> bytes:
    with path.open("rb") as file:
        text = file.read(MAX_LEDGER_BYTES + 1)
    if len(text) > MAX_LEDGER_BYTES:
        raise _UnreadableError(_TOO_LARGE.format(MAX_LEDGER_BYTES))
    return text


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never out of https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, or an end with `_UnreadableError`."""
        try:
            _check_address(newurl, nearby=req.type == "http")
        except _UnreadableError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_address(address: str, *, nearby: bool) -> None:
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise _UnreadableError("everyone would see a name or password in the address")
    if parts.scheme == "https" and parts.hostname:
        return
    if not (nearby and parts.scheme == "http" and parts.hostname in NEARBY):
        raise _UnreadableError("the address does not begin with https")


class _Download(threading.Thread):
    """A download in its own thread, because a server that keeps sending single bytes never causes a socket timeout."""

    def __init__(self, address: str, fresh: int) -> None:
        super().__init__(daemon=True)
        self.text: bytes | None = None
        self.error: Exception = _UnreadableError(_TOO_SLOW)
        self._address, self._fresh = address, fresh

    def run(self) -> None:
        """Downloads the text and keeps it, or keeps the error."""
        try:
            self.text = _body(self._address, self._fresh)
        except (OSError, ValueError, http.client.HTTPException, _UnreadableError) as error:
            self.error = error.with_traceback(None)  # the traceback would hold sockets open


def _download(address: str, fresh: int) -> bytes:
    _check_address(address, nearby=True)
    download = _Download(address, fresh)
    download.start()
    download.join(LEDGER_SECONDS)
    if download.text is None:
        raise download.error
    return download.text


def _body(address: str, fresh: int) -> bytes:
    request = urllib.request.Request(f"{address}?{fresh}", headers={"Cache-Control": "no-cache"})  # noqa: S310 - checked
    try:
        with urllib.request.build_opener(_SafeRedirects).open(request, timeout=LEDGER_SECONDS) as answer:
            text: bytes = answer.read(MAX_LEDGER_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(address) from None
        known = {status.value: f" {status.phrase}" for status in HTTPStatus}
        raise _UnreadableError(f"the site answered {error.code}{known.get(error.code, '')}") from None
    if len(text) > MAX_LEDGER_BYTES:
        raise _UnreadableError(_TOO_LARGE.format(MAX_LEDGER_BYTES))
    return text
