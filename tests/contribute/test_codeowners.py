"""The lines of CODEOWNERS that follow from the stewards of the groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.contribute.codeowners import BEGIN, END

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., "Run"]
GROUP = "  - {{id: {0}, name: {0}, kind: affinity, summary: S., open_to: All., stewards: [{1}]}}\n"
EVENT = "  - {{id: {0}, title: {0}, kind: gathering, groups: [{1}], starts: 2027-01-01}}\n"


@pytest.fixture
def write(tmp_path: Path, district: Callable[..., Path], run: Command) -> Callable[..., str]:
    """Writes CODEOWNERS beside a district with the given files, and returns the lines between the marks."""

    def command(text: str | None = None, **files: str) -> str:
        owners = tmp_path / ".github" / "CODEOWNERS"
        if text is not None:
            owners.parent.mkdir()
            owners.write_text(text, "utf-8")
        data = district(**{name.replace("_", "/"): content for name, content in files.items()})
        stale = run("codeowners", data, "--check", "--repository", tmp_path)
        done = run("codeowners", data, "--repository", tmp_path)
        assert (stale.status, done.status) == (1, 0)
        assert run("codeowners", data, "--check", "--repository", tmp_path).status == 0
        return owners.read_text("utf-8")

    return command


def test_a_group_approves_its_own_file_and_its_events(write: Callable[..., str]) -> None:
    groups = "groups:\n" + GROUP.format("chess", '"@org/chess", jdoe')
    own = "* @org/all\n"
    text = write(own, groups_chess=groups, events_chess="events:\n" + EVENT.format("match", "chess"))
    assert text == f"{own}\n{BEGIN}\n/groups/chess.yml @org/chess @jdoe\n/events/chess.yml @org/chess @jdoe\n{END}\n"


def test_a_file_that_others_share_stays_with_the_maintainers(write: Callable[..., str]) -> None:
    both = "groups:\n" + GROUP.format("chess", "a") + GROUP.format("go", "")
    events = "events:\n" + EVENT.format("match", "chess, go")
    text = write(groups_games=both, events_games=events)
    assert text.splitlines()[1:-1] == [
        "# groups/games.yml is not for chess alone: go is in it, too.",
        "# events/games.yml is not for chess alone: match belongs to others, too.",
    ]


def test_a_group_in_the_shared_list_learns_how_to_get_its_own_file(write: Callable[..., str]) -> None:
    text = write(groups="groups:\n" + GROUP.format("tea-circle", "a"))
    assert "move the group to groups/tea-circle.yml" in text
    assert "\n/" not in text


def test_without_stewards_there_is_nothing_to_write(
    district: Callable[..., Path], run: Command, tmp_path: Path
) -> None:
    for arguments in ((), ("--check",)):
        assert run("codeowners", district(), "--repository", tmp_path, *arguments).status == 0
    assert not (tmp_path / ".github").exists()


def test_the_lines_disappear_when_the_last_steward_leaves(
    district: Callable[..., Path], run: Command, tmp_path: Path
) -> None:
    path = tmp_path / ".github" / "CODEOWNERS"
    path.parent.mkdir()
    path.write_text(f"* @org/all\n\n{BEGIN}\n/groups/old.yml @gone\n{END}\n", "utf-8")
    assert run("codeowners", district(), "--repository", tmp_path).status == 0
    assert path.read_text("utf-8") == "* @org/all\n"


def test_the_files_of_this_repository_are_current(run: Command) -> None:
    assert run("codeowners", ROOT, "--check", "--repository", ROOT).status == 0


def test_no_handle_is_on_any_page(demo_site: Path) -> None:
    # The reference of keys quotes the sample district on every site, and the search covers that page.
    quoting = {demo_site / "help" / "keys" / "index.html", demo_site / "search" / "search_index.json"}
    pages = [
        path for path in demo_site.rglob("*") if path.is_file() and path.suffix in (".html", ".json", ".ics", ".xml")
    ]
    pages = [path for path in pages if path not in quoting]
    assert pages
    assert [path for path in pages if "cedar-hollow/classified-colleagues" in path.read_text("utf-8")] == []
