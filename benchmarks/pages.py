"""Measures pages of the sample district in Chromium over loopback: `python benchmarks/pages.py [--lighthouse]`.

It measures the size of an embed, the time of a search until its result is drawn, and the layout shift while a page
loads. With `--lighthouse`, after `npm ci` in this folder, it also gets Lighthouse's four scores for a group's page on
the mobile preset.
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
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from screenshots import build_sample, chromium, program  # noqa: E402 - a program beside this one

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GROUP: Final = "groups/educators-of-color-network/"
ALIAS: Final = "Red de Educadores"
PAGES: Final = (
    "",
    "groups/",
    GROUP,
    "events/",
    "events/months/2026-12/",
    "events/eocn-monthly/",
    "calendars/",
    "404.html",
)
ROUNDS: Final = 5
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
SHIFT: Final = """new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift = (window.shift || 0) + entry.value;
}).observe({type: 'layout-shift', buffered: true})"""
# The time from the key that completes the words until the result is drawn.
SEARCH: Final = """words => new Promise(done => {
    const field = document.querySelector('.hub-search input'), start = performance.now();
    const look = () => document.querySelector('.hub-search a[href*="groups/educators-of-color-network/"]')
        ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
    field.value = words;
    field.dispatchEvent(new InputEvent('input'));
    look();
})"""


class Packed(SimpleHTTPRequestHandler):
    """Serves files like a web host: text is compressed, and all files may be cached for a while."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Sends a file, or a response that says that the file does not exist."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        packs = path.suffix not in (".png", ".webp", ".gz")
        body = gzip.compress(body, mtime=0) if packs else body
        self.send_response(200)
        for name, value in self.headers_of(path, len(body), packs=packs).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def headers_of(self, path: Path, length: int, *, packs: bool) -> dict[str, str]:
        """The headers of a response."""
        kind = self.guess_type(path)
        found = {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            "Content-Length": str(length),
            "Cache-Control": "max-age=600",
        }
        return found | ({"Content-Encoding": "gzip"} if packs else {})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Logs nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Packed, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def embeds(site: Path, browser: Browser, address: str) -> None:
    """The heaviest embed, compressed, and its requests."""
    paths = [path for path in site.glob("embed/*/**/index.html") if "auto" not in path.parts]
    sizes = {path: len(gzip.compress(path.read_bytes(), mtime=0)) for path in paths}
    heaviest = max(sizes, key=lambda path: sizes[path])
    name, page, asked = heaviest.relative_to(site).parent.as_posix() + "/", browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if request.frame.parent_frame else None)
    page.set_content(f'<iframe sandbox="" src="{address}{name}"></iframe>')
    page.wait_for_load_state("networkidle")
    page.close()
    print(f"embeds      {len(paths)}, the heaviest {sizes[heaviest]} bytes packed ({name}), {len(asked)} request(s)")


def begin_search(page: Page) -> None:
    """Opens the search, and waits until its index is loaded and there are no more requests."""
    page.get_by_role("banner").get_by_role("button", name="Search").first.click()
    page.keyboard.type("groups")
    found = page.locator(".hub-search ol a").first
    found.wait_for(timeout=120_000)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Backspace")
    found.wait_for(state="detached")


def search(browser: Browser, address: str) -> None:
    """Milliseconds from the last key to the drawn result of a group's alias, with the index loaded."""
    took = []
    for _ in range(ROUNDS):
        page = browser.new_page()
        page.goto(address)
        begin_search(page)
        took.append(page.evaluate(SEARCH, ALIAS))
        page.close()
    print(f"search      {statistics.median(took):.0f} ms, median of {ROUNDS} ({min(took):.0f} to {max(took):.0f})")


def shifts(browser: Browser, address: str) -> None:
    """The cumulative layout shift of each type of page on a phone, during and after loading."""
    for name in PAGES:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.add_init_script(SHIFT)
        page.goto(address + name, wait_until="networkidle")
        print(f"CLS         {page.evaluate('window.shift || 0'):.4f}  /{name}")
        context.close()


def lighthouse(address: str) -> None:
    """Lighthouse's scores of a group's page, mobile preset, and every audit below its best."""
    command = ("npx", "--no-install", "lighthouse", address + GROUP, "--output=json", "--quiet")
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    done = subprocess.run(
        [*command, flags, f"--only-categories={','.join(CATEGORIES)}"],
        cwd=Path(__file__).parent,
        env=os.environ | {"CHROME_PATH": program()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"Lighthouse did not run. Once:  npm ci --prefix benchmarks\n{done.stderr}")
    report = json.loads(done.stdout)
    for name in CATEGORIES:
        category = report["categories"][name]
        print(f"lighthouse  {name}: {round(category['score'] * 100)}")
        for part in category["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"            {part['id']}: {audit['score']} {audit.get('displayValue', '')}")


def main() -> None:
    """Builds the sample district and measures it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lighthouse", action="store_true", help="run Lighthouse as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build_sample(site)
        with served(site) as address:
            with chromium() as browser:
                embeds(site, browser, address)
                search(browser, address)
                shifts(browser, address)
            if options.lighthouse:
                lighthouse(address)


if __name__ == "__main__":
    main()
