"""The pages about progress: “You said, we did,” the cycle of inquiry, changes, data, and feedback."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub import load, outputs
from affinity_hub.schema.milestone import STRANDS
from affinity_hub.schema.progress import STEPS
from justhtml import JustHTML
from justhtml.dom import Element

from tests.conftest import MINIMAL
from tests.made import lazy_texts

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "sample-district"
District = Callable[..., Path]


@cache
def made(folder: Path, now: dt.datetime) -> Mapping[str, str]:
    wanted = (".html", ".csv", ".json")
    return lazy_texts(artifact for artifact in outputs(load(folder, now)[0], now) if artifact.path.endswith(wanted))


def select(html: str, selector: str) -> list[Element]:
    found = JustHTML(html, fragment=True, sanitize=False).query(selector)
    return [element for element in found if isinstance(element, Element)]


def words(element: Element) -> str:
    return re.sub(r" (?=[,.:])", "", " ".join(str(element.to_text()).split()))


def page(folder: Path, now: dt.datetime, address: str) -> str:
    return made(folder, now)[f"{address}index.html"]


# --- You said, we did ------------------------------------------------------------------------------------------------


def test_a_finding_names_its_stakeholders_the_response_and_its_milestones(now: dt.datetime) -> None:
    html = page(DEMO, now, "progress/you-said/")
    entry = select(html, "#finding-hard-to-find")[0]
    facts = [words(fact) for fact in select(entry.to_html(), "dd")]
    assert facts[0] == "Educators of Color Network"
    assert facts[1].startswith("Every new employee gets a card")
    assert (
        facts[2]
        == "One place where every group can be found (done), A printed newsletter for each staff room (stopped)"
    )
    ids = {str(element.attrs["id"]) for element in select(html, "[id]")}
    targets = {str(link.attrs["href"])[1:] for link in select(html, ".hub-entry a")}
    assert targets <= ids, "each linked entry is on the page"
    assert "Said by" not in words(select(html, "#finding-nobody-asks")[0]), "unknown facts are left out"


def test_milestones_are_under_their_strand_or_separate(now: dt.datetime) -> None:
    html = page(DEMO, now, "progress/you-said/")
    section = html[html.index('id="milestones"') :]
    names = [words(element) for element in select(section, "h3")]
    assert names == [strand.replace("-", " ").capitalize() for strand in STRANDS]
    overdue = words(select(html, "#milestone-partners-plan")[0])
    assert "Overdue. Under way. It was due by October 30, 2026" in overdue
    own = next(words(element) for element in select(section, "li") if "Every new employee has heard" in words(element))
    assert "Set by the group Educators of Color Network (its milestones)." in own
    assert "Done on September 25, 2026" in words(select(html, "#milestone-hub")[0])


def test_a_milestone_names_its_measure_and_the_measure_names_the_milestone(now: dt.datetime) -> None:
    asked = words(select(page(DEMO, now, "progress/you-said/"), "#milestone-retention-talks")[0])
    assert "It is meant to change: Staff who stayed from one October to the next, Staff of color who" in asked
    html = page(DEMO, now, "progress/measures/")
    moving = [words(link) for link in select(html, "dd a") if "you-said/#milestone-" in str(link.attrs["href"])]
    talks = "Everyone who stays three years is asked why they stay"
    assert moving == [talks, "Every facilitator has been offered the foundations course", talks]


def test_at_the_root_no_strand_is_made_up(now: dt.datetime) -> None:
    milestones = load(ROOT, now)[0].progress.milestones
    html = page(ROOT, now, "progress/you-said/")
    section = " ".join(re.sub("<[^>]*>", "", html).split())
    unused = set(STRANDS) - {milestone.strand for milestone in milestones}
    named = section.partition("Strands without a milestone so far: ")[2].partition(".")[0]
    assert {strand for strand in STRANDS if strand.replace("-", " ") in named.lower()} == unused
    without = [milestone.title for milestone in milestones if milestone.strand is None]
    assert [title for title in without if title not in section.partition("No strand")[2]] == []


def test_the_timeline_has_the_same_milestones_as_the_list_beside_it(now: dt.datetime) -> None:
    html = page(DEMO, now, "progress/you-said/")
    listed = [words(element).rsplit(", ", 1)[1] for element in select(html, ".hub-timeline li")]
    picture = select(html, "svg")[0]
    assert picture.attrs["role"] == "img"
    assert "timeline from" in str(picture.attrs["aria-label"])
    texts = [words(text) for text in select(picture.to_html(), "text")]
    states = [text.removeprefix("no date listed, ") for text in texts[3:] if not text.isdigit()]
    assert [text for text in texts if text.isdigit()] == [str(n) for n in range(1, len(listed) + 1)]
    assert [state.replace("no report yet", "outcome not yet reported") for state in states] == listed
    assert "overdue" in listed


# --- The cycle of inquiry --------------------------------------------------------------------------------------------


def test_the_loop_leads_to_each_step_in_order(now: dt.datetime) -> None:
    html = page(DEMO, now, "progress/inquiry/")
    sections = [str(element.attrs["id"]) for element in select(html, "h2")]
    links = [str(link.attrs["href"]) for link in select(html, "svg a")]
    assert sections == [f"step-{step}" for step in STEPS]
    assert links == [f"#{section}" for section in sections]
    assert [words(link)[0] for link in select(html, "svg a")] == list("12345678")


@pytest.mark.parametrize("folder", [ROOT, MINIMAL], ids=["real", "empty"])
def test_steps_without_entries_are_named_in_one_sentence(folder: Path, now: dt.datetime) -> None:
    html = page(folder, now, "progress/inquiry/")
    used = [step for step in STEPS if f'id="step-{step}"' in html]
    assert [str(link.attrs["href"]) for link in select(html, "svg a")] == [f"#step-{step}" for step in used]
    assert html.count("Nothing is listed") == (len(used) < len(STEPS))
    assert bool(select(html, "svg")) == bool(used)


def test_the_log_names_the_stopped_work_and_the_lessons(now: dt.datetime) -> None:
    entry = words(select(page(DEMO, now, "progress/inquiry/"), "#log-reflecting")[0])
    assert "What was stopped Both." in entry
    assert "What was learned A person who answers" in entry


# --- What changed ----------------------------------------------------------------------------------------------------

NEWS = """\
milestones:
  - {id: late, title: Long ago, status: stopped, closed_on: 2025-11-30}
  - {id: shelf, title: A shelf, status: stopped, closed_on: 2026-10-02, reflection: No room.}
  - {id: unknown-day, title: Nobody knows when, status: stopped}
  - {id: kept, title: A draft, status: stopped, closed_on: 2026-10-03, draft: yes}
findings:
  - {id: need-room, need: A room., added_on: 2026-11-05}
  - {id: need-tea, need: Tea.}
updates:
  - {id: news, title: The news, school_year: 2026-27, season: fall, published: 2026-11-20, added_on: 2026-10-01}
"""


def test_each_of_the_last_twelve_months_lists_its_news(district: District, now: dt.datetime) -> None:
    html = page(district(progress=NEWS), now, "updates/changes/")
    months = {words(select(element.to_html(), "h2")[0]): words(element) for element in select(html, "section")}
    assert list(months) == ["November 2026", "October 2026"]
    assert "November 20, 2026: The news" in months["November 2026"]
    assert "November 5, 2026: What people said, A room." in months["November 2026"]
    assert "October 2, 2026: stopped, A shelf" in months["October 2026"]
    assert not re.search("Long ago|Nobody knows|A draft|Tea", html), (
        "entries without a day in these months are left out"
    )


def test_a_month_without_changes_says_so(district: District, now: dt.datetime) -> None:
    html = page(district(progress="updates: []\n"), now, "updates/changes/")
    assert words(select(html, "section")[0]) == "November 2026 Nothing is listed for this month yet."


def test_nothing_is_invented_for_the_real_site(now: dt.datetime) -> None:
    assert select(page(ROOT, now, "updates/changes/"), "time") == []


# --- Measures --------------------------------------------------------------------------------------------------------


def rows(folder: Path, now: dt.datetime) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made(folder, now)["progress/measures.csv"])))


def test_the_table_has_the_figures_of_the_page_and_withholds_the_same_figures(now: dt.datetime) -> None:
    table = rows(DEMO, now)
    of_color = [row for row in table if row["id"] == "measure-staff-of-color-retained"]
    assert [(row["school year"], row["count"], row["percent"]) for row in of_color] == [
        ("2023-24", "184", "86"),
        ("2024-25", "withheld", "withheld"),
    ]
    html = page(DEMO, now, "progress/measures/")
    assert select(html, 'a[href="../../progress/measures.csv"]')
    assert words(select(html, "#why")[0]) == "Why three counts alone do not show who stays"


def test_at_the_root_a_measure_without_figures_is_not_yet_published(now: dt.datetime) -> None:
    unknown = [measure.id for measure in load(ROOT, now)[0].progress.measures if not measure.figures]
    assert [row["id"] for row in rows(ROOT, now) if row["count"] == "not yet published"] == unknown
    html = page(ROOT, now, "progress/measures/")
    assert html.count("not yet published") == bool(unknown), "one sentence covers all measures without figures"
    assert [str(heading.attrs["id"]) for heading in select(html, "li h3")] == unknown


NOBODY_LEFT = """\
measures:
  - {{id: whole, title: Staff, figures: [{{year: 2025-26, count: 100}}], {words}}}
  - {{id: one, title: One, part_of: [whole], figures: [{{year: 2025-26, count: 60}}], {words}}}
  - {{id: two, title: Two, part_of: [whole], figures: [{{year: 2025-26, count: {two}}}], {words}}}
  - {{id: both, title: Both, part_of: [one, two], figures: [{{year: 2025-26, count: 20}}], {words}}}
"""


@pytest.mark.parametrize(
    "two,neither,is_refused",
    [(60, 0, True), (59, 1, True), (51, 9, True), (50, 10, False), (61, -1, False)],
)
def test_people_in_neither_of_two_parts_can_be_calculated(
    two: int, neither: int, is_refused: bool, district: District, run: Callable[..., Run]
) -> None:
    assert neither == 100 - 60 - two + 20
    words = "definition: All, snapshot: October 1, source: HR, counted_by: HR"
    out = run("check", district(progress=NOBODY_LEFT.format(two=two, words=words))).out
    assert ("[E441]" in out) == is_refused


def test_no_text_of_the_table_runs_as_a_formula(district: District, now: dt.datetime) -> None:
    texts = ("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1")
    typed = ", ".join(f'{{id: m{n}, title: "{text}", source: "{text}"}}' for n, text in enumerate(texts))
    found = rows(district(progress=f"measures: [{typed}]\n"), now)
    assert [(row["measure"], row["source"]) for row in found] == [(f"'{text}", f"'{text}") for text in texts]


# --- Data and feedback, resources, the five questions ----------------------------------------------------------------


def test_the_register_says_why_who_and_how_long_and_feedback_is_never_required(now: dt.datetime) -> None:
    html = page(DEMO, now, "progress/data/")
    item = words(select(html, "#data-counts")[0])
    for name in (
        "Purpose",
        "How",
        "Decided with",
        "Who sees it",
        "How long it is kept",
        "Last confirmed October 15, 2026",
    ):
        assert name in item
    assert "Yes: no one can tell who wrote it." in words(select(html, "#feedback-box")[0])
    assert "No: the people who read it can tell" in words(select(html, "#feedback-mailbox")[0])
    gaps = "Not yet answered Where, whether it is anonymous, and who reads it"
    assert gaps in words(select(html, "#feedback-after-gatherings")[0])
    for folder in (DEMO, ROOT):
        text = page(folder, now, "progress/data/")
        assert "You never have to give feedback." in text
        assert "Nothing. It has no accounts" in text


def test_resources_that_run_out_are_marked(now: dt.datetime) -> None:
    soon = [words(element) for element in select(page(DEMO, now, "progress/"), ".hub-soon")]
    assert soon == ["It runs out soon: it is confirmed only until January 31, 2027."]


def test_the_five_answers_show_their_source_their_date_and_earlier_answers(now: dt.datetime) -> None:
    for address in ("groups/educators-of-color-network/", "groups/questions/"):
        html = page(DEMO, now, address)
        assert "Asked on October 8, 2026, answered by Co-leads" in html
        assert (
            "Earlier answer: One lead who did everything. (Asked in the 2025-26 school year, answered by Lead)" in html
        )
        assert "the group chose not to answer" in html.lower()
    assert "Settled questions: 5 of 5" in page(DEMO, now, "groups/educators-of-color-network/")


# --- For other programs ----------------------------------------------------------------------------------------------


def test_the_api_has_the_progress_records_and_their_links(now: dt.datetime) -> None:
    account = json.loads(made(DEMO, now)["api/hub.json"])["progress"]
    finding = next(finding for finding in account["findings"] if finding["id"] == "finding-facilitators-alone")
    assert finding["heard_from"] == ["asked-eocn", "asked-tresd"]
    milestone = next(milestone for milestone in account["milestones"] if milestone["id"] == "milestone-partners-plan")
    assert (milestone["overdue"], milestone["findings"]) == (True, ["finding-only-one"])
    assert {milestone["set_by"] for milestone in account["milestones"]} > {None, "educators-of-color-network"}
    assert [way["id"] for way in account["feedback"]] == [
        "feedback-box",
        "feedback-mailbox",
        "feedback-after-gatherings",
    ]
    figures = {measure["id"]: measure["figures"] for measure in account["measures"]}["measure-staff-of-color-retained"]
    assert figures[1] == {"year": "2024-25", "count": None, "percent": None}


@pytest.mark.parametrize("status", ["planned", "under-way", "unknown", "done", "stopped"])
@pytest.mark.parametrize("due, has_passed", [("2026-10-30", True), ("2025-26", True), ("2027-06-30", False)])
def test_a_milestone_without_a_report_counts_as_overdue_everywhere(
    status: str, due: str, has_passed: bool, now: dt.datetime, district: Callable[..., Path]
) -> None:
    shown = {"evidence": "It is there.", "reflection": "It took long."} if status == "done" else {}
    own = {"title": "A hub", "due": due, "status": status} | shown
    circle = {"id": "tea-circle", "name": "Tea", "kind": "networking", "summary": "Tea.", "open_to": "All."}
    files = made(
        district(
            progress=json.dumps({"milestones": [{"id": "hub"} | own]}),
            groups=json.dumps({"groups": [circle | {"milestones": [own]}]}),
        ),
        now,
    )
    is_overdue = has_passed and status not in ("done", "stopped")
    milestones = json.loads(files["api/hub.json"])["progress"]["milestones"]
    assert [milestone["overdue"] for milestone in milestones] == [is_overdue] * 2
    for path in ("progress/you-said/index.html", "groups/tea-circle/index.html"):
        assert ("overdue" in re.sub(r"<[^>]*>", " ", files[path]).lower()) is is_overdue, path
    widget = re.sub(r"<[^>]*>", " ", files["embed/light/progress/index.html"])
    assert ("Overdue: 1." in widget) is is_overdue
    assert ("Overdue" in widget) is is_overdue
    assert ("No listed milestones are planned" in widget) is (
        status in ("done", "stopped") or (not is_overdue and status == "unknown")
    )
