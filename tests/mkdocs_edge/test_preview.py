"""The preview shows what a build would write, and makes only the pages that someone looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from affinity_hub.rendering import assets
from affinity_hub.rendering.security_policy import page_meta
from affinity_hub.site.preview import ALL_PAGES
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from PIL import Image

from tests.conftest import ROOT

pytestmark = pytest.mark.site

District = Callable[..., Path]

EVENTS = """\
events:
  - {id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2026-12-03 16:00, ends: 17:00}
  - {id: cake, title: Cake, kind: training, groups: [tea-circle], starts: 2026-12-10 16:00, ends: 17:00,
     repeats: weekly on Thursday, until: 2027-02-01, details: "Bring **cake**."}
"""


class Shown:
    """MkDocs' server with our preview, without a network and without watching threads."""

    def __init__(self, folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AFFINITY_HUB_DATA", str(folder))
        monkeypatch.setattr("affinity_hub.mkdocs_edge.preview._Watch.start", lambda _: None)
        self.folder, self.root, self.builds = folder, root, 0
        config = self._config()
        config.plugins.on_startup(command="serve", dirty=False)
        server = LiveReloadServer(self._build, "127.0.0.1", 8000, str(root))
        self._build(config)
        self.server = config.plugins.on_serve(server, config=config, builder=self._build)
        self._end = config.plugins.on_shutdown
        self.builds = 0  # MkDocs builds nothing before there is a server
        self.server.builder()

    def _config(self) -> Any:
        return load_config(str(ROOT / "mkdocs.yml"), site_dir=str(self.root))

    def _build(self, config: Any = None) -> None:
        self.builds += 1
        build_with_mkdocs(config or self._config(), serve_url="http://hub.example/")

    def write(self, name: str, text: str) -> None:
        (self.folder / f"{name}.yml").write_text(text, "utf-8")
        self.server.builder()

    def get(self, address: str) -> tuple[str, bytes]:
        """The status and the body of an answer, without the script that MkDocs adds."""
        status: list[str] = []
        app: Any = self.server.get_app()
        found = app({"PATH_INFO": f"/{address}"}, lambda said, _: status.append(said))
        body = b"".join(found)
        getattr(found, "close", lambda: None)()
        return status[0], re.sub(rb"<script>\nvar livereload = .*?</script>(?=</body>)", b"", body, flags=re.DOTALL)

    def close(self) -> None:
        self.server.server_close()
        self._end()

    def files(self) -> dict[str, int]:
        """Every file, with the time of its last change."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.stat().st_mtime_ns for path in paths}


@pytest.fixture
def shown(district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shown]:
    shown = Shown(district(events=EVENTS), tmp_path / "shown", monkeypatch)
    yield shown
    shown.close()


def test_after_an_edit_each_address_answers_as_a_build_would(
    shown: Shown, build_site: Callable[..., Path], tmp_path: Path
) -> None:
    """A new title, a removed date, a removed event, and a new event change pages, widgets, calendars, data, and the
    index."""
    new = EVENTS.replace("title: Tea", "title: Pie").replace("2027-02-01", "2027-01-01")
    shown.write("events", new.replace("id: cake", "id: bread"))
    site = build_site(shown.folder, tmp_path / "site")
    paths = [path for path in site.rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert shown.builds == 1
    # Files that depend on all pages come last, because they build every page. 404.html contains the address of the
    # site, which differs, and the marker is only for builds.
    names = [path.relative_to(site).as_posix() for path in paths if path.name not in ("404.html", ".affinity-hub")]
    names.sort(key=lambda name: name.startswith(ALL_PAGES))
    # Pages of the preview have its script and no policy.
    built = {name: (site / name).read_bytes().replace(page_meta().encode(), b"") for name in names}
    built |= {
        name: (site / name).read_bytes() for name in names if b"<title>" in built[name] and b"has moved<" in built[name]
    }
    different = [name for name in names if shown.get(name) != ("200 OK", built[name])]
    assert different == []
    assert shown.builds == 2


def test_another_picture_under_the_same_name_is_shown(shown: Shown) -> None:
    """This includes a picture that was missing at first. The data does not change, only the file of the picture."""
    group, picture = "groups/tea-circle/", shown.folder / "images" / "tea circle.png"
    text = (shown.folder / "groups.yml").read_text("utf-8").rstrip("\n")
    image = '\n    image: {alt: Tea., consent: {shows: nobody}, file: "images/tea circle.png"}\n'
    shown.write("groups", text + image)
    assert "There is no file" in shown.get(group)[1].decode()
    picture.parent.mkdir()
    seen = set[bytes]()
    for color in ("red", "blue"):
        Image.new("RGB", (64, 64), color).save(picture)
        shown.server.builder()
        found = re.search(r'src="[./]*(images/[0-9a-f]+\.webp)"', shown.get(group)[1].decode())
        assert found
        status, content = shown.get(found[1])
        assert status == "200 OK"
        seen.add(content)
    assert len(seen) == 2


def test_only_requested_pages_are_made(shown: Shown) -> None:
    before = shown.files()
    shown.write("events", EVENTS.replace("title: Tea", "title: Pie"))
    assert shown.files() == before
    assert b">Pie</h1>" in shown.get("events/tea/")[1]
    shown.get("events/tea/")
    shown.get(assets.address("hub.css"))
    assert {name for name, time in shown.files().items() if time != before.get(name)} == {"events/tea/index.html"}
    assert shown.builds == 1


def test_the_search_knows_the_edited_text(shown: Shown) -> None:
    shown.write("events", EVENTS.replace("title: Tea", "title: Pie"))
    assert b'"title":"Pie"' in shown.get("search/search_index.json")[1]
    assert shown.builds == 2


def test_an_address_is_found_with_and_without_its_slash(shown: Shown) -> None:
    shown.write("events", EVENTS.replace("id: tea", "id: coffee"))
    assert shown.get("events/coffee")[0] == "302 Found"
    assert shown.get("events/coffee/")[0] == "200 OK"
    assert shown.get("calendars/events/coffee.ics")[1].startswith(b"BEGIN:VCALENDAR")
    assert shown.get("events/tea/")[0] == "404 Not Found"
    assert shown.get("events/")[0] == "200 OK"
    assert shown.builds == 1


def test_no_address_leads_out_of_the_site(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("kept", "utf-8")
    shown.write("events", EVENTS.replace("title: Tea", "title: Pie"))
    for address in ("../outside.txt", "../../outside.txt", "events/../../outside.txt", "//x"):
        assert shown.get(address)[0] == "404 Not Found", address
    assert (tmp_path / "outside.txt").read_text("utf-8") == "kept"


def test_a_change_of_a_part_of_every_page_builds_all_pages(shown: Shown) -> None:
    hub = (shown.folder / "hub.yml").read_text("utf-8")
    shown.write("hub", re.sub(r"^name: .*", "name: Another name", hub, flags=re.MULTILINE))
    assert shown.builds == 2
    assert b"Another name" in shown.get("events/tea/")[1]


def test_a_change_of_the_theme_builds_the_whole_site(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """This includes a change of a hand-written page or a style sheet."""
    style = ROOT / "overrides" / "assets" / "hub.css"
    look = Path.stat

    class Changed:
        st_mtime_ns, st_mode, st_size, st_ino = 1, style.stat().st_mode, 1, 1

    monkeypatch.setattr(Path, "stat", lambda self, **more: Changed() if self == style else look(self, **more))
    shown.server.builder()
    assert shown.builds == 2


PEOPLE = """\
facilitators:
  - {id: tea-host, role: Host, name: Ada Zwei, consent: {name: public, given_on: 2025-09-01, expires_on: 2026-06-30}}
"""
GROUPS = """\
groups:
  - {id: tea-circle, name: Tea, kind: networking, summary: Ask Ada Zwei., open_to: All., facilitators: [tea-host]}
"""


def test_a_name_without_consent_stays_hidden_however_often_something_else_is_saved(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kept data must not be the data from before the name was removed."""
    shown = Shown(district(events=EVENTS, facilitators=PEOPLE, groups=GROUPS), tmp_path / "shown", monkeypatch)
    for title in ("Pie", "Pudding", "Tart"):
        shown.write("events", EVENTS.replace("title: Tea", f"title: {title}"))
        assert f">{title}</h1>".encode() in shown.get("events/tea/")[1]
        for address in ("groups/tea-circle/", "facilitators/", "groups/", "api/hub.json"):
            assert b"Zwei" not in shown.get(address)[1], (title, address)
    shown.write("facilitators", PEOPLE.replace("2026-06-30", "2027-06-30"))
    assert b"Ask Ada Zwei." in shown.get("groups/tea-circle/")[1]
    shown.write("facilitators", PEOPLE)
    assert b"Zwei" not in shown.get("groups/tea-circle/")[1]
    shown.close()
