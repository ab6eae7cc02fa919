"""Consent to a name, day by day, in everything that is published and in what the check says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub import load, outputs

if TYPE_CHECKING:
    from tests.conftest import Run

NAME = "Ada Lovelace"


def people(consent: str) -> str:
    return f"facilitators:\n  - {{id: tea-host, role: Host of the circle, name: {NAME}, consent: {consent}}}\n"


def holders(folder: Path, now: dt.datetime) -> set[str]:
    return {output.path for output in outputs(load(folder, now)[0], now) if NAME.encode() in output.content}


@pytest.mark.parametrize(
    "day, is_shown",
    [
        ("2026-09-01T00:00:00-07:00", True),  # the first day and the last one are those of the site's zone
        ("2027-06-30T23:59:59-07:00", True),
        ("2027-07-01T00:00:00-07:00", False),
        ("2030-01-01T00:00:00-08:00", False),
    ],
)
def test_a_name_is_shown_from_the_first_day_to_the_last(
    day: str, is_shown: bool, district: Callable[..., Path]
) -> None:
    consent = "{name: public, given_on: 2026-09-01, expires_on: 2027-06-30}"
    found = holders(district(facilitators=people(consent)), dt.datetime.fromisoformat(day))
    assert bool(found) == is_shown
    assert not is_shown or {"facilitators/index.html", "api/hub.json"} <= found


@pytest.mark.parametrize("consent", ["{name: none, given_on: 2026-09-01}", "{name: public, given_on: 2025-09-01}", ""])
def test_without_a_consent_that_holds_only_the_role_is_anywhere(
    consent: str, district: Callable[..., Path], now: dt.datetime
) -> None:
    folder = district(facilitators=people(consent))
    assert holders(folder, now) == set()
    assert (
        b"Host of the circle"
        in {o.path: o.content for o in outputs(load(folder, now)[0], now)}["facilitators/index.html"]
    )


def test_a_consent_that_ends_within_thirty_days_is_told_with_the_texts_to_change(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    groups = (Path(__file__).parent / "sites" / "minimal" / "groups.yml").read_text("utf-8")
    for last, is_told in (("2026-11-23", True), ("2026-12-22", True), ("2026-12-23", False), ("2026-11-22", False)):
        consent = f"{{name: public, given_on: 2026-09-01, expires_on: {last}}}"
        said = run("check", district(facilitators=people(consent), groups=groups)).out
        assert ("[W503]" in said) == is_told, last
    named = run(
        "check",
        district(
            facilitators=people("{name: public, given_on: 2026-09-01, expires_on: 2026-12-01}"),
            groups=f"{groups}    purpose: Ask {NAME}.\n",
        ),
    ).out
    assert re.search(r"The name is in other texts too: groups\.yml, line \d+\.", named)


@pytest.mark.parametrize(
    "file, text",
    [
        (
            "partners",
            f"partners: [{{id: library, name: Library, kind: community, relationship: {NAME} knows them.}}]\n",
        ),
        ("partners", "partners: [{id: ada-lovelace, name: Library, kind: community}]\n"),
        ("progress", f"findings: [{{id: room, need: A room; so says {NAME}.}}]\n"),
        ("calendar", f"no_school: [{{name: Day of {NAME}, starts: 2026-12-10}}]\n"),
        (
            "hub",
            f"name: Hub\nsummary: Kept by {NAME}.\norganization: {{name: District}}\nurl: https://hub.small.example/\n",
        ),
    ],
)
def test_a_name_without_consent_is_refused_in_every_file(
    file: str, text: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    done = run("check", district(facilitators=people("{name: none, given_on: 2026-09-01}"), **{file: text}))
    assert re.findall(r"^([a-z]+)\.yml.*\[(\w+)\]$", done.out, re.MULTILINE) == [(file, "E514")]
    assert NAME not in done.out, "what is not to be published is not repeated"


def test_a_setting_from_the_environment_is_judged_too(
    district: Callable[..., Path], run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFFINITY_HUB_REPOSITORY", "https://git.example.org/hub")
    hub = "name: Hub\norganization: {name: District}\nurl: https://hub.small.example/\n"
    assert run("check", district(hub=hub)).status == 0
