"""Measures how long reading a foreign calendar takes, and how much memory: a file of 2 MB with 1,990 entries.

    python benchmarks/intake.py [--entries N]

Half of the entries are series, some with exceptions. The target is less than two seconds and 150 MB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from affinity_hub.intake.events.read import Wanted, read_calendar  # noqa: E402
from affinity_hub.intake.ics.content_lines import MAX_FOREIGN_CALENDAR_BYTES  # noqa: E402

TODAY: Final = dt.date(2026, 11, 29)
ZONE: Final = "America/Los_Angeles"


def calendar(entries: int) -> bytes:
    """A calendar of nearly 2 MB."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tea//Tea//EN"]
    filler = "x" * (MAX_FOREIGN_CALENDAR_BYTES // entries - 235)
    for number in range(entries):
        start = dt.datetime.combine(TODAY, dt.time(8)) + dt.timedelta(days=number % 300, minutes=15 * (number % 40))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@calendar.example",
            f"SUMMARY:Meeting {number}",
            f"DESCRIPTION:{filler}",
        ]
        lines += [f"DTSTART;TZID={ZONE}:{start:%Y%m%dT%H%M%S}", "DURATION:PT1H"]
        lines += [f"ATTENDEE;CN=Pat:mailto:pat{number}@calendar.example"]
        if number % 2:
            lines.append("RRULE:FREQ=WEEKLY;COUNT=30")
        if number % 6 == 1:
            lines.append(f"EXDATE;TZID={ZONE}:{start + dt.timedelta(weeks=2):%Y%m%dT%H%M%S}")
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def main() -> None:
    """Reads the calendar once, and prints the time and memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=1_990)
    data = calendar(parser.parse_args().entries)
    begun = time.process_time()
    reading = read_calendar(data, Wanted(ZONE, TODAY, TODAY + dt.timedelta(days=400), "hub.example", titles=True))
    seconds, memory = time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(data) / 1e6:.2f} MB, {len(reading.blocks)} events, {len(reading.left_out)} left out")
    print(f"{seconds:.2f} s of processor time, {memory:.0f} MB")


if __name__ == "__main__":
    main()
