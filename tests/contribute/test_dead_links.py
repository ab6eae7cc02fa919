"""Dead links to other sites: after how many checks a link is reported, and what becomes of the counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.contribute import dead_links

if TYPE_CHECKING:
    from tests.conftest import Run

Command = Callable[..., "Run"]

HEAD = "# created by LinkChecker\nurlname;parentname;base;result;warningstring;infostring;valid;url;line\n"


def results(**links: bool) -> str:
    rows = [f'x;a;;"{led};{led}";;;{led};https://{name}.example/;1' for name, led in links.items()]
    return HEAD + "\n".join([*rows, "own;a;;;;;False;http://here:1/own;1", "m;a;;;;;False;mailto:a@b.example;1"]) + "\n"


def test_a_link_is_dead_after_three_checks_in_a_row(tmp_path: Path, run: Command) -> None:
    state, found = tmp_path / "state.json", tmp_path / "results.csv"

    def after(**links: bool) -> str:
        found.write_text(results(**links), "utf-8")
        done = run("dead-links", found, "--state", state, "--own", "here:1")
        assert (done.status, done.err) == (0, "")
        return done.out.strip()

    assert after(one=False, two=False, ok=True) == ""
    assert after(one=False, two=True, ok=True) == ""
    assert after(one=False, two=False, ok=True).splitlines()[2:] == ["- one.example/: 3 checks in a row"]
    assert json.loads(state.read_text("utf-8"))["failed"] == {"https://one.example/": 3, "https://two.example/": 1}
    assert "one.example/: 3" in after(one=False, two=False), "a check in which nothing answered does not count"
    assert after(ok=True) == ""
    assert json.loads(state.read_text("utf-8")) == {"version": 1, "failed": {}}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"failed": 3}', '{"failed": {"a": "x"}}', "\x00"])
def test_losing_the_counts_only_costs_time(text: str) -> None:
    assert dead_links.read(text) == {}


def test_another_file_is_refused(tmp_path: Path, run: Command) -> None:
    (tmp_path / "results.csv").write_text("a;b\n1;2\n", "utf-8")
    done = run("dead-links", tmp_path / "results.csv", "--state", tmp_path / "state.json")
    assert (done.status, done.out) == (2, "")
    assert not (tmp_path / "state.json").exists()
