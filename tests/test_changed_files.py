"""What an edit changes of the built site: little, so that little has to be uploaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import DEMO, build_once

LISTS = {
    "index.html",
    "events/index.html",
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


@pytest.mark.parametrize("edit", [("title: Posada de Raíces", "title: Posada")])
def test_an_edit_of_an_event_changes_its_page_and_what_shows_it(
    edit: tuple[str, str], demo_site: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(DEMO, tmp_path / "district")
    events = folder / "events.yml"
    text = events.read_text("utf-8")
    assert text.count(edit[0]) == 1
    events.write_text(text.replace(*edit), "utf-8")
    after = build_once(folder, tmp_path / "site")
    changed = {name for name, data in files(after).items() if files(demo_site).get(name) != data}
    assert (
        changed
        == {"events/raices-posada/index.html", "api/hub.json", "search/search_index.json"} | LISTS | FEEDS | EMBEDS
    )
    assert files(demo_site).keys() == files(after).keys()


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
