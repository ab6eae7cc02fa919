"""Draws the pictures of the repository again: `make screenshots`.

Screenshots of the sample district, on a fixed day, for README and docs; and the card and the icon that other programs
show for the site, which must be PNG files.
"""

from __future__ import annotations

import base64
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "docs" / "assets" / "screenshots"
ASSETS: Final = ROOT / "overrides" / "assets"
NOW: Final = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
PAGES: Final = {
    "home": "",
    "group": "groups/educators-of-color-network/",
    "agenda": "events/",
    "month": "events/months/2026-12/",
    "embed": "embed/",
}
SIZES: Final = ((1280, 900), (390, 844))
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
# The largest total size of the pictures in a clone of the repository.
MOST_BYTES: Final = 2_000_000
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without logging."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Logs nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def program() -> str:
    """The path of the browser. CHROMIUM names it if it has an unusual name."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or sys.exit(f"No browser: install one of {', '.join(BROWSERS)}, or name its program in CHROMIUM.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def build_sample(folder: Path) -> None:
    """Builds the sample district as of the fixed day."""
    command = (sys.executable, "-m", "affinity_hub", "build", "examples/sample-district", "--out", str(folder))
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def take(browser: Browser, address: str) -> None:
    """Takes a screenshot of every page in every size and color scheme, as WebP, which is a third of the size of PNG."""
    for width, height in SIZES:
        for scheme in SCHEMES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            page.goto(address)  # otherwise, a late font would appear only on the next page
            for name, path in PAGES.items():
                page.goto(address + path, wait_until="networkidle")
                options = {"format": "webp", "quality": 60}
                data = context.new_cdp_session(page).send("Page.captureScreenshot", options)["data"]
                (FOLDER / f"{name}-{width}-{scheme}.webp").write_bytes(base64.b64decode(data))
            context.close()


def draw(browser: Browser) -> None:
    """Draws the card of 1200 × 630 that messengers show, without words, and the icon of 180 × 180 for home screens."""
    card = f"{_picture('table', 'left: 345px; top: 40px; width: 510px')}<p style='{_band('weave')}'>"
    icon = _picture("mark", "left: 10px; top: 10px; width: 160px")
    for name, html, width, height in (("card", card, 1200, 630), ("touch-icon", icon, 180, 180)):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_content(f"<body style='margin: 0; background: #123b32'>{html}")
        page.screenshot(path=ASSETS / f"{name}.png")
        page.close()


def _picture(name: str, style: str) -> str:
    return f"<img src='{_data(name)}' style='position: absolute; {style}'>"


def _band(name: str) -> str:
    where = "position: absolute; left: 0; right: 0; bottom: 0; height: 44px; margin: 0"
    return f'{where}; background: url("{_data(name)}") repeat-x center / 156px 44px'


def _data(name: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode((ASSETS / f"{name}.svg").read_bytes()).decode()


def main() -> None:
    """Draws everything, and prints the total size."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Path(folder) / "site"
        build_sample(site)
        with served(site) as address:
            take(browser, address)
        draw(browser)
    weight = sum(path.stat().st_size for path in [*FOLDER.iterdir(), *ASSETS.glob("*.png")])
    print(f"{len(list(FOLDER.glob('*.webp')))} screenshots in {FOLDER.relative_to(ROOT)}, {weight // 1000} kB in all.")
    if weight > MOST_BYTES:
        sys.exit(f"That is more than {MOST_BYTES // 1000} kB. Take fewer or smaller pictures.")


if __name__ == "__main__":
    main()
