"""The pages in a second accessibility engine, IBM's accessibility-checker-engine, which has other rules than axe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Window
from tests.browser.pages import DESK, PHONE, report
from tests.conftest import lacking

pytestmark = [pytest.mark.browser, pytest.mark.long]

ENGINE = Path(__file__).parents[1] / "readers" / "node_modules" / "accessibility-checker-engine" / "ace.js"
# Accepted findings, by the engine's rule, with the reason.
ACCEPTED = {
    "aria_accessiblename_exists": "a weekday above the sheet of a month has a short text for the eye and its whole name "
    "for screen readers; Chromium's accessibility tree has the name",
    "aria_child_valid": "the list of search results is empty until somebody searches",
    "aria_content_in_landmark": "the link that skips to the content comes before all landmarks, as WCAG 2.4.1 wants",
    "aria_main_label_visible": "the page for editors shows a widget, a page with its own main element, in a frame",
    "element_tabbable_role_valid": "a region that scrolls is a tab stop, so that the arrow keys can scroll it (2.1.1)",
}
FINDINGS = """async () => {
    const found = await new ace.Checker().check(document, ["WCAG_2_2"]);
    return found.results.filter(one => one.value[1] === 'FAIL').map(one => [one.ruleId, one.message + ' ' + one.snippet.slice(0, 120)]);
}"""


def test_the_second_engine_finds_only_accepted_faults(window: Window, types: dict[str, str]) -> None:
    if not ENGINE.is_file():
        lacking("no accessibility-checker-engine: run  npm ci --prefix tests/readers")
    source, seen = ENGINE.read_text("utf-8"), set()
    faults: dict[str, dict[str, list[str]]] = {}
    for size in (DESK, PHONE):
        window.resize(size)
        for address in types.values():
            window.show(address)
            window.unfold()
            window.page.evaluate(source)
            for rule, finding in window.page.evaluate(FINDINGS):
                seen.add(rule)
                if rule not in ACCEPTED:
                    faults.setdefault(address, {}).setdefault(f"{rule} {size[0]}", []).append(finding)
    assert not faults, report(faults)
    assert seen >= set(ACCEPTED), "the list has only findings that still appear"


def test_the_second_engine_would_find_a_fault(window: Window) -> None:
    if not ENGINE.is_file():
        lacking("no accessibility-checker-engine: run  npm ci --prefix tests/readers")
    window.page.goto("about:blank")
    window.page.set_content('<html lang="en"><title>T</title><main><img src="data:,"><a href="/x"></a></main></html>')
    window.page.evaluate(ENGINE.read_text("utf-8"))
    assert {"img_alt_valid", "a_text_purpose"} <= {rule for rule, _ in window.page.evaluate(FINDINGS)}
