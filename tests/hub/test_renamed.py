"""A record with a new id and its old id under `was:` is still found at every earlier address.

Every record of the sample district is renamed at once: each address, anchor, calendar entry, and feed entry of the old
site must still exist.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml
from affinity_hub import load, outputs
from affinity_hub.schema import Record
from icalendar import Calendar

from tests.conftest import DEMO, NOW
from tests.made import lazy_bytes

REFERENCES = {
    *("groups", "partners", "facilitators", "findings", "heard_from", "about", "measures"),
    *("out_of", "part_of", "sources", "replaces", "successor", "next_edition"),
}
PREFIX = "new-"


def renamed(node: Any, key: str = "", *, references: bool = True) -> Any:
    """The data with a new id for every record. Values that YAML reads as text stay text.

    The references change too, or keep the old ids.
    """
    if isinstance(node, dict):
        changed = {name: renamed(value, name, references=references) for name, value in node.items()}
        if "id" in node:
            changed["was"] = [*node.get("was", []), node["id"]]
        return changed
    if isinstance(node, list):
        return [renamed(item, key if isinstance(item, str) else "", references=references) for item in node]
    return PREFIX + node if key == "id" or (references and key in REFERENCES and " " not in node and node) else node


def rename_all(folder: Path, *, references: bool = True) -> None:
    for path in sorted(folder.rglob("*.yml")):
        text = path.read_text("utf-8")
        if path.name != "hub.yml":
            data = renamed(yaml.load(text, Loader=yaml.BaseLoader), references=references)
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100_000), "utf-8")


Files = Mapping[str, bytes]


def made(folder: Path) -> Files:
    hub, _ = load(folder, NOW)
    return lazy_bytes(outputs(hub, NOW))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Files]:
    """The files of the sample district, before and after all records are renamed."""
    folder = tmp_path_factory.mktemp("renamed") / "district"
    shutil.copytree(DEMO, folder)
    before = made(folder)
    rename_all(folder)
    return before, made(folder)


def test_every_record_was_renamed(tmp_path: Path) -> None:
    folder = tmp_path / "district"
    shutil.copytree(DEMO, folder)
    rename_all(folder)
    records = list(load(folder, NOW)[0].records())
    assert all(record.id.startswith(PREFIX) and record.was for record in records)
    kinds = {type(record) for record in records}
    assert {kind for kind in subclasses(Record) if kind.__module__.startswith("affinity_hub.schema")} == kinds


def subclasses(kind: type[Record]) -> Iterator[type[Record]]:
    for own in kind.__subclasses__():
        yield own
        yield from subclasses(own)


def test_every_address_still_exists(both: tuple[Files, Files]) -> None:
    before, after = both
    assert sorted(set(before) - set(after)) == []


def test_an_earlier_address_of_a_page_leads_to_the_current_address(both: tuple[Files, Files]) -> None:
    before, after = both
    led, names = 0, {name for path in after for name in path.split("/") if name.startswith(PREFIX)}
    for path in before:
        # Embeds keep pages at their earlier addresses.
        if path.startswith("embed/") or not names.intersection(PREFIX + name for name in path.split("/")[:-1]):
            continue
        if not path.endswith("/index.html"):
            continue
        target = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', after[path].decode())
        assert target, path
        found = Path("/site", path).parent.joinpath(target[1]).resolve().relative_to("/site")
        assert f"{found.as_posix()}/index.html" in after
        assert PREFIX in found.as_posix()
        led += 1
    assert led > 50


IDS = re.compile(r'\sid="?([^"\s>]+)')


def test_every_anchor_still_exists(both: tuple[Files, Files]) -> None:
    before, after = both
    gone = []
    for path, content in before.items():
        if not path.endswith(".html") or b'http-equiv="refresh"' in after[path]:
            continue
        ids = set(IDS.findall(after[path].decode()))
        gone += [f"{path}#{name}" for name in set(IDS.findall(content.decode())) - ids]
    assert sorted(gone) == []


def test_feed_readers_see_no_new_entries(both: tuple[Files, Files]) -> None:
    for path in ("updates/feed.xml", "updates/feed.json"):
        old, new = (entry_ids(path, files[path]) for files in both)
        assert old
        assert old == new


def entry_ids(path: str, content: bytes) -> list[str]:
    if path.endswith(".json"):
        return [item["id"] for item in json.loads(content)["items"]]
    return [entry.id for entry in feedparser.parse(content).entries]


def test_calendars_see_no_new_entries(both: tuple[Files, Files]) -> None:
    before, after = both
    paths = [path for path in before if path.endswith(".ics")]
    assert paths
    for path in paths:
        old, new = (
            sorted(str(part["UID"]) for part in Calendar.from_ical(files[path]).walk("VEVENT"))
            for files in (before, after)
        )
        assert old == new, path


@pytest.mark.slow
def test_references_with_the_old_ids_give_the_same_site(tmp_path: Path) -> None:
    """Every reference of the sample district stays valid, and the check names each old id once."""
    folders = [Path(shutil.copytree(DEMO, tmp_path / name)) for name in ("all", "ids")]
    rename_all(folders[0])
    rename_all(folders[1], references=False)
    assert made(folders[1]) == made(folders[0])
    warnings = [problem for problem in load(folders[1], NOW)[1] if problem.code == "W403"]
    told = [re.findall(r'"(.*?)"', problem.message) for problem in warnings]
    assert {(old, new.removeprefix(PREFIX)) for old, new in told} == {(old, old) for old, _ in told}
    assert len(told) == len({old for old, _ in told}) > 50
    assert not [problem for problem in load(folders[0], NOW)[1] if problem.code == "W403"]


def test_the_warning_names_every_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEMO, tmp_path / "district"))
    path = folder / "groups.yml"
    text = path.read_text("utf-8").replace("  - id: raices\n", "  - id: raices-cedar-hollow\n    was: [raices]\n")
    path.write_text(text, "utf-8")
    (problem,) = (problem for problem in load(folder, NOW)[1] if problem.code == "W403")
    lines = [
        (file.name, number)
        for file in sorted(folder.rglob("*.yml"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(r"(groups|about): .*\braices\b", line)
    ]
    assert len(lines) > 5
    for name, number in lines:
        assert re.search(rf"{name}, lines? [^;]*\b{number}\b", problem.hint)
