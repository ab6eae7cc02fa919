"""Links on hand-written pages to records: only dead links get a warning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from affinity_hub import load

from tests.conftest import NOW

Warned = Callable[..., list[tuple[str, int, int, str]]]
GROUPS = """\
groups:
  - id: bees
    was: [wasps]
    name: Bees
    kind: networking
    summary: We meet.
    open_to: All staff.
"""


@pytest.fixture
def warned(district: Callable[..., Path]) -> Warned:
    """The links on one page that the check warns about, with its advice."""

    def check(text: str, name: str = "about.md") -> list[tuple[str, int, int, str]]:
        folder = district(groups=GROUPS, events="events: []\n")
        page = folder / "docs" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
        _, found = load(folder, NOW)
        return [(*problem.position, problem.hint) for problem in found if problem.code == "W404"]

    return check


@pytest.mark.parametrize(
    "link",
    [
        *("groups/beees/", "groups/beees/index.md", "groups/beees/#join", "../groups/beees/", "/groups/beees/"),
        *("groups/beees.md", "groups/beees", "<groups/beees/>", "./groups/beees/index.html"),
    ],
)
def test_a_link_to_a_group_that_does_not_exist_gets_the_nearest_id(link: str, warned: Warned) -> None:
    column = 12 + link.startswith("<")
    assert warned(f"# About\n\nGo to [it]({link}).\n") == [
        ("docs/about.md", 3, column, "Did you mean  bees  ?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[it](groups/bees/index.md) [it](groups/wasps/) [it](../groups/bees/#join) [it](groups/)",
        "[it](groups/index.md) [it](groups/questions/index.md) [it](groups/kinds/mentoring/) [it](events/past/)",
        "[it](groups/pages/2/) [it](partners/pages/2/) [it](opportunities/pages/2/) [it](updates/pages/2/)",
        "[it](events/feed.atom) [it](events/feed.json) [it](updates/feed.xml) [it](facilitators/open-roles/)",
        "[it](https://elsewhere.example/groups/beees/) [it](editing.md) [it](#groups) [it](mailto:a@b.example)",
        "`[it](groups/beees/)`",
        "```\n[it](groups/beees/)\n```",
        "[it](supports/glossary/#how-words-change) [it](supports/glossary/index.md)",
        "[it](http://[groups/beees/)",
    ],
)
def test_other_links_get_no_warning(text: str, warned: Warned) -> None:
    assert not warned(f"# About\n\n{text}\n")


def test_links_in_other_forms_and_in_folders_are_found(
    warned: Warned,
) -> None:
    text = '[a](../groups/beees/index.md)\n\n<a href="../../groups/bes/">b</a>\n\n[c]: ../partners/nobody/index.md\n'
    found = warned(text, "guides/start.md")
    assert [(line, column) for _, line, column, _ in found] == [(1, 5), (3, 10), (5, 6)]
