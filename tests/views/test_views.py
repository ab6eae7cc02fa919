"""Private fields, drafts, hidden records, and consents in all published files."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from affinity_hub import load, outputs
from affinity_hub.views.site import Site

from tests.made import lazy_bytes

FULL = Path(__file__).parents[1] / "sites" / "full"
MINIMAL = FULL.parent / "minimal"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
CANARY = "Zwitscherlein"

# A canary in every private field of every kind of record.
SECRETS = {
    "facilitators": f"""\
facilitators:
  - {{id: none-recorded, role: First host, name: {CANARY} One}}
  - {{id: said-no, role: Second host, name: {CANARY} Two, consent: {{name: none, given_on: 2026-09-01}}}}
  - id: ran-out
    role: Third host
    name: {CANARY} Three
    consent: {{name: public, given_on: 2025-09-01, expires_on: 2026-06-30}}
  - {{id: a-year-ago, role: Fourth host, name: {CANARY} Four, consent: {{name: public, given_on: 2025-11-22}}}}
  - id: draft-host
    role: {CANARY} role
    name: {CANARY} Five
    summary: {CANARY} summary
    contact: {CANARY}@small.example
    consent: {{name: public, given_on: 2026-09-01}}
    draft: yes
""",
    "groups": f"""\
groups:
  - id: tea-circle
    name: Tea Circle
    kind: networking
    summary: Tea and talk after school.
    open_to: All staff.
    facilitators: [none-recorded, said-no, ran-out, a-year-ago, draft-host]
    partners: [draft-partner]
  - id: draft-{CANARY.lower()}
    was: [was-{CANARY.lower()}]
    name: {CANARY} Group
    short_name: {CANARY}
    aliases: [{CANARY} alias]
    kind: affinity
    summary: {CANARY} summary
    purpose: {CANARY} purpose
    subjects: [{CANARY}]
    open_to: {CANARY} people
    join: {{contact: {CANARY}@small.example, steps: {CANARY}}}
    inquiry: {{leadership: {CANARY}}}
    milestones: [{{title: {CANARY} milestone}}]
    facilitators: [none-recorded]
    draft: yes
""",
    "events": f"""\
events:
  - id: tea-afternoon
    title: Tea afternoon
    kind: gathering
    groups: [tea-circle, draft-{CANARY.lower()}]
    partners: [draft-partner]
    facilitators: [none-recorded, said-no, ran-out, a-year-ago, draft-host]
    starts: 2026-12-03 16:00
    ends: 17:30
    place: shared after you write to us
  - id: draft-event-{CANARY.lower()}
    title: {CANARY} event
    kind: gathering
    groups: [tea-circle]
    starts: 2026-12-04 16:00
    ends: 17:30
    place: {{name: {CANARY} room, address: {CANARY} street}}
    details: {CANARY}
    draft: yes
  - id: event-of-drafts
    title: {CANARY} event of a draft
    kind: gathering
    groups: [draft-{CANARY.lower()}]
    starts: 2026-12-04 16:00
    ends: 17:30
""",
    "partners": f"""\
partners:
  - id: draft-partner
    name: {CANARY} Partner
    kind: other
    summary: {CANARY}
    url: https://{CANARY.lower()}.example/
    draft: yes
""",
    "progress": f"""\
milestones: [{{id: m, title: {CANARY}, draft: yes}}]
findings: [{{id: f, need: {CANARY}, draft: yes}}]
stakeholders: [{{id: s, name: {CANARY}, draft: yes}}, {{id: s2, name: Someone, about: draft-partner}}]
inquiry: [{{id: i, step: research, question: {CANARY}, draft: yes}}]
resources: [{{id: r, title: {CANARY}, draft: yes}}]
measures: [{{id: e, title: {CANARY}, hidden: yes}}]
updates: [{{id: u, title: {CANARY}, school_year: 2026-27, season: fall, body: {CANARY}, draft: yes}}]
start_a_group: [{{id: t, title: {CANARY}, draft: yes}}]
reading: [{{id: b, title: {CANARY}, draft: yes}}]
""",
}

District = Callable[..., Path]
Made = Mapping[str, bytes]


def made(folder: Path, now: dt.datetime = NOW) -> Made:
    return lazy_bytes(outputs(load(folder, now)[0], now))


def holders(files: Made, text: str) -> list[str]:
    """The files that contain a text in their content or their name, regardless of case."""
    return [name for name, content in files.items() if text.lower().encode() in name.encode() + content.lower()]


def built(site: Path) -> Made:
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {name: gzip.decompress(content) if name.endswith(".gz") else content for name, content in files.items()}


def test_no_secret_is_in_any_output(district: District) -> None:
    assert holders(made(district(**SECRETS)), CANARY) == []


def test_the_canary_would_be_found(district: District) -> None:
    open_ones = {name: text.replace("draft: yes", "draft: no") for name, text in SECRETS.items()}
    consent = "consent: {name: none, given_on: 2026-09-01}"
    open_ones["facilitators"] = open_ones["facilitators"].replace(consent, consent.replace("none", "public"))
    found = holders(made(district(**open_ones)), CANARY)
    assert {"facilitators/index.html", "calendars/all.ics", "api/hub.json", "embed/light/groups/index.html"} <= set(
        found
    )


# --- Consent ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "consent, day, shown",
    [
        ("{name: public, given_on: 2026-11-23}", "2026-11-23", True),
        ("{name: public, given_on: 2025-11-23}", "2026-11-23", True),
        ("{name: public, given_on: 2025-11-22}", "2026-11-23", False),
        ("{name: public, given_on: 2026-09-01, expires_on: 2026-11-23}", "2026-11-23", True),
        ("{name: public, given_on: 2026-09-01, expires_on: 2026-11-22}", "2026-11-23", False),
        ("{name: public, given_on: 2024-02-29}", "2025-02-28", True),
        ("{name: public, given_on: 2024-02-29}", "2025-03-01", False),
        ("{name: none, given_on: 2026-09-01}", "2026-11-23", False),
    ],
)
def test_a_name_is_shown_on_the_days_of_its_consent_only(
    consent: str, day: str, shown: bool, district: District
) -> None:
    people = f"facilitators:\n  - {{id: host, role: Host, name: {CANARY}, consent: {consent}}}\n"
    now = dt.datetime.fromisoformat(f"{day}T12:00:00-08:00")
    found = holders(made(district(facilitators=people), now), CANARY)
    assert bool(found) is shown
    assert set(found) <= {"facilitators/index.html", "api/hub.json"}


@pytest.mark.parametrize("hour, shown", [("2026-06-30T23:59", True), ("2026-07-01T00:00", False)])
def test_the_last_day_of_a_consent_ends_at_midnight_of_the_site(hour: str, shown: bool, district: District) -> None:
    consent = "{name: public, given_on: 2026-01-01, expires_on: 2026-06-30}"
    people = f"facilitators:\n  - {{id: host, role: Host, name: {CANARY}, consent: {consent}}}\n"
    now = dt.datetime.fromisoformat(f"{hour}:00-07:00")
    assert bool(holders(made(district(facilitators=people), now), CANARY)) is shown


def test_without_a_consent_the_role_replaces_the_name(district: District) -> None:
    files = made(district(**SECRETS))
    assert b"First host" in files["facilitators/index.html"]
    assert b"First host" in files["groups/tea-circle/index.html"]
    assert b"First host" in files["events/tea-afternoon/index.html"]


# --- Hidden records --------------------------------------------------------------------------------------------------

HIDDEN = (
    "hidden-circle",
    "hidden-event",
    "hidden-circle-event",
    "hidden-partner",
    "hidden-host",
    "hidden-offer",
    "hidden-circle-offer",
)


@pytest.fixture(scope="module")
def full() -> Made:
    return made(FULL)


def own_files(files: Made) -> set[str]:
    """The files that are only about hidden records."""
    return {name for name in files if set(name.replace(".ics", "").replace(".discreet", "").split("/")) & set(HIDDEN)}


@pytest.mark.parametrize(
    "path",
    [
        "groups/hidden-circle/index.html",
        "events/hidden-event/index.html",
        "events/hidden-circle-event/index.html",
        "partners/hidden-partner/index.html",
        "calendars/groups/hidden-circle.ics",
        "calendars/groups/hidden-circle.discreet.ics",
        "calendars/events/hidden-event.ics",
    ],
)
def test_a_hidden_record_has_its_page_and_its_calendar(path: str, full: Made) -> None:
    assert path in full


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_record_is_named_only_on_pages_of_hidden_records(name: str, full: Made) -> None:
    assert set(holders(full, f"/{name}")) | set(holders(full, f"{name}@")) <= own_files(full)


@pytest.mark.parametrize(
    "words",
    ["Hidden Circle", "Hidden event", "Behind the curtain", "behind the curtain", "Hidden Partner", "Hidden host"],
)
def test_the_words_of_a_hidden_record_stay_on_pages_of_hidden_records(words: str, full: Made) -> None:
    assert set(holders(full, words)) <= own_files(full)


def test_a_hidden_group_shows_its_hidden_records(full: Made) -> None:
    page = full["groups/hidden-circle/index.html"]
    assert b"Circle behind the curtain" in page
    assert b"Hidden Partner" in page
    assert b"hidden-circle-event@" in full["calendars/groups/hidden-circle.ics"]


def test_a_hidden_page_asks_search_engines_to_stay_away(tmp_path: Path, build_site: Callable[..., Path]) -> None:
    files = built(build_site(FULL, tmp_path / "site"))
    for path in (
        "groups/hidden-circle",
        "events/hidden-event",
        "events/hidden-circle-event",
        "partners/hidden-partner",
    ):
        assert b'<meta name="robots" content="noindex">' in files[f"{path}/index.html"], path
        assert path.encode() not in files["sitemap.xml"]
        assert path.encode() not in files["search/search_index.json"]
    assert b'name="robots"' not in files["groups/tea-circle/index.html"]


@pytest.mark.parametrize("name", ["draft-circle", "draft-event", "draft-circle-event", "draft-host", "draft-partner"])
def test_a_draft_is_nowhere(name: str, full: Made) -> None:
    assert holders(full, name) == []


def test_the_words_of_a_draft_are_nowhere(full: Made) -> None:
    assert [holders(full, words) for words in ("Draft circle", "Draft event", "Event of a draft")] == [[], [], []]


# --- What a view says ------------------------------------------------------------------------------------------------


def test_the_real_data_shows_no_name_of_a_facilitator(real_site: Path) -> None:
    published = json.loads((real_site / "api" / "hub.json").read_text("utf-8"))
    assert [person["name"] for person in published["facilitators"] if person["name"]] == []


def test_text_of_a_record_is_text_and_markdown_is_safe(full: Made) -> None:
    page = re.sub(r"<svg.*?</svg>", "", full["groups/tea-circle/index.html"].decode())
    assert "<title>" not in page
    assert "alert(" not in page or "<script" not in page
    assert "Tea &amp; talk, &#34;every&#34; &lt;Thursday&gt;." in page
    assert "<strong>drink</strong>" in page
    assert "<h1>A heading" not in page


@pytest.mark.parametrize(
    "typed, unwanted",
    [
        ('<img src="https://evil.example/x.png">', "<img"),
        ("[x](javascript:alert(1))", 'href="javascript:'),
        ('<a href="data:text/html,x">x</a>', '<a href="data:'),
        ('<p style="position:fixed">x</p>', "<p style="),
        ('<iframe src="https://evil.example/"></iframe>', "<iframe"),
        ("<script>x()</script>", "<script"),
        ('<p id="purpose" onclick="x()">x</p>', "<p id="),
        ("# One\n\n## Two", "<h1>One"),
    ],
)
def test_markdown_adds_nothing_that_runs_or_fetches(typed: str, unwanted: str, district: District) -> None:
    text = "".join(f"      {line}\n" for line in ("purpose: |", *typed.splitlines()))
    group = "groups:\n    - id: tea\n      name: Tea\n      kind: affinity\n      summary: Tea.\n      open_to: All.\n"
    text = text.replace("\n      ", "\n        ")
    event = "events:\n  - {id: none-yet, title: None yet, kind: gathering, groups: [tea], starts: to be announced}\n"
    assert unwanted not in made(district(groups=group + text, events=event))["groups/tea/index.html"].decode()


def test_past_and_upcoming_depend_on_the_day_of_the_site(district: District) -> None:
    events = "events:\n  - {id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2026-11-22}\n"
    hub = load(district(events=events), NOW)[0]
    late_on_that_day = dt.datetime.fromisoformat("2026-11-22T23:59:00-08:00")
    just_after = dt.datetime.fromisoformat("2026-11-23T00:00:00-08:00")
    assert [event.next is None for now in (late_on_that_day, just_after) for event in Site(hub, now).events] == [
        False,
        True,
    ]


LATER = """\
events:
  - id: tea-evening
    title: Tea evening
    kind: gathering
    groups: [tea-circle]
    starts: 2026-09-10 16:00
    ends: 17:30
    repeats: monthly on the 2nd and 4th Thursday
    until: 2027-05-31
    no_school: skip
    skip: [{date: 2027-01-26, reason: a fair}]
    changes:
      - {date: 2026-10-22, cancelled: yes, reason: snow}
      - {date: 2026-12-10, and_later: yes, starts: 2026-12-08 16:30, reason: a new room}
      - {date: 2027-02-09, starts: 2027-02-10 16:30, reason: elections}
      - {date: 2027-03-23, and_later: yes, cancelled: yes, reason: no host}
"""
BREAK = "no_school: [{name: Winter break, starts: 2026-12-21, ends: 2027-01-01}]\n"
IN_WORDS = (
    "Monthly on the 2nd and 4th Thursday, 4:00–5:30 PM; "
    "from December 8, 2026, monthly on the 2nd and 4th Tuesday, 4:30–6:00 PM (a new room); "
    "cancelled starting March 23, 2027 (no host)"
)
EXCEPTIONS = (
    "not on December 22, 2026 (Winter break) and January 26, 2027 (a fair); "
    "moved from February 9, 2027 to Wednesday, February 10, 2027, 4:30–6:00 PM (elections)"
)


def test_the_page_the_command_and_the_feed_agree_about_a_series(district: District, run: Callable[..., Any]) -> None:
    folder = district(events=LATER, calendar=BREAK)
    files = made(folder, NOW)
    page = files["events/tea-evening/index.html"].decode()
    assert f"<dd>{IN_WORDS}</dd>" in page
    shown = run("show", "tea-evening", folder).out
    assert f"{IN_WORDS}; {EXCEPTIONS}" in shown
    assert re.findall(r"next: \w+, (\w+ \d+)", shown) == ["November 26", "December 8", "January 12"]
    feed = icalendar.Calendar.from_ical(files["calendars/events/tea-evening.ics"])
    found = recurring_ical_events.of(feed).between(NOW, dt.datetime(2027, 6, 1, tzinfo=dt.UTC))
    dates = {f"{event.start:%Y-%m-%dT%H:%M}": event["STATUS"] == "CANCELLED" for event in found}
    lines = re.findall(r'<(?:div class="hub-first"|li) data-over="[^"]*">(.*?)</(?:div|li)>', page, re.DOTALL)
    assert list(dates.values()).count(True) == 5
    # The page has only the first of the cancelled dates, and says in words when the series ends.
    unlisted = sorted(time for time, is_cancelled in dates.items() if is_cancelled)[1:]
    listed = {time: is_cancelled for time, is_cancelled in dates.items() if time not in unlisted}
    assert listed == {time: "Cancelled" in line for line in lines for time in re.findall(r'datetime="([^"]{16})', line)}


def test_a_cancelled_date_leaves_calendars_after_the_days_of_the_setting(district: District) -> None:
    hub = (MINIMAL / "hub.yml").read_text("utf-8")
    for settings, day, shown in (
        ("", 21, True),
        ("", 22, False),
        ("cancelled_shown_days: 1\n", 22, False),
        ("cancelled_shown_days: 90\n", 22, True),
    ):
        files = made(
            district(events=LATER, calendar=BREAK, hub=hub + settings), dt.datetime(2026, 11, day, 20, tzinfo=dt.UTC)
        )
        feed, page = files["calendars/all.ics"], files["events/tea-evening/index.html"]
        assert (b"RECURRENCE-ID;TZID=America/Los_Angeles:20261022T160000" in feed) == shown
        assert (b"EXDATE;TZID=America/Los_Angeles:20261022T160000" in feed) == (not shown)
        assert b"Cancelled: snow" in page
    files = made(district(events=LATER, calendar=BREAK, hub=hub + "cancelled_style: keep\n"), NOW)
    assert b"STATUS:CANCELLED" not in files["calendars/all.ics"]
    assert b"SUMMARY:CANCELLED: Tea evening" in files["calendars/all.ics"]


OFFER = """\
events:
  - id: tea-evening
    title: Tea evening
    kind: gathering
    groups: [tea-circle]
    starts: 2026-11-30 16:00
    ends: 17:30
    open_to: All staff.
"""
SIGN_UP = '    register: {url: "https://forms.small.example/tea", by: 2026-11-27}\n'


@pytest.mark.parametrize(
    "event, day, first, subscribes",
    [
        (OFFER + SIGN_UP, 23, "Sign up for Tea evening", True),
        (OFFER + SIGN_UP, 28, "Write to Tea Circle", True),
        (OFFER, 23, "Write to Tea Circle", True),
        (OFFER + SIGN_UP + "    status: postponed\n", 23, "Write to Tea Circle", True),
        (OFFER + SIGN_UP + "    status: cancelled\n", 23, None, False),
        (OFFER + SIGN_UP, 31, None, False),
    ],
    ids=["open", "sign-up is over", "no sign-up", "postponed", "cancelled", "over"],
)
def test_the_first_button_of_an_event_is_the_next_step_for_visitors(
    event: str, day: int, first: str | None, subscribes: bool, district: District
) -> None:
    now = dt.datetime(2026, 11, 1, 20, tzinfo=dt.UTC) + dt.timedelta(days=day - 1)
    groups = (FULL.parent / "minimal" / "groups.yml").read_text("utf-8") + "    join: {contact: tea@small.example}\n"
    page = made(district(events=event, groups=groups), now)["events/tea-evening/index.html"].decode()
    buttons = re.findall(r'<a class="hub-button"[^>]*>([^<]+)<', page)
    assert buttons[:1] == ([first] if first else [])
    assert ('id="calendar">Subscribe<' in page) == subscribes
    assert ("webcal:" in page) == subscribes
    assert page.count("forms.small.example") == (first or "").startswith("Sign up")


def test_a_group_names_the_event_of_its_next_date_and_says_if_it_is_not_certain(district: District) -> None:
    page = made(district(events=OFFER + "    status: tentative\n"))["groups/tea-circle/index.html"].decode()
    assert re.search(r"Mon, Nov 30.*?: <span[^>]*>Tea evening</span>\s*<span[^>]*>\(not yet certain\)", page, re.DOTALL)
    page = made(district(events=OFFER.replace("Tea evening", "Tea Circle")))["groups/tea-circle/index.html"].decode()
    assert re.search(r"4:00–5:30 PM</span></time></span>", page)


def test_an_old_confirmation_is_shown_as_old(district: District) -> None:
    group = (FULL.parent / "minimal" / "groups.yml").read_text("utf-8") + "    last_confirmed: 2025-11-"
    pages = [made(district(groups=group + day))["groups/tea-circle/index.html"].decode() for day in ("22", "23")]
    assert ["This page was last confirmed on" in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    "typed, label, status",
    [
        ("", "", None),
        ("status: unknown", "", None),
        ("status:", "", None),
        ("status: active", "Active", "active"),
        ("status: resting", "Resting", "resting"),
    ],
)
def test_a_group_is_active_only_if_the_data_says_so(
    typed: str, label: str, status: str | None, district: Callable[..., Path]
) -> None:
    groups = "groups:\n  - id: tea-circle\n    name: Tea Circle\n    kind: networking\n    summary: Tea.\n"
    other = "  - {id: cake, name: Cake, kind: networking, status: forming, summary: Cake., open_to: All staff.}\n"
    folder = district(groups=f"{groups}    open_to: All staff.\n    {typed}\n{other}")
    made = lazy_bytes(outputs(load(folder, NOW)[0], NOW))
    assert json.loads(made["api/hub.json"])["groups"][0]["status"] == status
    for path in ("index.html", "groups/index.html", "groups/tea-circle/index.html"):
        marks = made[path].decode().replace('"hub-line__status"', '"hub-tag hub-tag--active"')
        tags = re.findall(r'<span class="hub-tag hub-tag--(\w+)">([^<]+)</span>', marks)
        others = [("kind", "Networking"), ("forming", "Forming")]
        # The home page names only what a visitor must know before the visit. An unknown status has no label.
        is_told = status and (path != "index.html" or status != "active")
        assert [tag for tag in tags if tag not in others] == ([(status, label)] if is_told else []), path
    page = made["groups/index.html"].decode()
    assert f'data-status="{status or ""}"' in page
    assert ("whether it is active" in made["groups/tea-circle/index.html"].decode()) == (not status)
    assert "<select" not in page, "two groups need no filter"
    for path in ("embed/light/groups/index.html", "embed/light/groups/tea-circle/index.html"):
        assert f"Networking group{f' · {label}' if label else '<'}" in made[path].decode(), path
    flyer = made["groups/tea-circle/flyer/index.html"].decode()
    assert "Being explored" not in flyer
    assert "None" not in flyer


@pytest.mark.parametrize(
    "status, word", [("cancelled", "Cancelled"), ("postponed", "Postponed"), ("tentative", "Not yet certain")]
)
@pytest.mark.parametrize("reason, shown", [("Snow.", "Snow."), ("Snow", "Snow."), ("Snow!", "Snow!"), ("Why?", "Why?")])
def test_a_reason_ends_with_one_punctuation_mark(
    status: str, word: str, reason: str, shown: str, district: Callable[..., Path]
) -> None:
    event = "id: tea, title: Tea, kind: gathering, groups: [tea-circle], starts: 2027-01-21"
    folder = district(events=f'events: [{{{event}, status: {status}, reason: "{reason}"}}]\n')
    files = made(folder)
    assert f"<strong>{word}: {shown}</strong>" in files["events/tea/index.html"].decode()
    calendar = files["calendars/all.ics"].decode().replace("\r\n ", "")
    assert re.search(rf"DESCRIPTION:[^\r\n]*: {re.escape(shown)}\\n", calendar)
