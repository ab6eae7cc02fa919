"""Fixtures that the tests of imports share: a certificate, servers, and a district whose group has its own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load
from affinity_hub.intake.imports import Import, Result
from affinity_hub.intake.state import State
from affinity_hub.intake.worker import work

from tests.conftest import MINIMAL, NOW

from .servers import Certificate, certificate, send, serving


@pytest.fixture(scope="session")
def made_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


class Served:
    """A calendar on a server. `data` has the files of the server, and `requests` lists the requests that it got."""

    def __init__(self) -> None:
        self.data, self.requests, self.address = b"", list[str](), ""


@pytest.fixture
def served(made_certificate: Certificate) -> Iterator[Served]:
    found = Served()

    def answer(request: str, secured: Any) -> None:
        found.requests.append(request)
        tag = f'"{hash(found.data)}"'
        if f"If-None-Match: {tag}" in request:
            secured.sendall(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
        else:
            send(secured, found.data, ETag=tag)

    with serving(made_certificate, answer) as address:
        found.address = f"{address}/private-0123456789abcdef/basic.ics"
        yield found


Importer = Callable[..., Result]


@pytest.fixture
def importer(tmp_path: Path, made_certificate: Certificate) -> Importer:
    """Imports the calendar at an address for the tea circle, with these keys under `calendar_source`."""
    folder, state = tmp_path / "district", State()
    folder.mkdir()
    for path in MINIMAL.glob("*.yml"):
        (folder / path.name).write_bytes(path.read_bytes())

    def run(
        address: str,
        source: str = "",
        *,
        days: float = 0,
        runner: Any = work,
        **more: Any,
    ) -> Result:
        groups = (MINIMAL / "groups.yml").read_text("utf-8")
        (folder / "groups.yml").write_text(f"{groups}    calendar_source: {{secret: TEA_CALENDAR{source}}}\n", "utf-8")
        now = NOW + dt.timedelta(days=days)
        hub, _ = load(folder, now)
        found = Import(folder, hub, now, made_certificate.fetcher(), state, {"TEA_CALENDAR": address}.get, **more)
        found.runner = runner
        (result,) = found.run()
        load(folder, now)  # no import may write data that stops a build
        told = repr(result) + (result.text or "") + repr(state)
        assert not [part for part in (address.split("/")[2], "private-") if part in told]
        return result

    return run
