"""No page grows with the number of records: a lopsided district, where one group and one partner have hundreds."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from itertools import chain, count, takewhile
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load
from affinity_hub.api import document as api_hub
from affinity_hub.feeds import updates
from affinity_hub.pages import pages
from affinity_hub.schema.progress import STEPS
from affinity_hub.views import milestones
from affinity_hub.views.site import Site
from jsonschema import Draft202012Validator

from tests.conftest import MINIMAL, NOW
from tests.views.test_size import MOST_PAGE, around

pytestmark = pytest.mark.site

STRANDS = ("assessment", "collaboration", "partnership-building", "resourcing")
SEASONS = ("fall", "winter", "spring", "summer")
GROUPS, MANY, UPDATES = 200, 300, 1500
# The largest number of ids that a list may have.
LISTED = 50
DAY = NOW.date() - dt.timedelta(days=10)
TEXT = "What people said about it, told in a sentence or two that is as long as such sentences are. " * 2
TEXT = TEXT.strip()
Rows = Iterator[dict[str, Any]]


def groups() -> Rows:
    """One group that has many records of every kind, and many groups that share a role, a partner, and an event with
    it."""
    yield {
        "id": "vast",
        "name": "Vast",
        "kind": "affinity",
        "summary": "All of it.",
        "open_to": "All staff.",
        "milestones": [
            {"title": f"Own milestone {n}", "status": "done", "evidence": TEXT, "reflection": TEXT, "closed_on": DAY}
            for n in range(MANY)
        ],
        "facilitators": [f"role-{n}" for n in range(LISTED)],
        "partners": [f"partner-{n}" for n in range(LISTED)],
    }
    for number in range(GROUPS):
        name = f"Circle {number}"
        words = {"kind": "affinity", "summary": "We meet.", "open_to": "All staff.", "status": "forming"}
        yield {"id": f"g{number}", "name": name, **words, "facilitators": ["shared"], "partners": ["partner-0"]}


def events() -> Rows:
    waiting = {"kind": "training", "starts": "to be announced"}
    for number in range(400):
        yield {"id": f"waiting-{number}", "title": f"Some day {number}", **waiting, "groups": ["vast"]}
    for number in range(400):
        yield {"id": f"theirs-{number}", "title": f"Over there {number}", **waiting, "partners": ["partner-0"]}
    yield {
        "id": "together",
        "title": "Everyone together",
        "kind": "convening",
        "starts": f"{NOW.date() + dt.timedelta(days=9)} 16:00",
        "ends": "17:00",
        "repeats": "every week",
        "times": 40,
        "groups": [f"g{number}" for number in range(LISTED)],
    }
    first = NOW.date() + dt.timedelta(days=2)
    dates = [first + dt.timedelta(days=number) for number in range(180)]
    yield {
        "id": "restless",
        "title": "Moved again and again",
        "kind": "gathering",
        "starts": f"{first} 16:00",
        "ends": "17:00",
        "repeats": "every day",
        "times": 180,
        "groups": ["vast"],
        "changes": [
            {"date": date, "starts": f"{date} 10:{n % 60:02}", "ends": f"{date} 11:{n % 60:02}", "reason": f"Why {n}"}
            for n, date in enumerate(dates)
        ],
    }


def roles() -> Rows:
    for number in range(MANY):
        yield {"id": f"role-{number}", "role": f"Lead {number}", "summary": TEXT[:150], "vacancy": {"about": TEXT}}
    yield {"id": "shared", "role": "Lead of everyone", "vacancy": {"about": TEXT}}


def partners() -> Rows:
    offers = [{"title": f"Guide {n}", "kind": "guide"} for n in range(MANY)]
    for number in range(MANY):
        own = {"id": f"partner-{number}", "name": f"Partner {number}", "kind": "union", "summary": TEXT[:150]}
        yield own | {"offers": offers if not number else offers[:10]}


def opportunities() -> Rows:
    for number in range(2 * MANY):
        owner: dict[str, Any] = {"partners": ["partner-0"]} if number % 2 else {"groups": ["vast"]}
        words = {"title": f"Offer {number}", "kind": "mentoring", "open_to": "All staff.", "summary": TEXT[:150]}
        yield {"id": f"offer-{number}", **words, **owner}


def progress() -> dict[str, Rows]:
    everyone = [f"who-{n}" for n in range(LISTED)]
    done = {"status": "done", "evidence": TEXT, "reflection": TEXT, "closed_on": DAY, "findings": ["heard-0"]}
    return {
        "milestones": (
            {"id": f"m{n}", "title": f"Milestone {n}", "strand": STRANDS[n % 3], "due": "2026-27", "added_on": DAY}
            | (done if n % 2 else {"measures": ["measure-0"]})
            for n in range(500)
        ),
        "findings": (
            {"id": f"heard-{n}", "need": f"Need {n}. {TEXT}", "done_about_it": TEXT, "added_on": DAY}
            | {"heard_from": [f"who-{n % MANY}"] if n else everyone}
            for n in range(500)
        ),
        "stakeholders": (
            {"id": f"who-{n}", "name": f"Team {n}", "asked": "In May.", "heard": TEXT, "changed": TEXT}
            for n in range(MANY)
        ),
        "inquiry": (
            {"id": f"step-{n}-note", "step": STEPS[n % 2], "question": f"Why {n}?", "finding": TEXT, "learned": TEXT}
            for n in range(400)
        ),
        "resources": ({"id": f"means-{n}", "title": f"Fund {n}"} for n in range(2 * MANY)),
        "measures": (
            {"id": f"measure-{n}", "title": f"Count {n}", "definition": TEXT, "population": TEXT} for n in range(MANY)
        ),
        "updates": (
            {"id": f"news-{n}", "title": f"News {n}", "school_year": f"20{10 + n % 17}-{11 + n % 17}"}
            | {"season": SEASONS[n % 4], "summary": TEXT[:150], "body": TEXT, "published": DAY}
            for n in range(UPDATES)
        ),
        "start_a_group": ({"id": f"way-{n}", "title": f"Step {n}", "details": TEXT} for n in range(MANY)),
        "reading": ({"id": f"book-{n}", "title": f"Book {n}", "why": TEXT} for n in range(MANY)),
        "data_collection": (
            {"id": f"item-{n}", "item": f"List {n}", "why": TEXT, "who_sees": TEXT} for n in range(MANY)
        ),
        "feedback": ({"id": f"say-{n}", "title": f"Box {n}", "details": TEXT} for n in range(MANY)),
    }


def library() -> dict[str, Rows]:
    return {
        "difficult_questions": (
            {"id": f"q{n}", "question": f"Why {n}?", "short_answer": f"ACRO{n}. {TEXT}", "sources": [f"claim-{n}"]}
            for n in range(MANY)
        ),
        "claims": (
            {"id": f"claim-{n}", "claim": f"It helps {n}.", "citation": TEXT, "limits": TEXT} for n in range(MANY)
        ),
        "glossary": ({"id": f"word-{n}", "term": f"ACRO{n}", "meaning": TEXT} for n in range(500)),
    }


def write(folder: Path) -> Path:
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    single = {"groups": groups(), "events": events(), "facilitators": roles(), "partners": partners()}
    files: dict[str, dict[str, Rows]] = {name: {name: rows} for name, rows in single.items()}
    files |= {"opportunities": {"opportunities": opportunities()}, "progress": progress(), "library": library()}
    for name, lists in files.items():
        for key, rows in lists.items():
            path = folder / (f"{name}.yml" if key == name else f"{name}/{key}.yml")
            path.parent.mkdir(exist_ok=True)
            text = "".join(f"  - {json.dumps(row, default=str)}\n" for row in rows)
            path.write_text(f"{key}:\n{text}", "utf-8")
    return folder


class Vast:
    """The site of that district, and its pages. Frames have a fixed height, so this test leaves them out."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(load(write(folder), NOW)[0], NOW)
        self.pages = {output.path: output for output in pages(self.site)}
        self._ids: dict[str, set[str]] = {}

    def reads(self, url: str) -> str:
        return self.pages[f"{url}index.html"].content.decode()

    def has(self, url: str) -> bool:
        """Whether an address leads to a page, and its fragment to an element on the page."""
        path, _, name = url.partition("#")
        if path not in self._ids:
            self._ids[path] = set(re.findall(r' id="([^"]+)"', self.reads(path)))
        return not name or name in self._ids[path]


@pytest.fixture(scope="module")
def vast(tmp_path_factory: pytest.TempPathFactory) -> Vast:
    return Vast(tmp_path_factory.mktemp("vast"))


def test_no_page_is_over_two_hundred_kilobytes(vast: Vast, demo_site: Path) -> None:
    shell = max(around(demo_site / name / "index.html") for name in ("", "groups/educators-of-color-network"))
    sizes = {path: len(output.content) + shell * bool(output.page_meta) for path, output in vast.pages.items()}
    assert {path: size for path, size in sizes.items() if size > MOST_PAGE} == {}


def test_the_api_of_a_large_hub_is_complete(vast: Vast) -> None:
    files = {artifact.path: artifact.content for artifact in api_hub.files(vast.site)}
    data, schema = json.loads(files[api_hub.HUB_JSON]), json.loads(files[api_hub.SCHEMA_PATH])
    Draft202012Validator(schema).validate(data)
    assert data["version"] == 1
    listed = {"groups": vast.site.groups, "events": vast.site.events, "partners": vast.site.partners}
    assert {name: [record["id"] for record in data[name]] for name in listed} == {
        name: [view.id for view in views] for name, views in listed.items()
    }
    plan = [
        milestone["id"] for milestone in data["progress"]["milestones"] if milestone["id"]
    ]  # milestones of groups have no id
    assert plan == [milestone.id for milestone in vast.site.progress.milestones]


@pytest.mark.parametrize("feed", [updates.ATOM, updates.JSON])
def test_a_feed_of_updates_has_the_newest_updates(feed: str, vast: Vast) -> None:
    content = next(artifact.content for artifact in updates.feeds(vast.site) if artifact.path == feed).decode()
    assert len(content) < MOST_PAGE
    newest = vast.site.updates
    assert all((f"/updates/{update.id}/" in content) == (at < updates.MAX_UPDATES) for at, update in enumerate(newest))


# --- Nothing is left out ---------------------------------------------------------------------------------------------

WHOLE = [
    ("progress/milestones/", 'id="m{}"', 500),
    ("progress/findings/", 'id="heard-{}"', 500),
    ("progress/stakeholders/", 'id="who-{}"', MANY),
    ("progress/inquiry/entries/", 'id="step-{}-note"', 400),
    ("progress/resources/", 'id="means-{}"', 2 * MANY),
    ("progress/data/register/", 'id="item-{}"', MANY),
    ("progress/data/feedback/", 'id="say-{}"', MANY),
    ("progress/measures/", 'id="measure-{}"', MANY),
    ("start-a-group/steps/", 'id="way-{}"', MANY),
    ("supports/evidence/", 'id="claim-{}"', MANY),
    ("supports/reading/", 'id="book-{}"', MANY),
    ("supports/glossary/", 'id="word-{}"', 500),
    ("supports/questions/", 'href="{{root}}supports/questions/q{}/"', MANY),
    ("updates/", 'href="{{root}}updates/news-{}/"', UPDATES),
    ("groups/vast/to-be-announced/", 'href="{{root}}events/waiting-{}/"', 400),
    ("groups/vast/milestones/", "<strong>Own milestone {}<", MANY),
    ("groups/vast/opportunities/", ">Offer {}<", range(0, 2 * MANY, 2)),
    ("partners/partner-0/to-be-announced/", 'href="{{root}}events/theirs-{}/"', 400),
    ("partners/partner-0/opportunities/", ">Offer {}<", range(1, 2 * MANY, 2)),
    ("partners/partner-0/groups/", ">Circle {}<", GROUPS),
    ("partners/partner-0/offers/", ">Guide {}<", MANY),
]

# The pages that show only the beginning of a long list.
BEGINNINGS = {
    "progress/milestones/": "progress/you-said/",
    "progress/findings/": "progress/you-said/",
    "progress/stakeholders/": "progress/you-said/",
    "progress/inquiry/": "progress/inquiry/",
    "progress/resources/": "progress/",
    "progress/data/": "progress/data/",
    "start-a-group/": "start-a-group/",
    "groups/vast/": "groups/vast/",
    "partners/partner-0/": "partners/partner-0/",
}


@pytest.mark.parametrize("first, sign, numbers", WHOLE)
def test_a_long_list_is_complete_on_its_own_pages(first: str, sign: str, numbers: int | range, vast: Vast) -> None:
    following = (f"{first}pages/{number}/" for number in count(2))
    urls = [first, *takewhile(lambda url: f"{url}index.html" in vast.pages, following)]
    assert len(urls) > 1
    texts = [vast.reads(url) for url in urls]
    for number in range(numbers) if isinstance(numbers, int) else numbers:
        shown = [
            sign.format(number).replace("{root}", "../" * url.count("/")) in text
            for url, text in zip(urls, texts, strict=True)
        ]
        assert sum(shown) == 1, sign.format(number)
    for place, beginning in BEGINNINGS.items():
        assert not first.startswith(place) or first in vast.reads(beginning), (
            "the beginning of a list links to the whole list"
        )


def test_search_finds_records_that_are_only_in_lists(vast: Vast) -> None:
    """If a record has its own page, the search finds the record there and does not need to read the list."""
    for first, sign, _ in WHOLE:
        page = vast.pages[f"{first}pages/2/index.html"].page_meta
        assert page is not None
        assert page.searched == ("href" not in sign and ">Offer" not in sign and ">Circle" not in sign), first


# --- Links lead to the page with the entry ---------------------------------------------------------------------------


def test_every_link_to_an_entry_leads_to_its_page_in_the_list(vast: Vast) -> None:
    broken, seen = set(), 0
    for path, output in vast.pages.items():
        for href in set(re.findall(r'<a [^>]*href="([^":?]*)"', output.content.decode())):
            place, _, name = href.partition("#")
            url = posixpath.normpath(posixpath.join(posixpath.dirname(path), place)) + "/"
            url = "" if url == "./" else url
            if f"{url}index.html" in vast.pages:
                seen += 1
                broken |= set() if vast.has(f"{url}#{name}") else {(path, href)}
            elif "/pages/" in href:
                broken.add((path, href))
    assert seen > 10_000
    assert broken == set()


def test_other_programs_learn_the_address_of_an_entry(vast: Vast) -> None:
    data = api_hub.hub(vast.site).model_dump(mode="json")
    lists = [rows for rows in data["progress"].values() if isinstance(rows, list)]
    urls = [row["url"].removeprefix(vast.site.address("")) for row in chain(*lists, data["difficult_questions"])]
    assert len(urls) > 3000
    assert [url for url in urls if not vast.has(url)] == []
    assert "progress/milestones/pages/3/" in {url.partition("#")[0] for url in urls}


def test_a_word_of_the_glossary_leads_to_its_page_in_the_list(vast: Vast) -> None:
    found = re.search(r'href="([^"]+)" aria-label="ACRO299 ', vast.reads("supports/questions/q299/"))
    assert found
    url = found[1].removeprefix("../" * 3)
    assert "/pages/" in url
    assert vast.has(url)


def test_a_series_names_a_limited_number_of_changed_dates(vast: Vast) -> None:
    page = vast.reads("events/restless/")
    assert "<li>and 167 more. These dates differ from the schedule:</li>" in page
    assert "<li>and 127 more dates that differ</li>" in page


def test_the_timeline_shows_the_milestones_that_are_due_soonest(vast: Vast) -> None:
    page = vast.reads("progress/you-said/")
    assert "The 30 of 800 milestones that are due closest to today" in page
    assert page.count("hub-picture__row") == milestones.MAX_DRAWN
