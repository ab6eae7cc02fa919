"""Measures builds of whole sites, and compares them with other generators that make the same pages.

    make bench-site     or     python benchmarks/site.py [--sizes 200 2000 10000] [--rounds 3] [--peers hugo eleventy]

Made-up districts (`district.py`) are built cold, each time in separate processes, in turns with the peers (`peers.py`),
which make only the pages. After each cold build, our own site is built again with the cache that the cold build left:
with one event changed, and for the next day. At `PREVIEW` records, the preview is measured as well. With --docs, the
numbers go into handbook/performance.md, a chart beside it, and benchmarks/site.json; with --docs and --rounds 0,
earlier measurements are written there again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import district
import peers
import preview
from affinity_hub.environment import make
from affinity_hub.site.artifact_cache import CACHE
from results import CHANGED, NEW_DAY, document, table

HUB: Final = "affinity-hub"
PREVIEW: Final = 2000
RESULTS: Final = Path(__file__).with_name("site.json")
EVERY: Final = 0.1


class Cost(NamedTuple):
    """The results of one build: wall seconds, processor seconds, and the most memory that its processes held at once,
    in MB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Makes the districts, builds in turns, and prints the results."""
    options = _options()
    os.environ |= {"SOURCE_DATE_EPOCH": str(int(district.NOW.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
    found = json.loads(RESULTS.read_text("utf-8")) if not options.rounds else _measured(options)
    print("\n" + table(found))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    if options.docs:
        RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        document(found)


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    peers.install(options.peers)
    sizes = []
    for records in sorted({*options.sizes, *options.alone}):
        names = [HUB, *(options.peers if records in options.sizes else ())]
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            sizes.append(_size(records, names, options.rounds, Path(scratch)))
    return {
        "sizes": sizes,
        "rounds": options.rounds,
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "versions": {"hugo": peers.HUGO, "eleventy": peers.ELEVENTY},
    }


def _size(records: int, names: list[str], rounds: int, scratch: Path) -> dict[str, Any]:
    """The medians at one size."""
    folder = scratch / "data"
    groups = max(4, records // 50)
    partners = groups // 2
    district.write(folder, records - 3 * groups - partners, groups, partners=partners)
    projects, pages, files = _projects(folder, names, scratch)
    print(f"{records:,} records: {pages:,} pages, {files:,} files", flush=True)
    costs: dict[str, list[Cost]] = {}

    def measure(number: int, name: str, command: list[str], place: Path, **variables: str) -> None:
        for old in (place / "site", place / "public", place / "cache", place / "resources"):
            shutil.rmtree(old, ignore_errors=True)
        costs.setdefault(name, []).append(cost := built(command, place, variables))
        built_pages = sum(1 for _ in (place / "site").rglob("*.html"))
        line = f"  {number + 1}  {name:<14}{cost.wall:8.2f} s {cost.cpu:8.2f} s CPU {cost.memory:7.0f} MB"
        print(f"{line} {built_pages:7,} HTML files", flush=True)
        assert built_pages >= pages, f"{name} left pages out"

    for number in range(rounds):
        CACHE.unlink(missing_ok=True)
        measure(number, HUB, *projects[HUB])
        preview.retitle(folder, f"Round {number}")
        measure(number, CHANGED, *projects[HUB])
        tomorrow = district.NOW + dt.timedelta(days=1)
        measure(number, NEW_DAY, *projects[HUB], SOURCE_DATE_EPOCH=str(int(tomorrow.timestamp())))
        for name in names[1:]:
            measure(number, name, *projects[name])
    medians = {name: Cost(*map(statistics.median, zip(*each, strict=True)))._asdict() for name, each in costs.items()}
    found = {"records": records, "pages": pages, "files": files, "costs": medians}
    return found | ({"preview": statistics.median(preview.seconds(folder, 5))} if records == PREVIEW else {})


def _projects(folder: Path, names: list[str], scratch: Path) -> tuple[dict[str, tuple[list[str], Path]], int, int]:
    """The command to run and its folder, and the number of pages and files that we make."""
    files = list(make(folder, district.NOW).files)
    pages = [file for file in files if file.is_page]
    (own := scratch / HUB).mkdir()
    command = [sys.executable, "-m", "affinity_hub", "build", str(folder), "--out", "site"]
    projects = {HUB: (command, own)}
    if len(names) > 1:
        around = _around(scratch)
        for name in names[1:]:
            peers.write(name, scratch / name, pages, around)
            projects[name] = (peers.command(name, scratch / name), scratch / name)
    return projects, len(pages), len(files)


def _around(scratch: Path) -> str:
    """Our layout, taken from a page of a small site."""
    district.write(scratch / "small", 10, 2)
    command = [sys.executable, "-m", "affinity_hub", "build", str(scratch / "small"), "--out", str(scratch / "shell")]
    subprocess.run(command, check=True, capture_output=True)
    body = next(file for file in make(scratch / "small", district.NOW).files if file.path == "partners/index.html")
    page = (scratch / "shell" / body.path).read_text("utf-8")
    return peers.shell(page, body.content.decode())


def built(command: list[str], place: Path, variables: dict[str, str]) -> Cost:
    """The cost of one build, which runs without standard output and must not fail."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(peers.ROOT / "hooks")} | variables
    with subprocess.Popen(
        command, cwd=place, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as run:
        watch = Watch(run.pid)
        watch.start()
        assert run.stderr
        said = run.stderr.read().decode()
        status = run.wait()
        wall = time.perf_counter() - start
        watch.done.set()
        watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        sys.exit(f"{command} failed:\n{said}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, watch.most / 1024)


class Watch(threading.Thread):
    """Measures, ten times a second, the memory of a process and of all processes that it started. Shared pages count
    once."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.done, self.most = process, threading.Event(), 0

    def run(self) -> None:
        """Measures until the process ends."""
        while not self.done.wait(EVERY):
            self.most = max(self.most, sum(map(_memory, _family(self.process))))


def _family(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _memory(process: int) -> int:
    """The memory of a process in kB, with its share of memory that it shares with other processes (Linux,
    /proc/PID/smaps_rollup)."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has ended
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=[200, 2000, 10_000],
        help="numbers of records for builds compared with the peers",
    )
    parser.add_argument(
        "--alone", type=int, nargs="*", default=[], help="numbers of records for builds without the peers"
    )
    parser.add_argument("--rounds", type=int, default=3, help="(default: 3)")
    parser.add_argument("--peers", nargs="*", choices=list(peers.SETUPS), default=list(peers.SETUPS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to this file")
    parser.add_argument("--docs", action="store_true", help="write handbook/performance.md, its chart, and site.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
