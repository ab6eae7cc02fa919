"""The staff edition: the additions of its overlay, its marks, and proof that the public edition does not contain
them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import icalendar
import pytest
from affinity_hub import load, outputs

from tests.conftest import NOW
from tests.made import lazy_bytes

if TYPE_CHECKING:
    from tests.conftest import Run

pytestmark = pytest.mark.site

FULL = Path(__file__).parents[1] / "sites" / "full"
SECRETS = ("Kellerraum", "Cleo Schweiger", "Klausurtag", "klausurtag", "Notizen")

EVENTS = """\
events:
  - id: tea-afternoon
    place: {name: Kellerraum 7}
  - id: klausurtag
    title: Klausurtag
    kind: gathering
    groups: [tea-circle, staff-circle]
    starts: 2026-12-08 16:00
    ends: 18:00
    details: Notizen *only* for us.
"""
GROUPS = """\
groups:
  - {id: staff-circle, name: Notizen Circle, kind: networking, summary: Notizen., open_to: All staff.}
"""
PEOPLE = """\
facilitators:
  - {id: quiet-host, name: Cleo Schweiger, consent: {name: staff, given_on: 2026-09-01}}
"""


@pytest.fixture
def staff(tmp_path: Path) -> Callable[..., Path]:
    """Makes an overlay; each keyword is a file."""

    def make(**files: str) -> Path:
        folder = tmp_path / "hub-staff"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            path = folder / f"{name}.yml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return folder

    return make


@pytest.fixture
def overlay(staff: Callable[..., Path]) -> Path:
    return staff(events=EVENTS, groups=GROUPS, facilitators=PEOPLE)


def made(overlay: Path | None) -> Mapping[str, bytes]:
    hub, _ = load(FULL, NOW, overlay)
    return lazy_bytes(outputs(hub, NOW))


def test_the_staff_edition_adds_the_values_of_the_overlay(overlay: Path) -> None:
    files = made(overlay)
    page = files["events/tea-afternoon/index.html"].decode()
    assert "Kellerraum 7" in page
    assert "Shared after you write to us" not in page
    assert b"Bring a cup." in files["events/tea-afternoon/index.html"], (
        "keys that the overlay leaves out keep their public values"
    )
    assert b"Cleo Schweiger" in files["facilitators/index.html"]
    assert b"<em>only</em>" in files["events/klausurtag/index.html"]
    assert b"Notizen Circle" in files["groups/index.html"]
    assert b"LOCATION:Kellerraum 7" in files["calendars/all.ics"]


def test_the_public_edition_has_nothing_from_the_overlay(overlay: Path) -> None:
    assert overlay.is_dir()
    files = made(None)
    found = [
        (secret, name) for secret in SECRETS for name, text in files.items() if secret.encode() in name.encode() + text
    ]
    assert found == []


def test_every_file_of_the_staff_edition_says_that_it_is_the_staff_edition(overlay: Path) -> None:
    for name, content in made(overlay).items():
        if name.startswith("embed/") and name.endswith("/index.html") and name != "embed/index.html":
            assert b"Staff edition:" in content, name
        if name.endswith(".ics") and not name.endswith(".discreet.ics"):
            assert b"(staff edition)" in content.replace(b"\r\n ", b""), name
            assert b"CLASS:PUBLIC" not in content, name
    assert json.loads(made(overlay)["api/hub.json"])["site"]["edition"] == "staff"
    assert made(overlay)["robots.txt"] == b"User-agent: *\nDisallow: /\n"


def test_no_form_offers_an_entry_that_only_the_overlay_has(overlay: Path) -> None:
    """A form changes the files of the repository, which do not contain these entries."""
    files = made(overlay)
    assert b"tea-circle" in files["propose/forms.json"]
    for name in (b"klausurtag", b"staff-circle", b"Kellerraum"):
        assert name not in files["propose/forms.json"]
    assert b"propose/" not in files["events/klausurtag/index.html"].partition(b"<article")[2]


def test_an_event_is_the_same_entry_in_both_editions(overlay: Path) -> None:
    def uids(files: Mapping[str, bytes]) -> set[str]:
        return {str(event["UID"]) for event in icalendar.Calendar.from_ical(files["calendars/all.ics"]).walk("VEVENT")}

    assert uids(made(overlay)) - uids(made(None)) == {"klausurtag@full.example"}
    assert uids(made(None)) - uids(made(overlay)) == set()


def test_another_address_of_the_staff_edition_changes_no_uid(
    district: Callable[..., Path], staff: Callable[..., Path]
) -> None:
    hub, _ = load(district(), NOW, staff(hub="url: https://intranet.small.example/hub/\n"))
    assert hub.settings.url == "https://intranet.small.example/hub/"
    assert hub.settings.uid_host == load(district(), NOW)[0].settings.uid_host


def test_the_staff_edition_has_its_own_ledger(overlay: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    staff = ("--audience", "staff", "--staff", overlay)
    assert run("feeds", FULL, *staff, "--out", tmp_path / "staff").status == 0
    assert run("feeds", FULL, *staff, "--out", tmp_path / "again", "--published", tmp_path / "staff").status == 0
    mixed = run("feeds", FULL, "--out", tmp_path / "public", "--published", tmp_path / "staff")
    assert (mixed.status, "[E601]" in mixed.err) == (1, True), "a public build refuses the ledger of the staff edition"
    assert "klausurtag" not in mixed.err


# --- Mistakes in an overlay ------------------------------------------------------------------------------------------


def test_a_mistake_is_reported_at_the_line_of_the_overlay(staff: Callable[..., Path], run: Callable[..., Run]) -> None:
    overlay = staff(
        events="events:\n  - id: tea-afternoon\n    place:\n      rom: Kellerraum\n    starts: 31.12.2026\n",
        groups="groups:\n  - id: tea-circle\n    facilitators: [nobody]\n  - id: new-circle\n",
        partners="groups: []\n",
        calendar="no_school: soon\n",
        facilitators="facilitators:\n  - {id: tea-host, contact: ada@gmail.com}\n",
    )
    out = run("check", FULL, "--audience", "staff", "--staff", overlay).out
    for expected in (
        'hub-staff/events.yml:4:7: error: "rom" is not a key of `place`. [E202]',
        "hub-staff/events.yml:5:13: error: ",
        "hub-staff/groups.yml:4:5: error: `name` is missing. [E201]",
        "hub-staff/partners.yml:1:1: error: ",
        "hub-staff/calendar.yml:1:12: error: ",
        "hub-staff/facilitators.yml:2:29: error: This looks like a personal email address",
    ):
        assert expected in out


def test_an_entry_given_twice_in_the_overlay_is_an_error(staff: Callable[..., Path], run: Callable[..., Run]) -> None:
    overlay = staff(events="events:\n  - {id: tea-afternoon, cost: free}\n  - {id: tea-afternoon, place: Hall}\n")
    out = run("check", FULL, "--audience", "staff", "--staff", overlay).out
    assert "hub-staff/events.yml:3:10: error: Another entry of `events` in the overlay has the id" in out
    assert out.count("[E401]") == 1


@pytest.mark.parametrize("consent", ["{name: none, given_on: 2026-09-01}", "{name: staff, given_on: 2026-09-01}"])
def test_a_text_of_the_overlay_names_only_people_who_agreed(
    consent: str, staff: Callable[..., Path], run: Callable[..., Run]
) -> None:
    people = f"facilitators:\n  - {{id: quiet-host, name: Cleo Schweiger, consent: {consent}}}\n"
    overlay = staff(
        facilitators=people, events="events:\n  - {id: tea-afternoon, details: With CLEO  Schweiger., cost: Free}\n"
    )
    out = run("check", FULL, "--audience", "staff", "--staff", overlay).out
    told = "hub-staff/events.yml:2:34: error: This names someone who has not agreed to be named" in out
    assert told == ("none" in consent)


@pytest.mark.parametrize(
    "text, message", [("", "The file is empty."), ("We meet on Thursdays.\n", "The file must start with the line")]
)
def test_a_file_of_the_overlay_without_a_list_says_how_to_begin(
    text: str, message: str, staff: Callable[..., Path], run: Callable[..., Run]
) -> None:
    out = run("check", FULL, "--audience", "staff", "--staff", staff(events=text)).out
    assert f"hub-staff/events.yml:1:1: error: {message}" in out
    assert "Write  events: []  or delete the file." in out


def test_public_data_must_be_correct_without_the_overlay(
    district: Callable[..., Path], staff: Callable[..., Path], run: Callable[..., Run]
) -> None:
    groups = (FULL.parent / "minimal" / "groups.yml").read_text("utf-8")
    people = "facilitators: [{id: tea-host, role: Host}]\n"
    folder = district(facilitators=people, groups=groups + "    purpose: Ask for Cleo Schweiger.\n")
    overlay = staff(facilitators=PEOPLE.replace("quiet-host", "tea-host"))
    assert run("check", folder).status == 0, "the public check cannot know the name"
    told = run("check", folder, "--audience", "staff", "--staff", overlay)
    assert (told.status, "[E514]" in told.out) == (1, True)


def test_advice_about_the_keys_below_a_changed_date_leaves_out_keys_of_the_overlay(
    district: Callable[..., Path], staff: Callable[..., Path], run: Callable[..., Run]
) -> None:
    series = (FULL.parent / "minimal" / "events.yml").read_text(
        "utf-8"
    ) + "    repeats: weekly\n    until: 2026-12-17\n"
    folder = district(events=f"{series}    changes:\n      - date: 2026-12-10\n    place: Hall\n")
    assert "If `place` below is only for this date" in run("check", folder).out
    folder = district(events=f"{series}    changes:\n      - date: 2026-12-10\n")
    overlay = staff(events="events:\n  - id: tea-afternoon\n    place: Hall\n")
    out = run("check", folder, "--audience", "staff", "--staff", overlay).out
    assert "    Write what is different on this date" in out


@pytest.mark.parametrize("place", ["in", "same", "around", "repository", "link"])
def test_an_overlay_that_everyone_can_read_is_refused(
    place: str,
    tmp_path: Path,
    district: Callable[..., Path],
    run: Callable[..., Run],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder, site = district(), tmp_path_factory.mktemp("out") / "site"
    (tmp_path / ".git").mkdir() if place == "repository" else None
    inside = {"in": folder / "staff", "same": folder, "around": tmp_path, "repository": tmp_path / "own"}
    own = inside.get(place, folder / "own")
    own.mkdir(exist_ok=True)
    (own / "events.yml").write_text("events: []\n", "utf-8") if place != "same" else None
    if place == "link":
        (tmp_path / "elsewhere").symlink_to(own)
        own = tmp_path / "elsewhere"
    command = ("feeds", "build")[place == "in"]  # the build starts another process, which takes longer
    done = run(command, folder, "--audience", "staff", "--staff", own, "--out", site)
    assert (done.status, "inside the repository" in done.err) == (1, True)
    assert not site.exists()


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_overlay_is_an_error_and_does_not_build_the_public_edition(
    make: bool, tmp_path: Path, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    own = tmp_path / "nothing"
    own.mkdir() if make else None
    done = run("check", district(), "--audience", "staff", "--staff", own)
    assert (done.status, "[E521]" in done.out) == (1, True)
    assert run("check", district(), "--audience", "staff").status == 2


def test_the_public_edition_refuses_to_be_given_an_overlay(
    overlay: Path, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    done = run("check", district(), "--staff", overlay)
    assert done.status == 2
    assert "the public edition never opens" in done.err


# --- By construction -------------------------------------------------------------------------------------------------

WATCH = """\
import os, sys
log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and os.environ["WATCHED"] in str(arguments[0]):
        os.write(log, f"{event} {arguments[0]}\\n".encode())
sys.addaudithook(hook)
"""


def test_a_public_build_never_opens_the_overlay_and_each_staff_page_names_the_staff_edition(
    overlay: Path, tmp_path: Path
) -> None:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, "utf-8")
    log, site = tmp_path / "opened.txt", tmp_path / "staff"
    path = f"{tmp_path / 'watch'}{os.pathsep}{os.environ['PYTHONPATH']}"
    watched = {"PYTHONPATH": path, "WATCH_LOG": str(log), "WATCHED": "hub-staff", "AFFINITY_HUB_STAFF": str(overlay)}

    def build(*options: object) -> None:
        command = [sys.executable, "-m", "affinity_hub", "build", str(FULL), *map(str, options)]
        subprocess.run(command, env=os.environ | watched, check=True, capture_output=True)

    build("--out", tmp_path / "public")
    assert log.read_text("utf-8") == ""
    build("--out", site, "--audience", "staff")
    assert "events.yml" in log.read_text("utf-8"), "the log must notice a file that is opened"
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Staff edition" in text, page
        assert '<meta name="robots" content="noindex">' in text, page
    assert "<url>" not in (site / "sitemap.xml").read_text("utf-8")
    assert "Kellerraum" in (site / "events" / "tea-afternoon" / "index.html").read_text("utf-8")
