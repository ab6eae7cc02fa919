"""Every type of page and widget with only the keyboard: Tab forward, Shift+Tab backward, the menu, and the skip
link."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Window
from tests.browser.pages import DESK, PHONE, ZOOMED, report

pytestmark = pytest.mark.browser

# Every width, forward and backward, in light and dark colors, with and without scripts. At each width, one half of the
# pages has one set of settings and the other half has the other set, because a walk takes seconds and most of its stops
# are the same on all pages.
WALKS: tuple[tuple[tuple[int, int], bool, str, bool], ...] = (
    (DESK, True, "light", True),
    (DESK, False, "dark", False),
    (PHONE, True, "light", True),
    (PHONE, False, "dark", False),
    (ZOOMED, True, "dark", True),
    (ZOOMED, False, "light", False),
)

# A fault during a walk counts at once. A walk that only ended too early is repeated, because under load, the focus once
# left a page halfway for an unknown reason.
ENDED = "is not reached: "

# Before the first key, the script records how each element looks without the focus. At each press of Tab, it checks the
# element that the previous press reached.
WATCH = """() => {
    const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const look = e => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
        return [outlineStyle === 'none' ? 'none' : outlineStyle + outlineWidth, boxShadow].join();
    };
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    const light = text => rgb(text).slice(0, 3).map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const ground = e => {
        for (; e; e = e.parentElement) {
            const [, , , alpha = 1] = rgb(getComputedStyle(e).backgroundColor);
            if (alpha === 1) return getComputedStyle(e).backgroundColor;
        }
        return 'rgb(255, 255, 255)';
    };
    const contrast = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => y - x); return (a + .05) / (b + .05); };

    document.body.tabIndex = -1; // the walk begins at the top of the page, wherever the focus was
    document.body.focus();
    document.body.removeAttribute('tabindex');
    scrollTo(0, 0);
    const all = [...document.querySelectorAll(stops)].filter(
        e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
    const before = new Map(all.map(e => [e, look(e)]));
    const walk = window.walk = { seen: [], faults: [], missed: () => all.filter(e => !together(e).some(one => walk.seen.includes(one))).map(say) };
    const say = e => e.outerHTML.slice(0, 110);
    // Where the focus goes from the last stop is up to the browser, so a positive tabindex is a fault whenever it is reached.
    walk.faults.push(...all.filter(e => e.tabIndex > 0).map(e => 'has a positive tabindex: ' + say(e)));
    const together = e => e.type === 'radio' ? [...document.getElementsByName(e.name)] : [e]; // one stop for all of them

    const examine = () => {
        const e = document.activeElement;
        if (!e || e === document.body) return Boolean(walk.seen.length);
        if (e === walk.seen[0]) return true;
        if (e === walk.seen.at(-1) && e.matches('[type=date], [type=time]')) return false; // month, day, year
        if (walk.seen.includes(e)) { walk.faults.push('goes round in circles: ' + say(e)); return true; }
        walk.seen.push(e);
        // A link that is broken over two lines has two boxes. If an element is larger than the window, a visible part is enough.
        const box = e.getClientRects()[0] || e.getBoundingClientRect(), style = getComputedStyle(e);
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        if (right - left < 1 || bottom - top < 1) walk.faults.push('outside the window: ' + say(e));
        else {
            const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            const own = there && (e.contains(there) || [...(e.labels || [])].some(label => label.contains(there)));
            if (!own) walk.faults.push(`covered by ${there && say(there)}: ${say(e)}`);
            const small = e.matches('a, button, summary, input, select');
            if (small && (box.top < -1 || box.bottom > innerHeight + 1)) walk.faults.push('half out of the window: ' + say(e));
        }
        if (look(e) === before.get(e) || style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) {
            walk.faults.push('without an outline: ' + say(e));
        } else {
            const behind = ground(parseFloat(style.outlineOffset) < 0 ? e : e.parentElement);
            const ratio = contrast(style.outlineColor, behind);
            if (ratio < 3) walk.faults.push(`outline of ${ratio.toFixed(1)}:1 (${style.outlineColor} on ${behind}): ${say(e)}`);
        }
        return false;
    };
    addEventListener('keydown', () => { walk.over ||= examine(); }, true);
}"""

# The focus moves in document order, and never up except to the next column.
ORDER = """forwards => {
    const seen = forwards ? walk.seen : [...walk.seen].reverse(), faults = [];
    // A bar that stays in the window has no fixed place in the page.
    const stays = e => Boolean(e) && (['sticky', 'fixed'].includes(getComputedStyle(e).position) || stays(e.parentElement));
    const place = e => { const box = e.getBoundingClientRect(); return { top: box.top, bottom: box.bottom, left: box.left, right: box.right }; };
    seen.slice(1).forEach((e, i) => {
        const last = seen[i], [a, b] = [place(last), place(e)];
        if (!(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push('before its turn: ' + e.outerHTML.slice(0, 110));
        const around = last.closest('svg') && last.closest('svg') === e.closest('svg'); // a loop leads up on its way around
        if (!around && !stays(last) && !stays(e) && !last.matches('.hub-skip') && b.bottom <= a.top + 1 && b.left < a.right - 1) faults.push(
            `jumps up: ${last.outerHTML.slice(0, 80)} -> ${e.outerHTML.slice(0, 80)}`);
    });
    return faults;
}"""


def walk(window: Window, *, forwards: bool) -> list[str]:
    """The faults in the path of the focus through the page, until the focus leaves the page."""
    page = window.page
    page.evaluate(WATCH)
    key = {
        "type": "rawKeyDown",
        "key": "Tab",
        "code": "Tab",
        "windowsVirtualKeyCode": 9,
        "modifiers": 0 if forwards else 8,
    }
    for _ in range(40):
        for _ in range(10):
            window.devtools.send("Input.dispatchKeyEvent", key)
        if page.evaluate("Boolean(walk.over)"):
            break
    faults: list[str] = page.evaluate("walk.over ? walk.faults : ['does not end']")
    faults += [ENDED + stop for stop in page.evaluate("walk.missed()")]
    return faults + list(page.evaluate(ORDER, forwards))


# Two walks share all types of pages.
@pytest.mark.parametrize("number", [0, len(WALKS) - 1])
def test_every_stop_of_the_tab_key_can_be_seen(number: int, window: Window, main_types: dict[str, str]) -> None:
    take_walk(number, window, main_types)


@pytest.mark.long
@pytest.mark.parametrize("number", range(len(WALKS)))
def test_every_stop_can_be_seen_on_every_walk(number: int, window: Window, types: dict[str, str]) -> None:
    take_walk(number, window, types)


def take_walk(number: int, window: Window, types: dict[str, str]) -> None:
    """Walks through every second page with the settings of the walk."""
    size, forwards, scheme, scripts = WALKS[number]
    faults = {}
    window.resize(size)
    window.scheme(scheme)
    for address in [*types.values()][(number + number // 2) % 2 :: 2]:
        window.show(address, scripts=scripts)
        found = walk(window, forwards=forwards)
        if found and all(fault.startswith(ENDED) for fault in found):
            found = walk(window, forwards=forwards)
        if found:
            faults[address] = {f"{WALKS[number]}": found}
    assert not faults, report(faults)


def test_a_fault_of_a_walk_would_be_noticed(window: Window) -> None:
    window.page.goto("about:blank")
    window.page.set_content(
        '<a href="#a" style="outline: none">No outline</a> <a href="#b" style="position: fixed; left: -99px">Outside</a>'
        '<p style="position: absolute; top: 0; left: 0">Over <a href="#c" tabindex="1">Early</a> everything</p><a href="#d" inert>Inert</a>'
    )
    found = " ".join(walk(window, forwards=True))
    for fault in ("without an outline", "outside the window", "covered by", "a positive tabindex", "is not reached"):
        assert fault in found


@pytest.mark.parametrize("size", [DESK, PHONE, ZOOMED], ids=["1280", "390", "320"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_the_first_tab_stop_skips_to_the_content(size: tuple[int, int], scripts: bool, window: Window) -> None:
    window.resize(size)
    window.show("groups/kinds/mentoring/", scripts=scripts)
    page = window.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("Skip to")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["390", "320"])
def test_the_menu_of_a_phone_works_by_keyboard(size: tuple[int, int], scripts: bool, window: Window) -> None:
    window.resize(size)
    window.show("groups/", scripts=scripts)
    page = window.page
    menu = page.locator(".hub-menu summary")
    closed = page.get_by_role("navigation", name="Menu")
    assert closed.count() == 0, "a closed menu hides its links"
    for _ in range(10):
        if page.evaluate("document.activeElement.matches('.hub-menu summary')"):
            break
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('header, .hub-skip') !== null"), (
            "the focus does not reach the menu"
        )
    else:
        pytest.fail("the focus does not reach the menu")
    page.keyboard.press("Enter")
    assert page.get_by_role("navigation", name="Menu").get_by_role("link").count() >= 10
    assert walk(window, forwards=True) == []
    menu.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav').ariaLabel") == "Menu"
    if scripts:
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.matches('.hub-menu summary')")
        assert closed.count() == 0
    else:
        menu.focus()
        page.keyboard.press("Space")
        assert closed.count() == 0
    assert page.evaluate("document.activeElement !== document.body")
