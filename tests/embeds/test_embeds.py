"""Widgets in frames on other people's pages, at permanent addresses and heights."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub import load
from affinity_hub.core.textfit import HEIGHTS, TEXT, clamp, lines
from affinity_hub.embeds.pages import embeds, style
from affinity_hub.hub import embed_contract
from affinity_hub.rendering.security_policy import widget_meta
from affinity_hub.views import embed_sizes
from affinity_hub.views.site import Site
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from tests.examples import examples

if TYPE_CHECKING:
    import datetime as dt

    from playwright.sync_api import Page

    from tests.conftest import Run
    from tests.contexts import Contexts

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "sample-district"
KINDS = (
    "gathering",
    "networking",
    "mentoring",
    "training",
    "convening",
    "orientation",
    "observance",
    "talk",
    "volunteering",
)
WIDTHS = (250, 319, 320, 480, 768, 1200)

Pages = dict[str, str]

# --- A district that is hard to lay out ------------------------------------------------------------------------------

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrikantenverbandsvorsitzendenstellvertreterin"
WORDS = (
    "A very long name that goes on and on because nobody on the committee could agree on a shorter one, WWW and MMM too"
)
NAMES = {
    "one-word": WORD,
    "many-words": WORDS,
    "all-the-room-there-is": f"{WORDS} {WORDS} {WORDS}",
    "arabic": "شبكة الموظفين الناطقين بالعربية للدعم والتواصل المهني والاجتماعي في المنطقة التعليمية " * 2,
    "vietnamese": "Nhóm Nhân viên Gốc Việt: Những người Đồng nghiệp Hỗ trợ Lẫn nhau Trong Khu Học chánh Rộng lớn",
    "emoji": "👩🏽‍🏫🌈✊🏿🎉👨‍👩‍👧‍👦🪘🧑🏾‍🤝‍🧑🏻" * 3,
    "chinese": "华裔员工互助联谊会" * 12,
    "no-events": "A group without events",
}


def hostile() -> dict[str, Any]:
    """The longest values that the model accepts."""
    text = f"{WORDS}. {WORD}. " * 3
    groups = [
        {
            "id": key,
            "name": name[:300].strip(),
            "kind": "affinity",
            "summary": f"{WORD} {WORDS}"[:160],
            "open_to": text[:600].strip(),
            "join": {"contact": f"{'a-very-long-role-mailbox-of-a-group' * 2}@staff.cedarhollow.example"},
            "facilitators": ["long-role", "open-role"],
        }
        for key, name in NAMES.items()
    ]
    event = {"kind": "training", "starts": "2026-11-23 16:00", "ends": "2026-11-24 17:30", "repeats": "every 3 days"}
    events = [
        event
        | {"id": f"of-{key}", "title": name[:300].strip(), "groups": [key, "many-words"], "times": "12"}
        | {"register": {"by": "2026-11-25"}, "status": "tentative", "reason": WORDS[:60].strip()}
        | ({"place": {"name": WORD[:60], "address": WORDS[:60].strip()}} if key != "arabic" else {})
        for key, name in NAMES.items()
        if key != "no-events"
    ]
    milestone = {"strand": "assessment", "status": "planned", "owner": WORDS[:60].strip()}
    hub = {
        "name": WORDS[:120].strip(),
        "organization": {"name": WORD[:120]},
        "url": "https://a-very-long-host-name-of-a-district-that-has-many.words.in.it.example/affinity/",
        "nondiscrimination": {"statement": text[:600].strip()},
        "email_domains": ["staff.cedarhollow.example"],
        "example": "yes",
    }
    return {
        "hub": hub,
        "groups": {"groups": groups},
        "events": {"events": events},
        "partners": {"partners": []},
        "facilitators": {
            "facilitators": [
                {"id": "long-role", "role": WORD[:120], "contact": "a@staff.cedarhollow.example", "summary": WORDS},
                {"id": "open-role", "role": WORDS, "vacancy": {"about": text[:600].strip(), "closes": "2026-12-01"}},
            ]
        },
        "progress": {
            "milestones": [milestone | {"id": f"m{n}", "title": name} for n, name in enumerate([WORD, WORDS] * 4)],
            "updates": [{"id": "u", "title": WORDS[:120].strip(), "school_year": "2026-27", "season": "fall"}],
        },
    }


@pytest.fixture(scope="session")
def hostile_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in hostile().items():
        (folder / f"{name}.yml").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return folder


def site_of(folder: Path, now: dt.datetime) -> Site:
    return Site(load(folder, now)[0], now)


@cache
def shared(folder: Path, now: dt.datetime) -> Pages:
    """The embeds of a folder that no test changes, made only once."""
    return pages_of(folder, now)


def pages_of(folder: Path, now: dt.datetime) -> Pages:
    """Every embed of a folder by its address under embed/."""
    made = embeds(site_of(folder, now))
    return {
        output.path.removeprefix("embed/").removesuffix("index.html"): output.content.decode()
        for output in made
        if "auto" not in output.path
    }


def light(pages: Pages) -> Iterator[tuple[str, str]]:
    """The embeds of one color scheme. The other scheme differs only in its style."""
    return ((address, html) for address, html in pages.items() if address.startswith("light/"))


@pytest.fixture(params=["real", "demo", "hostile"])
def folder(request: pytest.FixtureRequest, hostile_district: Path) -> Path:
    return {"real": ROOT, "demo": DEMO, "hostile": hostile_district}[str(request.param)]


def parsed(html: str) -> JustHTML:
    return JustHTML(html, sanitize=False, strict=True, scripting_enabled=False)


def attributes(page: JustHTML, selector: str, name: str) -> list[str]:
    return [str((element.attrs or {}).get(name) or "") for element in page.query(selector)]


def text(page: JustHTML, selector: str = "main") -> str:
    return " ".join(" ".join(str(element.to_text()) for element in page.query(selector)).split())


# --- Each widget -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_widget_is_a_whole_page_that_needs_no_other_file(folder: Path, now: dt.datetime) -> None:
    site = site_of(folder, now)
    statement = site.settings.nondiscrimination.statement
    for address, html in light(shared(folder, now)):
        page = parsed(html)
        assert not re.search(
            r'<script|<img|<form|<base|style=|@import|url\(|http-equiv=(?!"Content-Security-Policy")', html
        ), address
        assert attributes(page, "link", "rel") == ["icon", "canonical"], address
        assert attributes(page, "link", "href")[0] == "data:,", address
        assert attributes(page, 'meta[name="robots"]', "content") == ["noindex"], address
        assert set(attributes(page, "a", "target")) == {"_blank"}, address
        assert set(attributes(page, "a", "rel")) == {"noopener"}, address
        assert len(page.query("h1")) == 1, address
        assert "As of November 23, 2026" in text(page), address
        assert text(page).count("Pacific Time") == 1 or not re.search(r"\d [AP]M", text(page)), address
        canonical = attributes(page, 'link[rel="canonical"]', "href")[0]
        assert canonical.removeprefix("https://") in text(page, "footer"), address
        assert not statement or " ".join(statement.split()) in text(page, "footer"), address
        assert len(gzip.compress(html.encode())) < 14_000, address


def test_the_full_page_of_each_widget_and_every_link_in_it_exists(demo_site: Path, now: dt.datetime) -> None:
    home = "https://hub.cedarhollow.example/"
    missing = set()
    for address, html in light(shared(DEMO, now)):
        page = parsed(html)
        links = [link for link in attributes(page, "a", "href") if not re.match(r"https:|mailto:", link)]
        targets = [(demo_site / "embed" / address / link.partition("#")[0]).resolve() for link in links]
        targets.append(demo_site / attributes(page, 'link[rel="canonical"]', "href")[0].removeprefix(home))
        missing |= {str(target) for target in targets if not (target / "index.html").is_file()}
    assert missing == set()


def test_every_widget_is_at_its_address_in_both_schemes(now: dt.datetime) -> None:
    hub = load(DEMO, now)[0]
    ids = [name for group in hub.groups if not group.draft for name in (group.id, *group.was)]
    expected = {"next/", "month/", "groups/", "facilitators/", "trainings/", "progress/"}
    expected |= {f"next/{count}/" for count in (3, 5, 10)}
    expected |= {f"next/kinds/{kind}/{count}/" for kind in KINDS for count in (3, 5, 10)}
    expected |= {f"groups/{name}/" for name in ids}
    expected |= {f"next/groups/{name}/{count}/" for name in ids for count in (3, 5, 10)}
    assert set(shared(DEMO, now)) == {f"{scheme}/{path}" for scheme in ("light", "dark") for path in expected}


def test_the_schemes_differ_only_in_one_known_style(folder: Path, now: dt.datetime) -> None:
    pages = shared(folder, now)
    styles = {scheme: f"<style>{style(scheme)}</style>" for scheme in ("light", "dark")}
    policies = {scheme: widget_meta(style(scheme)) for scheme in ("light", "dark")}
    for address, html in pages.items():
        if address.startswith("light/"):
            dark = html.replace(styles["light"], styles["dark"]).replace('content="light"', 'content="dark"')
            dark = dark.replace(policies["light"], policies["dark"])
            assert styles["light"] in html
            assert policies["light"] in html
            assert pages[address.replace("light/", "dark/", 1)] == dark


def test_entries_that_do_not_fit_are_counted(hostile_district: Path, now: dt.datetime) -> None:
    pages, total = shared(hostile_district, now), 12 * (len(NAMES) - 1)
    for count in (3, 5, 10):
        page = parsed(pages[f"light/next/{count}/"])
        shown = len(page.query("li"))
        rest = f"and {total - shown} more" if shown else f"{total} entries are on the full page"
        assert shown <= count
        assert rest in text(page)
    page = parsed(pages["light/progress/"])
    assert f"and {8 - len(page.query('li'))} more" in text(page)


def test_a_usual_district_gets_every_requested_date(now: dt.datetime) -> None:
    pages = shared(DEMO, now)
    assert {count: len(parsed(pages[f"light/next/{count}/"]).query("li")) for count in (3, 5)} == {3: 3, 5: 5}
    pages = shared(ROOT, now)
    shown = {count: len(parsed(pages[f"light/next/{count}/"]).query("li")) for count in (3, 5, 10)}
    assert shown == {count: min(count, shown[10]) for count in (3, 5, 10)}, (
        "a widget shows fewer dates only if the data has no more"
    )


@pytest.mark.parametrize(
    "address, said",
    [
        (
            "next/groups/no-events/5/",
            "The dates of this group have not been shared with this site. New dates appear here automatically.",
        ),
        ("next/kinds/convening/3/", "No upcoming dates are announced right now."),
        ("groups/no-events/", "Open to: A very long name"),
    ],
)
def test_an_empty_list_says_that_it_is_empty(address: str, said: str, hostile_district: Path, now: dt.datetime) -> None:
    assert said in text(parsed(shared(hostile_district, now)[f"light/{address}"]))


@pytest.mark.parametrize(
    "events, address, said",
    [
        ("changes: [{date: 2026-12-03, cancelled: yes, reason: Snow}]", "next/3/", "Cancelled: Snow"),
        ("changes: [{date: 2026-12-03, starts: 2026-12-04 15:00, ends: '16:00'}]", "month/", "Moved from"),
        ("status: tentative", "trainings/", "Not yet certain"),
        ("register: {by: 2026-11-20}", "trainings/", "Sign-up has closed"),
        ("open_to: Those who lead.", "trainings/", "Open to: Those who lead."),
        ("place: shared after you write to us", "next/kinds/training/3/", "Place shared after you write to us"),
    ],
)
def test_unusual_facts_are_described_in_words(
    events: str, address: str, said: str, district: Callable[..., Path], now: dt.datetime
) -> None:
    event = (
        "events:\n  - id: course\n    title: A course\n    kind: training\n    groups: [tea-circle]\n"
        f"    starts: 2026-12-03 15:00\n    ends: '16:00'\n    repeats: every week\n    times: 3\n    {events}\n"
    )
    assert said in text(parsed(pages_of(district(events=event), now)[f"light/{address}"]))


def test_the_month_is_a_month_with_dates_left(now: dt.datetime) -> None:
    assert text(parsed(shared(DEMO, now)["light/month/"]), "h1") == "November 2026"
    assert text(parsed(shared(DEMO, now.replace(day=30, hour=23))["light/month/"]), "h1") in (
        "November 2026",
        "December 2026",
    )


def test_a_name_and_a_hidden_group_are_in_no_widget(now: dt.datetime) -> None:
    hub = load(DEMO, now)[0]
    pages = shared(DEMO, now)
    names = [person.name for person in hub.facilitators if person.name]
    hidden = [group for group in hub.groups if group.hidden]
    assert any(person.shown_name(now.date()) for person in hub.facilitators), (
        "the district has names that the site may show"
    )
    assert hidden
    everything = "".join(pages.values())
    assert [name for name in names if name in everything] == []
    for group in hidden:
        shown = {address for address, html in pages.items() if group.name in html}
        assert shown
        assert {address for address in shown if group.id not in address} == set()


# --- Space -----------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=300), st.integers(1, 4), st.integers(0, 20))
def test_a_shortened_text_is_a_beginning_that_fits(value: str, most: int, before: int) -> None:
    words = " ".join(value.split())
    cut = clamp(words, TEXT.em, 290, most, before)
    assert cut == words or words.startswith(cut.removesuffix("…"))
    assert cut == words or lines("n" * before + cut, TEXT.em, 290) <= most


@settings(max_examples=examples(200), deadline=None)
@given(st.text("nmoW中é", min_size=1, max_size=400), st.integers(40, 600))
def test_a_word_that_is_longer_than_a_line_is_broken(word: str, width: int) -> None:
    # A box for the text has at least as many lines as the letters fill. The narrowest letter is 0.6 em wide.
    least = -(-len(word) * 0.6 * TEXT.em // width)
    assert lines(word, TEXT.em, width) >= least


@pytest.mark.parametrize("letters,count", [(30, 1), (31, 2), (57, 2), (58, 3), (100, 4), (200, 7)])
def test_a_broken_word_takes_the_counted_number_of_lines(letters: int, count: int) -> None:
    # 290 px are enough for 30 small letters of 9.6 px. A broken line may lose almost the width of a letter at its end.
    assert lines("n" * letters, TEXT.em, 290) == count


# --- The contract ----------------------------------------------------------------------------------------------------


def test_the_site_at_the_root_keeps_its_contract(now: dt.datetime, run: Callable[..., Run]) -> None:
    done = run("embeds", ROOT)
    assert (done.status, done.err) == (0, ""), "see CONTRIBUTING.md: make embeds"
    written = json.loads((ROOT / embed_contract.NAME).read_text("utf-8"))
    answered = {f"embed/{address}" for address in shared(ROOT, now)}
    assert set(written["addresses"]) <= answered
    assert written["heights"] == (HEIGHTS if written["addresses"] else {})


@pytest.fixture
def hub(district: Callable[..., Path], run: Callable[..., Run]) -> Path:
    """A small district whose widgets are in use."""
    folder = district(groups=GROUPS)
    assert run("embeds", folder, "--contract").status == 0
    return folder


GROUPS = """groups:
  - {id: tea-circle, name: Tea Circle, kind: affinity, summary: Tea., open_to: All staff.}
  - {id: walkers, name: Walkers, kind: networking, summary: Walks., open_to: All staff.}
"""
WALKERS = GROUPS.splitlines()[2] + "\n"
OF_WALKERS = ["groups/walkers/", *(f"next/groups/walkers/{count}/" for count in (10, 3, 5))]


def test_a_first_contract_has_every_address(hub: Path, run: Callable[..., Run]) -> None:
    written = json.loads((hub / embed_contract.NAME).read_text("utf-8"))
    assert written["addresses"]["embed/dark/groups/walkers/"] == "small"
    assert len(written["addresses"]) == 2 * len(run("embeds", hub).out.splitlines())
    assert [entry["reason"] for entry in written["history"]] == ["The first widgets."]


def test_a_group_that_disappears_needs_a_reason_and_its_frames_say_so(
    hub: Path, now: dt.datetime, run: Callable[..., Run]
) -> None:
    (hub / "groups.yml").write_text(GROUPS.replace(WALKERS, ""), "utf-8")
    assert 'The group "walkers" is gone' in run("check", hub).out
    assert run("embeds", hub).status == 1
    assert run("embeds", hub, "--contract").status == 1
    for path in OF_WALKERS:
        said = text(parsed(pages_of(hub, now)[f"dark/{path}"]))
        assert said.startswith("This group is no longer here")
        assert "Current groups" in said
        assert "Walkers" not in said
    assert run("embeds", hub, "--contract", "--reason", "They walk elsewhere.").status == 0
    assert run("embeds", hub).status == 0
    assert "W701" not in run("check", hub).out
    written = json.loads((hub / embed_contract.NAME).read_text("utf-8"))
    assert {written["addresses"][f"embed/light/{path}"] for path in OF_WALKERS} == {"ended"}
    assert written["history"][1]["reason"] == "They walk elsewhere."
    assert "light/groups/walkers/" in pages_of(hub, now), "forever"


def test_a_renamed_group_is_shown_at_its_earlier_addresses(
    hub: Path, now: dt.datetime, run: Callable[..., Run]
) -> None:
    (hub / "groups.yml").write_text(GROUPS.replace("id: walkers", "id: ramblers, was: [walkers]"), "utf-8")
    assert run("embeds", hub).status == 0
    pages = pages_of(hub, now)
    for path in OF_WALKERS:
        assert pages[f"light/{path}"] == pages[f"light/{path.replace('walkers', 'ramblers')}"]
        assert "groups/ramblers/" in pages[f"light/{path}"]


def test_a_closed_group_says_so_in_frames_of_the_same_height(
    hub: Path, now: dt.datetime, run: Callable[..., Run]
) -> None:
    (hub / "groups.yml").write_text(GROUPS.replace("name: Walkers", "name: Walkers, status: closed"), "utf-8")
    assert run("embeds", hub).status == 0
    for path in OF_WALKERS:
        said = text(parsed(pages_of(hub, now)[f"light/{path}"]))
        assert said.startswith("Walkers")
        assert "This group has ended." in said
    assert "groups/walkers/" not in pages_of(hub, now)["light/groups/"]


def test_a_published_height_stays_when_lists_grow(hub: Path, now: dt.datetime, run: Callable[..., Run]) -> None:
    more = "".join(WALKERS.replace("walkers", f"walkers-{n}") for n in range(9))
    (hub / "groups.yml").write_text(GROUPS + more, "utf-8")
    listed = run("embeds", hub)
    assert listed.status == 0
    assert "embed/light/groups/  small, 740 px\n" in listed.out
    assert "embed/light/groups/walkers-1/  small, 740 px  (not yet in embed-contract.json)\n" in listed.out
    assert re.search(r"and [1-9] more", text(parsed(pages_of(hub, now)["light/groups/"])))
    assert run("embeds", hub, "--contract", "--refit").status == 1, "a different height needs a reason"
    assert run("embeds", hub, "--contract", "--refit", "--reason", "We grew.").status == 0
    assert json.loads((hub / embed_contract.NAME).read_text("utf-8"))["addresses"]["embed/light/groups/"] == "large"


def test_words_in_every_widget_that_change_a_height_need_a_reason(hub: Path, run: Callable[..., Run]) -> None:
    lines = (hub / "hub.yml").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("nondiscrimination")]
    (hub / "hub.yml").write_text("\n".join([*kept, f'nondiscrimination: {{statement: "{WORDS * 5}"}}\n']), "utf-8")
    done = run("embeds", hub)
    assert done.status == 1
    assert "[W702]" in done.err
    assert "[W702]" in run("check", hub).out


@pytest.mark.parametrize(
    "old, new",
    [
        ('  "embed/light/month/": "medium",\n', ""),
        ('"embed/light/month/": "medium"', '"embed/light/month/": "tall"'),
        ('"small": 740,\n  "medium"', '"small": 700,\n  "medium"'),
        ('"groups/walkers/",\n', ""),
        ('"groups/walkers/"', '"../../walkers/"'),
        ('"reason": "The first widgets."', '"reason": ""'),
        ('"history"', '"story"'),
        (
            "{",
            "",
        ),
    ],
)
def test_a_contract_that_its_history_does_not_explain_is_refused(
    old: str, new: str, hub: Path, run: Callable[..., Run]
) -> None:
    path = hub / embed_contract.NAME
    before = path.read_text("utf-8")
    path.write_text(before.replace(old, new, 1), "utf-8")
    assert path.read_text("utf-8") != before
    done = run("check", hub)
    assert done.status == 1
    assert "embed-contract.json:1:1: error:" in done.out


# --- In a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(contexts: Contexts) -> Page:
    return contexts.page((1280, 900), reduced_motion="reduce")


@pytest.mark.browser
@pytest.mark.any_font
def test_nothing_scrolls_in_the_published_height(hostile_district: Path, now: dt.datetime, page: Page) -> None:
    assert too_high(hostile_district, now, page) == {}


@pytest.mark.browser
@pytest.mark.any_font
@pytest.mark.long
@pytest.mark.parametrize("folder", [ROOT, DEMO], ids=["real", "demo"])
def test_nothing_scrolls_in_an_ordinary_district(folder: Path, now: dt.datetime, page: Page) -> None:
    assert too_high(folder, now, page) == {}


# The height and the width of a widget in frames of all widths, and whether its entries were shortened.
MEASURE = """async ([html, widths]) => {
    const frame = Object.assign(document.createElement('iframe'), { height: 100, srcdoc: html });
    frame.style.border = 0;
    await new Promise(loaded => { frame.onload = loaded; document.body.replaceChildren(frame); });
    const inside = frame.contentDocument, root = inside.documentElement;
    const sizes = widths.map(width => {
        frame.style.width = width + 'px';
        return [width, root.clientWidth, root.scrollHeight, root.scrollWidth];
    });
    return [sizes, inside.querySelector('.rest') !== null, inside.querySelectorAll('li').length];
}"""


def too_high(folder: Path, now: dt.datetime, page: Page) -> dict[tuple[str, int], object]:
    """The widgets of a district that are higher or wider than their frames, or that do not use the height, by address
    and width."""
    pages, sizes = shared(folder, now), embed_sizes.listing(site_of(folder, now))
    wrong: dict[tuple[str, int], object] = {}
    for path, size in sizes.items():
        found, is_shortened, entries = page.evaluate(MEASURE, [pages[f"light/{path}"], WIDTHS])
        heights = {width: high for width, _, high, _ in found}
        for width, room, high, wide in found:
            if room != width or high > HEIGHTS[size] or wide > width:
                wrong[path, width] = (room, high, wide)
        # Shortened entries show that the height was used.
        if is_shortened and heights[320] < (0.5 if entries < 3 else 0.4) * HEIGHTS[size]:
            wrong[path, 0] = (heights[320], HEIGHTS[size])
    return wrong


@pytest.mark.browser
def test_a_widget_that_is_too_high_would_be_noticed(page: Page, now: dt.datetime) -> None:
    html = shared(DEMO, now)["light/next/5/"].replace("</ul>", "<li><h2>One more</h2></ul>" * 3)
    ((_, _, high, _),), *_ = page.evaluate(MEASURE, [html, [320]])
    assert high > HEIGHTS["medium"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("widget", ["next/5/", "groups/", "groups/educators-of-color-network/", "progress/"])
def test_an_embed_can_be_read_in_the_strictest_frame(
    widget: str, scheme: str, demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    address, asked = f"{serve(demo_site)}embed/{scheme}/{widget}", []
    page.goto(serve(demo_site) + "404.html")
    page.on("request", lambda request: asked.append(request.url) if request.frame.parent_frame else None)
    page.set_content(f'<iframe sandbox="" src="{address}" title="x" style="width: 320px; height: 600px"></iframe>')
    frame = page.frames[1]
    assert frame.locator("h1").is_visible()
    assert frame.locator("li").count() > 0
    assert "fictional" in frame.locator("main").inner_text()
    assert asked == [address], "the browser fetches only the page itself"


SNIPPET = re.compile(
    r'<iframe src="https://hub\.cedarhollow\.example/embed/((?:light|dark)/[^"]+)" title="[^"<]+" height="(\d+)" '
    r'loading="lazy" style="width:100%;border:0"></iframe>'
)


@pytest.mark.browser
def test_without_scripts_every_snippet_is_listed(
    demo_site: Path, contexts: Contexts, serve: Callable[[Path], str], now: dt.datetime
) -> None:
    page = contexts.page((1280, 900), java_script_enabled=False)
    page.goto(serve(demo_site) + "embed/")
    assert page.locator("article :is(form, textarea, button):visible").count() == 0
    site = site_of(DEMO, now)
    sizes, expected = embed_sizes.listing(site), set()
    for section in embed_sizes.snippets(site):
        for snippet in section.snippets:
            expected |= {f"{scheme}/{snippet.path}" for scheme in ("light", "dark")}
    listed = [SNIPPET.fullmatch(text) for text in page.locator("code[data-embed]").all_text_contents()]
    assert {found[1] for found in listed if found} == expected
    assert len(listed) == len(expected)
    assert all(found and int(found[2]) == HEIGHTS[sizes[found[1].partition("/")[2]]] for found in listed)
    page.locator("summary", has_text="Educators of Color Network").click()
    assert page.locator("code[data-embed='dark/groups/educators-of-color-network/']").is_visible()


@pytest.mark.browser
def test_an_editor_picks_with_the_keyboard_and_sees_what_is_copied(
    demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(serve(demo_site) + "embed/")
    assert page.get_by_label("Group", exact=True).is_hidden()
    page.get_by_label("What it shows").focus()
    page.keyboard.type("One group's")
    page.keyboard.press("Tab")
    page.keyboard.type("Ra")
    page.keyboard.press("Tab")
    page.keyboard.type("Da")
    page.keyboard.press("Tab")
    page.keyboard.type("768")
    page.keyboard.press("Tab")
    page.get_by_role("status").filter(has_text="in a column 768 px wide").wait_for()
    found = SNIPPET.fullmatch(page.get_by_label("Snippet to paste").input_value())
    assert found
    assert found[1] == "dark/groups/raices/"
    assert int(found[2]) <= HEIGHTS["medium"]
    assert page.get_by_label("Or only the address").input_value().endswith("/embed/dark/groups/raices/")
    link = page.get_by_label("a plain link").input_value()
    assert re.fullmatch(
        r'<a href="https://hub.cedarhollow.example/groups/raices/">All about [^<]+/groups/raices/</a>', link
    )
    frame = page.locator(".hub-picker iframe")
    assert frame.evaluate("frame => [frame.offsetWidth, frame.offsetHeight]") == [768, int(found[2])]
    assert page.frame_locator(".hub-picker iframe").locator("h1").inner_text().startswith("Raíces")
    assert f"{found[2]} px high" in page.get_by_role("status").filter(has_text="px high").inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the snippet").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == found[0]


@pytest.mark.browser
@pytest.mark.parametrize("what", ["next/{count}/", "groups/", "progress/"])
def test_the_picker_returns_the_height_for_the_chosen_width(
    what: str, demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(serve(demo_site) + "embed/")
    page.get_by_label("What it shows").select_option(what)
    frame = page.frame_locator(".hub-picker iframe").locator("html")
    for width in (*WIDTHS, 600, 1000):
        page.get_by_label("Width of your column in px").fill(str(width))
        page.keyboard.press("Tab")
        page.get_by_role("status").filter(has_text=f"in a column {width} px wide").wait_for()
        found = SNIPPET.fullmatch(page.get_by_label("Snippet to paste").input_value())
        assert found
        needed = frame.evaluate("html => { html.querySelector('main').style.minHeight = 0; return html.offsetHeight; }")
        assert 0 <= int(found[2]) - needed <= 80, width


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_preview_shows_the_whole_frame(
    width: int, demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(serve(demo_site) + "embed/")
    stage = page.locator(".hub-picker__stage")
    for count in ("3", "10"):
        page.get_by_label("Maximum number of entries").select_option(count)
        page.frame_locator(".hub-picker iframe").locator("h1").wait_for()
        cut = stage.evaluate("one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]")
        assert cut == [0, 0]
    for field in page.locator(".hub-picker select:visible").all():
        assert field.evaluate(
            """select => {
                const context = document.createElement('canvas').getContext('2d'), style = getComputedStyle(select);
                context.font = style.font;
                const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
                return [...select.options].every(one => context.measureText(one.text).width <= room);
            }"""
        ), "a choice is cut off"


@pytest.mark.browser
def test_a_widget_has_one_font(demo_site: Path, page: Page, serve: Callable[[Path], str]) -> None:
    page.goto(serve(demo_site) + "embed/light/next/5/")
    fonts = page.locator("body, h1, h2, p").evaluate_all("all => all.map(one => getComputedStyle(one).fontFamily)")
    assert len(set(fonts)) == 1


@pytest.mark.browser
def test_every_choice_has_a_snippet(demo_site: Path, page: Page, serve: Callable[[Path], str]) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(serve(demo_site) + "embed/")
    for name in ("what", "group", "kind", "count", "scheme"):
        values = page.locator(f"select[name={name}] option").evaluate_all("all => all.map(one => one.value)")
        for value in values if name in ("what", "group", "kind") else values[:1]:
            page.evaluate(
                "([name, value]) => { const field = document.querySelector(`select[name=${name}]`);"
                " field.value = value;"
                " field.dispatchEvent(new Event('change', {bubbles: true})); }",
                [name, value],
            )
            assert SNIPPET.fullmatch(page.get_by_label("Snippet to paste").input_value())
    assert errors == []


@pytest.mark.browser
def test_a_choice_made_while_the_widget_loads_is_measured_when_it_has_loaded(
    demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(serve(demo_site) + "embed/")
    snippet = page.get_by_label("Snippet to paste")
    before = snippet.input_value()
    page.evaluate(  # the document has no element yet, as when the network is slow
        "() => { document.querySelector('.hub-picker iframe').contentDocument.open();"
        " document.querySelector('.hub-picker').dispatchEvent(new Event('change')); }"
    )
    assert errors == []
    assert SNIPPET.fullmatch(snippet.input_value())
    page.evaluate(
        "() => { const loading = document.querySelector('.hub-picker iframe').contentDocument;"
        " loading.write('One line'); loading.close(); }"
    )
    page.wait_for_function("(before) => document.querySelector('[name=snippet]').value !== before", arg=before)
    height = re.search('height="([0-9]+)"', snippet.input_value())
    assert height
    assert int(height[1]) < 100


@pytest.mark.browser
def test_a_frame_can_fit_its_height_by_itself(demo_site: Path, page: Page, serve: Callable[[Path], str]) -> None:
    home = serve(demo_site)
    page.goto(home + "api/hub.schema.json")  # pages have their own policy
    page.set_content(
        f'<iframe src="{home}embed/auto/?light/next/5/" height="300" style="width:100%;border:0"></iframe>'
        f'<iframe id="other" src="{home}embed/light/next/5/" height="300" style="border:0"></iframe>'
        f'<script src="{home}assets/embed-parent.js" async></script>'
    )
    heights = {}
    for width in (1000, 400):
        page.set_viewport_size({"width": width, "height": 900})
        fits = (
            "() => { const frame = document.querySelector('iframe');"
            " const inner = frame.contentDocument?.querySelector('iframe');"
            " const page = inner?.contentDocument?.querySelector('main');"
            " return page && frame.offsetWidth === inner.offsetWidth && frame.offsetHeight === page.offsetHeight; }"
        )
        page.wait_for_function(fits)
        heights[width] = page.locator("iframe").first.evaluate("frame => frame.offsetHeight")
    assert heights[1000] < heights[400] <= HEIGHTS["medium"]
    assert page.locator("#other").evaluate("frame => frame.offsetHeight") == 300


@pytest.mark.browser
@pytest.mark.parametrize("wanted", ["", "?light/../../", "?https://example.org/", "?dark", "?light//"])
def test_a_self_fitting_frame_shows_nothing_but_embeds(
    wanted: str, demo_site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(f"{serve(demo_site)}embed/auto/{wanted}")
    assert page.locator("iframe").count() == 0
    assert page.get_by_role("link").is_visible()


def test_the_scripts_for_self_fitting_frames_are_small() -> None:
    assets = ROOT / "overrides" / "assets"
    assert {name: (assets / name).stat().st_size < 1000 for name in ("embed-auto.js", "embed-parent.js")} == {
        "embed-auto.js": True,
        "embed-parent.js": True,
    }
