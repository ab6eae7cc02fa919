"""Errands of people who propose a change from a phone: each ends with a text that makes exactly the change."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from affinity_hub.reference.proposal_forms import fields

from tests.browser import findings
from tests.browser.conftest import Open
from tests.browser.pages import PHONE
from tests.conftest import DEMO
from tests.contexts import empty_cache
from tests.contribute.test_forms import difference, files

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page, Route

    from tests.conftest import Run

pytestmark = pytest.mark.browser

# “Slow 4G” as in browsers' developer tools: bytes per second, and the round trip in milliseconds.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
MOST_TAPS, MOST_SECONDS = 12, 5.0
GROUP = "groups/educators-of-color-network/"
CANARY = "Wilhelmina Canaryson"
ENDPOINT = "https://proposals.cedarhollow.example/hub"
Serve = Callable[[Path], str]


class Phone:
    """A phone on a slow network. It counts taps, and the seconds that someone waits for pages."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.waited = page, 0, 0.0
        empty_cache(page)
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_4G)

    def open(self, address: str) -> None:
        self._wait(lambda: self.page.goto(address))

    def follow(self, text: str) -> None:
        """Opens a form with a link of the page."""
        link = self.page.get_by_role("link", name=re.compile(text)).first
        self.taps += 1
        self._wait(link.click, self.ready)

    def ready(self) -> None:
        self.page.locator("form[data-ready]").wait_for(state="attached")

    def tap(self, label: str, *, role: Any = "button") -> None:
        self.taps += 1
        self.page.get_by_role(role, name=label).click()

    def type(self, label: str, text: str) -> None:
        self.taps += 1
        self.page.locator("form.hub-propose").get_by_label(label).first.fill(text)

    def choose(self, label: str, answer: str) -> None:
        """Opens a list and picks from it."""
        self.taps += 2
        self.page.locator("form.hub-propose").get_by_label(label).first.select_option(answer)

    def mail(self) -> str:
        """Writes the email, opens it, and returns its text."""
        self.tap("Write an email")
        link = self.page.locator("[data-hub=mailto]")
        address = urlsplit(link.get_attribute("href") or "")
        self.taps += 1
        assert (address.scheme, address.path) == ("mailto", "hub-proposals@cedarhollow.example")
        text = parse_qs(address.query)["body"][0].replace("\r\n", "\n")
        assert self.page.locator("#mail-text").input_value() == text
        return text

    def _wait(self, *steps: Callable[[], object]) -> None:
        begin = time.monotonic()
        for step in steps:
            step()
        self.waited += time.monotonic() - begin


@pytest.fixture
def phone(open_page: Open) -> Phone:
    return Phone(open_page("about:blank", PHONE, own=True))


@pytest.fixture
def applied(tmp_path: Path, run: Callable[..., Run]) -> Callable[[str], tuple[str, str]]:
    """Makes the change that a text asks for on a copy of the sample district. Returns the answer and the change."""
    number = iter(range(100))

    def apply(text: str) -> tuple[str, str]:
        folder = tmp_path / f"copy-{next(number)}"
        shutil.copytree(DEMO, folder)
        path = tmp_path / "proposal.txt"
        path.write_text(text, "utf-8")
        done = run("apply-form", path, folder)
        assert done.status == 0, done.out
        return done.out, difference(files(DEMO), files(folder))

    return apply


def added(change: str) -> list[str]:
    """The new lines of the data, without quotes around texts."""
    lines = [line[1:].strip() for line in change.splitlines() if line.startswith("+") and not line.startswith("+++")]
    return [line.replace('"', "") for line in lines if line]


Applied = Callable[[str], tuple[str, str]]


def flaws(page: Page) -> list[str]:
    findings.bring_axe(page)
    return [*findings.structure(page), *findings.colors(page)]


def within_limits(phone: Phone) -> None:
    assert phone.taps <= MOST_TAPS
    assert phone.waited <= MOST_SECONDS
    assert flaws(phone.page) == []


def test_a_monthly_meeting_that_skips_breaks_is_added(
    phone: Phone, demo_site: Path, serve: Serve, applied: Applied
) -> None:
    phone.open(serve(demo_site) + GROUP)
    phone.follow("^Add an event")
    phone.type("Title", "Tea and talk")
    phone.choose("Kind", "gathering")
    phone.type("Date", "2026-12-10")
    phone.type("Start time", "16:00")
    phone.type("End", "17:00")
    phone.tap("Every month on the 2nd Thursday", role="radio")
    phone.tap("There is no meeting on these days", role="radio")
    dates = phone.page.locator("[data-hub=dates] li").all_inner_texts()
    assert dates[:3] == ["Thursday, December 10, 2026", "Thursday, January 14, 2027", "Thursday, February 11, 2027"]
    assert dates[3:] == ["Thursday, April 8, 2027: Spring break"]
    phone.tap("The organizers of the event know", role="checkbox")
    answer, change = applied(phone.mail())
    within_limits(phone)
    assert added(change) == [
        "- id: tea-and-talk",
        "title: Tea and talk",
        "kind: gathering",
        "groups: [educators-of-color-network]",
        "starts: 2026-12-10 16:00",
        "ends: 17:00",
        "repeats: monthly on the 2nd Thursday",
        "until: 2027-06-10",
        "no_school: skip",
    ]
    assert "Tea and talk" in answer


def test_thursdays_meeting_is_cancelled(phone: Phone, demo_site: Path, serve: Serve, applied: Applied) -> None:
    phone.open(serve(demo_site) + "events/mentor-office-hours/")
    phone.follow("^Cancel or move")
    phone.choose("Date", "2026-12-03")
    assert "Thursday, December 3, 2026" in phone.page.locator("#f-date").inner_text()
    phone.tap("It is cancelled", role="radio")
    phone.type("Reason", "snow")
    _, change = applied(phone.mail())
    within_limits(phone)
    assert added(change) == ["- {date: 2026-12-03, cancelled: yes, reason: snow}"]


def test_one_date_moves_to_another_room(phone: Phone, demo_site: Path, serve: Serve, applied: Applied) -> None:
    phone.open(serve(demo_site) + "events/mentor-round-table/")
    phone.follow("^Cancel or move")
    phone.tap("Something else is different", role="radio")
    phone.type("New place", "District office, big room")
    day = phone.page.locator("#f-date").input_value()
    _, change = applied(phone.mail())
    within_limits(phone)
    assert any(line == f"- {{date: {day}, place: District office, big room}}" for line in added(change)), change


def test_a_sentence_is_corrected(phone: Phone, demo_site: Path, serve: Serve, applied: Applied) -> None:
    phone.open(serve(demo_site) + GROUP)
    phone.follow("^Fix a mistake")
    phone.tap("In one sentence", role="radio")
    phone.type("What should it say?", "Educators of color meet once a month, and everyone brings a question.")
    _, change = applied(phone.mail())
    within_limits(phone)
    assert added(change) == ["summary: Educators of color meet once a month, and everyone brings a question."]


def test_the_entry_of_a_group_is_confirmed(phone: Phone, demo_site: Path, serve: Serve, applied: Applied) -> None:
    phone.open(serve(demo_site) + GROUP)
    phone.follow("^Confirm that this page is right")
    phone.tap("Someone who leads the group", role="checkbox")
    _, change = applied(phone.mail())
    within_limits(phone)
    assert added(change) == ["last_confirmed: 2026-11-23"]


# --- The other ways --------------------------------------------------------------------------------------------------

ROOM = "propose/cancel-or-move/?event=mentor-round-table&date=2027-03-15"


def fill_room(page: Page) -> None:
    page.locator("form[data-ready]").wait_for(state="attached")
    page.get_by_role("radio", name="Something else is different").check()
    page.locator("#f-new_place").fill("District office, big room")
    page.locator("#f-reason").fill("The library is painted")


def as_issue(address: str) -> str:
    """The text of the issue that GitHub makes from its form, which a link has filled in."""
    query = parse_qs(urlsplit(address).query)
    form = query["template"][0].removesuffix(".yml")
    parts = [f"### {field.label}\n\n{query.get(field.id, ['_No response_'])[0]}" for field in fields(form)]
    return "\n\n".join(parts)


def test_mail_endpoint_and_github_make_the_same_change(
    open_page: Open, demo_site: Path, serve: Serve, applied: Applied
) -> None:
    page = open_page("about:blank", PHONE)
    taken: list[tuple[str, dict[str, str]]] = []

    def take(route: Route) -> None:
        taken.append((route.request.post_data or "", route.request.headers))
        route.fulfill(status=202, headers={"Access-Control-Allow-Origin": "*"}, body='{"received": true}')

    page.route(ENDPOINT, take)
    page.goto(serve(demo_site) + ROOM)
    fill_room(page)
    assert not taken
    page.get_by_role("button", name="Write an email").click()
    mail = page.locator("#mail-text").input_value()
    page.get_by_role("button", name="Continue on GitHub").click()
    address = page.locator("[data-hub=github-link]").get_attribute("href") or ""
    assert not taken
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("Sent. Thank you.").wait_for()
    [(body, headers)] = taken
    assert json.loads(body)["form"] == "cancel-or-move"
    assert not {"cookie", "referer"} & headers.keys()
    forwarded = f"From: {CANARY} <w.canaryson@home.example>\n\n> " + mail.replace("\n", "\n> ") + f"\n-- \n{CANARY}"
    answers, changes = zip(*(applied(text) for text in (forwarded, body, as_issue(address))), strict=True)
    assert address.startswith("https://github.com/example/cedar-hollow-hub/issues/new?template=cancel-or-move.yml&")
    assert changes[0] == changes[1] == changes[2]
    assert "The library is painted" in changes[0]
    assert CANARY.split()[1].lower() not in f"{mail} {body} {address} {answers} {changes}".lower()


@pytest.mark.parametrize("status", [0, 429])
def test_an_unsent_proposal_is_kept(status: int, open_page: Open, demo_site: Path, serve: Serve) -> None:
    page = open_page("about:blank", PHONE)
    page.route(
        ENDPOINT,
        lambda route: (
            route.fulfill(status=status, headers={"Access-Control-Allow-Origin": "*"}) if status else route.abort()
        ),
    )
    page.goto(serve(demo_site) + ROOM)
    fill_room(page)
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("Your text is still here.").wait_for()
    assert page.locator("#f-new_place").input_value() == "District office, big room"
    page.get_by_role("button", name="Write an email").click()
    assert "[affinity-hub proposal 1:" in page.locator("#mail-text").input_value()


# --- Mistakes, the keyboard, and drafts ------------------------------------------------------------------------------


def test_missing_answers_are_named_beside_the_fields_and_in_a_summary(
    open_page: Open, demo_site: Path, serve: Serve
) -> None:
    page = open_page(serve(demo_site) + "propose/add-event/", PHONE)
    page.locator("form[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Write an email").click()
    summary = page.locator("[data-hub=errors]")
    assert summary.evaluate("one => one === document.activeElement")
    assert summary.get_by_role("link").all_inner_texts() == [
        "Fill in “Title”.",
        "Choose an answer under “Kind”.",
        "Fill in “Date”.",
        "Check the box under “Before you send it”.",
    ]
    assert page.locator("#f-title").get_attribute("aria-invalid") == "true"
    assert page.locator("#f-title-error").inner_text() == "Fill in “Title”."
    assert flaws(page) == []
    summary.get_by_role("link", name="Fill in “Date”.").click()
    assert page.locator("#f-date").evaluate("one => one === document.activeElement")
    assert page.locator("[data-hub=mail]").is_hidden()


def test_the_keyboard_alone_is_enough(open_page: Open, demo_site: Path, serve: Serve, applied: Applied) -> None:
    page = open_page(serve(demo_site) + "propose/fix-a-mistake/?entry=educators-of-color-network", PHONE)
    page.locator("form[data-ready]").wait_for(state="attached")
    page.locator("#f-entry").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("We meet for tea.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Your email is ready"
    _, change = applied(page.locator("#mail-text").input_value())
    assert added(change) == ["summary: We meet for tea."]


def leaving(page: Page) -> list[str]:
    """The questions that the browser asks before it leaves the page."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", answer)
    page.reload()
    page.locator("form[data-ready]").wait_for(state="attached")
    return asked


def test_a_draft_is_not_lost_without_a_question_and_is_stored_nowhere(
    open_page: Open, demo_site: Path, serve: Serve
) -> None:
    page = open_page(serve(demo_site) + ROOM, PHONE)
    page.locator("form[data-ready]").wait_for(state="attached")
    assert leaving(page) == []
    page.locator("#f-reason").click()
    page.keyboard.type("snow")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert leaving(page) == ["beforeunload"]


def test_without_a_script_the_page_has_a_mail_and_github(open_page: Open, demo_site: Path, serve: Serve) -> None:
    page = open_page(serve(demo_site) + "propose/confirm/", PHONE, scripts=False)
    assert page.locator("form.hub-propose").is_hidden()
    mail = urlsplit(page.locator('article a[href^="mailto:"]:visible').get_attribute("href") or "")
    assert parse_qs(mail.query)["body"][0].replace("\r\n", "\n") == page.locator("article pre:visible").inner_text()
    assert page.locator('article a[href*="issues/new?template=confirm.yml"]:visible').count() == 1


def test_if_a_form_does_not_load_the_other_ways_remain(open_page: Open, demo_site: Path, serve: Serve) -> None:
    page = open_page("about:blank", PHONE)
    page.route("**/propose/forms.json", lambda route: route.abort())
    page.goto(serve(demo_site) + "propose/confirm/")
    page.locator('article a[href^="mailto:"]:visible').wait_for()
    assert page.locator("form.hub-propose").is_hidden()


def test_the_enter_key_sends_nothing_from_a_field(open_page: Open, demo_site: Path, serve: Serve) -> None:
    page = open_page(serve(demo_site) + ROOM, PHONE)
    fill_room(page)
    page.locator("#f-reason").press("Enter")
    assert page.locator("[data-hub=mail]").is_hidden()
    assert page.url.endswith(ROOM)
