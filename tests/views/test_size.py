"""With two thousand records, the files that each reader must load stay small. The tests measure bytes, not
seconds."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import load, outputs
from affinity_hub.core.artifact import Artifact
from affinity_hub.record_views import pagination
from affinity_hub.site import search_index
from jsonschema import Draft202012Validator

from tests.conftest import MINIMAL, NOW

pytestmark = [pytest.mark.site, pytest.mark.long]

EVENTS, GROUPS, ROLES, PARTNERS, OLD = 1200, 300, 350, 150, 20
MOST_PAGE, MOST_INDEX = 200_000, 400_000
KINDS = ("gathering", "networking", "mentoring", "training", "convening", "orientation")
GROUP_KINDS = ("affinity", "affinity", "affinity", "mentoring", "networking", "professional")
RHYTHMS = {
    "every week": "2026-12-03",
    "every 2 weeks on Thursday": "2026-12-03",
    "monthly on the 2nd Thursday": "2026-12-10",
    "monthly on day 15": "2026-12-15",
    "": "2026-12-03",
}
Files = dict[str, Artifact]


def words() -> Iterator[str]:
    """Four thousand made-up words in random order, because varied text compresses badly."""
    chance = random.Random(7)
    known = ["".join(chance.choices(("ka", "re", "mo", "lin", "ter", "su", "vo", "bel"), k=4)) for _ in range(4000)]
    while True:
        yield chance.choice(known)


def write(folder: Path) -> Path:
    """A district of two thousand records, none of them small."""
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    stream = words()

    def say(count: int) -> str:
        return " ".join(next(stream) for _ in range(count))

    groups = (
        f"{{id: g{n}, name: Circle {n} of {say(3)}, short_name: C{n}, aliases: [Alias {n}x], "
        f"kind: {GROUP_KINDS[n % 6]}, status: {('active', 'forming')[n % 9 == 0]}, summary: {say(14)}., "
        f"purpose: {say(40)} purpose{n}., open_to: All staff and {say(5)}., facilitators: [r{n}], "
        f"partners: [p{n % PARTNERS}], "
        f"join: {{contact: circle-{n}@example.org, steps: {say(10)}.}}}}"
        for n in range(GROUPS)
    )
    events = (
        f"{{id: e{n}, title: {say(4)} {n}, kind: {KINDS[n % 6]}, summary: {say(12)}., groups: [g{n % GROUPS}], "
        f"details: {say(30)} detail{n}., place: {{name: House {n}, address: 1 {say(2)} Street}}, {when(n)}}}"
        for n in range(EVENTS)
    )
    roles = (
        f"{{id: r{n}, role: Lead number {n}, summary: {say(10)}.{f', vacancy: {{about: {say(12)}.}}' * (n % 3 == 0)}}}"
        for n in range(ROLES)
    )
    partners = (f"{{id: p{n}, name: Partner {n} {say(2)}, kind: union, summary: {say(14)}.}}" for n in range(PARTNERS))
    for name, rows in {"groups": groups, "events": events, "facilitators": roles, "partners": partners}.items():
        text = "".join(f"  - {row}\n" for row in rows)
        (folder / f"{name}.yml").write_text(f"{name}:\n{text}", "utf-8")
    return folder


def when(number: int) -> str:
    """Some events ended long ago, some recently, and some have no date. Of the rest, a third meet once and a third meet
    all year."""
    if number < 2 * OLD:
        days = 366 + 30 if number < OLD else 300
        return f"starts: {NOW.date() - dt.timedelta(days=days)} 16:00, ends: 17:30"
    if number % 10 == 9:
        return "starts: to be announced"
    rhythm, first = list(RHYTHMS.items())[number % 5]
    if not rhythm:
        return f"starts: {NOW.date() + dt.timedelta(days=number % 200)} 16:00, ends: 17:30"
    return f"starts: {first} 16:00, ends: 17:30, repeats: {rhythm}, until: 2027-09-01"


class Large:
    """All generated files of such a district, and its search index."""

    def __init__(self, folder: Path) -> None:
        self.hub, _ = load(write(folder), NOW)
        made = outputs(self.hub, NOW)
        self.files = {
            artifact.path: Artifact(
                artifact.path, artifact.body if artifact.is_page else artifact.content, artifact.page_meta
            )
            for artifact in made
        }

    def index(self) -> list[dict[str, Any]]:
        pages = (
            search_index.page_entries(path, head, artifact.body)
            for path, artifact in self.files.items()
            if (head := artifact.page_meta)
        )
        index = search_index.index(pages)
        entries: list[dict[str, Any]] = json.loads(index)["docs"]
        return entries

    def reads(self, path: str) -> str:
        return self.files[path].content.decode()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    return Large(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def entries(large: Large) -> list[dict[str, Any]]:
    return large.index()


def found(entries: list[dict[str, Any]], words: str) -> set[str]:
    return {
        entry["location"].split("#")[0]
        for entry in entries
        if words in entry["title"] or words in entry["text"] or words in entry.get("tags", ())
    }


def test_the_district_has_two_thousand_records(large: Large) -> None:
    assert sum(1 for _ in large.hub.records()) == EVENTS + GROUPS + ROLES + PARTNERS == 2000


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_no_page_is_over_two_hundred_kilobytes(large: Large, demo_site: Path) -> None:
    shell = max(around(demo_site / name / "index.html") for name in ("", "groups", "groups/educators-of-color-network"))
    assert shell > 5_000, "the header and the footer have at least this size"
    pages = {path: output for path, output in large.files.items() if path.endswith(".html")}
    sizes = {path: len(output.content) + shell * bool(output.page_meta) for path, output in pages.items()}
    assert {path: size for path, size in sizes.items() if size > MOST_PAGE} == {}


def around(path: Path) -> int:
    before, rest = path.read_bytes().split(b'<article class="hub-article">')
    return len(before) + len(rest.split(b"</article>")[-1])


@pytest.mark.parametrize(
    "first, link",
    [
        ("groups/", "groups/g{}/"),
        ("groups/questions/", "groups/g{}/#answers"),
        ("partners/", "partners/p{}/"),
        ("calendars/choose/", "calendars/groups/g{}.ics"),
    ],
)
def test_a_long_list_continues_and_leaves_nothing_out(first: str, link: str, large: Large) -> None:
    count = PARTNERS if first == "partners/" else GROUPS
    urls = [path.removesuffix("index.html") for path in large.files if path.startswith(f"{first}pages/")]
    assert urls, "the list must continue on further pages"
    pages = [large.reads(f"{url}index.html") for url in (first, *urls)]
    for url in urls:
        assert f'/{url}"' in pages[0], "the first page links to each further page"
        assert f'../{first}"' in large.reads(f"{url}index.html"), "each further page links back to the first page"
    for number in range(count):
        wanted = f"{link.format(number)}{'<' if link.endswith('.ics') else chr(34)}"
        assert sum(wanted in page for page in pages) == 1, wanted


def test_the_months_leave_no_date_out(large: Large) -> None:
    pages = [output.content.decode() for path, output in large.files.items() if path.startswith("events/months/")]
    assert any("/pages/2/index.html" in path for path in large.files if path.startswith("events/months/"))
    shown = sum(len(re.findall('<li class="hub-event--[a-z]+ hub-days__event--', page)) for page in pages)
    assert shown == sum(len(schedule.occurrences) for schedule in large.hub.schedules.values())


def test_a_link_to_a_role_leads_to_the_page_it_is_on(large: Large) -> None:
    for number in range(GROUPS):
        page = large.reads(f"groups/g{number}/index.html")
        path, _, name = page.split('href="../../facilitators/')[1].split('"')[0].partition("#")
        assert f'id="{name}"' in large.reads(f"facilitators/{path}index.html")


def test_each_group_has_its_snippets_on_one_page(large: Large) -> None:
    pages = [
        output.content.decode() for path, output in large.files.items() if path.startswith(("embed/index", "snip"))
    ]
    for number in range(GROUPS):
        assert sum(f'data-embed="light/groups/g{number}/"' in page for page in pages) == 1
    assert not [path for path in large.files if path.startswith("embed/pages/")], "a page there would be an embed"


def test_no_two_pages_have_the_same_title(large: Large) -> None:
    titles = [
        output.page_meta.title for path, output in large.files.items() if output.page_meta and path.count("/pages/")
    ]
    assert len(titles) == len(set(titles)) > 10


@pytest.mark.parametrize("count, sizes", [(0, [0]), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
def test_a_list_is_split_into_parts_of_a_maximum_size(count: int, sizes: list[int]) -> None:
    parts = list(pagination.list_pages("groups/", range(count)))
    assert [len(part.items) for part in parts] == sizes
    assert [item for part in parts for item in part.items] == list(range(count))
    assert [part.url for part in parts][:2] == ["groups/", "groups/pages/2/"][: len(sizes)]


def test_the_links_between_parts_do_not_grow_with_the_square_of_the_list() -> None:
    short, long = (list(pagination.list_pages("groups/", range(count), 1)) for count in (20, 500))
    assert all(dict(part.urls()) == {page.number: page.url for page in short} for part in short)
    for part in long:
        numbers = [number for number, _ in part.urls()]
        assert len(numbers) <= 20
        assert {1, 500, max(1, part.number - 1), min(500, part.number + 1)} <= set(numbers)


def test_a_part_of_a_long_list_links_to_about_ten_parts_far_away() -> None:
    parts = list(pagination.list_pages("groups/", range(500), 1))
    far = set(range(50, 501, 50))
    assert {number for number, _ in parts[124].urls()} == far | {1, 123, 124, 125, 126, 127, 500}
    assert {number for number, _ in list(pagination.list_pages("groups/", range(30), 1))[14].urls()} == {
        *range(3, 31, 3),
        *(1, 13, 14, 15, 16, 17, 30),
    }


# --- Search ----------------------------------------------------------------------------------------------------------


def test_the_index_is_small(entries: list[dict[str, Any]]) -> None:
    packed = gzip.compress(json.dumps(entries, separators=(",", ":")).encode(), mtime=0)
    assert len(packed) <= MOST_INDEX
    assert sum(entry["location"].startswith("events/e") for entry in entries) == EVENTS - OLD, (
        "each event has one entry"
    )


def test_the_index_knows_the_short_name_and_the_other_names_as_names(entries: list[dict[str, Any]]) -> None:
    names = {entry["location"]: entry.get("tags") for entry in entries if "#" not in entry["location"]}
    assert names["groups/g217/"] == ["C217", "Alias 217x"]
    assert names["events/e777/"] is None


def test_search_still_finds_what_people_look_for(large: Large, entries: list[dict[str, Any]]) -> None:
    assert found(entries, "Alias 217x") == {"groups/g217/"}
    assert found(entries, "purpose217") == {"groups/g217/"}
    assert found(entries, "detail1111") == {"events/e1111/"}
    event = next(event for event in large.hub.events if event.id == "e777")
    assert found(entries, event.title) == {"events/e777/"}
    assert "events/e777/" in found(entries, "C177")


def test_an_event_that_ended_a_year_ago_leaves_the_index_but_stays_on_the_site(
    large: Large, entries: list[dict[str, Any]]
) -> None:
    for number in range(2 * OLD):
        assert (f"events/e{number}/" in found(entries, f"detail{number}.")) == (number >= OLD)
        page = large.files[f"events/e{number}/index.html"].page_meta
        assert page is not None
        assert page.in_sitemap, "search engines and the sitemap keep the page"


# --- The API ---------------------------------------------------------------------------------------------------------


def test_a_large_hub_has_its_data_in_one_file(large: Large) -> None:
    data, schema = (json.loads(large.reads(f"api/hub{end}.json")) for end in ("", ".schema"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(data)
    assert data["version"] == 1
    for name in ("groups", "events", "facilitators", "partners"):
        assert [entry["id"] for entry in data[name]] == [record.id for record in getattr(large.hub, name)], name
    assert not validator.is_valid(data | {"other": []}), "the schema refuses an unknown key"
