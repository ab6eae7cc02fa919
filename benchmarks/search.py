"""Measures the search on a district of 2,000 records, on a machine that is four times slower: `python
benchmarks/search.py`.

Chromium slows the page down (Emulation.setCPUThrottlingRate), but refuses to slow the worker of the search. So the time
of each answer is added three more times, as if the worker were four times slower, too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import district  # noqa: E402 - a module beside this one
from pages import begin_search, served  # noqa: E402
from screenshots import chromium  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

RECORDS: Final = 2000
GROUPS: Final = RECORDS // 20
PARTNERS: Final = 40
SLOWER: Final = 4
ROUNDS: Final = 7
# The typed words: a word in few entries, the beginning of a word, a word in a quarter of the entries, and words in most
# of the entries.
WORDS: Final = {
    "a short name": f"EG{GROUPS // 2}",
    "three letters": "edu",
    "a common word": "mentoring",
    "a whole name of common words": f"educators of group {GROUPS // 2}",
}
# The time of the worker from a question to its answer, including messages between the page and the worker.
TOLD: Final = """(() => {
    window.took = 0;
    window.Worker = class extends window.Worker {
        constructor(url) {
            super(url);
            this.addEventListener("message", () => { window.took += performance.now() - this.asked; });
        }
        postMessage(words) {
            this.asked = performance.now();
            super.postMessage(words);
        }
    };
})()"""
# The time until the first result is on the page, and the worker's part of that time. With `begin`, the script opens the
# search first.
SHOWN: Final = """([words, begin]) => new Promise(done => {
    const start = performance.now(), before = window.took;
    const list = document.querySelector(".hub-search ol"), field = document.querySelector(".hub-search input");
    new MutationObserver(() => {
        if (list.querySelector("a")) done([performance.now() - start, window.took - before]);
    }).observe(list, {childList: true});
    if (begin) document.querySelector("[data-hub=search]").click();
    field.value = words;
    field.dispatchEvent(new InputEvent("input"));
})"""


def build(folder: Path, site: Path) -> None:
    """Builds the made-up district as of its day."""
    events = RECORDS - 3 * GROUPS - PARTNERS
    district.write(folder, events, GROUPS, partners=PARTNERS)
    command = (sys.executable, "-m", "affinity_hub", "build", str(folder), "--out", str(site))
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(district.NOW.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def slowed(page: Page) -> list[str]:
    """Slows the page down, tries the same for each worker that the page starts, and returns the answers for the
    workers."""
    session, answers = page.context.new_cdp_session(page), list[str]()
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.on("Target.attachedToTarget", lambda event: _slow_worker(session, event["sessionId"]))
    session.on("Target.receivedMessageFromTarget", lambda event: answers.append(event["message"]))
    session.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False})
    return answers


def _slow_worker(session: CDPSession, target: str) -> None:
    for number, (method, options) in enumerate(
        (("Emulation.setCPUThrottlingRate", {"rate": SLOWER}), ("Runtime.runIfWaitingForDebugger", {})), 1
    ):
        message = json.dumps({"id": number, "method": method, "params": options})
        session.send("Target.sendMessageToTarget", {"sessionId": target, "message": message})


def once(browser: Browser, address: str, words: str, *, waiting: bool) -> tuple[float, float, list[str]]:
    """The milliseconds until the first result, the worker's share of this time, and Chromium's answer about slowing the
    worker.

    With `waiting`, the index is loaded before the last key is typed. Without `waiting`, someone opens the search and
    pastes the words.
    """
    page = browser.new_page()
    page.add_init_script(TOLD)
    answers = slowed(page)
    page.goto(address)
    if waiting:
        begin_search(page)
        page.wait_for_timeout(300)
    total, worker = page.evaluate(SHOWN, [words, not waiting])
    page.close()
    return total, worker, answers


def measure(browser: Browser, address: str) -> None:
    """Prints a line for each word that is typed into a loaded search, and then the time to open the search."""
    for name, words in WORDS.items():
        _say(f"{name} ({words}), typed", [once(browser, address, words, waiting=True) for _ in range(ROUNDS)])
    words = WORDS["a short name"]
    _say(
        "the same, in a search that was not open", [once(browser, address, words, waiting=False) for _ in range(ROUNDS)]
    )


def _say(what: str, found: list[tuple[float, float, list[str]]]) -> None:
    total, worker = statistics.median(one[0] for one in found), statistics.median(one[1] for one in found)
    told = [json.loads(answer) for answer in found[0][2]]
    is_slowed = any(answer.get("id") == 1 and "error" not in answer for answer in told)
    whole = total if is_slowed else total + (SLOWER - 1) * worker
    print(f"{what:50} {whole:6.0f} ms; {total:.0f} with the page slowed, {worker:.0f} of it in the worker")


def main() -> None:
    """Builds the district and measures the search on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a site that was built before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        site = options.site or Path(scratch) / "site"
        if not options.site:
            build(Path(scratch) / "data", site)
        index = (site / "search" / "search_index.json").read_bytes()
        packed = len(gzip.compress(index, mtime=0))
        print(f"{len(json.loads(index)['docs'])} entries, {len(index):,} bytes, {packed:,} packed")
        with served(site) as address, chromium() as browser:
            measure(browser, address)


if __name__ == "__main__":
    main()
