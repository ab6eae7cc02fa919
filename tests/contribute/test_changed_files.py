"""An edit changes few files of the built site, so that little must be uploaded."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from affinity_hub import load, outputs

from tests.conftest import DEMO, MINIMAL, NOW, build

pytestmark = pytest.mark.site

LISTS = {
    "index.html",
    "calendars/occurrences/raices-posada/2026-12-16.ics",
    "events/all/index.html",
    "opportunities/index.html",
    "opportunities/kinds/networking/index.html",
    "events/kinds/networking/index.html",
    "events/months/2026-12/index.html",
    "groups/raices/index.html",
}
FEEDS = {
    "calendars/all.ics",
    "calendars/deadlines.ics",
    "calendars/events/raices-posada.ics",
    "calendars/groups/raices.ics",
    "calendars/kinds/networking.ics",
    "calendars/ledger.json",
}
EMBEDS = {
    f"embed/{scheme}/next/{of}/index.html"
    for scheme in ("dark", "light")
    for of in ("groups/raices/5", "groups/raices/10", "kinds/networking/10")
}
CHANGED = {"events/raices-posada/index.html", "propose/forms.json", "api/hub.json"} | LISTS | FEEDS | EMBEDS
EDIT = ("title: Posada de Raíces", "title: Posada")

GROUPS, EACH = 17, 10
Files = dict[str, bytes]


def made(folder: Path) -> Files:
    return {output.path: output.content for output in outputs(load(folder, NOW)[0], NOW)}


def edited(folder: Path, edit: tuple[str, str]) -> Path:
    events = folder / "events.yml"
    text = events.read_text("utf-8")
    assert text.count(edit[0]) == 1
    events.write_text(text.replace(*edit), "utf-8")
    return folder


def differing(before: Files, after: Files) -> set[str]:
    assert before.keys() == after.keys()
    return {name for name, content in after.items() if before[name] != content}


def test_an_edit_of_an_event_changes_its_page_and_the_files_that_show_it(tmp_path: Path) -> None:
    folder = edited(shutil.copytree(DEMO, tmp_path / "district"), EDIT)
    assert differing(made(DEMO), made(folder)) == CHANGED


def test_a_build_adds_only_the_search_index_to_these_files(demo_site: Path, tmp_path: Path) -> None:
    folder = edited(shutil.copytree(DEMO, tmp_path / "district"), EDIT)
    after = build(folder, tmp_path / "site")
    assert differing(files(demo_site), files(after)) == CHANGED | {"search/search_index.json"}


def files(site: Path) -> Files:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


# --- A larger district -----------------------------------------------------------------------------------------------


def write(folder: Path) -> Path:
    """Writes two hundred records: groups with a role and ten series each."""
    shutil.copytree(MINIMAL, folder)
    names = range(GROUPS)
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    rows = {
        "groups": (
            f"{{id: g{n}, name: Circle {n}, kind: affinity, summary: We meet., open_to: All staff., "
            f"facilitators: [r{n}]}}"
            for n in names
        ),
        "facilitators": (f"{{id: r{n}, role: Lead of circle {n}}}" for n in names),
        "events": (
            f"{{id: e{n}, title: Evening {n}, kind: {('gathering', 'training')[n % 2]}, groups: [g{n // EACH}], "
            f"starts: 2026-{'11-30' if n % 5 == 0 else f'12-0{n % 5}'} {7 + n % 12:02}:00, ends: {7 + n % 12:02}:50, "
            f"repeats: every 2 weeks on {days[n % 5]}, until: 2027-05-30, place: {{name: House {n}}}}}"
            for n in range(GROUPS * EACH)
        ),
    }
    for name, lines in rows.items():
        (folder / f"{name}.yml").write_text(f"{name}:\n" + "".join(f"  - {line}\n" for line in lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("larger") / "district")


@pytest.fixture(scope="module")
def before(larger: Path) -> Files:
    return made(larger)


# Files that give the number of dates that they do not show, or that continue on pages of a fixed number of dates.
COUNTING = r"embed/\w+/(next/|groups/g12/|trainings/)|events/months/2027-01/|groups/g12/"


@pytest.mark.parametrize(
    "edit, discreet, counting",
    [
        (("title: Evening 123,", "title: Another evening,"), False, "$"),
        (("place: {name: House 123}", "place: {name: Library}"), False, "$"),
        (("place: {name: House 123}", "changes: [{date: 2026-12-17, cancelled: yes, reason: Snow}]"), True, "$"),
        (("place: {name: House 123}", "skip: [{date: 2027-01-14, reason: Rest}]"), True, COUNTING),
    ],
)
def test_an_edit_changes_no_file_of_other_groups(
    edit: tuple[str, str], discreet: bool, counting: str, larger: Path, before: Files, tmp_path: Path
) -> None:
    after = made(edited(shutil.copytree(larger, tmp_path / "district"), edit))
    changed = differing(before, after)
    named = {tuple(re.findall(r"(?<=/)[egr]\d+(?=[./])", name)) for name in changed}
    assert named == {(), ("e123",), ("g12",)}, "only the pages and feeds of the event and its group change"
    assert {"events/e123/index.html", "calendars/events/e123.ics", "calendars/groups/g12.ics"} <= changed
    assert ("calendars/groups/g12.discreet.ics" in changed) == discreet
    assert {name for name in changed if name.startswith("calendars/kinds/")} == {"calendars/kinds/training.ics"}
    pages = {name for name in changed if name.endswith(".html")} - {"events/e123/index.html"}
    others = {name for name in pages if b"events/e123/" not in before[name] + after[name]}
    assert {name for name in others if not re.match(counting, name)} == set(), "only pages that show the event change"
    assert len(changed) < len(after) / 20
