"""Two processes share the work of one, with the same results and errors, and neither process outlives the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT

Program = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, one process does everything")

# Both processes are at work at the same time, even on a machine with one processor.
BEGIN = """\
import os, time
os.sched_getaffinity = lambda _: {0, 1}
from affinity_hub.core import processes
first = os.getpid()
"""
SHARED = """
def square(number):
    time.sleep(0.02)
    return number * number, os.getpid()
found = processes.map_batches(square, range(40), is_large=True)
assert [number for number, _ in found] == [number * number for number in range(40)]
assert len({process for _, process in found}) == 2
few = processes.map_batches(square, range(3), is_large=False)
assert {process for _, process in few} == {first}
"""
LONG = """
from pathlib import Path
from tempfile import TemporaryDirectory
def wait_or_work(number):
    if number == 19:
        done.touch()
    while number == 0 and not done.exists():
        time.sleep(0.01)
    return os.getpid()
with TemporaryDirectory() as folder:
    done = Path(folder, "done")
    long, *others = processes.map_batches(wait_or_work, range(20), is_large=True)
assert set(others) != {long}
"""
MANY = """
assert processes.map_batches(lambda number: number, range(5001), is_large=True) == list(range(5001))
"""
FAILING = """
def fail(number):
    time.sleep(0.02)
    if (os.getpid() == first) == WHERE:
        raise OSError(28, "No space left on device", "/full")
    return number
try:
    processes.map_batches(fail, range(40), is_large=True)
except OSError as error:
    assert (error.errno, error.filename) == (28, "/full")
else:
    raise AssertionError
"""
LOST = """
import signal
def square(number):
    time.sleep(0.02)
    if os.getpid() != first and number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number
assert processes.map_batches(square, range(40), is_large=True) == [number * number for number in range(40)]
"""
KILLED = """
def wait(number):
    if os.getpid() != first:
        print(os.getpid(), flush=True)
        time.sleep(60)
    time.sleep(60)
processes.map_batches(wait, range(9), is_large=True)
"""


@pytest.mark.parametrize(
    "code",
    [SHARED, LONG, MANY, LOST, FAILING.replace("WHERE", "True"), FAILING.replace("WHERE", "False")],
    ids=["results", "one long batch", "many batches", "lost process", "own error", "error of the second process"],
)
def test_two_processes_make_the_same_files_as_one_process(code: str, program: Program) -> None:
    done = program("-c", BEGIN + code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def is_alive(process: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    return False


def test_the_second_process_ends_when_the_first_is_killed() -> None:
    command = [sys.executable, "-c", BEGIN + KILLED]
    with subprocess.Popen(command, env=os.environ | ENVIRONMENT, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        second = int(first.stdout.readline())
        assert is_alive(second)
        first.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not is_alive(second):
            return
        time.sleep(0.1)
    pytest.fail("the second process is still alive")
