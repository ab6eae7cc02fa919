"""The widgets in the strictest frame, and the snippets that lead to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("widget", ["next/", "groups/", "groups/educators-of-color-network/"])
def test_an_embed_can_be_read_in_the_strictest_frame(
    widget: str, theme: str, demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    address = f"{serve(demo_site)}embed/{theme}/{widget}"
    page, asked = open_page(serve(demo_site) + "embed/", PHONE), []
    page.on("request", lambda request: asked.append(request.url) if request.frame.parent_frame else None)
    page.set_content(f'<iframe sandbox="" src="{address}" title="x" style="width: 320px; height: 600px"></iframe>')
    frame = page.frames[1]
    assert frame.locator("h1").is_visible()
    assert frame.locator("li").count() > 0
    assert "fictional" in frame.locator("main").inner_text()
    assert asked == [address], "nothing but the page itself is fetched"
    links = frame.locator("a").evaluate_all(
        "links => links.map(link => [link.target || document.querySelector('base')?.target, link.textContent.trim()])"
    )
    assert all(target == "_blank" and text for target, text in links)


def test_every_snippet_that_is_handed_out_leads_to_an_embed(
    demo_site: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    page = open_page(serve(demo_site) + "embed/")
    snippets = page.locator("textarea").evaluate_all("areas => areas.map(area => area.value)")
    assert len(snippets) >= 6
    for snippet in snippets:
        found = re.fullmatch(
            r'<iframe src="https://hub\.cedarhollow\.example/(embed/[^"]+)" title="[^"<]+" .*</iframe>', snippet
        )
        assert found, snippet
        assert (demo_site / found[1] / "index.html").is_file()
