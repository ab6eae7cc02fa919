"""Hostile data: the cost of reading it, and its effect on pages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub import load
from affinity_hub.core.markdown import to_html
from affinity_hub.core.problems import DataError

from tests.conftest import NOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FUZZ = Path(__file__).parents[1] / "fuzz.py"


def test_damaged_files_break_nothing(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """A small part of `python tests/fuzz.py`. This test limits the memory; only a run by hand limits the time."""
    done = program(FUZZ, "--small", "--rounds", 60, "--seed", 7, "--seconds", 60)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("label", ["left brackets, unclosed", "19,000 texts in one line", "curly quotes"])
def test_a_slow_megabyte_gets_an_answer(label: str, program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Inputs of `python tests/fuzz.py` that once took far longer or caused a far longer answer."""
    # Usually, this takes a second. Under coverage on a busy machine, it takes ten times as long.
    done = program(FUZZ, "--only", label, "--rounds", 0, "--seconds", 40)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("typed", ["[", "[a](", "<a ", "<div>", "*a ", "`a", "> ", "&#x202e;"])
def test_markdown_of_the_greatest_length_is_made_or_refused(typed: str, district: Callable[..., Path]) -> None:
    text = (typed * 20_000)[:20_000]
    groups = (Path(__file__).parents[1] / "sites" / "minimal" / "groups.yml").read_text("utf-8")
    folder = district(groups=f"{groups}    purpose: '{text}'\n")
    if typed[0] in "[<":
        with pytest.raises(DataError, match=r"\[E122\]"):
            load(folder, NOW)
    elif typed[0] == "&":
        assert to_html(text)
    else:
        assert to_html(load(folder, NOW)[0].groups[0].purpose or "")


@pytest.mark.parametrize("typed", ["&#x202e;turned", "&#8238;turned", "&#x2066;turned"])
def test_an_entity_does_not_reverse_any_text(typed: str) -> None:
    assert to_html(typed) == "<p>turned</p>"


def test_links_do_not_reveal_where_a_reader_comes_from() -> None:
    assert to_html('[a](https://x.example/ "t")') == (
        '<p><a href="https://x.example/" rel="noopener noreferrer nofollow">a</a> (t)</p>'
    )


HOSTILE = (
    "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\">"
    "<svg onload=\"document.title='hit'\"><img src='https://evil.example/x.png'>"
    "[a](javascript:document.title='hit')[b](data:text/html,hit)<style>*{display:none}</style>"
    "<p style='position:fixed' onclick=\"document.title='hit'\">x</p></div></main></body>"
)


@pytest.mark.browser
def test_nothing_runs_fetches_or_leaves_its_box(
    district: Callable[..., Path],
    tmp_path: Path,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
    browser: Browser,
) -> None:
    groups = [
        {
            "id": "bad",
            "name": "Bad <script>document.title='hit'</script>",
            "kind": "affinity",
            "summary": "w" * 150,
            "open_to": HOSTILE[:120],
            "meets": "x" * 590,
            "purpose": HOSTILE + "y" * 3000,
        },
        {"id": "tea-circle", "name": "Tea Circle", "kind": "networking", "summary": "Tea.", "open_to": "All staff."},
    ]
    site = build_site(district(groups=json.dumps({"groups": groups})), tmp_path / "site")
    asked: list[str] = []
    page: Any = browser.new_page(viewport={"width": 320, "height": 700})
    page.on("request", lambda request: asked.append(request.url))
    address = serve(site)
    for path in ("groups/bad/", "groups/", "embed/light/groups/bad/", "groups/tea-circle/"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        assert page.title() != "hit"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert page.locator("footer, .foot").last.is_visible()
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.keyboard.type("script title hit")
    page.locator(".hub-search a", has_text="Bad <script>document.title='hit'</script>").first.wait_for()
    assert page.locator(".hub-search :is(script, img, svg, style)").count() == 0
    assert page.title() != "hit"
    page.close()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
