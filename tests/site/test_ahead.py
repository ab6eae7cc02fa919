"""Two processes make what is in the files of a site, and nobody sees which of them made what."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.site
Program = Callable[..., subprocess.CompletedProcess[str]]

# Run in processes of their own: a test runner has threads, and so it is not copied.
BEGIN = """
import os, time
from affinity_hub.site import ahead
from affinity_hub.core.artifact import Artifact

here, made = os.getpid(), []

def make(number):
    made.append(number)
    return f"{number} of {os.getpid() == here}".encode()

def taken(order, make=make, count=300):
    outputs = [Artifact(f"{number}.txt", lambda number=number: make(number)) for number in range(count)]
    files = ahead.Ahead(outputs)
    try:
        return [files.take(outputs[number]).content.decode() for number in order]
    finally:
        files.close()
"""

CODES = {
    "both make some, each file once": """
found = taken(range(300), lambda number: (time.sleep(0.002), make(number))[1])
assert [text.split()[0] for text in found] == [str(number) for number in range(300)]
own = [text.endswith("True") for text in found]
assert True in own and False in own
assert own == sorted(own, reverse=True), "this one begins at the beginning, the other one at the end"
assert sorted(made) == [number for number in range(300) if own[number]]
""",
    "another order": """
found = taken(reversed(range(300)))
assert [text.split()[0] for text in found] == [str(number) for number in reversed(range(300))]
""",
    "some that nobody asks for": """
assert [text.split()[0] for text in taken(range(0, 300, 7))] == [str(number) for number in range(0, 300, 7)]
""",
    "few files are made here": """
assert all(text.endswith("True") for text in taken(range(20), count=20))
""",
    "the other one dies": """
def fragile(number):
    if number == 50 and os.getpid() != here:
        os._exit(9)
    return make(number)
assert [text.split()[0] for text in taken(range(300), fragile)] == [str(number) for number in range(300)]
""",
    "a build that fails": """
import gc, signal
def wait():
    if os.getpid() != here:
        signal.pause()
    return b""
files = ahead.Ahead([Artifact(f"{number}.txt", wait) for number in range(300)])
process = next(iter(files._end.peek()[2]))
del files
gc.collect()
try:
    os.kill(process, 0)
except ProcessLookupError:
    raise SystemExit(0)
raise SystemExit("still there")
""",
    "what is found out about later": """
outputs = [Artifact(f"{number}.txt", lambda number=number: make(number)) for number in range(300)]
files = ahead.Ahead(outputs[:150], (one for one in outputs[150:]))
assert [one.path for one in files.others] == [one.path for one in outputs[150:]]
found = [*(files.take(one).content for one in outputs[:150]), *(one.content for one in files.others)]
assert [text.split()[0] for text in found] == [str(number).encode() for number in range(300)]
assert all(text.endswith(b"False") for text in found[150:]), "the other one makes them"
files.close()
assert files.others[0].content == b"150 of True", "after the end, all of it is made here"
assert files.take(outputs[0]).content == b"0 of True"
""",
    "what fails there fails here": """
def wrong(number):
    return make(number) if number != 50 else 1 / 0
try:
    taken(range(300), wrong)
except ZeroDivisionError:
    raise SystemExit(0)
raise SystemExit("not told")
""",
}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_what_is_in_the_files_does_not_depend_on_who_made_it(code: str, program: Program) -> None:
    done = program("-W", "error", "-c", BEGIN + code)
    assert (done.returncode, done.stderr) == (0, "")
