"""The ways to subscribe: each link has the form that its program accepts, and is on the right pages."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from affinity_hub import load, outputs
from affinity_hub.views.subscribe_links import GOOGLE, MASK, SubscribeLinks, qr

FULL = Path(__file__).parents[1] / "sites" / "full"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ROOT = "https://hub.full.example/sub/"
FEED = ROOT + "calendars/groups/tea-circle.ics"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made = outputs(load(FULL, NOW)[0], NOW)
    return {output.path: output.content.decode() for output in made if output.path.endswith(".html")}


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)]


@pytest.mark.parametrize("name", ["Tea", "Tea & Talk, 100%", "Raíces: café", "a+b=c?#/ é🎉", '"quoted" <b>'])
def test_outlook_gets_the_exact_address_and_name(name: str) -> None:
    ways = SubscribeLinks(FEED, name)
    for link, host in ((ways.outlook_work, "outlook.office.com"), (ways.outlook_personal, "outlook.live.com")):
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc, parts.path) == ("https", host, "/calendar/0/addfromweb")
        assert parse_qs(parts.query, strict_parsing=True) == {"url": [FEED], "name": [name]}
        assert re.fullmatch(r"url=https%3A%2F%2F[\w.%~-]+&name=[\w.%~-]+", parts.query), "nothing is left unencoded"


def test_apple_gets_the_same_address_by_webcal() -> None:
    assert SubscribeLinks(FEED, "Tea").webcal == "webcal://hub.full.example/sub/calendars/groups/tea-circle.ics"


def test_a_qr_code_holds_the_webcal_address_and_names_its_calendar() -> None:
    ways = SubscribeLinks(FEED, "Tea & <Talk>")
    assert "<title>QR code with the address of Tea &amp; &lt;Talk&gt;</title>" in ways.qr
    drawn = segno.make(ways.webcal, error="m", mask=MASK).svg_inline(scale=4, border=4, omitsize=True, lineclass=None)
    assert re.findall(r' d="([^"]+)"', ways.qr) == re.findall(r' d="([^"]+)"', drawn)
    assert qr(ways.webcal, ways.name) == ways.qr


def test_every_webcal_link_has_an_https_address_that_exists(pages: dict[str, str]) -> None:
    made = {output.path for output in outputs(load(FULL, NOW)[0], NOW)}
    found = 0
    for name, page in pages.items():
        for link in links(page):
            if link.startswith("webcal:"):
                found += 1
                address = link.replace("webcal:", "https:", 1)
                # A page without dates has one line, and leads to the page about calendars.
                assert f'value="{address}"' in page or ">Subscribe now</a>" in page, name
                assert address.removeprefix(ROOT) in made, name
    assert found > 20


@pytest.mark.parametrize("feed", ["tea-circle.ics", "tea-circle.discreet.ics"])
def test_the_page_of_a_group_has_every_way_to_both_its_calendars(feed: str, pages: dict[str, str]) -> None:
    page = pages["groups/tea-circle/index.html"]
    name = "Thursday" if "discreet" in feed else "T&T"
    ways = SubscribeLinks(f"{ROOT}calendars/groups/{feed}", name)
    wanted = {ways.webcal, ways.outlook_work, ways.outlook_personal, f"../../calendars/groups/{feed}", GOOGLE}
    assert wanted <= set(links(page))
    assert ways.qr in page
    assert "(does not update)" in page


def test_no_link_to_a_discreet_calendar_tells_a_program_the_name_of_the_group(pages: dict[str, str]) -> None:
    found = [link for link in links(pages["groups/tea-circle/index.html"]) if "addfromweb" in link and "disc" in link]
    assert [parse_qs(urlsplit(link).query)["name"] for link in found] == [["Thursday"]] * 2


def test_each_link_to_subscribe_has_a_text_of_its_own(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        texts: dict[str, str] = {}
        for link, text in re.findall(r'<a [^>]*href="((?:webcal|https://outlook)[^"]+)"[^>]*>(.*?)</a>', page):
            assert texts.setdefault(text, link) == link, f"{name}: {text}"


def test_the_page_for_choosing_calendars_has_every_listed_and_no_hidden_calendar(pages: dict[str, str]) -> None:
    found = re.findall(r"<code[^>]*>([^<]+)</code>", pages["calendars/choose/index.html"])
    assert len(found) == len(set(found))
    assert FEED in found
    assert FEED.replace(".ics", ".discreet.ics") in found
    assert ROOT + "calendars/all.ics" in found
    assert ROOT + "calendars/kinds/training.ics" in found
    assert not [address for address in found if "hidden" in address or "draft" in address]
