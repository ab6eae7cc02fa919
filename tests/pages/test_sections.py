"""A page is a list of sections. The search has the same content as the HTML of the page."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from affinity_hub import load, outputs
from affinity_hub.checks.references import RESERVED
from affinity_hub.core.artifact import Artifact
from affinity_hub.pages.glossary_links import Acronyms
from affinity_hub.pages.page_body import PageBody
from lxml import html
from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]
SITES = {"full": ROOT / "tests" / "sites" / "full", "sample": ROOT / "examples" / "sample-district", "real": ROOT}
# These modules read typed text, emails, or hand-written pages that MkDocs rendered. They read no HTML that
# the program made.
TYPED = {
    "checks/texts/forbidden_texts.py",
    "checks/handwritten/__init__.py",
    "checks/handwritten/markup.py",
    "contribute/forms/incoming/mail_text.py",
    "intake/ics/content_lines.py",
    "privacy/normalize.py",
    "privacy/person_names.py",
    "rendering/jinja.py",
    "source/syntax_errors/foreign_syntax.py",
}
# A tag or a comment in a pattern, not a named group or a lookbehind: `(?P<name>`, `(?<!`.
_TAG = re.compile(r"(?<!\(\?)(?<!\(\?P)<[/!a-zA-Z(\[]")


# The ids of headings that are anchors inside a section and begin no section.
ANCHORS = {"discreet"}
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module", params=["full", "sample", pytest.param("real", marks=pytest.mark.long)])
def pages(request: pytest.FixtureRequest) -> list[Artifact]:
    hub, _ = load(SITES[request.param], NOW)
    return [
        Artifact(artifact.path, artifact.body, artifact.page_meta) for artifact in outputs(hub, NOW) if artifact.is_page
    ]


def headings(text: str) -> list[tuple[str, str]]:
    """The id and the text of each heading below the first."""
    found = html.fragment_fromstring(text, create_parent="main").iter("h2", "h3")
    return [(heading.get("id", ""), " ".join(heading.text_content().split())) for heading in found]


def test_the_sections_of_a_page_are_the_headings_in_its_html(pages: list[Artifact]) -> None:
    for page in pages:
        body = page.body
        assert page.content.decode() == body.html
        assert (body.sections[0].id, body.sections[0].title) == ("", "")
        found = [(name, title) for name, title in headings(body.html) if name]
        known = [(section.id, " ".join(section.title.split())) for section in body.sections[1:]]
        assert [heading for heading in found if heading in known] == known, page.path
        assert {name for name, _ in found} - {name for name, _ in known} <= ANCHORS, page.path


def test_a_section_begins_with_its_heading(pages: list[Artifact]) -> None:
    for page in pages:
        for section in page.body.sections[1:]:
            (name, _), *_ = headings(section.html)
            assert name == section.id, page.path


def test_an_id_is_on_a_page_once(pages: list[Artifact]) -> None:
    for page in pages:
        found = Counter(html.fragment_fromstring(page.body.html, create_parent="main").xpath("//@id"))
        assert [name for name, count in found.items() if count > 1] == [], page.path


def test_the_search_gets_plain_text_in_one_line(pages: list[Artifact]) -> None:
    for page in pages:
        for section in page.body.sections:
            assert type(section.text) is str
            assert section.text == " ".join(section.text.split())


def test_the_search_takes_no_html() -> None:
    page = PageBody("groups/index.html", Acronyms(()))
    with pytest.raises(TypeError):
        page.searchable(Markup("<p>Tea</p>"))


def test_search_text_belongs_to_the_section_that_began_last() -> None:
    page = PageBody("groups/index.html", Acronyms(()))

    def pieces() -> Iterator[str]:
        yield page.top("Groups", "All & more.")
        yield page.section("tea", "Tea & talk", "wide", caller=lambda: page.markdown("So *warm*.\n\n- `cup`"))
        yield page.heading("end", "The end")
        yield page.code("Type `no` & go.")

    lead, tea, end = page.content(pieces()).sections
    assert (lead.text, tea.text, end.text) == ("All & more.", "So warm. cup", "Type no & go.")
    assert lead.html == '<h1 dir="auto">Groups</h1>\n<p class="hub-lead">All &amp; more.</p>'
    assert tea.html.startswith('<section class="hub-section wide">\n<h2 id="tea">Tea &amp; talk</h2>\n<p>So <em>warm')
    assert tea.title == "Tea & talk"
    assert end.html == '<h2 id="end">The end</h2>Type <code>no</code> &amp; go.'


def test_a_section_contains_no_other_section() -> None:
    page = PageBody("groups/index.html", Acronyms(()))
    with pytest.raises(ValueError, match="The section tea contains another section"):
        page.section("tea", "Tea", caller=lambda: page.heading("cup", "Cup", 3))


def patterns(text: str) -> Iterator[str]:
    """The patterns of regular expressions in a module that match a tag."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            parts = (part for argument in node.args[:1] for part in ast.walk(argument))
            yield from (
                str(constant.value)
                for constant in parts
                if isinstance(constant, ast.Constant) and _TAG.search(str(constant.value))
            )


def test_no_regular_expression_matches_html_that_the_program_made() -> None:
    hooks = ROOT / "hooks" / "affinity_hub"
    found = {path.relative_to(hooks).as_posix(): [*patterns(path.read_text("utf-8"))] for path in hooks.rglob("*.py")}
    assert {name for name, own in found.items() if own} == TYPED


@pytest.mark.parametrize(
    "text, count",
    [
        (r'A = re.compile(r"<h2[^>]* id=")', 1),
        (r're.sub("</p>", "", html)', 1),
        (r're.findall(rf"<(script|style){A}>", html)', 1),
        (r're.search(r"(?<!\w)(?P<name>a)(?<=b)<", text)', 0),
        (r'text.replace("<p>", "")', 0),
    ],
)
def test_an_expression_that_matches_html_would_be_found(text: str, count: int) -> None:
    assert len([*patterns(text)]) == count


def test_no_record_can_have_the_id_of_a_page_that_the_site_makes_itself(pages: list[Artifact]) -> None:
    """`RESERVED` has the name of each such page."""
    ids = {
        name for site in SITES.values() for record in load(site, NOW)[0].records() for name in (record.id, *record.was)
    }
    below = {tuple(page.path.split("/")[:2]) for page in pages}
    for noun, folder in (("group", "groups"), ("event", "events"), ("partner", "partners"), ("update", "updates")):
        taken = {name for first, *rest in below if first == folder for name in rest} - ids - {"index.html"}
        assert taken <= {*RESERVED[noun]}, folder
