"""The architecture page is current, and every file that it names exists."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import handbook  # noqa: E402 - found in tools/


def test_the_architecture_is_what_make_docs_writes() -> None:
    assert handbook.PAGE.read_text("utf-8") == handbook.page(), "run:  make docs"


def test_every_module_that_is_named_exists() -> None:
    text = handbook.WRITTEN.read_text("utf-8")
    files = {name for name in re.findall(r"`([a-z_]+/[\w/]+\.(?:py|yml))`", text) if not name.startswith("hooks")}
    others = (".yml", ".js", ".toml")
    dotted = {name for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", text) if not name.endswith(others)}
    assert len(files) > 15
    assert [name for name in sorted(files) if not (handbook.LIBRARY / name).is_file()] == []
    places = {name: handbook.LIBRARY.joinpath(*name.split(".")) for name in dotted if "in.md" not in name}
    assert [name for name, path in places.items() if not (path.with_suffix(".py").is_file() or path.is_dir())] == []
