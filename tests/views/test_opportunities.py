"""Opportunities: how they are listed, their deadlines in calendars, and who may see them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from affinity_hub import load, outputs
from affinity_hub.calendars.files import calendar_files
from affinity_hub.core.problems import DataError
from affinity_hub.history import ledger
from affinity_hub.views.site import Site
from justhtml import JustHTML
from justhtml.dom import Element

from tests.conftest import DEMO, NOW, ROOT
from tests.made import lazy_texts

if TYPE_CHECKING:
    from tests.conftest import Run

FULL = Path(__file__).parents[1] / "sites" / "full"
FEED = "calendars/deadlines.ics"
OFFER: dict[str, Any] = {"title": "Offer", "kind": "mentoring", "open_to": "All staff."}
District = Callable[..., Path]


def made(folder: Path, staff: Path | None = None) -> Mapping[str, str]:
    hub, _ = load(folder, NOW, staff)
    return lazy_texts(outputs(hub, NOW))


def offers(*records: dict[str, Any]) -> str:
    return json.dumps({"opportunities": [OFFER | record for record in records]})


def texts(html: str, selector: str) -> list[str]:
    found = JustHTML(html, fragment=True, sanitize=False).query(selector)
    return [" ".join(str(node.to_text()).split()) for node in found if isinstance(node, Element)]


def entries(text: str) -> dict[str, Any]:
    return {str(component["UID"]): component for component in icalendar.Calendar.from_ical(text).walk("VEVENT")}


# --- Lists -----------------------------------------------------------------------------------------------------------

MIXED = offers(
    {"id": "too-late", "title": "Too late", "apply_by": "2026-11-22"},
    {"id": "some-day", "title": "Some day", "apply_by": "unknown"},
    {"id": "in-june", "title": "In June", "apply_by": "2027-06-01"},
    {"id": "over", "title": "Over", "apply_by": "2026-01-01", "ends": "2026-11-22"},
    {"id": "today", "title": "Today", "apply_by": "2026-11-23"},
    {"id": "shut", "title": "Shut", "apply_by": "2027-06-01", "status": "closed"},
    {"id": "secret", "title": "Secret", "apply_by": "2027-06-01", "hidden": "yes"},
    {"id": "unready", "title": "Unready", "apply_by": "2027-06-01", "draft": "yes"},
)


def test_future_deadlines_come_first_and_passed_deadlines_last(district: District) -> None:
    files = made(district(opportunities=MIXED))
    page = files["opportunities/kinds/mentoring/index.html"]
    assert texts(page, ".hub-card__title") == ["Today", "In June", "Some day", "Too late"]
    assert [said for said in texts(page, "dd") if "day" in said.lower() and ":" in said] == [
        "Last day to apply: Monday, November 23, 2026",
        "Last day to apply: Tuesday, June 1, 2027",
    ]
    assert "The last day to apply was Sunday, November 22, 2026" in texts(page, "dd")
    assert texts(files["opportunities/index.html"], ".hub-rows h3") == ["Today (deadline)", "In June (deadline)"]


def test_events_without_a_deadline_are_in_the_order_of_their_next_dates(district: District) -> None:
    event = {"kind": "networking", "open_to": "All staff.", "ends": "17:00"}
    yearly = {"id": "a", "title": "Yearly", "starts": "2026-11-11 16:00", "repeats": "yearly", "times": "3"}
    once = {"id": "b", "title": "Once", "starts": "2027-01-21 16:00"}
    undated = {"id": "aa", "title": "Undated", "starts": "to be announced"}
    events = [event | yearly, {**event, **undated, "ends": None}, event | once]
    files = made(district(events=json.dumps({"events": events})))
    page = files["opportunities/kinds/networking/index.html"]
    assert texts(page, ".hub-card__title") == ["Once", "Yearly", "Undated"]


def test_a_passed_and_a_closed_offer_say_so_on_their_pages(district: District) -> None:
    files = made(district(opportunities=MIXED))
    (said,) = texts(files["opportunities/too-late/index.html"], ".hub-alert")
    assert said.replace(" .", ".") == "The last day to apply was Sunday, November 22, 2026."
    assert texts(files["opportunities/shut/index.html"], ".hub-alert") == ["Closed. You can no longer apply."]
    assert "the last day to apply" in files["opportunities/some-day/index.html"]


def test_events_and_open_roles_are_among_the_openings() -> None:
    files = made(DEMO)
    assert "State convening on keeping educators of color" in texts(
        files["opportunities/kinds/convening/index.html"], ".hub-card__title"
    )
    assert "Host of the Somali staff group" in texts(
        files["opportunities/kinds/leadership/index.html"], ".hub-card__title"
    )
    page = files["events/state-convening-2027/index.html"]
    facts = dict(zip(texts(page, "dt"), texts(page, "dd"), strict=True))
    assert facts["Travel"].startswith("Two vans")
    assert facts["Before you come"].startswith("None.")
    assert facts["Cost"] == "Paid by the mentoring grant"


def test_the_page_at_the_root_names_missing_offers_and_planned_offers() -> None:
    hub, _ = load(ROOT, NOW)
    text = " ".join(texts(made(ROOT)["opportunities/index.html"], "p"))
    offered = {offer.kind for offer in hub.opportunities}
    for kind, title in {"mentoring": "Find a mentor", "networking": "Meet others"}.items():
        assert kind in offered or title in text.partition("Nothing is announced under:")[2]
    assert " ".join((hub.settings.working_toward or "").split()) in text


def test_a_hidden_offer_is_at_its_address_and_in_no_list(district: District) -> None:
    files = made(district(opportunities=MIXED))
    assert "opportunities/secret/index.html" in files
    holders = {path for path, text in files.items() if "Secret" in text or "/secret/" in text}
    assert holders == {"opportunities/secret/index.html"}
    assert not [path for path, text in files.items() if "Unready" in text or "unready" in text]


def test_an_offer_whose_groups_are_all_drafts_does_not_exist() -> None:
    files = made(FULL)
    assert "opportunities/draft-circle-offer/index.html" not in files
    assert "opportunities/hidden-circle-offer/index.html" in files, (
        "its only group is hidden, so the offer is hidden, too"
    )
    assert "Offer behind the curtain" not in files["opportunities/index.html"] + files["api/hub.json"] + files[FEED]


def test_an_earlier_id_leads_to_the_offer() -> None:
    assert "../../opportunities/find-a-mentor/" in made(FULL)["opportunities/mentor-search/index.html"]


# --- The calendar of deadlines ---------------------------------------------------------------------------------------


def test_the_calendar_has_each_deadline_as_a_separate_day() -> None:
    found = entries(made(DEMO)[FEED])
    new = found["new-educator-mentor--deadline@hub.cedarhollow.example"]
    assert new["SUMMARY"] == "Last day to apply: A mentor for your first three years"
    assert new["DTSTART"].dt == dt.date(2027, 5, 14), "the deadline is a date without a time"
    assert str(new["URL"]) == "https://hub.cedarhollow.example/opportunities/mentor-for-new-educators/"
    assert found["tet-lunch--deadline@hub.cedarhollow.example"]["SUMMARY"] == "Last day to sign up: Tết lunch"
    role = found["somali-staff-host--deadline@hub.cedarhollow.example"]
    assert role["SUMMARY"] == "Last day to show interest: Host of the Somali staff group"
    closed = found["book-grant--deadline@hub.cedarhollow.example"]
    assert (closed["STATUS"], closed["SUMMARY"].split(":")[0]) == ("CANCELLED", "CANCELLED")
    assert not [uid for uid in found if uid.startswith(("hosts-retreat", "paid-sabbatical", "coffee-partners"))]


def test_the_calendar_exists_before_any_deadline_does(district: District) -> None:
    files = made(district())
    assert entries(files[FEED]) == {}
    assert FEED not in files["calendars/index.html"], "the page offers the calendar only if there is a deadline"


def test_the_deadline_of_a_cancelled_event_is_cancelled(district: District) -> None:
    event: dict[str, Any] = {
        "id": "tea",
        "title": "Tea",
        "kind": "training",
        "groups": ["tea-circle"],
        "starts": "2026-12-03",
    }
    event |= {"register": {"by": "2026-12-01"}, "status": "cancelled", "reason": "snow"}
    found = entries(made(district(events=json.dumps({"events": [event]})))[FEED])
    (event,) = found.values()
    assert event["STATUS"] == "CANCELLED"
    assert "snow" in event["DESCRIPTION"]


class Publisher:
    """Publishes the states of a district one after another, each an hour later."""

    def __init__(self, district: District) -> None:
        self.district, self.now = district, NOW
        self.book: ledger.Ledger | None = None

    def publish(self, *records: dict[str, Any]) -> dict[str, Any]:
        self.now += dt.timedelta(hours=1)
        hub, _ = load(self.district(opportunities=offers(*records)), self.now)
        files = {artifact.path: artifact.content for artifact in calendar_files(hub, Site(hub, self.now), self.book)}
        self.book = ledger.parse(files[ledger.LEDGER_PATH], "ledger.json")
        return entries(files[FEED].decode())

    def refusal(self, *records: dict[str, Any]) -> list[tuple[str, str, str]]:
        with pytest.raises(DataError) as refused:
            self.publish(*records)
        return [(problem.code, problem.position.file, problem.hint) for problem in refused.value.problems]


@pytest.fixture
def site(district: District) -> Publisher:
    return Publisher(district)


TEA = {"id": "tea", "apply_by": "2026-12-03"}
UID = "tea--deadline@hub.small.example"


def test_a_moved_deadline_is_the_same_entry_with_the_next_sequence(site: Publisher) -> None:
    assert site.publish(TEA)[UID]["SEQUENCE"] == 0
    moved = site.publish(TEA | {"apply_by": "2026-12-10"})[UID]
    assert (moved["SEQUENCE"], moved["DTSTART"].dt) == (1, dt.date(2026, 12, 10))
    said = site.publish(TEA | {"apply_by": "2026-12-10", "summary": "More about it."})[UID]
    assert said["SEQUENCE"] == 1, "a changed text does not raise SEQUENCE"
    renamed = site.publish(
        TEA | {"id": "coffee", "was": ["tea"], "apply_by": "2026-12-10", "summary": "More about it."}
    )
    assert renamed[UID]["SEQUENCE"] == 1
    closed = site.publish(TEA | {"id": "coffee", "was": ["tea"], "apply_by": "2026-12-10", "status": "closed"})[UID]
    assert (closed["SEQUENCE"], closed["STATUS"]) == (2, "CANCELLED")
    assert [(code, file) for code, file, _ in site.refusal()] == [("E603", "opportunities.yml")]
    site.now = dt.datetime(2026, 12, 11, 12, tzinfo=dt.UTC)
    assert site.publish() == {}, "a closed offer may be deleted after its last day"


def test_a_deadline_without_a_day_is_cancelled_until_it_has_a_day_again(site: Publisher) -> None:
    site.publish(TEA)
    off = site.publish(TEA | {"apply_by": "to be announced"})[UID]
    assert (off["STATUS"], off["SUMMARY"], off["SEQUENCE"]) == (
        "CANCELLED",
        "CANCELLED: Last day to apply: Offer",
        1,
    )
    assert off["DTSTART"].dt == dt.date(2026, 12, 3)
    assert site.publish(TEA | {"apply_by": "to be announced"})[UID]["SEQUENCE"] == 1
    back = site.publish(TEA | {"apply_by": "2026-12-10"})[UID]
    assert (back["STATUS"], back["SEQUENCE"], back["DTSTART"].dt) == ("CONFIRMED", 2, dt.date(2026, 12, 10))


def test_a_future_deadline_must_not_disappear(site: Publisher) -> None:
    site.publish(TEA)
    ((code, file, hint),) = site.refusal()
    assert (code, file) == ("E603", "opportunities.yml")
    assert "status: closed" in hint
    assert "was: [tea]" in hint
    ((code, file, hint),) = site.refusal(TEA | {"draft": "yes"})
    assert (code, file) == ("E603", "opportunities.yml")
    assert "status: closed" in hint
    site.now = dt.datetime(2026, 12, 5, tzinfo=dt.UTC)
    site.publish()


def test_an_id_is_never_reused_for_another_deadline(site: Publisher) -> None:
    site.publish(TEA | {"status": "closed"})
    site.publish()
    ((code, _, _),) = site.refusal(TEA | {"title": "Something else"})
    assert code == "E606"


# --- Other outputs, other editions ------------------------------------------------------------------------------------


def test_other_programs_get_the_offers() -> None:
    hub = json.loads(made(DEMO)["api/hub.json"])
    assert hub["deadlines"] == "https://hub.cedarhollow.example/calendars/deadlines.ics"
    one = next(row for row in hub["opportunities"] if row["id"] == "become-a-mentor")
    assert one["apply_by"] == "2027-01-22"
    assert one["stipend"] == "$900 for the school year"
    assert one["groups"] == ["first-three-years"]
    convening = next(row for row in hub["events"] if row["id"] == "state-convening-2027")
    assert convening["sign_up_by"] == "2027-02-26"


def test_staff_see_the_additions_of_their_overlay(tmp_path: Path) -> None:
    overlay = tmp_path / "hub-staff"
    overlay.mkdir()
    own = [{"id": "find-a-mentor", "stipend": "Kellergeld"}, OFFER | {"id": "for-us", "title": "Klausur"}]
    (overlay / "opportunities.yml").write_text(json.dumps({"opportunities": own}), "utf-8")
    public, staff = made(FULL), made(FULL, overlay)
    assert "Kellergeld" in staff["opportunities/find-a-mentor/index.html"]
    assert "Klausur" in staff["opportunities/index.html"]
    assert not [path for path, text in public.items() if "Kellergeld" in text or "Klausur" in text]


def test_a_change_is_described_in_plain_words(tmp_path: Path, district: District, run: Callable[..., Run]) -> None:
    old = district(opportunities=offers(TEA, {"id": "gone"}, {"id": "shut", "title": "Shut"})).rename(tmp_path / "old")
    shut = {"id": "shut", "title": "Shut", "status": "closed", "reason": "no money"}
    new = district(opportunities=offers(TEA | {"apply_by": "2026-12-10"}, shut, {"id": "new", "title": "New one"}))
    told = run("diff", old, new, "--today", "2026-11-23").out
    assert "Offer: the last day to apply moves from Thursday 2026-12-03 to Thursday 2026-12-10" in told
    assert "Shut: people can no longer apply (no money)" in told
    assert "1 new opportunity page: New one" in told
    assert "1 opportunity page no longer listed: Offer" in told
    assert "Subscribers to these calendars see a change: deadlines." in told


def test_an_unconfirmed_offer_is_shown_and_listed_by_stale(district: District, run: Callable[..., Run]) -> None:
    folder = district(
        opportunities=offers(TEA | {"last_confirmed": "2025-01-01"}, {"id": "over", "ends": "2026-01-01"})
    )
    assert "opportunity tea  (opportunities.yml:1:" in run("show", "tea", folder).out
    due = run("stale", folder).out
    assert "opportunity tea: not confirmed since 2025-01-01" in due
    assert "over" not in due


def test_private_details_are_refused_in_an_offer_too(district: District, run: Callable[..., Run]) -> None:
    told = run("check", district(opportunities=offers(TEA | {"details": "Call 253-555-0142 or ada@gmail.com"}))).out
    assert "[E512]" in told
    assert "[E511]" in told
    assert "555" not in told
