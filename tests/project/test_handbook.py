"""The architecture page is current, and every file that it names exists."""

from __future__ import annotations

import pkgutil
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import handbook  # noqa: E402 - found in tools/


def test_the_architecture_page_matches_the_output_of_make_docs() -> None:
    assert handbook.PAGE.read_text("utf-8") == handbook.page(), "run:  make docs"


def test_every_named_module_exists() -> None:
    text = handbook.WRITTEN.read_text("utf-8")
    files = {name for name in re.findall(r"`([a-z_]+/[\w/]+\.(?:py|yml))`", text) if not name.startswith("hooks")}
    others = (".yml", ".js", ".toml")
    dotted = {name for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", text) if not name.endswith(others)}
    assert len(files) > 15
    folders = (handbook.LIBRARY, handbook.ROOT)
    assert [name for name in sorted(files) if not any((folder / name).is_file() for folder in folders)] == []
    places = {name: handbook.LIBRARY.joinpath(*name.split(".")) for name in dotted if "in.md" not in name}
    assert [name for name, path in places.items() if not (path.with_suffix(".py").is_file() or path.is_dir())] == []


def test_everything_that_the_modules_name_exists() -> None:
    """A dotted name of a package, such as `views.site`, leads to a module, or to something in that module."""
    packages = {path.name for path in handbook.LIBRARY.iterdir() if path.is_dir()}
    texts = {path: path.read_text("utf-8") for path in handbook.LIBRARY.rglob("*.py")}
    named = {
        (path.name, name) for path, text in texts.items() for name in re.findall(r"`((?:[a-z_]+\.)+[A-Za-z_]+)`", text)
    }
    dotted = [
        (file, name)
        for file, name in sorted(named)
        if name.split(".")[0] in packages and not name.endswith((".css", ".json", ".yml"))
    ]
    assert len(dotted) > 3
    assert [(file, name) for file, name in dotted if not _exists(name)] == []


def _exists(name: str) -> bool:
    try:
        pkgutil.resolve_name(f"affinity_hub.{name}")
    except (AttributeError, ImportError):
        return False
    return True


def test_each_class_has_its_own_name() -> None:
    """No two classes of the library have the same name. Names that begin with an underscore are for one module only."""
    found: dict[str, list[str]] = {}
    for path in sorted(handbook.LIBRARY.rglob("*.py")):
        for name in re.findall(r"^class ([A-Za-z]\w*)", path.read_text("utf-8"), re.MULTILINE):
            found.setdefault(name, []).append(path.relative_to(handbook.LIBRARY).as_posix())
    assert len(found) > 100
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
