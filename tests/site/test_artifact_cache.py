"""The cache never changes a byte, after any edit, on any day, and even if its file is damaged."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import sqlite3
import sys
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from affinity_hub import environment
from affinity_hub.core.artifact import Artifact
from affinity_hub.core.problems import DataError
from affinity_hub.record_views.events.event import EventView
from affinity_hub.record_views.groups import GroupView, PartnerView
from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.site import artifact_cache, site_files
from affinity_hub.site.artifact_cache import ArtifactCache
from affinity_hub.site.site_files import SiteFiles
from affinity_hub.views.site import Site

from tests.conftest import DEMO, MINIMAL, NOW

LINE = re.compile(r"^( +(?:- )?([a-z_]+): )(.+)$", re.MULTILINE)
DATE = re.compile(r"\d{4}-\d\d-\d\d")
NAMES = {"id", "url", "name", "short_name", "hidden", "own_calendar"}
# The values of groups, partners, and people in the digest of an event, and the values that all files of a site share.
# The digests of an event and of a month include `today` only if they depend on it. The ledger gets `now`, which it only
# uses to continue published calendars.
READ: dict[type, set[str]] = {
    GroupView: NAMES | {"join", "status"},
    PartnerView: NAMES,
    FacilitatorView: {"title", "name", "role", "url", "hidden"},
    Site: {"settings", "address", "is_staff", "today", "now"},
}


# The folders of pages and widgets about one group. Their digests have the digests of its events, and all data
# except events.
OF_GROUPS: tuple[str, ...] = ("groups/", "embed/light/", "embed/dark/")
OF_ALL_EVENTS = {"events", "event_pages", "occurrences", "coming", "attendable", "meetings", "coming_of", "waiting"}


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AFFINITY_HUB_PUBLISHED", "AFFINITY_HUB_URL", "AFFINITY_HUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)


def keyed(folder: Path, now: dt.datetime, place: Path) -> Iterator[tuple[bytes, Artifact, SiteFiles]]:
    """The files of a site that the cache keeps, with their keys."""
    files = SiteFiles(environment.make(folder, now))
    cache = ArtifactCache(place, files.layout_digest)
    for artifact in files.generated.files:
        if artifact.inputs_digest:
            yield cache.key(artifact.path, artifact.inputs_digest()), artifact, files


def edited(text: str, chance: random.Random) -> str:
    """A data file with a change in one line: another word, another day, the value of another entry, or no value."""
    found = list(LINE.finditer(text))
    if not found:
        return text
    line = chance.choice(found)
    head, key, value = line.groups()
    same = chance.choice([other[3] for other in found if other[2] == key])
    later = DATE.sub(
        lambda day: f"{dt.date.fromisoformat(day[0]) + dt.timedelta(days=chance.choice((-7, 1, 7)))}", value
    )
    made = chance.choice((f"{head}{value} more", f"{head}{same}", f"{head}{later}", f"{head}{later}", ""))
    return text[: line.start()] + made + text[line.end() :]


def test_equal_keys_mean_equal_files(tmp_path: Path) -> None:
    same_files_after_edits(0, tmp_path, 8)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 120))
def test_equal_keys_mean_equal_files_after_many_edits(seed: int, tmp_path: Path) -> None:
    same_files_after_edits(seed, tmp_path, 10)


def same_files_after_edits(seed: int, tmp_path: Path, rounds: int) -> None:
    """Builds after each of `rounds` edits, every second time on another day."""
    chance, folder, known = random.Random(seed), tmp_path / "data", dict[bytes, tuple[bytes, str]]()
    shutil.copytree(DEMO, folder)
    paths = [path for path in sorted(folder.rglob("*.yml")) if path.parent == folder or path.parent.name == "events"]
    again, day = 0, NOW
    for number in range(rounds):
        if number % 2:
            day = NOW + dt.timedelta(days=chance.randint(-200, 400), hours=chance.randrange(24))
        for path in chance.sample(paths, 3) if number else ():
            before = path.read_text("utf-8")
            path.write_text(edited(before, chance), "utf-8")
            try:
                environment.load_hub(folder, day)
            except (DataError, OverflowError):
                path.write_text(before, "utf-8")
        try:
            found = list(keyed(folder, day, tmp_path / "cache"))
        except DataError:  # the edits are right on one day and wrong on another
            continue
        for key, artifact, files in found:
            content, entries = files._made(artifact)
            again += key in known
            earlier = known.setdefault(key, (content, entries))
            assert earlier == (content, entries), f"{artifact.path} differs on {day}"
    assert again > 100, "with so few hits, the cache would be useless"


@pytest.mark.parametrize("name", ["groups", "events", "opportunities"])
def test_the_keys_of_records_that_move_to_another_file_change(name: str, tmp_path: Path) -> None:
    """Each page links to the file of its record."""
    folder = tmp_path / "data"
    shutil.copytree(DEMO, folder)
    known = {key: files._made(artifact) for key, artifact, files in keyed(folder, NOW, tmp_path / "cache")}
    (folder / f"{name}.yml").rename(folder / name / "0.yml")
    (folder / f"{name}.yml").write_text(f"{name}: []\n", "utf-8")
    again = [entry for entry in keyed(folder, NOW, tmp_path / "cache") if entry[0] in known]
    assert [artifact.path for key, artifact, files in again if files._made(artifact) != known[key]] == []
    assert len(again) > 100


def test_the_digest_of_a_file_has_everything_that_it_reads_from_other_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this test fails, a page or a calendar shows a value that its digest lacks: add the value to the digest."""
    read: dict[type, set[str]] = {kind: set() for kind in READ}
    usual = object.__getattribute__

    def noted(self: Any, name: str) -> Any:
        fields = getattr(type(self), "__dataclass_fields__", None)
        if name in fields if fields else not name.startswith("_"):
            read[type(self)].add(name)
        return usual(self, name)

    for _, artifact, files in list(keyed(DEMO, NOW, tmp_path / "cache")):
        if artifact.path.startswith(OF_GROUPS):
            continue
        with monkeypatch.context() as context:
            for kind in READ:
                context.setattr(kind, "__getattribute__", noted, raising=False)
            files._made(artifact)
    for kind, names in read.items():
        assert names <= READ[kind], kind
    assert read[GroupView] >= {"name", "url"}


def test_pages_about_a_group_show_only_events_in_their_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this test fails, a page or a widget about a group shows an event of another group: add the
    event to `Site.group_digest`."""
    files = SiteFiles(environment.make(DEMO, NOW))
    hub, _ = environment.load_hub(DEMO, NOW)
    own = {
        name: {event.id for event in hub.events if group.id in event.groups}
        for group in hub.groups
        for name in (group.id, *group.was)
    }
    usual, read = object.__getattribute__, dict[type, set[str]]()

    def record_read(self: Any, name: str) -> Any:
        read.setdefault(type(self), set()).add(name if type(self) is Site else usual(self, "id"))
        return usual(self, name)

    checked = 0
    for artifact in list(files.generated.files):
        if not (artifact.path.startswith(OF_GROUPS) and artifact.inputs_digest):
            continue
        read.clear()
        with monkeypatch.context() as context:
            for kind in (EventView, Site):
                context.setattr(kind, "__getattribute__", record_read, raising=False)
            files._made(artifact)
        group = next(name for name in own if f"/{name}/" in f"/{artifact.path}")
        assert read.get(EventView, set()) <= own[group], artifact.path
        assert not read.get(Site, set()) & OF_ALL_EVENTS, artifact.path
        checked += bool(read.get(EventView))
    assert checked > 50


def test_the_key_changes_with_the_program_and_with_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("hooks/affinity_hub/module.py", "overrides/hub/page.html"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("before", "utf-8")
    monkeypatch.setattr(artifact_cache, "PROJECT", tmp_path)
    found = [artifact_cache.program_digest.__wrapped__()]
    for path in ("hooks/affinity_hub/module.py", "overrides/hub/page.html"):
        (tmp_path / path).write_text("after", "utf-8")
        found.append(artifact_cache.program_digest.__wrapped__())
    monkeypatch.setattr(sys, "version", "another one")
    found.append(artifact_cache.program_digest.__wrapped__())
    assert len(set(found)) == 4


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The small site without a cache."""
    folder = tmp_path_factory.mktemp("expected")
    SiteFiles(environment.make(MINIMAL, NOW)).write(folder)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def written(place: Path, folder: Path) -> dict[str, bytes]:
    """The small site, built with a cache."""
    SiteFiles(environment.make(MINIMAL, NOW), cached_at=place).write(folder)
    return contents(folder)


def test_a_second_build_remakes_no_file(
    tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "cache.sqlite"
    assert written(place, tmp_path / "first") == expected
    made: list[Artifact] = []
    usual = SiteFiles._made

    def noted(self: SiteFiles, artifact: Artifact) -> tuple[bytes, str]:
        made.append(artifact)
        return usual(self, artifact)

    monkeypatch.setattr(SiteFiles, "_made", noted)
    assert written(place, tmp_path / "second") == expected
    assert made
    assert not [artifact.path for artifact in made if artifact.inputs_digest]


def cut(place: Path) -> None:
    place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])


def garbage(place: Path) -> None:
    place.write_bytes(b"Not a database. " * 1000)


def empty(place: Path) -> None:
    place.write_bytes(b"")


def foreign(place: Path) -> None:
    place.unlink()
    with sqlite3.connect(place) as other:
        other.execute("CREATE TABLE file (name TEXT)")


def with_an_older_column(place: Path) -> None:
    with sqlite3.connect(place) as other:
        other.execute("ALTER TABLE file RENAME COLUMN checksum TO seal")


def changed(place: Path) -> None:
    with sqlite3.connect(place) as other:
        other.execute("UPDATE file SET content = ?", (b"<p>Something else</p>",))


def wrong_types(place: Path) -> None:
    with sqlite3.connect(place) as other:
        other.execute("UPDATE file SET content = 1, entries = NULL, used = 'never', checksum = 'x'")


def scrambled(place: Path) -> None:
    content, chance = bytearray(place.read_bytes()), random.Random(1)
    for _ in range(2000):
        content[chance.randrange(100, len(content))] ^= 255
    place.write_bytes(content)


def folder_instead(place: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize(
    "damage",
    [cut, garbage, empty, foreign, with_an_older_column, changed, wrong_types, scrambled, folder_instead],
    ids=lambda one: one.__name__,
)
def test_a_damaged_cache_changes_nothing(damage: Any, tmp_path: Path, expected: dict[str, bytes]) -> None:
    place = tmp_path / "cache.sqlite"
    written(place, tmp_path / "first")
    damage(place)
    assert written(place, tmp_path / "second") == expected
    assert written(place, tmp_path / "third") == expected
    if place.is_file():
        with sqlite3.connect(place) as repaired:
            assert repaired.execute("SELECT COUNT(*) FROM file WHERE checksum IS NOT NULL").fetchone()[0] > 0


def test_a_cache_that_cannot_be_written_is_still_read(
    tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "cache.sqlite"
    written(place, tmp_path / "first")
    with sqlite3.connect(place) as other:
        other.execute("DELETE FROM file WHERE rowid % 2")
    before, connect = place.read_bytes(), sqlite3.connect

    def readable(file: Path, **options: Any) -> sqlite3.Connection:
        opened: sqlite3.Connection = connect(f"file:{file}?mode=ro", uri=True, **options)
        return opened

    found: list[bool] = []
    get = ArtifactCache.get

    def noted(self: ArtifactCache, keys: Collection[bytes]) -> dict[bytes, tuple[bytes, str]]:
        known = get(self, keys)
        found.extend(key in known for key in keys)
        return known

    monkeypatch.setattr(sqlite3, "connect", readable)
    monkeypatch.setattr(ArtifactCache, "get", noted)
    assert written(place, tmp_path / "second") == expected
    assert place.read_bytes() == before
    assert sum(found) > len(found) // 3


def test_two_builds_share_a_cache(tmp_path: Path, expected: dict[str, bytes]) -> None:
    place, found = tmp_path / "cache.sqlite", dict[int, dict[str, bytes]]()

    def build(number: int) -> None:
        found[number] = written(place, tmp_path / str(number))

    builds = [threading.Thread(target=build, args=(number,)) for number in range(3)]
    for thread in builds:
        thread.start()
    for thread in builds:
        thread.join()
    assert list(found.values()) == [expected] * 3


def test_entries_without_use_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "cache.sqlite"

    def build(key: bytes, size: int = 1) -> None:
        cache = ArtifactCache(place, b"")
        if not cache.get([key]):
            cache.keep(key, (b"x" * size, ""))
        cache.save()
        cache.tidy()

    def has(key: bytes) -> bool:
        return key in ArtifactCache(place, b"").get([key])

    build(b"used")
    build(b"unused")
    for _ in range(artifact_cache.BUILDS_KEPT + 2):
        build(b"used")
    assert has(b"used")
    assert not has(b"unused")
    monkeypatch.setattr(artifact_cache, "MAX_CACHE_BYTES", 150)
    build(b"large", 100)
    build(b"larger", 100)
    assert has(b"larger")
    assert not has(b"large")


def test_a_small_site_needs_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "cache.sqlite"
    monkeypatch.setattr(site_files, "CACHE", place)
    SiteFiles(environment.make(MINIMAL, NOW), cached_at=place).write(tmp_path / "site")
    assert not place.exists()
