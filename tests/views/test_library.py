"""The library: its pages, acronyms in running text, names that are nearly the same, and the pages of groups and
partners."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from affinity_hub import load, outputs
from affinity_hub.pages.glossary_links import Acronyms, GlossaryLinks, is_acronym
from justhtml import JustHTML

from tests.made import lazy_texts

District = Callable[..., Path]
Run = Callable[..., Any]
Made = Callable[..., Mapping[str, str]]


@pytest.fixture
def made(district: District, now: dt.datetime) -> Made:
    """The files of a small district as text. Each keyword replaces a data file."""
    return lambda **files: lazy_texts(outputs(load(district(**files), now)[0], now))


def words(html: str) -> str:
    text = " ".join(str(JustHTML(html, sanitize=False).to_text()).split())
    return re.sub(r" ([.,:])", r"\1", text)


# --- Acronyms --------------------------------------------------------------------------------------------------------


def term(**keys: Any) -> Any:
    own = {"id": "term", "term": "PTA", "expansion": None, "aliases": ()} | keys
    return SimpleNamespace(url=f"supports/glossary/#{own['id']}", **own)


LINK = '<a class="hub-term" href="../supports/glossary/#term" aria-label="PTA (glossary)">PTA</a>'


def links(*entries: Any) -> GlossaryLinks:
    return GlossaryLinks(Acronyms(entries or (term(),)), "../")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The PTA meets.", f"The {LINK} meets."),
        ("The PTA and the PTA.", f"The {LINK} and the PTA."),
        ("PTA-wide: <b>", f"{LINK}-wide: &lt;b&gt;"),
        ("PTAs, XPTA, pta, &PTA; pta@PTA.example, PTA.example.org",) * 2,
        ("Tea & talk", "Tea &amp; talk"),
    ],
)
def test_an_acronym_is_linked_once_in_a_text(text: str, expected: str) -> None:
    assert links().linked(text) == expected.replace("&PTA", "&amp;PTA")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The PTA meets.", f"<p>The {LINK} meets.</p>"),
        ("PTA and PTA.\n\nPTA", f"<p>{LINK} and PTA.</p>\n<p>PTA</p>"),
        ("- **PTA**-wide", f"<ul>\n<li><strong>{LINK}</strong>-wide</li>\n</ul>"),
        ("# PTA\n\nPTA", f"<h3>PTA</h3>\n<p>{LINK}</p>"),
        ("`PTA`", "<p><code>PTA</code></p>"),
        ("    PTA", "<pre><code>PTA\n</code></pre>"),
        ('<b title="PTA">no</b>', '<p>&lt;b title="PTA"&gt;no&lt;/b&gt;</p>'.replace('"PTA"', f'"{LINK}"')),
    ],
)
def test_an_acronym_is_linked_in_the_running_text_of_markdown(text: str, expected: str) -> None:
    assert links().markdown(text) == expected


def test_no_link_goes_into_a_link_or_the_head_of_a_table() -> None:
    made = links().markdown("| PTA |\n| --- |\n| [our **PTA**](https://pta.example/PTA) |\n| PTA |")
    assert made.count(LINK) == 1
    assert f"<td>{LINK}</td>" in made
    assert "<th>PTA</th>" in made
    assert '<a href="https://pta.example/PTA" rel="noopener noreferrer nofollow">our <strong>PTA</strong></a>' in made


def test_a_word_is_linked_at_its_first_place_on_a_page_in_any_text() -> None:
    page = links()
    assert LINK in page.linked("PTA")
    assert page.markdown("PTA") == "<p>PTA</p>"
    assert LINK in links().markdown("PTA")


def test_search_terms_and_results_are_escaped() -> None:
    entry = term(term="R&D", expansion='"Research" <&> more')
    linked = links(entry).linked("R&D")
    assert linked == (
        '<a class="hub-term" href="../supports/glossary/#term" aria-label="R&amp;D (glossary)" '
        'title="&#34;Research&#34; &lt;&amp;&gt; more">R&amp;D</a>'
    )
    JustHTML(linked, sanitize=False, strict=True, fragment=True)
    (found,) = JustHTML(links(entry).markdown("R&D"), sanitize=False, strict=True, fragment=True).query("a")
    assert found.attrs == {
        "class": "hub-term",
        "href": "../supports/glossary/#term",
        "aria-label": "R&D (glossary)",
        "title": '"Research" <&> more',
    }


def test_the_longest_acronym_is_meant_and_another_spelling_leads_to_the_same_entry() -> None:
    linked = links(term(id="a", term="BEST"), term(id="b", term="BEST-M", aliases=("B.E.S.T.M",))).linked(
        "BEST-M and B.E.S.T.M"
    )
    assert re.findall(r"#(\w)", linked) == ["b"]


@pytest.mark.parametrize(
    "word, expected",
    [("KEoCN", True), ("BIPOC", True), ("R&D", True), ("Retention", False), ("Affinity Group", False), ("a", False)],
)
def test_only_a_term_that_cannot_be_an_ordinary_word_is_linked(word: str, expected: bool) -> None:
    assert is_acronym(word) is expected


GROUP = """\
groups:
  - id: tea-circle
    name: Tea Circle of the PTA
    kind: networking
    summary: For friends of the PTA.
    purpose: |
      ### PTA

      See [the PTA](https://example.org/PTA) and `PTA`. The PTA helps, and so does the <b title="PTA">PTA</b>.
    open_to: All staff.
"""
GLOSSARY = (
    "glossary: [{id: pta, term: PTA, expansion: Parent & Teacher Association}, {id: gone, term: ALL, draft: yes}]\n"
)


def test_pages_lead_from_running_text_to_the_glossary(made: Made) -> None:
    files = made(groups=GROUP, library=GLOSSARY)
    page = files["groups/tea-circle/index.html"]
    assert page.count("hub-term") == 1
    assert 'href="../../supports/glossary/#pta"' in page
    assert "friends of the <a" in page.split("hub-term")[0][-40:]
    assert 'id="pta"' in files["supports/glossary/index.html"]
    assert "hub-term" not in files["supports/glossary/index.html"]
    assert not [name for name, text in files.items() if "hub-term" in text and name.startswith(("embed/", "help/"))]


def test_a_hub_without_a_glossary_has_no_glossary_links(made: Made) -> None:
    assert "hub-term" not in made(groups=GROUP)["groups/tea-circle/index.html"]


# --- Names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("KEoCN", "KEOCN", True),
        ("Beginning Education Support Team", "Beginning Educations Support Team", True),
        ("Black Administrator Affinity Group", "Black Administrators Affinity Group", True),
        ("Night Owls", "Nightowls", True),
        ("Café Público", "cafe publico!", True),
        ("Colleagues of Color", "Collegues of Colour", True),
        ("Mentors North", "Mentors South", False),
        ("Math Circle", "Path Circle", False),
        ("Grade 7 Circle", "Grade 8 Circle", False),
        ("Circle 2025", "Circle 2026", False),
        ("BEST", "BESD", False),
        ("Tea Circle", "Tea Circle of Auburn", False),
        ("教师小组", "教师小组", True),
    ],
)
def test_the_check_warns_about_names_that_are_nearly_the_same(
    one: str, other: str, alike: bool, district: District, run: Run
) -> None:
    partners = [{"id": f"p{i}", "name": name, "kind": "other"} for i, name in enumerate((one, other))]
    done = run("check", district(partners=json.dumps({"partners": partners})))
    assert done.status == 0
    assert ("[W491]" in done.out) is alike


def test_names_of_different_kinds_and_of_one_record_may_be_the_same(district: District, run: Run) -> None:
    partners = "partners: [{id: team, name: Support Team, short_name: Suport Team, kind: other}]\n"
    glossary = "glossary: [{id: word, term: Support Team}]\n"
    assert "W491" not in run("check", district(partners=partners, library=glossary)).out


def test_with_very_many_names_only_identical_letters_count(district: District, run: Run) -> None:
    names = [f"Circle {'abcdefghij'[i % 10]}{i}" for i in range(1100)] + ["Circle a0", "Circlea0x", "circle A0X"]
    partners = [{"id": f"p{i}", "name": name, "kind": "other"} for i, name in enumerate(names)]
    out = run("check", district(partners=json.dumps({"partners": partners}))).out
    assert out.count("[W491]") == 2


# --- Claims and questions --------------------------------------------------------------------------------------------

LIBRARY = """\
difficult_questions:
  - id: why
    was: [wherefore]
    question: Why?
    short_answer: Because.
    answer: "**So** <script>x</script>"
    sources: [sound, book, quiet]
  - id: who
    question: Who?
    basis: district
    reviewed_by: Director
    reviewed_on: 2026-10-01
    last_confirmed: 2024-02-01
  - {id: hush, question: Hush?, hidden: yes}
  - {id: later, question: Later?, draft: yes}
claims:
  - {id: sound, claim: Tea helps., citation: "A. Writer, Tea, 2020.", kind: study, strength: weak, url: "https://example.org/tea"}
  - {id: bare, claim: Studies show it.}
  - {id: quiet, claim: Nobody says so., citation: A note., hidden: yes}
"""
READING = "reading: [{id: book, title: The Book, author: A. Writer, why: It is short.}]\n"


def test_the_page_of_a_question_says_who_gives_the_answer(made: Made) -> None:
    files = made(library=LIBRARY, progress=READING)
    page = files["supports/questions/why/index.html"]
    assert "general advice from the editors of this hub. It is not a rule of the organization" in words(page)
    assert "Reviewed" not in words(page)
    assert "<strong>So</strong>" in page
    assert "<script>" not in page
    assert re.findall(r'href="\.\./\.\./\.\./supports/(evidence|reading)/#(\w+)"', page) == [
        ("evidence", "sound"),
        ("reading", "book"),
    ]
    other = words(files["supports/questions/who/index.html"])
    assert "The organization gives this answer." in other
    assert "Reviewed by Director on October 1, 2026." in other
    assert "This page was last confirmed on February 1, 2024" in other
    assert "Last confirmed on February 1, 2024" in other
    assert "supports/questions/why/" in files["supports/questions/wherefore/index.html"]


def test_hidden_questions_keep_their_page_and_drafts_have_none(made: Made) -> None:
    files = made(library=LIBRARY, progress=READING)
    assert "supports/questions/hush/index.html" in files
    assert "supports/questions/later/index.html" not in files
    listed = words(files["supports/questions/index.html"])
    assert "Why?" in listed
    assert "Hush?" not in listed
    assert "Later?" not in listed


def test_evidence_shows_the_source_of_each_claim_or_says_that_it_is_unknown(made: Made) -> None:
    page = made(library=LIBRARY, progress=READING)["supports/evidence/index.html"]
    sound, bare = page.split('id="sound"')[1].split('id="bare"')
    assert "A. Writer, Tea, 2020." in words(sound)
    assert 'href="https://example.org/tea"' in sound
    assert "Weak: an experience or an opinion" in words(sound)
    assert "No source is named. Do not rely on this claim." in words(bare)
    assert "Nobody says so" not in page


def test_other_programs_get_the_library_too(made: Made) -> None:
    hub = json.loads(made(library=LIBRARY + GLOSSARY, progress=READING)["api/hub.json"])
    assert [question["id"] for question in hub["difficult_questions"]] == ["why", "who"]
    assert hub["difficult_questions"][0]["sources"] == ["sound", "book"]
    assert [(claim["id"], claim["citation"], claim["website"]) for claim in hub["claims"]] == [
        ("sound", "A. Writer, Tea, 2020.", "https://example.org/tea"),
        ("bare", None, None),
    ]
    assert [item["id"] for item in hub["reading"]] == ["book"]
    assert [(term["term"], term["expansion"]) for term in hub["glossary"]] == [("PTA", "Parent & Teacher Association")]


def test_the_library_continues_in_a_folder_and_in_the_staff_overlay(
    district: District, now: dt.datetime, tmp_path: Path
) -> None:
    folder = district(library=LIBRARY, progress=READING)
    (folder / "library").mkdir()
    (folder / "library" / "more.yml").write_text(GLOSSARY, "utf-8")
    staff = tmp_path / "staff"
    staff.mkdir()
    (staff / "library.yml").write_text(
        "glossary:\n  - {id: pta, meaning: For staff.}\n  - {id: own, term: OWN, meaning: Ours.}\n", "utf-8"
    )
    public = load(folder, now)[0].library.glossary
    inside = load(folder, now, staff)[0].library.glossary
    assert [(term.id, term.meaning) for term in public] == [("pta", None), ("gone", None)]
    assert [(term.id, term.meaning) for term in inside] == [("pta", "For staff."), ("gone", None), ("own", "Ours.")]


def test_a_change_of_the_library_is_described(district: District, run: Run, tmp_path: Path) -> None:
    old = district(library=LIBRARY, progress=READING).rename(tmp_path / "old")
    new = district(library=LIBRARY.replace("Because.", "Therefore."), progress=READING)
    out = run("diff", old, new).out
    assert "Why?" in out
    assert "short_answer" in out


# --- Partners, groups without dates, starting a group ----------------------------------------------------------------


def test_a_partner_shows_its_last_contact_and_the_form_of_its_offers(made: Made) -> None:
    partners = """\
partners:
  - id: library
    name: Public Library
    kind: community
    last_contact: {date: 2026-10-05, by: Planning team}
    last_confirmed: 2024-02-01
    offers:
      - {title: A guide, kind: guide, format: PDF, size: 12 pages, accessible: no, language: English}
      - {title: A talk, kind: contact, accessible: yes}
      - {title: A book, kind: other, accessible: unknown}
  - {id: museum, name: Museum, kind: community}
"""
    files = made(partners=partners)
    page = words(files["partners/library/index.html"])
    assert "Last contact: October 5, 2026 (Planning team)." in page
    assert "Format: PDF. Size: 12 pages. Language: English. Accessible: no." in page
    assert "A talk Contact Accessible: yes. A book" in page, "unknown facts are left out"
    assert "This page was last confirmed on February 1, 2024" in page
    museum = words(files["partners/museum/index.html"])
    assert "Last contact" not in museum
    assert "Not yet answered: how we work together and what it offers." in museum
    listed = words(files["partners/index.html"])
    assert "Guide, contact, and other" in listed
    assert "October 5, 2026 (Planning team)" in listed


NOT_SHARED = "The dates of this group have not been shared with this site."
NONE_AHEAD = "No upcoming dates are announced right now."
ENDED = "The group has ended and has no more dates."


@pytest.mark.parametrize("status", ["active", "resting", "forming", "exploring", "closed"])
@pytest.mark.parametrize("meets", ["", "meets: unknown, ", "meets: Every other week., "])
@pytest.mark.parametrize("is_known", [False, True], ids=["no dates", "past dates"])
def test_a_page_does_not_say_that_a_group_without_dates_has_no_plans(
    status: str, meets: str, is_known: bool, made: Made
) -> None:
    group = f"id: quiet, name: Quiet, kind: affinity, status: {status}, {meets}summary: We sit., open_to: All staff."
    past = "{id: sitting, title: Sitting, kind: gathering, groups: [quiet], starts: 2020-01-02}"
    files = made(groups=f"groups: [{{{group}}}]\n", events=f"events: [{past if is_known else ''}]\n")
    page = ENDED if status == "closed" else NONE_AHEAD if is_known else NOT_SHARED
    assert page in words(files["groups/quiet/index.html"])
    assert (page in words(files["groups/index.html"])) is (is_known or status == "closed"), (
        "the directory says this only in these cases"
    )
    for path in ("groups/quiet", "next/groups/quiet/5"):
        assert (page in words(files[f"embed/light/{path}/index.html"])) is (status != "closed")
    shown = "".join(words(content) for path, content in files.items() if path.endswith(".html") and "quiet" in path)
    assert "planned" not in shown


def test_start_a_group_has_texts_to_copy_every_stage_and_the_status_of_each_group(made: Made) -> None:
    groups = """\
groups:
  - id: new
    name: New Circle
    kind: affinity
    status: forming
    summary: Not yet.
    open_to: All staff.
    facilitators: [lead]
    inquiry: {leadership: Two of us., meetings: declined}
    milestones: [{title: A room, status: done, evidence: It is there., reflection: Ask early.}, {title: A date}]
    last_confirmed: 2024-02-01
  - {id: idea, name: An Idea, kind: affinity, status: exploring, summary: Perhaps., open_to: unknown}
  - {id: old, name: Old Circle, kind: affinity, summary: Long here., open_to: All staff.}
"""
    person = "{id: lead, role: Lead of the New Circle, vacancy: {about: Tea and time., closes: 2026-12-31}}"
    files = made(groups=groups, facilitators=f"facilitators: [{person}]\n", events="events: []\n")
    page = files["start-a-group/index.html"]
    text = words(page)
    for name in ("New Circle", "An Idea"):
        assert name in text
    assert "Old Circle" not in text
    assert "2 of 5 settled" in text
    assert "1 of 2 done" in text
    assert "Looking for Lead of the New Circle" in text
    assert "Last confirmed on February 1, 2024" in text
    assert "Tea and time." in text
    assert "December 31, 2026" in text
    for status in ("exploring", "forming", "active", "resting", "closed"):
        assert f"<code>{status}</code>" in page
    copied = re.findall(r"<textarea readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert len(copied) == 3


def test_the_check_accepts_the_entry_to_copy(made: Made, district: District, run: Run) -> None:
    page = made()["start-a-group/index.html"]
    entry = unescape(page.split('id="copy-entry">')[1].split("</textarea>")[0])
    folder = district()
    with (folder / "groups.yml").open("a", encoding="utf-8") as file:
        file.write(entry + "\n")
    done = run("check", folder)
    assert (done.status, done.out.splitlines()[-1]) == (0, "no errors, no warnings.")


def test_each_page_of_a_record_says_when_it_was_confirmed_and_whether_that_was_too_long_ago(made: Made) -> None:
    """One line in the data confirms each record again."""

    def texts(day: str) -> dict[str, str]:
        line = f"last_confirmed: {day}"
        files = made(
            groups=f"groups: [{{id: g, name: G, kind: affinity, summary: S., open_to: All., {line}}}]\n",
            events=f"events: [{{id: e, title: E, kind: gathering, groups: [g], starts: 2026-12-03, {line}}}]\n",
            partners=f"partners: [{{id: p, name: P, kind: other, {line}}}]\n",
            facilitators=f"facilitators: [{{id: f, role: F, {line}}}]\n",
            library=f"difficult_questions: [{{id: q, question: Q, {line}}}]\nclaims: [{{id: c, claim: C, {line}}}]\n",
        )
        pages = (
            "groups/g/",
            "events/e/",
            "partners/p/",
            "facilitators/",
            "supports/questions/q/",
            "supports/evidence/",
        )
        return {page: words(files[f"{page}index.html"]) for page in pages}

    assert [
        page for page, text in texts("2026-11-01").items() if "Last confirmed on November 1, 2026." not in text
    ] == []
    long_ago = texts("2024-02-01")
    assert [page for page, text in long_ago.items() if "Last confirmed on February 1, 2024." not in text] == []
    own = [page for page, text in long_ago.items() if "This page was last confirmed on February 1, 2024" in text]
    assert own == ["groups/g/", "events/e/", "partners/p/", "supports/questions/q/"]
