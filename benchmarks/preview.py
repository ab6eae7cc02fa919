"""Measures the time in the preview of a large hub from saving one event to the page that shows it.

    python benchmarks/preview.py [--records 2000] [--rounds 10]

Like a browser, it asks MkDocs' server for changes, and then for the page. The time to lay out the page is not included.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import district

ROOT = Path(__file__).resolve().parents[1]
EVENT = "event-00007"


def main() -> None:
    """Makes the district, starts the preview, edits an event, and waits."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folder = Path(scratch) / "data"
        groups = max(4, options.records // 50)
        district.write(folder, options.records - 3 * groups - groups // 2, groups, partners=groups // 2)
        found = seconds(folder, options.rounds)
    result = f"from saving an event to its page: {statistics.median(found):.2f} s in the median"
    print(f"{options.records:,} records, {result} of {options.rounds}, at most {max(found):.2f} s")


def seconds(folder: Path, rounds: int) -> list[float]:
    """The seconds from saving an event in the folder until its page shows the change, for each round."""
    with _preview(folder) as address:
        return [_edited(folder, f"{address}events/{EVENT}/", f"Saved {number}") for number in range(rounds)]


def retitle(folder: Path, title: str) -> None:
    """Gives the event another title."""
    file = folder / "events" / "group-000.yml"
    text = file.read_text("utf-8")
    start = text.index(f"id: {EVENT}\n")
    file.write_text(text[:start] + re.sub(r"title: .*", f"title: {title}", text[start:], count=1), "utf-8")


@contextmanager
def _preview(folder: Path) -> Iterator[str]:
    """MkDocs' server on a data folder, after its first build."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = os.environ | {"AFFINITY_HUB_DATA": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    own |= {"SOURCE_DATE_EPOCH": str(int(district.NOW.timestamp()))}
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=ROOT, env=own) as server:
        address = f"http://127.0.0.1:{port}/"
        while _read(address) is None:
            assert server.poll() is None, "the preview has ended"
            time.sleep(0.2)
        yield address
        server.terminate()


def _edited(folder: Path, page: str, title: str) -> float:
    """Gives the event another title, and returns the seconds until its page shows the title."""
    epoch = re.search(r"livereload\((\d+), \d+\)", _read(page) or "")
    assert epoch
    began = time.perf_counter()
    retitle(folder, title)
    home = page.split("/events/")[0]
    while _read(f"{home}/livereload/{epoch[1]}/1") == epoch[1]:
        pass
    shown = _read(page) or ""
    took = time.perf_counter() - began
    assert f'<h1 dir="auto">{title}</h1>' in shown, "the page does not show the new title"
    time.sleep(1)
    return took


def _read(address: str) -> str | None:
    try:
        with urlopen(address, timeout=90) as answer:  # noqa: S310 - this machine's own
            text: str = answer.read().decode()
            return text
    except OSError:
        return None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2000, help="(default: 2000)")
    parser.add_argument("--rounds", type=int, default=10, help="(default: 10)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
