"""`affinity-hub new`: the files of a new hub pass the check, and nothing is lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import yaml
from affinity_hub.hub import embed_contract
from affinity_hub.schema.settings import OrganizationKind

if TYPE_CHECKING:
    from tests.conftest import Run

KINDS = get_args(OrganizationKind)
GOOD = {
    "--name": "Acme Groups",
    "--organization": "Acme Corporation",
    "--kind": "company",
    "--url": "https://groups.acme.com/",
    "--time-zone": "America/Chicago",
}
Command = Callable[..., "Run"]


def new(run: Command, folder: Path, *more: str, **changed: str) -> Run:
    answers = GOOD | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return run("new", folder, *(word for answer in answers.items() for word in answer), *more)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_hub_has_no_errors(run: Command, tmp_path: Path, kind: str) -> None:
    done = new(run, tmp_path / "hub", kind=kind)
    assert (done.status, done.err) == (0, "")
    checked = run("check", tmp_path / "hub")
    assert checked.status == 0
    assert re.findall(r"\[[EW]\d+\]", checked.out + checked.err) == ["[W460]"]  # nobody has approved a statement yet


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_use_the_words_of_their_kind(run: Command, tmp_path: Path, kind: str) -> None:
    new(run, tmp_path / "hub", kind=kind)
    texts = [path.read_text("utf-8") for path in (tmp_path / "hub").rglob("*.*")]
    others = {"district": {"school-district"}, "company": {"company"}, "Kent|KSD|StaffLink|of color": set()}
    for word, allowed in others.items():
        found = [line for text in texts for line in text.splitlines() if re.search(rf"\b({word})\b", line)]
        typed = [line for line in found if "kind:" not in line]  # the lists of kinds name every kind of partner
        assert bool(typed) == (kind in allowed), typed


def test_the_examples_in_the_files_are_valid(run: Command, tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    new(run, hub)
    for path in hub.glob("*.yml"):
        example = re.findall(r"^# (  .*)\n", path.read_text("utf-8"), re.MULTILINE)
        if example and path.name not in ("hub.yml", "calendar.yml"):
            text = re.sub(r"^(\w+): \[\]\n", lambda key: f"{key[1]}:\n", path.read_text("utf-8"), flags=re.MULTILINE)
            path.write_text(text + "".join(f"{line}\n" for line in example), "utf-8")
    done = run("check", hub)
    assert (done.status, re.findall(r"\[E\d+\]", done.out + done.err)) == (0, []), done


def test_every_answer_reaches_the_files(run: Command, tmp_path: Path) -> None:
    name, organization = "Groups: a $list # 1", 'L\'Équipe "A" \\ B'
    assert new(run, tmp_path / "hub", name=name, organization=organization).status == 0
    settings = yaml.safe_load((tmp_path / "hub/hub.yml").read_text("utf-8"))
    assert (settings["name"], settings["organization"]["name"]) == (name, organization)
    assert (settings["organization"]["kind"], settings["time_zone"]) == ("company", "America/Chicago")
    assert (settings["url"], settings["uid_domain"]) == ("https://groups.acme.com/", "groups.acme.com")


def test_a_new_hub_claims_no_published_embed_and_no_review(run: Command, tmp_path: Path) -> None:
    new(run, tmp_path / "hub")
    contract = embed_contract.read((tmp_path / "hub/embed-contract.json").read_text("utf-8"))
    assert contract == embed_contract.Contract()
    assert "No one has reviewed this site yet." in (tmp_path / "hub/docs/accessibility.md").read_text("utf-8")


def test_all_wrong_answers_are_reported_at_once(run: Command, tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub/note.txt").write_text("Keep me.", "utf-8")
    wrong = {"name": " ", "kind": "compny", "url": "http://groups.acme.com", "time_zone": "PST"}
    done = new(run, tmp_path / "hub", **wrong)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "--name: This is missing.",
        '    Write:  --name "Community Hub"',
        '--kind: "compny" is not a kind of organization.',
        "    Write:  --kind company",
        '--url: "http://groups.acme.com" is not a web address that starts with https://.',
        "    Write:  --url https://groups.acme.com",
        '--time-zone: There is no time zone "PST".',
        "    Write:  --time-zone America/Los_Angeles",
        f"{tmp_path}/hub: This folder is not empty, and nothing in it may be overwritten.",
        "    Name a new folder.",
        "Nothing was written.",
    ]
    assert [path.name for path in (tmp_path / "hub").iterdir()] == ["note.txt"]


def test_an_unknown_kind_gets_the_list(run: Command, tmp_path: Path) -> None:
    told = new(run, tmp_path / "hub", kind="zoo").err
    assert all(f"    {kind} " in told for kind in KINDS)
    assert "Write:  --kind university" in new(run, tmp_path / "hub", kind="College").err


def test_an_answer_that_must_not_be_published_is_refused(run: Command, tmp_path: Path) -> None:
    done = new(run, tmp_path / "hub", name="Call 253-555-0100")
    assert (done.status, "E512" in done.err, (tmp_path / "hub").exists()) == (2, True, False)


@pytest.mark.parametrize(
    "url, said",
    [
        (
            "https://acme.com/groups?a=1#b",
            "The address of the site cannot contain ? or #.\n    Write:  --url https://acme.com/groups",
        ),
        ("https://me:secret@acme.com/", "This address has a name or a password before the @."),
    ],
)
def test_an_address_that_cannot_begin_a_page_address_is_refused(
    run: Command, tmp_path: Path, url: str, said: str
) -> None:
    done = new(run, tmp_path / "hub", url=url)
    assert (done.status, f"--url: {said}" in done.err, "secret" in done.err) == (2, True, False)


def test_a_name_in_two_lines_is_offered_in_one_pair_of_quotes(run: Command, tmp_path: Path) -> None:
    assert '    Write:  --name "Acme Groups"\n' in new(run, tmp_path / "hub", name="Acme\nGroups").err


@pytest.mark.parametrize("what", ["file", "link"])
def test_a_file_and_a_link_are_not_a_new_folder(run: Command, tmp_path: Path, what: str) -> None:
    place = tmp_path / "hub"
    if what == "file":
        place.write_text("Keep me.", "utf-8")
    else:
        place.symlink_to(tmp_path / "elsewhere")
    done = new(run, place)
    assert (done.status, f"This is a {what}." in done.err) == (2, True)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.site
def test_a_site_has_the_pages_of_the_new_hub(run: Command, tmp_path: Path) -> None:
    new(run, tmp_path / "hub")
    (tmp_path / "hub/docs/offices.md").write_text("# Our offices\n", "utf-8")
    done = run("build", tmp_path / "hub", "--out", tmp_path / "site", "--first")
    assert done.status == 0, done.err
    assert "the groups of our company" in (tmp_path / "site/about/index.html").read_text("utf-8")
    assert "No one has reviewed this site yet." in (tmp_path / "site/accessibility/index.html").read_text("utf-8")
    assert "Our offices" in (tmp_path / "site/offices/index.html").read_text("utf-8")
    assert (tmp_path / "site/privacy/index.html").exists(), "the privacy page comes with the program"


GROUP = """groups:
  - id: tea-circle
    name: Tea Circle
    kind: networking
    summary: Tea and talk.
    open_to: All staff.
"""


@pytest.mark.site
def test_a_hub_that_knows_little_says_little(run: Command, tmp_path: Path) -> None:
    hub, site = tmp_path / "hub", tmp_path / "site"
    new(run, hub)
    settings = (hub / "hub.yml").read_text("utf-8").replace("\ncontact: unknown", "\ncontact: hub@acme.com")
    (hub / "hub.yml").write_text(settings, "utf-8")
    (hub / "groups.yml").write_text(GROUP, "utf-8")
    assert run("build", hub, "--out", site, "--first").status == 0
    home, group = ((site / path / "index.html").read_text("utf-8") for path in ("", "groups/tea-circle"))
    nav = re.search(r'<details class="hub-menu">.*?</details>', home, re.DOTALL)
    assert nav
    assert re.findall(r'href="\./([^"]*)"', nav[0]) == [
        *("", "groups/", "groups/questions/", "start-a-group/", "events/", "calendars/", "supports/"),
        *("guides/", "supports/glossary/", "about/", "privacy/", "accessibility/", "editing/"),
    ]
    assert re.search(r'Not yet answered: [^.]*\. In this group\? <a href="mailto:hub@acme.com"', group)
    assert 'Is something missing or wrong? <a href="mailto:hub@acme.com"' in group
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        assert not re.search(r"comes from \w+\.yml", html), path
        assert not re.search(r"<(nav|ul|dl)\b[^>]*>\s*</\1>", html), path


# --- In place --------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(district: Callable[..., Path]) -> Path:
    """A district in a git repository, with everything committed."""
    folder = district()
    (folder / "events").mkdir()
    (folder / "events/more.yml").write_text("events: []\n", "utf-8")
    (folder / "docs").mkdir()
    (folder / "docs/about.md").write_text("# About the first hub\n", "utf-8")
    (folder / "docs/privacy.md").write_text("# Who will know?\n", "utf-8")
    git(folder, "init", "--quiet")
    commit(folder)
    return folder


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *words], check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Data")


def test_in_place_replaces_the_data_and_nothing_else(run: Command, repository: Path) -> None:
    done = new(run, repository, "--in-place")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Replaced: groups.yml, ")
    assert "events/" in done.out.splitlines()[0]
    assert "Acme Corporation" in (repository / "hub.yml").read_text("utf-8")
    assert not (repository / "events").exists()
    assert "first hub" not in (repository / "docs/about.md").read_text("utf-8")
    assert (repository / "docs/privacy.md").read_text("utf-8") == "# Who will know?\n"
    assert run("check", repository).status == 0


def test_in_place_loses_no_change(run: Command, repository: Path) -> None:
    groups = repository / "groups.yml"
    groups.write_text(groups.read_text("utf-8") + "# A note.\n", "utf-8")
    (repository / "events/new.yml").write_text("events: []\n", "utf-8")
    done = new(run, repository, "--in-place", kind="firm")
    assert done.status == 2
    assert "KIND: " in done.err
    assert "These files have changes that git has no copy of: groups.yml, events/new.yml" in done.err
    assert "# A note." in groups.read_text("utf-8")
    commit(repository)
    assert new(run, repository, "--in-place").status == 0


def test_in_place_needs_a_repository(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = new(run, tmp_path, "--in-place")
    assert (done.status, "This is not a git repository" in done.err) == (2, True)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "The program git is missing." in new(run, tmp_path, "--in-place").err
