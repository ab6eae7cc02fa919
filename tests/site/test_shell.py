"""The fast path gives the bytes that rendering each page through the theme gives, and says where it would not."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DEMO, HOSTILE, ROOT

pytestmark = [pytest.mark.site, pytest.mark.long]

DATA = {"real_site": ROOT, "demo_site": DEMO, "hostile_site": HOSTILE}


def difference(fast: Path, slow: Path) -> str:
    """The first differing lines of each file of two sites."""
    files = [{path.relative_to(site): path for path in site.rglob("*") if path.is_file()} for site in (fast, slow)]
    told = [f"{name} is in one site only" for name in sorted(files[0].keys() ^ files[1].keys())]
    for name in sorted(files[0].keys() & files[1].keys()):
        ours, theirs = (each[name].read_bytes() for each in files)
        if ours != theirs and name.suffix != ".gz":  # of the sitemap, which is compared itself
            left, right = (text.decode().replace('},{"loc', '},\n{"loc').splitlines() for text in (ours, theirs))
            lines = list(difflib.unified_diff(left, right, f"filled: {name}", f"rendered: {name}", n=0, lineterm=""))
            told.append("\n".join(line[:300] for line in lines[:12]))
    return "\n".join(told)


@pytest.mark.parametrize("name", DATA)
def test_filled_pages_are_those_that_the_theme_renders(
    name: str, request: pytest.FixtureRequest, build_site: Callable[..., Path], tmp_path: Path
) -> None:
    """Every kind of page of three sites, with and without headings, listed and hidden, at every depth."""
    slow = build_site(DATA[name], tmp_path / "slow", AFFINITY_HUB_SLOW="yes")
    assert difference(request.getfixturevalue(name), slow) == ""


def test_the_staff_edition_is_the_same(
    district: Callable[..., Path], build_site: Callable[..., Path], tmp_path: Path
) -> None:
    (overlay := tmp_path / "staff").mkdir()
    words = "name: Notes, kind: networking, summary: Notes., open_to: All staff."
    (overlay / "groups.yml").write_text(f"groups:\n  - {{id: staff-circle, {words}}}\n", "utf-8")
    staff = {"AFFINITY_HUB_AUDIENCE": "staff", "AFFINITY_HUB_STAFF": str(overlay)}
    fast, slow = (build_site(district(), tmp_path / mode, AFFINITY_HUB_SLOW=mode, **staff) for mode in ("no", "yes"))
    assert (fast / "groups" / "staff-circle" / "index.html").exists()
    assert difference(fast, slow) == ""


# What a new theme, or a template of ours, may come to say of each page; and where the fast path differs in it.
NEW = {
    '<meta name="page" content="{{ page.url }}">': '+<meta name="page" content="groups/tea-circle/">',
    "<meta name=\"raw\" content='{{ page.title }}'>": '+<meta name="raw" content=\'Tea "Circle"\'>',
    '<meta name="length" content="{{ page.content | length }}">': '+<meta name="length" content=',
}


def test_what_a_theme_says_of_a_page_in_a_new_way_is_told(
    district: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    own = tmp_path / "overrides"
    shutil.copytree(ROOT / "overrides", own)
    frame = (own / "frame.html").read_text("utf-8")
    start = "{% block extrahead %}\n"
    assert start in frame
    lines = "".join(f"{{% if page %}}{line}{{% endif %}}\n" for line in NEW)
    (own / "frame.html").write_text(frame.replace(start, start + lines), "utf-8")
    words = "kind: networking, summary: Tea., open_to: All."
    groups = f'groups:\n  - {{id: first, name: Chess, {words}}}\n  - {{id: tea-circle, name: Tea "Circle", {words}}}\n'
    monkeypatch.setenv("AFFINITY_HUB_DATA", str(district(groups=groups)))
    theme = {"name": "material", "custom_dir": str(own), "font": False, "logo": "assets/mark.svg"}
    sites = {}
    for mode in ("no", "yes"):
        monkeypatch.setenv("AFFINITY_HUB_SLOW", mode)
        sites[mode] = tmp_path / mode
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(sites[mode]), theme=theme))
    told = difference(sites["no"], sites["yes"])
    assert "rendered: groups/tea-circle/index.html" in told
    for line, where in NEW.items():
        assert where in told, line
