"""Measures how fast ten thousand recurring events are loaded, checked, and written as calendars, compared with the
minimum cost.

    make bench     or     python benchmarks/feeds.py [--events 10000] [--groups 200] [--rounds 3] [--json FILE]

benchmarks/README.md describes the comparison and has the results. Every measurement runs in its own process, forked
from a process that has only imported the modules, so that no round benefits from an earlier round. Compared
measurements take turns. The machine may be shared, so the output has CPU time beside wall time, and the ratios are
ratios of median CPU times.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import district
import icalendar
import naive
import yaml
from affinity_hub.calendars import catalog
from affinity_hub.calendars.files import calendar_files
from affinity_hub.checks.checked_hub import load
from affinity_hub.cli.main import main as run_command
from affinity_hub.hub.hub import Hub
from affinity_hub.hub.loader import HubLoader
from affinity_hub.site.generated_site import write
from affinity_hub.views.site import Site

FORK = multiprocessing.get_context("fork")


class Cost(NamedTuple):
    """The wall time and the CPU time of a measurement, in seconds."""

    wall: float
    cpu: float


class Compared(NamedTuple):
    """Two tasks to compare, the target of the ratio of their medians (if there is one), and whether the target is a
    maximum or a minimum."""

    what: str
    one: str
    other: str
    target: float | None = None
    at_most: bool = True


COMPARED = (
    Compared("load: read, validate, and expand, compared with yaml.parse", "load", "parse", 4),
    Compared("check: everything, compared with yaml.parse", "check", "parse"),
    Compared("write all feeds, compared with serializing each VEVENT once", "feeds", "once", 1.3),
    Compared("build feeds naively with icalendar, compared with writing them", "naive", "feeds", 5, at_most=False),
)


def main() -> None:
    """Makes the district, measures, and prints the results."""
    options = _options()
    os.environ["SOURCE_DATE_EPOCH"] = str(int(district.NOW.timestamp()))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "district"
        district.write(folder, options.events, options.groups, options.seed)
        texts = [path.read_bytes() for path in sorted(folder.rglob("*.yml"))]
        size = sum(map(len, texts))
        print(f"{options.events:,} events in {options.groups} groups, {size:,} bytes of YAML in {len(texts)} files")
        reading = {"parse": lambda: _parse(texts), "load": lambda: _load(folder), "check": lambda: _check(folder)}
        costs = _rounds(options.rounds, reading)
        # From here on, the process is large, and every garbage collection would go through all of its objects.
        hub, _ = load(folder, district.NOW)
        site = Site(hub, district.NOW)
        files = list(catalog.calendars(site, hub.schedules))
        entries = {entry.uid: entry for feed in files for entry in feed.entries if not feed.discreet_form}
        shown = sum(len(feed.entries) for feed in files if not feed.discreet_form)
        print(f"{len(files):,} feeds; each event in {shown / len(entries):.1f} and in one discreet feed")
        plain = naive.values(entries.values())
        known = naive.values(entry for feed in files for entry in feed.entries)
        gc.freeze()
        out = Path(scratch) / "out"
        costs |= _rounds(
            options.rounds,
            {
                "once": lambda: naive.once(plain),
                "feeds": lambda: write(calendar_files(hub, site), _fresh(out)),
                "naive": lambda: naive.write(files, known, _fresh(out)),
            },
        )
    _report(costs, options.json)


def _parse(texts: list[bytes]) -> None:
    for text in texts:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass


def _load(folder: Path) -> Hub:
    """The first steps of every command: the data, the days of all events, and their starts."""
    gc.disable()  # like `affinity-hub`
    reader = HubLoader(folder)
    hub = reader.read_hub({})
    assert hub
    assert not reader.problems
    for schedule in hub.schedules.values():
        assert len(schedule.usual) == len(schedule.dates)  # the starts are made when someone asks for them
    return hub


def _check(folder: Path) -> None:
    gc.disable()  # like `affinity-hub`
    with contextlib.redirect_stdout(io.StringIO()):
        assert run_command(["check", str(folder)]) == 0


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _rounds(rounds: int, tasks: Mapping[str, Callable[[], Any]]) -> dict[str, Cost]:
    """The medians of each task, run in turns."""
    costs: dict[str, list[Cost]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            costs[name].append(_forked(task))
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in costs.items()}


def _forked(task: Callable[[], Any]) -> Cost:
    here, there = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_measure, args=(task, there))
    process.start()
    there.close()
    cost: Cost = here.recv()
    process.join()
    return cost


def _measure(task: Callable[[], Any], answer: Connection) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    _kept = task()  # freeing the objects is not measured: `affinity-hub` ends with all objects in memory
    answer.send(Cost(time.perf_counter() - wall, time.process_time() - cpu))


def _report(costs: dict[str, Cost], file: Path | None) -> None:
    print(f"\n{'seconds':<12}{'wall':>8}{'CPU':>8}")
    for name, cost in costs.items():
        print(f"{name:<12}{cost.wall:>8.2f}{cost.cpu:>8.2f}")
    ratios = {}
    print(f"\n{'ratio of CPU times':<64}{'measured':>9}{'aim':>8}")
    for what, word, other, target, at_most in COMPARED:
        ratios[what] = ratio = costs[word].cpu / costs[other].cpu
        aim = ""
        if target is not None:
            met = ratio <= target if at_most else ratio >= target
            aim = f"{'≤' if at_most else '≥':>4} {target:<3g}  {'met' if met else 'NOT MET'}"
        print(f"{what:<64}{ratio:>9.2f}{aim}")
    print(f"\nicalendar {icalendar.__version__}, PyYAML {yaml.__version__}, {os.cpu_count()} cores")
    if file:
        rows = {name: cost._asdict() for name, cost in costs.items()}
        file.write_text(json.dumps({"seconds": rows, "ratios": ratios}, indent=2) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in {"events": 10_000, "groups": 200, "rounds": 3, "seed": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"(default: {default})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers to this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
