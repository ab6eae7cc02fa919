"""The layout puts the same frame around every page, with links that work from the page's address."""

from __future__ import annotations

from typing import Any

import pytest
from affinity_hub import load
from affinity_hub.core.artifact import PageMeta
from affinity_hub.rendering import assets
from affinity_hub.rendering.layout import Layout, MenuEntry
from affinity_hub.schema.settings import Settings
from justhtml import Element, JustHTML

from tests.conftest import MINIMAL, NOW

MENU = (
    MenuEntry("Home", ""),
    MenuEntry("Groups", "", (MenuEntry("All groups", "groups/"), MenuEntry("Questions", "groups/questions/"))),
    MenuEntry("Events", "events/"),
    MenuEntry("About", "", (MenuEntry("About this hub", "about/"), MenuEntry("Privacy", "privacy/"))),
    MenuEntry("Elsewhere", "https://example.org/"),
)
HEAD = PageMeta("Tea & cake", 'A "cup"')


def settings(**more: Any) -> Settings:
    hub, _ = load(MINIMAL, NOW)
    given = {"name": "Hub & more", "url": "https://example.org/hub", "contact": None} | more
    organization = hub.settings.organization.model_copy(update={"name": "Tea <Circle>"})
    return hub.settings.model_copy(update=given | {"organization": organization})


def links(path: str, selector: str) -> list[Element]:
    page = JustHTML(Layout(settings(), MENU).page(path, HEAD, ""), sanitize=False)
    return [link for link in page.query(selector) if isinstance(link, Element)]


def current(path: str) -> dict[str, str | None]:
    """The entries of the main navigation that a page marks."""
    marked = ((link.to_text(), link.attrs or {}) for link in links(path, ".hub-tabs a"))
    return {text: attributes["aria-current"] for text, attributes in marked if "aria-current" in attributes}


@pytest.mark.parametrize(
    "path, marked",
    [
        ("index.html", {}),
        ("events/index.html", {"Events": "page"}),
        ("events/tea/2026-12-03/index.html", {"Events": "true"}),
        ("groups/index.html", {"Groups": "true"}),
        ("groups/questions/index.html", {"Groups": "true"}),
        ("groups/tea/index.html", {"Groups": "true"}),
        ("privacy/index.html", {"About": "true"}),
        ("eventspast/index.html", {}),
    ],
)
def test_the_navigation_marks_the_place_of_the_page(path: str, marked: dict[str, str]) -> None:
    assert current(path) == marked


def test_a_page_of_a_section_lists_the_other_pages_of_the_section() -> None:
    others = [(link.to_text(), (link.attrs or {})["href"]) for link in links("groups/tea/index.html", ".hub-subnav a")]
    assert others == [("All groups", "../../groups/"), ("Questions", "../../groups/questions/")]
    assert not links("events/index.html", ".hub-subnav")


def test_each_page_names_the_time_zone_once() -> None:
    page = Layout(settings(), MENU).page("events/index.html", HEAD, "").decode()
    assert page.count("All times are Pacific Time.") == 1


def test_links_lead_from_the_page_to_the_root_and_from_the_error_page_to_the_root_of_the_host() -> None:
    layout = Layout(settings(), MENU)
    style = assets.address("hub.css").encode()
    assert b'href="../../' + style in layout.page("groups/tea/index.html", HEAD, "")
    assert b'href="./' + style in layout.page("index.html", HEAD, "")
    lost = layout.not_found()
    assert b'href="/hub/' + style in lost
    assert b"canonical" not in lost
    assert b'content="noindex"' in lost
    assert b'href="https://example.org/"' in lost, "the address of another site does not change"


def test_words_are_escaped() -> None:
    text = Layout(settings(), (MenuEntry("<b>", "b/"),)).page("tea/index.html", HEAD, "<p>&amp;</p>").decode()
    assert "<title>Tea &amp; cake - Hub &amp; more</title>" in text
    assert 'content="A &#34;cup&#34;"' in text
    assert "Tea &lt;Circle&gt;" in text
    assert "<b>" not in text
    assert "<p>&amp;</p>" in text


def test_an_unlisted_page_tells_search_engines_and_chats_nothing() -> None:
    layout, hidden = Layout(settings(), MENU), PageMeta("Tea", "Tea", in_sitemap=False)
    text = layout.page("tea/index.html", hidden, "").decode()
    assert "noindex" in text
    assert "og:" not in text
    assert "noindex" in Layout(settings(), MENU, is_staff=True).page("tea/index.html", HEAD, "").decode()
    assert "noindex" not in layout.page("tea/index.html", HEAD, "").decode()


def test_only_handwritten_pages_load_the_styles_of_the_theme() -> None:
    layout = Layout(settings(), MENU, theme_styles=("assets/theme.css",))
    assert b"theme.css" not in layout.page("tea/index.html", HEAD, "")
    assert b'href="../assets/theme.css"' in layout.page("about/index.html", HEAD, "", is_markdown=True)


def test_a_preview_has_no_policy_because_it_adds_a_script() -> None:
    assert b"Content-Security-Policy" in Layout(settings(), MENU).page("tea/index.html", HEAD, "")
    assert b"Content-Security-Policy" not in Layout(settings(), MENU, in_preview=True).page("tea/index.html", HEAD, "")


@pytest.mark.parametrize(
    "contact, told",
    [
        ("hub@example.org", 'href="mailto:hub@example.org"'),
        ("https://example.org/form", 'href="https://example.org/form"'),
        (None, "This site does not name a contact yet."),
    ],
)
def test_a_handwritten_page_says_who_to_tell(contact: str | None, told: str) -> None:
    assert told in Layout(settings(contact=contact), MENU).whom_to_tell()


DEEP = (
    MenuEntry("Home", ""),
    MenuEntry("Help", "", (MenuEntry("More", "", (MenuEntry("Mail", "mailto:a@example.org"), MenuEntry("B", "b/"))),)),
)


def test_every_page_of_a_deep_navigation_is_in_the_menu() -> None:
    page = JustHTML(Layout(settings(), DEEP).page("b/c/index.html", HEAD, ""), sanitize=False)
    found = {
        selector: [link.attrs["href"] for link in page.query(selector) if isinstance(link, Element) and link.attrs]
        for selector in (".hub-tabs a", ".hub-menu a", ".hub-subnav a", ".hub-subnav a[aria-current]")
    }
    assert found == {
        ".hub-tabs a": ["mailto:a@example.org"],
        ".hub-menu a": ["../../", "mailto:a@example.org", "../../b/"],
        ".hub-subnav a": ["mailto:a@example.org", "../../b/"],
        ".hub-subnav a[aria-current]": ["../../b/"],
    }


@pytest.mark.parametrize("address", ["https://example.org/", "mailto:a@example.org", "//example.org/a"])
def test_a_link_to_another_site_does_not_change(address: str) -> None:
    text = Layout(settings(), (MenuEntry("Home", ""), MenuEntry("A", address))).page("b/index.html", HEAD, "").decode()
    assert text.count(f'href="{address}"') == 3
