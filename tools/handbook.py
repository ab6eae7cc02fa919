"""Writes handbook/architecture.md, the schemas in schema/, and the schema of hub.json: `make docs`. Tests fail if a
file is not current.

The levels come from the import contract in pyproject.toml, and each paragraph is the docstring of a package.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from affinity_hub.api import document
from affinity_hub.reference.json_schema import schemas

ROOT: Final = Path(__file__).resolve().parents[1]
LIBRARY: Final = ROOT / "hooks" / "affinity_hub"
PAGE: Final = ROOT / "handbook" / "architecture.md"
SCHEMAS: Final = ROOT / "schema"
WRITTEN: Final = ROOT / "handbook" / "architecture.in.md"
"""The parts that people write, with {levels} and {packages} where the generated parts belong."""


def levels() -> list[list[str]]:
    """The packages on each level, the highest level first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"] for contract in config["tool"]["importlinter"]["contracts"] if contract["type"] == "layers"
    )
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def docstring(path: Path) -> str:
    """The docstring of a module. Raises `ValueError` if there is none."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    if not text:
        raise ValueError(f"{path} has no docstring")
    return text


def modules(folder: Path, *, with_packages: bool = True) -> Iterator[str]:
    """A line of a Markdown list for each module in a package, in order of name. The modules of an inner package are
    indented below its line.
    """
    for path in sorted(folder.iterdir()):
        module = path / "__init__.py" if path.is_dir() else path
        if module.suffix != ".py" or not module.is_file() or path.name == "__init__.py":
            continue
        if with_packages or not path.is_dir():
            yield f"- `{path.name if path.is_dir() else path.stem}{'/' * path.is_dir()}`: {summary(module)}"
            yield from (f"  {line}" for line in (modules(path) if path.is_dir() else ()))


def summary(module: Path) -> str:
    """The first paragraph of the docstring of a module."""
    return docstring(module).split("\n\n")[0].replace("\n", " ")


def diagram() -> str:
    """The levels as text, one level per line."""
    return "\n".join(f"{number}  {'   '.join(names)}" for number, names in enumerate(levels(), 1))


def packages() -> str:
    """A section for the modules beside the packages, and one for each package: its docstring, and its modules."""
    beside = "\n".join(modules(LIBRARY, with_packages=False))
    sections = [f"### Beside the packages\n\n{beside}"]
    for name in (name for layer in levels() for name in layer if (LIBRARY / name).is_dir()):
        rows = "\n".join(modules(LIBRARY / name))
        sections.append(f"### {name}\n\n{docstring(LIBRARY / name / '__init__.py')}\n\n{rows}")
    return "\n\n".join(sections)


def page() -> str:
    """The whole page."""
    text = WRITTEN.read_text("utf-8")
    return text.replace("{levels}", diagram()).replace("{packages}", packages())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
    for name, content in schemas():
        (SCHEMAS / name).write_bytes(content)
    document.SCHEMA_FILE.write_bytes(document.schema())
