"""Feeds the loader with damaged data and reports what takes long, takes much memory or breaks.

    python tests/fuzz.py --rounds 2000 --seed 1

Each input is at most 1 MB. A round changes some bytes of one file of a valid district; before them come inputs of 1 MB
that are made to be slow. It ends with 1 after the first traceback, and after the first input over the limits.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from affinity_hub import load
from affinity_hub.problems import DataError

SITE = Path(__file__).parent / "sites" / "full"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
MEGABYTE = 1024 * 1024
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


def large() -> Iterator[tuple[str, bytes]]:
    """Inputs of 1 MB, each for another part of the loader."""
    keys = ("name: Tea", "kind: affinity", "summary: Tea.", "open_to: All.", "purpose: ")
    head = "groups:\n  - id: tea-circle\n    " + "\n    ".join(keys)
    event = "  - {{id: e{0}, title: T, kind: gathering, starts: 2026-01-01, repeats: every day, until: 2199-01-01}}\n"
    yield "brackets", b"groups: " + b"[" * MEGABYTE
    yield "braces", b"groups: " + b"{a: " * (MEGABYTE // 4)
    yield "dashes", b"groups:\n" + b"- a\n" * (MEGABYTE // 4)
    yield "lists", b"groups:\n" + b"- []\n" * (MEGABYTE // 5)
    yield "keys", b"groups:\n" + b"".join(b"k%d: a\n" % n for n in range(90_000))
    yield "unknown keys", b"groups:\n- " + b"\n  ".join(b"nam%d: a" % n for n in range(75_000))
    yield "one key", b"groups:\n- " + b"id: a\n  " * (MEGABYTE // 8)
    yield "entries", b"groups:\n" + b"- {id: a}\n" * (MEGABYTE // 10)
    yield "ids", b"groups:\n" + b"".join(b"- {id: a%d}\n" % n for n in range(70_000))
    yield "quote", b'groups: "' + b"a" * MEGABYTE
    yield "escapes", b'groups: "' + b"\\u202e" * (MEGABYTE // 6) + b'"'
    yield "word", head.encode() + b"a" * MEGABYTE
    yield "comments", b"groups: []\n" + b"#\n" * (MEGABYTE // 2)
    yield "hashes", b"groups:\n" + b"- a #b\n" * (MEGABYTE // 7)
    yield "tabs", b"groups:\n" + b"\t" * MEGABYTE
    yield "lines", head.encode() + b"|\n" + b"      253-\n" * (MEGABYTE // 11)
    yield "ats", head.encode() + b"a@" * (MEGABYTE // 2)
    yield "series", ("events:\n" + "".join(event.format(n) for n in range(9_000))).encode()[:MEGABYTE]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with some pieces put in, taken out or doubled."""
    for _ in range(chance.randint(1, 6)):
        place, length = chance.randrange(len(data) + 1), chance.randrange(40)
        part = chance.choice((chance.choice(PIECES), b"", data[place : place + length] * 2))
        data = data[:place] + part + data[place + chance.choice((0, length)) :]
    return data[:MEGABYTE]


def attempt(folder: Path, name: str, data: bytes, seconds: float) -> str:
    """What is wrong with how the loader takes a file; nothing if all is well."""
    path = folder / name
    kept = path.read_bytes()
    path.write_bytes(data[:MEGABYTE])
    start = time.process_time()
    try:
        load(folder, NOW)
    except DataError:
        pass
    except Exception as error:  # noqa: BLE001 - any other is what we are looking for
        return f"{type(error).__name__}: {error}"[:300]
    finally:
        path.write_bytes(kept)
    took = time.process_time() - start
    return f"took {took:.1f} s" if took > seconds else ""


def main() -> int:
    """Runs all rounds; 0 if nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500, help="how many damaged files (default: 500)")
    parser.add_argument("--seed", type=int, default=0, help="for the same files again (default: 0)")
    parser.add_argument("--seconds", type=float, default=2.0, help="of processor time for an input (default: 2)")
    parser.add_argument("--megabytes", type=int, default=500, help="of memory for all of them (default: 500)")
    parser.add_argument("--small", action="store_true", help="without the inputs of 1 MB")
    options = parser.parse_args()
    chance, found = random.Random(options.seed), []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(SITE, Path(place) / "district"))
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yml"))
        for label, data in () if options.small else large():
            name = "events.yml" if data.startswith(b"events") else "groups.yml"
            start = time.process_time()
            wrong = attempt(folder, name, data, options.seconds)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            sys.stdout.write(f"{label}: {time.process_time() - start:.2f} s, {peak} MB so far {wrong}\n")
            found += [label] if wrong else []
        for number in range(options.rounds):
            name = chance.choice(names)
            data = mutated((folder / name).read_bytes(), chance)
            if wrong := attempt(folder, name, data, options.seconds):
                sys.stdout.write(f"round {number}, {name}: {wrong}\n{data!r}\n")
                found.append(str(number))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{options.rounds} rounds, {len(found)} found, {peak} MB at most\n")
    return 1 if found or peak > options.megabytes else 0


if __name__ == "__main__":
    sys.exit(main())
