"""Cached templates never change a page, even if their folder is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from affinity_hub.rendering.compiled_templates import CompiledTemplates
from jinja2 import DictLoader, Environment


def rendered(folder: Path, template: str = "{{ name }}!") -> str:
    cache = CompiledTemplates(folder, "en-US")
    env = Environment(loader=DictLoader({"a": template}), bytecode_cache=cache, autoescape=True)
    return env.get_template("a").render(name="Tea")


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(tmp_path / "new" / "folder") == "Tea!"
    monkeypatch.setattr(Environment, "compile", None)
    assert rendered(tmp_path / "new" / "folder") == "Tea!"


def test_a_changed_template_is_compiled_again(tmp_path: Path) -> None:
    assert rendered(tmp_path) == "Tea!"
    assert rendered(tmp_path, "{{ name }}?") == "Tea?"


def test_a_damaged_file_is_compiled_again(tmp_path: Path) -> None:
    assert rendered(tmp_path) == "Tea!"
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for size in range(0, len(whole), 7):
        kept.write_bytes(whole[:size])
        assert rendered(tmp_path) == "Tea!"
    kept.write_bytes(b"foreign" + whole)
    assert rendered(tmp_path) == "Tea!"


def test_a_folder_that_cannot_be_used_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert rendered(tmp_path / "file") == "Tea!"
    assert rendered(tmp_path / "file" / "below") == "Tea!"
    assert rendered(Path("/proc/nowhere")) == "Tea!"
