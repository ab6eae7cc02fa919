"""If little is known, a site says little: how often its pages say that something is missing."""

from __future__ import annotations

import re
from pathlib import Path

from justhtml import JustHTML

# Words for a missing answer, and sentences that only say that something is missing.
MISSING = re.compile(
    r"not(?: yet)? (?:been )?(?:answered|reported|published|recorded|stated|linked)\b"
    r"|\b(?:No|Nothing|None|Nobody)\b[^.]{0,60}?\b(?:listed|announced|recorded|linked|named|published|said)\b"
    r"|\bunanswered\b"
)
MOST = 25


def body(html: str) -> str:
    """The content of a page between the header and the footer of the site."""
    return html.partition("<article")[2].partition("</article>")[0]


def listed(site: Path) -> dict[str, str]:
    """The text of each page that the sitemap lists, without the pages for people who edit the data."""
    pages = {}
    for address in re.findall(r"<loc>https?://[^/]+/(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8")):
        if not address.startswith(("help/", "editing/")):
            html = (site / address / "index.html").read_text("utf-8")
            pages[address] = " ".join(JustHTML(body(html)).to_text().split())
    return pages


def test_the_real_site_seldom_says_that_something_is_missing(real_site: Path) -> None:
    found = {address: MISSING.findall(text) for address, text in listed(real_site).items()}
    assert sum(map(len, found.values())) <= MOST, {address: own for address, own in found.items() if own}


def test_each_listed_page_says_something(real_site: Path) -> None:
    few = {address: text for address, text in listed(real_site).items() if len(text.split()) < 25}
    assert not few


def test_no_page_has_an_empty_list_of_facts(real_site: Path, demo_site: Path) -> None:
    for site in (real_site, demo_site):
        for path in site.rglob("*.html"):
            assert not re.search(r"<(dl|ul)\b[^>]*>\s*</\1>", body(path.read_text("utf-8"))), path
