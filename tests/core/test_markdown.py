"""Texts in Markdown: shown as GitHub shows them, without a lost word, and with the same words everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub import load
from affinity_hub.core.markdown import to_html, to_text
from affinity_hub.core.problems import DataError
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.conftest import Run


@pytest.mark.parametrize(
    "typed, html, text",
    [
        ("Agenda:\n- tea\n- cake", "<p>Agenda:</p><ul><li>tea</li><li>cake</li></ul>", "Agenda:\n- tea\n- cake"),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a\n  b\n- c"),
        ("~~old~~ new", "<p><s>old</s> new</p>", "old new"),
        ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>", "- ☐ a\n- ☑ b"),
        ("# Title", "<h3>Title</h3>", "Title"),
        ("##### Title", "<h6>Title</h6>", "Title"),
        ("Bring <your own cup>.", "<p>Bring &lt;your own cup&gt;.</p>", "Bring <your own cup>."),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>", "<b>x</b>"),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>", "[a](javascript:x)"),
        ("[a](http://x.example)", "<p>[a](http://x.example)</p>", "[a](http://x.example)"),
        ("[Note]: tea", "<p>[Note]: tea</p>", "[Note]: tea"),
        ("See www.x.example.", "<p>See www.x.example.</p>", "See www.x.example."),
        ("a  \nb", "<p>a<br>b</p>", "a\nb"),
        ("a\nb", "<p>a b</p>", "a b"),
        ("```\na  c\n```", "<pre><code>a  c</code></pre>", "a  c"),
        ("~~~ Bring a cup ~~~", "<pre><code>Bring a cup ~~~</code></pre>", "Bring a cup ~~~"),
        ("```Tea at noon\n\nb", "<pre><code>Tea at noon\n\nb</code></pre>", "Tea at noon\nb"),
        ("~~~~~~~~ Agenda for tea\na\n~~~~~~~~", "<pre><code>Agenda for tea\na</code></pre>", "Agenda for tea\na"),
        ("&lt;p&gt; &amp;", "<p>&lt;p&gt; &amp;</p>", "<p> &"),
    ],
)
def test_markdown_is_shown_as_github_shows_it(typed: str, html: str, text: str) -> None:
    assert re.sub(r"\n(?=<)|(?<=>)\n", "", to_html(typed).replace("a\nb", "a b").replace("b\n<", "b<")) == html
    assert to_text(typed) == text


def test_links_have_their_address_in_plain_text() -> None:
    rel = ' rel="noopener noreferrer nofollow"'
    assert to_html("https://x.example/a") == f'<p><a href="https://x.example/a"{rel}>https://x.example/a</a></p>'
    assert to_text("https://x.example/a and [tea](https://x.example/b).") == (
        "https://x.example/a and tea (https://x.example/b)."
    )
    assert to_html("tea@x.org") == f'<p><a href="mailto:tea@x.org"{rel}>tea@x.org</a></p>'
    assert to_text("[us](mailto:tea@x.example)") == "us (tea@x.example)"
    assert to_text('[us](https://x.example/ "Tea")') == "us (https://x.example/) (Tea)"
    assert (
        to_html("See [tea].\n\n[tea]: https://x.example/a") == f'<p>See <a href="https://x.example/a"{rel}>tea</a>.</p>'
    )


@pytest.mark.parametrize("words", ["", " ", "\u200b", "&nbsp;", "\u3164"])
def test_a_link_without_words_shows_its_address(words: str) -> None:
    assert re.search(r">[^<]*https://x\.example/a</a>", to_html(f"See [{words}](https://x.example/a)."))
    assert to_text(f"See [{words}](https://x.example/a).").count("https://x.example/a") == 1
    assert ">tea@x.example</a>" in to_html("[](mailto:tea@x.example)")


@pytest.mark.parametrize("lead", ["", "> ", "- ", "1. "])
@pytest.mark.parametrize(
    "table",
    [
        "| a | b |\n| - | - |\n| c | d | tea | cake |\n| e |",
        "a | b\n---|---\nc | d | tea | cake",
        "| a |\n| - |\n| c | tea | cake \\| d |",
        "| a | b |\n|:-:|--:|\n| c | d | | tea | cake |",
        "| a |\n| - |\n| c | tea |\n\n| b |\n| - |\n| d | cake |",
    ],
)
def test_cells_beyond_the_head_of_a_table_are_shown(table: str, lead: str) -> None:
    typed = lead + table.replace("\n", "\n" + ("> " if lead == "> " else " " * len(lead)))
    html, text = to_html(typed), to_text(typed)
    assert "<table>" in html
    for word in ("a", "c", "d", "tea", "cake"):
        assert re.search(rf"\b{word}\b", re.sub("<[^>]*>", " ", html))
        assert re.search(rf"\b{word}\b", text)
    # "- a | b" over a line of dashes is the head of a table, and its list marker is a word in that head.
    assert "-" not in re.sub("<[^>]*>", " ", html) or lead == "- "


def test_a_table_becomes_a_table() -> None:
    typed = "| day | room |\n|---|--:|\n| Monday | 5 |"
    assert "<th>day</th>" in to_html(typed)
    assert '<td align="right">5</td>' in to_html(typed)
    assert to_text(typed) == "day | room\nMonday | 5"


WORDS = [
    "tea",
    "<cup>",
    "**cake**",
    "- ",
    "\n",
    "\n\n",
    "[x]",
    "(y)",
    "`code`",
    "~~",
    "| a | b |",
    "| a | b | c |",
    "| - | - |",
    "~~~",
    "```",
    "[](https://d.org)",
    "---",
    "# ",
    "> ",
    "[a]: b",
    "!z",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_no_word_disappears(typed: str) -> None:
    """Every typed run of letters is on the page and in calendars, except the x that checks a task."""
    shown = re.sub(r"<[^>]+>", " ", to_html(typed))
    for place in (shown, to_text(typed)):
        found = re.findall(r"[a-wyz]+", place.replace("&lt;", " ").replace("&gt;", " "))
        assert sorted(found) == sorted(re.findall(r"[a-wyz]+", typed))
        assert len(re.findall("[x☑]", place)) == typed.count("x")


ENTRY = """\
events:
  - id: tea
    title: Tea
    kind: gathering
    groups: []
    starts: 2027-01-21
"""
DETAILS = """\
Agenda:
- **Listening** to <each other>
- ~~Planning~~ the [picnic](https://picnic.example/plan)
- [ ] chairs

| when | what |
|------|------|
| four | tea  |
"""


@pytest.mark.site
def test_all_outputs_have_the_same_words(
    district: Callable[..., Path], run: Callable[..., Run], tmp_path: Path
) -> None:
    entry = (
        "events:\n  - id: tea\n    title: Tea\n    kind: gathering\n    groups: [tea-circle]\n    starts: 2027-01-21\n"
    )
    details = "".join(f"      {line}\n" if line else "\n" for line in DETAILS.split("\n"))
    folder, out = district(events=f"{entry}    details: |\n{details}"), tmp_path / "out"
    assert run("build", folder, "--out", out, "--first").status == 0
    words = set(re.findall(r"[a-z]+", DETAILS.lower())) - {"https", "picnic", "example", "plan"}
    calendar = Calendar.from_ical((out / "calendars" / "all.ics").read_bytes())
    api = json.loads((out / "api" / "hub.json").read_text("utf-8"))
    index = json.loads((out / "search" / "search_index.json").read_text("utf-8"))
    places = {
        "page": (out / "events" / "tea" / "index.html").read_text("utf-8"),
        "calendar": " ".join(str(event["description"]) for event in calendar.events),
        "search": " ".join(doc["text"] for doc in index["docs"] if doc["location"].startswith("events/tea")),
        "api": next(event["details"] for event in api["events"] if event["id"] == "tea"),
    }
    for place, text in places.items():
        missing = words - set(re.findall(r"[a-z]+", text.lower()))
        assert not missing, f"{place} lacks {missing}"
    assert "<each other>" in places["calendar"]
    assert "&lt;each other&gt;" in places["page"]


def test_a_picture_is_refused_at_its_line(district: Callable[..., Path]) -> None:
    folder = district(events=f"{ENTRY}    details: |\n      Come.\n\n      So nice ![us](us.jpg)\n")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    (problem,) = (problem for problem in raised.value.problems if problem.severity == "error")
    assert (problem.code, problem.position.line, problem.position.column) == ("E125", 10, 15)


def test_a_private_detail_in_a_long_text_is_reported_at_its_line(district: Callable[..., Path]) -> None:
    folder = district(events=f"{ENTRY}    details: |\n      Come.\n\n      Call 253-555-0142 first.\n")
    with pytest.raises(DataError) as raised:
        load(folder, NOW)
    assert ("E512", 10) in [(problem.code, problem.position.line) for problem in raised.value.problems]
