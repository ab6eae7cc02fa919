"""Checks of the open page: each function returns a list of faults."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, ConsoleMessage, Page, Request


class Evaluates(Protocol):
    """A page in any browser."""

    def evaluate(self, expression: str, arg: Any = None, /) -> Any:
        """The result of a script in the page."""


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]


class Noise:
    """Errors in the console, and requests to other hosts, while pages are open."""

    def __init__(self, page: Page, host: str) -> None:
        self.host = host
        self.faults: list[str] = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        source = str(message.location.get("url"))
        # The browser requests an icon if a page names none, except inside a frame.
        if message.type == "error" and not source.endswith("/favicon.ico"):
            self.faults.append(f"{message.text} {source}")

    def see(self, request: Request) -> None:
        if not request.url.startswith((self.host, "data:", "blob:")):
            self.faults.append(f"asks {request.url}")

    def take(self) -> list[str]:
        faults, self.faults = self.faults, []
        return faults


# --- axe -------------------------------------------------------------------------------------------------------------

# Twins are elements with the same tags and classes inside and around them and the same style sheets, so they have the same
# colors. Only the first element of each kind is checked: the header and the footer on the first page, and from a long
# list, its first row. The script returns the kinds that it knows afterward, as numbers.
MARK_TWINS = """known => {
    const seen = new Set(known), shapes = new Map();
    const hash = text => {
        let [a, b] = [1, 2];
        for (let i = 0; i < text.length; i++) {
            a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
            b = Math.imul(b ^ text.charCodeAt(i), 1597334677) + a | 0;
        }
        return (a >>> 11) * 2 ** 32 + (b >>> 0);
    };
    const own = e => [e.tagName, e.getAttribute('class'), e.getAttribute('aria-current'), e.getAttribute('aria-invalid'),
        e.disabled, e.open, e.checkVisibility({ visibilityProperty: true })].join('.');
    const shape = e => shapes.get(e)
        ?? shapes.set(e, hash(own(e) + '(' + [...e.children].map(shape).join() + (e.textContent.trim() ? '' : 'empty') + ')')).get(e);
    const mark = (element, around) => {
        const kind = hash(around + ' ' + shape(element));
        element.toggleAttribute('data-twin', seen.has(kind));
        if (seen.has(kind)) return;
        seen.add(kind);
        for (const child of element.children) mark(child, hash(around + own(element)));
    };
    document.querySelectorAll('[data-twin]').forEach(e => e.removeAttribute('data-twin'));
    mark(document.body, [...document.styleSheets].map(sheet => sheet.href || sheet.ownerNode.textContent).join() + own(document.documentElement));
    return [...seen];
}"""

RUN_AXE = """([rules, twins]) => !twins && document.body.matches('[data-twin]') ? [] : axe.run(twins ? document : { exclude: [['[data-twin]']] }, {
    runOnly: rules, resultTypes: ['violations'], selectors: false, preload: false, iframes: false,
    rules: twins ? Object.fromEntries(['color-contrast', 'link-in-text-block'].map(id => [id, { enabled: false }])) : {},
}).then(found => found.violations.map(
    rule => `${rule.id} (${rule.nodes.length}): ${rule.nodes[0].html.slice(0, 160)}`))"""


@cache
def axe() -> str:
    """The script of axe."""
    import axe_playwright_python

    return next(Path(str(axe_playwright_python.__file__)).parent.rglob("axe*.js")).read_text("utf-8")


def bring_axe(page: Evaluates) -> None:
    """Loads axe into the page. The script is evaluated, not added as an element, because the policy of the page would
    block an element."""
    page.evaluate(axe())
    mark_twins(page, [])


def mark_twins(page: Evaluates, known: list[int]) -> list[int]:
    """Marks the elements that `colors` leaves out: all but the first of each kind, and the kinds in `known`. Returns all
    kinds that are known now."""
    kinds: list[int] = page.evaluate(MARK_TWINS, known)
    return kinds


def structure(page: Evaluates) -> list[str]:
    """The faults that axe finds, except in colors."""
    rows: list[str] = page.evaluate(RUN_AXE, [{"type": "tag", "values": WCAG}, True])
    return rows


def colors(page: Evaluates) -> list[str]:
    """The faults in colors that axe finds."""
    rows: list[str] = page.evaluate(RUN_AXE, [{"type": "rule", "values": COLORS}, False])
    return rows


# The visible elements of the main part. The header and the footer change with the width in the same way on every page.
SHOWN = """() => [...document.querySelectorAll('main *')]
    .map(e => e.checkVisibility({ visibilityProperty: true }) ? '1' : '0').join('')"""


def shown(page: Evaluates) -> str:
    """The elements that the page shows at this width, for comparison with another width."""
    found: str = page.evaluate(SHOWN)
    return found


# --- Space -----------------------------------------------------------------------------------------------------------

SIDEWAYS = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1);
    return [document.documentElement.scrollWidth + ': ' + wide.map(e => e.outerHTML.slice(0, 80))[0]];
}"""

# Text that is cut off or that overflows a visible box. Text only for screen readers is left out: its boxes are one
# pixel wide.
CLIPPED = """() => {
    const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    const outside = (text, box, [x, y]) => [...text.getClientRects()].some(rect =>
        x && (rect.right > box.right + 2 || rect.left < box.left - 2) || y && (rect.bottom > box.bottom + 4 || rect.top < box.top - 4));
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (!text.data.trim() || !text.parentElement.checkVisibility() || text.parentElement.closest('select, textarea')) continue;
        range.selectNodeContents(text);
        let fault = '';
        for (let box = text.parentElement; box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box), seen = style.borderTopStyle !== 'none' || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
            if (box.offsetWidth <= 1) { fault = ''; break; }
            const cut = [style.overflowX, style.overflowY].map(axis => /hidden|clip/.test(axis) || axis === 'visible' && seen);
            if (style.display !== 'inline' && outside(range, box.getBoundingClientRect(), cut)) {
                fault ||= `"${text.data.trim().slice(0, 40)}" runs out of ${box.tagName} ${box.className}`;
            }
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
        }
        if (fault) found.push(fault);
    }
    return found;
}"""

# Lines of text that overlap. The box of a line is higher than its letters. A bar that stays in the window covers
# the text behind it.
OVERLAPPING = """() => {
    const found = [], lines = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    const stays = e => Boolean(e) && (['sticky', 'fixed'].includes(getComputedStyle(e).position) || stays(e.parentElement));
    const tiny = e => Boolean(e) && (e.offsetWidth <= 1 && getComputedStyle(e).display !== 'inline' || tiny(e.parentElement));
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const e = text.parentElement;
        if (!text.data.trim() || !e.checkVisibility() || e.closest('select, textarea') || stays(e) || tiny(e)) continue;
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) {
            if (box.width > 2) lines.push({ text, left: box.left + 1, right: box.right - 1, top: box.top + box.height * .3, bottom: box.bottom - box.height * .3 });
        }
    }
    lines.sort((one, other) => one.top - other.top);
    lines.forEach((one, i) => {
        for (let j = i + 1; j < lines.length && lines[j].top < one.bottom; j++) {
            const other = lines[j];
            if (one.text !== other.text && other.left < one.right && one.left < other.right) {
                found.push(`"${one.text.data.trim().slice(0, 40)}" and "${other.text.data.trim().slice(0, 40)}" lie on each other`);
            }
        }
    });
    return found;
}"""

# WCAG 2.5.8, with its exception for targets in a sentence, but without its exception for space around targets.
SMALL_TARGETS = """() => {
    const targets = 'a[href], button, input, select, textarea, summary, label:has(input)';
    const inSentence = e => getComputedStyle(e).display === 'inline'
        && e.parentElement.textContent.trim().length > e.textContent.trim().length;
    return [...document.querySelectorAll(targets)].filter(e => {
        // The target of a check box includes its label.
        if (!e.checkVisibility() || inSentence(e) || e.closest('label:has(input[type=checkbox])') && e.matches('input')) return false;
        const box = e.getBoundingClientRect();
        return box.right > 0 && box.bottom > 0 && Math.min(box.width, box.height) < 23.99; // 24, minus rounding errors
    }).map(e => {
        const box = e.getBoundingClientRect();
        return `${box.width.toFixed(0)} x ${box.height.toFixed(0)}: ${e.outerHTML.slice(0, 120)}`;
    });
}"""


def sideways(page: Evaluates) -> list[str]:
    """If the page is wider than its window, its width and its widest element."""
    rows: list[str] = page.evaluate(SIDEWAYS)
    return rows


def clipped(page: Evaluates) -> list[str]:
    """Boxes whose content is cut off or overflows."""
    rows: list[str] = page.evaluate(CLIPPED)
    return rows


def overlapping(page: Evaluates) -> list[str]:
    """Pairs of texts that lie on each other."""
    rows: list[str] = page.evaluate(OVERLAPPING)
    return rows


def small_targets(page: Evaluates) -> list[str]:
    """Targets that are less than 24 px high or wide."""
    rows: list[str] = page.evaluate(SMALL_TARGETS)
    return rows


# --- The accessibility tree ------------------------------------------------------------------------------------------


def nodes(devtools: CDPSession) -> list[dict[str, Any]]:
    """The accessibility tree in reading order, as a flat list of the nodes that are not ignored: role, name, and
    properties."""
    rows = {row["nodeId"]: row for row in devtools.send("Accessibility.getFullAXTree")["nodes"]}
    found, waiting = [], [row for row in rows.values() if "parentId" not in row]
    while waiting:
        row = waiting.pop()
        waiting += [rows[key] for key in reversed(row.get("childIds", [])) if key in rows]
        if not row.get("ignored"):
            role, name = (row.get(key, {}).get("value", "") for key in ("role", "name"))
            properties = {item["name"]: item["value"].get("value") for item in row.get("properties", [])}
            found.append({"role": role, "name": " ".join(str(name).split()), **properties})
    return found


def headings(tree: list[dict[str, Any]]) -> list[str]:
    """The faults of headings: not exactly one first-level heading, a skipped level, or a heading without a name."""
    rows = [(int(node["level"]), node["name"]) for node in tree if node["role"] == "heading"]
    faults = [f"skips to {level}: {name}" for (last, _), (level, name) in pairwise(rows) if level > last + 1]
    faults += [f"without a name: level {level}" for level, name in rows if not name]
    first = [name for level, name in rows if level == 1]
    return faults if len(first) == 1 else [*faults, f"first headings: {first}"]


# The buttons inside fields for a date or a time. A page cannot name them.
OF_THE_BROWSER = ("Show date picker", "Show time picker")


def names(tree: list[dict[str, Any]]) -> list[str]:
    """Links and controls without a name, and names that two addresses or two controls share."""
    faults, leads = [], defaultdict(set)
    for number, node in enumerate(tree):
        if node["role"] in ("link", "button", "textbox", "searchbox", "combobox", "checkbox", "DisclosureTriangle"):
            if node["name"].startswith(OF_THE_BROWSER):
                continue
            if not node["name"]:
                faults.append(f"{node['role']} without a name: {node.get('url', '')}")
            leads[node["role"], node["name"]].add(node.get("url") or number)
    return faults + [
        f"{len(to)} x {role} {name!r}: {sorted(map(str, to))}" for (role, name), to in leads.items() if len(to) > 1
    ]


LANDMARKS = ("banner", "contentinfo", "main", "navigation", "region", "search", "form", "complementary")


def landmarks(tree: list[dict[str, Any]]) -> list[str]:
    """Faults of landmarks: not exactly one banner, main, and contentinfo, or two landmarks of the same kind and
    name."""
    rows = [(node["role"], node["name"]) for node in tree if node["role"] in LANDMARKS]
    faults = [f"twice: {role} {name!r}" for role, name in sorted(set(rows)) if rows.count((role, name)) > 1]
    several = [role for role, name in rows if role in ("navigation", "region", "search", "form") and not name]
    return faults + [f"{role} without a name" for role in several]


# A table has a name and headers for its columns, a program can read each time, and a cancelled date says so in words.
SPOKEN = """() => {
    const faults = [], say = e => e.outerHTML.slice(0, 110);
    for (const table of document.querySelectorAll('table')) {
        const region = table.closest('[aria-label], [aria-labelledby]');
        if (!table.caption && !table.ariaLabel && !region) faults.push('table without a name: ' + say(table));
        if (!table.querySelector('thead th[scope=col]')) faults.push('table without column headers: ' + say(table));
    }
    for (const time of document.querySelectorAll('time')) {
        if (!/^(\\d{4}-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d([+-]\\d\\d:\\d\\d|Z)?)?)?)$/.test(time.dateTime)) faults.push('time: ' + say(time));
    }
    for (const row of document.querySelectorAll('[class*="--cancelled"], [data-status=cancelled]')) {
        if (!/cancelled/i.test(row.closest('li, p, dd, td, header').innerText)) faults.push('cancelled, but not in words: ' + say(row));
    }
    return faults;
}"""


def spoken(page: Evaluates, tree: list[dict[str, Any]], wanted: tuple[str, ...]) -> list[str]:
    """Landmarks that are missing, images without a name, and tables, times, and cancelled dates that say too little."""
    roles = [node["role"] for node in tree]
    faults = [f"{roles.count(role)} x {role}" for role in wanted if roles.count(role) != 1]
    faults += [f"image without a name: {node}" for node in tree if node["role"] == "image" and not node["name"]]
    rows: list[str] = page.evaluate(SPOKEN)
    return faults + rows
