"""Feeds damaged data to the loader and reports inputs that take too long, take too much memory, or cause a crash.

    python tests/fuzz.py --rounds 2000 --seed 1

Each input is at most 1 MB. Before the rounds, a separate process checks each slow input of 1 MB from `large.py`, from
the start of Python to the end of the answer. Then each round changes some bytes in one file of a valid district. The
exit status is 1 if there was a traceback or an input exceeded the limits.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from affinity_hub import load
from affinity_hub.core.problems import DataError

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.large import MEGABYTE, large

SITE = Path(__file__).parent / "sites" / "full"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
PIECES = (
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b": ",
        b"- ",
        b"\n",
        b"  ",
        b"\t",
        b"#",
        b"&a ",
        b"*a ",
        b"!!x ",
        b"|",
        b">",
        b'"',
        b"'",
        b"\\",
    ),
    *(
        b"\xff",
        b"\x00",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
        b"---\n",
        b"...\n",
        b"%YAML 9\n",
        b"<<: ",
        b"? ",
        b"~",
        b"null",
    ),
    *(b"2026-99-99", b"99:99", b"every 9 weeks", b"FREQ=SECONDLY", b"9" * 30, b"a" * 300, b"@", b"://", b"&#x202e;"),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with pieces inserted, removed, or duplicated."""
    for _ in range(chance.randint(1, 6)):
        place, length = chance.randrange(len(data) + 1), chance.randrange(40)
        part = chance.choice((chance.choice(PIECES), b"", data[place : place + length] * 2))
        data = data[:place] + part + data[place + chance.choice((0, length)) :]
    return data[:MEGABYTE]


def attempt(folder: Path, name: str, data: bytes, seconds: float) -> str:
    """The fault in how the loader handles a file; empty if there is none."""
    path = folder / name
    kept = path.read_bytes()
    path.write_bytes(data[:MEGABYTE])
    start = time.process_time()
    try:
        load(folder, NOW)
    except DataError:
        pass
    except Exception as error:  # noqa: BLE001 - any other exception is a fault
        return f"{type(error).__name__}: {error}"[:300]
    finally:
        path.write_bytes(kept)
    took = time.process_time() - start
    return f"took {took:.1f} s" if took > seconds else ""


def checked(folder: Path, name: str, data: bytes, options: argparse.Namespace) -> str:
    """The fault in how the program handles a file; empty if there is none."""
    path = folder / name
    kept = path.read_bytes()
    path.write_bytes(data)
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "affinity_hub", "check", str(folder)]
        process = subprocess.Popen(command, stdout=said, stderr=said)
        # Ten times the limit. A program that takes even longer would never end.
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (int(options.seconds * 10), int(options.seconds * 10)))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        answer = said.read()
    path.write_bytes(kept)
    took, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    is_over = took > options.seconds or megabytes > options.megabytes or len(answer) > MEGABYTE
    is_broken = process.returncode not in (0, 1) or b"Traceback" in answer
    told = f"{took:.1f} s, {megabytes} MB, answer of {len(answer):,} bytes, status {process.returncode}"
    return told if is_over or is_broken else ""


def main() -> int:
    """Runs all rounds, and returns 0 if it finds no fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500, help="how many damaged files (default: 500)")
    parser.add_argument("--seed", type=int, default=0, help="for the same files again (default: 0)")
    parser.add_argument("--seconds", type=float, default=2.0, help="of processor time for an input (default: 2)")
    parser.add_argument("--megabytes", type=int, default=500, help="of memory for all of them (default: 500)")
    parser.add_argument("--only", default="", metavar="WORDS", help="only the inputs of 1 MB that are called like this")
    parser.add_argument("--small", action="store_true", help="without the inputs of 1 MB")
    options = parser.parse_args()
    chance, found = random.Random(options.seed), []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(SITE, Path(place) / "district"))
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yml"))
        for label, name, data in () if options.small else large():
            if options.only in label:
                wrong = checked(folder, name, data, options)
                found += [label] if wrong else []
                sys.stdout.write(f"{label}: {wrong or 'fine'}\n")
        for number in range(options.rounds):
            name = chance.choice(names)
            data = mutated((folder / name).read_bytes(), chance)
            if wrong := attempt(folder, name, data, options.seconds):
                sys.stdout.write(f"round {number}, {name}: {wrong}\n{data!r}\n")
                found.append(str(number))
    # `ru_maxrss` would begin with the memory of the program that started this one.
    status = Path("/proc/self/status").read_text("utf-8")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) // 1024
    sys.stdout.write(f"{options.rounds} rounds, {len(found)} found, {peak} MB at most\n")
    return 1 if found or peak > options.megabytes else 0


if __name__ == "__main__":
    sys.exit(main())
