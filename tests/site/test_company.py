"""The hub of a company: no file mentions a school district, Kent, or its intranet."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from affinity_hub.environment import make
from affinity_hub.site.site_files import SiteFiles

NOW = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
HUB = """\
name: Acme Groups
organization: {name: Acme Tools, kind: company, url: "https://www.acme.example/"}
url: https://groups.acme.example/
repository: https://github.com/example/acme-groups
time_zone: America/Chicago
contact: groups@acme.example
"""
GROUPS = """\
groups:
  - id: parents
    name: Parents at Acme
    kind: affinity
    status: active
    summary: Parents and caregivers have lunch together.
    open_to: Everyone at Acme.
    milestones: [{title: A quiet room, status: planned, due: 2026-27}]
  - {id: pride, name: Pride at Acme, kind: networking, summary: Colleagues meet., open_to: Everyone.}
"""
EVENTS = """\
events:
  - id: lunch
    title: Lunch
    kind: gathering
    groups: [parents]
    starts: 2026-12-03 12:00
    ends: 13:00
    repeats: monthly on the 1st Thursday
    until: 2027-05-31
    register: {by: 2026-12-01}
  - {id: skills, title: Skills day, kind: training, groups: [pride], starts: to be announced}
"""
PROGRESS = """\
updates: [{id: fall, school_year: 2026-27, season: fall, title: The first fall, summary: It began.}]
milestones: [{id: room, title: A room, status: under-way, due: 2026-27}]
measures: [{id: stay, title: Who stayed, figures: [{year: 2025-26, count: 40}]}]
"""
LIBRARY = """\
difficult_questions:
  - {id: why, question: Why groups?, short_answer: People asked for them., basis: district}
  - {id: time, question: Is the time paid?}
claims: [{id: ties, claim: Groups help people stay.}]
"""
PICTURES = (".png", ".svg")
OF_EDITORS = ("help/", "api/hub.schema.json")
"""Pages about data files and the schema of the API, whose samples are from the sample district."""
FOREIGN = re.compile(r"kent|\bksd\b|psesd|stafflink|district|school|staff of color|bus driver", re.IGNORECASE)
# Text about the product, and keys and words of data files, which are the same for every organization.
NAMES = re.compile("work or school|school_year|no_school|district_support|school-district")


@pytest.fixture
def files(district: Callable[..., Path]) -> dict[str, bytes]:
    empty = {"partners": "partners: []\n", "facilitators": "facilitators: []\n"}
    folder = district(hub=HUB, groups=GROUPS, events=EVENTS, progress=PROGRESS, library=LIBRARY, **empty)
    (folder / "calendar.yml").unlink(missing_ok=True)
    site = SiteFiles(make(folder, NOW))
    return {artifact.path: site.final_content(artifact) for artifact in site}


def values(value: Any) -> Iterator[str]:
    """The strings of a JSON document, without its keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "basis":  # a word of library.yml
                yield from values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner)
    elif isinstance(value, str):
        yield value


def said(path: str, content: bytes) -> str:
    """The text of a file for people."""
    text = content.decode()
    if path.endswith(".json"):
        return "\n".join(values(json.loads(text)))
    return text.replace("\r\n ", "") if path.endswith(".ics") else text


def test_no_file_has_a_word_of_another_organization(files: dict[str, bytes]) -> None:
    found = {
        path: sorted({match[0] for match in FOREIGN.finditer(NAMES.sub("", said(path, content)))})
        for path, content in files.items()
        if not path.endswith(PICTURES) and not path.startswith(OF_EDITORS)
    }
    assert {path: words for path, words in found.items() if words} == {}


def test_pages_have_the_words_of_a_company(files: dict[str, bytes]) -> None:
    assert "The company gives this answer." in files["supports/questions/why/index.html"].decode()
    assert "Fall of the year 2026-27" in files["updates/fall/index.html"].decode()
    assert "Paste one snippet into your intranet" in files["embed/index.html"].decode()
