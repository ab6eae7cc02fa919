"""The folders stay shallow: no modules import each other in a circle, and folders have few levels."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import grimp
import pytest

LIBRARY = Path(__file__).resolve().parents[2] / "hooks" / "affinity_hub"
MOST_LEVELS = 3


@pytest.fixture(scope="module")
def folders() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The modules of each folder, with the modules of the same folder that each of them imports."""
    graph = grimp.build_graph("affinity_hub", cache_dir=None)
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for module in graph.modules - {"affinity_hub"}:
        folder = module.rpartition(".")[0]
        others = graph.find_modules_directly_imported_by(module)
        found[folder.removeprefix("affinity_hub").removeprefix(".")][module] = frozenset(
            other for other in others if other.rpartition(".")[0] == folder and not graph.find_children(other)
        )
    return found


def levels(imports: Mapping[str, frozenset[str]], module: str, above: tuple[str, ...] = ()) -> int:
    """The length of the longest import chain of a module within its folder."""
    assert module not in above, f"a circle: {' -> '.join((*above, module))}"
    return 1 + max((levels(imports, other, (*above, module)) for other in imports[module]), default=0)


def test_no_folder_has_a_circle_or_many_levels(folders: Mapping[str, Mapping[str, frozenset[str]]]) -> None:
    deepest = {
        folder: max(levels(imports, module) for module in imports) for folder, imports in folders.items() if folder
    }
    assert {folder: number for folder, number in deepest.items() if number > MOST_LEVELS} == {}


def test_the_program_itself_has_at_most_five_modules_beside_its_packages() -> None:
    graph = grimp.build_graph("affinity_hub", cache_dir=None)
    assert len([name for name in graph.find_children("affinity_hub") if not graph.find_children(name)]) <= 5


# Names that every module of a kind defines: the command of a module in `cli/commands`, and the current value of a
# setting.
SHARED = {"COMMAND", "current"}


def test_a_public_name_of_a_module_belongs_to_one_package() -> None:
    packages: dict[str, set[str]] = defaultdict(set)
    for path in LIBRARY.rglob("*.py"):
        for statement in ast.parse(path.read_text("utf-8")).body:
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            for target in targets:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    packages[target.id].add(path.relative_to(LIBRARY).parts[0])
    assert {name: found for name, found in packages.items() if len(found) > 1 and name not in SHARED} == {}
