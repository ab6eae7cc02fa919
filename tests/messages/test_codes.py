"""The help for each code: it exists, its wrong example has exactly this problem, and its right example is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from affinity_hub.messages.codes import Code, code, codes

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "hooks" / "affinity_hub"
MINIMAL = ROOT / "tests" / "sites" / "minimal"
CODES = codes()

# Codes about whole files, about the published site, or about too many problems: no lines of YAML can show them.
NO_YAML = {
    "E001",
    "E002",
    "E003",
    "E004",
    "E022",
    "E023",
    "E024",
    "W024",
    "E025",
    "E026",
    "E121",
    "E135",
    "W505",
    "E122",
    "E124",
    "E132",
    "E450",
    "E451",
    "E452",
    "E453",
    "E454",
    "E521",
    "E601",
    "E602",
    "E603",
    "E604",
    "E605",
    "E606",
    "E607",
    "E701",
    "W340",
    "W404",
    "W701",
    "W702",
}


def raised() -> set[str]:
    """The codes that the library names, apart from the list of checks, which repeats them."""
    files = (path for path in LIBRARY.rglob("*.py") if path.name != "registry.py")
    return {name for path in files for name in re.findall(r'"([EW]\d{3})"', path.read_text("utf-8"))}


def overlay(file: str, text: str) -> str:
    """The minimal file with these keys in its entry. If the text is a whole file, that file."""
    base = (MINIMAL / file).read_text("utf-8") if (MINIMAL / file).exists() else ""
    is_whole = not base or text.startswith(("- ", Path(file).stem + ":")) or "\norganization:" in text
    if is_whole:
        return text
    indent = "" if file == "hub.yml" else "    "
    for key in re.findall(r"^([a-z_]+):", text, re.MULTILINE):
        base = re.sub(rf"^{indent}{key}:.*\n", "", base, flags=re.MULTILINE)
    return base + "".join(f"{indent}{line}\n" for line in text.splitlines())


def checked(district: Callable[..., Path], run: Callable[..., Run], entry: Code, *, right: bool) -> Run:
    files = {example.file: overlay(example.file, example.text) for example in entry.examples if example.right == right}
    return run("check", district(**{name.removesuffix(".yml"): text for name, text in files.items()}))


@pytest.mark.parametrize("name", sorted(raised()))
def test_every_code_has_help(name: str) -> None:
    entry = code(name)
    assert {example.right for example in entry.examples} == {True, False}, (
        "each code has a wrong example and a right example"
    )
    assert not entry.title.endswith(".")
    assert len(entry.why) > 80
    assert entry.area


def test_there_is_no_help_for_codes_that_nothing_raises() -> None:
    assert {entry.name for entry in CODES} == raised()


@pytest.mark.parametrize(
    "entry", [code for code in CODES if code.name not in NO_YAML], ids=lambda entry: str(entry.name)
)
def test_the_examples_are_right(entry: Code, district: Callable[..., Path], run: Callable[..., Run]) -> None:
    assert all(example.file for example in entry.examples)
    wrong = checked(district, run, entry, right=False)
    assert set(re.findall(r"^\S.*\[([EW]\d{3})\]$", wrong.out, re.MULTILINE)) == {entry.name}, wrong.out
    right = checked(district, run, entry, right=True)
    assert right.out.endswith("no errors, no warnings.\n"), right.out


def test_only_examples_that_are_not_yaml_are_unchecked() -> None:
    assert {entry.name for entry in CODES if not all(example.file for example in entry.examples)} == NO_YAML


def test_the_order_of_codes_does_not_depend_on_the_file_system(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.glob
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: reversed(list(listed(folder, pattern))))
    assert [code.name for code in codes()] == [code.name for code in CODES]
