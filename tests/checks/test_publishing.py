"""A build for publishing refuses placeholders, all in one run, with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

READY = """\
name: Small Hub
organization: {name: Small District}
url: https://hub.small.org/
time_zone: America/Los_Angeles
contact: hub@small.org
nondiscrimination: {statement: Open to all staff.}
"""
District = Callable[..., Path]
Command = Callable[..., "Run"]


def told(run: Command, folder: Path) -> list[str]:
    """The places that the check refuses with E132 for a site that will be published."""
    done = run("check", folder)
    return re.findall(r"^(\S+:\d+):\d+: error: .*\[E132\]$", done.out, re.MULTILINE)


@pytest.fixture(autouse=True)
def publish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFFINITY_HUB_PUBLISH", "yes")


def test_a_hub_without_placeholders_is_ready(district: District, run: Command) -> None:
    assert run("check", district(hub=READY)).out == "no errors, no warnings.\n"


def test_all_placeholders_are_reported_in_one_run(district: District, run: Command) -> None:
    hub = READY.replace("hub@small.org", "unknown").replace("hub.small.org", "hub.example.org")
    hub += "repository: https://github.com/example/hub\nuid_domain: hub.example.com\n"
    partners = "partners:\n  - {id: library, name: Library, kind: comunity, url: https://www.example.org/}\n"
    folder = district(hub=hub, partners=partners)
    assert told(run, folder) == ["hub.yml:3", "hub.yml:5", "hub.yml:7", "hub.yml:8", "partners.yml:2"]
    out = run("check", folder).out
    assert "[E203]" in out, "the other errors are reported, too"
    assert "Write a domain that you own." in out
    assert "Write a mailbox that several people read" in out


def test_a_hub_that_names_no_contact_is_not_ready(district: District, run: Command) -> None:
    assert told(run, district(hub=READY.replace("contact: hub@small.org\n", ""))) == ["hub.yml:1"]


@pytest.mark.parametrize("address", [
    "https://example.com", "https://www.example.net/a", "https://hub.small.example/", "https://a.test/",
    "https://example.org:8443/", "https://github.com/example", "https://www.github.com/example/hub",
])  # fmt: skip
def test_placeholder_addresses_are_refused(district: District, run: Command, address: str) -> None:
    assert told(run, district(hub=READY + f"repository: {address}\n")) == ["hub.yml:7"]


@pytest.mark.parametrize("address", [
    "https://example.org.uk/", "https://myexample.org/", "https://github.com/examples/x", "https://a.org/example.org",
    "https://test.org/", "https://a.org/?next=localhost", "https://github.com/example-district/hub",
])  # fmt: skip
def test_addresses_that_only_look_like_placeholders_are_accepted(
    district: District, run: Command, address: str
) -> None:
    assert told(run, district(hub=READY + f"repository: {address}\n")) == []


def test_addresses_in_texts_count(district: District, run: Command) -> None:
    groups = """groups:
  - id: tea-circle
    name: Tea Circle
    kind: networking
    summary: Tea and talk.
    open_to: All staff.
    purpose: |
      Write to us.
      [Join](https://tea.example.org/join)
"""
    assert told(run, district(hub=READY, groups=groups)) == ["groups.yml:7"]


def test_placeholders_are_fine_without_the_publish_option(
    district: District, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFFINITY_HUB_PUBLISH")
    assert run("check", district()).status == 0


def test_an_address_from_the_environment_counts(
    district: District, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = district(hub=READY.replace("hub.small.org", "hub.example.org"))
    assert told(run, folder) == ["hub.yml:3"]
    monkeypatch.setenv("AFFINITY_HUB_URL", "https://small.github.io/hub")
    assert told(run, folder) == []


def test_a_build_for_publishing_writes_nothing(district: District, run: Command, tmp_path: Path) -> None:
    done = run("build", district(), "--out", tmp_path / "site", "--publish", "--first")
    assert (done.status, done.err.count("[E132]") > 1, (tmp_path / "site").exists()) == (1, True, False)
