"""The preferences of readers: high contrast, less motion, wider spacing, larger text, and paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser import findings
from tests.browser.conftest import Window
from tests.browser.pages import DESK, PARTS, PHONE, ZOOMED, dealt, report
from tests.conftest import BROWSER_SWITCHES, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# All of WCAG 1.4.12 at once.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""

# In forced colors, backgrounds and shadows disappear: a control needs an edge or an underline, and an icon needs the
# color of text.
FORCED = """() => {
    const faults = [], say = e => e.outerHTML.slice(0, 110), seen = e => e.checkVisibility();
    const ground = getComputedStyle(document.body).backgroundColor;
    const edge = e => {
        const s = getComputedStyle(e);
        return s.borderTopStyle !== 'none' && parseFloat(s.borderTopWidth) >= 1 && s.borderTopColor !== s.backgroundColor;
    };
    for (const e of document.querySelectorAll('button, select, textarea, input:not([type=checkbox], [type=radio]), a.hub-button')) {
        if (seen(e) && !edge(e)) faults.push('without an edge: ' + say(e));
    }
    for (const e of document.querySelectorAll('svg')) {
        if (!seen(e) || e.closest('.hub-qr') || e.matches('.hub-qr')) continue;
        const { stroke, fill } = getComputedStyle(e);
        if ([stroke, fill].every(color => color === 'none' || color === ground)) faults.push('icon in the color of the ground: ' + say(e));
    }
    for (const e of document.querySelectorAll('.hub-qr')) {
        if (seen(e) && getComputedStyle(e).forcedColorAdjust !== 'none') faults.push('QR code in other colors: ' + say(e));
    }
    for (const e of document.querySelectorAll('[aria-current]')) {
        const s = getComputedStyle(e);
        if (seen(e) && s.outlineStyle === 'none' && s.borderBottomStyle === 'none' && s.fontWeight < 600) faults.push('current, but not to be told: ' + say(e));
        if (seen(e) && s.outlineStyle !== 'none') faults.push('current, and looks like the focus: ' + say(e));
    }
    return faults;
}"""

FOCUS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(e => {
    if (!e.checkVisibility() || e.disabled) return false;
    e.focus({ preventScroll: true, focusVisible: true });
    const s = getComputedStyle(e);
    return s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2 || s.outlineColor === getComputedStyle(document.body).backgroundColor;
}).map(e => 'focus not to be seen: ' + e.outerHTML.slice(0, 110))"""

MOVING = """() => [...document.querySelectorAll('*')].filter(e => [null, '::before', '::after'].some(part => {
    const s = getComputedStyle(e, part);
    return /[1-9]/.test(s.transitionDuration) || s.animationName !== 'none' || s.scrollBehavior === 'smooth';
})).map(e => 'moves: ' + e.outerHTML.slice(0, 110))"""

# The controls of the header that cover a part of the site's name, or each other.
COVERED = """() => {
    const seen = [...document.querySelectorAll('.hub-menu summary, .hub-tool')].filter(e => e.checkVisibility());
    const range = document.createRange();
    range.selectNodeContents(document.querySelector('.hub-brand'));
    const boxes = [...range.getClientRects()].map(box => ['name', box]);
    const all = [...boxes, ...seen.map(e => [e.className || e.tagName, e.getBoundingClientRect()])];
    return seen.flatMap(e => all.filter(([name, box]) => {
        const own = e.getBoundingClientRect();
        return name !== (e.className || e.tagName) && own.left < box.right - 1 && box.left < own.right - 1 && own.top < box.bottom - 1 && box.top < own.bottom - 1;
    }).map(([name]) => `${e.className || e.tagName} covers ${name}`));
}"""

# Words that are broken although they would fit on one line.
BROKEN = """() => {
    const faults = [], range = document.createRange();
    for (const e of document.querySelectorAll('.hub-brand span, .hub-row__title a, .hub-bar a, .hub-head h1, .hub-find input')) {
        if (!e.checkVisibility()) continue;
        const room = (e.closest('.hub-row') || e.closest('h1, a.hub-brand, nav, form')).clientWidth;
        if (e.matches('input') && e.offsetWidth < room - 1 && e.offsetWidth < 140) faults.push('a small field: ' + e.offsetWidth);
        const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            for (const word of text.data.matchAll(/[^\\s\\u2013-]+/g)) {
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const boxes = [...range.getClientRects()];
                const lines = new Set(boxes.map(box => Math.round(box.top))).size;
                const width = boxes.reduce((sum, box) => sum + box.width, 0);
                if (lines > 1 && width < room) faults.push(`${word[0]} in ${e.className || e.tagName}`);
            }
        }
    }
    return faults;
}"""

# On paper, text must be dark enough for white, and nothing can be clicked.
PAPER = """() => {
    const faults = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const light = text => text.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const e = text.parentElement;
        if (!text.data.trim() || !e.checkVisibility() || e.closest('.hub-hidden')) continue;
        if (1.05 / (light(getComputedStyle(e).color) + .05) < 4.5) faults.push(`${getComputedStyle(e).color} on paper: ${text.data.trim().slice(0, 60)}`);
    }
    for (const e of document.querySelectorAll('nav, button, form.hub-filter, .hub-skip')) {
        if (e.checkVisibility()) faults.push('of no use on paper: ' + e.outerHTML.slice(0, 110));
    }
    if (!document.querySelector('h1')?.checkVisibility()) faults.push('no heading');
    return faults;
}"""


@pytest.mark.any_font
@pytest.mark.long
def test_wider_spacing_cuts_nothing_off(window: Window, types: dict[str, str]) -> None:
    faults = {}
    for address in types.values():
        window.show(address)
        window.unfold()
        window.style(SPACING)
        found = {}
        for size in (DESK, PHONE, ZOOMED):
            window.resize(size)
            found[f"sideways {size[0]}"] = findings.sideways(window.page)
            found[f"cut off {size[0]}"] = findings.clipped(window.page)
        if any(found.values()):
            faults[address] = found
    assert not faults, report(faults)


@pytest.mark.long
def test_a_browser_whose_font_has_32_px_shows_everything(
    browser: Browser, tmp_path: Path, types: dict[str, str], demo_site: Path, serve: Callable[[Path], str]
) -> None:
    """Unlike larger text on a page, a larger font of the browser makes the page choose the layout for small windows."""
    (tmp_path / "Default").mkdir()
    chosen = {"webkit": {"webprefs": {"default_font_size": 32}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(chosen), "utf-8")
    faults, root = {}, serve(demo_site)
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium(), args=list(BROWSER_SWITCHES), reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        for address in types.values():
            page.goto(root + address)
            page.evaluate("document.querySelectorAll('article details').forEach(one => { one.open = true; })")
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            found = {}
            for size in (DESK, PHONE):
                page.set_viewport_size({"width": size[0], "height": size[1]})
                found[f"sideways {size[0]}"] = findings.sideways(page)
                found[f"cut off {size[0]}"] = findings.clipped(page)
                found[f"overlapping {size[0]}"] = findings.overlapping(page)
            if any(found.values()):
                faults[address] = found
    finally:
        context.close()
    assert not faults, report(faults)


def test_text_that_lies_on_other_text_would_be_noticed(window: Window) -> None:
    window.page.goto("about:blank")
    window.page.set_content('<p>One line of text</p><p style="margin-top: -2em">Another line of text</p>')
    assert findings.overlapping(window.page)


def test_large_text_in_the_header_covers_nothing(window: Window) -> None:
    window.show("groups/")
    window.page.evaluate("document.querySelector('.hub-brand span').textContent = 'Cedar Hollow Affinity Hub of Staff'")
    faults = {}
    for width in (320, 390, 768, 1280):
        window.resize((width, 700))
        for size in (100, 130, 200):
            window.page.evaluate(f"document.documentElement.style.fontSize = '{size}%'")
            found = [*window.page.evaluate(COVERED), *findings.sideways(window.page)]
            if found:
                faults[f"{width} px at {size} %"] = found
    assert not faults, faults


@pytest.mark.parametrize("address", ["", "events/", "groups/raices/", "supports/"])
def test_large_text_in_a_narrow_window_breaks_no_word_that_fits(address: str, window: Window) -> None:
    faults = {}
    for width, size in ((320, 100), (320, 130), (320, 200), (390, 200)):
        window.show(address)
        window.style(f"html {{ font-size: {size}% !important }}")
        window.resize((width, 700))
        if found := window.page.evaluate(BROKEN):
            faults[f"{width} px at {size} %"] = found
    assert not faults, faults


# --- Every preference on every type of page --------------------------------------------------------------------------

Found = dict[str, list[str]]


def in_forced_colors(window: Window, scheme: Literal["light", "dark"]) -> Found:
    """Elements that disappear in forced colors, or that move although the reader wants less motion."""
    page = window.page
    window.resize(DESK)
    page.emulate_media(color_scheme=scheme, forced_colors="active", reduced_motion="reduce")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    window.unfold()
    found = {"forced": [*page.evaluate(FORCED), *page.evaluate(FOCUS)], "motion": page.evaluate(MOVING)}
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found


def in_large_text(window: Window, size: tuple[int, int]) -> Found:
    """Parts of the page that text of twice the size covers or cuts off (WCAG 1.4.4). The text stays large until the
    next page."""
    window.unfold()
    window.style("html { font-size: 200% !important }")
    window.resize(size)
    return {
        "sideways": findings.sideways(window.page),
        "cut off": findings.clipped(window.page),
        "overlapping": findings.overlapping(window.page),
    }


def on_paper(window: Window) -> Found:
    """Elements that are pale, useless, or too wide on paper."""
    page = window.page
    window.resize((718, 1000))  # the width of A4 without its margins
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("matchMedia('print').matches")
    found = {"print": [*page.evaluate(PAPER), *findings.sideways(page)]}
    page.emulate_media(media="null", color_scheme="light")
    return found


# Each page is opened once for all checks of a row.
MOST = (on_paper, partial(in_forced_colors, scheme="dark"), partial(in_large_text, size=PHONE))
REST = (partial(in_forced_colors, scheme="light"), partial(in_large_text, size=DESK))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_template_follows_the_preferences_of_its_reader(
    part: int, window: Window, main_types: dict[str, str]
) -> None:
    follow_preferences(window, MOST, dealt(main_types, part))


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    "checks",
    [
        pytest.param((*MOST, *REST), id="all"),
        pytest.param((on_paper,), id="paper", marks=pytest.mark.any_font),
    ],
)
def test_every_type_of_page_follows_the_preferences_of_its_reader(
    checks: tuple[Callable[[Window], Found], ...], part: int, window: Window, types: dict[str, str]
) -> None:
    follow_preferences(window, checks, dealt(types, part))


def follow_preferences(window: Window, checks: tuple[Callable[[Window], Found], ...], addresses: list[str]) -> None:
    """Opens the pages and expects that no check finds a fault."""
    faults = {}
    for address in addresses:
        window.show(address)
        found = {kind: rows for check in checks for kind, rows in check(window).items() if rows}
        if found:
            faults[address] = found
    assert not faults, report(faults)


def test_a_fault_that_a_preference_causes_would_be_noticed(window: Window) -> None:
    page = window.page
    page.set_content(
        '<body style="background: canvas"><button style="border: 0">No edge</button><svg stroke="canvas" fill="none"></svg>'
        '<p style="transition: color 1s">Moves</p><p style="overflow: hidden; height: 2em; line-height: 2; color: #ccc">Whole<br>cut off</p>'
    )
    page.emulate_media(forced_colors="active")
    assert [fault.split(":")[0] for fault in page.evaluate(FORCED)] == [
        "without an edge",
        "icon in the color of the ground",
    ]
    page.emulate_media(forced_colors="none", media="print")
    assert len(page.evaluate(MOVING)) == 1
    assert len(findings.clipped(page)) == 1
    assert any("on paper" in fault for fault in page.evaluate(PAPER))
