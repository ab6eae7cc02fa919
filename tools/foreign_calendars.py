"""Reads the calendar files in a folder as an import does, and compares the dates with those of two other readers.

    python tools/foreign_calendars.py FOLDER [--today YYYY-MM-DD] [--all]

The folder has files with which other projects test their calendar programs. It is not part of this repository. A file
must cause no traceback, and take less than two seconds. The dates that are imported must be those that two other
readers find, or an entry must be left out with a reason. `--all` lists every file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks")]

from affinity_hub.intake.events.read import CalendarReading, read_calendar  # noqa: E402
from affinity_hub.intake.ics.content_lines import BrokenCalendarError  # noqa: E402

from tests.intake.oracle import READERS, SITE, Span, imported, wanted  # noqa: E402

SECONDS: Final = 2.0
DAYS: Final = 380


class Judged(NamedTuple):
    """The result for a file: a word to count, and an explanation."""

    word: str
    said: str = ""


def judged(data: bytes, today: dt.date) -> Judged:
    """How an import reads a file, compared with the other readers."""
    begun = time.process_time()
    try:
        reading = read_calendar(data, wanted(today))
        if reading.asks_zone and not reading.zone_named:
            reading = read_calendar(data, wanted(today, zone=SITE))
    except BrokenCalendarError as error:
        return Judged("refused", str(error))
    took = time.process_time() - begun
    if took > SECONDS:
        return Judged("SLOW", f"{took:.1f} s")
    last = today + dt.timedelta(days=DAYS)
    ours = imported(reading, today, last)
    return _compared(data, reading, ours, today, last)


def _compared(data: bytes, reading: CalendarReading, ours: set[Span], today: dt.date, last: dt.date) -> Judged:
    agreed, said = 0, []
    for name, by in READERS.items():
        try:
            theirs = by(data, today, last)
        except Exception as error:  # noqa: BLE001 - another reader may raise anything
            said.append(f"{name} cannot read it: {type(error).__name__}")
            continue
        if ours == theirs or (reading.left_out and ours < theirs):
            agreed += 1
        else:
            said.append(f"{name}: {len(ours - theirs)} more here, {len(theirs - ours)} more there")
    word = "left out in part" if reading.left_out else "read"
    if agreed == len(READERS):
        return Judged(f"{word}, as both readers")
    if agreed or all("cannot read" in line for line in said):
        return Judged(f"{word}, as {agreed} reader", "; ".join(said))
    return Judged("DIFFERENT", "; ".join(said))


def main() -> int:
    """Reads every file, prints unusual results, and counts the results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--today", type=dt.date.fromisoformat, help="compare the dates from this day on only")
    parser.add_argument("--all", action="store_true", help="list every file")
    options = parser.parse_args()
    counts, bad = Counter[str](), 0
    for path in sorted(path for path in options.folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for today in [options.today] if options.today else days_in(data):
            found = judged(data, today)
            counts[found.word] += 1
            is_bad = found.word.isupper()
            bad += is_bad
            if is_bad or options.all:
                print(f"{found.word}: {path.relative_to(options.folder)} from {today}: {found.said}")
    for word, count in sorted(counts.items()):
        print(f"{count:5} {word}")
    return 1 if bad else 0


def days_in(data: bytes) -> list[dt.date]:
    """A day just before the first entry of a file, so that its dates are in the future."""
    import re

    found = [int(year) for year in re.findall(rb"DTSTART[^:\r\n]*:((?:199|20)\d\d)\d{4}", data)]
    return [dt.date(min(max(min(found, default=2026), 1990), 2100) - 1, 12, 31)]


if __name__ == "__main__":
    sys.exit(main())
