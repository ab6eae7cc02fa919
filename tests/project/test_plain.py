"""Plain language and short paths: pages for staff are at grade 9 or below, at most two clicks from home, and
searchable.

textstat calculates the Flesch-Kincaid grade from the words per sentence and the syllables per word, which it takes from
a dictionary. The grade covers the running text of the built pages: paragraphs, list entries, and facts of at least five
words. It leaves out headings, menus, tables, dates, code, forms, and edit links. Names of groups, partners, events, and
the district count as one short word, because editors cannot reword names. A grade for fewer than a hundred words says
little, so the short pages of a section are measured together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import textstat
from affinity_hub import load
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Group, Partner

pytestmark = pytest.mark.site

ROOT = Path(__file__).resolve().parents[2]
GRADE, CLICKS = 9.0, 2
# Pages for people who edit the data, the site, or an intranet: they chose that work, and it has its own vocabulary.
FOR_EDITORS = ("editing/", "embed/", "help/")
SKIPPED = {"button", "code", "footer", "form", "nav", "pre", "script", "style", "svg", "table", "textarea", "time"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
BLOCKS = {"article", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "li", "ol", "p", "section", "ul"}
HEADINGS = {"h1", "h2", "h3", "h4", "dt", "label", "summary"}
LEAST_WORDS, LEAST_PAGE = 5, 100


class Prose(HTMLParser):
    """Collects the running text of a page, a block at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.links: list[str] = []
        self._text = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a" and known.get("href"):
            self.links.append(str(known["href"]))
        if tag in BLOCKS:
            self._flush()
        if tag not in VOID:
            self._open.append((tag, tag in SKIPPED | HEADINGS or "hidden" in known))
        self._text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if ("article", False) in self._open and not any(skipped for _, skipped in self._open):
            self._text += data

    def _flush(self) -> None:
        text, self._text = " ".join(self._text.split()), ""
        if len(text.split()) >= LEAST_WORDS:
            self.blocks.append(text if text[-1] in ".!?:" else f"{text}.")


def prose(page: Path) -> Prose:
    reader = Prose()
    reader.feed(page.read_text("utf-8"))
    return reader


def grade(blocks: Iterable[str], names: Iterable[str]) -> float:
    """The reading grade of blocks of text. A name counts as one short word."""
    text = "\n".join(blocks)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "Kent", text)
    return float(textstat.flesch_kincaid_grade(text))


def names_in(hub: Hub) -> set[str]:
    """The names of organizations and groups, except names that are a single ordinary word."""
    owners: tuple[Group | Partner, ...] = (*hub.groups, *hub.partners)
    names = {name for owner in owners for name in (owner.name, owner.short_name, *owner.aliases) if name}
    names |= {event.title for event in hub.events}
    names |= {term.expansion for term in hub.library.glossary if term.expansion}
    return names | {
        hub.settings.name,
        hub.settings.organization.name,
        *(stakeholder.name for stakeholder in hub.progress.stakeholders),
    }


def addresses(site: Path) -> list[str]:
    """The address of every page in the search index."""
    docs = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    return sorted({str(doc["location"]).partition("#")[0] for doc in docs})


def test_text_for_all_staff_reads_at_grade_nine_or_below(real_site: Path, now: Any) -> None:
    names = names_in(load(ROOT, now)[0])
    pages: dict[str, list[str]] = {}
    for address in addresses(real_site):
        if not address.startswith(FOR_EDITORS):
            blocks = prose(real_site / address / "index.html").blocks
            is_short = sum(len(block.split()) for block in blocks) < LEAST_PAGE
            pages.setdefault(address.partition("/")[0] + "/…" if is_short else address, []).extend(blocks)
    grades = {address: grade(blocks, names) for address, blocks in pages.items()}
    assert {"/…", "about/", "privacy/", "start-a-group/", "supports/", "guides/first-meeting/"} <= set(grades)
    assert {address: f"{found:.1f}" for address, found in sorted(grades.items()) if found > GRADE} == {}


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("We meet on the first day of the week. Come and see us.", -5, 4),
        ("Participation in institutionally facilitated opportunities necessitates consideration of it.", 15, 50),
    ],
)
def test_hard_prose_would_be_noticed(text: str, low: float, high: float) -> None:
    assert low < grade([text], []) < high


def test_only_the_running_text_of_a_page_counts(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<nav>one two three four five</nav><article><h1>A heading of some few words</h1><p>This <b>is</b> what<br>we"
        " read here</p><pre>not this one at all please</pre><ul><li>Three short words</li><li>And this is read as"
        " well.</li></ul><footer><p>edit this page here and now</p></footer></article>",
        "utf-8",
    )
    assert prose(page).blocks == ["This is what we read here.", "And this is read as well."]


# --- Ways ------------------------------------------------------------------------------------------------------------


def reached(site: Path, clicks: int) -> set[str]:
    """The addresses that are this number of clicks from home."""
    found, new = {""}, {""}
    for _ in range(clicks):
        pages = {site / address / "index.html" for address in new}
        new = {
            target for page in pages for link in prose(page).links if (target := target_of(link, page, site))
        } - found
        found |= new
    return found


def target_of(link: str, page: Path, site: Path) -> str:
    """The address under the site's root that a link of a page leads to, if it leads to a page of the site."""
    here = f"https://site.example/{page.parent.relative_to(site).as_posix()}/".replace("/./", "/")
    parts = urlsplit(urljoin(here, link))
    address = unquote(parts.path).lstrip("/")
    is_page = parts.netloc == "site.example" and (site / address / "index.html").is_file()
    return address if is_page else ""


def test_no_page_is_more_than_two_clicks_from_home(site: Path) -> None:
    listed = re.findall(r"<loc>https://[^/]+/([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert len(listed) > 40
    assert sorted(set(listed) - reached(site, CLICKS)) == []


def test_every_listed_page_can_be_found_by_search(site: Path) -> None:
    listed = re.findall(r"<loc>https://[^/]+/([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    for_editors = {url for url in listed if url.startswith(("help/", "editing/"))}
    assert for_editors, "the site has help for editors, which the search leaves out"
    assert sorted(set(listed) - for_editors - set(addresses(site))) == []
