"""The table and the chart of handbook/performance.md, from the measurements of benchmarks/site.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

HANDBOOK: Final = Path(__file__).resolve().parents[1] / "handbook"
CHANGED, NEW_DAY = "one-changed", "new-day"
NAMES: Final = {
    "affinity-hub": "Affinity Hub",
    CHANGED: "Affinity Hub, with its cache: one record changed",
    NEW_DAY: "Affinity Hub, with its cache: a new day",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "material": "mkdocs-material",
}
COLORS: Final = {"affinity-hub": "#8a3b12", "hugo": "#2b5d8a", "eleventy": "#3d6b35", "material": "#6b4a8a"}
# This module writes the text between these two marks in handbook/performance.md.
START, END = "<!-- measured -->", "<!-- end -->"
HEAD: Final = (
    "| Records | Pages | Generator | Wall, s | CPU, s | Memory, MB | Wall to ours | Memory to ours |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def table(found: dict[str, Any]) -> str:
    """The medians, as a Markdown table, and a sentence about the preview."""
    saved = [(size["records"], size["preview"]) for size in found["sizes"] if "preview" in size]
    told = [f"Preview, from saving one of {records:,} records to its page: {took:.2f} s." for records, took in saved]
    return "\n\n".join((HEAD + "\n".join(_rows(found)), *told))


def _rows(found: dict[str, Any]) -> Iterator[str]:
    for size in found["sizes"]:
        ours = size["costs"]["affinity-hub"]
        for name, cost in size["costs"].items():
            wall, memory = (f"{cost[key] / ours[key]:.2f}" if cost is not ours else "1" for key in ("wall", "memory"))
            numbers = f"{cost['wall']:.1f} | {cost['cpu']:.1f} | {cost['memory']:.0f} | {wall} | {memory}"
            yield f"| {size['records']:,} | {size['pages']:,} | {NAMES[name]} | {numbers} |"


def document(found: dict[str, Any]) -> None:
    """Writes the table into handbook/performance.md, and the chart beside it."""
    page = HANDBOOK / "performance.md"
    text = page.read_text("utf-8")
    assert START in text
    assert END in text
    versions = " and ".join(found["versions"].values())
    how = f"Medians of {found['rounds']}; {found['machine']}; {versions}."
    new = f"{START}\n\n{table(found)}\n\n{how}\n\n{END}"
    page.write_text(re.sub(f"{START}.*{END}", lambda _: new, text, flags=re.DOTALL), "utf-8")
    (HANDBOOK / "performance.svg").write_text(chart(found), "utf-8")


def chart(found: dict[str, Any]) -> str:
    """A chart as SVG, with bars of the wall time at each size that was built with peers, and of the memory at the
    largest of these sizes."""
    sizes = [size for size in found["sizes"] if len(COLORS.keys() & size["costs"]) > 1]
    parts: list[str] = []
    height = 8
    for size in sizes:
        height = _group(parts, height, f"{size['records']:,} records: seconds", size["costs"], "wall")
    if sizes:
        height = _group(parts, height, f"{sizes[-1]['records']:,} records: MB of memory", sizes[-1]["costs"], "memory")
    inside = "\n".join(parts)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" font-family="sans-serif" font-size="14">'
    )
    return f'{head}\n<rect width="640" height="{height}" fill="#fff"/>\n{inside}\n</svg>\n'


def _group(parts: list[str], top: int, title: str, costs: dict[str, Any], key: str) -> int:
    """Adds the bars of one measure below the existing bars, and returns their end."""
    most = max(cost[key] for cost in costs.values())
    parts.append(f'<text x="8" y="{top + 18}" font-weight="bold" fill="#222">{escape(title)}</text>')
    for number, (name, cost) in enumerate((name, cost) for name, cost in costs.items() if name in COLORS):
        y, width = top + 28 + 24 * number, max(2, round(400 * cost[key] / most))
        value = f"{cost[key]:.1f}" if key == "wall" else f"{cost[key]:.0f}"
        parts.append(f'<text x="8" y="{y + 14}" fill="#222">{NAMES[name]}</text>')
        parts.append(f'<rect x="140" y="{y}" width="{width}" height="18" fill="{COLORS[name]}"/>')
        parts.append(f'<text x="{148 + width}" y="{y + 14}" fill="#222">{value}</text>')
    return top + 28 + 24 * len(COLORS.keys() & costs) + 16
