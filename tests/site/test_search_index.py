"""The entries of the search index for the sections of a page, and the sections of a hand-written page."""

from __future__ import annotations

import json

import pytest
from affinity_hub.core.artifact import PageContent, PageMeta, Section
from affinity_hub.site import search_index

LEAD, TEA, DATES = (
    Section("", "", "", "All groups."),
    Section("tea", "Tea", "", "Warm."),
    Section("dates", "By", "", ""),
)


def test_a_page_and_each_section_with_text_have_an_entry() -> None:
    head = PageMeta("Groups & more", "", names=("G",))
    assert json.loads(f"[{search_index.page_entries('groups/index.html', head, PageContent((LEAD, TEA, DATES)))}]") == [
        {"location": "groups/", "title": "Groups & more", "text": "All groups.", "tags": ["G"]},
        {"location": "groups/#tea", "title": "Tea", "text": "Warm."},
    ]


def test_a_page_outside_the_search_has_no_entry() -> None:
    head = PageMeta("Groups", "", searched=False)
    assert search_index.page_entries("groups/index.html", head, PageContent((LEAD, TEA))) == ""


@pytest.mark.parametrize(
    "html, sections",
    [
        ("", [("", "", "")]),
        ("<h1>Tea</h1><p>Warm &amp; <b>st</b>rong,\n so <em>good</em>.</p>", [("", "", "Warm & strong, so good.")]),
        ("<ul><li>One<br>two</li><li>three</li></ul>", [("", "", "One two three")]),
        (
            '<p>First</p><h2 id="how">How <code>it</code> is</h2><p>Second</p><h3 id="why">Why</h3><h2>No id</h2>',
            [("", "", "First"), ("how", "How it is", "Second"), ("why", "Why", "No id")],
        ),
        (
            '<h2 id="how">How</h2><h3 id="why">Why</h3><p>So.</p>',
            [("", "", ""), ("how", "How", "How"), ("why", "Why", "So.")],
        ),
        ("<p>a</p><!-- b --><script>c < d</script><style>e</style><p>&lt;f&gt;</p>", [("", "", "a <f>")]),
        ("<pre><code>affinity-hub build --staff\n../hub</code></pre>", [("", "", "affinity-hub build --staff ../hub")]),
    ],
)
def test_a_handwritten_page_has_a_section_for_each_heading_with_an_id(
    html: str, sections: list[tuple[str, str, str]]
) -> None:
    assert [(section.id, section.title, section.text) for section in search_index.sections_of(html)] == sections


def test_the_index_has_its_own_synonyms_before_the_synonyms_of_the_library() -> None:
    config = json.loads(search_index.index([], [("Raíces", "roots")]))["config"]
    assert config["synonyms"][-1] == ["Raíces", "roots"]
    assert len(config["synonyms"]) > 1
    assert {"separator", "stop_words", "letters"} < set(config)
