"""Compares the real site and the sample district as MkDocs and ProperDocs build them, byte for byte: builders.py

Run it with a Python that has the packages in requirements.txt, such as the Python of the project's environment. For
ProperDocs, the script makes a separate environment in .cache/ without MkDocs. It prints the files that
differ.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from compare import DAY, ROOT, differing

SITES = {"real": ROOT, "sample": ROOT / "examples" / "sample-district"}


def with_properdocs(folder: Path) -> Path:
    """The Python of a new environment with ProperDocs in place of MkDocs."""
    venv.create(folder, clear=True, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    hashed = ["install", "--require-hashes", "--no-deps", "--requirement"]
    subprocess.run([*pip, *hashed, str(ROOT / "requirements.txt")], check=True)
    subprocess.run([*pip, "uninstall", "--yes", "mkdocs"], check=True)
    subprocess.run([*pip, *hashed, str(ROOT / "requirements-properdocs.txt")], check=True)
    return python


def build(python: str | Path, program: str, out: Path) -> Path:
    """Both sites as `program build` and `affinity-hub build` make them, in folders below `out`."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("AFFINITY_HUB_")}
    environment = known | {
        "PYTHONPATH": str(ROOT / "hooks"),
        "SOURCE_DATE_EPOCH": DAY,
        "AFFINITY_HUB_FIRST": "yes",
        "NO_MKDOCS_2_WARNING": "1",
    }
    for name, data in SITES.items():
        plain = [program, "build", "--strict", "--config-file", ROOT / "mkdocs.yml", "--site-dir", out / name]
        ours = ["affinity_hub", "build", data, "--out", out / f"{name}-by-affinity-hub"]
        for words in (plain, ours):
            subprocess.run(
                [str(python), "-m", *map(str, words)],
                cwd=ROOT,
                env=environment | {"AFFINITY_HUB_DATA": str(data)},
                check=True,
                stdout=subprocess.DEVNULL,
            )
    return out


def main() -> int:
    """Builds, compares, and returns the exit status: 1 if a file differs."""
    with tempfile.TemporaryDirectory() as place:
        mkdocs = build(sys.executable, "mkdocs", Path(place) / "mkdocs")
        properdocs = build(with_properdocs(ROOT / ".cache" / "properdocs"), "properdocs", Path(place) / "properdocs")
        count = sum(path.is_file() for path in mkdocs.rglob("*"))
        for name in (found := differing(mkdocs, properdocs)):
            print(name)
    print(f"{len(found)} of {count} files differ.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
