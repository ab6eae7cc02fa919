"""The sample district in the pseudo-locale: all text outside brackets is data, so all other text is in the catalog."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from affinity_hub.core import i18n
from affinity_hub.environment import load_hub
from affinity_hub.site.assemble import generate_site
from affinity_hub.site.site_files import SiteFiles

from tests.conftest import DEMO

OPEN, CLOSE = "⟦⟧"
UNREAD = ("script", "style", "code")
# Pages for editors, which show keys, messages of the check, and samples of data files. These are in English.
OF_EDITORS = ("help/",)
# Words that are the same in every language: names of formats, programs, and zones.
SAME = {"PST", "PDT", "QR", "GitHub", "ltr", "rtl", "auto", "noindex", "website", "dark", "light"}


SEPARATORS = re.compile(r"[·\n,:–()“”…]| - |[.] ")
ADDRESS = "hub.cedarhollow.example"


class Texts(HTMLParser):
    """Collects the pieces of text that are outside all brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self._depth, self._skipped = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in UNREAD
        found = dict(attrs)
        names = ["title", "alt", "aria-label", "placeholder", "data-copied", "data-some", "data-none"]
        if found.get("name") == "description" or found.get("property", "") in ("og:title", "og:description"):
            names.append("content")
        for name in names:
            self.outside += outside(found.get(name) or "")[0]

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            found, self._depth = outside(data, self._depth)
            self.outside += found


def outside(text: str, depth: int = 0) -> tuple[list[str], int]:
    """The pieces of a text outside brackets, and how deep its end is."""
    found = [""]
    for sign in text:
        if sign == OPEN:
            depth += 1
        elif sign == CLOSE:
            depth -= 1
            found.append("")
        elif depth == 0:
            found[-1] += sign
    return found, depth


def words(value: Any) -> Iterator[str]:
    """Every text in a data file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
    else:
        yield str(value)


def plain(text: str) -> str:
    """The letters of a text, without Markdown and spaces."""
    return re.sub(r"[\W_]+", " ", text.replace("…", "")).strip().casefold()


@pytest.fixture(scope="module")
def data() -> str:
    texts = [
        text for path in sorted(DEMO.rglob("*.yml")) for text in words(yaml.load(path.read_text(), yaml.BaseLoader))
    ]
    return " | ".join([*map(plain, texts), *map(str.casefold, SAME)])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    now = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
    hub, warnings = load_hub(DEMO, now)
    hub = replace(hub, settings=hub.settings.model_copy(update={"locale": i18n.PSEUDO}))
    site = SiteFiles(generate_site(hub, warnings, now))
    return {artifact.path: site.final_content(artifact) for artifact in site}


def unknown(texts: list[str], data: str) -> set[str]:
    """The pieces of text that are not data. Numbers and signs are data, and so are the addresses of the site."""
    parts = (part.strip() for text in texts for part in SEPARATORS.split(text))
    return {
        part for part in parts if re.search(r"[A-Za-z]{2}", part) and ADDRESS not in part and plain(part) not in data
    }


def test_every_text_of_a_page_is_in_the_catalog(files: dict[str, bytes], data: str) -> None:
    wrong: dict[str, str] = {}
    for path, content in files.items():
        if path.endswith(".html") and not path.startswith(OF_EDITORS):
            parser = Texts()
            parser.feed(content.decode())
            for text in unknown(parser.outside, data):
                wrong.setdefault(text, path)
    assert wrong == {}


READ_IN_CALENDARS = re.compile(
    r"^(?:SUMMARY|DESCRIPTION|NAME|X-WR-CALNAME|X-WR-CALDESC|CATEGORIES|LOCATION)[^:]*:(.*)$", re.MULTILINE
)


def test_every_text_of_a_calendar_is_in_the_catalog(files: dict[str, bytes], data: str) -> None:
    wrong: dict[str, str] = {}
    calendars = {
        path: content.decode().replace("\r\n ", "") for path, content in files.items() if path.endswith(".ics")
    }
    for path, text in calendars.items():
        for line in READ_IN_CALENDARS.findall(text.replace("\r\n", "\n")):
            typed = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], line)
            for piece in unknown(outside(typed)[0], data):
                wrong.setdefault(piece, path)
    assert calendars
    assert wrong == {}


def test_every_text_of_a_feed_is_in_the_catalog(files: dict[str, bytes], data: str) -> None:
    title = re.search(r"<title>(.*?)</title>", files["updates/feed.xml"].decode())
    assert title
    assert unknown(outside(title[1])[0], data) == set()


def test_a_text_that_is_not_in_the_catalog_is_found(data: str) -> None:
    parser = Texts()
    parser.feed('<p title="Tea">⟦Open to ~~⟧: Nobody wrote this</p><p>⟦<b>All</b> ~⟧</p>')
    assert unknown(parser.outside, data) == {"Nobody wrote this"}
