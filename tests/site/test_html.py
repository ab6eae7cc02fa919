"""The HTML of every type of page, checked by html-validate, an independent checker."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from affinity_hub import load

from tests.browser.pages import one_of_each

ROOT = Path(__file__).resolve().parents[2]
READERS = Path(__file__).parents[1] / "readers"


def faults(node: Callable[[str], str], *paths: Path) -> list[str]:
    command = [node("html-validate"), "htmlvalidate.js"]
    request = json.dumps([str(path) for path in paths])
    done = subprocess.run(command, cwd=READERS, input=request, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_each_type_of_page_and_widget_is_valid(demo_site: Path, now: dt.datetime, node: Callable[[str], str]) -> None:
    hub, _ = load(ROOT / "examples" / "sample-district", now)
    files = [demo_site / address for address in one_of_each(demo_site, hub).values()]
    moved = next(path for path in demo_site.rglob("*.html") if 'http-equiv="refresh"' in path.read_text("utf-8"))
    assert faults(node, moved, *(path / "index.html" if path.is_dir() else path for path in files)) == []


def test_a_fault_in_the_html_would_be_found(tmp_path: Path, node: Callable[[str], str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><head><title>A</title></head><body><input type="checkbox" autocomplete="off">'
    )
    assert "valid-autocomplete" in {fault.split(": ")[1] for fault in faults(node, page)}
    head = '<title>A</title><link rel="icon" href="a" blocking="render">'
    page.write_text(f'<!doctype html><html lang="en"><head>{head}</head>')
    assert "attribute-misuse" in {fault.split(": ")[1] for fault in faults(node, page)}
