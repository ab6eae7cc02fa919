"""Runs the published search worker in Node.js with an index of a few pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from affinity_hub.core.artifact import Section
from affinity_hub.site import search_index

from tests.conftest import lacking

WORKER = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "search-worker.js"
# Replaces the browser: gives the worker its index and one message, and prints the answer.
BROWSER = """
const [index, words, worker] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
globalThis.location = "https://hub.example/assets/versions/1234abcd/search-worker.js";
globalThis.fetch = async () => ({ json: async () => index });
globalThis.postMessage = (answer) => process.stdout.write(JSON.stringify(answer.pages.map((page) => page.location)));
globalThis.addEventListener = (_, listener) => listener({ data: words });
(0, eval)(worker);
"""


def page(url: str, title: str, text: str, names: tuple[str, ...] = ()) -> str:
    return search_index.as_json(search_index.entries(url, title, [Section("", "", "", text)], names))


INDEX = json.loads(
    search_index.index(
        [
            page("news/", "News", "KEoCN met. KEoCN read. The network of the west meets too. KEoCN rests."),
            page("network/", "Kent Educators of Color Network", "We meet each month.", ("KEoCN", "Red de educadores")),
            page("west/", "West side circle", "Colleagues of the west side meet each month."),
        ]
    )
)


def find(words: str) -> list[str]:
    program = shutil.which("node") or shutil.which("nodejs")
    if not program:
        lacking("no Node.js")
    text = json.dumps([INDEX, words, WORKER.read_text("utf-8")])
    done = subprocess.run([program, "-e", BROWSER], input=text, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "words,pages",
    [
        ("keocn", ["network/", "news/"]),
        ("red de educadores", ["network/"]),
        ("west side", ["west/"]),
        ("xyzzy", []),
    ],
)
def test_a_page_is_found_first_by_its_own_names(words: str, pages: list[str]) -> None:
    assert find(words) == pages
